package topology_test

import (
	"fmt"
	"net/netip"
	"slices"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// Prefixes of data centers, circuits and static routes: few, nested and equal, so that routes meet.
var pool = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("10.1.1.0/24"),
	netip.MustParsePrefix("10.2.0.0/16"), netip.MustParsePrefix("192.168.1.0/25"), netip.MustParsePrefix("192.168.0.0/16"),
	netip.MustParsePrefix("192.168.1.0/24"), netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("2001:db8::/32"),
}

// A maker draws a random network. Its parts are valid by construction.
type maker struct {
	*rapid.T
	n topology.Network
}

func (m *maker) yes(label string) bool        { return rapid.Bool().Draw(m.T, label) }
func (m *maker) upTo(k int, label string) int { return rapid.IntRange(0, k).Draw(m.T, label) }

func (m *maker) prefixes(label string) []netip.Prefix {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(pool), 1, 3, func(p netip.Prefix) netip.Prefix { return p }).Draw(m.T, label)
}

// networks draws networks of one to three regions with VPCs, circuits, IPsec connections, an ECR, a data center on
// several sessions, peerings, static and aggregate routes and policies. They follow edition 2026-02, so that circuits
// and an ECR meet on one router. No data center passes routes on, so that nearly all of them are stable.
func networks() *rapid.Generator[*topology.Network] {
	return rapid.Custom(func(t *rapid.T) *topology.Network {
		m := &maker{T: t, n: topology.Network{Rules: rule.Edition2026}}
		regions := []string{"cn-a", "cn-b", "cn-c"}[:1+m.upTo(2, "more regions")]
		m.addECR(regions)
		for i, region := range regions {
			m.addRegion(i, region)
		}
		m.addDataCenter()
		for i := range regions {
			for k := range i {
				m.addPeering(k, i)
			}
		}
		for i := range m.n.TransitRouters {
			m.configure(&m.n.TransitRouters[i])
		}
		m.fail()
		return &m.n
	})
}

func (m *maker) addECR(regions []string) {
	if !m.yes("ecr") {
		return
	}
	ecr := topology.ECR{ID: "ecr-1", ASN: 64512, VBRs: []string{"vbr-ecr"}}
	m.n.VBRs = append(m.n.VBRs, topology.VBR{ID: "vbr-ecr", Region: regions[0], Routes: m.external()})
	if m.yes("second circuit") {
		ecr.VBRs = append(ecr.VBRs, "vbr-ecr-2")
		m.n.VBRs = append(m.n.VBRs, topology.VBR{ID: "vbr-ecr-2", Region: regions[len(regions)-1], Routes: m.external()})
	}
	if m.yes("near by") {
		ecr.Modes = map[string]topology.TransitMode{regions[0]: topology.NearBy}
	}
	m.n.ECRs = []topology.ECR{ecr}
}

// external draws routes of a VBR or VPN.
func (m *maker) external() []topology.ExternalRoute {
	var routes []topology.ExternalRoute
	for _, p := range m.prefixes("external") {
		r := topology.ExternalRoute{Prefix: p}
		if m.yes("bgp") {
			r.Type, r.ASPath = route.BGP, route.ASPath{65001, 65002, 65003}[:1+m.upTo(2, "path")]
			if m.yes("community") {
				r.Communities = []route.Community{65001<<16 | 1}
			}
		}
		routes = append(routes, r)
	}
	return routes
}

