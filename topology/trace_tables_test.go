package topology

import (
	"iter"
	"net/netip"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// madeTables are tables written by hand: the Active routes of each as "PREFIX NEXTHOP", in any order. They let a test
// put any forwarding state under a walk, also one that no propagation would produce.
type madeTables map[string][]string

func (m madeTables) lookup(table string, addr netip.Addr) (best netip.Prefix, routes []route.Route, found bool) {
	for _, line := range m[table] {
		prefix, nextHop := parseRouteLine(line)
		if !prefix.Contains(addr) || found && prefix.Bits() < best.Bits() {
			continue
		}
		if !found || prefix.Bits() > best.Bits() {
			best, routes, found = prefix, nil, true
		}
		routes = append(routes, route.Route{Prefix: prefix, NextHop: nextHop})
	}
	return best, routes, found
}

func (m madeTables) activeInside(table string, outer netip.Prefix) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for _, line := range m[table] {
			p, _ := parseRouteLine(line)
			if p.Bits() > outer.Bits() && outer.Contains(p.Addr()) && !yield(p) {
				return
			}
		}
	}
}

func parseRouteLine(line string) (netip.Prefix, string) {
	prefix, nextHop, _ := strings.Cut(line, " ")
	return netip.MustParsePrefix(prefix), nextHop
}

// pathLines writes each path as one line, "AT TABLE ROUTE NEXTHOP; ...: what became of it".
func pathLines(w Way) []string {
	var lines []string
	for _, p := range w.Paths {
		var hops []string
		for _, h := range p.Hops {
			words := h.At + " " + h.Table
			if h.Route.IsValid() {
				words += " " + h.Route.String()
			}
			words += " " + h.NextHop
			hops = append(hops, strings.Join(strings.Fields(words), " "))
		}
		what := "delivered"
		if !p.Delivered {
			what = "dropped"
		}
		if p.Reason != "" {
			what += ", " + p.Reason
		}
		lines = append(lines, strings.Join(hops, "; ")+": "+what)
	}
	return lines
}

func cidrList(texts ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, t := range texts {
		list = append(list, netip.MustParsePrefix(t))
	}
	return list
}

func vswitchList(texts ...string) []VSwitch {
	var list []VSwitch
	for _, p := range cidrList(texts...) {
		list = append(list, VSwitch{CIDR: p})
	}
	return list
}

func endpointOf(text string) Endpoint {
	e, err := ParseEndpoint(text)
	if err != nil {
		panic(err)
	}
	return e
}

