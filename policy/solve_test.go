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
	if _, _, answer := spent().settle(chain.space.box(), any); answer != Undecided {
		t.Errorf("settle: %v", answer)
	}
	if _, answer := spent().find(chain.space.box(), any); answer != Undecided {
		t.Errorf("find: %v", answer)
	}
	b := chain.space.box()
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
	if got := (&allowance{space: chain.space}).ask(func(*solver) Answer { t.Error("asked"); return Yes }); got != Undecided {
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
		a := allowance{left: 100}
		if got := a.ask(func(s *solver) Answer { s.spend(c.work); return c.answer }); got != c.want || a.left != c.left {
			t.Errorf("%v after %d: %v with %d left, want %v with %d", c.answer, c.work, got, a.left, c.want, c.left)
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
	withoutNumbers := s.box()
	withoutNumbers.sets[ofASPath-points].upper = none.upper
	for _, c := range []struct {
		name    string
		box     box
		clauses [][]literal
		want    Answer
		open    int
	}{
		{"nothing is asked for", s.box(), nil, Yes, 0},
		{"a choice", s.box(), [][]literal{{isEmpty, vpc}}, Yes, 1},
		{"one literal", s.box(), [][]literal{{vpc}}, Yes, 0},
		{"one after the other", s.box(), [][]literal{{notVPC, isOne}, {vpc}}, Yes, 0},
		{"two that exclude each other", s.box(), [][]literal{{vpc}, {notVPC}}, No, 0},
		{"one after the other, until nothing is left", s.box(), [][]literal{{notVPC, isOne}, {vpc}, {isEmpty}}, No, 0},
		{"a literal that holds", withoutNumbers, [][]literal{{vpc, s.negation(isOne)}}, Yes, 0},
		{"the empty path alone, and not that one", withoutNumbers, [][]literal{{notEmpty}}, No, 0},
		{"a clause without literals", s.box(), [][]literal{{}}, No, 0},
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
