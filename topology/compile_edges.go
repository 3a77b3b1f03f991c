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
	for i := range c.net.Attachments {
		a := c.attachmentEnds(i)
		for _, table := range a.learners {
			c.add(c.learning(&a, table))
		}
		if a.association != nil {
			for _, to := range c.instanceTables(&a) {
				c.add(c.sync(&a, a.association, to))
			}
		}
	}
	for i := range c.net.Peerings {
		p := c.peeringEnds(i)
		for k := range p.ends {
			from, to := &p.ends[k], &p.ends[1-k]
			if from.association != nil {
				for _, learner := range to.learners {
					c.add(c.peering(&p, from, to, from.association, learner))
				}
			}
		}
	}
	for i := range c.net.ECRs {
		c.ecrEdges(i, c.add)
	}
	c.sessionEdges(c.add)
}

// add adds an edge unless it is off.
func (c *compiler) add(e engine.Edge) {
	switch {
	case len(c.out.Edges) == maxEdges:
		c.tooLarge = true
	case len(e.Off) == 0:
		c.out.Edges = append(c.out.Edges, e)
	}
}

// offEdges yields the edges into a table that carry nothing because something is switched off, with every reason.
func (c *compiler) offEdges(node int32, yield func(engine.Edge)) {
	off := func(e engine.Edge) {
		if e.To == node && len(e.Off) > 0 {
			yield(e)
		}
	}
	table, owner := c.object(c.name(c.out.Nodes[node].Table)), c.name(c.out.Nodes[node].Instance)
	for i := range c.net.Attachments {
		a := c.attachmentEnds(i)
		switch owner {
		case a.TransitRouter:
			off(c.learning(&a, table))
		case a.Instance:
			for k := range a.router.RouteTables {
				off(c.sync(&a, c.object(a.router.RouteTables[k].ID), node))
			}
		}
	}
	for i := range c.net.Peerings {
		p := c.peeringEnds(i)
		for k := range p.ends {
			from, to := &p.ends[k], &p.ends[1-k]
			if to.router.ID != owner {
				continue
			}
			for r := range from.router.RouteTables {
				off(c.peering(&p, from, to, c.object(from.router.RouteTables[r].ID), table))
			}
		}
	}
	for i := range c.net.ECRs {
		c.ecrEdges(i, off)
	}
	c.sessionEdges(off)
}

// A routerEnd is the end of an attachment or peering at a transit router.
type routerEnd struct {
	router       *TransitRouter
	region       engine.ID
	association  *object   // nil: none
	learners     []*object // the tables that learn here
	synchronized bool
	down         bool
}

// routerEnd returns an end with what is configured there. On Basic Edition all of it is implied (D-39).
func (c *compiler) routerEnd(e *end, sync bool) routerEnd {
	tr := &c.net.TransitRouters[e.hub.i]
	end := routerEnd{tr, c.regions[e.hub.i], e.association, e.propagations, sync, e.hub.down}
	if tr.Edition == attach.Basic {
		end.association = c.object(tr.SystemTable())
		end.learners = []*object{end.association}
		end.synchronized = true
	}
	return end
}

// An attachmentEnds is an attachment with both of its ends.
type attachmentEnds struct {
	*Attachment
	routerEnd
	*ends
	id   engine.ID
	down bool // the attachment or one of its ends
}

func (c *compiler) attachmentEnds(i int) attachmentEnds {
	a, ends := &c.net.Attachments[i], &c.ends[i]
	end := c.routerEnd(&ends.end, a.RouteSync || a.Kind == attach.ECR) // TR-2.3.1
	return attachmentEnds{a, end, ends, ends.self.id, ends.self.down || ends.instance.down || end.down}
}

// ecrAttachment returns the attachment of an ECR to a transit router, and whether there is one.
func (c *compiler) ecrAttachment(ecr *ECR, router string) (attachmentEnds, bool) {
	a := c.attachmentTo(link{c.object(router), c.object(ecr.ID)})
	if a == nil {
		return attachmentEnds{}, false
	}
	return c.attachmentEnds(c.object(a.ID).i), true
}

