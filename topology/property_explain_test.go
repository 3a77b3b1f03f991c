package topology_test

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// prefixesOf returns the prefixes that any table of a state holds.
func prefixesOf(s *topology.State) (list []netip.Prefix) {
	for _, r := range rowsOf(s, nil) {
		list = append(list, r.Prefix)
	}
	slices.SortFunc(list, netip.Prefix.Compare)
	return slices.Compact(list)
}

// Explain never contradicts the state: every route of the table has a story and there is no other; a prefix without an
// Active route has at least one blocker, and one with an Active route has none. A story ends where the route is and,
// unless the route is configured there, begins at a table that holds an Active route of the prefix or an aggregate.
// Every status comes up.
func TestExplainNeverContradictsTheState(t *testing.T) {
	seen := map[route.Status]bool{}
	draws := check(t, func(t *rapid.T) {
		state := solved(t, draw(t))
		for table := range state.Tables() {
			for _, p := range prefixesOf(state) {
				e, err := state.Explain(table.ID(), p)
				if err != nil {
					t.Fatal(err)
				}
				routes := table.Get(p)
				active := slices.ContainsFunc(routes, func(r route.Route) bool { return r.Status == route.Active })
				if len(e.Routes) != len(routes) || e.Present() != active || active == (len(e.Blockers) > 0) {
					t.Fatalf("%s in %s: %d routes, %v", p, table.ID(), len(routes), e)
				}
				for i, story := range e.Routes {
					seen[routes[i].Status] = true
					requireStory(t, state, row{table.ID(), routes[i]}, story)
				}
			}
		}
	})
	for s := route.Active; s <= route.Disabled; s++ {
		rare := s == route.Conflicting || s == route.Suppressed // not in every five hundred networks
		if !seen[s] && !rare && draws >= 500 {
			t.Errorf("no random network has a route with status %v", s)
		}
	}
}

func requireStory(t *rapid.T, s *topology.State, r row, story topology.Story) {
	first := story.Steps[0]
	if (row{r.table, story.Route}).text() != r.text() || first.Over != "" || story.Steps[len(story.Steps)-1].Table != r.table {
		t.Fatalf("the story of %s: %+v", r.text(), story)
	}
	if !r.Learned {
		return
	}
	for i, step := range story.Steps[1:] {
		if step.Over != "" && story.Steps[i].Table == step.Table {
			t.Fatalf("the story of %s comes over %s from where it is: %+v", r.text(), step.Over, story)
		}
	}
	origin, _ := s.Table(first.Table)
	configured := slices.ContainsFunc(origin.Get(r.Prefix), func(o route.Route) bool { return !o.Learned })
	if !configured && first.Reason != route.AggregateSent {
		t.Fatalf("the story of %s does not begin where a route is configured: %+v", r.text(), story)
	}
}

// A policy that takes a route away is named wherever the route was Active and is not any more, and never is it said
// that there is no way. Where a table on the way still has something of the prefix, an inactive route or an aggregate
// that goes elsewhere, that is named, and what is behind that table is not looked at.
func TestExplainNamesThePolicyThatTookARouteAway(t *testing.T) {
	gone := 0
	draws := check(t, func(t *rapid.T) {
		n := draw(t)
		before := solved(t, n)
		deny := policy.Policy{Action: policy.Deny,
			Direction: policy.Direction(rapid.IntRange(0, 1).Draw(t, "direction"))}
		id := ""
		after := solved(t, edited(t, n, func(m *topology.Network) {
			_, table := routerTable(t, m)
			deny.Priority = 1 // before all others
			if slices.ContainsFunc(table.Policies, func(p policy.Policy) bool { return p.Priority == 1 }) {
				t.Skip("there is a first policy")
			}
			id = policyName(table.ID, deny)
			table.Policies = append(table.Policies, deny)
		}))
		active := func(r route.Route) bool { return r.Status == route.Active }
		for _, r := range rowsOf(before, func(r row) bool { return active(r.Route) }) {
			now, _ := after.Table(r.table)
			if slices.ContainsFunc(now.Get(r.Prefix), active) {
				continue
			}
			gone++
			e, err := after.Explain(r.table, r.Prefix)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(e.Blockers, func(b topology.Blocker) bool {
				return slices.Contains(b.Policies, id) || b.Reason != route.NoWay && b.Reason != route.NoOrigin
			}) {
				t.Fatalf("%s took %s away, the explanation does not name it:\n%v", id, r.text(), e)
			}
		}
	})
	requireShare(t, "routes were taken away", gone, draws, 20)
}

