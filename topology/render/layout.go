package render

// A layout says where everything of a graph is drawn, in pixels. It is made in steps:
//
//  1. items: every box is an item in the rank of its column, and so is every place at which a line crosses a column
//     or has its label. Columns have even ranks, the gaps between them odd ones, which hold labels.
//  2. order (layout_order.go): the items of each rank are ordered so that connected ones are near each other.
//  3. place (layout_place.go): heights from distances that must be kept, as close to the neighbours as that allows.
//  4. widths and lanes (layout_lanes.go): columns side by side, and lanes for lines within one column.
//
// Because a line crosses columns only where it has an item, it never runs through a box, and because labels are items,
// they never overlap.
type layout struct {
	g       *Graph
	items   []item
	boxOf   []int   // node: its item
	routes  [][]int // edge: its items from left to right, both boxes included; two for an edge within a column
	parents []int   // frame: the frame around it, -1 for none
	depths  []int   // frame: how many frames lie inside each other in it, itself counted
	spans   []span  // frame: the ranks that it covers
	ranks   [][]int // items of each rank in order
	seqs    []sequence
	frameY  []extent // frame: top and bottom
	columns []extent // rank: left and right
	lanes   []lane
	width   int
	height  int

	compared int // pairs of lines that were compared so far, see exchange
}

// An item takes part in the layout: a box, the crossing of a line through a column, or the label of a line.
type item struct {
	node  int // -1: not a box
	edge  int // -1: not of a line
	rank  int
	frame int // -1: in none
	w, h  int
	y     int // of its top
	links []link
}

// A link is a neighbour in another rank.
type link struct {
	to     int
	weight int
}

func (it *item) center() int { return it.y + it.h/2 }

// An extent is a part of an axis.
type extent struct{ from, to int }

// A span is the ranks that a frame covers; from > to: none.
type span struct{ from, to int }

func (s span) covers(rank int) bool { return s.from <= rank && rank <= s.to }

// newLayout lays out a whole graph.
func newLayout(g *Graph) *layout {
	l := &layout{g: g, parents: parentsOf(g.Frames)}
	l.depths = depthsOf(l.parents)
	l.addBoxes()
	l.addLines()
	l.fill()
	l.arrange()
	l.widen()
	return l
}

// depthsOf returns for each frame how many frames lie inside each other in it, itself counted.
func depthsOf(parents []int) []int {
	depths := make([]int, len(parents))
	for f := range parents {
		for d, up := 1, f; up >= 0; d, up = d+1, parents[up] {
			depths[up] = max(depths[up], d)
		}
	}
	return depths
}

// addBoxes makes an item for each box.
func (l *layout) addBoxes() {
	places := map[string]int{}
	for i, f := range l.g.Frames {
		places[f.ID] = i
	}
	l.spans = make([]span, len(l.g.Frames))
	for i := range l.spans {
		l.spans[i] = span{1, 0}
	}
	for i := range l.g.Nodes {
		n := &l.g.Nodes[i]
		frame, ok := places[n.Frame]
		if !ok {
			frame = -1
		}
		w, h := boxSize(n)
		l.boxOf = append(l.boxOf, len(l.items))
		l.items = append(l.items, item{node: i, edge: -1, rank: 2 * n.Column, frame: frame, w: w, h: h})
		for f := frame; f >= 0; f = l.parents[f] {
			l.spans[f] = l.spans[f].with(2 * n.Column)
		}
	}
}

// with returns the span with a rank in it.
func (s span) with(rank int) span {
	if s.from > s.to {
		return span{rank, rank}
	}
	return span{min(s.from, rank), max(s.to, rank)}
}

// addLines makes the items of all lines, in every rank between the two boxes that is crossed.
func (l *layout) addLines() {
	l.routes = l.ends()
	crossed := l.crossedRanks()
	for e, ends := range l.routes {
		left, right := ends[0], ends[1]
		route := []int{left}
		for rank := l.items[left].rank + 1; rank < l.items[right].rank; rank++ {
			if crossed[rank] {
				route = append(route, l.addCrossing(e, rank, left, right))
			}
		}
		l.routes[e] = append(route, right)
		l.connect(l.routes[e])
	}
	l.makeRoom()
}

