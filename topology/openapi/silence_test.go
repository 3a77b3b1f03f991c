package openapi

import (
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/attach"
)

// A quiet case is one in which something could be lost in silence. Each is made of the folder of the example, which has
// no warnings, and files beside it; it expects the warnings as [TestWarnings] does.
type quiet struct {
	name    string
	changes []string
	want    []string
}

func (c quiet) run(t *testing.T) {
	t.Helper()
	t.Run(c.name, func(t *testing.T) {
		got := mustRead(t, folder(t, c.changes...)).Warnings
		if !warningsMatch(got, c.want) {
			t.Errorf("got %q\nwant %q", got, c.want)
		}
	})
}

// warningsMatch tells whether there are as many warnings as wanted, and one for each "FILE: PATH: PART OF THE MESSAGE".
func warningsMatch(got []Warning, want []string) bool {
	return len(got) == len(want) && !slices.ContainsFunc(want, func(w string) bool {
		file, rest, _ := strings.Cut(w, ": ")
		path, message, _ := strings.Cut(rest, ": ")
		return !slices.ContainsFunc(got, func(g Warning) bool {
			return g.File == file+".json" && g.Path == path && strings.Contains(g.Message, message)
		})
	})
}

func TestPublicationsAreNotLost(t *testing.T) {
	router := func(rest string) string {
		return `{"PublishedRouteEntries": {"PublishedRouteEntry": [{"ChildInstanceRouteTableId": "vtb-vpc-1",
			` + rest + `}]}}`
	}
	vpc := func(rest string) string { return `{"RouteEntries": [{"RouteTableId": "vtb-vpc-1", ` + rest + `}]}` }
	const entry = "DescribePublishedRouteEntries: PublishedRouteEntries.PublishedRouteEntry[0]"
	for _, c := range []quiet{
		{"a custom route that is not published", []string{"DescribePublishedRouteEntries",
			router(`"DestinationCidrBlock": "10.9.0.0/16", "PublishStatus": "NonPublished", "RouteType": "Custom"`)},
			nil},
		{"a system route that is withdrawn", []string{"DescribePublishedRouteEntries",
			router(`"DestinationCidrBlock": "10.1.1.0/24", "PublishStatus": "NonPublished", "RouteType": "System"`)},
			[]string{entry + ".PublishStatus: 10.1.1.0/24 is the block of a vSwitch and not published"}},
		{"a published route that is in no table", []string{"DescribePublishedRouteEntries",
			router(`"DestinationCidrBlock": "10.9.0.0/16", "PublishStatus": "Published", "RouteType": "Custom"`)},
			[]string{entry + ".DestinationCidrBlock: 10.9.0.0/16 is published, but no custom route of vtb-vpc-1"}},
		{"a published route of a table that is not listed", []string{"DescribePublishedRouteEntries", strings.Replace(
			router(`"DestinationCidrBlock": "10.9.0.0/16", "PublishStatus": "Published"`), "vtb-vpc-1", "vtb-vpc-2",
			1)},
			[]string{entry + ".ChildInstanceRouteTableId: the route table is not listed"}},
		{"a status of publication that is not known", []string{"DescribePublishedRouteEntries",
			router(`"DestinationCidrBlock": "10.9.0.0/16", "PublishStatus": "Publishing"`)},
			[]string{entry + `.PublishStatus: "Publishing" is neither Published nor NonPublished`}},
		{"the same to an ECR", []string{"ListVpcPublishedRouteEntries", vpc(`"DestinationCidrBlock": "10.1.1.0/24",
			"RoutePublishTargets": [{"PublishStatus": "NonPublished", "PublishTargetType": "ECR"}]`)},
			[]string{"ListVpcPublishedRouteEntries: RouteEntries[0].RoutePublishTargets[0].PublishStatus: is the block of a vSwitch and not published"}},
		{"a published route to an ECR that is in no table", []string{"ListVpcPublishedRouteEntries",
			vpc(`"DestinationCidrBlock": "10.9.0.0/16",
			"RoutePublishTargets": [{"PublishStatus": "Published", "PublishTargetType": "ECR"}]`)},
			[]string{"ListVpcPublishedRouteEntries: RouteEntries[0].DestinationCidrBlock: is published, but no custom route"}},
		{"a target that is not modelled", []string{"ListVpcPublishedRouteEntries",
			vpc(`"DestinationCidrBlock": "10.1.1.0/24",
			"RoutePublishTargets": [{"PublishStatus": "Published", "PublishTargetType": "Moon"}]`)},
			[]string{"ListVpcPublishedRouteEntries: RouteEntries[0].RoutePublishTargets[0].PublishTargetType: not modelled"}},
	} {
		c.run(t)
	}
}

