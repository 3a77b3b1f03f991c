package topology

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// defaultASN is the cloud's autonomous system number where nothing else is configured (TR-6.2, E-1.3).
const defaultASN = 45104

// defaultSitePreference is the preference of a data center's session or static route that names none (D-38).
const defaultSitePreference = 100

// defaultPath is the MED of the routes of the transit router that is an ECR's default path (E-2.10).
const defaultPath = 2000

// addExternalTables adds the tables of VBRs, VPNs and CCNs with the routes that are configured on them.
func (c *compiler) addExternalTables() {
	for i := range c.net.VBRs {
		v := &c.net.VBRs[i]
		place := c.addNode(v.ID, engine.Node{
			Kind: engine.CircuitTable, Instance: c.id(v.ID), Region: c.id(v.Region), ASN: c.circuitASN(v),
		})
		c.addExternalRoutes(place, attach.VBR, v.Routes, pathOf("vbrs", i))
	}
	for i := range c.net.VPNs {
		v := &c.net.VPNs[i]
		place := c.addNode(v.ID, engine.Node{
			Kind: engine.ConnectionTable, Instance: c.id(v.ID), Region: c.id(v.Region), ASN: defaultASN,
		})
		c.addExternalRoutes(place, attach.VPN, v.Routes, pathOf("vpns", i))
	}
	for i := range c.net.CCNs {
		v := &c.net.CCNs[i]
		place := c.addNode(v.ID, engine.Node{Kind: engine.BranchTable, Instance: c.id(v.ID), Region: c.id(v.Region)})
		c.addBranches(&c.out.Nodes[place], v)
	}
}

// circuitASN is the cloud-side ASN of a VBR: its own, else that of the ECR it is on (E-1.5), else 45104.
func (c *compiler) circuitASN(v *VBR) uint32 {
	if v.ASN != 0 {
		return v.ASN
	}
	if ecr := c.ecrOf[v.ID]; ecr != nil && ecr.ASN != 0 {
		return ecr.ASN
	}
	return defaultASN
}

// addExternalRoutes adds the routes of a VBR or VPN. Those of a failed one are gone (D-14); a BGP route that went
// through the cloud already is dropped (D-35).
func (c *compiler) addExternalRoutes(place int32, kind attach.Kind, routes []ExternalRoute, path string) {
	node := &c.out.Nodes[place]
	if c.down[c.name(node.Instance)] {
		return
	}
	for i, r := range routes {
		row := engine.Row{
			NextHop: c.out.Local, Type: route.Custom, ASPath: r.ASPath, Communities: route.MakeCommunities(r.Communities),
			Origin: policy.Origin[engine.ID]{Instance: node.Instance, Kind: kind, Region: node.Region},
		}
		if r.Type == route.BGP {
			row.Type = route.BGP
		}
		if r.NextHop != "" {
			row.NextHop, row.Toward = c.id(r.NextHop), kind
		}
		if row.Type == route.BGP && slices.Contains(r.ASPath, node.ASN) {
			c.warn(path+"."+pathOf("routes", i), "route "+r.Prefix.String()+" is dropped: its AS path holds the cloud-side ASN of "+
				quote(c.name(node.Instance)), "D-35")
			continue
		}
		configure(node, r.Prefix, row)
	}
}

// addBranches adds the prefixes of the SAGs of a CCN: type System, no AS path (D-21).
func (c *compiler) addBranches(node *engine.Node, ccn *CCN) {
	if c.down[ccn.ID] {
		return
	}
	for _, sag := range ccn.SAGs {
		for _, p := range sag.Prefixes {
			configure(node, p, engine.Row{
				NextHop: c.id(sag.ID), Type: route.System,
				Origin: policy.Origin[engine.ID]{Instance: node.Instance, Kind: attach.CCN, Region: node.Region, Member: c.id(sag.ID)},
			})
		}
	}
}

