package topology

import (
	"net/netip"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// checkDynamic refuses a static route beside an equal learned one that the cloud lets it not join (TR-4.2.2).
func (c AddRoute) checkDynamic(s *State) *ChangeError {
	return s.besideLearned(c.Table, c.Route.NextHop, c.Route.Blackhole, c.Route.Prefix)
}

// checkDynamic refuses a prefix list one of whose prefixes may not join an equal learned route (TR-4.2.2): it takes effect
// as a whole or not at all (TR-3.4.2).
func (c AddPrefixList) checkDynamic(s *State) *ChangeError {
	return s.besideLearned(c.Table, c.List.NextHop, c.List.Blackhole, c.List.Prefixes...)
}

// checkDynamic refuses an edit of a prefix list one of whose prefixes may not join an equal learned route: it is held back
// as a whole (TR-9.9).
func (c SetPrefixes) checkDynamic(s *State) *ChangeError {
	n := s.Network()
	for i := range n.TransitRouters {
		for k := range n.TransitRouters[i].RouteTables {
			t := &n.TransitRouters[i].RouteTables[k]
			if list := t.prefixList(c.ID); list != nil {
				if err := s.besideLearned(t.ID, list.NextHop, list.Blackhole, c.Prefixes...); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// checkDynamic refuses an aggregate that is equal to a route of its table (TR-3.6.6).
func (c AddAggregate) checkDynamic(s *State) *ChangeError {
	if t, ok := s.Table(c.Table); ok {
		if _, learned := t.dynamic(c.Aggregate.Prefix); learned {
			return refuse("TR-3.6.6", "%q has learned a route %v", c.Table, c.Aggregate.Prefix)
		}
	}
	return nil
}

// besideLearned refuses routes to a next hop that may not join a route of the same prefix which their table learned. What
// stands there as Prohibited or Suppressed is not in the way, nor what stands behind a configured route already.
func (s *State) besideLearned(table, nextHop string, blackhole bool, prefixes ...netip.Prefix) *ChangeError {
	t, ok := s.Table(table)
	if !ok {
		return nil
	}
	configured := engine.Row{Type: route.Static, Toward: s.compiled.kindOf(nextHop)}
	if blackhole {
		configured.Type = route.Blackhole
	}
	for _, p := range prefixes {
		for _, row := range s.solved.Get(t.node, p) {
			ranked := row.Status == route.Active || row.Status == route.Standby || row.Status == route.Rejected
			if row.Via >= 0 && ranked && row.Step != route.Configured && !coexists(&configured, &row) {
				return refuse("TR-4.2.2", "%q has learned a route %v over %s", table, p, s.compiled.name(row.NextHop))
			}
		}
	}
	return nil
}
