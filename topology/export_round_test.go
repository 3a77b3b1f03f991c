package topology

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/internal/engine"
)

// AnotherRound lets every table of a state follow the rules once more, and names one that then holds something else.
func AnotherRound(s *State) error {
	for node := range s.compiled.out.Nodes {
		for p := range s.compiled.out.Prefixes() {
			held := func(other int32) []engine.Row { return s.solved.Get(other, p) }
			if err := s.differs(int32(node), p, s.compiled.out.Derive(int32(node), p, held)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *State) differs(node int32, p netip.Prefix, rows []engine.Row) error {
	if got := s.solved.Get(node, p); !slices.Equal(got, rows) {
		return fmt.Errorf("%s in %s: %+v, not %+v", p, s.compiled.name(s.compiled.out.Nodes[node].Table), rows, got)
	}
	return nil
}

// Scheduled computes the routes of every prefix anew, one table at a time: pick chooses among the tables that have
// something new to hear. It names a table that then holds something else than in the state, and counts the prefixes
// whose tables do not come to rest.
func Scheduled(s *State, pick func(n int) int) (restless int, err error) {
	for p := range s.compiled.out.Prefixes() {
		held := s.schedule(p, pick)
		if held == nil {
			restless++
			continue
		}
		for node := range held {
			if err := s.differs(int32(node), p, held[node]); err != nil {
				return restless, err
			}
		}
	}
	return restless, nil
}

// schedule returns what the tables hold once none has anything new to hear, nil if that does not come.
func (s *State) schedule(p netip.Prefix, pick func(n int) int) [][]engine.Row {
	n := s.compiled.out
	held := make([][]engine.Row, len(n.Nodes))
	stale := make([]int32, len(n.Nodes))
	for node := range stale {
		stale[node] = int32(node)
	}
	for steps := 0; len(stale) > 0; steps++ {
		if steps > 100*len(n.Nodes) {
			return nil
		}
		i := pick(len(stale))
		node := stale[i]
		stale = slices.Delete(stale, i, i+1)
		rows := n.Derive(node, p, func(other int32) []engine.Row { return held[other] })
		if slices.Equal(rows, held[node]) {
			continue
		}
		held[node] = rows
		for _, e := range n.Out(node) {
			if to := n.Edges[e].To; !slices.Contains(stale, to) {
				stale = append(stale, to)
			}
		}
	}
	return held
}
