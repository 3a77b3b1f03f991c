package topology_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// twoCircuits is a data center behind two circuits of one transit router, and a branch that is heard over a third:
//
//	idc-2 - vbr-3 -+
//	               tr-hz - vbr-1 - idc-1
//	               |  +--- vbr-2 ----+
//
// Circuits may advertise to each other. The data center passes on what it hears.
func twoCircuits(drops bool) *topology.Network {
	open := policy.Policy{Priority: 10, Direction: policy.Egress, Match: policy.Match{
		Source: policy.Endpoint{Kinds: []attach.Kind{attach.VBR}}, Destination: policy.Endpoint{Kinds: []attach.Kind{attach.VBR}},
	}}
	n := &topology.Network{
		TransitRouters: []topology.TransitRouter{{
			ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou",
			RouteTables: []topology.RouteTable{{ID: "vtb-hz", System: true, Policies: []policy.Policy{open}}},
		}},
		VBRs: []topology.VBR{
			{ID: "vbr-1", Region: "cn-hangzhou"},
			{ID: "vbr-2", Region: "cn-hangzhou"},
			{ID: "vbr-3", Region: "cn-hangzhou", Routes: []topology.ExternalRoute{{
				Prefix: netip.MustParsePrefix("10.50.0.0/16"), Type: route.BGP, ASPath: route.ASPath{65009, 65008},
			}}},
		},
		DataCenters: []topology.DataCenter{{
			ID: "idc-1", ASN: 65001, Transit: true,
			Sessions: []topology.Session{{To: "vbr-1", DropsASPath: drops}, {To: "vbr-2", DropsASPath: drops}},
		}},
	}
	for _, vbr := range []string{"vbr-1", "vbr-2", "vbr-3"} {
		n.Attachments = append(n.Attachments, topology.Attachment{
			ID: "att-" + vbr, Kind: attach.VBR, TransitRouter: "tr-hz", Instance: vbr,
			Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true,
		})
	}
	return n
}

func instabilities(t *testing.T, n *topology.Network) topology.Instabilities {
	t.Helper()
	state, err := topology.Propagate(n)
	var list topology.Instabilities
	if !errors.As(err, &list) || state != nil {
		t.Fatalf("Propagate = %v, %v; want no state and Instabilities", state, err)
	}
	return list
}

// The loop between two circuits: AS paths are not passed on, the data center announces on one circuit what it heard on
// the other with the cloud's ASN alone, and that looks shorter than the true route (D-35).
func TestLoopBetweenTwoCircuitsIsRefused(t *testing.T) {
	list := instabilities(t, twoCircuits(true))
	if len(list) != 1 {
		t.Fatalf("%d instabilities, want 1: %v", len(list), list)
	}
	got := list[0]
	if got.Prefix.String() != "10.50.0.0/16" || got.Fault != topology.SeveralStableStates || got.Rule != "D-35" {
		t.Errorf("got %v %v [%v], want 10.50.0.0/16, several stable states [D-35]", got.Prefix, got.Fault, got.Rule)
	}
	tables := map[string]bool{}
	for i, hop := range got.Cycle {
		tables[hop.From] = true
		if next := got.Cycle[(i+1)%len(got.Cycle)]; hop.To != next.From {
			t.Errorf("the circle breaks: %v is told, %v tells next", hop.To, next.From)
		}
	}
	for _, want := range []string{"idc-1", "vbr-1", "vbr-2", "vtb-hz"} {
		if !tables[want] {
			t.Errorf("the circle %v does not name %s", got.Cycle, want)
		}
	}
	if !strings.Contains(got.Cause, "vbr-") || !strings.Contains(got.Cause, "idc-1") {
		t.Errorf("the cause names no session: %q", got.Cause)
	}
}

// With AS paths passed on, each circuit drops what holds its own ASN (D-35): the same network is stable.
func TestASPathsPreventTheLoop(t *testing.T) {
	state, err := topology.Propagate(twoCircuits(false))
	if err != nil {
		t.Fatal(err)
	}
	table, _ := state.Table("vtb-hz")
	got := table.Get(netip.MustParsePrefix("10.50.0.0/16"))
	if len(got) != 1 || got[0].NextHop != "att-vbr-3" || got[0].Status != route.Active {
		t.Errorf("vtb-hz has %v, want one Active route to att-vbr-3", got)
	}
}

