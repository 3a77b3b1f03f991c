package topology_test

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// withoutPolicies returns a copy of a network without policies of the user.
func withoutPolicies(t *rapid.T, n *topology.Network) *topology.Network {
	return edited(t, n, func(m *topology.Network) {
		tablesOf(m, func(_ *topology.TransitRouter, table *topology.RouteTable) { table.Policies = nil })
	})
}

// Without policies of the user, the system policy denies exactly what comes from a VBR, CCN, VPN or ECR and goes to
// another of these (P-5.4), on every table that has it (P-5.6), and nothing else is denied anywhere.
func TestSystemPolicyBlocksExactlyTheListedPairs(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := withoutPolicies(t, draw(t))
		x := namesOf(n)
		without := map[string]bool{} // routers on which it was deleted
		tablesOf(n, func(tr *topology.TransitRouter, table *topology.RouteTable) { without[tr.ID] = table.NoSystemPolicy })
		for _, r := range rowsOf(solved(t, n), nil) {
			router := r.NextHop // what an ECR has from a transit router
			if a := x.attachment[r.NextHop]; a != nil {
				router = a.TransitRouter
			}
			fromRouter := slices.ContainsFunc(n.TransitRouters, func(tr topology.TransitRouter) bool { return tr.ID == router })
			told := r.Learned && fromRouter && x.kind(r.table) != attach.None
			listed := told && attach.Of(x.kind(r.table)).OnPremises.Yes && attach.Of(r.Origin.Kind).OnPremises.Yes
			if denied := r.Status == route.Prohibited; denied != (listed && !without[router]) {
				t.Fatalf("to %v from %v, listed %v: %s", x.kind(r.table), r.Origin.Kind, listed, r.text())
			}
		}
	})
}

// The system policy acts towards local instances only (P-5.7): whatever a router has learned over an attachment and
// uses goes to every peer that is told its table.
func TestSystemPolicyNeverActsTowardsAPeer(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := withoutPolicies(t, draw(t))
		x, state := namesOf(n), solved(t, n)
		eachPeering(n, x, func(p *topology.Peering, from, to *topology.PeeringEnd) {
			sender, _ := state.Table(from.Association)
			for _, learner := range to.Propagations {
				receiver, _ := state.Table(learner)
				for r := range sender.Routes() {
					local := x.attachment[r.NextHop] != nil && r.Learned && r.Status == route.Active
					if local && !slices.ContainsFunc(receiver.Get(r.Prefix), func(got route.Route) bool { return got.NextHop == p.ID }) {
						t.Fatalf("%s does not reach %s over %s: %s", r.Prefix, learner, p.ID,
							row{from.Association, r}.text())
					}
				}
			}
		})
	})
}

// eachPeering yields every direction of a peering of Enterprise Edition routers that tells something.
func eachPeering(n *topology.Network, x *names, yield func(p *topology.Peering, from, to *topology.PeeringEnd)) {
	basic := map[string]bool{}
	for i := range n.TransitRouters {
		basic[n.TransitRouters[i].ID] = n.TransitRouters[i].Edition == attach.Basic
	}
	for i := range n.Peerings {
		p := &n.Peerings[i]
		for k := range p.Ends {
			from, to := &p.Ends[k], &p.Ends[1-k]
			failed := x.down[p.ID] || x.down[from.TransitRouter] || x.down[to.TransitRouter]
			if !failed && from.RouteSync && from.Association != "" && !basic[from.TransitRouter] && !basic[to.TransitRouter] {
				yield(p, from, to)
			}
		}
	}
}

// overPeerings returns the rows of transit router tables that came over a peering, and the router that told them.
func overPeerings(n *topology.Network, s *topology.State, yield func(r row, from string)) {
	x := namesOf(n)
	for _, r := range rowsOf(s, func(r row) bool { return r.Learned && x.peering[r.NextHop] != nil }) {
		yield(r, x.otherEnd(r.NextHop, x.routerOf[r.table].ID))
	}
}

// No route that was learned from a peer is at another peer (TR-7.4): what comes over a peering originates at the router
// at its other end, in an instance that is attached there or in its configuration.
func TestNoPeerLearnedRouteAtAnotherPeer(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := draw(t)
		overPeerings(n, solved(t, n), func(r row, from string) {
			if r.Origin.Instance == "" {
				return // configured: see TestStaticECRRoutesNeverAtAPeer
			}
			if !slices.ContainsFunc(n.Attachments, func(a topology.Attachment) bool {
				return a.TransitRouter == from && a.Instance == r.Origin.Instance
			}) {
				t.Fatalf("%s is not attached to %s: %s", r.Origin.Instance, from, r.text())
			}
		})
	})
}

