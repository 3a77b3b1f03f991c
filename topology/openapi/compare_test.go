package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/internal/enum/enumtest"
	"github.com/cenroute/cenroute/topology"
)

// live replaces the routes of vtb-1 in the folder of the example. Each route is "PREFIX HOP STATUS TYPE PREFERENCE
// ASPATH COMMUNITIES"; the type is Static or that of the origin.
func live(name string, rest string, routes ...string) []string {
	var entries []string
	for _, text := range routes {
		f := strings.Fields(text)
		kind, hop := "Propagated", `"Attachment", "TransitRouterRouteEntryNextHopId": "`+f[1]+`"`
		if f[3] == "Static" {
			kind = "Static"
		}
		if f[1] == "blackhole" {
			hop = `"BlackHole"`
		}
		attributes := ""
		if len(f) > 4 {
			attributes = fmt.Sprintf(`, "PathAttributes": {"OriginRouteType": %q, "Preference": %s, "AsPaths": [%s], "Communities": [%s]}`, f[3], f[4], strings.Trim(f[5], "-"), strings.Trim(f[6], "-"))
		}
		entries = append(entries, fmt.Sprintf(`{"TransitRouterRouteEntryDestinationCidrBlock": %q, "TransitRouterRouteEntryNextHopType": %s, "TransitRouterRouteEntryStatus": %q, "TransitRouterRouteEntryType": %q%s}`,
			f[0], hop, f[2], kind, attributes))
	}
	return []string{"ListTransitRouterRouteEntries.vtb-1.All", "", "ListTransitRouterRouteEntries." + name,
		`{` + rest + `"TransitRouterRouteEntries": [` + strings.Join(entries, ",\n") + `]}`}
}

// The routes of vtb-1 as the model expects them: the VPC's vSwitch, and the circuit's route with the preference of
// policy 10.
const (
	vpcRoute = `10.1.1.0/24 tr-attach-vpc Active System 50 - -`
	dcRoute  = `172.16.0.0/16 tr-attach-vbr Active BGP 20 "65001" "65001:7"`
)

// compareFolder compares the model of a folder with its live tables.
func compareFolder(t *testing.T, changes ...string) Comparison {
	t.Helper()
	x := mustRead(t, folder(t, changes...))
	s, err := topology.Propagate(x.Network)
	if err != nil {
		t.Fatal(err)
	}
	return Compare(s, x.Observed)
}

// summary is what a comparison says of vtb-1: "PREFIX: KINDS" of each difference, "PREFIX not: REASON" of each aside.
func summary(c Comparison, table string) []string {
	var list []string
	for _, d := range c.Differences {
		if d.Table == table {
			list = append(list, fmt.Sprintf("%s: %v", d.Prefix, d.Kinds))
		}
	}
	for _, a := range c.Asides {
		if a.Table == table {
			list = append(list, strings.TrimSpace(fmt.Sprintf("%s not: %s", prefixText(a), a.Reason)))
		}
	}
	return list
}

