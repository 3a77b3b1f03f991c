package terraform

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

// readPublic reads a file of a public configuration, or skips the test.
func readPublic(t *testing.T, folder, kind string, o Options) Result {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(public, folder, kind+".json"))
	if err != nil {
		t.Skip("the folder of public configurations is not there")
	}
	return mustRead(t, data, o)
}

func propagated(t *testing.T, n *topology.Network) *topology.State {
	t.Helper()
	state, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// hops returns where a packet goes, on its only path or its first.
func hops(t *testing.T, state *topology.State, from, to string) (at []string, reachable bool) {
	t.Helper()
	endpoint, err := topology.ParseEndpoint(from)
	if err != nil {
		t.Fatal(err)
	}
	trace, err := state.Trace(endpoint, netip.MustParseAddr(to))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range trace.Forward.Paths[0].Hops {
		at = append(at, h.At)
	}
	return at, trace.Reachable
}

// vpcWith returns the ID of the VPC that has a vSwitch in a range.
func vpcWith(t *testing.T, n *topology.Network, prefix string) string {
	t.Helper()
	p := netip.MustParsePrefix(prefix)
	for _, vpc := range n.VPCs {
		if slices.ContainsFunc(vpc.VSwitches, func(v topology.VSwitch) bool { return p.Overlaps(v.CIDR) }) {
			return vpc.ID
		}
	}
	t.Fatalf("no VPC in %s", prefix)
	return ""
}

// TestInspectionByAnInstance follows a packet between the two outer VPCs: it passes the instance in the middle.
func TestInspectionByAnInstance(t *testing.T) {
	for _, kind := range []string{"state", "plan"} {
		r := readPublic(t, "filter-traffic-inspection-vpc", kind, Options{})
		at, reachable := hops(t, propagated(t, &r.After), "10.1.0.10@"+vpcWith(t, &r.After, "10.1.0.0/16"), "10.2.0.10")
		middle := slices.IndexFunc(r.After.VPCs, func(v topology.VPC) bool { return len(v.Appliances) == 1 })
		if middle < 0 || !reachable || !slices.Contains(at, r.After.VPCs[middle].Appliances[0].ID) {
			t.Errorf("%s: %v, reachable %v", kind, at, reachable)
		}
	}
}

// TestThePairOverThePeering follows packets of the VPCs of two accounts: one pair does not touch the transit router.
func TestThePairOverThePeering(t *testing.T) {
	r := readPublic(t, "vpc-peering-and-tr", "state", Options{})
	state := propagated(t, &r.After)
	second := vpcWith(t, &r.After, "10.0.32.0/19")
	for to, direct := range map[string]bool{"10.0.96.10": true, "10.0.64.10": false} {
		at, reachable := hops(t, state, "10.0.32.10@"+second, to)
		touches := slices.ContainsFunc(at, func(id string) bool { return strings.HasPrefix(id, "tr-") })
		if !reachable || touches == direct {
			t.Errorf("to %s: %v, reachable %v", to, at, reachable)
		}
	}
}

// TestBothFamiliesOverTwoRegions checks that the synchronized routes are there beside the private ranges, IPv6 too.
func TestBothFamiliesOverTwoRegions(t *testing.T) {
	r := readPublic(t, "ipv6-two-regions", "state", Options{})
	state := propagated(t, &r.After)
	first, second := vpcWith(t, &r.After, "10.0.0.0/16"), vpcWith(t, &r.After, "172.16.0.0/16")
	for i, vpc := range r.After.VPCs {
		if vpc.ID != second {
			continue
		}
		for _, v := range r.After.VPCs[i].VSwitches {
			family := "10.0.0.10"
			if v.CIDR.Addr().Is6() {
				family = sixOf(t, &r.After, first)
			}
			if at, reachable := hops(t, state, family+"@"+first, v.CIDR.Addr().Next().String()); !reachable {
				t.Errorf("from %s to %v: %v", family, v.CIDR, at)
			}
		}
	}
}

// sixOf returns an IPv6 address of a VPC.
func sixOf(t *testing.T, n *topology.Network, id string) string {
	t.Helper()
	for _, vpc := range n.VPCs {
		for _, v := range vpc.VSwitches {
			if vpc.ID == id && v.CIDR.Addr().Is6() {
				return v.CIDR.Addr().Next().String()
			}
		}
	}
	t.Fatalf("VPC %s has no IPv6", id)
	return ""
}

// TestServiceRangesOverThePeering checks that the other region learns the static routes of the service, and loses them
// with the switch of the peering.
func TestServiceRangesOverThePeering(t *testing.T) {
	r := readPublic(t, "oss-other-region-peer", "change-plan", Options{})
	prefix := netip.MustParsePrefix("100.118.28.0/24")
	for when, n := range map[string]*topology.Network{"before": &r.Before, "after": &r.After} {
		state := propagated(t, n)
		for _, tr := range n.TransitRouters {
			table, _ := state.Table(tr.SystemTable())
			_, _, found := table.Lookup(prefix.Addr())
			if want := tr.Region == "cn-hangzhou" || when == "before"; found != want {
				t.Errorf("%s: %s in %s has the range: %v, want %v", when, tr.ID, tr.Region, found, want)
			}
		}
	}
}

// TestAnEveryTypeNetworkPropagates takes from the network around an ECR what the rules refuse, and looks at what is
// left with a data center on the circuit of the ECR: the transit router of each region knows it.
func TestAnEveryTypeNetworkPropagates(t *testing.T) {
	o := Options{References: everyTypeOfECR.references, Supplement: []byte(`{"rules": "2026-02",
		"dataCenters": [{"id": "idc-1", "asn": 65010, "prefixes": ["172.30.0.0/16"],
			"sessions": [{"to": "alicloud_express_connect_virtual_border_router.dc[0]"}]}]}`)}
	for _, kind := range []string{"state", "plan"} {
		r := readPublic(t, "ecr-every-type", kind, o)
		n := &r.After
		for i := range n.TransitRouters {
			for j := range n.TransitRouters[i].RouteTables {
				for k := range n.TransitRouters[i].RouteTables[j].Policies {
					n.TransitRouters[i].RouteTables[j].Policies[k].Set.PrependASPath = nil
				}
			}
		}
		for i := range n.VPCs {
			for j := range n.VPCs[i].RouteTables[0].Routes {
				n.VPCs[i].RouteTables[0].Routes[j].Publish = nil
			}
		}
		state := propagated(t, n)
		for _, tr := range n.TransitRouters {
			table, _ := state.Table(tr.SystemTable())
			if routes := table.Get(netip.MustParsePrefix("172.30.0.0/16")); len(routes) == 0 || routes[0].Origin.Instance != n.ECRs[0].ID {
				t.Errorf("%s: %s has %v", kind, tr.ID, routes)
			}
		}
		at, reachable := hops(t, state, "10.1.0.10@"+vpcWith(t, n, "10.1.0.0/16"), "172.30.0.1")
		if !reachable {
			t.Errorf("%s: from the VPC to the data center: %v", kind, at)
		}
	}
}

// TestDanglingIdentifiers reads routes on top of a network that is not in the file: every violation is of something
// that is missing, and each has its warning.
func TestDanglingIdentifiers(t *testing.T) {
	r := readPublic(t, "build-dmz-literal-ids", "state", Options{})
	violations, _ := r.After.Validate()
	for _, v := range violations {
		if v.Rule != "" || !strings.HasSuffix(v.Path, ".nextHop") && !strings.Contains(v.Message, "is missing") {
			t.Errorf("violation: %v", v)
		}
	}
	if len(violations) != 9+10+2+3 {
		t.Errorf("%d violations, want one for each of 9 static routes and 10 VPC routes, CEN and region of the router, region of three VPCs", len(violations))
	}
	for _, w := range r.Warnings {
		if w.Reason != Missing {
			t.Errorf("warning: %v", w)
		}
	}
}

// TestDifferencesOfChangePlans checks who loses whom by the change plans.
func TestDifferencesOfChangePlans(t *testing.T) {
	tests := map[string][]string{
		"isolated-vpcs-shared-vpc": {"lost vpc:vpc[2] vpc:vpc[0]", "one-way vpc:vpc[0] vpc:vpc[2]"},
		"filter-traffic-inspection-vpc": {"lost vpc:main[0] vpc:main[2]", "lost vpc:main[1] vpc:main[2]",
			"lost vpc:main[2] vpc:main[0]",
			"lost vpc:main[2] vpc:main[1]"},
		"oss-other-region-peer": {"lost vpc:vpc1 vpc:vpc2", "lost vpc:vpc2 vpc:vpc1"},
	}
	for folder, want := range tests {
		r := readPublic(t, folder, "change-plan", Options{})
		data, err := os.ReadFile(filepath.Join(public, folder, "change-plan.json"))
		if err != nil {
			t.Fatal(err)
		}
		f, err := decodeFile(data)
		if err != nil {
			t.Fatal(err)
		}
		before, _ := f.sides(&Options{})
		mustBuild(t, before)
		names := namesOf(before)
		var got []string
		for _, c := range topology.Diff(propagated(t, &r.Before), propagated(t, &r.After)).Reach {
			got = append(got, fmt.Sprintf("%v %s %s", c.Effect, names.of(c.From), names.of(c.To)))
		}
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}
