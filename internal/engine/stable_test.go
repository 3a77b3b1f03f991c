package engine

import (
	"slices"
	"testing"

	"github.com/cenroute/cenroute/route"
)

// ring is three transit data centers that pass on AS paths to nobody, so that no route is refused as a loop. Edge 0
// leads from the first to the second, 1 from the third to the first, 2 from the second to the third.
func ring() *solver {
	session := func(id int32) *SessionEdge { return &SessionEdge{ID: id, Drops: true, CloudASN: 64512} }
	center := Node{Kind: DataCenterTable, Transit: true}
	n := network([]Node{center, center, center},
		Edge{Kind: Between, From: 0, To: 1, NextHop: 3, Session: session(1)},
		Edge{Kind: Between, From: 2, To: 0, NextHop: 5, Session: session(2)},
		Edge{Kind: Between, From: 1, To: 2, NextHop: 4, Session: session(3)})
	n.Originate(prefix("10.0.0.0/16"), n.Configure(0, Row{NextHop: n.Local, Type: route.BGP}))
	s := newSolver(n, 1)
	s.class, s.p = n.classes.all[0], prefix("10.0.0.0/16")
	return s
}

// told makes a row what an edge told a table, and all that the table holds.
func (s *solver) told(edge int, node int32, r Row) {
	s.inbox.put(int32(edge), &message{r, true})
	s.rows = append(s.rows, r)
	s.hold(node, len(s.rows)-1)
}

// Routes that each rest on the one before, in a circle, have no origin: the circle is named in the order in which the
// edges tell on, from the smallest.
func TestUnfoundedCircle(t *testing.T) {
	s := ring()
	for e, node := range []int32{1, 0, 2} {
		row := Row{Via: int32(e), NextHop: s.n.Edges[e].NextHop, Type: route.BGP}
		s.told(e, node, row)
	}
	if got := s.unfounded(); !slices.Equal(got, []int32{0, 2, 1}) {
		t.Errorf("the circle is %v, want 0 2 1", got)
	}
	s.inbox.heard(2).Status = route.Prohibited // it supports nothing
	if got := s.unfounded(); got != nil {
		t.Errorf("with a route that is not Active the circle is %v, want none", got)
	}
}

// A circle with an origin in it is founded, whatever edge one begins with.
func TestFoundedRoutes(t *testing.T) {
	s := ring()
	s.solve(s.class)
	if got := s.unfounded(); got != nil {
		t.Errorf("found the circle %v, want none", got)
	}
	for node := range int32(len(s.n.Nodes)) {
		if len(s.rowsOf(node)) == 0 {
			t.Errorf("table %d holds nothing", node)
		}
	}
}

// The circle alone is named, not the routes that rest on it.
func TestUnfoundedCircleWithATail(t *testing.T) {
	center := Node{Kind: DataCenterTable, Transit: true}
	session := func(id int32) *SessionEdge { return &SessionEdge{ID: id, Drops: true} }
	n := network([]Node{center, center, center},
		Edge{Kind: Between, From: 1, To: 0, Session: session(1)},
		Edge{Kind: Between, From: 1, To: 2, Session: session(2)},
		Edge{Kind: Between, From: 2, To: 1, Session: session(3)})
	s := newSolver(n, 1)
	s.p = prefix("10.0.0.0/16")
	for e, node := range []int32{0, 2, 1} {
		row := Row{Via: int32(e), NextHop: 9, Type: route.BGP}
		s.told(e, node, row)
	}
	if got := s.unfounded(); !slices.Equal(got, []int32{1, 2}) {
		t.Errorf("the circle is %v, want 1 2", got)
	}
}

