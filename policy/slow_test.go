package policy

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// This file says again, policy by policy and condition by condition, what Compile turns into sets. It is written to be
// read beside the rules and shares no code with the package.

// slowEvaluate is the walk of P-4.
func slowEvaluate(policies []Policy, system bool, d Direction, s Subject[string], t Target[string]) (Verdict, []int) {
	var walk []Policy
	for _, p := range policies {
		if p.Direction == d {
			walk = append(walk, p)
		}
	}
	slices.SortStableFunc(walk, func(a, b Policy) int { return a.Priority - b.Priority })
	if system && d == Egress {
		t := []attach.Kind{attach.VBR, attach.CCN, attach.VPN, attach.ECR}
		walk = append(walk, Policy{Priority: 5000, Direction: Egress, Action: Deny,
			Match: Match{Source: Endpoint{Kinds: t}, Destination: Endpoint{Kinds: t}}})
	}
	received := Verdict{Preference: s.Preference, ASPath: s.ASPath, Communities: s.Communities}
	var matched []int
	for i := 0; i < len(walk); i++ {
		p := walk[i]
		if !slowMatch(p, s, t) {
			continue
		}
		matched = append(matched, p.Priority)
		if p.Action == Deny {
			return received, matched
		}
		slowChange(p.Set, &s)
		if p.Next == 0 {
			break
		}
		for i+1 < len(walk) && walk[i+1].Priority < p.Next {
			i++
		}
	}
	return Verdict{Permit: true, Preference: s.Preference, ASPath: s.ASPath, Communities: s.Communities}, matched
}

// slowMatch is P-3.1.
func slowMatch(p Policy, s Subject[string], t Target[string]) bool {
	m := p.Match
	return slowSource(m.Source, s.Origin) && slowDestination(p.Direction, m.Destination, t) &&
		slowType(m.RouteTypes, s.Type) && slowFamily(m.Family, s.Prefix) && slowPrefix(m.Prefixes, s.Prefix) &&
		slowASPath(m.ASPath, s.ASPath) && slowCommunities(m.Communities, s.Communities)
}

func slowSource(e Endpoint, o Origin[string]) bool {
	return slowInstances(e, o.Instance, o.Member) && slowKinds(e.Kinds, o.Kind) &&
		slowNames(e.Regions, o.Region) && slowNames(e.RouteTables, o.Table)
}

func slowDestination(d Direction, e Endpoint, t Target[string]) bool {
	localOnly := len(e.Instances) > 0 || len(e.Kinds) > 0 || len(e.RouteTables) > 0
	if d == Ingress {
		return !localOnly && len(e.Regions) == 0
	}
	if !slowNames(e.Regions, t.Region) {
		return false
	}
	if t.Peer {
		return !localOnly
	}
	if len(e.Instances) > 0 && t.Instance == "" {
		return false
	}
	return slowInstances(e, append([]string{t.Instance}, t.Members...)...) && slowKinds(e.Kinds, t.Kind) && slowNames(e.RouteTables, t.Table)
}

func slowInstances(e Endpoint, ids ...string) bool {
	if len(e.Instances) == 0 {
		return true
	}
	for _, id := range ids {
		if id != "" && slices.Contains(e.Instances, id) {
			return !e.Except
		}
	}
	return e.Except
}

func slowNames(list []string, id string) bool {
	return len(list) == 0 || id != "" && slices.Contains(list, id)
}

func slowKinds(list []attach.Kind, k attach.Kind) bool {
	return len(list) == 0 || attach.VPC <= k && k <= attach.ECR && slices.Contains(list, k)
}

func slowType(list []route.Type, t route.Type) bool {
	if len(list) == 0 {
		return true
	}
	switch t {
	case route.System, route.BGP:
		return slices.Contains(list, t)
	case route.Custom, route.Static, route.Blackhole, route.Aggregate:
		return slices.Contains(list, route.Custom)
	}
	return false
}

func slowFamily(f Family, p netip.Prefix) bool {
	return f == AnyFamily || p.IsValid() && (f == IPv4 && p.Addr().Is4() || f == IPv6 && p.Addr().Is6())
}

func slowPrefix(m PrefixMatch, p netip.Prefix) bool {
	for _, c := range m.List {
		if !c.IsValid() || !p.IsValid() || c.Addr().Is4() != p.Addr().Is4() {
			continue
		}
		if m.Mode == Include && c.Bits() <= p.Bits() && c.Overlaps(p) || m.Mode == Complete && c.Masked() == p.Masked() {
			return true
		}
	}
	return len(m.List) == 0
}

func slowASPath(m ASPathMatch, path route.ASPath) bool {
	if len(m.List) == 0 {
		return true
	}
	if m.Mode == Complete {
		return slices.Equal(path, m.List)
	}
	common := false
	for _, as := range path {
		for _, listed := range m.List {
			common = common || as == listed
		}
	}
	return m.Mode == Include && common
}

func slowCommunities(m CommunitiesMatch, set route.Communities) bool {
	has, listed := map[route.Community]bool{}, map[route.Community]bool{}
	for _, c := range set {
		has[c] = true
	}
	common := 0
	for _, c := range m.List {
		if has[c] && !listed[c] {
			common++
		}
		listed[c] = true
	}
	switch {
	case len(listed) == 0:
		return true
	case m.Mode == Include:
		return common > 0
	case m.Mode == Complete:
		return common == len(listed) && common == len(has)
	}
	return m.Mode == Contain && common == len(listed)
}

// slowChange is P-4.3, P-4.6 and P-4.7.
func slowChange(set Set, s *Subject[string]) {
	if 1 <= set.Preference && set.Preference <= 100 {
		s.Preference = uint8(set.Preference)
	}
	if len(set.PrependASPath) > 0 {
		s.ASPath = append(append(route.ASPath{}, set.PrependASPath...), s.ASPath...)
	}
	if len(set.Communities.List) == 0 || set.Communities.Mode == NoSetMode {
		return
	}
	union := append(route.Communities{}, set.Communities.List...)
	if set.Communities.Mode == Additive {
		union = append(union, s.Communities...)
	}
	slices.Sort(union)
	s.Communities = slices.Compact(union)
}