// Of what is configured in a table, static routes and prefix lists to a VPC, VBR or IPsec connection go to a peer, and
// aggregates with the peers in their scope (TR-3.4.4, D-29). Static routes and prefix lists to an ECR or another peer
// never do (E-6.7), and blackholes neither (D-24). A configured route is at a peer of the router that has it and of
// no other.
func TestStaticECRRoutesNeverAtAPeer(t *testing.T) {
	type configured struct {
		router string
		prefix netip.Prefix
	}
	check(t, func(t *rapid.T) {
		n := draw(t)
		x := namesOf(n)
		static, aggregate := map[configured]bool{}, map[configured]bool{}
		tablesOf(n, func(tr *topology.TransitRouter, table *topology.RouteTable) {
			allow := func(p netip.Prefix, nextHop string) {
				if a := x.attachment[nextHop]; a != nil && a.Kind != attach.ECR {
					static[configured{tr.ID, p}] = true
				}
			}
			for _, r := range table.Routes {
				allow(r.Prefix, r.NextHop)
			}
			for _, list := range table.PrefixLists {
				for _, p := range list.Prefixes {
					allow(p, list.NextHop)
				}
			}
			for _, a := range table.Aggregates {
				if slices.Contains(a.Scope, attach.Peer) {
					aggregate[configured{tr.ID, a.Prefix}] = true
				}
			}
		})
		overPeerings(n, solved(t, n), func(r row, from string) {
			if r.Origin.Instance != "" {
				return
			}
			at := configured{from, r.Prefix}
			if !(r.Type == route.Static && static[at] || r.Type == route.Aggregate && aggregate[at]) {
				t.Fatalf("%s has no such route for its peers: %s", from, r.text())
			}
		})
	})
}

// A blackhole is never in the table of an ECR (D-24, E-6.13), and never at a peer; only where it is configured it is no
// learned route.
func TestBlackholesStayInTheirRegion(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := draw(t)
		x := namesOf(n)
		for _, r := range rowsOf(solved(t, n), func(r row) bool { return r.Type == route.Blackhole }) {
			if r.Learned && (x.routerOf[r.table] != nil || x.kind(r.table) == attach.ECR) {
				t.Fatal(r.text())
			}
		}
	})
}

// Removal of a deny never removes a candidate: what a router table has from its attachments and is not Prohibited stays
// there with the same attributes. This holds for attachments, and while no data center passes on what it heard, for
// what an instance offers then depends on nothing that a router tells it.
//
// It does not hold for what is told further on. A route that is no longer denied may win, and is then told instead of
// the one that won before: not back to where it came from (TR-2.3.6), and to no peer if it came from one (TR-7.4).
func TestRemovalOfADenyNeverRemovesACandidate(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := draw(t)
		less := edited(t, n, func(m *topology.Network) {
			_, table := routerTable(t, m)
			denies := 0
			table.Policies = slices.DeleteFunc(table.Policies, func(p policy.Policy) bool {
				denies++
				return p.Action == policy.Deny && rapid.Bool().Draw(t, "remove")
			})
			if denies == 0 {
				t.Skip("no policy")
			}
		})
		x := namesOf(n)
		candidates := func(s *topology.State) []string {
			rows := rowsOf(s, func(r row) bool {
				return r.Learned && x.routerOf[r.table] != nil && x.attachment[r.NextHop] != nil && r.Status != route.Prohibited
			})
			for i := range rows {
				rows[i] = received(rows[i])
			}
			return texts(rows)
		}
		after := candidates(solved(t, less))
		for _, candidate := range candidates(solved(t, n)) {
			if !slices.Contains(after, candidate) {
				t.Fatalf("without the deny it is missing: %s", candidate)
			}
		}
	})
}

