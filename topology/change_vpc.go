package topology

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// AddVPCRoute adds a custom route to a route table of a VPC. It is refused where the table was told a route of the same
// prefix by an ECR, or by a transit router and the new one does not lead to a VPN gateway or router interface (TR-5.7,
// E-7.5).
type AddVPCRoute struct {
	Table string
	Route VPCRoute
}

// RemoveVPCRoute deletes a custom route of a VPC table. If it was published, it is withdrawn too (TR-5.4).
type RemoveVPCRoute struct {
	Table  string
	Prefix netip.Prefix
}

// Publish publishes a custom route of a VPC's system table to its transit router or its ECR.
type Publish struct {
	Table  string
	Prefix netip.Prefix
	To     Publication
}

// Unpublish withdraws a published route of a VPC.
type Unpublish struct {
	Table  string
	Prefix netip.Prefix
	To     Publication
}

// SetReceiveRoutes lets a VPC table accept advertised routes, or not. It cannot be turned off while a transit router
// synchronizes the VPC, only where an ECR or nothing is the source (E-7.2).
type SetReceiveRoutes struct {
	Table string
	On    bool
}

// AddVSwitch adds a vSwitch to a VPC. It is refused where it is equal to or contains the destination of a route that a
// table of the VPC was told (TR-5.7, E-7.5).
type AddVSwitch struct {
	VPC     string
	VSwitch VSwitch
}

// RemoveVSwitch removes a vSwitch from a VPC.
type RemoveVSwitch struct {
	VPC  string
	CIDR netip.Prefix
}

func (c AddVPCRoute) String() string {
	return fmt.Sprintf("add route %v via %s to %s", c.Route.Prefix, c.Route.NextHop, c.Table)
}
func (c RemoveVPCRoute) String() string {
	return fmt.Sprintf("remove route %v from %s", c.Prefix, c.Table)
}
func (c Publish) String() string {
	return fmt.Sprintf("publish %v of %s to %v", c.Prefix, c.Table, c.To)
}
func (c Unpublish) String() string {
	return fmt.Sprintf("withdraw %v of %s from %v", c.Prefix, c.Table, c.To)
}
func (c SetReceiveRoutes) String() string {
	return "switch the acceptance of routes by " + c.Table + " " + onOff(c.On)
}
func (c AddVSwitch) String() string {
	return fmt.Sprintf("add vSwitch %v to %s", c.VSwitch.CIDR, c.VPC)
}
func (c RemoveVSwitch) String() string {
	return fmt.Sprintf("remove vSwitch %v from %s", c.CIDR, c.VPC)
}

// routesTo returns the routes of a VPC with a next hop.
func (v *VPC) routesTo(id string) (list []Dependent) {
	for _, t := range v.RouteTables {
		for _, r := range t.Routes {
			if r.NextHop == id {
				list = append(list, Dependent{Kind: "route", ID: t.ID, Prefix: r.Prefix})
			}
		}
	}
	return list
}

func (t *VPCRouteTable) route(p netip.Prefix) *VPCRoute {
	return find(t.Routes, func(r *VPCRoute) bool { return r.Prefix == p })
}

func (n *Network) checkVPCTable(id string) (*VPCRouteTable, *ChangeError) {
	if _, t := n.vpcTable(id); t != nil {
		return t, nil
	}
	return nil, missing("VPC table", id)
}

func (n *Network) checkVPCRoute(table string, p netip.Prefix) (*VPCRoute, *ChangeError) {
	t, err := n.checkVPCTable(table)
	if err != nil {
		return nil, err
	}
	if r := t.route(p); r != nil {
		return r, nil
	}
	return nil, refuse("TR-2.3.9", "%q has no custom route %v", table, p)
}

func (c AddVPCRoute) check(n *Network) *ChangeError {
	_, err := n.checkVPCTable(c.Table)
	return err
}

func (c RemoveVPCRoute) check(n *Network) *ChangeError {
	_, err := n.checkVPCRoute(c.Table, c.Prefix)
	return err
}

func (c Publish) check(n *Network) *ChangeError {
	r, err := n.checkVPCRoute(c.Table, c.Prefix)
	if err == nil && slices.Contains(r.Publish, c.To) {
		return refuse("", "route %v of %q is published to %v already", c.Prefix, c.Table, c.To)
	}
	return err
}

