package invariant_test

import (
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// inspected sends what vpc-app sends to idc through a firewall in vpc-fw. The answers come straight to vpc-app.
//
//	vpc-app --- tr --- vpc-fw (fw-1, in 192.168.9.0/24) --- tr --- vbr-1 --- idc
func inspected(n *topology.Network) {
	n.VPCs = append(n.VPCs, topology.VPC{ID: "vpc-fw", Region: "cn-hangzhou",
		VSwitches:   []topology.VSwitch{{CIDR: prefix("192.168.8.0/24")}, {CIDR: prefix("192.168.9.0/24"), RouteTable: "vtb-out"}},
		RouteTables: []topology.VPCRouteTable{{ID: "vtb-in", System: true, Routes: []topology.VPCRoute{{Prefix: prefix("0.0.0.0/0"), NextHop: "fw-1"}}}, {ID: "vtb-out"}},
		Appliances:  []topology.Appliance{{ID: "fw-1", VSwitch: prefix("192.168.9.0/24")}}})
	tr := &n.TransitRouters[0]
	tr.RouteTables = append(tr.RouteTables, topology.RouteTable{ID: "vtb-app"})
	attachTo(n, "att-fw", attach.VPC, "vpc-fw")
	n.Attachments[0].Association = "vtb-app"
	for _, p := range []string{"10.0.0.0/8", "172.16.0.0/12"} {
		tr.RouteTables[1].Routes = append(tr.RouteTables[1].Routes, topology.StaticRoute{Prefix: prefix(p), NextHop: "att-fw"})
	}
	n.VPCs[2].RouteTables[0].Routes[0].NextHop = "fw-1"
	off := false
	n.VPCs[2].RouteTables[0].ReceiveRoutes = &off
}

// inspectedBothWays sends the answers through the same firewall.
func inspectedBothWays(n *topology.Network) {
	inspected(n)
	n.Attachments[2].Association = "vtb-app"
	routes := &n.TransitRouters[0].RouteTables[1].Routes
	*routes = append(*routes, topology.StaticRoute{Prefix: prefix("192.168.1.0/24"), NextHop: "att-fw"})
}

// besides adds a specific route past the firewall.
func besides(n *topology.Network) {
	inspected(n)
	tr := &n.TransitRouters[0]
	tr.RouteTables[1].Routes = append(tr.RouteTables[1].Routes, topology.StaticRoute{Prefix: prefix("10.10.128.0/17"), NextHop: "att-vbr"})
}

func TestPathThrough(t *testing.T) {
	runChecks(t, site, []check{
		{"the appliance", inspected, invariant.PathThrough("vpc-app", "idc", "fw-1"),
			"holds: PathThrough(vpc-app, idc, fw-1)\n"},
		{"its VPC", inspected, invariant.PathThrough("vpc-app", "idc", "vpc-fw"),
			"holds: PathThrough(vpc-app, idc, vpc-fw)\n"},
		{"its attachment", inspected, invariant.PathThrough("vpc-app", "idc", "att-fw"),
			"holds: PathThrough(vpc-app, idc, att-fw)\n"},
		{"half of the addresses beside it", besides, invariant.PathThrough("vpc-app", "idc", "fw-1"), `
does not hold: PathThrough(vpc-app, idc, fw-1): a packet from vpc-app arrives at idc without fw-1
  192.168.1.1@vpc-app -> 10.10.128.1: reachable
  forward: delivered
    delivered
      vpc-app  vpc-app/system  10.10.128.0/17  -> att-app
      tr       vtb-app         10.10.128.0/17  -> att-vbr
      vbr-1    vbr-1           10.10.0.0/16    -> idc
      idc
  return: delivered
    delivered
      idc      idc             192.168.1.0/24  -> vbr-1
      vbr-1    vbr-1           192.168.1.0/24  -> att-vbr
      tr       vtb             192.168.1.0/24  -> att-app
      vpc-app  vpc-app/system  192.168.1.0/24  -> local
`},
		{"the answers", inspected, invariant.PathThrough("idc", "vpc-app", "fw-1"), `
does not hold: PathThrough(idc, vpc-app, fw-1): a packet from idc arrives at vpc-app without fw-1
  10.10.0.1@idc -> 192.168.1.1: reachable
  forward: delivered
    delivered
      idc      idc             192.168.1.0/24  -> vbr-1
      vbr-1    vbr-1           192.168.1.0/24  -> att-vbr
      tr       vtb             192.168.1.0/24  -> att-app
      vpc-app  vpc-app/system  192.168.1.0/24  -> local
  return: delivered
    delivered
      vpc-app  vpc-app/system  10.0.0.0/8      -> att-app
      tr       vtb-app         10.0.0.0/8      -> att-fw
      vpc-fw   vtb-in          0.0.0.0/0       -> fw-1
      fw-1     vtb-out         10.10.0.0/16    -> att-fw
      tr       vtb             10.10.0.0/16    -> att-vbr
      vbr-1    vbr-1           10.10.0.0/16    -> idc
      idc
`},
		{"no packet", nil, invariant.PathThrough("idc", "partner", "vpc-db"),
			"holds without a case: PathThrough(idc, partner, vpc-db): no packet from idc arrives at partner\n"},
		{"an unknown waypoint", nil, invariant.PathThrough("idc", "partner", "fw-1"),
			"no answer: PathThrough(idc, partner, fw-1): the network has no instance, data center, transit router, appliance, attachment or peering \"fw-1\"\n"},
		{"an unknown end", nil, invariant.PathThrough("idc", "partners", "tr"),
			"no answer: PathThrough(idc, partners, tr): the network has no instance or data center \"partners\"\n"},
		{"an end", nil, invariant.PathThrough("idc", "vpc-app", "idc"),
			"no answer: PathThrough(idc, vpc-app, idc): \"idc\" is an end of every path\n"},
	})
}

func TestPathAvoids(t *testing.T) {
	runChecks(t, site, []check{
		{"another circuit", twoCircuits, invariant.PathAvoids("vpc-app", "idc", "vbr-2"),
			"holds: PathAvoids(vpc-app, idc, vbr-2)\n"},
		{"one that is lost", func(n *topology.Network) {
			n.VBRs[0].Routes = []topology.ExternalRoute{{Prefix: prefix("172.30.0.0/16"), NextHop: "att-vbr"}}
			n.DataCenters[0].Routes = []topology.OnPremRoute{{Prefix: prefix("172.30.0.0/16"), NextHop: "vbr-1"}}
			n.Down = []string{"vpn-1"}
		}, invariant.PathAvoids("idc", "partner", "tr"), `
does not hold: PathAvoids(idc, partner, tr): a packet from idc to partner comes by tr
  10.10.0.1@idc -> 172.30.0.1: not reachable
  forward: not delivered
    not delivered: no route in vtb [TR-4.1]
      idc    idc    172.30.0.0/16  -> vbr-1
      vbr-1  vbr-1  172.30.0.0/16  -> att-vbr
      tr     vtb
  return: not tried
`},
		{"an unknown place", nil, invariant.PathAvoids("idc", "partner", "tr-9"),
			"no answer: PathAvoids(idc, partner, tr-9): the network has no instance, data center, transit router, appliance, attachment or peering \"tr-9\"\n"},
	})
}

func TestSymmetric(t *testing.T) {
	runChecks(t, site, []check{
		{"one way for both", nil, invariant.Symmetric("vpc-app", "idc"), "holds: Symmetric(vpc-app, idc)\n"},
		{"a firewall for one direction", inspected, invariant.Symmetric("idc", "vpc-app"), `
does not hold: Symmetric(idc, vpc-app): packets from idc to vpc-app and their answers pass different devices
  10.10.0.1@idc -> 192.168.1.1: reachable
  forward: delivered
    delivered
      idc      idc             192.168.1.0/24  -> vbr-1
      vbr-1    vbr-1           192.168.1.0/24  -> att-vbr
      tr       vtb             192.168.1.0/24  -> att-app
      vpc-app  vpc-app/system  192.168.1.0/24  -> local
  return: delivered
    delivered
      vpc-app  vpc-app/system  10.0.0.0/8      -> att-app
      tr       vtb-app         10.0.0.0/8      -> att-fw
      vpc-fw   vtb-in          0.0.0.0/0       -> fw-1
      fw-1     vtb-out         10.10.0.0/16    -> att-fw
      tr       vtb             10.10.0.0/16    -> att-vbr
      vbr-1    vbr-1           10.10.0.0/16    -> idc
      idc
`},
		// An appliance is entered by a lookup of its VPC and left by one of its own, in both directions.
		{"a firewall for both directions", inspectedBothWays, invariant.Symmetric("idc", "vpc-app"),
			"holds: Symmetric(idc, vpc-app)\n"},
		{"and both pass it", inspectedBothWays, invariant.And(invariant.PathThrough("idc", "vpc-app", "fw-1"),
			invariant.PathThrough("vpc-app", "idc", "fw-1"), invariant.Reachable("idc", "vpc-app")), `
holds: And(PathThrough(idc, vpc-app, fw-1), PathThrough(vpc-app, idc, fw-1), Reachable(idc, vpc-app))
  holds: PathThrough(idc, vpc-app, fw-1)
  holds: PathThrough(vpc-app, idc, fw-1)
  holds: Reachable(idc, vpc-app)
`},
		// idc prefers vbr-2, the cloud spreads over both.
		{"one circuit back, two forth", func(n *topology.Network) {
			n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-2", Region: "cn-hangzhou"})
			attachTo(n, "att-vbr-2", attach.VBR, "vbr-2")
			n.DataCenters[0].Sessions = []topology.Session{{To: "vbr-1"}, {To: "vbr-2", Preference: 10}}
		}, invariant.Symmetric("vpc-db", "idc"), `
does not hold: Symmetric(vpc-db, idc): packets from vpc-db to idc and their answers pass different devices
  192.168.2.1@vpc-db -> 10.10.0.1: reachable
  forward: delivered
    path 1 of 2: delivered
      vpc-db  vpc-db/system  10.10.0.0/16    -> att-db
      tr      vtb            10.10.0.0/16    -> att-vbr
      vbr-1   vbr-1          10.10.0.0/16    -> idc
      idc
    path 2 of 2: delivered
      vpc-db  vpc-db/system  10.10.0.0/16    -> att-db
      tr      vtb            10.10.0.0/16    -> att-vbr-2
      vbr-2   vbr-2          10.10.0.0/16    -> idc
      idc
  return: delivered
    delivered
      idc     idc            192.168.2.0/24  -> vbr-2
      vbr-2   vbr-2          192.168.2.0/24  -> att-vbr-2
      tr      vtb            192.168.2.0/24  -> att-db
      vpc-db  vpc-db/system  192.168.2.0/24  -> local
`},
		{"two circuits both ways", func(n *topology.Network) {
			n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-2", Region: "cn-hangzhou"})
			attachTo(n, "att-vbr-2", attach.VBR, "vbr-2")
			n.DataCenters[0].Sessions = []topology.Session{{To: "vbr-1"}, {To: "vbr-2"}}
		}, invariant.Symmetric("vpc-db", "idc"), "holds: Symmetric(vpc-db, idc)\n"},
		{"a branch behind its gateway", func(n *topology.Network) {
			n.CCNs = []topology.CCN{{ID: "ccn-1", Region: "ccn-cn-shanghai", SAGs: []topology.SAG{{ID: "sag-1", Prefixes: prefixes("172.20.0.0/24")}}}}
			attachTo(n, "att-ccn", attach.CCN, "ccn-1")
		}, invariant.Symmetric("vpc-db", "ccn-1"), "holds: Symmetric(vpc-db, ccn-1)\n"},
		{"nothing exchanged", staticToCircuit, invariant.Symmetric("partner", "idc"),
			"holds without a case: Symmetric(partner, idc): partner and idc exchange no packets\n"},
		{"outside the model", outside("172.30.0.0/16"), invariant.Symmetric("partner", "vpc-app"),
			"no answer: Symmetric(partner, vpc-app): what becomes of the packet 192.168.1.1@vpc-app -> 172.30.0.1 is not known: " +
				"next hop havip-1 of type HaVip is outside the model\n"},
		{"an unknown name", nil, invariant.Symmetric("vpc-app", "tr"),
			"no answer: Symmetric(vpc-app, tr): the network has no instance or data center \"tr\"\n"},
	})
}

// Only some addresses of each side go another way: the pair that shows it must have both.
func TestSymmetricForPairs(t *testing.T) {
	s := stateOf(t, site(), func(n *topology.Network) {
		n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-2", Region: "cn-hangzhou"})
		attachTo(n, "att-vbr-2", attach.VBR, "vbr-2")
		d := &n.DataCenters[0]
		d.Prefixes = prefixes("10.10.0.0/17", "10.10.128.0/17")
		d.Sessions = []topology.Session{
			{To: "vbr-1", Prepend: route.ASPath{65001}},
			{To: "vbr-2", Prefixes: prefixes("10.10.128.0/17"), Preference: 200}}
	})
	v := invariant.Symmetric("vpc-app", "idc").Check(s)
	if v.Holds || v.Trace == nil || v.Trace.To.String() != "10.10.128.1" || !v.Trace.Reachable {
		t.Errorf("the upper half goes forth over vbr-2 and back over vbr-1, the verdict is\n%v", v)
	}
}
