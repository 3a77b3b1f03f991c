package reference

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// vpcTable is what a table of a VPC holds: its vSwitches, its custom and automatic routes, and what it receives from a
// transit router or an ECR (TR-5, E-7).
func (r round) vpcTable(vpc *topology.VPC, t topology.VPCRouteTable) []route.Route {
	system := systemRoutes(vpc)
	custom := r.withAutomaticRoutes(vpc, t, customRoutes(vpc, t), system)
	rows := slices.Concat(system, custom)
	if !t.Receives() || r.isDown(vpc.ID) {
		return rows // TR-5.5, E-7.2
	}
	for _, a := range r.attachmentsOf(vpc.ID) {
		rows = append(rows, r.receivedFromRouter(a, t, system, custom)...)
	}
	return append(rows, r.receivedFromECR(vpc, system, custom)...)
}

// privateRanges are the prefixes of the automatic routes, IPv4 only (TR-5.9, TR-8.3).
var privateRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"),
}

// withAutomaticRoutes adds the three routes to the transit router that an attachment makes in every table of the VPC,
// except where there is a route of the prefix (TR-5.9). They stay when the attachment fails (D-14).
func (r round) withAutomaticRoutes(vpc *topology.VPC, t topology.VPCRouteTable, custom, system []route.Route) []route.Route {
	for _, a := range r.automaticAttachments(vpc) {
		for _, p := range privateRanges {
			if !hasPrefix(custom, p) && !hasPrefix(system, p) {
				custom = append(custom, vpcRoute(vpc, t.ID, p, a, route.Custom))
			}
		}
	}
	return custom
}

// automaticAttachments are the attachments of a VPC that make automatic routes, in order of their IDs.
func (r round) automaticAttachments(vpc *topology.VPC) []string {
	var list []string
	for _, a := range r.Attachments {
		if a.Instance == vpc.ID && a.AutoCreateRoutes {
			list = append(list, a.ID)
		}
	}
	slices.Sort(list)
	return list
}

// receivedFromRouter is what a VPC table takes of what a transit router tells it. An aggregate that it takes stands for
// the specific routes inside; where it refuses the aggregate, it keeps them (TR-3.6.4, TR-3.6.11, D-27).
func (r round) receivedFromRouter(a *topology.Attachment, t topology.VPCRouteTable, system, custom []route.Route) []route.Route {
	refused := func(row route.Route) bool { return isRefused(row.Prefix, system, custom) }
	aggregates, specifics := r.toldOver(a, t.ID)
	aggregates = slices.DeleteFunc(aggregates, refused)
	specifics = slices.DeleteFunc(specifics, refused)
	return together(aggregates, withoutThoseBehind(specifics, aggregates))
}

// isRefused tells whether a VPC table does not take a route from a transit router: it equals a system or custom route,
// or lies inside a system route (TR-5.6).
func isRefused(p netip.Prefix, system, custom []route.Route) bool {
	return hasPrefix(custom, p) || hasPrefix(system, p) || isInsideOneOf(p, system)
}

// isInsideOneOf tells whether a prefix lies in that of a route or equals it.
func isInsideOneOf(p netip.Prefix, routes []route.Route) bool {
	return slices.ContainsFunc(routes, func(r route.Route) bool { return isInside(p, r.Prefix) })
}

// withoutThoseBehind takes out the specific routes that a permitted aggregate stands for (TR-3.6.4, D-26).
func withoutThoseBehind(specifics, aggregates []route.Route) []route.Route {
	permitted, _ := split(aggregates, func(row route.Route) bool { return row.Status == route.Active })
	return slices.DeleteFunc(specifics, func(row route.Route) bool { return isBehind(row, permitted) })
}

// receivedFromECR is what a VPC table takes of the circuits' routes that its ECR tells it, with the ECR as next hop
// (E-7.1). What equals a system route is not taken; what lies inside one or equals a custom route is a Candidate
// (E-7.4, E-7.7).
func (r round) receivedFromECR(vpc *topology.VPC, system, custom []route.Route) []route.Route {
	var rows []route.Route
	for _, row := range r.toldByECRToVPC(vpc) {
		switch {
		case hasPrefix(system, row.Prefix):
			continue
		case isInsideOneOf(row.Prefix, system), hasPrefix(custom, row.Prefix):
			row.Status = route.Candidate
		}
		rows = append(rows, row)
	}
	return rows
}
