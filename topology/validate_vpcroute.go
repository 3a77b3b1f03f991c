package topology

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/route/rule"
	"github.com/gaissmai/bart"
)

// vpcRouteLimit is the number of custom routes of a VPC table (TR-1.11, D-11).
const vpcRouteLimit = 200

// checkVPCRoutes checks the custom routes of a VPC's tables.
func (v *validator) checkVPCRoutes(at place, i int, vpc *VPC) {
	var vswitches *bart.Lite
	for j := range vpc.RouteTables {
		t := &vpc.RouteTables[j]
		table := at.at("routeTables", j)
		if len(t.Routes) > 0 && vswitches == nil {
			vswitches = vswitchTable(vpc)
		}
		if len(t.Routes) > vpcRouteLimit {
			v.warn(table.in("routes"), "TR-1.11", "route table %q has %d custom routes, the limit is %d", t.ID,
				len(t.Routes), vpcRouteLimit)
		}
		system := t.System || len(vpc.RouteTables) == 1
		for k := range t.Routes {
			r := &t.Routes[k]
			at := table.at("routes", k)
			if v.checkPrefix(at.in("prefix"), r.Prefix) {
				v.checkOutsideVSwitches(at.in("prefix"), r.Prefix, vpc, vswitches)
			}
			v.checkNextHop(at, i, r)
			v.checkPublication(at, t, r, system)
		}
		v.checkRoutesDiffer(table, t)
	}
}

// checkOutsideVSwitches refuses a custom route that is equal to a system route, or more specific than that of a
// vSwitch. It may be more specific than the system route to the cloud's services (TR-5.7).
func (v *validator) checkOutsideVSwitches(at place, p netip.Prefix, vpc *VPC, vswitches *bart.Lite) {
	if p == serviceRange {
		v.refuse(at, "TR-5.7", "custom route %v is equal to the system route of VPC %q to the cloud's services, it can only be more specific", p, vpc.ID)
	}
	if cover, inside := vswitches.LookupPrefixLPM(p); inside {
		v.refuse(at, "TR-5.7", "custom route %v is equal to or more specific than vSwitch %v of VPC %q", p, cover,
			vpc.ID)
	}
}

// checkRoutesDiffer refuses a second custom route of a prefix in one VPC table. Load-balanced routes to router
// interfaces, which the cloud has (E-2.5), are not modelled.
func (v *validator) checkRoutesDiffer(at place, t *VPCRouteTable) {
	if len(t.Routes) < 2 {
		return
	}
	list := make([]netip.Prefix, len(t.Routes))
	for k := range t.Routes {
		list[k] = t.Routes[k].Prefix
	}
	forRepeatedPrefix(list, func(k, first int) {
		v.refuse(at.at("routes", k).in("prefix"), "", "route table %q has a custom route %v already, at %s", t.ID,
			list[k], at.at("routes", first).String())
	})
}

// hopTypes returns the next hop types of a route that names an object of the document, the one that an absent
// nextHopType stands for first; none where no VPC route can name the object.
func hopTypes(k objectKind) []NextHopType {
	switch k {
	case anAttachment:
		return []NextHopType{ToAttachment}
	case anECR:
		return []NextHopType{ToEcr}
	case aVPCPeering:
		return []NextHopType{ToVpcPeer}
	case anAppliance:
		return []NextHopType{ToInstance, ToNetworkInterface, ToHaVip, ToGatewayLoadBalancerEndpoint}
	}
	return nil
}

// hopType returns the next hop type of a route, the written one or that of the object which it names.
func (v *validator) hopType(r *VPCRoute) NextHopType {
	if r.NextHopType != NoNextHopType {
		return r.NextHopType
	}
	if types := hopTypes(v.object(r.NextHop).kind); len(types) > 0 {
		return types[0]
	}
	return NoNextHopType
}

// checkNextHop checks the next hop of a custom route of the i-th VPC and its type.
func (v *validator) checkNextHop(at place, i int, r *VPCRoute) {
	if r.NextHopType > ToGatewayLoadBalancerEndpoint {
		v.refuse(at.in("nextHopType"), "", "there is no next hop type %v", r.NextHopType)
		return
	}
	switch o := v.object(r.NextHop); {
	case r.NextHop == "":
		v.refuse(at.in("nextHop"), "", "the next hop is missing")
	case r.NextHop == "local" || r.NextHop == "blackhole":
		v.refuse(at.in("nextHop"), "", "%q is no next hop that a custom route can have", r.NextHop)
	case o.kind == noObject:
		v.checkOutsideHop(at, r)
	case len(hopTypes(o.kind)) == 0:
		v.refuse(at.in("nextHop"), "", "next hop %q is the %s at %v, a custom route leads to an attachment, an ECR, an appliance or a VPC peering", r.NextHop, o.kind, o.place())
	case r.NextHopType != NoNextHopType && !slices.Contains(hopTypes(o.kind), r.NextHopType):
		v.refuse(at.in("nextHopType"), "", "next hop %q is the %s at %v, not of type %v", r.NextHop, o.kind, o.place(),
			r.NextHopType)
	default:
		v.checkHopOfVPC(at, i, r, o)
	}
}

