package engine

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"
)

// A State is the stable state of a network. It is immutable and safe for concurrent use.
type State struct {
	Network *Network
	tables  []table
}

// A table is what one node holds.
type table struct {
	entries []entry            // in order of prefix
	active  bart.Table[uint32] // place in entries of every prefix with an Active row
}

type entry struct {
	prefix netip.Prefix
	rows   []Row
}

// Solve computes the stable state of a compiled network. Each prefix that has none, or more than one, is reported; the
// state is then nil. It is nil, too, if the tables would hold more than limit prefixes together.
func Solve(n *Network, limit int) (*State, []Instability) {
	state := &State{Network: n, tables: make([]table, len(n.Nodes))}
	var faults []Instability
	s, tell, known := newSolver(n), newClasses(n), map[string]*class{}
	for _, p := range n.prefixes {
		key := tell.of(p)
		c := known[string(key)]
		if c == nil {
			c = s.solveClass(p)
			known[string(key)] = c
		}
		if c.fault != nil {
			faults = append(faults, Instability{Prefix: p, Fault: c.fault.Fault, Cycle: c.fault.Cycle})
			continue
		}
		if limit -= len(c.nodes); limit < 0 {
			return nil, nil
		}
		state.store(p, c)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return state, nil
}

// All yields the rows of a table in order of prefix. The rows must not be changed.
func (st *State) All(node int32) iter.Seq2[netip.Prefix, []Row] {
	return func(yield func(netip.Prefix, []Row) bool) {
		for _, e := range st.tables[node].entries {
			if !yield(e.prefix, e.rows) {
				return
			}
		}
	}
}

// Get returns the rows of one prefix in a table. They must not be changed.
func (st *State) Get(node int32, p netip.Prefix) []Row {
	entries := st.tables[node].entries
	i, ok := slices.BinarySearchFunc(entries, p, func(e entry, p netip.Prefix) int { return e.prefix.Compare(p) })
	if !ok {
		return nil
	}
	return entries[i].rows
}

// Lookup returns the longest prefix with an Active row that contains an address, and all its rows.
func (st *State) Lookup(node int32, addr netip.Addr) (netip.Prefix, []Row, bool) {
	i, ok := st.tables[node].active.Lookup(addr)
	if !ok {
		return netip.Prefix{}, nil, false
	}
	e := st.tables[node].entries[i]
	return e.prefix, e.rows, true
}

// Matches tells whether longest-prefix match can find exactly this prefix.
func (st *State) Matches(node int32, p netip.Prefix) bool {
	i, ok := st.tables[node].active.Get(p)
	return ok && st.tables[node].entries[i].prefix == p
}

// ActiveInside yields the prefixes with an Active row that lie inside a prefix, that prefix itself excluded.
func (st *State) ActiveInside(node int32, p netip.Prefix) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for q := range st.tables[node].active.Subnets(p) {
			if q != p && !yield(q) {
				return
			}
		}
	}
}

// Len returns the number of rows of a table.
func (st *State) Len(node int32) int {
	total := 0
	for _, e := range st.tables[node].entries {
		total += len(e.rows)
	}
	return total
}

// Heard returns what an edge tells its receiver about a prefix, and the notes that the rules make on the way. The edge
// need not be one of the network: an edge that is switched off yields its reasons.
func (st *State) Heard(e *Edge, p netip.Prefix) (Row, bool, []Note) {
	var rec Recorder
	row, ok := st.Network.announce(e, p, st.Get(e.From, p), &rec)
	return row, ok, rec.Notes
}

// In returns the edges into a node. They must not be changed.
func (n *Network) In(node int32) []int32 { return n.in[node] }

// Out returns the edges out of a node. They must not be changed.
func (n *Network) Out(node int32) []int32 { return n.out[node] }

// Prefixes returns every prefix that something originates, in order. It must not be changed.
func (n *Network) Prefixes() []netip.Prefix { return n.prefixes }

// Originated tells whether anything originates a prefix.
func (n *Network) Originated(p netip.Prefix) bool { return len(n.origins[p]) > 0 }
