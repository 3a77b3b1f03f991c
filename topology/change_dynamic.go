package topology

import (
	"net/netip"

	"github.com/cenroute/cenroute/internal/engine"
)

// A besideDynamic is a change that dynamic routes, those which a table was told, can be in the way of.
type besideDynamic interface {
	// checkDynamic returns why the cloud refuses the change beside the routes of a state, nil if it does not.
	checkDynamic(s *State) *ChangeError
}

// checkDynamic refuses a custom route that is equal to a dynamic one. One to a VPN gateway or router interface takes the
// place of a route of a transit router (TR-5.7, E-7.5).
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
			return refuse(id, "vSwitch %v is equal to or contains the dynamic route %v of %q", c.VSwitch.CIDR, p, t.ID())
		}
	}
	return nil
}

// dynamicWithin returns the first dynamic route whose destination is a prefix or lies in it, and how the table was told.
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
