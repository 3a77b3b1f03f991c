package render

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology/topologytest"
)

// An area is a rectangle of a picture and what it is.
type area struct {
	what       string
	x, y, w, h int
}

func (a area) String() string {
	return fmt.Sprintf("%s at %d,%d size %dx%d", a.what, a.x, a.y, a.w, a.h)
}

func (a area) overlaps(b area) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

func (a area) contains(b area) bool {
	return a.x <= b.x && a.y <= b.y && b.x+b.w <= a.x+a.w && b.y+b.h <= a.y+a.h
}

// itemAreas returns the areas of boxes, of labels, and of lines where they cross a column: all of these keep apart.
func itemAreas(l *layout) []area {
	var areas []area
	for i := range l.items {
		it := &l.items[i]
		column := l.columns[it.rank]
		areas = append(areas, area{fmt.Sprintf("item %d of node %d, edge %d", i, it.node, it.edge), column.from, it.y,
			max(column.to-column.from, 1), it.h})
	}
	return areas
}

func frameArea(l *layout, f int) area {
	inset := frameInset * l.depths[f]
	x, to := l.columns[l.spans[f].from].from-inset, l.columns[l.spans[f].to].to+inset
	return area{fmt.Sprintf("frame %d", f), x, l.frameY[f].from, to - x, l.frameY[f].to - l.frameY[f].from}
}

// checkLayout checks what every layout keeps: nothing overlaps, frames are around what is inside them and nothing else,
// and all is inside the picture.
func checkLayout(t interface{ Fatalf(string, ...any) }, g *Graph) {
	l := newLayout(g.whole())
	areas := itemAreas(l)
	page := area{"page", 0, 0, l.width, l.height}
	for i, a := range areas {
		if !page.contains(a) {
			t.Fatalf("%v is not on the page %v", a, page)
		}
		for _, b := range areas[:i] {
			if a.overlaps(b) {
				t.Fatalf("%v overlaps %v", a, b)
			}
		}
		checkFramesOf(t, l, i, a)
	}
	for f := range l.parents {
		if l.spans[f].from > l.spans[f].to {
			continue
		}
		if !page.contains(frameArea(l, f)) {
			t.Fatalf("%v is not on the page %v", frameArea(l, f), page)
		}
		for other := range f {
			if l.spans[other].from <= l.spans[other].to && !l.inside(other, f) && !l.inside(f, other) && frameArea(l, f).overlaps(frameArea(l, other)) {
				t.Fatalf("%v overlaps %v", frameArea(l, f), frameArea(l, other))
			}
		}
	}
	for i, a := range l.lanes {
		for _, b := range l.lanes[:i] {
			if a.rank == b.rank && a.x == b.x && a.along.from < b.along.to && b.along.from < a.along.to {
				t.Fatalf("the lines of edges %d and %d run along each other", a.edge, b.edge)
			}
		}
	}
}

// checkFramesOf checks that an item is inside each frame around it and outside of all others.
func checkFramesOf(t interface{ Fatalf(string, ...any) }, l *layout, i int, a area) {
	for f := range l.parents {
		if l.spans[f].from > l.spans[f].to {
			continue
		}
		within := l.items[i].frame == f || l.items[i].frame >= 0 && l.inside(l.items[i].frame, f)
		switch frame := frameArea(l, f); {
		case within && !frame.contains(a):
			t.Fatalf("%v is not inside %v", a, frame)
		case !within && frame.overlaps(a):
			t.Fatalf("%v is inside %v", a, frame)
		}
	}
}

// inside tells whether a frame lies in another.
func (l *layout) inside(inner, outer int) bool {
	for f := l.parents[inner]; f >= 0; f = l.parents[f] {
		if f == outer {
			return true
		}
	}
	return false
}

func TestNothingOverlaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		checkLayout(t, &g)
	})
}

func TestNothingOverlapsInNetworks(t *testing.T) {
	for _, size := range []topologytest.Size{topologytest.Medium(), topologytest.Large()} {
		networks := topologytest.Networks(size)
		for seed := range 25 {
			g := Network(networks.Example(seed))
			checkLayout(t, &g)
		}
	}
}

// Texts fit into the room that is kept for them.
func TestTextsFitIntoTheirBoxes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := Node{Kind: NodeKind(rapid.IntRange(0, 12).Draw(t, "kind")), Label: text(t, "label"),
			Details: []string{text(t, "detail")}}
		w, _ := boxSize(&n)
		lines := n.lines()
		if used := textWidth(short(lines[0]), labelFont); used > w-14 {
			t.Fatalf("label %q takes %d of %d", lines[0], used, w)
		}
		if used := textWidth(short(lines[1]), detailFont); n.Kind != Port && used > w-22 {
			t.Fatalf("detail %q takes %d of %d", lines[1], used, w)
		}
	})
}

// Two pairs that are declared crosswise are drawn side by side.
func TestCrossingsAreAvoided(t *testing.T) {
	g := Graph{
		Nodes: []Node{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "x", Column: 1}, {ID: "y", Column: 1}, {ID: "z", Column: 1}},
		Edges: []Edge{{From: "a", To: "z"}, {From: "b", To: "y"}, {From: "c", To: "x"}},
	}
	l := newLayout(g.whole())
	for e, route := range l.routes {
		if a, b := &l.items[route[0]], &l.items[route[1]]; a.center() != b.center() {
			t.Errorf("edge %d goes from %d to %d, want a level line", e, a.center(), b.center())
		}
	}
}

// Two items whose lines cross less often the other way around are exchanged, and not back.
func TestNeighboursAreExchanged(t *testing.T) {
	l := &layout{items: []item{
		{node: 0, rank: 0, y: 0, links: []link{{2, 1}, {3, 1}, {5, 1}}},
		{node: 1, rank: 0, y: 10, links: []link{{2, 1}, {4, 1}}},
		{node: 2, rank: 2, y: 0}, {node: 3, rank: 2, y: 10}, {node: 4, rank: 2, y: 20}, {node: 5, rank: 2, y: 30},
	}}
	l.seqs = []sequence{{frame: -1, elements: []element{{0, -1}, {1, -1}}}}
	at := []int{0, 10, 0, 10, 20, 30}
	if above, below := l.crossings(at, 0, 1), l.crossings(at, 1, 0); above != 3 || below != 2 {
		t.Fatalf("%d crossings with the first above, %d with it below; want 3 and 2", above, below)
	}
	if !l.exchange() || l.seqs[0].elements[0].item != 1 {
		t.Errorf("the items are not exchanged: %v", l.seqs)
	}
	if l.exchange() {
		t.Error("they are exchanged back")
	}
}

// Lines that go far up or down beside their labels have room to do so: the more there are, the more.
func TestLinesBesideLabelsHaveRoom(t *testing.T) {
	room := func(boxes int) int {
		var g Graph
		for i := range boxes {
			g.Nodes = append(g.Nodes, Node{ID: fmt.Sprint(i), Column: 1, Label: fmt.Sprint(i)})
			g.Edges = append(g.Edges, Edge{From: "from", To: fmt.Sprint(i), Label: "one\ntwo\nthree\nfour"})
		}
		g.Nodes = append(g.Nodes, Node{ID: "from", Label: "from"})
		l := newLayout(g.whole())
		return l.columns[1].from - l.columns[0].to
	}
	if few, many := room(2), room(12); few != labelGap || many < few+30 {
		t.Errorf("%d pixels for two lines, %d for twelve", few, many)
	}
}
