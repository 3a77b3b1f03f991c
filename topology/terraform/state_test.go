package terraform

import (
	"testing"

	"github.com/cenroute/cenroute/topology"
)

// The resources that many tests start from: a transit router of Enterprise Edition with its system table and one VPC.
var (
	cen     = res("alicloud_cen_instance.c", `{"id": "cen-1"}`)
	routerA = res("alicloud_cen_transit_router.a", `{"id": "cen-1:tr-a", "transit_router_id": "tr-a",
		"cen_id": "cen-1", "region_id": "cn-hangzhou", "type": "Enterprise"}`)
	routerB = res("alicloud_cen_transit_router.b", `{"id": "cen-1:tr-b", "transit_router_id": "tr-b",
		"cen_id": "cen-1", "region_id": "cn-shanghai", "type": "Enterprise"}`)
	systemA = res("data.alicloud_cen_transit_router_route_tables.a", `{"transit_router_id": "tr-a",
		"transit_router_route_table_type": "System",
		"tables": [{"id": "vtb-a", "transit_router_route_table_id": "vtb-a",
			"transit_router_route_table_type": "System"}]}`)
	vpc1 = res("alicloud_vpc.one", `{"id": "vpc-1", "cidr_block": "10.1.0.0/16", "route_table_id": "vtb-vpc-1",
		"region_id": "cn-hangzhou", "system_route_table_route_propagation_enable": true}`)
	vsw1 = res("alicloud_vswitch.one", `{"id": "vsw-1", "vpc_id": "vpc-1", "cidr_block": "10.1.1.0/24",
		"zone_id": "cn-hangzhou-i"}`)
	attach1 = res("alicloud_cen_transit_router_vpc_attachment.one", `{"id": "cen-1:tr-attach-1",
		"transit_router_attachment_id": "tr-attach-1", "transit_router_id": "tr-a",
		"cen_id": "cen-1", "vpc_id": "vpc-1", "auto_publish_route_enabled": true,
			"zone_mappings": [{"vswitch_id": "vsw-1", "zone_id": "cn-hangzhou-i"}]}`)
)

const (
	documentA = `{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-a",
		"system": true}]}`
	document1 = `{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "10.1.1.0/24"}],
		"routeTables": [{"id": "vtb-vpc-1", "system": true}]}`
)

