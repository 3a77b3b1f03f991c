package topology_test

import (
	"errors"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// transitNetworks draws networks in which data centers may pass on what they heard.
func transitNetworks() *rapid.Generator[*topology.Network] {
	size := topologytest.Small()
	size.Transit = true
	return rapid.OneOf(networks(), topologytest.Networks(size), topologytest.Unstable())
}

// stable draws a network that has one stable state.
func stable(t *rapid.T) *topology.State {
	n := topologytest.Draw(t, transitNetworks())
	state, err := topology.Propagate(n)
	var unstable topology.Instabilities
	switch {
	case errors.As(err, &unstable):
		t.Skip("not stable")
	case err != nil:
		t.Fatal(err)
	}
	return state
}

// One more round changes nothing: every table holds what the rules derive from what its neighbours hold.
func TestOneMoreRoundChangesNothing(t *testing.T) {
	check(t, func(t *rapid.T) {
		if err := topology.AnotherRound(stable(t)); err != nil {
			t.Fatal(err)
		}
	})
}

// The schedule plays no part: in whatever order tables hear of each other, if they come to rest, it is in the state
// that Propagate computes; and without transit data centers they nearly always do.
func TestScheduleOfTheSolverPlaysNoPart(t *testing.T) {
	restless := 0
	draws := check(t, func(t *rapid.T) {
		state := stable(t)
		order := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		late, err := topology.Scheduled(state, order.IntN)
		if err != nil {
			t.Fatal(err)
		}
		restless += late
	})
	if restless*10 > draws {
		t.Errorf("in %d states, %d prefixes do not come to rest", draws, restless)
	}
}
