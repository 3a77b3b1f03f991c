package topology

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// Places of the parts of validNetwork.
const (
	trHangzhou, trShanghai, trBeijing = 0, 1, 2
	vpc1, vpc2, vpc3                  = 0, 1, 2
	vbr1, vbr2                        = 0, 1

	attVPC1, attVBR1, attVPN1, attVPC2, attECR1, attCCN1 = 0, 1, 2, 3, 4, 5

	peerShanghai, peerBeijing = 0, 1

	routeToAttachment, routeToNAT, routeToAppliance, routeToPeering, routeToEndpoint = 0, 1, 2, 3, 4 // of vtb-vpc-1

	atHangzhou, atHangzhou2 = "transitRouters[0].routeTables[0]", "transitRouters[0].routeTables[1]"
)

func cidr(s string) netip.Prefix { return netip.MustParsePrefix(s) }

func cidrs(list ...string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range list {
		out = append(out, cidr(s))
	}
	return out
}

// validNetwork returns a network that has every part of a document and nothing wrong:
//
//	idc-2 -- idc-1 === vbr-1 --- tr-hz (cn-hangzhou) --- tr-sh (cn-shanghai) --- ecr-1 --- vbr-2 === idc-1
//	               === vco-1 --- tr-hz                   tr-sh --- vpc-2 --- ecr-1
//	vpc-3 -pcc-1- vpc-1 --- tr-hz --- tr-bj (cn-beijing, Basic Edition) --- ccn-1
//
// The ECR and its VBR belong to another account.
func validNetwork() *Network {
	no := false
	return &Network{
		TransitRouters: []TransitRouter{
			{ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou", Owner: "1001", CIDRs: cidrs("10.255.0.0/24", "10.254.0.0/16"), RouteTables: []RouteTable{
				{ID: "vtb-hz", System: true, Routes: []StaticRoute{
					{Prefix: cidr("10.99.0.0/16"), NextHop: "att-vbr-1"},
					{Prefix: cidr("10.98.0.0/16"), NextHop: "att-vpn-1"},
					{Prefix: cidr("10.99.0.0/16"), NextHop: "peer-hz-sh"},
					{Prefix: cidr("192.0.2.0/24"), Blackhole: true},
					{Prefix: cidr("2001:db8::/32"), NextHop: "att-vpc-1"},
				}, PrefixLists: []PrefixList{
					{ID: "pl-1", Prefixes: cidrs("10.0.0.0/8", "172.16.0.0/12"), NextHop: "att-vbr-1"},
				}, Aggregates: []AggregateRoute{
					{Prefix: cidr("10.96.0.0/12"), Scope: []attach.Kind{attach.VPC, attach.VBR, attach.VPN,
						attach.Peer}},
				}, Policies: []policy.Policy{
					{Priority: 10, Direction: policy.Egress, Match: policy.Match{
						Source:      policy.Endpoint{Instances: []string{"vbr-1"}, RouteTables: []string{"vtb-vpc-1"}},
						Destination: policy.Endpoint{Instances: []string{"vco-1"}},
					}},
				}},
				{ID: "vtb-hz-2", MultiRegionECMP: true, PrefixLists: []PrefixList{
					{ID: "pl-1", Prefixes: cidrs("172.16.0.0/12", "10.0.0.0/8"), Blackhole: true},
				}},
			}},
			{ID: "tr-sh", CEN: "cen-1", Region: "cn-shanghai", Owner: "1001", CIDRs: cidrs("10.253.0.0/24"), RouteTables: []RouteTable{
				{ID: "vtb-sh", Routes: []StaticRoute{{Prefix: cidr("10.97.0.0/16"), NextHop: "att-ecr-1"}}}, // unmarked
			}},
			{ID: "tr-bj", CEN: "cen-1", Region: "cn-beijing", Edition: attach.Basic, Owner: "1001", RouteTables: []RouteTable{
				{ID: "vtb-bj", System: true, NoSystemPolicy: true},
			}},
		},
		VPCs: []VPC{
			{ID: "vpc-1", Region: "cn-hangzhou", Owner: "1001", VSwitches: []VSwitch{
				{CIDR: cidr("192.168.1.0/24")}, {CIDR: cidr("192.168.2.0/24"), RouteTable: "vtb-vpc-1b"}, {CIDR: cidr("2001:db8:1::/64")},
			}, RouteTables: []VPCRouteTable{
				{ID: "vtb-vpc-1", System: true, Routes: []VPCRoute{
					{Prefix: cidr("10.0.0.0/8"), NextHop: "att-vpc-1"},
					{Prefix: cidr("0.0.0.0/0"), NextHop: "ngw-1", NextHopType: ToNatGateway,
						Publish: []Publication{PublishTR, PublishECR}},
					{Prefix: cidr("192.168.0.0/16"), NextHop: "ecs-fw", NextHopType: ToNetworkInterface},
					{Prefix: cidr("192.168.3.0/24"), NextHop: "pcc-1"},
					{Prefix: cidr("172.16.0.0/12"), NextHop: "ipv4gw-1", NextHopType: ToIpv4Gateway,
						Publish: []Publication{PublishECR}},
				}},
				{ID: "vtb-vpc-1b", ReceiveRoutes: &no,
					Routes: []VPCRoute{{Prefix: cidr("0.0.0.0/0"), NextHop: "att-vpc-1", NextHopType: ToAttachment}}},
			}, Appliances: []Appliance{{ID: "ecs-fw", VSwitch: cidr("192.168.1.0/24")}}, Services: cidrs("100.118.28.0/24")},
			{ID: "vpc-2", Region: "cn-shanghai", Owner: "1002", VSwitches: []VSwitch{{CIDR: cidr("192.168.4.0/24"), RouteTable: "vtb-vpc-2"}},
				RouteTables: []VPCRouteTable{{ID: "vtb-vpc-2", Routes: []VPCRoute{{Prefix: cidr("10.10.0.0/16"), NextHop: "ecr-1"}}}}},
			{ID: "vpc-3", Region: "cn-hangzhou",
				VSwitches: []VSwitch{{CIDR: cidr("192.168.3.0/24"), RouteTable: "vpc-3/system"}}},
		},
		VBRs: []VBR{
			{ID: "vbr-1", Region: "cn-hangzhou", Owner: "1001", Routes: []ExternalRoute{
				{Prefix: cidr("10.20.0.0/16"), Type: route.BGP, ASPath: route.ASPath{65002}},
				{Prefix: cidr("10.20.0.0/16")},
				{Prefix: cidr("10.21.0.0/16"), Type: route.Static, NextHop: "att-vbr-1"},
			}},
			{ID: "vbr-2", Region: "cn-shanghai", Owner: "1002", ASN: 45104},
		},
		VPNs: []VPN{{ID: "vco-1", Region: "cn-hangzhou", Owner: "1001", Routes: []ExternalRoute{{Prefix: cidr("10.30.0.0/16"), Type: route.Custom}}}},
		CCNs: []CCN{{ID: "ccn-1", Region: "ccn-cn-beijing", SAGs: []SAG{{ID: "sag-1", Prefixes: cidrs("172.20.0.0/24")}}}},
		DataCenters: []DataCenter{
			{ID: "idc-1", ASN: 65001, Prefixes: cidrs("10.10.0.0/16", "10.11.0.0/16"), Routes: []OnPremRoute{
				{Prefix: cidr("192.168.0.0/16"), NextHop: "vbr-1"}, {Prefix: cidr("192.168.0.0/16"), NextHop: "vco-1", Preference: 200},
			}, Sessions: []Session{
				{To: "vbr-1", Prepend: route.ASPath{65001}}, {To: "vco-1", Static: true}, {To: "vbr-2", Prefixes: cidrs("10.11.0.0/16")},
				{To: "vbr-1", Peer: "idc-1-b"}, {To: "idc-2"},
			}},
			{ID: "idc-2", ASN: 65002, Routes: []OnPremRoute{{Prefix: cidr("0.0.0.0/0"), NextHop: "idc-1"}}},
		},
		ECRs: []ECR{{ID: "ecr-1", ASN: 45104, Owner: "1002", VBRs: []string{"vbr-2"}, Modes: map[string]TransitMode{"cn-shanghai": NearBy},
			Associations:   []Association{{VPC: "vpc-2"}, {TransitRouter: "tr-sh", Prefixes: cidrs("192.168.0.0/16")}},
			DisabledRoutes: []DisabledRoute{{Prefix: cidr("10.10.0.0/16"), NextHop: "vbr-2"}}}},
		Attachments: []Attachment{
			{ID: "att-vpc-1", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-1", Association: "vtb-hz", Propagations: []string{"vtb-hz", "vtb-hz-2"},
				RouteSync: true, IPv6: true, AutoCreateRoutes: true, VSwitches: cidrs("192.168.2.0/24")},
			{ID: "att-vbr-1", Kind: attach.VBR, TransitRouter: "tr-hz", Instance: "vbr-1", Association: "vtb-hz-2",
				RouteSync: true},
			{ID: "att-vpn-1", Kind: attach.VPN, TransitRouter: "tr-hz", Instance: "vco-1", Association: "vtb-hz",
				RouteSync: true},
			{ID: "att-vpc-2", Kind: attach.VPC, TransitRouter: "tr-sh", Instance: "vpc-2", Association: "vtb-sh"},
			{ID: "att-ecr-1", Kind: attach.ECR, TransitRouter: "tr-sh", Instance: "ecr-1", Association: "vtb-sh",
				Propagations: []string{"vtb-sh"}},
			{ID: "att-ccn-1", Kind: attach.CCN, TransitRouter: "tr-bj", Instance: "ccn-1", RouteSync: true},
		},
		Peerings: []Peering{
			{ID: "peer-hz-sh", Ends: []PeeringEnd{
				{TransitRouter: "tr-hz", Association: "vtb-hz-2", Propagations: []string{"vtb-hz"}, RouteSync: true}, {TransitRouter: "tr-sh"}}},
			{ID: "peer-hz-bj", Ends: []PeeringEnd{
				{TransitRouter: "tr-hz", Association: "vtb-hz", Propagations: []string{"vtb-hz-2"}}, {TransitRouter: "tr-bj", RouteSync: true}}},
		},
		VPCPeerings: []VPCPeering{{ID: "pcc-1", VPCs: []string{"vpc-1", "vpc-3"}}},
		Grants:      []Grant{{Instance: "ecr-1", To: "1001"}, {Instance: "vpc-2", To: "1001"}},
		Down:        []string{"vbr-2", "att-vpn-1", "peer-hz-bj", "idc-2"},
	}
}

