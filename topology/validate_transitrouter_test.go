package topology

import (
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// hangzhou returns the system table of tr-hz.
func hangzhou(n *Network) *RouteTable { return &n.TransitRouters[trHangzhou].RouteTables[0] }

func TestRefusedTransitRouters(t *testing.T) {
	expectViolations(t, []finding{
		{"an edition of the rules that does not exist", func(n *Network) { n.Rules = 7 }, "rules", "", "Edition(7)"},
		{"TR-1.1 two in one region", func(n *Network) {
			n.TransitRouters = append(n.TransitRouters,
				TransitRouter{ID: "tr-x", CEN: "cen-1", Region: "cn-hangzhou", RouteTables: []RouteTable{{ID: "vtb-x"}}})
		}, "transitRouters[3].region", "TR-1.1", `"tr-x" "tr-hz" "cen-1" "cn-hangzhou"`},
		{"the CEN is missing", func(n *Network) {
			n.TransitRouters = append(n.TransitRouters,
				TransitRouter{ID: "tr-x", Region: "cn-hangzhou", RouteTables: []RouteTable{{ID: "vtb-x"}}})
		}, "transitRouters[3].cen", "", "cen missing"},
		{"the region is missing", func(n *Network) {
			n.TransitRouters = append(n.TransitRouters,
				TransitRouter{ID: "tr-x", CEN: "cen-1", RouteTables: []RouteTable{{ID: "vtb-x"}}})
		}, "transitRouters[3].region", "", "region missing"},
		{"an edition that does not exist", func(n *Network) {
			n.TransitRouters = append(n.TransitRouters,
				TransitRouter{ID: "tr-x", CEN: "cen-2", Region: "cn-hangzhou", Edition: 5, RouteTables: []RouteTable{{ID: "vtb-x"}}})
		}, "transitRouters[3].edition", "", "Edition(5)"},
		{"TR-1.2 no table", func(n *Network) {
			n.TransitRouters = append(n.TransitRouters, TransitRouter{ID: "tr-x", CEN: "cen-2", Region: "cn-hangzhou"})
		}, "transitRouters[3].routeTables", "TR-1.2", `"tr-x"`},
		{"TR-1.2 no system table among two", func(n *Network) {
			n.Peerings = n.Peerings[:peerBeijing]
			n.Down = nil
			hangzhou(n).System = false
		}, "transitRouters[0].routeTables", "TR-1.2", `"tr-hz"`},
		{"TR-1.2 two system tables", func(n *Network) { n.TransitRouters[trHangzhou].RouteTables[1].System = true }, atHangzhou2 + ".system", "TR-1.2", `"vtb-hz-2" "vtb-hz"`},
		{"TR-2.3.8 policy 5000 deleted on Enterprise Edition", func(n *Network) { hangzhou(n).NoSystemPolicy = true }, atHangzhou + ".noSystemPolicy", "TR-2.3.8", `5000 "vtb-hz" edition`},
		{"TR-10.1 a custom table on Basic Edition", func(n *Network) {
			tables := &n.TransitRouters[trBeijing].RouteTables
			*tables = append(*tables, RouteTable{ID: "vtb-x"})
		}, "transitRouters[2].routeTables[1]", "TR-10.1", `"vtb-x" edition`},
		{"TR-10.1 a prefix list on Basic Edition", func(n *Network) {
			n.TransitRouters[trBeijing].RouteTables[0].PrefixLists = []PrefixList{{ID: "pl-2", Blackhole: true}}
		}, "transitRouters[2].routeTables[0].prefixLists", "TR-10.1", `"vtb-bj" edition`},
		{"TR-10.1 an aggregate on Basic Edition", func(n *Network) {
			n.TransitRouters[trBeijing].RouteTables[0].Aggregates = []AggregateRoute{{Prefix: cidr("10.0.0.0/8"), Scope: []attach.Kind{attach.VPC}}}
		}, "transitRouters[2].routeTables[0].aggregates", "TR-10.1", `"vtb-bj" edition`},
		{"TR-1.10 a sixth block", func(n *Network) {
			n.TransitRouters[trHangzhou].CIDRs = cidrs("10.1.0.0/24", "10.2.0.0/24", "10.3.0.0/24", "10.4.0.0/24", "10.5.0.0/24", "10.6.0.0/24")
		}, "transitRouters[0].cidrs[5]", "TR-1.10", "10.6.0.0/24 5"},
		{"TR-1.10 a block wider than /16", func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("10.0.0.0/15") }, "transitRouters[1].cidrs[0]", "TR-1.10", "10.0.0.0/15"},
		{"TR-1.10 a block longer than /24", func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("10.0.0.0/25") }, "transitRouters[1].cidrs[0]", "TR-1.10", "10.0.0.0/25"},
		{"TR-1.10 an IPv6 block", func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("2001::/20") }, "transitRouters[1].cidrs[0]", "TR-1.10", "2001::/20"},
		{"TR-1.10 a block in 100.64.0.0/10", func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("100.127.0.0/24") }, "transitRouters[1].cidrs[0]", "TR-1.10", "100.127.0.0/24 100.64.0.0/10"},
		{"TR-1.10 a block in 224.0.0.0/4", func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("239.0.0.0/24") }, "transitRouters[1].cidrs[0]", "TR-1.10", "224.0.0.0/4"},
		{"TR-1.10 a block in 127.0.0.0/8", func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("127.0.0.0/24") }, "transitRouters[1].cidrs[0]", "TR-1.10", "127.0.0.0/8"},
		{"TR-1.10 a block in 169.254.0.0/16", func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("169.254.0.0/16") }, "transitRouters[1].cidrs[0]", "TR-1.10", "169.254.0.0/16"},
		{"TR-1.10 blocks of two transit routers overlap", func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("10.254.3.0/24") }, "transitRouters[1].cidrs[0]", "TR-1.10", `10.254.3.0/24 "tr-sh" 10.254.0.0/16 "tr-hz"`},
		{"TR-1.10 the wider block comes later", func(n *Network) { n.TransitRouters[trShanghai].CIDRs = cidrs("10.255.0.0/16") }, "transitRouters[1].cidrs[0]", "TR-1.10", `10.255.0.0/16 "tr-sh" 10.255.0.0/24 "tr-hz"`},
	})
}

