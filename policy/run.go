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
	where []lit // hold for its routes

	changes []*influences // by stop; nil: it leaves all conditions as they are
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
	value uint32 // community, match or bit of the preference
	path  string
}

type property uint8

const (
	hasCommunity property = iota
	isPath
	preferenceBit
	hasOtherCommunity
	asPathMatches
	communitiesMatch
)

// run returns the run of all routes through stops.
func (c *logic) run(stops []stop) *run {
	r := c.of(stops)
	r.goOn(0, false)
	return r
}

// of returns a run of which nothing is known yet.
func (c *logic) of(stops []stop) *run {
	r := &run{logic: c, stops: stops, known: map[moment]lit{}, changes: make([]*influences, len(stops))}
	for i := range stops {
		r.changes[i] = c.influencesOf(stops[i].step)
	}
	return r
}

// meeting returns the run of the routes that meet a stop, and moves the focus to these.
func (r *run) meeting(stop int) *run {
	r.focusOn()
	for i := range r.stops[:stop] {
		if s := &r.stops[i]; s.deny || s.next == 0 || s.next > stop {
			r.add(r.hits[stop].not(), r.hits[i].not()) // a route takes one way
		}
	}
	return r.given(r.hits[stop])
}

// given returns the run of those of its routes for which a literal holds, and moves the focus to these.
func (r *run) given(l lit) *run {
	where := append(slices.Clip(r.where), l)
	r.focusOn(where...)
	g := &run{logic: r.logic, stops: r.stops, where: where, from: r.from, start: r.start, known: map[moment]lit{}, changes: r.changes}
	g.asked, g.hits = make([]lit, len(r.asked)), make([]lit, len(r.hits))
	for i := range r.hits {
		g.asked[i], g.hits[i] = r.logic.known(r.asked[i]), r.logic.known(r.hits[i])
	}
	return g
}

// empty reports whether it is known that the run, in the focus, has no routes.
func (r *run) empty() bool { return r.broken || len(r.choices) < len(r.focus) }

// branch returns the run of the routes that have come through a run to stop start, as far as that is the same, and go on
// through other stops. If met is set, they match the conditions there. What it says holds for these routes only.
func (r *run) branch(stops []stop, start int, met bool) *run {
	b := r.comeTo(stops, start)
	b.goOn(start, met)
	return b
}

