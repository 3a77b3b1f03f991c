package reference

import (
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// selected is the decision of a router's table about its rows, prefix by prefix (TR-4.4). Rows that are Prohibited,
// Suppressed or Rejected already take no part.
func (r round) selected(t *topology.RouteTable, rows []route.Route) []route.Route {
	slices.SortFunc(rows, inOrder)
	var decided []route.Route
	for _, group := range byPrefix(rows) {
		admitted, losers := split(group, func(row route.Route) bool { return row.Status == route.Active })
		decided = append(decided, losers...)
		decided = append(decided, r.decide(t, admitted)...)
	}
	return decided
}

// split sorts rows into those for which something holds and the others.
func split(rows []route.Route, holds func(route.Route) bool) (yes, no []route.Route) {
	for _, row := range rows {
		if holds(row) {
			yes = append(yes, row)
		} else {
			no = append(no, row)
		}
	}
	return yes, no
}

// A decision is the routes of one prefix that are still in, and those that are out.
type decision struct{ in, out []route.Route }

// keep takes out all for which something does not hold. If it holds for none, none is taken out.
func (d *decision) keep(status route.Status, holds func(route.Route) bool) {
	yes, no := split(d.in, holds)
	if len(yes) == 0 {
		return
	}
	for i := range no {
		no[i].Status = status
	}
	d.in, d.out = yes, append(d.out, no...)
}

// every tells whether something holds for all that are still in: each step sees only the survivors of the step before
// (D-17).
func (d *decision) every(holds func(route.Route) bool) bool {
	_, no := split(d.in, holds)
	return len(no) == 0
}

// decide takes the decision of a router's table about the routes of one prefix: configured ones before all, conflicts
// of VPCs, then the ranking (TR-4.2 to TR-4.4).
func (r round) decide(t *topology.RouteTable, routes []route.Route) []route.Route {
	d := &decision{in: routes}
	configured := func(row route.Route) bool { return !row.Learned }
	if d.keep(route.Rejected, configured); d.every(configured) {
		return append(d.in, d.out...) // equal static routes coexist (TR-4.2.1, TR-4.2.3, TR-4.2.4, D-13)
	}
	r.settleVPCConflict(d)
	if d.every(isOfVPC) {
		r.keepOneVPC(d)
	} else {
		r.rank(t, d)
	}
	return append(d.in, d.out...)
}

func isOfVPC(row route.Route) bool { return row.Origin.Kind == attach.VPC }

// isLocal tells whether a route came over an attachment of the router and not over a peering (TR-4.3 P2, TR-7.8).
func (r round) isLocal(row route.Route) bool { return !r.isPeering(row.NextHop) }

// settleVPCConflict decides between VPC routes and routes of other kinds, which exclude each other: a local route wins
// over one from a peer; at equal distance a vSwitch route wins over the other kinds, and these win over a published VPC
// route. The losing side is Rejected. If the other kinds win, all of them go on, if a VPC does, what is as good as it
// (D-16, TR-4.2.6).
func (r round) settleVPCConflict(d *decision) {
	if d.every(isOfVPC) || d.every(func(row route.Route) bool { return !isOfVPC(row) }) {
		return
	}
	best := slices.MinFunc(d.in, func(a, b route.Route) int { return r.conflictClass(a) - r.conflictClass(b) })
	if isOfVPC(best) {
		d.keep(route.Rejected, func(row route.Route) bool { return r.conflictClass(row) == r.conflictClass(best) })
	} else {
		d.keep(route.Rejected, func(row route.Route) bool { return !isOfVPC(row) })
	}
}

// conflictClass is the place of a route in a conflict with VPC routes, smaller is better (D-16).
func (r round) conflictClass(row route.Route) int {
	class := 1
	switch {
	case isOfVPC(row) && row.Type == route.System:
		class = 0
	case isOfVPC(row):
		class = 2
	}
	if !r.isLocal(row) {
		class += 3
	}
	return class
}

// keepOneVPC keeps one of several VPC routes, which never share the load: a local one first, then the smallest region,
// then the smallest attachment. The others are Rejected (TR-4.2.5, TR-7.9).
func (r round) keepOneVPC(d *decision) {
	d.keep(route.Rejected, r.isLocal)
	d.keep(route.Rejected, smallestText(d.in, func(row route.Route) string { return row.Origin.Region }))
	d.keep(route.Rejected, smallestText(d.in, func(row route.Route) string { return row.NextHop }))
}

// rank orders routes that may coexist; losers are Standby, who is left shares the load (TR-4.3, D-17 to D-20).
func (r round) rank(t *topology.RouteTable, d *decision) {
	r.keepBGPOverStatic(d)
	keepShortestASPath(d)
	d.keep(route.Standby, r.isLocal) // P2 (TR-7.8)
	keepSmallestPreference(d)
	keepSmallestMED(d)
	keepBestKind(d)
	if !t.MultiRegionECMP {
		keepSmallestRegion(d)
	}
	keepSixteenPaths(d)
}

// keepBGPOverStatic: BGP routes before static ones, while all come from VBRs (P1 of TR-4.3, D-18).
func (r round) keepBGPOverStatic(d *decision) {
	if d.every(func(row route.Route) bool { return row.Origin.Kind == attach.VBR }) {
		d.keep(route.Standby, isBGP)
	}
}

func isBGP(row route.Route) bool { return row.Type == route.BGP }

// keepShortestASPath: the shortest AS path, while all are BGP routes (P1 of TR-4.3, D-18).
func keepShortestASPath(d *decision) {
	if d.every(isBGP) {
		d.keep(route.Standby, smallest(d.in, func(row route.Route) int { return len(row.ASPath) }))
	}
}

// keepSmallestPreference: the smallest preference that policies set (P3 of TR-4.3, TR-4.3.1, P-4.4).
func keepSmallestPreference(d *decision) {
	d.keep(route.Standby, smallest(d.in, func(row route.Route) int { return int(row.Preference) }))
}

// keepSmallestMED: the smallest MED, while all come from ECRs (E-5.2.1, D-18).
func keepSmallestMED(d *decision) {
	if d.every(func(row route.Route) bool { return row.Origin.Kind == attach.ECR }) {
		d.keep(route.Standby, smallest(d.in, func(row route.Route) int { return int(row.MED) }))
	}
}

// keepBestKind: ECR and VBR alike before VPN before CCN before routes without origin instance (TR-4.3.5, D-7, D-19,
// D-20).
func keepBestKind(d *decision) {
	d.keep(route.Standby, smallest(d.in, func(row route.Route) int {
		switch row.Origin.Kind {
		case attach.ECR, attach.VBR:
			return 1
		case attach.VPN:
			return 2
		case attach.CCN:
			return 3
		}
		return 4
	}))
}

// keepSmallestRegion: the smallest ID of the region of origin, without multi-region ECMP (P4 of TR-4.3, TR-4.3.4).
func keepSmallestRegion(d *decision) {
	d.keep(route.Standby, smallestText(d.in, func(row route.Route) string { return row.Origin.Region }))
}

// keepSixteenPaths: at most sixteen equal-cost paths, those with the smallest next hops (TR-4.3.7).
func keepSixteenPaths(d *decision) {
	slices.SortFunc(d.in, func(a, b route.Route) int { return strings.Compare(a.NextHop, b.NextHop) })
	for i := range d.in {
		if i >= 16 {
			d.in[i].Status = route.Standby
		}
	}
}

// smallest tells whether the number of a route is the smallest of all.
func smallest(all []route.Route, number func(route.Route) int) func(route.Route) bool {
	least := number(slices.MinFunc(all, func(a, b route.Route) int { return number(a) - number(b) }))
	return func(row route.Route) bool { return number(row) == least }
}

// smallestText tells whether the text of a route is the first of all in byte order.
func smallestText(all []route.Route, text func(route.Route) string) func(route.Route) bool {
	least := text(slices.MinFunc(all, func(a, b route.Route) int { return strings.Compare(text(a), text(b)) }))
	return func(row route.Route) bool { return text(row) == least }
}
