package topology

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/policy"
)

// Clone returns a copy of the network that shares nothing with it which can be changed: an edit of one never shows in
// the other. Nil lists stay nil and empty ones empty. The clone of a nil Network is nil.
func (n *Network) Clone() *Network { return n.cloneSharing(nil) }

// cloneSharing is Clone, but for some lists of prefixes, which both networks have. Changes replace such lists.
func (n *Network) cloneSharing(lists prefixLists) *Network {
	if n == nil {
		return nil
	}
	c := n.cloneLists()
	c.eachPrefixes(func(list *[]netip.Prefix) {
		if !lists.has(*list) {
			*list = slices.Clone(*list)
		}
	})
	return c
}

// cloneLists clones everything but the lists of prefixes.
func (n *Network) cloneLists() *Network {
	c := *n
	c.TransitRouters = cloned(n.TransitRouters, (*TransitRouter).separate)
	c.VPCs = cloned(n.VPCs, (*VPC).separate)
	c.VBRs = cloned(n.VBRs, func(v *VBR) { v.Routes = cloned(v.Routes, (*ExternalRoute).separate) })
	c.VPNs = cloned(n.VPNs, func(v *VPN) { v.Routes = cloned(v.Routes, (*ExternalRoute).separate) })
	c.CCNs = cloned(n.CCNs, (*CCN).separate)
	c.DataCenters = cloned(n.DataCenters, (*DataCenter).separate)
	c.ECRs = cloned(n.ECRs, (*ECR).separate)
	c.Attachments = cloned(n.Attachments, (*Attachment).separate)
	c.Peerings = cloned(n.Peerings, (*Peering).separate)
	c.VPCPeerings = cloned(n.VPCPeerings, func(p *VPCPeering) { p.VPCs = slices.Clone(p.VPCs) })
	c.Grants = slices.Clone(n.Grants)
	c.Down = slices.Clone(n.Down)
	return &c
}

// eachPrefixes calls a function with the place of every list of prefixes that may be long.
func (n *Network) eachPrefixes(do func(list *[]netip.Prefix)) {
	for i := range n.TransitRouters {
		for k := range n.TransitRouters[i].RouteTables {
			t := &n.TransitRouters[i].RouteTables[k]
			for l := range t.PrefixLists {
				do(&t.PrefixLists[l].Prefixes)
			}
		}
	}
	for i := range n.CCNs {
		for k := range n.CCNs[i].SAGs {
			do(&n.CCNs[i].SAGs[k].Prefixes)
		}
	}
	for i := range n.DataCenters {
		d := &n.DataCenters[i]
		do(&d.Prefixes)
		for k := range d.Sessions {
			do(&d.Sessions[k].Prefixes)
		}
	}
	for i := range n.ECRs {
		for k := range n.ECRs[i].Associations {
			do(&n.ECRs[i].Associations[k].Prefixes)
		}
	}
}

// cloned copies a list, and separates each element from what it shares with the element that it was copied from.
func cloned[E any](list []E, separate func(*E)) []E {
	list = slices.Clone(list)
	for i := range list {
		separate(&list[i])
	}
	return list
}

func (tr *TransitRouter) separate() {
	tr.CIDRs = slices.Clone(tr.CIDRs)
	tr.RouteTables = cloned(tr.RouteTables, (*RouteTable).separate)
}

func (t *RouteTable) separate() {
	t.Routes = slices.Clone(t.Routes)
	t.PrefixLists = cloned(t.PrefixLists, func(p *PrefixList) { p.Prefixes = slices.Clip(p.Prefixes) })
	t.Aggregates = cloned(t.Aggregates, func(a *AggregateRoute) { a.Scope = slices.Clone(a.Scope) })
	t.Policies = cloned(t.Policies, separatePolicy)
}

func separatePolicy(p *policy.Policy) {
	separateEndpoint(&p.Match.Source)
	separateEndpoint(&p.Match.Destination)
	p.Match.RouteTypes = slices.Clone(p.Match.RouteTypes)
	p.Match.Prefixes.List = slices.Clone(p.Match.Prefixes.List)
	p.Match.ASPath.List = slices.Clone(p.Match.ASPath.List)
	p.Match.Communities.List = slices.Clone(p.Match.Communities.List)
	p.Set.PrependASPath = slices.Clone(p.Set.PrependASPath)
	p.Set.Communities.List = slices.Clone(p.Set.Communities.List)
}

func separateEndpoint(e *policy.Endpoint) {
	e.Instances = slices.Clone(e.Instances)
	e.Kinds = slices.Clone(e.Kinds)
	e.Regions = slices.Clone(e.Regions)
	e.RouteTables = slices.Clone(e.RouteTables)
}

func (v *VPC) separate() {
	v.VSwitches = slices.Clone(v.VSwitches)
	v.RouteTables = cloned(v.RouteTables, (*VPCRouteTable).separate)
	v.Appliances = slices.Clone(v.Appliances)
	v.Services = slices.Clone(v.Services)
}

func (t *VPCRouteTable) separate() {
	if t.ReceiveRoutes != nil {
		t.ReceiveRoutes = new(*t.ReceiveRoutes)
	}
	t.Routes = cloned(t.Routes, func(r *VPCRoute) { r.Publish = slices.Clone(r.Publish) })
}

func (r *ExternalRoute) separate() {
	r.ASPath = slices.Clone(r.ASPath)
	r.Communities = slices.Clone(r.Communities)
}

func (c *CCN) separate() {
	c.SAGs = cloned(c.SAGs, func(s *SAG) { s.Prefixes = slices.Clip(s.Prefixes) })
}

func (d *DataCenter) separate() {
	d.Prefixes = slices.Clip(d.Prefixes)
	d.Routes = slices.Clone(d.Routes)
	d.Sessions = cloned(d.Sessions, (*Session).separate)
}

func (s *Session) separate() {
	s.Prepend = slices.Clone(s.Prepend)
	s.Prefixes = slices.Clip(s.Prefixes)
}

func (e *ECR) separate() {
	e.VBRs = slices.Clone(e.VBRs)
	e.Modes = maps.Clone(e.Modes)
	e.Associations = cloned(e.Associations, func(a *Association) { a.Prefixes = slices.Clip(a.Prefixes) })
	e.DisabledRoutes = slices.Clone(e.DisabledRoutes)
}

func (a *Attachment) separate() {
	a.Propagations = slices.Clone(a.Propagations)
	a.VSwitches = slices.Clone(a.VSwitches)
}

func (p *Peering) separate() {
	p.Ends = cloned(p.Ends, func(e *PeeringEnd) { e.Propagations = slices.Clone(e.Propagations) })
}