// addRegion adds a transit router and what is attached to it.
func (m *maker) addRegion(i int, region string) {
	tr := topology.TransitRouter{ID: fmt.Sprintf("tr-%d", i), CEN: "cen-1", Region: region}
	for k := range 1 + m.upTo(1, "tables") {
		tr.RouteTables = append(tr.RouteTables, topology.RouteTable{
			ID: fmt.Sprintf("vtb-%d-%d", i, k), System: k == 0, MultiRegionECMP: m.yes("multi-region ecmp"),
		})
	}
	m.n.TransitRouters = append(m.n.TransitRouters, tr)
	for k := range 1 + m.upTo(1, "vpcs") {
		m.addVPC(&tr, fmt.Sprintf("vpc-%d-%d", i, k), k)
	}
	for k := range m.upTo(2, "vbrs") {
		id := fmt.Sprintf("vbr-%d-%d", i, k)
		m.n.VBRs = append(m.n.VBRs, topology.VBR{ID: id, Region: region, Routes: m.external()})
		m.attach(&tr, attach.VBR, id, m.yes("sync"))
	}
	for k := range m.upTo(1, "vpns") {
		id := fmt.Sprintf("vpn-%d-%d", i, k)
		m.n.VPNs = append(m.n.VPNs, topology.VPN{ID: id, Region: region, BGP: true, Routes: m.external()})
		m.attach(&tr, attach.VPN, id, m.yes("sync"))
	}
	if len(m.n.ECRs) > 0 && m.yes("ecr attachment") {
		a := topology.Association{TransitRouter: tr.ID}
		if m.yes("ecr prefixes") {
			a.Prefixes = []netip.Prefix{netip.MustParsePrefix("192.168.0.0/16")}
			a.PrefixMode = topology.PrefixMode(m.upTo(1, "mode"))
		}
		m.n.ECRs[0].Associations = append(m.n.ECRs[0].Associations, a)
		m.attach(&tr, attach.ECR, "ecr-1", false)
	}
}

// addVPC adds a VPC on a transit router or, where it is not synchronized, on the ECR as well. VPCs of different
// regions may have equal vSwitches.
func (m *maker) addVPC(tr *topology.TransitRouter, id string, k int) {
	block := netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 168, byte(1 + k), 0}), 24)
	vpc := topology.VPC{ID: id, Region: tr.Region, VSwitches: []topology.VSwitch{{CIDR: block}}}
	if m.yes("published") {
		vpc.RouteTables = []topology.VPCRouteTable{{ID: "vtb-" + id, Routes: []topology.VPCRoute{{
			Prefix: netip.MustParsePrefix("10.1.0.0/16"), NextHop: "ngw-" + id, NextHopType: topology.ToNatGateway,
			Publish: []topology.Publication{topology.PublishTR, topology.PublishECR},
		}}}}
	}
	m.n.VPCs = append(m.n.VPCs, vpc)
	onECR := len(m.n.ECRs) > 0 && k == 0 && len(m.n.ECRs[0].Associations) == 0 && m.yes("vpc on ecr")
	if onECR {
		m.n.ECRs[0].Associations = append(m.n.ECRs[0].Associations, topology.Association{VPC: id})
	}
	m.attach(tr, attach.VPC, id, !onECR && m.yes("sync"))
}

func (m *maker) attach(tr *topology.TransitRouter, kind attach.Kind, instance string, sync bool) {
	a := topology.Attachment{
		ID: "att-" + tr.ID + "-" + instance, Kind: kind, TransitRouter: tr.ID, Instance: instance, RouteSync: sync,
	}
	a.Association, a.Propagations = m.tables(tr)
	m.n.Attachments = append(m.n.Attachments, a)
}

// tables draws an association and propagations, mostly the system table.
func (m *maker) tables(tr *topology.TransitRouter) (string, []string) {
	var learn []string
	for _, t := range tr.RouteTables {
		if m.upTo(3, "propagate") > 0 {
			learn = append(learn, t.ID)
		}
	}
	place := m.upTo(len(tr.RouteTables), "association")
	if place == len(tr.RouteTables) {
		return tr.RouteTables[0].ID, learn
	}
	return tr.RouteTables[place].ID, learn
}

func (m *maker) addPeering(i, k int) {
	p := topology.Peering{ID: fmt.Sprintf("peer-%d-%d", i, k)}
	for _, place := range []int{i, k} {
		tr := &m.n.TransitRouters[place]
		end := topology.PeeringEnd{TransitRouter: tr.ID, RouteSync: m.upTo(3, "peer sync") > 0}
		end.Association, end.Propagations = m.tables(tr)
		p.Ends = append(p.Ends, end)
	}
	m.n.Peerings = append(m.n.Peerings, p)
}

