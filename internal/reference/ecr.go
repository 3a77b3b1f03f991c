package reference

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// ecrRegions are the regions in which an ECR has a table: wherever something is connected to it (E-1.1, E-5.4.2), and
// wherever a mode is set (E-5.1.3).
func (r round) ecrRegions(ecr *topology.ECR) []string {
	var regions []string
	for _, id := range ecr.VBRs {
		regions = append(regions, r.vbr(id).Region)
	}
	for _, a := range ecr.Associations {
		if a.VPC != "" {
			regions = append(regions, r.vpc(a.VPC).Region)
		} else {
			regions = append(regions, r.router(a.TransitRouter).Region)
		}
	}
	for region := range ecr.Modes {
		regions = append(regions, region)
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

// ecrTable is the table of an ECR in the view of one region: the routes of its circuits, of its VPCs and of its transit
// routers, and the decision among them. A route that was disabled by hand takes no part in it (E-2.13, E-M-12).
func (r round) ecrTable(ecr *topology.ECR, region string) []route.Route {
	if r.isDown(ecr.ID) {
		return nil
	}
	rows := r.heardFromCircuits(ecr)
	for _, a := range ecr.Associations {
		rows = append(rows, r.heardFromAssociation(ecr, a)...)
	}
	for i := range rows {
		if isDisabled(ecr, rows[i]) && rows[i].Status == route.Active {
			rows[i].Status = route.Disabled
		}
	}
	return r.selectedByECR(ecr, region, rows)
}

// heardFromCircuits are the BGP routes that the VBRs of an ECR have from the data center; static ones are not taken
// (E-2.1, E-2.2).
func (r round) heardFromCircuits(ecr *topology.ECR) []route.Route {
	var rows []route.Route
	for _, vbr := range ecr.VBRs {
		for _, row := range r.announcedByCircuit(vbr) {
			if row.Type == route.BGP {
				row.NextHop, row.Learned = vbr, true
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// isDisabled tells whether a route was disabled by prefix and next hop (E-2.13).
func isDisabled(ecr *topology.ECR, row route.Route) bool {
	return slices.Contains(ecr.DisabledRoutes, topology.DisabledRoute{Prefix: row.Prefix, NextHop: row.NextHop})
}

// heardFromAssociation is what a VPC or a transit router tells an ECR, with the prefixes of the association in place of
// specific routes (E-2.3, E-2.7, E-4).
func (r round) heardFromAssociation(ecr *topology.ECR, a topology.Association) []route.Route {
	if a.VPC != "" {
		if r.isDown(a.VPC) {
			return nil
		}
		rows := arrived(announcedByVPC(r.vpc(a.VPC), topology.PublishECR), a.VPC)
		return withPrefixes(a, a.VPC, rows)
	}
	attachment := r.attachmentOfECR(ecr, a.TransitRouter)
	if attachment == nil || attachment.Association == "" {
		return nil // D-31, E-6.4, E-8.3
	}
	aggregates, specifics := r.toldOver(attachment, "")
	rows := together(aggregates, withoutThoseBehind(specifics, aggregates))
	rows = withPrefixes(a, a.TransitRouter, arrived(rows, a.TransitRouter))
	for i := range rows {
		rows[i].MED = 0
		if a.Default {
			rows[i].MED = 2000 // E-2.10
		}
	}
	return rows
}

// attachmentOfECR is the attachment of an ECR on a transit router that routes cross, nil if there is none.
func (r round) attachmentOfECR(ecr *topology.ECR, router string) *topology.Attachment {
	for _, a := range r.attachmentsOf(ecr.ID) {
		if a.TransitRouter == router {
			return a
		}
	}
	return nil
}

// withPrefixes puts the prefixes of an association in place of specific routes: in mode match of all, in mode
// incremental of those inside a prefix (E-4.2 to E-4.4). A prefix needs no specific route (E-4.8, E-M-4), and concerns
// its address family alone (E-M-13). Denied routes that it replaces are not shown (D-30).
func withPrefixes(a topology.Association, nextHop string, rows []route.Route) []route.Route {
	rows = slices.DeleteFunc(rows, func(row route.Route) bool { return isReplaced(a, row) })
	for _, p := range a.Prefixes {
		rows = append(rows, route.Route{
			Prefix: p, NextHop: nextHop, Type: route.Static, Preference: route.DefaultPreference,
		})
	}
	return rows
}

// isReplaced tells whether a prefix of the association stands for a specific route.
func isReplaced(a topology.Association, row route.Route) bool {
	for _, p := range a.Prefixes {
		if isIPv6(p) == isIPv6(row.Prefix) && (a.PrefixMode == topology.MatchMode || isInside(row.Prefix, p)) {
			return true
		}
	}
	return false
}

// isOnCircuitSide tells whether a row of an ECR leads to a circuit and not to the cloud.
func isOnCircuitSide(ecr *topology.ECR, row route.Route) bool {
	return slices.Contains(ecr.VBRs, row.NextHop)
}

// selectedByECR is the decision of an ECR in the view of a region, prefix by prefix. Circuits and the cloud are decided
// apart from each other, since an ECR tells either side what the other told it (E-3.1, E-M-1).
func (r round) selectedByECR(ecr *topology.ECR, region string, rows []route.Route) []route.Route {
	slices.SortFunc(rows, inOrder)
	var decided []route.Route
	for _, group := range byPrefix(rows) {
		admitted, losers := split(group, func(row route.Route) bool { return row.Status == route.Active })
		circuits, cloud := split(admitted, func(row route.Route) bool { return isOnCircuitSide(ecr, row) })
		decided = append(decided, losers...)
		decided = append(decided, r.amongCircuits(ecr, region, circuits)...)
		decided = append(decided, r.amongCloud(ecr, region, cloud)...)
	}
	return decided
}

// amongCircuits: the shortest AS path; then, in mode NearBy, those of the region if it has any; the rest shares the
// load (E-5.1.1 to E-5.1.5, E-M-5, D-33).
func (r round) amongCircuits(ecr *topology.ECR, region string, circuits []route.Route) []route.Route {
	d := &decision{in: circuits}
	if len(circuits) == 0 {
		return nil
	}
	d.keep(route.Standby, smallest(d.in, func(row route.Route) int { return len(row.ASPath) }))
	if ecr.Modes[region] == topology.NearBy {
		d.keep(route.Standby, func(row route.Route) bool { return r.vbr(row.NextHop).Region == region })
	}
	return append(d.in, d.out...)
}

// amongCloud: a VPC before transit routers, whose copies are Standby (E-M-7, D-33); of several VPCs the smallest ID,
// the others Conflicting (E-M-6, D-33); of several transit routers one, see keepOneRouter.
func (r round) amongCloud(ecr *topology.ECR, region string, cloud []route.Route) []route.Route {
	if len(cloud) == 0 {
		return nil
	}
	d := &decision{in: cloud}
	ofVPC := func(row route.Route) bool { return r.vpc(row.NextHop) != nil }
	d.keep(route.Standby, ofVPC)
	if d.every(ofVPC) {
		d.keep(route.Conflicting, smallestText(d.in, func(row route.Route) string { return row.NextHop }))
	} else {
		r.keepOneRouter(ecr, region, d)
	}
	return append(d.in, d.out...)
}

// keepOneRouter: the transit router in the region of the route's origin, for which a configured prefix does not count;
// else that of the region of entry; else the default one; else the smallest region ID. Others are Standby (D-32,
// E-5.4.1, E-M-8).
func (r round) keepOneRouter(ecr *topology.ECR, region string, d *decision) {
	regionOf := func(row route.Route) string { return r.router(row.NextHop).Region }
	d.keep(route.Standby, func(row route.Route) bool { return row.Origin.Region == regionOf(row) })
	d.keep(route.Standby, func(row route.Route) bool { return regionOf(row) == region })
	d.keep(route.Standby, func(row route.Route) bool { return isDefaultRouter(ecr, row.NextHop) })
	d.keep(route.Standby, smallestText(d.in, regionOf))
}

// isDefaultRouter tells whether a transit router was made the default path of an ECR (E-2.10).
func isDefaultRouter(ecr *topology.ECR, router string) bool {
	return slices.ContainsFunc(ecr.Associations, func(a topology.Association) bool {
		return a.TransitRouter == router && a.Default
	})
}

// toldToCloud is what an ECR tells the cloud in a region: the circuits' Active routes, one for a prefix, with AS path
// and communities of the first Active VBR by ID (E-3.2, D-34). The ECR is the origin, in that region.
func (r round) toldToCloud(ecr *topology.ECR, region string) []route.Route {
	var list []route.Route
	for _, row := range r.before.Routes(topology.ECRTableID(ecr.ID, region)) {
		if row.Status != route.Active || !isOnCircuitSide(ecr, row) || hasPrefix(list, row.Prefix) {
			continue
		}
		row.NextHop, row.Learned = ecr.ID, true
		row.Origin = route.Origin{Instance: ecr.ID, Kind: attach.ECR, Region: region}
		list = append(list, row)
	}
	return list
}

// toldByECRToVPC is what the ECR of a VPC tells it (E-7.1).
func (r round) toldByECRToVPC(vpc *topology.VPC) []route.Route {
	ecr := r.ecrOf(vpc.ID)
	if ecr == nil || r.isDown(ecr.ID) {
		return nil
	}
	return r.toldToCloud(ecr, vpc.Region)
}

// announcedByECR is what an ECR tells a transit router, with a MED: 1000 if an Active VBR is in the router's region,
// else 2000 for the default router, else 3000 (E-5.3.1, E-5.3.2, D-34).
func (r round) announcedByECR(ecr *topology.ECR, tr *topology.TransitRouter) []route.Route {
	list := r.toldToCloud(ecr, tr.Region)
	for i := range list {
		switch {
		case r.hasCircuitIn(ecr, tr.Region, list[i]):
			list[i].MED = 1000
		case isDefaultRouter(ecr, tr.ID):
			list[i].MED = 2000
		default:
			list[i].MED = 3000
		}
	}
	return list
}

// hasCircuitIn tells whether one of the Active VBRs for a prefix is in the region.
func (r round) hasCircuitIn(ecr *topology.ECR, region string, told route.Route) bool {
	for _, row := range r.before.Routes(topology.ECRTableID(ecr.ID, region)) {
		if row.Prefix == told.Prefix && row.Status == route.Active && isOnCircuitSide(ecr, row) && r.vbr(row.NextHop).Region == region {
			return true
		}
	}
	return false
}
