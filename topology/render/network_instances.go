package render

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// dataCenters adds the data centers and their sessions.
func (d *networkDrawer) dataCenters() {
	for _, dc := range byID(d.n.DataCenters, func(dc *topology.DataCenter) string { return dc.ID }) {
		details := append([]string{fmt.Sprintf("AS %d", dc.ASN)}, few(texts(dc.Prefixes))...)
		if dc.Transit {
			details = append(details, "transit")
		}
		if len(dc.Routes) > 0 {
			details = append(details, count(len(dc.Routes), "static route"))
		}
		d.node(Node{ID: instanceBox(dc.ID), Kind: DataCenter, Column: columnDataCenters, Label: dc.ID, Details: details,
			Mark: d.mark(dc.ID)})
		for _, s := range dc.Sessions {
			d.edge(Edge{From: instanceBox(dc.ID), To: instanceBox(s.To), Label: sessionLabel(s),
				Mark: markIf(s.Down, Down)})
		}
	}
}

// sessionLabel tells how a session differs from a plain one.
func sessionLabel(s topology.Session) string {
	var words []string
	add := func(yes bool, format string, args ...any) {
		if yes {
			words = append(words, fmt.Sprintf(format, args...))
		}
	}
	add(s.Peer != "", "%s", s.Peer)
	add(s.Static, "static")
	add(s.Silent, "silent")
	add(s.Preference != 0, "preference %d", s.Preference)
	add(len(s.Prepend) > 0, "prepends %s", strings.Trim(fmt.Sprint([]uint32(s.Prepend)), "[]"))
	add(len(s.Prefixes) > 0, "only %s", strings.Join(few(texts(s.Prefixes)), ", "))
	add(s.DropsASPath, "drops AS path")
	add(s.Down, "down")
	return strings.Join(words, "\n")
}

// connections adds VBRs, IPsec connections and CCNs.
func (d *networkDrawer) connections() {
	for _, v := range byID(d.n.VBRs, func(v *topology.VBR) string { return v.ID }) {
		d.connection(VBR, v.ID, v.Region, externalDetails(v.Routes))
	}
	for _, v := range byID(d.n.VPNs, func(v *topology.VPN) string { return v.ID }) {
		details := externalDetails(v.Routes)
		if v.BGP {
			details = append([]string{"BGP"}, details...)
		}
		d.connection(VPN, v.ID, v.Region, details)
	}
	for _, c := range byID(d.n.CCNs, func(c *topology.CCN) string { return c.ID }) {
		var branches []string
		for _, sag := range c.SAGs {
			branches = append(branches, strings.TrimSpace(sag.ID+" "+strings.Join(few(texts(sag.Prefixes)), ", ")))
		}
		d.connection(CCN, c.ID, c.Region, few(branches))
	}
}

func (d *networkDrawer) connection(kind NodeKind, id, region string, details []string) {
	d.node(Node{ID: instanceBox(id), Kind: kind, Frame: d.accessFrame(region), Column: columnConnections, Label: id,
		Details: details, Mark: d.mark(id)})
}

// externalDetails lists what stands behind a circuit or connection without a modelled data center.
func externalDetails(routes []topology.ExternalRoute) []string {
	var prefixes []string
	for _, r := range routes {
		prefixes = append(prefixes, r.Prefix.String())
	}
	return few(prefixes)
}

// ecrs adds the Express Connect Routers with their circuits and associations. An association with a router that the
// ECR is attached to is not drawn beside the attachment.
func (d *networkDrawer) ecrs() {
	for _, ecr := range byID(d.n.ECRs, func(e *topology.ECR) string { return e.ID }) {
		box := instanceBox(ecr.ID)
		details := []string{fmt.Sprintf("AS %d", ecr.ASN)}
		if len(ecr.DisabledRoutes) > 0 {
			details = append(details, count(len(ecr.DisabledRoutes), "disabled route"))
		}
		d.node(Node{ID: box, Kind: ECR, Column: columnECRs, Label: ecr.ID, Details: details, Mark: d.mark(ecr.ID)})
		for _, vbr := range ecr.VBRs {
			d.edge(Edge{From: instanceBox(vbr), To: box})
		}
		for _, a := range byID(ecr.Associations, func(a *topology.Association) string { return a.VPC + a.TransitRouter }) {
			d.ecrAssociation(ecr.ID, a)
		}
	}
}

