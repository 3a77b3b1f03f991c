package terraform

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/topology"
)

// A builder adds what the resources of one type say to the network.
type builder struct {
	kind string
	add  func(*side, *resource)
}

// builders are in an order in which each needs only what those before it made. Between them stand the steps that need
// all of one sort.
var builders = []builder{
	{"alicloud_cen_instance", (*side).addCEN},
	{"alicloud_cen_transit_router", (*side).addRouter},
	{"alicloud_cen_transit_router_route_table", (*side).addRouteTable},
	{"data.alicloud_cen_transit_router_route_tables", (*side).addListedTables},
	{"alicloud_vpc", (*side).addVPC},
	{"alicloud_vpc_ipv4_cidr_block", (*side).addNothing}, // a VPC announces its vSwitches
	{"alicloud_vswitch", (*side).addVSwitch},
	{"alicloud_route_table", (*side).addVPCTable},
	{"data.alicloud_route_tables", (*side).addListedVPCTables},
	{"alicloud_route_table_attachment", (*side).bindVSwitch},
	{"alicloud_express_connect_virtual_border_router", (*side).addVBR},
	{"alicloud_vpn_gateway_vpn_attachment", (*side).addVPN},
	{"alicloud_express_connect_router_express_connect_router", (*side).addECR},
	{"alicloud_vpc_prefix_list", (*side).addPrefixListContent},
	{"alicloud_vpc_peer_connection", (*side).addVPCPeering},
	{"alicloud_vpc_peer_connection_accepter", (*side).addNothing}, // the connection has both VPCs
	{"alicloud_cen_transit_router_vpc_attachment", (*side).addVPCAttachment},
	{"alicloud_cen_transit_router_vbr_attachment", (*side).addVBRAttachment},
	{"alicloud_cen_transit_router_vpn_attachment", (*side).addVPNAttachment},
	{"alicloud_cen_transit_router_ecr_attachment", (*side).addECRAttachment},
	{"alicloud_cen_transit_router_peer_attachment", (*side).addPeering},
	{"", (*side).completeRegions},
	{"alicloud_cen_transit_router_route_table_association", (*side).adoptByAttachment},
	{"alicloud_cen_transit_router_route_table_propagation", (*side).adoptByAttachment},
	{"alicloud_cen_transit_router_route_entry", (*side).adoptByNextHop},
	{"alicloud_cen_transit_router_prefix_list_association", (*side).adoptByRouter},
	{"alicloud_cen_route_map", (*side).adoptByRegion},
	{"", (*side).addSystemTables},
	{"alicloud_cen_transit_router_vpc_attachment", (*side).useDefaultTable},
	{"alicloud_cen_transit_router_vbr_attachment", (*side).useDefaultTable},
	{"alicloud_cen_transit_router_peer_attachment", (*side).useDefaultTable},
	{"alicloud_cen_transit_router_route_table_association", (*side).addAssociation},
	{"alicloud_cen_transit_router_route_table_propagation", (*side).addPropagation},
	{"alicloud_cen_transit_router_route_entry", (*side).addStaticRoute},
	{"alicloud_cen_transit_router_prefix_list_association", (*side).addPrefixList},
	{"alicloud_cen_transit_route_table_aggregation", (*side).addAggregate},
	{"alicloud_cen_transit_router_cidr", (*side).addRouterBlock},
	{"alicloud_cen_route_map", (*side).addPolicy},
	{"alicloud_express_connect_router_vbr_child_instance", (*side).addCircuit},
	{"alicloud_express_connect_router_tr_association", (*side).associateRouter},
	{"alicloud_express_connect_router_vpc_association", (*side).associateVPC},
	{"alicloud_express_connect_router_grant_association", (*side).addECRGrant},
	{"alicloud_cen_instance_grant", (*side).addCENGrant},
	{"alicloud_vpc_bgp_group", (*side).addBGPGroup},
	{"alicloud_vpc_bgp_peer", (*side).addNothing}, // the group has the AS numbers
	{"alicloud_vpc_bgp_network", (*side).addBGPNetwork},
	{"alicloud_vpn_customer_gateway", (*side).addNothing}, // the other end, which is not in the cloud
	{"alicloud_vpn_gateway_vco_route", (*side).addVPNRoute},
	{"alicloud_route_entry", (*side).addRouteEntry},
	{"alicloud_vpc_route_entry", (*side).addVPCRouteEntry},
	{"alicloud_cen_child_instance_route_entry_to_attachment", (*side).addRouteToAttachment},
	{"alicloud_cen_route_entry", (*side).publishRoute},
}

// build makes the objects of the network from the resources, a step for each builder. The error is that of the context.
func (s *side) build(m *meter.Meter) error {
	for _, b := range builders {
		if b.kind == "" {
			b.add(s, nil)
		}
		for _, r := range s.resources[b.kind] {
			if m.Err() != nil {
				break
			}
			b.add(s, r)
		}
		if err := m.Step(); err != nil {
			return err
		}
	}
	s.addAppliances()
	s.completeRegions(nil)
	s.completeOwners()
	s.leaveOut()
	return nil
}

