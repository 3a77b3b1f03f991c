package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// This file holds every answer of an analysis against all routes of a small world, one by one. A policy of the world
// cannot tell any other route from all of these.

// analysis returns an analysis that may follow the ways for a question, or leaves it to the logic at once, or after a
// while.
func analysis(t *rapid.T, list []Policy, d Direction, u Universe) *Analysis {
	a := Analyze(list, d, u)
	a.effort = someEffort(t)
	return a
}

func someEffort(t *rapid.T) effort {
	return rapid.SampledFrom([]effort{usualEffort, {}, {ways: waysPerQuestion}, {ways: 100}, {tries: true}}).Draw(t, "effort")
}

// An example is one route on its way to one target.
type example struct {
	subject Subject[string]
	target  Target[string]
}

// world is every route that policies of tinyPolicies can tell apart.
var world = everything()

func everything() (all []example) {
	paths := []route.ASPath{{}, {1}, {2}, {3}, {1, 1}, {1, 2}, {2, 1}, {2, 2}, {1, 1, 1}, {2, 2, 2}, {1, 1, 2}, {1, 3}, {2, 3}, {1, 2, 3}}
	var origins []Origin[string]
	for _, k := range []attach.Kind{attach.VPC, attach.VBR} {
		for _, ids := range [][2]string{{"x", ""}, {"a", ""}, {"b", ""}, {"a", "b"}} {
			origins = append(origins, Origin[string]{Instance: ids[0], Member: ids[1], Kind: k})
		}
	}
	targets := []Target[string]{{Peer: true, Kind: attach.Peer}}
	for _, o := range origins[:2] {
		for _, k := range []attach.Kind{attach.VPC, attach.VBR} {
			targets = append(targets, Target[string]{Instance: o.Instance, Kind: k})
		}
	}
	for _, p := range prefixes("0.0.0.0/0", "10.0.0.0/8", "10.128.0.0/9", "10.0.0.0/9", "10.0.0.0/10") {
		for _, path := range paths {
			for set := range 8 {
				var communities route.Communities
				for c := range 3 {
					if set>>c&1 != 0 {
						communities = append(communities, route.Community(c+1))
					}
				}
				for _, o := range origins {
					for _, t := range targets {
						all = append(all, example{Subject[string]{Prefix: p, Type: route.BGP, ASPath: path, Communities: communities, Preference: 50, Origin: o}, t})
					}
				}
			}
		}
	}
	return all
}

// tinyPolicies draws lists of policies of the small world.
func tinyPolicies(most int) *rapid.Generator[[]Policy] {
	return rapid.Custom(func(t *rapid.T) []Policy {
		n := rapid.IntRange(1, most).Draw(t, "n")
		list := make([]Policy, n)
		for i := range list {
			p := &list[i]
			p.Priority, p.Direction = 10*(i+1), Egress
			for range rapid.IntRange(0, 3).Draw(t, "conditions") {
				tinyCondition(t, &p.Match)
			}
			p.Action = rapid.SampledFrom([]Action{Permit, Permit, Deny}).Draw(t, "action")
			if p.Action == Permit {
				p.Next = rapid.SampledFrom([]int{0, 0, 1, 10*(i+1) + 15, 90}).Draw(t, "next")
				tinySet(t, &p.Set)
			}
		}
		return list
	})
}

func tinyCondition(t *rapid.T, m *Match) {
	mode := rapid.SampledFrom([]Mode{Include, Complete}).Draw(t, "mode")
	switch rapid.IntRange(0, 6).Draw(t, "condition") {
	case 0:
		m.Source.Instances, m.Source.Except = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b"}), 1, 2, rapid.ID).Draw(t, "instances"), rapid.Bool().Draw(t, "except")
	case 1:
		m.Source.Kinds = []attach.Kind{attach.VPC}
	case 2:
		m.Destination.Kinds = []attach.Kind{attach.VPC}
	case 3:
		m.Destination.Instances, m.Destination.Except = []string{"a"}, rapid.Bool().Draw(t, "except")
	case 4:
		m.Prefixes = PrefixMatch{rapid.SliceOfN(rapid.SampledFrom(prefixes("10.0.0.0/8", "10.0.0.0/9")), 1, 2).Draw(t, "prefixes"), mode}
	case 5:
		m.ASPath = ASPathMatch{rapid.SliceOfN(rapid.SampledFrom([]uint32{1, 2}), 1, 2).Draw(t, "asPath"), mode}
	case 6:
		m.Communities = CommunitiesMatch{rapid.SliceOfN(rapid.SampledFrom([]route.Community{1, 2}), 1, 2).Draw(t, "communities"), rapid.SampledFrom([]Mode{Include, Complete, Contain}).Draw(t, "mode")}
	}
}

func tinySet(t *rapid.T, s *Set) {
	switch rapid.IntRange(0, 4).Draw(t, "set") {
	case 0:
		s.Preference = rapid.SampledFrom([]int{10, 20}).Draw(t, "preference")
	case 1:
		s.PrependASPath = rapid.SampledFrom([]route.ASPath{{1}, {2, 1}}).Draw(t, "prepend")
	case 2:
		s.Communities = CommunitiesSet{rapid.SliceOfN(rapid.SampledFrom([]route.Community{1, 2}), 1, 2).Draw(t, "set"), rapid.SampledFrom([]SetMode{NoSetMode, Additive, Replace}).Draw(t, "mode")}
	}
}

