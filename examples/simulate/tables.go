package main

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// writeState prints the network, every table and the warnings.
func writeState(w io.Writer, s *topology.State) error {
	var out bytes.Buffer
	writeGlance(&out, s.Network())
	if err := writeTables(&out, s); err != nil {
		return err
	}
	writeWarnings(&out, s.Warnings())
	_, err := w.Write(out.Bytes())
	return err
}

// writeTables prints every table of a state in order of its ID.
func writeTables(out *bytes.Buffer, s *topology.State) error {
	heading(out, "Route tables")
	for t := range s.Tables() {
		g := grid{{"prefix", "next hop", "type", "status", "pref", "AS path", "origin", "why"}}
		var asked string
		for r := range t.Routes() {
			if prefix := r.Prefix.String(); prefix != asked {
				asked = prefix
				if err := addPrefix(&g, s, t.ID(), r); err != nil {
					return err
				}
			}
		}
		fmt.Fprintf(out, "  %s\n", tableTitle(t))
		if len(g) > 1 {
			g.write(out, "    ")
		}
		out.WriteString("\n")
	}
	return nil
}

func tableTitle(t topology.Table) string {
	title := t.ID()
	if t.Owner() != title {
		title += " of " + t.Owner()
	}
	if t.Len() == 0 {
		title += ": no routes"
	}
	return title
}

// addPrefix adds the routes of the prefix of a route.
func addPrefix(g *grid, s *topology.State, table string, r route.Route) error {
	e, err := s.Explain(table, r.Prefix)
	if err != nil {
		return err
	}
	for i := range e.Routes {
		addRoute(g, &e.Routes[i])
	}
	return nil
}

func addRoute(g *grid, story *topology.Story) {
	r := &story.Route
	g.add(r.Prefix.String(), r.NextHop, r.Type.String(), r.Status.String(), strconv.Itoa(int(r.Preference)),
		orDash(asPath(r.ASPath)), orDash(r.Origin.Instance), why(story))
}

// why tells in a line what brought a route into its table or, where it is not Active, what became of it there.
func why(story *topology.Story) string {
	r, last := &story.Route, lastStep(story)
	text := last.Reason.String()
	switch {
	case last.Reason == route.DeniedByPolicy:
		text += ": " + strings.Join(r.Policies, ", ")
	case last.Detail != "" && last.Detail != "next hop "+r.NextHop:
		text += " (" + last.Detail + ")"
	}
	if len(r.Policies) > 0 && last.Reason != route.DeniedByPolicy {
		text += ", permitted by " + strings.Join(r.Policies, ", ")
	}
	return text + " [" + string(last.Rule) + "]"
}

// lastStep is the decision that matters most: how an Active route came in, and by what another one lost.
func lastStep(story *topology.Story) topology.Decision {
	steps := story.Steps
	for len(steps) > 1 && steps[len(steps)-1].Reason == route.WonDecision {
		steps = steps[:len(steps)-1]
	}
	if len(steps) == 0 {
		return topology.Decision{}
	}
	return steps[len(steps)-1]
}

// writeWarnings prints what a reader of the state should know.
func writeWarnings(out *bytes.Buffer, warnings []topology.Warning) {
	heading(out, "Warnings")
	for _, w := range warnings {
		out.WriteString(wrap("  " + warningText(w) + "\n"))
	}
	if len(warnings) == 0 {
		out.WriteString("  none\n")
	}
}

func warningText(w topology.Warning) string {
	text := w.Message
	if w.Path != "" {
		text = w.Path + ": " + text
	}
	if w.Rule != "" {
		text += " [" + string(w.Rule) + "]"
	}
	return text
}
