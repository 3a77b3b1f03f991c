package topology

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// connectAttachments adds, for every attachment and every table of its router, the edge over which the table learns
// from the instance and the edges over which the instance's tables are synchronized. Those that are switched off are
// added too, with the reason, so that an explanation can name it.
func (c *compiler) connectAttachments() {
	for i := range c.net.Attachments {
		a := &c.net.Attachments[i]
		tr := c.routers[a.TransitRouter]
		for k := range tr.RouteTables {
			table := c.nodes[tr.RouteTables[k].ID]
			c.connectLearning(a, tr, table)
			c.connectSync(a, tr, table)
		}
	}
}

// connectLearning adds the edge over which a table learns from an attachment (TR-2.2).
func (c *compiler) connectLearning(a *Attachment, tr *TransitRouter, table int32) {
	e := engine.Edge{Kind: engine.LearnExternal, To: table, NextHop: c.id(a.ID), Attachment: c.id(a.ID)}
	basic := tr.Edition == attach.Basic
	if c.attachmentDown(a) {
		e.Off = append(e.Off, route.IsDown)
	}
	if !basic && !slices.Contains(a.Propagations, c.name(c.out.Nodes[table].Table)) {
		e.Off = append(e.Off, route.NotPropagated)
	}
	switch a.Kind {
	case attach.VPC:
		e.Kind, e.From, e.NoIPv6 = engine.LearnVPC, c.vpcNodes[a.Instance][0], !a.IPv6 && !basic
	case attach.ECR:
		e.Kind, e.From = engine.LearnECR, c.nodes[ECRTableID(a.Instance, tr.Region)]
		e.DefaultPath = c.isDefaultPath(a.Instance, tr.ID)
	default:
		e.From = c.nodes[a.Instance]
	}
	c.addEdge(e)
}

func (c *compiler) isDefaultPath(ecr, router string) bool {
	a := c.association(ecr, router)
	return a != nil && a.Default
}

// association returns the association of an ECR with a transit router, nil if there is none.
func (c *compiler) association(ecr, router string) *Association {
	for i := range c.net.ECRs {
		if c.net.ECRs[i].ID != ecr {
			continue
		}
		for k := range c.net.ECRs[i].Associations {
			if c.net.ECRs[i].Associations[k].TransitRouter == router {
				return &c.net.ECRs[i].Associations[k]
			}
		}
	}
	return nil
}

// connectSync adds the edges over which a table is told to the tables of an attached instance (TR-2.3).
func (c *compiler) connectSync(a *Attachment, tr *TransitRouter, table int32) {
	off := c.syncOff(a, tr, c.name(c.out.Nodes[table].Table))
	for _, to := range c.instanceTables(a) {
		node := &c.out.Nodes[to]
		e := engine.Edge{
			Kind: engine.Sync, From: table, To: to, NextHop: c.id(a.ID), Attachment: c.id(a.ID), Off: slices.Clone(off),
			Target: policy.Target[engine.ID]{
				Instance: c.id(a.Instance), Kind: a.Kind, Region: c.id(tr.Region), Members: c.members(a.Instance),
			},
		}
		switch a.Kind {
		case attach.VPC:
			e.Target.Table = node.Table
			e.NoIPv6 = !a.IPv6 && tr.Edition != attach.Basic
			if !c.receives(a.Instance, c.name(node.Table)) {
				e.Off = append(e.Off, route.ReceivingOff)
			}
		case attach.VBR:
			e.RefuseDefault = tr.Edition == attach.Basic
		case attach.ECR:
			e.Kind, e.NextHop = engine.SyncECR, c.id(tr.ID)
			if assoc := c.association(a.Instance, tr.ID); assoc != nil {
				e.Prefixes, e.Incremental, e.DefaultPath = assoc.Prefixes, assoc.PrefixMode == IncrementalMode, assoc.Default
			} else {
				e.Off = append(e.Off, route.NotAttachedToECR)
			}
		}
		c.addEdge(e)
	}
}

// syncOff returns every reason why a table is not told to an attachment. On Basic Edition association and
// synchronization are implied (D-39); towards an ECR synchronization is always on (TR-2.3.1).
func (c *compiler) syncOff(a *Attachment, tr *TransitRouter, table string) []route.Reason {
	var off []route.Reason
	if c.attachmentDown(a) {
		off = append(off, route.IsDown)
	}
	switch association := c.associated(a); {
	case association == "":
		off = append(off, route.NotAssociated)
	case association != table:
		off = append(off, route.OtherTableAssociated)
	}
	if tr.Edition != attach.Basic && a.Kind != attach.ECR && !a.RouteSync {
		off = append(off, route.NotSynchronized)
	}
	if a.Kind == attach.VPN && !c.speaksBGP(a.Instance) {
		off = append(off, route.WithoutBGP)
	}
	return off
}

// instanceTables returns the tables of an attached instance that synchronization reaches.
func (c *compiler) instanceTables(a *Attachment) []int32 {
	switch a.Kind {
	case attach.VPC:
		return c.vpcNodes[a.Instance]
	case attach.ECR:
		return c.views[a.Instance]
	}
	return []int32{c.nodes[a.Instance]}
}

// members returns the SAGs of a CCN, nothing for other instances.
func (c *compiler) members(instance string) []engine.ID {
	var members []engine.ID
	for i := range c.net.CCNs {
		if c.net.CCNs[i].ID == instance {
			for _, sag := range c.net.CCNs[i].SAGs {
				members = append(members, c.id(sag.ID))
			}
		}
	}
	return members
}

