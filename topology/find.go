package topology

// find returns the element of a list that something holds for, or nil.
func find[E any](list []E, is func(*E) bool) *E {
	for i := range list {
		if is(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

func (n *Network) transitRouter(id string) *TransitRouter {
	return find(n.TransitRouters, func(x *TransitRouter) bool { return x.ID == id })
}

func (n *Network) vpc(id string) *VPC {
	return find(n.VPCs, func(x *VPC) bool { return x.ID == id })
}

func (n *Network) vbr(id string) *VBR {
	return find(n.VBRs, func(x *VBR) bool { return x.ID == id })
}

func (n *Network) vpn(id string) *VPN {
	return find(n.VPNs, func(x *VPN) bool { return x.ID == id })
}

func (n *Network) ccn(id string) *CCN {
	return find(n.CCNs, func(x *CCN) bool { return x.ID == id })
}

func (n *Network) dataCenter(id string) *DataCenter {
	return find(n.DataCenters, func(x *DataCenter) bool { return x.ID == id })
}

func (n *Network) ecr(id string) *ECR {
	return find(n.ECRs, func(x *ECR) bool { return x.ID == id })
}

func (n *Network) attachment(id string) *Attachment {
	return find(n.Attachments, func(x *Attachment) bool { return x.ID == id })
}

func (n *Network) peering(id string) *Peering {
	return find(n.Peerings, func(x *Peering) bool { return x.ID == id })
}

func (n *Network) vpcPeering(id string) *VPCPeering {
	return find(n.VPCPeerings, func(x *VPCPeering) bool { return x.ID == id })
}

// routeTable returns a route table of a transit router and its router, nil if there is none.
func (n *Network) routeTable(id string) (*TransitRouter, *RouteTable) {
	for i := range n.TransitRouters {
		tr := &n.TransitRouters[i]
		if t := find(tr.RouteTables, func(t *RouteTable) bool { return t.ID == id }); t != nil {
			return tr, t
		}
	}
	return nil, nil
}

// vpcTable returns a copy of a route table of a VPC, the one that a VPC without tables has included, and the VPC; nil
// if there is none.
func (n *Network) vpcTable(id string) (*VPC, *VPCRouteTable) {
	for i := range n.VPCs {
		for _, t := range n.VPCs[i].Tables() {
			if t.ID == id {
				return &n.VPCs[i], &t
			}
		}
	}
	return nil, nil
}

// editVPCTable edits a route table of a VPC. The one that a VPC without tables has is written down for that.
func (n *Network) editVPCTable(id string, edit func(*VPCRouteTable)) {
	vpc, _ := n.vpcTable(id)
	if vpc == nil {
		return
	}
	vpc.RouteTables = vpc.Tables()
	edit(find(vpc.RouteTables, func(t *VPCRouteTable) bool { return t.ID == id }))
}

// editRouteTable edits a route table of a transit router.
func (n *Network) editRouteTable(id string, edit func(*RouteTable)) {
	if _, t := n.routeTable(id); t != nil {
		edit(t)
	}
}

// association returns what an ECR has with a VPC or transit router, or nil.
func (e *ECR) association(with string) *Association {
	return find(e.Associations, func(a *Association) bool { return a.VPC == with || a.TransitRouter == with })
}

// session returns the session of a data center with a neighbour and a name, or nil.
func (d *DataCenter) session(to, peer string) *Session {
	return find(d.Sessions, func(s *Session) bool { return s.To == to && s.Peer == peer })
}

// reject returns a list without the elements that something holds for, nil if none are left. The list is not changed.
func reject[E any](list []E, gone func(*E) bool) []E {
	var rest []E
	for i := range list {
		if !gone(&list[i]) {
			rest = append(rest, list[i])
		}
	}
	return rest
}

// drop returns a list without a value, nil if nothing is left. The list is not changed.
func drop[E comparable](list []E, value E) []E {
	return reject(list, func(e *E) bool { return *e == value })
}

// canFail reports whether an ID may stand in the down list of the network.
func (n *Network) canFail(id string) bool {
	return n.vpc(id) != nil || n.vbr(id) != nil || n.vpn(id) != nil || n.ccn(id) != nil || n.dataCenter(id) != nil ||
		n.ecr(id) != nil || n.attachment(id) != nil || n.peering(id) != nil
}
