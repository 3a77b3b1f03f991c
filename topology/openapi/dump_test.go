package openapi

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

type object = map[string]any

// A dump writes a network and its state as the files of a folder.
type dump struct {
	fsys  fstest.MapFS
	lists map[string][]any // by file name and path of the list
}

// put adds a record to the list of a response; without one it makes the file.
func (d *dump) put(file, path string, records ...object) {
	key := file + " " + path
	if d.lists[key] == nil {
		d.lists[key] = []any{}
	}
	for _, r := range records {
		d.lists[key] = append(d.lists[key], r)
	}
}

func (d *dump) files() fstest.MapFS {
	for key, list := range d.lists {
		file, path, _ := strings.Cut(key, " ")
		response := object{"RequestId": "1", "TotalCount": len(list), "NextToken": ""}
		at, names := response, strings.Split(path, ".")
		for _, name := range names[:len(names)-1] {
			inner := object{}
			at[name], at = inner, inner
		}
		at[names[len(names)-1]] = list
		data, err := json.Marshal(response)
		if err != nil {
			panic(err)
		}
		d.fsys[file+".json"] = &fstest.MapFile{Data: data}
	}
	return d.fsys
}

// dumpOf writes a network with its state: what the cloud would list if it followed the model.
func dumpOf(n *topology.Network, s *topology.State) fstest.MapFS {
	d := &dump{fstest.MapFS{}, map[string][]any{}}
	for i := range operations {
		if op := &operations[i]; op.scope == 0 && op.list != "" {
			d.put(op.name, op.list)
		}
	}
	for i := range n.TransitRouters {
		d.putRouter(&n.TransitRouters[i])
	}
	for i := range n.VPCs {
		d.putVPC(&n.VPCs[i])
	}
	for _, v := range n.VBRs {
		d.put("DescribeVirtualBorderRouters", "VirtualBorderRouterSet.VirtualBorderRouterType", object{"VbrId": v.ID,
			"RouteTableId": "vtb-" + v.ID, "Status": "active"})
		d.put("DescribeBgpGroups", "BgpGroups.BgpGroup", object{"RouterId": v.ID, "RegionId": v.Region,
			"LocalAsn": fmt.Sprint(v.ASN)})
		d.put("DescribeRouteEntryList.vtb-"+v.ID, "RouteEntrys.RouteEntry")
	}
	for _, v := range n.VPNs {
		d.put("DescribeVpnConnections", "VpnConnections.VpnConnection", object{"VpnConnectionId": v.ID,
			"AttachType": "CEN", "State": "attached", "EnableTunnelsBgp": v.BGP})
	}
	for i := range n.ECRs {
		d.putECR(n, &n.ECRs[i])
	}
	for _, a := range n.Attachments {
		d.putAttachment(n, &a)
	}
	for _, p := range n.Peerings {
		for i, e := range p.Ends {
			d.put("ListTransitRouterPeerAttachments", "TransitRouterAttachments",
				object{"TransitRouterAttachmentId": p.ID, "TransitRouterId": e.TransitRouter,
					"PeerTransitRouterId": p.Ends[1-i].TransitRouter, "AutoPublishRouteEnabled": e.RouteSync,
					"Status": "Attached"})
			d.putSwitches(p.ID, e.Association, e.Propagations)
		}
	}
	for _, p := range n.VPCPeerings {
		d.put("ListVpcPeerConnections", "VpcPeerConnects", object{"InstanceId": p.ID, "Status": "Activated",
			"Vpc": object{"VpcId": p.VPCs[0]}, "AcceptingVpc": object{"VpcId": p.VPCs[1]}})
	}
	for _, g := range n.Grants {
		d.put("DescribeGrantRulesToCen", "GrantRules.GrantRule", object{"ChildInstanceId": g.Instance,
			"CenOwnerId": g.To})
	}
	for t := range s.Tables() {
		d.putTable(n, t)
	}
	if n.Rules != 0 {
		d.fsys[SupplementFile] = &fstest.MapFile{Data: []byte(`{"rules": "` + n.Rules.String() + `"}`)}
	}
	return d.files()
}

