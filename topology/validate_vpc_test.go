package topology

import (
	"fmt"
	"net/netip"
	"testing"
)

// systemRoute returns a custom route of the system table of vpc-1.
func systemRoute(n *Network, i int) *VPCRoute { return &n.VPCs[vpc1].RouteTables[0].Routes[i] }

const atVPCTable, atVPCTableB = "vpcs[0].routeTables[0]", "vpcs[0].routeTables[1]"

func TestRefusedVPCs(t *testing.T) {
	expectViolations(t, []finding{
		{"the region is missing", func(n *Network) { n.VPCs[vpc3].Region = "" }, "vpcs[2].region", "", "region missing"},
		{"overlapping vSwitches", func(n *Network) {
			n.VPCs[vpc3].VSwitches = append(n.VPCs[vpc3].VSwitches, VSwitch{CIDR: cidr("192.168.3.128/25")})
		},
			"vpcs[2].vswitches[1].cidr", "", `192.168.3.128/25 192.168.3.0/24 "vpc-3"`},
		{"overlapping vSwitches, the wider one later", func(n *Network) {
			n.VPCs[vpc3].VSwitches = append(n.VPCs[vpc3].VSwitches, VSwitch{CIDR: cidr("192.168.0.0/16")})
		},
			"vpcs[2].vswitches[1].cidr", "", `192.168.0.0/16 192.168.3.0/24 "vpc-3"`},
		{"equal vSwitches", func(n *Network) {
			n.VPCs[vpc3].VSwitches = append(n.VPCs[vpc3].VSwitches, VSwitch{CIDR: cidr("192.168.3.0/24")})
		},
			"vpcs[2].vswitches[1].cidr", "", `192.168.3.0/24 "vpc-3"`},
		{"an unknown table of a vSwitch", func(n *Network) { n.VPCs[vpc3].VSwitches[0].RouteTable = "vtb-x" }, "vpcs[2].vswitches[0].routeTable", "", `"vtb-x"`},
		{"a transit router table of a vSwitch", func(n *Network) { n.VPCs[vpc3].VSwitches[0].RouteTable = "vtb-hz" }, "vpcs[2].vswitches[0].routeTable", "", `"vtb-hz" transitRouters[0].routeTables[0]`},
		{"a vSwitch with a table of another VPC", func(n *Network) { n.VPCs[vpc3].VSwitches[0].RouteTable = "vtb-vpc-2" }, "vpcs[2].vswitches[0].routeTable", "", `"vtb-vpc-2" "vpc-2" "vpc-3"`},
		{"no system table among two", func(n *Network) {
			n.VPCs[vpc3].VSwitches = nil
			n.VPCs[vpc3].RouteTables = []VPCRouteTable{{ID: "vtb-x"}, {ID: "vtb-y"}}
		}, "vpcs[2].routeTables", "", `"vpc-3"`},
		{"two system tables", func(n *Network) { n.VPCs[vpc1].RouteTables[1].System = true }, atVPCTableB + ".system", "", `"vtb-vpc-1b" "vpc-1"`},
		{"an appliance in an unknown vSwitch", func(n *Network) { n.VPCs[vpc1].Appliances[0].VSwitch = cidr("192.168.3.0/24") }, "vpcs[0].appliances[0].vswitch", "", `192.168.3.0/24 "ecs-fw" "vpc-1"`},
		{"a service twice", func(n *Network) { n.VPCs[vpc1].Services = cidrs("100.118.28.0/24", "100.118.28.0/24") }, "vpcs[0].services[1]", "", `100.118.28.0/24`},
	})
}

