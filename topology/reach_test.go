package topology

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reachNetwork is traceNetwork with data centers that are not modelled behind vbr-1 and vco-1.
func reachNetwork() *Network {
	n := traceNetwork()
	for _, p := range cidrList("10.8.0.0/16") {
		n.VBRs[0].Routes = append(n.VBRs[0].Routes, ExternalRoute{Prefix: p}, ExternalRoute{Prefix: cidrList("10.1.0.0/24")[0], NextHop: "att-b"})
		n.VPNs[0].Routes = append(n.VPNs[0].Routes, ExternalRoute{Prefix: p})
	}
	return n
}

func TestReach(t *testing.T) {
	local := madeTables{ // each VPC knows its vSwitches, everything else goes to the TR
		"vtb-1": {"10.1.0.0/24 local", "10.0.0.0/8 att-1"}, "vpc-5/system": {"10.5.0.0/24 local"}, "vpc-3/system": {"10.3.0.0/24 local"},
		"vtb-2": {"10.2.0.0/24 local", "10.2.1.0/24 local", "10.0.0.0/8 att-2"}, "vtb-2b": {"10.2.0.0/24 local", "10.2.1.0/24 local"},
	}
	for _, c := range []struct {
		name          string
		tables        madeTables
		from, to      string
		every, some   string
		verdict, both Reachability
	}{
		{"nothing", nil, "vpc-1", "vpc-2", "", "", ReachNone, ReachNone},
		{"a part of the addresses, no answer",
			madeTables{"vtb-hz": {"10.2.0.0/25 att-2"}},
			"vpc-1", "vpc-2", "10.2.0.0/25", "10.2.0.0/25", ReachPartial, ReachNone},
		{"a longer prefix takes a part away",
			madeTables{"vtb-hz": {"10.2.0.0/24 att-2", "10.2.0.64/26 blackhole"}},
			"vpc-1", "vpc-2", "10.2.0.0/26 10.2.0.128/25", "10.2.0.0/26 10.2.0.128/25", ReachPartial, ReachNone},
		{"one of two equal-cost paths ends where the address is not at home",
			madeTables{"vtb-hz": {"10.2.0.0/24 att-2", "10.2.0.0/24 peer"}, "vtb-sh": {"10.2.0.0/24 att-3"},
				"vpc-3/system": {"10.2.0.0/24 local"}},
			"vpc-1", "vpc-2", "", "10.2.0.0/24", ReachPartial, ReachNone},
		{"all addresses, answers from the vSwitch whose table has a way back",
			madeTables{"vtb-hz": {"10.2.0.0/16 att-2"}, "vtb-hz2": {"10.1.0.0/24 att-1"}},
			"vpc-1", "vpc-2", "10.2.0.0/23", "10.2.0.0/23", ReachFull, ReachPartial},
		{"packets from some vSwitches only",
			madeTables{"vtb-hz": {"10.2.0.0/16 att-2"}, "vtb-hz2": {"10.1.0.0/24 att-1"}},
			"vpc-2", "vpc-1", "", "10.1.0.0/24", ReachPartial, ReachPartial},
		{"some from one vSwitch, answers to the other one only",
			madeTables{"vtb-hz": {"10.2.1.0/24 att-2"}, "vtb-hz2": {"10.1.0.0/24 att-1"}},
			"vpc-2", "vpc-1", "", "10.1.0.0/24", ReachPartial, ReachNone},
		{"one of two equal-cost paths",
			madeTables{"vtb-hz": {"10.3.0.0/16 peer", "10.3.0.0/16 att-b"}, "vtb-sh": {"10.3.0.0/24 att-3"}},
			"vpc-1", "vpc-3", "", "10.3.0.0/24", ReachPartial, ReachNone},
		{"one of two equal-cost paths, whose packets are answered",
			madeTables{"vtb-hz": {"10.8.0.0/16 att-b", "10.8.0.0/16 blackhole", "10.1.0.0/24 att-1"},
				"vbr-1": {"10.8.0.0/16 local", "10.1.0.0/24 att-b"}},
			"vpc-1", "vbr-1", "", "10.8.0.0/16", ReachPartial, ReachPartial},
		{"equal-cost paths to two circuits of a data center that is not modelled",
			madeTables{"vtb-hz": {"10.8.0.0/16 att-b", "10.8.0.0/16 att-n", "10.1.0.0/24 att-1"}, "vbr-1": {"10.8.0.0/16 local", "10.1.0.0/24 att-b"},
				"vco-1": {"10.8.0.0/16 local"}, "vtb-hz2": {"10.1.0.0/24 att-1"}},
			"vpc-1", "vbr-1", "10.8.0.0/16", "10.8.0.0/16", ReachFull, ReachFull},
		{"a gateway of the other instance is not the other instance",
			madeTables{"vtb-hz": {"10.2.0.0/24 att-2"}, "vtb-2": {"10.2.0.0/25 ngw-2"}},
			"vpc-1", "vpc-2", "10.2.0.128/25", "10.2.0.128/25", ReachPartial, ReachNone},
		{"a gateway is not the other instance",
			madeTables{"vtb-1": {"10.2.0.0/16 ngw-1"}}, "vpc-1", "vpc-2", "", "", ReachNone, ReachNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			tables := madeTables{}
			for _, part := range []madeTables{local, c.tables} {
				for id, lines := range part {
					tables[id] = append(tables[id], lines...)
				}
			}
			n := reachNetwork()
			n.VPCs[0].RouteTables[0].Routes[0].Prefix = cidrList("10.2.0.0/16")[0]
			n.VPCs[1].RouteTables[1].Routes = []VPCRoute{{Prefix: cidrList("10.2.0.0/25")[0], NextHop: "ngw-2", NextHopType: ToNatGateway}}
			got, ok := newTracer(newIndex(n), tables).reach().Cell(c.from, c.to)
			if !ok || got.Verdict != c.verdict || got.BothWays != c.both {
				t.Errorf("verdict %v, both ways %v, want %v, %v", got.Verdict, got.BothWays, c.verdict, c.both)
			}
			if every := strings.Trim(fmt.Sprint(prefixesOf(got.Every)), "[]"); every != c.every {
				t.Errorf("every is %q, want %q", every, c.every)
			}
			if some := strings.Trim(fmt.Sprint(prefixesOf(got.Some)), "[]"); some != c.some {
				t.Errorf("some is %q, want %q", some, c.some)
			}
		})
	}
}

