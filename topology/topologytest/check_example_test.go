package topologytest_test

import (
	"os"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// The test of an infrastructure repository: what must hold, what must survive a failure, and what nobody on premises
// can break by what he announces.
func TestOwnNetwork(t *testing.T) {
	data, err := os.ReadFile("../../examples/simulate/seed.json")
	if err != nil {
		t.Fatal(err)
	}
	network, err := topology.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	topologytest.Check(t, &network,
		invariant.Reachable("idc", "office"),
		invariant.OneWay("partner", "idc"),
		invariant.NoTransit(attach.VPN),
		invariant.NoLoop(),
	)
	topologytest.UnderFailures(t, &network, 2,
		invariant.Reachable("vpc-app", "vpc-web"),
		invariant.Isolated("office", "partner"),
	)
	topologytest.UnderAnnouncements(t, &network, topologytest.Announcements{From: []string{"partner"}},
		invariant.Isolated("office", "partner"),
	)
}
