package policy

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// A condition on an SAG holds for the CCN that it is a member of, as source and as target (P-3.6, P-3.11): so says the cell
// that a route is in.
func TestCellsKnowMembers(t *testing.T) {
	sag := Endpoint{Instances: []string{"sag-1"}}
	r := route.Route{Prefix: netip.MustParsePrefix("10.0.0.0/16"), Type: route.BGP}
	from := r
	from.Origin = route.Origin{Instance: "ccn-1", Member: "sag-1", Kind: attach.CCN}
	to := Target[string]{Instance: "ccn-1", Members: []string{"sag-2", "sag-1"}, Kind: attach.CCN}
	for _, c := range []struct {
		name   string
		match  Match
		r      route.Route
		to     Target[string]
		denied bool
	}{
		{"to the CCN of the SAG", Match{Destination: sag}, r, to, true},
		{"to another CCN", Match{Destination: sag}, r, Target[string]{Instance: "ccn-2", Members: []string{"sag-2"}, Kind: attach.CCN}, false},
		{"from the SAG", Match{Source: sag}, from, Target[string]{}, true},
		{"from elsewhere", Match{Source: sag}, r, Target[string]{}, false},
	} {
		cells, all := Analyze([]Policy{{Priority: 10, Direction: Egress, Action: Deny, Match: c.match}}, Egress, Universe{}).Cells(Query{})
		if !all {
			t.Fatalf("%s: not all cells", c.name)
		}
		in := 0
		for _, cell := range cells {
			if !cell.Contains(c.r, c.to) {
				continue
			}
			in++
			if cell.Permit == c.denied {
				t.Errorf("%s: it is in the cell %v", c.name, cell)
			}
		}
		if in != 1 {
			t.Errorf("%s: it is in %d cells", c.name, in)
		}
	}
}

// The shadow of a dead policy is the first policy that takes all its routes alone, or else those that do it together.
func TestShadows(t *testing.T) {
	deny := func(priority int, prefixes ...string) Policy {
		p := Policy{Priority: priority, Direction: Egress, Action: Deny}
		p.Match.Prefixes.Mode = Include
		for _, text := range prefixes {
			p.Match.Prefixes.List = append(p.Match.Prefixes.List, netip.MustParsePrefix(text))
		}
		return p
	}
	half, otherHalf, whole := "10.0.0.0/17", "10.0.128.0/17", "10.0.0.0/16"
	for _, c := range []struct {
		name string
		list []Policy
		want []int
	}{
		{"one alone, behind a part of it", []Policy{deny(1, half), deny(2, whole), deny(9, half, otherHalf)}, []int{2}},
		{"the first of two", []Policy{deny(1, whole), deny(2, whole), deny(9, whole)}, []int{1}},
		{"two together", []Policy{deny(1, half), deny(2, "10.1.0.0/16"), deny(3, otherHalf), deny(9, half, otherHalf)}, []int{1, 3}},
	} {
		standings := Analyze(c.list, Egress, Universe{}).Standings()
		last := standings[len(standings)-1]
		if last.Alive != No || !slices.Equal(last.Shadows, c.want) {
			t.Errorf("%s: alive %v, shadows %v, want %v", c.name, last.Alive, last.Shadows, c.want)
		}
	}
}

// Two matches are written alike only if each part of them is.
func TestMatchesWrittenAlike(t *testing.T) {
	endpoints := func(at func(*Match) *Endpoint) []func(*Match) {
		return []func(*Match){
			func(m *Match) { at(m).Except = true }, func(m *Match) { at(m).Instances = []string{"vpc-1"} },
			func(m *Match) { at(m).Kinds = []attach.Kind{attach.VPC} }, func(m *Match) { at(m).Regions = []string{"cn-hangzhou"} },
			func(m *Match) { at(m).RouteTables = []string{"vtb-1"} },
		}
	}
	changes := slices.Concat(
		[]func(*Match){func(*Match) {}},
		endpoints(func(m *Match) *Endpoint { return &m.Source }), endpoints(func(m *Match) *Endpoint { return &m.Destination }),
		[]func(*Match){
			func(m *Match) { m.RouteTypes = []route.Type{route.BGP} }, func(m *Match) { m.Family = IPv6 },
			func(m *Match) { m.Prefixes.Mode = Complete }, func(m *Match) { m.Prefixes.List = []netip.Prefix{{}} },
			func(m *Match) { m.ASPath.Mode = Complete }, func(m *Match) { m.ASPath.List = route.ASPath{65001} },
			func(m *Match) { m.Communities.Mode = Complete }, func(m *Match) { m.Communities.List = []route.Community{1} },
		})
	for i, change := range changes {
		for k, other := range changes {
			var a, b Match
			change(&a)
			other(&b)
			if a.equal(&b) != (i == k) {
				t.Errorf("matches %+v and %+v are equal: %v", a, b, i != k)
			}
		}
	}
}

