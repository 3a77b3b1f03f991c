package policy

import (
	"slices"
	"testing"

	"github.com/cenroute/cenroute/route"
)

// intervals are all intervals of sets over three atoms, a few of which are empty.
func intervals() (list []interval) {
	for lower := range uint64(8) {
		for upper := range uint64(8) {
			list = append(list, interval{atomSet{lower}, atomSet{upper}})
		}
	}
	return list
}

func (i interval) holds(set uint64) bool {
	return i.lower.within(atomSet{set}) && atomSet{set}.within(i.upper)
}

func (s subset) holds(set uint64) bool {
	return s.interval.holds(set) && !slices.ContainsFunc(s.not, func(i interval) bool { return i.holds(set) })
}

// setsWhere returns the sets over three atoms for which a condition holds.
func setsWhere(holds func(uint64) bool) (list []uint64) {
	for set := range uint64(8) {
		if holds(set) {
			list = append(list, set)
		}
	}
	return list
}

// What is said of two intervals that are not empty is said of the sets in them, all of them.
func TestIntervals(t *testing.T) {
	for _, a := range intervals() {
		for _, b := range intervals() {
			inA, inB := setsWhere(a.holds), setsWhere(b.holds)
			if len(inA) == 0 || len(inB) == 0 {
				continue
			}
			outside := slices.ContainsFunc(inA, func(set uint64) bool { return !b.holds(set) })
			if a.within(b) == outside {
				t.Errorf("%v within %v: %v", a, b, !outside)
			}
			common := slices.ContainsFunc(inA, b.holds)
			if a.disjoint(b) == common {
				t.Errorf("%v disjoint from %v: %v", a, b, common)
			}
		}
	}
}

// A subset that is cut holds what it held and the cut leaves, and what it says is empty is empty. Of the intervals that it
// excludes it keeps those alone that take something from it, and not all.
func TestSubsets(t *testing.T) {
	list := slices.DeleteFunc(intervals(), func(i interval) bool { return len(setsWhere(i.holds)) == 0 })
	for _, first := range list {
		for _, out := range list {
			start, ok := subset{interval: first}.outside(out)
			checkCut(t, subset{interval: first}, start, ok, func(set uint64) bool { return !out.holds(set) })
			if !ok {
				continue
			}
			for _, cut := range list {
				in, ok := start.inside(cut)
				checkCut(t, start, in, ok, cut.holds)
				rest, ok := start.outside(cut)
				checkCut(t, start, rest, ok, func(set uint64) bool { return !cut.holds(set) })
				if avoids := start.avoids(cut); avoids != slices.ContainsFunc(start.not, func(i interval) bool { return cut.within(i) }) {
					t.Errorf("%v avoids %v: %v", start, cut, avoids)
				}
			}
		}
	}
}

func checkCut(t *testing.T, was, got subset, ok bool, cut func(uint64) bool) {
	t.Helper()
	want := setsWhere(func(set uint64) bool { return was.holds(set) && cut(set) })
	switch {
	case !ok && len(want) > 0:
		t.Errorf("%v, cut, is said to be empty, want %v", was, want)
	case ok && !slices.Equal(setsWhere(got.holds), want):
		t.Errorf("%v became %v, which holds %v, want %v", was, got, setsWhere(got.holds), want)
	}
	for _, not := range got.not {
		if ok && (got.disjoint(not) || got.within(not)) {
			t.Errorf("%v excludes %v, which takes nothing or all", got, not)
		}
	}
}

// paths are AS paths over two numbers that are named and one that is not.
func paths() []route.ASPath {
	list := []route.ASPath{{}}
	for _, a := range []uint32{1, 2, 9} {
		list = append(list, route.ASPath{a})
		for _, b := range []uint32{1, 2, 9} {
			list = append(list, route.ASPath{a, b})
		}
	}
	return list
}

