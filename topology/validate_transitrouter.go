package topology

import (
	"cmp"
	"net/netip"

	"github.com/cenroute/cenroute/attach"
)

// checkTransitRouters checks the transit routers with everything inside them.
func (v *validator) checkTransitRouters() {
	v.checkOneRouterPerRegion()
	v.checkRouterBlocksApart()
	for i := range v.net.TransitRouters {
		tr := &v.net.TransitRouters[i]
		at := place{}.at("transitRouters", i)
		v.require(at, "cen", tr.CEN)
		v.require(at, "region", tr.Region)
		v.checkSystemTable(at, tr)
		v.checkRouterBlocks(at, tr)
		v.warnOfRouterBlocks(at, tr)
		v.warnOfNetworksInBlocks(at, tr)
		switch tr.Edition {
		case attach.Enterprise:
			v.checkSystemPolicyKept(at, tr)
		case attach.Basic:
			v.checkBasicRouter(at, tr)
		default:
			v.refuse(at.in("edition"), "", "there is no edition %v of transit routers", tr.Edition)
		}
		for j := range tr.RouteTables {
			v.checkTable(at.at("routeTables", j), tr, &tr.RouteTables[j])
		}
	}
}

// checkOneRouterPerRegion refuses the second transit router of a region in one CEN instance (TR-1.1).
func (v *validator) checkOneRouterPerRegion() {
	byRegion := func(i, j int) int {
		a, b := &v.net.TransitRouters[i], &v.net.TransitRouters[j]
		return cmp.Or(cmp.Compare(a.CEN, b.CEN), cmp.Compare(a.Region, b.Region))
	}
	forRepeated(len(v.net.TransitRouters), byRegion, func(i, first int) {
		if tr := &v.net.TransitRouters[i]; tr.CEN != "" && tr.Region != "" {
			v.refuse(place{}.at("transitRouters", i).in("region"), "TR-1.1",
				"transit router %q is the second one of CEN %q in region %q, after %q", tr.ID, tr.CEN, tr.Region, v.net.TransitRouters[first].ID)
		}
	})
}

// checkSystemTable refuses a transit router that does not have exactly one system table (TR-1.2). The only table of a
// router is the system table without being marked (D-39).
func (v *validator) checkSystemTable(at place, tr *TransitRouter) {
	if len(tr.RouteTables) == 0 {
		v.refuse(at.in("routeTables"), "TR-1.2", "transit router %q has no route table, it needs its system table",
			tr.ID)
		return
	}
	system := systemTableOf(tr)
	if system == "" && len(tr.RouteTables) > 1 {
		v.refuse(at.in("routeTables"), "TR-1.2", "none of the %d route tables of transit router %q is its system table",
			len(tr.RouteTables), tr.ID)
		return
	}
	marked := false
	for j := range tr.RouteTables {
		t := &tr.RouteTables[j]
		if t.System && marked {
			v.refuse(at.at("routeTables", j).in("system"), "TR-1.2",
				"route table %q is a second system table of transit router %q, after %q", t.ID, tr.ID, system)
		}
		marked = marked || t.System
	}
}

// systemTableOf returns the ID of a transit router's system table, empty where none of several tables is marked (D-39).
func systemTableOf(tr *TransitRouter) string {
	for j := range tr.RouteTables {
		if tr.RouteTables[j].System || len(tr.RouteTables) == 1 {
			return tr.RouteTables[j].ID
		}
	}
	return ""
}

// checkSystemPolicyKept refuses to do without policy 5000 on Enterprise Edition, where it can be overridden but not
// deleted (TR-2.3.8, D-5).
func (v *validator) checkSystemPolicyKept(at place, tr *TransitRouter) {
	for j := range tr.RouteTables {
		if t := &tr.RouteTables[j]; t.NoSystemPolicy {
			v.refuse(at.at("routeTables", j).in("noSystemPolicy"), "TR-2.3.8",
				"policy 5000 of route table %q cannot be deleted, only on a Basic edition transit router", t.ID)
		}
	}
}

// checkBasicRouter refuses what a Basic Edition transit router does not have: custom route tables, prefix lists and
// aggregate routes (TR-10.1). Its static routes are not described, which is a warning.
func (v *validator) checkBasicRouter(at place, tr *TransitRouter) {
	system := systemTableOf(tr)
	for j := range tr.RouteTables {
		t := &tr.RouteTables[j]
		table := at.at("routeTables", j)
		if len(tr.RouteTables) > 1 && t.ID != system {
			v.refuse(table, "TR-10.1", "route table %q is a custom table, a Basic edition transit router has only its system table", t.ID)
		}
		if len(t.PrefixLists) > 0 {
			v.refuse(table.in("prefixLists"), "TR-10.1",
				"route table %q has prefix lists, a Basic edition transit router has none", t.ID)
		}
		if len(t.Aggregates) > 0 {
			v.refuse(table.in("aggregates"), "TR-10.1",
				"route table %q has aggregate routes, a Basic edition transit router has none", t.ID)
		}
		if len(t.Routes) > 0 {
			v.warn(table.in("routes"), "TR-10.1",
				"static routes of a Basic edition transit router are not documented, those of route table %q are treated as on Enterprise edition", t.ID)
		}
		if t.MultiRegionECMP {
			v.warn(table.in("multiRegionEcmp"), "TR-1.4",
				"ECMP over several regions is an option of Enterprise edition route tables, it is not documented for route table %q", t.ID)
		}
	}
}

