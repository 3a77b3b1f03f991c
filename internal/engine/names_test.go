package engine

import (
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
)

func signaturesOf(lists ...NamedPrefixes) func(text string) signature {
	var n names
	n.find(lists)
	return func(text string) signature { return n.of(prefix(text)) }
}

// Prefixes on different sides of a list have different signatures, prefixes on the same side have the same one.
func TestSignatures(t *testing.T) {
	named := prefixes("10.0.0.0/8", "172.16.0.0/12")
	for _, c := range []struct {
		list  NamedPrefixes
		a, b  string
		apart bool
	}{
		{NamedPrefixes{List: named, Inner: true}, "10.1.0.0/16", "11.0.0.0/16", true},
		{NamedPrefixes{List: named, Inner: true}, "10.1.0.0/16", "10.0.0.0/8", false},
		{NamedPrefixes{List: named, Inner: true}, "10.1.0.0/16", "172.16.1.0/24", false},
		{NamedPrefixes{List: named, Inner: true}, "11.0.0.0/16", "8.0.0.0/6", false},
		{NamedPrefixes{List: named, Equal: true}, "10.1.0.0/16", "10.0.0.0/8", true},
		{NamedPrefixes{List: named, Equal: true}, "10.1.0.0/16", "11.0.0.0/16", false},
		{NamedPrefixes{List: named, Equal: true}, "10.0.0.0/8", "172.16.0.0/12", false},
		{NamedPrefixes{List: named, Inner: true, Equal: true}, "10.1.0.0/16", "10.0.0.0/8", true},
		{NamedPrefixes{List: named, Inner: true, Equal: true}, "10.1.0.0/16", "11.0.0.0/16", true},
		{NamedPrefixes{List: named, Inner: true, Equal: true}, "11.0.0.0/16", "10.0.0.0/8", true},
		{NamedPrefixes{}, "10.1.0.0/16", "11.0.0.0/16", false},
		{NamedPrefixes{}, "10.1.0.0/16", "0.0.0.0/0", true},
		{NamedPrefixes{}, "10.1.0.0/16", "2001:db8::/32", true},
		{NamedPrefixes{}, "::/0", "2001:db8::/32", true},
		{NamedPrefixes{}, "::/0", "0.0.0.0/0", true},
	} {
		of := signaturesOf(c.list)
		if apart := of(c.a) != of(c.b); apart != c.apart {
			t.Errorf("%+v: %s and %s are apart: %v", c.list, c.a, c.b, apart)
		}
	}
}

// What lies inside two lists differs from what lies inside one of them, and each list from the other.
func TestSignaturesOfSeveralLists(t *testing.T) {
	of := signaturesOf(
		NamedPrefixes{List: prefixes("10.0.0.0/8", "172.16.0.0/12"), Inner: true},
		NamedPrefixes{List: prefixes("10.1.0.0/16", "172.16.0.0/12", "192.168.0.0/16"), Inner: true},
	)
	sides := map[signature]string{}
	for _, p := range []string{"11.0.0.0/16", "10.2.0.0/16", "10.1.1.0/24", "192.168.1.0/24", "172.16.1.0/24"} {
		if other, ok := sides[of(p)]; ok && other != "10.1.1.0/24" {
			t.Errorf("%s and %s have the same signature", other, p)
		}
		sides[of(p)] = p
	}
}

// Everything by which a rule tells prefixes apart is named, and nothing else.
func TestEverythingIsNamed(t *testing.T) {
	p := prefix("10.1.0.0/16")
	list := []netip.Prefix{p}
	const inside, equal, outside = "10.1.1.0/24", "10.1.0.0/16", "10.2.0.0/16"
	between := func(change func(*Edge)) func(*Network) {
		return func(n *Network) {
			e := Edge{Kind: Peering, To: 1}
			change(&e)
			n.Edges = []Edge{e}
		}
	}
	for _, c := range []struct {
		name         string
		change       func(n *Network)
		inner, equal bool // what lies inside differs from what lies outside; the prefix itself from what lies inside
	}{
		{"nothing", func(*Network) {}, false, false},
		{"a policy", func(n *Network) { n.Named = []NamedPrefixes{{List: list, Inner: true}} }, true, false},
		{"a vSwitch", func(n *Network) { n.Nodes[1].VSwitches = list }, true, true},
		{"an aggregate", func(n *Network) { n.Nodes[0].Aggregates = []Aggregate{{Prefix: p}} }, true, true},
		{"a disabled route", func(n *Network) { n.Nodes[1].Disabled = map[Disabled]bool{{p, 3}: true} }, false, true},
		{"a prefix of an association", between(func(e *Edge) { e.Prefixes, e.Incremental = list, true }), true, false},
		{"match mode", between(func(e *Edge) { e.Prefixes = list }), false, false},
		{"a prefix of a session", between(func(e *Edge) { e.Session = &SessionEdge{Only: map[netip.Prefix]bool{p: true}} }), false, true},
	} {
		n := &Network{Nodes: make([]Node, 2)}
		c.change(n)
		n.Compile()
		of := func(text string) signature { return n.names.of(prefix(text)) }
		if inner := of(inside) != of(outside); inner != c.inner {
			t.Errorf("%s: what lies inside differs from what lies outside: %v, want %v", c.name, inner, c.inner)
		}
		if differs := of(equal) != of(inside); differs != c.equal {
			t.Errorf("%s: the prefix differs from what lies inside: %v, want %v", c.name, differs, c.equal)
		}
		if of("100.64.1.0/24") == of(outside) { // E-6.13
			t.Errorf("%s: the service range is not named", c.name)
		}
	}
}

// An aggregate is originated with the network, though it is no row of its table.
func TestAggregatesAreOriginated(t *testing.T) {
	a := Aggregate{Prefix: prefix("10.0.0.0/8")}
	a.Scope[attach.VPC] = true
	edge := Edge{Kind: Sync, To: 1, NextHop: 3, Attachment: 3}
	edge.Target.Kind = attach.VPC
	state := solved(t, network([]Node{{Aggregates: []Aggregate{a}}, {Kind: VPCTable}}, edge))
	if len(state.Get(0, a.Prefix)) != 0 || len(state.Get(1, a.Prefix)) != 1 || !state.Originated(a.Prefix) {
		t.Errorf("its table holds %v, the VPC %v; want none and one", state.Get(0, a.Prefix), state.Get(1, a.Prefix))
	}
	for node, rows := range state.Class(a.Prefix).All() {
		if node != 1 || len(rows) != 1 {
			t.Errorf("table %d is among those that hold a route, with %v", node, rows)
		}
	}
}
