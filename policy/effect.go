package policy

import (
	"slices"

	"github.com/cenroute/cenroute/route"
)

// A Difference is what two outcomes for one route differ in.
type Difference uint8

// The closed set of differences.
const (
	DifferentVerdict Difference = iota // one is permitted, the other is not
	DifferentPreference
	DifferentASPath
	DifferentCommunities
)

// differences lists the set.
func differences() []Difference {
	return []Difference{DifferentVerdict, DifferentPreference, DifferentASPath, DifferentCommunities}
}

// in reports whether two results for a received route show the difference.
func (d Difference) in(a, b *Verdict) bool {
	switch {
	case d == DifferentVerdict:
		return a.Permit != b.Permit
	case !a.Permit || !b.Permit:
		return false
	case d == DifferentPreference:
		return a.Preference != b.Preference
	case d == DifferentASPath:
		return !slices.Equal(a.ASPath, b.ASPath)
	}
	return !slices.Equal(a.Communities, b.Communities)
}

// between returns the routes for which two outcomes show the difference, as a literal. It is nil where that is all routes,
// and possible is false where it is none.
//
// A preference that one outcome sets and the other leaves alone makes a difference for all received preferences but one;
// an AS path is changed in front, so that two changes are equal for every path or for none.
func (d Difference) between(s *space, a, b *outcome) (l *literal, possible bool) {
	switch {
	case d == DifferentVerdict:
		return nil, a.deny != b.deny
	case a.deny || b.deny:
		return nil, false
	case d == DifferentPreference:
		return nil, a.change.preference != b.change.preference
	case d == DifferentASPath:
		return nil, !slices.Equal(a.change.prepend, b.change.prepend)
	}
	return s.differentCommunities(&a.change, &b.change)
}

// differentCommunities returns the sets of communities that two changes make different sets of.
func (s *space) differentCommunities(a, b *change) (l *literal, possible bool) {
	if b.replaced {
		a, b = b, a
	}
	switch {
	case a.replaced && b.replaced:
		return nil, !slices.Equal(a.communities, b.communities)
	case a.replaced && !containsAll(a.communities, b.communities):
		return nil, true
	case a.replaced: // equal for the sets that b's addition completes to a's
		missing := without(a.communities, b.communities)
		return &literal{dimension: ofCommunity, not: true,
			interval: interval{s.community.atoms(missing), s.community.atoms(a.communities)}}, true
	}
	apart := slices.Concat(without(a.communities, b.communities), without(b.communities, a.communities))
	if len(apart) == 0 {
		return nil, false
	}
	return &literal{dimension: ofCommunity, not: true, interval: interval{s.community.atoms(apart), s.community.all()}}, true
}

// different looks for a route of an outcome b for which it differs from outcome a, whose routes include those of b.
func (s *solver) different(d Difference, a, b *outcome) (w Witness, answer Answer) {
	l, possible := d.between(s.space, a, b)
	if !possible {
		return w, No
	}
	box, ok := b.box, true
	if l != nil {
		box, ok = box.and(l)
	}
	if !ok {
		return w, No
	}
	w, answer = s.witness(box, b.clauses)
	if p := w.Route.Preference; d == DifferentPreference && (p == a.change.preference || p == b.change.preference) {
		w.Route.Preference = unusedPreference(a.change.preference, b.change.preference)
	}
	return w, answer
}

// unusedPreference returns a preference other than two.
func unusedPreference(a, b uint8) uint8 {
	p := uint8(route.DefaultPreference)
	for p == a || p == b {
		p++
	}
	return p
}

// goOn returns the routes of the outcome as a walk that stands before place at, changed as given.
func (a *outcome) goOn(at int, c change) walk {
	return walk{at: at, box: a.box, clauses: slices.Clip(a.clauses), change: c}
}

// apart looks for a route for which the outcomes of two sets of ways differ in anything. The ways of the second are those
// of the routes of an outcome of the first.
func (s *solver) apart(first func(yield func(outcome) bool), second func(a *outcome, yield func(outcome) bool)) (d Difference, w Witness, answer Answer) {
	first(func(a outcome) bool {
		second(&a, func(b outcome) bool {
			for _, d = range differences() {
				if w, answer = s.different(d, &a, &b); answer != No {
					return false
				}
			}
			return true
		})
		return answer == No
	})
	return d, w, answer
}