// A VBR without routes of its own has no line; kinds stand in their order.
func TestReachInstances(t *testing.T) {
	m := newTracer(newIndex(reachNetwork()), madeTables{}).reach()
	want := []string{"vpc-1", "vpc-2", "vpc-3", "vpc-4", "vpc-5", "vbr-1", "vco-1", "ccn-1", "idc-1", "idc-2"}
	if diff := cmp.Diff(want, m.Instances); diff != "" {
		t.Errorf("instances (-want +got):\n%s", diff)
	}
	if _, ok := m.Cell("vpc-1", "vbr-2"); ok {
		t.Error("vbr-2 has a cell")
	}
}

// Beyond the bound on paths a cell is undecided, and says so in either direction.
func TestOwnBlocks(t *testing.T) {
	n := &Network{
		VPCs: []VPC{{ID: "vpc-1", VSwitches: vswitchList("10.1.1.0/24", "10.1.0.0/24")}},
		VBRs: []VBR{{ID: "vbr-1", Routes: []ExternalRoute{
			{Prefix: netip.MustParsePrefix("10.2.0.0/16")}, {Prefix: netip.MustParsePrefix("10.1.0.0/16"), NextHop: "att-vbr-1"}}}},
		CCNs: []CCN{{ID: "ccn-1", SAGs: []SAG{{ID: "sag-1", Prefixes: []netip.Prefix{netip.MustParsePrefix("10.3.0.0/16")}}}}},
		ECRs: []ECR{{ID: "ecr-1", VBRs: []string{"vbr-1"}}},
	}
	for id, want := range map[string]string{
		"vpc-1": "[10.1.1.0/24 10.1.0.0/24]", "vbr-1": "[10.2.0.0/16]", "ccn-1": "[10.3.0.0/16]", "ecr-1": "[]", "sag-1": "[]", "": "[]",
	} {
		if got := fmt.Sprint(n.OwnBlocks(id)); got != want {
			t.Errorf("blocks of %q are %s, want %s", id, got, want)
		}
	}
	if got := (*Network)(nil).OwnBlocks("vpc-1"); got != nil {
		t.Errorf("a nil network has blocks: %v", got)
	}
}

