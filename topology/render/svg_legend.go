package render

// legendEntries are the lines and boxes that a legend explains, in order.
var legendEntries = []struct {
	kind EdgeKind
	mark Mark
	text string
}{
	{Link, Unmarked, "connection, arrow: is told the associated table"},
	{Peering, Unmarked, "peering, arrow: is told the associated table"},
	{Association, Unmarked, "association: looks up what arrives"},
	{Propagation, Unmarked, "propagation: table learns"},
	{Told, Unmarked, "route is told"},
	{Stopped, Unmarked, "stops here"},
	{Forwarded, Unmarked, "packet goes"},
	{Link, Down, "down"},
	{Told, Faint, "takes no effect"},
	{Told, Gained, "gained"},
	{Told, Lost, "lost"},
	{Told, Changed, "changed"},
}

// legend explains the kinds of lines that the picture has, and returns where the next part starts.
func (s *svg) legend(y int) int {
	x := margin
	drawn := false
	for _, entry := range legendEntries {
		if !s.has(entry.kind, entry.mark) {
			continue
		}
		w := 40 + textWidth(entry.text, detailFont) + 18
		if x > margin && x+w > s.width {
			x, y = margin, y+lineAdvance(detailFont)+2
		}
		s.width = max(s.width, x+w)
		s.sample(entry.kind, entry.mark, x, y)
		s.text("key", x+40, y+4, entry.text)
		x, drawn = x+w, true
	}
	if drawn {
		y += lineAdvance(detailFont)
	}
	return y
}

// has tells whether the picture has a line of a kind or, where a mark is asked for, anything with that mark.
func (s *svg) has(kind EdgeKind, mark Mark) bool {
	for i := range s.g.Edges {
		e := &s.g.Edges[i]
		plain := kind == Link && e.Arrow == NoArrow // needs no explanation
		if e.Mark == mark && (mark != Unmarked || e.Kind == kind && !plain) {
			return true
		}
	}
	for i := range s.g.Nodes {
		if mark != Unmarked && s.g.Nodes[i].Mark == mark {
			return true
		}
	}
	return false
}

func (s *svg) sample(kind EdgeKind, mark Mark, x, y int) {
	s.add(`<g class="%s%s"><path d="M%d %dh32"/>`, classOf(kind), mark.class(), x, y)
	switch kind {
	case Stopped:
		s.add(`<path class="cross" d="M%d %dl8 8m0 -8l-8 8"/>`, x+21, y-4)
	case Association:
	default:
		if mark != Down {
			s.head1(tip{x + 32, y, -1})
		}
	}
	s.add("</g>")
}