// checkOutsideHop checks a next hop that is no object of the document: its type says what it is, and is not that of an
// object. A packet leaves through a gateway; beyond any other of them nothing is known of it, which is a warning
// (D-12).
func (v *validator) checkOutsideHop(at place, r *VPCRoute) {
	switch r.NextHopType {
	case NoNextHopType:
		v.refuse(at.in("nextHopType"), "", "the type of next hop %q is missing, it is not in the network", r.NextHop)
	case ToAttachment:
		v.refer(at.in("nextHop"), r.NextHop, anAttachment)
	case ToEcr:
		v.refer(at.in("nextHop"), r.NextHop, anECR)
	case ToVpcPeer:
		v.refer(at.in("nextHop"), r.NextHop, aVPCPeering)
	case ToNatGateway, ToIpv4Gateway, ToVpnGateway:
	default:
		v.warn(at.in("nextHop"), "D-12", "next hop %q of type %v is outside the model, no packet is followed beyond it",
			r.NextHop, r.NextHopType)
	}
}

// checkHopOfVPC refuses a next hop that is not of the i-th VPC: its attachments, its appliances, the ECR that it is
// associated with (E-1.18), the peerings that it has. IPv6 over an attachment without it is a warning (TR-8.1).
func (v *validator) checkHopOfVPC(at place, i int, r *VPCRoute, o *object) {
	vpc := &v.net.VPCs[i]
	hop := at.in("nextHop")
	switch o.kind {
	case anAttachment:
		a := &v.net.Attachments[o.i]
		if a.Instance != vpc.ID {
			v.refuse(hop, "", "attachment %q is not one of VPC %q but of %q", r.NextHop, vpc.ID, a.Instance)
		} else if r.Prefix.Addr().Is6() && !a.IPv6 {
			v.warn(at.in("prefix"), "TR-8.1", "IPv6 route %v leads to attachment %q without ipv6, which carries none",
				r.Prefix, r.NextHop)
		}
	case anECR:
		if _, on := v.associated[link{o, v.object(vpc.ID)}]; !on {
			v.refuse(hop, "E-1.18", "VPC %q is not associated with ECR %q", vpc.ID, r.NextHop)
		}
	case anAppliance:
		if o.i != i {
			v.refuse(hop, "", "appliance %q is in VPC %q, not in %q", r.NextHop, v.net.VPCs[o.i].ID, vpc.ID)
		}
	case aVPCPeering:
		if p := &v.net.VPCPeerings[o.i]; len(p.VPCs) == 2 && !slices.Contains(p.VPCs, vpc.ID) {
			v.refuse(hop, "", "VPC peering %q does not connect VPC %q", r.NextHop, vpc.ID)
		}
	}
}

// checkPublication refuses to publish a route of a custom table, or one whose next hop is of a type that cannot be
// published there (TR-5.2, E-2.4, E-2.5).
func (v *validator) checkPublication(at place, t *VPCRouteTable, r *VPCRoute, system bool) {
	for k, p := range r.Publish {
		types, tables := rule.ID("TR-5.2"), rule.ID("TR-5.2")
		at := at.at("publish", k)
		hop := v.hopType(r)
		if p == PublishECR {
			types, tables = "E-2.4", "E-2.5"
		}
		switch {
		case p != PublishTR && p != PublishECR:
			v.refuse(at, "", "there is no place %v to publish a route to", p)
		case slices.Contains(r.Publish[:k], p):
			v.refuse(at, "", "route %v is published to %v twice", r.Prefix, p)
			return
		case !system:
			v.refuse(at, tables, "route %v of route table %q cannot be published to %v, only routes of the system table can", r.Prefix, t.ID, p)
		case hop != NoNextHopType && !publishable(p, hop):
			v.refuse(at, types, "route %v cannot be published to %v, its next hop %q is of type %v", r.Prefix, p,
				r.NextHop, hop)
		}
	}
}

// publishable reports whether routes to a type of next hop can be published: those to instances, interfaces and
// gateways of the VPC can; a Gateway Load Balancer endpoint to an ECR only (TR-5.2, E-2.4).
func publishable(p Publication, hop NextHopType) bool {
	switch hop {
	case ToInstance, ToNetworkInterface, ToHaVip, ToNatGateway, ToVpnGateway, ToIpv4Gateway, ToIPv6Gateway:
		return true
	case ToGatewayLoadBalancerEndpoint:
		return p == PublishECR
	}
	return false
}