// addDataCenters adds the tables of data centers with their own prefixes and static routes.
func (c *compiler) addDataCenters() {
	for i := range c.net.DataCenters {
		d := &c.net.DataCenters[i]
		place := c.addNode(d.ID, engine.Node{
			Kind: engine.DataCenterTable, Instance: c.id(d.ID), ASN: d.ASN, Transit: d.Transit,
		})
		if c.down[d.ID] {
			continue
		}
		node := &c.out.Nodes[place]
		origin := policy.Origin[engine.ID]{Instance: node.Instance}
		for _, p := range d.Prefixes {
			configure(node, p, engine.Row{NextHop: c.out.Local, Type: route.System, Origin: origin})
		}
		for _, r := range d.Routes {
			if c.usable(d, r.NextHop) {
				configure(node, r.Prefix, engine.Row{
					NextHop: c.id(r.NextHop), Type: route.Static, Weight: sitePreference(r.Preference), Origin: origin,
				})
			}
		}
	}
}

func sitePreference(p int) int32 {
	if p == 0 {
		return defaultSitePreference
	}
	return int32(p)
}

// usable tells whether a static route of a data center has a way: the device that it names is up, and so is one of
// the sessions with it, if there are any (D-14).
func (c *compiler) usable(d *DataCenter, to string) bool {
	if c.down[to] {
		return false
	}
	known, up := false, false
	for _, s := range d.Sessions {
		if s.To == to {
			known, up = true, up || !s.Down
		}
	}
	return up || !known
}

// addViews adds the tables of ECRs, one for each region, with the prefixes of the associations (E-4.3, E-4.7).
func (c *compiler) addViews() {
	for i := range c.net.ECRs {
		ecr := &c.net.ECRs[i]
		disabled := map[engine.Disabled]bool{}
		for _, r := range ecr.DisabledRoutes {
			disabled[engine.Disabled{Prefix: r.Prefix, NextHop: c.id(r.NextHop)}] = true
		}
		for _, region := range c.net.ECRRegions(ecr) {
			place := c.addNode(ECRTableID(ecr.ID, region), engine.Node{
				Kind: engine.ECRView, Instance: c.id(ecr.ID), Region: c.id(region),
				NearBy: ecr.Modes[region] == NearBy, Disabled: disabled,
			})
			c.views[ecr.ID] = append(c.views[ecr.ID], place)
			c.addECRPrefixes(&c.out.Nodes[place], ecr)
		}
	}
}

// addECRPrefixes adds the prefixes of the associations of an ECR to a table of it. They need no specific route inside
// them (E-M-4), but those of a transit router need its attachment with an associated table (D-31).
func (c *compiler) addECRPrefixes(view *engine.Node, ecr *ECR) {
	if c.down[ecr.ID] {
		return
	}
	for i := range ecr.Associations {
		a := &ecr.Associations[i]
		row, ok := c.associationRow(ecr, a)
		if !ok {
			continue
		}
		for _, p := range a.Prefixes {
			if view.Disabled[engine.Disabled{Prefix: p, NextHop: row.NextHop}] {
				row.Status = route.Disabled
			}
			configure(view, p, row)
			row.Status = route.Active
		}
	}
}

func (c *compiler) associationRow(ecr *ECR, a *Association) (engine.Row, bool) {
	if a.VPC != "" {
		region := c.out.Nodes[c.vpcNodes[a.VPC][0]].Region
		return engine.Row{NextHop: c.id(a.VPC), Type: route.Static, Toward: attach.VPC, Region: region}, !c.down[a.VPC]
	}
	row := engine.Row{
		NextHop: c.id(a.TransitRouter), Type: route.Static, Toward: attach.Peer, Region: c.id(c.routers[a.TransitRouter].Region),
	}
	if a.Default {
		row.MED = defaultPath
	}
	attachment := c.ecrAttachment(ecr.ID, a.TransitRouter)
	return row, attachment != nil && c.associated(attachment) != "" && !c.attachmentDown(attachment)
}

// ecrAttachment returns the attachment of an ECR on a transit router, nil if there is none.
func (c *compiler) ecrAttachment(ecr, router string) *Attachment {
	for i := range c.net.Attachments {
		if a := &c.net.Attachments[i]; a.Kind == attach.ECR && a.Instance == ecr && a.TransitRouter == router {
			return a
		}
	}
	return nil
}

func (c *compiler) attachmentDown(a *Attachment) bool {
	return c.down[a.ID] || c.down[a.Instance] || c.down[a.TransitRouter]
}

// associated returns the table that an attachment is associated with; on Basic Edition that is implied (D-39).
func (c *compiler) associated(a *Attachment) string {
	if tr := c.routers[a.TransitRouter]; tr.Edition == attach.Basic {
		return tr.SystemTable()
	}
	return a.Association
}

