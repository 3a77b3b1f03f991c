package policy

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// tangled returns policies that hang together by what they change and by Next.
func tangled(rng *rand.Rand) (list []Policy) {
	values := [][]uint32{{1}, {2}, {1, 2}, {2, 1}}
	paths := []route.ASPath{{1}, {2}, {1, 2}, {2, 1}, {1, 1}}
	communities := func() (list []route.Community) {
		for _, v := range values[rng.IntN(4)] {
			list = append(list, route.Community(v))
		}
		return list
	}
	for i := range 3 + rng.IntN(4) {
		p := Policy{Priority: 10 * (i + 1), Direction: Egress, Action: Action(rng.IntN(4) / 3)}
		for range rng.IntN(3) {
			switch m := &p.Match; rng.IntN(8) {
			case 0:
				m.Source = Endpoint{Instances: [][]string{{"a"}, {"b"}, {"c"}, {"a", "b"}}[rng.IntN(4)], Except: rng.IntN(4) == 0}
			case 1:
				m.Source.Kinds = []attach.Kind{attach.VPC}
			case 2:
				m.Prefixes.List = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
			case 3, 4, 5:
				m.ASPath = ASPathMatch{paths[rng.IntN(len(paths))], Mode(rng.IntN(2))}
			default:
				m.Communities = CommunitiesMatch{communities(), Mode(rng.IntN(3))}
			}
		}
		p.Next = []int{0, 1, 1, p.Priority + 15, p.Priority + 25}[rng.IntN(5)]
		if p.Action == Permit {
			p.Set.Preference = rng.IntN(3) * 10
			if rng.IntN(2) == 0 {
				p.Set.PrependASPath = paths[rng.IntN(len(paths))]
			}
			if rng.IntN(2) == 0 {
				p.Set.Communities = CommunitiesSet{communities(), SetMode(rng.IntN(3))}
			}
		}
		list = append(list, p)
	}
	return list
}

// verdictsOn returns all that an analysis answers, without the witnesses.
func verdictsOn(list, other []Policy, e effort) (answers []Answer) {
	a := Analyze(list, Egress, Universe{})
	a.effort = e
	for _, s := range a.Standings() {
		answers = append(answers, s.Alive)
	}
	for _, r := range a.Redundancies() {
		answers = append(answers, r.Redundant)
	}
	conflicts, all := a.Conflicts()
	for i := range list {
		for k := range list[:i] {
			answers = append(answers, answerOf(slices.ContainsFunc(conflicts, func(c Conflict) bool {
				return c.First == list[k].Priority && c.Second == list[i].Priority
			})))
		}
	}
	for _, fate := range []Fate{Permitted, Denied, Changed} {
		_, found := a.Search(Query{Fate: fate, Within: list[0].Match})
		answers = append(answers, found)
	}
	c := compare(list, other, Egress, Universe{}, e)
	return append(answers, answerOf(all), c.OnlyFirst.Answer, c.OnlySecond.Answer, c.Preference.Answer, c.ASPath.Answer, c.Communities.Answer)
}

// The logic gives the answers that the ways give, where these are few enough to be followed.
func TestLogicAgreesWithTheWays(t *testing.T) {
	for seed := range uint64(600) {
		rng := rand.New(rand.NewPCG(seed, 3))
		list := tangled(rng)
		other := slices.Delete(slices.Clone(list), 1, 2)
		if rng.IntN(2) == 0 {
			other = append(other, tangled(rng)...)
			for i := range other {
				other[i].Priority = 10 * (i + 1)
			}
		}
		want, got := verdictsOn(list, other, effort{ways: waysPerCall}), verdictsOn(list, other, effort{})
		if !slices.Equal(want, got) {
			t.Fatalf("seed %d: the ways say %v, the logic says %v of\n%+v\nand %+v", seed, want, got, list, other)
		}
	}
}

// A route has an origin instance and its member, no third one; and the logic knows.
func TestLogicKnowsInstancesOfOneRoute(t *testing.T) {
	from := func(priority int, id string) Policy {
		return Policy{Priority: priority, Next: priority + 20, Match: Match{Source: Endpoint{Instances: []string{id}}}}
	}
	denial := func(priority int) Policy { return Policy{Priority: priority, Action: Deny} }
	a := Analyze([]Policy{from(10, "a"), denial(20), from(30, "b"), denial(40), from(50, "c")}, Ingress, Universe{})
	a.effort = effort{}
	for i, want := range []Answer{Yes, Yes, Yes, Yes, No} {
		if got := a.Standings()[i].Alive; got != want {
			t.Errorf("policy %d is alive: %v, want %v", i, got, want)
		}
	}
}

// A policy that cannot match where it is moved to, whatever the route, is missed there by every route, and missing from
// its own place.
func TestConflictWithWhatNeverMatchesInFront(t *testing.T) {
	list := []Policy{
		{Priority: 10, Next: 1, Set: Set{PrependASPath: route.ASPath{2}}},
		{Priority: 20, Next: 1, Set: Set{Preference: 10, PrependASPath: route.ASPath{1}}},
		{Priority: 30, Match: Match{ASPath: ASPathMatch{route.ASPath{1, 2}, Complete}}, Set: Set{Preference: 20}},
	}
	for _, e := range []effort{usualEffort, {}} {
		a := Analyze(list, Ingress, Universe{})
		a.effort = e
		conflicts, all := a.Conflicts()
		if !all || !slices.ContainsFunc(conflicts, func(c Conflict) bool { return c.First == 20 && c.Second == 30 }) {
			t.Errorf("with %v: %v, %v", e, conflicts, all)
		}
	}
	c := Analyze(list, Ingress, Universe{}).chain
	c.encounters(1, func(e *encounter) bool {
		s := &solver{c.space, waysPerQuestion, map[string][]*conjunction{}}
		if _, _, answer := e.inAndOutOfOrder(s); answer != Yes {
			t.Errorf("the ways say %v", answer)
		}
		return true
	})
}

// What an AS path is does not depend on what was in focus when it was first asked for.
func TestPathOutlivesTheFocus(t *testing.T) {
	for _, list := range [][]Policy{{deny(1, path(Complete, 1))}, {deny(1, path(Complete, 1, 2))}} {
		l := newLogic(Analyze(list, Egress, Universe{}).chain.space, 1<<20)
		first := l.atoms[ofASPath][0]
		l.focusOn(first)
		has := l.hasPath(list[0].Match.ASPath.List)
		l.focusOn()
		if has != l.hasPath(list[0].Match.ASPath.List) || l.solve(has, first.not()) != No || l.solve(has) != Yes {
			t.Errorf("a route has the path %v without its first number", list[0].Match.ASPath.List)
		}
	}
}

// A policy that leads past the first one, to where that leads as well, keeps a route from what the first changes: a policy
// further down sees that.
func TestConflictOverWhatIsPassedOver(t *testing.T) {
	list := []Policy{
		then(tagging(permit(10, Match{}), Additive, c1), nextFollowing),
		then(permit(20, Match{}), 30),
		deny(30, tagged(Include, c1)),
		tagging(permit(40, Match{}), Replace, c2),
	}
	a := Analyze(list, Egress, Universe{})
	work := newAllowance(effort{}, a.chain)
	a.chain.encounters(0, func(e *encounter) bool {
		if d, _, answer := a.orderMatters(work, e, e.movedStops()); e.j == 1 && (answer != Yes || d != DifferentVerdict) {
			t.Errorf("%v in the %v", answer, d)
		}
		return true
	})
}
