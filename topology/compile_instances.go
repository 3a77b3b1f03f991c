package topology

import (
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
		for _, region := range c.ecrRegions(ecr) {
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
	attachment := c.ecrAttachments[ecrAndRouter{ecr.ID, a.TransitRouter}]
	return row, attachment != nil && c.associated(attachment) != "" && !c.attachmentDown(attachment)
}
