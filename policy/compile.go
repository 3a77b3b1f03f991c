package policy

import (
	"cmp"
	"slices"

	"github.com/cenroute/cenroute/route"
)

// A Program is a list of policies that is ready to be evaluated. It does not change and may be used by several
// goroutines at once. A nil Program permits everything.
//
// The conditions that a walk cannot change, and that name values of which there are many, are answered for all policies at
// once: names and prefixes, one set of policies per condition, and the sets intersected. Those that remain are asked one by
// one about the rest: the [traits] of the route, and the AS path and communities, which an earlier policy may have changed.
type Program[ID comparable] struct {
	lists [2]block[ID] // by direction
}

// A step is one policy on the walk, without the conditions that are in its block.
type step struct {
	allowed     traits
	deny        bool
	preference  uint8 // 0: unchanged
	priority    int
	next        int // place in the list at which the walk goes on, 0: it ends here
	*attributes     // never nil
}

// Attributes are what a policy asks of the AS path and the communities, and what it makes of them.
type attributes struct {
	asPath      ASPathMatch
	communities CommunitiesMatch // list sorted
	prepend     route.ASPath
	set         route.Communities
	replace     bool
}

// indifferent are the attributes of a policy that neither asks for AS path and communities nor changes them.
var indifferent attributes

// A block is a list of policies by priority: of the first blockSize of them, the steps, and the conditions on names and
// prefixes, each as the sets of policies for which it holds. An index is nil if no policy has the condition.
type block[ID comparable] struct {
	steps     []step
	all       mask
	groups    []group      // of the policies, if they are many
	nameless  mask         // policies without a condition on names
	prefixes  *prefixIndex // P-3.17
	instances *index[ID]   // of the origin (P-3.6, P-3.7)
	regions   *index[ID]   // of the origin (P-3.5)
	tables    *index[ID]   // of the origin (P-3.9)
	to        destinations[ID]
	more      *block[ID] // the other policies, nil: there are none
}

// A group is the policies of a block that allow the same traits, so that they are asked about them once.
type group struct {
	allowed  traits
	policies mask
}

// destinations holds the conditions on the names of the target.
type destinations[ID comparable] struct {
	instances *index[ID] // P-3.10, P-3.14
	regions   *index[ID] // P-3.15
	tables    *index[ID] // P-3.10
}

// Compile prepares a list of policies in any order, and, if system is set, the system policy after them (P-5). The
// names of instances, regions and route tables are turned into IDs by identify, which returns the zero ID for a name
// that it does not know: nothing matches such a name, and so everything matches it reversed by Except.
//
// An invalid list compiles, for what [Problems] has to say about it is then left to its caller: of equal priorities the
// one that is declared earlier comes earlier, a mode that a condition does not have never matches, a preference out of
// range changes nothing, and a Next that leads back goes on with the policy that follows.
func Compile[ID comparable](policies []Policy, system bool, identify func(string) ID) *Program[ID] {
	if len(policies) == 0 && !system {
		return nil
	}
	var room [16]*Policy // for most lists
	sorted := appendByPriority(slices.Grow(room[:0], len(policies)+1), policies, Ingress)
	ingress := len(sorted)
	sorted = appendByPriority(sorted, policies, Egress)
	if system {
		sorted = append(sorted, &systemPolicy)
	}
	p, steps := new(Program[ID]), make([]step, len(sorted))
	p.lists[Ingress].compile(sorted[:ingress], steps[:ingress:ingress], identify)
	p.lists[Egress].compile(sorted[ingress:], steps[ingress:], identify)
	return p
}

// systemPolicy is the last policy on the way out. It does not change.
var systemPolicy = System()

// byPriority returns the policies of a direction, smaller numbers first (P-1.3).
func byPriority(policies []Policy, d Direction) []*Policy {
	return appendByPriority(make([]*Policy, 0, len(policies)), policies, d)
}

// appendByPriority appends the policies of a direction to list.
func appendByPriority(list []*Policy, policies []Policy, d Direction) []*Policy {
	first := len(list)
	for i := range policies {
		if policies[i].Direction == d {
			list = append(list, &policies[i])
		}
	}
	slices.SortStableFunc(list[first:], func(a, b *Policy) int { return cmp.Compare(a.Priority, b.Priority) })
	return list
}

// compile makes b the list of policies, which are sorted, with room for their steps.
func (b *block[ID]) compile(policies []*Policy, steps []step, identify func(string) ID) {
	for i, p := range policies {
		steps[i] = stepOf(p, resume(policies, i))
	}
	for len(policies) > blockSize {
		b.fill(policies[:blockSize], steps[:blockSize], identify)
		b.more = new(block[ID])
		b, policies, steps = b.more, policies[blockSize:], steps[blockSize:]
	}
	b.fill(policies, steps, identify)
}

