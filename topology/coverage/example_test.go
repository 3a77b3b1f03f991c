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
	// transitRouters[0].routeTables[0].policies[0] ingress 10 removed: unnoticed
	// dataCenters[0].sessions[0].down switched on: unnoticed
	// dataCenters[0].sessions[0].silent switched on: unnoticed
	// attachments[0].autoCreateRoutes switched on: unnoticed
	// attachments[1].autoCreateRoutes switched on: unnoticed
	// attachments[2] down: unnoticed
	// attachments[2].association removed: unnoticed
	// attachments[2].propagations[0] removed: unnoticed
	// attachments[2].routeSync switched off: unnoticed
}
