package policy

import (
	"encoding/binary"
	"slices"

	"github.com/cenroute/cenroute/route"
)

// A logic says in a formula what a route is, and what conditions hold for it. What is said twice is said once.
type logic struct {
	*formula
	space    *space
	domainOf [points]int         // in the formula
	atoms    [ofASPath + 1][]lit // of the route, by dimension in which it has a set of them
	exact    []exactPath
	gates    map[gate]lit
	joins    map[string]lit
	made     []gate // keys of gates and joins, in the order in which they were made
	joined   []string
	fixed    []lit   // by match: the conditions that no change of the route touches
	named    []names // by match

	influences map[*step]*influences
}

// names are the AS numbers and the communities that a match lists.
type names struct{ asPath, communities atomSet }

// An exactPath is an AS path that a condition names as a whole, and whether the route has it.
type exactPath struct {
	path route.ASPath
	has  lit
}

// A gate is the literal that holds where both a and b do, or, with a choice, a where the choice holds and b elsewhere.
type gate struct{ choice, a, b lit }

// newLogic says what a route of the space is, if the work suffices.
func newLogic(s *space, work int) *logic {
	c := &logic{formula: newFormula(), space: s, gates: map[gate]lit{}, joins: map[string]lit{}, influences: map[*step]*influences{}}
	c.work = work
	for d, cut := range s.cuts {
		if cut != nil {
			c.domainOf[d] = c.domain(len(cut.atoms))
		}
	}
	c.atoms[ofInstance] = c.variables(len(s.instances[0].values), false)
	c.atoms[toInstance] = c.variables(len(s.instances[1].values), false)
	c.atoms[ofCommunity] = c.variables(s.community.size(), false)
	c.atoms[ofASPath] = c.variables(s.asNumber.size(), false)
	if s.empty {
		c.add()
	}
	c.atMostTwo(c.atoms[ofInstance])
	for i, m := range s.matches {
		c.fixed = append(c.fixed, c.conjunction(&s.fixed[i]))
		c.named = append(c.named, names{s.asNumber.atoms(m.ASPath.List), s.community.atoms(m.Communities.List)})
	}
	return c
}

func (c *logic) variables(n int, prefer bool) (list []lit) {
	for range n {
		list = append(list, c.open(prefer))
	}
	return list
}

// atMostTwo keeps a third of the literals from holding: a route has an origin instance and its member.
func (c *logic) atMostTwo(list []lit) {
	one, two := never, never
	for _, l := range list {
		c.add(two.not(), l.not())
		one, two = c.or(one, l), c.or(two, c.and(one, l))
	}
}

// conjunction returns the literal that holds where all of some literals do.
func (c *logic) conjunction(by *conjunction) lit {
	if by.never {
		return never
	}
	list := make([]lit, len(by.literals))
	for i := range by.literals {
		list[i] = c.condition(&by.literals[i])
	}
	return c.all(list)
}

// condition returns the literal that holds where a literal about the route does.
func (c *logic) condition(l *literal) (holds lit) {
	switch {
	case l.dimension < points:
		return c.oneOf(l.dimension, l.points)
	case l.exact:
		holds = c.hasPath(l.path)
	default:
		holds = c.between(l.dimension, l.interval)
	}
	if l.not {
		return holds.not()
	}
	return holds
}

// oneOf returns the literal that holds for the atoms of a set and for no other.
func (c *logic) oneOf(d dimension, set atomSet) lit {
	key := []byte{byte(d)}
	for _, word := range set {
		key = binary.LittleEndian.AppendUint64(key, word)
	}
	if known, ok := c.joins[string(key)]; ok {
		return known
	}
	holds := c.test(c.domainOf[d], set)
	c.keep(key, holds)
	return holds
}

// between returns the literal that holds for the sets of an interval.
func (c *logic) between(d dimension, i interval) lit {
	var list []lit
	for atom, l := range c.atoms[d] {
		if i.lower.has(atom) {
			list = append(list, l)
		}
		if !i.upper.has(atom) {
			list = append(list, l.not())
		}
	}
	return c.conjoin(list)
}

// hasPath returns the literal that holds if a path is the AS path of the route. Any set of AS numbers has paths that are
// none of those that are named, but for the empty one.
func (c *logic) hasPath(path route.ASPath) lit {
	for i := range c.exact {
		if slices.Equal(c.exact[i].path, path) {
			return c.exact[i].has
		}
	}
	atoms := c.space.asNumber.atoms(path)
	has := c.between(ofASPath, interval{atoms, atoms})
	if len(path) > 0 {
		consists := has
		has = c.open(false)
		c.add(has.not(), consists)
		for i := range c.exact {
			c.add(has.not(), c.exact[i].has.not())
		}
	}
	c.exact = append(c.exact, exactPath{path, has})
	return has
}

