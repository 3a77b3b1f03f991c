package terraform_test

import (
	"fmt"
	"net/netip"
	"os"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/terraform"
)

// A plan moves the VPC of an application to a route table of its own, which has a route to the shared VPC and no other.
// Before it is applied, the two networks tell what the application will not reach any more. What the data center behind
// the circuit announces is not in the plan, a supplement tells it.
func Example() {
	plan, err := os.ReadFile("testdata/plan.json")
	if err != nil {
		panic(err)
	}
	result, err := terraform.Read(plan, terraform.Options{Supplement: []byte(`{
		"vbrs": [{"id": "alicloud_express_connect_virtual_border_router.dc",
		          "routes": [{"prefix": "172.16.0.0/16", "type": "BGP", "asPath": [65010]}]}]}`)})
	if err != nil {
		panic(err)
	}
	for _, w := range result.Warnings {
		fmt.Println(w.Reason, w.Address)
	}
	reaches("before", &result.Before)
	reaches("after", &result.After)
	// Output:
	// assumed alicloud_cen_transit_router_route_table_association.all
	// before: 10.2.1.1 reachable: true
	// before: 172.16.0.1 reachable: true
	// after: 10.2.1.1 reachable: true
	// after: 172.16.0.1 reachable: false
}

// reaches prints which of two addresses an address of the application reaches.
func reaches(when string, n *topology.Network) {
	state, err := topology.Propagate(n)
	if err != nil {
		panic(err)
	}
	from, err := topology.ParseEndpoint("10.1.1.1@vpc-1app")
	if err != nil {
		panic(err)
	}
	for _, to := range []string{"10.2.1.1", "172.16.0.1"} {
		trace, err := state.Trace(from, netip.MustParseAddr(to))
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s: %s reachable: %v\n", when, to, trace.Reachable)
	}
}
