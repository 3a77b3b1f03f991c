package openapi

import (
	"context"
	"testing"

	"github.com/cenroute/cenroute/internal/meter/metertest"
	"github.com/cenroute/cenroute/topology"
)

func TestLongWorkIsCancelled(t *testing.T) {
	fsys := folder(t)
	x := mustRead(t, fsys)
	n := x.Network.Clone()
	n.Attachments[0].Propagations = nil
	s, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	plain := Compare(s, x.Observed)
	if plain.Empty() || len(x.Observed) < 2 {
		t.Fatal("there is nothing to compare")
	}
	t.Run("Read", func(t *testing.T) {
		metertest.Check(t, metertest.Results{x}, func(ctx context.Context, progress func(done,
			total int)) (metertest.Results, error) {
			x, err := ReadContext(ctx, fsys, progress)
			return metertest.Results{x}, err
		})
	})
	t.Run("Compare", func(t *testing.T) {
		metertest.Check(t, metertest.Results{plain}, func(ctx context.Context, progress func(done,
			total int)) (metertest.Results, error) {
			c, err := CompareContext(ctx, s, x.Observed, progress)
			return metertest.Results{c}, err
		})
	})
}