// A route is alive, dead or redundant, and an order matters, exactly if it is so for some route of the world.
func TestAnswersAreExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := tinyPolicies(4).Draw(t, "policies")
		a := analysis(t, list, Egress, Universe{})
		met := map[int]bool{}
		verdicts := make([]Verdict, len(world))
		for i := range world {
			var matched []int
			verdicts[i], matched = a.program.Evaluate(Egress, &world[i].subject, &world[i].target, nil)
			for _, n := range matched {
				met[n] = true
			}
		}
		for _, s := range a.Standings() {
			if want := answerOf(met[s.Priority]); s.Alive != want {
				t.Fatalf("%d alive: %v, want %v; witness %+v", s.Priority, s.Alive, want, s.Witness)
			}
		}
		for k, r := range a.Redundancies() {
			if want := answerOf(!differ(verdicts, variantOf(a, a.without(k)))); r.Redundant != want {
				t.Fatalf("%d redundant: %v, want %v; witness %+v", r.Priority, r.Redundant, want, r.Witness)
			}
		}
		requireExactConflicts(t, a)
	})
}

func requireExactConflicts(t *rapid.T, a *Analysis) {
	conflicts, all := a.Conflicts()
	if !all {
		t.Fatal("not all conflicts")
	}
	for i := range a.index {
		for j := i + 1; j < len(a.index); j++ {
			p := a.chain.priorities([]int{i, j})
			got := slices.ContainsFunc(conflicts, func(c Conflict) bool { return c.First == p[0] && c.Second == p[1] })
			want := false
			moved := compileStrings(variantOf(a, a.moved(i, j)))
			for k := range world {
				before, matched := a.program.Evaluate(Egress, &world[k].subject, &world[k].target, nil)
				if slices.Contains(matched, p[0]) {
					after, _ := moved.Evaluate(Egress, &world[k].subject, &world[k].target, nil)
					want = want || different(&before, &after)
				}
			}
			if got != want {
				t.Fatalf("order of %v matters: %v, want %v", p, got, want)
			}
		}
	}
}

// variantOf returns the policies of a variant.
func variantOf(a *Analysis, v variant) (list []Policy) {
	for place := range a.index {
		if p, there := v(place); there {
			list = append(list, p)
		}
	}
	return list
}

func answerOf(b bool) Answer {
	if b {
		return Yes
	}
	return No
}

func different(a, b *Verdict) bool {
	for _, d := range differences() {
		if d.in(a, b) {
			return true
		}
	}
	return false
}

// differ reports whether a list has other verdicts about the world.
func differ(verdicts []Verdict, list []Policy) bool {
	p := compileStrings(list)
	for i := range world {
		if v, _ := p.Evaluate(Egress, &world[i].subject, &world[i].target, nil); different(&v, &verdicts[i]) {
			return true
		}
	}
	return false
}

// Two lists differ in something exactly if they do so for some route of the world.
func TestComparisonIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := tinyPolicies(3).Draw(t, "a"), tinyPolicies(3).Draw(t, "b")
		if rapid.Bool().Draw(t, "alike") {
			b = slices.Delete(slices.Clone(a), len(a)-1, len(a))
		}
		p, q := compileStrings(a), compileStrings(b)
		var more, less bool
		var in [DifferentCommunities + 1]bool
		for i := range world {
			x, _ := p.Evaluate(Egress, &world[i].subject, &world[i].target, nil)
			y, _ := q.Evaluate(Egress, &world[i].subject, &world[i].target, nil)
			more, less = more || x.Permit && !y.Permit, less || !x.Permit && y.Permit
			for _, d := range differences() {
				in[d] = in[d] || d.in(&x, &y)
			}
		}
		c := compare(a, b, Egress, Universe{}, someEffort(t))
		for _, check := range []struct {
			what string
			got  Found
			want bool
		}{
			{"more permitted", c.OnlyFirst, more}, {"less permitted", c.OnlySecond, less}, {"preference", c.Preference, in[DifferentPreference]},
			{"AS path", c.ASPath, in[DifferentASPath]}, {"communities", c.Communities, in[DifferentCommunities]},
		} {
			if check.got.Answer != answerOf(check.want) {
				t.Fatalf("%s: %v, want %v", check.what, check.got, check.want)
			}
		}
	})
}