func (c Unpublish) check(n *Network) *ChangeError {
	r, err := n.checkVPCRoute(c.Table, c.Prefix)
	if err == nil && !slices.Contains(r.Publish, c.To) {
		return refuse("", "route %v of %q is not published to %v", c.Prefix, c.Table, c.To)
	}
	return err
}

func (c SetReceiveRoutes) check(n *Network) *ChangeError {
	t, err := n.checkVPCTable(c.Table)
	if err == nil && t.Receives() == c.On {
		return refuse("", "the acceptance of routes by %q is %s already", c.Table, onOff(c.On))
	}
	if err == nil && !c.On {
		return n.checkNotSynchronized(c.Table)
	}
	return err
}

// checkNotSynchronized refuses to turn the acceptance of routes off where they come from a transit router (E-7.2).
func (n *Network) checkNotSynchronized(table string) *ChangeError {
	vpc, _ := n.vpcTable(table)
	for i := range n.Attachments {
		if a := &n.Attachments[i]; a.Kind == attach.VPC && a.Instance == vpc.ID && a.RouteSync {
			return refuse("E-7.2", "transit router %q synchronizes VPC %q, turn that off first", a.TransitRouter,
				vpc.ID)
		}
	}
	return nil
}

func (c AddVSwitch) check(n *Network) *ChangeError {
	if n.vpc(c.VPC) == nil {
		return missing("VPC", c.VPC)
	}
	return nil
}

func (c RemoveVSwitch) check(n *Network) *ChangeError {
	vpc := n.vpc(c.VPC)
	switch {
	case vpc == nil:
		return missing("VPC", c.VPC)
	case !slices.ContainsFunc(vpc.VSwitches, func(s VSwitch) bool { return s.CIDR == c.CIDR }):
		return refuse("", "VPC %q has no vSwitch %v", c.VPC, c.CIDR)
	}
	return nil
}

// inVPCTable returns the stage of an edit of one VPC table.
func inVPCTable(r ruleID, table string, edit func(*VPCRouteTable)) []stage {
	return one(r, func(n *Network) { n.editVPCTable(table, edit) })
}

// onVPCRoute returns the stage of an edit of one custom route.
func onVPCRoute(r ruleID, table string, p netip.Prefix, edit func(*VPCRoute)) []stage {
	return inVPCTable(r, table, func(t *VPCRouteTable) {
		if r := t.route(p); r != nil {
			edit(r)
		}
	})
}

func (c AddVPCRoute) stages(*Network) []stage {
	return inVPCTable("TR-5.7", c.Table, func(t *VPCRouteTable) { t.Routes = append(t.Routes, c.Route) })
}

func (c RemoveVPCRoute) stages(*Network) []stage {
	return inVPCTable("TR-5.4", c.Table, func(t *VPCRouteTable) {
		t.Routes = reject(t.Routes, func(r *VPCRoute) bool { return r.Prefix == c.Prefix })
	})
}

func (c Publish) stages(*Network) []stage {
	return onVPCRoute("TR-5.2", c.Table, c.Prefix, func(r *VPCRoute) { r.Publish = append(r.Publish, c.To) })
}

func (c Unpublish) stages(*Network) []stage {
	return onVPCRoute("TR-5.4", c.Table, c.Prefix, func(r *VPCRoute) { r.Publish = drop(r.Publish, c.To) })
}

func (c SetReceiveRoutes) stages(*Network) []stage {
	return inVPCTable("TR-5.5", c.Table, func(t *VPCRouteTable) {
		t.ReceiveRoutes = nil // the default
		if !c.On {
			t.ReceiveRoutes = new(false)
		}
	})
}

func (c AddVSwitch) stages(*Network) []stage {
	return one("TR-5.1", func(n *Network) {
		if vpc := n.vpc(c.VPC); vpc != nil {
			vpc.VSwitches = append(vpc.VSwitches, c.VSwitch)
		}
	})
}

func (c RemoveVSwitch) stages(*Network) []stage {
	return one("TR-5.1", func(n *Network) {
		if vpc := n.vpc(c.VPC); vpc != nil {
			vpc.VSwitches = reject(vpc.VSwitches, func(s *VSwitch) bool { return s.CIDR == c.CIDR })
		}
	})
}