// A peeringEnds is a peering with both of its ends.
type peeringEnds struct {
	id   engine.ID
	ends [2]routerEnd
	down bool // the peering or one of its ends
}

func (c *compiler) peeringEnds(i int) peeringEnds {
	p := &c.net.Peerings[i]
	self := c.object(p.ID)
	both := peeringEnds{id: self.id, down: self.down}
	for k := range both.ends {
		both.ends[k] = c.routerEnd(&c.peerings[i][k], p.Ends[k].RouteSync)
		both.down = both.down || both.ends[k].down
	}
	return both
}

// learning is the edge over which a table learns from an attachment (TR-2.2).
func (c *compiler) learning(a *attachmentEnds, table *object) engine.Edge {
	e := engine.Edge{Kind: engine.LearnExternal, To: table.node(), NextHop: a.id, Attachment: a.id}
	if a.down {
		e.Off = append(e.Off, route.IsDown)
	}
	if !slices.Contains(a.learners, table) {
		e.Off = append(e.Off, route.NotPropagated)
	}
	switch a.Kind {
	case attach.VPC:
		e.Kind, e.From, e.NoIPv6 = engine.LearnVPC, c.vpcNodes[a.instance.i][0], a.withoutIPv6()
	case attach.ECR:
		e.Kind, e.From = engine.LearnECR, c.view(a.instance.i, a.region)
		e.DefaultPath = c.isDefaultPath(a)
	default:
		e.From = a.instance.node()
	}
	return e
}

// withoutIPv6 tells whether an attachment of a VPC keeps IPv6 routes back (TR-8.1). A Basic Edition router has no such
// switch: it rejects them (D-39).
func (a *attachmentEnds) withoutIPv6() bool { return !a.IPv6 && a.router.Edition != attach.Basic }

// associationOf returns the association of an ECR with the transit router of its attachment, nil if there is none.
func (c *compiler) associationOf(a *attachmentEnds) *Association {
	return c.associated[link{a.instance, a.hub}]
}

func (c *compiler) isDefaultPath(a *attachmentEnds) bool {
	association := c.associationOf(a)
	return association != nil && association.Default
}

// sync is the edge over which a table is told to a table of an attached instance (TR-2.3).
func (c *compiler) sync(a *attachmentEnds, table *object, to int32) engine.Edge {
	e := engine.Edge{
		Kind: engine.Sync, From: table.node(), To: to, NextHop: a.id, Attachment: a.id, Off: c.syncOff(a, table),
		Target: policy.Target[engine.ID]{Instance: a.instance.id, Kind: a.Kind, Region: a.region},
	}
	switch a.Kind {
	case attach.VPC:
		e.Target.Table, e.NoIPv6 = c.out.Nodes[to].Table, a.withoutIPv6()
		if c.deaf[to] {
			e.Off = append(e.Off, route.ReceivingOff)
		}
	case attach.VBR:
		e.RefuseDefault = a.router.Edition == attach.Basic
	case attach.CCN:
		e.Target.Members = c.members(a.Instance)
	case attach.ECR:
		c.towardECR(&e, a)
	}
	return e
}

// towardECR completes an edge from a router table to a table of an ECR: the prefixes of the association stand for
// specific routes (E-4.7).
func (c *compiler) towardECR(e *engine.Edge, a *attachmentEnds) {
	e.Kind, e.NextHop = engine.SyncECR, a.hub.id
	association := c.associationOf(a)
	if association == nil {
		e.Off = append(e.Off, route.NotAttachedToECR)
		return
	}
	e.Prefixes, e.Incremental = association.Prefixes, association.PrefixMode == IncrementalMode
	e.DefaultPath = association.Default
}

// syncOff returns every reason why a table is not told to an attachment.
func (c *compiler) syncOff(a *attachmentEnds, table *object) []route.Reason {
	off := a.routerEnd.tellsOff(table, a.down)
	if a.Kind == attach.VPN && !c.speaksBGP(a.Instance) {
		off = append(off, route.WithoutBGP)
	}
	return off
}

