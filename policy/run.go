package policy

import (
	"maps"
	"slices"

	"github.com/cenroute/cenroute/route"
)

// A run says in a logic what a chain of policies does with a route: which it asks, which match, and what attributes it has
// in between. There is no more to say for many ways through the chain than for few.
type run struct {
	*logic
	stops []stop
	asked []lit // by stop
	hits  []lit // by stop: it is asked and matches
	from  *run  // how the route came to stop start, which it is known to come to; nil: start is 0
	start int   // the stops in front of it are the same as those of from
	known map[moment]lit
}

// A stop is a policy in its place.
type stop struct {
	*step
	match  int
	next   int  // as in step, place among the stops
	barred bool // none of the routes that are looked for matches
}

// A moment is a property of the attributes in front of a stop that changes them.
type moment struct {
	of    property
	stop  int
	value uint32 // community, AS number or bit of the preference
	path  string
}

type property uint8

const (
	hasCommunity property = iota
	hasASNumber
	isPath
	preferenceBit
	hasOtherCommunity
)

// run returns the run of all routes through stops.
func (c *logic) run(stops []stop) *run {
	r := &run{logic: c, stops: stops, known: map[moment]lit{}}
	r.goOn(0, false)
	return r
}

// branch returns the run of the routes that have come through a run to stop start, as far as that is the same, and go on
// through other stops. If met is set, they match the conditions there. What it says holds for these routes only.
func (r *run) branch(stops []stop, start int, met bool) *run {
	b := r.comeTo(stops, start)
	b.goOn(start, met)
	return b
}

// comeTo returns the run of the routes that have come through a run to stop start, without what becomes of them there.
func (r *run) comeTo(stops []stop, start int) *run {
	b := &run{logic: r.logic, stops: stops, from: r, start: start, known: map[moment]lit{}}
	b.asked, b.hits = slices.Clone(r.asked[:start]), slices.Clone(r.hits[:start])
	for i := range start {
		if s := &stops[i]; s.deny || s.next == 0 {
			b.hits[i] = never
		}
	}
	return b
}

// goOn says what becomes of a route that has come to a stop.
func (r *run) goOn(start int, met bool) {
	comes := make([][]lit, len(r.stops)+1) // ways to a stop
	comes[start] = []lit{always}
	for i := start; i < len(r.stops); i++ {
		s := &r.stops[i]
		asked, hit := r.some(comes[i]), never
		switch {
		case met && i == start:
			hit = always
		case asked != never && !s.barred && r.work >= 0:
			hit = r.and(asked, r.matches(i, s.match))
		}
		r.asked, r.hits = append(r.asked, asked), append(r.hits, hit)
		comes[i+1] = append(comes[i+1], r.and(asked, hit.not()))
		if !s.deny && s.next > 0 {
			comes[s.next] = append(comes[s.next], hit)
		}
	}
}

// forget forgets what is not within an extent of the logic.
func (r *run) forget(to extent) {
	maps.DeleteFunc(r.known, func(_ moment, l lit) bool { return int(l/2) >= to.variables })
}

// matches returns the literal that a match holds for the route as it is in front of stop i.
func (r *run) matches(i, match int) lit {
	m := r.space.matches[match]
	list := []lit{r.fixed[match]}
	if list[0] == never {
		return never
	}
	switch path := &m.ASPath; {
	case len(path.List) == 0:
	case path.Mode == Include:
		var some []lit
		for _, n := range path.List {
			some = append(some, r.asNumber(i, n))
		}
		list = append(list, r.some(some))
	case path.Mode == Complete:
		list = append(list, r.isPath(i, path.List))
	default:
		return never
	}
	return r.all(append(list, r.communitiesMatch(i, &m.Communities)))
}

func (r *run) communitiesMatch(i int, m *CommunitiesMatch) lit {
	if len(m.List) == 0 {
		return always
	}
	var named []lit
	for _, c := range m.List {
		named = append(named, r.community(i, c))
	}
	switch m.Mode {
	case Include:
		return r.some(named)
	case Contain:
		return r.all(named)
	case Complete:
		for _, c := range r.space.community.values {
			if !slices.Contains(m.List, c) {
				named = append(named, r.community(i, c).not())
			}
		}
		return r.all(append(named, r.otherCommunity(i).not()))
	}
	return never
}

// last returns the last stop before i that changes something, and what is known of the moment in front of it.
func (r *run) last(i int, changes func(*stop) bool) int {
	for i--; i >= 0 && (r.stops[i].deny || r.hits[i] == never || !changes(&r.stops[i])); i-- {
	}
	return i
}