// dataCenters are transit data centers in a ring; each has a circuit of its own that announces 10.0.0.0/16 and prefers
// what its next neighbour announces.
func dataCenters(ids ...string) *topology.Network {
	n := &topology.Network{}
	for i, id := range ids {
		n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-" + id, Region: "cn-hangzhou"})
		n.DataCenters = append(n.DataCenters, topology.DataCenter{
			ID: id, ASN: uint32(65001 + i), Transit: true,
			Sessions: []topology.Session{{To: "vbr-" + id, Preference: 50}, {To: ids[(i+1)%len(ids)], Preference: 10}},
		})
	}
	n.TransitRouters = []topology.TransitRouter{{
		ID: "tr-hz", CEN: "cen-1", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{{ID: "vtb-hz"}},
	}}
	n.VPCs = []topology.VPC{{
		ID: "vpc-1", Region: "cn-hangzhou", VSwitches: []topology.VSwitch{{CIDR: netip.MustParsePrefix("10.0.0.0/16")}},
	}}
	n.Attachments = []topology.Attachment{{
		ID: "att-vpc", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-1",
		Association: "vtb-hz", Propagations: []string{"vtb-hz"},
	}}
	for _, id := range ids {
		n.Attachments = append(n.Attachments, topology.Attachment{
			ID: "att-" + id, Kind: attach.VBR, TransitRouter: "tr-hz", Instance: "vbr-" + id,
			Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true,
		})
	}
	return n
}

// Two data centers that each prefer the way over the other: either of them may go first, so there are two stable
// states.
func TestTwoStableStatesAreRefused(t *testing.T) {
	list := instabilities(t, dataCenters("idc-a", "idc-b"))
	if list[0].Fault != topology.SeveralStableStates || list[0].Prefix.String() != "10.0.0.0/16" {
		t.Errorf("got %v, want several stable states of 10.0.0.0/16", list)
	}
}

// Three data centers in a ring, each of which prefers the way over the next, but only the next one's own circuit: what
// it announces carries the ASN of the one before, which so refuses it second hand (D-35). Whatever they hold, one wants
// to change.
func TestNoStableStateIsRefused(t *testing.T) {
	n := dataCenters("idc-a", "idc-b", "idc-c")
	for i := range n.DataCenters {
		listener, before := &n.DataCenters[(i+2)%3], &n.DataCenters[(i+1)%3]
		n.DataCenters[i].Sessions = append(n.DataCenters[i].Sessions, topology.Session{
			To: listener.ID, Prepend: route.ASPath{before.ASN},
		})
	}
	list := instabilities(t, n)
	if len(list) != 1 || list[0].Fault != topology.NoStableState {
		t.Fatalf("got %v, want no stable state", list)
	}
	if len(list[0].Cycle) < 3 {
		t.Errorf("the circle names %d hops, want the three data centers: %v", len(list[0].Cycle), list[0].Cycle)
	}
}

// The order in which the tables are declared plays no part in what is refused, or why.
func TestInstabilityDoesNotDependOnOrder(t *testing.T) {
	a, b := instabilities(t, dataCenters("idc-a", "idc-b")), instabilities(t, dataCenters("idc-b", "idc-a"))
	if a[0].Prefix != b[0].Prefix || a[0].Fault != b[0].Fault {
		t.Errorf("got %v and %v", a, b)
	}
}

// Two transit routers that each have a route of their own and hear the other's influence each other in a circle, and
// have one stable state all the same: the shorter AS path wins in both (TR-7.8).
func TestMutualInfluenceWithOneStableState(t *testing.T) {
	n := &topology.Network{}
	for _, x := range []struct {
		id, region string
		path       route.ASPath
	}{{"a", "cn-a", route.ASPath{65001, 65002, 65003}}, {"b", "cn-b", route.ASPath{65004}}} {
		n.TransitRouters = append(n.TransitRouters, topology.TransitRouter{
			ID: "tr-" + x.id, CEN: "cen-1", Region: x.region, RouteTables: []topology.RouteTable{{ID: "vtb-" + x.id}},
		})
		n.VBRs = append(n.VBRs, topology.VBR{ID: "vbr-" + x.id, Region: x.region, Routes: []topology.ExternalRoute{{
			Prefix: netip.MustParsePrefix("10.0.0.0/8"), Type: route.BGP, ASPath: x.path,
		}}})
		n.Attachments = append(n.Attachments, topology.Attachment{
			ID: "att-" + x.id, Kind: attach.VBR, TransitRouter: "tr-" + x.id, Instance: "vbr-" + x.id,
			Association: "vtb-" + x.id, Propagations: []string{"vtb-" + x.id},
		})
	}
	n.Peerings = []topology.Peering{{ID: "peer", Ends: []topology.PeeringEnd{
		{TransitRouter: "tr-a", Association: "vtb-a", Propagations: []string{"vtb-a"}, RouteSync: true},
		{TransitRouter: "tr-b", Association: "vtb-b", Propagations: []string{"vtb-b"}, RouteSync: true},
	}}}
	state, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	table, _ := state.Table("vtb-a")
	got := table.Get(netip.MustParsePrefix("10.0.0.0/8"))
	if len(got) != 2 || got[0].NextHop != "peer" || got[0].Status != route.Active || got[1].Status != route.Standby {
		t.Errorf("vtb-a has %+v, want the peer's route Active and its own Standby", got)
	}
}

