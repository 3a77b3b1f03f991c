package coverage_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/coverage"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// office is a data center and two VPCs; an ingress policy keeps a test network of the data center out.
//
//	idc-1 --- vbr-1 --- [ tr-hz ] --- vpc-1
//	                        |
//	                      vpc-2
const office = `{
 "transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "system": true, "policies": [
  {"priority": 10, "direction": "ingress", "action": "deny", "match": {"prefixes": {"list": ["10.10.2.0/24"], "mode": "include"}}},
  {"priority": 20, "direction": "ingress", "action": "deny", "match": {"prefixes": {"list": ["10.99.0.0/16"], "mode": "include"}}}]}]}],
 "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]}, {"id": "vpc-2", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.2.0/24"}]}],
 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou"}],
 "dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.1.0/24", "10.10.2.0/24"], "sessions": [{"to": "vbr-1"}]}],
 "attachments": [
  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"id": "att-vpc-2", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-2", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"id": "att-vbr-1", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}]
}`

func network(t *testing.T) *topology.Network {
	t.Helper()
	n, err := topology.Parse([]byte(office))
	if err != nil {
		t.Fatal(err)
	}
	return &n
}

// The invariant speaks of vpc-1 and vpc-2: nothing of the data center is covered.
func TestMeasure(t *testing.T) {
	n := network(t)
	confined := invariant.PrefixConfined(netip.MustParsePrefix("10.10.2.0/24"), "idc-1", "vbr-1")
	report, err := coverage.Measure(n, invariant.Reachable("vpc-1", "vpc-2"), confined,
		invariant.MaxRoutes("vtb-hz", 1000))
	if err != nil {
		t.Fatal(err)
	}
	const both, one = "Reachable(vpc-1, vpc-2)", "PrefixConfined(10.10.2.0/24, idc-1, vbr-1)"
	want := map[string]string{
		"transitRouters[0].routeTables[0].policies[0] ingress 10 removed (vtb-hz)": "noticed by " + one,
		"transitRouters[0].routeTables[0].policies[1] ingress 20 removed (vtb-hz)": "no effect", // nothing announces 10.99.0.0/16
		"attachments[0] down (att-vpc-1)":                                          "noticed by " + both,
		"attachments[0].association removed (att-vpc-1)":                           "noticed by " + both,
		"attachments[1].propagations[0] removed (att-vpc-2)":                       "noticed by " + both,
		"attachments[1].routeSync switched off (att-vpc-2)":                        "noticed by " + both,
		"attachments[1].ipv6 switched on (att-vpc-2)":                              "no effect",
		"attachments[2].ipv6 switched on (att-vbr-1)":                              "refused", // an option of VPC attachments (TR-8.1)
		"attachments[2] down (att-vbr-1)":                                          "unnoticed",
		"attachments[2].routeSync switched off (att-vbr-1)":                        "unnoticed",
		"attachments[2].association removed (att-vbr-1)":                           "unnoticed",
		"dataCenters[0].sessions[0].down switched on (idc-1)":                      "unnoticed",
	}
	got := map[string]string{}
	for _, p := range report.Parts {
		part, outcome, _ := strings.Cut(p.String(), ": ")
		got[part] = outcome
	}
	for part, outcome := range want {
		if got[part] != outcome {
			t.Errorf("%s: %q, want %q", part, got[part], outcome)
		}
	}
	if !slices.Equal(report.Idle, []string{"MaxRoutes(vtb-hz, 1000)"}) {
		t.Errorf("idle: %v", report.Idle)
	}
	if diff := cmp.Diff(network(t), n, cmpopts.EquateComparable(netip.Prefix{})); diff != "" {
		t.Errorf("the network was changed (-before +after):\n%s", diff)
	}
	t.Log(report)
}

