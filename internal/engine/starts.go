package engine

import (
	"cmp"
	"net/netip"
	"slices"
)

// A Start says that a prefix starts at an origin.
type Start struct {
	Prefix netip.Prefix
	Origin Origin
}

// A StartList says that many prefixes start at an origin.
type StartList struct {
	Prefixes []netip.Prefix
	Origin   Origin
}

// Starts are all prefixes of a network with the origins at which they start, but for its aggregates. A long list of
// prefixes stays one, so that it can be recognized in another version of the network without a look at each prefix.
type Starts struct {
	Single []Start
	Lists  []StartList
}

// Add says that a prefix starts at an origin.
func (s *Starts) Add(p netip.Prefix, o Origin) { s.Single = append(s.Single, Start{p, o}) }

// AddList says that the prefixes of a list start at an origin. The list must not be changed afterwards.
func (s *Starts) AddList(list []netip.Prefix, o Origin) {
	const long = 32
	if len(list) >= long {
		s.Lists = append(s.Lists, StartList{list, o})
		return
	}
	for _, p := range list {
		s.Add(p, o)
	}
}

// translated returns the starts with the origins of another network.
func (s *Starts) translated(to []Origin) Starts {
	t := Starts{slices.Clone(s.Single), slices.Clone(s.Lists)}
	for i := range t.Single {
		t.Single[i].Origin = to[t.Single[i].Origin]
	}
	for i := range t.Lists {
		t.Lists[i].Origin = to[t.Lists[i].Origin]
	}
	return t
}

// withAggregates returns the starts with those of the aggregates of a network.
func (s *Starts) withAggregates(n *Network) Starts {
	all := Starts{slices.Clone(s.Single), s.Lists}
	n.eachAggregate(all.Add)
	return all
}

// without returns the starts that others do not have, each counted as often as it is there.
func (s *Starts) without(others *Starts) []Start {
	rest, taken := Starts{Single: slices.Clone(s.Single)}, Starts{Single: slices.Clone(others.Single)}
	met := make([]bool, len(others.Lists))
	for _, l := range s.Lists {
		at := -1
		for i := range others.Lists {
			if !met[i] && l.Origin == others.Lists[i].Origin && sameList(l.Prefixes, others.Lists[i].Prefixes) {
				at = i
				break
			}
		}
		if at >= 0 {
			met[at] = true
			continue
		}
		rest.unfold(&l)
	}
	for i := range met {
		if !met[i] {
			taken.unfold(&others.Lists[i])
		}
	}
	return difference(rest.Single, taken.Single)
}

// unfold adds the prefixes of a list one by one.
func (s *Starts) unfold(l *StartList) {
	s.Single = slices.Grow(s.Single, len(l.Prefixes))
	for _, p := range l.Prefixes {
		s.Add(p, l.Origin)
	}
}

// sameList tells whether two lists of prefixes are the same, which takes no time where they are one.
func sameList(a, b []netip.Prefix) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

// difference returns the elements of a list that another one does not have, each counted as often as it is there, in
// order. It sorts both.
func difference(list, others []Start) (rest []Start) {
	slices.SortFunc(list, compareStarts)
	slices.SortFunc(others, compareStarts)
	for _, s := range list {
		for len(others) > 0 && compareStarts(others[0], s) < 0 {
			others = others[1:]
		}
		if len(others) > 0 && others[0] == s {
			others = others[1:]
			continue
		}
		rest = append(rest, s)
	}
	return rest
}

func compareStarts(a, b Start) int {
	return cmp.Or(compare(a.Prefix, b.Prefix), cmp.Compare(a.Origin, b.Origin))
}