// TestDifferences changes one respect of a live table that the model expects as it is. What a listing without a status
// in its name and without inactive routes has, are the Active ones (TR-3.1.1).
func TestDifferences(t *testing.T) {
	second := []string{"ListTransitRouterVbrAttachments.2", `{"TransitRouterAttachments": [{"TransitRouterAttachmentId": "tr-attach-vbr2", "TransitRouterId": "tr-1", "VbrId": "vbr-2", "VbrRegionId": "cn-hangzhou", "Status": "Attached"}]}`,
		"ListTransitRouterRouteTablePropagations.2", `{"TransitRouterPropagations": [{"TransitRouterAttachmentId": "tr-attach-vbr2", "TransitRouterRouteTableId": "vtb-1", "Status": "Active"}]}`,
		"supplement", `{"vbrs": [{"id": "vbr-2", "routes": [{"prefix": "172.16.0.0/16", "type": "BGP", "asPath": [65001], "communities": ["65001:3"]}]}]}`}
	const standby = `172.16.0.0/16 tr-attach-vbr2 Standby BGP 50 "65001" "65001:3"`
	join := func(lists ...[]string) []string { return slices.Concat(lists...) }
	tests := []struct {
		name    string
		changes []string
		want    []string
	}{
		{"nothing", live("vtb-1.All", "", vpcRoute, dcRoute), nil},
		{"missing", live("vtb-1.All", "", vpcRoute), []string{"172.16.0.0/16: [missing]"}},
		{"unexpected", live("vtb-1.All", "", vpcRoute, dcRoute, `10.9.0.0/16 tr-attach-vpc Active Custom 50 - -`),
			[]string{"10.9.0.0/16: [unexpected]"}},
		{"another next hop", live("vtb-1.All", "", vpcRoute,
			strings.Replace(dcRoute, "tr-attach-vbr", "tr-attach-vpc", 1)), []string{"172.16.0.0/16: [missing unexpected]"}},
		{"another path beside it", live("vtb-1.All", "", vpcRoute, dcRoute,
			strings.Replace(dcRoute, "tr-attach-vbr", "tr-attach-vpc", 1)), []string{"172.16.0.0/16: [unexpected]"}},
		{"another status", live("vtb-1.All", "", vpcRoute, strings.Replace(dcRoute, "Active", "Rejected", 1)),
			[]string{"172.16.0.0/16: [status]"}},
		{"another type", live("vtb-1.All", "", strings.Replace(vpcRoute, "System", "Custom", 1), dcRoute),
			[]string{"10.1.1.0/24: [type]"}},
		{"another preference", live("vtb-1.All", "", vpcRoute, strings.Replace(dcRoute, " 20 ", " 50 ", 1)),
			[]string{"172.16.0.0/16: [preference]"}},
		{"an attribute that the operation does not tell",
			live("vtb-1.All", "", `10.1.1.0/24 tr-attach-vpc Active System`, dcRoute), nil},
		{"a status of a change", live("vtb-1.All", "", vpcRoute, strings.Replace(dcRoute, "Active", "Creating", 1)),
			[]string{`172.16.0.0/16 not: status "Creating": a change is under way, or the model has no such status`}},
		{"a route of the platform", live("vtb-1.All", "", vpcRoute, dcRoute, `100.100.0.0/16 tr-attach-vpc Active System 50 - -`),
			[]string{"100.100.0.0/16 not: a route of the platform in 100.64.0.0/10 (TR-3.3.7)"}},
		{"a route there that the model knows", join([]string{"supplement", `{"transitRouters": [{"id": "tr-1", "routeTables": [{"id": "vtb-1", "routes": [{"prefix": "100.100.0.0/16", "nextHop": "tr-attach-vpc"}]}]}]}`},
			live("vtb-1.All", "", vpcRoute, dcRoute)), []string{"100.100.0.0/16: [missing]"}},
		{"missing on a page that is not there", live("vtb-1.All", `"TotalCount": 2, `, vpcRoute),
			[]string{"172.16.0.0/16 not: the listing is not complete"}},
		{"a loser, listed", join(second, live("vtb-1.All", "", vpcRoute, dcRoute, standby)), nil},
		{"a loser, missing", join(second, live("vtb-1.All", "", vpcRoute, dcRoute)),
			[]string{"172.16.0.0/16: [missing]"}},
		{"a loser, not listed", join(second, live("vtb-1", "", vpcRoute, dcRoute)),
			[]string{"172.16.0.0/16 not: the listing has no routes of status Standby"}},
		{"a loser, missing beside another inactive route", join(second, live("vtb-1", "", vpcRoute, dcRoute, `10.1.1.0/24 tr-attach-vbr Rejected BGP 50 - -`)),
			[]string{"10.1.1.0/24: [unexpected]", "172.16.0.0/16: [missing]"}},
		{"losers alone", join(second, live("vtb-1.Standby", "", standby)),
			[]string{"10.1.1.0/24 not: the listing has no routes of status Active", "172.16.0.0/16 not: the listing has no routes of status Active"}},
		{"a loser that is in effect", join(second,
			live("vtb-1.All", "", vpcRoute, dcRoute, strings.Replace(standby, "Standby", "Active", 1))), []string{"172.16.0.0/16: [status]"}},
		{"another AS path of a loser", join(second,
			live("vtb-1.All", "", vpcRoute, dcRoute, strings.Replace(standby, `"65001"`, `"65001","65002"`, 1))), []string{"172.16.0.0/16: [AS path]"}},
		{"other communities of a loser",
			join(second, live("vtb-1.All", "", vpcRoute, dcRoute, strings.Replace(standby, "65001:3", "65001:9", 1))),
			[]string{"172.16.0.0/16: [communities]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := compareFolder(t, test.changes...)
			if got := summary(c, "vtb-1"); !slices.Equal(got, test.want) {
				t.Errorf("got %q\nwant %q", got, test.want)
			}
			if empty := !slices.ContainsFunc(test.want, func(w string) bool { return strings.HasSuffix(w, "]") }); c.Empty() != empty {
				t.Errorf("Empty is %v", c.Empty())
			}
		})
	}
}

