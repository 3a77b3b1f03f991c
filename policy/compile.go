package policy

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// A Program is a list of policies that is ready to be evaluated. It does not change and may be used by several
// goroutines at once. A nil Program permits everything.
//
// The conditions that a walk cannot change (where the route comes from and goes, its type, family and prefix) are
// answered for all policies at once, one set of policies per condition, and the sets intersected; only those that
// remain are asked one by one about the AS path and the communities, which an earlier policy may have changed.
type Program[ID comparable] struct {
	lists [2]list[ID] // by direction
}

// A list is the policies of one direction by priority.
type list[ID comparable] struct {
	steps  []step
	blocks []block[ID] // conditions of blockSize steps each
}

// A step is one policy on the walk, without the conditions that are in its block.
type step struct {
	priority    int
	next        int // place in the list at which the walk goes on, 0: it ends here
	deny        bool
	preference  uint8 // 0: unchanged
	asPath      ASPathMatch
	communities CommunitiesMatch // list sorted
	prepend     route.ASPath
	set         route.Communities
	replace     bool
}

// A block holds the conditions of up to blockSize policies, each as the sets of policies that hold.
type block[ID comparable] struct {
	plain     mask                  // policies without any of the conditions that need a look-up: IDs and prefixes
	types     [route.BGP + 1]mask   // by class (P-3.16)
	families  [IPv6 + 1]mask        // AnyFamily: no valid prefix (P-3.19)
	prefixes  prefixIndex           // P-3.17
	kinds     [attach.Peer + 1]mask // of the origin (P-3.8)
	instances index[ID]             // of the origin (P-3.6, P-3.7)
	regions   index[ID]             // of the origin (P-3.5)
	tables    index[ID]             // of the origin (P-3.9)
	to        destinations[ID]
}

// destinations holds the conditions on the target.
type destinations[ID comparable] struct {
	anywhere  mask                  // policies that state no condition on instance, kind or table, and so match a peer
	kinds     [attach.Peer + 1]mask // P-3.10, P-3.11
	instances index[ID]             // P-3.10, P-3.14
	regions   index[ID]             // P-3.15
	tables    index[ID]             // P-3.10
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
	sorted := [...][]*Policy{Ingress: byPriority(policies, Ingress), Egress: byPriority(policies, Egress)}
	if system {
		sorted[Egress] = append(sorted[Egress], &systemPolicy)
	}
	p := new(Program[ID])
	steps := make([]step, len(sorted[Ingress])+len(sorted[Egress]))
	blocks := make([]block[ID], blocksFor(len(sorted[Ingress]))+blocksFor(len(sorted[Egress])))
	for d, policies := range sorted {
		n, b := len(policies), blocksFor(len(policies))
		p.lists[d] = list[ID]{steps[:n:n], blocks[:b:b]}
		p.lists[d].compile(policies, identify)
		steps, blocks = steps[n:], blocks[b:]
	}
	return p
}

// systemPolicy is the last policy on the way out. It does not change.
var systemPolicy = System()

// blocksFor returns the number of blocks of a number of policies.
func blocksFor(policies int) int { return (policies + blockSize - 1) / blockSize }

// byPriority returns the policies of a direction, smaller numbers first (P-1.3), with room for one more.
func byPriority(policies []Policy, d Direction) []*Policy {
	sorted := make([]*Policy, 0, len(policies)+1)
	for i := range policies {
		if policies[i].Direction == d {
			sorted = append(sorted, &policies[i])
		}
	}
	slices.SortStableFunc(sorted, func(a, b *Policy) int { return cmp.Compare(a.Priority, b.Priority) })
	return sorted
}

// compile fills the steps and blocks of l with policies, which are sorted.
func (l *list[ID]) compile(policies []*Policy, identify func(string) ID) {
	for i, p := range policies {
		l.steps[i] = stepOf(p, resume(policies, i))
		l.blocks[i/blockSize].add(&p.Match, bit(i%blockSize), identify)
	}
	for i := range l.blocks {
		l.blocks[i].build()
	}
}

