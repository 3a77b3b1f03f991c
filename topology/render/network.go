package render

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// The columns of the picture of a network.
const (
	columnDataCenters = iota
	columnConnections // VBRs, IPsec connections, CCNs
	columnECRs
	columnOnPremPorts // ports of what is to the left
	columnTables
	columnCloudPorts // ports of VPCs and peerings
	columnVPCs
	columnVPCPeerings
)

// Network draws a network: data centers, their circuits and connections, Express Connect Routers, transit routers with
// their ports and tables inside, VPCs, from left to right; a frame for each region. An attachment is a port of its
// router: a line to the instance with an arrowhead where the instance is told the routes of a table
// (synchronization), a solid line to the associated table, a dashed arrow to each table that learns from it. A peering
// is a port at each end.
//
// The picture does not depend on the order in which the parts of the network are declared. It shows what is written: a
// network that breaks rules is drawn, too, and what a reference names appears as a box if it is not there.
func Network(n *topology.Network) Graph {
	if n == nil {
		n = &topology.Network{}
	}
	d := &networkDrawer{
		n: n, down: map[string]bool{}, speaksBGP: map[string]bool{}, router: map[string]*topology.TransitRouter{}}
	for _, id := range n.Down {
		d.down[id] = true
	}
	for _, v := range n.VPNs {
		d.speaksBGP[v.ID] = v.BGP
	}
	for i := range n.TransitRouters {
		d.router[n.TransitRouters[i].ID] = &n.TransitRouters[i]
	}
	d.draw()
	d.g.Title = networkTitle(n)
	d.g.Summary = networkSummary(n)
	return d.g
}

// A networkDrawer collects the picture of one network.
type networkDrawer struct {
	n         *topology.Network
	g         Graph
	down      map[string]bool
	speaksBGP map[string]bool // IPsec connections
	router    map[string]*topology.TransitRouter
}

func (d *networkDrawer) draw() {
	d.regions()
	for _, tr := range byID(d.n.TransitRouters, func(tr *topology.TransitRouter) string { return tr.ID }) {
		d.transitRouter(tr)
	}
	d.dataCenters()
	d.connections()
	d.ecrs()
	d.vpcs()
	for _, a := range byID(d.n.Attachments, func(a *topology.Attachment) string { return a.ID }) {
		d.attachment(a)
	}
	for _, p := range byID(d.n.Peerings, func(p *topology.Peering) string { return p.ID }) {
		d.peering(p)
	}
	slices.SortStableFunc(d.g.Edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Label, b.Label), cmp.Compare(a.Mark, b.Mark))
	})
}

// byID returns pointers to the elements of a list in order of their IDs.
func byID[T any](list []T, id func(*T) string) []*T {
	sorted := make([]*T, len(list))
	for i := range list {
		sorted[i] = &list[i]
	}
	slices.SortStableFunc(sorted, func(a, b *T) int { return cmp.Compare(id(a), id(b)) })
	return sorted
}

// The IDs of boxes and frames. Parts of different kinds never share one.
func instanceBox(id string) string          { return "instance:" + id }
func tableBox(id string) string             { return "table:" + id }
func portBox(id string) string              { return "port:" + id }
func peeringPort(id string, end int) string { return "peering:" + strconv.Itoa(end) + ":" + id }
func routerFrame(id string) string          { return "router:" + id }
func cloudFrame(region string) string       { return "region:" + region }

// mark returns Down for what has failed.
func (d *networkDrawer) mark(id string) Mark { return markIf(d.down[id], Down) }

func markIf(marked bool, m Mark) Mark {
	if marked {
		return m
	}
	return Unmarked
}

// accessFrame is the frame of a region around its circuits and connections. It is the one around its transit routers
// and VPCs unless an Express Connect Router, which is in no region, stands between them.
func (d *networkDrawer) accessFrame(region string) string {
	if len(d.n.ECRs) == 0 {
		return cloudFrame(region)
	}
	return "access:" + region
}

// regions adds the frames of all regions that have something in them, in order of their names; the area of a CCN
// stands below the region that it is attached in.
func (d *networkDrawer) regions() {
	access, cloud := d.accessRegions(), d.cloudRegions()
	names := slices.Concat(access, cloud)
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(d.standsAt(a), d.standsAt(b)), -cmp.Compare(a, b))
	})
	for _, name := range slices.Compact(names) {
		inAccess, one := slices.Contains(access, name), d.accessFrame(name) == cloudFrame(name)
		if inAccess {
			d.g.Frames = append(d.g.Frames, Frame{ID: d.accessFrame(name), Kind: Region, Label: name})
		}
		if slices.Contains(cloud, name) && !(inAccess && one) {
			d.g.Frames = append(d.g.Frames, Frame{ID: cloudFrame(name), Kind: Region, Label: name})
		}
	}
}

func (d *networkDrawer) accessRegions() (names []string) {
	for i := range d.n.VBRs {
		names = append(names, d.n.VBRs[i].Region)
	}
	for i := range d.n.VPNs {
		names = append(names, d.n.VPNs[i].Region)
	}
	for i := range d.n.CCNs {
		names = append(names, d.n.CCNs[i].Region)
	}
	return names
}

func (d *networkDrawer) cloudRegions() (names []string) {
	for i := range d.n.TransitRouters {
		names = append(names, d.n.TransitRouters[i].Region)
	}
	for i := range d.n.VPCs {
		names = append(names, d.n.VPCs[i].Region)
	}
	return names
}

// standsAt returns the region beside which a region stands: that of the first router which a CCN of an area is
// attached to, itself for every other.
func (d *networkDrawer) standsAt(region string) string {
	for _, a := range byID(d.n.Attachments, func(a *topology.Attachment) string { return a.ID }) {
		inArea := func(c topology.CCN) bool { return c.ID == a.Instance && c.Region == region }
		if tr := d.router[a.TransitRouter]; tr != nil && a.Kind == attach.CCN && slices.ContainsFunc(d.n.CCNs, inArea) {
			return tr.Region
		}
	}
	return region
}

// transitRouter adds the frame of a router and its tables.
func (d *networkDrawer) transitRouter(tr *topology.TransitRouter) {
	frame := routerFrame(tr.ID)
	label := tr.ID + " · " + tr.CEN
	if tr.Edition == attach.Basic {
		label += " · Basic Edition"
	}
	d.g.Frames = append(d.g.Frames, Frame{
		ID: frame, Parent: cloudFrame(tr.Region), Kind: Router, Label: label, Mark: d.mark(tr.ID)})
	for _, t := range byID(tr.RouteTables, func(t *topology.RouteTable) string { return t.ID }) {
		d.node(Node{ID: tableBox(t.ID), Kind: Table, Frame: frame, Column: columnTables, Label: t.ID,
			Details: tableDetails(t, tr.SystemTable() == t.ID)})
	}
	if len(tr.RouteTables) == 0 {
		d.node(Node{ID: "empty:" + tr.ID, Frame: frame, Column: columnTables, Label: "no route table", Mark: Faint})
	}
}

func (d *networkDrawer) node(n Node) { d.g.Nodes = append(d.g.Nodes, n) }
func (d *networkDrawer) edge(e Edge) { d.g.Edges = append(d.g.Edges, e) }