// Every route of the world is in exactly one cell, which says what becomes of it.
func TestCellsPartitionTheWorld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := tinyPolicies(3).Draw(t, "policies")
		var q Query
		for range rapid.IntRange(0, 1).Draw(t, "limits") {
			tinyCondition(t, &q.Within)
		}
		q.Fate = rapid.SampledFrom([]Fate{AnyFate, Permitted, Denied}).Draw(t, "fate")
		a := analysis(t, list, Egress, Universe{})
		cells, all := a.Cells(q)
		if !all {
			t.Fatal("not all cells")
		}
		limits := compileStrings([]Policy{{Direction: Egress, Action: Deny, Match: q.Within}})
		for i := rapid.IntRange(0, 36).Draw(t, "from"); i < len(world); i += 37 {
			e := &world[i]
			r := route.Route{Prefix: e.subject.Prefix, Type: e.subject.Type, ASPath: e.subject.ASPath, Communities: e.subject.Communities,
				Preference: e.subject.Preference, Origin: originOf(&e.subject.Origin)}
			outside, _ := limits.Evaluate(Egress, &e.subject, &e.target, nil)
			v, matched := a.program.Evaluate(Egress, &e.subject, &e.target, nil)
			want := !outside.Permit && (q.Fate == AnyFate || (q.Fate == Permitted) == v.Permit)
			var in []*Cell
			for k := range cells {
				if cells[k].Contains(r, e.target) {
					in = append(in, &cells[k])
				}
			}
			if len(in) != len(matchedCells(want)) {
				t.Fatalf("%+v is in %d cells, want it in one: %v", e, len(in), want)
			}
			if want && (in[0].Permit != v.Permit || !slices.Equal(in[0].Policies, matched)) {
				t.Fatalf("%+v: cell says %v %v, evaluation %v %v", e, in[0].Permit, in[0].Policies, v.Permit, matched)
			}
		}
	})
}

func matchedCells(want bool) []int {
	if want {
		return []int{0}
	}
	return nil
}

// In a known universe, a policy is alive exactly if a route of the world from one of the sources to one of the targets
// meets it.
func TestUniverseIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := tinyPolicies(4).Draw(t, "policies")
		u := Universe{Sources: []Source{}, Targets: []Target[string]{}}
		for range rapid.IntRange(0, 3).Draw(t, "sources") {
			u.Sources = append(u.Sources, Source{rapid.SampledFrom(world).Draw(t, "source").subject.Origin, route.BGP})
		}
		for range rapid.IntRange(0, 2).Draw(t, "targets") {
			u.Targets = append(u.Targets, rapid.SampledFrom(world).Draw(t, "target").target)
		}
		a := analysis(t, list, Egress, u)
		met := map[int]bool{}
		for i := range world {
			e := &world[i]
			from := slices.ContainsFunc(u.Sources, func(s Source) bool { return s.Origin == e.subject.Origin })
			to := slices.ContainsFunc(u.Targets, func(t Target[string]) bool {
				return t.Peer == e.target.Peer && t.Instance == e.target.Instance && t.Kind == e.target.Kind
			})
			if from && to {
				_, matched := a.program.Evaluate(Egress, &e.subject, &e.target, nil)
				for _, n := range matched {
					met[n] = true
				}
			}
		}
		for _, s := range a.Standings() {
			if want := answerOf(met[s.Priority]); s.Alive != want {
				t.Fatalf("%d alive: %v, want %v; witness %+v", s.Priority, s.Alive, want, s.Witness)
			}
		}
	})
}

// A search finds a route exactly if there is one in the world.
func TestSearchIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := tinyPolicies(4).Draw(t, "policies")
		q := Query{Fate: rapid.SampledFrom([]Fate{AnyFate, Permitted, Denied}).Draw(t, "fate")}
		for range rapid.IntRange(0, 3).Draw(t, "limits") {
			tinyCondition(t, &q.Within)
		}
		a := analysis(t, list, Egress, Universe{})
		limits := compileStrings([]Policy{{Direction: Egress, Action: Deny, Match: q.Within}})
		want := slices.ContainsFunc(world, func(e example) bool {
			outside, _ := limits.Evaluate(Egress, &e.subject, &e.target, nil)
			v, _ := a.program.Evaluate(Egress, &e.subject, &e.target, nil)
			return !outside.Permit && (q.Fate == AnyFate || (q.Fate == Permitted) == v.Permit)
		})
		if w, answer := a.Search(q); answer != answerOf(want) {
			t.Fatalf("%v, want %v: %+v", answer, want, w)
		}
	})
}

// The shadows of a dead policy kill it alone, and none of them can be left out.
func TestShadowsAreMinimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := tinyPolicies(7).Draw(t, "policies")
		for _, dead := range analysis(t, list, Egress, Universe{}).Dead() {
			keep := func(but int) (rest []Policy) {
				for _, p := range list {
					if p.Priority == dead.Priority || p.Priority != but && slices.Contains(dead.Shadows, p.Priority) {
						rest = append(rest, p)
					}
				}
				return rest
			}
			alive := func(list []Policy) bool {
				standings := Analyze(list, Egress, Universe{}).Standings()
				return standings[len(standings)-1].Alive == Yes
			}
			if alive(keep(0)) {
				t.Fatalf("%d lives behind %v", dead.Priority, dead.Shadows)
			}
			for _, s := range dead.Shadows {
				if !alive(keep(s)) {
					t.Fatalf("%d is dead behind %v, even without %d", dead.Priority, dead.Shadows, s)
				}
			}
		}
	})
}