func (d *dump) putRouter(tr *topology.TransitRouter) {
	d.put("ListTransitRouters", "TransitRouters", object{"TransitRouterId": tr.ID, "CenId": tr.CEN,
		"RegionId": tr.Region, "AliUid": tr.Owner,
		"Type":   map[attach.Edition]string{attach.Enterprise: "Enterprise", attach.Basic: "Basic"}[tr.Edition],
		"Status": "Active"})
	for _, c := range tr.CIDRs {
		d.put("ListTransitRouterCidr", "CidrLists", object{"TransitRouterId": tr.ID, "Cidr": c})
	}
	for _, t := range tr.RouteTables {
		d.put("ListTransitRouterRouteTables", "TransitRouterRouteTables", object{"TransitRouterId": tr.ID,
			"TransitRouterRouteTableId":     t.ID,
			"TransitRouterRouteTableType":   map[bool]string{true: "System", false: "Custom"}[t.System],
			"TransitRouterRouteTableStatus": "Active",
			"RouteTableOptions": object{"MultiRegionECMP": map[bool]string{true: "enable",
				false: "disable"}[t.MultiRegionECMP]}})
		for _, l := range t.PrefixLists {
			for _, p := range l.Prefixes {
				d.put("GetVpcPrefixListEntries", "PrefixListEntry", object{"PrefixListId": l.ID, "Cidr": p})
			}
			hop := l.NextHop
			if l.Blackhole {
				hop = "BlackHole"
			}
			d.put("ListTransitRouterPrefixListAssociation", "PrefixLists", object{"PrefixListId": l.ID,
				"TransitRouterTableId": t.ID, "NextHop": hop, "Status": "Active"})
		}
		for _, a := range t.Aggregates {
			var scope []string
			for _, k := range a.Scope {
				scope = append(scope, map[bool]string{true: "TR", false: k.String()}[k == attach.Peer])
			}
			d.put("DescribeTransitRouteTableAggregation", "Data", object{"TrRouteTableId": t.ID,
				"TransitRouteTableAggregationCidr": a.Prefix, "ScopeList": scope, "Status": "AllConfigured"})
		}
		for _, p := range t.Policies {
			d.putPolicy(tr, t.ID, &p)
		}
		if system := policy.System(); !t.NoSystemPolicy {
			d.putPolicy(tr, t.ID, &system)
		}
	}
}

func (d *dump) putPolicy(tr *topology.TransitRouter, table string, p *policy.Policy) {
	modes := map[policy.Mode]string{policy.Include: "Include", policy.Complete: "Complete", policy.Contain: "Contain"}
	r := object{"CenId": tr.CEN, "CenRegionId": tr.Region, "TransitRouterRouteTableId": table, "Priority": p.Priority,
		"Status": "Active",
		"TransmitDirection": map[policy.Direction]string{policy.Ingress: "RegionIn",
			policy.Egress: "RegionOut"}[p.Direction],
		"MapResult":     map[policy.Action]string{policy.Permit: "Permit", policy.Deny: "Deny"}[p.Action],
		"CidrMatchMode": modes[p.Match.Prefixes.Mode], "AsPathMatchMode": modes[p.Match.ASPath.Mode],
		"CommunityMatchMode": modes[p.Match.Communities.Mode],
		"CommunityOperateMode": map[policy.SetMode]string{policy.Additive: "Additive",
			policy.Replace: "Replace"}[p.Set.Communities.Mode],
		"MatchAddressType":      p.Match.Family.String(),
		"RouteTypes":            object{"RouteType": p.Match.RouteTypes},
		"DestinationCidrBlocks": object{"DestinationCidrBlock": p.Match.Prefixes.List},
		"MatchAsns":             object{"MatchAsn": p.Match.ASPath.List},
		"MatchCommunitySet":     object{"MatchCommunity": p.Match.Communities.List},
		"OperateCommunitySet":   object{"OperateCommunity": p.Set.Communities.List},
		"PrependAsPath":         object{"AsPath": p.Set.PrependASPath},
	}
	for end, e := range map[string]policy.Endpoint{"Source": p.Match.Source, "Destination": p.Match.Destination} {
		r[end+"InstanceIds"] = object{end + "InstanceId": e.Instances}
		r[end+"InstanceIdsReverseMatch"] = e.Except
		r[end+"ChildInstanceTypes"] = object{end + "ChildInstanceType": e.Kinds}
		r[end+"RegionIds"] = object{end + "RegionId": e.Regions}
		r[end+"RouteTableIds"] = object{end + "RouteTableId": e.RouteTables}
	}
	if p.Next != 0 {
		r["NextPriority"] = p.Next
	}
	if p.Set.Preference != 0 {
		r["Preference"] = p.Set.Preference
	}
	d.put("DescribeCenRouteMaps", "RouteMaps.RouteMap", r)
}

