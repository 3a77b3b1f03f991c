package topologytest_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// networks draws networks of the sizes that properties are checked with.
func networks() *rapid.Generator[*topology.Network] {
	return rapid.OneOf(topologytest.Networks(topologytest.Small()), topologytest.Networks(topologytest.Medium()))
}

// outcome is what Propagate makes of a network: the tables, or for each prefix without a single stable state its fault.
func outcome(t *rapid.T, n *topology.Network) string {
	state, err := topology.Propagate(n)
	var unstable topology.Instabilities
	switch {
	case errors.As(err, &unstable):
		var faults []string
		for _, i := range unstable {
			faults = append(faults, i.Prefix.String()+" "+i.Fault.String())
		}
		return strings.Join(faults, "\n")
	case err != nil:
		t.Fatal(err)
	}
	var lines []string
	for table := range state.Tables() {
		data, err := json.Marshal(table)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(data))
	}
	return strings.Join(lines, "\n")
}

// A reordered network is valid, holds what the other one held, and shares nothing with it.
func TestReorderedIsTheSameNetwork(t *testing.T) {
	drawn, moved := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		drawn++
		n := topologytest.Draw(t, networks())
		before := topologytest.Document(n)
		other := topologytest.Draw(t, topologytest.Reordered(n))
		after := topologytest.Document(other)
		if violations, _ := other.Validate(); len(violations) > 0 {
			t.Fatal(violations)
		}
		if !slices.Equal(sortedLines(before), sortedLines(after)) {
			t.Fatalf("%s became\n%s", before, after)
		}
		if before != after {
			moved++
		}
		clear(other.TransitRouters)
		if topologytest.Document(n) != before {
			t.Fatal("the network changed with its copy")
		}
	})
	if moved*10 < drawn*3 {
		t.Errorf("%d of %d networks came in another order", moved, drawn)
	}
}

// sortedLines returns the lines of a document without their order and the commas that follow from it.
func sortedLines(document string) []string {
	lines := strings.Split(strings.ReplaceAll(document, ",\n", "\n"), "\n")
	slices.Sort(lines)
	return lines
}

// An edited network is refused, or it propagates or has no stable state: nothing panics. Most are refused.
func TestNearlyValidNetworks(t *testing.T) {
	refused, drawn := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.NearlyValid(transit(topologytest.Small())))
		violations, _ := n.Validate()
		drawn++
		if len(violations) > 0 {
			refused++
			if _, err := topology.Propagate(n); !reflect.DeepEqual(err, error(violations)) {
				t.Fatalf("Validate finds %v, Propagate returns %v", violations, err)
			}
			return
		}
		outcome(t, n)
	})
	if drawn >= 100 && refused*3 < drawn {
		t.Errorf("%d of %d edited networks are refused, want a third", refused, drawn)
	}
}

// Networks that aim at being unstable are valid and mostly reach the aim.
func TestUnstableNetworks(t *testing.T) {
	const draws = 300
	faults := map[topology.Fault]int{}
	for seed := range draws {
		n := topologytest.Unstable().Example(seed)
		_, err := topology.Propagate(n)
		var unstable topology.Instabilities
		if err != nil && !errors.As(err, &unstable) {
			t.Fatalf("%v\n%s", err, topologytest.Document(n))
		}
		for _, i := range unstable {
			faults[i.Fault]++
			if i.Fault == topology.Undecided {
				t.Errorf("seed %d is too large to be decided", seed)
			}
		}
	}
	if faults[topology.SeveralStableStates] < draws/4 {
		t.Errorf("several stable states %d times in %d networks: %v", faults[topology.SeveralStableStates], draws,
			faults)
	}
}

// What remains of a network has all that the failure needs, and nothing that can go.
func TestMinimize(t *testing.T) {
	hasECR := func(n *topology.Network) bool {
		return slices.ContainsFunc(n.Attachments, func(a topology.Attachment) bool { return strings.HasPrefix(a.Instance, "ecr-") })
	}
	g := topologytest.Networks(topologytest.Medium())
	tried := 0
	for seed := range 100 {
		n := g.Example(seed)
		before := topologytest.Document(n)
		small := topologytest.Minimize(n, hasECR)
		if topologytest.Document(n) != before {
			t.Fatalf("seed %d: the network changed", seed)
		}
		if !hasECR(n) {
			if small != n {
				t.Errorf("seed %d: a network that does not fail came back as another", seed)
			}
			continue
		}
		tried++
		got := [...]int{len(small.TransitRouters), len(small.ECRs), len(small.Attachments), len(small.VPCs), len(small.VBRs), len(small.Peerings), len(small.DataCenters)}
		if violations, _ := small.Validate(); got != [...]int{1, 1, 1, 0, 0, 0, 0} || len(violations) > 0 || !hasECR(small) {
			t.Errorf("seed %d: %v remain: %v\n%s", seed, got, violations, topologytest.Document(small))
		}
	}
	if tried < 10 {
		t.Errorf("%d networks to minimize", tried)
	}
}
