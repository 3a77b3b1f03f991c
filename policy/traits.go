package policy

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// Traits are the properties of a route and its target that have few values, with one bit for each value. A route has one
// of each property; a policy allows some of each, all of them if it states no condition on the property. So all its
// conditions on them hold if the policy allows everything that the route has.
type traits uint32

// The properties, by the place of their first value.
const (
	firstType   = 0                                  // by class (P-3.16)
	firstFamily = firstType + int(route.BGP) + 1     // AnyFamily: no valid prefix
	firstOrigin = firstFamily + int(IPv6) + 1        // kind of the origin
	firstTarget = firstOrigin + int(attach.Peer) + 1 // kind of a target in the region
	peerTarget  = firstTarget + int(attach.Peer) + 1 // a target in another region
	noTarget    = peerTarget + 1                     // no target: the table itself
)

// all reports whether everything that a route has is among what is allowed.
func (allowed traits) all(has traits) bool { return has&^allowed == 0 }

// traitsOf returns what s has on its way to t.
func traitsOf[ID comparable](d Direction, s *Subject[ID], t *Target[ID]) traits {
	has := typeTrait[s.Type] | originTrait[s.Origin.Kind] | 1<<(firstFamily+int(familyOf(s.Prefix)))
	switch {
	case d != Egress || t == nil:
		return has | 1<<noTarget
	case t.Peer:
		return has | 1<<peerTarget
	}
	return has | targetTrait[t.Kind]
}

// The traits of each type of a route, and of each kind of its origin and of its target.
var (
	typeTrait   = eachTrait(func(t route.Type) int { return firstType + int(classOf(t)) })
	originTrait = eachTrait(func(k attach.Kind) int { return firstOrigin + int(kindOf(k)) })
	targetTrait = eachTrait(func(k attach.Kind) int { return firstTarget + int(kindOf(k)) })
)

// eachTrait returns the trait of each value, which has a place.
func eachTrait[E ~uint8](place func(E) int) (each [256]traits) {
	for i := range each {
		each[i] = 1 << place(E(i))
	}
	return each
}

// allowedBy returns what m allows.
func allowedBy(m *Match) traits {
	return allowedTypes(m.RouteTypes)<<firstType | allowedFamilies(m.Family)<<firstFamily |
		allowedKinds(m.Source.Kinds)<<firstOrigin | allowedTargets(&m.Destination)
}

// allowedTypes returns the types in list, all types if it is empty.
func allowedTypes(list []route.Type) (allowed traits) {
	for _, t := range list {
		if route.NoType < t && t <= route.BGP {
			allowed |= 1 << t
		}
	}
	if len(list) == 0 {
		return 1<<(route.BGP+1) - 1
	}
	return allowed
}

// allowedFamilies returns the families that f stands for.
func allowedFamilies(f Family) (allowed traits) {
	for g := range IPv6 + 1 {
		if f == AnyFamily || f == g {
			allowed |= 1 << g
		}
	}
	return allowed
}

// allowedKinds returns the kinds in list, all kinds if it is empty. None and Peer are no kinds that a policy can name:
// they match nothing.
func allowedKinds(list []attach.Kind) (allowed traits) {
	for _, k := range list {
		if attach.None < k && k < attach.Peer {
			allowed |= 1 << k
		}
	}
	if len(list) == 0 {
		return 1<<(attach.Peer+1) - 1
	}
	return allowed
}

// allowedTargets returns the targets towards which a policy with the destination e may match, for all that can be told
// without their names. Towards a peer none does that has a condition on an instance, kind or table of the region, not even
// a reversed one (P-3.12, P-3.14); on the way in, none that has any condition on the destination (P-3.13).
func allowedTargets(e *Endpoint) traits {
	allowed := allowedKinds(e.Kinds) << firstTarget // P-3.10, P-3.11
	anywhere := len(e.Instances) == 0 && len(e.Kinds) == 0 && len(e.RouteTables) == 0
	if anywhere {
		allowed |= 1 << peerTarget
	}
	if anywhere && len(e.Regions) == 0 {
		allowed |= 1 << noTarget
	}
	return allowed
}

// classOf returns the type that a policy sees: what is configured in a table of a transit router counts as Custom
// (P-3.16). A VBR's static route is Custom from its origin on (D-40).
func classOf(t route.Type) route.Type {
	switch t {
	case route.System, route.Custom, route.BGP:
		return t
	case route.Static, route.Blackhole, route.Aggregate:
		return route.Custom
	}
	return route.NoType
}

// familyOf returns the family of p, and AnyFamily if p is not valid.
func familyOf(p netip.Prefix) Family {
	switch {
	case !p.IsValid():
		return AnyFamily
	case p.Addr().Is4():
		return IPv4
	}
	return IPv6
}

// kindOf returns k, and None if there is no such kind.
func kindOf(k attach.Kind) attach.Kind {
	if k > attach.Peer {
		return attach.None
	}
	return k
}