// resume returns the place at which the walk goes on after policy i, and 0 if it ends there (P-4.8, P-4.10, D-43): Next
// 1 is the policy that follows, any other number the first policy at or after it. The Next of a Deny is never asked.
func resume(policies []*Policy, i int) int {
	p := policies[i]
	if p.Next == 0 {
		return 0
	}
	after := i + 1
	for after < len(policies) && policies[after].Priority < p.Next {
		after++
	}
	return after
}

// stepOf returns the step of p, after which the walk goes on at next.
func stepOf(p *Policy, next int) step {
	s := step{
		allowed:    allowedBy(&p.Match),
		deny:       p.Action == Deny,
		priority:   p.Priority,
		next:       next,
		attributes: attributesOf(p),
	}
	if 0 < p.Set.Preference && p.Set.Preference <= maxPreference {
		s.preference = uint8(p.Set.Preference)
	}
	return s
}

// attributesOf returns what p does with the AS path and the communities. What p shares with its caller is copied.
func attributesOf(p *Policy) *attributes {
	m, s := &p.Match, &p.Set
	if len(m.ASPath.List) == 0 && len(m.Communities.List) == 0 && len(s.PrependASPath) == 0 && len(s.Communities.List) == 0 {
		return &indifferent
	}
	a := &attributes{
		asPath:      ASPathMatch{slices.Clone(m.ASPath.List), m.ASPath.Mode},
		communities: CommunitiesMatch{setOf(m.Communities.List), m.Communities.Mode},
		prepend:     slices.Clip(slices.Clone(s.PrependASPath)),
		replace:     s.Communities.Mode == Replace,
	}
	if s.Communities.Mode != NoSetMode {
		a.set = setOf(s.Communities.List)
	}
	return a
}

// setOf returns the communities of list as a set, in new memory.
func setOf(list []route.Community) route.Communities {
	set := slices.Clone(list)
	slices.Sort(set)
	return slices.Clip(slices.Compact(set))
}

// fill puts the policies that a block can hold, and their steps, into b.
func (b *block[ID]) fill(policies []*Policy, steps []step, identify func(string) ID) {
	b.steps, b.all = steps, firstPlaces(len(steps))
	prefixes := 0
	for _, p := range policies {
		prefixes += len(p.Match.Prefixes.List)
	}
	if prefixes > 0 {
		b.prefixes = newPrefixIndex(b.all, prefixes)
	}
	for i, p := range policies {
		b.add(&p.Match, bit(i), identify)
	}
	if len(steps) > few {
		b.groups = groupsOf(steps)
	}
	b.nameless = b.all
	for _, x := range [...]*index[ID]{b.instances, b.regions, b.tables, b.to.instances, b.to.regions, b.to.tables} {
		if x != nil {
			b.nameless = b.nameless.and(x.free)
			x.finish(len(steps))
		}
	}
}

// groupsOf returns the policies of a block by what they allow.
func groupsOf(steps []step) (groups []group) {
	for i := range steps {
		at := slices.IndexFunc(groups, func(g group) bool { return g.allowed == steps[i].allowed })
		if at < 0 {
			at = len(groups)
			groups = append(groups, group{allowed: steps[i].allowed})
		}
		groups[at].policies = groups[at].policies.or(bit(i))
	}
	return groups
}

// add notes the conditions of the policy whose place is p.
func (b *block[ID]) add(m *Match, p mask, identify func(string) ID) {
	if len(m.Prefixes.List) > 0 {
		b.prefixes.add(&m.Prefixes, p)
	}
	b.note(&b.instances, m.Source.Instances, m.Source.Except, p, identify)
	b.note(&b.regions, m.Source.Regions, false, p, identify)
	b.note(&b.tables, m.Source.RouteTables, false, p, identify)
	b.note(&b.to.instances, m.Destination.Instances, m.Destination.Except, p, identify)
	b.note(&b.to.regions, m.Destination.Regions, false, p, identify)
	b.note(&b.to.tables, m.Destination.RouteTables, false, p, identify)
}

// note notes a condition with a list of names. Except with an empty list is no condition (P-3.7).
func (b *block[ID]) note(at **index[ID], names []string, except bool, p mask, identify func(string) ID) {
	if len(names) == 0 {
		return
	}
	if *at == nil {
		*at = newIndex[ID](b.all)
	}
	x := *at
	x.free = x.free.without(p)
	if except {
		x.except = x.except.or(p)
	}
	var none ID
	for _, name := range names {
		if id := identify(name); name != "" && id != none {
			x.add(id, p)
		}
	}
}