func (c *logic) and(a, b lit) lit { return c.both(c.known(a), c.known(b)) }

// both is and without regard to what is known.
func (c *logic) both(a, b lit) lit {
	if a > b {
		a, b = b, a
	}
	switch {
	case a == always || a == b:
		return b
	case a == never || a == b.not():
		return never
	}
	g := gate{always, a, b}
	if known, ok := c.gates[g]; ok {
		return known
	}
	return c.keepGate(g, c.conjunct(a, b))
}

func (c *logic) or(a, b lit) lit { return c.and(a.not(), b.not()).not() }

// either returns a where the choice holds and b elsewhere.
func (c *logic) either(choice, a, b lit) lit {
	choice, a, b = c.known(choice), c.known(a), c.known(b)
	if choice&1 != 0 {
		choice, a, b = choice.not(), b, a
	}
	switch {
	case choice == always || a == b:
		return a
	case a == always || a == choice:
		return c.or(choice, b)
	case a == never || a == choice.not():
		return c.and(choice.not(), b)
	case b == always || b == choice.not():
		return c.or(choice.not(), a)
	case b == never || b == choice:
		return c.and(choice, a)
	case a&1 != 0:
		return c.either(choice, a.not(), b.not()).not()
	}
	g := gate{choice, a, b}
	if known, ok := c.gates[g]; ok {
		return known
	}
	return c.keepGate(g, c.choosing(choice, a, b))
}

func (c *logic) unlike(a, b lit) lit { return c.either(a, b.not(), b) }

// all returns the literal that holds where all of a list do.
func (c *logic) all(list []lit) lit {
	list = slices.Clone(list)
	for i, l := range list {
		list[i] = c.known(l)
	}
	return c.conjoin(list)
}

// conjoin is all without regard to what is known. It changes the list.
func (c *logic) conjoin(list []lit) lit {
	slices.Sort(list)
	list = slices.DeleteFunc(slices.Compact(list), func(l lit) bool { return l == always })
	for i, l := range list {
		if l == never || i > 0 && list[i-1] == l.not() {
			return never
		}
	}
	switch len(list) {
	case 0:
		return always
	case 1:
		return list[0]
	case 2:
		return c.both(list[0], list[1])
	}
	key := []byte{255}
	for _, l := range list {
		key = binary.LittleEndian.AppendUint32(key, uint32(l))
	}
	if known, ok := c.joins[string(key)]; ok {
		return known
	}
	holds := c.conjunct(list...)
	c.keep(key, holds)
	return holds
}

// some returns the literal that holds where one of a list does.
func (c *logic) some(list []lit) lit {
	negated := make([]lit, len(list))
	for i, l := range list {
		negated[i] = l.not()
	}
	return c.all(negated).not()
}

func (c *logic) keep(key []byte, l lit) {
	c.joins[string(key)] = l
	c.joined = append(c.joined, string(key))
}

func (c *logic) keepGate(g gate, l lit) lit {
	c.gates[g] = l
	c.made = append(c.made, g)
	return l
}

// An extent is how much there is of a logic.
type extent struct {
	size
	made, joined, exact int
}

func (c *logic) extent() extent {
	return extent{c.size(), len(c.made), len(c.joined), len(c.exact)}
}

// cut takes back what has been said since the logic had an extent.
func (c *logic) cut(to extent) {
	c.formula.cut(to.size)
	for _, g := range c.made[to.made:] {
		delete(c.gates, g)
	}
	for _, key := range c.joined[to.joined:] {
		delete(c.joins, key)
	}
	c.made, c.joined, c.exact = c.made[:to.made], c.joined[:to.joined], c.exact[:to.exact]
}

// example returns the route that has been found.
func (c *logic) example() Witness {
	var b box
	var picked choice
	for d, number := range c.domainOf {
		if number > 0 {
			b.points[d] = c.domains[number-1].now()
		}
	}
	for d := points; d <= ofASPath; d++ {
		chosen := newAtoms(len(c.atoms[d]))
		for i, l := range c.atoms[d] {
			if c.holds(l) {
				chosen.add(i)
			}
		}
		picked[d-points] = chosen
	}
	for _, e := range c.exact {
		if c.holds(e.has) {
			b.fixed, b.path = true, e.path
		} else {
			b.excluded = append(b.excluded, e.path)
		}
	}
	return c.space.example(&b, &picked)
}