func TestRefusedTransitRouterRoutes(t *testing.T) {
	static := func(p, nextHop string) func(n *Network) {
		return func(n *Network) {
			hangzhou(n).Routes = append(hangzhou(n).Routes, StaticRoute{Prefix: cidr(p), NextHop: nextHop})
		}
	}
	list := func(l PrefixList) func(n *Network) {
		return func(n *Network) { hangzhou(n).PrefixLists = append(hangzhou(n).PrefixLists, l) }
	}
	const added, addedList = atHangzhou + ".routes[5]", atHangzhou + ".prefixLists[1]"
	expectViolations(t, []finding{
		{"TR-3.3.1 no next hop", static("10.1.0.0/16", ""), added + ".nextHop", "TR-3.3.1", "missing"},
		{"TR-3.3.1 next hop and blackhole", func(n *Network) { hangzhou(n).Routes[3].NextHop = "att-vbr-1" }, atHangzhou + ".routes[3].blackhole", "TR-3.3.1", `"att-vbr-1"`},
		{"a next hop that does not exist", static("10.1.0.0/16", "att-x"), added + ".nextHop", "", `"att-x"`},
		{"an instance as next hop", static("10.1.0.0/16", "vbr-1"), added + ".nextHop", "", `"vbr-1" VBR attachment`},
		{"TR-3.3.1 an attachment of another transit router", static("10.1.0.0/16", "att-ecr-1"), added + ".nextHop",
			"TR-3.3.1", `"att-ecr-1" "tr-sh" "tr-hz"`},
		{"TR-3.3.1 a peering of other transit routers", func(n *Network) {
			routes := &n.TransitRouters[trShanghai].RouteTables[0].Routes
			*routes = append(*routes, StaticRoute{Prefix: cidr("10.1.0.0/16"), NextHop: "peer-hz-bj"})
			n.TransitRouters[trShanghai].RouteTables[0].Aggregates = []AggregateRoute{ // no other route has its prefix
				{Prefix: cidr("10.1.0.0/16"), Scope: []attach.Kind{attach.VPC}}}
		}, "transitRouters[1].routeTables[0].routes[1].nextHop", "TR-3.3.1", `"peer-hz-bj" "tr-sh"`},
		{"TR-3.3.1 a blackhole with a next hop that does not exist", func(n *Network) { hangzhou(n).Routes[3].NextHop = "att-x" },
			atHangzhou + ".routes[3].blackhole", "TR-3.3.1", `"att-x"`},
		{"an attachment without a kind as next hop is wrong once", func(n *Network) {
			n.Attachments = append(n.Attachments, Attachment{ID: "att-x", TransitRouter: "tr-hz"})
			static("10.1.0.0/16", "att-x")(n)
		}, "attachments[6].kind", "", `"att-x"`},
		{"TR-1.6 a peering with one end as next hop is wrong once", func(n *Network) {
			n.Peerings = append(n.Peerings, Peering{ID: "peer-x", Ends: []PeeringEnd{{TransitRouter: "tr-sh"}}})
			static("10.1.0.0/16", "peer-x")(n)
		}, "peerings[2].ends", "TR-1.6", "two"},
		{"TR-3.3.2 a CCN as next hop", func(n *Network) {
			n.CCNs = append(n.CCNs, CCN{ID: "ccn-2", Region: "ccn-cn-shanghai"})
			n.Attachments = append(n.Attachments,
				Attachment{ID: "att-ccn-2", Kind: attach.CCN, TransitRouter: "tr-hz", Instance: "ccn-2"})
			static("10.1.0.0/16", "att-ccn-2")(n)
		}, added + ".nextHop", "TR-3.3.2", `"att-ccn-2" CCN`},
		{"TR-3.3.2 IPv6 over an IPsec connection", static("2001:db8:2::/48", "att-vpn-1"), added + ".prefix",
			"TR-3.3.2", `2001:db8:2::/48 "att-vpn-1"`},
		{"TR-3.3.2 IPv6 over a VPC attachment without it", func(n *Network) { n.Attachments[attVPC1].IPv6 = false }, atHangzhou + ".routes[4].prefix", "TR-3.3.2", `2001:db8::/32 "att-vpc-1" ipv6`},
		{"TR-3.3.3 TR-4.2.4 the same route twice", static("10.98.0.0/16", "att-vpn-1"), added + ".prefix", "TR-4.2.4",
			`10.98.0.0/16 "att-vpn-1"`},
		{"TR-4.2.4 the same route as the second of its prefix", static("10.99.0.0/16", "peer-hz-sh"), added + ".prefix",
			"TR-4.2.4", `10.99.0.0/16 "peer-hz-sh"`},
		{"TR-4.2.4 two blackholes", func(n *Network) {
			hangzhou(n).Routes = append(hangzhou(n).Routes, StaticRoute{Prefix: cidr("192.0.2.0/24"), Blackhole: true})
		}, added + ".prefix", "TR-4.2.4", "192.0.2.0/24"},
		{"TR-4.2.2 beside a VBR a VPC", static("10.99.0.0/16", "att-vpc-1"), added + ".prefix", "TR-4.2.2",
			`10.99.0.0/16 "att-vpc-1" "att-vbr-1"`},
		{"TR-4.2.2 beside a VPN a VBR", static("10.98.0.0/16", "att-vbr-1"), added + ".prefix", "TR-4.2.2",
			`10.98.0.0/16 "att-vbr-1" "att-vpn-1"`},
		{"TR-4.2.2 beside a blackhole a VBR", static("192.0.2.0/24", "att-vbr-1"), added + ".prefix", "TR-4.2.2",
			`192.0.2.0/24 "att-vbr-1" blackhole`},
		{"TR-3.4.1 a prefix list to an IPsec connection",
			list(PrefixList{ID: "pl-2", Prefixes: cidrs("10.1.0.0/16"), NextHop: "att-vpn-1"}), addedList + ".nextHop",
			"TR-3.4.1", `"att-vpn-1" prefix list`},
		{"TR-3.3.1 a prefix list without next hop", list(PrefixList{ID: "pl-2", Prefixes: cidrs("10.1.0.0/16")}),
			addedList + ".nextHop", "TR-3.3.1", "missing"},
		{"TR-3.3.2 an IPv6 prefix list over a VPC attachment without it", func(n *Network) {
			hangzhou(n).Routes = hangzhou(n).Routes[:4]
			n.Attachments[attVPC1].IPv6 = false
			list(PrefixList{ID: "pl-2", Prefixes: cidrs("2001:db8:7::/48"), NextHop: "att-vpc-1"})(n)
		}, addedList + ".prefixes[0]", "TR-3.3.2", `2001:db8:7::/48`},
		{"TR-4.2.2 a prefix list to a VPC beside a static route to a VBR", list(PrefixList{ID: "pl-2", Prefixes: cidrs("10.1.0.0/16", "10.99.0.0/16"), NextHop: "att-vpc-1"}),
			addedList + ".prefixes[1]", "TR-4.2.2", `10.99.0.0/16 "att-vpc-1" "att-vbr-1"`},
		{"TR-4.2.2 a blackhole prefix list beside another prefix list", list(PrefixList{ID: "pl-2", Prefixes: cidrs("172.16.0.0/12"), Blackhole: true}),
			addedList + ".prefixes[0]", "TR-4.2.2", "172.16.0.0/12 blackhole " + atHangzhou + ".prefixLists[0]"},
		{"TR-4.2.4 a prefix twice in one prefix list", list(PrefixList{ID: "pl-2", Prefixes: cidrs("10.1.0.0/16", "10.1.0.0/16"), NextHop: "att-vbr-1"}),
			addedList + ".prefixes[1]", "TR-4.2.4", "10.1.0.0/16"},
	})
}