func TestIPsecConnectionsAreNotLost(t *testing.T) {
	of := func(rest string) []string {
		return []string{"DescribeVpnConnections", `{"VpnConnections": {"VpnConnection": [{"VpnConnectionId": "vco-9",
			` + rest + `}]}}`}
	}
	const place = "DescribeVpnConnections: VpnConnections.VpnConnection[0].VpnConnectionId: "
	for _, c := range []quiet{
		{"of a VPN gateway", of(`"AttachType": "VPNGW", "VpnGatewayId": "vpn-1"`),
			[]string{place + "vco-9 is not attached to a transit router"}},
		{"of a VPN gateway, without a type", of(`"VpnGatewayId": "vpn-1"`),
			[]string{place + "vco-9 is not attached to a transit router"}},
		{"of nothing", of(`"AttachType": "NO_ASSOCIATED"`),
			[]string{place + "vco-9 is not attached to a transit router"}},
		{"of a transit router", of(`"AttachType": "CEN", "State": "attached"`),
			[]string{"DescribeVcoRouteEntries.vco-9: : is not in the folder",
				"DescribeVpnConnections: : the region of the IPsec connection"}},
	} {
		c.run(t)
	}
}

func TestRepetitionsAreNotLost(t *testing.T) {
	peering := func(near, far string) string {
		return `{"TransitRouterAttachments": [{"TransitRouterAttachmentId": "tr-attach-p",
			"TransitRouterId": "` + near +
			`", "PeerTransitRouterId": "` + far + `", "Status": "Attached", "AutoPublishRouteEnabled": true}]}`
	}
	vpcPeering := func(near, far string) string {
		return `{"VpcPeerConnects": [{"InstanceId": "pcc-1", "Status": "Activated",
			"Vpc": {"VpcId": "` + near + `"}, "AcceptingVpc": {"VpcId": "` + far + `"}}]}`
	}
	two := []string{"ListTransitRouters.2", router2, "ListTransitRouterRouteTables.tr-2", tables2,
		"DescribeCenRouteMaps.tr-2", policy2,
		"ListTransitRouterRouteEntries.vtb-2", noEntries, "ListTransitRouterPeerAttachments", peering("tr-1", "tr-2")}
	vpc2 := []string{"DescribeVpcs.2", `{"Vpcs": {"Vpc": [{"VpcId": "vpc-2", "RegionId": "cn-hangzhou",
		"Status": "Available"}]}}`,
		"DescribeVSwitches.2", `{"VSwitches": {"VSwitch": [{"VSwitchId": "vsw-2", "VpcId": "vpc-2",
			"CidrBlock": "10.2.1.0/24", "Status": "Available"}]}}`,
		"ListVpcPeerConnections.1", vpcPeering("vpc-1", "vpc-2")}
	for _, c := range []quiet{
		{"a peering from both sides", slices.Concat(two, []string{"ListTransitRouterPeerAttachments.z",
			peering("tr-2", "tr-1")}), nil},
		{"a peering with another transit router", slices.Concat(two, []string{"ListTransitRouterPeerAttachments.z",
			peering("tr-2", "tr-9")}),
			[]string{"ListTransitRouterPeerAttachments.z: TransitRouterAttachments[0]: tr-attach-p is there twice with different content",
				"ListTransitRouterPeerAttachments: : listed by tr-1 alone"}},
		{"a peering twice from one side", slices.Concat(two, []string{"ListTransitRouterPeerAttachments.z",
			strings.Replace(peering("tr-1", "tr-2"), "true", "false", 1)}),
			[]string{"ListTransitRouterPeerAttachments.z: TransitRouterAttachments[0]: tr-attach-p is there twice with different content",
				"ListTransitRouterPeerAttachments: : listed by tr-1 alone"}},
		{"a VPC peering from both sides", slices.Concat(vpc2, []string{"ListVpcPeerConnections.2", vpcPeering("vpc-2",
			"vpc-1")}), nil},
		{"a VPC peering with another VPC", slices.Concat(vpc2, []string{"ListVpcPeerConnections.2",
			vpcPeering("vpc-2", "vpc-9")}),
			[]string{"ListVpcPeerConnections.2: VpcPeerConnects[0]: pcc-1 is there twice with different content"}},
		{"a route of two types", []string{"DescribeRouteEntryList.vtb-vpc-1.2", `{"RouteEntrys": {"RouteEntry": [
			{"DestinationCidrBlock": "10.9.0.0/16", "Type": "Custom", "Status": "Available",
				"NextHops": {"NextHop": [{"NextHopType": "NatGateway", "NextHopId": "ngw-1"}]}},
			{"DestinationCidrBlock": "10.9.0.0/16", "Type": "Custom", "Status": "Available",
				"NextHops": {"NextHop": [{"NextHopType": "VpnGateway", "NextHopId": "ngw-1"}]}}]}}`},
			[]string{"DescribeRouteEntryList.vtb-vpc-1.2: RouteEntrys.RouteEntry[1]: route 10.9.0.0/16 of vtb-vpc-1 is there twice"}},
	} {
		c.run(t)
	}
}

