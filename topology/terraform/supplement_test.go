package terraform

import (
	"errors"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

// circuit is a state with a circuit on a transit router.
var circuit = []entry{routerA, systemA,
	res("alicloud_express_connect_virtual_border_router.v", `{"id": "vbr-1"}`),
	res("alicloud_cen_transit_router_vbr_attachment.v", `{"id": "tr-attach-v", "transit_router_id": "tr-a",
		"vbr_id": "vbr-1"}`)}

const circuitRest = `"attachments": [{"id": "tr-attach-v", "kind": "VBR", "transitRouter": "tr-a",
	"instance": "vbr-1"}]`

func TestSupplements(t *testing.T) {
	const vbr = "alicloud_express_connect_virtual_border_router.v"
	tests := []struct {
		name, supplement, want string
		warnings               []string
	}{
		{"an object in part, by ID", `{"transitRouters": [{"id": "tr-a", "routeTables": [{"id": "vtb-a",
			"multiRegionEcmp": true}]}], "rules": "2026-02"}`,
			`{"rules": "2026-02", "transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
				"routeTables": [{"id": "vtb-a", "system": true, "multiRegionEcmp": true}]}],
			  "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou"}], ` + circuitRest + `}`, []string{vbr + ": missing"}},
		{"objects by address, and the system table of a router",
			`{"vbrs": [{"id": "` + vbr + `", "routes": [{"prefix": "172.16.0.0/16", "type": "BGP", "asPath": [65010]}]}],
			"attachments": [{"id": "alicloud_cen_transit_router_vbr_attachment.v",
				"association": "alicloud_cen_transit_router.a/system"}]}`,
			`{"transitRouters": [` + documentA + `], "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou",
				"routes": [{"prefix": "172.16.0.0/16", "type": "BGP", "asPath": [65010]}]}],
			  "attachments": [{"id": "tr-attach-v", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-1",
				"association": "vtb-a"}]}`, nil},
		{"new objects that refer to those of the file", `{"dataCenters": [{"id": "idc-1", "asn": 65010,
			"prefixes": ["172.16.0.0/16"], "sessions": [{"to": "` + vbr + `"}]}], "down": ["` + vbr + `"]}`,
			`{"transitRouters": [` + documentA + `], "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou"}],
			  "dataCenters": [{"id": "idc-1", "asn": 65010, "prefixes": ["172.16.0.0/16"],
				"sessions": [{"to": "vbr-1"}]}], "down": ["vbr-1"], ` + circuitRest + `}`, nil},
		{"texts in place of those of the file, lists of texts as a whole", `{"transitRouters": [{"id": "tr-a",
			"region": "cn-beijing", "cidrs": ["192.168.10.0/24"]}],
			"vbrs": [{"id": "vbr-1", "region": "cn-beijing", "routes": []}]}`,
			`{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-beijing", "cidrs": ["192.168.10.0/24"],
				"routeTables": [{"id": "vtb-a", "system": true}]}],
			  "vbrs": [{"id": "vbr-1", "region": "cn-beijing"}], ` + circuitRest + `}`, []string{vbr + ": missing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := mustRead(t, stateOf(circuit...), Options{Supplement: []byte(test.supplement)})
			if diff := differ(document(t, test.want), r.After); diff != "" {
				t.Errorf("network (-want +got):\n%s", diff)
			}
			expectWarnings(t, r.Warnings, test.warnings...)
		})
	}
}

// TestListsOfASupplement pins what tells the objects of lists apart that have no ID: the same one is merged, another is
// added.
func TestListsOfASupplement(t *testing.T) {
	state := stateOf(routerA, systemA, vpc1, vsw1, attach1,
		res("alicloud_cen_transit_router_route_entry.a", `{"transit_router_route_table_id": "vtb-a",
			"transit_router_route_entry_destination_cidr_block": "10.0.0.0/8",
			"transit_router_route_entry_next_hop_type": "Attachment",
				"transit_router_route_entry_next_hop_id": "tr-attach-1"}`),
		res("alicloud_cen_route_map.n", `{"cen_id": "cen-1", "cen_region_id": "cn-hangzhou", "priority": 20,
			"transmit_direction": "RegionOut", "map_result": "Permit"}`))
	const supplement = `{"transitRouters": [{"id": "tr-a", "routeTables": [{"id": "vtb-a",
		"routes": [{"prefix": "10.0.0.0/8", "nextHop": "tr-attach-1"}, {"prefix": "172.16.0.0/12",
			"nextHop": "tr-attach-1"}],
		"policies": [{"priority": 20, "direction": "egress", "set": {"prependAsPath": [65001, 65001]}},
			{"priority": 20, "direction": "ingress", "action": "deny"}]}]}],
	 "vpcs": [{"id": "vpc-1", "vswitches": [{"cidr": "10.1.1.0/24", "routeTable": "vtb-vpc-1"},
		{"cidr": "10.1.2.0/24"}]}]}`
	r := mustRead(t, state, Options{Supplement: []byte(supplement)})
	want := `{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
		"routeTables": [{"id": "vtb-a", "system": true,
		"routes": [{"prefix": "10.0.0.0/8", "nextHop": "tr-attach-1"}, {"prefix": "172.16.0.0/12",
			"nextHop": "tr-attach-1"}],
		"policies": [{"priority": 20, "direction": "egress", "action": "permit", "set": {"prependAsPath": [65001,
			65001]}}, {"priority": 20, "direction": "ingress", "action": "deny"}]}]}],
	 "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "10.1.1.0/24",
		"routeTable": "vtb-vpc-1"}, {"cidr": "10.1.2.0/24"}], "routeTables": [{"id": "vtb-vpc-1", "system": true}]}],
	 "attachments": [{"id": "tr-attach-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1",
		"routeSync": true, "vswitches": ["10.1.1.0/24"]}]}`
	if diff := differ(document(t, want), r.After); diff != "" {
		t.Errorf("network (-want +got):\n%s", diff)
	}
}

// TestASupplementOfTwoSides pins that what a supplement says of an object that is only on one side stays on that side.
func TestASupplementOfTwoSides(t *testing.T) {
	after := join(circuit, []entry{
		planned("alicloud_express_connect_virtual_border_router.w", `{}`, `{"id": true}`, `{}`),
		planned("alicloud_cen_transit_router_vbr_attachment.w", `{"transit_router_id": "tr-a"}`, `{"id": true,
			"transit_router_attachment_id": true, "vbr_id": true}`,
			`{"vbr_id": {"references": ["alicloud_express_connect_virtual_border_router.w.id"]}}`)})
	before := join(circuit, []entry{res("alicloud_express_connect_virtual_border_router.u", `{"id": "vbr-0"}`)})
	const supplement = `{"vbrs": [{"id": "alicloud_express_connect_virtual_border_router.w", "asn": 64600},
		{"id": "vbr-0", "region": "cn-hangzhou"}],
	 "dataCenters": [{"id": "idc-1", "asn": 65010, "sessions": [{"to": "vbr-1"},
		{"to": "alicloud_express_connect_virtual_border_router.w"}, {"to": "vbr-0"}]}],
	 "down": ["vbr-0"]}`
	r := mustRead(t, planOf(before, after, nil), Options{Supplement: []byte(supplement)})
	wantBefore := `{"transitRouters": [` + documentA + `], "vbrs": [{"id": "vbr-0", "region": "cn-hangzhou"},
		{"id": "vbr-1", "region": "cn-hangzhou"}], ` + circuitRest +
		`, "dataCenters": [{"id": "idc-1", "asn": 65010, "sessions": [{"to": "vbr-1"}, {"to": "vbr-0"}]}],
			"down": ["vbr-0"]}`
	if diff := differ(document(t, wantBefore), r.Before); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
	wantAfter := `{"transitRouters": [` + documentA + `],
		"vbrs": [{"id": "alicloud_express_connect_virtual_border_router.w", "region": "cn-hangzhou", "asn": 64600},
			{"id": "vbr-1", "region": "cn-hangzhou"}],
	 "attachments": [{"id": "alicloud_cen_transit_router_vbr_attachment.w", "kind": "VBR", "transitRouter": "tr-a",
		"instance": "alicloud_express_connect_virtual_border_router.w"},
	  {"id": "tr-attach-v", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-1"}],
	 "dataCenters": [{"id": "idc-1", "asn": 65010, "sessions": [{"to": "vbr-1"},
		{"to": "alicloud_express_connect_virtual_border_router.w"}]}]}`
	if diff := differ(document(t, wantAfter), r.After); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
}

func TestBrokenSupplements(t *testing.T) {
	tests := []struct{ supplement, want string }{
		{`{`, "terraform: supplement: line 1 column 1: not JSON"},
		{`[]`, "terraform: supplement: document: want an object, found an array"},
		{`null`, "terraform: supplement: document: want an object, found null"},
		{`{"vbrs": [{"id": "vbr-1"}, {"colour": 1}]}`, "terraform: supplement: vbrs[1].colour: unknown key"},
		{`{"vbrs": [{"id": "vbr-1", "id": "vbr-2"}]}`, "terraform: supplement: vbrs[0].id: duplicate key"},
		{`{"vbrs": [{"id": "vbr-1", "asn": -1}]}`, "terraform: supplement: vbrs[0].asn: want a whole number"},
		{`{"attachments": [{"id": "tr-attach-9"}]}`,
			"terraform: the network with the supplement: attachments[1].kind: missing"},
	}
	for _, test := range tests {
		_, err := Read(stateOf(circuit...), Options{Supplement: []byte(test.supplement)})
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s\n got %v\nwant %s", test.supplement, err, test.want)
		}
		var violations topology.Violations
		if !errors.As(err, &violations) {
			t.Errorf("%s: the error does not wrap Violations: %T", test.supplement, err)
		}
	}
}
