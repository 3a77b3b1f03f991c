package topology

import (
	"maps"
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// An index finds the parts of a valid Network by their IDs.
type index struct {
	routers     map[string]*TransitRouter
	vpcs        map[string]*VPC
	vpns        map[string]*VPN
	ccns        map[string]*CCN
	dataCenters map[string]*DataCenter
	ecrs        map[string]*ECR
	ecrOf       map[string]*ECR // by ID of a VBR on it
	attachments map[string]*Attachment
	regions     map[string]string // of transit routers, VPCs and VBRs
	tables      [][]VPCRouteTable // of the VPCs, in their order
	receiving   map[string]bool   // VPC tables that accept advertised routes
	down        map[string]bool

	ecrAttachments map[ecrAndRouter]*Attachment
	associations   map[ecrAndRouter]*Association
}

type ecrAndRouter struct{ ecr, router string }

func newIndex(n *Network) *index {
	x := &index{
		routers: make(map[string]*TransitRouter, len(n.TransitRouters)), vpcs: make(map[string]*VPC, len(n.VPCs)),
		vpns: make(map[string]*VPN, len(n.VPNs)), ccns: make(map[string]*CCN, len(n.CCNs)),
		dataCenters: make(map[string]*DataCenter, len(n.DataCenters)), ecrs: make(map[string]*ECR, len(n.ECRs)),
		ecrOf: map[string]*ECR{}, attachments: make(map[string]*Attachment, len(n.Attachments)),
		regions: make(map[string]string, len(n.TransitRouters)+len(n.VPCs)+len(n.VBRs)),
		tables:  make([][]VPCRouteTable, len(n.VPCs)), receiving: make(map[string]bool, len(n.VPCs)),
		down: map[string]bool{}, ecrAttachments: map[ecrAndRouter]*Attachment{}, associations: map[ecrAndRouter]*Association{},
	}
	for _, id := range n.Down {
		x.down[id] = true
	}
	for i := range n.TransitRouters {
		x.routers[n.TransitRouters[i].ID] = &n.TransitRouters[i]
		x.regions[n.TransitRouters[i].ID] = n.TransitRouters[i].Region
	}
	x.addInstances(n)
	for i := range n.ECRs {
		x.addECR(&n.ECRs[i])
	}
	for i := range n.Attachments {
		a := &n.Attachments[i]
		x.attachments[a.ID] = a
		if a.Kind == attach.ECR {
			x.ecrAttachments[ecrAndRouter{a.Instance, a.TransitRouter}] = a
		}
	}
	return x
}

func (x *index) addInstances(n *Network) {
	for i := range n.VPCs {
		v := &n.VPCs[i]
		x.vpcs[v.ID], x.regions[v.ID] = v, v.Region
		x.tables[i] = v.Tables()
		for _, t := range x.tables[i] {
			x.receiving[t.ID] = t.Receives()
		}
	}
	for i := range n.VBRs {
		x.regions[n.VBRs[i].ID] = n.VBRs[i].Region
	}
	for i := range n.VPNs {
		x.vpns[n.VPNs[i].ID] = &n.VPNs[i]
	}
	for i := range n.CCNs {
		x.ccns[n.CCNs[i].ID] = &n.CCNs[i]
	}
	for i := range n.DataCenters {
		x.dataCenters[n.DataCenters[i].ID] = &n.DataCenters[i]
	}
}

func (x *index) addECR(e *ECR) {
	x.ecrs[e.ID] = e
	for _, vbr := range e.VBRs {
		x.ecrOf[vbr] = e
	}
	for i := range e.Associations {
		if router := e.Associations[i].TransitRouter; router != "" {
			x.associations[ecrAndRouter{e.ID, router}] = &e.Associations[i]
		}
	}
}

// kindOf returns the kind of an attachment, Peer for a peering.
func (x *index) kindOf(id string) attach.Kind {
	if a := x.attachments[id]; a != nil {
		return a.Kind
	}
	return attach.Peer
}

// speaksBGP tells whether a VPN runs BGP.
func (x *index) speaksBGP(vpn string) bool { return x.vpns[vpn] != nil && x.vpns[vpn].BGP }

// ecrRegions returns the regions for which an ECR has a table, in order: those of its VBRs, of the VPCs and transit
// routers that are associated with it, and those with a transit mode (E-1.1).
func (x *index) ecrRegions(e *ECR) []string {
	set := map[string]bool{}
	for region := range e.Modes {
		set[region] = true
	}
	for _, vbr := range e.VBRs {
		set[x.regions[vbr]] = true
	}
	for _, a := range e.Associations {
		set[x.regions[a.VPC+a.TransitRouter]] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// associated returns the table that an attachment is associated with; on Basic Edition that is implied (D-39).
func (x *index) associated(a *Attachment) string {
	if tr := x.routers[a.TransitRouter]; tr.Edition == attach.Basic {
		return tr.SystemTable()
	}
	return a.Association
}

// learners returns the tables that learn from an attachment; on Basic Edition that is implied (D-39).
func (x *index) learners(a *Attachment) []string {
	if tr := x.routers[a.TransitRouter]; tr.Edition == attach.Basic {
		return []string{tr.SystemTable()}
	}
	return a.Propagations
}

func (x *index) attachmentDown(a *Attachment) bool {
	return x.down[a.ID] || x.down[a.Instance] || x.down[a.TransitRouter]
}

// endAssociated and endLearners are the same for an end of a peering.
func (x *index) endAssociated(end *PeeringEnd) string {
	if tr := x.routers[end.TransitRouter]; tr.Edition == attach.Basic {
		return tr.SystemTable()
	}
	return end.Association
}

func (x *index) endLearners(end *PeeringEnd) []string {
	if tr := x.routers[end.TransitRouter]; tr.Edition == attach.Basic {
		return []string{tr.SystemTable()}
	}
	return end.Propagations
}