// receives tells whether a VPC table accepts advertised routes (TR-5.5).
func (c *compiler) receives(vpc, table string) bool {
	for i := range c.net.VPCs {
		if c.net.VPCs[i].ID != vpc {
			continue
		}
		for _, t := range c.net.VPCs[i].Tables() {
			if t.ID == table {
				return t.Receives()
			}
		}
	}
	return false
}

// connectPeerings adds, for both directions of a peering, the edges from every table of one router to every table of
// the other (TR-7.1).
func (c *compiler) connectPeerings() {
	for i := range c.net.Peerings {
		p := &c.net.Peerings[i]
		c.connectPeering(p, &p.Ends[0], &p.Ends[1])
		c.connectPeering(p, &p.Ends[1], &p.Ends[0])
	}
}

func (c *compiler) connectPeering(p *Peering, from, to *PeeringEnd) {
	sender, receiver := c.routers[from.TransitRouter], c.routers[to.TransitRouter]
	for i := range sender.RouteTables {
		for k := range receiver.RouteTables {
			off := c.peeringOff(p, from, to, sender.RouteTables[i].ID, receiver.RouteTables[k].ID)
			c.addEdge(engine.Edge{
				Kind: engine.Peering, From: c.nodes[sender.RouteTables[i].ID], To: c.nodes[receiver.RouteTables[k].ID],
				NextHop: c.id(p.ID), Attachment: c.id(p.ID), Off: off,
				Target: policy.Target[engine.ID]{Peer: true, Kind: attach.Peer, Region: c.id(receiver.Region)},
			})
		}
	}
}

// peeringOff returns every reason why a table is not told to a table at the other end of a peering.
func (c *compiler) peeringOff(p *Peering, from, to *PeeringEnd, table, learner string) []route.Reason {
	sender, receiver := c.routers[from.TransitRouter], c.routers[to.TransitRouter]
	association, sync := from.Association, from.RouteSync
	if sender.Edition == attach.Basic {
		association, sync = sender.SystemTable(), true
	}
	var off []route.Reason
	if c.down[p.ID] || c.down[sender.ID] || c.down[receiver.ID] {
		off = append(off, route.IsDown)
	}
	switch {
	case association == "":
		off = append(off, route.NotAssociated)
	case association != table:
		off = append(off, route.OtherTableAssociated)
	}
	if !sync {
		off = append(off, route.NotSynchronized)
	}
	if receiver.Edition != attach.Basic && !slices.Contains(to.Propagations, learner) {
		off = append(off, route.NotPropagated)
	}
	return off
}

// connectECRs adds the edges between the tables of an ECR and its VBRs and VPCs (E-3.2).
func (c *compiler) connectECRs() {
	for i := range c.net.ECRs {
		ecr := &c.net.ECRs[i]
		for _, vbr := range ecr.VBRs {
			c.connectCircuit(ecr, vbr)
		}
		for k := range ecr.Associations {
			if ecr.Associations[k].VPC != "" {
				c.connectAssociatedVPC(ecr, &ecr.Associations[k])
			}
		}
	}
}

func (c *compiler) ecrOff(ecr, instance string) []route.Reason {
	if c.down[ecr] || c.down[instance] {
		return []route.Reason{route.IsDown}
	}
	return nil
}

// connectCircuit adds the edges between a VBR and the tables of its ECR: it is heard in every region and told what the
// table of its own region holds.
func (c *compiler) connectCircuit(ecr *ECR, vbr string) {
	circuit := c.nodes[vbr]
	off := c.ecrOff(ecr.ID, vbr)
	for _, view := range c.views[ecr.ID] {
		c.addEdge(engine.Edge{Kind: engine.CircuitToECR, From: circuit, To: view, NextHop: c.id(vbr), Off: off})
		if c.out.Nodes[view].Region == c.out.Nodes[circuit].Region {
			c.addEdge(engine.Edge{Kind: engine.ECRToCircuit, From: view, To: circuit, NextHop: c.id(ecr.ID), Off: off})
		}
	}
}

// connectAssociatedVPC adds the edges between a VPC and the tables of its ECR: it is heard in every region, and its
// tables are told what the ECR's table of its region holds (E-7.1).
func (c *compiler) connectAssociatedVPC(ecr *ECR, a *Association) {
	tables := c.vpcNodes[a.VPC]
	region := c.out.Nodes[tables[0]].Region
	off := c.ecrOff(ecr.ID, a.VPC)
	for _, view := range c.views[ecr.ID] {
		c.addEdge(engine.Edge{
			Kind: engine.VPCToECR, From: tables[0], To: view, NextHop: c.id(a.VPC), Off: off,
			Prefixes: a.Prefixes, Incremental: a.PrefixMode == IncrementalMode,
		})
		if c.out.Nodes[view].Region != region {
			continue
		}
		for _, table := range tables {
			e := engine.Edge{Kind: engine.ECRToVPC, From: view, To: table, NextHop: c.id(ecr.ID), Off: slices.Clone(off)}
			if !c.receives(a.VPC, c.name(c.out.Nodes[table].Table)) {
				e.Off = append(e.Off, route.ReceivingOff)
			}
			c.addEdge(e)
		}
	}
}
