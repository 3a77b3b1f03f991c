package topology_test

import (
	"errors"
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// oneCircuit is a VPC and a circuit on one transit router, everything switched on.
func oneCircuit() *topology.Network {
	n := &topology.Network{
		TransitRouters: []topology.TransitRouter{{
			ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{{ID: "vtb-hz"}},
		}},
		VPCs: []topology.VPC{{ID: "vpc-1", Region: "cn-hangzhou", VSwitches: []topology.VSwitch{{CIDR: prefix("192.168.1.0/24")}}}},
		VBRs: []topology.VBR{{ID: "vbr-1", Region: "cn-hangzhou", Routes: []topology.ExternalRoute{{Prefix: prefix("10.1.0.0/16")}}}},
	}
	for _, a := range []topology.Attachment{{ID: "att-vpc", Kind: attach.VPC, Instance: "vpc-1"}, {ID: "att-vbr", Kind: attach.VBR, Instance: "vbr-1"}} {
		a.TransitRouter, a.Association, a.Propagations, a.RouteSync = "tr-hz", "vtb-hz", []string{"vtb-hz"}, true
		n.Attachments = append(n.Attachments, a)
	}
	return n
}

// vpcHears tells whether the VPC of oneCircuit has the route of the circuit.
func vpcHears(s *topology.State) bool {
	table, _ := s.Table("vpc-1/system")
	return len(table.Get(prefix("10.1.0.0/16"))) > 0
}

// A failed circuit announces nothing (D-14), and does again after its repair.
func TestFailAndRepair(t *testing.T) {
	up, err := topology.Propagate(oneCircuit())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"vbr-1", "att-vbr", "vpc-1"} {
		down, err := up.Fail(id)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(down.Network().Down, []string{id}) || vpcHears(down) {
			t.Errorf("%s is down: %v, and the VPC still hears of the circuit: %v", id, down.Network().Down,
				vpcHears(down))
		}
		again, err := down.Fail("att-vpc", id)
		if err != nil || !slices.Equal(again.Network().Down, []string{id, "att-vpc"}) {
			t.Errorf("what has failed fails no second time: %v, %v", again, err)
		}
		repaired, err := again.Repair(id, "att-vpc")
		if err != nil || len(repaired.Network().Down) > 0 || !vpcHears(repaired) {
			t.Errorf("after the repair of %s: %v, %v", id, repaired, err)
		}
	}
	if len(up.Network().Down) > 0 || !vpcHears(up) {
		t.Error("the state that was asked has changed")
	}
}

// What is not there cannot fail, nor be repaired, nor can a route table.
func TestFailRefusesWhatCannotFail(t *testing.T) {
	state, err := topology.Propagate(oneCircuit())
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", "vbr-2", "vtb-hz", "tr-hz"} {
		var refused *topology.ChangeError
		if next, err := state.Fail(id); next != nil || !errors.As(err, &refused) {
			t.Errorf("Fail(%q) is %v, %v", id, next, err)
		}
		if next, err := state.Repair(id); next != nil || !errors.As(err, &refused) {
			t.Errorf("Repair(%q) is %v, %v", id, next, err)
		}
	}
}

func prefix(text string) netip.Prefix { return netip.MustParsePrefix(text) }

// Whatever has failed originates nothing (D-14): its own table is empty, and so is every table that heard of it.
func TestWhatHasFailedOriginatesNothing(t *testing.T) {
	own := []netip.Prefix{prefix("10.7.0.0/16")}
	routes := []topology.ExternalRoute{{Prefix: own[0]}}
	for kind, n := range map[attach.Kind]*topology.Network{
		attach.VBR: {VBRs: []topology.VBR{{ID: "x", Region: "cn-hangzhou", Routes: routes}}},
		attach.VPN: {VPNs: []topology.VPN{{ID: "x", Region: "cn-hangzhou", Routes: routes}}},
		attach.CCN: {CCNs: []topology.CCN{{ID: "x", Region: "ccn-cn-hangzhou",
			SAGs: []topology.SAG{{ID: "sag-1", Prefixes: own}}}}},
	} {
		router(n, "tr-hz", "cn-hangzhou", "vtb-1")
		attached(n, kind, "x", "tr-hz", "vtb-1")
		for _, down := range []bool{false, true} {
			if n.Down = nil; down {
				n.Down = []string{"x"}
			}
			for _, id := range []string{"x", "vtb-1"} {
				if table, _ := propagated(t, n).Table(id); (table.Len() == 0) != down {
					t.Errorf("%v down %v: %s has %d routes", kind, down, id, table.Len())
				}
			}
		}
	}
}

// A static route of a data center goes with the device that it names, also where no session leads there (D-14).
func TestStaticRouteGoesWithItsDevice(t *testing.T) {
	n := &topology.Network{
		VBRs: []topology.VBR{{ID: "vbr-1", Region: "cn-hangzhou"}},
		DataCenters: []topology.DataCenter{{ID: "idc", ASN: 65001, Routes: []topology.OnPremRoute{
			{Prefix: prefix("10.7.0.0/16"), NextHop: "vbr-1"}}}},
	}
	router(n, "tr-hz", "cn-hangzhou", "vtb-1")
	attached(n, attach.VBR, "vbr-1", "tr-hz", "vtb-1")
	for _, down := range []bool{false, true} {
		if n.Down = nil; down {
			n.Down = []string{"vbr-1"}
		}
		if table, _ := propagated(t, n).Table("idc"); (table.Len() == 0) != down {
			t.Errorf("down %v: %d routes", down, table.Len())
		}
	}
}
