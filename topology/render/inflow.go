package render

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// Inflow draws what a table holds and where it comes from: the origins of the routes on the left, then the next hops
// over which the table learned them, each line with its prefixes and, where that is not Active, their status; the table
// on the right. A table that does not exist is an error.
func Inflow(s *topology.State, table string) (Graph, error) {
	t, ok := s.Table(table)
	if !ok {
		return Graph{}, fmt.Errorf("inflow: no table %q", table)
	}
	d := &inflowDrawer{}
	d.Title = "Inflow of " + table
	d.Summary = fmt.Sprintf("The %s of the table %s, by next hop and origin.", count(t.Len(), "route"), table)
	for r := range t.Routes() {
		d.route(r)
	}
	d.draw(table, t.Owner())
	return d.Graph, nil
}

// The columns of an inflow.
const (
	columnOrigins = iota
	columnNextHops
	columnInflowTable
)

// An inflowDrawer collects the routes of a table by where they come from.
type inflowDrawer struct {
	Graph
	flows []flow
}

// A flow is the routes of one origin over one next hop.
type flow struct {
	origin  Node
	nextHop string
	learned bool
	routes  []route.Route
}

func (d *inflowDrawer) route(r route.Route) {
	origin := originBox(r)
	at := slices.IndexFunc(d.flows, func(f flow) bool {
		return f.origin.ID == origin.ID && f.nextHop == r.NextHop && f.learned == r.Learned
	})
	if at < 0 {
		at = len(d.flows)
		d.flows = append(d.flows, flow{origin: origin, nextHop: r.NextHop, learned: r.Learned})
	}
	d.flows[at].routes = append(d.flows[at].routes, r)
}

// originBox is the box of where a route comes from. Routes that are configured here have one together.
func originBox(r route.Route) Node {
	switch {
	case !r.Learned:
		return Node{ID: "here", Label: "configured here"}
	case r.Origin.Instance == "":
		return Node{ID: "type:" + r.Type.String(), Label: r.Type.String() + " routes"}
	}
	return Node{ID: instanceBox(r.Origin.Instance), Kind: originKind(r.Origin.Kind), Label: r.Origin.Instance}
}

// originKind returns the kind of box of an origin; what has no kind is a data center.
func originKind(k attach.Kind) NodeKind {
	kinds := map[attach.Kind]NodeKind{
		attach.VPC: VPC, attach.VBR: VBR, attach.VPN: VPN, attach.CCN: CCN, attach.ECR: ECR, attach.None: DataCenter}
	return kinds[k]
}

// draw draws the flows.
func (d *inflowDrawer) draw(table, owner string) {
	box := Node{ID: tableBox(table), Kind: Table, Column: columnInflowTable, Label: table, Mark: Subject}
	if owner != table {
		box.Details = []string{"of " + owner}
	}
	hops := newUnique([]Node{box}, func(n *Node) string { return n.ID })
	told := map[string][]route.Route{}
	for _, f := range d.flows {
		hop := Node{ID: portBox(f.nextHop), Kind: Port, Column: columnNextHops, Label: f.nextHop}
		hops.want(f.origin.ID, f.origin)
		hops.want(hop.ID, hop)
		told[hop.ID] = append(told[hop.ID], f.routes...)
		line := Edge{From: f.origin.ID, To: hop.ID, Label: flowLabel(f.routes),
			Mark: markIf(!anyActive(f.routes), Faint)}
		d.Edges = append(d.Edges, line)
	}
	d.Nodes = hops.list
	for _, n := range d.Nodes {
		if routes := told[n.ID]; routes != nil {
			d.Edges = append(d.Edges, Edge{
				From: n.ID, To: box.ID, Kind: Told, Arrow: ToEnd, Label: statusCounts(routes),
				Mark: markIf(!anyActive(routes), Faint)})
		}
	}
}

func anyActive(routes []route.Route) bool {
	return slices.ContainsFunc(routes, func(r route.Route) bool { return r.Status == route.Active })
}

// flowLabel lists the prefixes of routes, those that are not Active with their status.
func flowLabel(routes []route.Route) string {
	var lines []string
	for _, r := range routes {
		line := r.Prefix.String()
		if r.Status != route.Active {
			line += " " + r.Status.String()
		}
		lines = append(lines, line)
	}
	return strings.Join(few(lines), "\n")
}

// statusCounts counts routes by their status, in order of the statuses, for example "3 Active".
func statusCounts(routes []route.Route) string {
	counts := map[route.Status]int{}
	var statuses []route.Status
	for _, r := range routes {
		if counts[r.Status]++; counts[r.Status] == 1 {
			statuses = append(statuses, r.Status)
		}
	}
	slices.Sort(statuses)
	lines := make([]string, len(statuses))
	for i, s := range statuses {
		lines[i] = fmt.Sprintf("%d %s", counts[s], s)
	}
	return strings.Join(lines, "\n")
}
