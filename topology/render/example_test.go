package render_test

import (
	"fmt"
	"log"
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/render"
)

// A VPC whose attachment does not synchronize: the picture of the explanation has a line with a cross, in Mermaid "-.-x".
func Example() {
	network := topology.Network{
		TransitRouters: []topology.TransitRouter{{
			ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{{ID: "vtb-hz"}}}},
		VPCs: []topology.VPC{
			{ID: "vpc-1", Region: "cn-hangzhou", VSwitches: []topology.VSwitch{{CIDR: netip.MustParsePrefix("192.168.1.0/24")}}},
			{ID: "vpc-2", Region: "cn-hangzhou", VSwitches: []topology.VSwitch{{CIDR: netip.MustParsePrefix("192.168.2.0/24")}}},
		},
		Attachments: []topology.Attachment{
			{ID: "att-1", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-1",
				Association: "vtb-hz", Propagations: []string{"vtb-hz"}},
			{ID: "att-2", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-2",
				Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true},
		},
	}
	state, err := topology.Propagate(&network)
	if err != nil {
		log.Fatal(err)
	}
	why, err := state.Explain("vpc-1/system", netip.MustParsePrefix("192.168.2.0/24"))
	if err != nil {
		log.Fatal(err)
	}
	picture := render.Explanation(why)
	fmt.Print(picture.Mermaid())
	// Output:
	// ---
	// title: "192.168.2.0/24 in vpc-1/system"
	// ---
	// flowchart LR
	//   n_table_vpc_1_system[("route table<br/>vpc-1/system<br/>no route")]
	//   n_table_vtb_hz[("route table<br/>vtb-hz")]
	//   n_table_vtb_hz -.-x|"the route to att-2:<br/>route synchronization is<br/>off<br/>over att-1 #91;TR-2.3.1#93;"| n_table_vpc_1_system
	//   classDef look1 fill:#dbeafe,stroke:#1d4ed8,color:#0f172a
	//   class n_table_vpc_1_system,n_table_vtb_hz look1
	//   linkStyle 0 stroke:#b91c1c
	//   style n_table_vpc_1_system stroke-width:3px
	//   %% [TR-2.3.1] documented: Synchronization is off on Enterprise Edition until it is switched on, except towards an ECR, where it is always on; Basic Edition always advertises.
}