// A blocker that is removed is not named again, and once none is left the route is there. Removing the blockers that
// are named brings the route nearer; those on the rest of its way (a policy behind the one that was removed, a decision
// it loses there) are named then, and removed in turn. A blocker that lies in the nature of the rules (no transit over
// regions, no static route to an ECR at a peer) cannot be removed; where such a one is left, or an edit would be
// refused, nothing is claimed.
func TestRemovingAllBlockersMakesTheRouteAppear(t *testing.T) {
	appeared := 0
	draws := check(t, func(t *rapid.T) {
		n := draw(t)
		state := solved(t, n)
		absent := absentPlaces(state)
		if len(absent) == 0 {
			t.Skip("every prefix is everywhere")
		}
		at := rapid.SampledFrom(absent).Draw(t, "place")
		for range 12 {
			e, err := state.Explain(at.table, at.prefix)
			if err != nil {
				t.Fatal(err)
			}
			if e.Present() {
				appeared++
				return
			}
			next, removed := n.Clone(), []topology.Blocker{}
			for _, b := range e.Blockers {
				if removeBlocker(next, b, at.prefix) {
					removed = append(removed, b)
				}
			}
			if violations, _ := next.Validate(); len(removed) == 0 || len(violations) > 0 {
				return
			}
			n, state = next, solved(t, next)
			again, _ := state.Explain(at.table, at.prefix)
			for _, b := range removed {
				if slices.ContainsFunc(again.Blockers, func(c topology.Blocker) bool { return sameBlocker(b, c) }) {
					t.Fatalf("%s in %s is still blocked by %+v", at.prefix, at.table, b)
				}
			}
		}
	})
	requireShare(t, "absent routes appeared", appeared, draws, 8)
}

type tablePrefix struct {
	table  string
	prefix netip.Prefix
}

// absentPlaces returns where prefixes are not that are elsewhere.
func absentPlaces(s *topology.State) (list []tablePrefix) {
	for table := range s.Tables() {
		for _, p := range prefixesOf(s) {
			if !slices.ContainsFunc(table.Get(p), func(r route.Route) bool { return r.Status == route.Active }) {
				list = append(list, tablePrefix{table.ID(), p})
			}
		}
	}
	return list
}

// sameBlocker tells whether two blockers are one, or could be: of two policies that deny at one place, the second shows
// once the first is gone.
func sameBlocker(a, b topology.Blocker) bool {
	return a.From == b.From && a.To == b.To && a.Over == b.Over && a.NextHop == b.NextHop && a.Reason == b.Reason &&
		slices.Equal(a.Policies, b.Policies)
}

// removeBlocker changes a network so that a blocker is gone, and tells whether it knows how.
func removeBlocker(n *topology.Network, b topology.Blocker, p netip.Prefix) bool {
	switch b.Reason {
	case route.NotAssociated, route.NotSynchronized, route.NotPropagated, route.WithoutIPv6:
		return switchOn(n, b)
	case route.IsDown:
		return repairAll(n)
	case route.ReceivingOff:
		return receive(n, b.To)
	case route.WithoutBGP, route.SilentSession, route.OutsideSessionPrefixes:
		return openSession(n, b)
	case route.DeniedByPolicy, route.NotActive:
		return permit(n, b, p)
	case route.BehindAggregate, route.SuppressedByAggregate:
		return dropAggregates(n)
	case route.BehindECRPrefix, route.DisabledOnECR:
		return dropECROptions(n)
	case route.NotPublished:
		return publish(n, b.From, p)
	}
	return false
}

// switchOn sets the switch of an attachment or of a peering that a blocker names.
func switchOn(n *topology.Network, b topology.Blocker) bool {
	for i := range n.Attachments {
		a := &n.Attachments[i]
		if a.ID != b.Over && !(a.Kind == attach.ECR && a.TransitRouter == b.Over) {
			continue
		}
		switch b.Reason {
		case route.NotAssociated:
			a.Association = b.From
		case route.NotSynchronized:
			a.RouteSync = true
		case route.NotPropagated:
			a.Propagations = append(a.Propagations, b.To)
		case route.WithoutIPv6:
			a.IPv6 = true
		}
		return true
	}
	return switchPeering(n, b)
}