func (d *networkDrawer) ecrAssociation(ecr string, a *topology.Association) {
	attached := func(t topology.Attachment) bool { return t.Instance == ecr && t.TransitRouter == a.TransitRouter }
	switch {
	case a.VPC != "":
		d.edge(Edge{From: instanceBox(ecr), To: instanceBox(a.VPC)})
	case !slices.ContainsFunc(d.n.Attachments, attached):
		box := "unattached:" + ecr + ":" + a.TransitRouter
		d.node(Node{
			ID: box, Frame: routerFrame(a.TransitRouter), Column: columnOnPremPorts, Label: "not attached", Mark: Faint})
		d.edge(Edge{From: instanceBox(ecr), To: box, Mark: Faint})
	}
}

// vpcs adds the VPCs and their peerings.
func (d *networkDrawer) vpcs() {
	for _, v := range byID(d.n.VPCs, func(v *topology.VPC) string { return v.ID }) {
		d.node(Node{ID: instanceBox(v.ID), Kind: VPC, Frame: cloudFrame(v.Region), Column: columnVPCs, Label: v.ID,
			Details: vpcDetails(v), Mark: d.mark(v.ID)})
	}
	for _, p := range byID(d.n.VPCPeerings, func(p *topology.VPCPeering) string { return p.ID }) {
		d.node(Node{ID: instanceBox(p.ID), Kind: VPCPeering, Column: columnVPCPeerings, Label: p.ID,
			Mark: d.mark(p.ID)})
		for _, vpc := range p.VPCs {
			d.edge(Edge{From: instanceBox(vpc), To: instanceBox(p.ID), Mark: d.mark(p.ID)})
		}
	}
}

func vpcDetails(v *topology.VPC) []string {
	var blocks, appliances []string
	for _, s := range v.VSwitches {
		blocks = append(blocks, s.CIDR.String())
	}
	for _, a := range v.Appliances {
		appliances = append(appliances, "appliance "+a.ID)
	}
	details := append(few(blocks), few(appliances)...)
	custom := 0
	for _, t := range v.RouteTables {
		custom += len(t.Routes)
	}
	if custom > 0 {
		details = append(details, count(custom, "custom route"))
	}
	return details
}

// tableDetails tells what is configured in a table of a transit router.
func tableDetails(t *topology.RouteTable, system bool) []string {
	var details []string
	add := func(n int, what string) {
		if n > 0 {
			details = append(details, count(n, what))
		}
	}
	if system {
		details = append(details, "system table")
	}
	add(len(t.Routes), "static route")
	add(len(t.PrefixLists), "prefix list")
	add(len(t.Aggregates), "aggregate")
	if n := len(t.Policies); n == 1 {
		details = append(details, "1 policy")
	} else if n > 1 {
		details = append(details, fmt.Sprintf("%d policies", n))
	}
	if t.MultiRegionECMP {
		details = append(details, "multi-region ECMP")
	}
	if t.NoSystemPolicy {
		details = append(details, "no policy 5000")
	}
	return details
}

// networkTitle names the CEN instances of a network.
func networkTitle(n *topology.Network) string {
	var cens []string
	for i := range n.TransitRouters {
		cens = append(cens, n.TransitRouters[i].CEN)
	}
	return strings.TrimSpace("Network " + strings.Join(few(cens), ", "))
}

// networkSummary counts the parts of a network.
func networkSummary(n *topology.Network) string {
	parts := []string{
		count(len(n.TransitRouters), "transit router"), count(len(n.Attachments), "attachment"),
		count(len(n.Peerings), "peering"), count(len(n.VPCs), "VPC"), count(len(n.VBRs), "VBR"),
		count(len(n.VPNs), "IPsec connection"), count(len(n.CCNs), "CCN"), count(len(n.ECRs), "ECR"),
		count(len(n.DataCenters), "data center"), fmt.Sprintf("%d down", len(n.Down)),
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return strings.HasPrefix(part, "0 ") })
	return "A network with " + strings.Join(parts, ", ") + "."
}

// maxListed is the number of entries of a list that a box shows.
const maxListed = 3

// few returns the first entries of a list in order, each once, and how many there are besides.
func few(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) <= maxListed+1 {
		return list
	}
	return append(list[:maxListed:maxListed], fmt.Sprintf("and %d more", len(list)-maxListed))
}

// count returns a number with the noun that it counts, for example "2 attachments".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func texts(prefixes []netip.Prefix) []string {
	list := make([]string, len(prefixes))
	for i, p := range prefixes {
		list[i] = p.String()
	}
	return list
}
