package render

import (
	"cmp"
	"slices"
)

// rounds is how often the order is improved.
const rounds = 16

// arrange orders and places the items: it starts from the order of the graph, orders each rank anew by where the
// neighbours to the left came to stand, then by those to the right, and so on, and keeps the best of all rounds.
func (l *layout) arrange() {
	best, bestCost := []sequence(nil), 0
	for round := range rounds {
		l.sequences(by(round))
		l.place()
		for l.exchange() {
			l.place()
		}
		if cost := l.cost(); round == 0 || cost < bestCost {
			best, bestCost = l.seqs, cost
		}
	}
	l.seqs = best
	l.place()
}

// by is what a rank is ordered by: the order of the graph in round 0, neighbours to the left in odd rounds, to the
// right in even ones.
type by int

func (b by) first() bool { return b == 0 }

// counts tells whether a neighbour counts.
func (b by) counts(rank, neighbour int) bool { return (neighbour < rank) == (b%2 == 1) }

// cost measures how far apart connected items are.
func (l *layout) cost() int {
	sum := 0
	for i := range l.items {
		for _, n := range l.items[i].links {
			d := l.items[i].center() - l.items[n.to].center()
			sum += max(d, -d)
		}
	}
	return sum
}

// A sequence is what stands below each other in one rank directly inside one frame, -1: in none.
type sequence struct {
	frame    int
	elements []element
}

// An element is an item or a frame.
type element struct {
	item  int // -1: a frame
	frame int
}

// sequences orders what is in each rank, frame by frame. Frames keep their order. The others are ordered by their
// neighbours or, at first, by their places in the graph.
func (l *layout) sequences(order by) {
	l.seqs = nil
	keys := l.keys(order)
	children := l.children()
	for rank, items := range l.ranks {
		inFrame := make(map[int][]int, len(items))
		for _, i := range items {
			inFrame[l.items[i].frame] = append(inFrame[l.items[i].frame], i)
		}
		for frame := -1; frame < len(l.parents); frame++ {
			if frame >= 0 && !l.spans[frame].covers(rank) {
				continue
			}
			own := inFrame[frame]
			slices.SortStableFunc(own, func(a, b int) int {
				return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(l.items[a].y, l.items[b].y))
			})
			s := sequence{frame: frame}
			for _, child := range children[frame+1] {
				if l.spans[child].covers(rank) {
					own = s.takeBefore(own, keys, l.frameKey(child, order))
					s.elements = append(s.elements, element{-1, child})
				}
			}
			s.takeBefore(own, keys, maxKey)
			l.seqs = append(l.seqs, s)
		}
	}
}

// maxKey is above the key of every item.
const maxKey = int(^uint(0) >> 1)

// takeBefore adds the items whose keys are below that of the next frame, and returns the others.
func (s *sequence) takeBefore(items, keys []int, key int) []int {
	n := 0
	for n < len(items) && keys[items[n]] < key {
		s.elements = append(s.elements, element{items[n], -1})
		n++
	}
	return items[n:]
}

// children returns for each frame the frames directly inside it, in their order; those in no frame come first.
func (l *layout) children() [][]int {
	children := make([][]int, len(l.parents)+1)
	for f, parent := range l.parents {
		children[parent+1] = append(children[parent+1], f)
	}
	return children
}

func (l *layout) frameKey(frame int, order by) int {
	if order.first() {
		return maxKey
	}
	return (l.frameY[frame].from + l.frameY[frame].to) / 2
}

// keys returns by what the items are ordered. All crossings of one line have the same key, so that it passes a frame on
// one side.
func (l *layout) keys(order by) []int {
	keys := make([]int, len(l.items))
	for i := range l.items {
		it := &l.items[i]
		switch {
		case order.first() && it.node >= 0:
			keys[i] = it.node
		case it.node >= 0:
			keys[i] = l.neighbours(it, order)
		default:
			route := l.routes[it.edge]
			a, b := &l.items[route[0]], &l.items[route[len(route)-1]]
			if keys[i] = (a.center() + b.center()) / 2; order.first() {
				keys[i] = (a.node + b.node) / 2
			}
		}
	}
	return keys
}

// neighbours returns the mean height of the neighbours of an item on one side, its own where it has none.
func (l *layout) neighbours(it *item, order by) int {
	sum, n := 0, 0
	for _, link := range it.links {
		if order.counts(it.rank, l.items[link.to].rank) {
			sum, n = sum+l.items[link.to].center(), n+1
		}
	}
	if n == 0 {
		return it.center()
	}
	return sum / n
}
