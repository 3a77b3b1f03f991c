package invariant_test

import (
	"context"
	"errors"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/meter/metertest"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

func TestCheckIsCancelled(t *testing.T) {
	n := site()
	redundant(n)
	s, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	every := invariant.And(
		invariant.Reachable("vpc-app", "idc"), invariant.Isolated("idc", "partner"), invariant.Not(invariant.OneWay("idc", "vpc-db")),
		invariant.Symmetric("vpc-app", "vpc-db"), invariant.PathThrough("vpc-app", "idc", "tr"), invariant.PathAvoids("vpc-app", "idc", "vpn-1"),
		invariant.NoBlackhole(), invariant.NoLoop(), invariant.NoConflict(), invariant.MaxRoutes("vtb", 100),
		invariant.PrefixConfined(prefixes("10.10.0.0/16")[0], "vtb", "idc", "vbr-1", "vbr-2", "vpc-app", "vpc-db"),
		invariant.NoTransit(attach.VBR, attach.VPN), invariant.Survives(invariant.Reachable("vpc-app", "idc"), "vbr-2"),
	)
	for _, i := range []invariant.Invariant{
		every, invariant.UnderFailures(2, every), invariant.UnderFailures(2, invariant.Reachable("vpc-db", "idc")),
		invariant.Or(invariant.NoInferred(), every),
	} {
		t.Run(i.String(), func(t *testing.T) {
			metertest.Check(t, metertest.Results{i.Check(s)}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
				v, err := i.CheckContext(ctx, s, progress)
				return metertest.Results{v}, err
			})
		})
	}
}

// An invariant of one's own is one step, and is asked no more once the context is cancelled.
func TestCheckOfOnesOwnIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	own := invariant.New("own", func(*topology.State) invariant.Verdict {
		if asked++; asked == 2 {
			cancel()
		}
		return invariant.Verdict{Holds: true}
	})
	s, err := topology.Propagate(site())
	if err != nil {
		t.Fatal(err)
	}
	steps := 0
	if v, err := own.CheckContext(ctx, s, func(done, total int) { steps += 10*done + total }); err != nil || !v.Holds || steps != 11 {
		t.Errorf("got %v, %v, steps %d", v, err, steps)
	}
	v, err := invariant.UnderFailures(1, own).CheckContext(ctx, s, nil)
	if !errors.Is(err, context.Canceled) || v.Holds || asked != 2 {
		t.Errorf("asked %d times, got %v, %v", asked, v, err)
	}
}
