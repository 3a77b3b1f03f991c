package topology_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

// Positive controls: networks in which something must happen, so that a property which says that it never happens
// elsewhere is known to look. Networks that must have no stable state or several are in stability_test.go:
// TestTwoStableStatesAreRefused, TestNoStableStateIsRefused, TestMixedCompanyHasTwoStableStates.

func traced(t *testing.T, s *topology.State, from, to string) topology.Trace {
	t.Helper()
	start, err := topology.ParseEndpoint(from)
	if err != nil {
		t.Fatal(err)
	}
	trace, err := s.Trace(start, netip.MustParseAddr(to))
	if err != nil {
		t.Fatal(err)
	}
	return trace
}

// Two routers with a static route to each other: the packet must loop (TR-7.5).
func TestControlMustLoop(t *testing.T) {
	over := `"routes": [{"prefix": "10.9.0.0/16", "nextHop": "peer"}]`
	s := propagate(t, two(", "+over, ", "+over, attOf("VPC", "vpc-1", `, "autoCreateRoutes": true`),
		`"vpcs": [`+vpc1+`, `+vpcB+`]`))
	got := traced(t, s, "192.168.1.1@vpc-1", "10.9.0.1").Forward
	if got.Delivered || len(got.Paths) != 1 || got.Paths[0].Drop != topology.DropLoop {
		t.Errorf("got %+v, want one path that loops", got)
	}
	var at []string
	for _, hop := range got.Paths[0].Hops {
		at = append(at, hop.At)
	}
	if !slices.Equal(at, []string{"vpc-1", "tr-a", "tr-b"}) {
		t.Errorf("the packet passes %v, want vpc-1, tr-a, tr-b", at)
	}
}

// A VPC that is told nothing hears from one that is: the way there must exist, the way back must not.
func TestControlMustBeOneWay(t *testing.T) {
	s := propagate(t, one("", `"vpcs": [`+vpc1+`, `+vpc2+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`,
		{"id": "att-vpc-2", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-2", "association": "vtb-a", "propagations": ["vtb-a"]}]`))
	there, _ := s.Reach().Cell("vpc-1", "vpc-2")
	back, _ := s.Reach().Cell("vpc-2", "vpc-1")
	if there.Verdict != topology.ReachFull || back.Verdict != topology.ReachNone || there.BothWays != topology.ReachNone {
		t.Errorf("there %v, back %v, both ways %v; want full, none, none", there.Verdict, back.Verdict, there.BothWays)
	}
	got := traced(t, s, "192.168.1.1@vpc-1", "192.168.2.1")
	if !got.Forward.Delivered || got.Return.Delivered || got.Reachable {
		t.Errorf("got %v, want it delivered without an answer", got)
	}
}

// A static route must shadow a learned one of its prefix (TR-4.2.1), a more specific one the addresses inside it
// (TR-4.1), and a policy that matches everything the policies behind it (P-4.1).
func TestControlMustBeShadowed(t *testing.T) {
	locals := attOf("VPC", "vpc-1", "") + `, ` + attOf("VBR", "vbr-1", "")
	checkRules(t, []ruleCase{
		{"TR-4.2.1 by an equal static route", one(`, "routes": [{"prefix": "10.1.0.0/16", "blackhole": true}]`,
			`"vbrs": [`+vbr1+`]`, `"vpcs": [`+vpc1+`]`, `"attachments": [`+locals+`]`), `
			vtb-a 10.1.0.0/16 blackhole Active
			vtb-a 10.1.0.0/16 att-vbr-1 Rejected
			trace 192.168.1.1@vpc-1 10.1.0.1 no`},
		{"TR-4.1 by a more specific static route", one(`, "routes": [{"prefix": "10.1.7.0/24", "blackhole": true}]`,
			`"vbrs": [`+vbr1+`]`, `"vpcs": [`+vpc1+`]`, `"attachments": [`+locals+`]`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			trace 192.168.1.1@vpc-1 10.1.6.1 yes
			trace 192.168.1.1@vpc-1 10.1.7.1 no`},
		{"P-4.1 by a policy that matches everything", one(`, "policies": [{"priority": 1, "direction": "ingress", "action": "permit"},
			{"priority": 2, "direction": "ingress", "action": "deny"}]`,
			`"vbrs": [`+vbr1+`]`, `"vpcs": [`+vpc1+`]`, `"attachments": [`+locals+`]`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active policies=vtb-a/ingress/1`},
	})
}