func TestFieldsAreNotLost(t *testing.T) {
	vswitch := func(rest string) string {
		return `{"VSwitches": {"VSwitch": [{"VSwitchId": "vsw-9", "VpcId": "vpc-1", "Status": "Available",
			` + rest + `}]}}`
	}
	for _, c := range []quiet{
		{"a switch of a table that is neither on nor off", []string{"ListTransitRouterRouteTables.tr-1",
			`{"TransitRouterRouteTables": [{"TransitRouterId": "tr-1",
			"TransitRouterRouteTableId": "vtb-1", "TransitRouterRouteTableType": "System",
				"TransitRouterRouteTableStatus": "Active", "RouteTableOptions": {"MultiRegionECMP": "auto"}}]}`},
			[]string{`ListTransitRouterRouteTables.tr-1: TransitRouterRouteTables[0].RouteTableOptions.MultiRegionECMP: "auto" is neither`}},
		{"an option of an attachment", []string{"ListTransitRouterVpcAttachments.2",
			`{"TransitRouterAttachments": [{"TransitRouterAttachmentId": "tr-attach-9", "TransitRouterId": "tr-1",
			"VpcId": "vpc-1", "Status": "Attached",
				"TransitRouterVPCAttachmentOptions": {"MagicSupport": "enable"}}]}`},
			[]string{"ListTransitRouterVpcAttachments.2: TransitRouterAttachments[0].TransitRouterVPCAttachmentOptions.MagicSupport: the option is not modelled"}},
		{"a condition of a policy", []string{"DescribeCenRouteMaps.2",
			`{"RouteMaps": {"RouteMap": [{"TransitRouterRouteTableId": "vtb-1", "TransmitDirection": "RegionOut",
				"Priority": 7,
			"MapResult": "Deny", "Status": "Active", "OriginalRouteTableIds": {"OriginalRouteTableId": ["vtb-1"]}}]}}`},
			[]string{"DescribeCenRouteMaps.2: RouteMaps.RouteMap[0].OriginalRouteTableIds: the condition or action is not known",
				"DescribeCenRouteMaps.2: RouteMaps.RouteMap[0]: the policy is left out"}},
		{"a vSwitch without a block", []string{"DescribeVSwitches.2", vswitch(`"RouteTable": {}`)},
			[]string{"DescribeVSwitches.2: VSwitches.VSwitch[0].CidrBlock: no block"}},
		{"a prefix list entry without a list", []string{"GetVpcPrefixListEntries",
			`{"PrefixListEntry": [{"Cidr": "10.0.0.0/8"}]}`},
			[]string{"GetVpcPrefixListEntries: PrefixListEntry[0].PrefixListId: is missing"}},
		{"circuits that are connected", []string{"DescribeVirtualBorderRouters",
			`{"VirtualBorderRouterSet": {"VirtualBorderRouterType": [
			{"VbrId": "vbr-1", "RouteTableId": "vtb-vbr-1", "Status": "active", "SitelinkEnable": true}]}}`},
			[]string{"DescribeVirtualBorderRouters: VirtualBorderRouterSet.VirtualBorderRouterType[0].SitelinkEnable: not modelled"}},
		{"a BGP group that is about to go", []string{"DescribeBgpGroups.2",
			`{"BgpGroups": {"BgpGroup": [{"RouterId": "vbr-1", "LocalAsn": "45104", "Status": "Deleting"}]}}`},
			[]string{"DescribeBgpGroups.2: BgpGroups.BgpGroup[0].Status: about to go"}},
	} {
		c.run(t)
	}
}

