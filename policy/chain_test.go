package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// chainOf readies egress policies.
func chainOf(list ...Policy) *chain { return Analyze(list, Egress, Universe{}).chain }

// A policy is transparent for a later one only if the walk goes on with the policy that follows it, and what it changes is
// in no condition from there up to that of the later one.
func TestTransparent(t *testing.T) {
	onward := func(p Policy) Policy { return then(p, nextFollowing) }
	prepends, tags := onward(prepending(permit(1, Match{}), 65010)), onward(tagging(permit(1, Match{}), Additive, c1))
	any, asPath, communities := permit(2, Match{}), permit(2, path(Include, 65001)), permit(2, tagged(Include, c2))
	at := func(priority int, p Policy) Policy { p.Priority = priority; return p }
	for _, c := range []struct {
		name   string
		first  Policy
		second Policy
		third  Policy
		want   bool // of the first, seen from the second
	}{
		{"changes nothing that is seen", onward(setting(permit(1, Match{}), 7)), asPath, any, true},
		{"prepends before a condition on communities", prepends, communities, any, true},
		{"prepends before a condition on the AS path", prepends, asPath, any, false},
		{"prepends, the condition comes later", prepends, any, asPath, true},
		{"prepends, the condition is its own", onward(prepending(permit(1, path(Include, 65001)), 65010)), any, any, true},
		{"adds communities before a condition on the AS path", tags, asPath, any, true},
		{"adds communities before a condition on them", tags, communities, any, false},
		{"adds communities, the condition comes later", tags, any, communities, true},
		{"denies", deny(1, Match{}), any, any, false},
		{"ends the walk", permit(1, Match{}), any, any, false},
		{"goes on further down", then(permit(1, Match{}), 3), any, any, false},
	} {
		chain := chainOf(c.first, at(2, c.second), at(3, c.third))
		if got := chain.transparent(0, 1); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if c.want && chain.transparent(0, 2) == (len(c.third.Match.ASPath.List) > 0 || len(c.third.Match.Communities.List) > 0) {
			t.Errorf("%s: the third policy is not looked at", c.name)
		}
	}
}

// A walk that has missed a condition knows that the condition holds for none of its routes, and nothing of other ones.
func TestAWalkKnowsWhatItMissed(t *testing.T) {
	chain := chainOf(
		permit(1, Match{Source: Endpoint{Kinds: []attach.Kind{attach.VPC}}}),
		permit(2, Match{Source: instances("vpc-1")}),
		permit(3, path(Include, 65001)),
		permit(4, Match{}))
	for i := range 3 {
		w, ok := chain.start().miss(&chain.plain[i])
		if !ok {
			t.Fatalf("policy %d holds for every route", i)
		}
		for k := range chain.plain {
			if _, ok := w.narrow(&chain.plain[k]); ok == (i == k) {
				t.Errorf("routes that missed policy %d can meet policy %d: %v", i, k, ok)
			}
		}
		both, _ := w.miss(&chain.plain[(i+1)%3])
		if _, ok := both.narrow(&chain.plain[i]); ok || len(both.clauses) != 2 {
			t.Errorf("after a second miss the first one is forgotten: %d clauses", len(both.clauses))
		}
	}
	if _, ok := chain.start().miss(&chain.plain[3]); ok {
		t.Error("some routes miss a policy without conditions")
	}
}

// A clause that holds for all routes of a narrower walk falls away.
func TestNarrowDropsClauses(t *testing.T) {
	chain := chainOf(
		permit(1, Match{Prefixes: PrefixMatch{List: prefixes("10.0.0.0/8")}}),
		permit(2, Match{Prefixes: PrefixMatch{List: prefixes("192.168.0.0/16")}}))
	w, _ := chain.start().miss(&chain.plain[0])
	if w, ok := w.narrow(&chain.plain[1]); !ok || len(w.clauses) != 0 {
		t.Errorf("%v, %d clauses; no route inside the second prefix is inside the first", ok, len(w.clauses))
	}
	if w, ok := w.narrow(&conjunction{}); !ok || len(w.clauses) != 1 {
		t.Errorf("%v, %d clauses; not every route misses the first prefix", ok, len(w.clauses))
	}
}

