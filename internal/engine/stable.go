package engine

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/route"
)

// A Fault is the way in which a network fails to have one stable state for a prefix.
type Fault uint8

// The closed set of faults. The zero Fault is none.
const (
	NoFault       Fault = iota
	NoStableState       // whatever the tables hold, some table wants to change
	SeveralStableStates
	SelfSupporting // the only stable state rests on routes that justify each other in a circle
	Undecided      // too many possibilities to tell
)

// Instability tells why a prefix has no single stable state.
type Instability struct {
	Prefix netip.Prefix
	Fault  Fault
	Cycle  []int32 // edges that chase each other, in order
}

// settle finds the one stable state of a class and leaves it in the solver, or says why there is none.
//
// Where all routes are of one sort, solve has found it (see oneOrder). Tables that do not influence each other in a
// circle have exactly one stable state, the one that solve reaches. For others, settle cuts down what each edge can
// possibly say until it is certain or a choice remains, tries each choice, and counts the stable states that it finds.
func (s *solver) settle(c *Class) *Instability {
	settled := s.solve(c)
	if settled && s.n.oneOrder(c) {
		return nil
	}
	possible, ok := s.possible()
	circle := s.n.cycle(func(e int32) bool { return len(possible[e]) > 0 })
	switch {
	case circle == nil && settled:
		return nil
	case circle == nil || !ok:
		return &Instability{c.sample, Undecided, circle}
	}
	search := search{s: s, budget: maxTrials, inbox: newInbox(len(s.n.Edges))}
	search.run(withSilence(possible))
	return s.judge(&search, circle)
}

// judge turns the stable states that were found into the state of the solver or a fault.
func (s *solver) judge(search *search, circle []int32) *Instability {
	switch {
	case search.gaveUp:
		return &Instability{s.p, Undecided, circle}
	case len(search.found) == 0:
		if c := s.n.cycle(func(e int32) bool { return s.late != nil && s.late.has(e) }); c != nil {
			circle = c
		}
		return &Instability{s.p, NoStableState, circle}
	case len(search.found) > 1:
		a, b := search.found[0], search.found[1]
		if c := s.n.cycle(func(e int32) bool { return !a[e].equal(&b[e]) }); c != nil {
			circle = c
		}
		return &Instability{s.p, SeveralStableStates, circle}
	}
	s.adopt(search.found[0])
	if c := s.unfounded(); c != nil {
		return &Instability{s.p, SelfSupporting, c}
	}
	return nil
}

// adopt makes a stable state that was found the state of the solver.
func (s *solver) adopt(state []message) {
	s.inbox.empty()
	for i := range state {
		if state[i].ok {
			s.inbox.put(int32(i), &state[i])
			s.touched.add(s.n.Edges[i].From)
			s.touched.add(s.n.Edges[i].To)
		}
	}
	s.hear(s.touched)
}

// unfounded finds Active routes that rest on each other in a circle: no finite chain leads from them to an origin.
func (s *solver) unfounded() []int32 {
	const (
		unseen = iota
		open
		grounded
	)
	state := make([]uint8, len(s.n.Edges))
	active := func(e int32) bool {
		heard := s.inbox.heard(e)
		return heard != nil && heard.Status == route.Active
	}
	for i := range s.n.Edges {
		var path []int32
		e := int32(i)
		for e >= 0 && active(e) && state[e] == unseen {
			state[e] = open
			path = append(path, e)
			e = s.restsOn(e)
		}
		if e >= 0 && state[e] == open {
			circle := path[slices.Index(path, e):]
			slices.Reverse(circle)
			return rotate(circle)
		}
		for _, e := range path {
			state[e] = grounded
		}
	}
	return nil
}

// restsOn returns the edge over which the route came that an edge tells on, -1 if it starts there.
func (s *solver) restsOn(i int32) int32 {
	if row, ok := s.n.Source(i, s.p, s.rowsOf(s.n.Edges[i].From)); ok {
		return row.Via
	}
	return -1
}

// withSilence adds to each edge that could say something that it may also say nothing.
func withSilence(possible [][]message) [][]message {
	for i := range possible {
		if len(possible[i]) > 0 {
			possible[i] = append(possible[i], message{})
		}
	}
	return possible
}

// A search looks for stable states among what the edges can possibly say.
type search struct {
	s      *solver
	inbox  inbox // what the node that is asked hears
	rows   []Row // what it then holds
	budget int
	found  [][]message // at most two
	gaveUp bool
}

// run narrows the possibilities down and, where a choice remains, tries each.
func (f *search) run(can [][]message) {
	if !f.narrow(can) || len(f.found) > 1 || f.gaveUp {
		return
	}
	open := -1 // the edge with the smallest choice
	for i := range can {
		if len(can[i]) > 1 && (open < 0 || len(can[i]) < len(can[open])) {
			open = i
		}
	}
	if open < 0 {
		f.found = append(f.found, certain(can))
		return
	}
	for _, choice := range can[open] {
		if len(f.found) > 1 || f.gaveUp {
			return
		}
		next := slices.Clone(can)
		next[open] = []message{choice}
		f.run(next)
	}
}

