package topology

import (
	"net/netip"
	"testing"
)

func TestRefusedIDs(t *testing.T) {
	expectViolations(t, []finding{
		{"an ID is missing", func(n *Network) {
			n.VPCs[vpc3].ID = ""
			n.VPCPeerings = nil
			n.VPCs[vpc1].RouteTables[0].Routes[routeToPeering].NextHop = "att-vpc-1"
			n.VPCs[vpc3].VSwitches = nil
		},
			"vpcs[2].id", "", "missing VPC"},
		{"two transit routers", func(n *Network) {
			n.TransitRouters = append(n.TransitRouters,
				TransitRouter{ID: "tr-hz", CEN: "cen-2", Region: "cn-hangzhou", RouteTables: []RouteTable{{ID: "vtb-x"}}})
		}, "transitRouters[3].id", "", `"tr-hz" transitRouters[0]`},
		{"table and VPC", func(n *Network) { n.VPCs = append(n.VPCs, VPC{ID: "vtb-hz", Region: "cn-hangzhou"}) }, "vpcs[3].id", "", `"vtb-hz" transitRouters[0].routeTables[0]`},
		{"prefix list and VBR", func(n *Network) { n.VBRs = append(n.VBRs, VBR{ID: "pl-1", Region: "cn-hangzhou"}) }, "vbrs[2].id", "", `"pl-1" transitRouters[0].routeTables[0].prefixLists[0]`},
		{"VPC table and VPN", func(n *Network) { n.VPNs = append(n.VPNs, VPN{ID: "vtb-vpc-1", Region: "cn-hangzhou"}) }, "vpns[1].id", "", `"vtb-vpc-1" vpcs[0].routeTables[0]`},
		{"appliance and CCN", func(n *Network) { n.CCNs = append(n.CCNs, CCN{ID: "ecs-fw", Region: "ccn-cn-shanghai"}) }, "ccns[1].id", "", `"ecs-fw" vpcs[0].appliances[0]`},
		{"SAG and data center", func(n *Network) { n.DataCenters = append(n.DataCenters, DataCenter{ID: "sag-1", ASN: 65009}) }, "dataCenters[2].id", "", `"sag-1" ccns[0].sags[0]`},
		{"VBR and ECR", func(n *Network) { n.ECRs = append(n.ECRs, ECR{ID: "vbr-1", ASN: 64512}) }, "ecrs[1].id", "", `"vbr-1" vbrs[0]`},
		{"VPN and peering", func(n *Network) { n.Peerings[peerBeijing].ID = "vco-1"; n.Down = nil }, "peerings[1].id", "", `"vco-1" vpns[0]`},
		{"ECR and attachment", func(n *Network) { n.Attachments[attCCN1].ID = "ecr-1" }, "attachments[5].id", "", `"ecr-1" ecrs[0]`},
		{"data center and VPC peering", func(n *Network) {
			n.VPCPeerings = append(n.VPCPeerings, VPCPeering{ID: "idc-1", VPCs: []string{"vpc-1", "vpc-2"}})
		}, "vpcPeerings[1].id", "", `"idc-1" dataCenters[0]`},
		{"an implied VPC table", func(n *Network) {
			n.VPNs = append(n.VPNs, VPN{ID: "vpc-3/system", Region: "cn-hangzhou"})
			n.VPCs[vpc3].VSwitches[0].RouteTable = ""
		},
			"vpcs[2].id", "", `"vpc-3/system" vpns[1]`},
		{"an implied ECR table", func(n *Network) { n.VPNs = append(n.VPNs, VPN{ID: "ecr-1@cn-shanghai", Region: "cn-hangzhou"}) },
			"ecrs[0].id", "", `"ecr-1@cn-shanghai" vpns[1]`},
		{"local is a next hop", func(n *Network) { n.VBRs = append(n.VBRs, VBR{ID: "local", Region: "cn-hangzhou"}) }, "vbrs[2].id", "", `"local" VBR`},
		{"blackhole is a next hop", func(n *Network) { n.VPNs = append(n.VPNs, VPN{ID: "blackhole", Region: "cn-hangzhou"}) }, "vpns[1].id", "", `"blackhole" VPN`},
		{"TR-3.4.1 a prefix list twice in one table", func(n *Network) {
			lists := &n.TransitRouters[trShanghai].RouteTables[0].PrefixLists
			*lists = []PrefixList{{ID: "pl-2", NextHop: "att-ecr-1"}, {ID: "pl-2", NextHop: "peer-hz-sh"}}
		}, "transitRouters[1].routeTables[0].prefixLists[1].id", "TR-3.4.1", `"pl-2"`},
		{"TR-3.4.1 a prefix list with other prefixes in another table", func(n *Network) {
			n.TransitRouters[trHangzhou].RouteTables[1].PrefixLists[0].Prefixes[0] = cidr("172.16.0.0/13")
		}, atHangzhou2 + ".prefixLists[0].id", "TR-3.4.1", `"pl-1"`},
		{"TR-3.4.1 a prefix list with more prefixes in another table", func(n *Network) {
			l := &n.TransitRouters[trHangzhou].RouteTables[1].PrefixLists[0]
			l.Prefixes = append(l.Prefixes, cidr("192.168.0.0/16"))
		}, atHangzhou2 + ".prefixLists[0].id", "TR-3.4.1", `"pl-1"`},
	})
}

