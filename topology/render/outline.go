package render

import "strings"

// An outline is a graph as nested text, which Mermaid and DOT both are: frames with what is inside, then the lines.
type outline struct {
	*Graph
	node, frame *namer         // names of boxes and frames, which never equal each other
	column      map[string]int // of a box
	nodes       [][]*Node      // of each frame, those in none first
	frames      [][]int        // of each frame
	b           strings.Builder
}

func newOutline(g *Graph) *outline {
	o := &outline{Graph: g.whole(), node: newNamer("n_"), frame: newNamer("f_"), column: map[string]int{}}
	o.nodes, o.frames = make([][]*Node, len(o.Frames)+1), make([][]int, len(o.Frames)+1)
	place := map[string]int{}
	for i, f := range o.Frames {
		place[f.ID] = i + 1
	}
	for i := range o.Nodes {
		at := place[o.Nodes[i].Frame]
		o.column[o.Nodes[i].ID] = o.Nodes[i].Column
		o.nodes[at] = append(o.nodes[at], &o.Nodes[i])
	}
	for i, f := range o.Frames {
		at := place[f.Parent]
		o.frames[at] = append(o.frames[at], i)
	}
	return o
}

// line writes a line with its depth as indentation.
func (o *outline) line(depth int, parts ...string) {
	o.b.WriteString(strings.Repeat("  ", depth))
	for _, part := range parts {
		o.b.WriteString(part)
	}
	o.b.WriteByte('\n')
}

// fromLeft returns the names of the ends of a line, the left one first, and its arrow in this direction. Mermaid and
// Graphviz put the first one to the left of the second.
func (o *outline) fromLeft(e *Edge) (left, right string, arrow Arrow) {
	if o.column[e.From] > o.column[e.To] {
		return o.node.name(e.To), o.node.name(e.From), arrowOf(e.Arrow.atEnd(), e.Arrow.atStart())
	}
	return o.node.name(e.From), o.node.name(e.To), e.Arrow
}

// write writes what is directly inside a frame, -1: in none, box by box and frame by frame.
func (o *outline) write(frame, depth int, box func(depth int, n *Node), open func(depth int, f *Frame), end string) {
	for _, n := range o.nodes[frame+1] {
		box(depth, n)
	}
	for _, f := range o.frames[frame+1] {
		open(depth, &o.Frames[f])
		o.write(f, depth+1, box, open, end)
		o.line(depth, end)
	}
}

// text returns all that a box says, a line each: its kind, its label, its details, its mark.
func (n *Node) text() []string {
	var lines []string
	if kind := n.kindWord(); kind != "" {
		lines = append(lines, kind)
	}
	lines = append(lines, n.lines()...)
	if n.Mark.spoken() {
		lines = append(lines, "("+n.Mark.String()+")")
	}
	return lines
}

// spoken tells whether a mark is written out where colours alone would carry it.
func (m Mark) spoken() bool { return m != Unmarked && m != Subject && m != Faint }

// labelLines returns what a line says where its look is not all: its label, that nothing gets through, its mark.
func (e *Edge) labelLines() []string {
	lines := e.lines()
	if e.Mark.spoken() {
		lines = append(lines, "("+e.Mark.String()+")")
	}
	return lines
}

// text returns what a frame says.
func (f *Frame) text() string {
	text := oneLine(f.Label)
	if f.Mark.spoken() {
		text += markText(f.Mark)
	}
	return text
}
