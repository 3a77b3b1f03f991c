package topology

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/route/rule"
)

// Attach connects an instance with a transit router. Its effects come in the order in which the cloud takes the parts:
// the attachment, the association, route learning, synchronization.
type Attach struct{ Attachment Attachment }

// Detach deletes an attachment. Without force it is refused while the attachment has an association or propagations, or
// static routes, prefix lists, or routes of its instance lead to it. With force these go with it, in this order:
// synchronization, association, route learning, static routes and prefix lists, routes of the instance, the attachment
// (TR-9.4; the order under force is a choice of the model).
type Detach struct {
	ID    string
	Force bool
}

// SetOptions sets the options of a VPC attachment, all of them.
type SetOptions struct {
	Attachment       string
	IPv6             bool
	AutoCreateRoutes bool
	VSwitches        []netip.Prefix
}

// CreatePeering connects two transit routers. Its effects come in the order of [Attach].
type CreatePeering struct{ Peering Peering }

// DeletePeering deletes a peering, on the conditions and in the order of [Detach].
type DeletePeering struct {
	ID    string
	Force bool
}

func (c Attach) String() string {
	return "attach " + c.Attachment.Instance + " to " + c.Attachment.TransitRouter + " as " + c.Attachment.ID
}
func (c Detach) String() string        { return "detach " + c.ID + byForce(c.Force) }
func (c SetOptions) String() string    { return "set the options of " + c.Attachment }
func (c CreatePeering) String() string { return "create peering " + c.Peering.ID }
func (c DeletePeering) String() string { return "delete peering " + c.ID + byForce(c.Force) }

func byForce(force bool) string {
	if force {
		return " by force"
	}
	return ""
}

func (c Attach) check(*Network) *ChangeError { return nil }

func (c CreatePeering) check(*Network) *ChangeError { return nil }

func (c Detach) check(n *Network) *ChangeError {
	if n.attachment(c.ID) == nil {
		return missing("attachment", c.ID)
	}
	return n.checkUnused("attachment", c.ID, c.Force)
}

func (c DeletePeering) check(n *Network) *ChangeError {
	if n.peering(c.ID) == nil {
		return missing("peering", c.ID)
	}
	return n.checkUnused("peering", c.ID, c.Force)
}

func (c SetOptions) check(n *Network) *ChangeError {
	if n.attachment(c.Attachment) == nil {
		return missing("attachment", c.Attachment)
	}
	return nil
}

// checkUnused refuses to delete an attachment or peering that something depends on, unless by force (TR-9.4).
func (n *Network) checkUnused(kind, id string, force bool) *ChangeError {
	dependents := n.dependents(id)
	if force || len(dependents) == 0 {
		return nil
	}
	err := refuse("TR-9.4", "%s %q is in use and is deleted by force only", kind, id)
	err.Dependents = dependents
	return err
}

// dependents returns what keeps an attachment or peering from being deleted without force.
func (n *Network) dependents(id string) (list []Dependent) {
	for _, p := range n.ports(id) {
		if *p.association != "" {
			list = append(list, Dependent{Kind: "association with", ID: *p.association})
		}
		for _, table := range *p.propagations {
			list = append(list, Dependent{Kind: "propagation to", ID: table})
		}
	}
	return append(append(list, n.routesTo(id)...), n.instanceRoutesTo(id)...)
}

// ports returns an attachment, or the ends of a peering.
func (n *Network) ports(id string) (list []port) {
	if p, ok := n.port(id, ""); ok {
		return []port{p}
	}
	if peering := n.peering(id); peering != nil {
		for i := range peering.Ends {
			p, _ := n.port(id, peering.Ends[i].TransitRouter)
			list = append(list, p)
		}
	}
	return list
}

// routesTo returns the static routes and prefix lists that lead to an attachment or peering.
func (n *Network) routesTo(id string) (list []Dependent) {
	for i := range n.TransitRouters {
		for k := range n.TransitRouters[i].RouteTables {
			list = append(list, n.TransitRouters[i].RouteTables[k].leadingTo(id)...)
		}
	}
	return list
}

// leadingTo returns the static routes and prefix lists of a table with a next hop.
func (t *RouteTable) leadingTo(id string) (list []Dependent) {
	for _, r := range t.Routes {
		if r.NextHop == id {
			list = append(list, Dependent{Kind: "static route", ID: t.ID, Prefix: r.Prefix})
		}
	}
	for _, l := range t.PrefixLists {
		if l.NextHop == id {
			list = append(list, Dependent{Kind: "prefix list " + l.ID + " of", ID: t.ID})
		}
	}
	return list
}

// instanceRoutesTo returns the routes of VPCs and VBRs with an attachment as next hop.
func (n *Network) instanceRoutesTo(id string) (list []Dependent) {
	for i := range n.VPCs {
		for _, t := range n.VPCs[i].RouteTables {
			for _, r := range t.Routes {
				if r.NextHop == id {
					list = append(list, Dependent{Kind: "route", ID: t.ID, Prefix: r.Prefix})
				}
			}
		}
	}
	for i := range n.VBRs {
		for _, r := range n.VBRs[i].Routes {
			if r.NextHop == id {
				list = append(list, Dependent{Kind: "route", ID: n.VBRs[i].ID, Prefix: r.Prefix})
			}
		}
	}
	return list
}

