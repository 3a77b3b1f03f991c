package policy

import (
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// Sets of atoms, over more than one word.
func TestAtomSets(t *testing.T) {
	of := func(atoms ...int) atomSet {
		s := newAtoms(130)
		for _, atom := range atoms {
			s.add(atom)
		}
		return s
	}
	lists := [][]int{nil, {0}, {63}, {64}, {129}, {0, 64}, {63, 64, 129}, {1, 2, 3, 65, 128, 129}}
	for _, a := range lists {
		for _, b := range lists {
			var both, either, less []int
			for i := range 130 {
				inA, inB := slices.Contains(a, i), slices.Contains(b, i)
				if inA && inB {
					both = append(both, i)
				}
				if inA || inB {
					either = append(either, i)
				}
				if inA && !inB {
					less = append(less, i)
				}
			}
			s, o := of(a...), of(b...)
			if !slices.Equal(s.and(o).list(), both) || !slices.Equal(s.or(o).list(), either) || !slices.Equal(s.minus(o).list(), less) {
				t.Errorf("%v and %v: %v in both, %v in either, %v in the first alone", a, b, s.and(o).list(), s.or(o).list(), s.minus(o).list())
			}
			if s.meets(o) != (len(both) > 0) || s.within(o) != (len(less) == 0) {
				t.Errorf("%v and %v: meets %v, within %v", a, b, s.meets(o), s.within(o))
			}
		}
		if s := of(a...); s.count() != len(a) || s.empty() != (len(a) == 0) || !slices.Equal(s.list(), a) {
			t.Errorf("%v: count %d, empty %v, list %v", a, s.count(), s.empty(), s.list())
		}
	}
	if all := allAtoms(130); all.count() != 130 || !all.has(129) {
		t.Errorf("all atoms are %d", all.count())
	}
}

// A solver without work answers nothing.
func TestNoWorkNoAnswer(t *testing.T) {
	chain := chainOf(then(tagging(permit(1, path(Include, 65001)), Additive, c1), nextFollowing), deny(2, tagged(Include, c2)))
	spent := func() *solver { return &solver{space: chain.space, changed: map[string][]*conjunction{}} }
	any := [][]literal{chain.plain[0].literals}
	if _, _, answer := spent().settle(chain.space.all, any); answer != Undecided {
		t.Errorf("settle: %v", answer)
	}
	if _, answer := spent().find(chain.space.all, any); answer != Undecided {
		t.Errorf("find: %v", answer)
	}
	b := chain.space.all
	if _, answer := spent().pick(&b); answer != Undecided {
		t.Errorf("pick: %v", answer)
	}
	if _, ok := spent().guess(&b, any); ok {
		t.Error("guess: found a route")
	}
	never := func(walk) bool { t.Error("a way without work"); return true }
	if chain.reach(spent(), 1, false, never) || chain.outcomes(spent(), chain.start(), -1, func(outcome) bool { return true }) {
		t.Error("the ways are said to be complete")
	}
	changed := change{}.after(&chain.steps[0])
	if spent().condition(chain, 1, &changed) != nil || spent().condition(chain, 1, &change{}) == nil {
		t.Error("a condition is made without work, or the plain one is not there")
	}
	if got := (&allowance{each: 1}).ask(func(*solver) Answer { t.Error("asked"); return Yes }); got != Undecided {
		t.Errorf("with no allowance left: %v", got)
	}
}

// An answer counts, however much work it took, but for a No that the work did not suffice for; what was worked is gone.
func TestAllowance(t *testing.T) {
	for _, c := range []struct {
		answer Answer
		work   int
		want   Answer
		left   int
	}{{No, 10, No, 90}, {No, 100, No, 0}, {No, 101, Undecided, 0}, {Yes, 10, Yes, 90}, {Yes, 500, Yes, 0}, {Undecided, 20, Undecided, 80}} {
		a := allowance{chains: []*chain{{}}, each: 1000, ways: 100}
		if got := a.ask(func(s *solver) Answer { s.spend(c.work); return c.answer }); got != c.want || a.ways != c.left {
			t.Errorf("%v after %d: %v with %d left, want %v with %d", c.answer, c.work, got, a.ways, c.want, c.left)
		}
	}
}

// A clause with one literal that can hold narrows the box, also where that leaves nothing; one that holds falls away.
func TestSettle(t *testing.T) {
	s := newSpace(Universe{}, Ingress, []*Match{{ASPath: ASPathMatch{List: route.ASPath{1, 2}}}, {Source: Endpoint{Kinds: []attach.Kind{attach.VPC}}}}, nil)
	solver := func() *solver { return &solver{space: s, work: 1000} }
	none := interval{s.asNumber.atoms(nil), s.asNumber.atoms(nil)}
	isEmpty := literal{dimension: ofASPath, exact: true, path: route.ASPath{}, interval: none}
	notEmpty := s.negation(isEmpty)
	isOne := literal{dimension: ofASPath, exact: true, path: route.ASPath{1}, interval: interval{s.asNumber.atoms([]uint32{1}), s.asNumber.atoms([]uint32{1})}}
	vpc := s.fixed[1].literals[0]
	notVPC := s.negation(vpc)
	withoutNumbers := s.all
	withoutNumbers.sets[ofASPath-points].upper = none.upper
	for _, c := range []struct {
		name    string
		box     box
		clauses [][]literal
		want    Answer
		open    int
	}{
		{"nothing is asked for", s.all, nil, Yes, 0},
		{"a choice", s.all, [][]literal{{isEmpty, vpc}}, Yes, 1},
		{"one literal", s.all, [][]literal{{vpc}}, Yes, 0},
		{"one after the other", s.all, [][]literal{{notVPC, isOne}, {vpc}}, Yes, 0},
		{"two that exclude each other", s.all, [][]literal{{vpc}, {notVPC}}, No, 0},
		{"one after the other, until nothing is left", s.all, [][]literal{{notVPC, isOne}, {vpc}, {isEmpty}}, No, 0},
		{"a literal that holds", withoutNumbers, [][]literal{{vpc, s.negation(isOne)}}, Yes, 0},
		{"the empty path alone, and not that one", withoutNumbers, [][]literal{{notEmpty}}, No, 0},
		{"a clause without literals", s.all, [][]literal{{}}, No, 0},
	} {
		if _, open, answer := solver().settle(c.box, c.clauses); answer != c.want || len(open) != c.open {
			t.Errorf("%s: %v with %d clauses, want %v with %d", c.name, answer, len(open), c.want, c.open)
		}
	}
}

// The first way to a policy may turn out to be empty only in the end: then the others are looked at.
func TestAliveOnTheSecondWay(t *testing.T) {
	vpcs := func(m Match) Match { m.Source = kinds(attach.VPC); return m }
	list := []Policy{
		then(tagging(permit(1, vpcs(Match{})), Additive, c1), nextFollowing),
		deny(2, vpcs(inside(Include, "10.0.0.0/9"))),
		deny(3, vpcs(inside(Include, "10.128.0.0/9"))),
		deny(4, vpcs(inside(Complete, "10.0.0.0/8"))),
		permit(5, Match{Prefixes: PrefixMatch{List: prefixes("10.0.0.0/8")}, Communities: CommunitiesMatch{List: []route.Community{c2}}}),
	}
	last := Analyze(list, Egress, Universe{}).Standings()[4]
	if last.Alive != Yes || last.Witness.Route.Origin.Kind == attach.VPC {
		t.Errorf("alive: %v by a route of %v; VPCs are denied, all others come", last.Alive, last.Witness.Route.Origin.Kind)
	}
	list[4].Match = vpcs(list[4].Match)
	if last := Analyze(list, Egress, Universe{}).Standings()[4]; last.Alive != No || !slices.Equal(last.Shadows, []int{2, 3, 4}) {
		t.Errorf("for VPCs alone: alive %v, shadows %v; want it dead behind the three that deny", last.Alive, last.Shadows)
	}
}

// Limits that no route meets leave nothing to find, and that is certain.
func TestSearchWithinNothing(t *testing.T) {
	a := Analyze([]Policy{deny(1, Match{})}, Egress, Universe{})
	for name, limits := range map[string]Match{
		"a kind that no instance has": from(kinds(attach.Peer)),
		"kinds that exclude a prefix": {Family: IPv6, Prefixes: PrefixMatch{List: prefixes("10.0.0.0/8")}},
	} {
		if w, answer := a.Search(Query{Within: limits}); answer != No {
			t.Errorf("%s: %v %+v", name, answer, w)
		}
		if cells, all := a.Cells(Query{Within: limits}); len(cells) > 0 || !all {
			t.Errorf("%s: %d cells, all: %v", name, len(cells), all)
		}
	}
}

func TestUnusedPreference(t *testing.T) {
	for _, c := range []struct{ a, b, want uint8 }{{0, 0, 50}, {50, 0, 51}, {0, 50, 51}, {50, 51, 52}, {51, 50, 52}, {51, 52, 50}, {50, 50, 51}} {
		if got := unusedPreference(c.a, c.b); got != c.want {
			t.Errorf("beside %d and %d: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

// A cell with all names of a property but some tells which those are.
func TestTextOfOtherNames(t *testing.T) {
	for want, m := range map[string]Match{
		"source region none of cn-hangzhou":      from(Endpoint{Regions: []string{"cn-hangzhou"}}),
		"source route table none of vtb-1":       from(Endpoint{RouteTables: []string{"vtb-1"}}),
		"destination region none of cn-shanghai": to(Endpoint{Regions: []string{"cn-shanghai"}}),
		"source kind VBR, VPN, CCN, ECR, none":   from(kinds(attach.VPC)),
		"route type System, Custom":              {RouteTypes: []route.Type{route.BGP}},
	} {
		cells, _ := Analyze([]Policy{deny(1, m)}, Egress, Universe{}).Cells(Query{Fate: Permitted})
		if len(cells) != 1 || cells[0].String() != "permitted by no policy: "+want {
			t.Errorf("%v, want %s", cells, want)
		}
	}
	cells, _ := Analyze([]Policy{deny(1, to(Endpoint{RouteTables: []string{"vtb-1"}}))}, Egress, Universe{}).Cells(Query{Fate: Permitted, Within: to(kinds(attach.VPC))})
	if len(cells) != 1 || cells[0].String() != "permitted by no policy: destination kind VPC; destination route table none of vtb-1" {
		t.Errorf("%v, want the other tables of VPCs", cells)
	}
}

// A route has two instances at its source at most, the origin and its member (P-3.6), and any number where it goes (P-3.11).
func TestInstancesOfOneRoute(t *testing.T) {
	for n, want := range map[int]Answer{1: Yes, 2: Yes, 3: No} {
		var source, destination []Policy
		for i, name := range []string{"ccn-1", "sag-1", "sag-2"}[:n] {
			source = append(source, deny(i+1, from(except(name))))
			destination = append(destination, deny(i+1, to(except(name))))
		}
		alive := func(list []Policy) Answer {
			standings := Analyze(append(list, permit(9, Match{})), Egress, Universe{Targets: []Target[string]{{Peer: true, Region: "cn-hangzhou"}}}).Standings()
			return standings[n].Alive
		}
		if got := alive(source); got != want {
			t.Errorf("a route from %d instances: %v, want %v", n, got, want)
		}
		standings := Analyze(append(destination, deny(9, to(kinds(attach.CCN)))), Egress, Universe{}).Standings()
		if got := standings[n]; got.Alive != Yes || len(got.Witness.To.Members) != n-1 {
			t.Errorf("a route to %d instances: %v, %+v", n, got.Alive, got.Witness.To)
		}
	}
}

// A route whose AS path is not the one that is excluded has another one with the same numbers.
func TestPathBesideAnExcludedOne(t *testing.T) {
	for _, c := range []struct {
		excluded []route.ASPath
		list     route.ASPath
		want     route.ASPath
	}{
		{nil, route.ASPath{1}, route.ASPath{1}},
		{[]route.ASPath{{1}}, route.ASPath{1}, route.ASPath{1, 1}},
		{[]route.ASPath{{1}, {1, 1}}, route.ASPath{1}, route.ASPath{1, 1, 1}},
	} {
		var list []Policy
		for i, path := range c.excluded {
			list = append(list, deny(i+1, Match{ASPath: ASPathMatch{path, Complete}}))
		}
		last := Analyze(append(list, permit(9, path(Include, c.list...))), Egress, Universe{}).Standings()[len(list)]
		if last.Alive != Yes || !last.Witness.Route.ASPath.Equal(c.want) {
			t.Errorf("beside %v: %v %v, want %v", c.excluded, last.Alive, last.Witness.Route.ASPath, c.want)
		}
	}
}

// Whether two policies conflict may depend on what an earlier one changed, though neither of them looks at it: it is seen
// further down.
func TestConflictBehindAChange(t *testing.T) {
	list := []Policy{
		then(prepending(permit(1, Match{}), 65001), nextFollowing),
		setting(permit(2, inside(Include, "10.0.0.0/8")), 7),
		deny(3, path(Complete, 65001)),
	}
	conflicts, all := Analyze(list, Egress, Universe{}).Conflicts()
	at := slices.IndexFunc(conflicts, func(c Conflict) bool { return c.First == 2 && c.Second == 3 })
	if at < 0 || !all {
		t.Fatalf("%+v, all: %v; want the second and the third among them", conflicts, all)
	}
	if c := conflicts[at]; c.Difference != DifferentVerdict || len(c.Witness.Route.ASPath) != 0 {
		t.Errorf("%+v; want a route that is denied because of what was prepended", c)
	}
}

// What the policies of a cell change together, as one policy would: the last preference, all that is prepended, communities
// added, or those that stand in place of the others.
func TestSetOfACell(t *testing.T) {
	onward := func(p Policy) Policy { return then(p, nextFollowing) }
	for name, c := range map[string]struct {
		list []Policy
		want Set
	}{
		"nothing": {[]Policy{permit(1, Match{})}, Set{}},
		"twice each": {[]Policy{
			onward(tagging(prepending(setting(permit(1, Match{}), 7), 65001), Additive, c2)), tagging(prepending(setting(permit(2, Match{}), 8), 65002), Additive, c1)},
			Set{Preference: 8, PrependASPath: route.ASPath{65002, 65001}, Communities: CommunitiesSet{[]route.Community{c1, c2}, Additive}}},
		"replaced": {[]Policy{onward(tagging(permit(1, Match{}), Additive, c2)), tagging(permit(2, Match{}), Replace, c1)},
			Set{Communities: CommunitiesSet{List: []route.Community{c1}, Mode: Replace}}},
		"added to a replacement": {[]Policy{onward(tagging(permit(1, Match{}), Replace, c2)), tagging(permit(2, Match{}), Additive, c1)},
			Set{Communities: CommunitiesSet{List: []route.Community{c1, c2}, Mode: Replace}}},
		"denied": {[]Policy{onward(setting(permit(1, Match{}), 7)), deny(2, Match{})}, Set{}},
	} {
		cells, all := Analyze(c.list, Egress, Universe{}).Cells(Query{})
		if len(cells) != 1 || !all {
			t.Fatalf("%s: %v, all: %v; want one cell", name, cells, all)
		}
		got := cells[0].Set
		if got.Preference != c.want.Preference || !got.PrependASPath.Equal(c.want.PrependASPath) ||
			!slices.Equal(got.Communities.List, c.want.Communities.List) || got.Communities.Mode != c.want.Communities.Mode {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// A witness has the preference of a route that no policy changed (P-4.3), unless it shows a difference of preference.
func TestPreferenceOfAWitness(t *testing.T) {
	sets := []Policy{setting(permit(1, Match{}), route.DefaultPreference)}
	c := Compare(sets, []Policy{deny(1, Match{})}, Egress, Universe{})
	if w := c.OnlyFirst.Witness; c.OnlyFirst.Answer != Yes || w.Route.Preference != route.DefaultPreference {
		t.Errorf("denied instead: %+v", c.OnlyFirst)
	}
	if c := Compare(sets, nil, Egress, Universe{}); c.Preference.Answer != Yes || c.Preference.Witness.Route.Preference == route.DefaultPreference {
		t.Errorf("set to what it mostly is: %+v", c.Preference)
	}
	if c := Compare(sets, sets, Egress, Universe{}); !c.Equal() {
		t.Errorf("the same list: %+v", c)
	}
}

func TestContains(t *testing.T) {
	for _, c := range []struct {
		p, q string
		want bool
	}{
		{"10.0.0.0/8", "10.0.0.0/8", true}, {"10.0.0.0/8", "10.1.0.0/16", true}, {"10.1.0.0/16", "10.0.0.0/8", false},
		{"10.0.0.0/8", "11.0.0.0/8", false}, {"::/0", "10.0.0.0/8", false},
	} {
		if got := contains(prefixes(c.p)[0], prefixes(c.q)[0]); got != c.want {
			t.Errorf("%s in %s: %v", c.q, c.p, got)
		}
	}
}

// What is found meets every clause, whatever the guess was: that of the atoms that the fewest conditions hold for.
func TestFindMeetsEveryClause(t *testing.T) {
	s := newSpace(Universe{}, Egress, []*Match{{Source: kinds(attach.VPC)}, {Destination: kinds(attach.VBR)}, {RouteTypes: []route.Type{route.BGP}}}, nil)
	literals := func(match int) []literal { return s.fixed[match].literals }
	negated := func(match int) []literal { return s.fixed[match].negated }
	for name, clauses := range map[string][][]literal{
		"none":               nil,
		"one":                {literals(0)},
		"each":               {literals(0), literals(1), literals(2)},
		"one or the other":   {slices.Concat(literals(0), literals(1))},
		"not both, but one":  {slices.Concat(literals(0), literals(1)), slices.Concat(negated(0), negated(1))},
		"one of each two":    {slices.Concat(literals(0), literals(1)), slices.Concat(literals(1), literals(2)), slices.Concat(literals(0), literals(2))},
		"none of them":       {negated(0), negated(1), negated(2)},
		"exactly one of two": {slices.Concat(literals(0), literals(2)), slices.Concat(negated(0), negated(2)), literals(1)},
	} {
		solver := &solver{space: s, work: 1000}
		found, answer := solver.find(s.all, clauses)
		if answer != Yes {
			t.Errorf("%s: %v", name, answer)
		}
		for _, clause := range clauses {
			if !found.impliesOne(clause) {
				t.Errorf("%s: the box %+v does not meet %+v", name, found, clause)
			}
		}
		b := s.all
		if one, ok := solver.guess(&b, clauses); ok {
			for _, clause := range clauses {
				if !one.impliesOne(clause) {
					t.Errorf("%s: the guess %+v does not meet %+v", name, one, clause)
				}
			}
		} else if name == "none" || name == "none of them" {
			t.Errorf("%s: the route that no condition holds for is not tried", name)
		}
	}
}

// The halves of a prefix are the two that are longer by one bit and lie inside it; one address has none.
func TestHalves(t *testing.T) {
	for text, want := range map[string][]string{
		"0.0.0.0/0": {"0.0.0.0/1", "128.0.0.0/1"}, "10.0.0.0/8": {"10.0.0.0/9", "10.128.0.0/9"}, "10.0.0.0/9": {"10.0.0.0/10", "10.64.0.0/10"},
		"10.0.0.254/31": {"10.0.0.254/32", "10.0.0.255/32"}, "10.0.0.1/32": nil, "2001:db8::/33": {"2001:db8::/34", "2001:db8:4000::/34"}, "::1/128": nil,
	} {
		if got := halves(prefixes(text)[0]); !slices.Equal(got, prefixes(want...)) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

// A witness has no name by chance that a policy names: neither at its source nor where it goes.
func TestUnusedNames(t *testing.T) {
	for name, list := range map[string][]Policy{
		"source":      {deny(1, from(instances("other", "other-1"))), permit(2, from(kinds(attach.VBR)))},
		"destination": {deny(1, to(instances("other", "other-1"))), permit(2, to(kinds(attach.VBR)))},
	} {
		s := Analyze(list, Egress, Universe{}).Standings()[1]
		for _, used := range []string{"", "other", "other-1"} {
			if got := map[string]string{"source": s.Witness.Route.Origin.Instance, "destination": s.Witness.To.Instance}[name]; s.Alive != Yes || got == used {
				t.Errorf("%s: %v by a route of %q", name, s.Alive, got)
			}
		}
	}
	s := Analyze([]Policy{deny(1, Match{Communities: CommunitiesMatch{List: []route.Community{64512<<16 | 1}}, ASPath: ASPathMatch{List: route.ASPath{64512}}})}, Egress, Universe{}).chain.space
	if got := s.communities(s.community.all()); len(got) != 2 || got[0] == got[1] {
		t.Errorf("communities %v, want one that is named and one that is not", got)
	}
	b := s.all
	if got := s.path(&b, s.asNumber.all()); len(got) != 2 || got[0] == got[1] {
		t.Errorf("AS path %v, want one number that is named and one that is not", got)
	}
}

// Two lists are equal only if nothing differs, for certain.
func TestEqualComparison(t *testing.T) {
	if !(Comparison{}).Equal() {
		t.Error("without a difference they are not equal")
	}
	for _, answer := range []Answer{Yes, Undecided} {
		f := Found{Answer: answer}
		for i, c := range []Comparison{{OnlyFirst: f}, {OnlySecond: f}, {Preference: f}, {ASPath: f}, {Communities: f}} {
			if c.Equal() {
				t.Errorf("difference %d is %v, but they are equal", i, answer)
			}
		}
	}
}

// Communities are told apart as soon as a policy sets them, whether or not one looks at them: those of a route stay beside
// what is added, and go where it stands in their place.
func TestCommunitiesThatAreSetAlone(t *testing.T) {
	replaces, adds := []Policy{tagging(permit(1, Match{}), Replace, c1)}, []Policy{tagging(permit(1, Match{}), Additive, c1)}
	c := Compare(replaces, adds, Egress, Universe{})
	if got := c.Communities; got.Answer != Yes || len(got.Witness.Route.Communities) == 0 || got.Witness.Route.Communities.Equal(route.Communities{c1}) {
		t.Errorf("%+v, want a route with another community", got)
	}
	if c := Compare(adds, adds, Egress, Universe{}); !c.Equal() {
		t.Errorf("the same list: %+v", c)
	}
}

// Each place of a block has a bit of its own, and the next place is found from any other one.
func TestMasks(t *testing.T) {
	for i := range blockSize {
		m := bit(i)
		for from := range blockSize {
			want := blockSize
			if from <= i {
				want = i
			}
			if got := m.next(from); got != want {
				t.Fatalf("place %d, from %d: %d, want %d", i, from, got, want)
			}
			if m.within(bit(from)) != (i == from) {
				t.Fatalf("place %d is place %d", i, from)
			}
		}
		if got := bit(0).or(m).or(bit(127)).next(1); got != i && i > 0 {
			t.Fatalf("place %d among three: %d", i, got)
		}
	}
	for from := range blockSize + 1 {
		if got, after := (mask{}).next(from), firstPlaces(blockSize).next(from); got != blockSize || after != from {
			t.Errorf("from %d: nothing is at %d, and everything from %d on", from, got, after)
		}
	}
	if got := bit(blockSize - 1).next(blockSize); got != blockSize {
		t.Errorf("behind the last place is %d", got)
	}
}
