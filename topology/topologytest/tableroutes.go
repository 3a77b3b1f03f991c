package topologytest

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// A target is what a configured route of a transit router leads to; the zero target is the blackhole.
type target struct {
	id   string
	kind attach.Kind
	ipv6 bool // a VPC attachment with IPv6
}

// targets returns what configured routes of a router can lead to (TR-3.3.1): the blackhole, its attachments but those
// of CCNs (TR-3.3.2), its peerings.
func (m *maker) targets(tr *topology.TransitRouter) []target {
	var list []target
	for i := range m.n.Attachments {
		if a := &m.n.Attachments[i]; a.TransitRouter == tr.ID && attach.Of(a.Kind).StaticNextHop.Yes {
			list = append(list, target{a.ID, a.Kind, a.IPv6})
		}
	}
	for i := range m.n.Peerings {
		p := &m.n.Peerings[i]
		if slices.ContainsFunc(p.Ends, func(e topology.PeeringEnd) bool { return e.TransitRouter == tr.ID }) {
			list = append(list, target{id: p.ID, kind: attach.Peer})
		}
	}
	return append(list, target{})
}

// byHand is what a route table has by hand so far.
type byHand struct {
	routes     map[netip.Prefix][]target
	aggregates []netip.Prefix
}

// takes reports whether the table can have a configured route beside those that it has: routes of one prefix coexist
// only where each leads to a VBR, an ECR or a peer (D-13), and IPv6 does not lead everywhere (TR-3.3.2, TR-8.1).
func (h *byHand) takes(p netip.Prefix, to target) bool {
	if p.Addr().Is6() && (to.kind == attach.VPN || to.kind == attach.VPC && !to.ipv6) {
		return false
	}
	for _, there := range h.routes[p] {
		if there.id == to.id || !attach.Of(there.kind).EqualStatic.Yes || !attach.Of(to.kind).EqualStatic.Yes {
			return false
		}
	}
	return true
}

func (h *byHand) add(p netip.Prefix, to target) { h.routes[p] = append(h.routes[p], to) }

// staticRoute makes a static route, a second one of the same prefix now and then.
func (m *maker) staticRoute(t *topology.RouteTable, hand *byHand, targets []target) {
	p, to := m.prefix(&m.chooser), pick(&m.chooser, targets...)
	if n := len(t.Routes); n > 0 && m.oneIn(3) {
		p = t.Routes[n-1].Prefix
	}
	if hand.takes(p, to) {
		hand.add(p, to)
		t.Routes = append(t.Routes, topology.StaticRoute{Prefix: p, NextHop: to.id, Blackhole: to.id == ""})
	}
}

// prefixList makes a prefix list, now and then one that another table has too: then with the same prefixes, or not at
// all (TR-3.4.1, TR-3.4.2). A list leads to no IPsec connection.
func (m *maker) prefixList(t *topology.RouteTable, hand *byHand, targets []target) {
	var list topology.PrefixList
	to := pick(&m.chooser, targets...)
	if list.NextHop, list.Blackhole = to.id, to.id == ""; to.kind == attach.VPN {
		list.NextHop, list.Blackhole, to = "", true, target{}
	}
	if shared := m.prefixLists(); len(shared) > 0 && m.oneIn(2) {
		old := pick(&m.chooser, shared...)
		list.ID, list.Prefixes = old.ID, slices.Clone(old.Prefixes)
	} else {
		list.ID, list.Prefixes = m.id("pl"), some(&m.chooser, max(m.size.Extras, 1), m.prefixes)
		list.Prefixes = slices.DeleteFunc(list.Prefixes, func(p netip.Prefix) bool { return !hand.takes(p, to) })
	}
	refused := func(p netip.Prefix) bool { return !hand.takes(p, to) }
	named := func(l topology.PrefixList) bool { return l.ID == list.ID }
	if len(list.Prefixes) == 0 || slices.ContainsFunc(list.Prefixes, refused) || slices.ContainsFunc(t.PrefixLists, named) {
		return
	}
	for _, p := range list.Prefixes {
		hand.add(p, to)
	}
	t.PrefixLists = append(t.PrefixLists, list)
}

// prefixLists returns the prefix lists that are in any table so far.
func (m *maker) prefixLists() (list []topology.PrefixList) {
	for i := range m.n.TransitRouters {
		for j := range m.n.TransitRouters[i].RouteTables {
			list = append(list, m.n.TransitRouters[i].RouteTables[j].PrefixLists...)
		}
	}
	return list
}

// aggregate makes an aggregate route; its prefix is no configured one of the table, and not in the ranges of TR-3.6.6.
func (m *maker) aggregate(t *topology.RouteTable, hand *byHand) {
	p := m.prefix(&m.chooser)
	if q := m.prefix(&m.chooser); q.Bits() < p.Bits() {
		p = q // the wider one of two, so that it has something to stand for
	}
	never := p.Addr().Is4() && p.Addr().As4()[0] == 0 || block("100.64.0.0/10").Overlaps(p)
	if never || len(hand.routes[p]) > 0 || slices.Contains(hand.aggregates, p) {
		return
	}
	hand.aggregates = append(hand.aggregates, p)
	t.Aggregates = append(t.Aggregates, topology.AggregateRoute{Prefix: p, Scope: m.scope()})
}

// scope draws the kinds that an aggregate is advertised to.
func (m *maker) scope() []attach.Kind {
	kinds := []attach.Kind{attach.VPC, attach.VBR, attach.VPN, attach.Peer}
	if m.n.Rules >= rule.Edition2026 {
		kinds = append(kinds, attach.ECR) // E-6.12
	}
	return some(&m.chooser, 4, kinds)
}
