package topology

import (
	"cmp"
	"fmt"
	"iter"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// An Event is what a change did to one route of one table. Events may share a route, or parts of it, which must not be
// changed.
type Event struct {
	Index  int          `json:"index"`  // of the change that caused it
	Change string       `json:"change"` // the same in words
	Table  string       `json:"table"`
	Prefix netip.Prefix `json:"prefix"`
	Kind   EventKind    `json:"kind"`
	Old    *route.Route `json:"old,omitempty"` // nil for an announced route
	New    *route.Route `json:"new,omitempty"` // nil for a withdrawn route
	Why    string       `json:"why,omitempty"` // why the new route is not Active, or took over
	Rule   rule.ID      `json:"rule"`          // the rule of that, or else that of the change
}

// An EventKind is what happened to a route. The zero EventKind is none.
type EventKind uint8

// The closed set of kinds of events, in the order in which the events of one stage of a change are listed.
const (
	NoEvent   EventKind = iota
	Withdrawn           // it left the table
	Replaced            // its status or attributes are others than before
	Announced           // it came into the table
)

var eventKindNames = enum.Names{Type: "EventKind", Texts: []string{"", "withdrawn", "replaced", "announced"}}

// String returns the kind in words. It is empty for [NoEvent] and "EventKind(9)" outside the set.
func (k EventKind) String() string { return eventKindNames.Text(uint8(k)) }

// MarshalText returns the text of [EventKind.String]. It never fails.
func (k EventKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the text of a kind. Any other text is an error and changes nothing.
func (k *EventKind) UnmarshalText(text []byte) error { return enum.Unmarshal(eventKindNames, text, k) }

// String tells the event in one line, for example
// "vtb-hz 10.0.0.0/8 via att-vbr-1: withdrawn by detach att-vbr-1 [TR-9.3]".
func (e Event) String() string {
	r := cmp.Or(e.New, e.Old)
	if r == nil {
		r = &route.Route{}
	}
	text := fmt.Sprintf("%s %v via %s: %v", e.Table, e.Prefix, r.NextHop, e.Kind)
	switch {
	case e.Kind == Replaced && e.Old.Status != e.New.Status:
		text += fmt.Sprintf(", %v is %v now", e.Old.Status, e.New.Status)
	case e.New != nil && e.New.Status != route.Active:
		text += fmt.Sprintf(" as %v", e.New.Status)
	}
	if e.Why != "" {
		text += " (" + e.Why + ")"
	}
	return fmt.Sprintf("%s by %s [%s]", text, e.Change, e.Rule)
}

// events returns what happened to the routes of every table between two states: what was withdrawn, then what was
// replaced, then what was announced, each in order of table and route.
func events(before, after *State, by *engine.Succession) []Event {
	list := tableEvents(before, after, by)
	byKind(list)
	return list
}

// byKind puts events in order of their kinds, and leaves those of one kind in order.
func byKind(list []Event) {
	for i := 1; i < len(list); i++ {
		if list[i].Kind < list[i-1].Kind {
			slices.SortStableFunc(list, func(a, b Event) int { return cmp.Compare(a.Kind, b.Kind) })
			return
		}
	}
}

// tableEvents returns what happened to the routes of every table between two states, in order of table and prefix.
//
// Prefixes that behave alike before and alike after have the same fate in every table. It is worked out once for all of
// them, so that the work grows with what changed rather than with the tables. Where the second state succeeds the first
// one, only prefixes are looked at which the change can reach.
func tableEvents(before, after *State, by *engine.Succession) (list []Event) {
	tables := inBoth(before, after)
	changed := map[[2]*engine.Class][]tableInBoth{}
	fate := func(p netip.Prefix, classes [2]*engine.Class) []tableInBoth {
		fate, known := changed[classes]
		if !known {
			for _, t := range tables {
				if len(t.events(nil, p, classes)) > 0 {
					fate = append(fate, t)
				}
			}
			changed[classes] = fate
		}
		return fate
	}
	all := eachPrefix(before, after)
	if by != nil {
		all = by.Changed(func(p netip.Prefix, classes [2]*engine.Class) bool { return len(fate(p, classes)) > 0 })
	}
	for p, classes := range all {
		for _, t := range fate(p, classes) {
			list = t.events(list, p, classes)
		}
	}
	slices.SortStableFunc(list, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Table, b.Table), a.Prefix.Compare(b.Prefix))
	})
	return list
}

// A tableInBoth is a table before and after; zero where there is none.
type tableInBoth struct {
	id       string
	old, now Table
}

// inBoth returns the tables of two states, in order of ID.
func inBoth(before, after *State) []tableInBoth {
	var tables []tableInBoth
	for old := range before.Tables() {
		now, _ := after.Table(old.ID())
		tables = append(tables, tableInBoth{old.ID(), old, now})
	}
	for now := range after.Tables() {
		if _, known := before.Table(now.ID()); !known {
			tables = append(tables, tableInBoth{now.ID(), Table{}, now})
		}
	}
	slices.SortFunc(tables, func(a, b tableInBoth) int { return cmp.Compare(a.id, b.id) })
	return tables
}

