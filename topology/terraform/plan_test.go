package terraform

import (
	"fmt"
	"strings"
	"testing"
)

// newRouter and the others are resources that a plan creates: their identifiers are known after apply.
var (
	newCEN    = planned("alicloud_cen_instance.c", `{}`, `{"id": true}`, `{}`)
	newRouter = planned("alicloud_cen_transit_router.a", `{"region_id": "cn-hangzhou"}`, `{"id": true,
		"transit_router_id": true, "cen_id": true}`,
		`{"cen_id": {"references": ["alicloud_cen_instance.c.id", "alicloud_cen_instance.c"]}}`)
	newSystem = planned("data.alicloud_cen_transit_router_route_tables.a",
		`{"transit_router_route_table_type": "System"}`, `{"tables": true, "transit_router_id": true}`,
		`{"transit_router_id": {"references": ["alicloud_cen_transit_router.a.transit_router_id",
			"alicloud_cen_transit_router.a"]}}`)
)

// newVPC is a VPC of a plan with a vSwitch in zone i.
func newVPC(name, net string) []entry {
	return []entry{
		planned("alicloud_vpc."+name, `{"cidr_block": "`+net+`.0.0/16", "region_id": "cn-hangzhou"}`, `{"id": true,
			"route_table_id": true}`, `{}`),
		planned("alicloud_vswitch."+name, `{"cidr_block": "`+net+`.1.0/24", "zone_id": "cn-hangzhou-i"}`,
			`{"id": true, "vpc_id": true}`,
			`{"vpc_id": {"references": ["alicloud_vpc.`+name+`.id", "alicloud_vpc.`+name+`"]}}`),
	}
}

// newAttachment is an attachment of a plan. The references are those of its VPC.
func newAttachment(name, references string) entry {
	return planned("alicloud_cen_transit_router_vpc_attachment."+name, `{"auto_publish_route_enabled": false,
		"zone_mappings": [{"zone_id": "cn-hangzhou-i"}]}`,
		`{"id": true, "transit_router_attachment_id": true, "transit_router_id": true, "vpc_id": true,
			"zone_mappings": [{"vswitch_id": true}]}`,
		`{"transit_router_id": {"references": ["alicloud_cen_transit_router.a.transit_router_id",
			"alicloud_cen_transit_router.a"]}, "vpc_id": {"references": [`+references+`]}}`)
}

// propagation is a propagation of a plan to the system table. The references are those of its attachment.
func propagation(name, references string) entry {
	return planned("alicloud_cen_transit_router_route_table_propagation."+name, `{}`,
		`{"transit_router_attachment_id": true, "transit_router_route_table_id": true}`,
		`{"transit_router_attachment_id": {"references": [`+references+`]},
		  "transit_router_route_table_id": {"references": ["data.alicloud_cen_transit_router_route_tables.a.tables[0].id", "data.alicloud_cen_transit_router_route_tables.a.tables[0]",
			"data.alicloud_cen_transit_router_route_tables.a.tables",
				"data.alicloud_cen_transit_router_route_tables.a"]}}`)
}

