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
func (p *Program[ID]) Evaluate(d Direction, s *Subject[ID], t *Target[ID], decided []int) (v Verdict, _ []int) {
	v.Permit, v.Preference, v.ASPath, v.Communities = true, s.Preference, s.ASPath, s.Communities
	if p == nil || int(d) >= len(p.lists) || len(p.lists[d].steps) == 0 {
		return v, decided
	}
	from := 0 // place of the next policy, in the block
	for b, first := &p.lists[d], 0; b != nil; b, first, from = b.more, first+blockSize, max(from-blockSize, 0) {
		candidates := b.candidates(d, s, t)
		if candidates.isEmpty() {
			continue // as for most routes: then nothing else is asked
		}
		has := traitsOf(d, s, t)
		if b.groups != nil && candidates.number() > alone {
			candidates = b.allowing(has, candidates)
		}
		for i := candidates.next(from); i < blockSize; i = candidates.next(from) {
			step := &b.steps[i]
			from = i + 1
			if !step.allowed.all(has) || !step.matches(&v) {
				continue
			}
			decided = append(decided, step.priority)
			if step.deny {
				v.Permit, v.Preference, v.ASPath, v.Communities = false, s.Preference, s.ASPath, s.Communities
				return v, decided
			}
			step.change(&v)
			if step.next == 0 {
				return v, decided
			}
			from = step.next - first
		}
	}
	return v, decided
}

// allowing returns the policies of m that allow what the route has.
func (b *block[ID]) allowing(has traits, m mask) mask {
	for i := range b.groups {
		if g := &b.groups[i]; !g.allowed.all(has) {
			m = m.without(g.policies)
		}
	}
	return m
}

// candidates returns the policies of the block whose conditions on prefixes and names hold.
func (b *block[ID]) candidates(d Direction, s *Subject[ID], t *Target[ID]) mask {
	m := b.all
	if b.prefixes != nil {
		m = m.and(b.prefixes.holds(s.Prefix)) // leaves the fewest, of which hardly any needs the rest
	}
	if m.within(b.nameless) {
		return m
	}
	return b.named(m, d, s, t)
}

// named returns the policies of m whose conditions on names hold.
func (b *block[ID]) named(m mask, d Direction, s *Subject[ID], t *Target[ID]) mask {
	o := &s.Origin
	if x, asked := b.regions, b.regions.asked(m); !asked.isEmpty() {
		m = m.and(x.holds(x.named(o.Region, asked)))
	}
	if x, asked := b.tables, b.tables.asked(m); !asked.isEmpty() {
		m = m.and(x.holds(x.named(o.Table, asked)))
	}
	if x, asked := b.instances, b.instances.asked(m); !asked.isEmpty() {
		m = m.and(x.holds(x.origin(o, asked)))
	}
	if d == Egress && t != nil {
		m = b.to.narrow(m, t)
	}
	return m
}

// narrow returns the policies of m whose conditions on the names of the destination hold.
func (c *destinations[ID]) narrow(m mask, t *Target[ID]) mask {
	if x, asked := c.regions, c.regions.asked(m); !asked.isEmpty() {
		m = m.and(x.holds(x.named(t.Region, asked)))
	}
	if x, asked := c.tables, c.tables.asked(m); !asked.isEmpty() {
		m = m.and(x.holds(x.named(t.Table, asked)))
	}
	if x, asked := c.instances, c.instances.asked(m); !asked.isEmpty() {
		m = m.and(x.target(t, asked))
	}
	return m
}

// origin returns the policies of m that name the source instance or, in a CCN, the SAG (P-3.6).
func (x *index[ID]) origin(o *Origin[ID], m mask) mask {
	var none ID
	named := x.named(o.Instance, m)
	if o.Member != none {
		named = named.or(x.named(o.Member, m))
	}
	return named
}

// target returns the policies of m whose condition on the destination instance holds for t, a local target: its own ID or,
// for a CCN, that of one of its SAGs. Without an instance there is nothing to reverse.
func (x *index[ID]) target(t *Target[ID], m mask) mask {
	var none ID
	if t.Instance == none {
		return x.free
	}
	named := x.named(t.Instance, m)
	for _, member := range t.Members {
		named = named.or(x.named(member, m))
	}
	return x.holds(named)
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

// matches reports whether the conditions on the AS path and the communities hold for what v has become.
func (a *attributes) matches(v *Verdict) bool { return a == &indifferent || a.hold(v) }

// hold is matches for what is not indifferent.
func (a *attributes) hold(v *Verdict) bool {
	return a.asPath.holds(v.ASPath) && a.communities.holds(v.Communities)
}

// change changes the attributes as a Permit does: the preference (P-4.3), the AS path (P-4.7), the communities (P-4.6).
func (s *step) change(v *Verdict) {
	if s.preference != 0 {
		v.Preference = s.preference
	}
	if s.attributes != &indifferent {
		s.attributes.change(v)
	}
}

func (a *attributes) change(v *Verdict) {
	if len(a.prepend) > 0 {
		v.ASPath = prepend(a.prepend, v.ASPath)
	}
	switch {
	case len(a.set) == 0:
	case a.replace:
		v.Communities = a.set
	default:
		v.Communities = union(v.Communities, a.set)
	}
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
