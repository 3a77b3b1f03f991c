package topology

import (
	"net/netip"

	"github.com/gaissmai/bart"
)

// checkVPCs checks the VPCs with everything inside them.
func (v *validator) checkVPCs() {
	var gateways map[string]int
	for i := range v.net.VPCs {
		vpc := &v.net.VPCs[i]
		at := place{}.at("vpcs", i)
		v.require(at, "region", vpc.Region)
		v.checkVSwitches(at, i, vpc)
		v.checkVPCSystemTable(at, vpc)
		v.checkVPCRoutes(at, i, vpc)
		v.checkAppliances(at, i, vpc)
		v.checkServices(at, vpc)
		v.checkGatewayNames(at, i, vpc, &gateways)
	}
}

// checkVSwitches refuses vSwitches that overlap inside their VPC, and one that uses a table of another VPC.
func (v *validator) checkVSwitches(at place, i int, vpc *VPC) {
	for j := range vpc.VSwitches {
		s := &vpc.VSwitches[j]
		if !canonical(s.CIDR) {
			v.checkPrefix(at.at("vswitches", j).in("cidr"), s.CIDR)
		}
		if s.RouteTable == "" {
			continue
		}
		table := at.at("vswitches", j).in("routeTable")
		if o, ok := v.refer(table, s.RouteTable, aVPCTable); ok && o.i != i {
			v.refuse(table, "", "route table %q belongs to VPC %q, not to %q", s.RouteTable, v.net.VPCs[o.i].ID, vpc.ID)
		}
	}
	if vswitchesApart(vpc.VSwitches) {
		return
	}
	blocks := make([]block, len(vpc.VSwitches))
	for j := range vpc.VSwitches {
		blocks[j] = block{vpc.VSwitches[j].CIDR, i, j}
	}
	forOverlaps(blocks, func(outer, inner block) {
		later, earlier := laterFirst(outer, inner)
		v.refuse(at.at("vswitches", later.j).in("cidr"), "", "vSwitch %v overlaps vSwitch %v of VPC %q", later.prefix,
			earlier.prefix, vpc.ID)
	})
}

// vswitchesApart reports whether vSwitches are in ascending order and do not overlap, as most are: if one of them were
// in another, the one after that would be in it, too.
func vswitchesApart(list []VSwitch) bool {
	for j := 1; j < len(list); j++ {
		before, p := list[j-1].CIDR, list[j].CIDR
		if prefixOrder(before, p) >= 0 || before.Contains(p.Addr()) {
			return false
		}
	}
	return true
}

// A vpcBlock is a prefix in a VPC, given by its index.
type vpcBlock struct {
	vpc    int
	prefix netip.Prefix
}

// hasVSwitch reports whether the i-th VPC has a vSwitch of a prefix. It indexes all vSwitches when it is first asked.
func (v *validator) hasVSwitch(i int, p netip.Prefix) bool {
	if v.vswitches == nil {
		v.vswitches = make(map[vpcBlock]bool)
		for k := range v.net.VPCs {
			for j := range v.net.VPCs[k].VSwitches {
				v.vswitches[vpcBlock{k, v.net.VPCs[k].VSwitches[j].CIDR}] = true
			}
		}
	}
	return v.vswitches[vpcBlock{i, p}]
}

// vpcTableLimit is the number of custom route tables of a VPC (TR-1.11, D-11).
const vpcTableLimit = 9

// checkVPCSystemTable refuses route tables of a VPC of which not exactly one is the system table; the only table is it
// without being marked (D-39). More than nine custom tables are a warning (TR-1.11).
func (v *validator) checkVPCSystemTable(at place, vpc *VPC) {
	system := 0
	for j := range vpc.RouteTables {
		if !vpc.RouteTables[j].System {
			continue
		}
		if system++; system > 1 {
			v.refuse(at.at("routeTables", j).in("system"), "", "route table %q is a second system table of VPC %q",
				vpc.RouteTables[j].ID, vpc.ID)
		}
	}
	count := len(vpc.RouteTables)
	if system == 0 && count > 1 {
		v.refuse(at.in("routeTables"), "", "none of the %d route tables of VPC %q is its system table", count, vpc.ID)
	}
	if count-1 > vpcTableLimit {
		v.warn(at.in("routeTables"), "TR-1.11", "VPC %q has %d custom route tables, the limit is %d", vpc.ID, count-1,
			vpcTableLimit)
	}
}

// checkAppliances refuses an appliance in a vSwitch that the VPC does not have.
func (v *validator) checkAppliances(at place, i int, vpc *VPC) {
	for j := range vpc.Appliances {
		a := &vpc.Appliances[j]
		where := at.at("appliances", j).in("vswitch")
		if v.checkPrefix(where, a.VSwitch) && !v.hasVSwitch(i, a.VSwitch) {
			v.refuse(where, "", "VPC %q has no vSwitch %v for appliance %q", vpc.ID, a.VSwitch, a.ID)
		}
	}
}

// checkServices warns about a service inside the VPC that overlaps a vSwitch: which of the two answers is not modelled.
func (v *validator) checkServices(at place, vpc *VPC) {
	if len(vpc.Services) == 0 {
		return
	}
	v.checkPrefixes(at, "services", vpc.Services)
	vswitches := vswitchTable(vpc)
	for j, p := range vpc.Services {
		if canonical(p) && vswitches.OverlapsPrefix(p) {
			v.warn(at.at("services", j), "D-12",
				"service %v overlaps a vSwitch of VPC %q, which of them answers is not modelled", p, vpc.ID)
		}
	}
}

// vswitchTable returns the vSwitches of a VPC for longest-prefix matches.
func vswitchTable(vpc *VPC) *bart.Lite {
	t := new(bart.Lite)
	for j := range vpc.VSwitches {
		if p := vpc.VSwitches[j].CIDR; canonical(p) {
			t.Insert(p)
		}
	}
	return t
}

// checkGatewayNames warns about a next hop outside the document that two VPCs name, such as a NAT gateway: it is in
// one of them, and where a packet that left through it comes back is not known.
func (v *validator) checkGatewayNames(at place, i int, vpc *VPC, gateways *map[string]int) {
	for j := range vpc.RouteTables {
		for k := range vpc.RouteTables[j].Routes {
			r := &vpc.RouteTables[j].Routes[k]
			if r.NextHop == "" || v.object(r.NextHop).kind != noObject {
				continue
			}
			if first, taken := (*gateways)[r.NextHop]; taken && first != i {
				v.warn(at.at("routeTables", j).at("routes", k).in("nextHop"), "D-12",
					"%q is a next hop in VPC %q too, the library takes it for another one here", r.NextHop,
					v.net.VPCs[first].ID)
			}
			putFirst(gateways, r.NextHop, i)
		}
	}
}
