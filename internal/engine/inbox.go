package engine

import "slices"

// A message is what one edge tells its receiver about a prefix.
type message struct {
	row Row // of no meaning unless ok
	ok  bool
}

func (m *message) equal(o *message) bool { return m.ok == o.ok && (!m.ok || m.row == o.row) }

// An inbox holds what each edge told its receiver last. What it takes to empty it grows with what is in it alone.
type inbox struct {
	place []int32 // by edge, of its row, from 1 on; negative while it is silent again, 0 before it told anything
	rows  []Row
}

// newInbox returns an inbox for a number of edges, which are silent.
func newInbox(edges int) inbox {
	return inbox{place: make([]int32, edges), rows: make([]Row, 0, min(edges, 2*some))}
}

// some is the number of rows, or of lists, that there is room for from the start: as many as a small network takes.
const some = 16

// heard returns what an edge told last, nil if it is silent.
func (x *inbox) heard(edge int32) *Row {
	if at := x.place[edge]; at > 0 {
		return &x.rows[at-1]
	}
	return nil
}

// grow makes room for the rows of some more edges.
func (x *inbox) grow(edges int) { x.rows = slices.Grow(x.rows, edges) }

// blank returns room for a row that an edge may tell, for which there must be room. It is the same until one is taken.
func (x *inbox) blank() *Row { return &x.rows[:len(x.rows)+1][len(x.rows)] }

// take takes what is in the blank as what an edge tells, or its silence, and reports whether that is news.
func (x *inbox) take(edge int32, told bool) bool {
	at := &x.place[edge]
	switch {
	case !told:
		silent := *at <= 0
		*at = min(*at, -*at)
		return !silent
	case *at == 0:
		x.rows = x.rows[:len(x.rows)+1]
		*at = int32(len(x.rows))
		return true
	case *at > 0 && x.rows[*at-1] == *x.blank():
		return false
	}
	*at = max(*at, -*at)
	x.rows[*at-1] = *x.blank()
	return true
}

// put takes a message of an edge.
func (x *inbox) put(edge int32, m *message) {
	x.grow(1)
	*x.blank() = m.row
	x.take(edge, m.ok)
}

// empty silences every edge.
func (x *inbox) empty() {
	for i := range x.rows {
		x.place[x.rows[i].Via] = 0
	}
	x.rows = x.rows[:0]
}
