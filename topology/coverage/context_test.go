package coverage_test

import (
	"context"
	"testing"

	"github.com/cenroute/cenroute/internal/meter/metertest"
	"github.com/cenroute/cenroute/topology/coverage"
	"github.com/cenroute/cenroute/topology/invariant"
)

func TestMeasureIsCancelled(t *testing.T) {
	n, property := network(t), invariant.Reachable("vpc-1", "vpc-2")
	plain, err := coverage.Measure(n, property)
	if err != nil {
		t.Fatal(err)
	}
	metertest.Check(t, metertest.Results{plain}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
		report, err := coverage.MeasureContext(ctx, n, progress, property)
		return metertest.Results{report}, err
	})
}
