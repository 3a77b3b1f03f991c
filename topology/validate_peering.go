package topology

import "github.com/cenroute/cenroute/attach"

// checkPeerings checks the inter-region connections.
func (v *validator) checkPeerings() {
	var pairs map[pair]int
	for i := range v.net.Peerings {
		p := &v.net.Peerings[i]
		at := place{}.at("peerings", i)
		if len(p.Ends) != 2 {
			v.refuse(at.in("ends"), "TR-1.6", "peering %q has %d ends, it needs two", p.ID, len(p.Ends))
		}
		known := true
		ends := v.peerings[i]
		for j := range p.Ends {
			known = v.checkEnd(at.at("ends", j), &p.Ends[j], &ends[j]) && known
		}
		if !known || len(p.Ends) != 2 {
			continue
		}
		v.checkPair(at, p, ends, &pairs, i)
		for j := range p.Ends {
			v.checkTableTowardsBasic(at.at("ends", j), p, ends, j)
		}
	}
}

// checkEnd checks one end by itself and reports whether its transit router exists.
func (v *validator) checkEnd(at place, e *PeeringEnd, names *end) bool {
	known := v.checkNames(at.in("transitRouter"), e.TransitRouter, names.hub, aTransitRouter)
	v.checkTableChoice(at, names, e.TransitRouter, e.Association, e.Propagations)
	if known {
		v.checkSyncHasTable(at, &v.net.TransitRouters[names.hub.i], e.Association, e.RouteSync)
	}
	return known
}

// A pair is two transit routers in order of their indexes.
type pair struct{ a, b int }

// checkPair refuses two ends at one transit router, in different CEN instances (TR-1.1) or in one region, and a second
// peering of a pair.
func (v *validator) checkPair(at place, p *Peering, ends []end, pairs *map[pair]int, i int) {
	key := pair{min(ends[0].hub.i, ends[1].hub.i), max(ends[0].hub.i, ends[1].hub.i)}
	a, b := &v.net.TransitRouters[ends[0].hub.i], &v.net.TransitRouters[ends[1].hub.i]
	second := at.at("ends", 1).in("transitRouter")
	switch {
	case a == b:
		v.refuse(second, "TR-1.6", "both ends of peering %q are at transit router %q", p.ID, a.ID)
		return
	case a.CEN != b.CEN:
		v.refuse(second, "TR-1.1", "peering %q connects transit router %q of CEN %q with %q of CEN %q", p.ID, a.ID, a.CEN, b.ID, b.CEN)
	case a.Region == b.Region:
		v.refuse(second, "TR-1.6", "peering %q connects transit routers %q and %q of one region, %q", p.ID, a.ID, b.ID, a.Region)
	}
	if first, taken := (*pairs)[key]; taken {
		v.refuse(at.in("ends"), "TR-1.6", "peering %q connects transit routers %q and %q, as %q does already", p.ID, a.ID, b.ID, v.net.Peerings[first].ID)
	}
	putFirst(pairs, key, i)
}

// checkTableTowardsBasic refuses the association of an Enterprise Edition end with another table than the system table
// where the other end is Basic Edition (TR-2.1.5). Which tables learn is not limited.
func (v *validator) checkTableTowardsBasic(at place, p *Peering, ends []end, j int) {
	e := &p.Ends[j]
	tr, other := &v.net.TransitRouters[ends[j].hub.i], &v.net.TransitRouters[ends[1-j].hub.i]
	if other.Edition != attach.Basic || e.Association == "" || e.Association == systemTableOf(tr) {
		return
	}
	if o := ends[j].association; o.kind == aTable && v.net.TransitRouters[o.i].ID == tr.ID {
		v.refuse(at.in("association"), "TR-2.1.5", "peering %q leads to the Basic edition transit router %q, it can be associated only with the system table of %q, not with %q",
			p.ID, other.ID, tr.ID, e.Association)
	}
}

// checkVPCPeerings refuses a VPC peering that does not connect two different VPCs.
func (v *validator) checkVPCPeerings() {
	for i := range v.net.VPCPeerings {
		p := &v.net.VPCPeerings[i]
		at := place{}.at("vpcPeerings", i)
		if len(p.VPCs) != 2 {
			v.refuse(at.in("vpcs"), "", "VPC peering %q connects %d VPCs, it needs two", p.ID, len(p.VPCs))
		}
		for j, id := range p.VPCs {
			v.refer(at.at("vpcs", j), id, aVPC)
		}
		if len(p.VPCs) == 2 && p.VPCs[0] == p.VPCs[1] {
			v.refuse(at.at("vpcs", 1), "", "both ends of VPC peering %q are VPC %q", p.ID, p.VPCs[0])
		}
	}
}
