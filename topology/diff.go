package topology

import (
	"context"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// A Difference is what differs between two states, for somebody who reviews a change. The zero Difference is none. It
// is plain data, in a fixed order.
type Difference struct {
	Changes []string      `json:"changes"`        // of the configuration, in words, in the order of Changes
	Reach   []ReachChange `json:"reach"`          // who reaches whom: what is lost first
	Tables  []TableChange `json:"tables"`         // tables in order of ID
	Note    string        `json:"note,omitempty"` // what was not worked out, empty: nothing
}

// Empty reports whether the states have the same routes and packets take the same ways. The configuration may differ
// all the same, then without effect.
func (d Difference) Empty() bool { return len(d.Reach) == 0 && len(d.Tables) == 0 }

// An Effect is what becomes of a prefix in a table, or of packets between two instances. The zero Effect is none.
type Effect uint8

// The closed set of effects, worst first.
const (
	NoEffect        Effect = iota
	EffectLost             // packets are no longer delivered on every path; no route of the prefix is Active any more
	EffectOneWay           // packets are delivered as before, answers no longer on every path
	EffectUndecided        // too many cases to tell
	EffectMoved            // packets take another way; other routes are Active
	EffectGained           // packets are delivered that were not; the prefix has an Active route
	EffectTwoWay           // packets are delivered as before, and answers now too, on every path
	EffectDetail           // the same routes are Active, but attributes or other routes differ
)

var effectNames = enum.Names{Type: "Effect",
	Texts: []string{"", "lost", "one-way", "undecided", "moved", "gained", "two-way", "detail"}}

// String returns the effect in a word. It is empty for [NoEffect] and "Effect(9)" outside the set.
func (e Effect) String() string { return effectNames.Text(uint8(e)) }

// MarshalText returns the text of [Effect.String]. It never fails.
func (e Effect) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads the text of an effect. Any other text is an error and changes nothing.
func (e *Effect) UnmarshalText(text []byte) error { return enum.Unmarshal(effectNames, text, e) }

// A Cause is why something differs.
type Cause struct {
	Change string  `json:"change,omitempty"` // the change of the configuration that had this effect, "": not known
	Why    string  `json:"why,omitempty"`    // what stops the route or packet, or stopped it before
	Rule   rule.ID `json:"rule,omitempty"`   // of that
}

// A ReachChange is a difference for packets from own addresses of one instance to those of another (see [Cell]).
type ReachChange struct {
	Effect    Effect         `json:"effect"`
	From      string         `json:"from"`
	To        string         `json:"to"`
	Sources   []netip.Prefix `json:"sources"`   // from each of these
	Addresses []netip.Prefix `json:"addresses"` // to each of these
	Packet    string         `json:"packet"`    // one such packet, "ADDRESS@INSTANCE,ADDRESS"
	Before    []Path         `json:"before"`    // its paths; those of its answer for one-way and two-way
	After     []Path         `json:"after"`
	Cause     Cause          `json:"cause"`
}

// A TableChange is what differs in one route table. A table that one of the states does not have counts as empty.
type TableChange struct {
	Table    string         `json:"table"`
	Owner    string         `json:"owner"`
	Prefixes []PrefixChange `json:"prefixes"`
}

// A PrefixChange is what differs for one prefix in one table.
type PrefixChange struct {
	Prefix netip.Prefix  `json:"prefix"`
	Effect Effect        `json:"effect"`
	Before []string      `json:"before"` // next hops of the Active routes
	After  []string      `json:"after"`
	Routes []RouteChange `json:"routes"`
	Cause  Cause         `json:"cause"`
}

// A RouteChange is what differs for one route: the net effect of all events.
type RouteChange struct {
	Kind EventKind    `json:"kind"`
	Old  *route.Route `json:"old,omitempty"`
	New  *route.Route `json:"new,omitempty"`
	Why  string       `json:"why,omitempty"` // why the new route is not Active, or took over
	Rule rule.ID      `json:"rule,omitempty"`
}

// Bounds on the work of a Diff.
const (
	maxDiffChanges = 256  // changes of the configuration up to which each effect is traced back to one of them
	maxDiffPieces  = 1024 // sets of addresses that are forwarded alike, for each pair of starts
)

// Diff compares two states, of two versions of one network or of two networks: tables and instances are matched by ID.
// It tells for each prefix of each table what became of its routes, and for each pair of instances which packets are
// lost, lose their answers, move to other paths, or are delivered that were not before.
//
// The cause of each difference is found by making the changes of the configuration one by one (see [Changes]): it is
// the last one that touched the route, or with which the fate of the packet changed. Another order might name another
// one where several together have the effect. The rest of the cause is what stops the route or packet now.
//
// The work is bounded: of more than 256 changes none is named, and where packets between two instances are forwarded in
// too many different ways, the effect is undecided. Note or the effect say so.
func Diff(before, after *State) Difference {
	diff, _ := DiffContext(context.Background(), before, after, nil)
	return diff
}

// DiffContext is [Diff] with a context and progress, as [PropagateContext] explains: by changes of the configuration,
// by tables, and three times by pairs of instances.
func DiffContext(ctx context.Context, before, after *State, progress func(done, total int)) (Difference, error) {
	list := Changes(before.Network(), after.Network())
	d := differ{before: before, after: after}
	d.meter = meter.Of(ctx, len(list)+len(inBoth(d.before, d.after))+d.reachSteps(), progress)
	d.walk(list)
	diff := Difference{Changes: d.changes, Reach: []ReachChange{}, Tables: d.tables(), Note: d.note}
	if len(diff.Tables) > 0 || len(d.changes) > 0 {
		diff.Reach = append(diff.Reach, d.reach()...)
	}
	if err := d.meter.Finish(); err != nil {
		return Difference{}, err
	}
	return diff, nil
}

// A differ compares two states. Where its context is cancelled, each of its parts ends early, with a result of no use.
type differ struct {
	meter         *meter.Meter
	before, after *State
	changes       []string
	stops         []stop // the states in between, from before to after
	events        map[rowPlace]Event
	note          string
}

// A stop is a state on the way from one to the other, and the change that led there.
type stop struct {
	state  *State
	change string
}

// A rowPlace is a prefix in a table.
type rowPlace struct {
	table  string
	prefix netip.Prefix
}

// walk makes the changes between the networks one by one, and notes the last event at each place.
func (d *differ) walk(list []Change) {
	d.changes, d.events = []string{}, map[rowPlace]Event{}
	for _, c := range list {
		d.changes = append(d.changes, c.String())
	}
	if len(list) > maxDiffChanges {
		d.note = "the configurations differ in more than 256 places: which effect is that of which change was not worked out"
		return
	}
	d.stops = []stop{{d.before, ""}}
	lists := longLists(d.before.Network())
	w := walker{ctx: d.meter.Context(), state: d.before, network: d.before.Network().cloneSharing(lists), lists: lists, stopped: func(s *State, change string) {
		d.stops = append(d.stops, stop{s, change})
	}}
	if w.takeAll(list, d.after, d.meter) != nil {
		return
	}
	for _, e := range w.events {
		d.events[rowPlace{e.Table, e.Prefix}] = e
	}
}

// lastFlip returns the change after which something about the state became what it is in the end.
func (d *differ) lastFlip(what func(*State) string) string {
	if len(d.stops) == 0 {
		return ""
	}
	last := what(d.stops[len(d.stops)-1].state)
	for i := len(d.stops) - 1; i > 0; i-- {
		if what(d.stops[i-1].state) != last {
			return d.stops[i].change
		}
	}
	return ""
}

// tables compares the tables.
func (d *differ) tables() []TableChange {
	changes := []TableChange{}
	list := tableEvents(d.before, d.after, nil)
	for _, t := range inBoth(d.before, d.after) {
		n := 0
		for n < len(list) && list[n].Table == t.id {
			n++
		}
		if n > 0 {
			changes = append(changes, TableChange{Table: t.id, Owner: ownerOf(t.old, t.now),
				Prefixes: d.prefixes(list[:n])})
			list = list[n:]
		}
		if d.meter.Step() != nil {
			return nil
		}
	}
	return changes
}

func ownerOf(tables ...Table) string {
	for _, t := range tables {
		if t.state != nil {
			return t.Owner()
		}
	}
	return ""
}

// prefixes groups the differences of one table by prefix.
func (d *differ) prefixes(list []Event) (changes []PrefixChange) {
	for len(list) > 0 && d.meter.Err() == nil {
		n := 1
		for n < len(list) && list[n].Prefix == list[0].Prefix {
			n++
		}
		changes = append(changes, d.prefix(list[:n]))
		list = list[n:]
	}
	return changes
}

// prefix tells what became of one prefix in a table.
func (d *differ) prefix(list []Event) PrefixChange {
	table, p := list[0].Table, list[0].Prefix
	c := PrefixChange{Prefix: p, Before: winners(d.before, table, p), After: winners(d.after, table, p)}
	slices.SortStableFunc(list, func(a, b Event) int { return int(a.Kind) - int(b.Kind) })
	for _, e := range list {
		c.Routes = append(c.Routes, RouteChange{Kind: e.Kind, Old: e.Old, New: e.New, Why: e.Why, Rule: e.Rule})
	}
	c.Cause.Change = d.events[rowPlace{table, p}].Change
	switch {
	case len(c.Before) > 0 && len(c.After) == 0:
		c.Effect = EffectLost
		c.Cause.Why, c.Cause.Rule = whyNot(d.before, d.after, table, p)
	case len(c.Before) == 0 && len(c.After) > 0:
		c.Effect = EffectGained
		c.Cause.Why, c.Cause.Rule = whyNot(d.after, d.before, table, p)
	case !slices.Equal(c.Before, c.After):
		c.Effect = EffectMoved
		c.Cause.Why, c.Cause.Rule = whyMoved(c.Routes)
	default:
		c.Effect = EffectDetail
		c.Cause.Why, c.Cause.Rule = whyMoved(c.Routes)
	}
	return c
}

// winners returns the next hops of the Active routes of a prefix in a table.
func winners(s *State, table string, p netip.Prefix) []string {
	hops := []string{}
	if t, ok := s.Table(table); ok {
		for _, r := range t.Get(p) {
			if r.Status == route.Active {
				hops = append(hops, r.NextHop)
			}
		}
	}
	return hops
}

// whyNot tells why a table has no Active route of a prefix in one state, though it has one in another: what became of
// its own routes, or else the first place on the way of the other state's route that the prefix does not reach.
func whyNot(other, s *State, table string, p netip.Prefix) (string, rule.ID) {
	e, err := s.Explain(table, p)
	if err != nil {
		return "no table " + table, ""
	}
	for _, story := range e.Routes {
		if n := len(story.Steps); n > 0 {
			step := story.Steps[n-1]
			return withDetail(step.Reason.String(), step.Detail, step.Policies), step.Rule
		}
	}
	from := ""
	for _, step := range wayInto(other, table, p) {
		if len(winners(s, step.Table, p)) == 0 {
			return whyNotTold(s, from, step, p)
		}
		from = step.Table
	}
	return "", ""
}

// wayInto returns how the first Active route of a prefix came into a table: one step for each table, from its origin
// on.
func wayInto(s *State, table string, p netip.Prefix) (steps []Decision) {
	e, err := s.Explain(table, p)
	if err != nil {
		return nil
	}
	for _, story := range e.Routes {
		if story.Route.Status != route.Active {
			continue
		}
		for _, step := range story.Steps {
			if len(steps) == 0 || steps[len(steps)-1].Table != step.Table {
				steps = append(steps, step)
			}
		}
		return steps
	}
	return nil
}

// whyNotTold tells why one table on the way, which has no Active route of a prefix, does not have it from the one
// before.
func whyNotTold(s *State, from string, step Decision, p netip.Prefix) (string, rule.ID) {
	if from == "" {
		return p.String() + " does not originate in " + step.Table, ""
	}
	e, err := s.Explain(step.Table, p)
	if err != nil {
		return "no table " + step.Table, ""
	}
	for _, b := range e.shownBlockers() {
		if b.From == from && b.To == step.Table && b.Over == step.Over {
			return withDetail(b.Reason.String(), b.Detail, b.Policies) + " (" + from + " to " + step.Table + ")", b.Rule
		}
	}
	return "nothing leads from " + from + " to " + step.Table + " over " + step.Over, ""
}

// withDetail joins a reason with what is known beyond.
func withDetail(reason, detail string, policies []string) string {
	if detail != "" {
		reason += ": " + detail
	}
	for _, p := range policies {
		reason += ": " + p
	}
	return reason
}

// whyMoved returns the first reason that a difference of a route has.
func whyMoved(routes []RouteChange) (string, rule.ID) {
	for _, r := range routes {
		if r.Why != "" {
			return r.Why, r.Rule
		}
	}
	return "", ""
}