func join(lists ...[]entry) []entry {
	var all []entry
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// TestReferencesOfAPlan pins which instance of an attachment each instance of a propagation is of, by what the plan
// shows of the reference. The names of attachments are what stands behind vpc_attachment.
func TestReferencesOfAPlan(t *testing.T) {
	attachment := func(rest string) string { return `"alicloud_cen_transit_router_vpc_attachment.` + rest + `"` }
	base := join([]entry{newCEN, newRouter, newSystem}, newVPC("one", "10.1"), newVPC("two", "10.2"))
	single := join(base, []entry{newAttachment("one", `"alicloud_vpc.one.id", "alicloud_vpc.one"`),
		newAttachment("two", `"alicloud_vpc.two.id", "alicloud_vpc.two"`)})
	counted := join(base, []entry{newAttachment("all[0]", `"alicloud_vpc.one.id", "alicloud_vpc.one"`),
		newAttachment("all[1]", `"alicloud_vpc.one.id", "alicloud_vpc.one"`)})
	keyed := join(base, []entry{newAttachment(`all["b"]`, `"alicloud_vpc.one.id", "alicloud_vpc.one"`),
		newAttachment(`all["a"]`, `"alicloud_vpc.one.id", "alicloud_vpc.one"`)})
	each := func(name, references, source string) entry {
		e := propagation(name, references)
		e.forEach = `{"references": [` + source + `]}`
		return e
	}
	const p = "alicloud_cen_transit_router_route_table_propagation."
	tests := []struct {
		name         string
		resources    []entry
		propagations []entry
		given        map[string]string
		want         []string // attachments that propagate
		warnings     []string
	}{
		{"an attribute", single, []entry{propagation("p",
			attachment("two.transit_router_attachment_id")+","+attachment("two"))}, nil, []string{"two"}, nil},
		{"one instance", counted, []entry{propagation("p",
			attachment("all[1].transit_router_attachment_id")+","+attachment("all[1]")+","+attachment("all"))}, nil,
			[]string{"all[1]"}, nil},
		{"one key", keyed, []entry{propagation("p", `"alicloud_cen_transit_router_vpc_attachment.all[\"a\"].id"`)},
			nil, []string{`all["a"]`}, nil},
		{"count.index", counted, []entry{propagation("p[1]", attachment("all")+`, "count.index"`), propagation("p[0]",
			attachment("all")+`, "count.index"`)}, nil,
			[]string{"all[0]", "all[1]"}, []string{p + "p: assumed"}},
		{"count.index with fewer instances than there are", counted, []entry{propagation("p[0]", attachment("all")+`,
			"count.index"`)}, nil,
			nil, []string{p + "p[0]: unknown", p + "p[0]: missing"}},
		{"each.key", keyed, []entry{each(`p["a"]`, attachment("all")+`, "each.key"`, "")}, nil, []string{`all["a"]`},
			[]string{p + `p["a"]: assumed`}},
		{"each.value of a resource", keyed, []entry{each(`p["b"]`, `"each.value.id", "each.value"`,
			attachment("all"))}, nil, []string{`all["b"]`}, []string{p + `p["b"]: assumed`}},
		{"each.value of a map of several resources", single, []entry{each(`p["x"]`, `"each.value"`,
			attachment("one.id")+","+attachment("one")+","+attachment("two.id")+","+attachment("two"))}, nil,
			nil, []string{p + `p["x"]: unknown`, p + `p["x"]: missing`}},
		{"one of several", single, []entry{propagation("p",
			attachment("one.id")+","+attachment("one")+","+attachment("two.id")+","+attachment("two"))}, nil,
			nil, []string{p + "p: unknown", p + "p: missing"}},
		{"a local value that can be only one", join(base, []entry{newAttachment("one", `"alicloud_vpc.one.id"`)}),
			[]entry{propagation("p", `"local.it"`)}, nil,
			[]string{"one"}, []string{p + "p: assumed"}},
		{"a local list of one resource", counted, []entry{propagation("p", `"local.list[1]", "local.list"`)}, nil,
			[]string{"all[1]"}, []string{p + "p: assumed"}},
		{"a local value that can be several", single, []entry{propagation("p", `"local.it"`)}, nil, nil,
			[]string{p + "p: unknown", p + "p: missing"}},
		{"a local value that is given", single, []entry{propagation("p", `"local.it"`)},
			map[string]string{"local.it": "alicloud_cen_transit_router_vpc_attachment.two.id"}, []string{"two"}, nil},
		{"an element of a local list that is given", single, []entry{propagation("p[1]", `"local.it", "count.index"`)},
			map[string]string{"local.it[1]": "alicloud_cen_transit_router_vpc_attachment.two"}, []string{"two"}, nil},
		{"an element of a local map that is given", single, []entry{each(`p["x"]`, `"each.value"`, `"local.it"`)},
			map[string]string{`local.it["x"]`: "alicloud_cen_transit_router_vpc_attachment.two"}, []string{"two"}, nil},
		{"a member of a local object that is given", single, []entry{propagation("p", `"local.it.id", "local.it"`)},
			map[string]string{`local.it.id`: "alicloud_cen_transit_router_vpc_attachment.two"}, []string{"two"}, nil},
		{"an attribute that is given", single, []entry{propagation("p", `"each.value"`)},
			map[string]string{p + "p.transit_router_attachment_id": "alicloud_cen_transit_router_vpc_attachment.one"},
			[]string{"one"}, nil},
		{"a reference to nothing", single, []entry{propagation("p", attachment("three.id")+","+attachment("three"))},
			nil, nil, []string{p + "p: unknown", p + "p: missing"}},
		{"a reference to itself", single, []entry{propagation("p",
			`"alicloud_cen_transit_router_route_table_propagation.p.transit_router_attachment_id"`)}, nil, nil,
			[]string{p + "p: unknown", p + "p: missing"}},
		{"references without end", single, []entry{propagation("p", `"local.", "", "data.x", "module.m", "var.v",
			"each.value", "[", "a[", "..", "alicloud_vpc", "self.x"`)}, nil, nil,
			[]string{p + "p: unknown", p + "p: missing"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := mustRead(t, planOf(nil, join(test.resources, test.propagations), nil), Options{References: test.given})
			var got []string
			for _, a := range r.After.Attachments {
				if len(a.Propagations) == 1 && a.Propagations[0] == "alicloud_cen_transit_router.a/system" {
					got = append(got, strings.TrimPrefix(a.ID, "alicloud_cen_transit_router_vpc_attachment."))
				}
			}
			if fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Errorf("propagating: %v, want %v", got, test.want)
			}
			expectWarnings(t, r.Warnings, test.warnings...)
		})
	}
}

