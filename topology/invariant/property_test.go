package invariant_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// drawState draws a network that has a state.
func drawState(t *rapid.T) *topology.State {
	s, err := topology.Propagate(topologytest.Draw(t, topologytest.Networks(topologytest.Small())))
	if err != nil {
		t.Skip(err)
	}
	return s
}

// The matrix of State.Reach, which asks once for each set of addresses, and the invariants, which trace packets, must
// say the same of each pair of instances.
func TestInvariantsAgreeWithReach(t *testing.T) {
	answers := map[bool]int{}
	rapid.Check(t, func(t *rapid.T) {
		s := drawState(t)
		m := s.Reach()
		for _, a := range m.Instances {
			for _, b := range m.Instances {
				there, _ := m.Cell(a, b)
				back, _ := m.Cell(b, a)
				if a == b || there.Verdict == topology.ReachUndecided || back.Verdict == topology.ReachUndecided {
					continue
				}
				for _, c := range []struct {
					of   invariant.Invariant
					want bool
				}{
					{invariant.Isolated(a, b), there.Verdict == topology.ReachNone && back.Verdict == topology.ReachNone},
					{invariant.Reachable(a, b), there.BothWays == topology.ReachFull},
					{invariant.OneWay(a, b), there.Verdict == topology.ReachFull && back.Verdict == topology.ReachNone},
				} {
					v := c.of.Check(s)
					if v.Err == nil && v.Holds != c.want {
						t.Fatalf("%vthe matrix has %v and %v, both ways %v", v, there.Verdict, back.Verdict,
							there.BothWays)
					}
					if v.Err != nil && there.BothWays == topology.ReachFull {
						t.Fatalf("%vthe matrix has an answer: both ways full", v)
					}
					if v.Err == nil {
						answers[v.Holds]++
					}
				}
			}
		}
	})
	if min(answers[true], answers[false]) < 50 {
		t.Errorf("answers %v are too few", answers)
	}
}

// A counterexample is what it says: the packet does arrive, or does not.
func TestCounterexamplesAreTrue(t *testing.T) {
	shown := 0
	rapid.Check(t, func(t *rapid.T) {
		s := drawState(t)
		m := s.Reach()
		for _, a := range m.Instances {
			for _, b := range m.Instances {
				for _, of := range []invariant.Invariant{invariant.Isolated(a, b), invariant.Reachable(a, b), invariant.Symmetric(a, b)} {
					v := of.Check(s)
					if v.Trace == nil {
						continue
					}
					shown++
					again, err := s.Trace(v.Trace.From, v.Trace.To)
					if err != nil || again.String() != v.Trace.String() {
						t.Fatalf("%v shows\n%v, tracing it again gives\n%v, %v", of, v.Trace, again, err)
					}
				}
			}
		}
	})
	if shown < 100 {
		t.Errorf("%d counterexamples are too few", shown)
	}
}

// Compounds are what logic makes of their parts, verdicts are a function of the state, and no network makes one panic.
func TestLogicOfRandomStates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawState(t)
		parts := []invariant.Invariant{
			invariant.NoBlackhole(), invariant.NoLoop(), invariant.NoConflict(), invariant.NoInferred("D-38"),
			invariant.NoTransit(attach.VBR, attach.VPN, attach.CCN, attach.ECR), invariant.NoTransit(attach.VPC),
			invariant.PrefixConfined(prefix("10.0.0.0/8")), invariant.UnderFailures(1, invariant.NoConflict()),
		}
		a, b := rapid.SampledFrom(parts).Draw(t, "a"), rapid.SampledFrom(parts).Draw(t, "b")
		va, vb := a.Check(s), b.Check(s)
		if again := a.Check(s); !reflect.DeepEqual(again.String(), va.String()) {
			t.Fatalf("first %v then %v", va, again)
		}
		known := va.Err == nil && vb.Err == nil
		for _, c := range []struct {
			of   invariant.Invariant
			want bool
		}{
			{invariant.And(a, b), known && va.Holds && vb.Holds},
			{invariant.Or(a, b), known && (va.Holds || vb.Holds)},
			{invariant.Implies(a, b), known && (!va.Holds || vb.Holds)},
			{invariant.Not(a), va.Err == nil && !va.Holds},
		} {
			if v := c.of.Check(s); v.Holds != c.want {
				t.Fatalf("%v: %v, want %v", c.of, v, c.want)
			}
		}
	})
}