func TestReachUndecided(t *testing.T) {
	n, tables := new(Network), madeTables{}
	for i := range 14 {
		id, next := fmt.Sprintf("vpc-%02d", i), fmt.Sprintf("vpc-%02d", i+1)
		n.VPCs = append(n.VPCs, VPC{ID: id})
		for _, way := range []string{"a", "b"} {
			n.VPCPeerings = append(n.VPCPeerings, VPCPeering{ID: id + way, VPCs: []string{id, next}})
			tables[id+"/system"] = append(tables[id+"/system"], "0.0.0.0/0 "+id+way)
		}
	}
	n.VPCs[0].VSwitches, n.VPCs[13].VSwitches = vswitchList("10.0.0.0/24"), vswitchList("10.13.0.0/24")
	tables["vpc-13/system"] = []string{"0.0.0.0/0 local"}
	m := newTracer(newIndex(n), tables).reach()
	there, _ := m.Cell("vpc-00", "vpc-13")
	back, _ := m.Cell("vpc-13", "vpc-00")
	if there.Verdict != ReachUndecided || there.BothWays != ReachUndecided || back.Verdict != ReachNone || back.BothWays != ReachUndecided {
		t.Errorf("there %v, %v, back %v, %v", there.Verdict, there.BothWays, back.Verdict, back.BothWays)
	}
}

func TestReachText(t *testing.T) {
	n := &Network{
		VPCs: []VPC{{ID: "vpc-1", VSwitches: vswitchList("10.1.0.0/24")}, {ID: "vpc-2-long", VSwitches: vswitchList("10.2.0.0/24")},
			{ID: "vpc-3", VSwitches: vswitchList("10.3.0.0/24")}},
		VPCPeerings: []VPCPeering{{ID: "a", VPCs: []string{"vpc-1", "vpc-2-long"}}, {ID: "b", VPCs: []string{"vpc-1", "vpc-3"}}},
	}
	m := newTracer(newIndex(n), madeTables{
		"vpc-1/system":      {"10.1.0.0/24 local", "10.2.0.0/24 a", "10.3.0.0/25 b"},
		"vpc-2-long/system": {"10.2.0.0/24 local", "10.1.0.0/24 a"},
		"vpc-3/system":      {"10.3.0.0/24 local"},
	}).reach()
	want := `            vpc-1  vpc-2-long  vpc-3
vpc-1       .      full        one-way
vpc-2-long  full   .           -
vpc-3       -      -           .

` + matrixLegend
	if diff := cmp.Diff(want, m.String()); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	data, err := json.Marshal(m)
	wantCell := `{"from":"vpc-1","to":"vpc-3","verdict":"partial","bothWays":"none","every":["10.3.0.0/25"],"some":["10.3.0.0/25"]}`
	if err != nil || !strings.HasPrefix(string(data), `{"instances":["vpc-1","vpc-2-long","vpc-3"],"cells":[{"from":"vpc-1","to":"vpc-2-long","verdict":"full"`) ||
		!strings.Contains(string(data), wantCell) {
		t.Errorf("JSON is %s, error %v", data, err)
	}
	if data, err := json.Marshal(Matrix{}); string(data) != `{"instances":[],"cells":[]}` || err != nil {
		t.Errorf("JSON of the zero matrix is %s, error %v", data, err)
	}
}

func TestReachabilityText(t *testing.T) {
	for r := ReachNone; r <= ReachUndecided; r++ {
		text, _ := r.MarshalText()
		var back Reachability
		if err := back.UnmarshalText(text); err != nil || back != r {
			t.Errorf("%d is %q, read back as %d, error %v", r, text, back, err)
		}
	}
	if new(Reachability).UnmarshalText([]byte("all")) == nil {
		t.Error(`"all" is read`)
	}
}

// A set contains what is in it, all of it and in one piece or several.
func TestContains(t *testing.T) {
	for _, c := range []struct {
		set, other []netip.Prefix
		want       bool
	}{
		{nil, nil, true},
		{cidrs("10.0.0.0/8"), nil, true},
		{nil, cidrs("10.0.0.0/8"), false},
		{cidrs("10.0.0.0/8"), cidrs("10.0.0.0/8"), true},
		{cidrs("10.0.0.0/8"), cidrs("10.1.0.0/16", "10.3.0.0/16"), true},
		{cidrs("10.0.0.0/9", "10.128.0.0/9"), cidrs("10.0.0.0/8"), true},
		{cidrs("10.1.0.0/16"), cidrs("10.0.0.0/8"), false},
		{cidrs("10.1.0.0/16"), cidrs("10.1.0.0/16", "10.2.0.0/16"), false},
	} {
		if got := contains(setOf(c.set), setOf(c.other)); got != c.want {
			t.Errorf("%v contains %v: %v", c.set, c.other, got)
		}
	}
}
