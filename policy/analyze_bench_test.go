package policy

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// fullLists returns 100 policies with n values in every list that they have. A policy has each condition with a
// probability; the values come from few, so that policies overlap.
func fullLists(n int, often float64, next bool) (list []Policy) {
	rng := rand.New(rand.NewPCG(uint64(n), uint64(often*100)))
	var ids, regions, tables []string
	var cidrs []netip.Prefix
	var path route.ASPath
	var communities []route.Community
	for i := range 4 * n {
		ids = append(ids, fmt.Sprintf("vpc-%d", i))
		regions = append(regions, fmt.Sprintf("cn-%d", i))
		tables = append(tables, fmt.Sprintf("vtb-%d", i))
		cidrs = append(cidrs, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), byte(rng.IntN(4)) << 6}), 16+rng.IntN(8)).Masked())
		path = append(path, 64512+uint32(i))
		communities = append(communities, route.Community(65001<<16|i+1))
	}
	for i := range 100 {
		p := Policy{Priority: i + 1, Direction: Egress, Action: Action(rng.IntN(2))}
		m := &p.Match
		m.Source.Instances, m.Source.Except = chosen(rng, often, ids, n), rng.IntN(4) == 0
		m.Source.Regions, m.Source.RouteTables = chosen(rng, often, regions, n), chosen(rng, often, tables, n)
		m.Source.Kinds = chosen(rng, often, localKinds(), 3)
		m.Destination.Instances = chosen(rng, often, ids, n)
		m.Destination.Regions, m.Destination.RouteTables = chosen(rng, often, regions, n), chosen(rng, often, tables, n)
		m.Destination.Kinds = chosen(rng, often, []attach.Kind{attach.VPC, attach.VBR, attach.VPN}, 2)
		m.RouteTypes = chosen(rng, often, []route.Type{route.System, route.Custom, route.BGP}, 2)
		m.Prefixes = PrefixMatch{chosen(rng, often, cidrs, n), Mode(rng.IntN(2))}
		m.ASPath = ASPathMatch{chosen(rng, often, path, n), Mode(rng.IntN(5) / 4)}
		m.Communities = CommunitiesMatch{chosen(rng, often, communities, n), Mode(rng.IntN(3))}
		if p.Action == Permit {
			p.Set = Set{Preference: 1 + rng.IntN(3), PrependASPath: chosen(rng, often/2, path, n), Communities: CommunitiesSet{chosen(rng, often/2, communities, n), SetMode(rng.IntN(2))}}
			if next && rng.IntN(3) == 0 {
				p.Next = 1
			}
		}
		list = append(list, p)
	}
	return list
}

// chosen returns n of the values, or none.
func chosen[T any](rng *rand.Rand, often float64, values []T, n int) (list []T) {
	if rng.Float64() >= often {
		return nil
	}
	for _, i := range rng.Perm(len(values))[:n] {
		list = append(list, values[i])
	}
	return list
}

// analyses are the lists of the benchmarks.
var analyses = []struct {
	name  string
	often float64
	next  bool
}{{"every condition", 1, false}, {"half of the conditions", 0.5, false}, {"few conditions", 0.2, false},
	{"every condition, next", 1, true}, {"half, next", 0.5, true}, {"few, next", 0.2, true}, {"very few, next", 0.1, true}, {"very few", 0.1, false}}

func BenchmarkAnalyze100Policies32Values(b *testing.B) {
	for _, c := range analyses {
		list := fullLists(32, c.often, c.next)
		for _, question := range []struct {
			name string
			ask  func(*Analysis)
		}{
			{"standings", func(a *Analysis) { a.Standings() }}, {"redundancies", func(a *Analysis) { a.Redundancies() }},
			{"conflicts", func(a *Analysis) { a.Conflicts() }}, {"compare", func(a *Analysis) { Compare(list, list[1:], Egress, Universe{}) }},
			{"cells", func(a *Analysis) { a.Cells(Query{}) }},
		} {
			b.Run(c.name+"/"+question.name, func(b *testing.B) {
				for b.Loop() {
					question.ask(Analyze(list, Egress, Universe{}))
				}
			})
		}
	}
}
