package topology

import (
	"net/netip"
	"slices"
	"sync"
)

// An announcement is a prefix that a data center announces or withdraws, and those before it. Such changes come one
// after the other from outside, a million prefixes may stay as they are meanwhile, and so they are made in place of a
// whole propagation: one prefix moves to another class of prefixes that behave alike.
type announcement struct {
	before     *announcement
	dataCenter string
	prefix     netip.Prefix
	withdrawn  bool
}

// announce makes an [Announce] or [Withdraw] in time that does not depend on the number of prefixes. It reports false
// where that is not possible: for any other change, one that is refused, and one after which the prefix has no single
// stable state.
func (s *State) announce(index int, c Change) (*State, []Event, bool) {
	a, ok := announcementOf(c)
	if !ok || s.compiled == nil || s.compiled.outgrown() || !canonical(a.prefix) {
		return nil, nil, false
	}
	origin, ok := s.compiled.site(a.dataCenter)
	if !ok || s.solved.Has(a.prefix, origin) != a.withdrawn {
		return nil, nil, false
	}
	move := s.solved.With
	if a.withdrawn {
		move = s.solved.Without
	}
	solved := move(a.prefix, origin)
	if solved == nil {
		return nil, nil, false
	}
	a.before = s.edits
	next := &State{compiled: s.compiled, solved: solved, order: s.order, edits: &a, fates: s.fates}
	next.network = sync.OnceValue(func() *Network { return a.network(s.compiled.net) })
	next.warnings = sync.OnceValue(next.allWarnings)
	return next, s.fateOf(a.prefix, next, c).events(a.prefix, index, c.String()), true
}

func announcementOf(c Change) (announcement, bool) {
	switch c := c.(type) {
	case Announce:
		return announcement{dataCenter: c.DataCenter, prefix: c.Prefix}, true
	case Withdraw:
		return announcement{dataCenter: c.DataCenter, prefix: c.Prefix, withdrawn: true}, true
	}
	return announcement{}, false
}

// network returns a copy of a network with all announcements up to this one.
func (a *announcement) network(n *Network) *Network {
	type place struct {
		dataCenter string
		prefix     netip.Prefix
	}
	last := map[place]bool{}             // whether the last announcement of a prefix withdrew it
	added := map[string][]netip.Prefix{} // the last one first
	for ; a != nil; a = a.before {
		at := place{a.dataCenter, a.prefix}
		if _, later := last[at]; later {
			continue
		}
		if last[at] = a.withdrawn; !a.withdrawn {
			added[a.dataCenter] = append(added[a.dataCenter], a.prefix)
		}
	}
	n = n.Clone()
	for i := range n.DataCenters {
		d := &n.DataCenters[i]
		d.Prefixes = reject(d.Prefixes, func(p *netip.Prefix) bool {
			_, changed := last[place{d.ID, *p}]
			return changed
		})
		slices.Reverse(added[d.ID])
		d.Prefixes = append(d.Prefixes, added[d.ID]...)
	}
	return n
}

// allWarnings works out the warnings of a state that was not propagated.
func (s *State) allWarnings() []Warning {
	_, warnings := s.Network().Validate()
	return slices.Concat(warnings, s.compiled.warnings, s.observe())
}
