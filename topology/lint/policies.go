package lint

import (
	"fmt"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// policies looks at the policies of each table of a transit router, a step for each. The error is that of the context.
func (l *linter) policies(m *meter.Meter) error {
	l.eachTable(func(p place) {
		for _, d := range []policy.Direction{policy.Ingress, policy.Egress} {
			if slices.ContainsFunc(p.table.Policies, func(q policy.Policy) bool { return q.Direction == d }) {
				l.policiesOf(p, d)
			}
		}
		_ = m.Step() // which ends the visit
	})
	return m.Err()
}

func (l *linter) policiesOf(p place, d policy.Direction) {
	u, _ := l.state.Universe(p.table.ID, d)
	if len(u.Sources) == 0 || len(u.Targets) == 0 && d == policy.Egress {
		l.neverRuns(p, d, len(u.Sources) == 0)
		return
	}
	list, system := slices.Clone(p.table.Policies), hasSystemPolicy(p)
	if system {
		list = append(list, policy.System())
	}
	a := policy.Analyze(list, d, u)
	alive := l.deadPolicies(p, d, a)
	for _, r := range a.Redundancies() {
		if r.Redundant == policy.Yes && alive[r.Index] && r.Index < len(p.table.Policies) {
			l.find(RedundantPolicy, policyPath(p, r.Index), "P-4.1",
				"%v policy %d can be deleted: every route that it matches meets the same fate without it", d, r.Priority)
		}
	}
	if system && d == policy.Egress {
		l.openings(p, a, u.Targets)
	}
}

// hasSystemPolicy reports whether policy 5000 stands behind the policies of a table (P-5).
func hasSystemPolicy(p place) bool {
	return p.router.Edition != attach.Basic || !p.table.NoSystemPolicy
}

func policyPath(p place, index int) string { return p.path + "." + at("policies", index) }

func (l *linter) neverRuns(p place, d policy.Direction, nothing bool) {
	why := "the table is advertised to nobody"
	switch {
	case nothing && d == policy.Ingress:
		why = "nothing propagates to the table"
	case nothing:
		why = "the table holds no route"
	}
	for i := range p.table.Policies {
		if p.table.Policies[i].Direction == d {
			l.find(PolicyNeverRuns, policyPath(p, i), "P-2.7", "%v policy %d of table %q never runs: %s", d,
				p.table.Policies[i].Priority, p.table.ID, why)
		}
	}
}

// deadPolicies returns which policies are alive, by their place in the list.
func (l *linter) deadPolicies(p place, d policy.Direction, a *policy.Analysis) map[int]bool {
	alive := map[int]bool{}
	for _, s := range a.Standings() {
		switch {
		case s.Alive == policy.Yes:
			alive[s.Index] = true
		case s.Index >= len(p.table.Policies): // the system policy
		case s.Alive == policy.Undecided:
			l.find(UndecidedPolicies, policyPath(p, s.Index), "P-4.1",
				"whether %v policy %d ever decides is not known: the list is too large to be analysed", d, s.Priority)
		case len(s.Shadows) == 0:
			l.find(DeadPolicy, policyPath(p, s.Index), "P-3.1",
				"%v policy %d never decides: no route that this network can bring meets its conditions", d, s.Priority)
		default:
			l.find(DeadPolicy, policyPath(p, s.Index), "P-4.1", "%v policy %d never decides: %s", d, s.Priority,
				shadowText(s.Shadows))
		}
	}
	return alive
}

func shadowText(shadows []int) string {
	if len(shadows) == 1 {
		return fmt.Sprintf("policy %d takes every route that it matches", shadows[0])
	}
	return fmt.Sprintf("policies %v together take every route that it matches", shadows)
}

// openings looks for permits that let routes past the system policy although they name nothing on premises on one of
// the sides: a permit of a prefix, say, that was meant for VPCs.
func (l *linter) openings(p place, a *policy.Analysis, targets []policy.Target[string]) {
	found := map[int]bool{}
	for i := range targets {
		within := policy.System().Match
		if !slices.Contains(within.Destination.Kinds, targets[i].Kind) {
			continue
		}
		within.Source.Instances, within.Source.Except = []string{targets[i].Instance}, true // nobody is told its own routes
		within.Destination.Instances = []string{targets[i].Instance}
		cells, all := a.Cells(policy.Query{Within: within, Fate: policy.Permitted})
		for k := range cells {
			l.opening(p, &cells[k], found)
		}
		if !all {
			l.find(UndecidedPolicies, p.path+".policies", "P-5.8", "what the egress policies let past system policy %d to %q is too much to be listed in full",
				policy.SystemPriority, targets[i].Instance)
		}
	}
}

// opening looks at one set of routes that is let past the system policy. Of each policy, the first is reported.
func (l *linter) opening(p place, c *policy.Cell, found map[int]bool) {
	if len(c.Policies) == 0 {
		return
	}
	last := c.Policies[len(c.Policies)-1]
	i := slices.IndexFunc(p.table.Policies, func(q policy.Policy) bool { return q.Direction == policy.Egress && q.Priority == last })
	if i < 0 || found[i] {
		return
	}
	if m := &p.table.Policies[i].Match; names(&m.Source) && names(&m.Destination) {
		return
	}
	found[i] = true
	o, to := &c.Witness.Route.Origin, &c.Witness.To
	l.find(SystemPolicyOpened, policyPath(p, i), "P-5.8",
		"egress policy %d overrides system policy %d without naming what it connects: for example, %v that comes from %v %q is told to %v %q",
		last, policy.SystemPriority, c.Witness.Route.Prefix, o.Kind, originName(o), to.Kind, to.Instance)
}

// names reports whether a condition names instances or a kind on premises.
func names(e *policy.Endpoint) bool {
	onPremises := policy.System().Match.Source.Kinds
	return len(e.Instances) > 0 && !e.Except ||
		slices.ContainsFunc(e.Kinds, func(k attach.Kind) bool { return slices.Contains(onPremises, k) })
}

func originName(o *route.Origin) string {
	if o.Member != "" {
		return o.Member
	}
	return o.Instance
}