// The listing of tables tells which vSwitches they have, where that of vSwitches does not.
func TestTablesOfVSwitches(t *testing.T) {
	tables := `{"RouterTableList": {"RouterTableListType": [{"VpcId": "vpc-1", "RouteTableId": "vtb-vpc-2",
		"RouterType": "VRouter", "RouteTableType": "Custom",
		"AssociateType": "VSwitch", "Status": "Available", "VSwitchIds": {"VSwitchId": ["vsw-9"]}}]}}`
	vswitch := func(table string) string {
		return `{"VSwitches": {"VSwitch": [{"VSwitchId": "vsw-9", "VpcId": "vpc-1", "CidrBlock": "10.1.9.0/24",
			"Status": "Available", "RouteTable": {"RouteTableId": "` + table + `"}}]}}`
	}
	for _, c := range []struct {
		table, want string
		warnings    []string
	}{
		{"", "vtb-vpc-2", nil},
		{"vtb-vpc-2", "vtb-vpc-2", nil},
		{"vtb-vpc-1", "", []string{"DescribeVSwitches.9: VSwitches.VSwitch[0].RouteTable.RouteTableId: DescribeRouteTableList has the vSwitch in vtb-vpc-2"}},
	} {
		x := mustRead(t, folder(t, "DescribeRouteTableList.2", tables, "DescribeVSwitches.9", vswitch(c.table),
			"DescribeRouteEntryList.vtb-vpc-2", `{"RouteEntrys": {"RouteEntry": []}}`))
		v := x.Network.VPCs[0].VSwitches[len(x.Network.VPCs[0].VSwitches)-1]
		if v.RouteTable != c.want || !warningsMatch(x.Warnings, c.warnings) {
			t.Errorf("%q: table %q, want %q, warnings %q", c.table, v.RouteTable, c.want, x.Warnings)
		}
	}
}

