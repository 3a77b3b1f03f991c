package reference

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// routerTable is what a table of a transit router holds: what is configured, what it learns, and the decision among
// them (P-9.1 to P-9.3).
func (r round) routerTable(tr *topology.TransitRouter, t *topology.RouteTable) []route.Route {
	rows := configuredRoutes(tr, t)
	rows = append(rows, r.learnedOverAttachments(tr, t)...)
	rows = append(rows, r.learnedOverPeerings(tr, t)...)
	return r.selected(t, rows)
}

// learnedOverAttachments is what a table learns from the instances whose attachments propagate to it (TR-2.2).
func (r round) learnedOverAttachments(tr *topology.TransitRouter, t *topology.RouteTable) []route.Route {
	var rows []route.Route
	for i := range r.Attachments {
		a := &r.Attachments[i]
		if a.TransitRouter != tr.ID || !r.isUp(a) || !learnsFrom(tr, t.ID, a.Propagations) {
			continue
		}
		for _, offer := range r.offered(a) {
			rows = append(rows, learned(tr, t, offer, a.ID))
		}
	}
	return rows
}

// learnedOverPeerings is what a table learns from the tables at the other ends of the peerings that propagate to it
// (TR-7.1).
func (r round) learnedOverPeerings(tr *topology.TransitRouter, t *topology.RouteTable) []route.Route {
	var rows []route.Route
	for i := range r.Peerings {
		p := &r.Peerings[i]
		for k, end := range p.Ends {
			if end.TransitRouter == tr.ID && !r.isDown(p.ID) && learnsFrom(tr, t.ID, end.Propagations) {
				rows = append(rows, r.learnedFromPeer(tr, t, p, p.Ends[1-k])...)
			}
		}
	}
	return rows
}

// learnedFromPeer is what a table learns from one end of a peering. Specific routes that an admitted aggregate of that
// end covers are Suppressed, unless they are Prohibited (TR-3.6.8, D-28).
func (r round) learnedFromPeer(tr *topology.TransitRouter, t *topology.RouteTable, p *topology.Peering, sender topology.PeeringEnd) []route.Route {
	aggregates, specifics := r.toldToPeer(p, sender, tr.Region)
	for i := range aggregates {
		aggregates[i] = learned(tr, t, aggregates[i], p.ID)
	}
	admitted, _ := split(aggregates, func(row route.Route) bool { return row.Status == route.Active })
	for i := range specifics {
		specifics[i] = learned(tr, t, specifics[i], p.ID)
		if specifics[i].Status == route.Active && isBehind(specifics[i], admitted) {
			specifics[i].Status = route.Suppressed
		}
	}
	return together(aggregates, specifics)
}

// learned is a route as it enters a table over an attachment or peering: through the table's ingress policies, which
// may change it or leave it Prohibited there (TR-2.3.7, TR-3.2.3, P-6.3). On Basic Edition an IPv6 route is Rejected
// (TR-10.1, D-39).
func learned(tr *topology.TransitRouter, t *topology.RouteTable, offer route.Route, over string) route.Route {
	offer.NextHop, offer.Learned, offer.Status = over, true, route.Active
	row, permitted := evaluate(t, policy.Ingress, offer, target{})
	switch {
	case !permitted:
		row.Status = route.Prohibited
	case isRejectedIPv6(tr, row.Prefix):
		row.Status = route.Rejected
	}
	return row
}

// isRejectedIPv6 tells whether a router rejects a prefix for being IPv6 (TR-8.4, TR-10.1, D-39).
func isRejectedIPv6(tr *topology.TransitRouter, p netip.Prefix) bool { return isBasic(tr) && isIPv6(p) }

// isBehind tells whether one of the aggregates stands for a route: the route is inside it or equal to it (TR-3.6.4,
// TR-3.6.6) and no aggregate itself (TR-3.6.5).
func isBehind(r route.Route, aggregates []route.Route) bool {
	return r.Type != route.Aggregate && slices.ContainsFunc(aggregates, func(aggregate route.Route) bool {
		return isInside(r.Prefix, aggregate.Prefix)
	})
}

// toldToPeer is what a router tells over a peering: the aggregates and the other routes of the table associated with
// its end, if that end synchronizes (TR-2.3, TR-7.1, TR-7.3). What a policy denies is absent at the peer (P-6.4, D-30).
func (r round) toldToPeer(p *topology.Peering, end topology.PeeringEnd, region string) (aggregates, specifics []route.Route) {
	tr := r.router(end.TransitRouter)
	t := tableOf(tr, associatedTable(tr, end.Association))
	if t == nil || !end.RouteSync && !isBasic(tr) {
		return nil, nil
	}
	receiver := target{peer: true, over: p.ID, kind: attach.Peer, region: region}
	aggregates, specifics = r.told(tr, t, receiver)
	denied := func(row route.Route) bool { return row.Status == route.Prohibited }
	return slices.DeleteFunc(aggregates, denied), slices.DeleteFunc(specifics, denied)
}
