package render

import (
	"cmp"
	"fmt"
	"slices"
)

// An ending is where a line leaves a side of a box.
type ending struct {
	edge   int
	first  bool // it is the left end of the line, or the first of one within a column
	toward int  // height of the other end
}

// endings returns for both ends of each line the height at which it leaves its box: spread along the side, in the order
// of where the lines go.
func (s *svg) endings() (first, last []int) {
	sides := map[side][]ending{}
	var order []side
	put := func(at side, e ending) {
		if sides[at] == nil {
			order = append(order, at)
		}
		sides[at] = append(sides[at], e)
	}
	for e, route := range s.routes {
		at := s.sides(route)
		put(at[0], ending{e, true, s.items[route[1]].center()})
		put(at[1], ending{e, false, s.items[route[len(route)-2]].center()})
	}
	first, last = make([]int, len(s.routes)), make([]int, len(s.routes))
	for _, at := range order {
		list := sides[at]
		slices.SortStableFunc(list, func(a, b ending) int { return cmp.Compare(a.toward, b.toward) })
		box := &s.items[at.item]
		for i, end := range list {
			y := s.top + box.y + box.h*(i+1)/(len(list)+1)
			if end.first {
				first[end.edge] = y
			} else {
				last[end.edge] = y
			}
		}
	}
	s.straighten(sides, first, last)
	return first, last
}

// straighten lets a line that is alone on its side of a box leave it where it runs level, if that is beside the box.
func (s *svg) straighten(sides map[side][]ending, first, last []int) {
	alone := func(item int, right bool, y int) bool {
		box := &s.items[item]
		return len(sides[side{item, right}]) == 1 && s.top+box.y+4 <= y && y <= s.top+box.y+box.h-4
	}
	for e, route := range s.routes {
		a, b, n := route[0], route[len(route)-1], len(route)
		if s.items[a].rank == s.items[b].rank {
			continue
		}
		toward, from := last[e], first[e]
		if n > 2 {
			toward, from = s.top+s.items[route[1]].center(), s.top+s.items[route[n-2]].center()
		}
		if alone(a, true, toward) {
			first[e] = toward
		}
		if n == 2 {
			from = first[e]
		}
		if alone(b, false, from) {
			last[e] = from
		}
	}
}

// lines draws all lines.
func (s *svg) lines() {
	first, last := s.endings()
	lanes := map[int]*lane{}
	for i := range s.layout.lanes {
		lanes[s.layout.lanes[i].edge] = &s.layout.lanes[i]
	}
	for e := range s.g.Edges {
		edge := &s.g.Edges[e]
		s.add(`<g class="%s%s"><title>%s</title>`, classOf(edge.Kind), edge.Mark.class(), xmlText(edge.text()))
		if a := lanes[e]; a != nil {
			s.arc(edge, a, first[e], last[e])
		} else {
			s.line(edge, s.routes[e], first[e], last[e])
		}
		s.add("</g>")
	}
}

// text tells what a line says, for those who do not see it.
func (e *Edge) text() string {
	text := e.Kind.String() + markText(e.Mark)
	for _, line := range e.lines() {
		text += "\n" + line
	}
	return text
}

// line draws a line through its crossings.
func (s *svg) line(e *Edge, route []int, y1, y2 int) {
	last := route[len(route)-1]
	x, y := s.columns[s.items[route[0]].rank].to, y1
	path := fmt.Sprintf("M%d %d", x, y)
	for _, i := range route[1 : len(route)-1] {
		it := &s.items[i]
		column := s.columns[it.rank]
		path += curve(x, y, column.from, s.top+it.center()) + fmt.Sprintf("H%d", column.to)
		x, y = column.to, s.top+it.center()
	}
	end := s.columns[s.items[last].rank].from
	path += curve(x, y, end, y2)
	s.add(`<path d="%s"/>`, path)
	forward := s.g.Nodes[s.items[route[0]].node].ID == e.From
	s.heads(e, forward, tip{s.columns[s.items[route[0]].rank].to, y1, 1}, tip{end, y2, -1})
}

