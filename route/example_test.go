package route_test

import (
	"fmt"
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// A data center announces a prefix over two circuits of this region and over an IPsec connection; the AS path of the
// second circuit is prepended. A peering brings a copy from another region.
//
//	        AS path
//	vbr-1   65001           ---+
//	vbr-2   65001 65001     ---+--- transit router --- peering: 65001
//	vpn-1   65001           ---+
func ExampleDecide() {
	name := []string{"vbr-1", "vbr-2", "vpn-1", "peering"}
	candidates := []route.RouterCandidate{
		{Kind: attach.VBR, Type: route.BGP, ASPathLength: 1, Local: true, Preference: 50, NextHop: 1},
		{Kind: attach.VBR, Type: route.BGP, ASPathLength: 2, Local: true, Preference: 50, NextHop: 2},
		{Kind: attach.VPN, Type: route.BGP, ASPathLength: 1, Local: true, Preference: 50, NextHop: 3},
		{Kind: attach.VBR, Type: route.BGP, ASPathLength: 1, Preference: 10, NextHop: 0},
	}
	for i, outcome := range route.Decide(candidates, false, nil) {
		fmt.Printf("%-8s %-8v %-7s %v\n", name[i], outcome.Status, outcome.Step.Rule(), outcome.Step)
	}
	// Output:
	// vbr-1    Active           not lost
	// vbr-2    Standby  TR-4.3  longer AS path
	// vpn-1    Standby  D-19    origin kind of lower rank
	// peering  Standby  TR-7.8  route of another region
}

// A prefix is announced by VPCs of two regions, each with a transit router on the ECR; a third transit router learned
// it over a peering. In the view of every region, one of the routers in the region of its own copy is used.
func ExampleDecideECR() {
	const hangzhou, shanghai, shenzhen = 0, 1, 2 // in byte order of the region IDs
	name := []string{"tr-hangzhou", "tr-shanghai", "tr-shenzhen"}
	routers := []route.ECRCandidate{
		{From: attach.Peer, NextHop: 0, Region: hangzhou, OriginRegion: hangzhou},
		{From: attach.Peer, NextHop: 1, Region: shanghai, OriginRegion: shanghai},
		{From: attach.Peer, NextHop: 2, Region: shenzhen, OriginRegion: hangzhou, Default: true},
	}
	for i, outcome := range route.DecideECR(routers, shanghai, false, nil) {
		fmt.Println(name[i], outcome.Status, "-", outcome.Step)
	}
	// Output:
	// tr-hangzhou Standby - transit router outside the ingress region
	// tr-shanghai Active - not lost
	// tr-shenzhen Standby - transit router outside the origin region
}

// A packet follows the longest prefix that has an Active route.
func ExampleTable() {
	var table route.Table
	for _, r := range []route.Route{
		{Prefix: netip.MustParsePrefix("10.0.0.0/8"), NextHop: "att-vbr-1"},
		{Prefix: netip.MustParsePrefix("10.0.0.0/8"), NextHop: "att-vbr-2"},
		{Prefix: netip.MustParsePrefix("10.1.0.0/16"), NextHop: "att-vpn", Status: route.Prohibited},
		{Prefix: netip.MustParsePrefix("10.1.1.0/24"), NextHop: "blackhole", Type: route.Blackhole},
	} {
		if err := table.Insert(r); err != nil {
			fmt.Println(err)
		}
	}

	for _, addr := range []string{"10.1.1.1", "10.1.2.1", "192.0.2.1"} {
		prefix, routes := table.Lookup(netip.MustParseAddr(addr))
		fmt.Print(addr, ": ", prefix)
		for _, r := range routes {
			fmt.Print(" ", r.NextHop)
		}
		fmt.Println()
	}

	fmt.Println("inside 10.1.0.0/16:")
	for prefix, routes := range table.Covered(netip.MustParsePrefix("10.1.0.0/16")) {
		for _, r := range routes {
			fmt.Println(" ", prefix, r.NextHop, r.Status)
		}
	}
	// Output:
	// 10.1.1.1: 10.1.1.0/24 blackhole
	// 10.1.2.1: 10.0.0.0/8 att-vbr-1 att-vbr-2
	// 192.0.2.1: invalid Prefix
	// inside 10.1.0.0/16:
	//   10.1.0.0/16 att-vpn Prohibited
	//   10.1.1.0/24 blackhole Active
}

func ExampleASPath_Prepend() {
	heard := route.ASPath{65001, 65010}
	fmt.Println(heard.Prepend(45104, 45104), heard)
	// Output: [45104 45104 65001 65010] [65001 65010]
}
