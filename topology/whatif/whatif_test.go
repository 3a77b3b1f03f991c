package whatif_test

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/whatif"
)

func prefix(text string) netip.Prefix { return netip.MustParsePrefix(text) }

// twoRegions is a VPC in each of two regions; the data center has a circuit to each, the branch one connection.
//
//	          +-- vbr-1 -- tr-hz ----------- vpc-hz
//	idc-1 ----+              |  \
//	          +-- vbr-2 -- tr-sh \-- vpn-1 (172.16.0.0/16)
//	                         +----- vpc-sh
func twoRegions(t *testing.T) *topology.State {
	t.Helper()
	n := &topology.Network{
		VPCs: []topology.VPC{
			{ID: "vpc-hz", Region: "cn-hangzhou", VSwitches: []topology.VSwitch{{CIDR: prefix("192.168.1.0/24")}}},
			{ID: "vpc-sh", Region: "cn-shanghai", VSwitches: []topology.VSwitch{{CIDR: prefix("192.168.2.0/24")}}},
		},
		VBRs: []topology.VBR{{ID: "vbr-1", Region: "cn-hangzhou"}, {ID: "vbr-2", Region: "cn-shanghai"}},
		VPNs: []topology.VPN{{ID: "vpn-1", Region: "cn-hangzhou", BGP: true, Routes: []topology.ExternalRoute{{Prefix: prefix("172.16.0.0/16")}}}},
		DataCenters: []topology.DataCenter{{ID: "idc-1", ASN: 65001, Prefixes: []netip.Prefix{prefix("10.1.0.0/16")},
			Sessions: []topology.Session{{To: "vbr-1"}, {To: "vbr-2"}}}},
	}
	for region, short := range map[string]string{"cn-hangzhou": "hz", "cn-shanghai": "sh"} {
		n.TransitRouters = append(n.TransitRouters, topology.TransitRouter{
			ID: "tr-" + short, CEN: "cen-1", Region: region, RouteTables: []topology.RouteTable{{ID: "vtb-" + short}}})
	}
	add := func(kind attach.Kind, instance, short string) {
		n.Attachments = append(n.Attachments, topology.Attachment{ID: "att-" + instance, Kind: kind, TransitRouter: "tr-" + short,
			Instance: instance, Association: "vtb-" + short, Propagations: []string{"vtb-" + short}, RouteSync: true})
	}
	add(attach.VPC, "vpc-hz", "hz")
	add(attach.VPC, "vpc-sh", "sh")
	add(attach.VBR, "vbr-1", "hz")
	add(attach.VBR, "vbr-2", "sh")
	add(attach.VPN, "vpn-1", "hz")
	n.Peerings = []topology.Peering{{ID: "peer-1", Ends: []topology.PeeringEnd{
		{TransitRouter: "tr-hz", Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true},
		{TransitRouter: "tr-sh", Association: "vtb-sh", Propagations: []string{"vtb-sh"}, RouteSync: true}}}}
	s, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestUnits(t *testing.T) {
	n := twoRegions(t).Network()
	want := []whatif.Unit{
		{Name: "cn-hangzhou", IDs: []string{"att-vbr-1", "att-vpc-hz", "att-vpn-1", "peer-1", "vbr-1", "vpc-hz",
			"vpn-1"}},
		{Name: "cn-shanghai", IDs: []string{"att-vbr-2", "att-vpc-sh", "peer-1", "vbr-2", "vpc-sh"}},
	}
	if diff := cmp.Diff(want, whatif.Regions(n)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, c := range []struct {
		units []whatif.Unit
		want  string
	}{
		{whatif.Circuits(n), "vbr-1 vbr-2"}, {whatif.Connections(n), "vpn-1"}, {whatif.Peerings(n), "peer-1"},
		{whatif.Attachments(n), "att-vbr-1 att-vbr-2 att-vpc-hz att-vpc-sh att-vpn-1"},
	} {
		var names []string
		for _, u := range c.units {
			names = append(names, u.Name)
			if !slices.Equal(u.IDs, []string{u.Name}) {
				t.Errorf("%s has %v", u.Name, u.IDs)
			}
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// Failures come by number, then in the order of the list; each state has exactly these down.
func TestFailures(t *testing.T) {
	s := twoRegions(t)
	units := []whatif.Unit{{"a", []string{"vbr-1"}}, {"b", []string{"vbr-2", "peer-1"}}, {"c", []string{"vpn-1"}}}
	failures, err := whatif.Failures(s, 2, units)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for f := range failures {
		got = append(got, strings.Join(f.State.Network().Down, "+"))
	}
	want := []string{"", "vbr-1", "vbr-2+peer-1", "vpn-1", "vbr-1+vbr-2+peer-1", "vbr-1+vpn-1", "vbr-2+peer-1+vpn-1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if len(s.Network().Down) > 0 {
		t.Error("the state has changed")
	}
	for range failures { // stops early
		break
	}
}

func TestTooManyFailures(t *testing.T) {
	var tooMany *whatif.TooManyError
	if _, err := whatif.Failures(twoRegions(t), 10, make([]whatif.Unit, 50)); !errors.As(err, &tooMany) {
		t.Errorf("got %v", err)
	}
	if _, err := whatif.Failures(twoRegions(t), 1, make([]whatif.Unit, 50)); err != nil {
		t.Error(err)
	}
}

// Two circuits stand in for each other; the only connection, the only attachment of a VPC and the peering do not. What
// a VPC loses by its own failure is no finding.
func TestSinglePoints(t *testing.T) {
	s := twoRegions(t)
	n := s.Network()
	units := slices.Concat(whatif.Circuits(n), whatif.Connections(n), whatif.Peerings(n), []whatif.Unit{
		{"vpc-hz", []string{"vpc-hz"}}, {"att-vpc-sh", []string{"att-vpc-sh"}}, {"both circuits", []string{"vbr-1", "vbr-2"}}})
	points, err := whatif.SinglePoints(s, units)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range points {
		for _, l := range p.Lost {
			got = append(got, fmt.Sprintf("%s: %s > %s", p.Unit.Name, l.From, l.To))
		}
	}
	want := []string{
		"vpn-1: vpc-hz > vpn-1", "vpn-1: vpc-sh > vpn-1",
		"peer-1: vpc-hz > vpc-sh", "peer-1: vpc-sh > vpc-hz", "peer-1: vpc-sh > vpn-1", "peer-1: vpn-1 > vpc-sh",
		"att-vpc-sh: idc-1 > vpc-sh", "att-vpc-sh: vpc-hz > vpc-sh", "att-vpc-sh: vpc-sh > idc-1", "att-vpc-sh: vpc-sh > vpc-hz",
		"att-vpc-sh: vpc-sh > vpn-1", "att-vpc-sh: vpn-1 > vpc-sh",
		"both circuits: idc-1 > vpc-hz", "both circuits: idc-1 > vpc-sh", "both circuits: vpc-hz > idc-1", "both circuits: vpc-sh > idc-1",
		"both circuits: vpn-1 > idc-1", // policy 5000 keeps routes apart, not packets: they had arrived
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// A circuit whose routes stand for a data center is no single point if another one has the same routes.
func TestSinglePointBehindCircuits(t *testing.T) {
	s := twoRegions(t)
	n := s.Network().Clone()
	n.DataCenters = nil
	route := topology.ExternalRoute{Prefix: prefix("10.1.0.0/16")}
	n.VBRs[0].Routes, n.VBRs[1].Routes = []topology.ExternalRoute{route}, []topology.ExternalRoute{route, {Prefix: prefix("10.2.0.0/16")}}
	s, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	points, err := whatif.SinglePoints(s, whatif.Circuits(n))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range points {
		for _, l := range p.Lost {
			if p.Unit.Name != "vbr-2" || !slices.Equal(l.Addresses, []netip.Prefix{prefix("10.2.0.0/16")}) {
				t.Errorf("%s loses %+v", p.Unit.Name, l)
			}
		}
	}
	if len(points) != 1 {
		t.Errorf("got %+v", points)
	}
}

// The smallest failures come first, and none that contains a smaller one.
func TestBreaks(t *testing.T) {
	s := twoRegions(t)
	n := s.Network()
	units := slices.Concat(whatif.Circuits(n), whatif.Peerings(n))
	breaks, err := whatif.Breaks(s, 3, units, invariant.Reachable("vpc-hz", "idc-1"),
		invariant.Reachable("vpc-hz", "vpc-sh"), invariant.Isolated("vpc-hz", "vpc-sh"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range breaks {
		got = append(got, b.Invariant+" breaks by "+strings.Join(b.Units, "+"))
		if b.Verdict.Holds {
			t.Errorf("%+v holds", b)
		}
	}
	want := []string{
		"Isolated(vpc-hz, vpc-sh) breaks by ", "Reachable(vpc-hz, vpc-sh) breaks by peer-1",
		"Reachable(vpc-hz, idc-1) breaks by vbr-1+vbr-2", "Reachable(vpc-hz, idc-1) breaks by vbr-1+peer-1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// What would happen with a policy that keeps the data center from vpc-hz, and without it again.
func TestTryPolicy(t *testing.T) {
	s := twoRegions(t)
	deny := topology.AddPolicy{Table: "vtb-hz", Policy: policy.Policy{Priority: 10, Direction: policy.Egress, Action: policy.Deny,
		Match: policy.Match{Destination: policy.Endpoint{Instances: []string{"vpc-hz"}}, Prefixes: policy.PrefixMatch{List: []netip.Prefix{prefix("10.1.0.0/16")}}}}}
	properties := []invariant.Invariant{invariant.Reachable("vpc-hz", "idc-1"), invariant.Isolated("vpn-1", "idc-1")}
	with, err := whatif.Try(s, properties, deny)
	if err != nil {
		t.Fatal(err)
	}
	if len(with.Broken) != 1 || with.Broken[0].Invariant != "Reachable(vpc-hz, idc-1)" || with.Difference.Empty() || len(with.Events) == 0 {
		t.Errorf("got %+v", with)
	}
	without, err := whatif.Try(with.State, properties,
		topology.RemovePolicy{Table: "vtb-hz", Direction: policy.Egress, Priority: 10})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(without.Restored, []string{"Reachable(vpc-hz, idc-1)"}) || !topology.Diff(s, without.State).Empty() {
		t.Errorf("got %+v", without)
	}
	if same, err := whatif.Compare(s, properties, with.State.Network().Clone()); err != nil || !topology.Diff(same.State, with.State).Empty() {
		t.Errorf("got %+v, %v", same, err)
	}
	var refused *topology.ChangeError
	if _, err := whatif.Try(s, nil, topology.Detach{ID: "att-vpn-1"}); !errors.As(err, &refused) {
		t.Errorf("got %v", err)
	}
}
