package engine

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// advertise is what a router table tells an attachment that is associated with it, or the router at the other end of
// a peering: an aggregate of the prefix in place of the routes inside it (TR-3.6), else the first of the Active routes
// in order of next hop that may go there and that the egress policies permit (TR-2.3.5, TR-2.3.7, D-25).
func (n *Network) advertise(e *Edge, p netip.Prefix, rows []Row, got *Row, rec *Recorder) bool {
	if e.Kind == SyncECR && e.replaces(p) {
		n.noteAll(rows, route.BehindECRPrefix, rec)
		n.noteAggregate(e, p, []route.Reason{route.BehindECRPrefix}, rec)
		return false
	}
	if len(n.Nodes[e.From].Aggregates) == 0 {
		return n.firstPermitted(e, p, rows, got, rec)
	}
	var aggregate Row
	hasAggregate := n.aggregate(e, p, &aggregate, rec)
	if hasAggregate && aggregate.isTaken() {
		n.noteSpecifics(rows, rec)
		*got = aggregate
		return true
	}
	behind := e.behindAggregate(p)
	if behind && e.Kind != Peering {
		n.noteSpecifics(rows, rec)
		rows = aggregatesOnly(rows)
	}
	if !n.firstPermitted(e, p, rows, got, rec) {
		*got = aggregate
		return hasAggregate
	}
	if behind && e.Kind == Peering && got.Type != route.Aggregate && got.Status != route.Prohibited {
		got.Status, got.Reason = route.Suppressed, route.SuppressedByAggregate // TR-3.6.8, D-28
	}
	return true
}

// firstPermitted tries the Active routes in order of next hop (D-25).
func (n *Network) firstPermitted(e *Edge, p netip.Prefix, rows []Row, got *Row, rec *Recorder) bool {
	var denied Row // the first one
	anyDenied := false
	for i := range rows {
		r := &rows[i]
		if reason := n.holdsBack(e, p, r); reason != route.NoReason {
			rec.note(r, reason)
			continue
		}
		got.receive(e, r, howSent(e))
		if n.permits(&n.Nodes[e.From], policy.Egress, p, got, &e.Target) {
			rec.note(r, route.Announced)
			return n.deliver(e, p, got, rec)
		}
		rec.noteDenied(r, got.Deciders)
		if !anyDenied {
			denied, anyDenied = *got, true
		}
	}
	if !anyDenied || e.Kind == Peering { // P-6.4: absent at the peer
		return false
	}
	*got = denied
	got.Status, got.Reason = route.Prohibited, route.DeniedByPolicy
	return n.deliver(e, p, got, rec)
}

func howSent(e *Edge) route.Reason {
	switch e.Kind {
	case Peering:
		return route.OverPeering
	case SyncECR:
		return route.IntoECR
	}
	return route.Synchronized
}

// holdsBack returns why a row of a router table is not advertised over an edge, before any policy is asked;
// NoReason if nothing holds it back.
func (n *Network) holdsBack(e *Edge, p netip.Prefix, r *Row) route.Reason {
	switch {
	case r.Status != route.Active:
		return route.NotActive // TR-2.3.5
	case r.NextHop == e.Attachment && r.Via < 0:
		return route.OwnNextHop // D-23
	case r.NextHop == e.Attachment:
		return route.SplitHorizon // TR-2.3.6
	case e.Kind != Peering && r.Origin.Instance != 0 && r.Origin.Instance == e.Target.Instance:
		return route.SplitHorizon // TR-2.3.6, E-M-11
	case e.Kind == Peering && !r.crossesPeerings():
		return route.NoTransit
	case r.Type == route.Blackhole && e.Kind != Sync:
		return route.BlackholeStays // D-24
	case e.Kind == SyncECR && inServiceRange(p):
		return route.ServiceRangeToECR // E-6.13
	case e.Kind == Peering && r.Via < 0 && !attach.Of(r.Toward).StaticCrossesPeering.Yes:
		return route.StaticStaysInRegion // TR-3.4.4
	case e.NoIPv6 && p.Addr().Is6():
		return route.WithoutIPv6 // TR-8.1
	case e.RefuseDefault && p.Bits() == 0 && p.Addr().Is4():
		return route.DefaultRouteRefused
	}
	return route.NoReason
}

// crossesPeerings tells whether a row of a router table may be told to other regions: not if it came from one (TR-7.4).
func (r *Row) crossesPeerings() bool { return !r.Peer }

// crossPeerings tells whether a router table with some rows may have something to tell other regions.
func (v *Node) crossPeerings(rows []Row) bool {
	for i := range rows {
		if rows[i].crossesPeerings() {
			return true
		}
	}
	return len(v.Aggregates) > 0
}

// serviceRange is the range of the cloud's own services.
var serviceRange = netip.MustParsePrefix("100.64.0.0/10")

func inServiceRange(p netip.Prefix) bool {
	return serviceRange.Bits() <= p.Bits() && serviceRange.Contains(p.Addr())
}

// deliver hands an advertised row to its receiver, and reports whether that takes it.
func (n *Network) deliver(e *Edge, p netip.Prefix, r *Row, rec *Recorder) bool {
	switch e.Kind {
	case Peering:
		r.Peer = true
		n.ingress(e, p, r)
		return true
	case SyncECR:
		if e.DefaultPath {
			r.MED = defaultPathMED
		} else {
			r.MED = 0
		}
		n.intoView(e, p, r)
		return true
	}
	to := &n.Nodes[e.To]
	if to.Kind != VPCTable {
		return true
	}
	if reason := to.refuses(p); reason != route.NoReason { // TR-5.6
		rec.note(r, reason)
		return false
	}
	return true
}

