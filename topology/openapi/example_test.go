package openapi_test

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/openapi"
)

//go:embed testdata/dump
var dumps embed.FS

// A circuit and a VPC on one transit router. In the live table the route of the data center has another preference than
// the model expects, and the dump has a route that nothing in it explains.
func Example() {
	dump, err := fs.Sub(dumps, "testdata/dump")
	if err != nil {
		panic(err)
	}
	result, err := openapi.Read(dump)
	if err != nil {
		panic(err)
	}
	for _, w := range result.Warnings {
		fmt.Println("warning:", w)
	}
	state, err := topology.Propagate(result.Network)
	if err != nil {
		panic(err)
	}
	comparison := openapi.Compare(state, result.Observed)
	for _, d := range comparison.Differences {
		fmt.Println(d.Table, d.Prefix, d.Kinds)
		for _, r := range d.Expected {
			fmt.Println("  expected via", r.NextHop, r.Status, "preference", r.Preference)
		}
		for _, e := range d.Observed {
			fmt.Println("  observed", e)
		}
		for _, b := range d.Explanation.Blockers {
			fmt.Println("  because", b.Reason, b.Rule)
		}
	}
	for _, a := range comparison.Asides {
		fmt.Println("not compared:", a.Table, a.Prefix, a.Reason)
	}
	// Output:
	// vtb-1 10.1.2.0/24 [unexpected]
	//   observed via tr-attach-vpc, Active, learned Custom, preference 50 (ListTransitRouterRouteEntries.vtb-1.All.json TransitRouterRouteEntries[2])
	//   because no part of the network originates the prefix TR-2.2.2
	// vtb-1 172.16.0.0/16 [preference]
	//   expected via tr-attach-vbr Active preference 20
	//   observed via tr-attach-vbr, Active, learned BGP, preference 50, AS path [65001], communities [65001:7] (ListTransitRouterRouteEntries.vtb-1.All.json TransitRouterRouteEntries[1])
	// not compared: vtb-1 100.64.0.0/10 made by the system, not configured (TR-3.3.7, TR-3.5.2)
	// not compared: vtb-vpc-1 100.64.0.0/10 a route of the platform in 100.64.0.0/10 (TR-3.3.7)
}
