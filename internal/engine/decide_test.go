package engine

import (
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// Only Active rows take part in a decision, and each gets the outcome of its own candidate.
func TestOutcomesOfADecision(t *testing.T) {
	lost := route.Outcome{Status: route.Standby, Step: route.LocalRegion}
	rows := []Row{
		{MED: 1, Status: route.Prohibited}, {MED: 2}, {MED: 3, Status: route.Rejected, Step: route.Configured}, {MED: 4}, {MED: 5},
	}
	asked := contenders(nil, rows, func(r *Row) uint32 { return r.MED })
	if !slices.Equal(asked, []uint32{2, 4, 5}) {
		t.Errorf("asked about %v, want 2 4 5", asked)
	}
	setOutcomes(rows, []route.Outcome{lost, {}, lost})
	want := []route.Outcome{{Status: route.Prohibited}, lost, {Status: route.Rejected, Step: route.Configured}, {}, lost}
	for i := range rows {
		if got := (route.Outcome{Status: rows[i].Status, Step: rows[i].Step}); got != want[i] {
			t.Errorf("row %d is %v, want %v", i, got, want[i])
		}
	}
}

// One Active row alone has nothing to lose, whatever the table.
func TestNoContest(t *testing.T) {
	n := network([]Node{{}, {}}, Edge{Kind: Sync, To: 1})
	for _, rows := range [][]Row{nil, {{}}, {{}, {Status: route.Prohibited}}, {{Status: route.Rejected}, {Status: route.Prohibited}}} {
		for kind := range DataCenterTable + 1 {
			got := slices.Clone(rows)
			if n.decide(&Node{Kind: kind}, got); !slices.Equal(got, rows) {
				t.Errorf("node kind %d: %v, want %v", kind, got, rows)
			}
		}
	}
}

// A decision about a few rows takes no memory.
func TestDecisionsTakeNoMemory(t *testing.T) {
	n := network([]Node{{}, {}}, Edge{Kind: Sync, To: 1})
	var rows [few]Row
	for kind := range DataCenterTable + 1 {
		node := &Node{Kind: kind}
		if got := testing.AllocsPerRun(100, func() {
			for i := range rows {
				rows[i] = Row{NextHop: ID(few - i), Type: route.BGP}
			}
			n.decide(node, rows[:])
		}); got != 0 {
			t.Errorf("node kind %d: %v allocations", kind, got)
		}
	}
}

// Active rows come first, then the order is that of the next hops, then that of what else tells rows apart.
func TestOrderOfRows(t *testing.T) {
	want := []Row{
		{NextHop: 3}, {NextHop: 4, Via: 1}, {NextHop: 4, Via: 2}, {NextHop: 4, Communities: communities(1)},
		{NextHop: 4, ASPath: path(1)}, {NextHop: 4, Preference: 7}, {NextHop: 4, Type: route.BGP},
		{NextHop: 1, Status: route.Standby}, {NextHop: 2, Status: route.Standby}, {NextHop: 2, Status: route.Prohibited},
	}
	n := oneTable()
	slices.SortFunc(want[8:], func(a, b Row) int { return int(a.Status) - int(b.Status) }) // by the order of statuses
	for i := range want {
		for k := range want {
			if got := n.compareRows(want[i], want[k]); got != min(max(i-k, -1), 1) {
				t.Errorf("rows %d and %d compare as %d", i, k, got)
			}
		}
	}
}

// What a decision sees of a row.
func TestCandidates(t *testing.T) {
	n := site()
	n.Edges[1].Kind = Announce // as if it came from a data center
	row := Row{
		NextHop: 4, Via: 0, Type: route.BGP, Preference: 7, MED: 5, Toward: attach.VBR, Region: 21, Weight: 11,
		ASPath: path(1, 2), Origin: policy.Origin[ID]{Kind: attach.ECR, Region: 22},
	}
	configured := row
	configured.Via = -1
	far := row
	far.Peer, far.MED = true, defaultPathMED

	router := route.RouterCandidate{
		Kind: attach.ECR, Type: route.BGP, ASPathLength: 2, Local: true, Preference: 7, MED: 5, Region: 22, NextHop: 4,
	}
	if got := n.routerCandidate(&row); got != router {
		t.Errorf("router: %+v", got)
	}
	if got := n.routerCandidate(&configured); !got.Configured {
		t.Errorf("router, configured: %+v", got)
	}
	if got := n.routerCandidate(&far); got.Local {
		t.Errorf("router, over a peering: %+v", got)
	}

	ecr := route.ECRCandidate{From: attach.VBR, NextHop: 4, Region: 21, OriginRegion: 22, ASPathLength: 2}
	if got := n.ecrCandidate(&row); got != ecr {
		t.Errorf("ECR: %+v", got)
	}
	if got := n.ecrCandidate(&configured); got.OriginRegion != -1 {
		t.Errorf("ECR, a prefix of an association: %+v, want no origin region (D-32)", got)
	}
	if got := n.ecrCandidate(&far); !got.Default {
		t.Errorf("ECR, from the default router: %+v", got)
	}

	told := row
	told.Via = 2
	for r, own := range map[*Row]bool{&row: true, &configured: true, &told: false} {
		want := route.CircuitCandidate{Own: own, Type: route.BGP, ASPathLength: 2}
		if got := n.circuitCandidate(r); got != want {
			t.Errorf("circuit, via %d: %+v, want %+v", r.Via, got, want)
		}
	}
	cloud := network([]Node{{}, {Kind: CircuitTable}}, Edge{Kind: Sync, To: 1})
	if got := cloud.circuitCandidate(&row); got.Own {
		t.Errorf("circuit, told over the first edge: %+v", got)
	}
	local := configured
	local.NextHop = n.Local
	heard := local
	heard.Via = 0
	for r, own := range map[*Row]bool{&local: true, &configured: false, &heard: false} {
		if got := n.dataCenterCandidate(r); got != (route.DataCenterCandidate{Own: own, Preference: 11}) {
			t.Errorf("data center, via %d to %d: %+v", r.Via, r.NextHop, got)
		}
	}
}

// Each kind of table takes its own decision: of the same rows each leaves others Active.
func TestEachTableDecidesByItsOwnRules(t *testing.T) {
	n := network([]Node{{}, {}}, Edge{Kind: Announce, To: 1}, Edge{Kind: Sync, To: 1})
	rows := func() []Row {
		return []Row{
			{NextHop: 3, Via: 0, Type: route.BGP, ASPath: path(1, 2), Weight: 20, Toward: attach.VBR, MED: 1},
			{NextHop: 4, Via: 0, Type: route.BGP, ASPath: path(1), Weight: 30, Toward: attach.VPC, MED: 1},
			{NextHop: 5, Via: 1, Type: route.BGP, Weight: 10, Toward: attach.Peer, MED: 1},
		}
	}
	reversed := rows()
	slices.Reverse(reversed)
	n.decide(&Node{Kind: VPCTable}, reversed)
	if reversed[0].NextHop != 3 || reversed[2].NextHop != 5 {
		t.Errorf("rows are in the order %v, want that of next hops", reversed)
	}
	for kind, want := range map[NodeKind][]ID{
		RouterTable:     {5},       // the shortest AS path (TR-4.3)
		VPCTable:        {3, 4, 5}, // takes no decision
		CircuitTable:    {4},       // the shortest AS path of its own (D-22, D-37)
		ConnectionTable: {4},
		BranchTable:     {4},
		ECRView:         {3, 4}, // a circuit, and of the cloud the VPC (E-M-7)
		DataCenterTable: {5},    // its own preference (D-38)
	} {
		got := rows()
		n.decide(&Node{Kind: kind}, got)
		var active []ID
		for _, r := range got {
			if r.Status == route.Active {
				active = append(active, r.NextHop)
			}
		}
		if !slices.Equal(active, want) {
			t.Errorf("node kind %d: %v are Active, want %v", kind, active, want)
		}
	}
}

// A data center lists a route that it has twice from one neighbour once; any other table lists both.
func TestTheSameWayTwice(t *testing.T) {
	twice := func() []Row { return []Row{{NextHop: 3, Via: 0}, {NextHop: 3, Via: 2}, {NextHop: 4, Via: 1}} }
	for kind, want := range map[NodeKind]int{DataCenterTable: 2, VPCTable: 3} {
		n := network([]Node{{Kind: kind}})
		if got := n.decided(0, twice()); len(got) != want {
			t.Errorf("node kind %d: %d rows, want %d", kind, len(got), want)
		}
	}
	a := Row{NextHop: 3}
	static := Row{NextHop: 3, Via: -1} // as a static route of a router, told on by the neighbour, is of its type
	for _, b := range []Row{{NextHop: 4}, {NextHop: 3, Status: route.Standby}, {NextHop: 3, Type: route.BGP}, static} {
		if sameWay(a, b) || sameWay(b, a) {
			t.Errorf("%+v and %+v are taken for one", a, b)
		}
	}
}

// The rules followed once from a stable state lead to that state, and name the row that an edge tells on.
func TestDeriveAndSource(t *testing.T) {
	n, origins := rivals()
	p := prefix("10.0.0.0/16")
	n.Originate(p, origins[0])
	state := solved(t, n)
	held := func(node int32) []Row { return state.Get(node, p) }
	rows := 0
	for node := range int32(len(n.Nodes)) {
		got := n.Derive(node, p, held)
		rows += len(got)
		if !slices.Equal(got, held(node)) {
			t.Errorf("table %d: derived %v, held %v", node, got, held(node))
		}
	}
	if rows < 3 {
		t.Errorf("%d rows, want one in the router, the circuit and the data center at least", rows)
	}
	if got := n.Derive(4, prefix("10.9.0.0/16"), func(int32) []Row { return nil }); len(got) != 0 {
		t.Errorf("a prefix that nothing originates: %v", got)
	}
	if row, ok := n.Source(4, p, held(4)); !ok || row.Via != -1 {
		t.Errorf("the source of what the router tells: %v %+v, want its configured row", ok, row)
	}
	if row, ok := n.Source(4, p, []Row{{Status: route.Standby}}); ok {
		t.Errorf("the source of nothing: %+v", row)
	}
}
