package whatif_test

import (
	"context"
	"testing"

	"github.com/cenroute/cenroute/internal/meter/metertest"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/whatif"
)

func TestLongWorkIsCancelled(t *testing.T) {
	s := twoRegions(t)
	units := whatif.Attachments(s.Network())
	invariants := []invariant.Invariant{invariant.Reachable("vpc-hz", "vpc-sh"), invariant.Isolated("vpn-1", "idc-1")}
	change := topology.Fail{IDs: []string{"vbr-1", "peer-1"}}
	next := s.Network().Clone()
	next.Down = change.IDs

	breaks, err1 := whatif.Breaks(s, 2, units, invariants...)
	points, err2 := whatif.SinglePoints(s, units)
	trial, err3 := whatif.Try(s, invariants, change)
	compared, err4 := whatif.Compare(s, invariants, next)
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil || len(breaks) == 0 || len(points) == 0 {
		t.Fatal(breaks, points, err1, err2, err3, err4)
	}
	for name, c := range map[string]struct {
		plain metertest.Results
		call  metertest.Call
	}{
		"Breaks": {metertest.Results{breaks}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			list, err := whatif.BreaksContext(ctx, s, 2, units, progress, invariants...)
			return metertest.Results{list}, err
		}},
		"SinglePoints": {metertest.Results{points}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			list, err := whatif.SinglePointsContext(ctx, s, units, progress)
			return metertest.Results{list}, err
		}},
		"Try": {metertest.Results{trial}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			trial, err := whatif.TryContext(ctx, s, invariants, progress, change)
			return metertest.Results{trial}, err
		}},
		"Compare": {metertest.Results{compared}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			trial, err := whatif.CompareContext(ctx, s, invariants, next, progress)
			return metertest.Results{trial}, err
		}},
	} {
		t.Run(name, func(t *testing.T) { metertest.Check(t, c.plain, c.call) })
	}
}
