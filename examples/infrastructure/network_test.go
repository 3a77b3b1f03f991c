package infrastructure

import (
	"flag"
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/topologytest"
)

var breaks = flag.Bool("break", false,
	"add a static route for 10.0.0.0/8 to the circuit vbr-1, which policies do not stop")

// What must hold.
var invariants = []invariant.Invariant{
	invariant.Reachable("vpc-app", "idc"),
	invariant.Symmetric("vpc-app", "idc"),
	invariant.Isolated("partner", "vpc-db"),
	invariant.NoTransit(attach.VBR, attach.VPN),
	invariant.PrefixConfined(netip.MustParsePrefix("172.30.0.0/16"), "partner", "vpn-partner", "tr-hz", "vpc-web"),
	invariant.UnderFailures(1, invariant.Reachable("vpc-app", "idc")),
}

func TestNetwork(t *testing.T) {
	network := topologytest.Load(t, "network.json")
	if *breaks {
		shortcut(network)
	}
	topologytest.Check(t, network, invariants...)
}

// shortcut is a change as it happens: someone needs 10.0.0.0/8 to lead to the data center, at once.
func shortcut(n *topology.Network) {
	table := &n.TransitRouters[0].RouteTables[0]
	table.Routes = append(table.Routes,
		topology.StaticRoute{Prefix: netip.MustParsePrefix("10.0.0.0/8"), NextHop: "att-vbr-1"})
}

// The partner is not ours: whatever it announces, it stays away from the database, and our own traffic does not depend
// on it. The same cannot be said of idc: if it announced a default route, the database would follow that to the transit
// router, which knows the way to the partner; policies filter routes, not packets.
func TestWhateverThePartnerAnnounces(t *testing.T) {
	partner := topologytest.Announcements{From: []string{"partner"}, Kinds: []topologytest.Announcement{
		topologytest.MoreSpecific, topologytest.DefaultRoute, topologytest.LongerPath}}
	topologytest.UnderAnnouncements(t, topologytest.Load(t, "network.json"), partner,
		invariant.Isolated("partner", "vpc-db"),
		invariant.Reachable("vpc-app", "idc"),
	)
}

// All of it in short, as the README shows it.
func TestOurNetwork(t *testing.T) {
	network := topologytest.Load(t, "network.json")
	topologytest.Check(t, network,
		invariant.Reachable("vpc-app", "idc"),
		invariant.Isolated("partner", "vpc-db"),
		invariant.NoTransit(attach.VBR, attach.VPN),
	)
	topologytest.UnderFailures(t, network, 1,
		invariant.Reachable("vpc-app", "idc"),
	)
	topologytest.UnderAnnouncements(t, network, topologytest.Announcements{From: []string{"partner"}},
		invariant.Isolated("partner", "vpc-db"),
	)
}
