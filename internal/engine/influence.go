package engine

import (
	"slices"

	"github.com/cenroute/cenroute/route"
)

// influences tells whether what an edge tells a table can change what an edge of some kind tells on from it.
//
//   - A VPC and a CCN announce only what is their own.
//   - A VBR or VPN offers the cloud only what comes from its circuit, and tells data centers what the cloud told it,
//     unless a route of its own has the prefix.
//   - An ECR carries from circuits to the cloud and from the cloud to circuits.
//   - A data center passes on what it heard only if it is a transit data center.
//
// The solver rests on it as well (findListeners): where it said no in error, a table would not tell on what it heard.
func (n *Network) influences(a *Edge, b EdgeKind) bool {
	at := &n.Nodes[a.To]
	switch at.Kind {
	case CircuitTable, ConnectionTable:
		return a.Kind == Announce || b == Tell
	case ECRView:
		return (a.Kind == CircuitToECR) == (b != ECRToCircuit)
	case DataCenterTable:
		return at.Transit
	}
	return at.Kind == RouterTable
}

// possible finds, for every edge, what it could tell its receiver about the prefix of the solver if each route that
// reaches a table could be the one that wins there. Every stable state tells something of this, or nothing, on every
// edge. It reports false if there are too many possibilities.
func (s *solver) possible() ([][]message, bool) {
	found := make([][]message, len(s.n.Edges))
	type held struct {
		node int32
		row  Row
	}
	var queue []held
	total := 0
	hear := func(e *Edge, m message) {
		for i := range found[e.index] {
			if found[e.index][i].equal(&m) {
				return
			}
		}
		found[e.index] = append(found[e.index], m)
		total++
		if m.row.Status == route.Active {
			queue = append(queue, held{e.To, m.row})
		}
	}
	say := func(node int32, rows []Row) {
		for _, i := range s.n.out.of(node) {
			e := &s.n.Edges[i]
			var row Row
			if !s.n.announce(e, s.p, rows, &row, nil) {
				continue
			}
			hear(e, message{row, true})
			if e.Kind == LearnECR { // the MED depends on which other circuits are Active
				row.MED = sameRegionMED
				hear(e, message{row, true})
			}
		}
	}
	for _, o := range s.class.origins {
		at := &s.n.classes.origins.all[o]
		say(at.node, nil)
		if !at.aggregate {
			say(at.node, []Row{at.row})
		}
	}
	for len(queue) > 0 && total <= maxPossible {
		h := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		say(h.node, []Row{h.row})
	}
	return found, total <= maxPossible
}

// Bounds on the search for stable states. A network that exceeds them is reported as undecided, never guessed.
const (
	maxPossible = 20_000 // messages that one prefix could cause
	maxTrials   = 400_000
)

// cycle finds edges of the set that influence each other in a circle, in order, starting with the smallest; nil if
// there are none. A circle that never turns back over an attachment or session tells more and is preferred.
func (n *Network) cycle(in func(edge int32) bool) []int32 {
	influences := func(a, b *Edge) bool { return n.influences(a, b.Kind) }
	onward := func(a, b *Edge) bool { return influences(a, b) && !turnsBack(a, b) }
	if circle := n.circle(in, onward); circle != nil {
		return circle
	}
	return n.circle(in, influences)
}

// turnsBack tells whether edge b leads back over the attachment or session that edge a came over.
func turnsBack(a, b *Edge) bool {
	sameSession := a.Session != nil && b.Session != nil && a.Session.ID == b.Session.ID
	return sameSession || a.Attachment != 0 && a.Attachment == b.Attachment
}

// circle finds edges of the set that follow each other in a circle.
func (n *Network) circle(in func(edge int32) bool, follows func(a, b *Edge) bool) []int32 {
	const (
		unseen = iota
		open
		done
	)
	state := make([]uint8, len(n.Edges))
	var path, found []int32
	var visit func(i int32) bool
	visit = func(i int32) bool {
		state[i] = open
		path = append(path, i)
		for _, j := range n.out.of(n.Edges[i].To) {
			if !in(j) || !follows(&n.Edges[i], &n.Edges[j]) {
				continue
			}
			if state[j] == open {
				found = slices.Clone(path[slices.Index(path, j):])
				return true
			}
			if state[j] == unseen && visit(j) {
				return true
			}
		}
		state[i] = done
		path = path[:len(path)-1]
		return false
	}
	for i := range n.Edges {
		if state[i] == unseen && in(int32(i)) && visit(int32(i)) {
			return rotate(found)
		}
	}
	return nil
}

// rotate turns a circle so that its smallest member comes first.
func rotate(circle []int32) []int32 {
	first := slices.Index(circle, slices.Min(circle))
	return slices.Concat(circle[first:], circle[:first])
}
