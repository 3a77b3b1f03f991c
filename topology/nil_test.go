package topology_test

import (
	"testing"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/coverage"
	"github.com/cenroute/cenroute/topology/lint"
	"github.com/cenroute/cenroute/topology/render"
	"github.com/cenroute/cenroute/topology/whatif"
)

// A nil *Network is read as the zero Network wherever one is asked for.
func TestANilNetworkIsEmpty(t *testing.T) {
	empty := mustPropagate(t, nil)
	if err := topology.Verify(nil, empty); err != nil {
		t.Errorf("verify: %v", err)
	}
	full := mustPropagate(t, oneCircuit())
	next, _, err := full.Update(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []*topology.State{empty, next} {
		for table := range s.Tables() {
			t.Errorf("there is table %s", table.ID())
		}
		if s.Network() == nil {
			t.Error("the state has no network")
		}
	}
	if _, err := lint.Network(nil); err != nil {
		t.Errorf("lint: %v", err)
	}
	if _, err := coverage.Measure(nil); err != nil {
		t.Errorf("coverage: %v", err)
	}
	for _, of := range []func(*topology.Network) []whatif.Unit{whatif.Circuits, whatif.Connections, whatif.Attachments, whatif.Peerings, whatif.Regions} {
		if units := of(nil); len(units) != 0 {
			t.Errorf("there are units %v", units)
		}
	}
	if g := render.Network(nil); len(g.Edges) != 0 {
		t.Errorf("there are edges %v", g.Edges)
	}
}
