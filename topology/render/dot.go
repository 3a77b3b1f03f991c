package render

import (
	"strings"
)

// DOT returns the graph in the language of Graphviz, from left to right, for example for "dot -Tsvg". Notes are
// comments in front.
func (g Graph) DOT() string {
	o := newOutline(&g)
	for _, note := range o.Notes {
		o.line(0, "// ", oneLine(note))
	}
	o.line(0, "digraph cenroute {")
	o.line(1, `graph [rankdir=LR, fontname="monospace", labelloc=t, label=`, dotText(oneLine(o.Title)),
		", tooltip=", dotText(oneLine(o.Summary)), "];")
	o.line(1, `node [shape=box, style="rounded,filled", fontname="monospace", fontsize=11, fontcolor=`,
		dotText(light.strong), "];")
	o.line(1, `edge [fontname="monospace", fontsize=10];`)
	o.write(-1, 1, o.dotNode, o.dotFrame, "}")
	for i := range o.Edges {
		o.dotEdge(&o.Edges[i])
	}
	o.line(0, "}")
	return o.b.String()
}

func (o *outline) dotNode(depth int, n *Node) {
	paint := light.box(n.Kind)
	attributes := []string{
		"label=" + dotText(n.text()...), "fillcolor=" + dotText(paint.fill), "color=" + dotText(paint.stroke)}
	switch n.Mark {
	case Down, Lost:
		attributes = append(attributes, `style="rounded,filled,dashed"`)
	case Subject, Gained, Changed:
		attributes = append(attributes, "penwidth=2.5")
	case Faint:
		attributes = append(attributes, `style="rounded,dotted"`)
	}
	o.line(depth, o.node.name(n.ID), " [", strings.Join(attributes, ", "), "];")
}

func (o *outline) dotFrame(depth int, f *Frame) {
	o.line(depth, "subgraph cluster_", o.frame.name(f.ID), " {")
	o.line(depth+1, "label=", dotText(f.text()), ";")
	if f.Mark == Down {
		o.line(depth+1, "style=dashed;")
	}
}

func (o *outline) dotEdge(e *Edge) {
	left, right, arrow := o.fromLeft(e)
	attributes := []string{"color=" + dotText(light.line(e))}
	switch {
	case e.Kind == Stopped && left == o.node.name(e.From):
		attributes = append(attributes, "dir=forward, arrowhead=tee")
	case e.Kind == Stopped:
		attributes = append(attributes, "dir=back, arrowtail=tee")
	default:
		attributes = append(attributes, "dir="+[...]string{"none", "forward", "back", "both"}[min(arrow, BothEnds)])
	}
	if e.dashed() {
		attributes = append(attributes, "style=dashed")
	}
	if label := e.labelLines(); label != nil {
		attributes = append(attributes, "label="+dotText(label...))
	}
	o.line(1, left, " -> ", right, " [", strings.Join(attributes, ", "), "];")
}

// dotText returns lines as one quoted string. Graphviz reads backslashes and entities inside.
func dotText(lines ...string) string {
	escaped := make([]string, len(lines))
	for i, line := range lines {
		escaped[i] = dotEscapes.Replace(line)
	}
	return `"` + strings.Join(escaped, `\n`) + `"`
}

var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;", "\n", `\n`)
