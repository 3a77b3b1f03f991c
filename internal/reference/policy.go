package reference

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// evaluate walks the policies of a table in one direction, in order of priority (P-1.3). The first that matches
// decides: deny stops the route, permit changes it and accepts it, unless it names a next policy, with which the walk
// goes on (P-4.1, P-4.8 to P-4.10). What no policy matches is permitted as it is. A denied route keeps the attributes
// with which it came (D-45). The names of the policies that matched are added to those that it has (P-6.6).
func evaluate(t *topology.RouteTable, d policy.Direction, r route.Route, to target) (route.Route, bool) {
	received, list := r, policiesOf(t, d)
	matched := slices.Clone(r.Policies)
	for i := 0; i < len(list); i++ {
		if !matches(list[i].Match, d, r, to) {
			continue
		}
		matched = append(matched, fmt.Sprintf("%s/%v/%d", t.ID, d, list[i].Priority))
		if list[i].Action == policy.Deny {
			received.Policies = matched
			return received, false
		}
		r = changedBy(list[i].Set, r)
		if list[i].Next == 0 {
			break
		}
		i = placeOfNext(list, i) - 1
	}
	r.Policies = matched
	return r, true
}

// policiesOf are the policies of a table in one direction by priority, on the way out with the system policy behind
// them (P-4.2, P-5.5, P-9.5), unless it was deleted (P-5.6).
func policiesOf(t *topology.RouteTable, d policy.Direction) []policy.Policy {
	var list []policy.Policy
	for _, p := range t.Policies {
		if p.Direction == d {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b policy.Policy) int { return a.Priority - b.Priority })
	if d == policy.Egress && !t.NoSystemPolicy {
		list = append(list, systemPolicy())
	}
	return list
}

// systemPolicy denies what originates in a VBR, CCN, IPsec connection or ECR and goes to one of these in the region
// (TR-2.3.8, P-5.3, P-5.4, D-5).
func systemPolicy() policy.Policy {
	kinds := []attach.Kind{attach.VBR, attach.CCN, attach.VPN, attach.ECR}
	return policy.Policy{Priority: 5000, Direction: policy.Egress, Action: policy.Deny, Match: policy.Match{
		Source: policy.Endpoint{Kinds: kinds}, Destination: policy.Endpoint{Kinds: kinds},
	}}
}

// placeOfNext is where the walk goes on after a permit with a next policy: with 1 at the policy that follows, otherwise
// at the first one at or after that priority (P-4.8, P-4.10, D-43).
func placeOfNext(list []policy.Policy, i int) int {
	next := list[i].Next
	for i++; i < len(list) && next != 1 && list[i].Priority < next; i++ {
	}
	return i
}

// changedBy is a route after the values of a permit: preference (P-4.3), the AS path in front (P-4.7), communities
// (P-4.6), which without a mode or without a list stay as they are.
func changedBy(set policy.Set, r route.Route) route.Route {
	if set.Preference != 0 {
		r.Preference = uint8(set.Preference)
	}
	if len(set.PrependASPath) > 0 {
		r.ASPath = slices.Concat(set.PrependASPath, r.ASPath)
	}
	if len(set.Communities.List) > 0 && set.Communities.Mode != policy.NoSetMode {
		list := slices.Clone(set.Communities.List)
		if set.Communities.Mode == policy.Additive {
			list = append(list, r.Communities...)
		}
		slices.Sort(list)
		r.Communities = slices.Compact(list)
	}
	return r
}

// matches tells whether all conditions hold that a policy states (P-3.1, P-3.3).
func matches(m policy.Match, d policy.Direction, r route.Route, to target) bool {
	return matchesSource(m.Source, r.Origin) &&
		matchesDestination(m.Destination, d, to) &&
		isAmong(m.RouteTypes, typeForPolicies(r.Type)) &&
		matchesFamily(m.Family, r.Prefix) &&
		matchesPrefix(m.Prefixes, r.Prefix) &&
		matchesASPath(m.ASPath, r.ASPath) &&
		matchesCommunities(m.Communities, r.Communities)
}

