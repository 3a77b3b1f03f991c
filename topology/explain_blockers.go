package topology

import (
	"cmp"
	"slices"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// trace collects the blockers in a table and on every way into it, nearest to the table first. A prefix that nothing
// originates has one blocker that says so.
func (x *explainer) trace(node int32) {
	c := x.s.compiled
	here := c.name(c.out.Nodes[node].Table)
	x.withheld = x.s.withheldRoutes(x.p)
	if !x.s.solved.Originated(x.p) && len(x.withheld) == 0 {
		x.block(Blocker{To: here, Reason: route.NoOrigin, Rule: route.NoOrigin.Rule()})
		return
	}
	if x.aggregates(node) {
		reason := route.AggregateNotInOwnTable
		x.block(Blocker{From: here, To: here, Reason: reason, Rule: reason.Rule(), Given: inNature(reason)})
	}
	x.noteWithheld(node, nil)
	x.noteDisabled(node)
	x.waysIn(node, nil)
	if len(x.blockers) == 0 {
		x.block(Blocker{To: here, Reason: route.NoWay, Rule: route.NoWay.Rule()})
	}
	slices.SortStableFunc(x.blockers, func(a, b Blocker) int {
		return cmp.Compare(given(a), given(b))
	})
}

// noteDisabled notes the prefixes of ECR associations that were disabled by hand in the table itself (E-2.13).
func (x *explainer) noteDisabled(node int32) {
	c := x.s.compiled
	for _, r := range x.s.solved.Get(node, x.p) {
		if r.Via < 0 && r.Status == route.Disabled {
			here := c.name(c.out.Nodes[node].Table)
			x.block(Blocker{From: here, To: here, NextHop: c.name(r.NextHop), Reason: r.Reason, Rule: r.Reason.Rule()})
		}
	}
}

func given(b Blocker) int {
	if b.Given {
		return 1
	}
	return 0
}

// waysIn looks at every edge into a table. Where the sender holds routes of the prefix, what stopped them is noted;
// where none of the Active ones stands in the way of another one, the ways into the sender are looked at in turn. If
// one of those ways starts at a route, what is switched off between the sender and the table is a blocker too. On is
// the edge over which the table would tell it on, nil for the table that is explained.
func (x *explainer) waysIn(node int32, on *engine.Edge) (met bool) {
	here := junction{node, on != nil, kindOf(on)}
	if met, seen := x.seen[here]; seen {
		return met
	}
	x.seen[here] = false
	for _, e := range x.edgesInto(node) {
		if e.From == x.target || on != nil && !goesOn(e.Kind, on.Kind) {
			continue // what the table itself passes on, or what the other one never passes on
		}
		if x.holds(e) {
			met = true
			if x.noteEdge(e) || !x.s.solved.Matches(e.From, x.p) {
				x.noteWithheld(e.From, e)
				x.waysIn(e.From, e)
			}
			continue
		}
		if slices.Contains(e.Off, route.OtherTableAssociated) {
			continue // the associated table is looked at on an edge of its own
		}
		withheld := x.noteWithheld(e.From, e)
		if x.waysIn(e.From, e) || withheld {
			met = true
			for _, reason := range e.Off {
				x.block(x.blocker(e, reason))
			}
		}
	}
	x.seen[here] = met
	return met
}

// A junction is a table, and the kind of edge over which it would tell a route on, if it should.
type junction struct {
	node   int32
	onward bool
	kind   engine.EdgeKind
}

func kindOf(e *engine.Edge) engine.EdgeKind {
	if e == nil {
		return 0
	}
	return e.Kind
}

// goesOn tells whether any route that comes into a table over one kind of edge can leave it over another: a VPC
// announces only what is its own, a circuit offers the cloud what comes from the premises and the premises what comes
// from the cloud (TR-2.2.2, D-37), an ECR connects circuits with the cloud (E-3.1), and a router sends no peer what it
// has from another (TR-7.4).
func goesOn(in, out engine.EdgeKind) bool {
	switch out {
	case engine.LearnVPC, engine.VPCToECR:
		return false
	case engine.LearnExternal, engine.CircuitToECR:
		return in == engine.Announce
	case engine.Tell:
		return in != engine.Announce
	case engine.LearnECR, engine.ECRToVPC:
		return in == engine.CircuitToECR
	case engine.ECRToCircuit:
		return in != engine.CircuitToECR
	case engine.Peering:
		return in != engine.Peering
	}
	return true
}

// edgesInto returns every edge into a table, also those that are switched off.
func (x *explainer) edgesInto(node int32) []*engine.Edge {
	c := x.s.compiled
	var edges []*engine.Edge
	for _, i := range c.out.In(node) {
		edges = append(edges, &c.out.Edges[i])
	}
	c.offEdges(node, func(e engine.Edge) { edges = append(edges, &e) })
	return edges
}

// holds tells whether the sender of an edge has something to say about the prefix.
func (x *explainer) holds(e *engine.Edge) bool {
	return len(x.s.solved.Get(e.From, x.p)) > 0 || x.aggregates(e.From)
}

// aggregates tells whether a table has an aggregate route of the prefix.
func (x *explainer) aggregates(node int32) bool {
	return slices.ContainsFunc(x.s.compiled.out.Nodes[node].Aggregates, func(a engine.Aggregate) bool { return a.Prefix == x.p })
}

// noteEdge notes what stopped the routes of the sender of an edge, and reports whether none of its Active ones stands
// in the way of another one that could come.
func (x *explainer) noteEdge(e *engine.Edge) (open bool) {
	c := x.s.compiled
	got, ok, notes := x.s.solved.Heard(e, x.p)
	open = true
	for k := range notes {
		note := &notes[k]
		if active := note.Row.Status == route.Active; active && !otherSide(e, note.Reason) {
			open = false
		}
		if note.Reason == route.Announced {
			continue
		}
		b := x.blocker(e, note.Reason)
		b.NextHop = c.name(note.Row.NextHop)
		switch note.Reason {
		case route.DeniedByPolicy:
			b.Policies = c.lastPolicy(note.Deciders)
			b.Detail, b.Rule = c.policyDetail(note.Deciders)
		case route.NotActive:
			b.Detail, b.Rule = inactive(&note.Row)
			if note.Row.Reason == route.DeniedByPolicy {
				b.Policies = c.lastPolicy(note.Row.Deciders)
				_, b.Rule = c.policyDetail(note.Row.Deciders)
			}
		}
		x.block(b)
	}
	if ok && got.Status != route.Active {
		x.noteArrival(e, &got)
	}
	return open
}

// otherSide tells whether a route does not go where an edge leads because of the side that it came from, so that
// another one could go there: what its receiver told is no answer to it (TR-2.3.6), a table of an ECR could have a
// route from the cloud beside one of a circuit (E-3.1, D-34), and what a circuit hears from its premises beats what the
// cloud tells it (D-37).
func otherSide(e *engine.Edge, reason route.Reason) bool {
	switch reason {
	case route.SplitHorizon, route.NotOnPremises:
		return true
	case route.OnlyBetweenCircuitAndCloud:
		return e.Kind == engine.ECRToCircuit
	}
	return false
}

// noteArrival notes why a route that arrived is not used.
func (x *explainer) noteArrival(e *engine.Edge, r *engine.Row) {
	if r.Status == route.Prohibited && e.Kind != engine.Peering && e.Kind != engine.LearnVPC &&
		e.Kind != engine.LearnExternal && e.Kind != engine.LearnECR {
		return // the egress policy was noted
	}
	b := x.blocker(e, r.Reason)
	b.NextHop = x.s.compiled.name(r.NextHop)
	if r.Reason == route.DeniedByPolicy {
		b.Policies = x.s.compiled.lastPolicy(r.Deciders)
		b.Detail, b.Rule = x.s.compiled.policyDetail(r.Deciders)
	}
	x.block(b)
}

// inactive tells why a row is not Active.
func inactive(r *engine.Row) (string, rule.ID) {
	detail := r.Status.String()
	if r.Step != route.NoStep {
		return detail + ": " + r.Step.String(), r.Step.Rule()
	}
	return detail + ": " + r.Reason.String(), r.Reason.Rule()
}

func (x *explainer) blocker(e *engine.Edge, reason route.Reason) Blocker {
	c := x.s.compiled
	return Blocker{
		From: c.name(c.out.Nodes[e.From].Table), To: c.name(c.out.Nodes[e.To].Table), Over: c.over(e),
		Reason: reason, Rule: ruleOver(e, reason), Given: inNature(reason),
	}
}

// ruleOver is the rule of a reason on an edge: what an ECR tells a VPC, and what a data center announces, follows rules of
// its own.
func ruleOver(e *engine.Edge, reason route.Reason) rule.ID {
	fromECR := e.Kind == engine.ECRToVPC
	switch reason {
	case route.NotOwnRoute:
		if e.Kind == engine.Announce || e.Kind == engine.Between {
			return "D-37"
		}
	case route.BehindECRPrefix:
		if e.Incremental {
			return "E-4.4"
		}
	case route.ReceivingOff:
		if fromECR {
			return "E-7.2"
		}
	case route.EqualToSystemRoute, route.InsideSystemRoute, route.EqualToCustomRoute:
		if fromECR {
			return "E-7.4"
		}
	}
	return reason.Rule()
}

// inNature tells whether a reason lies in the nature of the sender: no switch turns it off.
func inNature(reason route.Reason) bool {
	switch reason {
	case route.NotOwnRoute, route.NotOnPremises, route.OwnCircuitRoute, route.SplitHorizon, route.OtherTableAssociated,
		route.AggregateNotInOwnTable:
		return true
	}
	return false
}

// block keeps a blocker once.
func (x *explainer) block(b Blocker) {
	key := b.From + "\x00" + b.To + "\x00" + b.Over + "\x00" + b.NextHop + "\x00" + b.Reason.String() + "\x00" + b.Detail
	if !x.blocked[key] {
		x.blocked[key] = true
		x.blockers = append(x.blockers, b)
	}
}
