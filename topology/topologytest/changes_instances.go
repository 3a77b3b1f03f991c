package topologytest

import (
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// containsID reports whether a document has a text that is an ID.
func containsID(document, id string) bool { return strings.Contains(document, `"`+id+`"`) }

func (m *changer) attachment() topology.Change {
	if len(m.n.Attachments) > 0 && m.oneIn(2) {
		a := pick(&m.chooser, m.n.Attachments...)
		if a.Kind == attach.VPC && m.oneIn(3) {
			return topology.SetOptions{Attachment: a.ID, IPv6: !a.IPv6, AutoCreateRoutes: m.oneIn(2),
				VSwitches: a.VSwitches}
		}
		return topology.Detach{ID: a.ID, Force: m.below(4) > 0}
	}
	tr := &m.n.TransitRouters[m.below(len(m.n.TransitRouters))]
	a := topology.Attachment{ID: m.free("att"), TransitRouter: tr.ID, RouteSync: m.oneIn(2)}
	if a.Kind, a.Instance = m.unattached(tr); a.Instance == "" {
		return nil
	}
	if !isBasic(tr) {
		a.Association = pick(&m.chooser, m.tablesAt(tr.ID)...)
		a.Propagations = some(&m.chooser, 2, m.tablesAt(tr.ID))
	}
	return topology.Attach{Attachment: a}
}

// unattached draws an instance that a router could have an attachment of.
func (m *changer) unattached(tr *topology.TransitRouter) (attach.Kind, string) {
	type candidate struct {
		kind attach.Kind
		id   string
	}
	var list []candidate
	offer := func(kind attach.Kind, id string, fits bool) {
		taken := func(a topology.Attachment) bool { return a.Instance == id && a.TransitRouter == tr.ID }
		if fits && !slices.ContainsFunc(m.n.Attachments, taken) {
			list = append(list, candidate{kind, id})
		}
	}
	for _, x := range m.n.VPCs {
		offer(attach.VPC, x.ID, x.Region == tr.Region)
	}
	for _, x := range m.n.VBRs {
		offer(attach.VBR, x.ID, x.Region == tr.Region)
	}
	for _, x := range m.n.VPNs {
		offer(attach.VPN, x.ID, x.Region == tr.Region && !isBasic(tr))
	}
	for _, x := range m.n.CCNs {
		offer(attach.CCN, x.ID, true)
	}
	for _, x := range m.n.ECRs {
		with := func(a topology.Association) bool { return a.TransitRouter == tr.ID }
		offer(attach.ECR, x.ID, slices.ContainsFunc(x.Associations, with))
	}
	c := pick(&m.chooser, list...)
	return c.kind, c.id
}

func (m *changer) peering() topology.Change {
	if len(m.n.Peerings) > 0 && m.oneIn(2) {
		return topology.DeletePeering{ID: pick(&m.chooser, m.n.Peerings...).ID, Force: m.below(4) > 0}
	}
	a, b := m.n.TransitRouters[m.below(len(m.n.TransitRouters))], m.n.TransitRouters[m.below(len(m.n.TransitRouters))]
	if a.ID == b.ID {
		return nil
	}
	p := topology.Peering{ID: m.free("peer")}
	for _, tr := range []topology.TransitRouter{a, b} {
		e := topology.PeeringEnd{TransitRouter: tr.ID}
		if !isBasic(&tr) {
			e.Association, e.RouteSync = tr.SystemTable(), m.below(4) > 0
			e.Propagations = some(&m.chooser, 2, m.tablesAt(tr.ID))
		}
		p.Ends = append(p.Ends, e)
	}
	return topology.CreatePeering{Peering: p}
}

func (m *changer) prefixOfDataCenter() topology.Change {
	if len(m.n.DataCenters) == 0 {
		return nil
	}
	d := pick(&m.chooser, m.n.DataCenters...)
	if p := m.prefix(&m.chooser); !slices.Contains(d.Prefixes, p) {
		return topology.Announce{DataCenter: d.ID, Prefix: p}
	}
	return topology.Withdraw{DataCenter: d.ID, Prefix: pick(&m.chooser, d.Prefixes...)}
}

func (m *changer) session() topology.Change {
	if len(m.n.DataCenters) == 0 {
		return nil
	}
	d := pick(&m.chooser, m.n.DataCenters...)
	if ends := (&maker{n: m.n}).sessionEnds(); len(ends) > 0 && (len(d.Sessions) == 0 || m.oneIn(4)) {
		return topology.AddSession{DataCenter: d.ID, Session: topology.Session{
			To: pick(&m.chooser, ends...), Static: m.oneIn(4), Preference: pick(&m.chooser, 0, 10, 200),
		}}
	}
	if len(d.Sessions) == 0 {
		return nil
	}
	s := pick(&m.chooser, d.Sessions...)
	switch {
	case m.oneIn(4):
		return topology.RemoveSession{DataCenter: d.ID, To: s.To, Peer: s.Peer}
	case s.Down:
		return topology.RepairSession{DataCenter: d.ID, To: s.To, Peer: s.Peer}
	}
	return topology.FailSession{DataCenter: d.ID, To: s.To, Peer: s.Peer}
}

func (m *changer) externalRoute() topology.Change {
	type holder struct {
		id     string
		bgp    bool
		routes []topology.ExternalRoute
	}
	var list []holder
	for _, v := range m.n.VBRs {
		list = append(list, holder{v.ID, true, v.Routes})
	}
	for _, v := range m.n.VPNs {
		list = append(list, holder{v.ID, v.BGP, v.Routes})
	}
	if len(list) == 0 {
		return nil
	}
	h := pick(&m.chooser, list...)
	if len(h.routes) > 0 && m.oneIn(2) {
		r := pick(&m.chooser, h.routes...)
		return topology.RemoveExternalRoute{Instance: h.id, Prefix: r.Prefix, NextHop: r.NextHop}
	}
	r := topology.ExternalRoute{Prefix: m.prefix(&m.chooser)}
	if h.bgp && m.oneIn(2) {
		r.Type, r.ASPath = route.BGP, asPath(&m.chooser, 3)
	}
	return topology.AddExternalRoute{Instance: h.id, Route: r}
}

// vpcTableOf draws a VPC and one of its tables.
func (m *changer) vpcTableOf() (*topology.VPC, *topology.VPCRouteTable) {
	if len(m.n.VPCs) == 0 {
		return nil, nil
	}
	vpc := &m.n.VPCs[m.below(len(m.n.VPCs))]
	return vpc, &vpc.Tables()[m.below(len(vpc.Tables()))]
}

func (m *changer) vpcRoute() topology.Change {
	vpc, t := m.vpcTableOf()
	if vpc == nil {
		return nil
	}
	if len(t.Routes) == 0 || m.oneIn(2) {
		r := topology.VPCRoute{Prefix: m.prefix(&m.chooser), NextHop: "ngw-1", NextHopType: topology.ToNatGateway}
		for _, a := range m.n.Attachments {
			if a.Instance == vpc.ID && m.oneIn(2) {
				r.NextHop, r.NextHopType = a.ID, topology.ToAttachment
			}
		}
		return topology.AddVPCRoute{Table: t.ID, Route: r}
	}
	r := pick(&m.chooser, t.Routes...)
	to := pick(&m.chooser, topology.PublishTR, topology.PublishECR)
	switch {
	case m.oneIn(3):
		return topology.RemoveVPCRoute{Table: t.ID, Prefix: r.Prefix}
	case slices.Contains(r.Publish, to):
		return topology.Unpublish{Table: t.ID, Prefix: r.Prefix, To: to}
	}
	return topology.Publish{Table: t.ID, Prefix: r.Prefix, To: to}
}

func (m *changer) vpcTable() topology.Change {
	vpc, t := m.vpcTableOf()
	if vpc == nil {
		return nil
	}
	return topology.SetReceiveRoutes{Table: t.ID, On: !t.Receives()}
}

func (m *changer) vswitch() topology.Change {
	vpc, _ := m.vpcTableOf()
	switch {
	case vpc == nil:
		return nil
	case len(vpc.VSwitches) > 0 && m.oneIn(2):
		return topology.RemoveVSwitch{VPC: vpc.ID, CIDR: pick(&m.chooser, vpc.VSwitches...).CIDR}
	}
	return topology.AddVSwitch{VPC: vpc.ID, VSwitch: topology.VSwitch{CIDR: m.subnet(&m.chooser)}}
}

// ecr draws an ECR, nil if there is none.
func (m *changer) ecr() *topology.ECR {
	if len(m.n.ECRs) == 0 {
		return nil
	}
	return &m.n.ECRs[m.below(len(m.n.ECRs))]
}

func (m *changer) ecrCircuit() topology.Change {
	e := m.ecr()
	switch {
	case e == nil:
		return nil
	case len(e.VBRs) > 0 && m.oneIn(2):
		return topology.RemoveCircuit{ECR: e.ID, VBR: pick(&m.chooser, e.VBRs...)}
	case len(m.n.VBRs) == 0:
		return nil
	}
	return topology.AddCircuit{ECR: e.ID, VBR: pick(&m.chooser, m.n.VBRs...).ID}
}

func (m *changer) ecrAssociation() topology.Change {
	e := m.ecr()
	switch {
	case e == nil:
		return nil
	case m.oneIn(6):
		region := pick(&m.chooser, m.regions...)
		return topology.SetTransitMode{ECR: e.ID, Region: region, Mode: topology.NearBy - e.Modes[region]}
	case len(e.Associations) == 0 || m.oneIn(3):
		return m.associateECR(e)
	}
	a := pick(&m.chooser, e.Associations...)
	switch m.below(3) {
	case 0:
		return topology.DissociateECR{ECR: e.ID, With: a.VPC + a.TransitRouter}
	case 1:
		if a.TransitRouter != "" {
			return topology.SetDefaultPath{ECR: e.ID, TransitRouter: a.TransitRouter, On: !a.Default}
		}
	}
	mk := &maker{chooser: m.chooser, vocabulary: m.vocabulary, n: m.n, size: Small()}
	if len(a.Prefixes) == 0 {
		mk.announced(&a)
	} else {
		a.Prefixes, a.PrefixMode = nil, topology.MatchMode
	}
	return topology.SetECRPrefixes{ECR: e.ID, With: a.VPC + a.TransitRouter, Prefixes: a.Prefixes, Mode: a.PrefixMode}
}

// associateECR associates an ECR with what no ECR is associated with.
func (m *changer) associateECR(e *topology.ECR) topology.Change {
	var free []topology.Association
	for i := range m.n.VPCs {
		free = append(free, topology.Association{VPC: m.n.VPCs[i].ID})
	}
	for i := range m.n.TransitRouters {
		free = append(free, topology.Association{TransitRouter: m.n.TransitRouters[i].ID})
	}
	free = slices.DeleteFunc(free, func(a topology.Association) bool {
		return slices.ContainsFunc(m.n.ECRs, func(e topology.ECR) bool {
			return slices.ContainsFunc(e.Associations, func(o topology.Association) bool {
				return o.VPC == a.VPC && o.TransitRouter == a.TransitRouter
			})
		})
	})
	if len(free) == 0 {
		return nil
	}
	return topology.AssociateECR{ECR: e.ID, Association: pick(&m.chooser, free...)}
}

func (m *changer) ecrRoute() topology.Change {
	e := m.ecr()
	switch {
	case e == nil:
		return nil
	case len(e.DisabledRoutes) > 0 && m.oneIn(2):
		return topology.EnableECRRoute{ECR: e.ID, Route: pick(&m.chooser, e.DisabledRoutes...)}
	case len(e.VBRs) == 0:
		return nil
	}
	return topology.DisableECRRoute{ECR: e.ID, Route: topology.DisabledRoute{
		Prefix: m.prefix(&m.chooser), NextHop: pick(&m.chooser, e.VBRs...),
	}}
}

func (m *changer) object() topology.Change {
	region := pick(&m.chooser, m.regions...)
	switch m.below(6) {
	case 0:
		return topology.Create{Object: topology.VBR{ID: m.free("vbr"), Region: region}}
	case 1:
		return topology.Create{Object: topology.VPC{ID: m.free("vpc"), Region: region,
			VSwitches: []topology.VSwitch{{CIDR: m.subnet(&m.chooser)}}}}
	case 2:
		if len(m.n.DataCenters) > 0 {
			d := pick(&m.chooser, m.n.DataCenters...)
			d.ASN = pick(&m.chooser, asNumbers...)
			return topology.Redefine{Object: d}
		}
	case 3:
		if len(m.n.VBRs) > 0 {
			v := pick(&m.chooser, m.n.VBRs...)
			v.ASN = pick[uint32](&m.chooser, 0, 45104, 64512)
			return topology.Redefine{Object: v}
		}
	}
	if ids := m.ids(); len(ids) > 0 {
		return topology.Delete{ID: pick(&m.chooser, ids...)}
	}
	return nil
}

func (m *changer) grant() topology.Change {
	if len(m.n.Grants) > 0 && m.oneIn(2) {
		return topology.RemoveGrant{Grant: pick(&m.chooser, m.n.Grants...)}
	}
	if ids := m.ids(); len(ids) > 0 {
		return topology.AddGrant{Grant: topology.Grant{Instance: pick(&m.chooser, ids...), To: "1002"}}
	}
	return nil
}
