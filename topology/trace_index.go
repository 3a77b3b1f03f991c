package topology

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// A traceIndex finds the objects of a network by their IDs. It is built once for a trace or matrix and not changed
// afterwards.
type traceIndex struct {
	routers     map[string]*TransitRouter
	vpcs        map[string]*VPC
	vbrs        map[string]*VBR
	vpns        map[string]*VPN
	ccns        map[string]*CCN
	centers     map[string]*DataCenter
	ecrs        map[string]*ECR
	attachments map[string]*Attachment
	attached    map[string][]string // IDs of the attachments of an instance
	peerings    map[string]*Peering
	vpcPeerings map[string]*VPCPeering
	appliances  map[string]applianceOf
	sags        map[string]string // the CCN of a SAG
	down        map[string]bool

	cloudLinks  map[sessionLink]farEnd // from a VBR or VPN, by the name that it has for the other end of the session
	centerLinks map[sessionLink]farEnd // from a data center, by the ID of the VBR, VPN or data center
}

// An applianceOf is an appliance and its VPC.
type applianceOf struct {
	vpc     *VPC
	vswitch netip.Prefix
}

// A sessionLink is a session as one end sees it.
type sessionLink struct{ from, to string }

// A farEnd is the instance at the other end of a session, and whether the session is up.
type farEnd struct {
	instance string
	up       bool
}

func newTraceIndex(n *Network) *traceIndex {
	x := &traceIndex{
		routers:     traceByID(n.TransitRouters, func(t *TransitRouter) string { return t.ID }),
		vpcs:        traceByID(n.VPCs, func(v *VPC) string { return v.ID }),
		vbrs:        traceByID(n.VBRs, func(v *VBR) string { return v.ID }),
		vpns:        traceByID(n.VPNs, func(v *VPN) string { return v.ID }),
		ccns:        traceByID(n.CCNs, func(c *CCN) string { return c.ID }),
		centers:     traceByID(n.DataCenters, func(d *DataCenter) string { return d.ID }),
		ecrs:        traceByID(n.ECRs, func(e *ECR) string { return e.ID }),
		attachments: traceByID(n.Attachments, func(a *Attachment) string { return a.ID }),
		peerings:    traceByID(n.Peerings, func(p *Peering) string { return p.ID }),
		vpcPeerings: traceByID(n.VPCPeerings, func(p *VPCPeering) string { return p.ID }),
		attached:    map[string][]string{},
		appliances:  map[string]applianceOf{},
		sags:        map[string]string{},
		down:        map[string]bool{},
		cloudLinks:  map[sessionLink]farEnd{},
		centerLinks: map[sessionLink]farEnd{},
	}
	x.addParts(n)
	for i := range n.DataCenters {
		x.addSessions(&n.DataCenters[i])
	}
	return x
}

func traceByID[T any](list []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for i := range list {
		m[id(&list[i])] = &list[i]
	}
	return m
}

// addParts indexes what stands inside other objects or names them.
func (x *traceIndex) addParts(n *Network) {
	for i := range n.VPCs {
		for _, a := range n.VPCs[i].Appliances {
			x.appliances[a.ID] = applianceOf{&n.VPCs[i], a.VSwitch}
		}
	}
	for _, c := range n.CCNs {
		for _, sag := range c.SAGs {
			x.sags[sag.ID] = c.ID
		}
	}
	for _, a := range n.Attachments {
		x.attached[a.Instance] = append(x.attached[a.Instance], a.ID)
	}
	for _, id := range n.Down {
		x.down[id] = true
	}
}

// addSessions indexes the sessions of a data center from both ends. Several sessions with one instance carry traffic
// while one of them is up.
func (x *traceIndex) addSessions(d *DataCenter) {
	for i, s := range d.Sessions {
		if other := x.centers[s.To]; other != nil {
			up := !s.Down && !downAt(other, d.ID, countSessions(d.Sessions[:i], s.To))
			joinLink(x.centerLinks, sessionLink{d.ID, s.To}, s.To, up)
			joinLink(x.centerLinks, sessionLink{s.To, d.ID}, d.ID, up)
			continue
		}
		name := s.Peer
		if name == "" {
			name = d.ID
		}
		joinLink(x.centerLinks, sessionLink{d.ID, s.To}, s.To, !s.Down)
		joinLink(x.cloudLinks, sessionLink{s.To, name}, d.ID, !s.Down)
	}
}

func joinLink(links map[sessionLink]farEnd, l sessionLink, instance string, up bool) {
	links[l] = farEnd{instance, up || links[l].up}
}

func countSessions(sessions []Session, to string) int {
	n := 0
	for i := range sessions {
		if sessions[i].To == to {
			n++
		}
	}
	return n
}

// downAt tells whether a data center's own entry for a session with another one, the place-th with it, is down. The
// entry may be missing: one end is enough (D-38).
func downAt(d *DataCenter, to string, place int) bool {
	for i := range d.Sessions {
		if s := &d.Sessions[i]; s.To == to {
			if place == 0 {
				return s.Down
			}
			place--
		}
	}
	return false
}

