package topology_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// Each route of a router table comes from the universe of the table, on its way in if it was learned, on its way out in
// any case.
func TestUniverseHoldsEveryRoute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state, err := topology.Propagate(topologytest.Draw(t, topologytest.Networks(topologytest.Small())))
		if err != nil {
			t.Skip(err)
		}
		for table := range state.Tables() {
			in, ok := state.Universe(table.ID(), policy.Ingress)
			out, _ := state.Universe(table.ID(), policy.Egress)
			if !ok {
				continue
			}
			for r := range table.Routes() {
				if r.Learned && !holds(&in, &r) {
					t.Fatalf("%s: %+v is not in the universe of what comes in, %+v", table.ID(), r, in.Sources)
				}
				if !holds(&out, &r) {
					t.Fatalf("%s: %+v is not in the universe of what goes out, %+v", table.ID(), r, out.Sources)
				}
			}
		}
	})
}

func holds(u *policy.Universe, r *route.Route) bool {
	return slices.ContainsFunc(u.Sources, func(s policy.Source) bool {
		o := r.Origin
		class := r.Type
		if class == route.Blackhole {
			class = route.Static
		}
		return s.Origin == policy.Origin[string]{Instance: o.Instance, Member: o.Member, Region: o.Region, Table: o.Table, Kind: o.Kind} &&
			(s.Type == route.NoType || s.Type == class)
	})
}

// A policy that is dead in the universe of its table can be deleted: the state stays the same.
func TestDeadPoliciesCanBeDeleted(t *testing.T) {
	dead := 0
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		state, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		c := n.Clone()
		for i := range c.TransitRouters {
			for k := range c.TransitRouters[i].RouteTables {
				table := &c.TransitRouters[i].RouteTables[k]
				dead += deleteDead(state, table)
			}
		}
		after, err := topology.Propagate(c)
		if err != nil {
			t.Fatal(err)
		}
		requireSameRoutes(t, state, after)
	})
	if dead == 0 && !t.Failed() {
		t.Error("no dead policy was drawn")
	}
}

// deleteDead deletes the dead policies of a table and returns how many they were.
func deleteDead(state *topology.State, table *topology.RouteTable) int {
	before := len(table.Policies)
	for _, d := range []policy.Direction{policy.Ingress, policy.Egress} {
		u, _ := state.Universe(table.ID, d)
		list := table.Policies
		gone := policy.Analyze(list, d, u).Dead()
		slices.SortFunc(gone, func(a, b policy.Standing) int { return b.Index - a.Index })
		for _, s := range gone {
			list = slices.Delete(list, s.Index, s.Index+1)
		}
		table.Policies = list
	}
	return before - len(table.Policies)
}

func requireSameRoutes(t *rapid.T, a, b *topology.State) {
	for table := range a.Tables() {
		other, _ := b.Table(table.ID())
		if !slices.EqualFunc(slices.Collect(table.Routes()), slices.Collect(other.Routes()), func(x, y route.Route) bool { return route.Compare(x, y) == 0 }) {
			t.Fatalf("table %s differs:\n%v\n%v", table.ID(), slices.Collect(table.Routes()), slices.Collect(other.Routes()))
		}
	}
}
