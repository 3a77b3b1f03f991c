package invariant_test

import (
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// A static route passes by policy 5000 (P-5.11): the partner learns 10.0.0.0/8, idc learns nothing of the partner.
func staticToCircuit(n *topology.Network) { static(n, "10.0.0.0/8", "att-vbr") }

// The partner has a second prefix, which the tunnel does not announce: the way to it is missing.
func unannounced(n *topology.Network) {
	d := &n.DataCenters[1]
	d.Prefixes = prefixes("172.30.0.0/16", "172.31.0.0/24")
	d.Sessions[0].Prefixes = prefixes("172.30.0.0/16")
}

// The second half of vpc-app uses a table that receives no routes.
func deafHalf(n *topology.Network) {
	off := false
	n.VPCs[0] = vpc("vpc-app", "192.168.1.0/25", "192.168.1.128/25")
	n.VPCs[0].VSwitches[1].RouteTable = "vtb-deaf"
	n.VPCs[0].RouteTables = []topology.VPCRouteTable{{ID: "vpc-app/system", System: true}, {ID: "vtb-deaf", ReceiveRoutes: &off}}
}

// A custom route of vpc-app leads to something that the library does not model.
func outside(p string) edit {
	return func(n *topology.Network) {
		withTable(n, "vpc-app", topology.VPCRoute{Prefix: prefix(p), NextHop: "havip-1", NextHopType: topology.ToHaVip})
	}
}

// Two circuits to one data center that is not modelled: each owns 10.20.0.0/16.
func twoCircuits(n *topology.Network) {
	for _, id := range []string{"vbr-2", "vbr-3"} {
		n.VBRs = append(n.VBRs, topology.VBR{ID: id, Region: "cn-hangzhou",
			Routes: []topology.ExternalRoute{{Prefix: prefix("10.20.0.0/16"), Type: route.BGP, ASPath: route.ASPath{65003}}}})
		attachTo(n, "att-"+id, attach.VBR, id)
	}
}

// Static routes share the load between a circuit that leads to idc and one that leads nowhere.
func deadBranch(n *topology.Network) {
	n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-2", Region: "cn-hangzhou"})
	attachTo(n, "att-vbr-2", attach.VBR, "vbr-2")
	n.Attachments[len(n.Attachments)-1].RouteSync = false
	static(n, "10.10.0.0/16", "att-vbr")
	static(n, "10.10.0.0/16", "att-vbr-2")
}

func ipv6Only(n *topology.Network) { n.VPCs[1] = vpc("vpc-db", "2001:db8::/64") }

func noVSwitch(n *topology.Network) { n.VPCs[1] = vpc("vpc-db") }

func TestIsolated(t *testing.T) {
	runChecks(t, site, []check{
		{"policy 5000", nil, invariant.Isolated("idc", "partner"), "holds: Isolated(idc, partner)\n"},
		{"a static route", staticToCircuit, invariant.Isolated("idc", "partner"), `
does not hold: Isolated(idc, partner): a packet from partner arrives at idc
  172.30.0.1@partner -> 10.10.0.1: not reachable
  forward: delivered
    delivered
      partner  partner  10.0.0.0/8    -> vpn-1
      vpn-1                           -> att-vpn
      tr       vtb      10.10.0.0/16  -> att-vbr
      vbr-1    vbr-1    10.10.0.0/16  -> idc
      idc
  return: not delivered
    not delivered: no route in idc [TR-4.1]
      idc      idc
`},
		// Only the last address of vpc-db has a way to it: a sample would not find it.
		{"one address", func(n *topology.Network) {
			n.Attachments[0].Propagations, n.Attachments[1].Propagations = nil, nil
			static(n, "192.168.2.255/32", "att-db")
		}, invariant.Isolated("vpc-db", "vpc-app"), `
does not hold: Isolated(vpc-db, vpc-app): a packet from vpc-app arrives at vpc-db
  192.168.1.1@vpc-app -> 192.168.2.255: not reachable
  forward: delivered
    delivered
      vpc-app  vpc-app/system  192.168.2.255/32  -> att-app
      tr       vtb             192.168.2.255/32  -> att-db
      vpc-db   vpc-db/system   192.168.2.0/24    -> local
  return: not delivered
    not delivered: no route in vpc-db/system [TR-4.1]
      vpc-db   vpc-db/system
`},
		{"two families", ipv6Only, invariant.Isolated("vpc-app", "vpc-db"), "holds: Isolated(vpc-app, vpc-db)\n"},
		{"outside the model", outside("172.30.0.0/24"), invariant.Isolated("partner", "vpc-app"), `
does not hold: Isolated(partner, vpc-app): a packet from partner arrives at vpc-app
  172.30.0.1@partner -> 192.168.1.1: not reachable
  forward: delivered
    delivered
      partner  partner         192.168.1.0/24  -> vpn-1
      vpn-1                                    -> att-vpn
      tr       vtb             192.168.1.0/24  -> att-app
      vpc-app  vpc-app/system  192.168.1.0/24  -> local
  return: not delivered
    not delivered: next hop havip-1 of type HaVip is outside the model [D-12]
      vpc-app  vpc-app/system  172.30.0.0/24   -> havip-1
`},
		{"only outside the model", func(n *topology.Network) {
			outside("172.30.0.0/24")(n)
			n.Attachments[0].RouteSync, n.Attachments[0].Propagations = false, nil
		}, invariant.Isolated("partner", "vpc-app"),
			"no answer: Isolated(partner, vpc-app): what becomes of the packet 192.168.1.1@vpc-app -> 172.30.0.1 is not known: " +
				"next hop havip-1 of type HaVip is outside the model\n"},
		{"an unknown name", nil, invariant.Isolated("idc", "partnr"),
			"no answer: Isolated(idc, partnr): the network has no instance or data center \"partnr\"\n"},
		{"a table is no instance", nil, invariant.Isolated("vtb", "idc"),
			"no answer: Isolated(vtb, idc): the network has no instance or data center \"vtb\"\n"},
		{"nothing there", noVSwitch, invariant.Isolated("idc", "vpc-db"),
			"no answer: Isolated(idc, vpc-db): \"vpc-db\" has no addresses of its own\n"},
		{"one name", nil, invariant.Isolated("idc", "idc"), "no answer: Isolated(idc, idc): \"idc\" is named twice\n"},
	})
}

func TestReachable(t *testing.T) {
	runChecks(t, site, []check{
		{"synchronized", nil, invariant.Reachable("vpc-app", "partner"), "holds: Reachable(vpc-app, partner)\n"},
		{"an owner each", twoCircuits, invariant.Reachable("vpc-app", "vbr-3"), "holds: Reachable(vpc-app, vbr-3)\n"},
		{"a prefix that is not announced", unannounced, invariant.Reachable("vpc-app", "partner"), `
does not hold: Reachable(vpc-app, partner): a packet from vpc-app does not arrive at partner
  192.168.1.1@vpc-app -> 172.31.0.1: not reachable
  forward: not delivered
    not delivered: no route in vpc-app/system [TR-4.1]
      vpc-app  vpc-app/system
  return: not tried
`},
		{"a table that is deaf", deafHalf, invariant.Reachable("idc", "vpc-app"), `
does not hold: Reachable(idc, vpc-app): a packet from vpc-app does not arrive at idc
  192.168.1.129@vpc-app -> 10.10.0.1: not reachable
  forward: not delivered
    not delivered: no route in vtb-deaf [TR-4.1]
      vpc-app  vtb-deaf
  return: not tried
`},
		{"half of a load share", deadBranch, invariant.Reachable("vpc-app", "idc"), `
does not hold: Reachable(vpc-app, idc): a packet from vpc-app does not arrive at idc
  192.168.1.1@vpc-app -> 10.10.0.1: not reachable
  forward: not delivered
    path 1 of 2: delivered
      vpc-app  vpc-app/system  10.10.0.0/16  -> att-app
      tr       vtb             10.10.0.0/16  -> att-vbr
      vbr-1    vbr-1           10.10.0.0/16  -> idc
      idc
    path 2 of 2: not delivered: no route in vbr-2 [TR-4.1]
      vpc-app  vpc-app/system  10.10.0.0/16  -> att-app
      tr       vtb             10.10.0.0/16  -> att-vbr-2
      vbr-2    vbr-2
  return: not tried
`},
		{"two families", ipv6Only, invariant.Reachable("vpc-app", "vpc-db"),
			"does not hold: Reachable(vpc-app, vpc-db): vpc-app and vpc-db have no address family in common\n"},
		{"outside the model", outside("172.30.0.0/16"), invariant.Reachable("vpc-app", "partner"),
			"no answer: Reachable(vpc-app, partner): what becomes of the packet 192.168.1.1@vpc-app -> 172.30.0.1 is not known: " +
				"next hop havip-1 of type HaVip is outside the model\n"},
		{"an unknown name", nil, invariant.Reachable("vpc-ap", "idc"),
			"no answer: Reachable(vpc-ap, idc): the network has no instance or data center \"vpc-ap\"\n"},
	})
}

func TestOneWay(t *testing.T) {
	runChecks(t, site, []check{
		{"a static route", staticToCircuit, invariant.OneWay("partner", "idc"), "holds: OneWay(partner, idc)\n"},
		{"answers come back", nil, invariant.OneWay("vpc-app", "idc"), `
does not hold: OneWay(vpc-app, idc): a packet from idc arrives at vpc-app
  10.10.0.1@idc -> 192.168.1.1: reachable
  forward: delivered
    delivered
      idc      idc             192.168.1.0/24  -> vbr-1
      vbr-1    vbr-1           192.168.1.0/24  -> att-vbr
      tr       vtb             192.168.1.0/24  -> att-app
      vpc-app  vpc-app/system  192.168.1.0/24  -> local
  return: delivered
    delivered
      vpc-app  vpc-app/system  10.10.0.0/16    -> att-app
      tr       vtb             10.10.0.0/16    -> att-vbr
      vbr-1    vbr-1           10.10.0.0/16    -> idc
      idc
`},
		{"the other way round", staticToCircuit, invariant.OneWay("idc", "partner"), `
does not hold: OneWay(idc, partner): a packet from idc does not arrive at partner
  10.10.0.1@idc -> 172.30.0.1: not reachable
  forward: not delivered
    not delivered: no route in idc [TR-4.1]
      idc  idc
  return: not tried
`},
		{"an unknown name", nil, invariant.OneWay("partner", ""),
			"no answer: OneWay(partner, ): the network has no instance or data center \"\"\n"},
	})
}
