package reference_test

import (
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/internal/reference"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// The engine gives every documented network the tables of the reference.
func TestEngineOnScenarios(t *testing.T) {
	files, err := filepath.Glob("../../../shared/scenarios/*/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("there are no scenarios beside the repository")
	}
	compared := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".expect.json") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		n, err := topology.Parse(data)
		if err != nil {
			continue // refused as documented
		}
		state, err := topology.Propagate(&n)
		if err != nil {
			continue // the same
		}
		compared++
		if diff := differenceOn(&n, state); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
	if compared == 0 {
		t.Error("not one scenario has a state")
	}
}

// The engine gives random networks of every size the tables of the reference.
func TestEngineOnRandomNetworks(t *testing.T) {
	sizes := []struct {
		name string
		size topologytest.Size
	}{
		{"tiny", topologytest.Tiny()},
		{"small", topologytest.Small()},
		{"transit", transit(topologytest.Small())},
		{"medium", topologytest.Medium()},
		{"large", topologytest.Large()},
		{"transit medium", transit(topologytest.Medium())},
		{"many policies", topologytest.Size{Regions: 2, CENs: 1, Tables: 2, Instances: 8, Prefixes: 6, Policies: 30,
			Extras: 1}},
		{"many extras", topologytest.Size{Regions: 2, CENs: 1, Tables: 2, Instances: 10, Prefixes: 20, Policies: 1,
			Extras: 12}},
		{"many instances", topologytest.Size{Regions: 2, CENs: 1, Tables: 1, Instances: 60, Prefixes: 3, Policies: 2,
			Extras: 1}},
	}
	if testing.Short() {
		sizes = sizes[:3]
	}
	for _, c := range sizes {
		t.Run(c.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { checkEngine(t, topologytest.Draw(t, topologytest.Networks(c.size))) })
		})
	}
}

func transit(s topologytest.Size) topologytest.Size {
	s.Transit = true
	return s
}

// Networks that aim at having no stable state: where the engine finds one all the same, it is that of the reference;
// where the engine says that there is none, the reference does not come to rest.
func TestEngineOnUnstableNetworks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkEngine(t, topologytest.Draw(t, topologytest.Unstable())) })
}

// checkEngine holds what the engine says of a valid network against the reference.
func checkEngine(t *rapid.T, n *topology.Network) {
	state, err := topology.Propagate(n)
	var unstable topology.Instabilities
	switch {
	case errors.As(err, &unstable):
		checkUnstable(t, n, unstable)
	case err != nil:
		t.Fatal(err)
	default:
		if diff := differenceOn(n, state); diff != "" {
			t.Fatal(diff)
		}
	}
}

// checkUnstable checks that the reference does not come to rest either where the engine says that nothing can.
func checkUnstable(t *rapid.T, n *topology.Network, found topology.Instabilities) {
	for _, i := range found {
		if i.Fault == topology.NoStableState {
			if _, err := reference.Propagate(n); err == nil {
				t.Fatalf("the reference has a stable state, the engine says: %v", found)
			}
		}
	}
}

// differenceOn is what engine and reference disagree about on a network, "" if they agree. The state of the engine must
// be what a round leaves as it is, and what the reference reaches from empty tables, if it reaches any.
func differenceOn(n *topology.Network, state *topology.State) string {
	engine := tablesOf(state)
	if diff := difference(engine, reference.Derive(n, engine)); diff != "" && !hasParallelSessions(n) {
		return "a round changes the engine's state:" + diff
	}
	reached, ok := reach(n, engine)
	if !ok {
		return ""
	}
	return difference(engine, reached)
}

// reach comes from empty tables to stable ones. Tables that all change at the same time can chase each other although
// there is a stable state, and so can tables that change one after the other, in one order but not in another.
func reach(n *topology.Network, tables reference.Tables) (reference.Tables, bool) {
	reached, err := reference.Propagate(n)
	var order []string
	for _, table := range tables {
		order = append(order, table.ID)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		if err == nil {
			return reached, true
		}
		random.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		reached, err = reference.PropagateInOrder(n, order)
	}
	return reached, err == nil
}

// hasParallelSessions tells whether a data center has several sessions with one neighbour. The rows of a table do not
// tell them apart, which a round has to know.
func hasParallelSessions(n *topology.Network) bool {
	for _, dc := range n.DataCenters {
		for i, s := range dc.Sessions {
			if slices.ContainsFunc(dc.Sessions[:i], func(o topology.Session) bool { return o.To == s.To }) {
				return true
			}
		}
	}
	return false
}

// tablesOf are the tables of an engine's state as this package writes them.
func tablesOf(s *topology.State) reference.Tables {
	var tables reference.Tables
	for table := range s.Tables() {
		tables = append(tables, reference.Table{Owner: table.Owner(), ID: table.ID(),
			Routes: slices.Collect(table.Routes())})
	}
	return tables
}

// difference is what two sets of tables disagree about, "" if they agree in every field of every route and in the
// order.
func difference(engine, other reference.Tables) string {
	if cmp.Equal(engine, other, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(reference.Table{}), cmpopts.EquateComparable(netip.Prefix{})) {
		return ""
	}
	ours, theirs := linesOf(engine), linesOf(other)
	if text := onlyIn("- engine    ", ours, theirs) + onlyIn("+ reference ", theirs, ours); text != "" {
		return "\n" + text
	}
	return "\nthe order or number of equal routes: " + cmp.Diff(ours, theirs)
}

// linesOf are the routes of tables, one a line, for people to read.
func linesOf(tables reference.Tables) []string {
	var lines []string
	for _, table := range tables {
		lines = append(lines, table.Owner+" "+table.ID)
		for _, r := range table.Routes {
			text, err := json.Marshal(r)
			if err != nil {
				panic(err)
			}
			lines = append(lines, table.ID+" "+string(text))
		}
	}
	return lines
}

// onlyIn are the lines that another list does not have.
func onlyIn(mark string, lines, other []string) string {
	var text strings.Builder
	for _, line := range lines {
		if !slices.Contains(other, line) {
			text.WriteString(mark + line + "\n")
		}
	}
	return text.String()
}
