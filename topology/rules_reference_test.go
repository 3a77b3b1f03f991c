package topology_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cenroute/cenroute/internal/reference"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// checkReference holds the state of a rule case against package reference, in every field of every route.
func checkReference(t *testing.T, n *topology.Network, state *topology.State) {
	t.Helper()
	want, err := reference.Propagate(n)
	if err != nil {
		t.Error(err)
		return
	}
	for _, table := range want {
		got, ok := state.Table(table.ID)
		if !ok {
			t.Errorf("there is no table %s", table.ID)
			continue
		}
		routes := slices.Collect(got.Routes())
		if diff := cmp.Diff(table.Routes, routes, cmpopts.EquateEmpty(), cmp.Comparer(func(a, b route.Route) bool { return route.Compare(a, b) == 0 })); diff != "" {
			t.Errorf("table %s: -reference +engine:\n%s", table.ID, diff)
		}
	}
	if tables := len(slices.Collect(state.Tables())); tables != len(want) {
		t.Errorf("%d tables, the reference has %d", tables, len(want))
	}
}
