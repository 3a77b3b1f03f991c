package engine

import (
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// site is a transit data center between two circuits, and a neighbour: edge 0 is what it announces to the circuit, 1
// and 2 what two circuits tell it, 3 what it tells its neighbour, 4 what the neighbour tells it.
func site() *Network {
	session := func(id int32) *SessionEdge { return &SessionEdge{ID: id, CloudASN: 64512, Weight: 30} }
	return network([]Node{
		{Kind: DataCenterTable, ASN: 65001, Transit: true},
		{Kind: CircuitTable, ASN: 64512, Instance: 6, Region: 20},
		{Kind: CircuitTable, ASN: 64513},
		{Kind: DataCenterTable, ASN: 65002},
	},
		Edge{Kind: Announce, From: 0, To: 1, NextHop: 5, Session: session(1)},
		Edge{Kind: Tell, From: 1, To: 0, NextHop: 6, Session: session(1)},
		Edge{Kind: Tell, From: 2, To: 0, NextHop: 7, Session: session(2)},
		Edge{Kind: Between, From: 0, To: 3, NextHop: 5, Session: session(3)},
		Edge{Kind: Between, From: 3, To: 0, NextHop: 8, Session: session(3)})
}

// What a data center keeps to itself, and what it announces (D-37).
func TestDataCenterAnnounces(t *testing.T) {
	p := prefix("10.0.0.0/16")
	const local = 1
	own, static := Row{Via: -1, NextHop: local}, Row{Via: -1, NextHop: 9}
	other, same := Row{Via: 2, NextHop: 7}, Row{Via: 1, NextHop: 6}
	asIs := func(*Network) {}
	only := func(text string) func(*Network) {
		return func(n *Network) { n.Edges[0].Session.Only = map[netip.Prefix]bool{prefix(text): true} }
	}
	staticSession := func(n *Network) { n.Edges[0].Session.Static = true }
	noTransit := func(n *Network) { n.Nodes[0].Transit = false }
	for _, c := range []struct {
		name   string
		change func(*Network)
		row    Row
		want   route.Reason
	}{
		{"its own prefix", asIs, own, route.Announced},
		{"its own prefix, no transit", noTransit, own, route.Announced},
		{"its own prefix on a static session", staticSession, own, route.Announced},
		{"its own prefix, not Active", asIs, Row{Via: -1, NextHop: local, Status: route.Standby}, route.NotActive},
		{"its static route", asIs, static, route.NotOwnRoute},
		{"what another circuit told", asIs, other, route.Announced},
		{"what another circuit told, no transit", noTransit, other, route.NoTransitDataCenter},
		{"what another circuit told, on a static session", staticSession, other, route.NoTransitDataCenter},
		{"what the same circuit told", asIs, same, route.SplitHorizon},
		{"one of the prefixes of the session", only("10.0.0.0/16"), own, route.Announced},
		{"none of them", only("10.0.0.0/8"), own, route.OutsideSessionPrefixes},
		{"a path with the ASN of the circuit", asIs, Row{Via: 2, NextHop: 7, ASPath: path(64513, 64512)}, route.ASPathLoop},
	} {
		n := site()
		c.change(n)
		got, ok, noted := announced(n, p, c.row)
		if ok != (c.want == route.Announced) {
			t.Errorf("%s: told %v %+v", c.name, ok, got)
		}
		sameReasons(t, noted, c.want)
	}
	n := site()
	got, ok, noted := announced(n, p, static, own)
	if !ok || got.Via != 0 {
		t.Errorf("behind a static route: told %v %+v, want its own prefix", ok, got)
	}
	sameReasons(t, noted, route.NotOwnRoute, route.Announced)
}

// The AS path that is announced (D-35, D-37).
func TestAnnouncedPath(t *testing.T) {
	own, heard := Row{Via: -1, NextHop: 1}, Row{Via: 2, ASPath: path(64513, 65009)}
	prepend := route.ASPath{65001, 65001}
	for _, c := range []struct {
		name    string
		session SessionEdge
		row     Row
		want    List[uint32]
	}{
		{"its own", SessionEdge{}, own, path(65001)},
		{"its own, prepended", SessionEdge{Prepend: prepend}, own, path(65001, 65001, 65001)},
		{"heard", SessionEdge{}, heard, path(65001, 64513, 65009)},
		{"heard over the first edge, paths dropped", SessionEdge{Drops: true, CloudASN: 64512}, Row{Via: 0}, path(64512)},
		{"heard, paths dropped", SessionEdge{Drops: true, CloudASN: 64512, Prepend: prepend}, heard, path(64512)},
		{"its own, paths dropped", SessionEdge{Drops: true, CloudASN: 64512}, own, path(65001)},
		{"static", SessionEdge{Static: true}, heard, path()},
	} {
		if got := site().announcedPath(&Edge{Session: &c.session}, &c.row); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, attributes.ASPaths.Get(got), attributes.ASPaths.Get(c.want))
		}
	}
}

