package policy

import (
	"slices"

	"github.com/cenroute/cenroute/route"
)

// Evaluate walks the policies of direction d in the order of their priorities (see the package documentation) and
// returns what becomes of s on its way to t. It appends the priorities of the policies that matched to decided, in
// order; that of the system policy is [SystemPriority]. On the way in t plays no part and may be nil. A direction that
// does not exist has no policies.
//
// It allocates only where it changes an AS path or communities, and where decided has to grow.
func (p *Program[ID]) Evaluate(d Direction, s *Subject[ID], t *Target[ID], decided []int) (Verdict, []int) {
	preference, path, communities := s.Preference, s.ASPath, s.Communities
	if p == nil || int(d) >= len(p.lists) {
		return Verdict{true, preference, path, communities}, decided
	}
	l := &p.lists[d]
	from := 0
	for b := range l.blocks {
		first := b * blockSize
		candidates := l.blocks[b].candidates(d, s, t)
		for i := candidates.next(max(from-first, 0)); i < blockSize; i = candidates.next(from - first) {
			from = first + i + 1
			step := &l.steps[first+i]
			if !step.asPath.holds(path) || !step.communities.holds(communities) {
				continue
			}
			decided = append(decided, step.priority)
			if step.deny {
				return Verdict{false, s.Preference, s.ASPath, s.Communities}, decided
			}
			preference, path, communities = step.change(preference, path, communities)
			if step.next == 0 {
				return Verdict{true, preference, path, communities}, decided
			}
			from = step.next
		}
	}
	return Verdict{true, preference, path, communities}, decided
}

// candidates returns the policies of the block all of whose conditions hold (P-3.1), but for those on the AS path and
// on the communities.
func (b *block[ID]) candidates(d Direction, s *Subject[ID], t *Target[ID]) mask {
	o := &s.Origin
	m := b.types[classOf(s.Type)].and(b.families[familyOf(s.Prefix)]).and(b.kinds[kindOf(o.Kind)]).and(b.to.open(d, t))
	if m.within(b.plain) {
		return m
	}
	m = b.regions.narrow(m, o.Region)
	m = b.tables.narrow(m, o.Table)
	m = b.prefixes.narrow(m, s.Prefix) // leaves the fewest, of which hardly any needs the rest
	if !m.within(b.instances.free) {
		m = m.and(b.instance(o))
	}
	if d == Egress && t != nil {
		m = b.to.narrow(m, t)
	}
	return m
}

// instance returns the policies whose condition on the source instance holds for o: its own ID or, in a CCN, that of the
// SAG (P-3.6).
func (b *block[ID]) instance(o *Origin[ID]) mask {
	var none ID
	named := b.instances.named(o.Instance)
	if o.Member != none {
		named = named.or(b.instances.named(o.Member))
	}
	return b.instances.holds(named)
}

// open returns the policies that may match towards t, for all that can be told without its IDs. Towards a peer none does
// that has a condition on an instance, kind or table of the region, not even a reversed one (P-3.12, P-3.14); on the way
// in, none that has any condition on the destination (P-3.13).
func (c *destinations[ID]) open(d Direction, t *Target[ID]) mask {
	switch {
	case d != Egress || t == nil:
		return c.anywhere.and(c.regions.free)
	case t.Peer:
		return c.anywhere
	}
	return c.kinds[kindOf(t.Kind)]
}

// narrow returns the policies of m, which are open to t, whose conditions on the IDs of the destination hold.
func (c *destinations[ID]) narrow(m mask, t *Target[ID]) mask {
	m = c.regions.narrow(m, t.Region)
	m = c.tables.narrow(m, t.Table)
	if m.within(c.instances.free) {
		return m
	}
	return m.and(c.instance(t))
}

// instance returns the policies whose condition on the destination instance holds for t, a local target: its own ID or,
// for a CCN, that of one of its SAGs. Without an instance there is nothing to reverse.
func (c *destinations[ID]) instance(t *Target[ID]) mask {
	var none ID
	if t.Instance == none {
		return c.instances.free
	}
	named := c.instances.named(t.Instance)
	for _, member := range t.Members {
		named = named.or(c.instances.named(member))
	}
	return c.instances.holds(named)
}

// holds reports whether path meets the condition, if there is one.
func (m *ASPathMatch) holds(path route.ASPath) bool { return len(m.List) == 0 || m.stated(path) }

// stated is holds for a list that is not empty (P-3.20): Include asks for one AS in common, Complete for the same
// sequence. An empty path meets neither.
func (m *ASPathMatch) stated(path route.ASPath) bool {
	switch m.Mode {
	case Include:
		return slices.ContainsFunc(path, func(as uint32) bool { return slices.Contains(m.List, as) })
	case Complete:
		return slices.Equal(m.List, path)
	}
	return false
}

// holds reports whether set meets the condition, if there is one.
func (m *CommunitiesMatch) holds(set route.Communities) bool {
	return len(m.List) == 0 || m.stated(set)
}

// stated is holds for a list that is not empty, and a set too (P-3.21): Include asks for one community in common,
// Complete for the same set, Contain for all communities of the list.
func (m *CommunitiesMatch) stated(set route.Communities) bool {
	switch m.Mode {
	case Include:
		return slices.ContainsFunc(set, func(c route.Community) bool { return slices.Contains(m.List, c) })
	case Complete:
		return slices.Equal(m.List, set)
	case Contain:
		return containsAll(set, m.List)
	}
	return false
}

// change returns the attributes as a Permit changes them: the preference (P-4.3), the AS path (P-4.7), the communities
// (P-4.6).
func (s *step) change(preference uint8, path route.ASPath, set route.Communities) (uint8, route.ASPath, route.Communities) {
	if s.preference != 0 {
		preference = s.preference
	}
	if len(s.prepend) > 0 {
		path = prepend(s.prepend, path)
	}
	switch {
	case len(s.set) == 0:
	case s.replace:
		set = s.set
	default:
		set = union(set, s.set)
	}
	return preference, path, set
}

// prepend returns front followed by path.
func prepend(front, path route.ASPath) route.ASPath {
	if len(path) == 0 {
		return front
	}
	return slices.Concat(front, path)
}

// union returns the communities of both sets, one of the two if it holds the other.
func union(a, b route.Communities) route.Communities {
	switch {
	case containsAll(a, b):
		return a
	case len(a) == 0:
		return b
	}
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}

// containsAll reports whether set holds every community of list.
func containsAll(set, list []route.Community) bool {
	for _, c := range list {
		if !slices.Contains(set, c) {
			return false
		}
	}
	return true
}
