package engine

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"
)

// A State is the stable state of a network. It is immutable and safe for concurrent use. Its tables are views: a prefix
// has a class, and a class has rows for each table.
type State struct {
	Network *Network
	classOf *bart.Table[uint32]
	classes []*Class
	added   marks // of classes that the network did not have when it was solved
}

// Solve computes the stable state of a network to which nothing is added any more. Each prefix that has none, or more
// than one, is reported in order; the state is then nil. After each class, report is told how many are solved; if it
// returns false, Solve gives up and returns nothing at all.
func Solve(n *Network, report func(done, total int) bool) (*State, []Instability) {
	n.classes.resample()
	if !n.solveAll(report) {
		return nil, nil
	}
	state := &State{Network: n, classOf: n.classes.of, classes: n.classes.all}
	if slices.ContainsFunc(n.classes.all, func(c *Class) bool { return c.fault != nil }) {
		return nil, state.faults()
	}
	return state, nil
}

// faults collects what is wrong with the prefixes of classes that have no single stable state.
func (st *State) faults() []Instability {
	var faults []Instability
	for p, is := range st.classOf.AllSorted() {
		if fault := st.classes[is].fault; fault != nil {
			faults = append(faults, Instability{Prefix: p, Fault: fault.Fault, Cycle: fault.Cycle})
		}
	}
	return faults
}

// All yields the rows of a table in order of prefix. The rows must not be changed.
func (st *State) All(node int32) iter.Seq2[netip.Prefix, []Row] {
	return func(yield func(netip.Prefix, []Row) bool) {
		for p, is := range st.classOf.AllSorted() {
			if rows := st.classes[is].At(node); len(rows) > 0 && !yield(p, rows) {
				return
			}
		}
	}
}

// Classes yields every class that has a prefix.
func (st *State) Classes() iter.Seq[*Class] {
	return func(yield func(*Class) bool) {
		for _, c := range st.classes {
			if c.size > 0 && !yield(c) {
				return
			}
		}
	}
}

// Prefixes yields every prefix that something originates, in order, with its class.
func (st *State) Prefixes() iter.Seq2[netip.Prefix, *Class] {
	return func(yield func(netip.Prefix, *Class) bool) {
		for p, is := range st.classOf.AllSorted() {
			if !yield(p, st.classes[is]) {
				return
			}
		}
	}
}

// Class returns the class of a prefix, nil for one that nothing originates.
func (st *State) Class(p netip.Prefix) *Class {
	is, ok := st.classOf.Get(p)
	if !ok {
		return nil
	}
	return st.classes[is]
}

// Get returns the rows of one prefix in a table. They must not be changed.
func (st *State) Get(node int32, p netip.Prefix) []Row {
	return st.Class(p).At(node)
}

// Lookup returns the longest prefix with an Active row that contains an address, and all its rows.
func (st *State) Lookup(node int32, addr netip.Addr) (netip.Prefix, []Row, bool) {
	if !addr.IsValid() {
		return netip.Prefix{}, nil, false
	}
	for p, is := range st.classOf.Supernets(netip.PrefixFrom(addr.WithZone(""), addr.BitLen())) {
		if c := st.classes[is]; c.activeAt(node) {
			return p, c.At(node), true
		}
	}
	return netip.Prefix{}, nil, false
}

// Matches tells whether longest-prefix match can find exactly this prefix.
func (st *State) Matches(node int32, p netip.Prefix) bool {
	is, ok := st.classOf.Get(p)
	return ok && st.classes[is].activeAt(node)
}

// ActiveInside yields the prefixes with an Active row that lie inside a prefix, that prefix itself excluded, in order.
func (st *State) ActiveInside(node int32, p netip.Prefix) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for q, is := range st.classOf.Subnets(p) {
			if q != p && st.classes[is].activeAt(node) && !yield(q) {
				return
			}
		}
	}
}

// Len returns the number of rows of a table.
func (st *State) Len(node int32) int {
	total := 0
	for c := range st.Classes() {
		total += c.size * len(c.At(node))
	}
	return total
}

// Originated tells whether anything originates a prefix.
func (st *State) Originated(p netip.Prefix) bool {
	_, ok := st.classOf.Get(p)
	return ok
}

// Heard returns what an edge tells its receiver about a prefix, and the notes that the rules make on the way. The edge
// need not be one of the network: an edge that is switched off yields its reasons.
func (st *State) Heard(e *Edge, p netip.Prefix) (Row, bool, []Note) {
	var rec Recorder
	var row Row
	ok := st.Network.announce(e, p, st.Get(e.From, p), &row, &rec)
	return row, ok, rec.Notes
}

// In returns the edges into a node. They must not be changed.
func (n *Network) In(node int32) []int32 { return n.in.of(node) }

// Out returns the edges out of a node. They must not be changed.
func (n *Network) Out(node int32) []int32 { return n.out.of(node) }

// Prefixes yields every prefix that was originated, in order.
func (n *Network) Prefixes() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for p := range n.classes.of.AllSorted() {
			if !yield(p) {
				return
			}
		}
	}
}

// Originated tells whether a prefix was originated.
func (n *Network) Originated(p netip.Prefix) bool {
	_, ok := n.classes.of.Get(p)
	return ok
}
