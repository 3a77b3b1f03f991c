package reference

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// offered are the routes that an instance announces over an attachment, by its kind (TR-2.2.2). IPv6 routes do not
// cross a VPC attachment without IPv6 (TR-8.1).
func (r round) offered(a *topology.Attachment) []route.Route {
	var list []route.Route
	switch a.Kind {
	case attach.VPC:
		list = announcedByVPC(r.vpc(a.Instance), topology.PublishTR)
	case attach.ECR:
		list = r.announcedByECR(r.ecr(a.Instance), r.router(a.TransitRouter))
	default:
		list = r.announcedByCircuit(a.Instance)
	}
	return slices.DeleteFunc(list, func(offer route.Route) bool { return !r.carries(a, offer.Prefix) })
}

// carries tells whether routes of a prefix cross an attachment: IPv6 has to be enabled on that of a VPC (TR-8.1). Basic
// Edition does not know that option (TR-10.1).
func (r round) carries(a *topology.Attachment, p netip.Prefix) bool {
	return !isIPv6(p) || !attach.Of(a.Kind).IPv6.Yes || a.IPv6 || isBasic(r.router(a.TransitRouter))
}

// announcedByVPC are the routes that a VPC announces to a transit router or to an ECR: one for each vSwitch, and the
// custom routes of its system table that are published there; nothing in 100.64.0.0/10 (TR-5.1, TR-5.2, E-2.3, E-2.4,
// E-2.6).
func announcedByVPC(vpc *topology.VPC, to topology.Publication) []route.Route {
	var list []route.Route
	for _, t := range vpc.Tables() {
		if t.ID != vpc.SystemTable() {
			continue
		}
		list = append(list, systemRoutes(vpc)...)
		for i, custom := range customRoutes(vpc, t) {
			if slices.Contains(t.Routes[i].Publish, to) {
				list = append(list, custom)
			}
		}
	}
	return slices.DeleteFunc(list, func(r route.Route) bool { return isInside(r.Prefix, serviceRange) })
}

// systemRoutes are the routes of a VPC table that lead to the vSwitches: one for each, in every table of the VPC
// (TR-5.1). Their origin is the system table, whichever of them they are in.
func systemRoutes(vpc *topology.VPC) []route.Route {
	var list []route.Route
	for _, vswitch := range vpc.VSwitches {
		list = append(list, vpcRoute(vpc, vpc.SystemTable(), vswitch.CIDR, "local", route.System))
	}
	return list
}

// customRoutes are the routes that were added to a VPC table by hand.
func customRoutes(vpc *topology.VPC, t topology.VPCRouteTable) []route.Route {
	var list []route.Route
	for _, custom := range t.Routes {
		list = append(list, vpcRoute(vpc, t.ID, custom.Prefix, custom.NextHop, route.Custom))
	}
	return list
}

// vpcRoute is a route that comes into being in a VPC table.
func vpcRoute(vpc *topology.VPC, table string, p netip.Prefix, nextHop string, kind route.Type) route.Route {
	return route.Route{
		Prefix: p, NextHop: nextHop, Type: kind, Preference: route.DefaultPreference,
		Origin: route.Origin{Instance: vpc.ID, Kind: attach.VPC, Region: vpc.Region, Table: table},
	}
}

// announcedByCircuit are the routes that a VBR, IPsec connection or CCN announces to a transit router: its own, one for
// a prefix (TR-2.2.2, TR-5.3, TR-6.1, TR-6.5, D-22). Of equal ones it is the first by next hop.
func (r round) announcedByCircuit(instance string) []route.Route {
	var list []route.Route
	for _, row := range r.before.Routes(instance) {
		if row.Status == route.Active && !r.isFromCloud(row) && !hasPrefix(list, row.Prefix) {
			list = append(list, row)
		}
	}
	return list
}

// hasPrefix tells whether a list has a route of a prefix.
func hasPrefix(list []route.Route, p netip.Prefix) bool {
	return slices.ContainsFunc(list, func(r route.Route) bool { return r.Prefix == p })
}
