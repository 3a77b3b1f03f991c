package engine

import (
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// Each rule that holds a route back holds back a route and an edge of its own sort, and lets their neighbours pass.
func TestHoldsBack(t *testing.T) {
	plain := prefix("10.1.0.0/16")
	edge := func(k EdgeKind) Edge {
		return Edge{Kind: k, Attachment: 7, Target: policy.Target[ID]{Instance: 9, Kind: attach.VPC}}
	}
	learned := Row{NextHop: 5, Via: 0, Type: route.BGP, Origin: policy.Origin[ID]{Instance: 3}}
	configured := Row{NextHop: 5, Via: -1, Type: route.Custom, Toward: attach.VPC}
	row := func(from Row, change func(*Row)) Row { change(&from); return from }
	with := func(k EdgeKind, change func(*Edge)) Edge { e := edge(k); change(&e); return e }

	inactive := row(learned, func(r *Row) { r.Status = route.Standby })
	toSelf := func(from Row) Row { return row(from, func(r *Row) { r.NextHop = 7 }) }
	fromTarget := row(learned, func(r *Row) { r.Origin.Instance = 9 })
	ofPeer := row(learned, func(r *Row) { r.Peer = true })
	blackhole := row(learned, func(r *Row) { r.Type = route.Blackhole })
	toward := func(k attach.Kind) Row { return row(configured, func(r *Row) { r.Toward = k }) }
	nobody := with(Sync, func(e *Edge) { e.Target.Instance = 0 })
	noIPv6 := with(Sync, func(e *Edge) { e.NoIPv6 = true })
	noDefault := with(Sync, func(e *Edge) { e.RefuseDefault = true })

	for _, c := range []struct {
		name   string
		edge   Edge
		prefix netip.Prefix
		row    Row
		want   route.Reason
	}{
		{"a learned route to an attachment", edge(Sync), plain, learned, route.NoReason},
		{"a learned route to an ECR", edge(SyncECR), plain, learned, route.NoReason},
		{"a learned route to a peer", edge(Peering), plain, learned, route.NoReason},
		{"TR-2.3.5: a route that lost", edge(Sync), plain, inactive, route.NotActive},
		{"D-23: a static route to the receiver", edge(Sync), plain, toSelf(configured), route.OwnNextHop},
		{"TR-2.3.6: what the receiver told", edge(Sync), plain, toSelf(learned), route.SplitHorizon},
		{"TR-2.3.6: what the receiver told another router", edge(Sync), plain, fromTarget, route.SplitHorizon},
		{"TR-2.3.6: a peer is no instance", edge(Peering), plain, fromTarget, route.NoReason},
		{"TR-2.3.6: no instance is not the same one", nobody, plain, configured, route.NoReason},
		{"TR-7.4: from peer to peer", edge(Peering), plain, ofPeer, route.NoTransit},
		{"TR-7.4: from peer to attachment", edge(Sync), plain, ofPeer, route.NoReason},
		{"D-24: a blackhole to a peer", edge(Peering), plain, blackhole, route.BlackholeStays},
		{"D-24: a blackhole to an ECR", edge(SyncECR), plain, blackhole, route.BlackholeStays},
		{"D-24: a blackhole to an attachment", edge(Sync), plain, blackhole, route.NoReason},
		{"E-6.13: the service range to an ECR", edge(SyncECR), prefix("100.64.0.0/10"), learned, route.ServiceRangeToECR},
		{"E-6.13: a part of it", edge(SyncECR), prefix("100.100.1.0/24"), learned, route.ServiceRangeToECR},
		{"E-6.13: what contains it", edge(SyncECR), prefix("100.0.0.0/8"), learned, route.NoReason},
		{"E-6.13: the service range elsewhere", edge(Sync), prefix("100.64.0.0/10"), learned, route.NoReason},
		{"TR-3.4.4: static to a VPC crosses", edge(Peering), plain, toward(attach.VPC), route.NoReason},
		{"TR-3.4.4: static to an ECR stays", edge(Peering), plain, toward(attach.ECR), route.StaticStaysInRegion},
		{"TR-3.4.4: static to an ECR goes elsewhere", edge(Sync), plain, toward(attach.ECR), route.NoReason},
		{"TR-8.1: IPv6 where it is off", noIPv6, prefix("2001:db8::/32"), learned, route.WithoutIPv6},
		{"TR-8.1: IPv4 there", noIPv6, plain, learned, route.NoReason},
		{"TR-8.1: IPv6 where it is on", edge(Sync), prefix("2001:db8::/32"), learned, route.NoReason},
		{"the default route where it is refused", noDefault, prefix("0.0.0.0/0"), learned, route.DefaultRouteRefused},
		{"the default route of IPv6 there", noDefault, prefix("::/0"), learned, route.NoReason},
		{"another route there", noDefault, prefix("0.0.0.0/1"), learned, route.NoReason},
		{"the default route elsewhere", edge(Sync), prefix("0.0.0.0/0"), learned, route.NoReason},
	} {
		if got := new(Network).holdsBack(&c.edge, c.prefix, &c.row); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// What a receiver is told says how it was told.
func TestHowItWasSent(t *testing.T) {
	for _, c := range []struct {
		kind EdgeKind
		to   NodeKind
		want route.Reason
	}{{Sync, VPCTable, route.Synchronized}, {Peering, RouterTable, route.OverPeering}, {SyncECR, ECRView, route.IntoECR}} {
		n := network([]Node{{}, {Kind: c.to}}, Edge{Kind: c.kind, To: 1, NextHop: 4, Attachment: 4})
		got, ok, noted := announced(n, prefix("10.0.0.0/16"), Row{NextHop: 5, Type: route.BGP})
		if !ok || got.Reason != c.want || got.Peer != (c.kind == Peering) || got.NextHop != 4 || got.Via != 0 {
			t.Errorf("edge kind %d: told %v %+v, want the reason %v", c.kind, ok, got, c.want)
		}
		sameReasons(t, noted, route.Announced)
	}
}

// The first route in order of next hop that may go is the one that goes (D-25).
func TestTheFirstThatMayGoGoes(t *testing.T) {
	n := network([]Node{{}, {Kind: VPCTable}}, Edge{To: 1, Kind: Sync, NextHop: 4, Attachment: 4})
	own, first, second := Row{NextHop: 4, Via: -1}, Row{NextHop: 5, MED: 1}, Row{NextHop: 6, MED: 2}
	got, ok, noted := announced(n, prefix("10.0.0.0/16"), own, first, second)
	if !ok || got.MED != 1 {
		t.Errorf("told %v %+v, want the row with next hop 5", ok, got)
	}
	sameReasons(t, noted, route.OwnNextHop, route.Announced)
}

// A route goes with the attributes that the egress policies and then the ingress policies of the peer give it.
func TestPoliciesChangeAttributes(t *testing.T) {
	set := func(d policy.Direction, preference int, asn uint32, c route.Community) *policy.Program[ID] {
		p := policy.Policy{Priority: 10, Direction: d}
		p.Set.Preference, p.Set.PrependASPath = preference, route.ASPath{asn}
		p.Set.Communities = policy.CommunitiesSet{List: []route.Community{c}, Mode: policy.Additive}
		return policy.Compile([]policy.Policy{p}, false, func(string) ID { return 0 })
	}
	nodes := []Node{{Table: 8, Policies: set(policy.Egress, 20, 64601, 1)}, {Table: 9, Policies: set(policy.Ingress, 30, 64602, 2)}}
	row := Row{NextHop: 5, Type: route.BGP, Preference: 50, ASPath: path(64600)}
	for _, c := range []struct {
		kind        EdgeKind
		preference  uint8
		path        List[uint32]
		communities List[route.Community]
		deciders    List[PolicyRef]
	}{
		{Sync, 20, path(64601, 64600), communities(1), deciders(PolicyRef{8, policy.Egress, 10})},
		{Peering, 30, path(64602, 64601, 64600), communities(1, 2), deciders(PolicyRef{9, policy.Ingress, 10}, PolicyRef{8, policy.Egress, 10})},
	} {
		n := network(nodes, Edge{Kind: c.kind, To: 1, NextHop: 4, Attachment: 4})
		got, ok, _ := announced(n, prefix("10.0.0.0/16"), row)
		if !ok || got.Preference != c.preference || got.ASPath != c.path ||
			got.Communities != c.communities || got.Deciders != c.deciders {
			t.Errorf("edge kind %d: told %v %+v, want %+v", c.kind, ok, got, c)
		}
	}
}

// A route that the egress policies deny is Prohibited at an attachment and absent at a peer (P-6.4), and both say which
// policy it was.
func TestDeniedOnTheWayOut(t *testing.T) {
	by := deciders(PolicyRef{Table: 8, Direction: policy.Egress, Priority: 50})
	for _, kind := range []EdgeKind{Sync, Peering} {
		n := network([]Node{{Table: 8, Policies: deny(policy.Egress)}, {}}, Edge{Kind: kind, To: 1, NextHop: 4, Attachment: 4})
		var rec Recorder
		var got Row
		ok := n.announce(&n.Edges[0], prefix("10.0.0.0/16"), []Row{{NextHop: 5, MED: 1}, {NextHop: 6, MED: 2}}, &got, &rec)
		if ok != (kind == Sync) {
			t.Fatalf("edge kind %d: told: %v", kind, ok)
		}
		if ok && (got.Status != route.Prohibited || got.Reason != route.DeniedByPolicy || got.MED != 1 ||
			got.Deciders != by) {
			t.Errorf("told %+v, want the first row, Prohibited by %v", got, by)
		}
		if len(rec.Notes) != 2 {
			t.Fatalf("%d notes, want one for each row", len(rec.Notes))
		}
		for _, note := range rec.Notes {
			if note.Reason != route.DeniedByPolicy || note.Deciders != by {
				t.Errorf("noted %+v, want that %v denied it", note, by)
			}
		}
	}
}

// A route that the ingress policies deny stays listed, with the attributes it came with (TR-3.2.3, D-45).
func TestDeniedOnTheWayIn(t *testing.T) {
	nodes := []Node{{Kind: VPCTable}, {Table: 8, Policies: deny(policy.Ingress)}}
	n := network(nodes, Edge{Kind: LearnVPC, To: 1, NextHop: 4})
	got, ok, _ := announced(n, prefix("10.0.0.0/16"), Row{Via: -1, Publish: ToRouter, Preference: 7})
	if !ok || got.Status != route.Prohibited || got.Preference != 7 || got.Deciders != deciders(PolicyRef{8, policy.Ingress, 50}) {
		t.Errorf("learned %v %+v, want it Prohibited, preference 7, by a policy of table 8", ok, got)
	}
}

// A Basic Edition router learns no IPv6 (TR-10.3, D-39).
func TestIPv6OnBasicEdition(t *testing.T) {
	n := network([]Node{{Kind: VPCTable}, {Basic: true}}, Edge{Kind: LearnVPC, To: 1, NextHop: 4})
	own := Row{Via: -1, Publish: ToRouter}
	if got, _, _ := announced(n, prefix("2001:db8::/32"), own); got.Status != route.Rejected || got.Reason != route.IPv6OnBasic {
		t.Errorf("IPv6 is %v because of %v, want Rejected", got.Status, got.Reason)
	}
	if got, _, _ := announced(n, prefix("10.0.0.0/16"), own); got.Status != route.Active {
		t.Errorf("IPv4 is %v, want Active", got.Status)
	}
}

// What a policy denies there is Prohibited, as anywhere, and with the attributes that it came with (TR-3.2.3, D-45).
func TestDeniedIPv6OnBasicEdition(t *testing.T) {
	n := network([]Node{{Kind: VPCTable}, {Table: 8, Basic: true, Policies: deny(policy.Ingress)}}, Edge{Kind: LearnVPC, To: 1, NextHop: 4})
	got, ok, _ := announced(n, prefix("2001:db8::/32"), Row{Via: -1, Publish: ToRouter, Preference: 7})
	if !ok || got.Status != route.Prohibited || got.Reason != route.DeniedByPolicy || got.Preference != 7 {
		t.Errorf("%v %+v, want it Prohibited", ok, got)
	}
}

// summarizing is a table with the aggregate 10.0.0.0/8 for VPCs and peers, and one edge.
func summarizing(e Edge, to Node) *Network {
	e.To, e.NextHop, e.Attachment = 1, 4, 4
	a := Aggregate{Prefix: prefix("10.0.0.0/8")}
	a.Scope[attach.VPC], a.Scope[attach.Peer] = true, true
	return network([]Node{{Aggregates: []Aggregate{a}}, to}, e)
}

// An aggregate takes the place of the routes inside it: an attachment is not told of them, a peer lists them Suppressed
// (TR-3.6.4, TR-3.6.8). Each says so in its note.
func TestAggregateHidesTheRoutesInside(t *testing.T) {
	specific := Row{NextHop: 5, Type: route.BGP}
	toVPC := Edge{Kind: Sync, Target: policy.Target[ID]{Kind: attach.VPC}}
	inside, itself := prefix("10.1.0.0/16"), prefix("10.0.0.0/8")

	n := summarizing(toVPC, Node{Kind: VPCTable})
	_, ok, noted := announced(n, inside, specific)
	if ok {
		t.Error("a VPC is told of a route inside the aggregate")
	}
	sameReasons(t, noted, route.BehindAggregate)

	got, ok, noted := announced(n, itself, specific, Row{NextHop: 6, Type: route.Aggregate})
	if !ok || got.Type != route.Aggregate || got.Origin.Instance != 0 {
		t.Errorf("a VPC is told %v %+v of the prefix itself, want the aggregate of this table", ok, got)
	}
	sameReasons(t, noted, route.Announced, route.BehindAggregate)

	_, ok, _ = announced(n, inside, Row{NextHop: 6, Type: route.Aggregate})
	if !ok {
		t.Error("TR-3.6.5: another aggregate inside is not told")
	}
	if got, ok, _ := announced(n, prefix("11.0.0.0/16"), specific); !ok || got.Status != route.Active {
		t.Errorf("outside of the aggregate: %v %+v, want it told", ok, got)
	}

	n = summarizing(Edge{Kind: Peering}, Node{})
	got, ok, _ = announced(n, inside, specific)
	if !ok || got.Status != route.Suppressed || got.Reason != route.SuppressedByAggregate {
		t.Errorf("a peer is told %v %+v, want it Suppressed", ok, got)
	}
	got, ok, _ = announced(n, inside, Row{NextHop: 6, Type: route.Aggregate})
	if !ok || got.Status != route.Active {
		t.Errorf("a peer is told %v %+v of another aggregate, want it Active", ok, got)
	}
}

// An aggregate hides the routes inside it from an ECR that it is told to as well (TR-3.6.4, E-6.12); one that is replaced
// there by the prefixes of the association hides nothing, for nothing is told at all (E-4.3).
func TestAggregateIntoAnECR(t *testing.T) {
	aggregate := Aggregate{Prefix: prefix("10.0.0.0/8")}
	aggregate.Scope[attach.ECR] = true
	edge := Edge{Kind: SyncECR, To: 1, NextHop: 4, Attachment: 4, Target: policy.Target[ID]{Kind: attach.ECR}}
	for _, c := range []struct {
		prefixes []netip.Prefix
		taken    int
		inside   route.Reason
		outside  route.Reason
	}{
		{nil, 1, route.BehindAggregate, route.Announced},
		{prefixes("10.0.0.0/8"), 0, route.BehindECRPrefix, route.Announced},
	} {
		e := edge
		e.Prefixes, e.Incremental = c.prefixes, true
		n := network([]Node{{Aggregates: []Aggregate{aggregate}}, {Kind: ECRView}}, e)
		if len(n.Edges[0].taken) != c.taken {
			t.Errorf("%v: the ECR takes %v", c.prefixes, n.Edges[0].taken)
		}
		for text, want := range map[string]route.Reason{"10.1.0.0/16": c.inside, "11.0.0.0/16": c.outside} {
			_, ok, noted := announced(n, prefix(text), Row{NextHop: 5, Type: route.BGP})
			if ok != (want == route.Announced) {
				t.Errorf("%v: %s is told: %v", c.prefixes, text, ok)
			}
			sameReasons(t, noted, want)
		}
	}
}

// An aggregate that is not taken hides nothing: it is out of scope, or the VPC has a vSwitch with that prefix (D-27).
func TestAggregateThatIsNotTakenHidesNothing(t *testing.T) {
	specific := Row{NextHop: 5, Type: route.BGP}
	toCCN := Edge{Kind: Sync, Target: policy.Target[ID]{Kind: attach.CCN}}
	toVPC := Edge{Kind: Sync, Target: policy.Target[ID]{Kind: attach.VPC}}
	for _, n := range []*Network{
		summarizing(toCCN, Node{Kind: BranchTable}),
		summarizing(toVPC, Node{Kind: VPCTable, VSwitches: prefixes("10.0.0.0/8")}),
		summarizing(toVPC, Node{Kind: VPCTable, Own: prefixes("10.0.0.0/8")}),
	} {
		n.Nodes[1].VSwitches = nil // it refuses what is inside its vSwitches as well
		if _, ok, _ := announced(n, prefix("10.1.0.0/16"), specific); !ok {
			t.Errorf("node kind %d is not told of a route inside an aggregate that it did not take", n.Nodes[1].Kind)
		}
	}
	_, ok, noted := announced(summarizing(toCCN, Node{Kind: BranchTable}), prefix("10.0.0.0/8"))
	if ok {
		t.Error("an aggregate is told outside of its scope")
	}
	sameReasons(t, noted, route.AggregateOutOfScope)
}

// Taken is what is Active, or what an ECR has disabled by hand, of which the sender knows nothing (D-27, E-2.13).
func TestIsTaken(t *testing.T) {
	for status := route.Active; status.String() != "" && status < 20; status++ {
		want := status == route.Active || status == route.Disabled
		if got := (&Row{Status: status}).isTaken(); got != want {
			t.Errorf("%v: %v", status, got)
		}
	}
}

// The prefixes of an ECR association take the place of the routes: of their family in match mode, of those inside them
// in incremental mode (E-4.3, E-4.4, E-M-13). Every row says so.
func TestPrefixesOfAnAssociation(t *testing.T) {
	for _, c := range []struct {
		prefix      string
		incremental bool
		behind      bool
	}{
		{"10.1.0.0/16", false, true}, {"11.0.0.0/16", false, true}, {"2001:db8::/32", false, false},
		{"10.1.0.0/16", true, true}, {"10.0.0.0/8", true, true}, {"11.0.0.0/16", true, false}, {"0.0.0.0/0", true, false},
	} {
		association := Edge{To: 1, NextHop: 4, Attachment: 4, Prefixes: prefixes("10.0.0.0/8"), Incremental: c.incremental}
		router, vpc := association, association
		router.Kind, vpc.Kind = SyncECR, VPCToECR
		for _, n := range []*Network{
			network([]Node{{}, {Kind: ECRView}}, router), network([]Node{{Kind: VPCTable}, {Kind: ECRView}}, vpc),
		} {
			_, ok, noted := announced(n, prefix(c.prefix), Row{NextHop: 5, Via: -1, Publish: ToECR, Toward: attach.VPC})
			want := route.Announced
			if c.behind {
				want = route.BehindECRPrefix
			}
			if ok == c.behind {
				t.Errorf("%+v, edge kind %d: told: %v", c, n.Edges[0].Kind, ok)
			}
			sameReasons(t, noted, want)
		}
	}
}

// A VPC refuses what is equal to or inside a vSwitch, and what is equal to a custom route (TR-5.6).
func TestWhatAVPCRefuses(t *testing.T) {
	vpc := Node{VSwitches: prefixes("10.1.0.0/24", "10.2.0.0/16"), Own: prefixes("10.3.0.0/16")}
	for text, want := range map[string]route.Reason{
		"10.1.0.0/24": route.EqualToSystemRoute, "10.2.5.0/24": route.InsideSystemRoute, "10.3.0.0/16": route.EqualToCustomRoute,
		"10.3.1.0/24": route.NoReason, "10.1.0.0/16": route.NoReason, "10.4.0.0/16": route.NoReason,
	} {
		if got := vpc.refuses(prefix(text)); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
		table := vpc
		table.Kind = VPCTable
		n := network([]Node{{}, table}, Edge{Kind: Sync, To: 1, NextHop: 4, Attachment: 4})
		_, ok, noted := announced(n, prefix(text), Row{NextHop: 5, Type: route.BGP})
		if ok != (want == route.NoReason) {
			t.Errorf("%s is told: %v", text, ok)
		}
		if want == route.NoReason {
			sameReasons(t, noted, route.Announced)
		} else {
			sameReasons(t, noted, route.Announced, want)
		}
	}
}

// A table may have something to tell other regions if one of its rows did not come from there, or if it has an aggregate
// (TR-7.4, TR-3.6.3).
func TestCrossPeerings(t *testing.T) {
	here, there := Row{}, Row{Peer: true}
	for _, c := range []struct {
		name  string
		table Node
		rows  []Row
		want  bool
	}{
		{"nothing", Node{}, nil, false},
		{"from a peer", Node{}, []Row{there, there}, false},
		{"of the region", Node{}, []Row{here}, true},
		{"of the region behind one from a peer", Node{}, []Row{there, here}, true},
		{"an aggregate alone", Node{Aggregates: []Aggregate{{}}}, nil, true},
		{"an aggregate in front of one from a peer", Node{Aggregates: []Aggregate{{}}}, []Row{there}, true},
	} {
		if got := c.table.crossPeerings(c.rows); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// An edge that is off tells nothing, and every row says all the reasons.
func TestEdgeThatIsOff(t *testing.T) {
	n := network([]Node{{}, {}}, Edge{Kind: Peering, To: 1, Off: []route.Reason{route.IsDown, route.WithoutBGP}})
	_, ok, noted := announced(n, prefix("10.0.0.0/16"), Row{}, Row{})
	if ok {
		t.Error("it tells something")
	}
	sameReasons(t, noted, route.IsDown, route.WithoutBGP, route.IsDown, route.WithoutBGP)

	n = network([]Node{{}, {}}, Edge{Kind: Peering, To: 1, Off: []route.Reason{route.IsDown}})
	_, ok, noted = announced(n, prefix("10.0.0.0/16"), Row{})
	if ok {
		t.Error("with one reason it tells something")
	}
	sameReasons(t, noted, route.IsDown)
}

// A VPC table has the prefixes that are configured in it, few or many.
func TestOwnPrefixes(t *testing.T) {
	var own []netip.Prefix
	for i := range 40 {
		own = append(own, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), 0, 0}), 16))
	}
	other := prefix("10.3.0.0/17")
	for _, number := range []int{0, 1, 16, 17, 40} {
		v := Node{Kind: VPCTable, Own: own[:number]}
		for i, p := range own {
			if v.has(p) != (i < number) {
				t.Errorf("of %d prefixes, %v is there: %v", number, p, v.has(p))
			}
		}
		if v.has(other) {
			t.Errorf("of %d prefixes, %v is there", number, other)
		}
	}
}
