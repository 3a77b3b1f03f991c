package topology

import (
	"net/netip"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// A besideDynamic is a change that dynamic routes, those which a table was told, can be in the way of.
type besideDynamic interface {
	// checkDynamic returns why the cloud refuses the change beside the routes of a state, nil if it does not.
	checkDynamic(s *State) *ChangeError
}

// checkDynamic refuses a custom route that is equal to a dynamic one. One to a VPN gateway or router interface takes
// the place of a route of a transit router (TR-5.7, E-7.5).
func (c AddVPCRoute) checkDynamic(s *State) *ChangeError {
	t, ok := s.Table(c.Table)
	if !ok {
		return nil
	}
	kind, ok := t.dynamic(c.Route.Prefix)
	switch toGateway := c.Route.NextHopType == ToVpnGateway || c.Route.NextHopType == ToRouterInterface; {
	case !ok:
		return nil
	case kind == engine.ECRToVPC:
		return refuse("E-7.5", "%q has a dynamic route %v of an ECR", c.Table, c.Route.Prefix)
	case !toGateway:
		return refuse("TR-5.7", "%q has a dynamic route %v of a transit router", c.Table, c.Route.Prefix)
	}
	return nil
}

// checkDynamic refuses a vSwitch that is equal to or contains the destination of a dynamic route (TR-5.7, E-7.5).
func (c AddVSwitch) checkDynamic(s *State) *ChangeError {
	for t := range s.Tables() {
		if t.about().Kind != engine.VPCTable || t.Owner() != c.VPC {
			continue
		}
		if p, kind, ok := t.dynamicWithin(c.VSwitch.CIDR.Masked()); ok {
			id := ruleID("TR-5.7")
			if kind == engine.ECRToVPC {
				id = "E-7.5"
			}
			return refuse(id, "vSwitch %v is equal to or contains the dynamic route %v of %q", c.VSwitch.CIDR, p,
				t.ID())
		}
	}
	return nil
}

// dynamicWithin returns the first dynamic route whose destination is a prefix or lies in it, and how the table was
// told.
func (t Table) dynamicWithin(outer netip.Prefix) (netip.Prefix, engine.EdgeKind, bool) {
	if kind, ok := t.dynamic(outer); ok {
		return outer, kind, true
	}
	for p := range t.ActiveInside(outer) {
		if kind, ok := t.dynamic(p); ok {
			return p, kind, true
		}
	}
	return netip.Prefix{}, 0, false
}

// dynamic tells whether a table was told a route of exactly one prefix, and how.
func (t Table) dynamic(p netip.Prefix) (engine.EdgeKind, bool) {
	for _, row := range t.state.solved.Get(t.node, p) {
		if row.Via >= 0 {
			return t.state.compiled.out.Edges[row.Via].Kind, true
		}
	}
	return 0, false
}

// checkDynamic refuses a static route beside an equal learned one that the cloud lets it not join (TR-4.2.2).
func (c AddRoute) checkDynamic(s *State) *ChangeError {
	return s.besideLearned(c.Table, c.Route.NextHop, c.Route.Blackhole, c.Route.Prefix)
}

// checkDynamic refuses a prefix list one of whose prefixes may not join an equal learned route (TR-4.2.2): it takes
// effect as a whole or not at all (TR-3.4.2).
func (c AddPrefixList) checkDynamic(s *State) *ChangeError {
	return s.besideLearned(c.Table, c.List.NextHop, c.List.Blackhole, c.List.Prefixes...)
}

// checkDynamic refuses an edit of a prefix list one of whose prefixes may not join an equal learned route: it is held
// back as a whole (TR-9.9).
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

// besideLearned refuses routes to a next hop that may not join a route of the same prefix which their table learned.
// What stands there as Prohibited or Suppressed is not in the way, nor what stands behind a configured route already.
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