func certain(can [][]message) []message {
	state := make([]message, len(can))
	for i := range can {
		if len(can[i]) == 1 {
			state[i] = can[i][0]
		}
	}
	return state
}

// narrow keeps of what each edge can say only what its table says for some combination of what it can be told. It
// reports false if nothing remains for an edge: then there is no stable state here. Tables with few combinations go
// first: what they settle spares the others.
func (f *search) narrow(can [][]message) bool {
	const most = 1 << 20
	asked := make([]uint64, len(f.s.n.Nodes)) // what a node could be told when it was last asked
	for limit := 1; limit <= most; {
		changed := false
		for node := range f.s.n.Nodes {
			ears, combinations := f.ears(int32(node), can)
			if mark := fingerprint(ears); combinations > limit || mark == asked[node] || !f.speaks(int32(node), can) {
				continue
			} else {
				asked[node] = mark
			}
			narrower, ok := f.ask(int32(node), ears, can)
			if !ok {
				return false
			}
			changed = changed || narrower
		}
		if changed {
			limit = 1
		} else {
			limit *= 16
		}
	}
	return true
}

// speaks tells whether a node can say anything at all. What is certain is asked for too: it may be certain only because
// it was tried, and must then be what the table says.
func (f *search) speaks(node int32, can [][]message) bool {
	return slices.ContainsFunc(f.s.n.out.of(node), func(i int32) bool { return len(can[i]) > 0 })
}

// An ear is an edge into a node with what can be heard over it.
type ear struct {
	edge  int32
	heard []message
}

// fingerprint changes with the number of possibilities of any ear. Possibilities only ever become fewer.
func fingerprint(ears []ear) uint64 {
	mark := uint64(1)
	for i := range ears {
		mark = mark*31 + uint64(len(ears[i].heard))
	}
	return mark
}

// ears collects what a node can hear, and the number of combinations.
func (f *search) ears(node int32, can [][]message) ([]ear, int) {
	var ears []ear
	for _, i := range f.s.n.in.of(node) {
		if len(can[i]) > 0 {
			ears = append(ears, ear{i, can[i]})
		}
	}
	if f.s.n.Nodes[node].Kind == RouterTable {
		f.deafen(node, ears)
	}
	combinations := 1
	for i := range ears {
		if combinations *= len(ears[i].heard); combinations > maxTrials {
			return ears, combinations
		}
	}
	return ears, combinations
}

// ask narrows down what a node says, and tells whether that changed anything and whether something remains.
func (f *search) ask(node int32, ears []ear, can [][]message) (narrower, ok bool) {
	said, ok := f.says(node, ears, can)
	if !ok {
		return false, false
	}
	for _, i := range f.s.n.out.of(node) {
		if len(can[i]) == 0 {
			continue
		}
		kept := intersect(can[i], said[i])
		if len(kept) == 0 {
			return false, false
		}
		narrower = narrower || len(kept) < len(can[i])
		can[i] = kept
	}
	return narrower, true
}

// says collects what a node says over each edge for all combinations of what it can be told.
func (f *search) says(node int32, ears []ear, can [][]message) (map[int32][]message, bool) {
	n := f.s.n
	said := map[int32][]message{}
	pick := make([]int, len(ears))
	defer f.inbox.empty()
	for {
		if f.budget--; f.budget < 0 {
			f.gaveUp = true
			return nil, false
		}
		for k := range ears {
			f.inbox.put(ears[k].edge, &ears[k].heard[pick[k]])
		}
		f.rows = f.s.tableRows(f.rows[:0], node, &f.inbox)
		for _, i := range n.out.of(node) {
			if len(can[i]) == 0 {
				continue
			}
			var m message
			m.ok = n.announce(&n.Edges[i], f.s.p, f.rows, &m.row, nil)
			said[i] = include(said[i], m)
		}
		if !advance(pick, func(k int) int { return len(ears[k].heard) }) {
			return said, true
		}
	}
}

// advance counts pick up like an odometer and reports false when it is through.
func advance(pick []int, size func(k int) int) bool {
	for k := range pick {
		if pick[k]++; pick[k] < size(k) {
			return true
		}
		pick[k] = 0
	}
	return false
}

func include(list []message, m message) []message {
	for i := range list {
		if list[i].equal(&m) {
			return list
		}
	}
	return append(list, m)
}

func intersect(list, with []message) []message {
	var both []message
	for i := range list {
		if slices.ContainsFunc(with, func(m message) bool { return m.equal(&list[i]) }) {
			both = append(both, list[i])
		}
	}
	return both
}