// Something that is down works again, one at a time; it does not fail once more.
func TestMeasureWhatIsDown(t *testing.T) {
	n := network(t)
	n.Down = []string{"att-vbr-1", "att-vpc-2"}
	report, err := coverage.Measure(n, invariant.Isolated("vpc-1", "vpc-2"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range report.Parts {
		if strings.HasPrefix(p.Path, "down") || p.Change == "down" {
			got = append(got, p.String())
		}
	}
	want := []string{"attachments[0] down (att-vpc-1): unnoticed", "down[0] att-vbr-1 works: unnoticed", "down[1] att-vpc-2 works: noticed by Isolated(vpc-1, vpc-2)"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMeasureWhereAnInvariantFails(t *testing.T) {
	for _, i := range []invariant.Invariant{invariant.Isolated("vpc-1", "vpc-2"), invariant.Reachable("vpc-1", "nobody")} {
		if r, err := coverage.Measure(network(t), i); err == nil || !strings.Contains(err.Error(), i.String()) || len(r.Parts) > 0 {
			t.Errorf("%v: %v, %v", i, r, err)
		}
	}
	if _, err := coverage.Measure(&topology.Network{VPCs: []topology.VPC{{}}}); err == nil {
		t.Error("an invalid network is measured")
	}
}

func TestReportTexts(t *testing.T) {
	r := coverage.Report{Parts: []coverage.Part{{"a", "", "removed", coverage.Noticed, []string{"x", "y"}},
		{"b", "vpc-b", "down", coverage.Unnoticed, nil}, {"c", "", "switched on", coverage.NoEffect, nil},
		{"d", "", "removed", coverage.Refused, nil}}, Idle: []string{"z"}}
	if got, want := r.String(), "1 of 2 parts that matter are noticed by an invariant\nb down (vpc-b): unnoticed\nc switched on: no effect\nz notices nothing\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	text, err := json.Marshal(r)
	want := `{"parts":[{"path":"a","change":"removed","outcome":"noticed","by":["x","y"]},{"path":"b","id":"vpc-b","change":"down","outcome":"unnoticed"},` +
		`{"path":"c","change":"switched on","outcome":"no effect"},{"path":"d","change":"removed","outcome":"refused"}],"idle":["z"]}`
	if err != nil || string(text) != want {
		t.Errorf("%s, %v", text, err)
	}
	var back coverage.Report
	if err := json.Unmarshal(text, &back); err != nil || !cmp.Equal(r, back) {
		t.Errorf("reads back as %+v, %v", back, err)
	}
}

// On random networks: every part is named once, the network stays as it is, and what has no effect or is refused is not
// said to be noticed. With an invariant that compares everything with the original, nothing that matters goes
// unnoticed.
func TestMeasureAgreesWithAnInvariantThatSeesAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Tiny()))
		state, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		image := func(s *topology.State) string {
			var b strings.Builder
			for table := range s.Tables() {
				for r := range table.Routes() {
					r.Policies = nil
					fmt.Fprintln(&b, table.ID(), r)
				}
			}
			matrix, _ := json.Marshal(s.Reach())
			return b.String() + string(matrix)
		}
		original, before := image(state), n.Clone()
		all := invariant.New("all", func(s *topology.State) invariant.Verdict { return invariant.Verdict{Holds: image(s) == original} })
		report, err := coverage.Measure(n, all)
		if err != nil {
			t.Fatal(err)
		}
		if list := report.Of(coverage.Unnoticed); len(list) > 0 {
			t.Fatalf("unnoticed: %v", list)
		}
		nothing, err := coverage.Measure(n)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range report.Parts {
			if q := nothing.Parts[i]; (p.Outcome == coverage.NoEffect) != (q.Outcome == coverage.NoEffect) || p.Path != q.Path {
				t.Fatalf("%v, but without invariants %v", p, q)
			}
		}
		if diff := cmp.Diff(before, n, cmpopts.EquateComparable(netip.Prefix{})); diff != "" {
			t.Fatalf("the network was changed (-before +after):\n%s", diff)
		}
	})
}