// TestStates pins for each type of resource what it becomes in the network, and what is said about the rest of it.
func TestStates(t *testing.T) {
	tests := []struct {
		name      string
		resources []entry
		want      string
		warnings  []string
	}{
		{"nothing", nil, `{}`, nil},
		{"a transit router has a system table, in the file or not", []entry{cen, routerA},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
				"routeTables": [{"id": "tr-a/system", "system": true}]}]}`, nil},
		{"the system table of a data source", []entry{routerA, systemA}, `{"transitRouters": [` + documentA + `]}`,
			nil},
		{"Basic Edition", []entry{res("alicloud_cen_transit_router.a", `{"transit_router_id": "tr-a",
			"cen_id": "cen-1", "region_id": "cn-hangzhou", "type": "Basic"}`)},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou", "edition": "basic",
				"routeTables": [{"id": "tr-a/system", "system": true}]}]}`, nil},
		{"a custom table with every sort of configured route", []entry{routerA, systemA, vpc1, vsw1, attach1,
			res("alicloud_cen_transit_router_route_table.t", `{"id": "tr-a:vtb-t", "transit_router_id": "tr-a",
				"transit_router_route_table_id": "vtb-t"}`),
			res("alicloud_cen_transit_router_route_entry.b", `{"transit_router_route_table_id": "vtb-t",
				"transit_router_route_entry_destination_cidr_block": "192.0.2.0/24",
				"transit_router_route_entry_next_hop_type": "BlackHole",
					"transit_router_route_entry_next_hop_id": null}`),
			res("alicloud_cen_transit_router_route_entry.a", `{"transit_router_route_table_id": "vtb-t",
				"transit_router_route_entry_destination_cidr_block": "10.0.0.0/8",
				"transit_router_route_entry_next_hop_type": "Attachment",
					"transit_router_route_entry_next_hop_id": "tr-attach-1"}`),
			res("alicloud_vpc_prefix_list.p", `{"id": "pl-1", "entrys": [{"cidr": "172.17.0.0/16"},
				{"cidr": "172.16.0.0/16"}]}`),
			res("alicloud_cen_transit_router_prefix_list_association.p", `{"prefix_list_id": "pl-1",
				"transit_router_id": "tr-a", "transit_router_table_id": "vtb-t", "next_hop": "tr-attach-1",
					"next_hop_type": "VPC"}`),
			res("alicloud_cen_transit_router_prefix_list_association.q", `{"prefix_list_id": "pl-1",
				"transit_router_id": "tr-a", "transit_router_table_id": "vtb-a", "next_hop": "BlackHole",
					"next_hop_type": "BlackHole"}`),
			res("alicloud_cen_transit_route_table_aggregation.x", `{"transit_route_table_id": "vtb-t",
				"transit_route_table_aggregation_cidr": "10.64.0.0/10",
					"transit_route_table_aggregation_scope": "VPC"}`),
			res("alicloud_cen_transit_route_table_aggregation.y", `{"transit_route_table_id": "vtb-t",
				"transit_route_table_aggregation_cidr": "10.0.0.0/10",
				"transit_route_table_aggregation_scope_list": ["VPN", "TR", "VPC", "ECR", "VBR", "CCN"]}`),
			res("alicloud_cen_transit_router_cidr.c", `{"transit_router_id": "tr-a", "cidr": "192.168.10.0/24",
				"publish_cidr_route": true}`),
		},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou", "cidrs": ["192.168.10.0/24"],
				"routeTables": [
				{"id": "vtb-a", "system": true, "prefixLists": [{"id": "pl-1", "prefixes": ["172.16.0.0/16",
					"172.17.0.0/16"], "blackhole": true}]},
				{"id": "vtb-t", "routes": [{"prefix": "10.0.0.0/8", "nextHop": "tr-attach-1"},
					{"prefix": "192.0.2.0/24", "blackhole": true}],
				 "prefixLists": [{"id": "pl-1", "prefixes": ["172.16.0.0/16", "172.17.0.0/16"],
					"nextHop": "tr-attach-1"}],
				 "aggregates": [{"prefix": "10.0.0.0/10", "scope": ["VPC", "VBR", "VPN", "ECR", "Peer"]},
					{"prefix": "10.64.0.0/10", "scope": ["VPC"]}]}]}],
			  "vpcs": [` + document1 + `],
			  "attachments": [{"id": "tr-attach-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1",
				"routeSync": true, "vswitches": ["10.1.1.0/24"]}]}`,
			[]string{"alicloud_cen_transit_route_table_aggregation.y: not modelled"}},
		{"association and propagations", []entry{routerA, systemA, vpc1, vsw1, attach1,
			res("alicloud_cen_transit_router_route_table.t", `{"transit_router_id": "tr-a",
				"transit_router_route_table_id": "vtb-t"}`),
			res("alicloud_cen_transit_router_route_table_association.a",
				`{"transit_router_attachment_id": "tr-attach-1", "transit_router_route_table_id": "vtb-t"}`),
			res("alicloud_cen_transit_router_route_table_propagation.b",
				`{"transit_router_attachment_id": "tr-attach-1", "transit_router_route_table_id": "vtb-t"}`),
			res("alicloud_cen_transit_router_route_table_propagation.a",
				`{"transit_router_attachment_id": "tr-attach-1", "transit_router_route_table_id": "vtb-a"}`),
		},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
				"routeTables": [{"id": "vtb-a", "system": true}, {"id": "vtb-t"}]}],
			  "vpcs": [` + document1 + `],
			  "attachments": [{"id": "tr-attach-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1",
				"association": "vtb-t", "propagations": ["vtb-a", "vtb-t"],
				"routeSync": true, "vswitches": ["10.1.1.0/24"]}]}`, nil},
		{"the deprecated switches mean the default table", []entry{routerA, systemA, vpc1, vsw1,
			res("alicloud_cen_transit_router_vpc_attachment.one", `{"id": "cen-1:tr-attach-1",
				"transit_router_id": "tr-a", "vpc_id": "vpc-1", "zone_mappings": [],
				"route_table_association_enabled": true, "route_table_propagation_enabled": true}`)},
			`{"transitRouters": [` + documentA + `], "vpcs": [` + document1 + `],
			  "attachments": [{"id": "tr-attach-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1",
				"association": "vtb-a", "propagations": ["vtb-a"]}]}`, nil},
		{"a peering has one switch and two ends, each with tables of its own", []entry{routerA, systemA, routerB,
			res("alicloud_cen_transit_router_peer_attachment.p", `{"id": "cen-1:tr-attach-p",
				"transit_router_attachment_id": "tr-attach-p", "transit_router_id": "tr-a",
				"peer_transit_router_id": "tr-b", "auto_publish_route_enabled": true}`),
			res("alicloud_cen_transit_router_route_table_association.b",
				`{"transit_router_attachment_id": "tr-attach-p", "transit_router_route_table_id": "vtb-b"}`),
			res("alicloud_cen_transit_router_route_table_propagation.a",
				`{"transit_router_attachment_id": "tr-attach-p", "transit_router_route_table_id": "vtb-a"}`)},
			`{"transitRouters": [` + documentA + `, {"id": "tr-b", "cen": "cen-1", "region": "cn-shanghai",
				"routeTables": [{"id": "vtb-b", "system": true}]}],
			  "peerings": [{"id": "tr-attach-p", "ends": [{"transitRouter": "tr-a", "propagations": ["vtb-a"],
				"routeSync": true},
				{"transitRouter": "tr-b", "association": "vtb-b", "routeSync": true}]}]}`,
			[]string{"alicloud_cen_transit_router_route_table_association.b: assumed"}},
		{"IPv6 of a vSwitch and the two spellings of the option", []entry{routerA, systemA, vpc1,
			res("alicloud_vswitch.one", `{"id": "vsw-1", "vpc_id": "vpc-1", "cidr_block": "10.1.1.0/24",
				"ipv6_cidr_block": "2001:db8:0:1::/64", "zone_id": "cn-hangzhou-i"}`),
			res("alicloud_cen_transit_router_vpc_attachment.one", `{"id": "tr-attach-1", "transit_router_id": "tr-a",
				"vpc_id": "vpc-1",
				"transit_router_vpc_attachment_options": {"ipv6Support": "enable"},
					"zone_mappings": [{"vswitch_id": "vsw-1", "zone_id": "cn-hangzhou-i"}]}`),
			res("alicloud_cen_transit_router_vpc_attachment.two", `{"id": "tr-attach-2", "transit_router_id": "tr-a",
				"vpc_id": "vpc-1",
				"options": [{"ipv6_support": "enable", "appliance_mode_support": "disable"}], "zone_mappings": []}`)},
			`{"transitRouters": [` + documentA + `],
			  "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "10.1.1.0/24"},
				{"cidr": "2001:db8:0:1::/64"}], "routeTables": [{"id": "vtb-vpc-1", "system": true}]}],
			  "attachments": [{"id": "tr-attach-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1",
				"ipv6": true, "vswitches": ["10.1.1.0/24"]},
				{"id": "tr-attach-2", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1", "ipv6": true}]}`,
			nil},
		{"VPC tables and the three resources of VPC routes", []entry{routerA, systemA, vpc1, vsw1, attach1,
			res("alicloud_vswitch.fw", `{"id": "vsw-2", "vpc_id": "vpc-1", "cidr_block": "10.1.2.0/24",
				"zone_id": "cn-hangzhou-j"}`),
			res("alicloud_route_table.t", `{"id": "vtb-t", "vpc_id": "vpc-1", "associate_type": "VSwitch",
				"route_propagation_enable": false}`),
			res("alicloud_route_table_attachment.t", `{"route_table_id": "vtb-t", "vswitch_id": "vsw-1"}`),
			res("alicloud_instance.fw", `{"id": "i-1", "vswitch_id": "vsw-2", "availability_zone": "cn-hangzhou-j"}`),
			res("alicloud_instance.web", `{"id": "i-2", "vswitch_id": "vsw-2"}`),
			res("alicloud_route_entry.a", `{"route_table_id": "vtb-t", "destination_cidrblock": "0.0.0.0/0",
				"nexthop_type": "Instance", "nexthop_id": "i-1"}`),
			res("alicloud_vpc_route_entry.b", `{"route_table_id": "vtb-vpc-1",
				"destination_cidr_block": "172.16.0.0/12", "nexthop_type": "NatGateway", "nexthop_id": "ngw-1",
				"route_publish_targets": [{"target_type": "ECR", "publish_status": "Published"},
					{"target_type": "CEN", "publish_status": "Published"}]}`),
			res("alicloud_vpc_route_entry.d", `{"route_table_id": "vtb-vpc-1",
				"destination_cidr_block": "172.0.0.0/12", "next_hops": [{"nexthop_type": "HaVip",
					"nexthop_id": "havip-1"}]}`),
			res("alicloud_cen_child_instance_route_entry_to_attachment.c",
				`{"child_instance_route_table_id": "vtb-vpc-1", "destination_cidr_block": "192.168.0.0/16",
					"transit_router_attachment_id": "tr-attach-1"}`),
		},
			`{"transitRouters": [` + documentA + `],
			  "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "10.1.1.0/24",
				"routeTable": "vtb-t"}, {"cidr": "10.1.2.0/24"}], "routeTables": [
				{"id": "vtb-vpc-1", "system": true, "routes": [{"prefix": "172.0.0.0/12", "nextHop": "havip-1",
					"nextHopType": "HaVip"},
				 {"prefix": "172.16.0.0/12", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["ECR", "TR"]},
				 {"prefix": "192.168.0.0/16", "nextHop": "tr-attach-1", "nextHopType": "Attachment"}]},
				{"id": "vtb-t", "receiveRoutes": false, "routes": [{"prefix": "0.0.0.0/0", "nextHop": "i-1",
					"nextHopType": "Instance"}]}],
				"appliances": [{"id": "i-1", "vswitch": "10.1.2.0/24"}]}],
			  "attachments": [{"id": "tr-attach-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1",
				"routeSync": true, "vswitches": ["10.1.1.0/24"]}]}`,
			[]string{"alicloud_instance.fw: assumed", "alicloud_vpc_route_entry.d: missing"}},
		{"VPC peering", []entry{vpc1, vsw1,
			res("alicloud_vpc_peer_connection.p", `{"id": "pcc-1", "vpc_id": "vpc-1", "accepting_vpc_id": "vpc-9",
				"accepting_region_id": "cn-beijing"}`),
			res("alicloud_route_entry.p", `{"route_table_id": "vtb-vpc-1", "destination_cidrblock": "10.9.0.0/16",
				"nexthop_type": "VpcPeer", "nexthop_id": "pcc-1"}`)},
			`{"vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "10.1.1.0/24"}],
				"routeTables": [{"id": "vtb-vpc-1", "system": true,
				"routes": [{"prefix": "10.9.0.0/16", "nextHop": "pcc-1", "nextHopType": "VpcPeer"}]}]},
					{"id": "vpc-9", "region": "cn-beijing"}],
			  "vpcPeerings": [{"id": "pcc-1", "vpcs": ["vpc-1", "vpc-9"]}]}`,
			[]string{"alicloud_vpc_peer_connection.p: missing"}},
		{"circuits", []entry{routerA, systemA,
			res("alicloud_express_connect_virtual_border_router.v", `{"id": "vbr-1", "route_table_id": "vtb-vbr"}`),
			res("alicloud_cen_transit_router_vbr_attachment.v", `{"id": "cen-1:tr-attach-v",
				"transit_router_id": "tr-a", "vbr_id": "vbr-1", "vbr_owner_id": "1001",
					"auto_publish_route_enabled": true}`),
			res("alicloud_vpc_bgp_group.g", `{"id": "bgpg-1", "router_id": "vbr-1", "local_asn": 64600,
				"peer_asn": 65010, "is_fake_asn": false}`),
			res("alicloud_vpc_bgp_peer.p", `{"id": "bgp-1", "bgp_group_id": "bgpg-1"}`),
			res("alicloud_vpc_bgp_network.n", `{"router_id": "vbr-1", "dst_cidr_block": "10.0.0.0/8"}`),
			res("alicloud_route_entry.to_cloud", `{"route_table_id": "vtb-vbr",
				"destination_cidrblock": "10.1.0.0/16", "nexthop_type": "Attachment", "nexthop_id": "tr-attach-v"}`),
			res("alicloud_route_entry.to_dc", `{"route_table_id": "vtb-vbr", "destination_cidrblock": "172.16.0.0/16",
				"nexthop_type": "RouterInterface", "nexthop_id": "ri-1"}`)},
			`{"transitRouters": [` + documentA + `],
			  "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou", "owner": "1001", "asn": 64600,
				"routes": [{"prefix": "10.1.0.0/16", "type": "Custom", "nextHop": "tr-attach-v"},
				{"prefix": "172.16.0.0/16", "type": "Custom"}]}],
			  "attachments": [{"id": "tr-attach-v", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-1",
				"routeSync": true}]}`,
			[]string{"alicloud_route_entry.to_dc: assumed", "alicloud_vpc_bgp_network.n: not modelled"}},
		{"IPsec connections", []entry{routerA, systemA,
			res("alicloud_vpn_gateway_vpn_attachment.b", `{"id": "vco-1", "bgp_config": [{"enable": true}]}`),
			res("alicloud_vpn_gateway_vpn_attachment.s", `{"id": "vco-2", "bgp_config": [{"enable": false}]}`),
			res("alicloud_vpn_gateway_vpn_attachment.t", `{"id": "vco-3", "enable_tunnels_bgp": true}`),
			res("alicloud_cen_transit_router_vpn_attachment.b", `{"id": "tr-attach-b", "transit_router_id": "tr-a",
				"vpn_id": "vco-1", "vpn_owner_id": "1001", "auto_publish_route_enabled": true}`),
			res("alicloud_vpn_gateway_vco_route.s", `{"vpn_connection_id": "vco-2", "route_dest": "172.16.0.0/24"}`)},
			`{"transitRouters": [` + documentA + `],
			  "vpns": [{"id": "vco-1", "region": "cn-hangzhou", "owner": "1001", "bgp": true}, {"id": "vco-2",
				"region": "", "routes": [{"prefix": "172.16.0.0/24", "type": "Custom"}]},
				{"id": "vco-3", "region": "", "bgp": true}],
			  "attachments": [{"id": "tr-attach-b", "kind": "VPN", "transitRouter": "tr-a", "instance": "vco-1",
				"routeSync": true}]}`,
			[]string{"alicloud_vpn_gateway_vpn_attachment.b: missing",
				"alicloud_vpn_gateway_vpn_attachment.s: missing", "alicloud_vpn_gateway_vpn_attachment.t: missing"}},
		{"an ECR with everything on it", []entry{routerA, systemA, vpc1, vsw1,
			res("alicloud_express_connect_router_express_connect_router.e", `{"id": "ecr-1",
				"alibaba_side_asn": 4200001003,
				"regions": [{"region_id": "cn-hangzhou", "transit_mode": "ECMP"}, {"region_id": "cn-shanghai",
					"transit_mode": "NEAR"}]}`),
			res("alicloud_express_connect_virtual_border_router.v", `{"id": "vbr-1"}`),
			res("alicloud_express_connect_router_vbr_child_instance.v", `{"ecr_id": "ecr-1",
				"child_instance_id": "vbr-1", "child_instance_region_id": "cn-shanghai",
					"child_instance_type": "VBR"}`),
			res("alicloud_vpc_bgp_group.g", `{"router_id": "vbr-1", "local_asn": 64600}`),
			res("alicloud_express_connect_router_tr_association.a", `{"ecr_id": "ecr-1", "transit_router_id": "tr-a",
				"transit_router_owner_id": 1210000000000001,
				"association_region_id": "cn-hangzhou", "allowed_prefixes": ["10.2.0.0/16", "10.1.0.0/16"]}`),
			res("alicloud_express_connect_router_vpc_association.b", `{"ecr_id": "ecr-1", "vpc_id": "vpc-1",
				"vpc_owner_id": 1210000000000001, "allowed_prefixes": null}`),
			res("alicloud_cen_transit_router_ecr_attachment.a", `{"id": "tr-attach-e", "ecr_id": "ecr-1",
				"ecr_owner_id": 1210000000000001, "transit_router_id": "tr-a"}`),
			res("alicloud_express_connect_router_grant_association.g", `{"ecr_id": "ecr-9", "instance_id": "vpc-1",
				"ecr_owner_ali_uid": 1250000000000002, "instance_type": "VPC"}`)},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou", "owner": "1210000000000001",
				"routeTables": [{"id": "vtb-a", "system": true}]}],
			  "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "owner": "1210000000000001",
				"vswitches": [{"cidr": "10.1.1.0/24"}], "routeTables": [{"id": "vtb-vpc-1", "system": true}]}],
			  "vbrs": [{"id": "vbr-1", "region": "cn-shanghai"}],
			  "ecrs": [{"id": "ecr-1", "asn": 4200001003, "owner": "1210000000000001", "vbrs": ["vbr-1"],
				"modes": {"cn-hangzhou": "ECMP", "cn-shanghai": "NearBy"},
				"associations": [{"transitRouter": "tr-a", "prefixes": ["10.2.0.0/16", "10.1.0.0/16"]},
					{"vpc": "vpc-1"}]}],
			  "attachments": [{"id": "tr-attach-e", "kind": "ECR", "transitRouter": "tr-a", "instance": "ecr-1"}],
			  "grants": [{"instance": "vpc-1", "to": "1250000000000002"}]}`,
			[]string{"alicloud_express_connect_virtual_border_router.v: missing", "alicloud_vpc_bgp_group.g: assumed"}},
		{"a grant to a CEN instance tells the owner of its transit routers", []entry{routerA, systemA, vpc1, vsw1,
			res("alicloud_cen_instance_grant.g", `{"cen_id": "cen-1", "cen_owner_id": "1002",
				"child_instance_id": "vpc-1"}`)},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou", "owner": "1002",
				"routeTables": [{"id": "vtb-a", "system": true}]}],
			  "vpcs": [` + document1 + `], "grants": [{"instance": "vpc-1", "to": "1002"}]}`, nil},
		{"a policy with every condition and action", []entry{routerA, systemA, vpc1, vsw1,
			res("alicloud_cen_route_map.m", `{"cen_id": "cen-1", "cen_region_id": "cn-hangzhou",
				"transit_router_route_table_id": "vtb-a", "priority": 10, "next_priority": 30,
				"transmit_direction": "RegionOut", "map_result": "Permit", "source_instance_ids": ["vpc-1"],
					"source_instance_ids_reverse_match": true,
				"source_child_instance_types": ["VPC", "VBR"], "source_region_ids": ["cn-shanghai", "cn-hangzhou"],
					"source_route_table_ids": ["vtb-vpc-1"],
				"destination_instance_ids": ["vpc-1"], "destination_instance_ids_reverse_match": false,
					"destination_child_instance_types": ["VPN"], "destination_route_table_ids": ["vtb-vpc-1"],
				"route_types": ["System", "BGP"], "destination_cidr_blocks": ["192.168.0.0/16", "10.0.0.0/8"],
					"cidr_match_mode": "Complete", "match_asns": ["65002", "65001"],
				"as_path_match_mode": "Complete", "match_community_set": ["65001:7"],
					"community_match_mode": "Include", "preference": 20, "prepend_as_path": ["65002", "65001"],
				"operate_community_set": ["65001:9", "65001:8"], "community_operate_mode": "Replace"}`),
			res("alicloud_cen_route_map.n", `{"cen_id": "cen-1", "cen_region_id": "cn-hangzhou",
				"transit_router_route_table_id": null, "priority": 20, "next_priority": 0, "preference": 0,
				"transmit_direction": "RegionIn", "map_result": "Deny", "source_instance_ids_reverse_match": true,
					"source_instance_ids": null}`)},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
				"routeTables": [{"id": "vtb-a", "system": true, "policies": [
				{"priority": 20, "direction": "ingress", "action": "deny"},
				{"priority": 10, "direction": "egress", "action": "permit", "next": 30,
				 "match": {"source": {"instances": ["vpc-1"], "except": true, "kinds": ["VPC", "VBR"],
					"regions": ["cn-hangzhou", "cn-shanghai"], "routeTables": ["vtb-vpc-1"]},
				  "destination": {"instances": ["vpc-1"], "kinds": ["VPN"], "routeTables": ["vtb-vpc-1"]},
					"routeTypes": ["BGP", "System"],
				  "prefixes": {"list": ["10.0.0.0/8", "192.168.0.0/16"], "mode": "complete"},
					"asPath": {"list": [65001, 65002], "mode": "complete"},
				  "communities": {"list": ["65001:7"], "mode": "include"}},
				 "set": {"preference": 20, "prependAsPath": [65001, 65002], "communities": {"list": ["65001:8",
					"65001:9"], "mode": "replace"}}}]}]}],
			  "vpcs": [` + document1 + `]}`,
			[]string{"alicloud_cen_route_map.m: assumed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := mustRead(t, stateOf(test.resources...), Options{})
			if diff := differ(document(t, test.want), r.After); diff != "" {
				t.Errorf("network (-want +got):\n%s", diff)
			}
			if diff := differ(r.Before, r.After); diff != "" {
				t.Errorf("a state is the same before and after (-before +after):\n%s", diff)
			}
			expectWarnings(t, r.Warnings, test.warnings...)
		})
	}
}

// TestWhatIsLeftOut pins that whatever cannot be in the network is said with the address of its resource.
func TestWhatIsLeftOut(t *testing.T) {
	tests := []struct {
		name      string
		resources []entry
		want      string
		warnings  []string
	}{
		{"a route whose table and router are unknown", []entry{
			res("alicloud_cen_transit_router_route_entry.a", `{"transit_router_route_table_id": "vtb-9",
				"transit_router_route_entry_destination_cidr_block": "10.0.0.0/8",
				"transit_router_route_entry_next_hop_type": "Attachment",
					"transit_router_route_entry_next_hop_id": "tr-attach-9"}`)},
			`{}`, []string{"alicloud_cen_transit_router_route_entry.a: missing"}},
		{"a route to an attachment that is not in the file is in the network", []entry{routerA, systemA,
			res("alicloud_cen_transit_router_route_entry.a", `{"transit_router_route_table_id": "vtb-a",
				"transit_router_route_entry_destination_cidr_block": "10.0.0.0/8",
				"transit_router_route_entry_next_hop_type": "Attachment",
					"transit_router_route_entry_next_hop_id": "tr-attach-9"}`)},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
				"routeTables": [{"id": "vtb-a", "system": true,
				"routes": [{"prefix": "10.0.0.0/8", "nextHop": "tr-attach-9"}]}]}]}`,
			[]string{"alicloud_cen_transit_router_route_entry.a: missing"}},
		{"an attachment of what is not in the file", []entry{
			res("alicloud_cen_transit_router_vbr_attachment.v", `{"id": "tr-attach-v", "cen_id": "cen-1",
				"transit_router_id": "tr-9", "region_id": "cn-beijing", "vbr_id": "vbr-9"}`)},
			`{"transitRouters": [{"id": "tr-9", "cen": "cen-1", "region": "cn-beijing",
				"routeTables": [{"id": "tr-9/system", "system": true}]}],
			  "vbrs": [{"id": "vbr-9", "region": "cn-beijing"}], "attachments": [{"id": "tr-attach-v", "kind": "VBR",
				"transitRouter": "tr-9", "instance": "vbr-9"}]}`,
			[]string{"alicloud_cen_transit_router_vbr_attachment.v: missing"}},
		{"a router without a region, in that of its VPC", []entry{vpc1, vsw1,
			res("alicloud_cen_transit_router.a", `{"transit_router_id": "tr-a", "cen_id": "cen-1"}`), systemA, attach1},
			`{"transitRouters": [` + documentA + `], "vpcs": [` + document1 + `],
			  "attachments": [{"id": "tr-attach-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1",
				"routeSync": true, "vswitches": ["10.1.1.0/24"]}]}`, nil},
		{"an attachment that names nothing", []entry{res("alicloud_cen_transit_router_vpc_attachment.v",
			`{"id": "tr-attach-v", "vpc_id": null}`)},
			`{}`, []string{"alicloud_cen_transit_router_vpc_attachment.v: missing"}},
		{"an association of what is not in the file", []entry{routerA, systemA,
			res("alicloud_cen_transit_router_route_table_association.a",
				`{"transit_router_attachment_id": "tr-attach-9", "transit_router_route_table_id": "vtb-a"}`)},
			`{"transitRouters": [` + documentA + `]}`,
			[]string{"alicloud_cen_transit_router_route_table_association.a: missing"}},
		{"an unknown table at a peering of two routers without a known table", []entry{routerA, routerB,
			res("alicloud_cen_transit_router_peer_attachment.p", `{"id": "tr-attach-p", "transit_router_id": "tr-a",
				"peer_transit_router_id": "tr-b"}`),
			res("alicloud_cen_transit_router_route_table_association.b",
				`{"transit_router_attachment_id": "tr-attach-p", "transit_router_route_table_id": "vtb-x"}`)},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
				"routeTables": [{"id": "tr-a/system", "system": true}]},
				{"id": "tr-b", "cen": "cen-1", "region": "cn-shanghai", "routeTables": [{"id": "tr-b/system",
					"system": true}]}],
			  "peerings": [{"id": "tr-attach-p", "ends": [{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}]}]}`,
			[]string{"alicloud_cen_transit_router_route_table_association.b: missing"}},
		{"a table of another router", []entry{routerA, systemA, routerB, vpc1, vsw1, attach1,
			res("alicloud_cen_transit_router_route_table.t", `{"transit_router_id": "tr-b",
				"transit_router_route_table_id": "vtb-t"}`),
			res("alicloud_cen_transit_router_route_table_association.b",
				`{"transit_router_attachment_id": "tr-attach-1", "transit_router_route_table_id": "vtb-t"}`),
			res("alicloud_cen_transit_router_route_table_propagation.b",
				`{"transit_router_attachment_id": "tr-attach-1", "transit_router_route_table_id": "vtb-t"}`)},
			`{"transitRouters": [` + documentA + `, {"id": "tr-b", "cen": "cen-1", "region": "cn-shanghai",
				"routeTables": [{"id": "tr-b/system", "system": true}, {"id": "vtb-t"}]}],
			  "vpcs": [` + document1 + `],
			  "attachments": [{"id": "tr-attach-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1",
				"routeSync": true, "vswitches": ["10.1.1.0/24"]}]}`,
			[]string{"alicloud_cen_transit_router_route_table_association.b: malformed",
				"alicloud_cen_transit_router_route_table_propagation.b: malformed"}},
		{"a second association", []entry{routerA, systemA, vpc1, vsw1, attach1,
			res("alicloud_cen_transit_router_route_table.t", `{"transit_router_id": "tr-a",
				"transit_router_route_table_id": "vtb-t"}`),
			res("alicloud_cen_transit_router_route_table_association.a",
				`{"transit_router_attachment_id": "tr-attach-1", "transit_router_route_table_id": "vtb-a"}`),
			res("alicloud_cen_transit_router_route_table_association.b",
				`{"transit_router_attachment_id": "tr-attach-1", "transit_router_route_table_id": "vtb-t"}`)},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
				"routeTables": [{"id": "vtb-a", "system": true}, {"id": "vtb-t"}]}],
			  "vpcs": [` + document1 + `],
			  "attachments": [{"id": "tr-attach-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1",
				"association": "vtb-a", "routeSync": true, "vswitches": ["10.1.1.0/24"]}]}`,
			[]string{"alicloud_cen_transit_router_route_table_association.b: malformed"}},
		{"values of another form", []entry{routerA, systemA, vpc1,
			res("alicloud_vswitch.one", `{"id": "vsw-1", "vpc_id": "vpc-1", "cidr_block": 7}`),
			res("alicloud_cen_transit_route_table_aggregation.a", `{"transit_route_table_id": "vtb-a",
				"transit_route_table_aggregation_cidr": "10.0.0.0/33"}`),
			res("alicloud_cen_route_map.m", `{"cen_id": "cen-1", "cen_region_id": "cn-hangzhou", "priority": 1,
				"transmit_direction": "Sideways", "map_result": "Permit"}`),
			res("alicloud_cen_route_map.n", `{"cen_id": "cen-1", "cen_region_id": "cn-hangzhou", "priority": 1,
				"transmit_direction": "RegionIn", "map_result": "Deny", "match_asns": ["-1"]}`),
			res("alicloud_cen_route_map.o", `{"cen_id": "cen-1", "cen_region_id": "cn-hangzhou", "priority": 1,
				"transmit_direction": "RegionIn", "map_result": "Deny", "next_priority": -1}`)},
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
				"routeTables": [{"id": "vtb-a", "system": true,
				"policies": [{"priority": 1, "direction": "ingress", "action": "deny"}]}]}],
			  "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [], "routeTables": [{"id": "vtb-vpc-1",
				"system": true}]}]}`,
			[]string{"alicloud_cen_route_map.m: missing", "alicloud_cen_route_map.m: malformed",
				"alicloud_cen_route_map.n: missing", "alicloud_cen_route_map.n: malformed",
				"alicloud_cen_route_map.o: malformed", "alicloud_cen_transit_route_table_aggregation.a: malformed",
				"alicloud_vpc.one: missing", "alicloud_vswitch.one: malformed"}},
		{"host bits", []entry{vpc1, res("alicloud_vswitch.one", `{"id": "vsw-1", "vpc_id": "vpc-1",
			"cidr_block": "10.1.1.7/24"}`)},
			`{"vpcs": [` + document1 + `]}`, []string{"alicloud_vswitch.one: assumed"}},
		{"types that bear on routes, and others", []entry{vpc1, vsw1,
			res("alicloud_cen_vbr_health_check.h", `{"id": "x"}`), res("alicloud_vpn_connection.c",
				`{"id": "vco-1"}`), res("alicloud_security_group.g", `{"id": "sg-1"}`),
			res("random_uuid.u", `{"id": "x"}`), res("data.alicloud_account.me", `{"id": "1001"}`)},
			`{"vpcs": [` + document1 + `]}`, []string{"alicloud_cen_vbr_health_check.h: not modelled",
				"alicloud_vpn_connection.c: not modelled"}},
		{"next hops that the model has no type for", []entry{vpc1, vsw1,
			res("alicloud_route_entry.a", `{"route_table_id": "vtb-vpc-1", "destination_cidrblock": "0.0.0.0/0",
				"nexthop_type": "GatewayEndpoint", "nexthop_id": "vpce-1"}`),
			res("alicloud_vpc_route_entry.b", `{"route_table_id": "vtb-vpc-1",
				"destination_cidr_block": "172.16.0.0/12", "next_hops": [
				{"nexthop_type": "RouterInterface", "nexthop_id": "ri-1", "weight": 50},
					{"nexthop_type": "RouterInterface", "nexthop_id": "ri-2", "weight": 50}]}`)},
			`{"vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "10.1.1.0/24"}],
				"routeTables": [{"id": "vtb-vpc-1", "system": true,
				"routes": [{"prefix": "172.16.0.0/12", "nextHop": "ri-1", "nextHopType": "RouterInterface"}]}]}]}`,
			[]string{"alicloud_route_entry.a: not modelled", "alicloud_vpc_route_entry.b: not modelled"}},
		{"an address that is there twice", []entry{vpc1, vsw1, vpc1}, `{"vpcs": [` + document1 + `]}`,
			[]string{"alicloud_vpc.one: malformed"}},
		{"an identifier that is there twice", []entry{vpc1, vsw1, res("alicloud_vpc.two", `{"id": "vpc-1",
			"region_id": "cn-beijing"}`)},
			`{"vpcs": [` + document1 + `]}`, []string{"alicloud_vpc.two: malformed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := mustRead(t, stateOf(test.resources...), Options{})
			if diff := differ(document(t, test.want), r.After); diff != "" {
				t.Errorf("network (-want +got):\n%s", diff)
			}
			expectWarnings(t, r.Warnings, test.warnings...)
		})
	}
}

func TestResourcesWithoutPartInRoutingAreListed(t *testing.T) {
	r := mustRead(t, stateOf(vpc1, vsw1, res("random_uuid.u[1]", `{}`), res(`module.a["x"].alicloud_security_group.g`,
		`{}`), res("data.alicloud_zones.z", `{}`)), Options{})
	want := []string{`module.a["x"].alicloud_security_group.g`, "random_uuid.u[1]"}
	if len(r.Ignored) != 2 || r.Ignored[0] != want[0] || r.Ignored[1] != want[1] {
		t.Errorf("ignored: %q, want %q", r.Ignored, want)
	}
	if v, _ := r.After.Validate(); len(v) > 0 {
		t.Errorf("violations: %v", v)
	}
}

// TestOrderOfResourcesDoesNotMatter reads a state backwards.
func TestOrderOfResourcesDoesNotMatter(t *testing.T) {
	list := []entry{routerA, systemA, vpc1, vsw1, attach1,
		res("alicloud_cen_transit_router_route_table_association.a", `{"transit_router_attachment_id": "tr-attach-1",
			"transit_router_route_table_id": "vtb-x"}`),
		res("alicloud_cen_transit_router_route_table_propagation.b", `{"transit_router_attachment_id": "tr-attach-1",
			"transit_router_route_table_id": "vtb-y"}`)}
	forward := mustRead(t, stateOf(list...), Options{})
	var reversed []entry
	for i := range list {
		reversed = append(reversed, list[len(list)-1-i])
	}
	backward := mustRead(t, stateOf(reversed...), Options{})
	if a, b := string(topology.Format(forward.After)), string(topology.Format(backward.After)); a != b {
		t.Errorf("forwards:\n%s\nbackwards:\n%s", a, b)
	}
	expectWarnings(t, backward.Warnings, summary(forward.Warnings)...)
}
