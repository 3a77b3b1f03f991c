package topology_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// Where one more switch of an attachment or a peering, or one failure less, lets a route into a table, the explanation
// before did not say that nothing leads there, nor only what no configuration changes. Routes of which nothing was in
// any table are no exception: an aggregate that went nowhere, a route of what had failed.
func TestNoSwitchOpensAWayThatThereIsNot(t *testing.T) {
	appeared := 0
	draws := check(t, func(t *rapid.T) {
		n := draw(t)
		opened := edited(t, n, func(m *topology.Network) { openOne(t, m) })
		before, after := solved(t, n), solved(t, opened)
		for table := range after.Tables() {
			old, ok := before.Table(table.ID())
			for r := range table.Routes() {
				if !ok || r.Status != route.Active || slices.ContainsFunc(old.Get(r.Prefix), func(o route.Route) bool { return o.Status == route.Active }) {
					continue
				}
				appeared++
				e, err := before.Explain(table.ID(), r.Prefix)
				if err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(e.Blockers, func(b topology.Blocker) bool {
					return !b.Given && b.Reason != route.NoWay && b.Reason != route.NoOrigin
				}) {
					t.Fatalf("%s came into %s, the explanation names nothing that could be changed:\n%v", r.Prefix,
						table.ID(), e)
				}
			}
		}
	})
	requireShare(t, "routes appeared", appeared, draws, 2)
}

// openOne sets one switch of a network that is off, or repairs one part.
func openOne(t *rapid.T, n *topology.Network) {
	var switches []func()
	set := func(router string, association *string, propagations *[]string) {
		table := n.TransitRouters[slices.IndexFunc(n.TransitRouters, func(r topology.TransitRouter) bool { return r.ID == router })].SystemTable()
		if *association == "" {
			switches = append(switches, func() { *association = table })
		}
		if !slices.Contains(*propagations, table) {
			switches = append(switches, func() { *propagations = append(*propagations, table) })
		}
	}
	for i := range n.Attachments {
		a := &n.Attachments[i]
		set(a.TransitRouter, &a.Association, &a.Propagations)
		switches = append(switches, func() { a.RouteSync = a.Kind != attach.ECR }, func() { a.IPv6 = a.Kind == attach.VPC })
	}
	for i := range n.Peerings {
		for k := range n.Peerings[i].Ends {
			e := &n.Peerings[i].Ends[k]
			set(e.TransitRouter, &e.Association, &e.Propagations)
			switches = append(switches, func() { e.RouteSync = true })
		}
	}
	for i := range n.Down {
		switches = append(switches, func() { n.Down = slices.Delete(n.Down, i, i+1) })
	}
	if len(switches) == 0 {
		t.Skip("nothing to switch")
	}
	rapid.SampledFrom(switches).Draw(t, "switch")()
}