func (d *dump) putVPC(vpc *topology.VPC) {
	d.put("DescribeVpcs", "Vpcs.Vpc", object{"VpcId": vpc.ID, "RegionId": vpc.Region, "OwnerId": vpc.Owner,
		"Status": "Available"})
	for _, t := range vpc.RouteTables {
		d.put("DescribeRouteTableList", "RouterTableList.RouterTableListType", object{"VpcId": vpc.ID,
			"RouteTableId": t.ID, "RouterType": "VRouter", "AssociateType": "VSwitch",
			"RouteTableType":         map[bool]string{true: "System", false: "Custom"}[t.System],
			"RoutePropagationEnable": t.Receives(), "Status": "Available"})
		for _, r := range t.Routes {
			var targets []any
			for _, p := range r.Publish {
				targets = append(targets, object{"PublishStatus": "Published",
					"PublishTargetType": map[bool]string{true: "ECR", false: "CEN"}[p == topology.PublishECR]})
			}
			d.put("ListVpcPublishedRouteEntries", "RouteEntries", object{"RouteTableId": t.ID,
				"DestinationCidrBlock": r.Prefix, "RoutePublishTargets": targets})
		}
	}
	for _, v := range vpc.VSwitches {
		family := map[bool]string{true: "CidrBlock", false: "Ipv6CidrBlock"}[v.CIDR.Addr().Is4()]
		d.put("DescribeVSwitches", "VSwitches.VSwitch", object{"VSwitchId": vswitchID(vpc.ID, v.CIDR.String()),
			"VpcId": vpc.ID, family: v.CIDR, "Status": "Available", "RouteTable": object{"RouteTableId": v.RouteTable}})
	}
}

func vswitchID(vpc, cidr string) string { return "vsw-" + vpc + "-" + cidr }

func (d *dump) putECR(n *topology.Network, e *topology.ECR) {
	d.put("DescribeExpressConnectRouter", "EcrList", object{"EcrId": e.ID, "AlibabaSideAsn": e.ASN,
		"OwnerId": e.Owner, "Status": "ACTIVE"})
	d.put("DescribeExpressConnectRouterInterRegionTransitMode."+e.ID, "InterRegionTransitModeList")
	for region, mode := range e.Modes {
		d.put("DescribeExpressConnectRouterInterRegionTransitMode."+e.ID, "InterRegionTransitModeList",
			object{"RegionId": region, "Mode": mode.String()})
	}
	for _, id := range e.VBRs {
		i := slices.IndexFunc(n.VBRs, func(v topology.VBR) bool { return v.ID == id })
		d.put("DescribeExpressConnectRouterChildInstance", "ChildInstanceList", object{"EcrId": e.ID,
			"ChildInstanceId": id, "ChildInstanceOwnerId": n.VBRs[i].Owner, "Status": "ACTIVE"})
	}
	for _, a := range e.Associations {
		d.put("DescribeExpressConnectRouterAssociation", "AssociationList", object{"EcrId": e.ID, "VpcId": a.VPC,
			"TransitRouterId": a.TransitRouter, "AllowedPrefixes": a.Prefixes,
			"AllowedPrefixesMode": map[topology.PrefixMode]string{topology.MatchMode: "MatchMode",
				topology.IncrementalMode: "IncrementalMode"}[a.PrefixMode], "Status": "ACTIVE"})
	}
	for _, r := range e.DisabledRoutes {
		d.put("DescribeDisabledExpressConnectRouterRouteEntries", "DisabledRouteEntryList", object{"EcrId": e.ID,
			"DestinationCidrBlock": r.Prefix, "NexthopInstanceId": r.NextHop})
	}
}

