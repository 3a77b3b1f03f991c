package terraform

import "fmt"

// private is the three private ranges, each a route of a VPC's system table to an attachment.
func private(vpc, attachment string) []string {
	return routes(vpc+"/system", attachment, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
}

// routes are lines of routes of one table to one next hop.
func routes(table, hop string, prefixes ...string) []string {
	var lines []string
	for _, p := range prefixes {
		lines = append(lines, fmt.Sprintf("%s %s -> %s", table, p, hop))
	}
	return lines
}

func concat(lists ...[]string) []string {
	var all []string
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

const noSet = `{}`

// both is a line for each direction of a pair that exchanges everything.
func both(a, b string) []string {
	return []string{a + " " + b + " full/full", b + " " + a + " full/full"}
}

var publicCases = []publicCase{
	// Three VPCs on one transit router; two of them look up in a custom table that has only the third. Nothing
	// propagates into it, all three into the system table. Default routes in the VPCs, no synchronization.
	{
		folder: "isolated-vpcs-shared-vpc",
		network: concat([]string{
			"tr:tr cn-hangzhou", "tr:tr/system", "tr:tr/custom_table",
			"tr:tr/custom_table 10.0.0.0/16 -> att:attach[2]",
			"vpc:vpc[0] cn-hangzhou 2", "vpc:vpc[1] cn-hangzhou 2", "vpc:vpc[2] cn-hangzhou 2",
			"att:attach[0] vpc:vpc[0] tr:tr: tr:tr/custom_table; tr:tr/system; no sync",
			"att:attach[1] vpc:vpc[1] tr:tr: tr:tr/custom_table; tr:tr/system; no sync",
			"att:attach[2] vpc:vpc[2] tr:tr: tr:tr/system; tr:tr/system; no sync",
		}, routes("vpc:vpc[0]/system", "att:attach[0]", "0.0.0.0/0"), routes("vpc:vpc[1]/system", "att:attach[1]",
			"0.0.0.0/0"),
			routes("vpc:vpc[2]/system", "att:attach[2]", "0.0.0.0/0")),
		reach: concat(both("vpc:vpc[0]", "vpc:vpc[2]"), both("vpc:vpc[1]", "vpc:vpc[2]")),
		// VPC 2 moves to the system table, and a policy keeps VPC 1 out of it: nobody finds the way back to VPC 1.
		changed: []string{
			"- att:attach[1] vpc:vpc[1] tr:tr: tr:tr/custom_table; tr:tr/system; no sync",
			"+ att:attach[1] vpc:vpc[1] tr:tr: tr:tr/system; tr:tr/system; no sync",
			`+ tr:tr/system ingress 10 deny next 0 match {"source":{"instances":["vpc:vpc[0]"]}} set ` + noSet,
		},
		changedReach: concat(both("vpc:vpc[1]", "vpc:vpc[2]"), []string{"vpc:vpc[0] vpc:vpc[2] full/none"}),
	},
	// An inspection VPC between two others: two custom tables on the transit router, three in the inspection VPC, where
	// the vSwitches that the transit router is in send everything to an instance in the first vSwitch.
	{
		folder: "filter-traffic-inspection-vpc",
		network: concat([]string{
			"tr:tr1 cn-hangzhou", "tr:tr1/system", "tr:tr1/tr_rt1", "tr:tr1/tr_rt2",
			"tr:tr1/tr_rt1 0.0.0.0/0 -> att:attach1", "tr:tr1/tr_rt2 10.1.0.0/16 -> att:attach2",
			"tr:tr1/tr_rt2 10.2.0.0/16 -> att:attach3",
			"vpc:main[0] cn-hangzhou 3", "vpc:main[1] cn-hangzhou 3", "vpc:main[2] cn-hangzhou 3",
			"ecs:main[0] in vpc:main[0]",
			"att:attach1 vpc:main[0] tr:tr1: tr:tr1/tr_rt2; ; no sync",
			"att:attach2 vpc:main[1] tr:tr1: tr:tr1/tr_rt1; ; no sync",
			"att:attach3 vpc:main[2] tr:tr1: tr:tr1/tr_rt1; ; no sync",
		}, routes("vpc:main[0]/rt[0]", "att:attach1", "0.0.0.0/0"), routes("vpc:main[0]/rt[1]", "ecs:main[0]",
			"0.0.0.0/0"),
			routes("vpc:main[0]/rt[2]", "ecs:main[0]", "0.0.0.0/0"), routes("vpc:main[1]/system", "att:attach2",
				"0.0.0.0/0"),
			routes("vpc:main[2]/system", "att:attach3", "0.0.0.0/0")),
		reach: concat(both("vpc:main[0]", "vpc:main[1]"), both("vpc:main[0]", "vpc:main[2]"), both("vpc:main[1]",
			"vpc:main[2]")),
		// VPC 3 leaves the transit router.
		changed: []string{
			"- att:attach3 vpc:main[2] tr:tr1: tr:tr1/tr_rt1; ; no sync", "- tr:tr1/tr_rt2 10.2.0.0/16 -> att:attach3",
			"- vpc:main[2]/system 0.0.0.0/0 -> att:attach3", "- tr:tr1/tr_rt2 10.1.0.0/16 -> att:attach2",
			"+ tr:tr1/tr_rt2 10.1.0.0/17 -> att:attach2",
		},
		changedReach: both("vpc:main[0]", "vpc:main[1]"),
	},
	// Two regions with a peering, whose one switch advertises both ways; static routes for ranges of a service.
	{
		folder: "oss-other-region-peer",
		network: concat([]string{
			"tr:tr1 cn-shanghai", "tr:tr1/system", "tr:tr2 cn-hangzhou", "tr:tr2/system",
			"vpc:vpc1 cn-shanghai 2", "vpc:vpc2 cn-hangzhou 2",
			"att:attach1 vpc:vpc1 tr:tr1: tr:tr1/system; tr:tr1/system; no sync",
			"att:attach2 vpc:vpc2 tr:tr2: tr:tr2/system; tr:tr2/system; no sync",
			"peer:peer tr:tr1: tr:tr1/system; tr:tr1/system; sync",
			"peer:peer tr:tr2: tr:tr2/system; tr:tr2/system; sync",
		}, private("vpc:vpc1", "att:attach1"), private("vpc:vpc2", "att:attach2"),
			routes("vpc:vpc1/system", "att:attach1", "100.118.28.0/24", "100.114.102.0/24", "100.98.170.0/24",
				"100.118.31.0/24"),
			routes("tr:tr2/system", "att:attach2", "100.118.28.0/24", "100.114.102.0/24", "100.98.170.0/24",
				"100.118.31.0/24")),
		reach: both("vpc:vpc1", "vpc:vpc2"),
		changed: []string{
			"- peer:peer tr:tr1: tr:tr1/system; tr:tr1/system; sync",
			"- peer:peer tr:tr2: tr:tr2/system; tr:tr2/system; sync",
			"+ peer:peer tr:tr1: tr:tr1/system; tr:tr1/system; no sync", "+ peer:peer tr:tr2: tr:tr2/system; ; no sync",
		},
	},
	// Two regions and both families. IPv6 has no route entries in the VPCs, it comes by synchronization.
	{
		folder: "ipv6-two-regions",
		network: concat([]string{
			"tr:tr1 cn-hangzhou", "tr:tr1/system", "tr:tr2 cn-shanghai", "tr:tr2/system",
			"vpc:vpc1 cn-hangzhou 2", "vpc:vpc2 cn-shanghai 2",
			"att:attach1 vpc:vpc1 tr:tr1: tr:tr1/system; tr:tr1/system; sync ipv6",
			"att:attach2 vpc:vpc2 tr:tr2: tr:tr2/system; tr:tr2/system; sync ipv6",
			"peer:peer tr:tr1: tr:tr1/system; tr:tr1/system; sync",
			"peer:peer tr:tr2: tr:tr2/system; tr:tr2/system; sync",
		}, private("vpc:vpc1", "att:attach1"), private("vpc:vpc2", "att:attach2")),
		reach: both("vpc:vpc1", "vpc:vpc2"),
	},
	// A module with a custom table that nobody is associated with, and a policy of the system table, which is nowhere
	// else.
	{
		folder: "cen-transit-router-module",
		network: []string{
			"tr:example.transit_router[0] cn-shenzhen", "tr:example.transit_router[0]/system",
			"tr:example.transit_router[0]/example.route_table[0]",
			"tr:example.transit_router[0]/example.route_table[0] 192.168.0.0/24 -> att:example.vpc_attachment[0]",
			`tr:example.transit_router[0]/system ingress 1 permit next 0 match {"source":{"regions":["cn-beijing"]}} set ` + noSet,
			"vpc:vpc cn-shenzhen 2", "att:example.vpc_attachment[0] vpc:vpc tr:example.transit_router[0]: ; ; no sync",
		},
	},
	// Three transit routers without peerings. Two circuits on the first, a VPC on each of the others, of one range. The
	// supplement has the data center behind the circuits.
	{
		folder: "hybrid-vbr-three-regions",
		supplement: `{"dataCenters": [{"id": "idc-1", "asn": 45000, "prefixes": ["172.20.0.0/16"], "sessions": [
			{"to": "module.hz.module.vbr[0].alicloud_express_connect_virtual_border_router.this"},
				{"to": "module.hz.module.vbr[1].alicloud_express_connect_virtual_border_router.this"}]}]}`,
		network: concat([]string{
			"tr:hz.this[0] cn-hangzhou", "tr:hz.this[0]/system", "tr:bj.this[0] cn-beijing", "tr:bj.this[0]/system",
			"tr:sh.this[0] cn-shanghai", "tr:sh.this[0]/system",
			"vbr:hz.vbr[0].this cn-hangzhou 0", "vbr:hz.vbr[1].this cn-hangzhou 0",
			"att:hz.vbr[0].this[0] vbr:hz.vbr[0].this tr:hz.this[0]: tr:hz.this[0]/system; tr:hz.this[0]/system; sync",
			"att:hz.vbr[1].this[0] vbr:hz.vbr[1].this tr:hz.this[0]: tr:hz.this[0]/system; tr:hz.this[0]/system; sync",
			"vpc:bj.vpc[0].this cn-beijing 2", "vpc:sh.vpc[0].this cn-shanghai 2",
			"att:bj.vpc[0].this vpc:bj.vpc[0].this tr:bj.this[0]: tr:bj.this[0]/system; tr:bj.this[0]/system; sync",
			"att:sh.vpc[0].this vpc:sh.vpc[0].this tr:sh.this[0]: tr:sh.this[0]/system; tr:sh.this[0]/system; sync",
		}, private("vpc:bj.vpc[0].this", "att:bj.vpc[0].this"), private("vpc:sh.vpc[0].this", "att:sh.vpc[0].this")),
	},
	// Four VPCs of two accounts: a full mesh over the transit router by static routes, but one pair over a VPC peering.
	{
		folder: "vpc-peering-and-tr",
		references: map[string]string{
			"local.vpc_ids[0]": "module.user1_vpc[0].alicloud_vpc.vpc",
			"local.vpc_ids[1]": "module.user1_vpc[1].alicloud_vpc.vpc",
			"local.vpc_ids[2]": "module.user2_vpc[0].alicloud_vpc.vpc",
			"local.vpc_ids[3]": "module.user2_vpc[1].alicloud_vpc.vpc",
		},
		network: concat([]string{
			"tr:tr cn-beijing", "tr:tr/system", "tr:tr/route_table",
			"tr:tr/route_table 10.0.0.0/19 -> att:vpc_att[0]", "tr:tr/route_table 10.0.32.0/19 -> att:vpc_att[1]",
			"tr:tr/route_table 10.0.64.0/19 -> att:vpc_att[2]", "tr:tr/route_table 10.0.96.0/19 -> att:vpc_att[3]",
			"vpc:user1_vpc[0].vpc cn-beijing 1", "vpc:user1_vpc[1].vpc cn-beijing 1",
			"vpc:user2_vpc[0].vpc cn-beijing 1", "vpc:user2_vpc[1].vpc cn-beijing 1",
			"att:vpc_att[0] vpc:user1_vpc[0].vpc tr:tr: tr:tr/route_table; ; no sync",
			"att:vpc_att[1] vpc:user1_vpc[1].vpc tr:tr: tr:tr/route_table; ; no sync",
			"att:vpc_att[2] vpc:user2_vpc[0].vpc tr:tr: tr:tr/route_table; ; no sync",
			"att:vpc_att[3] vpc:user2_vpc[1].vpc tr:tr: tr:tr/route_table; ; no sync",
			"pcc:peer vpc:user1_vpc[1].vpc vpc:user2_vpc[1].vpc",
			"vpc:user1_vpc[1].vpc/system 10.0.96.0/19 -> pcc:peer",
			"vpc:user2_vpc[1].vpc/system 10.0.32.0/19 -> pcc:peer",
			"grant vpc:user1_vpc[0].vpc to 1250123456123456", "grant vpc:user1_vpc[1].vpc to 1250123456123456",
		}, routes("vpc:user1_vpc[0].vpc/system", "att:vpc_att[0]", "10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19",
			"10.0.96.0/19"),
			routes("vpc:user1_vpc[1].vpc/system", "att:vpc_att[1]", "10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19"),
			routes("vpc:user2_vpc[0].vpc/system", "att:vpc_att[2]", "10.0.0.0/19", "10.0.32.0/19", "10.0.64.0/19",
				"10.0.96.0/19"),
			routes("vpc:user2_vpc[1].vpc/system", "att:vpc_att[3]", "10.0.0.0/19", "10.0.64.0/19", "10.0.96.0/19")),
		reach: concat(both("vpc:user1_vpc[0].vpc", "vpc:user1_vpc[1].vpc"), both("vpc:user1_vpc[0].vpc",
			"vpc:user2_vpc[0].vpc"),
			both("vpc:user1_vpc[0].vpc", "vpc:user2_vpc[1].vpc"), both("vpc:user1_vpc[1].vpc", "vpc:user2_vpc[0].vpc"),
			both("vpc:user1_vpc[1].vpc", "vpc:user2_vpc[1].vpc"), both("vpc:user2_vpc[0].vpc", "vpc:user2_vpc[1].vpc")),
	},
	demilitarizedZone,
	everyTypeOfECR,
}

// backToSource are the ranges from which a load balancer talks to servers.
var backToSource = []string{"100.121.111.192/26", "100.121.112.0/26", "100.121.112.64/26", "100.121.113.128/26",
	"100.117.147.128/26", "100.117.147.192/26",
	"100.117.147.64/26", "100.121.111.128/26"}

// Routes on top of a network that is made elsewhere: transit router, VPCs and attachments are literal identifiers,
// which the supplement knows.
var demilitarizedZone = publicCase{
	folder: "build-dmz-literal-ids",
	supplement: `{"transitRouters": [{"id": "tr-uf6vpyd9yp4lyeu70n3yw", "cen": "cen-1", "region": "cn-shanghai"}],
	 "vpcs": [{"id": "vpc-uf64jvvvabr84damwjp9q", "region": "cn-shanghai", "vswitches": [{"cidr": "172.16.10.0/24"}]},
	  {"id": "vpc-uf6ws6nb77jl1xp0fb4ow", "region": "cn-shanghai", "vswitches": [{"cidr": "172.16.0.0/24"}]},
	  {"id": "vpc-uf6l1gunod4fltxgjuwkj", "region": "cn-shanghai", "vswitches": [{"cidr": "172.16.1.0/24"}]}],
	 "attachments": [
	  {"id": "tr-attach-79nkaodj9a1qhblksf", "kind": "VPC", "transitRouter": "tr-uf6vpyd9yp4lyeu70n3yw",
		"instance": "vpc-uf64jvvvabr84damwjp9q",
	   "association": "vtb-uf6s0cmheaysh4m03l2su", "propagations": []},
	  {"id": "tr-attach-5ava0vopch6uomfype", "kind": "VPC", "transitRouter": "tr-uf6vpyd9yp4lyeu70n3yw",
		"instance": "vpc-uf6ws6nb77jl1xp0fb4ow"},
	  {"id": "tr-attach-0d2r8rdctys8mq7o2m", "kind": "VPC", "transitRouter": "tr-uf6vpyd9yp4lyeu70n3yw",
		"instance": "vpc-uf6l1gunod4fltxgjuwkj"}]}`,
	network: concat([]string{
		"tr:tr-uf6vpyd9yp4lyeu70n3yw cn-shanghai", "tr:tr-uf6vpyd9yp4lyeu70n3yw/system",
		"vpc:vpc-uf64jvvvabr84damwjp9q cn-shanghai 1", "vpc:vpc-uf6ws6nb77jl1xp0fb4ow cn-shanghai 1",
		"vpc:vpc-uf6l1gunod4fltxgjuwkj cn-shanghai 1",
		"tr-attach-79nkaodj9a1qhblksf vpc:vpc-uf64jvvvabr84damwjp9q tr:tr-uf6vpyd9yp4lyeu70n3yw: tr:tr-uf6vpyd9yp4lyeu70n3yw/system; ; no sync",
		"tr-attach-5ava0vopch6uomfype vpc:vpc-uf6ws6nb77jl1xp0fb4ow tr:tr-uf6vpyd9yp4lyeu70n3yw: ; ; no sync",
		"tr-attach-0d2r8rdctys8mq7o2m vpc:vpc-uf6l1gunod4fltxgjuwkj tr:tr-uf6vpyd9yp4lyeu70n3yw: ; ; no sync",
	}, routes("tr:tr-uf6vpyd9yp4lyeu70n3yw/system", "tr-attach-79nkaodj9a1qhblksf", append([]string{"0.0.0.0/0"},
		backToSource...)...),
		routes("vpc:vpc-uf6l1gunod4fltxgjuwkj/system", "tr-attach-0d2r8rdctys8mq7o2m", "0.0.0.0/0"),
		routes("vpc:vpc-uf64jvvvabr84damwjp9q/system", "tr-attach-79nkaodj9a1qhblksf", "172.16.0.0/24"),
		routes("vpc:vpc-uf6ws6nb77jl1xp0fb4ow/system", "tr-attach-5ava0vopch6uomfype", backToSource...)),
}

// Every type of resource around an ECR. The provider takes what the rules refuse: a prepended AS path on the way in
// needs an instance and the table's own region as source (P-4.7, three times), and a route to an ECR is published to it
// (E-2.4). A circuit and an ECR share a transit router, which is the edition of 2026.
var everyTypeOfECR = publicCase{
	folder:     "ecr-every-type",
	supplement: `{"rules": "2026-02"}`,
	references: map[string]string{
		"local.hz_system":              "data.alicloud_cen_transit_router_route_tables.hz",
		"local.sh_system":              "data.alicloud_cen_transit_router_route_tables.sh",
		`local.hz_attachments["peer"]`: "alicloud_cen_transit_router_peer_attachment.hz_sh",
		`local.hz_attachments["dc2"]`:  "alicloud_cen_transit_router_vbr_attachment.dc2",
		`local.hz_attachments["ecr"]`:  "alicloud_cen_transit_router_ecr_attachment.hz",
		`local.hz_attachments["vpn"]`:  "alicloud_cen_transit_router_vpn_attachment.branch",
		`local.sh_attachments["peer"]`: "alicloud_cen_transit_router_peer_attachment.hz_sh",
		`local.sh_attachments["vpc"]`:  "alicloud_cen_transit_router_vpc_attachment.sh",
		`local.sh_attachments["ecr"]`:  "alicloud_cen_transit_router_ecr_attachment.sh",
		`alicloud_cen_transit_router_route_table_propagation.prod["prod"].transit_router_route_table_id`:   "alicloud_cen_transit_router_route_table.hz_prod",
		`alicloud_cen_transit_router_route_table_propagation.prod["system"].transit_router_route_table_id`: "data.alicloud_cen_transit_router_route_tables.hz",
	},
	network: concat([]string{
		"tr:hz cn-hangzhou 192.168.10.0/24", "tr:hz/system", "tr:hz/hz_prod", "tr:sh cn-shanghai", "tr:sh/system",
		"peer:hz_sh tr:hz: tr:hz/system; tr:hz/system; sync", "peer:hz_sh tr:sh: tr:sh/system; tr:sh/system; sync",
		"vpc:prod cn-hangzhou 2", "vpc:sh cn-shanghai 2", "vpc:direct cn-hangzhou 0",
		"att:prod vpc:prod tr:hz: tr:hz/hz_prod; tr:hz/hz_prod tr:hz/system; sync",
		"att:dc2 vbr:dc[1] tr:hz: tr:hz/system; tr:hz/system; sync",
		"att:branch vpn:branch tr:hz: tr:hz/system; tr:hz/system; sync",
		"att:hz ecr:ecr tr:hz: tr:hz/system; tr:hz/hz_prod tr:hz/system; no sync",
		"att:sh vpc:sh tr:sh: tr:sh/system; tr:sh/system; no sync",
		"att:sh ecr:ecr tr:sh: tr:sh/system; tr:sh/system; no sync",
		"tr:hz/hz_prod 10.99.0.0/16 -> blackhole", "tr:hz/hz_prod 10.8.0.0/16 -> peer:hz_sh",
		"tr:hz/hz_prod list:dc 192.168.100.0/24 192.168.101.0/24 -> att:dc2",
		"tr:hz/system list:bogons 100.64.0.0/10 -> blackhole",
		"tr:hz/system aggregate 10.0.0.0/12 VPC", "tr:sh/system aggregate 10.8.0.0/15 VPC Peer",
		`tr:hz/system ingress 10 permit next 20 match {"source":{"kinds":["VBR"]}} set {"preference":60,"prependAsPath":[65001,65002]}`,
		`tr:hz/system ingress 20 deny next 0 match {"prefixes":{"list":["172.20.0.0/14","192.168.100.0/22"],"mode":"include"}} set ` + noSet,
		`tr:hz/system egress 5 permit next 0 match {"source":{"instances":["vpc:prod"]},"asPath":{"list":[65010],"mode":"include"}} set {"communities":{"list":["65501:1","65501:2"],"mode":"additive"}}`,
		`tr:sh/system ingress 1 permit next 1 match {"source":{"instances":["vpc:prod"],"kinds":["VPC"],"regions":["cn-hangzhou"],"routeTables":["tr:hz/hz_prod"]},` +
			`"destination":{"instances":["vpc:sh"],"except":true,"kinds":["VPC"],"routeTables":["tr:sh/system"]},"routeTypes":["BGP","System"],"prefixes":{"list":["10.8.0.0/16"],"mode":"complete"},` +
			`"asPath":{"list":[65501],"mode":"include"},"communities":{"list":["65501:1"],"mode":"include"}} set {"preference":20,"prependAsPath":[65501],"communities":{"list":["65501:1"],"mode":"replace"}}`,
		"ecr:ecr 4200001003 map[cn-hangzhou:ECMP cn-shanghai:NearBy] vbrs vbr:dc[0]",
		"ecr:ecr with tr:hz 10.1.0.0/16 10.2.0.0/16 10.8.0.0/16", "ecr:ecr with tr:sh",
		"ecr:ecr with vpc:direct 172.16.4.0/24 172.16.3.0/24 172.16.2.0/24 172.16.1.0/24",
		"grant vpc:prod to 1250123456123456", "vbr:dc[0] cn-hangzhou 0", "vbr:dc[1] cn-hangzhou 64512",
		"vpn:branch cn-hangzhou bgp true",
		"vpc:prod/system 172.31.0.0/16 -> att:prod", "vpc:direct/system 172.16.200.0/24 -> ecr:ecr ECR",
	}, private("vpc:sh", "att:sh")),
	refused: []string{"P-4.7", "P-4.7", "P-4.7", "E-2.4"},
	changed: []string{
		"- att:prod vpc:prod tr:hz: tr:hz/hz_prod; tr:hz/hz_prod tr:hz/system; sync",
		"+ att:prod vpc:prod tr:hz: tr:hz/system; tr:hz/hz_prod tr:hz/system; sync",
		"- att:hz ecr:ecr tr:hz: tr:hz/system; tr:hz/hz_prod tr:hz/system; no sync",
		"+ att:hz ecr:ecr tr:hz: tr:hz/system; tr:hz/system; no sync",
		"- ecr:ecr with vpc:direct 172.16.4.0/24 172.16.3.0/24 172.16.2.0/24 172.16.1.0/24",
		"- ecr:ecr with tr:hz 10.1.0.0/16 10.2.0.0/16 10.8.0.0/16", "+ ecr:ecr with tr:hz 10.1.0.0/16 10.8.0.0/16",
		`- tr:hz/system ingress 20 deny next 0 match {"prefixes":{"list":["172.20.0.0/14","192.168.100.0/22"],"mode":"include"}} set ` + noSet,
		`+ tr:hz/system ingress 21 deny next 0 match {"prefixes":{"list":["172.20.0.0/14","192.168.100.0/22"],"mode":"include"}} set ` + noSet,
	},
	changeOnly: []string{"E-1.18"}, // the route of the VPC to the ECR stays behind when its association goes
}
