package topologytest

import (
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// Unstable draws valid networks that aim at having no stable state or several: a Tiny network with a circle of transit
// data centers put on top of it. About half of them reach the aim; for these Propagate returns Instabilities. There are
// three circles:
//
//   - two circuits of one router that may advertise to each other, and a data center that passes on what it hears
//     without AS paths: either circuit may seem the shorter way to a third one (D-35);
//   - the same with a published VPC route, over which a circuit wins as soon as the route comes back (D-16, D-36);
//   - data centers in a ring that each prefer what the next one tells.
func Unstable() *rapid.Generator[*topology.Network] {
	size := Tiny()
	size.Transit = true
	size = size.within()
	return rapid.Custom(func(t *rapid.T) *topology.Network {
		m := newMaker(t, size)
		m.network()
		m.n.Rules = rule.Edition2026 // takes what the older edition takes, and a circuit beside an ECR
		switch m.below(3) {
		case 0:
			m.circuitsInACircle()
		case 1:
			m.publishedRouteInACircle()
		case 2:
			m.ringOfDataCenters()
		}
		return m.n
	})
}

// newCircuit attaches a new circuit to the first router, all switches on.
func (m *maker) newCircuit(asn uint32) *topology.VBR {
	tr := &m.n.TransitRouters[0]
	m.n.VBRs = append(m.n.VBRs, topology.VBR{ID: m.id("vbr"), Region: tr.Region, ASN: asn})
	vbr := &m.n.VBRs[len(m.n.VBRs)-1]
	m.connect(tr, attach.VBR, vbr.ID)
	return vbr
}

// newVPC attaches a new VPC to the first router.
func (m *maker) newVPC(vpc topology.VPC) {
	tr := &m.n.TransitRouters[0]
	vpc.Region = tr.Region
	m.n.VPCs = append(m.n.VPCs, vpc)
	m.connect(tr, attach.VPC, vpc.ID)
}

func (m *maker) connect(tr *topology.TransitRouter, kind attach.Kind, id string) {
	table := systemTable(tr)
	m.n.Attachments = append(m.n.Attachments, topology.Attachment{
		ID: "att-" + id, Kind: kind, TransitRouter: tr.ID, Instance: id,
		Association: table, Propagations: []string{table}, RouteSync: true,
	})
}

// transitBetween connects two circuits by a data center that passes on what it hears. Either the sessions drop AS
// paths, or the circuits have different AS numbers on the cloud's side.
func (m *maker) transitBetween(drops bool) {
	other := uint32(0)
	if !drops {
		other = 64512
	}
	a, b := m.newCircuit(0).ID, m.newCircuit(other).ID
	m.n.DataCenters = append(m.n.DataCenters, topology.DataCenter{
		ID: m.id("idc"), ASN: 65001, Transit: true,
		Sessions: []topology.Session{{To: a, DropsASPath: drops}, {To: b, DropsASPath: drops && m.below(4) > 0}},
	})
}

// circuitsInACircle opens the system table of the first router between circuits, and adds a third one with a longer
// AS path than the data center seems to have.
func (m *maker) circuitsInACircle() {
	tr := &m.n.TransitRouters[0]
	for i := range tr.RouteTables {
		t := &tr.RouteTables[i]
		open := policyMaker{chooser: &m.chooser, list: t.Policies}
		t.Policies = append(t.Policies, policy.Policy{Priority: open.free(policy.Egress, 1), Direction: policy.Egress, Match: policy.Match{
			Source: policy.Endpoint{Kinds: []attach.Kind{attach.VBR}}, Destination: policy.Endpoint{Kinds: []attach.Kind{attach.VBR}},
		}})
	}
	m.transitBetween(true)
	m.newCircuit(0).Routes = []topology.ExternalRoute{{
		Prefix: m.prefix(&m.chooser), Type: route.BGP, ASPath: append(route.ASPath{65009, 65008}, asPath(&m.chooser, 2)...),
	}}
}

// publishedRouteInACircle adds a VPC that publishes a route, which comes back over the other circuit.
func (m *maker) publishedRouteInACircle() {
	m.transitBetween(m.oneIn(2))
	p := m.prefix(&m.chooser)
	vpc := topology.VPC{ID: m.id("vpc")}
	vpc.RouteTables = []topology.VPCRouteTable{{ID: "vtb-" + vpc.ID, Routes: []topology.VPCRoute{{
		Prefix: p, NextHop: "ngw-" + vpc.ID[len("vpc-"):], NextHopType: topology.ToNatGateway, Publish: []topology.Publication{topology.PublishTR},
	}}}}
	m.newVPC(vpc)
}

// ringOfDataCenters adds data centers of which each has a circuit and prefers what the next one tells.
func (m *maker) ringOfDataCenters() {
	m.newVPC(topology.VPC{ID: m.id("vpc"), VSwitches: []topology.VSwitch{{CIDR: m.subnet(&m.chooser)}}})
	var ids []string
	for range 2 + m.below(2) {
		ids = append(ids, m.id("idc"))
	}
	for i, id := range ids {
		d := topology.DataCenter{ID: id, ASN: 65011 + uint32(i), Transit: true}
		d.Sessions = []topology.Session{{To: m.newCircuit(0).ID, Preference: 50}, {To: ids[(i+1)%len(ids)], Preference: 10}}
		m.n.DataCenters = append(m.n.DataCenters, d)
	}
}
