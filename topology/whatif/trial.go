package whatif

import (
	"context"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// A Trial is what changes would do.
type Trial struct {
	State      *topology.State // after the changes
	Events     []topology.Event
	Difference topology.Difference
	Broken     []invariant.Verdict // invariants that do not hold any more
	Failing    []invariant.Verdict // invariants that did not hold before either
	Restored   []string            // invariants that hold now and did not before
}

// Try makes changes on a state, which stays as it is, and tells what they do and which invariants break. For example,
// what would happen without a policy:
//
//	whatif.Try(state, nil, topology.RemovePolicy{Table: "vtb-hz", Direction: policy.Egress, Priority: 10})
//
// The error is that of [topology.State.Apply].
func Try(s *topology.State, invariants []invariant.Invariant, changes ...topology.Change) (Trial, error) {
	return TryContext(context.Background(), s, invariants, nil, changes...)
}

// TryContext is [Try] with a context and progress, as [topology.PropagateContext] explains: a step for the changes, one
// for the difference, and one for each invariant.
func TryContext(ctx context.Context, s *topology.State, invariants []invariant.Invariant, progress func(done, total int),
	changes ...topology.Change,
) (Trial, error) {
	next, events, err := s.ApplyContext(ctx, nil, changes...)
	if err != nil {
		return Trial{}, err
	}
	return compare(s, next, events, invariants, meter.Of(ctx, 2+len(invariants), progress))
}

// Compare is Try for another version of the network. The error is that of [topology.State.Update].
func Compare(s *topology.State, invariants []invariant.Invariant, next *topology.Network) (Trial, error) {
	return CompareContext(context.Background(), s, invariants, next, nil)
}

// CompareContext is [Compare] with a context and progress, in the steps of [TryContext].
func CompareContext(ctx context.Context, s *topology.State, invariants []invariant.Invariant, next *topology.Network,
	progress func(done, total int),
) (Trial, error) {
	after, events, err := s.UpdateContext(ctx, next, nil)
	if err != nil {
		return Trial{}, err
	}
	return compare(s, after, events, invariants, meter.Of(ctx, 2+len(invariants), progress))
}

func compare(before, after *topology.State, events []topology.Event, invariants []invariant.Invariant, m *meter.Meter) (Trial, error) {
	if err := m.Step(); err != nil {
		return Trial{}, err
	}
	difference, err := topology.DiffContext(m.Context(), before, after, nil)
	if err != nil {
		return Trial{}, err
	}
	t := Trial{State: after, Events: events, Difference: difference}
	for _, property := range invariants {
		if err := m.Step(); err != nil {
			return Trial{}, err
		}
		old, _ := property.CheckContext(m.Context(), before, nil)
		now, _ := property.CheckContext(m.Context(), after, nil)
		t.note(old, now)
	}
	if err := m.Step(); err != nil {
		return Trial{}, err
	}
	return t, nil
}

// note puts the verdict about an invariant after the changes where it belongs.
func (t *Trial) note(before, after invariant.Verdict) {
	switch {
	case before.Holds && !after.Holds:
		t.Broken = append(t.Broken, after)
	case !after.Holds:
		t.Failing = append(t.Failing, after)
	case !before.Holds:
		t.Restored = append(t.Restored, after.Invariant)
	}
}
