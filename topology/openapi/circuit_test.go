package openapi

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// onECR puts the circuit of the example on an ECR, too, which learned its route with another path.
var onECR = []string{
	"DescribeExpressConnectRouter", `{"EcrList": [{"EcrId": "ecr-1", "AlibabaSideAsn": 45104, "OwnerId": 1001,
		"Status": "ACTIVE"}]}`,
	"DescribeExpressConnectRouterChildInstance", `{"ChildInstanceList": [{"EcrId": "ecr-1",
		"ChildInstanceId": "vbr-1", "ChildInstanceOwnerId": 1002, "Status": "ACTIVE"}]}`,
	"DescribeExpressConnectRouterAssociation", `{"AssociationList": [{"EcrId": "ecr-1", "TransitRouterId": "tr-1",
		"AssociationNodeType": "TR", "Status": "INACTIVE"}]}`,
	"DescribeExpressConnectRouterInterRegionTransitMode.ecr-1",
	`{"InterRegionTransitModeList": [{"RegionId": "cn-hangzhou", "Mode": "NearBy"}]}`,
	"DescribeExpressConnectRouterRouteEntries.ecr-1.cn-hangzhou", `{"RouteEntriesList": [
		{"DestinationCidrBlock": "172.16.0.0/16", "NexthopInstanceId": "vbr-1", "AsPath": "[65002,65003]",
			"Community": "65002:1,65002:2", "Status": "ACTIVE"},
		{"DestinationCidrBlock": "10.1.1.0/24", "NexthopInstanceId": "tr-1", "Med": 2000, "Status": "ACTIVE"}]}`,
}

// TestRoutesOfCircuits: the VBR lists its routes without AS path and communities; these come from the ECR, which no
// policy sees, or else from a transit router table, with a warning where an ingress policy may have changed them.
func TestRoutesOfCircuits(t *testing.T) {
	const noTable = "DescribeRouteEntryList.vtb-vbr-1"
	prepends := []string{"DescribeCenRouteMaps.2", `{"RouteMaps": {"RouteMap": [{"TransitRouterRouteTableId": "vtb-1",
		"TransmitDirection": "RegionIn", "Priority": 7, "MapResult": "Permit", "Status": "Active",
		"PrependAsPath": {"AsPath": ["65009", "65009"]}}]}}`}
	static := []string{noTable, `{"RouteEntrys": {"RouteEntry": [{"DestinationCidrBlock": "10.7.0.0/16",
		"Type": "Custom", "Status": "Available", "NextHops": {"NextHop": [{"NextHopId": "ri-1"}]}},
		{"DestinationCidrBlock": "10.8.0.0/16", "Type": "Custom", "Status": "Available",
			"NextHops": {"NextHop": [{"NextHopId": "tr-attach-vbr", "NextHopType": "Attachment"}]}},
		{"DestinationCidrBlock": "10.6.0.0/16", "Type": "BGP", "Status": "Available"}]}}`}
	tests := []struct {
		name     string
		changes  []string
		want     string
		warnings string // a part of each message
	}{
		{"from the transit router", nil, "[{172.16.0.0/16 BGP [65001] [65001:7] }]", ""},
		{"from the ECR", onECR, "[{172.16.0.0/16 BGP [65002 65003] [65002:1 65002:2] }]", ""},
		{"from a table that changes them", prepends, "[{172.16.0.0/16 BGP [65001] [65001:7] }]",
			"an ingress policy there may have changed them"},
		{"static ones, towards both sides, and one that nobody learned", static,
			"[{10.6.0.0/16 BGP [] [] } {10.7.0.0/16 Custom [] [] } {10.8.0.0/16 Custom [] [] tr-attach-vbr}]",
			"are in no table that learned it"},
		{"without the table of the VBR", []string{noTable, ""}, "[{172.16.0.0/16 BGP [65001] [65001:7] }]",
			"is taken from vtb-1|its route table"},
	}
	for _, test := range tests {
		x := mustRead(t, folder(t, test.changes...))
		if got := fmt.Sprint(x.Network.VBRs[0].Routes); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
		for part := range strings.SplitSeq(test.warnings, "|") {
			if part != "" && !slices.ContainsFunc(x.Warnings,
				func(w Warning) bool { return strings.Contains(w.Message, part) }) {
				t.Errorf("%s: no warning %q in %q", test.name, part, x.Warnings)
			}
		}
	}
}

// TestECRs reads an ECR with its default path, which only the MED of a route shows (E-2.10), and the grants without
// which its circuit could not be there.
func TestECRs(t *testing.T) {
	x := mustRead(t, folder(t, onECR...))
	if got, want := fmt.Sprintf("%+v", x.Network.ECRs),
		"[{ID:ecr-1 ASN:45104 Owner:1001 VBRs:[vbr-1] Modes:map[cn-hangzhou:NearBy] Associations:[{VPC: TransitRouter:tr-1 Prefixes:[] PrefixMode:match Default:true}] DisabledRoutes:[]}]"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	x = mustRead(t, folder(t, append(slices.Clone(onECR), "ListTransitRouterVbrAttachments",
		`{"TransitRouterAttachments": []}`)...))
	if got := fmt.Sprint(x.Network.Grants); got != "[{vbr-1 1001}]" {
		t.Errorf("grants %s", got)
	}
}

