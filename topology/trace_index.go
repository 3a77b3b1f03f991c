package topology

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// A traceIndex is an index with what only a trace asks. It is built once for a trace or matrix and not changed
// afterwards.
type traceIndex struct {
	*index
	attached map[string][]string // IDs of the attachments of an instance

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

func newTraceIndex(index *index) *traceIndex {
	x := &traceIndex{
		index:       index,
		attached:    map[string][]string{},
		cloudLinks:  map[sessionLink]farEnd{},
		centerLinks: map[sessionLink]farEnd{},
	}
	for _, a := range index.net.Attachments {
		x.attached[a.Instance] = append(x.attached[a.Instance], a.ID)
	}
	for i := range index.net.DataCenters {
		x.addSessions(&index.net.DataCenters[i])
	}
	return x
}

// appliance returns the appliance that an ID names, and whether there is one.
func (x *traceIndex) appliance(id string) (applianceOf, bool) {
	o, ok := x.lookup(id, anAppliance)
	if !ok {
		return applianceOf{}, false
	}
	vpc := &x.net.VPCs[o.i]
	return applianceOf{vpc, vpc.Appliances[o.j].VSwitch}, true
}

// isSAG tells whether an ID is that of a SAG of a CCN.
func (x *traceIndex) isSAG(id, ccn string) bool {
	o, ok := x.lookup(id, aSAG)
	return ok && x.net.CCNs[o.i].ID == ccn
}

// addSessions indexes the sessions of a data center from both ends. Several sessions with one instance carry traffic
// while one of them is up.
func (x *traceIndex) addSessions(d *DataCenter) {
	sessions := inOrder(d.Sessions)
	for i, s := range sessions {
		if other := x.dataCenter(s.To); other != nil {
			up := !s.isDown() && !entryFor(other, d.ID, placeAmong(sessions, i)).isDown()
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

// owner returns the instance that an appliance belongs to, and any other ID as it is.
func (x *traceIndex) owner(at string) string {
	if a, ok := x.appliance(at); ok {
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
	case x.vpc(id) != nil, x.vbr(id) != nil, x.vpn(id) != nil, x.ccn(id) != nil, x.dataCenter(id) != nil:
		return nil
	case x.router(id) != nil:
		return &EndpointError{from.String(), "no packet starts in a transit router"}
	case x.ecr(id) != nil:
		return &EndpointError{from.String(), "no packet starts in an Express Connect Router"}
	}
	return &EndpointError{from.String(), "unknown instance"}
}

// start returns the first lookup of a packet.
func (x *traceIndex) start(from Endpoint) visit {
	if vpc := x.vpc(from.Instance); vpc != nil {
		return visit{at: vpc.ID, table: x.tableAt(vpc, from.Addr)}
	}
	if x.vpn(from.Instance) != nil {
		return visit{from.Instance, from.Instance, fromCircuit}
	}
	return visit{at: from.Instance, table: from.Instance}
}

// answerStart returns the first lookup of the answer that the receiver of a packet sends.
func (x *traceIndex) answerStart(at arrival, receiver netip.Addr) visit {
	if at.gateway != "" {
		return visit{at: at.instance, table: x.vpc(at.instance).SystemTable()}
	}
	return x.start(Endpoint{receiver, at.instance})
}

// note tells what is unusual about a start.
func (x *traceIndex) note(from Endpoint) string {
	vpc := x.vpc(from.Instance)
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
