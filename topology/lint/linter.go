package lint

import (
	"context"
	"fmt"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// A linter looks at one network.
type linter struct {
	ctx      context.Context   // cancelled, the findings are of no use
	net      *topology.Network // with nothing down
	down     map[string]bool   // what is down in the network that was given
	state    *topology.State   // of net
	routers  map[string]*topology.TransitRouter
	tables   map[string]place // of transit routers, by ID
	findings Findings
}

// A place is where a table of a transit router is configured.
type place struct {
	path   string
	router *topology.TransitRouter
	table  *topology.RouteTable
}

func newLinter(ctx context.Context, n *topology.Network) (*linter, error) {
	if _, err := topology.PropagateContext(ctx, n, nil); err != nil {
		return nil, err
	}
	l := &linter{ctx: ctx, net: n.Clone(), down: map[string]bool{}, routers: map[string]*topology.TransitRouter{},
		tables: map[string]place{}}
	for _, id := range n.Down {
		l.down[id] = true
	}
	l.net.Down = nil
	for i := range l.net.DataCenters {
		for k := range l.net.DataCenters[i].Sessions {
			l.net.DataCenters[i].Sessions[k].Down = false
		}
	}
	for i := range l.net.TransitRouters {
		tr := &l.net.TransitRouters[i]
		l.routers[tr.ID] = tr
		for k := range tr.RouteTables {
			l.tables[tr.RouteTables[k].ID] = place{at("transitRouters", i) + "." + at("routeTables", k), tr, &tr.RouteTables[k]}
		}
	}
	var err error
	l.state, err = topology.PropagateContext(ctx, l.net, nil)
	return l, err
}

func (l *linter) find(c Check, path string, about rule.ID, format string, args ...any) {
	l.findings = append(l.findings, Finding{c, path, fmt.Sprintf(format, args...), about})
}

// at returns the place of an element of a list.
func at(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// eachTable visits the tables of transit routers in document order, as long as the work goes on.
func (l *linter) eachTable(visit func(place)) {
	for i := range l.net.TransitRouters {
		tr := &l.net.TransitRouters[i]
		for k := range tr.RouteTables {
			if l.ctx.Err() != nil {
				return
			}
			visit(l.tables[tr.RouteTables[k].ID])
		}
	}
}

// association returns the table that an attachment or an end of a peering is associated with; on Basic Edition there is
// no other than that of the router (D-39).
func (l *linter) association(router, configured string) string {
	if tr := l.routers[router]; tr.Edition == attach.Basic && len(tr.RouteTables) > 0 {
		return tr.RouteTables[0].ID
	}
	return configured
}

// rows returns the routes of a table, nothing for a table that does not exist.
func (l *linter) rows(table string) []route.Route {
	t, ok := l.state.Table(table)
	if !ok {
		return nil
	}
	return slices.Collect(t.Routes())
}

// covers reports whether a table has an Active route that is equal to a prefix or lies inside it.
func (l *linter) covers(table string, p netip.Prefix) bool {
	t, ok := l.state.Table(table)
	if !ok {
		return false
	}
	for range t.ActiveInside(p) {
		return true
	}
	return slices.ContainsFunc(t.Get(p), func(r route.Route) bool { return r.Status == route.Active })
}