// connectSessions adds the edges between data centers and their circuits and connections, and between data centers.
func (c *compiler) connectSessions() {
	for i := range c.net.DataCenters {
		d := &c.net.DataCenters[i]
		for k := range d.Sessions {
			if other := c.dataCenter(d.Sessions[k].To); other != nil {
				c.connectDataCenters(d, other, k)
			} else {
				c.connectSession(d, &d.Sessions[k])
			}
		}
	}
}

func (c *compiler) dataCenter(id string) *DataCenter {
	for i := range c.net.DataCenters {
		if c.net.DataCenters[i].ID == id {
			return &c.net.DataCenters[i]
		}
	}
	return nil
}

// connectSession adds both directions of a session with a VBR or VPN.
func (c *compiler) connectSession(d *DataCenter, s *Session) {
	site, device := c.nodes[d.ID], c.nodes[s.To]
	c.sessions++
	session := engine.SessionEdge{
		ID: c.sessions, Static: s.Static, Drops: s.DropsASPath, CloudASN: c.out.Nodes[device].ASN,
		Only: prefixSet(s.Prefixes), Prepend: s.Prepend, Weight: sitePreference(s.Preference),
	}
	nextHop := d.ID
	if s.Peer != "" {
		nextHop = s.Peer
	}
	var off []route.Reason
	if s.Down || c.down[d.ID] || c.down[s.To] {
		off = append(off, route.IsDown)
	}
	told := slices.Clone(off)
	if s.Static || c.out.Nodes[device].Kind == engine.ConnectionTable && !c.speaksBGP(s.To) {
		told = append(told, route.WithoutBGP)
	}
	if s.Silent {
		off = append(off, route.SilentSession)
	}
	c.addEdge(engine.Edge{Kind: engine.Announce, From: site, To: device, NextHop: c.id(nextHop), Session: session, Off: off})
	c.addEdge(engine.Edge{Kind: engine.Tell, From: device, To: site, NextHop: c.id(s.To), Session: session, Off: told})
}

func (c *compiler) speaksBGP(vpn string) bool {
	for i := range c.net.VPNs {
		if c.net.VPNs[i].ID == vpn {
			return c.net.VPNs[i].BGP
		}
	}
	return false
}

func prefixSet(list []netip.Prefix) map[netip.Prefix]bool {
	if len(list) == 0 {
		return nil
	}
	set := make(map[netip.Prefix]bool, len(list))
	for _, p := range list {
		set[p] = true
	}
	return set
}

// connectDataCenters adds both directions of a session between two data centers. Each side's own entry sets what that
// side announces and prefers (D-38); the session is one, also where both name it.
func (c *compiler) connectDataCenters(d, other *DataCenter, k int) {
	place := 0 // among the entries of d for the other
	for i := range k {
		if d.Sessions[i].To == other.ID {
			place++
		}
	}
	mine, theirs := &d.Sessions[k], entryFor(other, d.ID, place)
	if theirs == nil {
		theirs = &Session{To: d.ID}
	} else if other.ID < d.ID {
		return // made from the other side
	}
	c.sessions++
	c.between(d, other, mine, theirs)
	c.between(other, d, theirs, mine)
}

func entryFor(d *DataCenter, to string, place int) *Session {
	for i := range d.Sessions {
		if d.Sessions[i].To != to {
			continue
		}
		if place == 0 {
			return &d.Sessions[i]
		}
		place--
	}
	return nil
}

func (c *compiler) between(from, to *DataCenter, mine, theirs *Session) {
	e := engine.Edge{
		Kind: engine.Between, From: c.nodes[from.ID], To: c.nodes[to.ID], NextHop: c.id(from.ID),
		Session: engine.SessionEdge{
			ID: c.sessions, Static: mine.Static || theirs.Static, Drops: mine.DropsASPath || theirs.DropsASPath,
			CloudASN: defaultASN, Only: prefixSet(mine.Prefixes), Prepend: mine.Prepend, Weight: sitePreference(theirs.Preference),
		},
	}
	if mine.Down || theirs.Down || c.down[from.ID] || c.down[to.ID] {
		e.Off = append(e.Off, route.IsDown)
	}
	if mine.Silent {
		e.Off = append(e.Off, route.SilentSession)
	}
	c.addEdge(e)
}
