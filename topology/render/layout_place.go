package render

// Distances between what stands below each other, in pixels.
const (
	boxGap     = 10 // between boxes
	lineGap    = 5  // between a line and anything else
	frameGap   = 16 // between frames
	frameHead  = 24 // between the top of a frame and what is inside
	frameFoot  = 10 // between what is inside and the bottom of a frame
	frameInset = 12 // between the left and right of a frame and what is inside
)

// A mover works out heights. Its variables are the tops of the items and the tops and bottoms of the frames; each
// distance that must be kept is an arc from one to another. It starts with everything as far up as the distances
// allow, and then moves each variable to where it wants to be as far as its neighbours let it, back and forth.
type mover struct {
	l     *layout
	y     []int
	above [][]arc // arcs to what is above
	below [][]arc
	order []int // variables from top to bottom
}

// An arc keeps a distance to another variable.
type arc struct{ to, distance int }

func (l *layout) place() {
	m := &mover{l: l, y: make([]int, len(l.items)+2*len(l.parents))}
	m.above, m.below = make([][]arc, len(m.y)), make([][]arc, len(m.y))
	for i := range l.seqs {
		m.keep(&l.seqs[i])
	}
	for f := range l.parents {
		m.apart(m.top(f), m.bottom(f), frameHead)
	}
	m.sort()
	for _, v := range m.order {
		m.y[v] = m.lowest(v)
	}
	m.store()
	m.settle()
	m.store()
}

func (m *mover) top(frame int) int    { return len(m.l.items) + 2*frame }
func (m *mover) bottom(frame int) int { return len(m.l.items) + 2*frame + 1 }

func (m *mover) apart(above, below, distance int) {
	m.below[above] = append(m.below[above], arc{below, distance})
	m.above[below] = append(m.above[below], arc{above, distance})
}

// keep adds the distances of a sequence.
func (m *mover) keep(s *sequence) {
	for i, e := range s.elements {
		first, last, height := m.ends(e)
		switch {
		case i > 0:
			_, before, above := m.ends(s.elements[i-1])
			m.apart(before, first, above+m.gap(s.elements[i-1], e))
		case s.frame >= 0:
			m.apart(m.top(s.frame), first, frameHead)
		}
		if i == len(s.elements)-1 && s.frame >= 0 {
			m.apart(last, m.bottom(s.frame), height+frameFoot)
		}
	}
}

// ends returns the first and last variable of an element, and how much it takes below the last.
func (m *mover) ends(e element) (first, last, height int) {
	if e.item >= 0 {
		return e.item, e.item, m.l.items[e.item].h
	}
	return m.top(e.frame), m.bottom(e.frame), 0
}

// gap returns the distance between two elements.
func (m *mover) gap(a, b element) int {
	switch {
	case a.item < 0 && b.item < 0:
		return frameGap
	case a.item >= 0 && b.item >= 0 && m.l.items[a.item].node >= 0 && m.l.items[b.item].node >= 0:
		return boxGap
	case a.item < 0 || b.item < 0:
		return boxGap
	}
	return lineGap
}

// sort orders the variables so that each comes after those above it.
func (m *mover) sort() {
	waits := make([]int, len(m.y))
	for v := range m.y {
		waits[v] = len(m.above[v])
		if waits[v] == 0 {
			m.order = append(m.order, v)
		}
	}
	for i := 0; i < len(m.order); i++ {
		for _, a := range m.below[m.order[i]] {
			if waits[a.to]--; waits[a.to] == 0 {
				m.order = append(m.order, a.to)
			}
		}
	}
}

// lowest returns the least height that the variables above allow.
func (m *mover) lowest(v int) int {
	y := 0
	for _, a := range m.above[v] {
		y = max(y, m.y[a.to]+a.distance)
	}
	return y
}

// highest returns the greatest height that the variables below allow, wish if there are none.
func (m *mover) highest(v, wish int) int {
	y := wish
	for i, a := range m.below[v] {
		if bound := m.y[a.to] - a.distance; i == 0 || bound < y {
			y = bound
		}
	}
	return y
}

