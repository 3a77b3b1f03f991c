package topologytest

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// attachTo calls make for most of the routers of a region, the empty one stands for all; less often for the routers of
// a further CEN instance.
func (m *maker) attachTo(region string, make func(*topology.TransitRouter)) {
	found := false
	for i := range m.n.TransitRouters {
		tr := &m.n.TransitRouters[i]
		switch {
		case region != "" && tr.Region != region:
		case found:
			m.maybe(3, func() { make(tr) })
		default:
			m.mostly(8, func() { make(tr) })
			found = true
		}
	}
}

// attach makes an attachment with its association and propagations: mostly both with the system table, as the console
// proposes. On Basic Edition they are implied (D-39).
func (m *maker) attach(tr *topology.TransitRouter, kind attach.Kind, instance string) *topology.Attachment {
	id := "att-" + instance
	if m.count[id]++; m.count[id] > 1 {
		id += "-" + strconv.Itoa(m.count[id])
	}
	a := topology.Attachment{ID: id, Kind: kind, TransitRouter: tr.ID, Instance: instance}
	if !isBasic(tr) || m.oneIn(3) {
		a.Association, a.Propagations = m.tableChoice(tr)
		a.RouteSync = m.below(4) > 0
	}
	m.n.Attachments = append(m.n.Attachments, a)
	return &m.n.Attachments[len(m.n.Attachments)-1]
}

// tableChoice draws an association and propagations.
func (m *maker) tableChoice(tr *topology.TransitRouter) (association string, propagations []string) {
	association, propagations = systemTable(tr), []string{systemTable(tr)}
	var ids []string
	for i := range tr.RouteTables {
		ids = append(ids, tr.RouteTables[i].ID)
	}
	m.maybe(3, func() { association = pick(&m.chooser, append(ids, "")...) })
	m.maybe(3, func() {
		propagations = nil
		m.several(len(ids), func() { propagations = add(propagations, pick(&m.chooser, ids...)) })
	})
	return association, propagations
}

// attachVPC attaches a VPC. It takes dynamic routes from one source only: one synchronizing router, one Basic Edition
// router, or its ECR (TR-2.3.11, E-6.9).
func (m *maker) attachVPC(tr *topology.TransitRouter, vpc *topology.VPC) {
	onECR, basic := m.known.ecrOf[vpc.ID] != "", isBasic(tr)
	if basic && (onECR || m.known.onBasic[vpc.ID] || m.known.synced[vpc.ID]) {
		return
	}
	a := m.attach(tr, attach.VPC, vpc.ID)
	a.RouteSync = a.RouteSync && (basic || !onECR && !m.known.onBasic[vpc.ID] && !m.known.synced[vpc.ID])
	a.IPv6 = m.below(3) > 0
	a.AutoCreateRoutes = m.oneIn(6)
	m.maybe(5, func() {
		var blocks []netip.Prefix
		for _, s := range vpc.VSwitches {
			blocks = append(blocks, s.CIDR)
		}
		a.VSwitches = some(&m.chooser, 2, blocks)
	})
	m.known.onBasic[vpc.ID] = m.known.onBasic[vpc.ID] || basic
	m.known.synced[vpc.ID] = m.known.synced[vpc.ID] || a.RouteSync && !basic
}

// attachVBR attaches a circuit that is on no ECR (E-1.6). Under edition 2024-03 circuits and ECRs exclude each other on
// one router (E-6.11).
func (m *maker) attachVBR(tr *topology.TransitRouter, vbr *topology.VBR) {
	if m.known.ecrOf[vbr.ID] != "" || m.n.Rules == rule.Edition2024 && m.known.hasECR[tr.ID] {
		return
	}
	id := m.attach(tr, attach.VBR, vbr.ID).ID
	m.maybe(5, func() { m.circuitRoute(vbr, id) })
}

// attachECR attaches an ECR to a router that it is associated with. Synchronization is on whatever is written.
func (m *maker) attachECR(tr *topology.TransitRouter, e *topology.ECR) {
	m.known.hasECR[tr.ID] = true
	m.attach(tr, attach.ECR, e.ID)
}

// peerings connects a router with most of those of its CEN instance.
func (m *maker) peerings(tr *topology.TransitRouter) {
	for i := range m.n.TransitRouters {
		if other := &m.n.TransitRouters[i]; other.CEN == tr.CEN {
			m.mostly(5, func() { m.peering(other, tr) })
		}
	}
}

func (m *maker) peering(a, b *topology.TransitRouter) {
	m.n.Peerings = append(m.n.Peerings, topology.Peering{
		ID:   "peer-" + a.ID[len("tr-"):] + "-" + b.ID[len("tr-"):],
		Ends: []topology.PeeringEnd{m.end(a, b), m.end(b, a)},
	})
}

// end makes one side of a peering. Towards Basic Edition only the system table can be associated (TR-2.1.5).
func (m *maker) end(tr, other *topology.TransitRouter) topology.PeeringEnd {
	e := topology.PeeringEnd{TransitRouter: tr.ID, RouteSync: m.below(6) > 0}
	if isBasic(tr) && m.below(2) == 0 {
		return e
	}
	e.Association, e.Propagations = m.tableChoice(tr)
	if isBasic(other) && e.Association != "" {
		e.Association = systemTable(tr)
	}
	return e
}

// down lets instances, attachments and peerings fail.
func (m *maker) down() {
	list := slices.Clone(m.instances)
	list = slices.DeleteFunc(list, func(id string) bool { return id[:3] == "sag" })
	for i := range m.n.Attachments {
		list = append(list, m.n.Attachments[i].ID)
	}
	for i := range m.n.Peerings {
		list = append(list, m.n.Peerings[i].ID)
	}
	for i := range m.n.DataCenters {
		list = append(list, m.n.DataCenters[i].ID)
	}
	m.maybe(5, func() { m.n.Down = some(&m.chooser, 2, list) })
}