func TestRefusedVPCRoutes(t *testing.T) {
	to := func(nextHop string, typ NextHopType) func(n *Network) {
		return func(n *Network) {
			r := systemRoute(n, routeToAppliance)
			r.NextHop, r.NextHopType = nextHop, typ
		}
	}
	const r = atVPCTable + ".routes[2]"
	expectViolations(t, []finding{
		{"TR-5.7 equal to a vSwitch", func(n *Network) { systemRoute(n, routeToAppliance).Prefix = cidr("192.168.2.0/24") }, r + ".prefix", "TR-5.7", `192.168.2.0/24 "vpc-1"`},
		{"TR-5.7 inside a vSwitch", func(n *Network) { systemRoute(n, routeToAppliance).Prefix = cidr("192.168.2.128/25") }, r + ".prefix", "TR-5.7", `192.168.2.128/25 192.168.2.0/24 "vpc-1"`},
		{"TR-5.7 in a custom table", func(n *Network) { n.VPCs[vpc1].RouteTables[1].Routes[0].Prefix = cidr("192.168.1.1/32") }, atVPCTableB + ".routes[0].prefix", "TR-5.7", `192.168.1.1/32`},
		{"TR-5.7 IPv6", func(n *Network) { systemRoute(n, routeToAppliance).Prefix = cidr("2001:db8:1:0:1::/80") }, r + ".prefix", "TR-5.7", `2001:db8:1:0:1::/80`},
		{"TR-5.7 equal to the route to the cloud's services", func(n *Network) { systemRoute(n, routeToAppliance).Prefix = cidr("100.64.0.0/10") }, r + ".prefix", "TR-5.7", `100.64.0.0/10 "vpc-1"`},
		{"a prefix twice", func(n *Network) { systemRoute(n, routeToAppliance).Prefix = cidr("0.0.0.0/0") }, r + ".prefix", "", `0.0.0.0/0 "vtb-vpc-1" ` + atVPCTable + ".routes[1]"},
		{"no next hop", to("", NoNextHopType), r + ".nextHop", "", "missing"},
		{"local as next hop", to("local", ToInstance), r + ".nextHop", "", `"local"`},
		{"a type that does not exist", to("ecs-fw", 99), r + ".nextHopType", "", "NextHopType(99)"},
		{"an unknown next hop without a type", to("eni-x", NoNextHopType), r + ".nextHopType", "", `"eni-x"`},
		{"an unknown attachment", to("att-x", ToAttachment), r + ".nextHop", "", `attachment "att-x"`},
		{"an unknown ECR", to("ecr-x", ToEcr), r + ".nextHop", "", `ECR "ecr-x"`},
		{"an unknown VPC peering", to("pcc-x", ToVpcPeer), r + ".nextHop", "", `VPC peering "pcc-x"`},
		{"an attachment of another VPC", to("att-vpc-2", NoNextHopType), r + ".nextHop", "",
			`"att-vpc-2" "vpc-1" "vpc-2"`},
		{"E-1.18 an ECR that the VPC is not on", to("ecr-1", NoNextHopType), r + ".nextHop", "E-1.18",
			`"ecr-1" "vpc-1"`},
		{"an appliance of another VPC", func(n *Network) {
			n.VPCs[vpc3].Appliances = []Appliance{{ID: "ecs-x", VSwitch: cidr("192.168.3.0/24")}}
			to("ecs-x", NoNextHopType)(n)
		}, r + ".nextHop", "", `"ecs-x" "vpc-3" "vpc-1"`},
		{"a VPC peering of other VPCs", func(n *Network) {
			n.VPCPeerings = append(n.VPCPeerings, VPCPeering{ID: "pcc-2", VPCs: []string{"vpc-2", "vpc-3"}})
			to("pcc-2", NoNextHopType)(n)
		}, r + ".nextHop", "", `"pcc-2" "vpc-1"`},
		{"a VBR as next hop", to("vbr-1", ToRouterInterface), r + ".nextHop", "", `"vbr-1" vbrs[0]`},
		{"an attachment called a NAT gateway", to("att-vpc-1", ToNatGateway), r + ".nextHopType", "",
			`"att-vpc-1" attachment NatGateway`},
		{"an appliance called an ECR", to("ecs-fw", ToEcr), r + ".nextHopType", "", `"ecs-fw" appliance Ecr`},
	})
}

// What can be published where, by type of next hop (TR-5.2, E-2.4).
func TestPublicationMatrix(t *testing.T) {
	const both, ecrOnly, neither = "TR ECR", "ECR", ""
	matrix := map[NextHopType]string{
		ToInstance: both, ToNetworkInterface: both, ToHaVip: both, ToNatGateway: both, ToVpnGateway: both, ToIpv4Gateway: both, ToIPv6Gateway: both,
		ToGatewayLoadBalancerEndpoint: ecrOnly,
		ToRouterInterface:             neither, ToAttachment: neither, ToVpcPeer: neither, ToEcr: neither,
	}
	hops := map[NextHopType]string{ToAttachment: "att-vpc-1", ToVpcPeer: "pcc-1", ToEcr: "ecr-1"}
	for hop := ToAttachment; hop <= ToGatewayLoadBalancerEndpoint; hop++ {
		for p, name := range map[Publication]string{PublishTR: "TR", PublishECR: "ECR"} {
			n := validNetwork()
			r := systemRoute(n, routeToAppliance)
			*r = VPCRoute{Prefix: r.Prefix, NextHop: "x", NextHopType: hop, Publish: []Publication{p}}
			if id := hops[hop]; id != "" {
				r.NextHop = id
			}
			if hop == ToEcr { // vpc-1 is moved to the ECR
				n.ECRs[0].Associations[0].VPC = "vpc-1"
				n.Attachments[attVPC1].RouteSync = false
				n.VPCs[vpc2].RouteTables[0].Routes = nil
				n.ECRs[0].Owner, n.VBRs[vbr2].Owner = "1001", "1001"
			}
			may := matrix[hop] == both || matrix[hop] == name
			violations, _ := n.Validate()
			if may != (len(violations) == 0) {
				t.Errorf("%v to %v: may publish %v, got %+v", hop, p, may, violations)
			}
			if !may && len(violations) == 1 {
				finding{path: atVPCTable + ".routes[2].publish[0]", rule: map[Publication]ruleID{PublishTR: "TR-5.2", PublishECR: "E-2.4"}[p],
					says: "publish 192.168.0.0/16 " + hop.String()}.check(t, Warning(violations[0]))
			}
		}
	}
}

