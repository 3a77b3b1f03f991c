package topology

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
)

// follow tells what becomes of a packet that takes the next hop of a hop.
func (w *walk) follow(v visit, hop Hop) outcome {
	x := w.index
	if failed := x.down(hop.NextHop); failed {
		return dropped(DropFailed, hop.NextHop+" is down")
	}
	owner := x.owner(v.at)
	switch {
	case hop.NextHop == "local":
		return deliveredAt(owner)
	case x.vpc(owner) != nil:
		return x.followVPC(x.vpc(owner), hop, w.to)
	case x.router(owner) != nil:
		return x.followRouter(x.router(owner), hop, w.to)
	case x.ecr(owner) != nil:
		return x.followECR(x.ecr(owner), v.side, hop.NextHop, w.to)
	case x.dataCenter(owner) != nil:
		return x.followCenter(owner, hop.NextHop)
	}
	return x.followCloudSide(owner, hop.NextHop, w.to)
}

func outsideModel(nextHop string) outcome {
	return dropped(DropOutsideModel, "next hop "+nextHop+" is outside the model")
}

// followVPC follows a route of a VPC table.
func (x *traceIndex) followVPC(vpc *VPC, hop Hop, to netip.Addr) outcome {
	id := hop.NextHop
	if a := x.attachment(id); a != nil {
		return x.enterRouter(a, to)
	}
	if x.ecr(id) != nil {
		return goesTo(id, ECRTableID(id, vpc.Region), fromCloud)
	}
	if a, ok := x.appliance(id); ok {
		s, _ := x.vswitchAt(a.vpc, a.vswitch.Addr())
		return goesTo(id, x.tableOf(a.vpc, s), anySide)
	}
	if p := x.vpcPeering(id); p != nil {
		return x.crossVPCs(p, vpc)
	}
	switch kind := x.custom(vpc, hop).NextHopType; kind {
	case ToNatGateway, ToIpv4Gateway, ToVpnGateway:
		return outcome{reason: "left through " + id, place: arrival{vpc.ID, id}}
	case NoNextHopType:
		return outsideModel(id)
	default:
		return outsideModel(id + " of type " + kind.String())
	}
}

// crossVPCs hands a packet over to the system table of the VPC at the other end of a VPC peering.
func (x *traceIndex) crossVPCs(p *VPCPeering, from *VPC) outcome {
	for _, id := range p.VPCs {
		other := x.vpc(id)
		switch {
		case id == from.ID || other == nil:
		case x.down(id):
			return dropped(DropFailed, id+" is down")
		default:
			return goesTo(id, other.SystemTable(), anySide)
		}
	}
	return outsideModel(p.ID)
}

// enterRouter hands a packet over an attachment to the table that is associated with it (TR-2.1.2, TR-2.1.3).
func (x *traceIndex) enterRouter(a *Attachment, to netip.Addr) outcome {
	if o := x.crossAttachment(a, to); o.drop != NotDropped {
		return o
	}
	return x.enterTable(a.TransitRouter, a.Association, a.ID)
}

// enterTable hands a packet to the table that is associated with an attachment or with the end of a peering.
func (x *traceIndex) enterTable(router, association, over string) outcome {
	t := x.router(router)
	if t == nil {
		return outsideModel(over)
	}
	if x.down(router) {
		return dropped(DropFailed, router+" is down")
	}
	table := x.associated(t, association)
	if table == "" {
		return dropped(DropNoAssociation, over+" is not associated with a table of "+router)
	}
	return goesTo(router, table, anySide)
}

// crossAttachment tells whether an attachment and its instance carry traffic at all, in either direction (TR-8.1).
func (x *traceIndex) crossAttachment(a *Attachment, to netip.Addr) outcome {
	switch {
	case x.down(a.ID):
		return dropped(DropFailed, a.ID+" is down")
	case x.down(a.Instance):
		return dropped(DropFailed, a.Instance+" is down")
	case a.Kind == attach.VPC && !a.IPv6 && !to.Is4():
		return dropped(DropNoIPv6, a.ID+" carries no IPv6")
	}
	return outcome{}
}

// followRouter follows a route of a transit router table.
func (x *traceIndex) followRouter(t *TransitRouter, hop Hop, to netip.Addr) outcome {
	if hop.NextHop == "blackhole" {
		return dropped(DropBlackhole, "blackhole route in "+hop.Table)
	}
	if a := x.attachment(hop.NextHop); a != nil {
		return x.leaveRouter(t, a, to)
	}
	p := x.peering(hop.NextHop)
	if p == nil {
		return outsideModel(hop.NextHop)
	}
	for _, e := range p.Ends {
		if e.TransitRouter != t.ID {
			return x.enterTable(e.TransitRouter, e.Association, p.ID) // TR-7.7
		}
	}
	return outsideModel(p.ID)
}