// TestSuppressedRoutes: a specific behind an aggregate of a peer may be hidden or shown as inactive, never as Active.
func TestSuppressedRoutes(t *testing.T) {
	peer := []string{"ListTransitRouters.2", router2, "ListTransitRouterRouteTables.tr-2", tables2, "ListTransitRouterPeerAttachments",
		`{"TransitRouterAttachments": [{"TransitRouterAttachmentId": "tr-attach-p", "TransitRouterId": "tr-1", "PeerTransitRouterId": "tr-2", "Status": "Attached", "AutoPublishRouteEnabled": true}]}`,
		"ListTransitRouterRouteTableAssociations.p", `{"TransitRouterAssociations": [{"TransitRouterAttachmentId": "tr-attach-p", "TransitRouterRouteTableId": "vtb-1", "Status": "Active"}]}`,
		"ListTransitRouterRouteTablePropagations.p", `{"TransitRouterPropagations": [{"TransitRouterAttachmentId": "tr-attach-p", "TransitRouterRouteTableId": "vtb-2", "Status": "Active"}]}`,
		"DescribeTransitRouteTableAggregation", `{"Data": [{"TrRouteTableId": "vtb-1", "TransitRouteTableAggregationCidr": "10.1.0.0/16", "ScopeList": ["TR"], "Status": "AllConfigured"}]}`}
	entry := func(prefix, status string) string {
		return `{"TransitRouterRouteEntryDestinationCidrBlock": "` + prefix + `", "TransitRouterRouteEntryNextHopType": "Attachment", "TransitRouterRouteEntryNextHopId": "tr-attach-p",
			"TransitRouterRouteEntryType": "Propagated", "TransitRouterRouteEntryStatus": "` + status + `", "PathAttributes": {"OriginRouteType": "static"}}`
	}
	tests := []struct{ status, want string }{
		{"", "[10.1.1.0/24 not: Suppressed is no status of the API (TR-3.2.5): the live table may not show the route]"},
		{"Standby", "[]"}, {"Suppressed", "[]"}, {"Active", "[10.1.1.0/24: [status]]"},
	}
	for _, test := range tests {
		list := []string{entry("10.1.0.0/16", "Active"), strings.Replace(entry("172.16.0.0/16", "Active"), "static", "BGP", 1)}
		if test.status != "" {
			list = append(list, strings.Replace(entry("10.1.1.0/24", test.status), "static", "System", 1))
		}
		c := compareFolder(t, append(peer, "ListTransitRouterRouteEntries.vtb-2.All",
			`{"TransitRouterRouteEntries": [`+strings.Join(list, ", ")+`]}`)...)
		got := slices.DeleteFunc(summary(c, "vtb-2"), func(s string) bool { return strings.HasPrefix(s, "172.16.0.0/16:") })
		if fmt.Sprint(got) != test.want {
			t.Errorf("%q: got %v, want %s", test.status, got, test.want)
		}
	}
}

