package engine

import (
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// TestNoAllocs lists what must not allocate: every question that a trace or a matrix asks a table.
func TestNoAllocs(t *testing.T) {
	n := &Network{Nodes: []Node{{Kind: VPCTable}, {Kind: RouterTable}}, Local: 1}
	n.Edges = []Edge{{Kind: LearnVPC, From: 0, To: 1, NextHop: 2, Attachment: 2}}
	n.Compile()
	p := netip.MustParsePrefix("10.0.0.0/8")
	n.Originate(p, n.Configure(0, Row{
		NextHop: n.Local, Type: route.System, Publish: ToRouter, Origin: policy.Origin[ID]{Instance: 3},
	}))
	state, faults := Solve(n, nil)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	addr := netip.MustParseAddr("10.1.2.3")
	if q, rows, ok := state.Lookup(1, addr); !ok || q != p || len(rows) != 1 || rows[0].NextHop != 2 {
		t.Fatalf("Lookup found %v in %v", rows, q)
	}
	for name, f := range map[string]func(){
		"Get":     func() { state.Get(1, p) },
		"Lookup":  func() { state.Lookup(1, addr) },
		"Matches": func() { state.Matches(1, p) },
		"Class":   func() { state.Class(p) },
		"At":      func() { state.Class(p).At(1) },
		"Len":     func() { state.Len(1) },
	} {
		if allocations := testing.AllocsPerRun(100, f); allocations != 0 {
			t.Errorf("%s allocates %v times", name, allocations)
		}
	}
}
