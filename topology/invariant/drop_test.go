package invariant_test

import (
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// Two circuits are told each other's static route, and look up what they receive from the router there again.
func circle(n *topology.Network) {
	n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-2", Region: "cn-hangzhou"})
	attachTo(n, "att-vbr-2", attach.VBR, "vbr-2")
	n.Attachments[2].RouteSync = false
	static(n, "10.9.0.0/16", "att-vbr")
	static(n, "10.9.0.0/16", "att-vbr-2")
}

// The three RFC 1918 routes lead everything to the transit router, the circuit has failed.
func openDoor(n *topology.Network) {
	n.Attachments[0].AutoCreateRoutes = true
	n.Down = []string{"vbr-1"}
}

func TestNoBlackhole(t *testing.T) {
	lost := `
does not hold: NoBlackhole(NAMES): a packet from vpc-app to idc is led away and lost
  192.168.1.1@vpc-app -> 10.10.0.1: not reachable
  forward: not delivered
    not delivered: no route in vtb [TR-4.1]
      vpc-app  vpc-app/system  10.0.0.0/8  -> att-app
      tr       vtb
  return: not tried
`
	runChecks(t, site, []check{
		{"where there is no route at all", nil, invariant.NoBlackhole(), "holds: NoBlackhole()\n"},
		{"a route that leads nowhere", openDoor, invariant.NoBlackhole(), replaced(lost, "NAMES", "")},
		{"of two", openDoor, invariant.NoBlackhole("vpc-app", "idc"), replaced(lost, "NAMES", "vpc-app, idc")},
		{"of two others", openDoor, invariant.NoBlackhole("vpc-db", "partner"),
			"holds: NoBlackhole(vpc-db, partner)\n"},
		{"a blackhole route", func(n *topology.Network) {
			n.TransitRouters[0].RouteTables[0].Routes = []topology.StaticRoute{{Prefix: prefix("10.10.9.0/24"), Blackhole: true}}
		}, invariant.NoBlackhole("idc", "vpc-db"), `
does not hold: NoBlackhole(idc, vpc-db): a packet from vpc-db to idc is led away and lost
  192.168.2.1@vpc-db -> 10.10.9.1: not reachable
  forward: not delivered
    not delivered: blackhole route in vtb [TR-3.5.1]
      vpc-db  vpc-db/system  10.10.9.0/24  -> att-db
      tr      vtb            10.10.9.0/24  -> blackhole
  return: not tried
`},
		{"a circle is none", func(n *topology.Network) {
			n.VBRs[0].Routes = []topology.ExternalRoute{{Prefix: prefix("10.10.0.0/16"), NextHop: "att-vbr"}}
			n.DataCenters[0].Sessions[0].Silent = true
			static(n, "10.10.0.0/16", "att-vbr")
		}, invariant.NoBlackhole("vpc-app", "idc"), "holds: NoBlackhole(vpc-app, idc)\n"},
		{"one alone", nil, invariant.NoBlackhole("idc"),
			"holds without a case: NoBlackhole(idc): there are no two instances with addresses of their own\n"},
		{"outside the model", outside("172.30.0.0/16"), invariant.NoBlackhole("vpc-app", "partner"),
			"no answer: NoBlackhole(vpc-app, partner): what becomes of the packet 192.168.1.1@vpc-app -> 172.30.0.1 is not known: " +
				"next hop havip-1 of type HaVip is outside the model\n"},
		{"an unknown name", nil, invariant.NoBlackhole("idc", "vbr-1"),
			"no answer: NoBlackhole(idc, vbr-1): \"vbr-1\" has no addresses of its own\n"},
	})
}

func TestNoLoop(t *testing.T) {
	loop := `
does not hold: NoLoop(NAMES): a packet from vpc-app runs in a circle
  192.168.1.1@vpc-app -> 10.9.0.1: not reachable
  forward: not delivered
    path 1 of 2: not delivered: no route in vbr-1 [TR-4.1]
      vpc-app  vpc-app/system  10.9.0.0/16  -> att-app
      tr       vtb             10.9.0.0/16  -> att-vbr
      vbr-1    vbr-1
    path 2 of 2: not delivered: loop: back at tr in vtb [TR-7.5]
      vpc-app  vpc-app/system  10.9.0.0/16  -> att-app
      tr       vtb             10.9.0.0/16  -> att-vbr-2
      vbr-2    vbr-2           10.9.0.0/16  -> att-vbr-2
  return: not tried
`
	runChecks(t, site, []check{
		{"none", nil, invariant.NoLoop(), "holds: NoLoop()\n"},
		// No instance owns 10.9.0.0/16.
		{"addresses of nobody", circle, invariant.NoLoop("vpc-app"), replaced(loop, "NAMES", "vpc-app")},
		{"a sender that has no way in", circle, invariant.NoLoop("idc"), "holds: NoLoop(idc)\n"},
		{"no sender", func(n *topology.Network) { n.VPCs, n.DataCenters, n.Attachments = nil, nil, nil }, invariant.NoLoop(),
			"holds without a case: NoLoop(): no instance has addresses of its own\n"},
		{"an unknown name", nil, invariant.NoLoop("ecr-1"),
			"no answer: NoLoop(ecr-1): the network has no instance or data center \"ecr-1\"\n"},
	})
}
