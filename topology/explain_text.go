package topology

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// String tells the explanation in lines for a terminal: for each route its way from the origin, a line a step; for an
// absent one every blocker; then the pages of the rules and which of them the documentation does not state.
func (e Explanation) String() string {
	var b strings.Builder
	if len(e.Routes) == 0 {
		fmt.Fprintf(&b, "%s in %s: no route\n", e.Prefix, e.Table)
	}
	for i := range e.Routes {
		e.Routes[i].write(&b, e.Table)
	}
	e.writeBlockers(&b)
	if e.CoveredBy != nil {
		fmt.Fprintf(&b, "  addresses inside it follow %s in this table\n", e.CoveredBy)
	}
	e.writeSources(&b)
	return b.String()
}

func (s *Story) write(b *strings.Builder, table string) {
	fmt.Fprintf(b, "%s in %s: %s, next hop %s\n", s.Route.Prefix, table, s.Route.Status, s.Route.NextHop)
	width := 0
	for _, step := range s.Steps {
		width = max(width, len(step.Table))
	}
	for i, step := range s.Steps {
		fmt.Fprintf(b, "  %2d. %-*s  %s\n", i+1, width, step.Table, step.text())
	}
}

func (d *Decision) text() string {
	text := d.Reason.String()
	if d.Detail != "" {
		text += " (" + d.Detail + ")"
	}
	if d.Over != "" {
		text += ", over " + d.Over
	}
	if len(d.Policies) > 0 {
		text += ", by policy " + strings.Join(d.Policies, ", ")
	}
	return text + cite(d.Rule)
}

func cite(id rule.ID) string {
	if id == "" {
		return ""
	}
	return " [" + string(id) + "]"
}

// writeBlockers lists what a change of configuration could remove; what lies in the nature of things is listed only
// where there is nothing else.
func (e *Explanation) writeBlockers(b *strings.Builder) {
	shown := e.shownBlockers()
	if len(shown) > 0 {
		b.WriteString("  it stopped:\n")
	}
	for i := range shown {
		fmt.Fprintf(b, "  - %s\n", shown[i].text())
	}
	if hidden := len(e.Blockers) - len(shown); hidden > 0 {
		fmt.Fprintf(b, "  and %d more that no configuration changes\n", hidden)
	}
}

func (k *Blocker) text() string {
	var text strings.Builder
	if k.From != "" {
		fmt.Fprintf(&text, "from %s to %s", k.From, k.To)
		if k.Over != "" {
			fmt.Fprintf(&text, " over %s", k.Over)
		}
		text.WriteString(": ")
	}
	if k.NextHop != "" && k.Reason != route.NoOrigin {
		fmt.Fprintf(&text, "the route to %s: ", k.NextHop)
	}
	text.WriteString(k.Reason.String())
	if k.Detail != "" {
		text.WriteString(" (" + k.Detail + ")")
	}
	if len(k.Policies) > 0 {
		text.WriteString(", by policy " + strings.Join(k.Policies, ", "))
	}
	return text.String() + cite(k.Rule)
}

// writeSources names the page and the confidence of every rule that was cited.
func (e *Explanation) writeSources(b *strings.Builder) {
	for _, r := range e.Rules {
		fmt.Fprintf(b, "     [%s] %s: %s\n", r.ID, r.Confidence, r.Statement)
		if r.Source != "" {
			fmt.Fprintf(b, "     %*s %s\n", len(r.ID)+2, "", r.Source)
		}
	}
}
