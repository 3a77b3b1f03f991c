package render

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// Trace draws the way of a packet above the way of its answer: a box for each table that a packet is looked up in, a
// line for each route that it follows, and where it is delivered or lost. Equal-cost paths are drawn as branches.
func Trace(t topology.Trace) Graph {
	c := newChart(fmt.Sprintf("%s -> %s", t.From, t.To), traceSummary(&t))
	drawWay(c, "forward", t.Forward, Node{Label: t.From.Addr.String(), Details: []string{"in " + t.From.Instance}})
	drawWay(c, "return", t.Return, Node{Label: t.To.String()})
	g := c.graph()
	if t.Note != "" {
		g.Notes = append(g.Notes, t.Note)
	}
	if t.Same != nil {
		g.Notes = append(g.Notes, "the same way forward: "+strings.Join(few(texts(t.Same.Prefixes())), ", "))
	}
	return g
}

func traceSummary(t *topology.Trace) string {
	verdict := "not reachable"
	if t.Reachable {
		verdict = "reachable"
	}
	return fmt.Sprintf("The way of a packet from %s to %s and of its answer: %s.", t.From, t.To, verdict)
}

// drawWay draws one direction from a box where it starts.
func drawWay(c *chart, name string, w topology.Way, start Node) {
	verdict := "not delivered"
	switch {
	case w.Delivered:
		verdict = "delivered"
	case len(w.Paths) == 0:
		verdict = "not tried"
	}
	c.g.Frames = append(c.g.Frames, Frame{ID: name, Label: name + ": " + verdict})
	start.ID, start.Frame, start.Mark = name+":start", name, markIf(len(w.Paths) == 0, Faint)
	c.node(start)
	for i := range w.Paths {
		drawPath(c, name, start.ID, &w.Paths[i])
	}
}

// drawPath draws one path. What several paths have in common is drawn once.
func drawPath(c *chart, way, start string, p *topology.Path) {
	last, label := start, ""
	step := func(n Node) {
		c.node(n)
		c.edge(Edge{From: last, To: n.ID, Kind: Forwarded, Arrow: ToEnd, Label: label})
		last = n.ID
	}
	for _, h := range p.Hops {
		step(hopBox(way, h))
		label = hopLabel(h)
	}
	step(pathEnd(way, p))
}

// hopBox is the box of a lookup, or of what a packet passes without one.
func hopBox(way string, h topology.Hop) Node {
	n := Node{ID: way + ":hop:" + h.At + ":" + h.Table, Frame: way, Kind: Table, Label: h.Table}
	switch {
	case h.Table == "":
		n.Kind, n.Label = Other, h.At
	case h.Table != h.At:
		n.Details = []string{"of " + h.At}
	}
	return n
}

// hopLabel tells which route a packet followed.
func hopLabel(h topology.Hop) string {
	var lines []string
	if h.Route.IsValid() {
		lines = append(lines, h.Route.String())
	}
	switch h.NextHop {
	case "":
	case "local":
		lines = append(lines, "local")
	default:
		lines = append(lines, "to "+h.NextHop)
	}
	return strings.Join(lines, "\n")
}

// pathEnd is the box of what became of a packet.
func pathEnd(way string, p *topology.Path) Node {
	n := Node{Frame: way, Kind: Arrival, Label: "delivered"}
	if p.Reason != "" {
		n.Details = wrapped(p.Reason, labelCells)
	}
	if !p.Delivered {
		n.Kind, n.Label = Loss, p.Drop.String()
		if id := p.Drop.Rule(); id != "" {
			n.Details = append(n.Details, "["+string(id)+"]")
		}
	}
	at := ""
	if len(p.Hops) > 0 {
		at = p.Hops[len(p.Hops)-1].At
	}
	n.ID = way + ":end:" + at + ":" + p.Reason
	return n
}