func (c Attach) stages(*Network) []stage {
	bare := c.Attachment
	bare.Association, bare.Propagations, bare.RouteSync = "", nil, false
	return append(one("TR-5.9", func(n *Network) { n.Attachments = append(n.Attachments, bare) }),
		switchOn(bare.ID, bare.TransitRouter, c.Attachment.Association, c.Attachment.Propagations, c.Attachment.RouteSync)...)
}

func (c CreatePeering) stages(*Network) []stage {
	bare := Peering{ID: c.Peering.ID}
	for _, e := range c.Peering.Ends {
		bare.Ends = append(bare.Ends, PeeringEnd{TransitRouter: e.TransitRouter})
	}
	stages := one("TR-7.1", func(n *Network) { n.Peerings = append(n.Peerings, bare) })
	for _, e := range c.Peering.Ends {
		stages = append(stages, switchOn(bare.ID, e.TransitRouter, e.Association, e.Propagations, e.RouteSync)...)
	}
	return stages
}

// switchOn returns the stages that set the switches of a new attachment or end of a peering.
func switchOn(id, router, association string, propagations []string, sync bool) []stage {
	edit := func(r rule.ID, do func(port)) stage {
		return stage{r, func(n *Network) {
			if p, ok := n.port(id, router); ok {
				do(p)
			}
		}}
	}
	var stages []stage
	if association != "" {
		stages = append(stages, edit("TR-2.1.2", func(p port) { *p.association = association }))
	}
	if len(propagations) > 0 {
		stages = append(stages, edit("TR-2.2.1", func(p port) { *p.propagations = propagations }))
	}
	if sync {
		stages = append(stages, edit("TR-2.3.4", func(p port) { *p.sync = true }))
	}
	return stages
}

func (c Detach) stages(n *Network) []stage {
	return append(n.release(c.ID), stage{"TR-9.4", func(n *Network) {
		n.Attachments = reject(n.Attachments, func(a *Attachment) bool { return a.ID == c.ID })
		n.Down = drop(n.Down, c.ID)
	}})
}

func (c DeletePeering) stages(n *Network) []stage {
	return append(n.release(c.ID), stage{"TR-9.4", func(n *Network) {
		n.Peerings = reject(n.Peerings, func(p *Peering) bool { return p.ID == c.ID })
		n.Down = drop(n.Down, c.ID)
	}})
}

// release returns the stages that take away everything that depends on an attachment or peering, in the order of
// TR-9.4.
func (n *Network) release(id string) []stage {
	var off, alone, unlearned []stage
	for _, p := range n.ports(id) {
		if *p.sync {
			off = append(off, stage{"TR-2.3.10", synchronize(id, p.router, false)})
		}
		if *p.association != "" {
			alone = append(alone, stage{"TR-9.2", dissociate(id, p.router)})
		}
		if len(*p.propagations) > 0 {
			unlearned = append(unlearned, stage{"TR-9.3", forgetPropagations(id, p.router)})
		}
	}
	stages := slices.Concat(off, alone, unlearned)
	if len(n.routesTo(id)) > 0 {
		stages = append(stages, stage{"TR-9.4", func(n *Network) { n.dropRoutesTo(id) }})
	}
	if len(n.instanceRoutesTo(id)) > 0 {
		stages = append(stages, stage{"TR-9.4", func(n *Network) { n.dropInstanceRoutesTo(id) }})
	}
	return stages
}

func forgetPropagations(id, router string) func(*Network) {
	return func(n *Network) {
		if p, ok := n.port(id, router); ok {
			*p.propagations = nil
		}
	}
}

// dropRoutesTo removes the static routes and prefix lists that lead to an attachment or peering.
func (n *Network) dropRoutesTo(id string) {
	for i := range n.TransitRouters {
		for k := range n.TransitRouters[i].RouteTables {
			t := &n.TransitRouters[i].RouteTables[k]
			t.Routes = reject(t.Routes, func(r *StaticRoute) bool { return r.NextHop == id })
			t.PrefixLists = reject(t.PrefixLists, func(l *PrefixList) bool { return l.NextHop == id })
		}
	}
}

// dropInstanceRoutesTo removes the routes of VPCs and VBRs that lead to an attachment.
func (n *Network) dropInstanceRoutesTo(id string) {
	for i := range n.VPCs {
		for k := range n.VPCs[i].RouteTables {
			t := &n.VPCs[i].RouteTables[k]
			t.Routes = reject(t.Routes, func(r *VPCRoute) bool { return r.NextHop == id })
		}
	}
	for i := range n.VBRs {
		n.VBRs[i].Routes = reject(n.VBRs[i].Routes, func(r *ExternalRoute) bool { return r.NextHop == id })
	}
}

func (c SetOptions) stages(*Network) []stage {
	return one("TR-5.9", func(n *Network) {
		if a := n.attachment(c.Attachment); a != nil {
			a.IPv6, a.AutoCreateRoutes, a.VSwitches = c.IPv6, c.AutoCreateRoutes, c.VSwitches
		}
	})
}
