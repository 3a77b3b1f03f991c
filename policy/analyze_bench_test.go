package policy

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// fullLists returns 100 policies with n values in every list that they have. A policy has each condition with a
// probability; the values come from few, so that policies overlap.
func fullLists(n int, often float64, seed uint64) (list []Policy) {
	rng := rand.New(rand.NewPCG(seed, uint64(often*100)))
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
			p.Set = Set{Preference: 1 + rng.IntN(3), PrependASPath: chosen(rng, often/2, path, n), Communities: CommunitiesSet{chosen(rng, often/2, communities, n), Additive + SetMode(rng.IntN(2))}}
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

// A fullCase is a list of 100 policies with 32 values in every list: how often a policy has a condition, or changes a path
// or communities, and how often a permit has a Next, half of them to the policy that follows, the others further down.
type fullCase struct {
	name        string
	often, next float64
}

var fullCases = []fullCase{
	{"every condition", 1, 0}, {"every condition, a third with next", 1, 0.33}, {"every condition, all with next", 1, 1},
	{"half of the conditions", 0.5, 0}, {"half of the conditions, a third with next", 0.5, 0.33}, {"half of the conditions, all with next", 0.5, 1},
	{"few conditions", 0.2, 0}, {"few conditions, a third with next", 0.2, 0.33}, {"few conditions, all with next", 0.2, 1},
}

func (c *fullCase) list(seed uint64) []Policy {
	list := fullLists(32, c.often, seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	for i := range list {
		if p := &list[i]; p.Action == Permit && rng.Float64() < c.next {
			p.Next = 1
			if rng.IntN(2) == 0 {
				p.Next = p.Priority + 1 + rng.IntN(20)
			}
		}
	}
	return list
}

// A fullQuestion is asked about a list; open is the number of answers that are missing.
type fullQuestion struct {
	name string
	open func(list []Policy) int
}

var fullQuestions = []fullQuestion{
	{"standings", func(list []Policy) (open int) {
		for _, s := range Analyze(list, Egress, Universe{}).Standings() {
			open += missing(s.Alive)
		}
		return open
	}},
	{"redundancies", func(list []Policy) (open int) {
		for _, r := range Analyze(list, Egress, Universe{}).Redundancies() {
			open += missing(r.Redundant)
		}
		return open
	}},
	{"compare", func(list []Policy) (open int) {
		c := Compare(list, slices.Delete(slices.Clone(list), 0, 1), Egress, Universe{})
		for _, f := range []Found{c.OnlyFirst, c.OnlySecond, c.Preference, c.ASPath, c.Communities} {
			open += missing(f.Answer)
		}
		return open
	}},
	{"search", func(list []Policy) (open int) {
		a := Analyze(list, Egress, Universe{})
		for _, fate := range []Fate{Permitted, Denied, Changed} {
			_, answer := a.Search(Query{Fate: fate})
			open += missing(answer)
		}
		return open
	}},
	{"conflicts", func(list []Policy) int {
		if _, all := Analyze(list, Egress, Universe{}).Conflicts(); !all {
			return 1
		}
		return 0
	}},
}

func missing(a Answer) int {
	if a == Undecided {
		return 1
	}
	return 0
}

// Questions about a list of the documented size have their answers, also where it has many ways through it.
func TestFullListsHaveAnswers(t *testing.T) {
	for _, i := range []int{1, 5, 8} {
		c := &fullCases[i]
		for _, q := range fullQuestions {
			if testing.Short() && c.often > 0.5 {
				continue
			}
			if open := q.open(c.list(0)); open > 0 {
				t.Errorf("%s: %d of the %s are missing", c.name, open, q.name)
			}
		}
	}
}

// The most that one of four lists of each kind takes, on one core of a busy server, in ms of processor time; for conflicts
// the mean and the most of 30 lists, on an idle one. No answer was missing:
//
//	policies                                     standings  redundancies  compare  search  conflicts
//	every condition                                    94           111       49      48    112,  134
//	every condition, a third with next                157           498       60      51    192,  280
//	every condition, all with next                    108           595       62      49    420,  591
//	half of the conditions                             43            52       19      25    172,  281
//	half of the conditions, a third with next          53           229       40      47    228,  433
//	half of the conditions, all with next              56           502       39      50    433,  826
//	few conditions                                     27             9        9      34     36,   92
//	few conditions, a third with next                  41            23        9      34    108,  429
//	few conditions, all with next                      43           198       15      31    278,  555
func BenchmarkAnalyze100Policies32Values(b *testing.B) {
	for _, c := range fullCases {
		for _, q := range fullQuestions {
			b.Run(c.name+"/"+q.name, func(b *testing.B) {
				open, n := 0, 0
				for b.Loop() {
					open += q.open(c.list(uint64(n % 4)))
					n++
				}
				b.ReportMetric(float64(open)/float64(n), "undecided/op")
			})
		}
	}
}

// A list that is built to explode stops.
func BenchmarkAnalyzeBuiltToExplode(b *testing.B) {
	list := pigeons(10, 9)
	for b.Loop() {
		a := Analyze(list, Egress, Universe{})
		if got, _ := a.chain.alive(newAllowance(a.effort, a.chain), len(list)-1); got != Undecided {
			b.Fatal(got)
		}
	}
}