// routerBlockLimit is the number of CIDR blocks that a transit router may have (TR-1.10).
const routerBlockLimit = 5

// neverRouterBlocks are the ranges that a CIDR block of a transit router must not be in (TR-1.10).
var neverRouterBlocks = [...]netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("224.0.0.0/4"),
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"),
}

// checkRouterBlocks refuses CIDR blocks of a transit router beyond the fifth, of another length than /16 to /24, and
// in ranges that are not its to use (TR-1.10).
func (v *validator) checkRouterBlocks(at place, tr *TransitRouter) {
	for j, p := range tr.CIDRs {
		block := at.at("cidrs", j)
		if !v.checkPrefix(block, p) {
			continue
		}
		if j >= routerBlockLimit {
			v.refuse(block, "TR-1.10", "CIDR block %v of transit router %q is beyond the limit of %d", p, tr.ID,
				routerBlockLimit)
		}
		if !p.Addr().Is4() || p.Bits() < 16 || p.Bits() > 24 {
			v.refuse(block, "TR-1.10", "CIDR block %v of transit router %q is not an IPv4 block of /16 to /24", p,
				tr.ID)
		}
		for _, never := range neverRouterBlocks {
			if never.Overlaps(p) {
				v.refuse(block, "TR-1.10", "CIDR block %v of transit router %q is in %v, which no transit router may use", p, tr.ID, never)
			}
		}
	}
}

// warnOfRouterBlocks warns of what is not modelled about the CIDR blocks of a transit router: the blackhole that the
// cloud makes for them in a table that a private IPsec connection propagates to (TR-3.5.2).
func (v *validator) warnOfRouterBlocks(at place, tr *TransitRouter) {
	if len(tr.CIDRs) == 0 {
		return
	}
	for i := range v.net.Attachments {
		a := &v.net.Attachments[i]
		if a.Kind == attach.VPN && a.TransitRouter == tr.ID && len(a.Propagations) > 0 {
			v.warn(at.in("cidrs"), "TR-3.5.2", "the blackhole that the cloud makes for the CIDR blocks of transit router %q and tells its VBRs, "+
				"if IPsec attachment %q is a private one, is not modelled", tr.ID, a.ID)
			return
		}
	}
}

// warnOfNetworksInBlocks warns of a vSwitch that overlaps a CIDR block of a transit router to which its VPC is
// attached: the block must overlap no network that communicates, and which do is not for a network to say (TR-1.10).
func (v *validator) warnOfNetworksInBlocks(at place, tr *TransitRouter) {
	for j, p := range tr.CIDRs {
		for i := range v.net.Attachments {
			a := &v.net.Attachments[i]
			vpc, ok := v.lookup(a.Instance, aVPC)
			if a.TransitRouter != tr.ID || !ok {
				continue
			}
			for _, s := range v.net.VPCs[vpc.i].VSwitches {
				if s.CIDR.Overlaps(p) {
					v.warn(at.at("cidrs", j), "TR-1.10", "CIDR block %v of transit router %q overlaps vSwitch %v of VPC %q, which is attached to it",
						p, tr.ID, s.CIDR, a.Instance)
				}
			}
		}
	}
}

// checkRouterBlocksApart refuses a CIDR block of a transit router that overlaps another one in the same CEN instance
// (TR-1.10).
func (v *validator) checkRouterBlocksApart() {
	inCEN := make(map[string][]block)
	var cens []string
	for i := range v.net.TransitRouters {
		tr := &v.net.TransitRouters[i]
		if len(tr.CIDRs) > 0 && inCEN[tr.CEN] == nil {
			cens = append(cens, tr.CEN)
		}
		for j, p := range tr.CIDRs {
			inCEN[tr.CEN] = append(inCEN[tr.CEN], block{p, i, j})
		}
	}
	for _, cen := range cens {
		forOverlaps(inCEN[cen], func(outer, inner block) {
			later, earlier := laterFirst(outer, inner)
			v.refuse(place{}.at("transitRouters", later.i).at("cidrs", later.j), "TR-1.10", "CIDR block %v of transit router %q overlaps %v of transit router %q",
				later.prefix, v.net.TransitRouters[later.i].ID, earlier.prefix, v.net.TransitRouters[earlier.i].ID)
		})
	}
}
