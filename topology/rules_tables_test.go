package topology_test

import (
	"fmt"
	"testing"
)

// Several tables of one router: association, propagation, policies (TR-1.3, TR-2, P-1.6).
func TestRulesTables(t *testing.T) {
	two := func(policies, att1, att2 string) string {
		return `{"transitRouters": [` + routerOf("a", "cn-a", `{"id": "vtb-a", "system": true`+policies+`}, {"id": "vtb-x"}`) + `],
		 "vpcs": [` + vpc1 + `, ` + vpc2 + `], "vbrs": [` + vbr1 + `],
		 "attachments": [{"id": "att-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1", "routeSync": true` + att1 + `},
		  {"id": "att-2", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-2", "routeSync": true` + att2 + `}, ` + attOf("VBR", "vbr-1", "") + `]}`
	}
	both := `, "association": "vtb-a", "propagations": ["vtb-a", "vtb-x"]`
	checkRules(t, []ruleCase{
		{"TR-1.3 TR-2.2.1 tables are apart", two("", `, "association": "vtb-a", "propagations": ["vtb-a"]`, `, "association": "vtb-x", "propagations": ["vtb-x"]`), `
			vtb-a 192.168.2.0/24 none
			vtb-x 192.168.1.0/24 none
			vpc-1/system 192.168.2.0/24 none
			trace 192.168.1.1@vpc-1 192.168.2.1 no`},
		{"TR-2.2.1 a table learns from several attachments, and an attachment propagates to several tables", two("", both, both), `
			vtb-a 192.168.1.0/24 att-1 Active
			vtb-a 192.168.2.0/24 att-2 Active
			vtb-x 192.168.1.0/24 att-1 Active
			vtb-x 192.168.2.0/24 att-2 Active`},
		{"TR-2.1 the associated table forwards what arrives, whichever table learned it", two("", `, "autoCreateRoutes": true, "association": "vtb-x", "propagations": ["vtb-a"]`, `, "association": "vtb-a", "propagations": ["vtb-a", "vtb-x"]`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			trace 192.168.1.1@vpc-1 192.168.2.1 yes
			trace 192.168.1.1@vpc-1 10.1.0.1 no
			trace 192.168.2.1@vpc-2 10.1.0.1 yes`},
		{"TR-2.2 a table takes up the routes of what it learns from, and of nothing else", two("", `, "association": "vtb-a", "propagations": ["vtb-x"]`, `, "association": "vtb-a", "propagations": []`), `
			vtb-x 192.168.1.0/24 att-1 Active learned=true
			vtb-x routes 1
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a routes 1`},
		{"P-1.5 a policy belongs to the table that it is written in", `{"transitRouters": [` + routerOf("a", "cn-a", `{"id": "vtb-a", "system": true}, {"id": "vtb-x", "policies": [{"priority": 1, "direction": "ingress", "action": "deny"}]}`) + `],
			"vpcs": [` + vpc1 + `], "attachments": [{"id": "att-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1"` + both + `}]}`, `
			vtb-a 192.168.1.0/24 att-1 Active policies=
			vtb-x 192.168.1.0/24 att-1 Prohibited policies=vtb-x/ingress/1`},
		{"TR-3.3 a static route sends a prefix to an attachment, or drops it", one(`, "routes": [{"prefix": "192.168.2.0/24", "nextHop": "att-2"}, {"prefix": "192.168.2.128/25", "blackhole": true}]`, `"vpcs": [`+vpc1+`, `+vpc2+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, {"id": "att-2", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-2", "association": "vtb-a", "routeSync": true}]`), `
			trace 192.168.1.1@vpc-1 192.168.2.1 yes
			trace 192.168.1.1@vpc-1 192.168.2.129 no`},
		{"TR-2.1.2 the associated table is told", two("", both, `, "association": "vtb-x", "propagations": ["vtb-a"]`), `
			vpc-2/system 192.168.1.0/24 att-2 Active
			vpc-2/system 10.1.0.0/16 none
			vpc-1/system 10.1.0.0/16 att-1 Active`},
		{"TR-2.1.4 each direction has its own table", two("", `, "association": "vtb-a", "propagations": ["vtb-x"]`, `, "association": "vtb-x", "propagations": ["vtb-a"]`), `
			vtb-a 192.168.2.0/24 att-2 Active
			vtb-x 192.168.1.0/24 att-1 Active
			trace 192.168.1.1@vpc-1 192.168.2.1 yes`},
		{"P-2.4 P-1.6 ingress policies of each learning table, apart", two(`, "policies": [{"priority": 1, "direction": "ingress", "action": "deny", "match": {"source": {"instances": ["vpc-1"]}}}]`, both, both), `
			vtb-a 192.168.1.0/24 att-1 Prohibited policies=vtb-a/ingress/1
			vtb-x 192.168.1.0/24 att-1 Active policies=`},
		{"P-2.7 an egress policy of a table that is associated with nothing never runs", `{"transitRouters": [` + routerOf("a", "cn-a",
			`{"id": "vtb-a", "system": true}, {"id": "vtb-x", "policies": [{"priority": 1, "direction": "egress", "action": "deny"}]}`) + `],
			"vpcs": [` + vpc1 + `, ` + vpc2 + `], "attachments": [` + attOf("VPC", "vpc-1", "") + `, ` + attOf("VPC", "vpc-2", "") + `]}`, `
			vpc-1/system 192.168.2.0/24 att-vpc-1 Active`},
		{"TR-2.3.10 P-7.5 without synchronization nothing is told", one("", `"vpcs": [`+vpc1+`, `+vpc2+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`,
			{"id": "att-2", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-2", "association": "vtb-a", "propagations": ["vtb-a"]}]`), `
			vpc-2/system 192.168.1.0/24 none
			vpc-1/system 192.168.2.0/24 att-vpc-1 Active`},
		{"TR-3.3.5 a static route needs neither association nor propagation", one(`, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "att-2"}]`, `"vpcs": [`+vpc1+`, `+vpc2+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, {"id": "att-2", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-2"}]`), `
			vtb-a 10.9.0.0/16 att-2 Active type=Static`},
		{"TR-3.3.4 TR-4.1 overlapping routes: the longest decides", one(`, "routes": [{"prefix": "192.168.0.0/16", "blackhole": true}]`, `"vpcs": [`+vpc1+`, `+vpc2+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VPC", "vpc-2", "")+`]`), `
			trace 192.168.1.1@vpc-1 192.168.2.1 yes
			trace 192.168.1.1@vpc-1 192.168.3.1 no`},
		{"TR-3.3.3 TR-4.2.4 equal static routes to circuits share, P-7.2 a prefix list is like them", one(
			`, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "att-vbr-1"}], "prefixLists": [{"id": "pl-1", "prefixes": ["10.9.0.0/16"], "nextHop": "att-vbr-2"}]`,
			`"vbrs": [`+vbr1+`, `+vbr2+`]`, `"attachments": [`+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`), `
			vtb-a 10.9.0.0/16 att-vbr-1 Active type=Static
			vtb-a 10.9.0.0/16 att-vbr-2 Active type=Static`},
		{"TR-4.3.9 D-14 a static route to a failed circuit stays, and leads nowhere", one(`, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "att-vbr-1"}]`, `"down": ["vbr-1"]`,
			`"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`), `
			vtb-a 10.9.0.0/16 att-vbr-1 Active
			trace 192.168.1.1@vpc-1 10.9.0.1 no`},
	})
}

// circuitOf is one of many equal circuits.
func circuitOf(i int) string {
	return fmt.Sprintf(`{"id": "vbr-%02d", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]}`, i)
}

// equalStatics is a network with static routes of one prefix to two circuits.
func equalStatics(more string) string {
	circuit := func(id string) string {
		return `{"id": "` + id + `", "region": "cn-a", "routes": [{"prefix": "10.9.0.0/16"}]}`
	}
	return one(`, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "att-vbr-1"}, {"prefix": "10.9.0.0/16", "nextHop": "att-vbr-2"}]`, more+`"vpcs": [`+vpc1+`]`, `"vbrs": [`+circuit("vbr-1")+`, `+circuit("vbr-2")+`]`,
		`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`)
}

// The selection of TR-4.4 through the whole pipeline.
func TestRulesSelection(t *testing.T) {
	pair := func(a, b, policies string, more ...string) string {
		return one(policies, append([]string{`"vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16"` + a + `}]}, {"id": "vbr-2", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16"` + b + `}]}]`,
			`"attachments": [` + attOf("VBR", "vbr-1", "") + `, ` + attOf("VBR", "vbr-2", "") + `]`}, more...)...)
	}
	bgp := func(path string) string { return `, "type": "BGP", "asPath": [` + path + `]` }
	prefer := `, "policies": [{"priority": 9, "direction": "ingress", "action": "permit", "match": {"source": {"instances": ["vbr-2"]}}, "set": {"preference": 1}}]`
	remote := func(table string) string {
		return `{"transitRouters": [` + routerOf("a", "cn-a", tableOf("vtb-a", "")) + `, ` + routerOf("b", "cn-b", tableOf("vtb-b", "")) + `, ` + routerOf("c", "cn-c", tableOf("vtb-c", table)) + `],
		 "vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]}, {"id": "vbr-b", "region": "cn-b", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65002]}]}],
		 "attachments": [` + attOf("VBR", "vbr-1", "") + `, {"id": "att-b", "kind": "VBR", "transitRouter": "tr-b", "instance": "vbr-b", "propagations": ["vtb-b"]}],
		 "peerings": [{"id": "peer-ac", "ends": [{"transitRouter": "tr-a", "association": "vtb-a", "routeSync": true}, {"transitRouter": "tr-c", "propagations": ["vtb-c"]}]},
		  {"id": "peer-bc", "ends": [{"transitRouter": "tr-b", "association": "vtb-b", "routeSync": true}, {"transitRouter": "tr-c", "propagations": ["vtb-c"]}]}]}`
	}
	kinds := func(vbrPath, vpnPath string) string {
		return one("", `"vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16"`+bgp(vbrPath)+`}]}]`,
			`"vpns": [{"id": "vpn-1", "region": "cn-a", "bgp": true, "routes": [{"prefix": "10.1.0.0/16"`+bgp(vpnPath)+`}]}]`,
			`"attachments": [`+attOf("VBR", "vbr-1", "")+`, `+attOf("VPN", "vpn-1", "")+`]`)
	}
	checkRules(t, []ruleCase{
		{"TR-4.3 P1 BGP before static", pair("", bgp("65001, 65002"), ""), `
			vtb-a 10.1.0.0/16 att-vbr-2 Active
			vtb-a 10.1.0.0/16 att-vbr-1 Standby type=Custom`},
		{"TR-4.3 P1 shorter AS path, TR-4.3.1 P-4.4 which preference cannot beat", pair(bgp("65001"), bgp("65001, 65002"), prefer), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active pref=50
			vtb-a 10.1.0.0/16 att-vbr-2 Standby pref=1`},
		{"TR-4.3 P3 smaller preference", pair(bgp("65001"), bgp("65002"), prefer), `
			vtb-a 10.1.0.0/16 att-vbr-2 Active
			vtb-a 10.1.0.0/16 att-vbr-1 Standby`},
		{"TR-4.3.3 equal in all: ECMP, TR-4.3.6 whatever the communities", pair(bgp("65001"), bgp("65002")+`, "communities": ["65001:1"]`, ""), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vbr-2 Active comm=65001:1`},
		{"TR-4.3.7 sixteen of seventeen equal paths", one("", `"vbrs": [`+many(17, circuitOf)+`]`, `"attachments": [`+many(17, func(i int) string { return attOf("VBR", fmt.Sprintf("vbr-%02d", i), "") })+`]`), `
			vtb-a routes 17
			vtb-a 10.1.0.0/16 att-vbr-00 Active
			vtb-a 10.1.0.0/16 att-vbr-15 Active
			vtb-a 10.1.0.0/16 att-vbr-16 Standby
			warning TR-4.3.7 17 equal-cost paths to 10.1.0.0/16, the limit is 16`},
		{"TR-4.3.7 sixteen equal paths", one("", `"vbrs": [`+many(16, circuitOf)+`]`, `"attachments": [`+many(16, func(i int) string { return attOf("VBR", fmt.Sprintf("vbr-%02d", i), "") })+`]`), `
			vtb-a 10.1.0.0/16 att-vbr-15 Active
			quiet TR-4.3.7`},
		{"TR-4.3.8 every equal path is followed: all of them must deliver", equalStatics(""), `
			vtb-a 10.9.0.0/16 att-vbr-1 Active
			vtb-a 10.9.0.0/16 att-vbr-2 Active
			trace 192.168.1.1@vpc-1 10.9.0.1 yes`},
		{"TR-4.3.8 one that does not spoils it", equalStatics(`"down": ["vbr-2"], `), `
			vtb-a 10.9.0.0/16 att-vbr-2 Active
			trace 192.168.1.1@vpc-1 10.9.0.1 no`},
		{"TR-9.8 the standby route takes over", pair(bgp("65001"), bgp("65001, 65002"), "", `"down": ["vbr-1"]`), `
			vtb-a 10.1.0.0/16 att-vbr-2 Active`},
		{"TR-4.3 P4 TR-4.3.4 the smallest region ID", remote(""), `
			vtb-c 10.1.0.0/16 peer-ac Active
			vtb-c 10.1.0.0/16 peer-bc Standby`},
		{"TR-4.3.4 TR-1.4 multi-region ECMP", remote(`, "multiRegionEcmp": true`), `
			vtb-c 10.1.0.0/16 peer-ac Active
			vtb-c 10.1.0.0/16 peer-bc Active`},
		{"TR-4.3.5 D-19 a circuit before an IPsec connection", kinds("65001", "65002"), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vpn-1 Standby`},
		{"D-19 but a shorter AS path decides first", kinds("65001, 65001", "65002"), `
			vtb-a 10.1.0.0/16 att-vpn-1 Active
			vtb-a 10.1.0.0/16 att-vbr-1 Standby`},
		{"D-39 policy 5000 is on every table", pair(bgp("65001"), "", ""), `
			vbr-2 10.1.0.0/16 att-vbr-2 Prohibited policies=vtb-a/egress/5000`},
	})
}