// Two policies overlap unless their conditions exclude each other, or one of them holds for nothing.
func TestOverlap(t *testing.T) {
	inside := func(text string) Match { return Match{Prefixes: PrefixMatch{List: prefixes(text)}} }
	nothing := Match{Source: Endpoint{Kinds: []attach.Kind{attach.Peer}}}
	for _, c := range []struct {
		name string
		a, b Match
		want bool
	}{
		{"nested", inside("10.0.0.0/8"), inside("10.1.0.0/16"), true},
		{"apart", inside("10.0.0.0/8"), inside("11.0.0.0/8"), false},
		{"about different things", inside("10.0.0.0/8"), path(Include, 65001), true},
		{"AS paths that exclude each other, which a change could touch", path(Complete, 65001), path(Complete, 65002), true},
		{"the first holds for nothing", nothing, Match{}, false},
		{"the second holds for nothing", Match{}, nothing, false},
	} {
		if got := chainOf(permit(1, c.a), permit(2, c.b)).overlap(0, 1); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// walk is what becomes of a route on a walk over policies whose order and ways on are given: next tells the place after a
// policy that matched and goes on.
func walkOver(order []*Policy, next func(at int) int, s *Subject[string], to *Target[string]) Verdict {
	v := Verdict{Permit: true, Preference: s.Preference, ASPath: s.ASPath, Communities: s.Communities}
	now := *s
	for at := 0; at < len(order); {
		p := order[at]
		if !slowMatch(*p, now, *to) {
			at++
			continue
		}
		if p.Action == Deny {
			v.Permit = false
			return v
		}
		slowChange(p.Set, &now)
		if p.Next == 0 {
			break
		}
		at = next(at)
	}
	return Verdict{Permit: true, Preference: now.Preference, ASPath: now.ASPath, Communities: now.Communities}
}

// Policy j in front of policy i: who goes on with i goes on with j, who goes on with j goes on with what follows it, and j,
// if it goes on with the policy that follows, with i; all others go on as before.
func TestMovedInFront(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := tinyPolicies(5).Draw(t, "policies")
		if len(list) < 2 {
			return
		}
		a := Analyze(list, Egress, Universe{})
		i := rapid.IntRange(0, len(list)-2).Draw(t, "i")
		j := rapid.IntRange(i+1, len(list)-1).Draw(t, "j")
		places := slices.Insert(slices.Delete(numbersTo(len(list)), j, j+1), i, j) // of the list, in their new order
		order := make([]*Policy, len(places))
		for at, place := range places {
			order[at] = &list[place]
		}
		standing := func(place int) int { // where the walk goes on that went on with a place of the list
			if place == i {
				return i // where j stands now
			}
			if place == j {
				place = j + 1
			}
			if at := slices.Index(places, place); at >= 0 {
				return at
			}
			return len(places)
		}
		next := func(at int) int {
			place := places[at]
			if list[place].Next != nextFollowing {
				to := place + 1
				for to < len(list) && list[to].Priority < list[place].Next {
					to++
				}
				return standing(to)
			}
			if place == j {
				return at + 1
			}
			return standing(place + 1)
		}
		compiled := variantOf(a, a.moved(i, j))
		for range 20 {
			e := rapid.SampledFrom(world).Draw(t, "example")
			want := walkOver(order, next, &e.subject, &e.target)
			got, _ := evaluate(compiled, false, Egress, e.subject, e.target)
			requireSame(t, "verdict", want, got)
		}
	})
}

// numbersTo returns 0 to n-1.
func numbersTo(n int) (list []int) {
	for i := range n {
		list = append(list, i)
	}
	return list
}