func (d *dump) putAttachment(n *topology.Network, a *topology.Attachment) {
	r := object{"TransitRouterAttachmentId": a.ID, "TransitRouterId": a.TransitRouter,
		"AutoPublishRouteEnabled": a.RouteSync || a.Kind == attach.ECR, "Status": "Attached"}
	switch a.Kind {
	case attach.VPC:
		var zones []any
		for _, c := range a.VSwitches {
			zones = append(zones, object{"VSwitchId": vswitchID(a.Instance, c.String())})
		}
		r["VpcId"], r["ZoneMappings"] = a.Instance, zones
		r["TransitRouterVPCAttachmentOptions"] = object{"Ipv6Support": map[bool]string{true: "enable",
			false: "disable"}[a.IPv6]}
		d.put("ListTransitRouterVpcAttachments", "TransitRouterAttachments", r)
	case attach.VBR:
		i := slices.IndexFunc(n.VBRs, func(v topology.VBR) bool { return v.ID == a.Instance })
		r["VbrId"], r["VbrOwnerId"], r["VbrRegionId"] = a.Instance, n.VBRs[i].Owner, n.VBRs[i].Region
		d.put("ListTransitRouterVbrAttachments", "TransitRouterAttachments", r)
	case attach.VPN:
		i := slices.IndexFunc(n.VPNs, func(v topology.VPN) bool { return v.ID == a.Instance })
		r["VpnId"], r["VpnOwnerId"], r["VpnRegionId"] = a.Instance, n.VPNs[i].Owner, n.VPNs[i].Region
		d.put("ListTransitRouterVpnAttachments", "TransitRouterAttachments", r)
	case attach.ECR:
		r["EcrId"] = a.Instance
		d.put("ListTransitRouterEcrAttachments", "TransitRouterAttachments", r)
	}
	d.putSwitches(a.ID, a.Association, a.Propagations)
}

func (d *dump) putSwitches(id, association string, propagations []string) {
	if association != "" {
		d.put("ListTransitRouterRouteTableAssociations", "TransitRouterAssociations",
			object{"TransitRouterAttachmentId": id, "TransitRouterRouteTableId": association, "Status": "Active"})
	}
	for _, t := range propagations {
		d.put("ListTransitRouterRouteTablePropagations", "TransitRouterPropagations",
			object{"TransitRouterAttachmentId": id, "TransitRouterRouteTableId": t, "Status": "Active"})
	}
}

// putTable writes a table of the state.
func (d *dump) putTable(n *topology.Network, t topology.Table) {
	isVBR := slices.ContainsFunc(n.VBRs, func(v topology.VBR) bool { return v.ID == t.ID() })
	isVPN := slices.ContainsFunc(n.VPNs, func(v topology.VPN) bool { return v.ID == t.ID() })
	isVPC := slices.ContainsFunc(n.VPCs, func(v topology.VPC) bool { return v.ID == t.Owner() })
	ecr, region, isECR := strings.Cut(t.ID(), "@")
	switch {
	case isVBR:
		d.putVPCRows(n, "DescribeRouteEntryList.vtb-"+t.ID(), t)
	case isVPC:
		d.putVPCRows(n, "DescribeRouteEntryList."+t.ID(), t)
	case isVPN:
		d.putVPNRows(n, t)
	case isECR:
		file := "DescribeExpressConnectRouterRouteEntries." + ecr + "." + region
		d.put(file, "RouteEntriesList")
		for r := range t.Routes() {
			e := object{"DestinationCidrBlock": r.Prefix, "NexthopInstanceId": r.NextHop,
				"Status": strings.ToUpper(r.Status.String()), "AsPath": bracketed(r.ASPath),
				"Community": words2(r.Communities)}
			if isDefault(n, ecr, r.NextHop) {
				e["Med"] = 2000
			}
			d.put(file, "RouteEntriesList", e)
		}
	default:
		d.putRouterRows(n, t)
	}
}

func isDefault(n *topology.Network, ecr, router string) bool {
	for _, e := range n.ECRs {
		for _, a := range e.Associations {
			if e.ID == ecr && a.TransitRouter == router && a.Default {
				return true
			}
		}
	}
	return false
}

func bracketed(path route.ASPath) string {
	return strings.ReplaceAll(fmt.Sprint([]uint32(path)), " ", ",")
}

func words2(list route.Communities) string {
	var texts []string
	for _, c := range list {
		texts = append(texts, c.String())
	}
	return strings.Join(texts, ",")
}