// conditions are conditions on the AS path: one path, all paths whose numbers lie in an interval, and the negations.
func conditions(s *space) (list []literal) {
	add := func(l literal) {
		l.dimension = ofASPath
		list = append(list, l)
		l.not = true
		list = append(list, l)
	}
	for _, path := range []route.ASPath{{}, {1}, {1, 2}, {2, 1}, {9}} {
		atoms := s.asNumber.atoms(path)
		add(literal{exact: true, path: path, interval: interval{atoms, atoms}})
	}
	for _, i := range []interval{
		{s.asNumber.atoms(nil), s.asNumber.atoms([]uint32{1})},
		{s.asNumber.atoms(nil), s.asNumber.atoms([]uint32{1, 2})},
		{s.asNumber.atoms([]uint32{1}), s.asNumber.all()},
		{s.asNumber.atoms([]uint32{1, 2}), s.asNumber.atoms([]uint32{1, 2})},
	} {
		add(literal{interval: i})
	}
	return list
}

// in tells whether a condition holds for an AS path.
func (l *literal) in(s *space, path route.ASPath) bool {
	if l.exact {
		return slices.Equal(l.path, path) != l.not
	}
	return l.interval.holds(s.asNumber.atoms(path)[0]) != l.not
}

// holds tells whether an AS path is in a box.
func (b *box) holds(s *space, path route.ASPath) bool {
	return b.sets[ofASPath-points].holds(s.asNumber.atoms(path)[0]) && !b.excludes(path) && (!b.fixed || slices.Equal(b.path, path))
}

// A box that is cut by conditions holds exactly the paths for which all of them hold. What it says of another condition is
// so, and of a box with one cut it says everything that is so, unless the cut leaves out an interval.
func TestBoxes(t *testing.T) {
	s := newSpace(Universe{}, Ingress, []*Match{{ASPath: ASPathMatch{List: route.ASPath{1, 2}}}}, nil)
	all := conditions(s)
	for i := range all {
		first, ok := s.all.and(&all[i])
		if !ok {
			t.Fatalf("no path in %+v", all[i])
		}
		if !first.implies(&all[i]) {
			t.Errorf("%+v holds where %+v does, and does not know it", first, all[i])
		}
		for k := range all {
			exactly := !all[i].not || all[i].exact && all[k].exact && len(all[i].path) > 0
			checkCondition(t, s, first, &all[k], exactly)
			second, ok := first.and(&all[k])
			if !ok {
				continue
			}
			if !second.implies(&all[i]) || !second.implies(&all[k]) {
				t.Errorf("%+v does not know that it was cut by %+v and %+v", second, all[i], all[k])
			}
			for m := range all {
				checkCondition(t, s, second, &all[m], false)
			}
		}
	}
}

// checkCondition checks what a box says of a condition, and what is left of the box where it holds; exactly: that nothing
// is missed.
func checkCondition(t *testing.T, s *space, b box, l *literal, exactly bool) {
	t.Helper()
	some, every := false, true
	cut, ok := b.and(l)
	for _, path := range paths() {
		if !b.holds(s, path) {
			continue
		}
		in := l.in(s, path)
		some, every = some || in, every && in
		if ok && cut.holds(s, path) != in {
			t.Errorf("%v in %+v with %+v: %v", path, b, l, !in)
		}
	}
	if some && (!ok || !b.allows(l)) {
		t.Errorf("%+v is said not to meet %+v", b, l)
	}
	if !every && b.implies(l) {
		t.Errorf("%+v is said to imply %+v", b, l)
	}
	if exactly && some != b.allows(l) {
		t.Errorf("%+v meets %+v: not noticed that it does not", b, l)
	}
	if exactly && every != b.implies(l) {
		t.Errorf("%+v implies %+v: not noticed", b, l)
	}
	if two := []literal{*l, *l}; b.impliesAll(two) != b.implies(l) || b.impliesOne(two[:1]) != b.implies(l) || b.impliesOne(nil) {
		t.Errorf("%+v: what is said of one condition %+v is not said of two", b, l)
	}
}
