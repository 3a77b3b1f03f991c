package topologytest

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// routers makes the transit routers: at least one, at most one in a region of a CEN instance (TR-1.1).
func (m *maker) routers() {
	m.newRouter(0, areas[0])
	m.several(m.size.Regions*m.size.CENs-1, func() {
		a, cen := areas[m.below(m.size.Regions)], 0
		if m.oneIn(3) {
			cen = m.below(m.size.CENs)
		}
		if m.count["tr-"+routerName(cen, a)] == 0 {
			m.newRouter(cen, a)
		}
	})
}

// routerName returns what the IDs of a router and its tables are made of, for example "hz", or "hz2" in cen-2.
func routerName(cen int, a area) string {
	if cen == 0 {
		return a.short
	}
	return a.short + strconv.Itoa(cen+1)
}

// newRouter makes a router with its tables and its peerings with those that are there.
func (m *maker) newRouter(cen int, a area) {
	name := routerName(cen, a)
	m.count["tr-"+name]++
	tr := topology.TransitRouter{
		ID: "tr-" + name, CEN: "cen-" + strconv.Itoa(cen+1), Region: a.region, Owner: m.owner(),
	}
	if m.oneIn(6) {
		tr.Edition = attach.Basic
	}
	m.maybe(6, func() { tr.CIDRs = m.routerBlocks(tr.CEN) })
	m.emptyTables(&tr, "vtb-"+name)
	m.peerings(&tr)
	m.n.TransitRouters = append(m.n.TransitRouters, tr)
}

// emptyTables makes the route tables of a router without what is in them; Basic Edition has one (TR-10.1).
func (m *maker) emptyTables(tr *topology.TransitRouter, stem string) {
	most := m.size.Tables
	if isBasic(tr) {
		most = 1
	}
	tr.RouteTables = []topology.RouteTable{{ID: m.id(stem)}}
	m.several(most-1, func() { tr.RouteTables = append(tr.RouteTables, topology.RouteTable{ID: m.id(stem)}) })
	if len(tr.RouteTables) > 1 || m.oneIn(2) {
		tr.RouteTables[m.below(len(tr.RouteTables))].System = true
	}
	for i := range tr.RouteTables {
		t := &tr.RouteTables[i]
		t.MultiRegionECMP = m.oneIn(4)
		t.NoSystemPolicy = isBasic(tr) && m.oneIn(2)
	}
}

// routerBlocks draws CIDR blocks of a transit router: /16 to /24, apart from all others of the CEN instance (TR-1.10).
func (m *maker) routerBlocks(cen string) (list []netip.Prefix) {
	m.several(2, func() {
		p := m.prefix(&m.chooser)
		if p.Addr().Is6() || p.Bits() < 16 || p.Bits() > 24 || p.Overlaps(block("100.64.0.0/10")) {
			p = block("10.255.0.0/24")
		}
		if !overlapsAny(p, list) && !m.blockTaken(cen, p) {
			list = append(list, p)
		}
	})
	return list
}

func (m *maker) blockTaken(cen string, p netip.Prefix) bool {
	return slices.ContainsFunc(m.n.TransitRouters, func(tr topology.TransitRouter) bool {
		return tr.CEN == cen && overlapsAny(p, tr.CIDRs)
	})
}

func overlapsAny(p netip.Prefix, list []netip.Prefix) bool {
	return slices.ContainsFunc(list, p.Overlaps)
}

// systemTable returns the ID of a router's system table.
func systemTable(tr *topology.TransitRouter) string {
	for i := range tr.RouteTables {
		if tr.RouteTables[i].System {
			return tr.RouteTables[i].ID
		}
	}
	return tr.RouteTables[0].ID
}

// routerTables fills the route tables of all routers.
func (m *maker) routerTables() {
	for i := range m.n.TransitRouters {
		tr := &m.n.TransitRouters[i]
		for j := range tr.RouteTables {
			m.group(func() bool { m.fillTable(tr, &tr.RouteTables[j]); return true })
		}
	}
}

func (m *maker) fillTable(tr *topology.TransitRouter, t *topology.RouteTable) {
	hand := &byHand{routes: map[netip.Prefix][]target{}}
	targets := m.targets(tr)
	m.maybe(3, func() { m.extras(func() { m.staticRoute(t, hand, targets) }) })
	if !isBasic(tr) {
		m.maybe(4, func() { m.extras(func() { m.prefixList(t, hand, targets) }) })
		m.maybe(4, func() { m.extras(func() { m.aggregate(t, hand) }) })
	}
	words := m.vocabulary
	if m.oneIn(8) {
		words.instances = append(slices.Clone(words.instances), "vpc-99") // of which the network has none
	}
	words.tables = append(slices.Clone(words.tables), t.ID)
	t.Policies = drawPolicies(&m.chooser, &words, m.size.Policies, context(m.n.Rules, tr.Region))
}