// ends returns the boxes of each line, the left one first.
func (l *layout) ends() [][]int {
	boxes := map[string]int{}
	for i, n := range l.g.Nodes {
		boxes[n.ID] = l.boxOf[i]
	}
	ends := make([][]int, len(l.g.Edges))
	for i, e := range l.g.Edges {
		a, b := boxes[e.From], boxes[e.To]
		if l.items[a].rank > l.items[b].rank {
			a, b = b, a
		}
		ends[i] = []int{a, b}
	}
	return ends
}

// crossedRanks returns the ranks in which a line has an item if it passes: columns with a box, and the gaps to the
// right of a box whose line has a label.
func (l *layout) crossedRanks() map[int]bool {
	crossed := map[int]bool{}
	for i := range l.items {
		crossed[l.items[i].rank] = true
	}
	for i, ends := range l.routes {
		if left := l.items[ends[0]].rank; l.g.Edges[i].Label != "" && left < l.items[ends[1]].rank {
			crossed[left+1] = true
		}
	}
	return crossed
}

// endGap is the least distance between the ends of two lines at one side of a box.
const endGap = 8

// makeRoom makes boxes as high as the lines at their busier side need.
func (l *layout) makeRoom() {
	lines := map[side]int{}
	for _, route := range l.routes {
		for _, at := range l.sides(route) {
			lines[at]++
			box := &l.items[at.item]
			box.h = max(box.h, endGap*lines[at])
		}
	}
}

// A side is the left or right side of a box.
type side struct {
	item  int
	right bool
}

// sides returns where a line leaves its boxes: the left one on the right and the right one on the left. A line within a
// column leaves both on the right, those of the first column on the left.
func (l *layout) sides(route []int) [2]side {
	first, last := route[0], route[len(route)-1]
	if rank := l.items[first].rank; rank == l.items[last].rank {
		return [2]side{{first, rank > 0}, {last, rank > 0}}
	}
	return [2]side{{first, true}, {last, false}}
}

// lineHeight is the room that a line takes where it crosses a column.
const lineHeight = 4

// addCrossing makes the item of a line in a rank. The first one to the right of a box holds the label.
func (l *layout) addCrossing(edge, rank, left, right int) int {
	it := item{node: -1, edge: edge, rank: rank, frame: l.frameBetween(rank, left, right), h: lineHeight}
	if text := l.g.Edges[edge].lines(); text != nil && rank == l.items[left].rank+1 {
		it.w, it.h = labelSize(text)
	}
	l.items = append(l.items, it)
	return len(l.items) - 1
}

// frameBetween returns the innermost frame around either end of a line that covers a rank.
func (l *layout) frameBetween(rank int, ends ...int) int {
	for _, end := range ends {
		for f := l.items[end].frame; f >= 0; f = l.parents[f] {
			if l.spans[f].covers(rank) {
				return f
			}
		}
	}
	return -1
}

// connect makes neighbours of the items of a line. What a box outside of all the frames around the other one is
// connected with counts most: such lines are the long ones.
func (l *layout) connect(route []int) {
	weight := 1
	if l.items[route[0]].frame != l.items[route[len(route)-1]].frame {
		weight = 8
	}
	for i := 1; i < len(route); i++ {
		a, b := route[i-1], route[i]
		if l.items[a].rank != l.items[b].rank {
			l.items[a].links = append(l.items[a].links, link{b, weight})
			l.items[b].links = append(l.items[b].links, link{a, weight})
		}
	}
}

// fill puts the items into their ranks.
func (l *layout) fill() {
	last := 0
	for i := range l.items {
		last = max(last, l.items[i].rank)
	}
	l.ranks = make([][]int, last+1)
	for i := range l.items {
		l.ranks[l.items[i].rank] = append(l.ranks[l.items[i].rank], i)
	}
}
