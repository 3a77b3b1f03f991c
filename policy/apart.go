package policy

import (
	"math/bits"
	"slices"

	"github.com/cenroute/cenroute/route"
)

// This file looks for a route that two runs of a logic treat in different ways.

// anyApart looks for a route for which the outcomes of two runs differ in anything.
func (c *logic) anyApart(a, b *run) (d Difference, w Witness, answer Answer) {
	for _, d = range differences() {
		if w, answer = c.apart(a, b, d, always); answer != No {
			break
		}
	}
	return d, w, answer
}

// apart looks for a route under a condition for which the outcomes of two runs differ.
func (c *logic) apart(a, b *run, d Difference, where lit) (w Witness, answer Answer) {
	if d == DifferentVerdict {
		return c.find(c.and(where, c.unlike(a.denied(), b.denied())))
	}
	p, q := a.setting(d), b.setting(d)
	where = c.all([]lit{where, a.denied().not(), b.denied().not()})
	if d == DifferentPreference {
		return c.preferencesApart(a, b, p, q, where)
	}
	pairs := c.pairsOf(d, p, q)
	where = c.and(where, c.sameHits(p, q, pairs).not())
	if w, answer = c.find(where); answer != Yes {
		return w, answer
	}
	if d == DifferentASPath {
		return c.pathsApart(p, q, pairs, where)
	}
	return c.find(c.and(where, c.differentCommunities(a, b, p, q, pairs)))
}

// differentCommunities returns the literal that two runs, whose setters are in pairs, leave different communities. Only
// those can differ that a setter sets of which it is not certain that both of its pair are met or none.
func (c *logic) differentCommunities(a, b *run, p, q []setter, pairs []pair) lit {
	sure := slices.DeleteFunc(slices.Clone(pairs), func(x pair) bool { return x.same != always })
	replaced, set := false, map[route.Community]bool{}
	between(p, q, sure, func(p, q []setter) {
		for _, s := range slices.Concat(p, q) {
			replaced = replaced || s.replaces()
			for _, v := range s.set {
				set[v] = true
			}
		}
	})
	var list []lit
	for _, v := range c.space.community.values {
		if replaced || set[v] {
			list = append(list, c.unlike(a.community(len(a.stops), v), b.community(len(b.stops), v)))
		}
	}
	if replaced {
		list = append(list, c.unlike(a.otherCommunity(len(a.stops)), b.otherCommunity(len(b.stops))))
	}
	return c.some(list)
}

// preferencesApart looks for a route under a condition to which the setters of two runs give different preferences. Those
// that are the same at the end of both runs, and are met by the same routes, hide what was set before.
func (c *logic) preferencesApart(a, b *run, p, q []setter, where lit) (w Witness, answer Answer) {
	hits := hitsOf(p, q)
	same := func(s, o setter) bool { return s.preference == o.preference && s.hit == o.hit }
	for len(p) > 0 && len(q) > 0 && same(p[len(p)-1], q[len(q)-1]) {
		where = c.and(where, p[len(p)-1].hit.not())
		p, q = p[:len(p)-1], q[:len(q)-1]
	}
	var list []lit
	for bit := range bits.Len8(highest(p, q)) {
		list = append(list, c.unlike(a.preference(behind(p), bit), b.preference(behind(q), bit)))
	}
	if w, answer = c.find(c.and(where, c.some(list)), hits...); answer == Yes {
		w.Route.Preference = unusedPreference(a.setPreference(), b.setPreference())
	}
	return w, answer
}

// highest returns a number that is no smaller than the preference that any of some setters sets.
func highest(p, q []setter) (all uint8) {
	for _, s := range slices.Concat(p, q) {
		all |= s.preference
	}
	return all
}

// behind returns the place behind the last of some setters.
func behind(list []setter) int {
	if len(list) == 0 {
		return 0
	}
	return list[len(list)-1].place + 1
}

// find looks for a route for which a literal holds, and for values of more of them.
func (c *logic) find(where lit, more ...lit) (w Witness, answer Answer) {
	if where == never && c.work >= 0 {
		return w, No
	}
	if answer = c.solveWith(more, []lit{where}); answer == Yes {
		w = c.example()
	}
	return w, answer
}

// A setter is a stop that sets an attribute, and whether it is met.
type setter struct {
	*stop
	place int
	hit   lit
}

