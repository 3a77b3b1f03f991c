package policy

import "slices"

// An encounter is two policies of a chain, and the routes for which the conditions of both can hold, as far as no change
// can touch these. Only for such a route it can matter which of the two is asked earlier.
type encounter struct {
	*chain
	i, j   int // places in the chain; i is asked earlier
	routes walk
	near   []int // places of the policies that can match one of the routes, i and j among them
}

// encounters yields the encounters of policy i with those behind it, until yield returns false.
func (c *chain) encounters(i int, yield func(*encounter) bool) {
	routes, ok := c.start().narrow(&c.space.fixed[c.matches[i]])
	if !ok {
		return
	}
	all := make([]int, len(c.list))
	for k := range all {
		all[k] = k
	}
	near := c.within(&routes.box, all)
	for _, j := range near {
		if j <= i {
			continue
		}
		if both, ok := routes.narrow(&c.space.fixed[c.matches[j]]); ok && !yield(&encounter{c, i, j, both, c.within(&both.box, near)}) {
			return
		}
	}
}

// within returns those of some policies that can match a route of a box, as far as no change can touch their conditions.
func (c *chain) within(b *box, some []int) (near []int) {
	for _, k := range some {
		if f := &c.space.fixed[c.matches[k]]; !f.never && !slices.ContainsFunc(f.literals, func(l literal) bool { return !b.allows(&l) }) {
			near = append(near, k)
		}
	}
	return near
}

// stops returns the policies of the chain as the stops of a run, of which routes of the encounter are looked for.
func (e *encounter) stops() []stop {
	stops := e.chain.stops()
	for k := range stops {
		stops[k].barred = true
	}
	for _, k := range e.near {
		stops[k].barred = false
	}
	return stops
}

// alike reports whether it is plain that a route that j matches in front of i ends as it does at i.
func (e *encounter) alike() bool {
	i, j := &e.steps[e.i], &e.steps[e.j]
	if !e.ends(e.i) {
		return false
	}
	makes := change{}.after(j)
	if !e.ends(e.j) {
		if !e.goesOnWith() || !j.leaves(i) {
			return false
		}
		makes = makes.after(i)
	} else if i.deny != j.deny {
		return false
	}
	return i.deny || makes.equal(change{}.after(i))
}

// coincides reports false where no route, whatever has been changed of it, matches i and j at one place: then j, in front of
// i, takes nothing from it.
func (e *encounter) coincides() bool {
	b, ok := e.space.all.all(e.plain[e.i].literals)
	if ok {
		_, ok = b.all(e.plain[e.j].literals)
	}
	return ok
}

// thirdMatters reports whether it is likely to matter for a route that matches i and j that it matches policy k as well.
func (e *encounter) thirdMatters(k int) bool {
	switch third := &e.steps[k]; {
	case k <= e.i || k == e.j:
		return false
	case e.ends(e.i):
		return !e.ends(e.j) && !e.goesOnWith()
	case e.steps[e.j].deny:
		return k < e.j && !third.deny && (third.next == 0 || third.next > e.j)
	}
	return true
}

// goesOnWith reports whether j, in front of i, goes on with i.
func (e *encounter) goesOnWith() bool { return !e.ends(e.j) && e.list[e.j].Next == nextFollowing }

// leaves reports whether what a step changes cannot keep a route from matching another one that it would match as it is.
func (s *step) leaves(o *step) bool {
	path := len(s.prepend) == 0 || len(o.asPath.List) == 0 || o.asPath.Mode == Include
	return path && (len(s.set) == 0 || len(o.communities.List) == 0 ||
		!s.replace && o.communities.Mode != Complete || s.replace && o.communities.stated(s.set))
}

// inStep returns the run of the routes that meet j, which goes on with i, and i, as if all policies that they meet
// otherwise were those that they meet if j is not moved, and the literal that this is not so.
func (e *encounter) inStep(r *run, moved []stop) (m *run, strays lit) {
	m = r.comeTo(moved, e.i)
	m.hits = append(m.hits, always, always)
	strays = r.leads(m, e.j, e.i+1, func(k int) int {
		if k < e.j {
			return k + 1
		}
		return k
	}, e.j)
	if r.turns(e.j, e.matches[e.i]) {
		strays = r.or(strays, m.matches(e.i+1, e.matches[e.i]).not())
	}
	return m, strays
}

// takes returns the run of the routes of a run that match j in front of i, of which some literal tells which they are. If
// nothing on their way turns that, they match j where it stands.
func (e *encounter) takes(r *run, which lit) *run {
	r = r.given(which)
	turned := func(k int) bool { return r.hits[k] != never && r.turns(k, e.matches[e.j]) }
	for k := e.i; k < e.j; k++ {
		if turned(k) {
			return r
		}
	}
	if r.asked[e.j] == always && r.hits[e.j] != always {
		return r.given(r.hits[e.j])
	}
	return r
}

// inStepBehind returns the run of the routes that meet j in front of i, which goes on with a policy to which all of them
// come if j is not moved, as if they met the same from there on, and the literal that this is not so.
func (e *encounter) inStepBehind(r *run, moved []stop) (m *run, strays lit) {
	m = r.comeTo(moved, e.i)
	m.hits = append(m.hits, always)
	apart := []int{e.j}
	for k := e.i; k < e.steps[e.j].next; k++ {
		if r.hits[k] != never {
			apart = append(apart, k)
		}
	}
	return m, r.leads(m, e.j, e.steps[e.j].next, func(k int) int { return k }, apart...)
}

// inAndOutOfOrder looks for a route that is treated in another way if j stands in front of i. It follows the ways of the
// routes, among the policies that they can meet.
func (e *encounter) inAndOutOfOrder(s *solver) (d Difference, w Witness, answer Answer) {
	c := e.only(e.near)
	i, j := slices.Index(e.near, e.i), slices.Index(e.near, e.j)
	c.reachFrom(s, e.routes, i, false, func(way walk) bool {
		d, w, answer = s.apart(func(yield func(outcome) bool) {
			c.follow(s, way.meet(c, i), i, -1, yield)
		}, func(a *outcome, yield func(outcome) bool) {
			c.outOfOrder(s, a.goOn(i, way.change), i, j, yield)
		})
		return answer == No
	})
	return d, w, answer
}

// outOfOrder yields the ways of routes that stand before policy i and meet it, if j is in front of i.
func (c *chain) outOfOrder(s *solver, w walk, i, j int, yield func(outcome) bool) {
	condition := s.condition(c, j, &w.change)
	if condition == nil {
		return
	}
	if part, ok := w.narrow(condition); ok {
		part = part.meet(c, j)
		if c.list[j].Next == nextFollowing {
			part.at = i
		}
		if !c.follow(s, part, j, j, yield) {
			return
		}
	}
	if c.ends(i) {
		return // j does not match, and is not asked where it stands now
	}
	if rest, ok := w.miss(condition); ok {
		c.follow(s, rest.meet(c, i), i, j, yield)
	}
}
