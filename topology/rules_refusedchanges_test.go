package topology_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// Changes that the cloud refuses, or makes as a whole only.
func TestRulesRefusedChanges(t *testing.T) {
	used := two(`, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "att-vbr-1"}]`, "",
		attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", ""), `"vpcs": [`+vpc1+`, `+vpcB+`]`, `"vbrs": [`+vbr1+`]`)
	tables := func(more, attachment string) string {
		return `{"transitRouters": [` + routerOf("a", "cn-a", `{"id": "vtb-a", "system": true}, {"id": "vtb-x"`+more+`}`) + `], "vpcs": [` + vpc1 + `], "attachments": [` + attachment + `]}`
	}
	onECR := `{"vpcs": [` + vpc1 + `], "vbrs": [` + vbr1 + `], "ecrs": [{"id": "ecr-1", "asn": 64513, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1"}]}]}`
	custom := func(p string, kind topology.NextHopType) topology.AddVPCRoute {
		return topology.AddVPCRoute{Table: "vpc-1/system",
			Route: topology.VPCRoute{Prefix: prefix(p), NextHop: "next-1", NextHopType: kind}}
	}
	vSwitch := func(p string) topology.AddVSwitch {
		return topology.AddVSwitch{VPC: "vpc-1", VSwitch: topology.VSwitch{CIDR: prefix(p)}}
	}
	static := func(p, nextHop string) topology.AddRoute {
		return topology.AddRoute{Table: "vtb-a",
			Route: topology.StaticRoute{Prefix: prefix(p), NextHop: nextHop, Blackhole: nextHop == ""}}
	}
	prefixes := func(list ...string) (all []netip.Prefix) {
		for _, p := range list {
			all = append(all, prefix(p))
		}
		return all
	}
	list := func(nextHop string, p ...string) topology.AddPrefixList {
		return topology.AddPrefixList{Table: "vtb-a",
			List: topology.PrefixList{ID: "pl-1", Prefixes: prefixes(p...), NextHop: nextHop}}
	}
	aggregate := func(p string) topology.AddAggregate {
		return topology.AddAggregate{Table: "vtb-a",
			Aggregate: topology.AggregateRoute{Prefix: prefix(p), Scope: []attach.Kind{attach.VPC}}}
	}
	listed := one(`, "prefixLists": [{"id": "pl-1", "prefixes": ["10.9.0.0/16"], "nextHop": "att-vbr-1"}]`,
		`"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`)
	for _, c := range []struct {
		name, network string
		change        topology.Change
		refused       string // rule, and what the error says
	}{
		{"TR-2.3.9 a synchronized route cannot be deleted in the VPC", used,
			topology.RemoveVPCRoute{Table: "vpc-1/system", Prefix: prefix("10.1.0.0/16")}, "TR-2.3.9 10.1.0.0/16"},
		{"TR-3.3.6 a learned route cannot be deleted", used,
			topology.RemoveRoute{Table: "vtb-a", Route: topology.StaticRoute{Prefix: prefix("10.1.0.0/16"), NextHop: "att-vbr-1"}}, "TR-3.3.6 vtb-a"},
		{"TR-3.3.6 a static one can", used,
			topology.RemoveRoute{Table: "vtb-a", Route: topology.StaticRoute{Prefix: prefix("10.9.0.0/16"), NextHop: "att-vbr-1"}}, ""},
		{"TR-9.4 an attachment in use is not deleted", used, topology.Detach{ID: "att-vbr-1"},
			"TR-9.4 static route 10.9.0.0/16 of vtb-a"},
		{"TR-9.4 but by force", used, topology.Detach{ID: "att-vbr-1", Force: true}, ""},
		{"TR-9.5 the system table is not deleted", used, topology.DeleteTable{ID: "vtb-a"}, "TR-9.5 system"},
		{"TR-9.5 nor one that is associated", tables("", placed("VPC", "vpc-1", "vtb-x", "")),
			topology.DeleteTable{ID: "vtb-x"}, "TR-9.5 association of att-vpc-1"},
		{"TR-9.5 nor one that is propagated to", tables("", placed("VPC", "vpc-1", "vtb-a", `"vtb-x"`)),
			topology.DeleteTable{ID: "vtb-x"}, "TR-9.5 propagation of att-vpc-1"},
		{"TR-9.5 nor one that is not empty", tables(`, "routes": [{"prefix": "10.9.0.0/16", "blackhole": true}]`, ""),
			topology.DeleteTable{ID: "vtb-x"}, "TR-9.5 static route 10.9.0.0/16"},
		{"TR-9.5 any other is", tables("", placed("VPC", "vpc-1", "vtb-a", `"vtb-a"`)),
			topology.DeleteTable{ID: "vtb-x"}, ""},
		{"TR-9.6 a transit router with attachments is not deleted", used, topology.Delete{ID: "tr-b"},
			"TR-9.6 att-vpc-b"},
		{"TR-9.6 nor one with custom tables",
			`{"transitRouters": [` + routerOf("a", "cn-a", `{"id": "vtb-a", "system": true}, {"id": "vtb-x"}`) + `]}`,
			topology.Delete{ID: "tr-a"}, "TR-9.6 vtb-x"},
		{"TR-4.2.2 a static route beside an equal one of a VPC", used, static("192.168.1.0/24", "att-vbr-1"),
			"TR-4.2.2 192.168.1.0/24 over att-vpc-1"},
		{"TR-4.2.2 beside an equal one of a peer", used, static("192.168.9.0/24", "att-vbr-1"),
			"TR-4.2.2 192.168.9.0/24 over peer"},
		{"TR-4.2.2 to a VPC beside an equal one of a circuit", used, static("10.1.0.0/16", "att-vpc-1"),
			"TR-4.2.2 10.1.0.0/16 over att-vbr-1"},
		{"TR-4.2.2 a blackhole beside it", used, static("10.1.0.0/16", ""), "TR-4.2.2 10.1.0.0/16 over att-vbr-1"},
		{"TR-4.2.2 but to a circuit", used, static("10.1.0.0/16", "att-vbr-1"), ""},
		{"TR-4.2.2 but to a peer", used, static("10.1.0.0/16", "peer"), ""},
		{"TR-3.3.4 but inside it", used, static("10.1.1.0/24", "att-vpc-1"), ""},
		{"TR-3.4.2 TR-4.2.2 a prefix list with one such prefix", used,
			list("att-vbr-1", "10.7.0.0/16", "192.168.1.0/24"), "TR-4.2.2 192.168.1.0/24"},
		{"TR-3.4.2 without it", used, list("att-vbr-1", "10.7.0.0/16", "10.1.0.0/16"), ""},
		{"TR-9.9 an edited prefix list with one such prefix", listed,
			topology.SetPrefixes{ID: "pl-1", Prefixes: prefixes("10.9.0.0/16", "192.168.1.0/24")},
			"TR-4.2.2 192.168.1.0/24"},
		{"TR-9.9 without it", listed, topology.SetPrefixes{ID: "pl-1", Prefixes: prefixes("10.8.0.0/16")}, ""},
		{"TR-3.6.6 an aggregate equal to a learned route", used, aggregate("10.1.0.0/16"), "TR-3.6.6 10.1.0.0/16"},
		{"TR-3.6.6 but around it", used, aggregate("10.0.0.0/15"), ""},
		{"TR-5.7 a custom route equal to a synchronized one", used, custom("10.1.0.0/16", topology.ToNatGateway),
			"TR-5.7 10.1.0.0/16"},
		{"TR-5.7 but to a VPN gateway", used, custom("10.1.0.0/16", topology.ToVpnGateway), ""},
		{"TR-5.7 but to a router interface", used, custom("10.1.0.0/16", topology.ToRouterInterface), ""},
		{"TR-5.7 but inside it", used, custom("10.1.1.0/24", topology.ToNatGateway), ""},
		{"TR-5.7 a vSwitch equal to a synchronized route", used, vSwitch("10.1.0.0/16"), "TR-5.7 10.1.0.0/16"},
		{"TR-5.7 a vSwitch around one", used, vSwitch("10.0.0.0/12"), "TR-5.7 10.1.0.0/16"},
		{"TR-5.7 but inside it", used, vSwitch("10.1.1.0/24"), ""},
		{"E-7.2 a synchronized VPC does not stop receiving routes", used,
			topology.SetReceiveRoutes{Table: "vpc-1/system"}, "E-7.2 tr-a"},
		{"E-7.2 one on an ECR does", onECR, topology.SetReceiveRoutes{Table: "vpc-1/system"}, ""},
		{"E-7.5 a custom route equal to one of the ECR", onECR, custom("10.1.0.0/16", topology.ToNatGateway),
			"E-7.5 10.1.0.0/16"},
		{"E-7.5 also to a VPN gateway", onECR, custom("10.1.0.0/16", topology.ToVpnGateway), "E-7.5 10.1.0.0/16"},
		{"E-7.5 but around it", onECR, custom("10.0.0.0/12", topology.ToNatGateway), ""},
		{"E-7.5 a vSwitch around one of the ECR", onECR, vSwitch("10.0.0.0/12"), "E-7.5 10.1.0.0/16"},
		{"TR-9.6 one with neither is", one("", `"vpcs": [`+vpc1+`]`), topology.Delete{ID: "tr-a"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, err := topology.Parse([]byte(c.network))
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = propagated(t, &n).Apply(c.change)
			id, text, _ := strings.Cut(c.refused, " ")
			var refused *topology.ChangeError
			switch errors.As(err, &refused); {
			case c.refused == "" && err != nil:
				t.Errorf("refused: %v", err)
			case c.refused != "" && (refused == nil || string(refused.Rule) != id || !strings.Contains(refused.Error(), text)):
				t.Errorf("want a refusal by %s that mentions %q, got %v", id, text, err)
			}
		})
	}
}
