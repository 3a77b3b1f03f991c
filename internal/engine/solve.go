package engine

import (
	"math/bits"
	"net/netip"
	"slices"
)

// Compile completes a network whose nodes and edges are filled in: it indexes the edges, finds the aggregates that
// each receiver takes, and what tells prefixes apart. After it, prefixes can be originated.
func (n *Network) Compile() {
	if n.Attributes == nil {
		n.Attributes = &Attributes{}
	}
	n.listEdges()
	n.findListeners()
	for i := range n.Nodes {
		node := &n.Nodes[i]
		n.transit = n.transit || node.Transit
		if len(node.Aggregates) == 0 {
			continue
		}
		for _, e := range n.out.of(int32(i)) {
			n.takeAggregates(&n.Edges[e])
		}
	}
	n.names.find(n.nameLists())
	n.classes = newClasses()
	n.eachAggregate(n.Originate)
}

// eachAggregate yields the prefix and the origin of every aggregate.
func (n *Network) eachAggregate(yield func(netip.Prefix, Origin)) {
	for i := range n.Nodes {
		for _, a := range n.Nodes[i].Aggregates {
			yield(a.Prefix, n.classes.origin(origin{node: int32(i), aggregate: true}))
		}
	}
}

// edgeLists are the edges of each node, in order, that have it at one end: a list after the other.
type edgeLists struct {
	starts []int32 // of the lists of the nodes, and the end of the last one
	edges  []int32
}

// of returns the list of a node.
func (l *edgeLists) of(node int32) []int32 { return l.edges[l.starts[node]:l.starts[node+1]] }

// add takes note of an edge, the list of which will be that of a node.
func (l *edgeLists) add(node int32) { l.starts[node]++ }

// begin fixes where the lists end, when all edges are noted.
func (l *edgeLists) begin() {
	for i := range len(l.starts) - 1 {
		l.starts[i+1] += l.starts[i]
	}
}

// put puts an edge in front of those that are in the list of a node.
func (l *edgeLists) put(node, edge int32) {
	l.starts[node]--
	l.edges[l.starts[node]] = edge
}

// listEdges numbers the edges and lists them by both ends.
func (n *Network) listEdges() {
	nodes, edges := len(n.Nodes)+1, len(n.Edges)
	room := make([]int32, 2*(nodes+edges))
	n.out, n.in = edgeLists{room[:nodes], room[2*nodes:][:edges]}, edgeLists{room[nodes:][:nodes], room[2*nodes+edges:]}
	for i := range n.Edges {
		e := &n.Edges[i]
		e.index = int32(i)
		n.out.add(e.From)
		n.in.add(e.To)
	}
	n.out.begin()
	n.in.begin()
	for i := len(n.Edges) - 1; i >= 0; i-- {
		e := &n.Edges[i]
		n.out.put(e.From, e.index)
		n.in.put(e.To, e.index)
	}
}

// findListeners finds which edges can change what their receivers tell others.
func (n *Network) findListeners() {
	says := make([]uint, len(n.Nodes)) // the kinds of the edges out of it, a bit for each
	for i := range n.Edges {
		says[n.Edges[i].From] |= 1 << n.Edges[i].Kind
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		for kinds := says[e.To]; kinds != 0 && !e.wakes; kinds &= kinds - 1 {
			e.wakes = n.influences(e, EdgeKind(bits.TrailingZeros(kinds)))
		}
	}
}

// A solver finds the stable rows of one class after another. It is used by one goroutine.
type solver struct {
	n     *Network
	class *Class
	p     netip.Prefix // the sample of the class

	inbox inbox
	held  []span // by node: the place of its rows
	rows  []Row  // of all tables that hold more than one message

	speaking  set // the nodes that may say something else than before
	next      set // those that may in the next round
	listening set // those that heard something which changes nothing that they say
	touched   set // those that may hold something
	late      set // the edges that told something else in the second half of the rounds; nil while there are none

	left  int // classes that are still to come, as far as is known
	ends  room[tableEnd]
	found room[Row]
}

// A span is the place of the rows of a table, and the number of rows that there is room for. Without room they are messages
// in the inbox.
type span struct{ start, end, room int32 }

// newSolver returns a solver for a number of classes, or a few more or less.
func newSolver(n *Network, classes int) *solver {
	nodes := len(n.Nodes)
	sets := newSets(4, nodes)
	return &solver{
		n: n, inbox: newInbox(len(n.Edges)), held: make([]span, nodes), rows: make([]Row, 0, some), left: classes,
		speaking: sets[0], next: sets[1], listening: sets[2], touched: sets[3],
	}
}

// solve computes the rows of one class in every table: it starts from empty tables and lets all tables that heard
// something new speak at once, round by round, until nothing changes. It reports whether that came to an end.
//
// In a network in which no two tables influence each other the number of rounds is at most the number of tables. More
// rounds than that mean that some chase each other; the caller then looks for the reason.
func (s *solver) solve(c *Class) (settled bool) {
	s.reset(c)
	for round := 1; !s.speaking.empty() && round <= s.rounds(); round++ {
		s.speak(round > s.rounds()/2)
	}
	s.hear(s.listening)
	return s.speaking.empty()
}