// curve continues a path to a point, level at both ends.
func curve(x1, y1, x2, y2 int) string {
	if y1 == y2 {
		return fmt.Sprintf("H%d", x2)
	}
	middle := (x1 + x2) / 2
	return fmt.Sprintf("C%d %d %d %d %d %d", middle, y1, middle, y2, x2, y2)
}

// arc draws a line along a column.
func (s *svg) arc(e *Edge, a *lane, y1, y2 int) {
	column, toLane := s.columns[a.rank], 1
	x := column.to
	if a.rank == 0 {
		x, toLane = column.from, -1
	}
	down := 1
	if y2 < y1 {
		down = -1
	}
	r := min(8, (y2-y1)*down/2)
	s.add(`<path d="M%d %dH%dq%d 0 %d %dV%dq0 %d %d %dH%d"/>`, x, y1, a.x-toLane*r, toLane*r, toLane*r, down*r,
		y2-down*r, down*r, -toLane*r, down*r, x)
	forward := s.g.Nodes[s.items[s.routes[a.edge][0]].node].ID == e.From
	s.heads(e, forward, tip{x, y1, toLane}, tip{x, y2, toLane})
}

// A tip is where a line ends at a box, and in which direction the line goes from there.
type tip struct{ x, y, away int }

// heads draws the arrowheads of a line and, where nothing gets through, a cross.
func (s *svg) heads(e *Edge, forward bool, start, end tip) {
	if !forward {
		start, end = end, start
	}
	if e.Arrow.atStart() {
		s.head1(start)
	}
	switch {
	case e.Kind == Stopped:
		s.add(`<path class="cross" d="M%d %dl8 8m0 -8l-8 8"/>`, end.x+end.away*9-4, end.y-4)
	case e.Arrow.atEnd():
		s.head1(end)
	}
}

func (s *svg) head1(t tip) {
	s.add(`<path class="head" d="M%d %dl%d -4v8z"/>`, t.x, t.y, t.away*8)
}

// lineLabels writes the labels of the lines, above everything else.
func (s *svg) lineLabels() {
	for e := range s.g.Edges {
		lines := s.g.Edges[e].lines()
		if lines == nil {
			continue
		}
		x, y, w, h := s.labelPlace(e, lines)
		s.add(`<g class="line-label%s%s"><rect x="%d" y="%d" width="%d" height="%d" rx="3"/>`,
			s.ground(e), s.g.Edges[e].Mark.class(), x, y, w, h)
		for i, line := range lines {
			s.text("detail", x+4, y+(i+1)*lineAdvance(detailFont)-2, short(line))
		}
		s.add("</g>")
	}
}

// ground returns the style class of what the label of a line lies on, with a space in front: the frame around both
// boxes.
func (s *svg) ground(edge int) string {
	route := s.routes[edge]
	from, to := &s.g.Nodes[s.items[route[0]].node], &s.g.Nodes[s.items[route[len(route)-1]].node]
	for i := range s.g.Frames {
		if f := &s.g.Frames[i]; f.ID == from.Frame && f.ID == to.Frame {
			return " on-" + classOf(f.Kind)
		}
	}
	return ""
}

// labelPlace returns where the label of a line is.
func (s *svg) labelPlace(edge int, lines []string) (x, y, w, h int) {
	w, h = labelSize(lines)
	for _, a := range s.layout.lanes {
		if a.edge == edge {
			x = a.x + 2
			if a.rank == 0 {
				x = a.x - 2 - w
			}
			return x, s.top + (a.along.from+a.along.to)/2 - h/2, w, h
		}
	}
	it := &s.items[s.routes[edge][1]]
	column := s.columns[it.rank]
	return column.from + (column.to-column.from-w)/2, s.top + it.y, w, h
}
