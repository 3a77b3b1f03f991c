package engine

import (
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// gateway is a view of an ECR with an edge of a kind out of it; edge 1 comes from a circuit, 2 from a VPC.
func gateway(e Edge, to Node) *Network {
	e.To, e.NextHop, e.Attachment = 1, 40, 40
	return network([]Node{{Kind: ECRView, Instance: 30, Region: 20}, to, {Kind: CircuitTable}, {Kind: VPCTable}},
		e, Edge{Kind: CircuitToECR, From: 2, NextHop: 50}, Edge{Kind: VPCToECR, From: 3, NextHop: 51})
}

func fromRegion(region ID, r Row) Row {
	r.Origin = policy.Origin[ID]{Instance: 50, Kind: attach.VBR, Region: region}
	return r
}

// An ECR carries between circuits and the cloud only (E-3.1, E-3.2); of the Active circuits it tells the cloud the first.
func TestECRCarriesBetweenCircuitsAndCloud(t *testing.T) {
	circuit, second := Row{Via: 1, NextHop: 50, MED: 7, ASPath: path(1)}, Row{Via: 1, NextHop: 52, ASPath: path(2)}
	cloud, configured := Row{Via: 2, NextHop: 51, MED: 9}, Row{Via: -1, NextHop: 53, MED: 9}
	standby := Row{Via: 1, Status: route.Standby}
	p := prefix("10.0.0.0/16")

	got, ok, noted := announced(gateway(Edge{Kind: LearnECR}, Node{}), p, cloud, standby, circuit, second)
	origin := policy.Origin[ID]{Instance: 30, Kind: attach.ECR, Region: 20}
	if !ok || got.ASPath != path(1) || got.Origin != origin || got.NextHop != 40 || got.Reason != route.FromECR {
		t.Errorf("a router is told %v %+v, want the first circuit, origin the ECR", ok, got)
	}
	sameReasons(t, noted, route.OnlyBetweenCircuitAndCloud, route.NotActive, route.Announced, route.Announced)

	got, ok, noted = announced(gateway(Edge{Kind: ECRToCircuit}, Node{Kind: CircuitTable}), p, circuit, standby, Row{Status: route.Standby, Via: 2}, configured, cloud)
	if !ok || got.MED != 0 || got.NextHop != 40 {
		t.Errorf("a circuit is told %v %+v, want the first of the cloud without MED", ok, got)
	}
	sameReasons(t, noted, route.OnlyBetweenCircuitAndCloud, route.OnlyBetweenCircuitAndCloud, route.NotActive, route.Announced)

	if _, ok, _ := announced(gateway(Edge{Kind: LearnECR}, Node{}), p, cloud, configured); ok {
		t.Error("a router is told what did not come from a circuit")
	}
}

// What an ECR tells a router passes the ingress policies of the table that learns it (P-2.4).
func TestECRRoutePassesIngressPolicies(t *testing.T) {
	n := gateway(Edge{Kind: LearnECR}, Node{Table: 8, Policies: deny(policy.Ingress)})
	got, ok, _ := announced(n, prefix("10.0.0.0/16"), Row{Via: 1, NextHop: 50, Type: route.BGP})
	if !ok || got.Status != route.Prohibited || got.Reason != route.DeniedByPolicy || got.Deciders != deciders(PolicyRef{8, policy.Ingress, 50}) {
		t.Errorf("%v %+v, want it Prohibited by the policy", ok, got)
	}
}

// The MED says whether a circuit of the region has the route, and whether the router is the default path (E-5.3).
func TestMEDOfAnECR(t *testing.T) {
	near, far := fromRegion(20, Row{Via: 1}), fromRegion(21, Row{Via: 1})
	for _, c := range []struct {
		rows        []Row
		defaultPath bool
		want        uint32
	}{
		{[]Row{near}, false, 1000}, {[]Row{near}, true, 1000}, {[]Row{far}, true, 2000}, {[]Row{far}, false, 3000},
		{[]Row{far, near}, false, 1000}, {[]Row{near, far}, false, 1000},
	} {
		n := gateway(Edge{Kind: LearnECR, DefaultPath: c.defaultPath}, Node{})
		if got, _, _ := announced(n, prefix("10.0.0.0/16"), c.rows...); got.MED != c.want {
			t.Errorf("%+v: MED %d", c, got.MED)
		}
	}
	for defaultPath, want := range map[bool]uint32{true: 2000, false: 0} {
		n := network([]Node{{}, {Kind: ECRView}}, Edge{Kind: SyncECR, To: 1, NextHop: 4, DefaultPath: defaultPath})
		if got, _, _ := announced(n, prefix("10.0.0.0/16"), Row{NextHop: 5, Type: route.BGP, MED: 9}); got.MED != want {
			t.Errorf("into the ECR, default path %v: MED %d, want %d", defaultPath, got.MED, want)
		}
	}
}

// A VPC does not take an ECR route equal to a vSwitch; inside one, or equal to a custom route, it is a Candidate (E-7.4).
func TestECRRouteIntoAVPC(t *testing.T) {
	for text, want := range map[string]route.Status{
		"10.1.1.0/24": route.Candidate, "10.3.0.0/16": route.Candidate, "10.4.0.0/16": route.Active,
	} {
		vpc := Node{Kind: VPCTable, VSwitches: prefixes("10.1.0.0/16")}
		vpc.Own = prefixes("10.3.0.0/16")
		got, ok, _ := announced(gateway(Edge{Kind: ECRToVPC}, vpc), prefix(text), Row{Via: 1})
		if !ok || got.Status != want || got.MED != 0 {
			t.Errorf("%s: %v %+v, want %v", text, ok, got, want)
		}
		_, ok, noted := announced(gateway(Edge{Kind: ECRToVPC}, vpc), prefix("10.1.0.0/16"), Row{Via: 1})
		if ok {
			t.Error("it takes what is equal to a vSwitch")
		}
		sameReasons(t, noted, route.Announced, route.EqualToSystemRoute)
	}
}

// A route that is disabled by hand stays listed in the ECR (E-2.13): that of the next hop and the prefix named, no other.
func TestDisabledOnTheECR(t *testing.T) {
	view := Node{Kind: ECRView, Disabled: map[Disabled]bool{{prefix("10.0.0.0/16"), 40}: true, {prefix("10.1.0.0/16"), 41}: true}}
	n := network([]Node{{Kind: VPCTable, Region: 20}, view}, Edge{Kind: VPCToECR, To: 1, NextHop: 40})
	for text, want := range map[string]route.Status{"10.0.0.0/16": route.Disabled, "10.1.0.0/16": route.Active, "10.2.0.0/16": route.Active} {
		got, ok, _ := announced(n, prefix(text), Row{Via: -1, Publish: ToECR})
		if !ok || got.Status != want || got.Toward != attach.VPC || got.Region != 20 {
			t.Errorf("%s: %v %+v, want %v, toward a VPC of region 20", text, ok, got, want)
		}
	}
}

// What came over an edge from a circuit came from a circuit, what is configured did not.
func TestFromCircuit(t *testing.T) {
	n := &Network{Edges: []Edge{{Kind: CircuitToECR}, {Kind: SyncECR}, {Kind: CircuitToECR}}}
	for via, want := range map[int32]bool{-1: false, 0: true, 1: false, 2: true} {
		if got := (&Row{Via: via}).fromCircuit(n); got != want {
			t.Errorf("via %d: %v", via, got)
		}
	}
}

// What an ECR knows of the neighbour that told it a row.
func TestFromKind(t *testing.T) {
	for k, want := range map[EdgeKind]attach.Kind{CircuitToECR: attach.VBR, VPCToECR: attach.VPC, SyncECR: attach.Peer} {
		if got := fromKind(&Edge{Kind: k}); got != want {
			t.Errorf("edge kind %d: %v, want %v", k, got, want)
		}
	}
}

// What a VPC announces of itself (TR-2.2.2, TR-5.1, E-2.3, E-2.4).
func TestVPCAnnounces(t *testing.T) {
	ipv6 := prefix("2001:db8::/32")
	for _, c := range []struct {
		name string
		row  Row
		want [2]route.Reason // to a router, to an ECR
	}{
		{"published to routers", Row{Via: -1, Publish: ToRouter}, [2]route.Reason{route.Announced, route.NotPublished}},
		{"published to ECRs", Row{Via: -1, Publish: ToECR}, [2]route.Reason{route.NotPublished, route.Announced}},
		{"of the service range", Row{Via: -1, Publish: ToRouter | ToECR | InServiceRange}, [2]route.Reason{route.ServiceRange, route.ServiceRange}},
		{"not its own", Row{Via: 0, Publish: ToRouter | ToECR}, [2]route.Reason{route.NotOwnRoute, route.NotOwnRoute}},
	} {
		for i, kind := range []EdgeKind{LearnVPC, VPCToECR} {
			n := network([]Node{{Kind: VPCTable}, {Kind: []NodeKind{RouterTable, ECRView}[i]}}, Edge{Kind: kind, To: 1, NextHop: 4})
			_, ok, noted := announced(n, ipv6, c.row)
			if ok != (c.want[i] == route.Announced) {
				t.Errorf("%s, edge kind %d: told: %v", c.name, kind, ok)
			}
			sameReasons(t, noted, c.want[i])
		}
	}
	n := network([]Node{{Kind: VPCTable}, {}}, Edge{Kind: LearnVPC, To: 1, NextHop: 4, NoIPv6: true})
	_, _, noted := announced(n, ipv6, Row{Via: -1, Publish: ToRouter})
	sameReasons(t, noted, route.WithoutIPv6)
	got, ok, _ := announced(n, prefix("10.0.0.0/16"), Row{Via: 0}, Row{Via: -1, Publish: ToRouter})
	if !ok || got.Reason != route.Learned {
		t.Errorf("IPv4 over an attachment without IPv6: %v %+v, want it Learned", ok, got)
	}
}

// What a circuit offers the cloud (TR-2.2.2, D-22), and an ECR takes BGP routes alone (E-2.2).
func TestCircuitOffers(t *testing.T) {
	for _, c := range []struct {
		name string
		row  Row
		want [2]route.Reason
	}{
		{"BGP of the site", Row{Via: 1, Type: route.BGP}, [2]route.Reason{route.Announced, route.Announced}},
		{"static of the site", Row{Via: 1, Type: route.Custom}, [2]route.Reason{route.Announced, route.StaticNotInECR}},
		{"configured", Row{Via: -1, Type: route.BGP}, [2]route.Reason{route.Announced, route.Announced}},
		{"configured towards an attachment", Row{Via: -1, Type: route.BGP, Toward: attach.VPC}, [2]route.Reason{route.NotOnPremises, route.NotOnPremises}},
		{"of the cloud", Row{Via: 2, Type: route.BGP}, [2]route.Reason{route.NotOnPremises, route.NotOnPremises}},
		{"not Active", Row{Via: 1, Type: route.BGP, Status: route.Standby}, [2]route.Reason{route.NotActive, route.NotActive}},
	} {
		for i, kind := range []EdgeKind{LearnExternal, CircuitToECR} {
			to := Node{Kind: []NodeKind{RouterTable, ECRView}[i]}
			n := network([]Node{{Kind: CircuitTable}, to, {Kind: DataCenterTable}},
				Edge{Kind: kind, To: 1, NextHop: 4}, Edge{Kind: Announce, From: 2}, Edge{Kind: Sync, From: 1})
			got, ok, noted := announced(n, prefix("10.0.0.0/16"), c.row)
			how := []route.Reason{route.Learned, route.IntoECR}[i]
			if ok != (c.want[i] == route.Announced) || ok && got.Reason != how {
				t.Errorf("%s, edge kind %d: told: %v because of %v, want %v", c.name, kind, ok, got.Reason, how)
			}
			sameReasons(t, noted, c.want[i])
		}
	}
}

// A row that reaches a receiver leaves behind what was the sender's alone.
func TestReceived(t *testing.T) {
	e := Edge{NextHop: 4, index: 3}
	r := Row{
		NextHop: 9, Via: 8, Type: route.BGP, Status: route.Standby, Step: route.LocalRegion, Reason: route.OverPeering, Preference: 7,
		Peer: true, Toward: attach.VPC, Region: 6, Publish: ToECR, Weight: 5, MED: 2,
	}
	want := Row{NextHop: 4, Via: 3, Type: route.BGP, Reason: route.Learned, Preference: 7, MED: 2}
	var got Row
	if got.receive(&e, &r, route.Learned); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