// owner returns the instance that an appliance belongs to, and any other ID as it is.
func (x *traceIndex) owner(at string) string {
	if a, ok := x.appliances[at]; ok {
		return a.vpc.ID
	}
	return at
}

func (x *traceIndex) attachmentsOf(instance string) []string { return x.attached[instance] }

// check tells why a trace cannot be made.
func (x *traceIndex) check(from Endpoint, to netip.Addr) error {
	switch {
	case !from.Addr.IsValid() || from.Addr.Zone() != "":
		return &EndpointError{from.String(), "no IP address"}
	case !to.IsValid() || to.Zone() != "":
		return &EndpointError{to.String(), "no IP address"}
	case from.Addr.Is4In6() || to.Is4In6():
		return &EndpointError{from.String() + "," + to.String(), "an IPv4 address in IPv6 form"}
	case from.Addr.Is4() != to.Is4():
		return &EndpointError{from.String() + "," + to.String(), "addresses of two families"}
	}
	return x.checkInstance(from)
}

func (x *traceIndex) checkInstance(from Endpoint) error {
	id := from.Instance
	switch {
	case x.vpcs[id] != nil, x.vbrs[id] != nil, x.vpns[id] != nil, x.ccns[id] != nil, x.centers[id] != nil:
		return nil
	case x.routers[id] != nil:
		return &EndpointError{from.String(), "no packet starts in a transit router"}
	case x.ecrs[id] != nil:
		return &EndpointError{from.String(), "no packet starts in an Express Connect Router"}
	}
	return &EndpointError{from.String(), "unknown instance"}
}

// start returns the first lookup of a packet.
func (x *traceIndex) start(from Endpoint) visit {
	if vpc := x.vpcs[from.Instance]; vpc != nil {
		return visit{at: vpc.ID, table: x.tableAt(vpc, from.Addr)}
	}
	if x.vpns[from.Instance] != nil {
		return visit{from.Instance, from.Instance, fromCircuit}
	}
	return visit{at: from.Instance, table: from.Instance}
}

// answerStart returns the first lookup of the answer that the receiver of a packet sends.
func (x *traceIndex) answerStart(at arrival, receiver netip.Addr) visit {
	if at.gateway != "" {
		return visit{at: at.instance, table: x.vpcs[at.instance].SystemTable()}
	}
	return x.start(Endpoint{receiver, at.instance})
}

// note tells what is unusual about a start.
func (x *traceIndex) note(from Endpoint) string {
	vpc := x.vpcs[from.Instance]
	if vpc == nil {
		return ""
	}
	if _, ok := x.vswitchAt(vpc, from.Addr); ok {
		return ""
	}
	return from.Addr.String() + " is in no vSwitch of " + vpc.ID + ": it is looked up in the system table"
}

// vswitchAt returns the vSwitch that contains an address.
func (x *traceIndex) vswitchAt(v *VPC, addr netip.Addr) (VSwitch, bool) {
	for _, s := range v.VSwitches {
		if s.CIDR.Contains(addr) {
			return s, true
		}
	}
	return VSwitch{}, false
}

// tableAt returns the ID of the table of the vSwitch that contains an address, or of the system table.
func (x *traceIndex) tableAt(v *VPC, addr netip.Addr) string {
	s, _ := x.vswitchAt(v, addr)
	return x.tableOf(v, s)
}

func (x *traceIndex) tableOf(v *VPC, s VSwitch) string {
	if s.RouteTable != "" {
		return s.RouteTable
	}
	return v.SystemTable()
}

// attachmentTables returns the IDs of the tables that look up what a transit router hands to a VPC: those of the
// vSwitches where its interfaces are (TR-5.12).
func (x *traceIndex) attachmentTables(v *VPC, vswitches []netip.Prefix) []string {
	var tables []string
	for _, s := range v.VSwitches {
		if slices.Contains(vswitches, s.CIDR) {
			tables = append(tables, x.tableOf(v, s))
		}
	}
	if len(tables) == 0 && len(v.VSwitches) > 0 {
		tables = append(tables, x.tableOf(v, v.VSwitches[0]))
	}
	if len(tables) == 0 {
		tables = append(tables, v.SystemTable())
	}
	slices.Sort(tables)
	return slices.Compact(tables)
}

// custom returns the custom route of a VPC table that a lookup found.
func (x *traceIndex) custom(v *VPC, hop Hop) VPCRoute {
	for _, t := range v.RouteTables {
		for _, r := range t.Routes {
			if t.ID == hop.Table && r.Prefix == hop.Route && r.NextHop == hop.NextHop {
				return r
			}
		}
	}
	return VPCRoute{}
}

// associated returns the table that an association names; on Basic Edition it is implied (D-39).
func (x *traceIndex) associated(t *TransitRouter, association string) string {
	if t.Edition == attach.Basic {
		return t.SystemTable()
	}
	return association
}
