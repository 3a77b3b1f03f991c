package topology

import (
	"cmp"
	"net/netip"
	"slices"
	"sync"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// A fate is what happens in every table when a prefix leaves one class for another. All that do so have the same
// events, but for the prefix and the change: a class knows nothing of its prefixes.
type fate struct {
	list   []Event       // without Index, Change, Prefix, Old and New
	routes []route.Route // that the events are about, each once, without Prefix
	about  []oldAndNew   // by event
}

// oldAndNew are the places of the two routes of an event, -1: none.
type oldAndNew struct{ old, now int }

// newFate makes a fate of the events of one of the prefixes.
func newFate(list []Event) *fate {
	f := &fate{list: list, about: make([]oldAndNew, len(list))}
	places := map[*route.Route]int{nil: -1}
	place := func(r *route.Route) int {
		at, known := places[r]
		if !known {
			at = len(f.routes)
			places[r], f.routes = at, append(f.routes, *r)
		}
		return at
	}
	var old, now *route.Route // of the event before
	for i := range list {
		e := &list[i]
		if i > 0 && e.Old == old && e.New == now {
			f.about[i] = f.about[i-1]
		} else {
			f.about[i] = oldAndNew{place(e.Old), place(e.New)}
		}
		old, now, e.Old, e.New = e.Old, e.New, nil, nil
	}
	return f
}

// events returns the events of a prefix, by the change with an index and a text.
func (f *fate) events(p netip.Prefix, index int, change string) []Event {
	list, routes := slices.Clone(f.list), slices.Clone(f.routes)
	for i := range routes {
		routes[i].Prefix = p
	}
	for i := range list {
		list[i].Index, list[i].Change, list[i].Prefix = index, change, p
	}
	for i, about := range f.about[:len(list)] {
		if about.old >= 0 {
			list[i].Old = &routes[about.old]
		}
		if about.now >= 0 {
			list[i].New = &routes[about.now]
		}
	}
	return list
}

// fates keep those fates that were met in the states to which announcements lead from the same network. Several
// goroutines may use them at once.
type fates struct {
	mu    sync.Mutex
	known map[passage]*fate
	size  int // number of fates and of their events
}

// A passage leads from what one class holds to what another one does.
type passage struct{ before, after engine.Solution }

// lookup returns the fate of a passage, nil for one that is not known.
func (f *fates) lookup(p passage) *fate {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.known[p]
}

// keep keeps the fate of a passage. When they have too many events, which would take some megabytes, all others are
// forgotten: as a rule few are met.
func (f *fates) keep(p passage, its *fate) {
	const most = 1 << 14
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.size += 1 + len(its.list); f.known == nil || f.size > most {
		f.known, f.size = map[passage]*fate{}, 1+len(its.list)
	}
	f.known[p] = its
}

// fateOf returns the fate of a prefix on the way to the next state by a change.
func (s *State) fateOf(p netip.Prefix, next *State, c Change) *fate {
	before, after := s.solved.Class(p), next.solved.Class(p)
	way := passage{before.Solution(), after.Solution()}
	its := s.fates.lookup(way)
	if its == nil {
		its = newFate(s.passed(before, after, c.stages(nil)[0].rule))
		s.fates.keep(way, its)
	}
	return its
}

// passed returns the events of a passage of a prefix from class to class, by a change with a rule. Most tables fare as
// the one before: they have the same events, but for the name of the table.
func (s *State) passed(before, after *engine.Class, general ruleID) []Event {
	list := make([]Event, 0, before.Rows()+after.Rows())
	earlier, later := before.Walk(), after.Walk()
	var held, holds []engine.Row // by the last table that held or holds something
	var its []Event
	var old, now []tableRow // of one table after the other
	for _, node := range s.order {
		was, is := earlier.At(node), later.At(node)
		if len(was)+len(is) == 0 {
			continue
		}
		table, start := Table{s, node}.ID(), len(list)
		if sameRoutes(held, was) && sameRoutes(holds, is) {
			list = append(list, its...)
			for i := range list[start:] {
				list[start+i].Table = table
			}
			continue
		}
		var p netip.Prefix // that of any prefix
		old, now = s.compiled.tableRows(old[:0], p, was), s.compiled.tableRows(now[:0], p, is)
		list = prefixEvents(list, table, p, old, now)
		held, holds, its = was, is, list[start:]
		for i := range its {
			its[i].Rule = cmp.Or(its[i].Rule, general)
		}
	}
	byKind(list)
	return list
}

// sameRoutes tells whether the rows that two tables hold of one prefix are the same in everything but the way on which
// they came.
func sameRoutes(a, b []engine.Row) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		came := a[i]
		came.Via = b[i].Via
		if (a[i].Via < 0) != (b[i].Via < 0) || came != b[i] {
			return false
		}
	}
	return true
}
