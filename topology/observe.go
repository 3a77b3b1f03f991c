package topology

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// The documented limits on the routes of a VPC table.
const (
	maxECRRoutes  = 200 // dynamic routes from an ECR that take effect (E-7.6)
	maxSyncRoutes = 200 // routes synchronized from a transit router (TR-1.12)
)

// observe collects what a reader of the state should know and what only the state shows: ties that the documentation
// does not decide, routes that the cloud would have refused to configure, aggregates that a receiver did not take,
// limits. The warnings are in order of table, then prefix.
func (s *State) observe() []Warning {
	found := make([][]Warning, len(s.compiled.out.Nodes)) // by table
	if notable := s.notable(); len(notable) > 0 {
		for p, class := range s.solved.Prefixes() {
			for _, node := range notable[class] {
				s.observeRows(node, p, class.At(node), s.warnOf(node, found))
			}
		}
	}
	learned := s.countLearned()
	var all []Warning
	for _, node := range s.order {
		warn := s.warnOf(node, found)
		s.observeAggregates(node, warn)
		s.observeKeptOut(node, warn)
		observeLimits(learned[node], warn)
		all = append(all, found[node]...)
	}
	return all
}

// warnOf adds warnings about a table.
func (s *State) warnOf(node int32, found [][]Warning) warnFunc {
	return func(rule ruleID, format string, args ...any) {
		found[node] = append(found[node], Warning{
			Path: Table{s, node}.ID(), Message: fmt.Sprintf(format, args...), Rule: rule,
		})
	}
}

// notable finds the classes of prefixes about which there is something to say, and the tables where.
func (s *State) notable() map[*engine.Class][]int32 {
	var notable map[*engine.Class][]int32
	p := netip.Prefix{} // warnings are counted here, not read
	for class := range s.solved.Classes() {
		for node, rows := range class.All() {
			said := false
			s.observeRows(node, p, rows, func(ruleID, string, ...any) { said = true })
			if said {
				if notable == nil {
					notable = map[*engine.Class][]int32{}
				}
				notable[class] = append(notable[class], node)
			}
		}
	}
	return notable
}

// observeRows warns about the routes of one prefix in one table.
func (s *State) observeRows(node int32, p netip.Prefix, rows []engine.Row, warn warnFunc) {
	switch s.compiled.out.Nodes[node].Kind {
	case engine.RouterTable:
		s.observeTies(p, rows, warn)
		s.observeRefusals(p, rows, warn)
		observeWidth(p, rows, warn)
	case engine.ECRView:
		s.observeView(p, rows, warn)
	}
}

type warnFunc func(rule ruleID, format string, args ...any)

// observeTies warns of conflicts that the cloud decides by order of arrival and the model by a fixed rule (D-3).
func (s *State) observeTies(p netip.Prefix, rows []engine.Row, warn warnFunc) {
	for _, step := range []route.Step{route.VPCUnique, route.VPCConflict} {
		if losers := s.hops(rows, func(r *engine.Row) bool { return r.Step == step }); losers != "" {
			warn(step.Rule(), "equal prefix %s: %s is Active, %s Rejected; the documentation does not say which one the cloud keeps",
				p, s.hops(rows, func(r *engine.Row) bool { return r.Status == route.Active }), losers)
		}
	}
}

// observeRefusals warns of a configured route that the cloud would have refused beside an equal learned one (D-13,
// TR-4.2.2).
func (s *State) observeRefusals(p netip.Prefix, rows []engine.Row, warn warnFunc) {
	for i := range rows {
		for k := range rows {
			configured, learned := &rows[i], &rows[k]
			if configured.Via < 0 && learned.Via >= 0 && learned.Step == route.Configured && !coexists(configured, learned) {
				warn("D-13", "configured route %s to %s is Active beside the route learned over %s, which is Rejected; the cloud would have refused to add it",
					p, s.compiled.name(configured.NextHop), s.compiled.name(learned.NextHop))
			}
		}
	}
}

// observeWidth warns of more equal-cost paths than can be used (TR-4.3.7): of learned routes some are Standby,
// configured ones are all Active.
func observeWidth(p netip.Prefix, rows []engine.Row, warn warnFunc) {
	if len(rows) <= route.MaxPaths {
		return
	}
	paths := 0
	for i := range rows {
		if rows[i].Status == route.Active || rows[i].Step == route.Width {
			paths++
		}
	}
	if paths > route.MaxPaths {
		warn("TR-4.3.7", "%d equal-cost paths to %s, the limit is %d", paths, p, route.MaxPaths)
	}
}

// coexists is the table of TR-4.2.2: which next hop a configured route may have beside an equal learned route.
func coexists(configured, learned *engine.Row) bool {
	toward := configured.Toward
	if configured.Type == route.Blackhole || !attach.Of(toward).EqualStatic.Yes {
		return false
	}
	switch {
	case learned.Peer, learned.Origin.Kind == attach.VPC:
		return false
	case learned.Origin.Kind == attach.CCN:
		return toward != attach.ECR
	}
	return true
}