// events adds what happened to one prefix in the table, given its class before and after.
func (t *tableInBoth) events(list []Event, p netip.Prefix, classes [2]*engine.Class) []Event {
	return prefixEvents(list, t.id, p, t.old.rows(p, classes[0]), t.now.rows(p, classes[1]))
}

// rows returns the routes of a prefix of a class; none for the zero Table.
func (t Table) rows(p netip.Prefix, c *engine.Class) []tableRow {
	if t.state == nil {
		return nil
	}
	return t.state.compiled.tableRows(nil, p, c.At(t.node))
}

// eachPrefix yields each prefix that one of two states has, once, with its class before and after.
func eachPrefix(before, after *State) iter.Seq2[netip.Prefix, [2]*engine.Class] {
	return func(yield func(netip.Prefix, [2]*engine.Class) bool) {
		for p, c := range before.prefixes() {
			if !yield(p, [2]*engine.Class{c, after.class(p)}) {
				return
			}
		}
		for p, c := range after.prefixes() {
			if before.class(p) == nil && !yield(p, [2]*engine.Class{nil, c}) {
				return
			}
		}
	}
}

// prefixes yields every prefix that something originates, in order; none of the zero State.
func (s *State) prefixes() iter.Seq2[netip.Prefix, *engine.Class] {
	if s.solved == nil {
		return func(func(netip.Prefix, *engine.Class) bool) {}
	}
	return s.solved.Prefixes()
}

// class returns the class of a prefix, nil for one that nothing originates.
func (s *State) class(p netip.Prefix) *engine.Class {
	if s.solved == nil {
		return nil
	}
	return s.solved.Class(p)
}

// A tableRow is a route of a table, and why it is not Active.
type tableRow struct {
	*route.Route
	why  string
	rule rule.ID
}

// tableRows adds the routes of the rows that a table holds of a prefix to a list.
func (c *compiler) tableRows(list []tableRow, p netip.Prefix, rows []engine.Row) []tableRow {
	routes := make([]route.Route, len(rows))
	for i := range rows {
		routes[i] = c.route(p, &rows[i])
		why, id := c.notActive(&rows[i])
		list = append(list, tableRow{&routes[i], why, id})
	}
	return list
}

// notActive tells why a row is not Active, and by which rule; nothing for an Active one.
func (c *compiler) notActive(r *engine.Row) (string, rule.ID) {
	switch {
	case r.Status == route.Active:
		return "", ""
	case r.Step != route.NoStep:
		return "lost: " + r.Step.String(), r.Step.Rule()
	case r.Reason == route.DeniedByPolicy:
		_, id := c.policyDetail(r.Deciders)
		return r.Reason.String(), id
	}
	return r.Reason.String(), r.Reason.Rule()
}

// prefixEvents adds the events of one prefix in one table to a list.
func prefixEvents(list []Event, table string, p netip.Prefix, old, now []tableRow) []Event {
	old, now = unequal(old, now), unequal(now, old)
	winnerLeft := slices.ContainsFunc(old, func(r tableRow) bool { return r.Status == route.Active })
	for i := range now {
		e := Event{Table: table, Prefix: p, Kind: Announced, New: now[i].Route, Why: now[i].why, Rule: now[i].rule}
		k := predecessor(old, now[i].Route)
		if k >= 0 {
			e.Kind, e.Old = Replaced, old[k].Route
			old = slices.Delete(slices.Clone(old), k, k+1)
			if winnerLeft && e.New.Status == route.Active && (e.Old.Status == route.Standby || e.Old.Status == route.Rejected) {
				e.Why, e.Rule = "the winner left", "TR-9.8"
			}
		}
		list = append(list, e)
	}
	for i := range old {
		list = append(list, Event{Table: table, Prefix: p, Kind: Withdrawn, Old: old[i].Route})
	}
	return list
}

// unequal returns the rows of a list that another one does not have, each counted as often as it is there.
func unequal(rows, others []tableRow) (rest []tableRow) {
	if len(rows) == 0 || len(others) == 0 {
		return rows
	}
	met := make([]bool, len(others))
	for i := range rows {
		k := 0
		for k < len(others) && (met[k] || route.Compare(*others[k].Route, *rows[i].Route) != 0) {
			k++
		}
		if k < len(others) {
			met[k] = true
		} else {
			rest = append(rest, rows[i])
		}
	}
	return rest
}

// predecessor returns the place of the route that another one of the prefix replaces: one that leads to the same next hop
// and came in the same way, at best from the same origin; -1 if there is none.
func predecessor(old []tableRow, now *route.Route) int {
	replaced := func(r tableRow) bool { return r.NextHop == now.NextHop && r.Learned == now.Learned }
	k := slices.IndexFunc(old, func(r tableRow) bool { return replaced(r) && r.Origin == now.Origin })
	if k < 0 {
		k = slices.IndexFunc(old, replaced)
	}
	return k
}
