package topology

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
)

// AddRoute adds a static or blackhole route to a transit router table. It is refused beside an equal route that the
// table learned, unless it leads to a VBR, ECR or peering and the other does not come from a VPC or a peer (TR-4.2.2).
type AddRoute struct {
	Table string
	Route StaticRoute
}

// RemoveRoute removes a static or blackhole route from a transit router table.
type RemoveRoute struct {
	Table string
	Route StaticRoute
}

// AddPrefixList associates a prefix list with a transit router table. It is refused as a whole where one of its routes
// would be (see [AddRoute], TR-3.4.2).
type AddPrefixList struct {
	Table string
	List  PrefixList
}

// RemovePrefixList dissociates a prefix list from a transit router table: all its routes go (TR-3.4.3).
type RemovePrefixList struct{ Table, ID string }

// SetPrefixes gives a prefix list other prefixes, in every table that it is associated with and all at once (TR-9.9).
// It is refused as [AddPrefixList] is.
type SetPrefixes struct {
	ID       string
	Prefixes []netip.Prefix
}

// AddAggregate adds an aggregate route to a transit router table. It is refused where the table learned a route of the
// same prefix (TR-3.6.6).
type AddAggregate struct {
	Table     string
	Aggregate AggregateRoute
}

// RemoveAggregate deletes an aggregate route: it is withdrawn, and the routes that it covered are advertised again
// (TR-3.6.9).
type RemoveAggregate struct {
	Table  string
	Prefix netip.Prefix
}

// SetScope changes the kinds of attachments that an aggregate route is advertised to.
type SetScope struct {
	Table  string
	Prefix netip.Prefix
	Scope  []attach.Kind
}

func (c AddRoute) String() string {
	return fmt.Sprintf("add %v to %s", c.Route, c.Table)
}
func (c RemoveRoute) String() string {
	return fmt.Sprintf("remove %v from %s", c.Route, c.Table)
}
func (c AddPrefixList) String() string {
	return "associate prefix list " + c.List.ID + " with " + c.Table
}
func (c RemovePrefixList) String() string {
	return "dissociate prefix list " + c.ID + " from " + c.Table
}
func (c SetPrefixes) String() string {
	return fmt.Sprintf("set prefix list %s to %v", c.ID, c.Prefixes)
}
func (c AddAggregate) String() string {
	return fmt.Sprintf("add aggregate %v for %v to %s", c.Aggregate.Prefix, c.Aggregate.Scope, c.Table)
}
func (c RemoveAggregate) String() string {
	return fmt.Sprintf("remove aggregate %v from %s", c.Prefix, c.Table)
}
func (c SetScope) String() string {
	return fmt.Sprintf("set the scope of aggregate %v of %s to %v", c.Prefix, c.Table, c.Scope)
}

// String tells the route in words, for example "static route 10.0.0.0/8 via att-vbr-1".
func (r StaticRoute) String() string {
	if r.Blackhole {
		return fmt.Sprintf("blackhole %v", r.Prefix)
	}
	return fmt.Sprintf("static route %v via %s", r.Prefix, r.NextHop)
}

// rule returns the rule by which the route is in its table.
func (r StaticRoute) rule() rule.ID {
	if r.Blackhole {
		return "TR-3.5"
	}
	return "TR-3.3"
}

// checkTable refuses a change of a table that is not there.
func (n *Network) checkTable(id string) (*RouteTable, *ChangeError) {
	_, t := n.routeTable(id)
	if t == nil {
		return nil, missing("transit router table", id)
	}
	return t, nil
}

func (c AddRoute) check(n *Network) *ChangeError {
	t, err := n.checkTable(c.Table)
	if err == nil && slices.Contains(t.Routes, c.Route) {
		return refuse("TR-3.3.3", "%q has that route already", c.Table)
	}
	return err
}

func (c RemoveRoute) check(n *Network) *ChangeError {
	t, err := n.checkTable(c.Table)
	if err == nil && !slices.Contains(t.Routes, c.Route) {
		return refuse("TR-3.3.6", "%q has no such route that was added by hand", c.Table)
	}
	return err
}