// A finding is what Validate must say about validNetwork after one change: one violation, or one warning.
type finding struct {
	name   string // begins with the rule
	change func(n *Network)
	path   string
	rule   rule.ID
	says   string // fragments of the message, separated by blanks
}

// expectViolations checks that each change makes exactly the one violation that is expected.
func expectViolations(t *testing.T, cases []finding) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			n := validNetwork()
			c.change(n)
			violations, _ := n.Validate()
			if len(violations) != 1 {
				t.Fatalf("%d violations, want 1:\n%+v", len(violations), violations)
			}
			c.check(t, Warning(violations[0]))
		})
	}
}

// expectWarnings checks that each change makes exactly the one warning that is expected, and no violation.
func expectWarnings(t *testing.T, cases []finding) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			n := validNetwork()
			c.change(n)
			violations, warnings := n.Validate()
			if len(violations) != 0 || len(warnings) != 1 {
				t.Fatalf("want no violation and 1 warning, got\n%+v\n%+v", violations, warnings)
			}
			c.check(t, warnings[0])
		})
	}
}

func (c finding) check(t *testing.T, got Warning) {
	t.Helper()
	if got.Path != c.path {
		t.Errorf("path %s, want %s (%s)", got.Path, c.path, got.Message)
	}
	if got.Rule != c.rule {
		t.Errorf("rule %q, want %q (%s)", got.Rule, c.rule, got.Message)
	}
	if _, known := rule.Lookup(got.Rule); got.Rule != "" && !known {
		t.Errorf("rule %q is not in the catalogue", got.Rule)
	}
	for _, fragment := range strings.Fields(c.says) {
		if !strings.Contains(got.Message, fragment) {
			t.Errorf("message does not mention %q: %s", fragment, got.Message)
		}
	}
	if strings.Contains(got.Message, "%!") {
		t.Errorf("message is badly formatted: %s", got.Message)
	}
}

