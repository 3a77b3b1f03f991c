package policy

import (
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

const c1, c2, c3 = route.Community(65001<<16 | 1000), route.Community(65001<<16 | 65001), route.Community(65002<<16 | 65005)

// circuit is a route that a VBR heard over BGP.
func circuit() Subject[string] {
	return Subject[string]{
		Prefix: netip.MustParsePrefix("10.10.0.0/16"), Type: route.BGP, Preference: 50,
		ASPath: route.ASPath{65501, 65001}, Communities: route.Communities{c1, c2},
		Origin: Origin[string]{Instance: "vbr-1", Region: "cn-beijing", Kind: attach.VBR},
	}
}

// static is a static route of a transit router: it has no origin instance (P-5.11).
func static() Subject[string] {
	return Subject[string]{Prefix: netip.MustParsePrefix("10.99.0.0/16"), Type: route.Static, Preference: 50, Origin: Origin[string]{Region: "cn-beijing"}}
}

// branch is a route of a SAG inside a CCN.
func branch() Subject[string] {
	return Subject[string]{Prefix: netip.MustParsePrefix("172.16.0.0/24"), Type: route.System, Preference: 50,
		Origin: Origin[string]{Instance: "ccn-1", Member: "sag-1", Region: "ccn-cn-shanghai", Kind: attach.CCN}}
}

// cloud is a route of a VPC.
func cloud() Subject[string] {
	return Subject[string]{Prefix: netip.MustParsePrefix("192.168.1.0/24"), Type: route.System, Preference: 50,
		Origin: Origin[string]{Instance: "vpc-1", Region: "cn-hangzhou", Table: "vtb-vpc-1", Kind: attach.VPC}}
}

var (
	toVPC  = Target[string]{Instance: "vpc-2", Kind: attach.VPC, Region: "cn-hangzhou", Table: "vtb-vpc-2"}
	toVBR  = Target[string]{Instance: "vbr-2", Kind: attach.VBR, Region: "cn-hangzhou"}
	toVPN  = Target[string]{Instance: "vco-1", Kind: attach.VPN, Region: "cn-hangzhou"}
	toCCN  = Target[string]{Instance: "ccn-2", Members: []string{"sag-8", "sag-9"}, Kind: attach.CCN, Region: "ccn-cn-shanghai"}
	toECR  = Target[string]{Instance: "ecr-1", Kind: attach.ECR, Region: "cn-hangzhou"}
	toPeer = Target[string]{Peer: true, Instance: "tr-sh", Kind: attach.Peer, Region: "cn-shanghai", Table: "vtb-sh"}
)

func instances(ids ...string) Endpoint   { return Endpoint{Instances: ids} }
func except(ids ...string) Endpoint      { return Endpoint{Instances: ids, Except: true} }
func kinds(k ...attach.Kind) Endpoint    { return Endpoint{Kinds: k} }
func from(e Endpoint) Match              { return Match{Source: e} }
func to(e Endpoint) Match                { return Match{Destination: e} }
func path(mode Mode, as ...uint32) Match { return Match{ASPath: ASPathMatch{as, mode}} }
func inside(mode Mode, texts ...string) Match {
	return Match{Prefixes: PrefixMatch{prefixes(texts...), mode}}
}
func tagged(mode Mode, c ...route.Community) Match {
	return Match{Communities: CommunitiesMatch{c, mode}}
}

// with returns s with another prefix.
func with(s Subject[string], prefix string) Subject[string] {
	s.Prefix = netip.MustParsePrefix(prefix)
	return s
}

// typed returns s with another type.
func typed(s Subject[string], t route.Type) Subject[string] {
	s.Type = t
	return s
}

// along returns s with another AS path.
func along(s Subject[string], as ...uint32) Subject[string] {
	s.ASPath = as
	return s
}

// bearing returns s with other communities.
func bearing(s Subject[string], c ...route.Community) Subject[string] {
	s.Communities = c
	return s
}

// Each condition on a route and on where it came from, whatever the direction (P-3.1 to P-3.9, P-3.16 to P-3.22).
func TestConditionsOnTheRoute(t *testing.T) {
	for _, c := range []struct {
		rule    string
		match   Match
		subject Subject[string]
		want    bool
	}{
		{"P-3.3 no condition matches every route", Match{}, circuit(), true},
		{"P-3.3 no condition matches a static route", Match{}, static(), true},
		{"P-3.1 both conditions hold", Match{Source: instances("vbr-1"), Family: IPv4}, circuit(), true},
		{"P-3.1 the second condition fails", Match{Source: instances("vbr-1"), Family: IPv6}, circuit(), false},
		{"P-3.1 the first condition fails", Match{Source: instances("vbr-9"), Family: IPv4}, circuit(), false},
		{"P-3.1 within one endpoint", from(Endpoint{Instances: []string{"vbr-1"}, Regions: []string{"cn-hangzhou"}}), circuit(), false},
		{"P-3.2 one value of the list suffices", from(instances("vpc-7", "vbr-1")), circuit(), true},

		{"P-3.5 region of the origin", from(Endpoint{Regions: []string{"cn-beijing"}}), circuit(), true},
		{"P-3.5 another region", from(Endpoint{Regions: []string{"cn-shanghai"}}), circuit(), false},
		{"P-3.5 a static route has the region of its router", from(Endpoint{Regions: []string{"cn-beijing"}}), static(), true},
		{"P-3.5 a CCN has a region of its own", from(Endpoint{Regions: []string{"ccn-cn-shanghai"}}), branch(), true},

		{"P-3.6 instance", from(instances("vbr-1")), circuit(), true},
		{"P-3.6 another instance", from(instances("vbr-2")), circuit(), false},
		{"P-3.6 a CCN matches its branches", from(instances("ccn-1")), branch(), true},
		{"P-3.6 a SAG inside a CCN", from(instances("sag-1")), branch(), true},
		{"P-3.6 another SAG", from(instances("sag-2")), branch(), false},
		{"P-3.6 no origin instance", from(instances("vbr-1", "vpc-1")), static(), false},
		{"P-3.6 the empty name is no instance", from(instances("")), static(), false},

		{"P-3.7 reversed, not in the list", from(except("vbr-2")), circuit(), true},
		{"P-3.7 reversed, in the list", from(except("vbr-2", "vbr-1")), circuit(), false},
		{"P-3.7 reversed, the CCN is in the list", from(except("ccn-1")), branch(), false},
		{"P-3.7 reversed, the SAG is in the list", from(except("sag-1")), branch(), false},
		{"P-3.7 reversed, another SAG is in the list", from(except("sag-2")), branch(), true},
		{"P-3.7 reversed with an empty list is no condition", from(except()), circuit(), true},
		{"D-42 reversed matches a route without origin instance", from(except("vbr-1")), static(), true},
		{"P-3.7 reversed spares the other lists", from(Endpoint{Instances: []string{"vbr-2"}, Except: true, Kinds: []attach.Kind{attach.VPC}}), circuit(), false},

		{"P-3.8 kind", from(kinds(attach.VPC, attach.VBR)), circuit(), true},
		{"P-3.8 another kind", from(kinds(attach.VPC, attach.CCN)), circuit(), false},
		{"P-3.8 a static route has no kind", from(kinds(someKinds...)), static(), false},
		{"P-3.8 None is no kind", from(kinds(attach.None)), static(), false},
		{"P-3.8 no kind that there is", from(kinds(attach.VPC)), Subject[string]{Prefix: somePrefixes[1], Origin: Origin[string]{Kind: attach.Peer + 3}}, false},
		{"D-15 kind ECR", from(kinds(attach.ECR)), Subject[string]{Prefix: somePrefixes[1], Type: route.BGP, Origin: Origin[string]{Instance: "ecr-1", Kind: attach.ECR}}, true},

		{"P-3.9 route table of the VPC", from(Endpoint{RouteTables: []string{"vtb-vpc-1"}}), cloud(), true},
		{"P-3.9 another route table", from(Endpoint{RouteTables: []string{"vtb-vpc-2"}}), cloud(), false},
		{"P-3.9 no origin table never matches", from(Endpoint{RouteTables: []string{"vtb-vpc-1", ""}}), circuit(), false},

		{"P-3.16 System", Match{RouteTypes: []route.Type{route.System}}, cloud(), true},
		{"P-3.16 BGP is not System or Custom", Match{RouteTypes: []route.Type{route.System, route.Custom}}, circuit(), false},
		{"P-3.16 BGP", Match{RouteTypes: []route.Type{route.BGP}}, circuit(), true},
		{"P-3.16 Custom", Match{RouteTypes: []route.Type{route.Custom}}, typed(cloud(), route.Custom), true},
		{"P-3.16 Custom is not System", Match{RouteTypes: []route.Type{route.System}}, typed(cloud(), route.Custom), false},
		{"P-3.16 a static route is Custom", Match{RouteTypes: []route.Type{route.Custom}}, static(), true},
		{"P-3.16 a blackhole is Custom", Match{RouteTypes: []route.Type{route.Custom}}, typed(static(), route.Blackhole), true},
		{"P-3.16 an aggregate is Custom", Match{RouteTypes: []route.Type{route.Custom}}, typed(static(), route.Aggregate), true},
		{"P-3.16 a static route is not System or BGP", Match{RouteTypes: []route.Type{route.System, route.BGP}}, static(), false},
		{"P-3.16 no type", Match{RouteTypes: []route.Type{route.NoType}}, typed(cloud(), route.NoType), false},

		{"P-3.17 include, inside", inside(Include, "1.1.0.0/16"), with(cloud(), "1.1.1.0/24"), true},
		{"P-3.17 include, equal", inside(Include, "1.1.0.0/16"), with(cloud(), "1.1.0.0/16"), true},
		{"P-3.17 include, the route covers the condition", inside(Include, "1.1.0.0/16"), with(cloud(), "1.0.0.0/8"), false},
		{"P-3.17 include, the route covers the condition from the same address", inside(Include, "1.0.0.0/16"), with(cloud(), "1.0.0.0/8"), false},
		{"P-3.17 include, beside", inside(Include, "1.1.0.0/16"), with(cloud(), "1.2.0.0/24"), false},
		{"P-3.17 include, any of the list", inside(Include, "2.0.0.0/8", "1.1.0.0/16"), with(cloud(), "1.1.1.0/24"), true},
		{"P-3.17 complete, equal", inside(Complete, "1.1.0.0/16"), with(cloud(), "1.1.0.0/16"), true},
		{"P-3.17 complete, inside", inside(Complete, "1.1.0.0/16"), with(cloud(), "1.1.1.0/24"), false},
		{"P-3.17 complete, same address, longer", inside(Complete, "1.1.0.0/16"), with(cloud(), "1.1.0.0/24"), false},
		{"P-3.17 complete, any of the list", inside(Complete, "2.0.0.0/8", "1.1.0.0/16"), with(cloud(), "1.1.0.0/16"), true},
		{"P-3.17 IPv6 include", inside(Include, "2001:db8::/32"), with(cloud(), "2001:db8:1::/48"), true},
		{"P-3.17 the IPv4 default covers no IPv6 prefix", inside(Include, "0.0.0.0/0"), with(cloud(), "2001:db8::/32"), false},
		{"P-3.17 the IPv6 default covers no IPv4 prefix", inside(Include, "::/0"), with(cloud(), "10.0.0.0/8"), false},
		{"P-3.17 the defaults are not equal", inside(Complete, "::/0"), with(cloud(), "0.0.0.0/0"), false},
		{"P-3.17 prefixes have no mode contain", inside(Contain, "10.0.0.0/8"), with(cloud(), "10.0.0.0/8"), false},
		{"P-3.22 a mode without prefixes is no condition", inside(Complete), cloud(), true},

		{"P-3.19 IPv4", Match{Family: IPv4}, circuit(), true},
		{"P-3.19 IPv4 is not IPv6", Match{Family: IPv6}, circuit(), false},
		{"P-3.19 IPv6", Match{Family: IPv6}, with(circuit(), "2001:db8::/32"), true},
		{"P-3.19 IPv6 is not IPv4", Match{Family: IPv4}, with(circuit(), "2001:db8::/32"), false},

		{"P-3.20 include, one AS in common", path(Include, 65001, 65002), along(circuit(), 65501, 65001), true},
		{"P-3.20 include, none in common", path(Include, 65003, 65002), along(circuit(), 65501, 65001), false},
		{"P-3.20 include, empty path", path(Include, 65001), along(circuit()), false},
		{"P-3.20 complete, equal", path(Complete, 65501, 65001, 60011), along(circuit(), 65501, 65001, 60011), true},
		{"P-3.20 complete, another order", path(Complete, 65501, 65001, 60011), along(circuit(), 65001, 65501, 60011), false},
		{"P-3.20 complete, longer path", path(Complete, 65501, 65001, 60011), along(circuit(), 65501, 65001, 60011, 60011), false},
		{"P-3.20 complete, shorter path", path(Complete, 65501, 65001, 60011), along(circuit(), 65501, 65001), false},
		{"P-3.20 complete, repeats count", path(Complete, 65001, 65001), along(circuit(), 65001), false},
		{"P-3.20 complete, empty path", path(Complete, 65001), along(circuit()), false},
		{"P-3.20 AS paths have no mode contain", path(Contain, 65001), along(circuit(), 65001), false},
		{"P-3.22 a mode without AS numbers is no condition", path(Complete), circuit(), true},

		{"P-3.21 include, one in common", tagged(Include, c1, c3), bearing(circuit(), c1, c2), true},
		{"P-3.21 include, none in common", tagged(Include, c3), bearing(circuit(), c1, c2), false},
		{"P-3.21 include, no communities", tagged(Include, c1), bearing(circuit()), false},
		{"P-3.21 complete, another order", tagged(Complete, c3, c1, c2), bearing(circuit(), c1, c2, c3), true},
		{"P-3.21 complete, written twice", tagged(Complete, c1, c2, c1), bearing(circuit(), c1, c2), true},
		{"P-3.21 complete, the route has more", tagged(Complete, c1, c2), bearing(circuit(), c1, c2, c3), false},
		{"P-3.21 complete, the route has less", tagged(Complete, c1, c2), bearing(circuit(), c1), false},
		{"P-3.21 contain, the route has more", tagged(Contain, c3, c1), bearing(circuit(), c1, c2, c3), true},
		{"P-3.21 contain, equal", tagged(Contain, c1, c2), bearing(circuit(), c1, c2), true},
		{"P-3.21 contain, the route has less", tagged(Contain, c1, c2), bearing(circuit(), c1), false},
		{"P-3.22 a mode without communities is no condition", tagged(Contain), bearing(circuit()), true},
		{"P-3.22 a mode without AS numbers is no condition, beside another one", Match{
			ASPath: ASPathMatch{Mode: Complete}, Communities: CommunitiesMatch{List: []route.Community{c1}}}, bearing(circuit(), c1), true},
		{"P-3.22 a mode without communities is no condition, beside another one", Match{
			ASPath: ASPathMatch{List: route.ASPath{65001}}, Communities: CommunitiesMatch{Mode: Contain}}, along(circuit(), 65001), true},
	} {
		for _, d := range []Direction{Ingress, Egress} {
			if got := holds(c.match, d, c.subject, toVPC); got != c.want {
				t.Errorf("%s (%v): matches %v, want %v", c.rule, d, got, c.want)
			}
		}
	}
}

// Each condition on where a route goes (P-3.10 to P-3.15).
func TestConditionsOnTheDestination(t *testing.T) {
	for _, c := range []struct {
		rule   string
		match  Match
		target Target[string]
		want   bool
	}{
		{"P-3.10 instance of the region", to(instances("vpc-2")), toVPC, true},
		{"P-3.10 another instance", to(instances("vpc-3")), toVPC, false},
		{"P-3.10 kind", to(kinds(attach.VPC)), toVPC, true},
		{"P-3.10 another kind", to(kinds(attach.VBR, attach.VPN)), toVPC, false},
		{"P-3.10 route table", to(Endpoint{RouteTables: []string{"vtb-vpc-2"}}), toVPC, true},
		{"P-3.10 another route table", to(Endpoint{RouteTables: []string{"vtb-vpc-3"}}), toVPC, false},
		{"P-3.10 a VBR has no route table", to(Endpoint{RouteTables: []string{"vtb-vpc-2", ""}}), toVBR, false},
		{"P-3.1 instance and kind both hold", to(Endpoint{Instances: []string{"vpc-2"}, Kinds: []attach.Kind{attach.VPC}}), toVPC, true},
		{"P-3.1 instance holds, kind does not", to(Endpoint{Instances: []string{"vpc-2"}, Kinds: []attach.Kind{attach.VBR}}), toVPC, false},
		{"P-3.11 kind VPN", to(kinds(attach.VPN)), toVPN, true},
		{"P-3.11 a CCN by its ID", to(instances("ccn-2")), toCCN, true},
		{"P-3.11 a CCN by one of its SAGs", to(instances("sag-9")), toCCN, true},
		{"P-3.11 a SAG of another CCN", to(instances("sag-1")), toCCN, false},
		{"D-15 kind ECR", to(kinds(attach.ECR)), toECR, true},

		{"P-3.12 instance towards a peer", to(instances("tr-sh")), toPeer, false},
		{"P-3.12 kind towards a peer", to(kinds(someKinds...)), toPeer, false},
		{"P-3.12 kind Peer towards a peer", to(kinds(attach.Peer)), toPeer, false},
		{"P-3.12 route table towards a peer", to(Endpoint{RouteTables: []string{"vtb-sh"}}), toPeer, false},
		{"P-3.12 a peer whose region holds, with a kind", to(Endpoint{Regions: []string{"cn-shanghai"}, Kinds: someKinds}), toPeer, false},
		{"P-3.11 no kind that there is", to(kinds(attach.VPC)), Target[string]{Instance: "x", Kind: attach.VPC + 8}, false},
		{"P-3.11 Peer is no kind of an instance", to(kinds(attach.Peer)), Target[string]{Instance: "x", Kind: attach.Peer}, false},
		{"P-3.3 no condition matches a target of no kind that there is", Match{}, Target[string]{Instance: "x", Kind: attach.Peer + 2}, true},
		{"P-3.3 no condition on the destination matches a peer", Match{}, toPeer, true},

		{"P-3.14 reversed, not in the list", to(except("vpc-3")), toVPC, true},
		{"P-3.14 reversed, in the list", to(except("vpc-3", "vpc-2")), toVPC, false},
		{"P-3.14 reversed, a SAG is in the list", to(except("sag-8")), toCCN, false},
		{"P-3.14 reversed with an empty list is no condition", to(except()), toVPC, true},
		{"P-3.14 reversed with an empty list matches a peer", to(except()), toPeer, true},
		{"P-3.14 reversed with an empty list matches without a target", to(except()), Target[string]{}, true},
		{"P-3.14 reversed towards a peer", to(except("vpc-3")), toPeer, false},
		{"P-3.14 reversed without a target", to(except("vpc-3")), Target[string]{}, false},

		{"P-3.15 region of a local target", to(Endpoint{Regions: []string{"cn-hangzhou"}}), toVPC, true},
		{"P-3.15 another region", to(Endpoint{Regions: []string{"cn-shanghai"}}), toVPC, false},
		{"P-3.15 region of a peer", to(Endpoint{Regions: []string{"cn-beijing", "cn-shanghai"}}), toPeer, true},
		{"P-3.15 another region of a peer", to(Endpoint{Regions: []string{"cn-hangzhou"}}), toPeer, false},
	} {
		if got := holds(c.match, Egress, cloud(), c.target); got != c.want {
			t.Errorf("%s: matches %v, want %v", c.rule, got, c.want)
		}
	}
}

// P-3.13: on the way in there is no destination, whatever target is passed.
func TestNoDestinationConditionHoldsOnTheWayIn(t *testing.T) {
	stated := []Endpoint{
		instances("vpc-2"), except("vpc-3"), kinds(attach.VPC),
		{Regions: []string{"cn-hangzhou"}}, {RouteTables: []string{"vtb-vpc-2"}},
	}
	for _, e := range stated {
		for _, target := range []Target[string]{{}, toVPC, toPeer} {
			if holds(to(e), Ingress, cloud(), target) {
				t.Errorf("%+v matches on the way in", e)
			}
		}
		if !holds(to(e), Egress, cloud(), toVPC) {
			t.Errorf("%+v does not match on the way out", e)
		}
	}
	p := Compile([]Policy{{Priority: 1, Match: to(stated[0])}, {Priority: 2}}, true, func(id string) string { return id })
	s := cloud()
	if _, matched := p.Evaluate(Ingress, &s, nil, nil); len(matched) != 1 || matched[0] != 2 {
		t.Errorf("without a target, on the way in: %v matched, want [2]", matched)
	}
}

// A policy that names only what the network does not have matches nothing; reversed, everything.
func TestUnknownNames(t *testing.T) {
	unknown := func(string) uint32 { return 0 }
	list := []Policy{
		{Priority: 1, Direction: Egress, Match: from(instances("gone")), Next: 1},
		{Priority: 2, Direction: Egress, Match: from(Endpoint{Regions: []string{"gone"}}), Next: 1},
		{Priority: 3, Direction: Egress, Match: to(Endpoint{RouteTables: []string{"gone"}}), Next: 1},
		{Priority: 4, Direction: Egress, Match: from(except("gone")), Next: 1},
		{Priority: 5, Direction: Egress, Match: to(except("gone")), Next: 1},
	}
	s := Subject[uint32]{Prefix: somePrefixes[1], Type: route.System}
	_, matched := Compile(list, false, unknown).Evaluate(Egress, &s, &Target[uint32]{Instance: 7}, nil)
	if len(matched) != 2 || matched[0] != 4 || matched[1] != 5 {
		t.Errorf("%v matched, want [4 5]", matched)
	}
}
