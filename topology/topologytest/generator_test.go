package topologytest_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// sizes are the presets and the extremes of what a caller can write.
var sizes = map[string]topologytest.Size{
	"zero": {}, "negative": {Regions: -1, Tables: -1, Instances: -1, Extras: -1}, "tiny": topologytest.Tiny(),
	"small": topologytest.Small(), "medium": topologytest.Medium(), "large": topologytest.Large(),
	"transit":  transit(topologytest.Medium()),
	"too much": {Regions: 99, CENs: 99, Tables: 99, Instances: 40, Prefixes: 99, Policies: 99, Extras: 2},
}

func transit(s topologytest.Size) topologytest.Size {
	s.Transit = true
	return s
}

// A drawn network has no violations, whatever the size.
func TestNetworksAreValid(t *testing.T) {
	for name, size := range sizes {
		t.Run(name, func(t *testing.T) {
			g := topologytest.Networks(size)
			for seed := range 1000 {
				n := g.Example(seed)
				if violations, _ := n.Validate(); len(violations) > 0 {
					t.Fatalf("seed %d: %v\n%s", seed, violations, topologytest.Document(n))
				}
			}
		})
	}
}

// The same seed draws the same network.
func TestNetworksAreDeterministic(t *testing.T) {
	for seed := range 100 {
		a, b := topologytest.Networks(topologytest.Medium()).Example(seed), topologytest.Networks(topologytest.Medium()).Example(seed)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("seed %d draws\n%s and\n%s", seed, topologytest.Document(a), topologytest.Document(b))
		}
	}
}

// The document of a drawn network reads back as the network.
func TestDocumentReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Medium()))
		back, err := topology.Parse([]byte(topologytest.Document(n)))
		if err != nil || !reflect.DeepEqual(&back, n) {
			t.Fatalf("reads back as %s, %v", topologytest.Document(&back), err)
		}
	})
}
