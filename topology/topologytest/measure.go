package topologytest

import (
	"testing"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/coverage"
	"github.com/cenroute/cenroute/topology/invariant"
)

// Coverage logs which parts of a network no invariant notices the change of, and returns the report; go test shows it
// with -v. It is an error of the test if the network has no single stable state, or if an invariant does not hold. For
// example:
//
//	topologytest.Coverage(t, network, invariants...)
//
// See package coverage for what is changed. To insist on everything being covered:
//
//	if missed := topologytest.Coverage(t, network, invariants...).Of(coverage.Unnoticed); len(missed) > 0 {
//		t.Error(missed)
//	}
func Coverage(t testing.TB, n *topology.Network, invariants ...invariant.Invariant) coverage.Report {
	t.Helper()
	report, err := coverage.Measure(n, invariants...)
	if err != nil {
		t.Error(err)
		return report
	}
	t.Log("\n" + report.String())
	return report
}