// Equal prefixes to a VBR, an ECR and a peering coexist, however many (TR-4.2.4, D-13).
func TestEqualStaticRoutesToCircuitsCoexist(t *testing.T) {
	n := validNetwork()
	hangzhou(n).PrefixLists = append(hangzhou(n).PrefixLists, PrefixList{ID: "pl-2", Prefixes: cidrs("10.99.0.0/16", "10.0.0.0/8"), NextHop: "peer-hz-bj"})
	if violations, _ := n.Validate(); len(violations) != 0 {
		t.Error(violations)
	}
}

func TestRefusedAggregates(t *testing.T) {
	aggregate := func(p string, scope ...attach.Kind) func(n *Network) {
		return func(n *Network) {
			hangzhou(n).Aggregates = append(hangzhou(n).Aggregates, AggregateRoute{Prefix: cidr(p), Scope: scope})
		}
	}
	const added = atHangzhou + ".aggregates[1]"
	expectViolations(t, []finding{
		{"host bits, in a range that is refused as well", aggregate("100.64.1.1/24", attach.VPC), added + ".prefix", "",
			"100.64.1.0/24"},
		{"TR-3.6.6 begins with 0.", aggregate("0.0.0.0/8", attach.VPC), added + ".prefix", "TR-3.6.6", "0.0.0.0/8"},
		{"TR-3.6.6 everything", aggregate("0.0.0.0/0", attach.VPC), added + ".prefix", "TR-3.6.6", "0.0.0.0/0"},
		{"TR-3.6.6 begins with 100.64.", aggregate("100.64.1.0/24", attach.VPC), added + ".prefix", "TR-3.6.6",
			"100.64.1.0/24"},
		{"TR-3.6.6 begins with 100.64., wider", aggregate("100.64.0.0/10", attach.VPC), added + ".prefix", "TR-3.6.6",
			"100.64.0.0/10"},
		{"TR-3.6.6 multicast", aggregate("224.1.0.0/16", attach.VPC), added + ".prefix", "TR-3.6.6",
			"224.1.0.0/16 multicast"},
		{"TR-3.6.6 twice", aggregate("10.96.0.0/12", attach.VPC), added + ".prefix", "TR-3.6.6", "10.96.0.0/12"},
		{"TR-3.6.6 equal to a static route", aggregate("10.98.0.0/16", attach.VPC), added + ".prefix", "TR-3.6.6",
			`10.98.0.0/16 "att-vpn-1"`},
		{"TR-3.6.6 equal to a prefix list's route", aggregate("172.16.0.0/12", attach.VPC), added + ".prefix",
			"TR-3.6.6", "172.16.0.0/12 prefixLists[0].prefixes[1]"},
		{"TR-3.6.1 empty scope", aggregate("10.1.0.0/16"), added + ".scope", "TR-3.6.1", "10.1.0.0/16 empty"},
		{"TR-3.6.1 CCN", aggregate("10.1.0.0/16", attach.VPC, attach.CCN), added + ".scope[1]", "TR-3.6.1",
			"10.1.0.0/16 CCN"},
		{"TR-3.6.1 no kind", aggregate("10.1.0.0/16", attach.None), added + ".scope[0]", "TR-3.6.1", "10.1.0.0/16"},
		{"TR-3.6.1 a kind that does not exist", aggregate("10.1.0.0/16", 99), added + ".scope[0]", "TR-3.6.1",
			"Kind(99)"},
		{"TR-3.6.1 a kind twice", aggregate("10.1.0.0/16", attach.VPC, attach.VPC), added + ".scope[1]", "TR-3.6.1",
			"VPC repeated"},
		{"E-6.12 an ECR under 2024-03", aggregate("10.1.0.0/16", attach.ECR), added + ".scope[0]", "E-6.12",
			"ECR 2024-03 2026-02 10.1.0.0/16"},
	})
}

