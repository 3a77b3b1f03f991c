package coverage

import (
	"fmt"
	"net/netip"

	"github.com/cenroute/cenroute/topology"
)

// A mutant is a network with one part changed. It is made from a copy.
type mutant struct {
	path   string
	id     string
	change string
	apply  func(*topology.Network)
}

// A collector lists the mutants of a network.
type collector struct {
	mutants []mutant
	id      string // of the object whose parts are being listed
}

func (c *collector) add(path, change string, apply func(*topology.Network)) {
	c.mutants = append(c.mutants, mutant{path, c.id, change, apply})
}

// mutantsOf returns the mutants of a network in the order of its document.
func mutantsOf(n *topology.Network) []mutant {
	var c collector
	for i := range n.TransitRouters {
		for k := range n.TransitRouters[i].RouteTables {
			c.routerTable(fmt.Sprintf("transitRouters[%d].routeTables[%d]", i, k), &n.TransitRouters[i].RouteTables[k],
				func(n *topology.Network) *topology.RouteTable { return &n.TransitRouters[i].RouteTables[k] })
		}
	}
	for i := range n.VPCs {
		for k := range n.VPCs[i].RouteTables {
			c.vpcTable(fmt.Sprintf("vpcs[%d].routeTables[%d]", i, k), &n.VPCs[i].RouteTables[k],
				func(n *topology.Network) *topology.VPCRouteTable { return &n.VPCs[i].RouteTables[k] })
		}
	}
	for i := range n.VBRs {
		c.id = n.VBRs[i].ID
		path := fmt.Sprintf("vbrs[%d]", i)
		removals(&c, path+".routes", n.VBRs[i].Routes, func(n *topology.Network) *[]topology.ExternalRoute { return &n.VBRs[i].Routes })
	}
	for i := range n.VPNs {
		c.id = n.VPNs[i].ID
		path := fmt.Sprintf("vpns[%d]", i)
		removals(&c, path+".routes", n.VPNs[i].Routes, func(n *topology.Network) *[]topology.ExternalRoute { return &n.VPNs[i].Routes })
		c.flip(path+".bgp", n.VPNs[i].BGP, func(n *topology.Network) *bool { return &n.VPNs[i].BGP })
	}
	for i := range n.DataCenters {
		c.dataCenter(n, i)
	}
	for i := range n.ECRs {
		c.ecr(n, i)
	}
	for i := range n.Attachments {
		c.attachment(n, i)
	}
	for i := range n.Peerings {
		c.peering(n, i)
	}
	c.id = "" // the change has it
	for i, id := range n.Down {
		c.add(fmt.Sprintf("down[%d]", i), id+" works", func(n *topology.Network) { n.Down = without(n.Down, i) })
	}
	return c.mutants
}

// without returns a list without one element.
func without[T any](list []T, i int) []T {
	return append(append([]T(nil), list[:i]...), list[i+1:]...)
}

// removals adds a mutant without each element of a list.
func removals[T any](c *collector, path string, list []T, of func(*topology.Network) *[]T) {
	for j := range list {
		c.add(fmt.Sprintf("%s[%d]", path, j), "removed", func(n *topology.Network) {
			l := of(n)
			*l = without(*l, j)
		})
	}
}

// flip adds a mutant with a switch turned.
func (c *collector) flip(path string, on bool, of func(*topology.Network) *bool) {
	change := "switched on"
	if on {
		change = "switched off"
	}
	c.add(path, change, func(n *topology.Network) { *of(n) = !on })
}

// empty adds a mutant without a reference that is there.
func (c *collector) empty(path, id string, of func(*topology.Network) *string) {
	if id != "" {
		c.add(path, "removed", func(n *topology.Network) { *of(n) = "" })
	}
}

// fail adds a mutant in which something has failed that works.
func (c *collector) fail(n *topology.Network, path, id string) {
	for _, down := range n.Down {
		if down == id {
			return
		}
	}
	c.add(path, "down", func(n *topology.Network) { n.Down = append(n.Down, id) })
}

func (c *collector) routerTable(path string, t *topology.RouteTable, of func(*topology.Network) *topology.RouteTable) {
	c.id = t.ID
	c.flip(path+".multiRegionEcmp", t.MultiRegionECMP, func(n *topology.Network) *bool { return &of(n).MultiRegionECMP })
	removals(c, path+".routes", t.Routes, func(n *topology.Network) *[]topology.StaticRoute { return &of(n).Routes })
	removals(c, path+".prefixLists", t.PrefixLists, func(n *topology.Network) *[]topology.PrefixList { return &of(n).PrefixLists })
	removals(c, path+".aggregates", t.Aggregates, func(n *topology.Network) *[]topology.AggregateRoute { return &of(n).Aggregates })
	for j := range t.Policies {
		c.add(fmt.Sprintf("%s.policies[%d]", path, j), fmt.Sprintf("%v %d removed", t.Policies[j].Direction, t.Policies[j].Priority),
			func(n *topology.Network) { of(n).Policies = without(of(n).Policies, j) })
	}
}

