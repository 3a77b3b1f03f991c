package openapi

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cenroute/cenroute/topology"
)

// folder is the folder of the example with some files replaced: NAME without ".json", and the content; "" removes it.
func folder(t testing.TB, changes ...string) fstest.MapFS {
	t.Helper()
	fsys, source := fstest.MapFS{}, os.DirFS("testdata/dump")
	entries, err := fs.ReadDir(source, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(source, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		fsys[e.Name()] = &fstest.MapFile{Data: data}
	}
	for i := 0; i < len(changes); i += 2 {
		if name := changes[i] + ".json"; changes[i+1] == "" {
			delete(fsys, name)
		} else {
			fsys[name] = &fstest.MapFile{Data: []byte(changes[i+1])}
		}
	}
	return fsys
}

func mustRead(t *testing.T, fsys fs.FS) Import {
	t.Helper()
	x, err := Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// exampleNetwork is what the folder of the example says, each part read off one file by hand.
const exampleNetwork = `{
 "transitRouters": [{"id": "tr-1", "cen": "cen-1", "region": "cn-hangzhou", "owner": "1001",
	"routeTables": [{"id": "vtb-1", "system": true, "policies": [
   {"priority": 10, "direction": "ingress", "action": "permit", "match": {"source": {"instances": ["vbr-1"]},
	"prefixes": {"list": ["172.16.0.0/12"], "mode": "include"}}, "set": {"preference": 20}}]}]}],
 "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "owner": "1001", "vswitches": [{"cidr": "10.1.1.0/24"}],
	"routeTables": [{"id": "vtb-vpc-1", "system": true}]}],
 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou", "owner": "1001", "asn": 45104,
	"routes": [{"prefix": "172.16.0.0/16", "type": "BGP", "asPath": [65001], "communities": ["65001:7"]}]}],
 "attachments": [
  {"id": "tr-attach-vbr", "kind": "VBR", "transitRouter": "tr-1", "instance": "vbr-1", "association": "vtb-1",
	"propagations": ["vtb-1"], "routeSync": true},
  {"id": "tr-attach-vpc", "kind": "VPC", "transitRouter": "tr-1", "instance": "vpc-1", "association": "vtb-1",
	"propagations": ["vtb-1"], "routeSync": true, "vswitches": ["10.1.1.0/24"]}]}`

// expectNetwork compares a network with a document; empty lists equal missing ones.
func expectNetwork(t *testing.T, document string, got *topology.Network) {
	t.Helper()
	want, err := topology.Parse([]byte(document))
	if err != nil {
		t.Fatalf("the document of the test: %v", err)
	}
	if diff := cmp.Diff(want, *got, cmpopts.EquateEmpty(), cmpopts.EquateComparable(netip.Prefix{})); diff != "" {
		t.Errorf("network (-want +got):\n%s", diff)
	}
}

func TestTheFolderOfTheExample(t *testing.T) {
	x := mustRead(t, folder(t))
	expectNetwork(t, exampleNetwork, x.Network)
	if len(x.Warnings) != 0 {
		t.Errorf("warnings: %v", x.Warnings)
	}
	if violations, _ := x.Network.Validate(); len(violations) > 0 {
		t.Errorf("violations: %v", violations)
	}
}

const (
	router2 = `{"TransitRouters": [{"TransitRouterId": "tr-2", "CenId": "cen-1", "RegionId": "cn-shanghai",
		"Type": "Enterprise", "Status": "Active"}]}`
	tables2 = `{"TransitRouterRouteTables": [{"TransitRouterId": "tr-2", "TransitRouterRouteTableId": "vtb-2",
		"TransitRouterRouteTableType": "System", "TransitRouterRouteTableStatus": "Active"}]}`
	policy2 = `{"RouteMaps": {"RouteMap": [{"TransitRouterRouteTableId": "vtb-2", "TransmitDirection": "RegionOut",
		"Priority": 5000, "MapResult": "Deny", "Status": "Active"}]}}`
	noEntries = `{"TransitRouterRouteEntries": []}`
	circuit2  = `{"TransitRouterAttachments": [{"TransitRouterAttachmentId": "tr-attach-2", "TransitRouterId": "tr-1",
		"VbrId": "vbr-2", "VbrRegionId": "cn-hangzhou", "Status": "STATUS"}]}`
)

// TestWarnings changes the folder of the example, which has no warnings, in one respect, and expects the warnings by
// file and place.
func TestWarnings(t *testing.T) {
	tests := []struct {
		name    string
		changes []string
		want    []string // FILE without .json: PATH: a part of the message
	}{
		{"an operation that is not read", []string{"ListTransitRouterMulticastDomains",
			`{"TransitRouterMulticastDomains": []}`},
			[]string{"ListTransitRouterMulticastDomains: : is no operation that is read"}},
		{"a response of another operation or an error", []string{"DescribeCens", `{"Code": "Forbidden.RAM",
			"Message": "not authorized"}`}, []string{"DescribeCens: : there is no Cens.Cen"}},
		{"a name that does not tell the table", []string{"ListTransitRouterRouteEntries", noEntries},
			[]string{"ListTransitRouterRouteEntries: : want ListTransitRouterRouteEntries.TABLE.json"}},
		{"an operation that is missing", []string{"DescribeCenRouteMaps", ""},
			[]string{"DescribeCenRouteMaps: : is not in the folder"}},
		{"a table that is missing", []string{"ListTransitRouters.2", router2, "ListTransitRouterRouteTables.tr-2",
			tables2, "DescribeCenRouteMaps.tr-2", policy2},
			[]string{"ListTransitRouterRouteEntries.vtb-2: : is not in the folder"}},
		{"a table that is there", []string{"ListTransitRouters.2", router2, "ListTransitRouterRouteTables.tr-2",
			tables2, "DescribeCenRouteMaps.tr-2", policy2, "ListTransitRouterRouteEntries.vtb-2", noEntries}, nil},
		{"an operation for an ECR that is missing", []string{"DescribeExpressConnectRouter",
			`{"EcrList": [{"EcrId": "ecr-1", "AlibabaSideAsn": 64512, "Status": "ACTIVE"}]}`,
			"DescribeExpressConnectRouterAssociation", `{"AssociationList": []}`},
			[]string{"DescribeExpressConnectRouterChildInstance: : is not in the folder",
				"DescribeExpressConnectRouterInterRegionTransitMode.ecr-1: : is not in the folder"}},
		{"a page that is missing, by the count", []string{"DescribeCens", `{"TotalCount": 2,
			"Cens": {"Cen": [{"CenId": "cen-1"}]}}`}, []string{"DescribeCens: : 1 of 2 are in the folder"}},
		{"all pages, by the count", []string{"DescribeCens.1", `{"TotalCount": 2,
			"Cens": {"Cen": [{"CenId": "cen-1"}]}}`, "DescribeCens.2", `{"TotalCount": 2,
				"Cens": {"Cen": [{"CenId": "cen-2"}]}}`}, nil},
		{"a page that is missing, by the token", []string{"DescribeRouteEntryList.vtb-vpc-1", `{"NextToken": "t",
			"RouteEntrys": {"RouteEntry": []}}`},
			[]string{"DescribeRouteEntryList.vtb-vpc-1: : NextToken tells of another page"}},
		{"all pages, by the token", []string{"DescribeRouteEntryList.vtb-vpc-1.1", `{"NextToken": "t",
			"RouteEntrys": {"RouteEntry": []}}`,
			"DescribeRouteEntryList.vtb-vpc-1.2", `{"NextToken": "", "RouteEntrys": {"RouteEntry": []}}`}, nil},
		{"the same object twice", []string{"ListTransitRouters.again",
			`{"TransitRouters": [{"TransitRouterId": "tr-1", "CenId": "cen-1", "RegionId": "cn-hangzhou",
				"Type": "Enterprise", "Status": "Active", "AliUid": 1001}]}`}, nil},
		{"two objects of one ID", []string{"ListTransitRouters.other",
			`{"TransitRouters": [{"TransitRouterId": "tr-1", "CenId": "cen-2", "Status": "Active"}]}`},
			[]string{"ListTransitRouters.other: TransitRouters[0]: tr-1 is there twice with different content"}},
		{"what is about to go", []string{"ListTransitRouterVbrAttachments.2", strings.Replace(circuit2, "STATUS",
			"Detaching", 1)},
			[]string{"ListTransitRouterVbrAttachments.2: TransitRouterAttachments[0].Status: about to go, left out"}},
		{"what is about to come, of a VBR that is not listed", []string{"ListTransitRouterVbrAttachments.2",
			strings.Replace(circuit2, "STATUS", "Attaching", 1)},
			[]string{"ListTransitRouterVbrAttachments.2: TransitRouterAttachments[0].Status: Attaching",
				"ListTransitRouterVbrAttachments.2: TransitRouterAttachments[0]: VBR vbr-2 is not listed",
				"ListTransitRouterVbrAttachments.2: : its route table"}},
		{"values of another form", []string{"DescribeBgpGroups", `{"BgpGroups": {"BgpGroup": [{"RouterId": "vbr-1",
			"RegionId": ["cn-hangzhou"], "LocalAsn": "-1"}, 7]}}`},
			[]string{"DescribeBgpGroups: BgpGroups.BgpGroup[1]: is no object",
				"DescribeBgpGroups: BgpGroups.BgpGroup[0].LocalAsn: no whole number",
				"DescribeBgpGroups: BgpGroups.BgpGroup[0].RegionId: is no text"}},
		{"a session that is down", []string{"DescribeBgpPeers", `{"BgpPeers": {"BgpPeer": [{"RouterId": "vbr-1",
			"PeerIpAddress": "10.0.0.2", "BgpStatus": "Connecting"}, {"RouterId": "vbr-1",
				"BgpStatus": "Established"}]}}`},
			[]string{"DescribeBgpPeers: BgpPeers.BgpPeer[0].BgpStatus: the session of vbr-1 with 10.0.0.2 is Connecting"}},
		{"a policy that cannot be read as a whole", []string{"DescribeCenRouteMaps.2",
			`{"RouteMaps": {"RouteMap": [{"TransitRouterRouteTableId": "vtb-1", "TransmitDirection": "RegionOut",
				"Priority": 7,
			"MapResult": "Deny", "Status": "Active", "RouteTypes": {"RouteType": ["Magic"]}}]}}`},
			[]string{"DescribeCenRouteMaps.2: RouteMaps.RouteMap[0].RouteTypes.RouteType: unknown Type",
				"DescribeCenRouteMaps.2: RouteMaps.RouteMap[0]: the policy is left out"}},
		{"a custom route of several next hops, of a type that is not modelled",
			[]string{"DescribeRouteEntryList.vtb-vpc-1.9",
				`{"RouteEntrys": {"RouteEntry": [{"DestinationCidrBlock": "10.9.0.0/16", "Type": "Custom",
					"Status": "Available",
			"NextHops": {"NextHop": [{"NextHopType": "GatewayEndpoint", "NextHopId": "vpce-1"},
				{"NextHopType": "GatewayEndpoint", "NextHopId": "vpce-2"}]}}]}}`},
			[]string{"DescribeRouteEntryList.vtb-vpc-1.9: RouteEntrys.RouteEntry[0].NextHops: several next hops",
				"DescribeRouteEntryList.vtb-vpc-1.9: RouteEntrys.RouteEntry[0].NextHops.NextHop[0].NextHopType: not modelled, the route is left out"}},
		{"an attachment that is not listed, in an association", []string{"ListTransitRouterRouteTableAssociations.9",
			`{"TransitRouterAssociations": [{"TransitRouterAttachmentId": "tr-attach-9",
				"TransitRouterRouteTableId": "vtb-1", "Status": "Active"}]}`},
			[]string{"ListTransitRouterRouteTableAssociations.9: TransitRouterAssociations[0].TransitRouterAttachmentId: no attachment of transit router tr-1"}},
		{"an instance of a CEN instance without an attachment", []string{"DescribeCenAttachedChildInstances",
			`{"ChildInstances": {"ChildInstance": [{"ChildInstanceId": "ccn-1", "ChildInstanceType": "CCN"},
				{"ChildInstanceId": "vpc-1", "ChildInstanceType": "VPC"}]}}`},
			[]string{"DescribeCenAttachedChildInstances: ChildInstances.ChildInstance[0].ChildInstanceId: no attachment of it is listed"}},
		{"a peering from one side", []string{"ListTransitRouters.2", router2, "ListTransitRouterRouteTables.tr-2",
			tables2, "DescribeCenRouteMaps.tr-2", policy2, "ListTransitRouterRouteEntries.vtb-2", noEntries,
			"ListTransitRouterPeerAttachments",
			`{"TransitRouterAttachments": [{"TransitRouterAttachmentId": "tr-attach-p", "TransitRouterId": "tr-1",
				"PeerTransitRouterId": "tr-2", "Status": "Attached", "AutoPublishRouteEnabled": true}]}`},
			[]string{"ListTransitRouterPeerAttachments: : listed by tr-1 alone"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			fsys := folder(t, test.changes...)
			for i := 0; i < len(test.changes); i += 2 { // pages take the place of the whole
				if stem, page, _ := strings.Cut(test.changes[i], ".1"); page == "" && stem != test.changes[i] {
					delete(fsys, stem+".json")
				}
			}
			if got := mustRead(t, fsys).Warnings; !warningsMatch(got, test.want) {
				t.Errorf("got %q\nwant %q", got, test.want)
			}
		})
	}
}

// TestFilesThatAreNoCalls: whatever else lies in the folder is told.
func TestFilesThatAreNoCalls(t *testing.T) {
	fsys := folder(t)
	fsys["notes.txt"], fsys["old/DescribeCens.json"] = &fstest.MapFile{Data: []byte("x")},
		&fstest.MapFile{Data: []byte("x")}
	got := mustRead(t, fsys).Warnings
	if len(got) != 2 || got[0].File != "notes.txt" || got[1].File != "old" {
		t.Errorf("got %q", got)
	}
}

func TestBrokenFolders(t *testing.T) {
	tests := []struct{ file, content, want string }{
		{"DescribeCens", `{`, "openapi: DescribeCens.json: no JSON object"},
		{"DescribeCens", `[]`, "openapi: DescribeCens.json: no JSON object"},
		{"DescribeCens", `null`, "openapi: DescribeCens.json: no JSON object, but null"},
		{"DescribeCens", `{} {}`, "openapi: DescribeCens.json: there is something after the JSON object"},
		{"supplement", `{"vbrs": [{"id": "vbr-1", "colour": 1}]}`,
			"openapi: supplement.json: vbrs[0].colour: unknown key"},
		{"supplement", `{"attachments": [{"id": "tr-attach-9"}]}`,
			"openapi: the network with supplement.json: attachments[2].kind: missing"},
	}
	for _, test := range tests {
		_, err := Read(folder(t, test.file, test.content))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s\n got %v\nwant %s", test.content, err, test.want)
		}
		var violations topology.Violations
		if test.file == "supplement" && !errors.As(err, &violations) {
			t.Errorf("%s: the error does not wrap Violations: %T", test.content, err)
		}
	}
	if _, err := Read(os.DirFS("testdata/nothing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
