package policy

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// What is dead is never met by a random route and can be deleted; what is alive is met by its witness.
func TestStandingsAgreeWithEvaluate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := policiesOf(8).Draw(t, "policies")
		d := directions().Draw(t, "direction")
		a := analysis(t, list, d, Universe{})
		dead := map[int]bool{}
		for _, s := range a.Standings() {
			switch s.Alive {
			case Yes:
				if r := Evaluate(list, d, s.Witness.Route, s.Witness.To); !slices.Contains(r.Policies, s.Priority) {
					t.Fatalf("%d does not match its witness %+v, but %v do", s.Priority, s.Witness, r.Policies)
				}
			case No:
				dead[s.Priority] = true
			case Undecided:
				t.Fatalf("%d is undecided", s.Priority)
			}
		}
		for range 40 {
			s, to := subjects().Draw(t, "subject"), targets().Draw(t, "target")
			_, matched := slowEvaluate(list, false, d, s, to)
			for _, n := range matched {
				if dead[n] {
					t.Fatalf("%d is called dead, but matches %+v to %+v", n, s, to)
				}
			}
		}
	})
}

// pigeons returns policies that let a route through if each of some pigeons sits in a hole of its own; community p:h
// says that p sits in h. With fewer holes than pigeons there is no such route, which is known to be hard to see.
func pigeons(pigeons, holes int) (list []Policy) {
	add := func(p Policy) {
		p.Priority, p.Direction = len(list)+1, Egress
		list = append(list, p)
	}
	sits := func(p, h int) route.Community { return route.Community(p<<16 | h) }
	for h := 1; h <= holes; h++ {
		for p := 1; p <= pigeons; p++ {
			for q := 1; q < p; q++ {
				add(Policy{Action: Deny, Match: Match{Communities: CommunitiesMatch{[]route.Community{sits(p, h), sits(q, h)}, Contain}}})
			}
		}
	}
	for p := 1; p <= pigeons; p++ {
		var somewhere []route.Community
		for h := 1; h <= holes; h++ {
			somewhere = append(somewhere, sits(p, h))
		}
		add(Policy{Match: Match{Communities: CommunitiesMatch{List: somewhere}}, Next: len(list) + 3})
		add(Policy{Action: Deny})
	}
	add(Policy{})
	return list
}

// A list that fits into a table has its answer; a list that is built to explode is undecided, and that does not take long.
func TestHardLists(t *testing.T) {
	tests := []struct {
		pigeons, holes int
		want           Answer
	}{{4, 4, Yes}, {5, 5, Yes}, {4, 3, No}, {5, 4, No}, {10, 9, Undecided}}
	for _, test := range tests {
		list := pigeons(test.pigeons, test.holes)
		a := Analyze(list, Egress, Universe{})
		if got, _ := a.chain.alive(newAllowance(a.effort, a.chain), len(list)-1); got != test.want {
			t.Errorf("%d pigeons in %d holes: the last of %d policies is alive: %v, want %v", test.pigeons, test.holes, len(list), got, test.want)
		}
	}
}

// Without work nothing is claimed.
func TestLimitOfWork(t *testing.T) {
	list := pigeons(4, 3)
	a := Analyze(list, Egress, Universe{})
	for work := range 2000 {
		got, _ := a.chain.alive(&allowance{chains: []*chain{a.chain}, each: work, ways: work, clauses: work}, len(list)-1)
		if got == Yes {
			t.Fatalf("with work %d: alive", work)
		}
		if work < 100 && got != Undecided {
			t.Fatalf("with work %d: %v", work, got)
		}
	}
}