// TestOtherTables compares the tables of the VPC and the VBR of the example, and tables that only one side has.
func TestOtherTables(t *testing.T) {
	const vbr = "DescribeRouteEntryList.vtb-vbr-1"
	tests := []struct {
		name, table string
		changes     []string
		want        []string
	}{
		{"the VBR as it is", "vbr-1", nil, nil},
		{"the VBR was told nothing", "vbr-1",
			[]string{vbr, `{"RouteEntrys": {"RouteEntry": [{"DestinationCidrBlock": "172.16.0.0/16", "Type": "BGP", "Status": "Available"}]}}`}, []string{"10.1.1.0/24: [missing]"}},
		{"a route of the circuit itself", "vbr-1", []string{vbr + ".x", `{"RouteEntrys": {"RouteEntry": [{"DestinationCidrBlock": "192.0.2.0/30", "Type": "System", "Status": "Available"}]}}`},
			[]string{"192.0.2.0/30 not: made by the system: the addresses of the circuit itself"}},
		{"a VPC that took nothing", "vtb-vpc-1", []string{"DescribeRouteEntryList.vtb-vpc-1", `{"RouteEntrys": {"RouteEntry": [{"DestinationCidrBlock": "10.1.1.0/24", "Type": "System", "Status": "Available"}]}}`},
			[]string{"172.16.0.0/16: [missing]"}},
		{"a route of the VPC that was told, not made", "vtb-vpc-1", []string{"DescribeRouteEntryList.vtb-vpc-1", `{"RouteEntrys": {"RouteEntry": [{"DestinationCidrBlock": "10.1.1.0/24", "Type": "System", "Status": "Available"},
			{"DestinationCidrBlock": "172.16.0.0/16", "Type": "System", "Status": "Available", "NextHops": {"NextHop": [{"NextHopId": "tr-attach-vpc"}]}}]}}`}, []string{"172.16.0.0/16: [missing unexpected]"}},
		{"a table that the network does not have", "vtb-9", []string{"ListTransitRouterRouteEntries.vtb-9", noEntries},
			[]string{"not: the network has no such table"}},
		{"a table that the folder does not have", "vtb-vpc-1", []string{"DescribeRouteEntryList.vtb-vpc-1", ""},
			[]string{"not: no live table: it is not in the folder, or no operation lists it"}},
	}
	for _, test := range tests {
		got := summary(compareFolder(t, test.changes...), test.table)
		got = slices.DeleteFunc(got, func(s string) bool { return strings.HasPrefix(s, "100.64.0.0/10 not") })
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\ngot %q\nwant %q", test.name, got, test.want)
		}
	}
}

// TestComparisonText pins the text, and that text and JSON are the same every time.
func TestComparisonText(t *testing.T) {
	c := compareFolder(t, live("vtb-1.All", "", vpcRoute, `10.9.0.0/16 tr-attach-vpc Active Custom 50 - -`)...)
	const start = `2 differences in 7 prefixes of 3 tables compared

vtb-1 10.9.0.0/16: unexpected
  expected  nothing
  observed  via tr-attach-vpc, Active, learned Custom, preference 50 (ListTransitRouterRouteEntries.vtb-1.All.json TransitRouterRouteEntries[1])
    10.9.0.0/16 in vtb-1: no route
`
	const middle = `
vtb-1 172.16.0.0/16: missing
  expected  via tr-attach-vbr, Active, learned BGP, preference 20
  observed  nothing
`
	const end = `
not compared
  vtb-vpc-1 100.64.0.0/10: a route of the platform in 100.64.0.0/10 (TR-3.3.7)
`
	text := c.String()
	if !strings.HasPrefix(text, start) || !strings.Contains(text, middle) || !strings.HasSuffix(text, end) {
		t.Errorf("got\n%s", text)
	}
	first, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	again := compareFolder(t, live("vtb-1.All", "", vpcRoute, `10.9.0.0/16 tr-attach-vpc Active Custom 50 - -`)...)
	if second, _ := json.Marshal(again); !bytes.Equal(first, second) || again.String() != text {
		t.Error("the second time is different")
	}
	if empty, _ := json.Marshal(Comparison{}); string(empty) != `{"tables":0,"prefixes":0,"differences":[],"asides":[]}` {
		t.Errorf("the zero Comparison: %s", empty)
	}
}

func TestKindTexts(t *testing.T) {
	for _, text := range []string{"", "missing", "unexpected", "status", "type", "preference", "AS path", "communities", "Missing", "other"} {
		enumtest.Check[Kind](t, text)
	}
	if got := fmt.Sprint(Missing, Communities, Kind(9)); got != "missing communities Kind(9)" {
		t.Errorf("got %s", got)
	}
}
