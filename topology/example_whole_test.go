package topology_test

import (
	"fmt"
	"log"
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// A VPC and a data center on one transit router. The VPC has no route to the data center: why?
func Example_whole() {
	network := topology.Network{
		TransitRouters: []topology.TransitRouter{{
			ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou",
			RouteTables: []topology.RouteTable{{ID: "vtb-hz"}},
		}},
		VPCs: []topology.VPC{{
			ID: "vpc-1", Region: "cn-hangzhou",
			VSwitches: []topology.VSwitch{{CIDR: netip.MustParsePrefix("192.168.1.0/24")}},
		}},
		VBRs: []topology.VBR{{ID: "vbr-1", Region: "cn-hangzhou"}},
		DataCenters: []topology.DataCenter{{
			ID: "idc-1", ASN: 65001,
			Prefixes: []netip.Prefix{netip.MustParsePrefix("10.10.0.0/16")},
			Sessions: []topology.Session{{To: "vbr-1"}},
		}},
		Attachments: []topology.Attachment{
			{ID: "att-vpc-1", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-1",
				Association: "vtb-hz", Propagations: []string{"vtb-hz"}},
			{ID: "att-vbr-1", Kind: attach.VBR, TransitRouter: "tr-hz", Instance: "vbr-1",
				Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true},
		},
	}
	state, err := topology.Propagate(&network)
	if err != nil {
		log.Fatal(err)
	}
	why, _ := state.Explain("vpc-1/system", netip.MustParsePrefix("10.10.0.0/16"))
	for _, b := range why.Blockers {
		fmt.Printf("%s -> %s: %s [%s]\n", b.From, b.To, b.Reason, b.Rule)
	}
	// Output:
	// vtb-hz -> vpc-1/system: route synchronization is off [TR-2.3.1]
}