func TestAggregateTowardsAnECRSince2026(t *testing.T) {
	n := validNetwork()
	n.Rules = rule.Edition2026
	hangzhou(n).Aggregates[0].Scope = []attach.Kind{attach.ECR}
	if violations, _ := n.Validate(); len(violations) != 0 {
		t.Error(violations)
	}
}

func TestRefusedPolicies(t *testing.T) {
	expectViolations(t, []finding{
		{"P-1.3 priority", func(n *Network) { hangzhou(n).Policies[0].Priority = 101 }, atHangzhou + ".policies[0].priority", "P-1.3", "101"},
		{"P-4.7 the region of the transit router counts", func(n *Network) {
			p := policy.Policy{Priority: 20, Set: policy.Set{PrependASPath: []uint32{65001}}}
			p.Match.Source = policy.Endpoint{Instances: []string{"vbr-1"}, Regions: []string{"cn-shanghai"}}
			hangzhou(n).Policies = append(hangzhou(n).Policies, p)
		}, atHangzhou + ".policies[1].set.prependAsPath", "P-4.7", "cn-hangzhou"},
		{"P-3.21 contain under 2024-03", func(n *Network) {
			hangzhou(n).Policies[0].Match.Communities = policy.CommunitiesMatch{List: []route.Community{65001<<16 | 7}, Mode: policy.Contain}
		}, atHangzhou + ".policies[0].match.communities.mode", "P-3.21", "2024-03 2026-02"},
	})
}

