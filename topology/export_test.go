package topology

import (
	"context"
	"iter"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// VerifyEdited is Verify of a state in which one table holds other rows of one prefix. Edit gets a copy of the rows.
func VerifyEdited(n *Network, s *State, table string, p netip.Prefix, edit func(*engine.Attributes, []engine.Row) []engine.Row) error {
	node := s.compiled.node(table)
	rows := edit(s.compiled.out.Attributes, slices.Clone(s.solved.Get(node, p)))
	return verify(context.Background(), s.compiledLike(newIndex(n)), s, edited{s.solved, node, p, rows}, nil)
}

// edited is a solved state with other rows in one place. Longest-prefix match agrees with them.
type edited struct {
	*engine.State
	node int32
	p    netip.Prefix
	rows []engine.Row
}

func (e edited) Get(node int32, p netip.Prefix) []engine.Row {
	if node == e.node && p == e.p {
		return e.rows
	}
	return e.State.Get(node, p)
}

func (e edited) All(node int32) iter.Seq2[netip.Prefix, []engine.Row] {
	if node != e.node || len(e.State.Get(node, e.p)) > 0 {
		return e.State.All(node)
	}
	return func(yield func(netip.Prefix, []engine.Row) bool) {
		before := true
		for p, rows := range e.State.All(node) {
			if before && p.Compare(e.p) > 0 {
				before = false
				if !yield(e.p, e.rows) {
					return
				}
			}
			if !yield(p, rows) {
				return
			}
		}
		if before {
			yield(e.p, e.rows)
		}
	}
}

func (e edited) Matches(node int32, p netip.Prefix) bool {
	if node == e.node && p == e.p {
		return slices.ContainsFunc(e.rows, func(r engine.Row) bool { return r.Status == route.Active })
	}
	return e.State.Matches(node, p)
}

// SharesRoutes tells whether two states hold the very same rows for every prefix but one, not only equal ones.
func SharesRoutes(a, b *State, except netip.Prefix) bool {
	for p := range a.solved.Prefixes() {
		if p != except && !SharesRoutesOf(a, b, p) {
			return false
		}
	}
	return true
}

// SharesRoutesOf tells whether two states hold the very same rows for a prefix.
func SharesRoutesOf(a, b *State, p netip.Prefix) bool {
	for node := range int32(len(a.compiled.out.Nodes)) {
		x, y := a.solved.Get(node, p), b.solved.Get(node, p)
		if len(x) != len(y) || len(x) > 0 && &x[0] != &y[0] {
			return false
		}
	}
	return true
}

// AttributesHeld returns the number of AS paths, communities and deciding policies that a state holds.
func (s *State) AttributesHeld() int { return s.compiled.out.Attributes.Number() }

// EventsBetween returns the events between two states in the way in which those of any change are found.
func EventsBetween(before, after *State) []Event { return events(before, after, nil) }
