package reference

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// circuitTable is what the table of a VBR, IPsec connection or CCN holds: its own routes, those of the data centers
// behind it, and what a transit router or an ECR tells it. One that has failed holds nothing (D-14).
func (r round) circuitTable(id string) []route.Route {
	if r.isDown(id) {
		return nil
	}
	rows := r.ownRoutes(id)
	rows = append(rows, r.heardFromDataCenters(id)...)
	for _, a := range r.attachmentsOf(id) {
		aggregates, specifics := r.toldOver(a, "")
		rows = append(rows, together(aggregates, withoutThoseBehind(specifics, aggregates))...)
	}
	rows = append(rows, r.toldByECRToVBR(id)...)
	return r.selectedByCircuit(rows)
}

// ownRoutes are the routes that a VBR, IPsec connection or CCN has without a modelled data center: the routes of a VBR
// or IPsec connection, BGP or added by hand (D-40, P-3.16), and the branches of a CCN (D-21).
func (r round) ownRoutes(id string) []route.Route {
	if vbr := r.vbr(id); vbr != nil {
		return r.externalRoutes(vbr.Routes, r.originOf(id))
	}
	if vpn := r.vpn(id); vpn != nil {
		return r.externalRoutes(vpn.Routes, r.originOf(id))
	}
	return branchRoutes(r.ccn(id))
}

// originOf is the origin of routes that enter the cloud through a VBR or IPsec connection.
func (r round) originOf(id string) route.Origin {
	if vbr := r.vbr(id); vbr != nil {
		return route.Origin{Instance: id, Kind: attach.VBR, Region: vbr.Region}
	}
	return route.Origin{Instance: id, Kind: attach.VPN, Region: r.vpn(id).Region}
}

// externalRoutes are the routes of a VBR or IPsec connection as rows: next hop "local", or the attachment of a static
// route towards the transit router (TR-5.10). A BGP route whose path holds the cloud-side ASN is dropped (D-35).
func (r round) externalRoutes(list []topology.ExternalRoute, origin route.Origin) []route.Route {
	var rows []route.Route
	for _, external := range list {
		row := route.Route{
			Prefix: external.Prefix, NextHop: "local", Type: route.Custom, Preference: route.DefaultPreference, Origin: origin,
			ASPath: external.ASPath, Communities: setOf(external.Communities),
		}
		if external.Type == route.BGP {
			row.Type = route.BGP
		}
		if external.NextHop != "" {
			row.NextHop = external.NextHop
		}
		if isBGP(row) && slices.Contains(row.ASPath, r.cloudASN(origin.Instance)) {
			continue
		}
		rows = append(rows, row)
	}
	return rows
}

// setOf is a list of communities in order, without repetition.
func setOf(list []route.Community) route.Communities {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// branchRoutes are the prefixes behind the SAGs of a CCN: type System, no AS path, the region of the CCN (D-21).
func branchRoutes(ccn *topology.CCN) []route.Route {
	var rows []route.Route
	for _, sag := range ccn.SAGs {
		for _, p := range sag.Prefixes {
			rows = append(rows, route.Route{
				Prefix: p, NextHop: sag.ID, Type: route.System, Preference: route.DefaultPreference,
				Origin: route.Origin{Instance: ccn.ID, Kind: attach.CCN, Region: ccn.Region, Member: sag.ID},
			})
		}
	}
	return rows
}

// isFromCloud tells whether a row of a VBR, IPsec connection or CCN leads to the cloud: to its attachment or its ECR.
func (r round) isFromCloud(row route.Route) bool {
	return r.attachment(row.NextHop) != nil || r.ecr(row.NextHop) != nil
}

// selectedByCircuit is the decision of a VBR, IPsec connection or CCN, prefix by prefix: its own route before one that
// it was told (D-37); among its own BGP before static, then the shorter AS path, equal ones are ECMP (D-22). Losers are
// Standby.
func (r round) selectedByCircuit(rows []route.Route) []route.Route {
	slices.SortFunc(rows, inOrder)
	var decided []route.Route
	for _, group := range byPrefix(rows) {
		admitted, losers := split(group, func(row route.Route) bool { return row.Status == route.Active })
		d := &decision{in: admitted, out: losers}
		own := func(row route.Route) bool { return !row.Learned || !r.isFromCloud(row) }
		d.keep(route.Standby, own)
		if len(d.in) > 0 && d.every(own) {
			d.keep(route.Standby, isBGP)
			keepShortestASPath(d)
		}
		decided = append(decided, slices.Concat(d.in, d.out)...)
	}
	return decided
}

// toldByECRToVBR is what an ECR tells a VBR on it: the cloud's Active routes in the view of the VBR's region, next hop
// the ECR (E-3.2, D-34). The MED is not passed on (E-5.5.3).
func (r round) toldByECRToVBR(id string) []route.Route {
	ecr, vbr := r.ecrOf(id), r.vbr(id)
	if ecr == nil || vbr == nil || r.isDown(ecr.ID) {
		return nil
	}
	var rows []route.Route
	for _, row := range r.before.Routes(topology.ECRTableID(ecr.ID, vbr.Region)) {
		if row.Status == route.Active && !isOnCircuitSide(ecr, row) {
			row.NextHop, row.MED, row.Learned = ecr.ID, 0, true
			rows = append(rows, row)
		}
	}
	return rows
}
