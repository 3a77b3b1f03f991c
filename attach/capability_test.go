package attach

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/route/rule"
)

// kindsWith returns the kinds whose answer is yes in an edition, in order, for example "VBR ECR Peer".
func kindsWith(e rule.Edition, cell func(Capabilities) Cell) string {
	var names []string
	for _, c := range All() {
		if cell(c).In(e) {
			names = append(names, c.Kind.String())
		}
	}
	return strings.Join(names, " ")
}

func TestCapabilities(t *testing.T) {
	const everything = "VPC VBR VPN CCN ECR Peer"
	for _, test := range []struct {
		name     string
		cell     func(Capabilities) Cell
		want2024 string
		want2026 string
	}{
		{"Enterprise Edition takes every kind (TR-1.5)", func(c Capabilities) Cell { return c.On(Enterprise) }, everything, everything},
		{"Basic Edition takes VPC, VBR, CCN and peers (TR-10.2, E-1.11)", func(c Capabilities) Cell { return c.On(Basic) },
			"VPC VBR CCN Peer", "VPC VBR CCN Peer"},
		{"the system policy knows VBR, CCN, VPN and ECR (P-5.4)", func(c Capabilities) Cell { return c.OnPremises },
			"VBR VPN CCN ECR", "VBR VPN CCN ECR"},
		{"all kinds are associated (TR-2.1.1)", func(c Capabilities) Cell { return c.Association }, everything, everything},
		{"all kinds propagate (TR-2.2.1)", func(c Capabilities) Cell { return c.Propagation }, everything, everything},
		{"all kinds can be synchronized (TR-2.3.4)", func(c Capabilities) Cell { return c.Sync }, everything, everything},
		{"the API synchronizes VPN and ECR by default (TR-2.3.1)", func(c Capabilities) Cell { return c.DefaultSync }, "VPN ECR", "VPN ECR"},
		{"static routes point to every kind but CCN (TR-3.3.2)", func(c Capabilities) Cell { return c.StaticNextHop },
			"VPC VBR VPN ECR Peer", "VPC VBR VPN ECR Peer"},
		{"IPv6 static routes do not point to a VPN (TR-3.3.2)", func(c Capabilities) Cell { return c.StaticNextHopIPv6 },
			"VPC VBR ECR Peer", "VPC VBR ECR Peer"},
		{"prefix lists do not point to a VPN (TR-3.4.1)", func(c Capabilities) Cell { return c.PrefixListNextHop },
			"VPC VBR ECR Peer", "VPC VBR ECR Peer"},
		{"equal static routes are for VBR, ECR and peers (TR-4.2.4)", func(c Capabilities) Cell { return c.EqualStatic },
			"VBR ECR Peer", "VBR ECR Peer"},
		{"static routes to VPC, VBR and VPN reach other regions (TR-3.4.4, D-29)", func(c Capabilities) Cell { return c.StaticCrossesPeering },
			"VPC VBR VPN", "VPC VBR VPN"},
		{"aggregates go to an ECR under 2026-02 only (TR-3.6.1, E-6.12)", func(c Capabilities) Cell { return c.AggregateScope },
			"VPC VBR VPN Peer", "VPC VBR VPN ECR Peer"},
		{"blackholes go to VPC, VBR, VPN and CCN (D-24)", func(c Capabilities) Cell { return c.BlackholeReceiver },
			"VPC VBR VPN CCN", "VPC VBR VPN CCN"},
		{"IPv6 is enabled on VPC attachments (TR-8.1)", func(c Capabilities) Cell { return c.IPv6 }, "VPC", "VPC"},
		{"routes to the router are created in VPCs (TR-5.9)", func(c Capabilities) Cell { return c.AutoCreateRoutes }, "VPC", "VPC"},
		{"VPC attachments are in vSwitches (TR-1.7)", func(c Capabilities) Cell { return c.VSwitches }, "VPC", "VPC"},
	} {
		if got := kindsWith(rule.Edition2024, test.cell); got != test.want2024 {
			t.Errorf("%s: under 2024-03 %s, want %s", test.name, got, test.want2024)
		}
		if got := kindsWith(rule.Edition2026, test.cell); got != test.want2026 {
			t.Errorf("%s: under 2026-02 %s, want %s", test.name, got, test.want2026)
		}
	}
}

