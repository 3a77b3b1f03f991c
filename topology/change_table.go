package topology

import "slices"

// CreateTable adds a custom route table to a transit router.
type CreateTable struct {
	TransitRouter string
	Table         RouteTable
}

// DeleteTable deletes a custom route table. It is refused while the table has associations, propagations, static
// routes, prefix lists or aggregates, and always for the system table (TR-9.5).
type DeleteTable struct{ ID string }

// SetMultiRegionECMP lets a transit router table share the load among equal routes of several regions, or not.
type SetMultiRegionECMP struct {
	Table string
	On    bool
}

func (c CreateTable) String() string { return "create table " + c.Table.ID + " of " + c.TransitRouter }
func (c DeleteTable) String() string { return "delete table " + c.ID }
func (c SetMultiRegionECMP) String() string {
	return "switch multi-region ECMP of " + c.Table + " " + onOff(c.On)
}

func (c CreateTable) check(n *Network) *ChangeError {
	if n.transitRouter(c.TransitRouter) == nil {
		return missing("transit router", c.TransitRouter)
	}
	return nil
}

func (c DeleteTable) check(n *Network) *ChangeError {
	tr, t := n.routeTable(c.ID)
	switch {
	case t == nil:
		return missing("transit router table", c.ID)
	case tr.SystemTable() == c.ID:
		return refuse("TR-9.5", "%q is the system table of %q, which cannot be deleted", c.ID, tr.ID)
	}
	if dependents := n.tableDependents(t); len(dependents) > 0 {
		err := refuse("TR-9.5", "table %q is in use", c.ID)
		err.Dependents = dependents
		return err
	}
	return nil
}

// tableDependents returns what keeps a table from being deleted.
func (n *Network) tableDependents(t *RouteTable) (list []Dependent) {
	for _, p := range n.allPorts() {
		if *p.association == t.ID {
			list = append(list, Dependent{Kind: "association of", ID: p.id})
		}
		if slices.Contains(*p.propagations, t.ID) {
			list = append(list, Dependent{Kind: "propagation of", ID: p.id})
		}
	}
	for _, r := range t.Routes {
		list = append(list, Dependent{Kind: "static route", ID: t.ID, Prefix: r.Prefix})
	}
	for _, l := range t.PrefixLists {
		list = append(list, Dependent{Kind: "prefix list", ID: l.ID})
	}
	for _, a := range t.Aggregates {
		list = append(list, Dependent{Kind: "aggregate", ID: t.ID, Prefix: a.Prefix})
	}
	return list
}

// allPorts returns every attachment and every end of a peering.
func (n *Network) allPorts() (list []port) {
	for i := range n.Attachments {
		list = append(list, n.ports(n.Attachments[i].ID)...)
	}
	for i := range n.Peerings {
		list = append(list, n.ports(n.Peerings[i].ID)...)
	}
	return list
}

func (c SetMultiRegionECMP) check(n *Network) *ChangeError {
	t, err := n.checkTable(c.Table)
	if err == nil && t.MultiRegionECMP == c.On {
		return refuse("", "multi-region ECMP of %q is %s already", c.Table, onOff(c.On))
	}
	return err
}

func (c CreateTable) stages(*Network) []stage {
	return one("TR-1.2", func(n *Network) {
		if tr := n.transitRouter(c.TransitRouter); tr != nil {
			tr.RouteTables = append(tr.RouteTables, c.Table)
		}
	})
}

func (c DeleteTable) stages(*Network) []stage {
	return one("TR-9.5", func(n *Network) {
		if tr, _ := n.routeTable(c.ID); tr != nil {
			tr.RouteTables = reject(tr.RouteTables, func(t *RouteTable) bool { return t.ID == c.ID })
		}
	})
}

func (c SetMultiRegionECMP) stages(*Network) []stage {
	return inTable("TR-1.4", c.Table, func(t *RouteTable) { t.MultiRegionECMP = c.On })
}
