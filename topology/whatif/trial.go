package whatif

import (
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

// Try makes changes on a state, which stays as it is, and tells what they do and which invariants break. For example, what
// would happen without a policy:
//
//	whatif.Try(state, nil, topology.RemovePolicy{Table: "vtb-hz", Direction: policy.Egress, Priority: 10})
//
// The error is that of [topology.State.Apply].
func Try(s *topology.State, invariants []invariant.Invariant, changes ...topology.Change) (Trial, error) {
	next, events, err := s.Apply(changes...)
	if err != nil {
		return Trial{}, err
	}
	return compare(s, next, events, invariants), nil
}

// Compare is Try for another version of the network. The error is that of [topology.State.Update].
func Compare(s *topology.State, invariants []invariant.Invariant, next *topology.Network) (Trial, error) {
	after, events, err := s.Update(next)
	if err != nil {
		return Trial{}, err
	}
	return compare(s, after, events, invariants), nil
}

func compare(before, after *topology.State, events []topology.Event, invariants []invariant.Invariant) Trial {
	t := Trial{State: after, Events: events, Difference: topology.Diff(before, after)}
	for _, property := range invariants {
		held, v := property.Check(before).Holds, property.Check(after)
		switch {
		case held && !v.Holds:
			t.Broken = append(t.Broken, v)
		case !v.Holds:
			t.Failing = append(t.Failing, v)
		case !held:
			t.Restored = append(t.Restored, v.Invariant)
		}
	}
	return t
}