// What the search found decides what is said.
func TestJudge(t *testing.T) {
	told := func(s *solver, med uint32, edges ...int) []message {
		state := make([]message, len(s.n.Edges))
		for _, e := range edges {
			state[e] = message{Row{Via: int32(e), NextHop: s.n.Edges[e].NextHop, Type: route.BGP, MED: med}, true}
		}
		return state
	}
	for name, c := range map[string]struct {
		search func(s *solver) *search
		want   Fault
	}{
		"gave up": {func(s *solver) *search { return &search{gaveUp: true, found: [][]message{told(s, 0)}} }, Undecided},
		"none":    {func(s *solver) *search { return &search{} }, NoStableState},
		"two":     {func(s *solver) *search { return &search{found: [][]message{told(s, 0, 0), told(s, 0, 1)}} }, SeveralStableStates},
		"one":     {func(s *solver) *search { return &search{found: [][]message{told(s, 0, 0)}} }, NoFault},
	} {
		s := ring()
		got := s.judge(c.search(s), []int32{0})
		if got == nil {
			got = &Instability{Fault: NoFault, Prefix: s.p, Cycle: []int32{0}}
		}
		if got.Fault != c.want || got.Prefix != s.p || !slices.Equal(got.Cycle, []int32{0}) {
			t.Errorf("%s: %+v, want fault %d with the circle that was known", name, got, c.want)
		}
	}

	s := ring()
	a, b := told(s, 1, 0, 1, 2), told(s, 2, 0, 1, 2)
	if got := s.judge(&search{found: [][]message{a, b}}, nil); !slices.Equal(got.Cycle, []int32{0, 2, 1}) {
		t.Errorf("two states that differ everywhere: %v, want the whole circle", got.Cycle)
	}
	for e := range int32(3) {
		s.isLate(e)
	}
	if got := s.judge(&search{}, nil); !slices.Equal(got.Cycle, []int32{0, 2, 1}) {
		t.Errorf("edges that changed in late rounds: %v, want the whole circle", got.Cycle)
	}
	if s.reset(s.class); s.late != nil {
		t.Error("what was late of one class is late of another one")
	}
	s.isLate(0)
	s.isLate(1)
	if got := s.judge(&search{}, []int32{7}); !slices.Equal(got.Cycle, []int32{7}) {
		t.Errorf("an edge that fell silent early: %v, want the circle that was known", got.Cycle)
	}
}

// A state in which routes support each other alone is a fault (SelfSupporting).
func TestSelfSupportingState(t *testing.T) {
	s := ring()
	s.class = &Class{} // nothing starts anywhere
	state := make([]message, 3)
	for e := range state {
		state[e] = message{Row{Via: int32(e), NextHop: s.n.Edges[e].NextHop, Type: route.BGP}, true}
	}
	got := s.judge(&search{found: [][]message{state}}, nil)
	if got == nil || got.Fault != SelfSupporting || !slices.Equal(got.Cycle, []int32{0, 2, 1}) {
		t.Errorf("got %+v, want SelfSupporting with the circle 0 2 1", got)
	}
}

// A solver that adopts a state has the rows of every table that tells or hears something, and of no other.
func TestAdopt(t *testing.T) {
	s := ring()
	s.adopt([]message{{Row{Via: 0, NextHop: 3}, true}, {}, {}})
	touched := slices.Collect(s.touched.all())
	if !slices.Equal(touched, []int32{0, 1}) || len(s.rowsOf(0)) != 1 || len(s.rowsOf(1)) != 1 || len(s.rowsOf(2)) != 0 {
		t.Errorf("touched %v with the rows %v, want tables 0 and 1 with one each", touched, s.rows)
	}
}

// Where tables influence each other in a circle and there is one stable state, settle finds it: that of solve.
func TestSettleARing(t *testing.T) {
	s := ring()
	if fault := s.settle(s.class); fault != nil {
		t.Fatalf("found %+v", fault)
	}
	other := ring()
	if !other.solve(other.class) {
		t.Fatal("solve came to no end")
	}
	for node := range int32(len(s.n.Nodes)) {
		if len(s.rowsOf(node)) == 0 || !slices.Equal(s.rowsOf(node), other.rowsOf(node)) {
			t.Errorf("table %d holds %v, want %v", node, s.rowsOf(node), other.rowsOf(node))
		}
	}
}

