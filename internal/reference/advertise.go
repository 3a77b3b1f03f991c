package reference

import (
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// A target is who is told a route: a peer, or a network instance of the region. The zero target is none, on the way in.
type target struct {
	peer     bool
	over     string      // attachment or peering
	instance string      // of the attachment
	members  []string    // SAGs of a CCN
	kind     attach.Kind // of the attachment, or Peer
	region   string
	table    string // route table of a VPC
}

// receiverBehind is the instance behind an attachment as a target; table is one of its tables if it is a VPC.
func (r round) receiverBehind(a *topology.Attachment, table string) target {
	to := target{over: a.ID, instance: a.Instance, kind: a.Kind, region: r.router(a.TransitRouter).Region, table: table}
	if ccn := r.ccn(a.Instance); ccn != nil {
		for _, sag := range ccn.SAGs {
			to.members = append(to.members, sag.ID)
		}
	}
	return to
}

// toldOver is what the instance behind an attachment is told: the aggregates and the other routes of the associated
// table, if the attachment is synchronized (TR-2.1.2, TR-2.3, TR-9.2). A route that a policy denies is told as
// Prohibited (P-6.4, D-30). The next hop of all is the attachment (TR-3.6.7).
func (r round) toldOver(a *topology.Attachment, table string) (aggregates, specifics []route.Route) {
	tr := r.router(a.TransitRouter)
	t := tableOf(tr, associatedTable(tr, a.Association))
	if t == nil || !r.isSynchronized(a) {
		return nil, nil
	}
	aggregates, specifics = r.told(tr, t, r.receiverBehind(a, table))
	return arrived(aggregates, a.ID), arrived(specifics, a.ID)
}

// arrived are routes as they arrive from a next hop.
func arrived(list []route.Route, nextHop string) []route.Route {
	for i := range list {
		list[i].NextHop, list[i].Learned = nextHop, true
	}
	return list
}

// told is what a table tells a receiver: its aggregates (TR-3.6.3) and its Active routes, one for a prefix (TR-2.3.5),
// both through its egress policies (TR-2.3.7, P-7.1, D-26). Which of the others an aggregate stands for depends on
// whether the receiver takes it, and is left to the receiver.
func (r round) told(tr *topology.TransitRouter, t *topology.RouteTable, to target) (aggregates, specifics []route.Route) {
	for _, aggregate := range aggregateRoutes(tr, t, to) {
		if r.mayCross(tr, aggregate, to) {
			aggregates = append(aggregates, firstPermitted(t, []route.Route{aggregate}, to))
		}
	}
	for _, paths := range byPrefix(r.before.Routes(t.ID)) {
		paths = slices.DeleteFunc(paths, func(path route.Route) bool {
			return path.Status != route.Active || !r.mayCross(tr, path, to) || r.cameFrom(path, to) || r.staysInRegion(path, to)
		})
		if len(paths) > 0 {
			specifics = append(specifics, firstPermitted(t, paths, to))
		}
	}
	return aggregates, specifics
}

// together are aggregates and specific routes as a receiver has them, one for a prefix (TR-2.3.5): an aggregate that
// was taken stands for an equal route, an equal route for one that was not (TR-3.6.6, D-27).
func together(aggregates, specifics []route.Route) []route.Route {
	taken, others := split(aggregates, func(row route.Route) bool { return row.Status == route.Active })
	others = slices.DeleteFunc(others, func(row route.Route) bool { return hasPrefix(specifics, row.Prefix) })
	specifics = slices.DeleteFunc(specifics, func(row route.Route) bool { return hasPrefix(taken, row.Prefix) })
	return slices.Concat(taken, others, specifics)
}

// byPrefix groups the rows of a table, which stay in their order.
func byPrefix(rows []route.Route) [][]route.Route {
	var groups [][]route.Route
	for _, row := range rows {
		last := len(groups) - 1
		if last >= 0 && groups[last][0].Prefix == row.Prefix {
			groups[last] = append(groups[last], row)
		} else {
			groups = append(groups, []route.Route{row})
		}
	}
	return groups
}

// firstPermitted is the one route of equal-cost paths that is told: the first in order of next hop that the egress
// policies permit, or the first one as Prohibited if they deny all (D-25, P-2.8).
func firstPermitted(t *topology.RouteTable, paths []route.Route, to target) route.Route {
	slices.SortStableFunc(paths, func(a, b route.Route) int { return strings.Compare(a.NextHop, b.NextHop) })
	for _, path := range paths {
		if told, permitted := evaluate(t, policy.Egress, path, to); permitted {
			return told
		}
	}
	denied, _ := evaluate(t, policy.Egress, paths[0], to)
	denied.Status = route.Prohibited
	return denied
}

// cameFrom tells whether a route came from the receiver, who is then not told it: it was learned over the same
// attachment or peering, it originates in the same instance (TR-2.3.6, P-5.9, E-M-11), or it is a static route that
// points there (D-23).
func (r round) cameFrom(path route.Route, to target) bool {
	return path.NextHop == to.over || to.instance != "" && path.Origin.Instance == to.instance
}

// staysInRegion tells whether a route is kept from peers and ECRs. To peers go neither routes learned from a peer
// (TR-7.4, D-2) nor static routes that point to a peer or ECR (TR-3.4.4, TR-7.6); blackholes go to neither (D-24).
func (r round) staysInRegion(path route.Route, to target) bool {
	switch {
	case path.Type == route.Blackhole && !path.Learned:
		return !attach.Of(to.kind).BlackholeReceiver.Yes
	case !to.peer:
		return false
	case path.Learned:
		return r.isPeering(path.NextHop)
	}
	return !attach.Of(r.kindOfHop(path.NextHop)).StaticCrossesPeering.Yes
}

// mayCross tells whether routes of a prefix cross to a receiver at all. IPv6 does not cross a VPC attachment without
// IPv6 (TR-8.1), a VBR on Basic Edition takes no default route (D-39), and an ECR is told nothing in 100.64.0.0/10
// (E-6.13).
func (r round) mayCross(tr *topology.TransitRouter, path route.Route, to target) bool {
	switch {
	case to.peer:
		return true
	case to.kind == attach.VBR && isBasic(tr):
		return path.Prefix != defaultRoute
	case to.kind == attach.ECR:
		return !isInside(path.Prefix, serviceRange)
	}
	return r.carries(r.attachment(to.over), path.Prefix)
}