// Each property of a route and its target cuts the space: a list that tells two routes apart which differ in nothing else
// has them in cells of different fates.
func TestEveryDimensionIsCut(t *testing.T) {
	base := route.Route{Prefix: netip.MustParsePrefix("10.0.0.0/16"), Type: route.BGP, ASPath: route.ASPath{65001}, Communities: route.Communities{1},
		Origin: route.Origin{Instance: "vbr-1", Kind: attach.VBR, Region: "cn-hangzhou", Table: "vtb-1"}}
	vpc := Target[string]{Instance: "vpc-1", Kind: attach.VPC, Region: "cn-hangzhou", Table: "vtb-1"}
	for _, c := range []struct {
		name   string
		match  Match // of base on its way to vpc, not of the changed one
		change func(*route.Route, *Target[string])
	}{
		{"prefix", Match{Prefixes: PrefixMatch{prefixes("10.0.0.0/16"), Complete}}, func(r *route.Route, _ *Target[string]) { r.Prefix = netip.MustParsePrefix("10.0.0.0/17") }},
		{"family", Match{Family: IPv4}, func(r *route.Route, _ *Target[string]) { r.Prefix = netip.MustParsePrefix("2001:db8::/32") }},
		{"AS path", Match{ASPath: ASPathMatch{route.ASPath{65001}, Include}}, func(r *route.Route, _ *Target[string]) { r.ASPath = route.ASPath{65002} }},
		{"order of the AS path", Match{ASPath: ASPathMatch{route.ASPath{65001}, Complete}}, func(r *route.Route, _ *Target[string]) { r.ASPath = route.ASPath{65001, 65001} }},
		{"communities", Match{Communities: CommunitiesMatch{[]route.Community{1}, Complete}}, func(r *route.Route, _ *Target[string]) { r.Communities = route.Communities{1, 2} }},
		{"origin kind", Match{Source: Endpoint{Kinds: []attach.Kind{attach.VBR}}}, func(r *route.Route, _ *Target[string]) { r.Origin.Kind = attach.VPN }},
		{"origin instance", Match{Source: Endpoint{Instances: []string{"vbr-1"}}}, func(r *route.Route, _ *Target[string]) { r.Origin.Instance = "vbr-2" }},
		{"origin region", Match{Source: Endpoint{Regions: []string{"cn-hangzhou"}}}, func(r *route.Route, _ *Target[string]) { r.Origin.Region = "cn-beijing" }},
		{"origin table", Match{Source: Endpoint{RouteTables: []string{"vtb-1"}}}, func(r *route.Route, _ *Target[string]) { r.Origin.Table = "vtb-2" }},
		{"type", Match{RouteTypes: []route.Type{route.BGP}}, func(r *route.Route, _ *Target[string]) { r.Type = route.System }},
		{"destination kind", Match{Destination: Endpoint{Kinds: []attach.Kind{attach.VPC}}}, func(_ *route.Route, to *Target[string]) { to.Kind = attach.VPN }},
		{"destination instance", Match{Destination: Endpoint{Instances: []string{"vpc-1"}}}, func(_ *route.Route, to *Target[string]) { to.Instance = "vpc-2" }},
		{"destination region", Match{Destination: Endpoint{Regions: []string{"cn-hangzhou"}}}, func(_ *route.Route, to *Target[string]) { to.Region = "cn-beijing" }},
		{"destination table", Match{Destination: Endpoint{RouteTables: []string{"vtb-1"}}}, func(_ *route.Route, to *Target[string]) { to.Table = "vtb-2" }},
		{"peer", Match{Destination: Endpoint{Instances: []string{"vpc-2"}, Except: true}}, func(_ *route.Route, to *Target[string]) {
			*to = Target[string]{Peer: true, Instance: "tr-2", Kind: attach.Peer, Region: "cn-hangzhou"}
		}},
	} {
		r, to := base, vpc
		c.change(&r, &to)
		cells, all := Analyze([]Policy{{Priority: 10, Direction: Egress, Action: Deny, Match: c.match}}, Egress, Universe{}).Cells(Query{})
		if !all || permits(cells, base, vpc) != "denied" || permits(cells, r, to) != "permitted" {
			t.Errorf("%s: the route is %s, the other one %s, in %v", c.name, permits(cells, base, vpc), permits(cells, r, to), cells)
		}
	}
}

// permits tells what becomes of a route by the one cell that it is in.
func permits(cells []Cell, r route.Route, to Target[string]) (fate string) {
	for i := range cells {
		switch {
		case !cells[i].Contains(r, to):
		case fate != "":
			return "in two cells"
		case cells[i].Permit:
			fate = "permitted"
		default:
			fate = "denied"
		}
	}
	return fate
}
