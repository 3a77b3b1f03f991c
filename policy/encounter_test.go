package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/route"
)

// Where it is plain that the order of two policies does not matter, it matters for no route of the world.
func TestAlikeIsExact(t *testing.T) {
	plain := 0
	check := func(t *rapid.T) {
		list := tinyPolicies(3).Draw(t, "policies")
		last := &list[len(list)-1]
		if rapid.Bool().Draw(t, "onward") && last.Action == Permit {
			last.Next = nextFollowing
		}
		a := Analyze(list, Egress, Universe{})
		for i := range list {
			a.chain.encounters(i, func(e *encounter) bool {
				if !e.alike() {
					return true
				}
				plain++
				moved := compileStrings(variantOf(a, a.moved(i, e.j)))
				for k := rapid.IntRange(0, 6).Draw(t, "from"); k < len(world); k += 7 {
					before, matched := a.program.Evaluate(Egress, &world[k].subject, &world[k].target, nil)
					after, _ := moved.Evaluate(Egress, &world[k].subject, &world[k].target, nil)
					if slices.Contains(matched, list[i].Priority) && different(&before, &after) {
						t.Fatalf("%d and %d: %+v in this order, %+v in the other one, of %+v", list[i].Priority, list[e.j].Priority, before, after, world[k])
					}
				}
				return true
			})
		}
	}
	for range 8 { // few lists have a pair that a slip would call plain
		rapid.Check(t, check)
	}
	if plain == 0 {
		t.Error("it was plain of no two policies")
	}
}

// A route that does not meet the first policy says nothing about its order, however it is treated when the second stands in
// front: here 40 would save from 30 what 10 keeps from 20.
func TestConflictIsOfARouteThatMeetsTheFirst(t *testing.T) {
	vast := inside(Include, "10.0.0.0/8")
	list := []Policy{then(tagging(permit(10, vast), Replace, c2), nextFollowing), deny(20, tagged(Include, c1)), deny(30, tagged(Include, c2)), permit(40, vast)}
	for _, e := range []effort{usualEffort, {}, {tries: true}} {
		a := Analyze(list, Egress, Universe{})
		a.effort = e
		conflicts, all := a.Conflicts()
		if !all || slices.ContainsFunc(conflicts, func(c Conflict) bool { return c.First == 20 && c.Second == 40 }) {
			t.Errorf("with %+v: %+v, %v", e, conflicts, all)
		}
	}
}

// What a policy changes keeps a route from matching another one, or it does not.
func TestLeaves(t *testing.T) {
	prepends, adds, replaces := prepending(permit(1, Match{}), 65001), tagging(permit(1, Match{}), Additive, c1), tagging(permit(1, Match{}), Replace, c1)
	for _, c := range []struct {
		name   string
		change Policy
		match  Match
		want   bool
	}{
		{"nothing changed", permit(1, Match{}), path(Complete, 65001), true},
		{"in front of a path that has a number", prepends, path(Include, 65002), true},
		{"in front of a path as a whole", prepends, path(Complete, 65001, 65002), false},
		{"a path, and communities are asked for", prepends, tagged(Complete, c1), true},
		{"one more community beside one of some", adds, tagged(Include, c2), true},
		{"one more community beside all of some", adds, tagged(Contain, c2), true},
		{"one more community beside just these", adds, tagged(Complete, c1), false},
		{"another community in place of one", replaces, tagged(Include, c2), false},
		{"the very community", replaces, tagged(Complete, c1), true},
	} {
		list := []Policy{c.change, deny(2, c.match)}
		steps := chainOf(list...).steps
		if got := steps[0].leaves(&steps[1]); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// A route that is made up has the conditions that are asked for, and few others.
func TestAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := tinyPolicies(5).Draw(t, "policies")
		a := Analyze(list, Egress, Universe{})
		i, j := rapid.IntRange(0, len(list)-1).Draw(t, "i"), rapid.IntRange(0, len(list)-1).Draw(t, "j")
		w, ok := a.chain.space.alone(a.chain.space.all, &a.chain.plain[i], &a.chain.plain[j])
		if !ok {
			return
		}
		for _, k := range []int{i, j} {
			if !holds(list[k].Match, Egress, *subjectOf(&w.Route), w.To) {
				t.Fatalf("%+v does not match %d", w, list[k].Priority)
			}
		}
	})
}

func TestAloneAvoidsOthers(t *testing.T) {
	a := chainOf(deny(1, inside(Include, "10.0.0.0/8")), deny(2, inside(Include, "10.0.0.0/9")), deny(3, inside(Include, "10.128.0.0/10")))
	w, ok := a.space.alone(a.space.all, &a.plain[0])
	if !ok || holds(a.list[1].Match, Egress, *subjectOf(&w.Route), w.To) || holds(a.list[2].Match, Egress, *subjectOf(&w.Route), w.To) {
		t.Errorf("%v, %v", w.Route.Prefix, ok)
	}
	never := conjunction{never: true}
	if w, ok := a.space.alone(a.space.all, &a.plain[0], &never); ok {
		t.Errorf("a route that never is: %+v", w)
	}
}

// Changes are told apart by all that they make of a route.
func TestChangesAreToldApart(t *testing.T) {
	list := []Policy{
		permit(1, Match{}), setting(permit(1, Match{}), 7), prepending(permit(1, Match{}), 65001), prepending(permit(1, Match{}), 65001, 65002),
		tagging(permit(1, Match{}), Additive, c1), tagging(permit(1, Match{}), Replace, c1), tagging(permit(1, Match{}), Additive, c1, c2),
		tagging(prepending(permit(1, Match{}), 65001), Additive, route.Community(65002)),
	}
	for i := range list {
		for k := range list {
			p, q := stepOf(&list[i], 0), stepOf(&list[k], 0)
			if got := p.alone().equal(*q.alone()); got != (i == k) {
				t.Errorf("%+v and %+v are equal: %v", list[i].Set, list[k].Set, got)
			}
		}
	}
}
