package engine

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

func prefix(text string) netip.Prefix { return netip.MustParsePrefix(text) }

func prefixes(texts ...string) []netip.Prefix {
	var list []netip.Prefix
	for _, text := range texts {
		list = append(list, prefix(text))
	}
	return list
}

// attributes are those of all rows of the tests, whatever network they are of.
var attributes Attributes

func path(asns ...uint32) List[uint32] { return attributes.ASPaths.Of(asns...) }

func communities(set ...route.Community) List[route.Community] {
	return attributes.Communities.Of(set...)
}

func deciders(refs ...PolicyRef) List[PolicyRef] { return attributes.Deciders.Of(refs...) }

// deny is a program with one policy that denies everything in a direction.
func deny(d policy.Direction) *policy.Program[ID] {
	return policy.Compile([]policy.Policy{{Priority: 50, Direction: d, Action: policy.Deny}}, false, func(string) ID { return 0 })
}

// network compiles nodes and edges.
func network(nodes []Node, edges ...Edge) *Network {
	n := &Network{Attributes: &attributes, Nodes: nodes, Edges: edges, Local: 1, Blackhole: 2}
	n.Compile()
	return n
}

// announced returns what the first edge of a network tells of a prefix, and the reasons of the notes, one for each row.
func announced(n *Network, p netip.Prefix, rows ...Row) (Row, bool, []route.Reason) {
	var rec Recorder
	var row Row
	ok := n.announce(&n.Edges[0], p, rows, &row, &rec)
	var reasons []route.Reason
	for i := range rec.Notes {
		reasons = append(reasons, rec.Notes[i].Reason)
	}
	return row, ok, reasons
}

func sameReasons(t *testing.T, got []route.Reason, want ...route.Reason) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("noted %v, want %v", got, want)
	}
}

func solved(t *testing.T, n *Network) *State {
	t.Helper()
	state, faults := Solve(n, nil)
	if len(faults) > 0 || state == nil {
		t.Fatalf("no state: %v", faults)
	}
	return state
}

// oneTable is a router table that nothing is attached to.
func oneTable() *Network { return network([]Node{{Kind: RouterTable}}) }

// static returns an origin of the first table with a next hop.
func static(n *Network, nextHop ID) Origin {
	return n.Configure(0, Row{NextHop: nextHop, Type: route.Custom})
}
