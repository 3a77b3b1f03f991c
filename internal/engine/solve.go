package engine

import "net/netip"

// Compile completes a network whose nodes and edges are filled in: it indexes the edges, finds the aggregates that
// each receiver takes, and what tells prefixes apart. After it, prefixes can be originated.
func (n *Network) Compile() {
	if n.Attributes == nil {
		n.Attributes = &Attributes{}
	}
	for i := range n.Edges {
		n.Edges[i].index = int32(i)
	}
	n.out = n.edgesBy(func(e *Edge) int32 { return e.From })
	n.in = n.edgesBy(func(e *Edge) int32 { return e.To })
	for i := range n.Edges {
		n.takeAggregates(&n.Edges[i])
	}
	for i := range n.Nodes {
		n.transit = n.transit || n.Nodes[i].Transit
	}
	n.names.find(n.nameLists())
	n.classes = newClasses()
	for i := range n.Nodes {
		for _, a := range n.Nodes[i].Aggregates {
			n.Originate(a.Prefix, n.classes.origin(origin{node: int32(i), aggregate: true}))
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

// edgesBy lists the edges of each node that have it at an end.
func (n *Network) edgesBy(end func(*Edge) int32) edgeLists {
	nodes := len(n.Nodes)
	room := make([]int32, nodes+1+len(n.Edges))
	starts, edges := room[:nodes+1], room[nodes+1:]
	for i := range n.Edges {
		starts[end(&n.Edges[i])]++
	}
	for i := range nodes {
		starts[i+1] += starts[i] // the end of the list now
	}
	for i := len(n.Edges) - 1; i >= 0; i-- {
		node := end(&n.Edges[i])
		starts[node]--
		edges[starts[node]] = int32(i)
	}
	return edgeLists{starts, edges}
}

// A message is what one edge tells its receiver about a prefix.
type message struct {
	row Row // of no meaning unless ok
	ok  bool
}

func (m *message) equal(o *message) bool { return m.ok == o.ok && (!m.ok || m.row == o.row) }

// A solver finds the stable rows of one class after another. It is used by one goroutine.
type solver struct {
	n           *Network
	p           netip.Prefix // the sample of the class
	class       *Class
	rows        [][]Row   // by node
	room        []Row     // for the rows of tables that have none yet
	said        message   // what an edge tells its receiver now
	inbox       []message // by edge: what it told its receiver last
	stamp       []uint32  // by edge: the round in which it last told something else
	dirty       []bool    // by node
	queue, next []int32
	listeners   []int32 // nodes that heard something, which changes nothing that they say
	touched     []int32
	known       []bool // by node: it is among the touched
}

func newSolver(n *Network) *solver {
	return &solver{
		n: n, rows: make([][]Row, len(n.Nodes)), inbox: make([]message, len(n.Edges)),
		stamp: make([]uint32, len(n.Edges)), dirty: make([]bool, len(n.Nodes)),
		known: make([]bool, len(n.Nodes)),
	}
}

// solve computes the rows of one class in every table: it starts from empty tables and lets all tables that heard
// something new speak at once, round by round, until nothing changes. It reports whether that came to an end.
//
// In a network in which no two tables influence each other the number of rounds is at most the number of tables. More
// rounds than that mean that some chase each other; the caller then looks for the reason.
func (s *solver) solve(c *Class) (settled bool) {
	s.reset(c)
	for round := uint32(1); len(s.queue) > 0 && round <= s.rounds(); round++ {
		s.speak(round)
	}
	s.hear(s.listeners)
	s.listeners = s.listeners[:0]
	return len(s.queue) == 0
}

// passesOn tells whether what a table is told can change what it tells others. A VPC and a CCN announce only what is
// configured there (see influences).
func (v *Node) passesOn() bool { return v.Kind != VPCTable && v.Kind != BranchTable }

// rounds is the number of rounds after which tables that still change are taken to chase each other. Tables that
// influence each other may take some rounds more than there are tables and settle all the same; the search for all
// stable states that follows decides about those, too.
func (s *solver) rounds() uint32 { return uint32(2*len(s.n.Nodes) + 8) }

func (s *solver) reset(c *Class) {
	for _, node := range s.touched {
		s.rows[node], s.known[node] = s.rows[node][:0], false
		for _, e := range s.n.out.of(node) {
			s.inbox[e].ok, s.stamp[e] = false, 0
		}
	}
	s.class, s.p, s.touched, s.queue = c, c.sample, s.touched[:0], s.queue[:0]
	for _, o := range c.origins {
		node := s.n.classes.origins[o].node
		if s.known[node] {
			continue
		}
		s.touch(node)
		s.rows[node] = s.tableRows(s.rows[node], node, s.inbox)
		s.queue = append(s.queue, node)
	}
}

func (s *solver) touch(node int32) {
	if !s.known[node] {
		s.known[node] = true
		s.touched = append(s.touched, node)
	}
}

// speak lets every table of the queue tell its receivers what it holds, and then the receivers decide.
func (s *solver) speak(round uint32) {
	s.next = s.next[:0]
	for _, node := range s.queue {
		for _, i := range s.n.out.of(node) {
			e := &s.n.Edges[i]
			if len(e.Off) > 0 {
				continue
			}
			s.said.ok = s.n.announce(e, s.p, s.rows[node], &s.said.row, nil)
			if s.said.equal(&s.inbox[i]) {
				continue
			}
			s.inbox[i], s.stamp[i] = s.said, round
			switch {
			case s.dirty[e.To]:
				continue
			case s.n.Nodes[e.To].passesOn():
				s.next = append(s.next, e.To)
			default:
				s.listeners = append(s.listeners, e.To)
			}
			s.dirty[e.To] = true
		}
	}
	s.hear(s.next)
	s.queue, s.next = s.next, s.queue
}

// hear lets tables decide about what they were told.
func (s *solver) hear(nodes []int32) {
	for _, node := range nodes {
		s.dirty[node] = false
		s.touch(node)
		s.rows[node] = s.tableRows(s.rows[node], node, s.inbox)
	}
}
