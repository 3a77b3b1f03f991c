package engine

import (
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// Routes of one sort have one order, in a network without transit data centers.
func TestOneOrder(t *testing.T) {
	const router, vpc, circuit, view, static, open, both = 0, 1, 2, 3, 4, 5, 6
	center := Node{Kind: DataCenterTable}
	nodes := []Node{{}, {Kind: VPCTable}, {Kind: CircuitTable}, {Kind: ECRView}, center, center, center}
	announce := func(from int32, static bool) Edge {
		return Edge{Kind: Announce, From: from, To: circuit, Session: &SessionEdge{Static: static}}
	}
	edges := []Edge{
		announce(static, true), announce(open, false), announce(both, true), announce(both, false),
		{Kind: Between, From: static, To: open, Session: &SessionEdge{}},
	}
	for _, c := range []struct {
		name    string
		origins []origin
		want    sort
	}{
		{"nothing", nil, 0},
		{"a VPC", []origin{{node: vpc, row: Row{Type: route.BGP}}}, ofVPC},
		{"a static route", []origin{{node: router, row: Row{Type: route.Custom}}}, ofOther},
		{"a BGP route", []origin{{node: circuit, row: Row{Type: route.BGP}}}, ofBGP},
		{"an aggregate", []origin{{node: router, row: Row{Type: route.BGP}, aggregate: true}}, ofOther},
		{"a prefix of an association", []origin{{node: view, row: Row{Type: route.BGP}}}, 0},
		{"a static session", []origin{{node: static}}, ofOther},
		{"a BGP session", []origin{{node: open}}, ofBGP},
		{"both sessions", []origin{{node: both}}, ofBGP | ofOther},
		{"two of one sort", []origin{{node: open}, {node: circuit, row: Row{Type: route.BGP}}}, ofBGP},
		{"two sorts", []origin{{node: vpc}, {node: open}}, ofVPC | ofBGP},
	} {
		alone := c.want != ofBGP|ofOther && c.want != ofVPC|ofBGP
		for _, transit := range []bool{false, true} {
			nodes := slices.Clone(nodes)
			nodes[open].Transit = transit
			n := network(nodes, slices.Clone(edges)...)
			class := &Class{}
			var all sort
			for _, o := range c.origins {
				all |= n.sortsOf(&o)
				class.origins = append(class.origins, n.classes.origin(o))
			}
			if all != c.want {
				t.Errorf("%s: sorts %03b, want %03b", c.name, all, c.want)
			}
			if got := n.oneOrder(class); got != (alone && !transit) {
				t.Errorf("%s: one order: %v, while it is %v that a data center passes on what it hears", c.name, got, transit)
			}
		}
	}
}

func ofKind(k attach.Kind, t route.Type, med uint32) Row {
	return Row{Origin: policy.Origin[ID]{Kind: k}, Type: t, MED: med}
}

// The decision is one order of some routes only if each of its steps finds every company of them alike (TR-4.4).
func TestUniform(t *testing.T) {
	vpc, bgp, vbr := ofKind(attach.VPC, route.System, 0), ofKind(attach.VBR, route.BGP, 0), ofKind(attach.VBR, route.Custom, 0)
	ecr := func(med uint32) Row { return ofKind(attach.ECR, route.BGP, med) }
	for _, c := range []struct {
		name string
		rows []Row
		want bool
	}{
		{"VPCs", []Row{vpc, vpc}, true},
		{"a VPC and a circuit", []Row{vpc, vbr}, false},
		{"BGP", []Row{bgp, bgp}, true},
		{"BGP and static", []Row{bgp, vbr}, false},
		{"static", []Row{vbr, vbr}, true},
		{"ECRs with different MEDs", []Row{ecr(1000), ecr(2000)}, true},
		{"an ECR and a circuit with different MEDs", []Row{ecr(1000), bgp}, false},
		{"an ECR and a circuit with the same MED", []Row{ecr(0), bgp}, true},
		{"ECRs and a circuit, MEDs differ among them", []Row{ecr(0), ecr(1000), bgp}, false},
	} {
		if got := uniform(c.rows); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// A router table is deaf for what can never win in it: for everything beside an Active configured route (D-13), for a
// route that loses against one that is certain, as long as that is said of every company.
func TestDeafen(t *testing.T) {
	far := func(length int) message {
		return message{Row{Type: route.BGP, ASPath: path(make([]uint32, length)...), Origin: policy.Origin[ID]{Kind: attach.VBR}}, true}
	}
	denied := message{Row{Status: route.Prohibited}, true}
	vpc := message{Row{Type: route.System, Origin: policy.Origin[ID]{Kind: attach.VPC}}, true}
	silence := message{}
	for _, c := range []struct {
		name       string
		configured *Row
		ears       [][]message
		want       [][]message
	}{
		{"a configured route", &Row{}, [][]message{{far(1)}, {far(2), silence}}, [][]message{{silence}, {silence}}},
		{"a configured route that is not Active", &Row{Status: route.Rejected}, [][]message{{far(1), silence}}, [][]message{{far(1), silence}}},
		{"longer than a certain one", nil, [][]message{{far(2)}, {far(3), far(1), silence}}, [][]message{{far(2)}, {silence, far(1)}}},
		{"equal to a certain one", nil, [][]message{{far(2)}, {far(2), silence}}, [][]message{{far(2)}, {far(2), silence}}},
		{"longer than the best that is certain", nil, [][]message{{far(3)}, {far(1)}, {far(2), silence}}, [][]message{{far(3)}, {far(1)}, {silence}}},
		{"denied", nil, [][]message{{far(2)}, {denied, far(1)}}, [][]message{{far(2)}, {silence, far(1)}}},
		{"nothing is certain", nil, [][]message{{far(2), silence}, {far(3), silence}}, [][]message{{far(2), silence}, {far(3), silence}}},
		{"only a denied one is certain", nil, [][]message{{denied}, {far(3), silence}}, [][]message{{denied}, {far(3), silence}}},
		{"a mixed company", nil, [][]message{{far(2)}, {far(3), silence}, {vpc, silence}}, [][]message{{far(2)}, {far(3), silence}, {vpc, silence}}},
	} {
		n := oneTable()
		f := &search{s: &solver{n: n, class: &Class{}}}
		if c.configured != nil {
			f.s.class.origins = []Origin{n.Configure(0, *c.configured)}
		}
		var ears []ear
		for _, heard := range c.ears {
			ears = append(ears, ear{heard: heard})
		}
		f.deafen(0, ears)
		for i := range ears {
			if !slices.EqualFunc(ears[i].heard, c.want[i], func(a, b message) bool { return a.equal(&b) }) {
				t.Errorf("%s: ear %d hears %v, want %v", c.name, i, ears[i].heard, c.want[i])
			}
		}
	}
}

// What a table hears changes what it tells on only where the rules carry it on.
func TestInfluences(t *testing.T) {
	for _, c := range []struct {
		name  string
		at    Node
		a, b  EdgeKind
		wants bool
	}{
		{"a VPC tells its own routes", Node{Kind: VPCTable}, Sync, LearnVPC, false},
		{"a CCN tells its own routes", Node{Kind: BranchTable}, Sync, LearnExternal, false},
		{"a circuit does not give back to the cloud", Node{Kind: CircuitTable}, Sync, LearnExternal, false},
		{"a circuit offers the cloud what was announced", Node{Kind: CircuitTable}, Announce, LearnExternal, true},
		{"a circuit tells the site what the cloud told", Node{Kind: CircuitTable}, Sync, Tell, true},
		{"a VPN the same", Node{Kind: ConnectionTable}, Sync, Tell, true},
		{"an announced route takes the place of the cloud's", Node{Kind: ConnectionTable}, Announce, Tell, true},
		{"an ECR from circuit to cloud", Node{Kind: ECRView}, CircuitToECR, LearnECR, true},
		{"an ECR from circuit to circuit", Node{Kind: ECRView}, CircuitToECR, ECRToCircuit, false},
		{"an ECR from cloud to circuit", Node{Kind: ECRView}, SyncECR, ECRToCircuit, true},
		{"an ECR from cloud to cloud", Node{Kind: ECRView}, VPCToECR, ECRToVPC, false},
		{"a data center", Node{Kind: DataCenterTable}, Tell, Announce, false},
		{"a transit data center", Node{Kind: DataCenterTable, Transit: true}, Tell, Announce, true},
		{"a router", Node{Kind: RouterTable}, LearnVPC, Sync, true},
	} {
		n := &Network{Nodes: []Node{c.at}}
		if got := n.influences(&Edge{Kind: c.a}, c.b); got != c.wants {
			t.Errorf("%s: %v, want %v", c.name, got, c.wants)
		}
	}
}

func always(int32) bool { return true }

// A circle of edges is found wherever it is, in the order in which they tell on, from the smallest; one that turns back
// over its own session only if there is no other.
func TestCycle(t *testing.T) {
	edge := func(from, to, session int32) Edge {
		return Edge{Kind: Peering, From: from, To: to, Session: &SessionEdge{ID: session}}
	}
	there, back := edge(0, 1, 1), edge(1, 0, 1)
	for _, c := range []struct {
		name  string
		edges []Edge
		want  []int32
	}{
		{"a line", []Edge{edge(0, 1, 1), edge(1, 2, 2)}, nil},
		{"two ways to one table", []Edge{edge(0, 1, 1), edge(0, 2, 2), edge(1, 3, 3), edge(2, 3, 4)}, nil},
		{"a triangle", []Edge{edge(0, 1, 1), edge(2, 0, 2), edge(1, 2, 3)}, []int32{0, 2, 1}},
		{"a triangle behind a way to it", []Edge{edge(3, 0, 4), edge(0, 1, 1), edge(2, 0, 2), edge(1, 2, 3)}, []int32{1, 3, 2}},
		{"there and back", []Edge{there, back}, []int32{0, 1}},
		{"there and back beside a triangle", []Edge{there, back, edge(1, 2, 2), edge(2, 0, 3)}, []int32{0, 2, 3}},
		{"a dead end on the way", []Edge{edge(0, 1, 1), edge(1, 3, 5), edge(1, 2, 2), edge(2, 0, 3)}, []int32{0, 2, 3}},
		{"a dead end first", []Edge{edge(0, 3, 5), edge(0, 1, 1), edge(1, 2, 2), edge(2, 0, 3)}, []int32{1, 2, 3}},
	} {
		n := network(make([]Node, 4), c.edges...)
		influences := func(a, b *Edge) bool { return n.influences(a, b.Kind) }
		if got := n.cycle(always); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		for _, without := range c.want {
			if got := n.circle(func(e int32) bool { return e != without }, influences); slices.Contains(got, without) {
				t.Errorf("%s: %v, though %d is not in the set", c.name, got, without)
			}
		}
	}
}

// What an edge could tell is collected once, from every origin on; an aggregate starts without a row of its table.
func TestPossible(t *testing.T) {
	s := ring()
	possible, ok := s.possible()
	if !ok {
		t.Fatal("too many possibilities")
	}
	for e := range possible {
		if len(possible[e]) == 0 {
			t.Errorf("edge %d can tell nothing", e)
		}
		for i, m := range possible[e] {
			if !m.ok {
				t.Errorf("edge %d can tell nothing as a message", e)
			}
			if slices.ContainsFunc(possible[e][:i], func(o message) bool { return o.equal(&m) }) {
				t.Errorf("edge %d tells one thing twice: %v", e, possible[e])
			}
		}
	}

	a := Aggregate{Prefix: prefix("10.0.0.0/8")}
	a.Scope[attach.Peer] = true
	n := network([]Node{{Aggregates: []Aggregate{a}}, {}}, Edge{Kind: Peering, To: 1, NextHop: 3, Attachment: 3})
	s = newSolver(n, 1)
	s.class, s.p = n.classes.all[0], a.Prefix
	if possible, _ = s.possible(); len(possible[0]) != 1 || possible[0][0].row.Type != route.Aggregate {
		t.Errorf("a peer can be told %v, want the aggregate", possible[0])
	}
}

// An ECR can tell a router the MED of its region, whichever circuits are Active in the end.
func TestPossibleMEDs(t *testing.T) {
	n := gateway(Edge{Kind: LearnECR}, Node{})
	n.Originate(prefix("10.0.0.0/16"), n.Configure(2, fromRegion(21, Row{Type: route.BGP})))
	s := newSolver(n, 1)
	s.class, s.p = n.classes.all[0], prefix("10.0.0.0/16")
	possible, _ := s.possible()
	var meds []uint32
	for _, m := range possible[0] {
		if !m.ok {
			t.Errorf("%v is no route", m)
		}
		meds = append(meds, m.row.MED)
	}
	if !slices.Equal(meds, []uint32{otherRegionMED, sameRegionMED}) {
		t.Errorf("MEDs %v, want that of another region and that of the same", meds)
	}
}

func TestTurnsBack(t *testing.T) {
	session := func(id int32) Edge { return Edge{Session: &SessionEdge{ID: id}} }
	for _, c := range []struct {
		a, b Edge
		want bool
	}{
		{Edge{}, Edge{}, false}, // neither has an attachment or a session
		{Edge{Attachment: 1}, Edge{Attachment: 1}, true},
		{Edge{Attachment: 1}, Edge{Attachment: 2}, false},
		{session(1), session(1), true},
		{session(1), session(2), false},
		{Edge{Attachment: 1}, session(1), false},
	} {
		if got := turnsBack(&c.a, &c.b); got != c.want {
			t.Errorf("%+v, %+v: %v", c.a, c.b, got)
		}
	}
}

func TestRotate(t *testing.T) {
	for _, circle := range [][]int32{{1, 7, 4}, {7, 4, 1}, {4, 1, 7}} {
		if got := rotate(circle); !slices.Equal(got, []int32{1, 7, 4}) {
			t.Errorf("%v became %v", circle, got)
		}
	}
}
