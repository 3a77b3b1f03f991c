package route_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

func TestTypeText(t *testing.T) {
	types := []route.Type{route.NoType, route.System, route.Custom, route.BGP, route.Static, route.Blackhole, route.Aggregate}
	checkJSON(t, types, `["","System","Custom","BGP","Static","Blackhole","Aggregate"]`)
}

func TestStatusText(t *testing.T) {
	statuses := []route.Status{route.Active, route.Standby, route.Candidate, route.Conflicting, route.Rejected,
		route.Suppressed, route.Prohibited, route.Disabled}
	checkJSON(t, statuses,
		`["Active","Standby","Candidate","Conflicting","Rejected","Suppressed","Prohibited","Disabled"]`)
}

func TestUnknownTypeAndStatusAreErrors(t *testing.T) {
	typ, status := route.BGP, route.Rejected
	if err := typ.UnmarshalText([]byte("bgp")); err == nil || typ != route.BGP {
		t.Errorf("Type \"bgp\": %v, value now %v", err, typ)
	}
	for _, text := range []string{"", "active"} {
		if err := status.UnmarshalText([]byte(text)); err == nil || status != route.Rejected {
			t.Errorf("Status %q: %v, value now %v", text, err, status)
		}
	}
}

// TestParseCommunity holds the format of P-3.21: n:m, of which both fit 16 bits.
func TestParseCommunity(t *testing.T) {
	good := map[string]route.Community{"0:0": 0, "0:1": 1, "1:0": 1 << 16, "65001:7": 65001<<16 | 7, "65535:65535": 1<<32 - 1}
	for text, want := range good {
		if got, err := route.ParseCommunity(text); err != nil || got != want {
			t.Errorf("ParseCommunity(%q) = %d, %v, want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", ":", "1", "1:", ":1", "1:2:3", "65536:1", "1:65536", "-1:1", "+1:1", "1: 1", "01:1",
		"1:01", "1:00", "0x1:1", "1_0:1", "1.0:1", "no-export", "99999999999999999999:1"} {
		c := route.Community(5)
		if err := c.UnmarshalText([]byte(text)); err == nil || c != 5 {
			t.Errorf("community %q: %v, value now %v", text, err, c)
		}
	}
}

func TestCommunityTextRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hi, lo := rapid.Uint16().Draw(t, "hi"), rapid.Uint16().Draw(t, "lo")
		c := route.Community(hi)<<16 | route.Community(lo)
		if want := fmt.Sprintf("%d:%d", hi, lo); c.String() != want {
			t.Fatalf("String() = %q, want %q", c, want)
		}
		if back, err := route.ParseCommunity(c.String()); err != nil || back != c {
			t.Fatalf("%q reads as %d, %v, want %d", c, back, err, c)
		}
	})
}

func TestRouteListsAreNeverNull(t *testing.T) {
	r := route.Route{Prefix: netip.MustParsePrefix("10.0.0.0/8"), NextHop: "blackhole", Type: route.Blackhole,
		Preference: 50}
	const want = `{"prefix":"10.0.0.0/8","nextHop":"blackhole","type":"Blackhole","status":"Active","preference":50,` +
		`"asPath":[],"communities":[],"learned":false,"origin":{},"policies":[]}`
	for name, v := range map[string]any{"value": r, "pointer": &r} {
		if got, err := json.Marshal(v); err != nil || string(got) != want {
			t.Errorf("%s: %s, %v, want %s", name, got, err, want)
		}
	}
}

func TestRouteJSON(t *testing.T) {
	r := route.Route{
		Prefix: netip.MustParsePrefix("10.10.0.0/16"), NextHop: "att-ecr", Type: route.BGP, Status: route.Standby,
		Preference: 20, ASPath: route.ASPath{65001}, Communities: route.Communities{65001<<16 | 7}, MED: 1000, Learned: true,
		Origin:   route.Origin{Instance: "ecr-1", Kind: attach.ECR, Region: "cn-hangzhou", Table: "t", Member: "m"},
		Policies: []string{"vtb-hz/ingress/10"},
	}
	checkJSON(t, r, `{"prefix":"10.10.0.0/16","nextHop":"att-ecr","type":"BGP","status":"Standby","preference":20,`+
		`"asPath":[65001],"communities":["65001:7"],"med":1000,"learned":true,`+
		`"origin":{"instance":"ecr-1","kind":"ECR","region":"cn-hangzhou","table":"t","member":"m"},`+
		`"policies":["vtb-hz/ingress/10"]}`)
}

// checkJSON checks that a value is written as want, and that want is read as the value.
func checkJSON[V any](t *testing.T, v V, want string) {
	t.Helper()
	if got, err := json.Marshal(v); err != nil || string(got) != want {
		t.Errorf("written as %s, %v, want %s", got, err, want)
	}
	var back V
	if err := json.Unmarshal([]byte(want), &back); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(v, back, cmpopts.EquateComparable(netip.Prefix{})); diff != "" {
		t.Errorf("read as something else (-want +got):\n%s", diff)
	}
}

// A route as text has every field that is not empty, and an empty one leaves no sign.
func TestRouteText(t *testing.T) {
	p := netip.MustParsePrefix("10.10.0.0/16")
	full := route.Route{
		Prefix: p, NextHop: "att-1", Type: route.BGP, Status: route.Standby, Preference: 20, ASPath: route.ASPath{65001,
			65002},
		Communities: route.Communities{65001<<16 | 1, 65001<<16 | 2}, MED: 1000, Learned: true,
		Origin: route.Origin{Instance: "ccn-1", Kind: attach.CCN, Region: "ccn-cn-shanghai", Table: "vtb-1",
			Member: "sag-1"},
		Policies: []string{"vtb-1/ingress/10", "vtb-1/ingress/20"},
	}
	for _, c := range []struct {
		value route.Route
		want  string
	}{
		{full, "10.10.0.0/16 via att-1: Standby, BGP, preference 20, AS path 65001 65002, communities 65001:1 65001:2, MED 1000, " +
			"learned, of ccn-1 (CCN, ccn-cn-shanghai, vtb-1, sag-1), by vtb-1/ingress/10 vtb-1/ingress/20"},
		{route.Route{Prefix: p, NextHop: "local", Type: route.System, Preference: 50, Origin: route.Origin{Instance: "vpc-1"}},
			"10.10.0.0/16 via local: Active, System, preference 50, of vpc-1"},
		{route.Route{Prefix: p, NextHop: "blackhole", Type: route.Blackhole, Preference: 50, Origin: route.Origin{Region: "cn-hangzhou"}},
			"10.10.0.0/16 via blackhole: Active, Blackhole, preference 50, of (cn-hangzhou)"},
		{route.Route{}, "invalid Prefix: Active, preference 0"},
	} {
		if got := c.value.String(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
