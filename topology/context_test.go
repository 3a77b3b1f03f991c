package topology_test

import (
	"context"
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/internal/meter/metertest"
	"github.com/cenroute/cenroute/topology"
)

// twoVersions are two networks, with several differences of configuration, tables and reach.
func twoVersions(t *testing.T) (before, after *topology.State) {
	t.Helper()
	before = mustPropagate(t, fourRegions())
	n := before.Network().Clone()
	n.Peerings = n.Peerings[1:]
	n.TransitRouters[0].RouteTables[0].Policies = nil
	return before, mustPropagate(t, n)
}

func mustPropagate(t *testing.T, n *topology.Network) *topology.State {
	t.Helper()
	s, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLongWorkIsCancelled(t *testing.T) {
	before, after := twoVersions(t)
	changes := topology.Changes(before.Network(), after.Network())
	applied, appliedEvents, err := before.Apply(changes...)
	if err != nil || len(changes) < 2 {
		t.Fatalf("%d changes, %v", len(changes), err)
	}
	updated, updatedEvents, err := before.Update(after.Network())
	if err != nil {
		t.Fatal(err)
	}
	failed, err := before.Fail(before.Network().VBRs[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	difference := topology.Diff(before, after)
	if len(difference.Reach) == 0 || len(difference.Tables) == 0 || len(difference.Changes) == 0 {
		t.Fatalf("the difference has not everything: %+v", difference)
	}
	for name, c := range map[string]struct {
		plain metertest.Results
		call  metertest.Call
	}{
		"Propagate": {metertest.Results{before}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			s, err := topology.PropagateContext(ctx, before.Network(), progress)
			return metertest.Results{s}, err
		}},
		"Reach": {metertest.Results{before.Reach()}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			m, err := before.ReachContext(ctx, progress)
			return metertest.Results{m}, err
		}},
		"Diff": {metertest.Results{difference}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			d, err := topology.DiffContext(ctx, before, after, progress)
			return metertest.Results{d}, err
		}},
		"Diff of the same": {metertest.Results{topology.Diff(after, after)}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			d, err := topology.DiffContext(ctx, after, after, progress)
			return metertest.Results{d}, err
		}},
		"Apply": {metertest.Results{applied, appliedEvents}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			s, events, err := before.ApplyContext(ctx, progress, changes...)
			return metertest.Results{s, events}, err
		}},
		"Update": {metertest.Results{updated, updatedEvents}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			s, events, err := before.UpdateContext(ctx, after.Network(), progress)
			return metertest.Results{s, events}, err
		}},
		"Fail": {metertest.Results{failed}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			s, err := before.FailContext(ctx, progress, before.Network().VBRs[0].ID)
			return metertest.Results{s}, err
		}},
		"Verify": {nil, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
			return nil, topology.VerifyContext(ctx, before.Network(), before, progress)
		}},
	} {
		t.Run(name, func(t *testing.T) { metertest.Check(t, c.plain, c.call) })
	}
}

// A context that is cancelled already is told, also where there is nothing to do.
func TestNothingIsDoneForACancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var nothing topology.Network
	s := mustPropagate(t, &nothing)
	for name, call := range map[string]func() error{
		"Propagate": func() error { _, err := topology.PropagateContext(ctx, &nothing, nil); return err },
		"Reach":     func() error { _, err := s.ReachContext(ctx, nil); return err },
		"Diff":      func() error { _, err := topology.DiffContext(ctx, s, s, nil); return err },
		"Apply":     func() error { _, _, err := s.ApplyContext(ctx, nil); return err },
		"Update":    func() error { _, _, err := s.UpdateContext(ctx, &nothing, nil); return err },
		"Fail":      func() error { _, err := s.FailContext(ctx, nil); return err },
		"Verify":    func() error { return topology.VerifyContext(ctx, &nothing, s, nil) },
	} {
		if err := call(); err != context.Canceled {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// One pair of instances may take long: every other address of a data center goes another way.
func TestStepsAreDivided(t *testing.T) {
	n := fourRegions()
	for i := range 200 {
		prefix := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 1, 0, byte(i)}), 32)
		n.TransitRouters[0].RouteTables[0].Routes = append(n.TransitRouters[0].RouteTables[0].Routes,
			topology.StaticRoute{Prefix: prefix, Blackhole: i%2 == 0, NextHop: []string{"", "att-vbr-0"}[i%2]})
	}
	s := mustPropagate(t, n)
	pairs := len(s.Reach().Instances) * (len(s.Reach().Instances) - 1)
	looks := metertest.Looks(t, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
		m, err := s.ReachContext(ctx, progress)
		return metertest.Results{m}, err
	})
	if looks < 2*pairs+100 {
		t.Errorf("%d looks for %d pairs, of which one has two hundred pieces", looks, pairs)
	}
}
