package render

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Mermaid returns the graph as a Mermaid flowchart from left to right, which Markdown pages show between "```mermaid"
// and "```". Notes are comments at the end.
func (g Graph) Mermaid() string {
	o := newOutline(&g)
	if o.Title != "" {
		o.line(0, "---")
		o.line(0, "title: ", strconv.Quote(oneLine(o.Title))) // a text of YAML
		o.line(0, "---")
	}
	o.line(0, "flowchart LR")
	o.write(-1, 1, o.mermaidNode, o.mermaidFrame, "end")
	for i := range o.Edges {
		o.mermaidEdge(&o.Edges[i])
	}
	o.mermaidStyles()
	for _, note := range o.Notes {
		o.line(1, "%% ", strings.NewReplacer("{", "(", "}", ")").Replace(oneLine(note)))
	}
	return o.b.String()
}

// mermaidShapes are what stands around the text of a box, by kind.
var mermaidShapes = [...][2]string{
	Other: {"[", "]"}, DataCenter: {"[[", "]]"}, VBR: {"([", "])"}, VPN: {"([", "])"}, CCN: {"([", "])"},
	ECR: {"{{", "}}"}, Port: {"(", ")"}, Table: {"[(", ")]"}, VPC: {"[", "]"}, VPCPeering: {"(", ")"},
	Arrival: {"([", "])"}, Loss: {"([", "])"},
}

func (o *outline) mermaidNode(depth int, n *Node) {
	shape := mermaidShapes[Other]
	if int(n.Kind) < len(mermaidShapes) {
		shape = mermaidShapes[n.Kind]
	}
	o.line(depth, o.node.name(n.ID), shape[0], mermaidText(n.text()...), shape[1])
}

func (o *outline) mermaidFrame(depth int, f *Frame) {
	o.line(depth, "subgraph ", o.frame.name(f.ID), " [", mermaidText(f.text()), "]")
	o.line(depth+1, "direction LR")
}

// mermaidEdge writes a line from left to right. Mermaid has no arrowhead at the left end alone: a sign stands for it.
func (o *outline) mermaidEdge(e *Edge) {
	left, right, arrow := o.fromLeft(e)
	lines := e.labelLines()
	if arrow == ToStart {
		lines, arrow = append([]string{"◀"}, lines...), NoArrow
	}
	label := ""
	if lines != nil {
		label = "|" + mermaidText(lines...) + "|"
	}
	o.line(1, left, " ", mermaidLine(e, arrow), label, " ", right)
}

// mermaidLine returns how Mermaid writes a line.
func mermaidLine(e *Edge, arrow Arrow) string {
	line := [...]string{"---", "-->", "", "<-->"}
	switch {
	case e.Kind == Stopped:
		return "-.-x"
	case e.dashed():
		line = [...]string{"-.-", "-.->", "", "<-.->"}
	case e.Kind == Peering:
		line = [...]string{"===", "==>", "", "<==>"}
	}
	return line[min(arrow, BothEnds)]
}

// mermaidStyles gives boxes and lines their colours.
func (o *outline) mermaidStyles() {
	var boxes, lines grouped
	for i := range o.Nodes {
		n := &o.Nodes[i]
		paint := light.box(n.Kind)
		boxes.add(fmt.Sprintf("fill:%s,stroke:%s,color:%s", paint.fill, paint.stroke, light.strong), o.node.name(n.ID))
	}
	for i := range o.Edges {
		if stroke := light.line(&o.Edges[i]); stroke != light.lines[Link] {
			lines.add("stroke:"+stroke, strconv.Itoa(i))
		}
	}
	for i, style := range boxes.keys {
		o.line(1, fmt.Sprintf("classDef look%d %s", i+1, style))
		o.line(1, fmt.Sprintf("class %s look%d", strings.Join(boxes.members[style], ","), i+1))
	}
	for _, style := range lines.keys {
		o.line(1, "linkStyle ", strings.Join(lines.members[style], ","), " ", style)
	}
	for i := range o.Nodes {
		switch o.Nodes[i].Mark {
		case Down, Lost, Faint:
			o.line(1, "style ", o.node.name(o.Nodes[i].ID), " stroke-dasharray:4 3")
		case Subject, Gained, Changed:
			o.line(1, "style ", o.node.name(o.Nodes[i].ID), " stroke-width:3px")
		}
	}
}

// grouped are lists by key, in the order in which the keys came.
type grouped struct {
	keys    []string
	members map[string][]string
}

func (g *grouped) add(key, member string) {
	if g.members == nil {
		g.members = map[string][]string{}
	}
	if g.members[key] == nil {
		g.keys = append(g.keys, key)
	}
	g.members[key] = append(g.members[key], member)
}

// mermaidText returns lines as one quoted text. Every sign that means something to Mermaid or to HTML is written as its
// number.
func mermaidText(lines ...string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = mermaidEscaped(line)
	}
	return `"` + strings.Join(escaped, "<br/>") + `"`
}

func mermaidEscaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" -_./:,()@+", r) {
			fmt.Fprintf(&b, "#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