// traceNetwork is the network under the tests of traces:
//
//	  vpc-5 --pcc-1-- vpc-1 --att-1--+                      +--att-3-- vpc-3
//	                  vpc-2 --att-2--+-- tr-hz ==peer== tr-sh
//	idc-1 ----------- vbr-1 --att-b--+     |
//	  |  \----------- vco-1 --att-n--+   att-e
//	  |               ccn-1 --att-c--+     |
//	  +-------------- vbr-2 ------------ ecr-1 -- vpc-4
//	idc-2 ----------- vbr-3 (cn-shanghai) -+
func traceNetwork() *Network {
	return &Network{
		TransitRouters: []TransitRouter{
			{ID: "tr-hz", Region: "cn-hangzhou",
				RouteTables: []RouteTable{{ID: "vtb-hz", System: true}, {ID: "vtb-hz2"}}},
			{ID: "tr-sh", Region: "cn-shanghai", RouteTables: []RouteTable{{ID: "vtb-sh", System: true}}},
		},
		VPCs: []VPC{
			{ID: "vpc-1", Region: "cn-hangzhou", VSwitches: vswitchList("10.1.0.0/24"), Services: cidrList("100.100.0.0/16", "10.77.0.0/16"),
				RouteTables: []VPCRouteTable{{ID: "vtb-1", Routes: []VPCRoute{
					{Prefix: netip.MustParsePrefix("0.0.0.0/0"), NextHop: "ngw-1", NextHopType: ToNatGateway},
					{Prefix: netip.MustParsePrefix("0.0.0.0/0"), NextHop: "ngw-2", NextHopType: ToIpv4Gateway},
					{Prefix: netip.MustParsePrefix("198.18.0.0/16"), NextHop: "ri-1", NextHopType: ToRouterInterface},
				}}}},
			{ID: "vpc-2", Region: "cn-hangzhou",
				VSwitches:   []VSwitch{{CIDR: netip.MustParsePrefix("10.2.0.0/24")}, {CIDR: netip.MustParsePrefix("10.2.1.0/24"), RouteTable: "vtb-2b"}},
				RouteTables: []VPCRouteTable{{ID: "vtb-2b"}, {ID: "vtb-2", System: true}},
				Appliances:  []Appliance{{ID: "ecs-fw", VSwitch: netip.MustParsePrefix("10.2.1.0/24")}}},
			{ID: "vpc-3", Region: "cn-shanghai", VSwitches: vswitchList("10.3.0.0/24")},
			{ID: "vpc-4", Region: "cn-hangzhou", VSwitches: vswitchList("10.4.0.0/24")},
			{ID: "vpc-5", Region: "cn-hangzhou", VSwitches: vswitchList("10.5.0.0/24")},
		},
		VBRs: []VBR{{ID: "vbr-1", Region: "cn-hangzhou"}, {ID: "vbr-2", Region: "cn-hangzhou"}, {ID: "vbr-3", Region: "cn-shanghai"}},
		VPNs: []VPN{{ID: "vco-1", Region: "cn-hangzhou"}},
		CCNs: []CCN{{ID: "ccn-1", Region: "ccn-cn-shanghai", SAGs: []SAG{{ID: "sag-1", Prefixes: cidrList("172.20.0.0/24")}}}},
		DataCenters: []DataCenter{
			{ID: "idc-1", Prefixes: cidrList("10.10.0.0/16"), Sessions: []Session{
				{To: "vbr-1"}, {To: "vco-1"}, {To: "vbr-2", Peer: "cpe-a"}, {To: "vbr-2", Peer: "cpe-b", Down: true}, {To: "idc-2"}}},
			{ID: "idc-2", Prefixes: cidrList("10.20.0.0/16"), Sessions: []Session{{To: "vbr-3"}}},
		},
		ECRs: []ECR{{ID: "ecr-1", VBRs: []string{"vbr-2", "vbr-3"}, Associations: []Association{{VPC: "vpc-4"}, {TransitRouter: "tr-hz"}}}},
		Attachments: []Attachment{
			{ID: "att-1", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-1", Association: "vtb-hz",
				IPv6: true},
			{ID: "att-2", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-2", Association: "vtb-hz2"},
			{ID: "att-3", Kind: attach.VPC, TransitRouter: "tr-sh", Instance: "vpc-3", Association: "vtb-sh"},
			{ID: "att-b", Kind: attach.VBR, TransitRouter: "tr-hz", Instance: "vbr-1", Association: "vtb-hz"},
			{ID: "att-n", Kind: attach.VPN, TransitRouter: "tr-hz", Instance: "vco-1", Association: "vtb-hz2"},
			{ID: "att-c", Kind: attach.CCN, TransitRouter: "tr-hz", Instance: "ccn-1", Association: "vtb-hz"},
			{ID: "att-e", Kind: attach.ECR, TransitRouter: "tr-hz", Instance: "ecr-1", Association: "vtb-hz2"},
		},
		Peerings: []Peering{{ID: "peer", Ends: []PeeringEnd{
			{TransitRouter: "tr-hz", Association: "vtb-hz2"}, {TransitRouter: "tr-sh", Association: "vtb-sh"}}}},
		VPCPeerings: []VPCPeering{{ID: "pcc-1", VPCs: []string{"vpc-1", "vpc-5"}}},
	}
}
