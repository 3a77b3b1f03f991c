package topology

import (
	"fmt"

	"github.com/cenroute/cenroute/policy"
)

// AddPolicy adds a routing policy to a transit router table.
type AddPolicy struct {
	Table  string
	Policy policy.Policy
}

// RemovePolicy removes a routing policy from a transit router table.
type RemovePolicy struct {
	Table     string
	Direction policy.Direction
	Priority  int
}

// ReplacePolicy puts a routing policy in place of the one with the same direction and priority.
type ReplacePolicy struct {
	Table  string
	Policy policy.Policy
}

// SetSystemPolicy deletes the system policy 5000 of a Basic Edition table, or restores it.
type SetSystemPolicy struct {
	Table string
	On    bool
}

func (c AddPolicy) String() string {
	return "add " + policyText(c.Policy) + " as " + policyPlace(c.Table, c.Policy.Direction, c.Policy.Priority)
}
func (c RemovePolicy) String() string {
	return "remove policy " + policyPlace(c.Table, c.Direction, c.Priority)
}
func (c ReplacePolicy) String() string {
	return "replace policy " + policyPlace(c.Table, c.Policy.Direction, c.Policy.Priority) + " by " + policyText(c.Policy)
}
func (c SetSystemPolicy) String() string {
	return "switch the system policy of " + c.Table + " " + onOff(c.On)
}

// policyPlace names a policy as routes do, for example "vtb-hz/egress/10".
func policyPlace(table string, d policy.Direction, priority int) string {
	return fmt.Sprintf("%s/%v/%d", table, d, priority)
}

func policyText(p policy.Policy) string { return "a policy that " + verbs[p.Action&1] }

var verbs = [...]string{policy.Permit: "permits", policy.Deny: "denies"}

// policy returns the policy of a table with a direction and a priority, or nil.
func (t *RouteTable) policy(d policy.Direction, priority int) *policy.Policy {
	return find(t.Policies, func(p *policy.Policy) bool { return p.Direction == d && p.Priority == priority })
}

func (n *Network) checkPolicy(table string, d policy.Direction, priority int) *ChangeError {
	t, err := n.checkTable(table)
	if err == nil && t.policy(d, priority) == nil {
		return missing("policy", policyPlace(table, d, priority))
	}
	return err
}

func (c AddPolicy) check(n *Network) *ChangeError {
	_, err := n.checkTable(c.Table)
	return err
}

func (c RemovePolicy) check(n *Network) *ChangeError {
	return n.checkPolicy(c.Table, c.Direction, c.Priority)
}

func (c ReplacePolicy) check(n *Network) *ChangeError {
	return n.checkPolicy(c.Table, c.Policy.Direction, c.Policy.Priority)
}

func (c SetSystemPolicy) check(n *Network) *ChangeError {
	t, err := n.checkTable(c.Table)
	if err == nil && t.NoSystemPolicy == !c.On {
		return refuse("", "the system policy of %q is %s already", c.Table, onOff(c.On))
	}
	return err
}

func (c AddPolicy) stages(*Network) []stage {
	return inTable("TR-2.3.7", c.Table, func(t *RouteTable) { t.Policies = append(t.Policies, c.Policy) })
}

func (c RemovePolicy) stages(*Network) []stage {
	return inTable("TR-2.3.7", c.Table, func(t *RouteTable) {
		t.Policies = reject(t.Policies, func(p *policy.Policy) bool {
			return p.Direction == c.Direction && p.Priority == c.Priority
		})
	})
}

func (c ReplacePolicy) stages(*Network) []stage {
	return inTable("TR-2.3.7", c.Table, func(t *RouteTable) {
		if p := t.policy(c.Policy.Direction, c.Policy.Priority); p != nil {
			*p = c.Policy
		}
	})
}

func (c SetSystemPolicy) stages(*Network) []stage {
	return inTable("P-5.4", c.Table, func(t *RouteTable) { t.NoSystemPolicy = !c.On })
}