// isAmong tells whether one value of a list is v (P-3.2); an empty list is no condition (P-3.3).
func isAmong[V comparable](list []V, v V) bool { return len(list) == 0 || slices.Contains(list, v) }

// matchesSource asks for the origin of a route, which stays the same over all regions (P-3.4 to P-3.9). The SAG of a
// CCN can stand for it (P-3.6). A route without origin instance is in no list, so that a reversed list matches it
// (P-3.7, D-42).
func matchesSource(e policy.Endpoint, o route.Origin) bool {
	return matchesInstance(e, o.Instance, o.Member) &&
		isAmong(e.Kinds, o.Kind) && isAmong(e.Regions, o.Region) && isAmong(e.RouteTables, o.Table)
}

// matchesInstance asks whether one of the names is in the list, or none is if the list is reversed (P-3.7, P-3.14).
func matchesInstance(e policy.Endpoint, names ...string) bool {
	if len(e.Instances) == 0 {
		return true
	}
	listed := slices.ContainsFunc(names, func(name string) bool { return name != "" && slices.Contains(e.Instances, name) })
	return listed != e.Except
}

// matchesDestination asks for the receiver. On the way in nothing that is asked holds (P-3.13); towards a peer only the
// region can (P-3.12, P-3.15).
func matchesDestination(e policy.Endpoint, d policy.Direction, to target) bool {
	local := len(e.Instances) > 0 || len(e.Kinds) > 0 || len(e.RouteTables) > 0
	switch {
	case d == policy.Ingress:
		return !local && len(e.Regions) == 0
	case to.peer:
		return !local && isAmong(e.Regions, to.region)
	}
	names := append([]string{to.instance}, to.members...)
	return matchesInstance(e, names...) &&
		isAmong(e.Kinds, to.kind) && isAmong(e.Regions, to.region) && isAmong(e.RouteTables, to.table)
}

// typeForPolicies is the type of a route as a policy sees it: static routes, blackholes and aggregates are Custom
// (P-3.16).
func typeForPolicies(t route.Type) route.Type {
	switch t {
	case route.System, route.BGP:
		return t
	}
	return route.Custom
}

// matchesFamily asks for the address family (P-3.19).
func matchesFamily(f policy.Family, p netip.Prefix) bool {
	return f == policy.AnyFamily || (f == policy.IPv6) == isIPv6(p)
}

// matchesPrefix asks whether a prefix of the list contains that of the route, or equals it in mode complete (P-3.17).
func matchesPrefix(m policy.PrefixMatch, p netip.Prefix) bool {
	if len(m.List) == 0 {
		return true
	}
	if m.Mode == policy.Complete {
		return slices.Contains(m.List, p)
	}
	return isInsideAny(p, m.List)
}

// matchesASPath asks whether list and path share a system, or are the same sequence in mode complete (P-3.20).
func matchesASPath(m policy.ASPathMatch, path route.ASPath) bool {
	if len(m.List) == 0 {
		return true
	}
	if m.Mode == policy.Complete {
		return slices.Equal(m.List, path)
	}
	return slices.ContainsFunc(m.List, func(asn uint32) bool { return slices.Contains(path, asn) })
}

// matchesCommunities asks whether list and route share a community; in mode complete they are the same set, in mode
// contain the route has all of the list (P-3.21).
func matchesCommunities(m policy.CommunitiesMatch, set route.Communities) bool {
	inSet := func(c route.Community) bool { return slices.Contains(set, c) }
	inList := func(c route.Community) bool { return slices.Contains(m.List, c) }
	switch {
	case len(m.List) == 0:
		return true
	case m.Mode == policy.Complete:
		return all(m.List, inSet) && all(set, inList)
	case m.Mode == policy.Contain:
		return all(m.List, inSet)
	}
	return slices.ContainsFunc(m.List, inSet)
}

// all tells whether something holds for every element.
func all[E any](list []E, holds func(E) bool) bool {
	return !slices.ContainsFunc(list, func(e E) bool { return !holds(e) })
}