// refuses returns why a VPC table does not take an advertised route of a prefix (TR-5.6, E-7.4).
func (v *Node) refuses(p netip.Prefix) route.Reason {
	for _, vswitch := range v.VSwitches {
		switch {
		case vswitch == p:
			return route.EqualToSystemRoute
		case vswitch.Bits() < p.Bits() && vswitch.Contains(p.Addr()):
			return route.InsideSystemRoute
		}
	}
	if v.has(p) {
		return route.EqualToCustomRoute
	}
	return route.NoReason
}

// has tells whether a prefix is configured in a VPC table. A short list is read through more quickly than it is halved.
func (v *Node) has(p netip.Prefix) bool {
	const short = 16
	if len(v.Own) <= short {
		return slices.Contains(v.Own, p)
	}
	_, own := slices.BinarySearchFunc(v.Own, p, compare)
	return own
}

// compare is [netip.Prefix.Compare] for prefixes without host bits, as all of a valid network are.
func compare(p, q netip.Prefix) int {
	if c := p.Addr().Compare(q.Addr()); c != 0 {
		return c
	}
	return p.Bits() - q.Bits()
}

// aggregate is the aggregate route of a prefix that a router table advertises over an edge: a new route without
// attributes of others (TR-3.6.1), sent whether or not anything is inside it (TR-3.6.3), past the egress policies and
// the receiver's ingress policies (D-26).
func (n *Network) aggregate(e *Edge, p netip.Prefix, got *Row, rec *Recorder) bool {
	from := &n.Nodes[e.From]
	for i := range from.Aggregates {
		if from.Aggregates[i].Prefix != p {
			continue
		}
		r := from.aggregateRow()
		if !from.Aggregates[i].Scope[e.scopeKind()] {
			rec.note(&r, route.AggregateOutOfScope)
			return false
		}
		return n.firstPermitted(e, p, []Row{r}, got, rec)
	}
	return false
}

func (n *Node) aggregateRow() Row {
	return Row{
		Via: -1, Type: route.Aggregate, Reason: route.AggregateSent, Preference: route.DefaultPreference, Toward: attach.VPC,
		Origin: policy.Origin[ID]{Region: n.Region},
	}
}

// scopeKind is the kind by which an aggregate's scope names the receiver of an edge.
func (e *Edge) scopeKind() attach.Kind {
	if e.Kind == Peering {
		return attach.Peer
	}
	return e.Target.Kind
}

// behindAggregate tells whether the receiver of an edge took an aggregate that contains a prefix (TR-3.6.4, D-27).
func (e *Edge) behindAggregate(p netip.Prefix) bool { return covered(e.taken, p) }

// covered tells whether one of the prefixes contains or equals p.
func covered(list []netip.Prefix, p netip.Prefix) bool {
	for _, q := range list {
		if q.Bits() <= p.Bits() && q.Contains(p.Addr()) {
			return true
		}
	}
	return false
}

// isTaken tells whether an aggregate that reached its receiver was taken there: it is Active, or it stands in the table
// of an ECR and was disabled by hand, of which the sender knows nothing (D-27, E-2.13).
func (r *Row) isTaken() bool { return r.Status == route.Active || r.Status == route.Disabled }

// takeAggregates finds, once, which aggregates the receiver of an edge takes.
func (n *Network) takeAggregates(e *Edge) {
	for i := range n.Nodes[e.From].Aggregates {
		p := n.Nodes[e.From].Aggregates[i].Prefix
		if e.Kind == SyncECR && e.replaces(p) {
			continue
		}
		var r Row
		if n.aggregate(e, p, &r, nil) && r.isTaken() {
			e.taken = append(e.taken, p)
		}
	}
}

func (n *Network) noteAll(rows []Row, reason route.Reason, rec *Recorder) {
	if rec == nil {
		return
	}
	for i := range rows {
		rec.note(&rows[i], reason)
	}
}

// noteAggregate notes why an edge does not carry the aggregate route of a prefix, if its sender has one: a receiver
// outside of its scope is a reason, too.
func (n *Network) noteAggregate(e *Edge, p netip.Prefix, reasons []route.Reason, rec *Recorder) {
	from := &n.Nodes[e.From]
	i := slices.IndexFunc(from.Aggregates, func(a Aggregate) bool { return a.Prefix == p })
	if rec == nil || i < 0 {
		return
	}
	r := from.aggregateRow()
	for _, reason := range reasons {
		rec.note(&r, reason)
	}
	if !from.Aggregates[i].Scope[e.scopeKind()] {
		rec.note(&r, route.AggregateOutOfScope)
	}
}

func (n *Network) noteSpecifics(rows []Row, rec *Recorder) {
	if rec == nil {
		return
	}
	for i := range rows {
		if rows[i].Type != route.Aggregate {
			rec.note(&rows[i], route.BehindAggregate)
		}
	}
}

// aggregatesOnly keeps the rows that an aggregate never stands for: other aggregates (TR-3.6.5).
func aggregatesOnly(rows []Row) []Row {
	var kept []Row
	for _, r := range rows {
		if r.Type == route.Aggregate {
			kept = append(kept, r)
		}
	}
	return kept
}
