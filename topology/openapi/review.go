package openapi

import (
	"fmt"
	"slices"

	"github.com/cenroute/cenroute/internal/supplement"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// completeExternal gives a VBR or IPsec connection whose own table is not in the folder the routes that other tables
// learned from it.
func (x *reader) completeExternal() {
	keys := make([]external, 0, len(x.observed.evidence))
	for key := range x.observed.evidence {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b external) int { return a.prefix.Compare(b.prefix) })
	for _, key := range keys {
		e := x.observed.evidence[key]
		if x.observed.byID[key.instance] != nil || e.Aside != "" {
			continue
		}
		out := topology.ExternalRoute{Prefix: key.prefix, Type: e.Type}
		if e.Type != route.BGP {
			out.Type = route.Custom
		} else if e.Attributes != nil {
			out.ASPath, out.Communities = e.Attributes.ASPath, []route.Community(e.Attributes.Communities)
		}
		if vbr := x.vbrs[key.instance]; vbr != nil {
			vbr.Routes = append(vbr.Routes, out)
		} else if vpn := x.vpns[key.instance]; vpn != nil {
			vpn.Routes, vpn.BGP = append(vpn.Routes, out), vpn.BGP || out.Type == route.BGP
		}
		x.warn(x.sources[key.instance], fmt.Sprintf("the table of %s is not in the folder, route %s is taken from %s, which learned it", key.instance, key.prefix, e.table))
	}
}

// leaveToDataCenters leaves to the data centers of a supplement what the VBRs and IPsec connections at which they have
// sessions hold: their BGP routes to a BGP session, their static ones to a static session.
func (x *reader) leaveToDataCenters(n *topology.Network, extra supplement.Document) {
	centers, _ := extra["dataCenters"].([]any)
	for _, center := range centers {
		object, _ := center.(map[string]any)
		sessions, _ := object["sessions"].([]any)
		for _, session := range sessions {
			s, _ := session.(map[string]any)
			to, _ := s["to"].(string)
			static := s["static"] == true
			stands := func(r topology.ExternalRoute) bool { return r.NextHop == "" && (r.Type != route.BGP) == static }
			for i := range n.VBRs {
				x.drop(&n.VBRs[i].Routes, n.VBRs[i].ID, to, stands)
			}
			for i := range n.VPNs {
				x.drop(&n.VPNs[i].Routes, n.VPNs[i].ID, to, stands)
			}
		}
	}
}

func (x *reader) drop(routes *[]topology.ExternalRoute, id, to string, stands func(topology.ExternalRoute) bool) {
	if id != to {
		return
	}
	before := len(*routes)
	if *routes = slices.DeleteFunc(*routes, stands); len(*routes) < before {
		x.warn(SupplementFile, fmt.Sprintf("%d routes of %s are left to the data center that has a session there",
			before-len(*routes), id))
	}
}

// review warns about what the whole network, supplement and all, still lacks, and about calls that are not in the
// folder.
func (x *reader) review(n *topology.Network) {
	x.wantCall("ListTransitRouters", true)
	x.wantCall("ListTransitRouterRouteTables", true)
	for _, name := range []string{"ListTransitRouterVpcAttachments", "ListTransitRouterVbrAttachments", "ListTransitRouterVpnAttachments",
		"ListTransitRouterEcrAttachments", "ListTransitRouterPeerAttachments", "ListTransitRouterRouteTableAssociations",
		"ListTransitRouterRouteTablePropagations", "DescribeTransitRouteTableAggregation", "ListTransitRouterPrefixListAssociation", "DescribeCenRouteMaps"} {
		x.wantCall(name, len(n.TransitRouters) > 0)
	}
	for _, name := range []string{"DescribeVSwitches", "DescribeRouteTableList"} {
		x.wantCall(name, len(n.VPCs) > 0)
	}
	x.wantCall("DescribePublishedRouteEntries", len(n.VPCs) > 0 && x.files["ListVpcPublishedRouteEntries"] == nil)
	for _, name := range []string{"DescribeExpressConnectRouterChildInstance", "DescribeExpressConnectRouterAssociation"} {
		x.wantCall(name, len(n.ECRs) > 0)
	}
	for _, ecr := range n.ECRs {
		x.wantScope("DescribeExpressConnectRouterInterRegionTransitMode", ecr.ID)
		x.lacks(ecr.ID, "the AS number of the ECR", ecr.ASN == 0)
	}
	for _, tr := range n.TransitRouters {
		for _, t := range tr.RouteTables {
			x.wantScope("ListTransitRouterRouteEntries", t.ID)
		}
		x.lacks(tr.ID, "the CEN instance of the transit router", tr.CEN == "")
		x.lacks(tr.ID, "the region of the transit router", tr.Region == "")
	}
	for _, vpc := range n.VPCs {
		for _, t := range vpc.RouteTables {
			x.wantScope("DescribeRouteEntryList", t.ID)
		}
		x.lacks(vpc.ID, "the region of the VPC", vpc.Region == "")
		x.lacks(vpc.ID, "the vSwitches of the VPC, without which it announces nothing", len(vpc.VSwitches) == 0)
	}
	for _, vbr := range n.VBRs {
		x.lacks(vbr.ID, "the region of the VBR", vbr.Region == "")
		x.lacks(vbr.ID, "its route table (DescribeRouteEntryList)", x.observed.byID[vbr.ID] == nil)
	}
	for _, vpn := range n.VPNs {
		x.lacks(vpn.ID, "the region of the IPsec connection", vpn.Region == "")
		x.wantScope("DescribeVcoRouteEntries", vpn.ID)
	}
}

// wantCall warns about an operation without a file, if it is needed.
func (x *reader) wantCall(name string, needed bool) {
	if op := operationOf(name); needed && x.files[name] == nil {
		x.warn(op.file(), "is not in the folder: what it lists is not in the network")
	}
}

// wantScope warns about an operation without a file for one object.
func (x *reader) wantScope(name, id string) {
	if x.sources[id] == "" {
		return // from the supplement
	}
	for _, r := range x.files[name] {
		if r.part(0) == id {
			return
		}
	}
	x.warn(name+"."+id+".json", "is not in the folder: what it lists is not in the network")
}

// lacks warns that something about an object of the folder is not known, if so.
func (x *reader) lacks(id, what string, so bool) {
	if file := x.sources[id]; so && file != "" {
		x.warn(file, fmt.Sprintf("not in the folder: %s; a supplement can tell it (ID %s)", what, id))
	}
}
