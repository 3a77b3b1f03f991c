package topology

import (
	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// Universe returns where routes can come from and go to when they pass the policies of a transit router table in a
// direction, for [policy.Analyze] and its like: the instances whose routes the table learns, directly or over peerings,
// what is configured in it, and whom it tells. Prefixes, AS paths and communities are free: what a data center
// announces tomorrow is not known today. What is switched off or down is left out, and so is what comes from an
// instance of which the network has no routes of that type; a universe without sources or targets means that the
// policies never run (P-2.7). ok is false if there is no such table.
//
// For example, whether a policy of a table can ever decide in this network:
//
//	u, _ := state.Universe("vtb-hz", policy.Egress)
//	dead := policy.Analyze(append(table.Policies, policy.System()), policy.Egress, u).Dead()
func (s *State) Universe(table string, d policy.Direction) (u policy.Universe, ok bool) {
	if s.compiled == nil {
		return u, false
	}
	node, ok := s.compiled.lookupNode(table)
	if !ok || s.compiled.out.Nodes[node].Kind != engine.RouterTable {
		return u, false
	}
	u = policy.Universe{Sources: s.compiled.learned(node), Targets: []policy.Target[string]{}}
	if d == policy.Egress {
		u.Sources = append(u.Sources, s.compiled.configuredIn(node)...)
		u.Targets = s.compiled.targets(node)
	}
	return u, true
}

// learned returns the sources whose routes come into a router table.
func (c *compiler) learned(node int32) []policy.Source {
	sources := c.learnedHere(node)
	for i := range c.out.Edges {
		if e := &c.out.Edges[i]; e.To == node && e.Kind == engine.Peering { // no transit over a third one (TR-7.4)
			sources = append(append(sources, c.learnedHere(e.From)...), c.configuredIn(e.From)...)
		}
	}
	return sources
}

// learnedHere returns the sources whose routes come into a router table over attachments of its own router.
func (c *compiler) learnedHere(node int32) []policy.Source {
	sources := []policy.Source{}
	for i := range c.out.Edges {
		e := &c.out.Edges[i]
		if e.To != node || e.Kind > engine.LearnECR {
			continue
		}
		sources = append(sources, c.sourcesOf(&c.out.Nodes[e.From])...)
	}
	return sources
}

// sourcesOf returns the origins of what a table of an instance announces.
func (c *compiler) sourcesOf(from *engine.Node) (sources []policy.Source) {
	add := func(o policy.Origin[string], types ...route.Type) {
		o.Instance, o.Region = c.name(from.Instance), c.name(from.Region)
		for _, t := range types {
			sources = append(sources, policy.Source{Origin: o, Type: t})
		}
	}
	switch from.Kind {
	case engine.VPCTable:
		add(policy.Origin[string]{Kind: attach.VPC, Table: c.name(from.Table)}, route.System, route.Custom)
	case engine.CircuitTable:
		add(policy.Origin[string]{Kind: attach.VBR}, route.BGP, route.Custom)
	case engine.ConnectionTable:
		add(policy.Origin[string]{Kind: attach.VPN}, route.BGP, route.Custom)
	case engine.BranchTable:
		for _, member := range c.members(c.name(from.Instance)) {
			add(policy.Origin[string]{Kind: attach.CCN, Member: c.name(member)}, route.System)
		}
	case engine.ECRView:
		add(policy.Origin[string]{Kind: attach.ECR}, route.NoType)
	}
	return sources
}

// configuredIn returns the sources of what is configured in a router table: no instance, the region of the router
// (P-5.11, D-20).
func (c *compiler) configuredIn(node int32) (sources []policy.Source) {
	t := c.tableOf(node)
	add := func(is bool, kind route.Type) {
		if is {
			region := c.name(c.out.Nodes[node].Region)
			sources = append(sources, policy.Source{Origin: policy.Origin[string]{Region: region}, Type: kind})
		}
	}
	add(len(t.Routes)+len(t.PrefixLists) > 0, route.Static)
	add(len(t.Aggregates) > 0, route.Aggregate)
	return sources
}

// tableOf returns a router table as it is configured.
func (c *compiler) tableOf(node int32) *RouteTable {
	tr, id := c.router(c.name(c.out.Nodes[node].Instance)), c.name(c.out.Nodes[node].Table)
	for i := range tr.RouteTables {
		if tr.RouteTables[i].ID == id {
			return &tr.RouteTables[i]
		}
	}
	return &RouteTable{}
}

// targets returns whom a router table tells what it holds.
func (c *compiler) targets(node int32) []policy.Target[string] {
	targets := []policy.Target[string]{}
	for i := range c.out.Edges {
		e := &c.out.Edges[i]
		if e.From != node || e.Kind != engine.Sync && e.Kind != engine.SyncECR && e.Kind != engine.Peering {
			continue
		}
		t := policy.Target[string]{
			Peer: e.Target.Peer, Instance: c.name(e.Target.Instance), Kind: e.Target.Kind,
			Region: c.name(e.Target.Region), Table: c.name(e.Target.Table),
		}
		for _, member := range e.Target.Members {
			t.Members = append(t.Members, c.name(member))
		}
		targets = append(targets, t)
	}
	return targets
}
