package lint_test

import (
	"context"
	"testing"

	"github.com/cenroute/cenroute/internal/meter/metertest"
	"github.com/cenroute/cenroute/topology/lint"
)

func TestNetworkIsCancelled(t *testing.T) {
	n := parse(t, clean)
	n.VPCs[1].VSwitches = append(n.VPCs[1].VSwitches, n.VPCs[0].VSwitches...)
	plain := findings(t, n)
	if len(plain) == 0 {
		t.Fatal("there is nothing to find")
	}
	metertest.Check(t, metertest.Results{plain}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
		list, err := lint.NetworkContext(ctx, n, progress)
		return metertest.Results{list}, err
	})
}