// addDataCenter adds a data center with a session to some circuits.
func (m *maker) addDataCenter() {
	d := topology.DataCenter{ID: "idc-1", ASN: 65100, Prefixes: m.prefixes("idc")}
	for i := range m.n.VBRs {
		if m.yes("session") {
			s := topology.Session{To: m.n.VBRs[i].ID, Static: m.yes("static"), Preference: m.upTo(2, "preference")}
			if !s.Static {
				s.Prepend = route.ASPath{65100, 65100}[:m.upTo(2, "prepend")]
			}
			d.Sessions = append(d.Sessions, s)
		}
	}
	m.n.DataCenters = []topology.DataCenter{d}
}

// configure draws the static and aggregate routes and the policies of a router. A prefix has one configured route.
func (m *maker) configure(tr *topology.TransitRouter) {
	hops := m.nextHops(tr)
	for i := range tr.RouteTables {
		t := &tr.RouteTables[i]
		for _, p := range m.prefixes("static") {
			if p.Addr().Is6() || m.yes("no static") {
				continue
			}
			r := topology.StaticRoute{Prefix: p, Blackhole: m.upTo(3, "blackhole") == 0}
			if !r.Blackhole {
				r.NextHop = rapid.SampledFrom(hops).Draw(m.T, "next hop")
			}
			t.Routes = append(t.Routes, r)
		}
		if p := netip.MustParsePrefix("192.168.0.0/22"); m.yes("aggregate") {
			t.Aggregates = []topology.AggregateRoute{{Prefix: p, Scope: []attach.Kind{attach.VPC, attach.VBR, attach.ECR, attach.Peer}[m.upTo(3, "scope"):]}}
		}
		m.addPolicies(t)
	}
}

func (m *maker) nextHops(tr *topology.TransitRouter) []string {
	var hops []string
	for i := range m.n.Attachments {
		if m.n.Attachments[i].TransitRouter == tr.ID {
			hops = append(hops, m.n.Attachments[i].ID)
		}
	}
	for i := range m.n.Peerings {
		if slices.ContainsFunc(m.n.Peerings[i].Ends, func(e topology.PeeringEnd) bool { return e.TransitRouter == tr.ID }) {
			hops = append(hops, m.n.Peerings[i].ID)
		}
	}
	return hops
}

func (m *maker) addPolicies(t *topology.RouteTable) {
	kinds := []attach.Kind{attach.VPC, attach.VBR, attach.VPN, attach.ECR}
	for _, priority := range []int{1, 2, 50, 99, 100}[m.upTo(5, "policies"):] {
		p := policy.Policy{Priority: priority, Direction: policy.Direction(m.upTo(1, "direction"))}
		if m.yes("source kinds") {
			p.Match.Source.Kinds = kinds[m.upTo(3, "from"):]
		}
		if p.Direction == policy.Egress && m.yes("destination kinds") {
			p.Match.Destination.Kinds = kinds[m.upTo(3, "to"):]
		}
		if m.yes("prefixes") {
			p.Match.Prefixes = policy.PrefixMatch{List: m.prefixes("policy"), Mode: policy.Mode(m.upTo(1, "mode"))}
		}
		switch m.upTo(3, "action") {
		case 0:
			p.Action = policy.Deny
		case 1:
			p.Set.Preference = 1 + m.upTo(99, "preference")
		case 2:
			p.Next = min(100, priority+1+m.upTo(3, "next"))
			if p.Next <= priority {
				p.Next = 0
			}
		}
		t.Policies = append(t.Policies, p)
	}
}

// fail draws what has failed.
func (m *maker) fail() {
	for i := range m.n.VBRs {
		if m.upTo(9, "vbr down") == 9 {
			m.n.Down = append(m.n.Down, m.n.VBRs[i].ID)
		}
	}
	for i := range m.n.Attachments {
		if m.upTo(19, "attachment down") == 19 {
			m.n.Down = append(m.n.Down, m.n.Attachments[i].ID)
		}
	}
}