// What a cell says of its prefixes is what it holds: the last of its terms around a prefix decides.
func TestCellTextTellsThePrefixes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Policy
		for i := range rapid.IntRange(1, 4).Draw(t, "n") {
			list = append(list, Policy{Priority: i + 1, Match: Match{Family: Family(rapid.IntRange(0, 2).Draw(t, "family")),
				Prefixes: PrefixMatch{mostlyEmpty(somePrefixes).Draw(t, "prefixes"), Mode(rapid.IntRange(0, 1).Draw(t, "mode"))}}})
		}
		cells, _ := Analyze(list, Ingress, Universe{}).Cells(Query{})
		p := rapid.SampledFrom(somePrefixes).Draw(t, "prefix")
		p = netip.PrefixFrom(p.Addr(), min(p.Bits()+rapid.IntRange(0, 8).Draw(t, "longer"), p.Addr().BitLen()))
		for i := range cells {
			holds := true
			for _, where := range cells[i].Where() {
				text, ok := strings.CutPrefix(where, "prefix in ")
				if !ok {
					t.Fatalf("%q", where)
				}
				holds = false
				for _, term := range strings.Split(text, ", ") {
					term, not := strings.CutPrefix(term, "not ")
					term, inside := strings.CutSuffix(term, "+")
					if q := netip.MustParsePrefix(term); q == p || inside && contains(q, p) {
						holds = !not
					}
				}
			}
			if got := cells[i].Contains(route.Route{Prefix: p, Type: route.BGP}, Target[string]{}); got != holds {
				t.Fatalf("%v in %v: %v, text says %v", p, &cells[i], got, holds)
			}
		}
	})
}

func TestCellText(t *testing.T) {
	list := []Policy{
		{Priority: 10, Direction: Egress, Action: Deny, Match: Match{
			Source: Endpoint{Instances: []string{"vbr-1"}, Except: true, Regions: []string{"cn-hangzhou"}}, Destination: Endpoint{Kinds: []attach.Kind{attach.VPN}},
			Prefixes: PrefixMatch{List: prefixes("10.0.0.0/8")}, ASPath: ASPathMatch{List: route.ASPath{65001}}}},
		{Priority: 20, Direction: Egress, Next: 1, Match: Match{Prefixes: PrefixMatch{prefixes("10.0.0.0/8"), Complete}, ASPath: ASPathMatch{route.ASPath{65001, 65002}, Complete}},
			Set: Set{Communities: CommunitiesSet{[]route.Community{65001<<16 | 1}, Additive}}},
		{Priority: 30, Direction: Egress, Action: Deny, Match: Match{Communities: CommunitiesMatch{[]route.Community{65001<<16 | 1, 65001<<16 | 2}, Complete}}},
	}
	cells, all := Analyze(list, Egress, Universe{}).Cells(Query{Within: Match{
		Prefixes: PrefixMatch{List: prefixes("10.0.0.0/8")}, Source: Endpoint{Regions: []string{"cn-hangzhou"}}, Destination: Endpoint{Kinds: []attach.Kind{attach.VPN}}}, Fate: Denied})
	var got []string
	for i := range cells {
		got = append(got, cells[i].String())
	}
	want := []string{
		"denied by [10]: prefix in 10.0.0.0/8+; source region cn-hangzhou; destination kind VPN; source instance with none of [vbr-1]; AS path with some of [65001]",
		"denied by [20 30]: prefix in 10.0.0.0/8; source region cn-hangzhou; destination kind VPN; source instance with some of [vbr-1]; " +
			"communities with all of [65001:2] and with nothing but [65001:1 65001:2]; AS path [65001 65002]",
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("no cell %s", w)
		}
	}
	if !all || t.Failed() {
		t.Errorf("all: %v, cells:\n%s", all, strings.Join(got, "\n"))
	}
}

// A direction that does not exist has no policies; no policies permit everything.
func TestNothingToAnalyze(t *testing.T) {
	for _, a := range []*Analysis{Analyze(nil, Egress, Universe{}), Analyze([]Policy{{Priority: 1, Direction: 7, Action: Deny}}, 7, Universe{})} {
		cells, all := a.Cells(Query{})
		if len(a.Standings()) != 0 || len(cells) != 1 || !all || cells[0].String() != "permitted by no policy: everything" {
			t.Errorf("standings %v, cells %v", a.Standings(), cells)
		}
	}
	if c := new(Cell); c.Contains(route.Route{}, Target[string]{}) || c.Where() != nil {
		t.Error("the zero cell holds something")
	}
}

