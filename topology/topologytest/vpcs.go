package topologytest

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/topology"
)

// vpc makes a VPC with vSwitches that do not overlap, with up to three route tables, on an ECR, on transit routers, or
// both.
func (m *maker) vpc() {
	vpc := topology.VPC{ID: m.id("vpc"), Region: m.region(), Owner: m.owner()}
	m.maybe(2, func() { m.vpcTables(&vpc) })
	m.vswitch(&vpc)
	m.extras(func() { m.vswitch(&vpc) })
	m.maybe(6, func() {
		vpc.Appliances = []topology.Appliance{{ID: m.id("ecs"), VSwitch: pick(&m.chooser, vpc.VSwitches...).CIDR}}
	})
	m.maybe(10, func() {
		vpc.Services = []netip.Prefix{pick(&m.chooser, block("100.118.28.0/24"), m.prefix(&m.chooser))}
	})
	m.joinECR(func(e *topology.ECR) { m.joinVPC(e, &vpc) })
	m.attachTo(vpc.Region, func(tr *topology.TransitRouter) { m.attachVPC(tr, &vpc) })
	m.vpcPeering(&vpc)
	m.vpcRoutes(&vpc)
	m.n.VPCs = append(m.n.VPCs, vpc)
}

// vpcTables makes the route tables of a VPC without their routes. One of several is the system table.
func (m *maker) vpcTables(vpc *topology.VPC) {
	id := "vtb-" + vpc.ID
	vpc.RouteTables = []topology.VPCRouteTable{{ID: id}}
	m.several(2, func() {
		vpc.RouteTables = append(vpc.RouteTables,
			topology.VPCRouteTable{ID: id + string(rune('a'+len(vpc.RouteTables)))})
	})
	if len(vpc.RouteTables) > 1 || m.oneIn(2) {
		vpc.RouteTables[m.below(len(vpc.RouteTables))].System = true
	}
	for i := range vpc.RouteTables {
		if receive := m.below(4); receive > 1 {
			receives := receive == 2
			vpc.RouteTables[i].ReceiveRoutes = &receives
		}
	}
}

// vswitch makes a vSwitch if its block is free.
func (m *maker) vswitch(vpc *topology.VPC) {
	s := topology.VSwitch{CIDR: m.subnet(&m.chooser)}
	if m.oneIn(3) {
		s.RouteTable = pick(&m.chooser, tablesOf(vpc)...)
	}
	if !overlapsVSwitch(vpc, s.CIDR) {
		vpc.VSwitches = append(vpc.VSwitches, s)
	}
}

func overlapsVSwitch(vpc *topology.VPC, p netip.Prefix) bool {
	return slices.ContainsFunc(vpc.VSwitches, func(s topology.VSwitch) bool { return s.CIDR.Overlaps(p) })
}

// tablesOf returns the IDs of the route tables of a VPC, the implied one if none is written.
func tablesOf(vpc *topology.VPC) (list []string) {
	for i := range vpc.RouteTables {
		list = append(list, vpc.RouteTables[i].ID)
	}
	if list == nil {
		list = []string{vpc.ID + "/system"}
	}
	return list
}

// vpcRoutes makes the custom routes of a VPC that writes its route tables down.
func (m *maker) vpcRoutes(vpc *topology.VPC) {
	for j := range vpc.RouteTables {
		m.mostly(4, func() {
			m.several(m.size.Extras+1, func() { m.vpcRoute(vpc, &vpc.RouteTables[j], m.hops(vpc)) })
		})
	}
}

// A hop is a possible next hop of a VPC route with the types that may be written for it.
type hop struct {
	id    string
	types []topology.NextHopType
}

