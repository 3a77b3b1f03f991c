package engine

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// downhill is a ring of transit data centers in which each tells the one with the number before it, so that the search,
// which asks tables in order of their numbers, settles one table a round.
func downhill(centers int32) *solver {
	var edges []Edge
	for i := range centers {
		session := &SessionEdge{ID: i + 1, Drops: true, CloudASN: 64512}
		edges = append(edges, Edge{Kind: Between, From: i, To: (i + centers - 1) % centers, NextHop: ID(10 + i), Session: session})
	}
	n := network(slices.Repeat([]Node{{Kind: DataCenterTable, Transit: true}}, int(centers)), edges...)
	n.Originate(prefix("10.0.0.0/16"), n.Configure(0, Row{NextHop: n.Local, Type: route.BGP}))
	s := newSolver(n, 1)
	s.class, s.p = n.classes.all[0], prefix("10.0.0.0/16")
	return s
}

// What is possible is narrowed down as long as a table says less than before, however many rounds that takes.
func TestNarrowGoesOnUntilNothingChanges(t *testing.T) {
	for _, centers := range []int32{2, 3, 12} {
		s := downhill(centers)
		possible, _ := s.possible()
		f := search{s: s, budget: maxTrials, inbox: newInbox(len(s.n.Edges))}
		can := withSilence(possible)
		if !f.narrow(can) || f.gaveUp {
			t.Fatalf("%d data centers: no stable state, or gave up", centers)
		}
		for e := range can {
			if len(can[e]) != 1 || !can[e][0].ok {
				t.Errorf("%d data centers: edge %d can tell %v, want one route", centers, e, can[e])
			}
		}
		if fault := s.settle(s.class); fault != nil {
			t.Errorf("%d data centers: %+v", centers, fault)
		}
	}
}

// A table that is asked says what it must say of what is certain, too: a message that it would not send is none.
func TestAskRefusesWhatATableWouldNotSay(t *testing.T) {
	s := downhill(3)
	possible, _ := s.possible()
	f := search{s: s, budget: maxTrials, inbox: newInbox(len(s.n.Edges))}
	can := withSilence(copyOf(possible))
	can[0] = []message{{}} // the data center that has the prefix is silent
	if f.narrow(can) {
		t.Errorf("a silent origin is taken for possible: %v", can)
	}
	can = withSilence(copyOf(possible))
	wrong := can[0][0]
	wrong.row.MED = 7
	can[0] = []message{wrong}
	ears, _ := f.ears(0, can)
	if _, ok := f.ask(0, ears, can); ok {
		t.Error("a route with another MED than the table sends is taken for possible")
	}
	if spent := maxTrials - f.budget; spent == 0 {
		t.Error("nothing was tried")
	}
	for e := range int32(len(s.n.Edges)) {
		if f.inbox.heard(e) != nil {
			t.Errorf("edge %d is still heard after the table was asked", e)
		}
	}
}

// A table is asked anew only where less can be heard than before.
func TestNarrowAsksNoMoreThanItMust(t *testing.T) {
	s := ring()
	possible, _ := s.possible()
	f := search{s: s, budget: maxTrials, inbox: newInbox(len(s.n.Edges))}
	f.narrow(possible) // everything is certain
	if asked := maxTrials - f.budget; asked != len(s.n.Nodes) {
		t.Errorf("asked %d times, want once for each table", asked)
	}
}