func TestRefusedPublications(t *testing.T) {
	publish := func(p ...Publication) func(n *Network) {
		return func(n *Network) {
			n.VPCs[vpc1].RouteTables[1].Routes[0] = VPCRoute{Prefix: cidr("0.0.0.0/0"), NextHop: "ngw-1", NextHopType: ToNatGateway, Publish: p}
		}
	}
	expectViolations(t, []finding{
		{"TR-5.2 from a custom table", publish(PublishTR), atVPCTableB + ".routes[0].publish[0]", "TR-5.2",
			`0.0.0.0/0 "vtb-vpc-1b" publish TR`},
		{"E-2.5 from a custom table to an ECR", publish(PublishECR), atVPCTableB + ".routes[0].publish[0]", "E-2.5",
			`0.0.0.0/0 "vtb-vpc-1b" publish ECR`},
		{"TR-5.2 a route to an attachment without a type", func(n *Network) { systemRoute(n, routeToAttachment).Publish = []Publication{PublishTR} },
			atVPCTable + ".routes[0].publish[0]", "TR-5.2", "publish Attachment"},
		{"to nowhere", func(n *Network) { systemRoute(n, routeToNAT).Publish[1] = 0 }, atVPCTable + ".routes[1].publish[1]", "", "publish"},
		{"to what does not exist", func(n *Network) { systemRoute(n, routeToNAT).Publish[1] = 9 }, atVPCTable + ".routes[1].publish[1]", "", "Publication(9)"},
		{"twice", func(n *Network) { systemRoute(n, routeToNAT).Publish[1] = PublishTR }, atVPCTable + ".routes[1].publish[1]", "", "0.0.0.0/0 published twice"},
	})
}

// An appliance is an instance to what publishes routes, also where the route gives no type (TR-5.2).
func TestPublishedRouteToAppliance(t *testing.T) {
	n := validNetwork()
	*systemRoute(n, routeToAppliance) = VPCRoute{Prefix: cidr("192.168.0.0/16"), NextHop: "ecs-fw", Publish: []Publication{PublishTR}}
	if violations, _ := n.Validate(); len(violations) != 0 {
		t.Error(violations)
	}
}

func TestWarnedVPCs(t *testing.T) {
	expectWarnings(t, []finding{
		{"TR-1.11 ten custom tables", func(n *Network) {
			n.VPCs[vpc3].RouteTables = []VPCRouteTable{{ID: "vtb-x", System: true}}
			n.VPCs[vpc3].VSwitches = nil
			for i := range 10 {
				n.VPCs[vpc3].RouteTables = append(n.VPCs[vpc3].RouteTables, VPCRouteTable{ID: fmt.Sprint("vtb-x", i)})
			}
		}, "vpcs[2].routeTables", "TR-1.11", `"vpc-3" 10 9`},
		{"TR-1.11 201 custom routes", func(n *Network) {
			t := &n.VPCs[vpc1].RouteTables[1]
			for i := range 200 {
				t.Routes = append(t.Routes, VPCRoute{Prefix: netip.PrefixFrom(netip.AddrFrom4([4]byte{11, byte(i)}),
					16), NextHop: "att-vpc-1"})
			}
		}, atVPCTableB + ".routes", "TR-1.11", `"vtb-vpc-1b" 201 200`},
		{"D-12 a service in a vSwitch", func(n *Network) { n.VPCs[vpc1].Services[0] = cidr("192.168.1.8/32") }, "vpcs[0].services[0]", "D-12", `192.168.1.8/32 "vpc-1"`},
		{"D-12 a service around a vSwitch", func(n *Network) { n.VPCs[vpc1].Services[0] = cidr("192.168.0.0/16") }, "vpcs[0].services[0]", "D-12", `192.168.0.0/16 "vpc-1"`},
		{"TR-8.1 an IPv6 route to an attachment without it", func(n *Network) {
			hangzhou(n).Routes = nil
			n.Attachments[attVPC1].IPv6 = false
			systemRoute(n, routeToAttachment).Prefix = cidr("2001:db8::/32")
		}, atVPCTable + ".routes[0].prefix", "TR-8.1", `2001:db8::/32 "att-vpc-1" ipv6`},
		{"D-12 a next hop of which nothing is known", func(n *Network) {
			*systemRoute(n, routeToAttachment) = VPCRoute{Prefix: cidr("172.31.0.0/16"), NextHop: "ri-1", NextHopType: ToRouterInterface}
		}, atVPCTable + ".routes[0].nextHop", "D-12", `"ri-1" RouterInterface`},
		{"D-12 a gateway in two VPCs", func(n *Network) {
			t := &n.VPCs[vpc2].RouteTables[0]
			t.Routes = append(t.Routes, VPCRoute{Prefix: cidr("0.0.0.0/0"), NextHop: "ngw-1",
				NextHopType: ToNatGateway})
		}, "vpcs[1].routeTables[0].routes[1].nextHop", "D-12", `"ngw-1" "vpc-1"`},
	})
}
