package openapi

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// addAttachment adds an attachment of a kind and returns it, nil if it cannot be in the network.
func (x *reader) addAttachment(r *record, kind attach.Kind, instance, region string) *topology.Attachment {
	a := &topology.Attachment{ID: r.text("TransitRouterAttachmentId"), Kind: kind, Instance: r.text(instance)}
	switch {
	case a.ID == "" || a.Instance == "":
		r.warn("", "it names no attachment or no instance, left out")
		return nil
	case x.links[a.ID] != nil:
		x.twice(r, a.ID)
		return nil
	case !r.present("Status"):
		return nil
	}
	tr := x.router(r, r.text("TransitRouterId"))
	if tr == nil {
		return nil
	}
	own(&tr.Region, r.text(region))
	a.TransitRouter = tr.ID
	a.RouteSync = kind != attach.ECR && r.isTrue("AutoPublishRouteEnabled")
	x.links[a.ID], x.sources[a.ID] = a, r.file
	return a
}

func (x *reader) addVPCAttachment(r *record) {
	a := x.addAttachment(r, attach.VPC, "VpcId", "VpcRegionId")
	if a == nil {
		return
	}
	vpc := x.vpc(r, a.Instance)
	own(&vpc.Region, r.text("VpcRegionId"))
	own(&vpc.Owner, r.text("VpcOwnerId"))
	options, _ := r.value("TransitRouterVPCAttachmentOptions").(map[string]any)
	for _, name := range sortedKeys(options) {
		on := strings.EqualFold(r.text("TransitRouterVPCAttachmentOptions."+name), "enable")
		switch strings.ToLower(name) {
		case "ipv6support":
			a.IPv6 = on
		case "appliancemodesupport":
			if on {
				r.warn("TransitRouterVPCAttachmentOptions."+name, "the appliance mode is not modelled")
			}
		default:
			r.warn("TransitRouterVPCAttachmentOptions."+name, "the option is not modelled")
		}
	}
	for _, zone := range r.records("ZoneMappings") {
		v := x.vswitches[zone.text("VSwitchId")]
		if v == nil || len(v.cidrs) == 0 {
			zone.warn("VSwitchId", "the vSwitch is not listed (DescribeVSwitches)")
		} else if !slices.Contains(a.VSwitches, v.cidrs[0]) {
			a.VSwitches = append(a.VSwitches, v.cidrs[0])
		}
	}
	slices.SortFunc(a.VSwitches, netip.Prefix.Compare)
}

func (x *reader) addVBRAttachment(r *record) {
	if a := x.addAttachment(r, attach.VBR, "VbrId", "VbrRegionId"); a != nil {
		vbr := x.vbr(r, a.Instance)
		own(&vbr.Region, r.text("VbrRegionId"))
		own(&vbr.Owner, r.text("VbrOwnerId"))
	}
}

func (x *reader) addVPNAttachment(r *record) {
	if a := x.addAttachment(r, attach.VPN, "VpnId", "VpnRegionId"); a != nil {
		vpn := x.vpn(r, a.Instance)
		own(&vpn.Region, r.text("VpnRegionId"))
		own(&vpn.Owner, r.text("VpnOwnerId"))
	}
}

func (x *reader) addECRAttachment(r *record) {
	if a := x.addAttachment(r, attach.ECR, "EcrId", "TransitRouterRegionId"); a != nil {
		own(&x.ecr(r, a.Instance).Owner, r.text("EcrOwnerId"))
	}
}

// addPeering adds an inter-region connection, or its other end: each transit router lists its own switch for
// synchronization.
func (x *reader) addPeering(r *record) {
	id, near, far := r.text("TransitRouterAttachmentId"), r.text("TransitRouterId"), r.text("PeerTransitRouterId")
	if id == "" || near == "" || far == "" {
		r.warn("", "it names no connection or not both transit routers, left out")
		return
	}
	if !r.present("Status") {
		return
	}
	p := x.peerings[id]
	if p != nil && (!p.connects(near) || !p.connects(far) || p.listed[near]) {
		x.twice(r, id)
		return
	}
	own(&x.router(r, near).Region, r.text("RegionId"))
	own(&x.router(r, far).Region, r.text("PeerTransitRouterRegionId"))
	own(&x.routers[far].Owner, r.text("PeerTransitRouterOwnerId"))
	if p == nil {
		p = &peering{listed: map[string]bool{}, file: r.file}
		p.ID = id
		for _, router := range slices.Sorted(slices.Values([]string{near, far})) {
			p.Ends = append(p.Ends, topology.PeeringEnd{TransitRouter: router})
		}
		x.peerings[id], x.sources[id] = p, r.file
	}
	i := slices.IndexFunc(p.Ends, func(e topology.PeeringEnd) bool { return e.TransitRouter == near })
	p.listed[near], p.Ends[i].RouteSync = true, r.isTrue("AutoPublishRouteEnabled")
}

