package topology

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// connect adds the edges over which tables are told routes. What is switched off is left out; an explanation works it
// out again, see offEdges.
func (c *compiler) connect() {
	add := func(e engine.Edge) {
		switch {
		case len(c.out.Edges) == maxEdges:
			c.tooLarge = true
		case len(e.Off) == 0:
			c.out.Edges = append(c.out.Edges, e)
		}
	}
	for i := range c.net.Attachments {
		a := &c.net.Attachments[i]
		for _, table := range c.learners(a) {
			add(c.learning(a, table))
		}
		if table := c.associated(a); table != "" {
			for _, to := range c.instanceTables(a) {
				add(c.sync(a, table, to))
			}
		}
	}
	for i := range c.net.Peerings {
		p := &c.net.Peerings[i]
		for k := range p.Ends {
			from, to := &p.Ends[k], &p.Ends[1-k]
			if table := c.endAssociated(from); table != "" {
				for _, learner := range c.endLearners(to) {
					add(c.peering(p, from, to, table, learner))
				}
			}
		}
	}
	for i := range c.net.ECRs {
		c.ecrEdges(&c.net.ECRs[i], add)
	}
	c.sessionEdges(add)
}

// offEdges yields the edges into a table that carry nothing because something is switched off, with every reason.
func (c *compiler) offEdges(node int32, yield func(engine.Edge)) {
	off := func(e engine.Edge) {
		if e.To == node && len(e.Off) > 0 {
			yield(e)
		}
	}
	table, owner := c.name(c.out.Nodes[node].Table), c.name(c.out.Nodes[node].Instance)
	for i := range c.net.Attachments {
		a := &c.net.Attachments[i]
		switch owner {
		case a.TransitRouter:
			off(c.learning(a, table))
		case a.Instance:
			for k := range c.routers[a.TransitRouter].RouteTables {
				off(c.sync(a, c.routers[a.TransitRouter].RouteTables[k].ID, node))
			}
		}
	}
	for i := range c.net.Peerings {
		p := &c.net.Peerings[i]
		for k := range p.Ends {
			from, to := &p.Ends[k], &p.Ends[1-k]
			if to.TransitRouter != owner {
				continue
			}
			for r := range c.routers[from.TransitRouter].RouteTables {
				off(c.peering(p, from, to, c.routers[from.TransitRouter].RouteTables[r].ID, table))
			}
		}
	}
	for i := range c.net.ECRs {
		c.ecrEdges(&c.net.ECRs[i], off)
	}
	c.sessionEdges(off)
}

// learning is the edge over which a table learns from an attachment (TR-2.2).
func (c *compiler) learning(a *Attachment, table string) engine.Edge {
	tr := c.routers[a.TransitRouter]
	e := engine.Edge{Kind: engine.LearnExternal, To: c.nodes[table], NextHop: c.id(a.ID), Attachment: c.id(a.ID)}
	if c.attachmentDown(a) {
		e.Off = append(e.Off, route.IsDown)
	}
	if !slices.Contains(c.learners(a), table) {
		e.Off = append(e.Off, route.NotPropagated)
	}
	switch a.Kind {
	case attach.VPC:
		e.Kind, e.From, e.NoIPv6 = engine.LearnVPC, c.vpcNodes[a.Instance][0], withoutIPv6(a, tr)
	case attach.ECR:
		e.Kind, e.From = engine.LearnECR, c.nodes[ECRTableID(a.Instance, tr.Region)]
		e.DefaultPath = c.isDefaultPath(a)
	default:
		e.From = c.nodes[a.Instance]
	}
	return e
}

// withoutIPv6 tells whether an attachment of a VPC keeps IPv6 routes back (TR-8.1). A Basic Edition router has no such
// switch: it rejects them (D-39).
func withoutIPv6(a *Attachment, tr *TransitRouter) bool { return !a.IPv6 && tr.Edition != attach.Basic }

func (c *compiler) isDefaultPath(a *Attachment) bool {
	association := c.associations[ecrAndRouter{a.Instance, a.TransitRouter}]
	return association != nil && association.Default
}

// sync is the edge over which a table is told to a table of an attached instance (TR-2.3).
func (c *compiler) sync(a *Attachment, table string, to int32) engine.Edge {
	tr, node := c.routers[a.TransitRouter], &c.out.Nodes[to]
	e := engine.Edge{
		Kind: engine.Sync, From: c.nodes[table], To: to, NextHop: c.id(a.ID), Attachment: c.id(a.ID), Off: c.syncOff(a, table),
		Target: policy.Target[engine.ID]{
			Instance: c.id(a.Instance), Kind: a.Kind, Region: c.id(tr.Region), Members: c.members(a.Instance),
		},
	}
	switch a.Kind {
	case attach.VPC:
		e.Target.Table, e.NoIPv6 = node.Table, withoutIPv6(a, tr)
		if !c.receiving[c.name(node.Table)] {
			e.Off = append(e.Off, route.ReceivingOff)
		}
	case attach.VBR:
		e.RefuseDefault = tr.Edition == attach.Basic
	case attach.ECR:
		c.towardECR(&e, a)
	}
	return e
}