// TestANewNetwork reads a plan that creates everything: the addresses of resources are the IDs.
func TestANewNetwork(t *testing.T) {
	data := planOf(nil, join([]entry{newCEN, newRouter, newSystem}, newVPC("one", "10.1"), []entry{
		newAttachment("one", `"alicloud_vpc.one.id", "alicloud_vpc.one"`),
		propagation("p", `"alicloud_cen_transit_router_vpc_attachment.one.transit_router_attachment_id"`),
		planned("alicloud_route_entry.r", `{"destination_cidrblock": "0.0.0.0/0", "nexthop_type": "Attachment"}`,
			`{"nexthop_id": true, "route_table_id": true}`,
			`{"nexthop_id": {"references": ["alicloud_cen_transit_router_vpc_attachment.one.transit_router_attachment_id"]}, "route_table_id": {"references": ["alicloud_vpc.one.route_table_id"]}}`),
		planned("alicloud_cen_route_map.m", `{"cen_region_id": "cn-hangzhou", "priority": 7,
			"transmit_direction": "RegionIn", "map_result": "Deny", "source_instance_ids": [null, "vpc-9"]}`,
			`{"cen_id": true, "transit_router_route_table_id": true, "source_instance_ids": [true, false]}`,
			`{"cen_id": {"references": ["alicloud_cen_instance.c.id"]},
				"source_instance_ids": {"references": ["alicloud_vpc.one.id", "alicloud_vpc.one"]}}`),
		planned("alicloud_cen_route_map.n", `{"cen_region_id": "cn-hangzhou", "priority": 8,
			"transmit_direction": "RegionIn", "map_result": "Deny"}`,
			`{"cen_id": true, "transit_router_route_table_id": true, "source_instance_ids": true}`,
			`{"cen_id": {"references": ["alicloud_cen_instance.c.id"]}}`),
	}), nil)
	r := mustRead(t, data, Options{})
	want := `{"transitRouters": [{"id": "alicloud_cen_transit_router.a", "cen": "alicloud_cen_instance.c",
		"region": "cn-hangzhou", "routeTables": [
		{"id": "alicloud_cen_transit_router.a/system", "system": true, "policies": [
			{"priority": 7, "direction": "ingress", "action": "deny",
				"match": {"source": {"instances": ["alicloud_vpc.one", "vpc-9"]}}}]}]}],
	 "vpcs": [{"id": "alicloud_vpc.one", "region": "cn-hangzhou", "vswitches": [{"cidr": "10.1.1.0/24"}],
		"routeTables": [{"id": "alicloud_vpc.one/system", "system": true,
		"routes": [{"prefix": "0.0.0.0/0", "nextHop": "alicloud_cen_transit_router_vpc_attachment.one",
			"nextHopType": "Attachment"}]}]}],
	 "attachments": [{"id": "alicloud_cen_transit_router_vpc_attachment.one", "kind": "VPC",
		"transitRouter": "alicloud_cen_transit_router.a", "instance": "alicloud_vpc.one",
		"propagations": ["alicloud_cen_transit_router.a/system"], "vswitches": ["10.1.1.0/24"]}]}`
	if diff := differ(document(t, want), r.After); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
	if diff := differ(document(t, `{}`), r.Before); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
	expectWarnings(t, r.Warnings, "alicloud_cen_route_map.n: unknown", "alicloud_cen_route_map.n: missing")
}