func (c AddPrefixList) check(n *Network) *ChangeError {
	_, err := n.checkTable(c.Table)
	return err
}

func (c RemovePrefixList) check(n *Network) *ChangeError {
	t, err := n.checkTable(c.Table)
	if err == nil && t.prefixList(c.ID) == nil {
		return refuse("", "prefix list %q is not associated with %q", c.ID, c.Table)
	}
	return err
}

func (c SetPrefixes) check(n *Network) *ChangeError {
	found := false
	n.eachPrefixList(c.ID, func(*PrefixList) { found = true })
	if !found {
		return missing("prefix list", c.ID)
	}
	return nil
}

func (c AddAggregate) check(n *Network) *ChangeError {
	_, err := n.checkTable(c.Table)
	return err
}

func (c RemoveAggregate) check(n *Network) *ChangeError {
	return n.checkAggregate(c.Table, c.Prefix)
}

func (c SetScope) check(n *Network) *ChangeError {
	return n.checkAggregate(c.Table, c.Prefix)
}

func (n *Network) checkAggregate(table string, p netip.Prefix) *ChangeError {
	t, err := n.checkTable(table)
	if err == nil && t.aggregate(p) == nil {
		return refuse("", "%q has no aggregate %v", table, p)
	}
	return err
}

func (t *RouteTable) prefixList(id string) *PrefixList {
	return find(t.PrefixLists, func(l *PrefixList) bool { return l.ID == id })
}

func (t *RouteTable) aggregate(p netip.Prefix) *AggregateRoute {
	return find(t.Aggregates, func(a *AggregateRoute) bool { return a.Prefix == p })
}

// eachPrefixList calls do for a prefix list in every table that it is associated with.
func (n *Network) eachPrefixList(id string, do func(*PrefixList)) {
	for i := range n.TransitRouters {
		for k := range n.TransitRouters[i].RouteTables {
			if l := n.TransitRouters[i].RouteTables[k].prefixList(id); l != nil {
				do(l)
			}
		}
	}
}

// inTable returns the stage of an edit of one transit router table.
func inTable(r rule.ID, table string, edit func(*RouteTable)) []stage {
	return one(r, func(n *Network) { n.editRouteTable(table, edit) })
}

func (c AddRoute) stages(*Network) []stage {
	return inTable(c.Route.rule(), c.Table, func(t *RouteTable) { t.Routes = append(t.Routes, c.Route) })
}

func (c RemoveRoute) stages(*Network) []stage {
	return inTable("TR-3.3.6", c.Table, func(t *RouteTable) { t.Routes = drop(t.Routes, c.Route) })
}

func (c AddPrefixList) stages(*Network) []stage {
	return inTable("TR-3.4", c.Table, func(t *RouteTable) { t.PrefixLists = append(t.PrefixLists, c.List) })
}

func (c RemovePrefixList) stages(*Network) []stage {
	return inTable("TR-3.4.3", c.Table, func(t *RouteTable) {
		t.PrefixLists = reject(t.PrefixLists, func(l *PrefixList) bool { return l.ID == c.ID })
	})
}

func (c SetPrefixes) stages(*Network) []stage {
	return one("TR-9.9", func(n *Network) {
		n.eachPrefixList(c.ID, func(l *PrefixList) { l.Prefixes = c.Prefixes })
	})
}

func (c AddAggregate) stages(*Network) []stage {
	return inTable("TR-3.6.3", c.Table, func(t *RouteTable) { t.Aggregates = append(t.Aggregates, c.Aggregate) })
}

func (c RemoveAggregate) stages(*Network) []stage {
	return inTable("TR-3.6.9", c.Table, func(t *RouteTable) {
		t.Aggregates = reject(t.Aggregates, func(a *AggregateRoute) bool { return a.Prefix == c.Prefix })
	})
}

func (c SetScope) stages(*Network) []stage {
	return inTable("TR-3.6.9", c.Table, func(t *RouteTable) {
		if a := t.aggregate(c.Prefix); a != nil {
			a.Scope = c.Scope
		}
	})
}