// The ears of a table are the edges into it that can say something, and they are combined each with each.
func TestEars(t *testing.T) {
	n := network([]Node{{}, {}, {Kind: DataCenterTable}},
		Edge{Kind: Peering, To: 2}, Edge{Kind: Peering, From: 1, To: 2}, Edge{Kind: Peering, To: 2}, Edge{Kind: Peering, To: 1})
	f := search{s: &solver{n: n}}
	can := [][]message{make([]message, 2), nil, make([]message, 3), make([]message, 5)}
	ears, combinations := f.ears(2, can)
	if len(ears) != 2 || ears[0].edge != 0 || ears[1].edge != 2 || combinations != 6 {
		t.Errorf("%d combinations of %v, want 6 of edges 0 and 2", combinations, ears)
	}
	if !f.speaks(1, [][]message{nil, {{}}, nil, nil}) || f.speaks(2, can) || f.speaks(1, [][]message{{{}}, nil, {{}}, {{}}}) {
		t.Error("a table speaks that cannot, or does not speak though it can")
	}
}

// A router table is deaf for what its configured routes beat, before combinations are counted.
func TestEarsOfARouter(t *testing.T) {
	n := network([]Node{{}, {}}, Edge{Kind: Peering, From: 1, To: 0})
	f := search{s: &solver{n: n, class: &Class{origins: []Origin{n.Configure(0, Row{NextHop: 3, Type: route.Static})}}}}
	ears, combinations := f.ears(0, [][]message{{{Row{Via: 0}, true}, {}}})
	if len(ears) != 1 || len(ears[0].heard) != 1 || ears[0].heard[0].ok || combinations != 1 {
		t.Errorf("%d combinations of %v, want silence alone", combinations, ears)
	}
}

func TestOdometer(t *testing.T) {
	sizes := []int{2, 1, 3}
	pick, seen := make([]int, 3), map[[3]int]bool{}
	for more := true; more; more = advance(pick, func(k int) int { return sizes[k] }) {
		seen[[3]int(pick)] = true
	}
	if len(seen) != 6 {
		t.Errorf("%d combinations, want 6: %v", len(seen), seen)
	}
}

// Sets of messages: the same message is there once; silence is a message, whatever row it carries.
func TestSetsOfMessages(t *testing.T) {
	a, b, silence := message{Row{MED: 1}, true}, message{Row{MED: 2}, true}, message{Row{MED: 3}, false}
	list := include(include(include(include(nil, a), b), a), silence)
	if list = include(list, message{}); len(list) != 3 {
		t.Errorf("%d messages, want 3", len(list))
	}
	if both := intersect(list, []message{b, {}}); len(both) != 2 || both[0].row.MED != 2 || both[1].ok {
		t.Errorf("the intersection is %v, want b and silence", both)
	}
	open := withSilence([][]message{nil, {a}})
	if len(open[0]) != 0 || len(open[1]) != 2 || open[1][1].ok {
		t.Errorf("with silence: %v, want none where nothing can be said, one more elsewhere", open)
	}
}

// A mark tells how many possibilities each ear has.
func TestFingerprint(t *testing.T) {
	marks := map[uint64]bool{}
	for _, sizes := range [][]int{{}, {1}, {2}, {1, 2}, {2, 1}, {2, 2}} {
		var ears []ear
		for _, size := range sizes {
			ears = append(ears, ear{heard: make([]message, size)})
		}
		marks[fingerprint(ears)] = true
	}
	if len(marks) != 6 {
		t.Errorf("%d marks, want 6", len(marks))
	}
}

func copyOf(possible [][]message) (list [][]message) {
	for _, m := range possible {
		list = append(list, slices.Clone(m))
	}
	return list
}

// A search that runs out of its budget says so and finds nothing.
func TestSearchGivesUp(t *testing.T) {
	s := ring()
	possible, ok := s.possible()
	if !ok {
		t.Fatal("too many possibilities")
	}
	whole := search{s: s, budget: maxTrials, inbox: newInbox(len(s.n.Edges))}
	whole.run(withSilence(copyOf(possible)))
	spent := maxTrials - whole.budget
	for budget, want := range map[int]bool{0: true, spent - 1: true, spent: false, maxTrials: false} {
		f := search{s: s, budget: budget, inbox: newInbox(len(s.n.Edges))}
		f.run(withSilence(copyOf(possible)))
		if f.gaveUp != want || (len(f.found) == 1) == want {
			t.Errorf("with a budget of %d: gave up: %v, %d found", budget, f.gaveUp, len(f.found))
		}
	}
}