// TestDataCentersOfASupplement: what a data center announces replaces the BGP routes of the VBR at which it has a
// session, a static session the static ones.
func TestDataCentersOfASupplement(t *testing.T) {
	routes := []string{"DescribeRouteEntryList.vtb-vbr-1.2",
		`{"RouteEntrys": {"RouteEntry": [{"DestinationCidrBlock": "10.7.0.0/16", "Type": "Custom",
			"Status": "Available"}]}}`, "supplement", ""}
	tests := []struct{ supplement, want string }{
		{`{"dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["172.16.0.0/16"],
			"sessions": [{"to": "vbr-1"}]}]}`, "[{10.7.0.0/16 Custom [] [] }]"},
		{`{"dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["10.7.0.0/16"], "sessions": [{"to": "vbr-1",
			"static": true}]}]}`, "[{172.16.0.0/16 BGP [65001] [65001:7] }]"},
		{`{"dataCenters": [{"id": "idc-1", "asn": 65001, "sessions": [{"to": "vbr-9"}]}], "vbrs": [{"id": "vbr-9",
			"region": "cn-hangzhou"}]}`, "[{10.7.0.0/16 Custom [] [] } {172.16.0.0/16 BGP [65001] [65001:7] }]"},
		{`{"vbrs": [{"id": "vbr-1", "routes": [{"prefix": "10.7.0.0/16", "asPath": [65007]}]}]}`,
			"[{10.7.0.0/16 Custom [65007] [] } {172.16.0.0/16 BGP [65001] [65001:7] }]"},
		{`{"vbrs": [{"id": "vbr-1", "routes": []}]}`, "[]"},
	}
	for _, test := range tests {
		routes[3] = test.supplement
		x := mustRead(t, folder(t, routes...))
		if got := fmt.Sprint(x.Network.VBRs[0].Routes); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.supplement, got, test.want)
		}
		left := slices.ContainsFunc(x.Warnings, func(w Warning) bool {
			return w.File == SupplementFile && strings.Contains(w.Message, "1 routes of vbr-1")
		})
		if left != strings.Contains(test.supplement, `"to": "vbr-1"`) {
			t.Errorf("%s: warnings %q", test.supplement, x.Warnings)
		}
	}
}

// TestIPsecConnections reads the routes of an IPsec connection: those from the data center are in its network, those
// from the cloud in its live table alone. A BGP route tells that it speaks BGP.
func TestIPsecConnections(t *testing.T) {
	x := mustRead(t, folder(t, "ListTransitRouterVpnAttachments",
		`{"TransitRouterAttachments": [{"TransitRouterAttachmentId": "tr-attach-vpn", "TransitRouterId": "tr-1",
			"VpnId": "vco-1",
		"VpnRegionId": "cn-hangzhou", "VpnOwnerId": 1001, "AutoPublishRouteEnabled": true, "Status": "Attached"}]}`,
		"DescribeVpnConnection.vco-1", `{"VpnConnectionId": "vco-1", "AttachType": "CEN", "State": "attached",
			"VpnBgpConfig": {"EnableBgp": "false"}}`,
		"DescribeVcoRouteEntries.vco-1", `{"VcoRouteEntries": [
			{"VpnConnectionId": "vco-1", "RouteDest": "10.3.0.0/16", "RouteEntryType": "custom", "State": "published"},
			{"VpnConnectionId": "vco-1", "RouteDest": "10.4.0.0/16", "RouteEntryType": "bgp", "Source": "VPN_BGP",
				"AsPath": "[65010]", "Community": "65010:1", "State": "Active"},
			{"VpnConnectionId": "vco-1", "RouteDest": "10.1.1.0/24", "RouteEntryType": "bgp", "Source": "CLOUD",
				"AsPath": "[]", "State": "Active"}]}`))
	if got := fmt.Sprintf("%+v", x.Network.VPNs); got != "[{ID:vco-1 Region:cn-hangzhou Owner:1001 BGP:true Routes:[{Prefix:10.3.0.0/16 Type:Custom ASPath:[] Communities:[] NextHop:} {Prefix:10.4.0.0/16 Type:BGP ASPath:[65010] Communities:[65010:1] NextHop:}]}]" {
		t.Errorf("got %s", got)
	}
	i := slices.IndexFunc(x.Observed, func(t Table) bool { return t.ID == "vco-1" })
	var got []string
	for _, e := range x.Observed[i].Entries {
		got = append(got, e.Prefix.String()+" "+e.NextHop)
	}
	if fmt.Sprint(got) != "[10.1.1.0/24 tr-attach-vpn 10.3.0.0/16 data center 10.4.0.0/16 data center]" {
		t.Errorf("got %q", got)
	}
}