// A chain of some policies alone is the chain of a list without the others: next goes on with what is left.
func TestOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := tinyPolicies(6).Draw(t, "policies")
		var places []int
		var rest []Policy
		for i := range list {
			if rapid.Bool().Draw(t, "keep") {
				places, rest = append(places, i), append(rest, list[i])
			}
		}
		got, want := chainOf(list...).only(places), chainOf(rest...)
		for i := range places {
			if got.steps[i].next != want.steps[i].next || got.steps[i].priority != want.steps[i].priority {
				t.Errorf("policy %d goes on with %d, want %d", places[i], got.steps[i].next, want.steps[i].next)
			}
		}
		if len(got.list) != len(places) || len(got.matches) != len(places) || len(got.plain) != len(places) || len(got.steps) != len(places) {
			t.Errorf("not %d policies: %+v", len(places), got)
		}
	})
}

// Where a policy is left out, the ways go past it; where none is, a route has one way that is not empty.
func TestOutcomesWithout(t *testing.T) {
	chain := chainOf(deny(1, path(Include, 65001)), then(setting(permit(2, Match{}), 7), nextFollowing), deny(3, tagged(Include, c1)))
	verdicts := func(without int) (denied, permitted int) {
		s := &solver{space: chain.space, work: waysOfCells, changed: map[string][]*conjunction{}}
		if !chain.outcomes(s, chain.start(), without, func(o outcome) bool {
			if slices.Contains(o.met, without) {
				t.Errorf("policy %d is met, though it is left out", without)
			}
			if o.deny {
				denied++
			} else {
				permitted++
			}
			return true
		}) {
			t.Fatal("stopped")
		}
		return denied, permitted
	}
	for without, want := range map[int][2]int{-1: {2, 1}, 0: {1, 1}, 1: {2, 1}, 2: {1, 1}} {
		if denied, permitted := verdicts(without); denied != want[0] || permitted != want[1] {
			t.Errorf("without %d: %d ways end denied and %d permitted, want %v", without, denied, permitted, want)
		}
	}
}