// A list of any length comes back: one that is too long is undecided in all.
func TestVeryLongList(t *testing.T) {
	list := make([]Policy, 3000)
	for i := range list {
		list[i] = Policy{Priority: i, Direction: Egress, Match: Match{Source: Endpoint{Instances: []string{strconv.Itoa(i)}}}}
	}
	a := Analyze(list, Egress, Universe{})
	if s := a.Standings(); s[0].Alive != Undecided || s[2999].Alive != Undecided {
		t.Errorf("alive: %v, %v", s[0].Alive, s[2999].Alive)
	}
	if r := a.Redundancies(); r[0].Redundant != Undecided {
		t.Errorf("redundant: %v", r[0].Redundant)
	}
	if c, all := a.Conflicts(); len(c) > 0 || all {
		t.Errorf("conflicts %v, %v", c, all)
	}
	if c, all := a.Cells(Query{}); len(c) > 0 || all {
		t.Errorf("%d cells, %v", len(c), all)
	}
	if c := Compare(list, nil, Egress, Universe{}); c.Relation != UndecidedRelation || c.Equal() {
		t.Errorf("comparison %+v", c)
	}
}

// What an earlier policy changed is seen by a later one: an AS path behind what was prepended, communities with those
// that were added or put in their place.
func TestWitnessBehindAChange(t *testing.T) {
	path := func(mode Mode, list ...uint32) Match { return Match{ASPath: ASPathMatch{list, mode}} }
	communities := func(mode Mode, list ...route.Community) Match {
		return Match{Communities: CommunitiesMatch{list, mode}}
	}
	add := func(list ...route.Community) Set { return Set{Communities: CommunitiesSet{list, Additive}} }
	replace := func(list ...route.Community) Set { return Set{Communities: CommunitiesSet{list, Replace}} }
	tests := []struct {
		name  string
		set   Set
		match Match
		want  string // AS path and communities of the witness, or "dead"
	}{
		{"path behind a prepend", Set{PrependASPath: route.ASPath{1, 2}}, path(Complete, 1, 2, 3), "[3] []"},
		{"nothing behind a prepend", Set{PrependASPath: route.ASPath{1, 2}}, path(Complete, 1, 2), "[] []"},
		{"another prepend", Set{PrependASPath: route.ASPath{1, 2}}, path(Complete, 2, 1), "dead"},
		{"shorter than the prepend", Set{PrependASPath: route.ASPath{1, 2}}, path(Complete, 1), "dead"},
		{"prepended", Set{PrependASPath: route.ASPath{1, 2}}, path(Include, 2), "[] []"},
		{"not prepended", Set{PrependASPath: route.ASPath{1, 2}}, path(Include, 3), "[3] []"},
		{"added", add(7), communities(Include, 7), "[] []"},
		{"not added", add(7), communities(Include, 8), "[] [0:8]"},
		{"all with what was added", add(7), communities(Contain, 7, 8), "[] [0:8]"},
		{"equal with what was added", add(7), communities(Complete, 7, 8), "[] [0:8]"},
		{"more was added", add(7), communities(Complete, 8), "dead"},
		{"replaced", replace(7), communities(Complete, 7), "[] []"},
		{"replaced by others", replace(7), communities(Include, 8), "dead"},
	}
	for _, test := range tests {
		list := []Policy{{Priority: 10, Next: 1, Set: test.set}, {Priority: 20, Match: test.match}}
		s := Analyze(list, Ingress, Universe{}).Standings()[1]
		got := "dead"
		if s.Alive == Yes {
			got = fmt.Sprint(s.Witness.Route.ASPath, " ", s.Witness.Route.Communities)
		}
		if got != test.want || s.Alive == Undecided {
			t.Errorf("%s: %s (%v), want %s", test.name, got, s.Alive, test.want)
		}
	}
}