// hitsOf returns the literals that setters of two runs are met.
func hitsOf(p, q []setter) (hits []lit) {
	for _, s := range slices.Concat(p, q) {
		hits = append(hits, s.hit)
	}
	return hits
}

// setting returns the stops that set what a difference is about, in the order in which they are asked.
func (r *run) setting(d Difference) (list []setter) {
	for i := range r.stops {
		if s := &r.stops[i]; !s.deny && r.hits[i] != never && d.setBy(s.step) {
			list = append(list, setter{s, i, r.hits[i]})
		}
	}
	return list
}

// setBy reports whether a step sets what the difference is about.
func (d Difference) setBy(s *step) bool {
	switch d {
	case DifferentPreference:
		return s.preference != 0
	case DifferentASPath:
		return len(s.prepend) > 0
	}
	return len(s.set) > 0
}

// alike reports whether two steps set it alike.
func (d Difference) alike(s, o *step) bool {
	switch {
	case s == o:
		return true
	case d == DifferentPreference:
		return s.preference == o.preference
	case d == DifferentASPath:
		return slices.Equal(s.prepend, o.prepend)
	}
	return s.replace == o.replace && slices.Equal(s.set, o.set)
}

// A pair is the places of two setters, of two runs, that set the same; same is whether both are met or none.
type pair struct {
	p, q int
	same lit
}

// pairsOf returns as many pairs of setters as there are that stand in the same order in both runs.
func (c *logic) pairsOf(d Difference, p, q []setter) (pairs []pair) {
	c.work -= len(p) * len(q)
	for _, at := range common(len(p), len(q), func(i, k int) bool { return d.alike(p[i].step, q[k].step) }) {
		pairs = append(pairs, pair{at[0], at[1], c.unlike(p[at[0]].hit, q[at[1]].hit).not()})
	}
	return pairs
}

// sameHits returns the literal that both setters of each pair are met or none, and no other setter is. Then two runs set
// the same.
func (c *logic) sameHits(p, q []setter, pairs []pair) lit {
	var list []lit
	for _, pair := range pairs {
		list = append(list, pair.same)
	}
	between(p, q, pairs, func(p, q []setter) {
		for _, s := range slices.Concat(p, q) {
			list = append(list, s.hit.not())
		}
	})
	return c.all(list)
}

// between yields the setters in front of each pair and behind the last one.
func between(p, q []setter, pairs []pair, yield func(p, q []setter)) {
	i, k := 0, 0
	for _, pair := range pairs {
		yield(p[i:pair.p], q[k:pair.q])
		i, k = pair.p+1, pair.q+1
	}
	yield(p[i:], q[k:])
}

// pathsApart looks for a route under a condition in front of whose AS path the setters of two runs prepend different
// sequences. It looks for one that meets others in the first run than in the second, and learns from each that has the
// same prepended nevertheless.
func (c *logic) pathsApart(p, q []setter, pairs []pair, where lit) (Witness, Answer) {
	hits := hitsOf(p, q)
	for {
		w, answer := c.find(where, hits...)
		if answer != Yes || !slices.Equal(c.prepended(p), c.prepended(q)) {
			return w, answer
		}
		where = c.and(where, c.some(c.lesson(p, q, pairs)))
	}
}

// lesson returns a clause that does not hold for the route that has been found, or any other for which the runs prepend
// the same for the same reason: what stands between the pairs of which both are met or none is met as now, where that
// makes the same sequence in both runs.
func (c *logic) lesson(p, q []setter, pairs []pair) (clause []lit) {
	pairs = slices.DeleteFunc(slices.Clone(pairs), func(x pair) bool { return !c.holds(x.same) })
	same := true
	between(p, q, pairs, func(p, q []setter) { same = same && slices.Equal(c.prepended(p), c.prepended(q)) })
	if !same {
		pairs = nil
	}
	for _, x := range pairs {
		clause = append(clause, x.same.not())
	}
	between(p, q, pairs, func(p, q []setter) {
		for _, s := range slices.Concat(p, q) {
			if c.holds(s.hit) {
				clause = append(clause, s.hit.not())
			} else {
				clause = append(clause, s.hit)
			}
		}
	})
	return clause
}

// prepended returns the sequence that setters prepend to the route that has been found.
func (c *logic) prepended(list []setter) (path route.ASPath) {
	for i := range list {
		if c.holds(list[i].hit) {
			path = prepend(list[i].prepend, path)
		}
	}
	return path
}
