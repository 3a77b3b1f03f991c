package coverage_test

import (
	"fmt"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/coverage"
	"github.com/cenroute/cenroute/topology/invariant"
)

// One invariant about two VPCs, in a network that has a data center too: what of the circuit could go?
func Example() {
	n, err := topology.Parse([]byte(office))
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := coverage.Measure(&n, invariant.Reachable("vpc-1", "vpc-2"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, part := range report.Of(coverage.Unnoticed) {
		fmt.Println(part)
	}
	// Output:
	// transitRouters[0].routeTables[0].policies[0] ingress 10 removed (vtb-hz): unnoticed
	// dataCenters[0].sessions[0].down switched on (idc-1): unnoticed
	// dataCenters[0].sessions[0].silent switched on (idc-1): unnoticed
	// attachments[0].autoCreateRoutes switched on (att-vpc-1): unnoticed
	// attachments[1].autoCreateRoutes switched on (att-vpc-2): unnoticed
	// attachments[2] down (att-vbr-1): unnoticed
	// attachments[2].association removed (att-vbr-1): unnoticed
	// attachments[2].propagations[0] removed (att-vbr-1): unnoticed
	// attachments[2].routeSync switched off (att-vbr-1): unnoticed
}
