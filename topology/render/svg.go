package render

import (
	"fmt"
	"slices"
	"strings"
)

// SVG returns the graph as a picture that stands for itself: no scripts, no fonts or style sheets from elsewhere. It
// follows the light or dark scheme of the reader. Long labels are cut in the middle; the whole text shows where the
// mouse rests on the box, and is read out by screen readers.
func (g Graph) SVG() string {
	whole := g.whole()
	s := &svg{layout: newLayout(whole)}
	s.top = s.head()
	s.frames()
	s.lines()
	s.boxes()
	s.lineLabels()
	s.foot()
	return document(whole.Title, whole.Summary, s.width, s.below, s.body.String())
}

// An svg collects the parts of the picture of a graph.
type svg struct {
	*layout
	svgBody
	top   int // where the layout starts below the title
	below int // where the next part below the layout starts
}

// An svgBody is what is drawn between the style sheet and the end.
type svgBody struct{ body strings.Builder }

// add writes one line.
func (s *svgBody) add(format string, args ...any) { fmt.Fprintf(&s.body, format+"\n", args...) }

// text draws one line of text.
func (s *svgBody) text(class string, x, y int, text string) {
	s.add(`<text class="%s" x="%d" y="%d">%s</text>`, class, x, y, xmlText(text))
}

// document puts a picture together.
func document(title, summary string, width, height int, body string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" width="%[1]d" height="%[2]d"`+
		` role="img" aria-labelledby="title desc">`+"\n", width, height)
	fmt.Fprintf(&b, "<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n", xmlText(title), xmlText(summary))
	b.WriteString(styleSheet)
	fmt.Fprintf(&b, `<rect class="page" width="%d" height="%d"/>`+"\n", width, height)
	b.WriteString(body)
	b.WriteString("</svg>\n")
	return b.String()
}

// head draws the title and returns where the rest starts.
func (s *svg) head() int {
	title := shortTo(oneLine(s.g.Title), 2*maxCells)
	if title == "" {
		return margin
	}
	s.width = max(s.width, textWidth(title, titleFont)+2*margin)
	s.text("title", margin, margin+titleFont, title)
	return margin + titleFont + margin
}

// frames draws the frames, outer ones first.
func (s *svg) frames() {
	for _, f := range s.outerFirst() {
		if s.spans[f].from > s.spans[f].to {
			continue
		}
		frame := &s.g.Frames[f]
		depth := s.depths[f]
		x, to := s.columns[s.spans[f].from].from-frameInset*depth, s.columns[s.spans[f].to].to+frameInset*depth
		y, bottom := s.top+s.frameY[f].from, s.top+s.frameY[f].to
		label := oneLine(frame.Label)
		fits := (to - x - 2*frameInset) * 100 / (61 * labelFont)
		s.add(`<g class="%s%s"><title>%s</title><rect x="%d" y="%d" width="%d" height="%d" rx="8"/>`,
			classOf(frame.Kind), frame.Mark.class(), xmlText(frame.Kind.String()+" "+label+markText(frame.Mark)),
			x, y, to-x, bottom-y)
		s.text("frame", x+frameInset, y+16, shortTo(label, fits))
		s.add("</g>")
	}
}

// outerFirst returns the frames so that each comes after the one around it.
func (s *svg) outerFirst() []int {
	children := s.children()
	order := slices.Clone(children[0])
	for i := 0; i < len(order); i++ {
		order = append(order, children[order[i]+1]...)
	}
	return order
}

// boxes draws the boxes.
func (s *svg) boxes() {
	for _, i := range s.boxOf {
		it := &s.items[i]
		n := &s.g.Nodes[it.node]
		column := s.columns[it.rank]
		x, y := column.from, s.top+it.y
		spoken := n.Kind.String() + " " + strings.Join(n.lines(), "\n") + markText(n.Mark)
		s.add(`<g class="%s%s"><title>%s</title>`, classOf(n.Kind), n.Mark.class(), xmlText(spoken))
		radius := 5
		if n.Kind == Port {
			radius = min(it.h/2, 9)
		}
		s.add(`<rect x="%d" y="%d" width="%d" height="%d" rx="%d"/>`, x, y, column.to-column.from, it.h, radius)
		s.boxText(n, x, y, it.h)
		s.add("</g>")
	}
}

// boxText writes the kind, the label and the details into a box.
func (s *svg) boxText(n *Node, x, y, height int) {
	lines := n.lines()
	if n.Kind == Port {
		s.text("port-label", x+7, y+height/2+4, short(lines[0]))
		return
	}
	y += 4
	if kind := n.kindWord(); kind != "" {
		y += lineAdvance(detailFont)
		s.text("kind", x+11, y-2, kind)
	}
	y += lineAdvance(labelFont)
	s.text("label", x+11, y-3, short(lines[0]))
	for _, line := range lines[1:] {
		y += lineAdvance(detailFont)
		s.text("detail", x+11, y-2, short(line))
	}
}

// markText says in words what the look of a part says.
func markText(m Mark) string {
	if m == Unmarked {
		return ""
	}
	return " (" + m.String() + ")"
}

// classOf returns the style class of a kind.
func classOf(kind fmt.Stringer) string {
	return strings.ToLower(strings.ReplaceAll(kind.String(), " ", "-"))
}

// class returns the style class of a mark, with a space in front.
func (m Mark) class() string {
	if m == Unmarked {
		return ""
	}
	return " " + m.String()
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// xmlText returns a text as it can stand in XML, between tags or quotes.
func xmlText(text string) string { return xmlEscapes.Replace(printable(text)) }

// foot draws the legend and the notes.
func (s *svg) foot() {
	y := s.top + s.height + margin
	y = s.legend(y)
	for _, note := range s.g.Notes {
		for i, line := range wrapped(oneLine(note), max((s.width-2*margin)*100/(61*detailFont), 20)) {
			y += lineAdvance(detailFont)
			x := margin
			if i > 0 {
				x += 12
			}
			s.text("note", x, y, line)
		}
	}
	s.below = y + margin
}
