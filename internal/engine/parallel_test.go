package engine

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/route"
)

// many is a table in which each of some prefixes is a class of its own, and a VPC that is told of it.
func many(classes int) *Network {
	n := network([]Node{{}, {Kind: VPCTable}}, Edge{Kind: Sync, To: 1, NextHop: 3, Attachment: 3})
	for i := range classes {
		addr := netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, 10<<24|uint32(i)<<8)))
		n.Originate(netip.PrefixFrom(addr, 24), n.Configure(0, Row{NextHop: ID(10 + i), Type: route.BGP}))
	}
	return n
}

// Every class is solved, and the progress is told once for each, up to the number of them, however many goroutines work.
func TestEveryClassIsSolved(t *testing.T) {
	for _, classes := range []int{0, 1, share - 1, share, 5 * share} {
		var told []int
		state, _ := Solve(many(classes), func(done, total int) bool {
			if total != classes {
				t.Errorf("%d classes of %d", total, classes)
			}
			told = append(told, done)
			return true
		})
		if state == nil || state.Len(1) != classes {
			t.Fatalf("%d classes: the VPC is not told of each", classes)
		}
		for i, done := range told {
			if done != i+1 {
				t.Errorf("%d classes: told %v, want 1, 2, ...", classes, told)
				break
			}
		}
		if len(told) != classes {
			t.Errorf("%d classes: told %d times", classes, len(told))
		}
	}
}

// Whoever asks to stop is not told anything more, and gets nothing.
func TestSolveStops(t *testing.T) {
	for _, c := range []struct{ classes, at int }{{3, 1}, {3, 3}, {5 * share, 1}, {5 * share, 100}, {5 * share, 5 * share}} {
		calls := 0
		state, faults := Solve(many(c.classes), func(done, total int) bool { calls++; return done < c.at })
		if state != nil || faults != nil || calls != c.at {
			t.Errorf("stopped at %d of %d: told %d times, got %v, %v", c.at, c.classes, calls, state, faults)
		}
	}
}

// A queue that is stopped hands out nothing more; else each class once.
func TestQueue(t *testing.T) {
	a, b := &Class{}, &Class{}
	q := queue{todo: []*Class{a, b}}
	if q.next() != a || q.next() != b || q.next() != nil || q.next() != nil {
		t.Error("classes are not handed out once each, in order")
	}
	q = queue{todo: []*Class{a, b}, report: func(done, total int) bool { return false }}
	q.next()
	q.finish()
	if !q.stopped || q.next() != nil {
		t.Error("a stopped queue hands out a class")
	}
}

// The views of a state: rows by prefix in order, longest-prefix match among Active routes, what lies inside.
func TestViews(t *testing.T) {
	n := oneTable()
	active, lost := static(n, 3), n.Configure(0, Row{NextHop: 4, Status: route.Rejected})
	wide, narrow, dead := prefix("10.0.0.0/8"), prefix("10.1.0.0/16"), prefix("10.1.1.0/24")
	n.Originate(dead, lost)
	n.Originate(narrow, active)
	n.Originate(wide, active)
	n.Originate(wide, lost)
	state := solved(t, n)
	var listed []netip.Prefix
	rows := 0
	for p, r := range state.All(0) {
		listed, rows = append(listed, p), rows+len(r)
	}
	if !slices.Equal(listed, []netip.Prefix{wide, narrow, dead}) || rows != 4 || state.Len(0) != 4 {
		t.Errorf("listed %v with %d rows, Len %d", listed, rows, state.Len(0))
	}
	for range state.All(0) {
		break // yields no more
	}
	if p, r, ok := state.Lookup(0, netip.MustParseAddr("10.1.1.1")); !ok || p != narrow || len(r) != 1 {
		t.Errorf("found %v %v, want %v: the longer prefix is not Active", p, r, narrow)
	}
	if p, r, ok := state.Lookup(0, netip.MustParseAddr("10.2.0.1")); !ok || p != wide || len(r) != 2 || r[0].Status != route.Active {
		t.Errorf("found %v %v, want %v, the Active row first", p, r, wide)
	}
	for _, addr := range []netip.Addr{{}, netip.MustParseAddr("11.0.0.1"), netip.MustParseAddr("2001:db8::1")} {
		if p, _, ok := state.Lookup(0, addr); ok {
			t.Errorf("found %v for %v", p, addr)
		}
	}
	for p, want := range map[netip.Prefix]bool{wide: true, narrow: true, dead: false, prefix("11.0.0.0/8"): false} {
		if state.Matches(0, p) != want {
			t.Errorf("%v matches: %v", p, !want)
		}
	}
	if inside := slices.Collect(state.ActiveInside(0, wide)); !slices.Equal(inside, []netip.Prefix{narrow}) {
		t.Errorf("Active inside %v: %v, want %v alone", wide, inside, narrow)
	}
	if got := slices.Collect(n.Prefixes()); !slices.Equal(got, []netip.Prefix{wide, narrow, dead}) || !n.Originated(dead) || n.Originated(prefix("10.2.0.0/16")) {
		t.Errorf("originated: %v", got)
	}
}
