package topologytest_test

import (
	"testing"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/coverage"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// A coverageTest is a test that is only looked at.
type coverageTest struct {
	testing.TB
	logs, errors int
}

func (r *coverageTest) Helper()      {}
func (r *coverageTest) Log(...any)   { r.logs++ }
func (r *coverageTest) Error(...any) { r.errors++ }

func TestCoverageReportsToTheTest(t *testing.T) {
	n := &topology.Network{
		TransitRouters: []topology.TransitRouter{{ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{{ID: "vtb-hz"}}}},
	}
	var r coverageTest
	report := topologytest.Coverage(&r, n, invariant.MaxRoutes("vtb-hz", 0))
	if r.logs != 1 || r.errors != 0 || len(report.Parts) != 1 || report.Parts[0].Outcome != coverage.NoEffect {
		t.Errorf("%+v: %+v", r, report)
	}
	if topologytest.Coverage(&r, n, invariant.MaxRoutes("vtb-nowhere", 0)); r.errors != 1 {
		t.Errorf("an invariant that does not hold: %+v", r)
	}
}
