package render

import "slices"

// A Graph is a picture as plain data: boxes in columns, lines between them, frames around them. [Network], [Inflow],
// [Explanation], [Trace], [Difference] and [Reach] make one; a program may change it, or make its own, before it is
// drawn.
//
// Parts refer to each other by ID. Every Graph can be drawn: a line or box that names a box or frame which is not
// there gets one of that name, of two with the same ID the first is drawn, and frames that lie in each other in a
// circle are drawn side by side. A frame needs an ID. The zero Graph is an empty picture.
type Graph struct {
	Title   string
	Summary string   // what the picture shows, for those who do not see it
	Frames  []Frame  // in the order in which they stand, from top to bottom
	Nodes   []Node   // the order is where the layout starts from
	Edges   []Edge   // later ones are drawn over earlier ones
	Notes   []string // lines below the picture
}

// A Frame is drawn around boxes and other frames.
type Frame struct {
	ID     string
	Parent string // ID of the frame around it, empty: none
	Kind   FrameKind
	Label  string
	Mark   Mark
}

// A Node is a box.
type Node struct {
	ID      string
	Kind    NodeKind
	Frame   string // ID of the frame around it, empty: none
	Column  int    // place from left to right, below 0 counts as 0
	Label   string
	Details []string // lines below the label
	Mark    Mark
}

// An Edge is a line between two boxes.
type Edge struct {
	From, To string // IDs of boxes
	Kind     EdgeKind
	Arrow    Arrow
	Label    string // lines are divided by "\n"
	Mark     Mark
}

// maxColumns is the number of columns that are told apart; what is further to the right is drawn in the last.
const maxColumns = 1000

// whole returns the graph with each ID once and nothing missing: see [Graph].
func (g *Graph) whole() *Graph {
	nodes := newUnique(g.Nodes, func(n *Node) string { return n.ID })
	for _, e := range g.Edges {
		nodes.want(e.From, Node{ID: e.From, Label: e.From})
		nodes.want(e.To, Node{ID: e.To, Label: e.To})
	}
	for i := range nodes.list {
		nodes.list[i].Column = min(max(nodes.list[i].Column, 0), maxColumns)
	}
	w := *g
	w.Frames, w.Nodes = wholeFrames(g), nodes.list
	return &w
}

// wholeFrames returns the frames, those that only a box or frame names among them, without circles.
func wholeFrames(g *Graph) []Frame {
	frames := newUnique(g.Frames, func(f *Frame) string { return f.ID })
	for i := 0; i < len(frames.list); i++ {
		frames.want(frames.list[i].Parent, Frame{ID: frames.list[i].Parent, Label: frames.list[i].Parent})
	}
	for _, n := range g.Nodes {
		frames.want(n.Frame, Frame{ID: n.Frame, Label: n.Frame})
	}
	list := slices.DeleteFunc(frames.list, func(f Frame) bool { return f.ID == "" })
	parents := parentsOf(list)
	for i := range list {
		if insideItself(parents, i) {
			list[i].Parent, parents[i] = "", -1
		}
	}
	return list
}

// insideItself tells whether a frame is among the frames around it.
func insideItself(parents []int, frame int) bool {
	at := parents[frame]
	for range parents {
		if at < 0 || at == frame {
			break
		}
		at = parents[at]
	}
	return at == frame
}

// parentsOf returns for each frame the place of the frame around it, -1 where there is none.
func parentsOf(frames []Frame) []int {
	place := map[string]int{}
	for i, f := range frames {
		place[f.ID] = i
	}
	parents := make([]int, len(frames))
	for i, f := range frames {
		parents[i] = -1
		if at, ok := place[f.Parent]; ok {
			parents[i] = at
		}
	}
	return parents
}

// unique is a list of parts, each ID once.
type unique[T any] struct {
	list  []T
	known map[string]bool
}

func newUnique[T any](parts []T, id func(*T) string) *unique[T] {
	u := &unique[T]{known: map[string]bool{}}
	for i := range parts {
		u.want(id(&parts[i]), parts[i])
	}
	return u
}

// want adds a part unless there is one with its ID.
func (u *unique[T]) want(id string, part T) {
	if !u.known[id] {
		u.known[id] = true
		u.list = append(u.list, part)
	}
}
