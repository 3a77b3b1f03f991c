package render

import (
	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// A port is an attachment at its router or one end of a peering.
type port struct {
	box          string
	router       *topology.TransitRouter // nil: it is not there
	association  string
	propagations []string
	sync         bool // the associated table is told to the other side
	mark         Mark
}

// implied fills in what follows from Basic Edition, whose routers have one table for everything.
func (p port) implied() port {
	if p.router != nil && p.router.Edition == attach.Basic {
		p.association, p.sync = p.router.SystemTable(), true
		p.propagations = []string{p.association}
	}
	return p
}

// switches adds the lines between a port and the tables of its router.
func (d *networkDrawer) switches(p port) {
	if p.association != "" {
		d.edge(Edge{From: p.box, To: tableBox(p.association), Kind: Association, Mark: p.mark})
	}
	for _, table := range p.propagations {
		d.edge(Edge{From: p.box, To: tableBox(table), Kind: Propagation, Arrow: ToEnd, Mark: p.mark})
	}
}

// attachment adds the port of an attachment and its lines. What is on premises is on the left.
func (d *networkDrawer) attachment(a *topology.Attachment) {
	can := attach.Of(a.Kind)
	p := port{
		box: portBox(a.ID), router: d.router[a.TransitRouter], association: a.Association, propagations: a.Propagations,
		sync: can.Sync.When == attach.Always || a.RouteSync && (can.Sync.When != attach.WithBGP || d.speaksBGP[a.Instance]),
		mark: d.mark(a.ID),
	}.implied()
	column, link := columnCloudPorts, Edge{From: p.box, To: instanceBox(a.Instance), Mark: p.mark}
	if can.OnPremises.Yes {
		column = columnOnPremPorts
	}
	if p.sync && p.association != "" {
		link.Arrow = ToEnd
	}
	d.node(Node{ID: p.box, Kind: Port, Frame: routerFrame(a.TransitRouter), Column: column, Label: a.ID, Mark: p.mark})
	d.edge(link)
	d.switches(p)
}

// peering adds a port for each end of a peering and the line between them, with an arrowhead at each end that is told
// the table of the other.
func (d *networkDrawer) peering(p *topology.Peering) {
	line := Edge{Kind: Peering, Mark: d.mark(p.ID)}
	for i, end := range byID(p.Ends, func(e *topology.PeeringEnd) string { return e.TransitRouter }) {
		q := port{
			box: peeringPort(p.ID, i), router: d.router[end.TransitRouter], association: end.Association,
			propagations: end.Propagations, sync: end.RouteSync, mark: d.mark(p.ID),
		}.implied()
		d.node(Node{
			ID: q.box, Kind: Port, Frame: routerFrame(end.TransitRouter), Column: columnCloudPorts, Label: p.ID, Mark: q.mark})
		d.switches(q)
		told := q.sync && q.association != ""
		switch {
		case i == 0:
			line.From, line.Arrow = q.box, arrowOf(false, told)
		default:
			line.To, line.Arrow = q.box, arrowOf(told, line.Arrow.atEnd())
			d.edge(line)
		}
	}
}

// arrowOf returns the arrow with heads at the given ends.
func arrowOf(atStart, atEnd bool) Arrow {
	switch {
	case atStart && atEnd:
		return BothEnds
	case atStart:
		return ToStart
	case atEnd:
		return ToEnd
	}
	return NoArrow
}
