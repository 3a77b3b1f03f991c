package topologytest_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// twoPeerings finds a route that came over one peering and was told over another (TR-7.4): the table that tells has a
// route over a peering to a third router, and the table that is told has the same route over its own. It returns what
// is wrong, or "".
func twoPeerings(n *topology.Network, state *topology.State) string {
	routers := map[string]topology.TransitRouter{}
	for _, tr := range n.TransitRouters {
		for _, t := range tr.RouteTables {
			routers[t.ID] = tr
		}
	}
	for table := range state.Tables() {
		here, isRouter := routers[table.ID()]
		for r := range table.Routes() {
			i := slices.IndexFunc(n.Peerings, func(p topology.Peering) bool { return p.ID == r.NextHop })
			if !isRouter || i < 0 || !r.Learned || r.Origin.Kind == 0 || r.Origin.Region[:3] == "ccn" {
				continue
			}
			ends := n.Peerings[i].Ends
			other := ends[0].TransitRouter
			if other == here.ID {
				other = ends[1].TransitRouter
			}
			if attached(n, other, r.Origin.Instance) == "" {
				return fmt.Sprintf("%s learned %v from %s, where %s is not attached", table.ID(), r.Prefix, other, r.Origin.Instance)
			}
		}
	}
	return ""
}

// attached returns the ID of the attachment of an instance to a router, "" if there is none.
func attached(n *topology.Network, router, instance string) string {
	for _, a := range n.Attachments {
		if a.TransitRouter == router && a.Instance == instance {
			return a.ID
		}
	}
	return ""
}

// A test of a user: no transit router tells a peer what another peer told it.
func TestNoTransitOverRegions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Medium()))
		state, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		if wrong := twoPeerings(n, state); wrong != "" {
			t.Fatal(wrong)
		}
	})
}

// All that a random network needs to have a synchronized VPC attachment: a router, a VPC, and the attachment itself.
func ExampleMinimize() {
	synchronized := func(n *topology.Network) bool {
		return slices.ContainsFunc(n.Attachments, func(a topology.Attachment) bool { return a.Kind == attach.VPC && a.RouteSync })
	}
	big := topologytest.Networks(topologytest.Medium()).Filter(synchronized).Example(1)
	small := topologytest.Minimize(big, synchronized)
	fmt.Println(len(small.TransitRouters), len(small.VPCs), len(small.Attachments), len(small.Peerings), len(small.DataCenters))
	// Output: 1 1 1 0 0
}