func TestValidNetworkHasNoFindings(t *testing.T) {
	violations, warnings := validNetwork().Validate()
	if len(violations) != 0 || len(warnings) != 0 {
		t.Errorf("violations %+v\nwarnings %+v", violations, warnings)
	}
}

func TestEmptyAndNilNetworkAreValid(t *testing.T) {
	for _, n := range []*Network{nil, {}} {
		if violations, warnings := n.Validate(); len(violations)+len(warnings) != 0 {
			t.Errorf("violations %v, warnings %v", violations, warnings)
		}
	}
}

func TestFindingsAreInDocumentOrder(t *testing.T) {
	n := validNetwork()
	n.Down = append(n.Down, "gone")
	n.Attachments[attVPC2].Association = "gone"
	n.Attachments[attVBR1].Propagations = []string{"gone"}
	n.ECRs[0].Modes["cn-shanghai"] = 9
	n.ECRs[0].ASN = 1
	n.DataCenters[1].ASN = 0
	n.VPCs[vpc1].RouteTables[1].Routes[0].NextHop = ""
	n.VPCs[vpc1].VSwitches[2].RouteTable = "gone"
	for range 11 {
		n.TransitRouters[trHangzhou].RouteTables[0].Routes = append(n.TransitRouters[trHangzhou].RouteTables[0].Routes, StaticRoute{Prefix: cidr("10.1.0.0/16"), NextHop: "gone"})
	}
	n.Rules = 9
	violations, _ := n.Validate()
	var got []string
	for _, v := range violations {
		if !strings.HasPrefix(v.Path, "transitRouters[0].routeTables[0].routes") {
			got = append(got, v.Path)
		}
	}
	want := []string{"rules", "vpcs[0].vswitches[2].routeTable", "vpcs[0].routeTables[1].routes[0].nextHop", "dataCenters[1].asn",
		"ecrs[0].asn", "ecrs[0].vbrs[0]", "ecrs[0].modes.cn-shanghai", "attachments[1].propagations[0]", "attachments[3].association", "down[4]"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	ninth := slices.IndexFunc(violations, func(v Violation) bool { return strings.Contains(v.Path, "routes[9]") })
	tenth := slices.IndexFunc(violations, func(v Violation) bool { return strings.Contains(v.Path, "routes[10]") })
	if ninth < 0 || tenth != ninth+1 {
		t.Errorf("routes[9] is violation %d, routes[10] is violation %d", ninth, tenth)
	}
}

func TestValidateLeavesTheNetworkAlone(t *testing.T) {
	n, want := validNetwork(), validNetwork()
	n.Validate()
	if a, b := string(Format(*n)), string(Format(*want)); a != b {
		t.Errorf("the network changed:\n%s\nwas\n%s", a, b)
	}
}

// A place takes no memory before it is written: checks make many of them, and find nothing wrong at most.
func TestPlacesTakeNoMemory(t *testing.T) {
	v, p := &validator{}, cidr("10.0.0.0/8")
	if n := testing.AllocsPerRun(100, func() {
		table := place{}.at("transitRouters", 1).at("routeTables", 2)
		v.checkPrefix(table.at("aggregates", 3).in("prefix"), p)
	}); n != 0 || len(v.violations) > 0 {
		t.Errorf("%v allocations, %v", n, v.violations)
	}
}
