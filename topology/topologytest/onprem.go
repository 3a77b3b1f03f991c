package topologytest

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// vbr makes a circuit, on an ECR or attached to transit routers.
func (m *maker) vbr() {
	v := topology.VBR{ID: m.id("vbr"), Region: m.region(), Owner: m.owner()}
	if m.oneIn(6) {
		v.ASN = pick[uint32](&m.chooser, 45104, 64512)
	}
	m.extras(func() { v.Routes = m.externalRoute(v.Routes, true) })
	m.joinECR(func(e *topology.ECR) { m.joinCircuit(e, &v) })
	m.attachTo(v.Region, func(tr *topology.TransitRouter) { m.attachVBR(tr, &v) })
	m.n.VBRs = append(m.n.VBRs, v)
}

// vpn makes an IPsec connection; BGP routes only where it speaks BGP (TR-6.5).
func (m *maker) vpn() {
	v := topology.VPN{ID: m.id("vco"), Region: m.region(), Owner: m.owner(), BGP: m.below(4) > 0}
	m.extras(func() { v.Routes = m.externalRoute(v.Routes, v.BGP) })
	taken := false
	m.attachTo(v.Region, func(tr *topology.TransitRouter) {
		if !taken && !isBasic(tr) { // TR-1.9, TR-10.2
			taken = true
			m.attach(tr, attach.VPN, v.ID)
		}
	})
	m.n.VPNs = append(m.n.VPNs, v)
}

// externalRoute adds a route that a circuit or connection holds by itself, unless it has it already. Only a BGP route
// has an AS path (TR-6.1).
func (m *maker) externalRoute(list []topology.ExternalRoute, bgp bool) []topology.ExternalRoute {
	r := topology.ExternalRoute{Prefix: m.prefix(&m.chooser)}
	if bgp && m.below(3) > 0 {
		r.Type, r.ASPath = route.BGP, asPath(&m.chooser, 3)
	} else {
		r.Type = pick(&m.chooser, route.NoType, route.Custom, route.Static)
	}
	m.maybe(3, func() { r.Communities = some(&m.chooser, 2, communities) })
	return addExternal(list, r)
}

// addExternal adds a route that differs from all others in prefix, next hop, AS path, or in being BGP.
func addExternal(list []topology.ExternalRoute, r topology.ExternalRoute) []topology.ExternalRoute {
	same := func(o topology.ExternalRoute) bool {
		return o.Prefix == r.Prefix && o.NextHop == r.NextHop && o.ASPath.Equal(r.ASPath) && (o.Type == route.BGP) == (r.Type == route.BGP)
	}
	if slices.ContainsFunc(list, same) {
		return list
	}
	return append(list, r)
}

// circuitRoute makes a static route of a circuit towards a transit router (TR-5.10).
func (m *maker) circuitRoute(v *topology.VBR, attachment string) {
	r := topology.ExternalRoute{Prefix: m.prefix(&m.chooser), NextHop: attachment,
		Type: pick(&m.chooser, route.NoType, route.Custom)}
	v.Routes = addExternal(v.Routes, r)
}

// ccn makes a Cloud Connect Network with its branches.
func (m *maker) ccn() {
	c := topology.CCN{ID: m.id("ccn"), Region: pick(&m.chooser, branchAreas[:]...), Owner: m.owner()}
	m.extras(func() { c.SAGs = append(c.SAGs, topology.SAG{ID: m.id("sag"), Prefixes: m.prefixSet()}) })
	m.attachTo("", func(tr *topology.TransitRouter) { m.attach(tr, attach.CCN, c.ID) })
	m.n.CCNs = append(m.n.CCNs, c)
}

// dataCenter makes a network on premises with its sessions.
func (m *maker) dataCenter() {
	d := topology.DataCenter{ID: m.id("idc"), ASN: pick(&m.chooser, asNumbers...),
		Prefixes: some(&m.chooser, m.size.Extras, m.prefixes)}
	d.Transit = m.size.Transit && m.oneIn(2)
	if ends := m.sessionEnds(); len(ends) > 0 {
		m.several(m.size.Extras+2, func() { m.session(&d, ends) })
		m.maybe(3, func() { m.extras(func() { m.onPremRoute(&d, ends) }) })
	}
	for i := range m.n.DataCenters {
		if other := &m.n.DataCenters[i]; slices.ContainsFunc(d.Sessions, func(s topology.Session) bool { return s.To == other.ID }) {
			m.maybe(2, func() { m.session(other, []string{d.ID}) }) // its own side of the session
		}
	}
	m.n.DataCenters = append(m.n.DataCenters, d)
}

// sessionEnds returns what the next data center can have a session with: circuits first.
func (m *maker) sessionEnds() (list []string) {
	for i := range m.n.VBRs {
		list = append(list, m.n.VBRs[i].ID)
	}
	for i := range m.n.VPNs {
		list = append(list, m.n.VPNs[i].ID)
	}
	for i := range m.n.DataCenters {
		list = append(list, m.n.DataCenters[i].ID)
	}
	return list
}

// session makes a session. The second one with the same neighbour has a name of its own.
func (m *maker) session(d *topology.DataCenter, ends []string) {
	s := topology.Session{To: pick(&m.chooser, ends...), Static: m.oneIn(5), Silent: m.oneIn(8), Down: m.oneIn(10)}
	if m.oneIn(8) || slices.ContainsFunc(d.Sessions, func(o topology.Session) bool { return o.To == s.To && o.Peer == "" }) {
		s.Peer = m.id("peer-" + d.ID)
	}
	s.Static = s.Static || m.withoutBGP(s.To)
	m.maybe(3, func() { s.Preference = pick(&m.chooser, 10, 50, 100, 200) })
	m.maybe(4, func() { s.Prepend = asPath(&m.chooser, 2) })
	m.maybe(4, func() { s.Prefixes = some(&m.chooser, 2, d.Prefixes) })
	m.maybe(20, func() { s.Prefixes = []netip.Prefix{m.prefix(&m.chooser)} }) // not announced if it is not the data center's
	s.DropsASPath = m.size.Transit && m.oneIn(4)
	d.Sessions = append(d.Sessions, s)
}

// withoutBGP reports whether an ID is that of an IPsec connection without BGP.
func (m *maker) withoutBGP(id string) bool {
	return slices.ContainsFunc(m.n.VPNs, func(v topology.VPN) bool { return v.ID == id && !v.BGP })
}

// onPremRoute makes a static route of a data center, mostly to a neighbour of one of its sessions.
func (m *maker) onPremRoute(d *topology.DataCenter, ends []string) {
	r := topology.OnPremRoute{Prefix: m.prefix(&m.chooser), NextHop: pick(&m.chooser, ends...)}
	if len(d.Sessions) > 0 && m.below(6) > 0 {
		r.NextHop = pick(&m.chooser, d.Sessions...).To
	}
	m.maybe(2, func() { r.Preference = pick(&m.chooser, 10, 100, 200) })
	if !slices.ContainsFunc(d.Routes, func(o topology.OnPremRoute) bool { return o.Prefix == r.Prefix && o.NextHop == r.NextHop }) {
		d.Routes = append(d.Routes, r)
	}
}