// A route with the receiver's own ASN is a loop, where paths are passed on at all (D-35).
func TestLoops(t *testing.T) {
	loop := path(65009, 64512)
	for _, c := range []struct {
		session SessionEdge
		path    List[uint32]
		want    bool
	}{
		{SessionEdge{}, loop, true}, {SessionEdge{}, path(65009), false}, {SessionEdge{}, path(), false},
		{SessionEdge{Drops: true}, loop, false}, {SessionEdge{Static: true}, loop, false},
	} {
		if got := site().loops(&Edge{To: 1, Session: &c.session}, c.path); got != c.want {
			t.Errorf("%+v, %v: %v", c.session, attributes.ASPaths.Get(c.path), got)
		}
	}
}

// At a circuit a route of a data center has its origin, BGP or static as the session is (D-40, P-3.16); at another data
// center it has the preference of the session and the origin that it had.
func TestWhereAnAnnouncementArrives(t *testing.T) {
	row := Row{
		Via: 2, NextHop: 7, Type: route.Custom, Communities: communities(1), MED: 5, Preference: 9,
		Origin: policy.Origin[ID]{Instance: 99}, Deciders: deciders(PolicyRef{Table: 3}),
	}
	n := site()
	got, _, _ := announced(n, prefix("10.0.0.0/16"), row)
	origin := policy.Origin[ID]{Instance: 6, Kind: attach.VBR, Region: 20}
	if got.Type != route.BGP || got.Origin != origin || got.Communities != row.Communities || got.Deciders != 0 || got.MED != 0 ||
		got.Preference != route.DefaultPreference || got.Reason != route.OverSession || got.Weight != 0 {
		t.Errorf("the circuit gets %+v", got)
	}
	own := row
	own.Via, own.NextHop = -1, n.Local
	n.Edges[0].Session.Static = true
	if got, _, _ = announced(n, prefix("10.0.0.0/16"), own); got.Type != route.Custom || got.Communities != 0 {
		t.Errorf("on a static session the circuit gets %+v", got)
	}
	var rec Recorder
	ok := n.announce(&n.Edges[3], prefix("10.0.0.0/16"), []Row{row}, &got, &rec)
	if !ok || got.Weight != 30 || got.Origin.Instance != 99 || got.Type != route.Custom || got.Deciders != row.Deciders {
		t.Errorf("the neighbour gets %v %+v", ok, got)
	}
}

func TestKindOf(t *testing.T) {
	for k, want := range map[NodeKind]attach.Kind{
		VPCTable: attach.VPC, CircuitTable: attach.VBR, ConnectionTable: attach.VPN, BranchTable: attach.CCN, ECRView: attach.ECR,
		RouterTable: attach.None, DataCenterTable: attach.None,
	} {
		if got := kindOf(k); got != want {
			t.Errorf("node kind %d: %v, want %v", k, got, want)
		}
	}
}

// A circuit tells its data center the Active routes that the cloud told it, with the cloud's ASN in front (D-38).
func TestCircuitTells(t *testing.T) {
	n := site()
	n.Edges[0], n.Edges[1] = n.Edges[1], n.Edges[0]
	n.Edges = append(n.Edges, Edge{Kind: Sync, From: 2, To: 1, NextHop: 7})
	n.Compile()
	const fromSite, fromCloud = 1, 5
	far := path(65009)
	for _, c := range []struct {
		name string
		row  Row
		want route.Reason
	}{
		{"of the cloud", Row{Via: fromCloud, ASPath: far, MED: 1000}, route.Announced},
		{"of the cloud, not Active", Row{Via: fromCloud, Status: route.Standby}, route.NotActive},
		{"of the cloud, with the ASN of the site", Row{Via: fromCloud, ASPath: path(65001)}, route.ASPathLoop},
		{"of the site", Row{Via: fromSite}, route.OwnCircuitRoute},
		{"configured", Row{Via: -1}, route.OwnCircuitRoute},
	} {
		got, ok, noted := announced(n, prefix("10.0.0.0/16"), c.row)
		if ok != (c.want == route.Announced) || ok && (got.ASPath != path(64512, 65009) || got.Weight != 30 || got.MED != 0) { // E-5.5.3
			t.Errorf("%s: told %v %+v", c.name, ok, got)
		}
		sameReasons(t, noted, c.want)
	}
	_, ok, noted := announced(n, prefix("10.0.0.0/16"), Row{Via: -1}, Row{Via: fromCloud, Status: route.Standby}, Row{Via: fromCloud})
	if !ok {
		t.Error("it is silent because of the rows that it keeps back")
	}
	sameReasons(t, noted, route.OwnCircuitRoute, route.NotActive, route.Announced)

	n.Edges[0].Session.Drops = true
	if got, _, _ := announced(n, prefix("10.0.0.0/16"), Row{Via: fromCloud, ASPath: far}); got.ASPath != path(64512) {
		t.Errorf("where paths are dropped it tells the path %v", attributes.ASPaths.Get(got.ASPath))
	}
}
