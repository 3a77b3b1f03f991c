package topologytest

import (
	"os"
	"testing"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// Load reads a network from the file of its document, as [topology.Parse] does. A file that cannot be read or is no
// document ends the test, with a line for each slip.
func Load(t testing.TB, file string) *topology.Network {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n, err := topology.Parse(data)
	if err != nil {
		t.Fatalf("%s is no network document:\n%v", file, err)
	}
	return &n
}

// Check computes the state of a network and checks invariants of it, each by itself. Where one does not hold, the test
// fails with its counterexample; where several do not, it shows all. It fails as well where an invariant has no answer,
// for example because it names something that is not in the network, and where it holds only because there is nothing
// that it speaks about: in a test of one's own network both are slips. At the end stands the network as its [Document].
//
// A network that has no state, because the cloud would refuse it or because it is not stable, ends the test. The
// network must not be changed afterwards.
func Check(t testing.TB, n *topology.Network, invariants ...invariant.Invariant) {
	t.Helper()
	check(t, n, invariants)
}

// check is Check, and returns false if something is wrong.
func check(t testing.TB, n *topology.Network, invariants []invariant.Invariant) bool {
	t.Helper()
	state, err := topology.Propagate(n)
	if err != nil {
		t.Fatalf("the network has no state:\n%v", err)
		return false
	}
	holds, shown := true, true
	for _, i := range invariants {
		v := i.Check(state)
		if v.Holds && !v.Vacuous {
			continue
		}
		holds = false
		t.Errorf("%v%s", v, hint(v))
		if v.Network == nil {
			shown = false
			continue
		}
		t.Errorf("the network after this failure, for examples/simulate:\n%s", Document(v.Network))
	}
	if !shown {
		t.Errorf("the network, for examples/simulate:\n%s", Document(n))
	}
	return holds
}

// hint says what to do about a verdict that is no counterexample.
func hint(v invariant.Verdict) string {
	if v.Vacuous {
		return "  is there a slip in it? It holds whatever the network does\n"
	}
	return ""
}

// UnderFailures is [Check] in the network as it is, and in every failure of up to k of its circuits (VBR) and IPsec
// connections (VPN) at once. For each invariant that does not hold it shows a smallest failure that is enough, and the
// network with that. [invariant.UnderFailures] lets attachments and peerings fail, too:
//
//	topologytest.Check(t, n, invariant.UnderFailures(1, i, invariant.Attachments, invariant.Peerings))
func UnderFailures(t testing.TB, n *topology.Network, k int, invariants ...invariant.Invariant) {
	t.Helper()
	wrapped := make([]invariant.Invariant, len(invariants))
	for j, i := range invariants {
		wrapped[j] = invariant.UnderFailures(k, i)
	}
	check(t, n, wrapped)
}