// Whether policy 5000 of a table was deleted shows in the listing of policies, on Basic Edition.
func TestSystemPolicy(t *testing.T) {
	policies := func(list ...string) string {
		return `{"RouteMaps": {"RouteMap": [` + strings.Join(list, ", ") + `]}}`
	}
	policy := func(direction, priority, rest string) string {
		return `{"CenId": "cen-1", "CenRegionId": "cn-hangzhou",
			"TransmitDirection": "` + direction + `", "Priority": ` + priority +
			`, "MapResult": "Deny", "Status": "Active"` + rest + `}`
	}
	system := policy("RegionOut", "5000", "")
	kinds := func(source, destination string) string {
		return policy("RegionOut", "5000", `, "SourceChildInstanceTypes": {"SourceChildInstanceType": [`+source+
			`]}, "DestinationChildInstanceTypes": {"DestinationChildInstanceType": [`+destination+`]}`)
	}
	const file = "DescribeCenRouteMaps: "
	other := []string{file + "RouteMaps.RouteMap[0]: policy 5000 is another one"}
	for _, c := range []struct {
		name     string
		edition  attach.Edition
		maps     string
		deleted  bool
		warnings []string
	}{
		{"is listed", attach.Basic, policies(system), false, nil},
		{"is listed beside others", attach.Basic, policies(policy("RegionOut", "10", ""), system), false, nil},
		{"is not listed beside others", attach.Basic, policies(policy("RegionOut", "10", "")), true,
			[]string{file + ": taken for deleted"}},
		{"other direction alone", attach.Basic, policies(policy("RegionIn", "10", "")), false,
			[]string{file + ": taken for there"}},
		{"nothing is listed", attach.Basic, policies(), false, []string{file + ": taken for there"}},
		{"a page is missing", attach.Basic, `{"TotalCount": 2, "RouteMaps": {"RouteMap": [` + policy("RegionOut",
			"10", "") + `]}}`, false,
			[]string{file + ": taken for there", file + ": 1 of 2 are in the folder"}},
		{"is about to go", attach.Basic, policies(policy("RegionOut", "10", ""), strings.Replace(system, "Active",
			"Deleting", 1)), true,
			[]string{file + ": taken for deleted", file + "RouteMaps.RouteMap[1].Status: about to go"}},
		{"cannot be deleted", attach.Enterprise, policies(policy("RegionOut", "10", "")), false,
			[]string{file + ": cannot be deleted"}},
		{"the documented kinds", attach.Enterprise, policies(kinds(`"VBR", "CCN", "VPN", "ECR"`, `"ECR", "VBR", "CCN",
			"VPN"`)), false, nil},
		{"without kinds that nothing is attached of", attach.Enterprise, policies(kinds(`"VBR", "CCN"`, `"VBR"`)),
			false, nil},
		{"without the kind of a circuit", attach.Enterprise, policies(kinds(`"VBR"`, `"CCN"`)), false, other},
		{"with VPCs", attach.Enterprise, policies(kinds(`"VBR", "VPC"`, `"VBR"`)), false, other},
		{"another direction", attach.Enterprise, policies(policy("RegionIn", "5000", "")), false, other},
		{"another action", attach.Enterprise, policies(strings.Replace(system, "Deny", "Permit", 1)), false, other},
		{"another condition", attach.Enterprise, policies(policy("RegionOut", "5000", `,
			"DestinationCidrBlocks": {"DestinationCidrBlock": ["10.0.0.0/8"]}`)), false, other},
	} {
		t.Run(c.name, func(t *testing.T) {
			routers := `{"TransitRouters": [{"TransitRouterId": "tr-1", "CenId": "cen-1", "RegionId": "cn-hangzhou",
				"AliUid": 1001, "Status": "Active", "Type": "` +
				map[attach.Edition]string{attach.Basic: "Basic", attach.Enterprise: "Enterprise"}[c.edition] + `"}]}`
			x := mustRead(t, folder(t, "ListTransitRouters", routers, "DescribeCenRouteMaps", c.maps))
			if got := x.Network.TransitRouters[0].RouteTables[0].NoSystemPolicy; got != c.deleted || !warningsMatch(x.Warnings, c.warnings) {
				t.Errorf("deleted: %t, want %t; warnings %q, want %q", got, c.deleted, x.Warnings, c.warnings)
			}
		})
	}
}