// TestAChange reads a plan that changes a network: what stays keeps its identifier, what is new has its address, and
// the data source that was read before the plan still tells the system table.
func TestAChange(t *testing.T) {
	prior := []entry{routerA, systemA, vpc1, vsw1, attach1,
		res("alicloud_cen_transit_router_route_table_association.a", `{"transit_router_attachment_id": "tr-attach-1",
			"transit_router_route_table_id": "vtb-a"}`)}
	after := []entry{routerA, vpc1, vsw1, attach1,
		planned("alicloud_cen_transit_router_route_table.t", `{"transit_router_id": "tr-a"}`, `{"id": true,
			"transit_router_route_table_id": true}`, `{"transit_router_id": {"references": ["local.router"]}}`),
		planned("alicloud_cen_transit_router_route_table_association.a",
			`{"transit_router_attachment_id": "tr-attach-1"}`, `{"transit_router_route_table_id": true}`,
			`{"transit_router_route_table_id": {"references": ["local.table"]}}`),
		planned("alicloud_cen_transit_router_route_table_propagation.a",
			`{"transit_router_attachment_id": "tr-attach-1", "transit_router_route_table_id": "vtb-a"}`, `{}`, `{}`)}
	r := mustRead(t, planOf(prior, after, nil), Options{})
	const rest = `"vpcs": [` + document1 + `], "attachments": [{"id": "tr-attach-1", "kind": "VPC",
		"transitRouter": "tr-a", "instance": "vpc-1", "routeSync": true, "vswitches": ["10.1.1.0/24"], `
	before := `{"transitRouters": [` + documentA + `], ` + rest + `"association": "vtb-a"}]}`
	if diff := differ(document(t, before), r.Before); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
	want := `{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-hangzhou",
		"routeTables": [{"id": "vtb-a", "system": true}, {"id": "alicloud_cen_transit_router_route_table.t"}]}], ` +
		rest + `"association": "alicloud_cen_transit_router_route_table.t", "propagations": ["vtb-a"]}]}`
	if diff := differ(document(t, want), r.After); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
	// The local value is taken for the new table: an identifier that is known would not be unknown.
	expectWarnings(t, r.Warnings, "alicloud_cen_transit_router_route_table_association.a: assumed")
}

