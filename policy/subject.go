package policy

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// A Subject is what a policy can see of a route. IDs are of any comparable type; the zero ID is none.
type Subject[ID comparable] struct {
	Prefix      netip.Prefix
	Type        route.Type // Static, Blackhole and Aggregate count as Custom (P-3.16)
	ASPath      route.ASPath
	Communities route.Communities
	Preference  uint8
	Origin      Origin[ID]
}

// An Origin is where a route came into being; it stays the same over all regions (P-3.4). The zero Origin is that of a
// route without origin instance: a static or aggregate route of a transit router.
type Origin[ID comparable] struct {
	Instance ID
	Member   ID // the SAG inside a CCN; a condition on instances matches it as well as the CCN (P-3.6)
	Region   ID
	Table    ID // route table of the VPC (P-3.9)
	Kind     attach.Kind
}

// A Target is where a route goes. The zero Target is the table itself, which is where every ingress policy looks: no
// condition on the destination holds for it (P-3.13).
type Target[ID comparable] struct {
	Peer     bool // a transit router of another region: only its Region can match (P-3.12, P-3.15)
	Instance ID
	Members  []ID // the SAGs of a CCN; a condition on instances matches them as well as the CCN (P-3.11)
	Kind     attach.Kind
	Region   ID
	Table    ID // route table of the instance
}

// A Verdict is what a list of policies does with a route. The attributes are those after its changes; slices that are
// not changed are those of the Subject or of the Program: they are shared and must not be modified. The attributes of a
// denied route are as received (D-45).
type Verdict struct {
	Permit      bool
	Preference  uint8
	ASPath      route.ASPath
	Communities route.Communities
}

// A Result is what [Evaluate] found.
type Result struct {
	Permit   bool
	Route    route.Route // with the changes; a denied route is as received, but with status Prohibited (P-6.1)
	Policies []int       // priorities of the policies that matched, in the order in which they were asked
}

// Evaluate asks a list of policies of a table what becomes of a route in a direction. The list need not be sorted; the
// policies of the other direction are passed over. On the way out of a table, append [System] to the list. The target
// plays no part on the way in.
//
// For example, with one egress policy that denies everything:
//
//	Evaluate(list, Egress, r, to).Permit == false
//	Evaluate(list, Ingress, r, to).Permit == true
//
// Invalid input never panics, see [Compile]. To ask one list about many routes, compile it once.
func Evaluate(policies []Policy, d Direction, r route.Route, to Target[string]) Result {
	program := Compile(policies, false, func(id string) string { return id })
	verdict, matched := program.Evaluate(d, subjectOf(&r), &to, nil)
	r.Preference, r.ASPath, r.Communities = verdict.Preference, verdict.ASPath, verdict.Communities
	if !verdict.Permit {
		r.Status = route.Prohibited
	}
	return Result{Permit: verdict.Permit, Route: r, Policies: matched}
}

// subjectOf returns what a policy sees of r.
func subjectOf(r *route.Route) *Subject[string] {
	return &Subject[string]{
		Prefix:      r.Prefix,
		Type:        r.Type,
		ASPath:      r.ASPath,
		Communities: r.Communities,
		Preference:  r.Preference,
		Origin: Origin[string]{
			Instance: r.Origin.Instance,
			Member:   r.Origin.Member,
			Region:   r.Origin.Region,
			Table:    r.Origin.Table,
			Kind:     r.Origin.Kind,
		},
	}
}
