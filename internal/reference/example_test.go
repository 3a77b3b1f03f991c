package reference_test

import (
	"fmt"

	"github.com/cenroute/cenroute/internal/reference"
	"github.com/cenroute/cenroute/topology"
)

// A VPC and a circuit on one transit router; the circuit is synchronized, the VPC is not.
func ExamplePropagate() {
	n, err := topology.Parse([]byte(`{"rules": "2024-03",
	 "transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz"}]}],
	 "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.10.0.0/16"}]}],
	 "attachments": [
	  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"]},
	  {"id": "att-vbr-1", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}]}`))
	if err != nil {
		panic(err)
	}
	tables, err := reference.Propagate(&n)
	if err != nil {
		panic(err)
	}
	for _, table := range tables {
		for _, r := range table.Routes {
			fmt.Println(table.ID, r.Prefix, r.NextHop, r.Type, r.Status)
		}
	}
	// Output:
	// vbr-1 10.10.0.0/16 local Custom Active
	// vbr-1 192.168.1.0/24 att-vbr-1 System Active
	// vpc-1/system 192.168.1.0/24 local System Active
	// vtb-hz 10.10.0.0/16 att-vbr-1 Custom Active
	// vtb-hz 192.168.1.0/24 att-vpc-1 System Active
}
