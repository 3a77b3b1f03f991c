package main

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// writeGlance prints what a network consists of. What there is none of has no lines.
func writeGlance(out *bytes.Buffer, n *topology.Network) {
	heading(out, "The network at a glance (rules of "+n.Rules.String()+")")
	block(out, routers(n))
	block(out, attachments(n))
	block(out, peerings(n))
	block(out, instances(n))
	block(out, configured(n))
	if len(n.Down) > 0 {
		fmt.Fprintf(out, "  down: %s\n\n", list(n.Down))
	}
}

// heading prints the title of a section.
func heading(out *bytes.Buffer, title string) {
	out.WriteString(title + "\n" + strings.Repeat("=", len(title)) + "\n\n")
}

// block prints a grid with a line of titles, if there is anything below them.
func block(out *bytes.Buffer, g grid) {
	if len(g) > 1 {
		g.write(out, "  ")
		out.WriteString("\n")
	}
}

func routers(n *topology.Network) grid {
	g := grid{{"transit router", "region", "CEN", "edition", "route tables"}}
	for i := range n.TransitRouters {
		tr := &n.TransitRouters[i]
		var tables []string
		for _, t := range tr.RouteTables {
			tables = append(tables, t.ID)
		}
		g.add(tr.ID, tr.Region, tr.CEN, tr.Edition.String(), list(tables))
	}
	return g
}

func attachments(n *topology.Network) grid {
	g := grid{{"attachment", "kind", "of", "on", "looked up in", "learned by", "synchronized"}}
	for _, a := range n.Attachments {
		sync := yesNo(a.RouteSync)
		if a.Kind == attach.ECR {
			sync = "always"
		}
		g.add(a.ID, a.Kind.String(), a.Instance, a.TransitRouter, orDash(a.Association), list(a.Propagations), sync)
	}
	return g
}

func peerings(n *topology.Network) grid {
	g := grid{{"peering", "end", "looked up in", "learned by", "synchronized to the other end"}}
	for _, p := range n.Peerings {
		name := p.ID
		for _, end := range p.Ends {
			g.add(name, end.TransitRouter, orDash(end.Association), list(end.Propagations), yesNo(end.RouteSync))
			name = ""
		}
	}
	for _, p := range n.VPCPeerings {
		g.add(p.ID, list(p.VPCs), "-", "-", "-")
	}
	return g
}

func instances(n *topology.Network) grid {
	g := grid{{"instance", "kind", "region", "has"}}
	for i := range n.VPCs {
		g.add(n.VPCs[i].ID, "VPC", n.VPCs[i].Region, vpcHas(&n.VPCs[i]))
	}
	for i := range n.ECRs {
		g.add(n.ECRs[i].ID, "ECR", "-", ecrHas(&n.ECRs[i]))
	}
	for _, v := range n.VBRs {
		g.add(v.ID, "VBR", v.Region, externalHas(v.Routes))
	}
	for _, v := range n.VPNs {
		g.add(v.ID, "VPN", v.Region, bgp(v.BGP)+externalBehind(v.Routes))
	}
	for _, c := range n.CCNs {
		g.add(c.ID, "CCN", c.Region, ccnHas(c))
	}
	for i := range n.DataCenters {
		g.add(n.DataCenters[i].ID, "data center", "-", dataCenterHas(&n.DataCenters[i]))
	}
	return g
}

func vpcHas(v *topology.VPC) string {
	var blocks []netip.Prefix
	for _, s := range v.VSwitches {
		blocks = append(blocks, s.CIDR)
	}
	return "vSwitches " + texts(blocks)
}

func ecrHas(e *topology.ECR) string {
	var sides []string
	for _, a := range e.Associations {
		side := a.VPC + a.TransitRouter
		if len(a.Prefixes) > 0 {
			side += " as " + texts(a.Prefixes)
		}
		sides = append(sides, side)
	}
	return fmt.Sprintf("AS %d, circuits %s, associated with %s", e.ASN, list(e.VBRs), list(sides))
}

func externalHas(routes []topology.ExternalRoute) string {
	return strings.TrimPrefix("circuit"+externalBehind(routes), ", ")
}

// externalBehind names the routes of a circuit or connection that stand for a data center that is not modelled.
func externalBehind(routes []topology.ExternalRoute) string {
	var prefixes []netip.Prefix
	for _, r := range routes {
		prefixes = append(prefixes, r.Prefix)
	}
	if len(prefixes) == 0 {
		return ""
	}
	return ", routes " + texts(prefixes)
}

func ccnHas(c topology.CCN) string {
	var branches []string
	for _, s := range c.SAGs {
		branches = append(branches, s.ID+" "+texts(s.Prefixes))
	}
	return list(branches)
}

func dataCenterHas(d *topology.DataCenter) string {
	var sessions []string
	for _, s := range d.Sessions {
		sessions = append(sessions, s.To+sessionNote(s))
	}
	return fmt.Sprintf("AS %d, %s, sessions with %s", d.ASN, texts(d.Prefixes), list(sessions))
}

func sessionNote(s topology.Session) string {
	switch {
	case s.Down:
		return " (down)"
	case s.Silent:
		return " (silent)"
	case s.Static:
		return " (static)"
	}
	return ""
}

func bgp(on bool) string {
	if on {
		return "IPsec connection with BGP"
	}
	return "IPsec connection"
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// shown is the number of items of a list at a glance.
const shown = 6

// list joins texts and cuts a long list short.
func list(items []string) string {
	if len(items) > shown {
		rest := fmt.Sprintf("and %d more", len(items)-shown)
		items = append(append([]string{}, items[:shown]...), rest)
	}
	return orDash(strings.Join(items, ", "))
}

// texts is list for anything that has a text.
func texts[T fmt.Stringer](items []T) string {
	var words []string
	for _, item := range items {
		words = append(words, item.String())
	}
	return list(words)
}