func switchPeering(n *topology.Network, b topology.Blocker) bool {
	x := namesOf(n)
	p := x.peering[b.Over]
	if p == nil {
		return false
	}
	for k := range p.Ends {
		e := &p.Ends[k]
		switch {
		case b.Reason == route.NotPropagated && e.TransitRouter == x.routerOf[b.To].ID:
			e.Propagations = append(e.Propagations, b.To)
		case b.Reason == route.NotAssociated && e.TransitRouter == x.routerOf[b.From].ID:
			e.Association = b.From
		case b.Reason == route.NotSynchronized && e.TransitRouter == x.routerOf[b.From].ID:
			e.RouteSync = true
		}
	}
	return true
}

func repairAll(n *topology.Network) bool {
	n.Down = nil
	for i := range n.DataCenters {
		for k := range n.DataCenters[i].Sessions {
			n.DataCenters[i].Sessions[k].Down = false
		}
	}
	return true
}

func receive(n *topology.Network, table string) bool {
	for i := range n.VPCs {
		for k := range n.VPCs[i].RouteTables {
			if t := &n.VPCs[i].RouteTables[k]; t.ID == table {
				t.ReceiveRoutes = nil
				return true
			}
		}
	}
	return false
}

// openSession lets the sessions between two tables speak BGP, both ways, about everything.
func openSession(n *topology.Network, b topology.Blocker) bool {
	for i := range n.VPNs {
		if n.VPNs[i].ID == b.From || n.VPNs[i].ID == b.To {
			n.VPNs[i].BGP = true
		}
	}
	for i := range n.DataCenters {
		d := &n.DataCenters[i]
		for k := range d.Sessions {
			if s := &d.Sessions[k]; d.ID == b.From || d.ID == b.To || s.To == b.From || s.To == b.To {
				s.Static, s.Silent, s.Prefixes = false, false, nil
			}
		}
	}
	return true
}

// permit removes the policy that denied a route; in front of the system policy it puts a permit.
func permit(n *topology.Network, b topology.Blocker, p netip.Prefix) bool {
	if len(b.Policies) == 0 {
		return false
	}
	last, done := b.Policies[len(b.Policies)-1], false
	tablesOf(n, func(_ *topology.TransitRouter, table *topology.RouteTable) {
		if last == table.ID+"/egress/5000" {
			done = permitFirst(table, p) || done
		}
		for i, q := range table.Policies {
			if last == policyName(table.ID, q) {
				table.Policies = slices.Delete(table.Policies, i, i+1)
				done = true
				return
			}
		}
	})
	return done
}

func policyName(table string, p policy.Policy) string {
	return fmt.Sprintf("%s/%v/%d", table, p.Direction, p.Priority)
}

// permitFirst puts a permit of a prefix on priority 1 of a table, if that is free.
func permitFirst(table *topology.RouteTable, p netip.Prefix) bool {
	if slices.ContainsFunc(table.Policies, func(q policy.Policy) bool { return q.Priority == 1 && q.Direction == policy.Egress }) {
		return false
	}
	table.Policies = append(table.Policies, policy.Policy{
		Priority: 1, Direction: policy.Egress,
		Match: policy.Match{Prefixes: policy.PrefixMatch{List: []netip.Prefix{p}, Mode: policy.Complete}},
	})
	return true
}

func dropAggregates(n *topology.Network) bool {
	tablesOf(n, func(_ *topology.TransitRouter, table *topology.RouteTable) { table.Aggregates = nil })
	return true
}

func dropECROptions(n *topology.Network) bool {
	for i := range n.ECRs {
		n.ECRs[i].DisabledRoutes = nil
		for k := range n.ECRs[i].Associations {
			n.ECRs[i].Associations[k].Prefixes = nil
		}
	}
	return true
}

func publish(n *topology.Network, table string, p netip.Prefix) bool {
	for i := range n.VPCs {
		for k := range n.VPCs[i].RouteTables {
			t := &n.VPCs[i].RouteTables[k]
			for j := range t.Routes {
				if r := &t.Routes[j]; t.ID == table && r.Prefix == p {
					r.Publish = []topology.Publication{topology.PublishTR, topology.PublishECR}
					return true
				}
			}
		}
	}
	return false
}
