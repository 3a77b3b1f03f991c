package topologytest

import (
	"slices"

	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// ecr makes an ECR with its transit routers. Its ASN is unique in the account (E-1.4).
func (m *maker) ecr() {
	e := topology.ECR{ID: m.id("ecr"), ASN: pick[uint32](&m.chooser, 45104, 64512, 4200000000), Owner: m.owner()}
	for i := uint32(0); slices.ContainsFunc(m.n.ECRs, func(o topology.ECR) bool { return o.ASN == e.ASN && o.Owner == e.Owner }); i++ {
		e.ASN = 64513 + i%512
	}
	m.associateRouters(&e)
	m.maybe(3, func() { m.modes(&e) })
	m.n.ECRs = append(m.n.ECRs, e)
}

// joinECR calls join with one of the ECRs in about half of all cases.
func (m *maker) joinECR(join func(*topology.ECR)) {
	if len(m.n.ECRs) > 0 {
		m.maybe(2, func() { join(&m.n.ECRs[m.below(len(m.n.ECRs))]) })
	}
}

// joinCircuit puts a VBR on an ECR. An ASN of its own becomes that of the ECR (E-1.5).
func (m *maker) joinCircuit(e *topology.ECR, v *topology.VBR) {
	if v.ASN != 0 {
		v.ASN = e.ASN
	}
	e.VBRs = append(e.VBRs, v.ID)
	m.known.ecrOf[v.ID] = e.ID
}

// joinVPC associates a VPC with an ECR unless its vSwitches overlap those of another one there (E-1.8).
func (m *maker) joinVPC(e *topology.ECR, vpc *topology.VPC) {
	for i := range m.n.VPCs {
		other := &m.n.VPCs[i]
		clash := func(s topology.VSwitch) bool { return overlapsVSwitch(vpc, s.CIDR) }
		if m.known.ecrOf[other.ID] == e.ID && slices.ContainsFunc(other.VSwitches, clash) {
			return
		}
	}
	m.known.ecrOf[vpc.ID] = e.ID
	a := topology.Association{VPC: vpc.ID}
	m.maybe(3, func() { m.announced(&a) })
	e.Associations = append(e.Associations, a)
}

// announced gives an association the prefixes that it announces in place of specific routes (E-4.3, E-4.5).
func (m *maker) announced(a *topology.Association) {
	a.Prefixes = some(&m.chooser, max(m.size.Extras, 1), m.prefixes)
	if m.n.Rules >= rule.Edition2026 {
		a.PrefixMode = pick(&m.chooser, topology.MatchMode, topology.IncrementalMode)
	}
}

// associateRouters associates an ECR with Enterprise Edition routers (E-1.11), one in a region (E-1.9), of which one in
// a CEN instance may be the default (E-5.3.1).
func (m *maker) associateRouters(e *topology.ECR) {
	region, hasDefault := map[string]bool{}, map[string]bool{}
	for i := range m.n.TransitRouters {
		tr := &m.n.TransitRouters[i]
		if isBasic(tr) || region[tr.Region] {
			continue
		}
		m.mostly(4, func() {
			a := topology.Association{TransitRouter: tr.ID}
			m.maybe(4, func() { m.announced(&a) })
			a.Default = m.oneIn(3) && !hasDefault[tr.CEN]
			region[tr.Region] = true
			hasDefault[tr.CEN] = hasDefault[tr.CEN] || a.Default
			e.Associations = append(e.Associations, a)
			m.mostly(6, func() { m.attachECR(tr, e) })
		})
	}
}

// modes chooses the transit mode of some regions.
func (m *maker) modes(e *topology.ECR) {
	e.Modes = map[string]topology.TransitMode{}
	for _, a := range areas[:m.size.Regions] {
		m.maybe(2, func() { e.Modes[a.region] = pick(&m.chooser, topology.NearBy, topology.ECMP) })
	}
}

// disabledRoutes disables routes of ECRs (E-2.13).
func (m *maker) disabledRoutes() {
	for i := range m.n.ECRs {
		e := &m.n.ECRs[i]
		hops := slices.Clone(e.VBRs)
		for _, a := range e.Associations {
			hops = append(hops, a.VPC+a.TransitRouter)
		}
		if len(hops) == 0 {
			continue
		}
		m.maybe(4, func() {
			m.extras(func() {
				e.DisabledRoutes = add(e.DisabledRoutes,
					topology.DisabledRoute{Prefix: m.prefix(&m.chooser), NextHop: pick(&m.chooser, hops...)})
			})
		})
	}
}
