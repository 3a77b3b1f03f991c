package terraform_test

import (
	"fmt"
	"os"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/terraform"
)

// A plan moves the VPC of an application to a route table of its own, which has a route to the shared VPC and no other.
// Before it is applied, the difference of the two states tells what the application will not reach any more. What the
// data center behind the circuit announces is not in the plan, a supplement tells it.
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
	before, err := topology.Propagate(&result.Before)
	if err != nil {
		panic(err)
	}
	after, err := topology.Propagate(&result.After)
	if err != nil {
		panic(err)
	}
	diff := topology.Diff(before, after)
	for _, change := range diff.Changes {
		fmt.Println("change:", change)
	}
	for _, r := range diff.Reach {
		fmt.Println(r.Effect, r.From, "to", r.To, r.Addresses)
	}
	// Output:
	// assumed alicloud_cen_transit_router_route_table_association.all
	// change: create table alicloud_cen_transit_router_route_table.isolated of tr-1hz
	// change: replace the association of tr-attach-1app by alicloud_cen_transit_router_route_table.isolated
	// lost vpc-1app to vbr-1dc [172.16.0.0/16]
	// one-way vbr-1dc to vpc-1app [10.1.1.0/24 10.1.2.0/24]
}