// towardECR completes an edge from a router table to a table of an ECR: the prefixes of the association stand for
// specific routes (E-4.7).
func (c *compiler) towardECR(e *engine.Edge, a *Attachment) {
	e.Kind, e.NextHop = engine.SyncECR, c.id(a.TransitRouter)
	association := c.associations[ecrAndRouter{a.Instance, a.TransitRouter}]
	if association == nil {
		e.Off = append(e.Off, route.NotAttachedToECR)
		return
	}
	e.Prefixes, e.Incremental = association.Prefixes, association.PrefixMode == IncrementalMode
	e.DefaultPath = association.Default
}

// syncOff returns every reason why a table is not told to an attachment. On Basic Edition synchronization is implied
// (D-39); towards an ECR it is always on (TR-2.3.1).
func (c *compiler) syncOff(a *Attachment, table string) []route.Reason {
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
	if c.routers[a.TransitRouter].Edition != attach.Basic && a.Kind != attach.ECR && !a.RouteSync {
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

// members returns the SAGs of a CCN, nothing for other instances (P-3.6).
func (c *compiler) members(instance string) []engine.ID {
	ccn := c.ccns[instance]
	if ccn == nil {
		return nil
	}
	members := make([]engine.ID, len(ccn.SAGs))
	for i := range ccn.SAGs {
		members[i] = c.id(ccn.SAGs[i].ID)
	}
	return members
}

// peering is the edge over which a table is told to a table at the other end of a peering (TR-7.1).
func (c *compiler) peering(p *Peering, from, to *PeeringEnd, table, learner string) engine.Edge {
	return engine.Edge{
		Kind: engine.Peering, From: c.nodes[table], To: c.nodes[learner], NextHop: c.id(p.ID), Attachment: c.id(p.ID),
		Off:    c.peeringOff(p, from, to, table, learner),
		Target: policy.Target[engine.ID]{Peer: true, Kind: attach.Peer, Region: c.id(c.routers[to.TransitRouter].Region)},
	}
}

// peeringOff returns every reason why a table is not told to a table at the other end of a peering.
func (c *compiler) peeringOff(p *Peering, from, to *PeeringEnd, table, learner string) []route.Reason {
	var off []route.Reason
	if c.down[p.ID] || c.down[from.TransitRouter] || c.down[to.TransitRouter] {
		off = append(off, route.IsDown)
	}
	switch association := c.endAssociated(from); {
	case association == "":
		off = append(off, route.NotAssociated)
	case association != table:
		off = append(off, route.OtherTableAssociated)
	}
	if !from.RouteSync && c.routers[from.TransitRouter].Edition != attach.Basic {
		off = append(off, route.NotSynchronized)
	}
	if !slices.Contains(c.endLearners(to), learner) {
		off = append(off, route.NotPropagated)
	}
	return off
}

// ecrEdges yields the edges between the tables of an ECR and its VBRs and VPCs (E-3.2). A VBR and a VPC are heard in
// every region and told what the table of their own region holds (E-7.1).
func (c *compiler) ecrEdges(ecr *ECR, yield func(engine.Edge)) {
	for _, vbr := range ecr.VBRs {
		circuit, off := c.nodes[vbr], c.ecrOff(ecr.ID, vbr)
		for _, view := range c.views[ecr.ID] {
			yield(engine.Edge{Kind: engine.CircuitToECR, From: circuit, To: view, NextHop: c.id(vbr), Off: off})
		}
		home := c.nodes[ECRTableID(ecr.ID, c.regions[vbr])]
		yield(engine.Edge{Kind: engine.ECRToCircuit, From: home, To: circuit, NextHop: c.id(ecr.ID), Off: off})
	}
	for i := range ecr.Associations {
		if a := &ecr.Associations[i]; a.VPC != "" {
			c.vpcEdges(ecr, a, yield)
		}
	}
}

func (c *compiler) vpcEdges(ecr *ECR, a *Association, yield func(engine.Edge)) {
	tables, off := c.vpcNodes[a.VPC], c.ecrOff(ecr.ID, a.VPC)
	for _, view := range c.views[ecr.ID] {
		yield(engine.Edge{
			Kind: engine.VPCToECR, From: tables[0], To: view, NextHop: c.id(a.VPC), Off: off,
			Prefixes: a.Prefixes, Incremental: a.PrefixMode == IncrementalMode,
		})
	}
	home := c.nodes[ECRTableID(ecr.ID, c.regions[a.VPC])]
	for _, table := range tables {
		e := engine.Edge{Kind: engine.ECRToVPC, From: home, To: table, NextHop: c.id(ecr.ID), Off: slices.Clone(off)}
		if !c.receiving[c.name(c.out.Nodes[table].Table)] {
			e.Off = append(e.Off, route.ReceivingOff)
		}
		yield(e)
	}
}

func (c *compiler) ecrOff(ecr, instance string) []route.Reason {
	if c.down[ecr] || c.down[instance] {
		return []route.Reason{route.IsDown}
	}
	return nil
}