// at returns a property in front of stop i: what it was before the last stop that changes it, and what that makes of it.
func (r *run) at(i int, what moment, received func() lit, changes func(*stop) bool, made func(s *stop, before func() lit) lit) lit {
	k := r.last(i, changes)
	if k < 0 {
		return received()
	}
	if k < r.start {
		return r.from.at(min(i, r.start), what, received, changes, made)
	}
	if r.work < 0 {
		return never // no answer will be given
	}
	what.stop = k
	if l, ok := r.known[what]; ok {
		return l
	}
	before := func() lit { return r.at(k, what, received, changes, made) }
	l := r.either(r.hits[k], made(&r.stops[k], before), before())
	r.known[what] = l
	return l
}

// community returns whether the route has a community in front of stop i.
func (r *run) community(i int, c route.Community) lit {
	atom := r.space.community.number[c]
	return r.at(i, moment{of: hasCommunity, value: uint32(c)},
		func() lit { return r.atoms[ofCommunity][atom] },
		func(s *stop) bool { return s.replace && len(s.set) > 0 || s.set.Has(c) },
		func(s *stop, _ func() lit) lit { return always.is(s.set.Has(c)) })
}

// otherCommunity returns whether the route has a community that the lists do not name in front of stop i.
func (r *run) otherCommunity(i int) lit {
	return r.at(i, moment{of: hasOtherCommunity},
		func() lit { return r.atoms[ofCommunity][len(r.space.community.values)] },
		func(s *stop) bool { return s.replace && len(s.set) > 0 },
		func(*stop, func() lit) lit { return never })
}

// asNumber returns whether an AS number is in the AS path in front of stop i.
func (r *run) asNumber(i int, n uint32) lit {
	atom := r.space.asNumber.number[n]
	return r.at(i, moment{of: hasASNumber, value: n},
		func() lit { return r.atoms[ofASPath][atom] },
		func(s *stop) bool { return slices.Contains(s.prepend, n) },
		func(*stop, func() lit) lit { return always })
}

// isPath returns whether the AS path in front of stop i is equal to a path.
func (r *run) isPath(i int, path route.ASPath) lit {
	k := r.last(i, (*stop).prepends)
	if k < 0 {
		return r.hasPath(path)
	}
	if k < r.start {
		return r.from.isPath(min(i, r.start), path)
	}
	if r.work < 0 {
		return never
	}
	what := moment{isPath, k, 0, signatureOfPath(path)}
	if l, ok := r.known[what]; ok {
		return l
	}
	made := never
	if front := r.stops[k].prepend; len(front) <= len(path) && slices.Equal(path[:len(front)], front) {
		made = r.isPath(k, path[len(front):])
	}
	l := r.either(r.hits[k], made, r.isPath(k, path))
	r.known[what] = l
	return l
}

func (s *stop) prepends() bool { return len(s.prepend) > 0 }

func signatureOfPath(path route.ASPath) string {
	key := make([]byte, 0, 4*len(path))
	for _, n := range path {
		key = append(key, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	return string(key)
}

// preference returns a bit of the preference in front of stop i, where 0 is the one that was received.
func (r *run) preference(i, bit int) lit {
	return r.at(i, moment{of: preferenceBit, value: uint32(bit)},
		func() lit { return never },
		func(s *stop) bool { return s.preference != 0 },
		func(s *stop, _ func() lit) lit { return always.is(s.preference>>bit&1 != 0) })
}

// preferenceBits is the number of bits of a preference.
const preferenceBits = 7

// denied returns whether the route is denied.
func (r *run) denied() lit {
	return r.hit(func(s *stop) bool { return s.deny })
}

// verdict returns whether the route is permitted, or whether it is not.
func (r *run) verdict(permitted bool) lit {
	if permitted {
		return r.denied().not()
	}
	return r.denied()
}

// hit returns whether one of some stops is met.
func (r *run) hit(some func(*stop) bool) lit {
	var list []lit
	for i := range r.stops {
		if some(&r.stops[i]) {
			list = append(list, r.hits[i])
		}
	}
	return r.some(list)
}

// setPreference returns the preference that the route has been found to be given, 0: none.
func (r *run) setPreference() (p uint8) {
	for i := range r.stops {
		if s := &r.stops[i]; !s.deny && s.preference != 0 && r.holds(r.hits[i]) {
			p = s.preference
		}
	}
	return p
}