// TestModules follows references into modules and out of them: variables, outputs, counts, the providers' regions.
func TestModules(t *testing.T) {
	const calls = `{
	 "net": {"count_expression": {"constant_value": 2},
	  "module": {"outputs": {"vpc": {"expression": {"references": ["alicloud_vpc.v.id", "alicloud_vpc.v"]}},
		"table": {"expression": {"references": ["alicloud_vpc.v.route_table_id", "alicloud_vpc.v"]}}},
	   "resources": [{"address": "alicloud_vpc.v", "provider_config_key": "alicloud.bj"},
	    {"address": "alicloud_vswitch.s", "provider_config_key": "alicloud.bj",
		"expressions": {"vpc_id": {"references": ["alicloud_vpc.v.id", "alicloud_vpc.v"]}}}]}},
	 "att": {"count_expression": {"constant_value": 2},
	  "expressions": {"vpc": {"references": ["module.net", "count.index"]}, "router": {"references": ["local.router"]}},
	  "module": {"resources": [{"address": "alicloud_cen_transit_router_vpc_attachment.a",
		"provider_config_key": "alicloud.bj",
	   "expressions": {"vpc_id": {"references": ["var.vpc"]}, "transit_router_id": {"references": ["var.router"]}}}]}}}`
	vpc := func(i int) []entry {
		m := fmt.Sprintf("module.net[%d].", i)
		return []entry{
			planned(m+"alicloud_vpc.v", fmt.Sprintf(`{"cidr_block": "10.%d.0.0/16"}`, i), `{"id": true,
				"route_table_id": true, "region_id": true}`, ""),
			planned(m+"alicloud_vswitch.s", fmt.Sprintf(`{"cidr_block": "10.%d.1.0/24", "zone_id": "cn-beijing-a"}`,
				i), `{"id": true, "vpc_id": true}`, ""),
			planned(fmt.Sprintf("module.att[%d].alicloud_cen_transit_router_vpc_attachment.a", i),
				`{"zone_mappings": []}`,
				`{"id": true, "transit_router_attachment_id": true, "transit_router_id": true, "vpc_id": true}`, ""),
		}
	}
	router := planned("alicloud_cen_transit_router.a", `{"cen_id": "cen-1"}`, `{"transit_router_id": true,
		"region_id": true}`, `{"cen_id": {}}`)
	router.provider = "alicloud.bj"
	route := planned("alicloud_route_entry.r", `{"destination_cidrblock": "0.0.0.0/0", "nexthop_type": "NatGateway",
		"nexthop_id": "ngw-1"}`, `{"route_table_id": true}`,
		`{"route_table_id": {"references": ["module.net[1].table", "module.net[1]"]}}`)
	data := planOf(nil, join([]entry{router, route}, vpc(1), vpc(0)), map[string]string{"module_calls": calls,
		"provider_config": `{"alicloud.bj": {"expressions": {"region": {"references": ["var.region"]}}}}`,
		"variables":       `{"region": {"value": "cn-beijing"}}`})
	r := mustRead(t, data, Options{})
	const m0, m1 = "module.net[0].alicloud_vpc.v", "module.net[1].alicloud_vpc.v"
	attachment := func(i int) string {
		return fmt.Sprintf(`{"id": "module.att[%d].alicloud_cen_transit_router_vpc_attachment.a", "kind": "VPC",
			"transitRouter": "alicloud_cen_transit_router.a", "instance": "module.net[%d].alicloud_vpc.v"}`, i, i)
	}
	want := `{"transitRouters": [{"id": "alicloud_cen_transit_router.a", "cen": "cen-1", "region": "cn-beijing",
		"routeTables": [{"id": "alicloud_cen_transit_router.a/system", "system": true}]}],
	 "vpcs": [{"id": "` + m0 + `", "region": "cn-beijing", "vswitches": [{"cidr": "10.0.1.0/24"}], "routeTables": [{"id": "` + m0 + `/system", "system": true}]},
	  {"id": "` + m1 + `", "region": "cn-beijing", "vswitches": [{"cidr": "10.1.1.0/24"}], "routeTables": [{"id": "` + m1 + `/system", "system": true,
	   "routes": [{"prefix": "0.0.0.0/0", "nextHop": "ngw-1", "nextHopType": "NatGateway"}]}]}],
	 "attachments": [` + attachment(0) + `, ` + attachment(1) + `]}`
	if diff := differ(document(t, want), r.After); diff != "" {
		t.Errorf("after (-want +got):\n%s", diff)
	}
	expectWarnings(t, r.Warnings, "module.att[0].alicloud_cen_transit_router_vpc_attachment.a: assumed",
		"module.att[1].alicloud_cen_transit_router_vpc_attachment.a: assumed")
}

