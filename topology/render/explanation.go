package render

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// Explanation draws why the routes of a prefix are in a table: the tables that they passed, from their origins on the
// left to the table on the right, each line with what happened and the rule behind it. A route that is not Active is
// faint. Where the table has no Active route, a line with a cross is a place at which a route stopped. The rules that
// are cited stand below.
func Explanation(e topology.Explanation) Graph {
	d := &explanationDrawer{e: &e, chart: newChart(fmt.Sprintf("%s in %s", e.Prefix, e.Table), explanationSummary(&e))}
	for i := range e.Routes {
		d.story(&e.Routes[i])
	}
	target := d.table(e.Table)
	target.Mark = Subject
	if len(e.Routes) == 0 {
		d.say(e.Table, "no route")
	}
	d.blockers()
	if e.CoveredBy != nil {
		d.say(e.Table, fmt.Sprintf("its addresses follow %s", e.CoveredBy))
	}
	g := d.graph()
	placeLast(&g, tableBox(e.Table))
	for _, r := range e.Rules {
		g.Notes = append(g.Notes, fmt.Sprintf("[%s] %s: %s", r.ID, r.Confidence, r.Statement))
	}
	return g
}

// placeLast puts a box into the last column.
func placeLast(g *Graph, id string) {
	last := 0
	for i := range g.Nodes {
		last = max(last, g.Nodes[i].Column)
	}
	for i := range g.Nodes {
		if g.Nodes[i].ID == id {
			g.Nodes[i].Column = last
		}
	}
}

func explanationSummary(e *topology.Explanation) string {
	if e.Present() {
		return fmt.Sprintf("How %s came into the table %s, step by step from its origin.", e.Prefix, e.Table)
	}
	return fmt.Sprintf("Why there is no Active route to %s in the table %s.", e.Prefix, e.Table)
}

type explanationDrawer struct {
	*chart
	e *topology.Explanation
}

func (d *explanationDrawer) table(id string) *Node {
	return d.node(Node{ID: tableBox(id), Kind: Table, Label: id})
}

// say adds lines to the box of a table, each once.
func (d *explanationDrawer) say(table string, text string) {
	box := d.table(table)
	for _, line := range wrapped(text, maxCells) {
		if !strings.Contains("\n"+strings.Join(box.Details, "\n")+"\n", "\n"+line+"\n") {
			box.Details = append(box.Details, line)
		}
	}
}

// story draws the way of one route. Its steps within one table stand in the box of the table.
func (d *explanationDrawer) story(s *topology.Story) {
	mark := markIf(s.Route.Status != route.Active, Faint)
	last := ""
	for _, step := range s.Steps {
		d.table(step.Table)
		if last == "" || last == step.Table {
			d.say(step.Table, strings.Join(happened(step.Reason, step.Detail, step.Over, step.Policies, step.Rule),
				", "))
		} else {
			label := boxed(happened(step.Reason, step.Detail, step.Over, step.Policies, step.Rule))
			d.edge(Edge{From: tableBox(last), To: tableBox(step.Table), Kind: Told, Arrow: ToEnd, Label: label,
				Mark: mark})
		}
		last = step.Table
	}
	d.say(d.e.Table, fmt.Sprintf("%s, next hop %s", s.Route.Status, s.Route.NextHop))
}

// happened tells what a step says, in parts.
func happened(reason route.Reason, detail, over string, policies []string, id rule.ID) []string {
	parts := []string{reason.String()}
	if detail != "" {
		parts[0] += " (" + detail + ")"
	}
	if over != "" {
		parts = append(parts, "over "+over)
	}
	for _, p := range policies {
		parts = append(parts, "policy "+p)
	}
	if id != "" {
		parts[len(parts)-1] += " [" + string(id) + "]"
	}
	return parts
}

// labelCells is how wide the label of a line may be.
const labelCells = 26

// boxed returns parts as the label of a line.
func boxed(parts []string) string {
	var lines []string
	for _, part := range parts {
		lines = append(lines, wrapped(part, labelCells)...)
	}
	return strings.Join(lines, "\n")
}

// blockers draws where routes stopped: what a change of configuration could remove or, where there is nothing else,
// what lies in the nature of things.
func (d *explanationDrawer) blockers() {
	given := 0
	for _, b := range d.e.Blockers {
		if b.Given {
			given++
		}
	}
	for _, b := range d.e.Blockers {
		if !b.Given || given == len(d.e.Blockers) {
			d.blocker(b)
		}
	}
	if given > 0 && given < len(d.e.Blockers) {
		d.g.Notes = append(d.g.Notes, fmt.Sprintf("and %d more places that no configuration changes", given))
	}
}

func (d *explanationDrawer) blocker(b topology.Blocker) {
	parts := happened(b.Reason, b.Detail, b.Over, b.Policies, b.Rule)
	if b.NextHop != "" && b.Reason != route.NoOrigin {
		parts = append([]string{"the route to " + b.NextHop + ":"}, parts...)
	}
	switch {
	case b.From == "" || b.From == b.To:
		at := b.To
		if at == "" {
			at = d.e.Table
		}
		d.say(at, strings.Join(parts, ", "))
	default:
		d.table(b.From)
		d.table(b.To)
		d.edge(Edge{From: tableBox(b.From), To: tableBox(b.To), Kind: Stopped, Label: boxed(parts)})
	}
}