func (c *collector) vpcTable(path string, t *topology.VPCRouteTable, of func(*topology.Network) *topology.VPCRouteTable) {
	c.id = t.ID
	on := t.ReceiveRoutes == nil || *t.ReceiveRoutes // absent is true (D-39)
	c.flip(path+".receiveRoutes", on, func(n *topology.Network) *bool {
		of(n).ReceiveRoutes = new(bool)
		return of(n).ReceiveRoutes
	})
	removals(c, path+".routes", t.Routes, func(n *topology.Network) *[]topology.VPCRoute { return &of(n).Routes })
}

func (c *collector) dataCenter(n *topology.Network, i int) {
	path, d := fmt.Sprintf("dataCenters[%d]", i), &n.DataCenters[i]
	c.id = d.ID
	c.flip(path+".transit", d.Transit, func(n *topology.Network) *bool { return &n.DataCenters[i].Transit })
	removals(c, path+".routes", d.Routes, func(n *topology.Network) *[]topology.OnPremRoute { return &n.DataCenters[i].Routes })
	for k := range d.Sessions {
		s := fmt.Sprintf("%s.sessions[%d]", path, k)
		c.flip(s+".down", d.Sessions[k].Down, func(n *topology.Network) *bool { return &n.DataCenters[i].Sessions[k].Down })
		c.flip(s+".silent", d.Sessions[k].Silent, func(n *topology.Network) *bool { return &n.DataCenters[i].Sessions[k].Silent })
	}
}

func (c *collector) ecr(n *topology.Network, i int) {
	c.id = n.ECRs[i].ID
	path := fmt.Sprintf("ecrs[%d]", i)
	for k := range n.ECRs[i].Associations {
		a := fmt.Sprintf("%s.associations[%d]", path, k)
		removals(c, a+".prefixes", n.ECRs[i].Associations[k].Prefixes,
			func(n *topology.Network) *[]netip.Prefix { return &n.ECRs[i].Associations[k].Prefixes })
		c.flip(a+".default", n.ECRs[i].Associations[k].Default, func(n *topology.Network) *bool { return &n.ECRs[i].Associations[k].Default })
	}
	removals(c, path+".disabledRoutes", n.ECRs[i].DisabledRoutes, func(n *topology.Network) *[]topology.DisabledRoute { return &n.ECRs[i].DisabledRoutes })
}

func (c *collector) attachment(n *topology.Network, i int) {
	path, a := fmt.Sprintf("attachments[%d]", i), &n.Attachments[i]
	c.id = a.ID
	c.fail(n, path, a.ID)
	c.empty(path+".association", a.Association, func(n *topology.Network) *string { return &n.Attachments[i].Association })
	removals(c, path+".propagations", a.Propagations, func(n *topology.Network) *[]string { return &n.Attachments[i].Propagations })
	c.flip(path+".routeSync", a.RouteSync, func(n *topology.Network) *bool { return &n.Attachments[i].RouteSync })
	c.flip(path+".ipv6", a.IPv6, func(n *topology.Network) *bool { return &n.Attachments[i].IPv6 })
	c.flip(path+".autoCreateRoutes", a.AutoCreateRoutes, func(n *topology.Network) *bool { return &n.Attachments[i].AutoCreateRoutes })
}

func (c *collector) peering(n *topology.Network, i int) {
	c.id = n.Peerings[i].ID
	path := fmt.Sprintf("peerings[%d]", i)
	c.fail(n, path, n.Peerings[i].ID)
	for k := range n.Peerings[i].Ends {
		end, e := fmt.Sprintf("%s.ends[%d]", path, k), &n.Peerings[i].Ends[k]
		c.empty(end+".association", e.Association, func(n *topology.Network) *string { return &n.Peerings[i].Ends[k].Association })
		removals(c, end+".propagations", e.Propagations, func(n *topology.Network) *[]string { return &n.Peerings[i].Ends[k].Propagations })
		c.flip(end+".routeSync", e.RouteSync, func(n *topology.Network) *bool { return &n.Peerings[i].Ends[k].RouteSync })
	}
}
