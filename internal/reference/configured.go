package reference

import (
	"net/netip"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// configuredRoutes are the static, blackhole and prefix-list routes of a table. They join it past the ingress policies
// and have no origin instance (TR-3.3, TR-3.4.1, TR-3.5, P-9.2). Their next hop need not be associated, propagated or
// up (TR-3.3.5, D-14). Their origin region is that of the router (D-20). On Basic Edition an IPv6 route is Rejected
// (D-39).
func configuredRoutes(tr *topology.TransitRouter, t *topology.RouteTable) []route.Route {
	var list []route.Route
	add := func(p netip.Prefix, nextHop string, blackhole bool) {
		r := route.Route{Prefix: p, NextHop: nextHop, Type: route.Static, Preference: route.DefaultPreference}
		r.Origin.Region = tr.Region
		if blackhole {
			r.NextHop, r.Type = "blackhole", route.Blackhole
		}
		if isRejectedIPv6(tr, p) {
			r.Status = route.Rejected
		}
		list = append(list, r)
	}
	for _, static := range t.Routes {
		add(static.Prefix, static.NextHop, static.Blackhole)
	}
	for _, prefixes := range t.PrefixLists {
		for _, p := range prefixes.Prefixes {
			add(p, prefixes.NextHop, prefixes.Blackhole)
		}
	}
	return list
}

// aggregateRoutes are the aggregates of a table as new routes: no AS path, no communities, no origin instance
// (TR-3.6.1). They have no row in their own table (TR-3.6.2, D-26).
func aggregateRoutes(tr *topology.TransitRouter, t *topology.RouteTable, receiver target) []route.Route {
	var list []route.Route
	for _, aggregate := range t.Aggregates {
		if !isInScope(aggregate, receiver) {
			continue
		}
		r := route.Route{Prefix: aggregate.Prefix, Type: route.Aggregate, Preference: route.DefaultPreference}
		r.Origin.Region = tr.Region
		list = append(list, r)
	}
	return list
}

// isInScope tells whether an aggregate goes to attachments of the receiver's kind (TR-3.6.3).
func isInScope(aggregate topology.AggregateRoute, receiver target) bool {
	for _, kind := range aggregate.Scope {
		if kind == receiver.kind {
			return true
		}
	}
	return false
}
