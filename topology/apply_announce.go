package topology

import (
	"cmp"
	"net/netip"
	"slices"
	"sync"

	"github.com/cenroute/cenroute/internal/engine"
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
	if !ok || s.compiled == nil || !canonical(a.prefix) {
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
	next := &State{compiled: s.compiled, solved: solved, order: s.order, edits: &a}
	next.network = sync.OnceValue(func() *Network { return a.network(s.compiled.net) })
	next.warnings = sync.OnceValue(next.allWarnings)
	return next, s.announced(next, a.prefix, index, c), true
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

// announced returns the events of a prefix that was announced or withdrawn.
func (s *State) announced(next *State, p netip.Prefix, index int, c Change) []Event {
	before, after := s.solved.Class(p), next.solved.Class(p)
	list := make([]Event, 0, before.Rows()+after.Rows())
	earlier, later := before.Walk(), after.Walk()
	maker := rowMaker{c: s.compiled, p: p}
	var old, now []tableRow // of one table after the other
	for _, node := range s.order {
		old = maker.add(old[:0], earlier.At(node))
		now = maker.add(now[:0], later.At(node))
		list = prefixEvents(list, Table{s, node}.ID(), p, old, now)
	}
	if byKind := func(a, b Event) int { return cmp.Compare(a.Kind, b.Kind) }; !slices.IsSortedFunc(list, byKind) {
		slices.SortStableFunc(list, byKind)
	}
	change, general := c.String(), c.stages(nil)[0].rule
	for i := range list {
		list[i].Index, list[i].Change = index, change
		if list[i].Rule == "" {
			list[i].Rule = general
		}
	}
	return list
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

// A rowMaker makes routes of one prefix of rows of the engine, with the reason why they are not Active. A route that
// equals the one before it is the same: most tables of a router hold the same routes.
type rowMaker struct {
	c    *compiler
	p    netip.Prefix
	last tableRow // its row is nil before the first one
}

// add adds the rows of a table to a list.
func (m *rowMaker) add(list []tableRow, rows []engine.Row) []tableRow {
	for i := range rows {
		r := &rows[i]
		if m.last.row == nil || !sameRoute(m.last.row, r) {
			made := m.c.route(m.p, r)
			m.last = tableRow{Route: &made, row: r}
			m.last.why, m.last.rule = m.c.notActive(r)
		}
		list = append(list, m.last)
	}
	return list
}

// sameRoute tells whether two rows of one prefix are the same in everything but the way on which they came.
func sameRoute(a, b *engine.Row) bool {
	came := *a
	came.Via = b.Via
	return (a.Via < 0) == (b.Via < 0) && came == *b
}