// TestAppliedSwitches pins that a switch whose position is known after apply is off with a warning.
func TestAppliedSwitches(t *testing.T) {
	a := newAttachment("one", `"alicloud_vpc.one.id"`)
	a.values, a.unknown = `{}`, `{"id": true, "transit_router_id": true, "vpc_id": true,
		"auto_publish_route_enabled": true, "zone_mappings": true}`
	r := mustRead(t, planOf(nil, join([]entry{newCEN, newRouter}, newVPC("one", "10.1"), []entry{a}), nil), Options{})
	if len(r.After.Attachments) != 1 || r.After.Attachments[0].RouteSync {
		t.Errorf("attachments: %+v", r.After.Attachments)
	}
	expectWarnings(t, r.Warnings, a.address+": unknown")
	if len(r.Warnings) != 2 {
		t.Errorf("want a warning for the switch and one for the zones, have %v", r.Warnings)
	}
}

// TestWhatFits pins what is known of both ends of a reference that shows only what it is made of: four vSwitches in two
// VPCs by their blocks, instances of an appliance by zone and by the VPC that routes lead to them in, a policy's local
// table by its region.
func TestWhatFits(t *testing.T) {
	list := []entry{newCEN, newRouter, newSystem}
	for i := range 2 {
		list = append(list, planned(fmt.Sprintf("alicloud_vpc.v[%d]", i), fmt.Sprintf(`{"cidr_block": "10.%d.0.0/16",
			"region_id": "cn-hangzhou"}`, i), `{"id": true, "route_table_id": true}`, `{}`))
		for j, zone := range []string{"h", "i"} {
			list = append(list, planned(fmt.Sprintf("alicloud_vswitch.s[%d]", 2*i+j),
				fmt.Sprintf(`{"cidr_block": "10.%d.%d.0/24", "zone_id": "cn-hangzhou-%s"}`, i, j, zone),
				`{"id": true, "vpc_id": true}`, `{"vpc_id": {"references": ["alicloud_vpc.v", "count.index"]}}`))
		}
	}
	list = append(list,
		planned("alicloud_instance.fw", `{"availability_zone": "cn-hangzhou-i"}`, `{"id": true, "vswitch_id": true}`,
			`{"vswitch_id": {"references": ["local.subnet"]}}`),
		planned("alicloud_route_entry.fw", `{"destination_cidrblock": "0.0.0.0/0", "nexthop_type": "Instance"}`,
			`{"nexthop_id": true, "route_table_id": true}`,
			`{"nexthop_id": {"references": ["alicloud_instance.fw.id"]},
				"route_table_id": {"references": ["alicloud_vpc.v[1].route_table_id"]}}`),
		planned("alicloud_cen_transit_router.b", `{"cen_id": "cen-9", "region_id": "cn-shanghai"}`, `{"id": true,
			"transit_router_id": true}`, `{}`),
		planned("data.alicloud_cen_transit_router_route_tables.b", `{}`, `{"tables": true,
			"transit_router_id": true}`, `{"transit_router_id": {"references": ["alicloud_cen_transit_router.b.id"]}}`),
		planned("alicloud_cen_route_map.m", `{"cen_id": "cen-9", "cen_region_id": "cn-shanghai", "priority": 7,
			"transmit_direction": "RegionIn", "map_result": "Deny"}`,
			`{"transit_router_route_table_id": true}`,
			`{"transit_router_route_table_id": {"references": ["local.table"]}}`))
	r := mustRead(t, planOf(nil, list, nil), Options{})
	for i, vpc := range r.After.VPCs {
		for _, v := range vpc.VSwitches {
			if b := v.CIDR.Addr().As4(); int(b[1]) != i || len(vpc.VSwitches) != 2 {
				t.Errorf("%s has %v", vpc.ID, vpc.VSwitches)
			}
		}
	}
	if a := r.After.VPCs[1].Appliances; len(a) != 1 || a[0].VSwitch.String() != "10.1.1.0/24" {
		t.Errorf("appliances of the second VPC: %v", a)
	}
	if p := r.After.TransitRouters[1].RouteTables[0].Policies; len(p) != 1 {
		t.Errorf("policies of the second router: %v", p)
	}
	expectWarnings(t, r.Warnings, "alicloud_cen_route_map.m: assumed", "alicloud_instance.fw: assumed",
		"alicloud_vswitch.s: assumed",
		"data.alicloud_cen_transit_router_route_tables.b: assumed")
}