// Aggregates hide exactly the specifics inside. Without an aggregate,
//
//   - no route of a prefix outside it changes in any table;
//   - with it, a receiver that takes it has nothing inside it over the same attachment but other aggregates (TR-3.6.4,
//     TR-3.6.5), and a peer that takes it has the specifics as Suppressed or Prohibited (TR-3.6.8, D-28);
//   - a receiver that does not take it (out of scope, denied, refused) has what it has without (D-27).
func TestAggregatesHideExactlyTheSpecificsInside(t *testing.T) {
	hidden := 0
	draws := check(t, func(t *rapid.T) {
		n := draw(t)
		tr, table := routerTable(t, n)
		if len(table.Aggregates) == 0 {
			p := rapid.SampledFrom([]string{"10.0.0.0/8", "10.0.0.0/16", "2001:db8::/48", "10.0.0.0/22"}).Draw(t, "prefix")
			scope := []attach.Kind{attach.VPC, attach.VBR, attach.VPN, attach.Peer}
			table.Aggregates = []topology.AggregateRoute{{Prefix: netip.MustParsePrefix(p), Scope: scope}}
			if violations, _ := n.Validate(); len(violations) > 0 {
				t.Skip(violations)
			}
		}
		i := rapid.IntRange(0, len(table.Aggregates)-1).Draw(t, "aggregate")
		g := table.Aggregates[i].Prefix
		other := edited(t, n, func(m *topology.Network) {
			tablesOf(m, func(_ *topology.TransitRouter, c *topology.RouteTable) {
				if c.ID == table.ID {
					c.Aggregates = slices.Delete(c.Aggregates, i, i+1)
				}
			})
		})
		with, without := solved(t, n), solved(t, other)
		outside := func(r row) bool { return !contains(g, r.Prefix) }
		requireSame(t, "outside the aggregate", texts(rowsOf(without, outside)), texts(rowsOf(with, outside)))
		for _, way := range waysOut(n, tr, table.ID, with) {
			hidden += checkBehind(t, way, tr, table.Aggregates[i], states{with, without, table.ID})
		}
	})
	requireShare(t, "specific routes were hidden", hidden, draws, 2)
}

// contains tells whether a prefix lies inside another one or equals it.
func contains(outer, inner netip.Prefix) bool {
	return outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

// A way is one on which a router table tells another table its routes.
type way struct {
	to      string // table
	nextHop string // that it has there
	kind    attach.Kind
}

// waysOut returns the ways on which a table of a transit router is told to others.
func waysOut(n *topology.Network, tr *topology.TransitRouter, table string, s *topology.State) (ways []way) {
	x := namesOf(n)
	for t := range s.Tables() {
		for id, a := range x.attachment {
			nextHop := id
			if a.Kind == attach.ECR {
				nextHop = tr.ID
			}
			if a.TransitRouter == tr.ID && a.Association == table && t.Owner() == a.Instance {
				ways = append(ways, way{t.ID(), nextHop, a.Kind})
			}
		}
	}
	eachPeering(n, x, func(p *topology.Peering, from, to *topology.PeeringEnd) {
		if from.Association == table {
			for _, learner := range to.Propagations {
				ways = append(ways, way{learner, p.ID, attach.Peer})
			}
		}
	})
	slices.SortFunc(ways, func(a, b way) int { return slices.Compare([]string{a.to, a.nextHop}, []string{b.to, b.nextHop}) })
	return ways
}

// states are those of a network with and without an aggregate of a table.
type states struct {
	with, without *topology.State
	table         string
}

// checkBehind compares what came over one way with what comes without the aggregate, and returns how many specific
// routes it hides.
func checkBehind(t *rapid.T, w way, tr *topology.TransitRouter, aggregate topology.AggregateRoute, s states) (hidden int) {
	g := aggregate.Prefix
	over := func(s *topology.State) []row {
		return rowsOf(s, func(r row) bool {
			return r.table == w.to && r.Learned && r.NextHop == w.nextHop && contains(g, r.Prefix)
		})
	}
	taken := slices.Contains(aggregate.Scope, w.kind) && slices.ContainsFunc(over(s.with), func(r row) bool {
		its := r.Prefix == g && r.Type == route.Aggregate && r.Origin.Region == tr.Region
		return its && r.Status != route.Prohibited
	})
	if taken {
		for _, r := range over(s.with) {
			specific := r.Prefix != g && r.Type != route.Aggregate
			if specific && !(w.kind == attach.Peer && (r.Status == route.Suppressed || r.Status == route.Prohibited)) {
				t.Fatalf("behind the aggregate %s: %s", g, r.text())
			}
		}
		return len(over(s.without)) - len(over(s.with)) + 1
	}
	before, _ := s.without.Table(s.table)
	after, _ := s.with.Table(s.table)
	for _, r := range over(s.without) {
		same := func(a, b route.Route) bool { return row{s.table, a}.text() == row{s.table, b}.text() }
		if r.Prefix == g || !slices.EqualFunc(before.Get(r.Prefix), after.Get(r.Prefix), same) {
			continue // the sender itself changed
		}
		want := received(r).text()
		if !slices.ContainsFunc(over(s.with), func(got row) bool { return received(got).text() == want }) {
			t.Fatalf("%s did not take the aggregate %s, and yet misses %s", w.to, g, r.text())
		}
	}
	return 0
}
