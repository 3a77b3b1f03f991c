package policy

import (
	"net/netip"
	"slices"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// Small universes, so that conditions hold often enough. The names of source and destination are the same.
var (
	someIDs      = []string{"vpc-1", "vpc-2", "vbr-1", "vbr-2", "ccn-1", "sag-1", "sag-2", "vco-1", "ecr-1", "vpc-3", "vpc-4"}
	someRegions  = []string{"cn-hangzhou", "cn-shanghai", "ccn-cn-shanghai"}
	someTables   = []string{"vtb-1", "vtb-2"}
	someKinds    = []attach.Kind{attach.VPC, attach.VBR, attach.CCN, attach.VPN, attach.ECR}
	somePrefixes = prefixes("0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.1.0/24", "10.0.1.0/32", "10.1.0.0/16", "192.168.0.0/16",
		"::/0", "a00::/8", "2001:db8::/32", "2001:db8::/48", "2001:db8::1/128")
	someASes        = []uint32{65001, 65002, 65003, 4200000000}
	someCommunities = []route.Community{65001<<16 | 1, 65001<<16 | 2, 65002<<16 | 1, 1<<16 | 1}
)

func prefixes(texts ...string) (list []netip.Prefix) {
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

// mostlyEmpty draws a list of up to three of the values, half of the time none.
func mostlyEmpty[T any](values []T) *rapid.Generator[[]T] {
	return rapid.Custom(func(t *rapid.T) []T {
		if rapid.Bool().Draw(t, "absent") {
			return nil
		}
		return some(values).Draw(t, "list")
	})
}

// some draws a list of one to three of the values.
func some[T any](values []T) *rapid.Generator[[]T] {
	return rapid.SliceOfN(rapid.SampledFrom(values), 1, 3)
}

// endpoints draws an endpoint with one or two conditions.
func endpoints() *rapid.Generator[Endpoint] {
	return rapid.Custom(func(t *rapid.T) (e Endpoint) {
		for range rapid.IntRange(1, 2).Draw(t, "conditions") {
			switch rapid.IntRange(0, 3).Draw(t, "condition") {
			case 0:
				e.Instances, e.Except = mostlyEmpty(someIDs).Draw(t, "instances"), rapid.Bool().Draw(t, "except")
			case 1:
				e.Kinds = some(someKinds).Draw(t, "kinds")
			case 2:
				e.Regions = some(someRegions).Draw(t, "regions")
			case 3:
				e.RouteTables = some(someTables).Draw(t, "tables")
			}
		}
		return e
	})
}

// matches draws a match with up to two conditions, so that it holds for many routes.
func matches() *rapid.Generator[Match] {
	return rapid.Custom(func(t *rapid.T) (m Match) {
		for range rapid.IntRange(0, 2).Draw(t, "conditions") {
			condition(t, &m)
		}
		return m
	})
}

// condition draws one condition of m.
func condition(t *rapid.T, m *Match) {
	mode := Mode(rapid.IntRange(0, 1).Draw(t, "mode"))
	switch rapid.IntRange(0, 6).Draw(t, "condition") {
	case 0:
		m.Source = endpoints().Draw(t, "source")
	case 1:
		m.Destination = endpoints().Draw(t, "destination")
	case 2:
		m.RouteTypes = some([]route.Type{route.System, route.Custom, route.BGP}).Draw(t, "types")
	case 3:
		m.Family = rapid.SampledFrom([]Family{IPv4, IPv6}).Draw(t, "family")
	case 4:
		m.Prefixes = PrefixMatch{some(somePrefixes).Draw(t, "prefixes"), mode}
	case 5:
		m.ASPath = ASPathMatch{some(someASes).Draw(t, "asPath"), mode}
	case 6:
		m.Communities = CommunitiesMatch{some(someCommunities).Draw(t, "communities"), Mode(rapid.IntRange(0, 2).Draw(t, "mode"))}
	}
}

// policiesOf draws a valid list, if prepending anywhere is taken for valid, with priorities up to most.
func policiesOf(most int) *rapid.Generator[[]Policy] {
	return rapid.Custom(func(t *rapid.T) []Policy {
		directions := rapid.SliceOfN(rapid.SampledFrom([]Direction{Egress, Egress, Ingress}), 0, most).Draw(t, "directions")
		priorities := rapid.Permutation(count(most)).Draw(t, "priorities")
		var list []Policy
		for i, d := range directions {
			p := Policy{Priority: priorities[i], Direction: d, Match: matches().Draw(t, "match")}
			if p.Action = rapid.SampledFrom([]Action{Permit, Permit, Deny}).Draw(t, "action"); p.Action == Permit {
				p.Set = sets().Draw(t, "set")
				p.Next = rapid.SampledFrom([]int{0, 1, p.Priority + 1, p.Priority + 2, p.Priority + 5}).Draw(t, "next")
			}
			list = append(list, p)
		}
		return list
	})
}

func sets() *rapid.Generator[Set] {
	return rapid.Custom(func(t *rapid.T) Set {
		return Set{
			Preference:    rapid.SampledFrom([]int{0, 0, 1, 50, 100}).Draw(t, "preference"),
			PrependASPath: mostlyEmpty(someASes).Draw(t, "prepend"),
			Communities:   CommunitiesSet{mostlyEmpty(someCommunities).Draw(t, "communities"), rapid.SampledFrom([]SetMode{NoSetMode, Additive, Replace}).Draw(t, "mode")},
		}
	})
}

// count returns 1 to n.
func count(n int) (list []int) {
	for i := range n {
		list = append(list, i+1)
	}
	return list
}

func subjects() *rapid.Generator[Subject[string]] {
	return rapid.Custom(func(t *rapid.T) Subject[string] {
		s := Subject[string]{
			Prefix:      rapid.SampledFrom(somePrefixes).Draw(t, "prefix"),
			Type:        rapid.SampledFrom([]route.Type{route.System, route.Custom, route.BGP, route.Static, route.Blackhole, route.Aggregate}).Draw(t, "type"),
			ASPath:      mostlyEmpty(someASes).Draw(t, "asPath"),
			Communities: communitySet(mostlyEmpty(someCommunities).Draw(t, "communities")),
			Preference:  uint8(rapid.IntRange(1, 100).Draw(t, "preference")),
		}
		if s.Type < route.Static {
			s.Origin = Origin[string]{
				Instance: rapid.SampledFrom(someIDs).Draw(t, "instance"),
				Member:   rapid.SampledFrom([]string{"", "sag-1", "sag-2"}).Draw(t, "member"),
				Table:    rapid.SampledFrom([]string{"", "vtb-1", "vtb-2"}).Draw(t, "table"),
				Kind:     rapid.SampledFrom(someKinds).Draw(t, "kind"),
			}
		}
		s.Origin.Region = rapid.SampledFrom(someRegions).Draw(t, "region")
		return s
	})
}

func communitySet(list []route.Community) route.Communities {
	slices.Sort(list)
	return slices.Compact(list)
}

// localTargets draws instances of the region.
func localTargets() *rapid.Generator[Target[string]] {
	return rapid.Custom(func(t *rapid.T) Target[string] {
		return Target[string]{
			Instance: rapid.SampledFrom(someIDs).Draw(t, "instance"),
			Members:  rapid.SampledFrom([][]string{nil, {"sag-1"}, {"sag-1", "sag-2"}}).Draw(t, "members"),
			Kind:     rapid.SampledFrom(someKinds).Draw(t, "kind"),
			Region:   rapid.SampledFrom(someRegions).Draw(t, "region"),
			Table:    rapid.SampledFrom([]string{"", "vtb-1", "vtb-2"}).Draw(t, "table"),
		}
	})
}

// targets draws instances of the region, peers, and the table itself.
func targets() *rapid.Generator[Target[string]] {
	peer := rapid.Custom(func(t *rapid.T) Target[string] {
		return Target[string]{Peer: true, Instance: "tr-2", Kind: attach.Peer, Region: rapid.SampledFrom(someRegions).Draw(t, "region")}
	})
	return rapid.OneOf(localTargets(), localTargets(), peer, rapid.Just(Target[string]{}))
}

func directions() *rapid.Generator[Direction] { return rapid.SampledFrom([]Direction{Egress, Ingress}) }
