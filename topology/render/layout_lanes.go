package render

import (
	"cmp"
	"slices"
)

// Distances between what stands beside each other, in pixels.
const (
	columnGap = 52 // between two columns
	labelGap  = 22 // between a column and the labels beside it
	laneWidth = 9  // between two lines along a column
	margin    = 16 // around the picture
)

// A lane is where a line between two boxes of one column runs along that column: right of it, left of the first one.
type lane struct {
	edge   int
	rank   int
	along  extent
	number int // from the column outwards, from 0
	room   int // how wide it is, its label included
	x      int // of the line
}

// widen places the ranks side by side, with room for the lanes between them, and measures the picture.
func (l *layout) widen() {
	l.assignLanes()
	widths := l.widths()
	l.columns = make([]extent, len(l.ranks))
	x := margin + max(frameInset, l.border(0, func(s span) int { return s.from })) + l.laneRoom(0)
	for r := 0; r < len(widths); r++ {
		if r > 0 {
			x += l.gapBefore(r, widths)
		}
		l.columns[r] = extent{x, x + widths[r]}
		if x += widths[r]; r > 0 {
			x += l.laneRoom(r)
		}
	}
	l.width = x + max(frameInset, l.border(len(l.ranks)-1, func(s span) int { return s.to })) + margin
	l.placeLanes()
	for i := range l.items {
		l.height = max(l.height, l.items[i].y+l.items[i].h)
	}
	for _, f := range l.frameY {
		l.height = max(l.height, f.to)
	}
}

// widths returns the width of each rank: that of its widest item.
func (l *layout) widths() []int {
	widths := make([]int, len(l.ranks))
	for r, items := range l.ranks {
		for _, i := range items {
			widths[r] = max(widths[r], l.items[i].w)
		}
	}
	return widths
}

// gapBefore returns the distance between a rank and what is to its left, with room for the borders of frames. Ranks
// without width take no room.
func (l *layout) gapBefore(rank int, widths []int) int {
	left := rank - 1
	for left > 0 && widths[left] == 0 {
		left--
	}
	borders := l.border(left, func(s span) int { return s.to }) + l.border(rank, func(s span) int { return s.from })
	switch {
	case widths[rank] == 0:
		return 0
	case rank%2 == 1, left%2 == 1:
		return labelGap + borders + l.steepness(rank)
	}
	return max(columnGap, borders+lineGap) + l.steepness(rank)
}

// border is the room for the borders of all frames that start or end at a rank.
func (l *layout) border(rank int, at func(span) int) int {
	room := 0
	for f, s := range l.spans {
		if s.from <= s.to && at(s) == rank {
			room = max(room, frameInset*l.depths[f])
		}
	}
	return room
}

// steepness is by how much a gap is wider because lines on its way to a rank go far up or down.
func (l *layout) steepness(rank int) int {
	far := 0
	for _, i := range l.ranks[rank] {
		for _, n := range l.items[i].links {
			if d := l.items[i].center() - l.items[n.to].center(); l.items[n.to].rank < rank && (d > 120 || d < -120) {
				far++
			}
		}
	}
	return min(far*6, 90)
}

// assignLanes gives each line within a column a lane, shorter ones closer to the column. Two lines share a lane if they
// run along different parts of it.
func (l *layout) assignLanes() {
	for e, route := range l.routes {
		a, b := &l.items[route[0]], &l.items[route[len(route)-1]]
		if a.rank != b.rank {
			continue
		}
		room := laneWidth
		if text := l.g.Edges[e].lines(); text != nil {
			w, _ := labelSize(text)
			room += w
		}
		along := extent{min(a.y, b.y) - lineGap, max(a.y+a.h, b.y+b.h) + lineGap}
		l.lanes = append(l.lanes, lane{edge: e, rank: a.rank, along: along, room: room})
	}
	slices.SortStableFunc(l.lanes, func(a, b lane) int {
		return cmp.Compare(a.along.to-a.along.from, b.along.to-b.along.from)
	})
	for i := range l.lanes {
		for l.taken(l.lanes[:i], &l.lanes[i]) {
			l.lanes[i].number++
		}
	}
}

func (l *layout) taken(others []lane, a *lane) bool {
	return slices.ContainsFunc(others, func(b lane) bool {
		return a.rank == b.rank && a.number == b.number && a.along.from < b.along.to && b.along.from < a.along.to
	})
}

// lanesOf returns the width of each lane beside a rank.
func (l *layout) lanesOf(rank int) []int {
	var rooms []int
	for _, a := range l.lanes {
		if a.rank != rank {
			continue
		}
		for len(rooms) <= a.number {
			rooms = append(rooms, laneWidth)
		}
		rooms[a.number] = max(rooms[a.number], a.room)
	}
	return rooms
}

// laneRoom returns the width of all lanes beside a rank.
func (l *layout) laneRoom(rank int) int {
	room := 0
	for _, w := range l.lanesOf(rank) {
		room += w
	}
	if room > 0 {
		room += frameInset + laneWidth
	}
	return room
}

// placeLanes turns the numbers of the lanes into places.
func (l *layout) placeLanes() {
	for i := range l.lanes {
		a := &l.lanes[i]
		offset := frameInset + laneWidth
		for _, w := range l.lanesOf(a.rank)[:a.number] {
			offset += w
		}
		if a.rank == 0 {
			a.x = l.columns[0].from - offset
		} else {
			a.x = l.columns[a.rank].to + offset
		}
	}
}