func (d *dump) putRouterRows(n *topology.Network, t topology.Table) {
	file := "ListTransitRouterRouteEntries." + t.ID() + ".All"
	d.put(file, "TransitRouterRouteEntries")
	types := map[route.Type]string{route.System: "System", route.Custom: "Custom", route.BGP: "BGP",
		route.Static: "static", route.Aggregate: "static", route.Blackhole: "BlackHole"}
	for r := range t.Routes() {
		if r.Status == route.Suppressed {
			continue
		}
		e := object{"TransitRouterRouteEntryDestinationCidrBlock": r.Prefix,
			"TransitRouterRouteEntryStatus": r.Status.String(), "OperationalMode": !r.Learned,
			"TransitRouterRouteEntryNextHopType": "Attachment", "TransitRouterRouteEntryNextHopId": r.NextHop,
			"TransitRouterRouteEntryType": "Static"}
		if r.NextHop == "blackhole" {
			delete(e, "TransitRouterRouteEntryNextHopId")
			e["TransitRouterRouteEntryNextHopType"] = "BlackHole"
		}
		if r.Learned {
			e["TransitRouterRouteEntryType"] = "Propagated"
			var path []string
			for _, asn := range r.ASPath {
				path = append(path, fmt.Sprint(asn))
			}
			e["PathAttributes"] = object{"OriginInstanceId": r.Origin.Instance, "OriginRouteType": types[r.Type],
				"Preference": r.Preference, "AsPaths": path, "Communities": r.Communities}
		} else if !configured(n, t.ID(), &r) {
			e["PrefixListId"] = "pl"
		}
		d.put(file, "TransitRouterRouteEntries", e)
	}
}

// configured tells whether a static route is one of its table, not one of a prefix list.
func configured(n *topology.Network, table string, r *route.Route) bool {
	for _, tr := range n.TransitRouters {
		for _, t := range tr.RouteTables {
			for _, s := range t.Routes {
				if t.ID == table && s.Prefix == r.Prefix && (s.NextHop == r.NextHop || s.Blackhole && r.NextHop == "blackhole") {
					return true
				}
			}
		}
	}
	return false
}

func (d *dump) putVPCRows(n *topology.Network, file string, t topology.Table) {
	d.put(file, "RouteEntrys.RouteEntry")
	types := map[string]string{}
	for _, vpc := range n.VPCs {
		for _, table := range vpc.RouteTables {
			for _, r := range table.Routes {
				types[table.ID+r.Prefix.String()+r.NextHop] = r.NextHopType.String()
			}
		}
	}
	for r := range t.Routes() {
		status := strings.Replace(r.Status.String(), "Active", "Available", 1)
		e := object{"DestinationCidrBlock": r.Prefix, "Status": status, "Type": r.Type.String()}
		hop := object{"NextHopId": r.NextHop, "NextHopType": types[t.ID()+r.Prefix.String()+r.NextHop]}
		isECR := slices.ContainsFunc(n.ECRs, func(e topology.ECR) bool { return e.ID == r.NextHop })
		switch {
		case r.Learned && isECR:
			e["Type"] = "ECR"
		case r.Learned:
			e["Type"], e["ServiceType"] = "Custom", "TR"
		}
		e["NextHops"] = object{"NextHop": []any{hop}}
		d.put(file, "RouteEntrys.RouteEntry", e)
	}
}

func (d *dump) putVPNRows(n *topology.Network, t topology.Table) {
	file := "DescribeVcoRouteEntries." + t.ID()
	d.put(file, "VcoRouteEntries")
	for r := range t.Routes() {
		e := object{"RouteDest": r.Prefix, "VpnConnectionId": t.ID(), "RouteEntryType": "custom", "State": "published"}
		if r.Type == route.BGP || r.Learned {
			e["RouteEntryType"], e["State"], e["Source"], e["AsPath"], e["Community"] = "bgp", "Active", "VPN_BGP",
				bracketed(r.ASPath), words2(r.Communities)
		}
		if r.Learned {
			e["Source"] = "CLOUD"
		}
		if r.Status == route.Active || !r.Learned {
			d.put(file, "VcoRouteEntries", e)
		}
	}
}
