package topology

import (
	"cmp"
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

// addExternalTables adds the tables of VBRs, VPNs and CCNs.
func (c *compiler) addExternalTables() {
	for i := range c.net.VBRs {
		v := &c.net.VBRs[i]
		o := c.object(v.ID)
		c.addNode(o, engine.Node{Kind: engine.CircuitTable, Instance: o.id, Region: c.id(v.Region), ASN: c.circuitASN(v)})
	}
	for i := range c.net.VPNs {
		v := &c.net.VPNs[i]
		o := c.object(v.ID)
		c.addNode(o, engine.Node{Kind: engine.ConnectionTable, Instance: o.id, Region: c.id(v.Region), ASN: defaultASN})
	}
	for i := range c.net.CCNs {
		v := &c.net.CCNs[i]
		o := c.object(v.ID)
		c.addNode(o, engine.Node{Kind: engine.BranchTable, Instance: o.id, Region: c.id(v.Region)})
	}
}

// originateExternals adds the routes that are configured on VBRs, VPNs and CCNs.
func (c *compiler) originateExternals() {
	for i := range c.net.VBRs {
		v := &c.net.VBRs[i]
		c.originateExternalRoutes(c.object(v.ID), attach.VBR, v.Routes, place{}.at("vbrs", i))
	}
	for i := range c.net.VPNs {
		v := &c.net.VPNs[i]
		c.originateExternalRoutes(c.object(v.ID), attach.VPN, v.Routes, place{}.at("vpns", i))
	}
	for i := range c.net.CCNs {
		c.originateBranches(&c.net.CCNs[i])
	}
}

// circuitASN is the cloud-side ASN of a VBR: its own, else that of the ECR it is on (E-1.5), else 45104.
func (c *compiler) circuitASN(v *VBR) uint32 {
	if v.ASN != 0 {
		return v.ASN
	}
	if ecr := c.ecrOf[c.object(v.ID)]; ecr != nil && ecr.ASN != 0 {
		return ecr.ASN
	}
	return defaultASN
}

// originateExternalRoutes adds the routes of a VBR or VPN. Those of a failed one are gone (D-14); a BGP route that went
// through the cloud already is dropped (D-35).
func (c *compiler) originateExternalRoutes(o *object, kind attach.Kind, routes []ExternalRoute, at place) {
	if o.down {
		return
	}
	node := &c.out.Nodes[o.node()]
	for i := range routes {
		r := &routes[i]
		row := engine.Row{
			NextHop: c.out.Local, Type: route.Custom,
			ASPath: c.out.ASPaths.Of(r.ASPath...), Communities: c.out.Communities.Of(route.MakeCommunities(r.Communities)...),
			Origin: policy.Origin[engine.ID]{Instance: node.Instance, Kind: kind, Region: node.Region},
		}
		if r.Type == route.BGP {
			row.Type = route.BGP
		}
		if r.NextHop != "" {
			row.NextHop, row.Toward = c.id(r.NextHop), kind
		}
		if row.Type == route.BGP && slices.Contains(r.ASPath, node.ASN) {
			c.warn(at.at("routes", i).String(), "route "+r.Prefix.String()+" is dropped: its AS path holds the cloud-side ASN of "+
				quote(o.name), "D-35")
			continue
		}
		c.configure(o.node(), row, r.Prefix)
	}
}

// originateBranches adds the prefixes of the SAGs of a CCN: type System, no AS path (D-21).
func (c *compiler) originateBranches(ccn *CCN) {
	o := c.object(ccn.ID)
	if o.down {
		return
	}
	node := &c.out.Nodes[o.node()]
	for _, sag := range ccn.SAGs {
		c.configureAll(o.node(), engine.Row{
			NextHop: c.id(sag.ID), Type: route.System,
			Origin: policy.Origin[engine.ID]{Instance: node.Instance, Kind: attach.CCN, Region: node.Region, Member: c.id(sag.ID)},
		}, sag.Prefixes)
	}
}

// addDataCenters adds the tables of data centers.
func (c *compiler) addDataCenters() {
	for i := range c.net.DataCenters {
		d := &c.net.DataCenters[i]
		o := c.object(d.ID)
		c.addNode(o, engine.Node{Kind: engine.DataCenterTable, Instance: o.id, ASN: d.ASN, Transit: d.Transit})
	}
}

// originateDataCenters adds the prefixes and static routes of data centers.
func (c *compiler) originateDataCenters() {
	for i := range c.net.DataCenters {
		d := &c.net.DataCenters[i]
		o := c.object(d.ID)
		if o.down {
			continue
		}
		place, origin := o.node(), policy.Origin[engine.ID]{Instance: o.id}
		c.sites[i] = c.configureAll(place, engine.Row{NextHop: c.out.Local, Type: route.System, Origin: origin}, d.Prefixes)
		for _, r := range d.Routes {
			if c.usable(d, r.NextHop) {
				c.configure(place, engine.Row{
					NextHop: c.id(r.NextHop), Type: route.Static, Weight: sitePreference(r.Preference), Origin: origin,
				}, r.Prefix)
			}
		}
	}
}

// site returns the origin of the prefixes of a data center, and whether there is such a data center and it is up.
func (c *compiler) site(id string) (engine.Origin, bool) {
	o, ok := c.lookup(id, aDataCenter)
	if !ok || o.down {
		return 0, false
	}
	return c.sites[o.i], true
}

func sitePreference(p int) int32 {
	if p == 0 {
		return defaultSitePreference
	}
	return int32(p)
}

// usable tells whether a static route of a data center has a way: what it names is up, and so is one of the sessions
// with it, if there are any (D-14). A session with another data center is down if either side says so.
func (c *compiler) usable(d *DataCenter, to string) bool {
	if c.down(to) {
		return false
	}
	other := cmp.Or(c.dataCenter(to), &DataCenter{})
	for place := 0; ; place++ {
		mine, theirs := entryFor(d, to, place), entryFor(other, d.ID, place)
		if mine == nil && theirs == nil {
			return place == 0
		}
		if !mine.isDown() && !theirs.isDown() {
			return true
		}
	}
}

// isDown tells whether a side of a session says that it is down; one that is not written says nothing.
func (s *Session) isDown() bool { return s != nil && s.Down }

// addViews adds the tables of ECRs, one for each region.
func (c *compiler) addViews() {
	for i := range c.net.ECRs {
		ecr := &c.net.ECRs[i]
		var disabled map[engine.Disabled]bool
		for _, r := range ecr.DisabledRoutes {
			putFirst(&disabled, engine.Disabled{Prefix: r.Prefix, NextHop: c.id(r.NextHop)}, true)
		}
		for _, region := range c.ecrRegions(ecr) {
			place := c.addNode(c.object(ECRTableID(ecr.ID, region)), engine.Node{
				Kind: engine.ECRView, Instance: c.id(ecr.ID), Region: c.id(region),
				NearBy: ecr.Modes[region] == NearBy, Disabled: disabled,
			})
			c.views[i] = append(c.views[i], place)
		}
	}
}

// originateECRPrefixes adds the prefixes of the associations of ECRs to the tables of every region (E-4.3, E-4.7). They
// need no specific route inside them (E-M-4), but those of a transit router need its attachment with an associated
// table (D-31).
func (c *compiler) originateECRPrefixes() {
	for i := range c.net.ECRs {
		ecr := &c.net.ECRs[i]
		for k := range ecr.Associations {
			a := &ecr.Associations[k]
			if _, reason := c.withoutEffect(ecr, a); reason != route.NoReason {
				continue
			}
			for _, place := range c.views[i] {
				c.originateAssociation(place, c.associationRow(a), a.Prefixes)
			}
		}
	}
}

// originateAssociation adds the prefixes of an association to a table of the ECR. One that is disabled by hand stays
// listed (E-2.13).
func (c *compiler) originateAssociation(place int32, row engine.Row, prefixes []netip.Prefix) {
	for _, p := range prefixes {
		row.Status, row.Reason = route.Active, route.ConfiguredHere
		if c.out.Nodes[place].Disabled[engine.Disabled{Prefix: p, NextHop: row.NextHop}] {
			row.Status, row.Reason = route.Disabled, route.DisabledOnECR
		}
		c.configure(place, row, p)
	}
}

// associationRow returns the row of each prefix of an association.
func (c *compiler) associationRow(a *Association) engine.Row {
	if a.VPC != "" {
		vpc := c.object(a.VPC)
		region := c.out.Nodes[c.vpcNodes[vpc.i][0]].Region
		return engine.Row{NextHop: vpc.id, Type: route.Static, Toward: attach.VPC, Region: region}
	}
	router := c.object(a.TransitRouter)
	row := engine.Row{
		NextHop: router.id, Type: route.Static, Toward: attach.Peer, Region: c.id(c.net.TransitRouters[router.i].Region),
	}
	if a.Default {
		row.MED = defaultPath
	}
	return row
}

// withoutEffect tells why the association of an ECR yields nothing, and over which attachment; NoReason if it does.
func (c *compiler) withoutEffect(ecr *ECR, a *Association) (over string, reason route.Reason) {
	if c.down(ecr.ID) || c.down(a.VPC) {
		return "", route.IsDown
	}
	if a.VPC != "" {
		return "", route.NoReason
	}
	switch attachment, ok := c.ecrAttachment(ecr, a.TransitRouter); {
	case !ok:
		return "", route.NotAttachedToECR
	case attachment.down:
		return attachment.ID, route.IsDown
	case attachment.association == nil:
		return attachment.ID, route.NotAttachedToECR
	}
	return "", route.NoReason
}