// connects tells whether a transit router is at one of the ends.
func (p *peering) connects(router string) bool {
	return slices.ContainsFunc(p.Ends, func(e topology.PeeringEnd) bool { return e.TransitRouter == router })
}

// completePeerings gives the end of a connection from which it is not listed the switch of the other end (TR-7.3).
func (x *reader) completePeerings() {
	for _, id := range sortedKeys(x.peerings) {
		p := x.peerings[id]
		for i := range p.Ends {
			if other := p.Ends[1-i]; !p.listed[p.Ends[i].TransitRouter] {
				p.Ends[i].RouteSync = other.RouteSync
				x.warn(p.file, fmt.Sprintf("%s is listed by %s alone, its switch for synchronization is taken for that of both ends", id, other.TransitRouter))
			}
		}
	}
}

func (x *reader) associate(r *record) {
	place, _, t := x.switches(r)
	switch {
	case place == nil:
	case *place != "" && *place != t.ID:
		r.warn("", fmt.Sprintf("the attachment is associated with %s already, left out", *place))
	default:
		*place = t.ID
	}
}

func (x *reader) propagate(r *record) {
	if _, list, t := x.switches(r); list != nil && !slices.Contains(*list, t.ID) {
		*list = append(*list, t.ID)
		slices.Sort(*list)
	}
}

// switches returns where the attachment of a record, or the end of a peering, has its association and its propagations,
// and the table that the record is about.
func (x *reader) switches(r *record) (*string, *[]string, *routerTable) {
	id, t := r.text("TransitRouterAttachmentId"), x.table(r, "TransitRouterRouteTableId")
	if t == nil || !r.present("Status") {
		return nil, nil, nil
	}
	if a := x.links[id]; a != nil && a.TransitRouter == t.router {
		return &a.Association, &a.Propagations, t
	}
	if p := x.peerings[id]; p != nil {
		for i := range p.Ends {
			if p.Ends[i].TransitRouter == t.router {
				return &p.Ends[i].Association, &p.Ends[i].Propagations, t
			}
		}
	}
	r.warn("TransitRouterAttachmentId",
		fmt.Sprintf("%.60q is no attachment of transit router %s that is listed, left out", id, t.router))
	return nil, nil, nil
}

// checkChildInstance warns about an instance of a CEN instance that no attachment connects: that of a Basic Edition
// transit router.
func (x *reader) checkChildInstance(r *record) {
	id := r.text("ChildInstanceId")
	for _, a := range x.links {
		if a.Instance == id {
			return
		}
	}
	r.warn("ChildInstanceId", fmt.Sprintf("%.40s %.60s is attached to the CEN instance, but no attachment of it is listed: it is not in the network", r.text("ChildInstanceType"), id))
}

// addCENGrant adds the grant of an instance to the account of a CEN instance.
func (x *reader) addCENGrant(r *record) {
	x.addGrant(r, r.text("ChildInstanceId"), r.text("CenOwnerId"))
}

// addECRGrant adds the grant of an instance to the account of an ECR.
func (x *reader) addECRGrant(r *record) { x.addGrant(r, r.text("NodeId"), r.text("EcrOwnerAliUid")) }

func (x *reader) addGrant(r *record, instance, account string) {
	if known := x.vpcs[instance] != nil || x.vbrs[instance] != nil || x.vpns[instance] != nil || x.ecrs[instance] != nil; !known || account == "" {
		r.warn("", fmt.Sprintf("the grant of %.60q is left out, the instance is not listed", instance))
		return
	}
	x.grants[topology.Grant{Instance: instance, To: account}] = true
}
