package topology

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// A State is the stable state of a network: every route table with what the rules put into it.
// It is immutable and safe for concurrent use. The zero State has no tables.
type State struct {
	compiled *compiler
	solved   *engine.State
	order    []int32          // nodes in order of table ID
	warnings func() []Warning // worked out when they are asked for
	network  func() *Network  // the same
	edits    *announcement    // the last of those that lead here from the network that was compiled
	fates    *fates           // of prefixes on the way from state to state by announcements
}

// Network returns the network that the state was computed from. It must not be changed.
func (s *State) Network() *Network {
	if s.network == nil {
		return &Network{}
	}
	return s.network()
}

// Warnings returns what a reader of the state should know, in a fixed order. It must not be changed.
func (s *State) Warnings() []Warning {
	if s.warnings == nil {
		return nil
	}
	return s.warnings()
}

// Tables yields every table in order of its ID.
func (s *State) Tables() iter.Seq[Table] {
	return func(yield func(Table) bool) {
		for _, node := range s.order {
			if !yield(Table{s, node}) {
				return
			}
		}
	}
}

// Table returns the table with an ID, and whether there is one.
func (s *State) Table(id string) (Table, bool) {
	if s.compiled == nil {
		return Table{}, false
	}
	node, ok := s.compiled.lookupNode(id)
	if !ok {
		return Table{}, false
	}
	return Table{s, node}, true
}

// sortTables fixes the order of the tables: that of their names, in which the compiler has them.
func (s *State) sortTables() {
	s.order = make([]int32, 0, len(s.compiled.out.Nodes))
	for _, number := range s.compiled.named {
		if node := s.compiled.objects[number].node(); node >= 0 {
			s.order = append(s.order, node)
		}
	}
}

// A Table is a view of one route table of a State: it reads through to the state and copies nothing out of it.
// The zero Table belongs to no state and must not be used.
type Table struct {
	state *State
	node  int32
}

func (t Table) about() *engine.Node { return &t.state.compiled.out.Nodes[t.node] }

// ID returns the ID of the table: as configured, or that of a VBR, VPN, CCN or data center, or "ECR@REGION".
func (t Table) ID() string { return t.state.compiled.name(t.about().Table) }

// Owner returns the ID of the transit router or network instance that the table belongs to.
func (t Table) Owner() string { return t.state.compiled.name(t.about().Instance) }

// Len returns the number of routes, whatever their status.
func (t Table) Len() int { return t.state.solved.Len(t.node) }

// Routes yields every route, whatever its status, in order of prefix, then Active first, then next hop.
func (t Table) Routes() iter.Seq[route.Route] {
	return func(yield func(route.Route) bool) {
		for p, rows := range t.state.solved.All(t.node) {
			for i := range rows {
				if !yield(t.state.compiled.route(p, &rows[i])) {
					return
				}
			}
		}
	}
}

// String returns the table as text: its ID and owner, and a line for each route, see [route.Route.String]. For example:
//
//	vtb-hz of tr-hz
//	  10.10.0.0/16 via att-vbr-1: Active, BGP, preference 50, AS path 65001, learned, of vbr-1 (VBR, cn-hangzhou)
func (t Table) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %s\n", t.ID(), t.Owner())
	for r := range t.Routes() {
		fmt.Fprintf(&b, "  %v\n", r)
	}
	return b.String()
}

// Get returns the routes of exactly one prefix, whatever their status, Active first.
func (t Table) Get(prefix netip.Prefix) []route.Route {
	return t.state.compiled.routes(prefix, t.state.solved.Get(t.node, prefix), false)
}

// Lookup returns the longest prefix with an Active route that contains an address, and its Active routes in order of
// next hop; false if there is none. An IPv4-mapped IPv6 address is looked up as the IPv4 address.
func (t Table) Lookup(addr netip.Addr) (netip.Prefix, []route.Route, bool) {
	p, rows, ok := t.state.solved.Lookup(t.node, addr.Unmap())
	if !ok {
		return netip.Prefix{}, nil, false
	}
	return p, t.state.compiled.routes(p, rows, true), true
}

// ActiveInside yields the prefixes with an Active route that lie inside a prefix, that prefix itself excluded.
func (t Table) ActiveInside(prefix netip.Prefix) iter.Seq[netip.Prefix] {
	return t.state.solved.ActiveInside(t.node, prefix)
}

func (c *compiler) routes(p netip.Prefix, rows []engine.Row, onlyActive bool) []route.Route {
	var routes []route.Route
	for i := range rows {
		if !onlyActive || rows[i].Status == route.Active {
			routes = append(routes, c.route(p, &rows[i]))
		}
	}
	return routes
}

// route turns a row of the engine into a route with names.
func (c *compiler) route(p netip.Prefix, r *engine.Row) route.Route {
	out := route.Route{
		Prefix: p, NextHop: c.name(r.NextHop), Type: r.Type, Status: r.Status, Preference: r.Preference,
		ASPath: c.out.ASPaths.Get(r.ASPath), Communities: c.out.Communities.Get(r.Communities), MED: r.MED, Learned: r.Via >= 0,
		Origin: route.Origin{
			Instance: c.name(r.Origin.Instance), Kind: r.Origin.Kind, Region: c.name(r.Origin.Region),
			Table: c.name(r.Origin.Table), Member: c.name(r.Origin.Member),
		},
	}
	for _, ref := range slices.Backward(c.out.Deciders.Get(r.Deciders)) {
		out.Policies = append(out.Policies, c.policyName(ref))
	}
	return out
}

// policyName names a policy as "TABLE/DIRECTION/PRIORITY".
func (c *compiler) policyName(ref engine.PolicyRef) string {
	return c.name(ref.Table) + "/" + ref.Direction.String() + "/" + strconv.Itoa(ref.Priority)
}