// observeView warns of conflicts in a table of an ECR that the documentation leaves open (E-M-6, D-34).
func (s *State) observeView(p netip.Prefix, rows []engine.Row, warn warnFunc) {
	if losers := s.hops(rows, func(r *engine.Row) bool { return r.Step == route.EqualVPC }); losers != "" {
		warn("E-M-6", "equal prefix %s of several VPCs: %s is Active, %s Conflicting; the documentation does not say which one the cloud keeps",
			p, s.hops(rows, func(r *engine.Row) bool { return r.Status == route.Active && r.Toward == attach.VPC }), losers)
	}
	active := func(circuit bool) string {
		return s.hops(rows, func(r *engine.Row) bool { return r.Status == route.Active && (r.Toward == attach.VBR) == circuit })
	}
	if circuits, cloud := active(true), active(false); circuits != "" && cloud != "" {
		warn("D-34", "equal prefix %s from a circuit (%s) and from the cloud (%s); the documentation does not say which one the cloud keeps",
			p, circuits, cloud)
	}
}

// hops lists the next hops of some rows.
func (s *State) hops(rows []engine.Row, which func(*engine.Row) bool) string {
	var names []string
	for i := range rows {
		if which(&rows[i]) {
			names = append(names, s.compiled.name(rows[i].NextHop))
		}
	}
	return strings.Join(names, ", ")
}

// observeAggregates warns of an aggregate that equals a learned route (TR-3.6.6), and of a VPC table that does not take
// an aggregate and so keeps the specific routes (TR-3.6.11, D-27).
func (s *State) observeAggregates(node int32, warn warnFunc) {
	for _, a := range s.compiled.out.Nodes[node].Aggregates {
		if len(s.solved.Get(node, a.Prefix)) > 0 {
			warn("TR-3.6.6", "aggregate %s equals a route that the table learned; the cloud would have refused to add it", a.Prefix)
		}
		for _, i := range s.compiled.out.Out(node) {
			s.observeTaking(&s.compiled.out.Edges[i], a.Prefix, warn)
		}
	}
}

func (s *State) observeTaking(e *engine.Edge, p netip.Prefix, warn warnFunc) {
	if e.Kind != engine.Sync || len(e.Off) > 0 {
		return
	}
	_, _, notes := s.solved.Heard(e, p)
	for _, note := range notes {
		switch note.Reason {
		case route.EqualToCustomRoute, route.EqualToSystemRoute, route.InsideSystemRoute:
			if note.Row.Type == route.Aggregate {
				warn("D-27", "table %s does not take the aggregate %s: %s; the specific routes stay there",
					s.compiled.name(s.compiled.out.Nodes[e.To].Table), p, note.Reason)
			}
		}
	}
}

// observeKeptOut warns of a custom route of a VPC table that keeps out an equal route of a transit router: the cloud
// takes it only where it was there before, or leads to a VPN gateway or router interface (TR-5.7). An aggregate that is
// kept out has a warning of its own.
func (s *State) observeKeptOut(node int32, warn warnFunc) {
	c := s.compiled
	for _, i := range c.out.In(node) {
		e := &c.out.Edges[i]
		if e.Kind != engine.Sync || c.out.Nodes[node].Kind != engine.VPCTable {
			continue
		}
		for _, r := range c.customRoutes(node) {
			if r.NextHopType == ToVpnGateway || r.NextHopType == ToRouterInterface {
				continue
			}
			_, _, notes := s.solved.Heard(e, r.Prefix)
			for _, note := range notes {
				if note.Reason == route.EqualToCustomRoute && note.Row.Type != route.Aggregate {
					warn("TR-5.7", "custom route %s to %s keeps out the equal route over %s; the cloud refuses to add it while that route is there",
						r.Prefix, r.NextHop, c.name(e.NextHop))
				}
			}
		}
	}
}

// customRoutes returns the custom routes of a VPC table.
func (c *compiler) customRoutes(node int32) []VPCRoute {
	vpc, table := c.vpc(c.name(c.out.Nodes[node].Instance)), c.name(c.out.Nodes[node].Table)
	if t := find(vpc.RouteTables, func(t *VPCRouteTable) bool { return t.ID == table }); t != nil {
		return t.Routes
	}
	return nil
}

// learned counts the Active routes that a VPC table was told.
type learned struct{ fromECR, fromRouter int }

// countLearned counts them for every VPC table.
func (s *State) countLearned() []learned {
	counts := make([]learned, len(s.compiled.out.Nodes))
	for class := range s.solved.Classes() {
		for node, rows := range class.All() {
			if s.compiled.out.Nodes[node].Kind != engine.VPCTable {
				continue
			}
			for i := range rows {
				switch {
				case rows[i].Via < 0 || rows[i].Status != route.Active:
				case s.compiled.out.Edges[rows[i].Via].Kind == engine.ECRToVPC:
					counts[node].fromECR += class.Size()
				default:
					counts[node].fromRouter += class.Size()
				}
			}
		}
	}
	return counts
}

// observeLimits warns of a VPC table that is told more than the documented number of routes.
func observeLimits(n learned, warn warnFunc) {
	if n.fromECR > maxECRRoutes {
		warn("E-7.6", "%d routes of the ECR are Active; by default only %d take effect in a VPC table", n.fromECR,
			maxECRRoutes)
	}
	if n.fromRouter > maxSyncRoutes {
		warn("TR-1.12", "%d routes are synchronized; by default a VPC table holds %d", n.fromRouter, maxSyncRoutes)
	}
}