// settle moves the variables for a fixed number of times, from bottom to top, which lets them go down, and back. In the
// end lines that can be level are, and the frames are as small as what is inside allows.
func (m *mover) settle() {
	const sweeps = 24
	for range sweeps {
		m.down(m.wish)
		m.up(m.wish)
	}
	m.down(nil)
	m.up(nil)
	m.level()
	m.tighten()
}

// down goes through the variables from bottom to top: a frame gets room below what is inside, and no more above it than
// it needs. What happens to an item is a function, nil: nothing.
func (m *mover) down(move func(item int)) {
	const growth = 200 // of the last frame, in one go
	for i := len(m.order) - 1; i >= 0; i-- {
		switch v := m.order[i]; m.kind(v) {
		case frameTop:
			m.y[v] = m.highest(v, m.y[v])
		case frameBottom:
			m.y[v] = max(m.y[v], m.highest(v, m.y[v]+growth))
		case itemTop:
			if move != nil {
				move(v)
			}
		}
	}
}

// up goes through the variables from top to bottom, the other way around.
func (m *mover) up(move func(item int)) {
	for _, v := range m.order {
		switch {
		case m.kind(v) != itemTop:
			m.y[v] = m.lowest(v)
		case move != nil:
			move(v)
		}
	}
}

// tighten makes the frames as small as what is inside allows.
func (m *mover) tighten() {
	for i := len(m.order) - 1; i >= 0; i-- {
		if v := m.order[i]; m.kind(v) == frameTop {
			m.y[v] = m.highest(v, m.y[v])
		}
	}
	for _, v := range m.order {
		if m.kind(v) == frameBottom {
			m.y[v] = m.lowest(v)
		}
	}
}

// wish moves an item to where it wants to be, as far as what is above and below allows.
func (m *mover) wish(v int) { m.move(v, m.l.wanted(&m.l.items[v])) }

// move moves the center of an item to a height, as far as what is above and below allows.
func (m *mover) move(v, center int) {
	it := &m.l.items[v]
	top := center - it.h/2
	it.y = max(m.lowest(v), min(top, m.highest(v, top)))
	m.y[v] = it.y
}

// level moves each item to the height of the one to its left where a line connects just the two.
func (m *mover) level() {
	for _, items := range m.l.ranks {
		for _, i := range items {
			if left, ok := m.l.only(i, -1); ok {
				if back, ok := m.l.only(left, +1); ok && back == i {
					m.move(i, m.l.items[left].center())
				}
			}
		}
	}
}

// only returns the single neighbour of an item to its left (-1) or right (+1).
func (l *layout) only(item, direction int) (neighbour int, ok bool) {
	n := 0
	for _, link := range l.items[item].links {
		if (l.items[link.to].rank-l.items[item].rank)*direction > 0 {
			neighbour, n = link.to, n+1
		}
	}
	return neighbour, n == 1
}

// The kinds of variables.
const (
	itemTop = iota
	frameTop
	frameBottom
)

func (m *mover) kind(v int) int {
	if v -= len(m.l.items); v >= 0 {
		return frameTop + v%2
	}
	return itemTop
}

// wanted returns the height at which an item would like its center to be: the mean of its neighbours'.
func (l *layout) wanted(it *item) int {
	sum, weight := 0, 0
	for _, n := range it.links {
		sum += n.weight * l.items[n.to].center()
		weight += n.weight
	}
	if weight == 0 {
		return it.center()
	}
	return sum / weight
}

// store writes the heights into the layout.
func (m *mover) store() {
	n := len(m.l.items)
	for i := range m.l.items {
		m.l.items[i].y = m.y[i]
	}
	m.l.frameY = make([]extent, len(m.l.parents))
	for f := range m.l.frameY {
		m.l.frameY[f] = extent{m.y[n+2*f], m.y[n+2*f+1]}
	}
}