// In a universe without sources or without targets there is no route, and no difference.
func TestEmptyUniverse(t *testing.T) {
	denial := []Policy{{Priority: 1, Direction: Egress, Action: Deny}}
	for _, u := range []Universe{{Sources: []Source{}}, {Targets: []Target[string]{}}} {
		a := Analyze(denial, Egress, u)
		if s := a.Standings()[0]; s.Alive != No || len(s.Shadows) > 0 {
			t.Errorf("%+v: %+v", u, s)
		}
		if cells, all := Analyze(nil, Egress, u).Cells(Query{}); len(cells) != 0 || !all {
			t.Errorf("%+v: cells %v, %v", u, cells, all)
		}
		if c := Compare(nil, denial, Egress, u); !c.Equal() {
			t.Errorf("%+v: %+v", u, c)
		}
	}
}

// What Compare calls the relation follows from which list permits a route that the other denies.
func TestRelation(t *testing.T) {
	deny := func(text string) []Policy {
		return []Policy{{Priority: 1, Action: Deny, Match: Match{Prefixes: PrefixMatch{List: prefixes(text)}}}}
	}
	tests := []struct {
		a, b []Policy
		want Relation
	}{
		{nil, deny("10.0.0.0/8"), MorePermissive},
		{deny("10.0.0.0/8"), deny("10.1.0.0/16"), LessPermissive},
		{deny("10.0.0.0/16"), deny("10.1.0.0/16"), Incomparable},
		{deny("10.0.0.0/8"), append(deny("10.0.0.0/8"), Policy{Priority: 2, Action: Deny, Match: Match{Prefixes: PrefixMatch{List: prefixes("10.1.0.0/16")}}}), EquallyPermissive},
	}
	for _, test := range tests {
		if got := Compare(test.a, test.b, Ingress, Universe{}).Relation; got != test.want {
			t.Errorf("%v and %v: %v, want %v", test.a, test.b, got, test.want)
		}
	}
}

// What an analysis says of removing policies, and of two lists, is so for any route, in both directions, also towards
// peers and to and from the members of a CCN, and behind what policies with Next have changed: where it says that nothing
// can differ, nothing does.
func TestAnswersHoldForAnyRoute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, other := policiesOf(8).Draw(t, "policies"), policiesOf(8).Draw(t, "other")
		if rapid.Bool().Draw(t, "alike") && len(list) > 0 {
			other = slices.Delete(slices.Clone(list), 0, 1)
		}
		d := directions().Draw(t, "direction")
		a := analysis(t, list, d, Universe{})
		redundancies, c := a.Redundancies(), compare(list, other, d, Universe{}, someEffort(t))
		for range 20 {
			s, to := subjects().Draw(t, "subject"), targets().Draw(t, "target")
			v, _ := slowEvaluate(list, false, d, s, to)
			for _, r := range redundancies {
				without, _ := slowEvaluate(slices.Delete(slices.Clone(list), r.Index, r.Index+1), false, d, s, to)
				if r.Redundant != No && (r.Redundant == Undecided || different(&v, &without)) {
					t.Fatalf("%d is redundant: %v, but %+v to %+v becomes %+v without it, not %+v", r.Priority, r.Redundant, s, to, without, v)
				}
			}
			w, _ := slowEvaluate(other, false, d, s, to)
			for _, x := range []struct {
				found Found
				shown bool
			}{
				{c.OnlyFirst, v.Permit && !w.Permit}, {c.OnlySecond, !v.Permit && w.Permit}, {c.Preference, DifferentPreference.in(&v, &w)},
				{c.ASPath, DifferentASPath.in(&v, &w)}, {c.Communities, DifferentCommunities.in(&v, &w)},
			} {
				if x.found.Answer == Undecided || x.shown && x.found.Answer == No {
					t.Fatalf("%+v: %+v to %+v becomes %+v and %+v", c, s, to, v, w)
				}
			}
		}
	})
}
