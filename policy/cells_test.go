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
