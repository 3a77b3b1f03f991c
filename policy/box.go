package policy

import (
	"slices"

	"github.com/cenroute/cenroute/route"
)

// A box is a set of routes and targets: a product of conditions, one for each dimension.
type box struct {
	points   [points]atomSet               // nil: the dimension is not used
	sets     [ofASPath - points + 1]subset // by dimension - points
	fixed    bool                          // the AS path is path
	path     route.ASPath
	excluded []route.ASPath // the AS path is none of these
}

// A subset is a set of sets: those in the interval and in none of the others.
type subset struct {
	interval
	not []interval // none of them contains the interval, none is disjoint from it
}

// everything returns the box of everything.
func (s *space) everything() (b box) {
	for d := range b.points {
		b.points[d] = s.whole(dimension(d))
	}
	for d := range b.sets {
		all := s.whole(points + dimension(d))
		b.sets[d].interval = interval{newAtoms(64 * len(all)), all}
	}
	return b
}

// and returns the part of the box in which l holds. ok is false if that is plainly empty; whether it really is not, only
// pick can tell.
func (b box) and(l *literal) (r box, ok bool) {
	switch {
	case l.dimension < points:
		b.points[l.dimension] = b.points[l.dimension].and(l.points)
		return b, !b.points[l.dimension].empty()
	case l.exact && l.not:
		return b.exclude(l)
	case l.exact:
		if b.fixed && !slices.Equal(b.path, l.path) || b.excludes(l.path) {
			return b, false
		}
		b.fixed, b.path = true, l.path
	}
	set := &b.sets[l.dimension-points]
	if l.not {
		*set, ok = set.outside(l.interval)
	} else {
		*set, ok = set.inside(l.interval)
	}
	return b, ok
}

// allows reports whether the part of the box in which l holds is not plainly empty.
func (b *box) allows(l *literal) bool {
	if l.dimension < points {
		return b.points[l.dimension].meets(l.points)
	}
	set := &b.sets[l.dimension-points]
	switch {
	case l.exact && l.not:
		return !b.fixed || !slices.Equal(b.path, l.path)
	case l.exact:
		return (!b.fixed || slices.Equal(b.path, l.path)) && !b.excludes(l.path) && !set.disjoint(l.interval)
	case l.not:
		return !set.within(l.interval)
	}
	return !set.disjoint(l.interval)
}

// exclude returns the box without one AS path. The empty path is the only one of its set.
func (b box) exclude(l *literal) (box, bool) {
	switch set := &b.sets[ofASPath-points]; {
	case b.fixed:
		return b, !slices.Equal(b.path, l.path)
	case len(l.path) == 0:
		r, ok := set.outside(l.interval)
		*set = r
		return b, ok
	case set.disjoint(l.interval):
		return b, true
	}
	b.excluded = append(slices.Clip(b.excluded), l.path)
	return b, true
}

func (b *box) excludes(path route.ASPath) bool {
	return slices.ContainsFunc(b.excluded, func(p route.ASPath) bool { return slices.Equal(p, path) })
}

// all returns the part of the box in which all literals hold; ok as for and.
func (b box) all(literals []literal) (r box, ok bool) {
	for i := range literals {
		if b, ok = b.and(&literals[i]); !ok {
			return b, false
		}
	}
	return b, true
}

// implies reports whether l holds in all of the box. It may miss that it does.
func (b *box) implies(l *literal) bool {
	if l.dimension < points {
		return b.points[l.dimension].within(l.points)
	}
	set := &b.sets[l.dimension-points]
	switch {
	case l.exact && l.not:
		return b.fixed && !slices.Equal(b.path, l.path) || b.excludes(l.path) || set.disjoint(l.interval) || set.avoids(l.interval)
	case l.exact:
		return b.fixed && slices.Equal(b.path, l.path)
	case l.not:
		return set.disjoint(l.interval) || set.avoids(l.interval)
	}
	return set.within(l.interval)
}

// impliesAll reports whether all literals hold in all of the box. It may miss that they do.
func (b *box) impliesAll(literals []literal) bool {
	for i := range literals {
		if !b.implies(&literals[i]) {
			return false
		}
	}
	return true
}

// impliesOne reports whether one of the literals holds in all of the box. It may miss that one does.
func (b *box) impliesOne(literals []literal) bool {
	for i := range literals {
		if b.implies(&literals[i]) {
			return true
		}
	}
	return false
}

// within reports whether every set of s is in i.
func (s *interval) within(i interval) bool { return i.lower.within(s.lower) && s.upper.within(i.upper) }

// disjoint reports whether no set of s is in i.
func (s *interval) disjoint(i interval) bool {
	return !i.lower.within(s.upper) || !s.lower.within(i.upper)
}

// avoids reports whether i lies in an interval that s excludes.
func (s *subset) avoids(i interval) bool {
	return slices.ContainsFunc(s.not, func(not interval) bool { return i.within(not) })
}

// inside returns the sets of s that are in i.
func (s subset) inside(i interval) (subset, bool) {
	s.interval = interval{s.lower.or(i.lower), s.upper.and(i.upper)}
	if !s.lower.within(s.upper) {
		return s, false
	}
	return s.simplify()
}

// outside returns the sets of s that are not in i.
func (s subset) outside(i interval) (subset, bool) {
	switch {
	case s.within(i):
		return s, false
	case s.disjoint(i):
		return s, true
	}
	s.not = append(slices.Clip(s.not), i)
	return s, true
}

// simplify drops what the interval already excludes.
func (s subset) simplify() (subset, bool) {
	keep := make([]interval, 0, len(s.not))
	for _, i := range s.not {
		switch {
		case s.within(i):
			return s, false
		case !s.disjoint(i):
			keep = append(keep, i)
		}
	}
	s.not = keep
	return s, true
}