// An aggregate that the egress policies deny reaches an attachment as Prohibited, stands for nothing there (D-27), and
// an ordinary route of its prefix that is permitted takes its place.
func TestAggregateThatIsDenied(t *testing.T) {
	p := prefix("10.0.0.0/8")
	a := Aggregate{Prefix: p}
	a.Scope[attach.VPC] = true
	edge := Edge{Kind: Sync, To: 1, NextHop: 4, Attachment: 4, Target: policy.Target[ID]{Kind: attach.VPC}}
	list := []policy.Policy{{Priority: 50, Direction: policy.Egress, Action: policy.Deny}}
	list[0].Match.RouteTypes = []route.Type{route.Custom} // as which a policy sees it (P-3.16)
	denies := policy.Compile(list, false, func(string) ID { return 0 })
	n := network([]Node{{Table: 8, Policies: denies, Aggregates: []Aggregate{a}}, {Kind: VPCTable}}, edge)
	if len(n.Edges[0].taken) != 0 {
		t.Error("an aggregate that is denied is taken")
	}
	got, ok, noted := announced(n, p)
	if !ok || got.Status != route.Prohibited || got.Type != route.Aggregate {
		t.Errorf("the VPC is told %v %+v, want the aggregate, Prohibited", ok, got)
	}
	sameReasons(t, noted, route.DeniedByPolicy)
	got, ok, _ = announced(n, p, Row{NextHop: 5, Type: route.BGP})
	if !ok || got.Status != route.Active || got.Type != route.BGP {
		t.Errorf("the VPC is told %v %+v, want the BGP route", ok, got)
	}
	if _, ok, _ := announced(n, prefix("10.1.0.0/16"), Row{NextHop: 5, Type: route.BGP}); !ok {
		t.Error("a route inside it is withheld")
	}
	if _, ok, _ := announced(n, p, Row{NextHop: 4, Type: route.BGP}); !ok { // split horizon: only the aggregate is left
		t.Error("where no route of the prefix may go, the denied aggregate is not listed")
	}
}

// A class that a state has of its own is not known to the state that it was made from, nor to others made from that.
func TestStatesDoNotShareTheirClasses(t *testing.T) {
	n := oneTable()
	a, b, c := static(n, 3), static(n, 4), static(n, 5)
	p, q, r := prefix("10.1.0.0/16"), prefix("10.2.0.0/16"), prefix("10.3.0.0/16")
	for _, p := range []netip.Prefix{p, q, r} {
		n.Originate(p, a)
	}
	base := solved(t, n).With(p, b)
	for range 2 {
		one, other := base.With(q, c), base.With(r, c)
		for _, s := range []struct {
			state *State
			moved netip.Prefix
		}{{one, q}, {other, r}} {
			if got := s.state.Get(0, s.moved); len(got) != 2 || got[0].NextHop != 3 || got[1].NextHop != 5 {
				t.Errorf("%v: %+v, want the first and the third", s.moved, got)
			}
			if got := s.state.Class(s.moved).Size(); got != 1 {
				t.Errorf("%v: %d prefixes in its class, want it alone", s.moved, got)
			}
		}
		if both := one.With(r, c); both.Class(q) != both.Class(r) || both.Class(q).Size() != 2 {
			t.Error("two prefixes with the same origins are in different classes")
		}
	}
	if got := base.Get(0, q); len(got) != 1 {
		t.Errorf("the old state holds %+v", got)
	}
}

// That solve comes to an end does not tell that there is no other end: of two transit data centers that each prefer what
// the other one tells, the one that hears of the prefix first has its way.
func TestSettledByChance(t *testing.T) {
	n, _ := rivals()
	n = network(append(n.Nodes, Node{Kind: RouterTable}), append(n.Edges, Edge{Kind: Peering, From: 6, To: 5, NextHop: 9, Attachment: 9})...)
	row := Row{NextHop: 10, Type: route.BGP, Toward: attach.VBR, Origin: policy.Origin[ID]{Instance: 9}}
	p := prefix("10.0.0.0/16")
	n.Originate(p, n.Configure(4, row))
	n.Originate(p, n.Configure(6, row)) // one step further away from its data center
	s := newSolver(n, 1)
	class := n.classes.all[len(n.classes.all)-1]
	if !s.solve(class) {
		t.Fatal("solve comes to no end")
	}
	if fault := s.settle(class); fault == nil || fault.Fault != SeveralStableStates {
		t.Errorf("%+v, want several stable states", fault)
	}
}