// addNothing is for resources that say nothing that is not said by another one.
func (s *side) addNothing(*resource) {}

// routingTypes begin the names of types that can bear on routes. What else there is, is ignored without a warning.
var routingTypes = []string{"alicloud_cen_", "alicloud_express_connect_", "alicloud_vpc_bgp_", "alicloud_vpc_gateway_",
	"alicloud_vpn_", "alicloud_route", "alicloud_vpc_route", "alicloud_cloud_connect_network", "alicloud_sag_",
	"alicloud_vpc_ipv4_gateway", "alicloud_vpc_ipv6_", "alicloud_router_interface", "alicloud_vpc_peer"}

// leaveOut warns about resources that bear on routes and have no builder, and lists all others.
func (s *side) leaveOut() {
	built := map[string]bool{}
	for _, b := range builders {
		built[b.kind] = true
	}
	for _, kind := range sortedKeys(s.resources) {
		for _, r := range s.resources[kind] {
			switch {
			case built[kind] || s.hops[s.objectID(object{r, anything})] == r:
			case r.managed() && hasPrefix(kind, routingTypes):
				s.warn(r, NotModelled, "resources of type "+kind+" are not modelled, left out")
			case r.managed():
				s.ignored = append(s.ignored, r.address)
			}
		}
	}
}

func hasPrefix(text string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(text, p) })
}

// network returns the network with everything in a fixed order.
func (s *side) network() topology.Network {
	n := topology.Network{
		TransitRouters: valuesByKey(s.routers), VPCs: valuesByKey(s.vpcs), VBRs: valuesByKey(s.vbrs), VPNs: valuesByKey(s.vpns),
		ECRs: valuesByKey(s.ecrs), Attachments: valuesByKey(s.links), Peerings: valuesByKey(s.peerings), VPCPeerings: valuesByKey(s.vpcPeers),
		Grants: slices.SortedFunc(maps.Keys(s.grants), func(a, b topology.Grant) int {
			return cmp.Or(cmp.Compare(a.Instance, b.Instance), cmp.Compare(a.To, b.To))
		}),
	}
	routers := map[string]*topology.TransitRouter{}
	for i := range n.TransitRouters {
		routers[n.TransitRouters[i].ID] = &n.TransitRouters[i]
	}
	for _, id := range sortedKeys(s.tables) {
		t := s.tables[id]
		router := routers[t.router]
		router.RouteTables = append(router.RouteTables, t.RouteTable)
	}
	vpcs := map[string]*topology.VPC{}
	for i := range n.VPCs {
		vpcs[n.VPCs[i].ID] = &n.VPCs[i]
	}
	for _, id := range sortedKeys(s.vpcTables) {
		t := s.vpcTables[id]
		vpc := vpcs[t.vpc]
		vpc.RouteTables = append(vpc.RouteTables, t.VPCRouteTable)
	}
	for _, id := range sortedKeys(s.vswitches) {
		s.vswitches[id].addTo(vpcs)
	}
	for i := range n.TransitRouters {
		sortRouter(&n.TransitRouters[i])
	}
	for i := range n.VPCs {
		sortVPC(&n.VPCs[i])
	}
	return n
}

func valuesByKey[V any](m map[string]*V) []V {
	var list []V
	for _, key := range sortedKeys(m) {
		list = append(list, *m[key])
	}
	return list
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// sortRouter puts the system table first, and everything in tables in an order of its own.
func sortRouter(tr *topology.TransitRouter) {
	slices.SortStableFunc(tr.RouteTables, func(a, b topology.RouteTable) int { return compareBools(a.System, b.System) })
	for i := range tr.RouteTables {
		t := &tr.RouteTables[i]
		slices.SortFunc(t.Routes, func(a, b topology.StaticRoute) int {
			return cmp.Or(a.Prefix.Compare(b.Prefix), cmp.Compare(a.NextHop, b.NextHop))
		})
		slices.SortFunc(t.PrefixLists, func(a, b topology.PrefixList) int {
			return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.NextHop, b.NextHop))
		})
		slices.SortFunc(t.Aggregates, func(a, b topology.AggregateRoute) int { return a.Prefix.Compare(b.Prefix) })
		sortPolicies(t.Policies)
	}
}

func sortVPC(vpc *topology.VPC) {
	slices.SortFunc(vpc.VSwitches, func(a, b topology.VSwitch) int { return a.CIDR.Compare(b.CIDR) })
	slices.SortStableFunc(vpc.RouteTables, func(a, b topology.VPCRouteTable) int { return compareBools(a.System, b.System) })
	slices.SortFunc(vpc.Appliances, func(a, b topology.Appliance) int { return cmp.Compare(a.ID, b.ID) })
	for i := range vpc.RouteTables {
		slices.SortStableFunc(vpc.RouteTables[i].Routes, func(a, b topology.VPCRoute) int {
			return cmp.Or(a.Prefix.Compare(b.Prefix), cmp.Compare(a.NextHop, b.NextHop))
		})
	}
}