// hops returns the possible next hops of a VPC: its attachments, its ECR, its appliances, its peerings, and gateways
// and the like that are outside the model.
func (m *maker) hops(vpc *topology.VPC) []hop {
	number := vpc.ID[len("vpc-"):]
	list := []hop{{"ngw-" + number, []topology.NextHopType{topology.ToNatGateway}}}
	for i := range m.n.Attachments {
		if a := &m.n.Attachments[i]; a.Instance == vpc.ID {
			list = append(list, hop{a.ID, []topology.NextHopType{0, topology.ToAttachment}})
		}
	}
	if ecr := m.known.ecrOf[vpc.ID]; ecr != "" {
		list = append(list, hop{ecr, []topology.NextHopType{0, topology.ToEcr}})
	}
	for i := range vpc.Appliances {
		list = append(list, hop{vpc.Appliances[i].ID, []topology.NextHopType{
			0, topology.ToInstance, topology.ToNetworkInterface, topology.ToHaVip, topology.ToGatewayLoadBalancerEndpoint,
		}})
	}
	for i := range m.n.VPCPeerings {
		if p := &m.n.VPCPeerings[i]; slices.Contains(p.VPCs, vpc.ID) {
			list = append(list, hop{p.ID, []topology.NextHopType{0, topology.ToVpcPeer}})
		}
	}
	return append(list, hop{"gw-" + number, []topology.NextHopType{
		topology.ToVpnGateway, topology.ToIpv4Gateway, topology.ToIPv6Gateway, topology.ToRouterInterface, topology.ToInstance,
		topology.ToNetworkInterface, topology.ToHaVip, topology.ToGatewayLoadBalancerEndpoint,
	}})
}

// vpcRoute makes a custom route unless the table has one of its prefix or a vSwitch covers it (TR-5.7). It is published
// where that is possible.
func (m *maker) vpcRoute(vpc *topology.VPC, t *topology.VPCRouteTable, hops []hop) {
	h := pick(&m.chooser, hops...)
	r := topology.VPCRoute{Prefix: m.prefix(&m.chooser), NextHop: h.id, NextHopType: pick(&m.chooser, h.types...)}
	covered := slices.ContainsFunc(vpc.VSwitches, func(s topology.VSwitch) bool {
		return s.CIDR.Contains(r.Prefix.Addr()) && s.CIDR.Bits() <= r.Prefix.Bits()
	})
	if covered || slices.ContainsFunc(t.Routes, func(o topology.VPCRoute) bool { return o.Prefix == r.Prefix }) {
		return
	}
	system := t.System || len(vpc.RouteTables) == 1
	if places := publishable(r.NextHopType, h.types); system && len(places) > 0 && m.below(3) > 0 {
		r.Publish = some(&m.chooser, 2, places)
	}
	t.Routes = append(t.Routes, r)
}

// publishable returns where a route with a next hop of a type can be published (TR-5.2, E-2.4). A type that is absent
// stands for the first that the object can have.
func publishable(t topology.NextHopType, types []topology.NextHopType) []topology.Publication {
	if t == topology.NoNextHopType {
		t = types[1]
	}
	switch t {
	case topology.ToAttachment, topology.ToEcr, topology.ToVpcPeer, topology.ToRouterInterface:
		return nil
	case topology.ToGatewayLoadBalancerEndpoint:
		return []topology.Publication{topology.PublishECR}
	}
	return []topology.Publication{topology.PublishTR, topology.PublishECR}
}

// vpcPeering makes a peering of a VPC with another one now and then, which may get a route over it.
func (m *maker) vpcPeering(vpc *topology.VPC) {
	if len(m.n.VPCs) == 0 {
		return
	}
	m.maybe(6, func() {
		other := &m.n.VPCs[m.below(len(m.n.VPCs))]
		p := topology.VPCPeering{ID: m.id("pcc"), VPCs: []string{vpc.ID, other.ID}}
		m.n.VPCPeerings = append(m.n.VPCPeerings, p)
		if len(other.RouteTables) > 0 {
			m.maybe(2, func() {
				m.vpcRoute(other, &other.RouteTables[0], []hop{{p.ID, []topology.NextHopType{0, topology.ToVpcPeer}}})
			})
		}
	})
}