// The decision compares AS paths only while all routes are BGP, and BGP with static only while all are from VBRs
// (D-18). Two routers can so keep each other in either of two states: a static circuit route of cn-a, a circuit and an
// ECR of cn-b that both announce over BGP.
//
//   - cn-b sends its circuit's route, which beats the static one in cn-a; cn-a then sends nothing, and in cn-b the AS
//     path decides for the circuit.
//   - cn-b sends the ECR's route, which does not beat the static one, for not all are from VBRs; cn-a then sends its
//     own, and in cn-b not all are BGP: the AS path does not decide, and the ECR is the first of two equal routes.
//
// A random network showed it first.
func TestMixedCompanyHasTwoStableStates(t *testing.T) {
	document := `{"rules": "2026-02",
	 "transitRouters": [
	  {"id": "tr-a", "cen": "cen-1", "region": "cn-a", "routeTables": [{"id": "vtb-a"}]},
	  {"id": "tr-b", "cen": "cen-1", "region": "cn-b", "routeTables": [{"id": "vtb-b"}]}],
	 "vbrs": [
	  {"id": "vbr-a", "region": "cn-a", "routes": [{"prefix": "10.1.1.0/24"}]},
	  {"id": "vbr-b", "region": "cn-b", "routes": [{"prefix": "10.1.1.0/24", "type": "BGP", "asPath": [65100]}]},
	  {"id": "vbr-ecr", "region": "cn-b", "routes": [{"prefix": "10.1.1.0/24", "type": "BGP", "asPath": [65100, 65100]}]}],
	 "ecrs": [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-ecr"], "associations": [{"transitRouter": "tr-b"}]}],
	 "attachments": [
	  {"id": "att-a", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-a", "propagations": ["vtb-a"]},
	  {"id": "att-b-vbr", "kind": "VBR", "transitRouter": "tr-b", "instance": "vbr-b", "propagations": ["vtb-b"]},
	  {"id": "att-b-ecr", "kind": "ECR", "transitRouter": "tr-b", "instance": "ecr-1", "propagations": ["vtb-b"]}],
	 "peerings": [{"id": "peer", "ends": [
	  {"transitRouter": "tr-a", "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true},
	  {"transitRouter": "tr-b", "association": "vtb-b", "propagations": ["vtb-b"], "routeSync": true}]}]}`
	n, err := topology.Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	list := instabilities(t, &n)
	if len(list) != 1 || list[0].Fault != topology.SeveralStableStates {
		t.Fatalf("got %v, want several stable states", list)
	}
}

// What a search tries must be what the table says, too: a route that only a tried message supports is no stable state.
// The data center hears the VPC's published route on each circuit only while the router has it from the VPC, which
// loses against the circuit that hears it from the data center (D-16).
func TestATriedRouteNeedsItsSender(t *testing.T) {
	n, err := topology.Parse([]byte(`{"rules":"2026-02","transitRouters":[{"id":"tr-hz","cen":"cen-1","region":"cn-hangzhou","routeTables":[{"id":"vtb-hz"}]}],
	 "vpcs":[{"id":"vpc-1","region":"cn-hangzhou","routeTables":[{"id":"vtb-vpc-1","routes":[{"prefix":"10.0.0.0/8","nextHop":"ngw-1","nextHopType":"NatGateway","publish":["TR"]}]}]}],
	 "vbrs":[{"id":"vbr-1","region":"cn-hangzhou"},{"id":"vbr-2","region":"cn-hangzhou"}],
	 "dataCenters":[{"id":"idc-1","asn":65001,"transit":true,"sessions":[{"to":"vbr-1","dropsAsPath":true},{"to":"vbr-2","dropsAsPath":true}]}],
	 "attachments":[{"id":"att-vpc-1","kind":"VPC","transitRouter":"tr-hz","instance":"vpc-1","association":"vtb-hz","propagations":["vtb-hz"]},
	  {"id":"att-vbr-1","kind":"VBR","transitRouter":"tr-hz","instance":"vbr-1","association":"vtb-hz","propagations":["vtb-hz"],"routeSync":true},
	  {"id":"att-vbr-2","kind":"VBR","transitRouter":"tr-hz","instance":"vbr-2","association":"vtb-hz","propagations":["vtb-hz"],"routeSync":true}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if list := instabilities(t, &n); list[0].Fault != topology.NoStableState {
		t.Errorf("got %v, want no stable state", list)
	}
}

// An instability is told in one line, with or without a circle.
func TestTextOfInstability(t *testing.T) {
	i := topology.Instability{Prefix: netip.MustParsePrefix("10.0.0.0/8"), Fault: topology.Undecided, Cause: "too much",
		Rule: "D-18"}
	if got, want := i.String(), "10.0.0.0/8: undecided: too much [D-18]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	i.Cycle = []topology.CycleHop{{From: "a", To: "b"}, {From: "b", To: "a"}}
	if got, want := i.String(), "10.0.0.0/8: undecided: a -> b -> a: too much [D-18]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