// rounds is the number of rounds after which tables that still change are taken to chase each other. Tables that
// influence each other may take some rounds more than there are tables and settle all the same; the search for all
// stable states that follows decides about those, too.
func (s *solver) rounds() int { return 2*len(s.n.Nodes) + 8 }

func (s *solver) reset(c *Class) {
	s.class, s.p = c, c.sample
	for node := range s.touched.all() {
		s.held[node] = span{}
	}
	s.inbox.empty()
	s.rows, s.late = s.rows[:0], nil
	clear(s.touched)
	clear(s.speaking)
	clear(s.listening)
	for _, o := range c.origins {
		s.speaking.add(s.n.classes.origins.all[o].node)
	}
	s.hear(s.speaking)
}

// speak lets every table that may say something new tell its receivers what it holds, and then the receivers decide.
func (s *solver) speak(late bool) {
	for node := range s.speaking.all() {
		s.tell(node, late)
	}
	clear(s.speaking)
	s.speaking, s.next = s.next, s.speaking
	s.hear(s.speaking)
}

// tell lets a table tell its receivers what it holds.
func (s *solver) tell(node int32, late bool) {
	n, rows, edges := s.n, s.rowsOf(node), s.n.out.of(node)
	transit := n.Nodes[node].crossPeerings(rows)
	s.inbox.grow(len(edges))
	for _, i := range edges {
		e := &n.Edges[i]
		told := (e.Kind != Peering || transit) && n.announce(e, s.p, rows, s.inbox.blank(), nil)
		if !s.inbox.take(i, told) {
			continue
		}
		if e.wakes {
			s.next.add(e.To)
		} else {
			s.listening.add(e.To)
		}
		if late {
			s.isLate(i)
		}
	}
}

func (s *solver) isLate(edge int32) {
	if s.late == nil {
		s.late = newSet(len(s.n.Edges))
	}
	s.late.add(edge)
}

// hear lets tables decide about what they were told.
func (s *solver) hear(nodes set) {
	for node := range nodes.all() {
		s.touched.add(node)
		if s.held[node].room == 0 { // as of every table where nothing is configured, until it has two messages
			if place := s.onlyMessage(node); place > 0 {
				s.held[node] = span{start: place - 1, end: place} // there is nothing to decide
				continue
			}
		}
		start := len(s.rows)
		s.rows = s.tableRows(s.rows, node, &s.inbox)
		s.hold(node, start)
	}
}

// onlyMessage returns the place of the only message to a table, 0 if it has others, or none.
func (s *solver) onlyMessage(node int32) (place int32) {
	for _, i := range s.n.in.of(node) {
		if at := s.inbox.place[i]; at > 0 {
			if place > 0 {
				return 0
			}
			place = at
		}
	}
	return place
}

// hold makes the rows from a place on those of a table. They take the place of its old ones, if there is room; else there
// will be room for twice as many.
func (s *solver) hold(node int32, start int) {
	at, number := &s.held[node], int32(len(s.rows)-start)
	switch {
	case number == 0:
		at.end = at.start
	case number <= at.room:
		copy(s.rows[at.start:], s.rows[start:])
		s.rows, at.end = s.rows[:start], at.start+number
	default:
		s.rows = append(s.rows, s.rows[start-int(at.room):start]...)
		*at = span{int32(start), int32(start) + number, number + at.room}
	}
}

// rowsOf returns the rows of a table, until it hears something.
func (s *solver) rowsOf(node int32) []Row {
	at := s.held[node]
	if at.room == 0 {
		return s.inbox.rows[at.start:at.end]
	}
	return s.rows[at.start:at.end]
}

// keep makes what the tables hold the rows of a class.
func (s *solver) keep(c *Class) {
	most := len(s.inbox.rows) + len(s.rows)
	tables, rows := s.ends.list(most, s.left), s.found.list(most, s.left)
	for node := range s.touched.all() {
		held := s.rowsOf(node)
		if len(held) == 0 {
			continue
		}
		if rows = append(rows, held[0]); len(held) > 1 { // as in few tables
			rows = append(rows, held[1:]...)
		}
		tables = append(tables, tableEnd{node, int32(len(rows))})
	}
	c.tables, c.rows = s.ends.keep(tables), s.found.keep(rows)
}

// A room hands out memory for many lists from few large pieces.
type room[E any] struct{ free []E }

// list returns an empty list that can grow to a length. A new piece has room for more of them.
func (r *room[E]) list(most, lists int) []E {
	const limit = 1 << 10 // for what may never be asked for
	if len(r.free) < most {
		r.free = make([]E, max(most, min(most*lists, limit)))
	}
	return r.free[:0]
}

// keep returns the last list as it is now. The rest of its room is for others.
func (r *room[E]) keep(list []E) []E {
	r.free = r.free[len(list):]
	return slices.Clip(list)
}