// The ID of an ECR table is taken only in regions where the ECR has something.
func TestIDLikeATableOfAnotherRegionIsFree(t *testing.T) {
	n := validNetwork()
	n.VPNs = append(n.VPNs, VPN{ID: "ecr-1@cn-hangzhou", Region: "cn-hangzhou"})
	if violations, _ := n.Validate(); len(violations) != 0 {
		t.Error(violations)
	}
}

// One prefix list may be associated with several tables, in whatever order its prefixes are written (TR-3.4.1).
func TestPrefixListInSeveralTables(t *testing.T) {
	for _, prefixes := range [][]netip.Prefix{cidrs("10.0.0.0/8", "172.16.0.0/12"), cidrs("172.16.0.0/12", "10.0.0.0/8")} {
		n := validNetwork()
		n.TransitRouters[trHangzhou].RouteTables[1].PrefixLists[0].Prefixes = prefixes
		if violations, _ := n.Validate(); len(violations) != 0 {
			t.Error(violations)
		}
	}
}

func TestRefusedPrefixes(t *testing.T) {
	at := func(where string, change func(n *Network)) finding {
		return finding{where, change, where, "", "10.0.0.1/8 10.0.0.0/8"}
	}
	bad := cidr("10.0.0.1/8")
	expectViolations(t, []finding{
		at("transitRouters[0].cidrs[0]", func(n *Network) { n.TransitRouters[0].CIDRs[0] = bad }),
		at(atHangzhou+".routes[3].prefix", func(n *Network) { n.TransitRouters[0].RouteTables[0].Routes[3].Prefix = bad }),
		at(atHangzhou+".prefixLists[1].prefixes[0]", func(n *Network) {
			t := &n.TransitRouters[0].RouteTables[0]
			t.PrefixLists = append(t.PrefixLists,
				PrefixList{ID: "pl-3", Prefixes: []netip.Prefix{bad}, NextHop: "att-vbr-1"})
		}),
		at(atHangzhou+".aggregates[0].prefix", func(n *Network) { n.TransitRouters[0].RouteTables[0].Aggregates[0].Prefix = bad }),
		at("vpcs[2].vswitches[0].cidr", func(n *Network) { n.VPCs[2].VSwitches[0].CIDR = bad }),
		at("vpcs[0].routeTables[1].routes[0].prefix", func(n *Network) { n.VPCs[0].RouteTables[1].Routes[0].Prefix = bad }),
		at("vpcs[0].appliances[0].vswitch", func(n *Network) { n.VPCs[0].Appliances[0].VSwitch = bad }),
		at("vpcs[0].services[0]", func(n *Network) { n.VPCs[0].Services[0] = bad }),
		at("vbrs[0].routes[0].prefix", func(n *Network) { n.VBRs[0].Routes[0].Prefix = bad }),
		at("vpns[0].routes[0].prefix", func(n *Network) { n.VPNs[0].Routes[0].Prefix = bad }),
		at("ccns[0].sags[0].prefixes[0]", func(n *Network) { n.CCNs[0].SAGs[0].Prefixes[0] = bad }),
		at("dataCenters[0].prefixes[0]", func(n *Network) { n.DataCenters[0].Prefixes[0] = bad }),
		at("dataCenters[0].routes[0].prefix", func(n *Network) { n.DataCenters[0].Routes[0].Prefix = bad }),
		at("dataCenters[0].sessions[2].prefixes[0]", func(n *Network) { n.DataCenters[0].Sessions[2].Prefixes[0] = bad }),
		at("ecrs[0].associations[1].prefixes[0]", func(n *Network) { n.ECRs[0].Associations[1].Prefixes[0] = bad }),
		at("ecrs[0].disabledRoutes[0].prefix", func(n *Network) { n.ECRs[0].DisabledRoutes[0].Prefix = bad }),
		at("attachments[0].vswitches[0]", func(n *Network) { n.Attachments[0].VSwitches[0] = bad }),
		{"the zero prefix", func(n *Network) { n.VBRs[0].Routes[0].Prefix = netip.Prefix{} }, "vbrs[0].routes[0].prefix", "", "missing invalid"},
		{"IPv4 written as IPv6", func(n *Network) { n.VBRs[0].Routes[0].Prefix = cidr("::ffff:10.0.0.0/104") }, "vbrs[0].routes[0].prefix", "", "IPv4 ::ffff:10.0.0.0/104"},
		{"repeated among data center prefixes", func(n *Network) {
			n.DataCenters[0].Prefixes[1] = cidr("10.10.0.0/16")
			n.DataCenters[0].Sessions[2].Prefixes = nil
		},
			"dataCenters[0].prefixes[1]", "", "10.10.0.0/16 repeated dataCenters[0].prefixes[0]"},
		{"repeated among association prefixes", func(n *Network) {
			n.ECRs[0].Associations[1].Prefixes = cidrs("10.2.0.0/16", "10.1.0.0/16", "10.2.0.0/16")
		},
			"ecrs[0].associations[1].prefixes[2]", "", "10.2.0.0/16 repeated"},
		{"repeated among branch prefixes", func(n *Network) { n.CCNs[0].SAGs[0].Prefixes = cidrs("10.2.0.0/16", "10.2.0.0/16") },
			"ccns[0].sags[0].prefixes[1]", "", "10.2.0.0/16 repeated"},
	})
}