// An analysis keeps its witnesses to what Evaluate says: what does not show the claim is not a witness.
func TestWitnessesAreConfirmed(t *testing.T) {
	from := func(kind attach.Kind) *Witness {
		return &Witness{Route: route.Route{Prefix: prefixes("10.0.0.0/8")[0], Type: route.BGP, Origin: route.Origin{Instance: "x", Kind: kind}}}
	}
	list := []Policy{setting(permit(1, Match{Source: Endpoint{Kinds: []attach.Kind{attach.VBR}}}), 7), deny(2, Match{Source: Endpoint{Kinds: []attach.Kind{attach.VPC}}})}
	a := Analyze(list, Egress, Universe{})
	circuits, clouds := Match{Source: Endpoint{Kinds: []attach.Kind{attach.VBR}}}, Match{Source: Endpoint{Kinds: []attach.Kind{attach.VPC}}}
	for _, c := range []struct {
		name string
		q    Query
		w    *Witness
		want bool
	}{
		{"any fate", Query{}, from(attach.VPC), true},
		{"permitted", Query{Fate: Permitted}, from(attach.VBR), true},
		{"permitted, but it is denied", Query{Fate: Permitted}, from(attach.VPC), false},
		{"denied", Query{Fate: Denied}, from(attach.VPC), true},
		{"denied, but it is permitted", Query{Fate: Denied}, from(attach.VBR), false},
		{"changed, but it is denied", Query{Fate: Changed}, from(attach.VPC), false},
		{"within", Query{Within: circuits}, from(attach.VBR), true},
		{"outside", Query{Within: clouds}, from(attach.VBR), false},
		{"outside, with the fate", Query{Within: clouds, Fate: Permitted}, from(attach.VBR), false},
	} {
		if got := a.confirms(&c.q, c.w); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}

	k := comparer{direction: Egress, programs: [2]*Program[string]{compileStrings(list), compileStrings(list[:1])}}
	for _, c := range []struct {
		name      string
		d         Difference
		permitted bool
		w         *Witness
		want      bool
	}{
		{"the first denies what the second permits", DifferentVerdict, false, from(attach.VPC), true},
		{"the first permits it", DifferentVerdict, true, from(attach.VPC), false},
		{"both permit it", DifferentVerdict, true, from(attach.VBR), false},
		{"both set the same preference", DifferentPreference, true, from(attach.VBR), false},
	} {
		if got := k.confirms(c.d, c.permitted, c.w); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// The type of a witness is one that goes with the kind of its origin, as long as the conditions leave it: circuits and
// connections bring BGP routes, VPCs and CCNs system routes, and what has no origin instance is a static route.
func TestTypeOfAWitness(t *testing.T) {
	for _, c := range []struct {
		kind  []attach.Kind
		types []route.Type
		want  route.Type
	}{
		{[]attach.Kind{attach.VBR}, nil, route.BGP},
		{[]attach.Kind{attach.VPN}, nil, route.BGP},
		{[]attach.Kind{attach.ECR}, nil, route.BGP},
		{[]attach.Kind{attach.VPC}, nil, route.System},
		{[]attach.Kind{attach.CCN}, nil, route.System},
		{[]attach.Kind{attach.VPC}, []route.Type{route.Custom}, route.Custom},
		{[]attach.Kind{attach.VBR}, []route.Type{route.Custom}, route.Custom},
		{[]attach.Kind{attach.VPC}, []route.Type{route.BGP}, route.BGP},
		{[]attach.Kind{attach.VBR}, []route.Type{route.System, route.BGP}, route.BGP},
	} {
		list := []Policy{deny(1, Match{Source: Endpoint{Kinds: c.kind}, RouteTypes: c.types})}
		w := Analyze(list, Egress, Universe{}).Standings()[0].Witness
		if w.Route.Type != c.want || w.Route.Origin.Kind != c.kind[0] {
			t.Errorf("from %v of %v: %v from %v, want %v", c.kind, c.types, w.Route.Type, w.Route.Origin.Kind, c.want)
		}
	}
	s := Analyze([]Policy{deny(1, Match{RouteTypes: []route.Type{route.Custom, route.BGP}}), deny(2, Match{RouteTypes: []route.Type{route.BGP}})}, Egress, Universe{}).chain.space
	b := s.all
	for kind, want := range map[attach.Kind]route.Type{attach.None: route.Static, attach.VPC: route.System, attach.VBR: route.BGP} {
		if got := s.typeOf(&b, kind); got != want {
			t.Errorf("%v: %v, want %v", kind, got, want)
		}
	}
	narrow, _ := b.all(s.fixed[1].literals)
	if got := s.typeOf(&narrow, attach.None); got != route.BGP {
		t.Errorf("without an origin instance, BGP alone: %v", got)
	}
}

// A direction that does not exist has no policies to compare.
func TestCompareWithoutADirection(t *testing.T) {
	list := []Policy{{Priority: 1, Direction: 7, Action: Deny}}
	if c := Compare(list, nil, 7, Universe{}); !c.Equal() || c.Relation != EquallyPermissive {
		t.Errorf("%+v", c)
	}
	if c := Compare(list, nil, Egress, Universe{}); !c.Equal() {
		t.Errorf("policies of no direction play a part on the way out: %+v", c)
	}
}

// A list that is too long on either side is undecided, one of the greatest length is not.
func TestCompareLongLists(t *testing.T) {
	longest := make([]Policy, maxPolicies)
	for i := range longest {
		longest[i] = permit(i+1, Match{})
	}
	long := append(slices.Clone(longest), permit(maxPolicies+1, Match{}))
	for _, c := range []struct {
		a, b []Policy
		want Relation
	}{{longest, nil, EquallyPermissive}, {nil, longest, EquallyPermissive}, {long, nil, UndecidedRelation}, {nil, long, UndecidedRelation}} {
		got := Compare(c.a, c.b, Egress, Universe{})
		if got.Relation != c.want || got.Equal() != (c.want == EquallyPermissive) || got.ASPath.Answer == Yes {
			t.Errorf("%d and %d policies: %+v", len(c.a), len(c.b), got)
		}
	}
}