func TestConditions(t *testing.T) {
	for _, test := range []struct {
		name string
		cell Cell
		want Condition
	}{
		{"a VPN is told routes with BGP only (TR-2.3.4)", Of(VPN).Sync, WithBGP},
		{"an ECR is always told (TR-2.3.1)", Of(ECR).Sync, Always},
		{"a VPC is told by choice (TR-2.3.1)", Of(VPC).Sync, Optional},
		{"a peering has a switch at each end (TR-7.3)", Of(Peer).Sync, PerEnd},
		{"an IPv6 route to a VPC needs IPv6 on the attachment (TR-3.3.2)", Of(VPC).StaticNextHopIPv6, IfEnabled},
		{"one to a VBR does not", Of(VBR).StaticNextHopIPv6, Unconditional},
	} {
		if !test.cell.Yes || test.cell.When != test.want {
			t.Errorf("%s: got %v, want %v", test.name, test.cell, test.want)
		}
	}
}

func TestCCNOnEnterpriseEditionIsWarnedOf(t *testing.T) {
	ccn := Of(CCN).On(Enterprise)
	if ccn.Warned(rule.Edition2024) || !ccn.Warned(rule.Edition2026) {
		t.Errorf("got a warning under 2024-03: %v, under 2026-02: %v, want it under 2026-02 only (D-8)",
			ccn.Warned(rule.Edition2024), ccn.Warned(rule.Edition2026))
	}
	for _, c := range All() {
		if c.Kind != CCN && c.On(Enterprise).Warned(rule.Edition2026) || c.On(Basic).Warned(rule.Edition2026) {
			t.Errorf("%v: a warning without a reason", c.Kind)
		}
	}
}

// ECR and VBR before VPN, CCN and what has no origin instance (D-19).
func TestOriginRank(t *testing.T) {
	rank := func(k Kind) int { return Of(k).OriginRank.Value }
	if rank(ECR) != rank(VBR) {
		t.Errorf("ECR ranks %d, VBR %d, want the same", rank(ECR), rank(VBR))
	}
	order := []Kind{VBR, VPN, CCN, None}
	for i, k := range order[1:] {
		if before := order[i]; rank(before) >= rank(k) {
			t.Errorf("%v ranks %d, not before %v with %d", before, rank(before), k, rank(k))
		}
	}
	if rank(VPC) != 0 {
		t.Errorf("VPC ranks %d, but VPC routes are unique (TR-4.2.5)", rank(VPC))
	}
}

func TestEveryCellCitesARuleOfTheCatalogue(t *testing.T) {
	for _, c := range All() {
		row := reflect.ValueOf(c)
		for i := range row.NumField() {
			var id rule.ID
			switch cell := row.Field(i).Interface().(type) {
			case Cell:
				id = cell.Rule
			case Rank:
				id = cell.Rule
			default:
				continue
			}
			if _, ok := rule.Lookup(id); !ok {
				t.Errorf("%v, %s: no rule %q", c.Kind, row.Type().Field(i).Name, id)
			}
		}
	}
}

func TestKindsOutsideTheTable(t *testing.T) {
	for _, k := range []Kind{None, Peer + 1, 255} {
		if got := Of(k); got != (Capabilities{OriginRank: Of(None).OriginRank}) {
			t.Errorf("Of(%d) = %+v, want no answer but the last rank", uint8(k), got)
		}
	}
	if Of(None).OriginRank.Value < Of(CCN).OriginRank.Value {
		t.Error("the rank of None is not the last")
	}
}

func TestAllIsACopyInOrder(t *testing.T) {
	all := All()
	for i, c := range all {
		if c.Kind != VPC+Kind(i) || c != Of(c.Kind) {
			t.Errorf("row %d is that of %v", i, c.Kind)
		}
	}
	all[0].Basic = Cell{}
	if !All()[0].Basic.Yes || !Of(VPC).Basic.Yes {
		t.Error("changing the result of All changed the table")
	}
	if len(all) != int(Peer) {
		t.Errorf("%d rows, want %d", len(all), Peer)
	}
}

func TestConditionText(t *testing.T) {
	var texts []string
	for c := Unconditional; c <= Warned2026; c++ {
		text, err := c.MarshalText()
		var back Condition
		if err != nil || back.UnmarshalText(text) != nil || back != c {
			t.Errorf("%d: text %q, error %v, read as %d", uint8(c), text, err, uint8(back))
		}
		if slices.Contains(texts, string(text)) {
			t.Errorf("%q stands for two conditions", text)
		}
		texts = append(texts, string(text))
	}
	c := Always
	if err := c.UnmarshalText([]byte("sometimes")); err == nil || c != Always {
		t.Errorf("read as %v, error %v", c, err)
	}
	if got := (Cell{When: Always}).String(); got != "no" {
		t.Errorf("a cell that is not yes reads %q", got)
	}
}
