package topology

import (
	"cmp"

	"github.com/cenroute/cenroute/attach"
)

// checkPeerings checks the inter-region connections.
func (v *validator) checkPeerings() {
	pairs := make([]pair, 0, len(v.net.Peerings))
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
		if v.checkPair(at, p, ends) {
			pairs = append(pairs, pairOf(i, ends))
		}
		for j := range p.Ends {
			v.checkTableTowardsBasic(at.at("ends", j), p, ends, j)
		}
	}
	v.checkPairsDiffer(pairs)
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

// checkPair refuses two ends in different CEN instances (TR-1.1), in one region or even at one transit router, and
// reports whether there are two transit routers.
func (v *validator) checkPair(at place, p *Peering, ends []end) bool {
	a, b := &v.net.TransitRouters[ends[0].hub.i], &v.net.TransitRouters[ends[1].hub.i]
	second := at.at("ends", 1).in("transitRouter")
	switch {
	case a == b:
		v.refuse(second, "TR-1.6", "both ends of peering %q are at transit router %q", p.ID, a.ID)
		return false
	case a.CEN != b.CEN:
		v.refuse(second, "TR-1.1", "peering %q connects transit router %q of CEN %q with %q of CEN %q", p.ID, a.ID,
			a.CEN, b.ID, b.CEN)
	case a.Region == b.Region:
		v.refuse(second, "TR-1.6", "peering %q connects transit routers %q and %q of one region, %q", p.ID, a.ID, b.ID,
			a.Region)
	}
	return true
}

// A pair is the two transit routers of a peering, in order of their indexes.
type pair struct{ peering, a, b int }

func pairOf(peering int, ends []end) pair {
	a, b := ends[0].hub.i, ends[1].hub.i
	return pair{peering, min(a, b), max(a, b)}
}

// checkPairsDiffer refuses a second peering of two transit routers.
func (v *validator) checkPairsDiffer(pairs []pair) {
	byRouters := func(i, j int) int {
		return cmp.Or(cmp.Compare(pairs[i].a, pairs[j].a), cmp.Compare(pairs[i].b, pairs[j].b))
	}
	forRepeated(len(pairs), byRouters, func(i, first int) {
		p, earlier := &v.net.Peerings[pairs[i].peering], &v.net.Peerings[pairs[first].peering]
		v.refuse(place{}.at("peerings", pairs[i].peering).in("ends"), "TR-1.6", "peering %q connects transit routers %q and %q, as %q does already",
			p.ID, p.Ends[0].TransitRouter, p.Ends[1].TransitRouter, earlier.ID)
	})
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