// leaveRouter hands a packet over an attachment to the instance.
func (x *traceIndex) leaveRouter(t *TransitRouter, a *Attachment, to netip.Addr) outcome {
	if o := x.crossAttachment(a, to); o.drop != NotDropped {
		return o
	}
	switch vpc := x.vpc(a.Instance); {
	case vpc != nil:
		var o outcome
		for _, table := range x.attachmentTables(vpc, a.VSwitches) {
			o.visits = append(o.visits, visit{at: vpc.ID, table: table})
		}
		return o
	case x.ecr(a.Instance) != nil:
		return goesTo(a.Instance, ECRTableID(a.Instance, t.Region), fromCloud)
	case x.vpn(a.Instance) != nil:
		return goesTo(a.Instance, a.Instance, fromCloud)
	}
	return goesTo(a.Instance, a.Instance, anySide)
}

// allowed keeps, of the next hops that an ECR view has for a prefix, those on the side to which a packet may go
// (E-3.1). If there is none, all are kept: following one tells why it is dropped, there is no fallback to a shorter
// prefix (D-34).
func (x *traceIndex) allowed(v visit, nextHops []string) []string {
	if x.ecr(v.at) == nil {
		return nextHops
	}
	var kept []string
	for _, id := range nextHops {
		if (x.vbr(id) != nil) == (v.side == fromCloud) {
			kept = append(kept, id)
		}
	}
	if len(kept) == 0 {
		return nextHops
	}
	return kept
}

// followECR follows a route of the table of an ECR region: to the table of a VBR, to the system table of a VPC, or to
// the table of a transit router that is associated with the ECR attachment.
func (x *traceIndex) followECR(e *ECR, s entrySide, nextHop string, to netip.Addr) outcome {
	isVBR := x.vbr(nextHop) != nil
	switch {
	case isVBR && s == fromCircuit:
		return dropped(DropSameSide, e.ID+" does not forward from circuit to circuit")
	case isVBR:
		return goesTo(nextHop, nextHop, anySide)
	case s == fromCloud:
		return dropped(DropSameSide, e.ID+" does not forward between VPCs and transit routers")
	case x.vpc(nextHop) != nil:
		return goesTo(nextHop, x.vpc(nextHop).SystemTable(), anySide)
	}
	for _, id := range x.attachmentsOf(e.ID) {
		if a := x.attachment(id); a.TransitRouter == nextHop {
			return x.enterRouter(a, to)
		}
	}
	return outsideModel(nextHop)
}

// followCloudSide follows a route of a VBR, VPN or CCN: to the data center of a session, to a transit router, to an
// ECR, or to a SAG, where it is delivered.
func (x *traceIndex) followCloudSide(at, nextHop string, to netip.Addr) outcome {
	if far, ok := x.cloudLinks[sessionLink{at, nextHop}]; ok {
		return x.overSession(at, far)
	}
	if a := x.attachment(nextHop); a != nil {
		return x.enterRouter(a, to)
	}
	if vbr := x.vbr(at); vbr != nil && x.ecr(nextHop) != nil {
		return goesTo(nextHop, ECRTableID(nextHop, vbr.Region), fromCircuit)
	}
	if x.isSAG(nextHop, at) {
		return outcome{place: arrival{instance: at}, last: nextHop}
	}
	return outsideModel(nextHop)
}

// overSession hands a packet to the other end of a session (D-14).
func (x *traceIndex) overSession(from string, far farEnd) outcome {
	switch {
	case !far.up:
		return dropped(DropFailed, "the session between "+from+" and "+far.instance+" is down")
	case x.down(far.instance):
		return dropped(DropFailed, far.instance+" is down")
	case x.vpn(far.instance) != nil:
		return goesTo(far.instance, "", fromCircuit)
	}
	return goesTo(far.instance, far.instance, anySide)
}

// followCenter follows a route of a data center: to the table of a VBR or of another data center, through a VPN
// straight to the transit router. A static route may use a circuit without a session.
func (x *traceIndex) followCenter(center, nextHop string) outcome {
	far, ok := x.centerLinks[sessionLink{center, nextHop}]
	if !ok && x.vbr(nextHop) == nil && x.vpn(nextHop) == nil && x.dataCenter(nextHop) == nil {
		return outsideModel(nextHop)
	}
	if !ok {
		far = farEnd{nextHop, true}
	}
	return x.overSession(center, far)
}