func TestWarnedTransitRouters(t *testing.T) {
	expectWarnings(t, []finding{
		{"TR-10.1 a static route on Basic Edition", func(n *Network) {
			n.TransitRouters[trBeijing].RouteTables[0].Routes = []StaticRoute{{Prefix: cidr("10.0.0.0/8"), Blackhole: true}}
		}, "transitRouters[2].routeTables[0].routes", "TR-10.1", `"vtb-bj" Basic`},
		{"TR-1.4 multi-region ECMP on Basic Edition", func(n *Network) { n.TransitRouters[trBeijing].RouteTables[0].MultiRegionECMP = true },
			"transitRouters[2].routeTables[0].multiRegionEcmp", "TR-1.4", `"vtb-bj"`},
		{"TR-1.10 a block around a vSwitch of an attached VPC", func(n *Network) { n.TransitRouters[trHangzhou].CIDRs[1] = cidr("192.168.1.0/24") },
			"transitRouters[0].cidrs[1]", "TR-1.10", `192.168.1.0/24 "tr-hz" "vpc-1"`},
		{"TR-3.5.2 blocks beside an IPsec connection", func(n *Network) { n.Attachments[attVPN1].Propagations = []string{"vtb-hz"} },
			"transitRouters[0].cidrs", "TR-3.5.2", `"tr-hz" "att-vpn-1" blackhole`},
		{"TR-3.6.6 21 aggregates", func(n *Network) {
			for i := range 20 {
				p := netip.PrefixFrom(netip.AddrFrom4([4]byte{11, byte(i)}), 16)
				hangzhou(n).Aggregates = append(hangzhou(n).Aggregates, AggregateRoute{Prefix: p, Scope: []attach.Kind{attach.VPC}})
			}
		}, atHangzhou + ".aggregates", "TR-3.6.6", `"vtb-hz" 21 20`},
		{"P-3.13 a warning of package policy", func(n *Network) { hangzhou(n).Policies[0].Direction = policy.Ingress },
			atHangzhou + ".policies[0].match.destination", "P-3.13", "ingress"},
		{"P-3.6 a policy names an unknown instance", func(n *Network) { hangzhou(n).Policies[0].Match.Source.Instances[0] = "vbr-x" },
			atHangzhou + ".policies[0].match.source.instances[0]", "P-3.6", `"vbr-x"`},
		{"P-3.9 a policy names an unknown route table", func(n *Network) { hangzhou(n).Policies[0].Match.Source.RouteTables[0] = "vtb-x" },
			atHangzhou + ".policies[0].match.source.routeTables[0]", "P-3.9", `"vtb-x"`},
		{"P-3.6 a policy names an unknown destination", func(n *Network) { hangzhou(n).Policies[0].Match.Destination.Instances[0] = "vpc-x" },
			atHangzhou + ".policies[0].match.destination.instances[0]", "P-3.6", `"vpc-x"`},
	})
}
