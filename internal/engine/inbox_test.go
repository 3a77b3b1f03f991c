package engine

import (
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// A set holds what was added, whatever the word it is in, and yields it in order.
func TestSet(t *testing.T) {
	s := newSet(130)
	if !s.empty() {
		t.Error("a new set is not empty")
	}
	added := []int32{129, 0, 63, 64, 1, 64}
	for _, i := range added {
		s.add(i)
	}
	if got, want := slices.Collect(s.all()), []int32{0, 1, 63, 64, 129}; !slices.Equal(got, want) {
		t.Errorf("the set holds %v, want %v", got, want)
	}
	for i := range int32(130) {
		if s.has(i) != slices.Contains(added, i) {
			t.Errorf("%d is in the set: %v", i, s.has(i))
		}
	}
	clear(s)
	if s.add(129); s.empty() {
		t.Error("a set with a number in its last word is empty")
	}
}

// What an edge tells is news if it differs from what it told last, silence included.
func TestInbox(t *testing.T) {
	row := func(via int32, med uint32) Row { return Row{Via: via, MED: med} }
	x := newInbox(3)
	for i, c := range []struct {
		row        Row
		told, news bool
	}{
		{row(1, 0), false, false}, // it is silent still
		{row(1, 7), true, true},
		{row(1, 7), true, false},
		{row(1, 8), true, true},
		{row(1, 0), false, true},
		{row(1, 0), false, false},
		{row(1, 8), true, true}, // again
		{row(1, 8), true, false},
		{row(2, 8), true, true}, // another edge
	} {
		*x.blank() = c.row
		if news := x.take(c.row.Via, c.told); news != c.news {
			t.Errorf("message %d is news: %v, want %v", i, news, c.news)
		}
		if got := x.heard(c.row.Via); (got != nil) != c.told || c.told && *got != c.row {
			t.Errorf("after message %d the edge told %v", i, got)
		}
		if x.heard(0) != nil {
			t.Errorf("after message %d another edge is heard", i)
		}
	}
	if len(x.rows) != 2 {
		t.Errorf("room for %d rows is taken, want one for each edge", len(x.rows))
	}
	x.empty()
	if x.heard(1) != nil || x.heard(2) != nil || len(x.rows) != 0 {
		t.Error("an empty inbox holds something")
	}
}

// A table holds what it was told, whether that becomes more or less, and takes no more room than for twice as much.
func TestTablesHoldWhatTheyHear(t *testing.T) {
	from := Node{Kind: RouterTable}
	n := network([]Node{{}, from, from, from},
		Edge{Kind: Peering, From: 1, To: 0}, Edge{Kind: Peering, From: 2, To: 0}, Edge{Kind: Peering, From: 3, To: 0}, Edge{Kind: Peering, From: 2, To: 1})
	n.Originate(prefix("10.0.0.0/16"), n.Configure(1, Row{NextHop: 9, Type: route.Static}))
	s := newSolver(n, 1)
	s.reset(n.classes.all[0])
	if got := s.rowsOf(1); len(got) != 1 || got[0].NextHop != 9 {
		t.Errorf("the table in which the route is configured holds %v", got)
	}
	listens, other := newSet(4), []ID{9}
	for i, told := range [][]uint32{{7, 0, 0}, {8, 0, 0}, {0, 8, 0}, {7, 8, 0}, {7, 0, 0}, {0, 0, 0}, {0, 0, 8}, {7, 8, 9}, {0, 0, 0}, {7, 8, 9}, {0, 8, 0}, {7, 8, 9}, {7, 0, 0}, {7, 8, 9}} {
		var want []uint32
		for e, med := range told {
			s.inbox.put(int32(e), &message{Row{Via: int32(e), NextHop: ID(med), MED: med, Type: route.BGP}, med > 0})
			if med > 0 {
				want = append(want, med)
			}
		}
		listens.add(0)
		s.hear(listens)
		clear(listens)
		var got []uint32
		for _, r := range s.rowsOf(0) {
			got = append(got, r.MED)
		}
		if !slices.Equal(got, want) {
			t.Errorf("step %d: the table holds %v, want %v", i, got, want)
		}
		if got := s.rowsOf(1); len(got) != len(other) || got[0].NextHop != other[0] || got[len(got)-1].NextHop != other[len(other)-1] {
			t.Errorf("step %d: another table holds %v, want next hops %v", i, got, other)
		}
		if i == 3 { // the other table takes room behind the first one
			s.inbox.put(3, &message{Row{Via: 3, NextHop: 5, Type: route.BGP}, true})
			listens.add(1)
			s.hear(listens)
			clear(listens)
			other = []ID{9, 5}
		}
	}
	if len(s.rows) > 1+2+3+5 { // the configured route, two routes, the other table, three routes with room for five
		t.Errorf("the tables take room for %d rows", len(s.rows))
	}
}

// An edge wakes its receiver if that says something else for what it is told, over whichever of its edges. What others are
// told is in the state all the same.
func TestListeners(t *testing.T) {
	vpc, session := policy.Target[ID]{Kind: attach.VPC}, &SessionEdge{CloudASN: 45104}
	n := network([]Node{{Table: 5}, {Kind: VPCTable, Table: 6}, {Kind: CircuitTable, Table: 7}, {Kind: DataCenterTable, Table: 8}},
		Edge{Kind: Sync, To: 1, NextHop: 3, Attachment: 3, Target: vpc},
		Edge{Kind: LearnExternal, From: 2, To: 0, NextHop: 4, Attachment: 4},
		Edge{Kind: Tell, From: 2, To: 3, NextHop: 7, Session: session},
		Edge{Kind: Sync, To: 2, NextHop: 4, Attachment: 4})
	for i, want := range []bool{false, true, false, true} {
		if n.Edges[i].wakes != want {
			t.Errorf("edge %d wakes its receiver: %v", i, n.Edges[i].wakes)
		}
	}
	p := prefix("10.0.0.0/16")
	n.Originate(p, n.Configure(0, Row{NextHop: 8, Type: route.Static}))
	state := solved(t, n)
	for node := range int32(4) {
		if got := state.Get(node, p); len(got) != 1 {
			t.Errorf("table %d holds %v, want one route", node, got)
		}
	}
}

// Lists out of one room do not touch each other, and a long one has a piece of its own.
func TestRoom(t *testing.T) {
	var r room[int]
	var lists [][]int
	for i, length := range []int{3, 2, 0, 4, 5000, 1} {
		list := r.list(length+1, 3)
		for range length {
			list = append(list, i)
		}
		lists = append(lists, r.keep(list))
	}
	for i := range lists {
		lists[i] = append(lists[i], i)
	}
	for i, list := range lists {
		if slices.ContainsFunc(list, func(n int) bool { return n != i }) {
			t.Errorf("list %d holds %v", i, list)
		}
	}
}