// tellsOff returns every reason why a table is not told over an end, with whether something on the way is down.
func (end *routerEnd) tellsOff(table *object, down bool) []route.Reason {
	var off []route.Reason
	if down {
		off = append(off, route.IsDown)
	}
	switch end.association {
	case table:
	case nil:
		off = append(off, route.NotAssociated)
	default:
		off = append(off, route.OtherTableAssociated)
	}
	if !end.synchronized {
		off = append(off, route.NotSynchronized)
	}
	return off
}

// instanceTables returns the tables of an attached instance that synchronization reaches.
func (c *compiler) instanceTables(a *attachmentEnds) []int32 {
	switch a.Kind {
	case attach.VPC:
		return c.vpcNodes[a.instance.i]
	case attach.ECR:
		return c.views[a.instance.i]
	}
	return []int32{a.instance.node()}
}

// members returns the SAGs of a CCN, nothing for other instances (P-3.6).
func (c *compiler) members(instance string) []engine.ID {
	ccn := c.ccn(instance)
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
func (c *compiler) peering(p *peeringEnds, from, to *routerEnd, table, learner *object) engine.Edge {
	e := engine.Edge{
		Kind: engine.Peering, From: table.node(), To: learner.node(), NextHop: p.id, Attachment: p.id,
		Off:    from.tellsOff(table, p.down),
		Target: policy.Target[engine.ID]{Peer: true, Kind: attach.Peer, Region: to.region},
	}
	if !slices.Contains(to.learners, learner) {
		e.Off = append(e.Off, route.NotPropagated)
	}
	return e
}

// ecrEdges yields the edges between the tables of the i-th ECR and its VBRs and VPCs (E-3.2). A VBR and a VPC are heard in
// every region and told what the table of their own region holds (E-7.1).
func (c *compiler) ecrEdges(i int, yield func(engine.Edge)) {
	ecr := &c.net.ECRs[i]
	id := c.id(ecr.ID)
	for _, vbr := range ecr.VBRs {
		o, off := c.object(vbr), c.ecrOff(ecr.ID, vbr)
		circuit, home := o.node(), c.view(i, c.id(c.net.VBRs[o.i].Region))
		for _, view := range c.views[i] {
			yield(engine.Edge{Kind: engine.CircuitToECR, From: circuit, To: view, NextHop: o.id, Off: off})
		}
		yield(engine.Edge{Kind: engine.ECRToCircuit, From: home, To: circuit, NextHop: id, Off: off})
	}
	for k := range ecr.Associations {
		if a := &ecr.Associations[k]; a.VPC != "" {
			c.vpcEdges(i, a, yield)
		}
	}
}

// view returns the table that the i-th ECR has for a region.
func (c *compiler) view(i int, region engine.ID) int32 {
	at := slices.IndexFunc(c.views[i], func(view int32) bool { return c.out.Nodes[view].Region == region })
	return c.views[i][at]
}

func (c *compiler) vpcEdges(i int, a *Association, yield func(engine.Edge)) {
	ecr, vpc := &c.net.ECRs[i], c.object(a.VPC)
	tables, off := c.vpcNodes[vpc.i], c.ecrOff(ecr.ID, a.VPC)
	for _, view := range c.views[i] {
		yield(engine.Edge{
			Kind: engine.VPCToECR, From: tables[0], To: view, NextHop: vpc.id, Off: off,
			Prefixes: a.Prefixes, Incremental: a.PrefixMode == IncrementalMode,
		})
	}
	home := c.view(i, c.id(c.net.VPCs[vpc.i].Region))
	for _, table := range tables {
		e := engine.Edge{Kind: engine.ECRToVPC, From: home, To: table, NextHop: c.id(ecr.ID), Off: slices.Clone(off)}
		if c.deaf[table] {
			e.Off = append(e.Off, route.ReceivingOff)
		}
		yield(e)
	}
}

func (c *compiler) ecrOff(ecr, instance string) []route.Reason {
	if c.down(ecr) || c.down(instance) {
		return []route.Reason{route.IsDown}
	}
	return nil
}