// build readies the block for use after the last add.
func (b *block[ID]) build() {
	b.prefixes.build()
	b.plain = b.prefixes.free.and(b.instances.free).and(b.regions.free).and(b.tables.free).
		and(b.to.instances.free).and(b.to.regions.free).and(b.to.tables.free)
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

// stepOf returns the step of p, after which the walk goes on at next. What p shares with its caller is copied.
func stepOf(p *Policy, next int) step {
	s := step{
		priority:    p.Priority,
		next:        next,
		deny:        p.Action == Deny,
		asPath:      ASPathMatch{slices.Clone(p.Match.ASPath.List), p.Match.ASPath.Mode},
		communities: CommunitiesMatch{setOf(p.Match.Communities.List), p.Match.Communities.Mode},
		prepend:     slices.Clip(slices.Clone(p.Set.PrependASPath)),
		replace:     p.Set.Communities.Mode == Replace,
	}
	if p.Set.Communities.Mode != NoSetMode {
		s.set = setOf(p.Set.Communities.List)
	}
	if 0 < p.Set.Preference && p.Set.Preference <= maxPreference {
		s.preference = uint8(p.Set.Preference)
	}
	return s
}

// setOf returns the communities of list as a set, in new memory.
func setOf(list []route.Community) route.Communities {
	set := slices.Clone(list)
	slices.Sort(set)
	return slices.Clip(slices.Compact(set))
}

// add notes the conditions of the policy whose place is p.
func (b *block[ID]) add(m *Match, p mask, identify func(string) ID) {
	b.addTypes(m.RouteTypes, p)
	b.addFamily(m.Family, p)
	b.addPrefixes(&m.Prefixes, p)
	addKinds(&b.kinds, m.Source.Kinds, p)
	b.instances.addAll(m.Source.Instances, m.Source.Except, p, identify)
	b.regions.addAll(m.Source.Regions, false, p, identify)
	b.tables.addAll(m.Source.RouteTables, false, p, identify)
	b.to.add(&m.Destination, p, identify)
}

// add notes the conditions on the target of the policy whose place is p.
func (t *destinations[ID]) add(e *Endpoint, p mask, identify func(string) ID) {
	if len(e.Instances) == 0 && len(e.Kinds) == 0 && len(e.RouteTables) == 0 {
		t.anywhere = t.anywhere.or(p)
	}
	addKinds(&t.kinds, e.Kinds, p)
	t.instances.addAll(e.Instances, e.Except, p, identify)
	t.regions.addAll(e.Regions, false, p, identify)
	t.tables.addAll(e.RouteTables, false, p, identify)
}

// addAll notes a condition with a list of names. Except with an empty list is no condition (P-3.7).
func (x *index[ID]) addAll(names []string, except bool, p mask, identify func(string) ID) {
	if len(names) == 0 {
		x.free = x.free.or(p)
		return
	}
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

// addKinds notes a condition on kinds. None and Peer are no kinds that a policy can name: they match nothing.
func addKinds(kinds *[attach.Peer + 1]mask, list []attach.Kind, p mask) {
	for k := range kinds {
		named := attach.None < attach.Kind(k) && attach.Kind(k) < attach.Peer && slices.Contains(list, attach.Kind(k))
		if len(list) == 0 || named {
			kinds[k] = kinds[k].or(p)
		}
	}
}

// addTypes notes a condition on route types.
func (b *block[ID]) addTypes(list []route.Type, p mask) {
	for t := range b.types {
		named := route.Type(t) != route.NoType && slices.Contains(list, route.Type(t))
		if len(list) == 0 || named {
			b.types[t] = b.types[t].or(p)
		}
	}
}

// addFamily notes a condition on the address family.
func (b *block[ID]) addFamily(f Family, p mask) {
	for g := range b.families {
		if f == AnyFamily || f == Family(g) {
			b.families[g] = b.families[g].or(p)
		}
	}
}

// addPrefixes notes a condition on prefixes.
func (b *block[ID]) addPrefixes(m *PrefixMatch, p mask) {
	if len(m.List) == 0 {
		b.prefixes.free = b.prefixes.free.or(p)
	}
	for _, prefix := range m.List {
		if prefix.IsValid() {
			b.prefixes.add(prefix, m.Mode, p)
		}
	}
}

// classOf returns the type that a policy sees: what is configured in a table of a transit router counts as Custom
// (P-3.16). A VBR's static route is Custom from its origin on (D-40).
func classOf(t route.Type) route.Type {
	switch t {
	case route.System, route.Custom, route.BGP:
		return t
	case route.Static, route.Blackhole, route.Aggregate:
		return route.Custom
	}
	return route.NoType
}

// familyOf returns the family of p, and AnyFamily if p is not valid.
func familyOf(p netip.Prefix) Family {
	switch {
	case !p.IsValid():
		return AnyFamily
	case p.Addr().Is4():
		return IPv4
	}
	return IPv6
}

// kindOf returns k, and None if there is no such kind.
func kindOf(k attach.Kind) attach.Kind {
	if k > attach.Peer {
		return attach.None
	}
	return k
}
