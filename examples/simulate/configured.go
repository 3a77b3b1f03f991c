package main

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// configured lists what was added to route tables by hand.
func configured(n *topology.Network) grid {
	g := grid{{"table", "added by hand"}}
	for i := range n.TransitRouters {
		for k := range n.TransitRouters[i].RouteTables {
			addTable(&g, &n.TransitRouters[i].RouteTables[k])
		}
	}
	for i := range n.VPCs {
		for _, t := range n.VPCs[i].RouteTables {
			for _, r := range t.Routes {
				g.add(t.ID, "route "+r.Prefix.String()+" to "+r.NextHop+published(r.Publish))
			}
		}
	}
	return g
}

func addTable(g *grid, t *topology.RouteTable) {
	for _, r := range t.Routes {
		g.add(t.ID, "static route "+r.Prefix.String()+" "+target(r.NextHop, r.Blackhole))
	}
	for _, l := range t.PrefixLists {
		g.add(t.ID, "prefix list "+l.ID+" ("+texts(l.Prefixes)+") "+target(l.NextHop, l.Blackhole))
	}
	for _, a := range t.Aggregates {
		g.add(t.ID, "aggregate route "+a.Prefix.String()+" towards "+texts(a.Scope))
	}
	for i := range t.Policies {
		g.add(t.ID, policyText(&t.Policies[i]))
	}
}

func target(nextHop string, blackhole bool) string {
	if blackhole {
		return "blackhole"
	}
	return "to " + nextHop
}

func published(to []topology.Publication) string {
	if len(to) == 0 {
		return ""
	}
	return ", published to " + texts(to)
}

// policyText tells a policy in one line, for example "egress policy 10: permit from ecr-1 to vpn-1".
func policyText(p *policy.Policy) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s policy %d: %s", p.Direction, p.Priority, p.Action)
	say := func(word, text string) {
		if text != "" {
			b.WriteString(" " + word + " " + text)
		}
	}
	m := &p.Match
	say("from", endpointText(&m.Source))
	say("to", endpointText(&m.Destination))
	say("type", joined(m.RouteTypes))
	if m.Family != policy.AnyFamily {
		say("family", m.Family.String())
	}
	say("prefixes", withMode(joined(m.Prefixes.List), m.Prefixes.Mode))
	say("AS path", withMode(asPath(m.ASPath.List), m.ASPath.Mode))
	say("communities", withMode(joined(m.Communities.List), m.Communities.Mode))
	b.WriteString(setText(p))
	return b.String()
}

func endpointText(e *policy.Endpoint) string {
	instances := strings.Join(e.Instances, ", ")
	if e.Except && instances != "" {
		instances = "all except " + instances
	}
	var parts []string
	for _, part := range []string{instances, joined(e.Kinds), strings.Join(e.Regions, ", "), strings.Join(e.RouteTables, ", ")} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " in ")
}

func setText(p *policy.Policy) string {
	var b strings.Builder
	if p.Set.Preference != 0 {
		fmt.Fprintf(&b, ", preference %d", p.Set.Preference)
	}
	if len(p.Set.PrependASPath) > 0 {
		fmt.Fprintf(&b, ", AS path %s in front", asPath(p.Set.PrependASPath))
	}
	if len(p.Set.Communities.List) > 0 {
		fmt.Fprintf(&b, ", communities %s %s", p.Set.Communities.Mode, joined(p.Set.Communities.List))
	}
	if p.Next != 0 {
		fmt.Fprintf(&b, ", go on at %d", p.Next)
	}
	return b.String()
}

func withMode(text string, mode policy.Mode) string {
	if text == "" {
		return ""
	}
	return mode.String() + " " + text
}

// joined joins texts with a comma, however many; it is empty where there is none.
func joined[T fmt.Stringer](items []T) string {
	words := make([]string, len(items))
	for i, item := range items {
		words[i] = item.String()
	}
	return strings.Join(words, ", ")
}

// asPath writes a path as routers show it, nearest system first.
func asPath(path route.ASPath) string {
	return strings.Trim(fmt.Sprint([]uint32(path)), "[]")
}
