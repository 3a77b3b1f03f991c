package terraform

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

func TestFilesThatAreNone(t *testing.T) {
	deep := `{"format_version": "1.0", "values": {"root_module": ` + strings.Repeat(`{"child_modules": [`, 20000) + strings.Repeat(`]}`, 20000) + `}}`
	tests := []struct{ name, data, want string }{
		{"no data", ``, "terraform: no JSON of a plan or state: EOF"},
		{"no JSON", `resource "alicloud_vpc" "main" {}`,
			"terraform: no JSON of a plan or state: invalid character 'r'"},
		{"truncated", string(stateOf(vpc1))[:60], "terraform: no JSON of a plan or state: unexpected EOF"},
		{"an array", `[]`, "terraform: no JSON of a plan or state: json: cannot unmarshal array"},
		{"a network document", `{"vpcs": []}`, "terraform: no plan or state: format_version is missing"},
		{"a raw state file", `{"version": 4, "resources": []}`,
			"terraform: no plan or state: format_version is missing"},
		{"a format to come", `{"format_version": "2.0", "values": {}}`,
			`terraform: format_version "2.0" is not known, want 1.x`},
		{"both", `{"format_version": "1.0", "values": {}, "planned_values": {}}`,
			"terraform: both values and planned_values"},
		{"something behind it", string(stateOf(vpc1)) + `{}`, "terraform: there is something after the JSON"},
		{"an object for a list", `{"format_version": "1.0", "values": {"root_module": {"resources": {}}}}`,
			"terraform: no JSON of a plan or state: json: cannot unmarshal object"},
		{"a list for values", `{"format_version": "1.0", "values": {"root_module": {"resources": [{"address": "a.b", "values": []}]}}}`, "terraform: no JSON of a plan or state: json: cannot unmarshal array"},
		{"too deep", deep, "terraform: no JSON of a plan or state: invalid character '{' exceeded max depth"},
	}
	for _, test := range tests {
		r, err := Read([]byte(test.data), Options{})
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s:\n got %v\nwant %s", test.name, err, test.want)
		}
		if len(r.Warnings) > 0 || len(r.After.VPCs) > 0 {
			t.Errorf("%s: a result beside the error: %+v", test.name, r)
		}
	}
}

func TestAnEmptyStateIsAnEmptyNetwork(t *testing.T) {
	r := mustRead(t, []byte(`{"format_version": "1.0"}`), Options{})
	if diff := differ(topology.Network{}, r.After); diff != "" || len(r.Warnings) > 0 {
		t.Errorf("%s %v", diff, r.Warnings)
	}
}

// TestManyInstances reads a plan with as many references as a file can be made to have: it must end soon, whatever the
// answer.
func TestManyInstances(t *testing.T) {
	const n = 3000
	list := []entry{newCEN, newRouter, newSystem}
	for i := range n {
		list = append(list, planned(fmt.Sprintf("alicloud_vpc.v[%d]", i), `{"region_id": "cn-hangzhou"}`, `{"id": true, "route_table_id": true}`, `{}`),
			newAttachment(fmt.Sprintf("a[%d]", i), `"alicloud_vpc.v", "count.index"`))
	}
	r := mustRead(t, planOf(nil, list, nil), Options{})
	if len(r.After.Attachments) != n {
		t.Fatalf("%d attachments, want %d", len(r.After.Attachments), n)
	}
	for _, a := range r.After.Attachments {
		if i, j := a.ID[strings.Index(a.ID, "["):], a.Instance[strings.Index(a.Instance, "["):]; i != j {
			t.Fatalf("%s is of %s", a.ID, a.Instance)
		}
	}
}

// TestALongChainOfReferences follows references through more modules than anybody nests: it is not followed to its end,
// and that is a warning.
func TestALongChainOfReferences(t *testing.T) {
	var list []entry
	for i := range 3000 {
		list = append(list, planned(fmt.Sprintf("alicloud_cen_transit_router_cidr.c%d", i), `{"cidr": "192.168.0.0/24"}`, `{"transit_router_id": true}`,
			fmt.Sprintf(`{"transit_router_id": {"references": ["alicloud_cen_transit_router_cidr.c%d.transit_router_id"]}}`, i+1)))
	}
	list[len(list)-1].expressions = `{"transit_router_id": {"references": ["alicloud_cen_transit_router.a.transit_router_id"]}}`
	r := mustRead(t, planOf(nil, append(list, newCEN, newRouter), nil), Options{})
	if n := len(r.After.TransitRouters); n != 1 || len(r.After.TransitRouters[0].CIDRs) == 0 {
		t.Fatalf("%d routers, the first with a block of the end of the chain: %v", n, r.After.TransitRouters)
	}
	if w := r.Warnings[0]; w.Address != "alicloud_cen_transit_router_cidr.c0" || w.Reason != Unknown {
		t.Errorf("the first warning is %v", w)
	}
}

// FuzzRead reads anything. What is read must have a document that is read back, and must not change when it is read
// again.
func FuzzRead(f *testing.F) {
	f.Add(stateOf(routerA, systemA, vpc1, vsw1, attach1), []byte(nil))
	f.Add(stateOf(circuit...), []byte(`{"vbrs": [{"id": "vbr-1", "asn": 64600}], "down": ["vbr-1"]}`))
	f.Add(planOf(circuit, join([]entry{newCEN, newRouter, newSystem}, newVPC("one", "10.1"), []entry{newAttachment("one", `"alicloud_vpc.one", "count.index"`),
		propagation("p", `"local.x[0]", "module.m.out", "var.v", "each.value"`)}), nil), []byte(`{"grants": [{"instance": "alicloud_vpc.one", "to": "1"}]}`))
	f.Fuzz(func(t *testing.T, data, supplement []byte) {
		o := Options{Supplement: supplement}
		r, err := Read(data, o)
		if err != nil {
			return
		}
		for _, n := range []*topology.Network{&r.Before, &r.After} {
			document := topology.Format(*n)
			again, err := topology.Parse(document)
			if err != nil || !bytes.Equal(topology.Format(again), document) {
				t.Fatalf("the network has no document: %v\n%s", err, document)
			}
		}
		second, err := Read(data, o)
		if err != nil || !bytes.Equal(topology.Format(second.After), topology.Format(r.After)) || fmt.Sprint(second.Warnings) != fmt.Sprint(r.Warnings) {
			t.Fatalf("the second time is different: %v", err)
		}
	})
}
