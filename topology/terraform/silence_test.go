package terraform

import "testing"

// Nothing of a resource that is read is lost in silence: what the network has no place for is a warning.
func TestNothingIsLostInSilence(t *testing.T) {
	const (
		router = "alicloud_cen_transit_router.tr"
		vpc    = "alicloud_vpc.v"
		vbr    = "alicloud_express_connect_virtual_border_router.c"
		ecr    = "alicloud_express_connect_router_express_connect_router.e"
	)
	base := func(more ...entry) []entry {
		return append([]entry{
			res(router, `{"transit_router_id": "tr-1", "cen_id": "cen-1", "region_id": "cn-hangzhou"}`),
			res(vpc, `{"id": "vpc-1", "region_id": "cn-hangzhou", "route_table_id": "vtb-vpc-1",
				"cidr_block": "10.1.0.0/16"}`),
			res("alicloud_vswitch.s", `{"id": "vsw-1", "vpc_id": "vpc-1", "cidr_block": "10.1.1.0/24",
				"zone_id": "cn-hangzhou-i"}`),
		}, more...)
	}
	tests := []struct {
		name string
		more []entry
		want []string
	}{
		{"nothing", nil, nil},
		{"a VPC peering twice", []entry{
			res("alicloud_vpc_peer_connection.a", `{"id": "pcc-1", "vpc_id": "vpc-1", "accepting_vpc_id": "vpc-2"}`),
			res("alicloud_vpc_peer_connection.b", `{"id": "pcc-1", "vpc_id": "vpc-1", "accepting_vpc_id": "vpc-3"}`)},
			[]string{"alicloud_vpc_peer_connection.a: missing", // VPC, its region, its vSwitches
				"alicloud_vpc_peer_connection.b: missing", "alicloud_vpc_peer_connection.b: malformed"}},
		{"a vSwitch twice", []entry{res("alicloud_vswitch.t", `{"id": "vsw-1", "vpc_id": "vpc-1",
			"cidr_block": "10.1.2.0/24"}`)},
			[]string{"alicloud_vswitch.t: malformed"}},
		{"a table of a VPC twice", []entry{
			res("alicloud_route_table.a", `{"id": "vtb-2", "vpc_id": "vpc-1"}`), res("alicloud_route_table.b",
				`{"id": "vtb-2", "vpc_id": "vpc-1"}`)},
			[]string{"alicloud_route_table.b: malformed"}},
		{"a table of a transit router twice", []entry{
			res("alicloud_cen_transit_router_route_table.a", `{"transit_router_route_table_id": "vtb-9",
				"transit_router_id": "tr-1"}`),
			res("alicloud_cen_transit_router_route_table.b", `{"transit_router_route_table_id": "vtb-9",
				"transit_router_id": "tr-1"}`)},
			[]string{"alicloud_cen_transit_router_route_table.b: malformed"}},
		{"a prefix list twice", []entry{
			res("alicloud_vpc_prefix_list.a", `{"id": "pl-1", "entrys": [{"cidr": "10.0.0.0/8"}]}`),
			res("alicloud_vpc_prefix_list.b", `{"id": "pl-1", "entrys": []}`)},
			[]string{"alicloud_vpc_prefix_list.b: malformed"}},
		{"an option", []entry{res("alicloud_cen_transit_router_vpc_attachment.a", `{"id": "tr-attach-1",
			"transit_router_id": "tr-1", "vpc_id": "vpc-1",
			"options": [{"ipv6_support": "enable", "magic_support": "enable"}]}`)},
			[]string{"alicloud_cen_transit_router_vpc_attachment.a: not modelled"}},
		{"circuits that are connected", []entry{
			res(vbr, `{"id": "vbr-1", "region_id": "cn-hangzhou", "sitelink_enable": true}`)},
			[]string{vbr + ": missing", vbr + ": not modelled"}},
		{"an AS number that is none", []entry{res(vbr, `{"id": "vbr-1", "region_id": "cn-hangzhou"}`),
			res("alicloud_vpc_bgp_group.g", `{"router_id": "vbr-1", "local_asn": "many"}`)},
			[]string{vbr + ": missing", "alicloud_vpc_bgp_group.g: malformed"}},
		{"an AS number that is known after apply", []entry{res(vbr, `{"id": "vbr-1", "region_id": "cn-hangzhou"}`),
			planned("alicloud_vpc_bgp_group.g", `{"router_id": "vbr-1"}`, `{"local_asn": true}`, `{}`)},
			[]string{vbr + ": missing", "alicloud_vpc_bgp_group.g: assumed"}},
		{"whether a connection speaks BGP", []entry{
			planned("alicloud_vpn_gateway_vpn_attachment.n", `{"id": "vco-1", "region_id": "cn-hangzhou"}`,
				`{"bgp_config": true}`, `{}`)},
			[]string{"alicloud_vpn_gateway_vpn_attachment.n: unknown",
				"alicloud_vpn_gateway_vpn_attachment.n: missing"}},
		{"a prefix of an association", []entry{res(ecr, `{"id": "ecr-1", "alibaba_side_asn": 64512}`),
			planned("alicloud_express_connect_router_vpc_association.a", `{"ecr_id": "ecr-1", "vpc_id": "vpc-1",
				"allowed_prefixes": ["10.1.0.0/16", null]}`,
				`{"allowed_prefixes": [false, true]}`, `{}`)},
			[]string{"alicloud_express_connect_router_vpc_association.a: unknown"}},
		{"the scope of an aggregate", []entry{
			planned("alicloud_cen_transit_route_table_aggregation.a", `{"transit_route_table_id": "tr-1/system",
				"transit_route_table_aggregation_cidr": "10.0.0.0/8"}`,
				`{"transit_route_table_aggregation_scope_list": true}`, `{}`)},
			[]string{"alicloud_cen_transit_route_table_aggregation.a: unknown",
				"alicloud_cen_transit_route_table_aggregation.a: missing"}},
		{"a publication of another status", []entry{res("alicloud_vpc_route_entry.r", `{"route_table_id": "vtb-vpc-1",
			"destination_cidr_block": "0.0.0.0/0",
			"nexthop_type": "NatGateway", "nexthop_id": "ngw-1", "route_publish_targets": [{"target_type": "CEN",
				"publish_status": "Publishing"}]}`)},
			[]string{"alicloud_vpc_route_entry.r: assumed"}},
		{"a published system route, which always is", []entry{
			res("alicloud_cen_route_entry.p", `{"instance_id": "cen-1", "route_table_id": "vtb-vpc-1",
				"cidr_block": "10.1.1.0/24"}`)}, nil},
		{"a published route that is not in the file", []entry{
			res("alicloud_cen_route_entry.p", `{"instance_id": "cen-1", "route_table_id": "vtb-vpc-1",
				"cidr_block": "10.9.0.0/16"}`)},
			[]string{"alicloud_cen_route_entry.p: missing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			expectWarnings(t, mustRead(t, planOf(nil, base(test.more...), nil), Options{}).Warnings, test.want...)
		})
	}
}

// A route is published where its status says so, or does not say that it is not.
func TestPublicationsHaveAStatus(t *testing.T) {
	for status, published := range map[string]bool{`"Published"`: true, `null`: true, `"NonPublished"`: false,
		`"Unpublished"`: false} {
		r := mustRead(t, stateOf(
			res("alicloud_vpc.v", `{"id": "vpc-1", "region_id": "cn-hangzhou", "route_table_id": "vtb-vpc-1"}`),
			res("alicloud_vpc_route_entry.r", `{"route_table_id": "vtb-vpc-1", "destination_cidr_block": "0.0.0.0/0",
				"nexthop_type": "NatGateway",
				"nexthop_id": "ngw-1", "route_publish_targets": [{"target_type": "CEN",
					"publish_status": `+status+`}]}`)), Options{})
		if got := len(r.After.VPCs[0].RouteTables[0].Routes[0].Publish) > 0; got != published {
			t.Errorf("%s: published %t, want %t", status, got, published)
		}
	}
}