// comeTo returns the run of the routes that have come through a run to stop start, without what becomes of them there.
func (r *run) comeTo(stops []stop, start int) *run {
	b := r.of(stops)
	b.from, b.start = r, start
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

// leads lets another run meet, from a stop on, the stops that r meets, of which at gives the places there, but for stop j.
// Only some stops, j among them, are met in one of the runs and not in the other. It returns the literal that this is not
// what would become of its routes, as what these stops change turns a condition.
func (r *run) leads(m *run, j, from int, at func(stop int) int, apart ...int) (strays lit) {
	m.hits = append(m.hits, slices.Repeat([]lit{never}, len(m.stops)-len(m.hits))...)
	var list []lit
	for k := from; k < len(r.stops); k++ {
		match := r.stops[k].match
		if k == j || r.asked[k] == never || r.logic.known(r.fixed[match]) == never {
			continue
		}
		m.hits[at(k)] = r.hits[k]
		if slices.ContainsFunc(apart, func(stop int) bool { return r.turns(stop, match) }) {
			differ := r.unlike(r.attributesMatch(k, match), m.attributesMatch(at(k), match))
			list = append(list, r.all([]lit{r.asked[k], r.fixed[match], differ}))
		}
	}
	return r.some(list)
}

// forget forgets what is not within an extent of the logic.
func (r *run) forget(to extent) {
	maps.DeleteFunc(r.known, func(_ moment, l lit) bool { return int(l/2) >= to.variables })
}

// include returns the literal that the route as it was received has one of some values.
func (c *logic) include(d dimension, some atomSet) lit {
	return c.between(d, hit(d, some, c.space.whole(d)).interval).not()
}

// turns reports whether what a stop changes can make a match hold that did not, or the other way round.
func (r *run) turns(stop, match int) bool {
	by := r.changes[stop]
	return by != nil && (by.asPath[match] != leaves || by.communities[match] != leaves)
}

// matches returns the literal that a match holds for the route as it is in front of stop i.
func (r *run) matches(i, match int) lit {
	if r.fixed[match] == never {
		return never
	}
	return r.and(r.fixed[match], r.attributesMatch(i, match))
}

// attributesMatch returns the literal that the conditions of a match hold that a change can touch.
func (r *run) attributesMatch(i, match int) lit {
	return r.and(r.asPathMatches(i, match), r.communitiesMatch(i, match))
}

// asPathMatches returns the literal that the condition of a match on the AS path holds in front of stop i.
func (r *run) asPathMatches(i, match int) lit {
	m := &r.space.matches[match].ASPath
	switch {
	case len(m.List) == 0:
		return always
	case m.Mode == Complete:
		return r.isPath(i, m.List)
	case m.Mode != Include:
		return never
	}
	return r.at(i, moment{of: asPathMatches, value: uint32(match)},
		func() lit { return r.include(ofASPath, r.named[match].asPath) },
		func(k int) bool { return r.changes[k] != nil && r.changes[k].asPath[match] != leaves },
		func(int) lit { return always })
}

// communitiesMatch returns the literal that the condition of a match on the communities holds in front of stop i.
func (r *run) communitiesMatch(i, match int) lit {
	m := &r.space.matches[match].Communities
	if len(m.List) == 0 {
		return always
	}
	return r.at(i, moment{of: communitiesMatch, value: uint32(match)},
		func() lit { return r.received(m.Mode, r.named[match].communities) },
		func(k int) bool { return r.changes[k] != nil && r.changes[k].communities[match] != leaves },
		func(k int) lit {
			switch r.changes[k].communities[match] {
			case fulfils:
				return always
			case prevents:
				return never
			}
			return r.completed(k, m)
		})
}

// received returns the literal that the communities of the route as it was received meet a condition.
func (r *run) received(m Mode, list atomSet) lit {
	switch m {
	case Include:
		return r.include(ofCommunity, list)
	case Contain:
		return r.between(ofCommunity, interval{list, r.space.community.all()})
	case Complete:
		return r.between(ofCommunity, interval{list, list})
	}
	return never
}

// completed returns the literal that what stop k adds to the communities makes them meet a condition on all of them.
func (r *run) completed(k int, m *CommunitiesMatch) lit {
	var list []lit
	for _, c := range r.space.community.values {
		switch listed := slices.Contains(m.List, c); {
		case listed && !r.stops[k].set.Has(c):
			list = append(list, r.community(k, c))
		case !listed && m.Mode == Complete:
			list = append(list, r.community(k, c).not())
		}
	}
	if m.Mode == Complete {
		list = append(list, r.otherCommunity(k).not())
	}
	return r.all(list)
}

// last returns the last stop before i that changes something, and -1 if none does.
func (r *run) last(i int, changes func(k int) bool) int {
	for i--; i >= 0 && (r.stops[i].deny || r.hits[i] == never || !changes(i)); i-- {
	}
	return i
}

// at returns a property in front of stop i: what it was before the last stop that changes it, and what that makes of it.
func (r *run) at(i int, what moment, received func() lit, changes func(k int) bool, made func(k int) lit) lit {
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
	l := r.either(r.hits[k], made(k), r.at(k, what, received, changes, made))
	r.known[what] = l
	return l
}

// community returns whether the route has a community in front of stop i.
func (r *run) community(i int, c route.Community) lit {
	atom := r.space.community.number[c]
	return r.at(i, moment{of: hasCommunity, value: uint32(c)},
		func() lit { return r.atoms[ofCommunity][atom] },
		func(k int) bool { return r.stops[k].replaces() || r.stops[k].set.Has(c) },
		func(k int) lit { return always.is(r.stops[k].set.Has(c)) })
}

// otherCommunity returns whether the route has a community that the lists do not name in front of stop i.
func (r *run) otherCommunity(i int) lit {
	return r.at(i, moment{of: hasOtherCommunity},
		func() lit { return r.atoms[ofCommunity][len(r.space.community.values)] },
		func(k int) bool { return r.stops[k].replaces() },
		func(int) lit { return never })
}

func (s *step) replaces() bool { return s.replace && len(s.set) > 0 }

// isPath returns whether the AS path in front of stop i is equal to a path.
func (r *run) isPath(i int, path route.ASPath) lit {
	return r.at(i, moment{of: isPath, path: signatureOfPath(path)},
		func() lit { return r.hasPath(path) },
		func(k int) bool { return len(r.stops[k].prepend) > 0 },
		func(k int) lit {
			if front := r.stops[k].prepend; len(front) <= len(path) && slices.Equal(path[:len(front)], front) {
				return r.isPath(k, path[len(front):])
			}
			return never
		})
}

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
		func(k int) bool { return r.stops[k].preference != 0 },
		func(k int) lit { return always.is(r.stops[k].preference>>bit&1 != 0) })
}

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
