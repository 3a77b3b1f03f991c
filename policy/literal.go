package policy

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/cenroute/cenroute/route"
)

// An interval is all sets that hold lower and lie in upper.
type interval struct{ lower, upper atomSet }

// A literal is a condition on one dimension, or its negation.
type literal struct {
	dimension dimension
	points    atomSet      // dimension < points: the atom is one of these
	interval               // otherwise: the set is in the interval
	exact     bool         // of the AS path: it is equal to path, whose atoms are the interval
	path      route.ASPath // with exact
	not       bool         // the interval, or path, is excluded; never on points
}

// A conjunction is literals that hold together, one at most for a dimension: the conditions of a match. The zero conjunction
// always holds.
type conjunction struct {
	never    bool
	literals []literal
	negated  []literal // one of these holds if and only if the conjunction does not
}

// require adds a literal.
func (c *conjunction) require(s *space, l literal) {
	c.literals = append(c.literals, l)
	if l.dimension < points {
		l.points = s.whole(l.dimension).minus(l.points)
	} else {
		l.not = !l.not
	}
	c.negated = append(c.negated, l)
}

// whole returns all atoms of a dimension.
func (s *space) whole(d dimension) atomSet {
	switch d {
	case ofInstance, toInstance:
		return s.instances[d-ofInstance].all()
	case ofCommunity:
		return s.community.all()
	case ofASPath:
		return s.asNumber.all()
	}
	if s.cuts[d] == nil {
		return nil
	}
	return allAtoms(len(s.cuts[d].atoms))
}

// fixedCondition returns the conditions of a match that no change of the route touches.
func (s *space) fixedCondition(m int) (c conjunction) {
	for d, cut := range s.cuts {
		if cut == nil {
			continue
		}
		switch n := cut.holds[m].count(); n {
		case 0:
			c.never = true
		case len(cut.atoms):
		default:
			c.require(s, literal{dimension: dimension(d), points: cut.holds[m]})
		}
	}
	if s.universe.Sources == nil {
		s.requireInstance(&c, ofInstance, &s.matches[m].Source)
	}
	if s.universe.Targets == nil {
		s.requireInstance(&c, toInstance, &s.matches[m].Destination)
	}
	return c
}

// requireInstance adds a condition on instances: one of the IDs is in the list, or none of them is (P-3.6, P-3.7).
func (s *space) requireInstance(c *conjunction, d dimension, e *Endpoint) {
	if len(e.Instances) == 0 {
		return
	}
	v := &s.instances[d-ofInstance]
	named := v.atoms(withoutEmpty(e.Instances))
	switch l := hit(d, named, v.all()); {
	case e.Except && !named.empty():
		l.not = false
		c.require(s, l)
	case !e.Except && named.empty():
		c.never = true
	case !e.Except:
		c.require(s, l)
	}
}

// hit returns the literal that the set has a value in common with some: it does not lie in the rest.
func hit(d dimension, some, all atomSet) literal {
	return literal{dimension: d, interval: interval{newAtoms(64 * len(all)), all.minus(some)}, not: true}
}

// conditionAfter returns the condition of a match, seen from the route as it was received, for one that has been changed
// since.
func (s *space) conditionAfter(m int, c *change) conjunction {
	r := s.fixed[m]
	match := s.matches[m]
	if r.never || len(match.ASPath.List) == 0 && len(match.Communities.List) == 0 {
		return r
	}
	r.literals, r.negated = slices.Clip(r.literals), slices.Clip(r.negated)
	s.requireASPath(&r, &match.ASPath, c)
	s.requireCommunities(&r, &match.Communities, c)
	return r
}

// requireASPath adds a condition on the AS path (P-3.20) behind what has been prepended.
func (s *space) requireASPath(r *conjunction, m *ASPathMatch, c *change) {
	switch {
	case len(m.List) == 0:
	case m.Mode == Include:
		if !m.stated(c.prepend) {
			r.require(s, hit(ofASPath, s.asNumber.atoms(m.List), s.asNumber.all()))
		}
	case m.Mode == Complete && slices.Equal(m.List[:min(len(m.List), len(c.prepend))], c.prepend):
		rest := m.List[len(c.prepend):]
		atoms := s.asNumber.atoms(rest)
		r.require(s, literal{dimension: ofASPath, interval: interval{atoms, atoms}, exact: true, path: rest})
	default:
		r.never = true
	}
}

// requireCommunities adds a condition on the communities (P-3.21) together with what has been added to them.
func (s *space) requireCommunities(r *conjunction, m *CommunitiesMatch, c *change) {
	list := route.MakeCommunities(m.List)
	sorted := CommunitiesMatch{list, m.Mode}
	switch {
	case len(list) == 0:
	case c.replaced:
		r.never = r.never || !sorted.stated(c.communities)
	case m.Mode == Include:
		if !sorted.stated(c.communities) {
			r.require(s, hit(ofCommunity, s.community.atoms(list), s.community.all()))
		}
	case m.Mode == Contain:
		if missing := without(list, c.communities); len(missing) > 0 {
			r.require(s, literal{dimension: ofCommunity, interval: interval{s.community.atoms(missing), s.community.all()}})
		}
	case m.Mode == Complete && containsAll(list, c.communities):
		missing := without(list, c.communities)
		r.require(s, literal{dimension: ofCommunity, interval: interval{s.community.atoms(missing), s.community.atoms(list)}})
	default:
		r.never = true
	}
}

// without returns the communities of list that are not in set.
func without(list, set route.Communities) route.Communities {
	return slices.DeleteFunc(slices.Clone(list), set.Has)
}

// A change is what the policies that a route met have made of it.
type change struct {
	preference  uint8        // 0: unchanged
	prepend     route.ASPath // in front of the AS path
	replaced    bool         // communities stands in place of those of the route, otherwise beside them
	communities route.Communities
	seen        string // what conditions can see of the change, as a key; empty: nothing
}

// alone returns the change of a step.
func (s *step) alone() *change {
	c := change{}.after(s)
	return &c
}

// equal reports whether two changes make the same of every route.
func (c change) equal(o change) bool { return c.preference == o.preference && c.seen == o.seen }

// after returns the change with that of one more policy.
func (c change) after(s *step) change {
	if s.preference != 0 {
		c.preference = s.preference
	}
	if len(s.prepend) > 0 {
		c.prepend = prepend(s.prepend, c.prepend)
	}
	switch {
	case len(s.set) == 0:
	case s.replace:
		c.replaced, c.communities = true, s.set
	default:
		c.communities = union(c.communities, s.set)
	}
	if len(c.prepend) > 0 || c.replaced || len(c.communities) > 0 {
		c.seen = c.signature()
	}
	return c
}

// signature packs what conditions can see of the change into a key.
func (c *change) signature() string {
	key := fmt.Appendf(nil, "%d %t ", len(c.prepend), c.replaced)
	key = append(key, signatureOfPath(c.prepend)...)
	for _, n := range c.communities {
		key = binary.LittleEndian.AppendUint32(key, uint32(n))
	}
	return string(key)
}
