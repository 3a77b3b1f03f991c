package topology_test

import (
	"fmt"
	"strings"
	"testing"
)

// The parts of the networks below.
func tableOf(id, more string) string { return `{"id": "` + id + `"` + more + `}` }

func routerOf(x, region, tables string) string {
	return `{"id": "tr-` + x + `", "cen": "cen-1", "region": "` + region + `", "routeTables": [` + tables + `]}`
}

// attOf attaches an instance to tr-a, associated with vtb-a, propagating to vtb-a and synchronized.
func attOf(kind, instance, more string) string {
	return `{"id": "att-` + instance + `", "kind": "` + kind + `", "transitRouter": "tr-a", "instance": "` + instance +
		`", "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true` + more + `}`
}

const (
	vpc1   = `{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}]}`
	vpc2   = `{"id": "vpc-2", "region": "cn-a", "vswitches": [{"cidr": "192.168.2.0/24"}]}`
	vpcB   = `{"id": "vpc-b", "region": "cn-b", "vswitches": [{"cidr": "192.168.9.0/24"}]}`
	vbr1   = `{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]}`
	vbr2   = `{"id": "vbr-2", "region": "cn-a"}`
	vpn1   = `{"id": "vpn-1", "region": "cn-a", "bgp": true, "routes": [{"prefix": "10.2.0.0/16", "type": "BGP", "asPath": [65002]}]}`
	peerAB = `{"id": "peer", "ends": [
	 {"transitRouter": "tr-a", "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true},
	 {"transitRouter": "tr-b", "association": "vtb-b", "propagations": ["vtb-b"], "routeSync": true}]}`
	attB = `{"id": "att-vpc-b", "kind": "VPC", "transitRouter": "tr-b", "instance": "vpc-b", "association": "vtb-b", "propagations": ["vtb-b"], "routeSync": true}`
	open = `{"priority": 1, "direction": "egress", "action": "permit", "match": {"source": {"kinds": ["VBR", "VPN"]}, "destination": {"kinds": ["VBR", "VPN"]}}}`
)

// one is a network of one router: what is added to its table, and what is attached.
func one(table string, rest ...string) string {
	return `{"transitRouters": [` + routerOf("a", "cn-a", tableOf("vtb-a", table)) + `], ` + strings.Join(rest, ", ") + `}`
}

// two is a network of two peered routers; the second has vpc-b.
func two(tableA, tableB, attachments string, rest ...string) string {
	return `{"transitRouters": [` + routerOf("a", "cn-a", tableOf("vtb-a", tableA)) + `, ` + routerOf("b", "cn-b", tableOf("vtb-b", tableB)) +
		`], "attachments": [` + attachments + `, ` + attB + `], "peerings": [` + peerAB + `], ` + strings.Join(rest, ", ") + `}`
}

// What a router table tells whom.
func TestRulesAdvertise(t *testing.T) {
	statics := func(hop string) string {
		return `, "routes": [{"prefix": "10.9.0.0/16", ` + hop + `}]`
	}
	all := []string{`"vpcs": [` + vpc1 + `, ` + vpc2 + `]`, `"vbrs": [` + vbr1 + `, ` + vbr2 + `]`, `"vpns": [` + vpn1 + `]`,
		`"attachments": [` + attOf("VPC", "vpc-1", "") + `, ` + attOf("VPC", "vpc-2", "") + `, ` + attOf("VBR", "vbr-1", "") + `, ` +
			attOf("VBR", "vbr-2", "") + `, ` + attOf("VPN", "vpn-1", "") + `]`}
	local := []string{`"vpcs": [` + vpc1 + `, ` + vpcB + `]`, `"vbrs": [` + vbr1 + `]`, `"vpns": [` + vpn1 + `]`}
	locals := attOf("VPC", "vpc-1", "") + `, ` + attOf("VBR", "vbr-1", "") + `, ` + attOf("VPN", "vpn-1", "")
	checkRules(t, []ruleCase{
		{"TR-2.2.2 TR-2.3.4 TR-6.2 learning and synchronization by kind", one("", all...), `
			vtb-a 192.168.1.0/24 att-vpc-1 Active type=System origin=vpc-1 pref=50 learned=true
			vtb-a 10.1.0.0/16 att-vbr-1 Active type=BGP path=65001
			vtb-a 10.2.0.0/16 att-vpn-1 Active type=BGP
			vpc-2/system 192.168.1.0/24 att-vpc-2 Active
			vpc-2/system 10.1.0.0/16 att-vpc-2 Active
			vbr-1 192.168.1.0/24 att-vbr-1 Active
			vpn-1 192.168.1.0/24 att-vpn-1 Active`},
		{"TR-2.3.6 never back to where it came from, P-5.9", one(`, "policies": [`+open+`]`, all...), `
			vbr-1 10.1.0.0/16 local Active
			vbr-1 routes 4
			vbr-2 10.1.0.0/16 att-vbr-2 Active
			vpn-1 10.1.0.0/16 att-vpn-1 Active
			vpn-1 routes 4`},
		{"TR-2.3.5 only Active routes are told", one(``, `"vpcs": [`+vpc1+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`,
			`"vbrs": [`+vbr1+`, {"id": "vbr-2", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001, 65001], "communities": ["65001:9"]}]}]`), `
			vtb-a 10.1.0.0/16 att-vbr-2 Standby
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active path=65001
			vpc-1/system routes 2`},
		{"D-23 TR-6.7 a static route is not told to its own next hop", one(statics(`"nextHop": "att-vbr-1"`), all...), `
			vbr-1 10.9.0.0/16 none
			vbr-2 10.9.0.0/16 att-vbr-2 Active type=Static
			vpc-1/system 10.9.0.0/16 att-vpc-1 Active
			vpn-1 10.9.0.0/16 att-vpn-1 Active`},
		{"TR-3.4.4 TR-7.6 D-20 static to a VPC crosses peerings", two(statics(`"nextHop": "att-vpc-1"`), "", locals, local...), `
			vtb-b 10.9.0.0/16 peer Active type=Static region=cn-a origin=
			vpc-b/system 10.9.0.0/16 att-vpc-b Active`},
		{"TR-3.4.4 static to a VBR crosses peerings", two(statics(`"nextHop": "att-vbr-1"`), "", locals, local...),
			`vtb-b 10.9.0.0/16 peer Active`},
		{"D-29 static to a VPN crosses peerings", two(statics(`"nextHop": "att-vpn-1"`), "", locals, local...),
			`vtb-b 10.9.0.0/16 peer Active`},
		{"TR-3.4.4 static to a peer stays in its region", two(statics(`"nextHop": "peer"`), "", locals, local...), `
			vtb-a 10.9.0.0/16 peer Active type=Static learned=false
			vtb-b 10.9.0.0/16 none
			vpc-1/system 10.9.0.0/16 att-vpc-1 Active`},
		{"TR-3.4.4 nor is it told to another peer", strings.Replace(threeRouters(`{"transitRouter": "tr-a"}`, "cn-a"), `{"id": "vtb-a"}`, tableOf("vtb-a", statics(`"nextHop": "peer-ab"`)), 1), `
			vtb-a 10.9.0.0/16 peer-ab Active
			vtb-c 10.9.0.0/16 none`},
		{"D-24 TR-3.4.5 a blackhole stays in its region", two(statics(`"blackhole": true`), "", locals, local...), `
			vtb-a 10.9.0.0/16 blackhole Active type=Blackhole
			vpc-1/system 10.9.0.0/16 att-vpc-1 Active
			vbr-1 10.9.0.0/16 att-vbr-1 Active
			vtb-b 10.9.0.0/16 none
			trace 192.168.1.1@vpc-1 10.9.0.1 no`},
		{"P-5.11 P-7.1 policy 5000 does not catch static routes", one(statics(`"nextHop": "att-vpn-1"`), all...), `
			vbr-1 10.9.0.0/16 att-vbr-1 Active
			vbr-1 10.2.0.0/16 att-vbr-1 Prohibited policies=vtb-a/egress/5000`},
		{"P-5.7 P-3.4 TR-7.2 routes of a circuit cross regions with their origin", two("", "", locals, local...), `
			vtb-b 10.1.0.0/16 peer Active type=BGP origin=vbr-1 region=cn-a path=65001
			vpc-b/system 10.1.0.0/16 att-vpc-b Active`},
		{"P-6.4 a route denied towards a peer is absent there", two(`, "policies": [{"priority": 5, "direction": "egress", "action": "deny", "match": {"source": {"kinds": ["VBR"]}}}]`, "", locals, local...), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-b 10.1.0.0/16 none
			vpc-1/system 10.1.0.0/16 att-vpc-1 Prohibited policies=vtb-a/egress/5`},
		{"P-6.3 D-45 TR-3.2.3 TR-2.3.7 P-2.6 a route denied on the way in stays Prohibited as it came", two("",
			`, "policies": [{"priority": 5, "direction": "ingress", "action": "permit", "match": {"source": {"kinds": ["VBR"]}}, "set": {"preference": 7}, "next": 6},
			 {"priority": 6, "direction": "ingress", "action": "deny", "match": {"source": {"kinds": ["VBR"]}}}]`, locals, local...), `
			vtb-b 10.1.0.0/16 peer Prohibited pref=50 policies=vtb-b/ingress/5,vtb-b/ingress/6
			vpc-b/system 10.1.0.0/16 none`},
		{"D-44 P-4.5 TR-7.2 preference is carried over a peering", two(`, "policies": [{"priority": 5, "direction": "ingress", "action": "permit", "match": {"source": {"kinds": ["VBR"]}}, "set": {"preference": 7}}]`, "", locals, local...), `
			vtb-b 10.1.0.0/16 peer Active pref=7 policies=vtb-a/ingress/5`},
		{"D-25 P-2.8 of an ECMP set the first permitted path is sent", one(`, "policies": [{"priority": 5, "direction": "egress", "action": "deny", "match": {"source": {"instances": ["vbr-1"]}}}]`,
			`"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`, {"id": "vbr-2", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65002]}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vbr-2 Active
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active path=65002`},
	})
}

// Three routers in a chain, each peered with the next, and one peering with every switch (TR-7).
func TestRulesPeerings(t *testing.T) {
	chain := `{"transitRouters": [` + routerOf("a", "cn-a", tableOf("vtb-a", "")) + `, ` + routerOf("b", "cn-b", tableOf("vtb-b", "")) + `, ` + routerOf("c", "cn-c", tableOf("vtb-c", "")) + `],
	 "vpcs": [` + vpc1 + `, ` + vpcB + `], "attachments": [` + attOf("VPC", "vpc-1", "") + `, ` + attB + `], "peerings": [` + peerAB + `,
	 {"id": "peer-bc", "ends": [{"transitRouter": "tr-b", "association": "vtb-b", "propagations": ["vtb-b"], "routeSync": true},
	  {"transitRouter": "tr-c", "association": "vtb-c", "propagations": ["vtb-c"], "routeSync": true}]}]}`
	single := func(end string) string {
		return `{"transitRouters": [` + routerOf("a", "cn-a", tableOf("vtb-a", "")) + `, ` + routerOf("b", "cn-b", tableOf("vtb-b", "")) + `],
		 "vpcs": [` + vpc1 + `, ` + vpcB + `], "attachments": [` + attOf("VPC", "vpc-1", "") + `, ` + attB + `],
		 "peerings": [{"id": "peer", "ends": [{"transitRouter": "tr-a"` + end + `}, {"transitRouter": "tr-b", "association": "vtb-b", "propagations": ["vtb-b"], "routeSync": true}]}]}`
	}
	// The second router has another table, and the peering is associated with one of the two there.
	elsewhere := func(association string) string {
		return `{"transitRouters": [` + routerOf("a", "cn-a", tableOf("vtb-a", `, "routes": [{"prefix": "192.168.9.0/24", "nextHop": "peer"}]`)) + `, ` +
			routerOf("b", "cn-b", `{"id": "vtb-b", "system": true, "routes": [{"prefix": "192.168.1.0/24", "nextHop": "peer"}]}, {"id": "vtb-x"}`) + `],
		 "vpcs": [` + vpc1 + `, ` + vpcB + `], "attachments": [` + attOf("VPC", "vpc-1", "") + `, ` + attB + `],
		 "peerings": [{"id": "peer", "ends": [{"transitRouter": "tr-a", "association": "vtb-a"}, {"transitRouter": "tr-b", "association": "` + association + `"}]}]}`
	}
	checkRules(t, []ruleCase{
		{"TR-7.4 D-2 no transit over regions", chain, `
			vtb-b 192.168.1.0/24 peer Active
			vtb-c 192.168.1.0/24 none
			vtb-c 192.168.9.0/24 peer-bc Active`},
		{"TR-7.1 TR-7.3 TR-1.6 sender without synchronization", single(`, "association": "vtb-a", "propagations": ["vtb-a"]`), `
			vtb-b 192.168.1.0/24 none
			vtb-a 192.168.9.0/24 peer Active`},
		{"TR-2.1.3 TR-7.7 without an association the answer is dropped", strings.Replace(single(`, "propagations": ["vtb-a"]`), `"vtb-b"`, `"vtb-b", "routes": [{"prefix": "192.168.1.0/24", "nextHop": "peer"}]`, 1), `
			vtb-a 192.168.9.0/24 peer Active
			vtb-b 192.168.1.0/24 peer Active
			vpc-b/system 192.168.1.0/24 att-vpc-b Active
			trace 192.168.1.1@vpc-1 192.168.9.1 no`},
		{"TR-7.7 a packet from a peer is looked up in the associated table", elsewhere("vtb-b"), `
			trace 192.168.1.1@vpc-1 192.168.9.1 yes`},
		{"TR-7.7 and in no other", elsewhere("vtb-x"), `
			vtb-a 192.168.9.0/24 peer Active
			vtb-b 192.168.9.0/24 att-vpc-b Active
			trace 192.168.1.1@vpc-1 192.168.9.1 no`},
		{"TR-2.2.1 TR-1.6 the receiver does not learn", single(`, "association": "vtb-a", "routeSync": true`), `
			vtb-a 192.168.9.0/24 none
			vtb-b 192.168.1.0/24 peer Active`},
		{"D-14 a failed peering", strings.Replace(single(`, "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true`), `"vpcs"`, `"down": ["peer"], "vpcs"`, 1), `
			vtb-a 192.168.9.0/24 none
			vtb-b 192.168.1.0/24 none`},
	})
}

// The VPC's side (TR-5).
func TestRulesVPC(t *testing.T) {
	with := func(vpc, attachment string, rest ...string) string {
		return one("", append([]string{`"vpcs": [` + vpc + `, ` + vpc2 + `]`, `"vbrs": [` + vbr1 + `]`,
			`"attachments": [` + attOf("VPC", "vpc-1", attachment) + `, ` + attOf("VPC", "vpc-2", "") + `, ` + attOf("VBR", "vbr-1", "") + `]`}, rest...)...)
	}
	vpc := func(cidr, tables string) string {
		return `{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "` + cidr + `"}], "routeTables": [` + tables + `]}`
	}
	checkRules(t, []ruleCase{
		{"TR-5.6 inside a vSwitch: it alone, not the next route of the same circuit", one("",
			`"vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "10.1.0.0/16"}]}]`,
			`"vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.1.0/24", "type": "BGP", "asPath": [65001]},
			 {"prefix": "10.2.1.0/24", "type": "BGP", "asPath": [65001]}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`), `
			vpc-1/system 10.1.1.0/24 none
			vpc-1/system 10.2.1.0/24 att-vpc-1 Active`},
		{"TR-5.6 equal to a custom route: it alone, not the next vSwitch of the same VPC", one("",
			`"vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "10.0.0.0/24"}, {"cidr": "10.0.1.0/24"}]},
			{"id": "vpc-2", "region": "cn-a", "vswitches": [{"cidr": "192.168.2.0/24"}], "routeTables": [{"id": "vtb-2",
			 "routes": [{"prefix": "10.0.0.0/24", "nextHop": "ngw-1", "nextHopType": "NatGateway"}]}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VPC", "vpc-2", "")+`]`), `
			vtb-2 10.0.0.0/24 ngw-1 Active
			vtb-2 10.0.1.0/24 att-vpc-2 Active`},
		{"TR-5.6 equal to a vSwitch", with(vpc("10.1.0.0/16", `{"id": "vtb-1"}`), ""), `
			vtb-1 10.1.0.0/16 local Active
			vtb-1 routes 2`},
		{"TR-5.6 inside a vSwitch", with(vpc("10.0.0.0/8", `{"id": "vtb-1"}`), ""), `vtb-1 10.1.0.0/16 none`},
		{"TR-5.6 less specific than a vSwitch", with(vpc("10.1.1.0/24", `{"id": "vtb-1"}`), ""),
			`vtb-1 10.1.0.0/16 att-vpc-1 Active`},
		{"TR-5.6 equal to a custom route", with(vpc("192.168.1.0/24", `{"id": "vtb-1", "routes": [{"prefix": "10.1.0.0/16", "nextHop": "ngw-1", "nextHopType": "NatGateway"}]}`), ""), `
			vtb-1 10.1.0.0/16 ngw-1 Active type=Custom learned=false
			vtb-1 routes 3
			warning TR-5.7 10.1.0.0/16`},
		{"TR-5.7 equal to a custom route to a router interface, which the cloud takes", with(vpc("192.168.1.0/24", `{"id": "vtb-1", "routes": [{"prefix": "10.1.0.0/16", "nextHop": "ri-1", "nextHopType": "RouterInterface"}]}`), ""), `
			vtb-1 10.1.0.0/16 ri-1 Active type=Custom learned=false
			quiet TR-5.7`},
		{"TR-5.7 equal to a custom route to a VPN gateway, which the cloud takes", with(vpc("192.168.1.0/24", `{"id": "vtb-1", "routes": [{"prefix": "10.1.0.0/16", "nextHop": "vpn-1", "nextHopType": "VpnGateway"}]}`), ""), `
			vtb-1 10.1.0.0/16 vpn-1 Active type=Custom learned=false
			quiet TR-5.7`},
		{"TR-5.7 equal to a custom route of a table that does not receive",
			with(vpc("192.168.1.0/24", `{"id": "vtb-1", "receiveRoutes": false, "routes": [{"prefix": "10.1.0.0/16", "nextHop": "ngw-1", "nextHopType": "NatGateway"}]}`), ""), `quiet TR-5.7`},
		{"TR-5.7 wider than a custom route", with(vpc("192.168.1.0/24", `{"id": "vtb-1", "routes": [{"prefix": "10.1.1.0/24", "nextHop": "ngw-1", "nextHopType": "NatGateway"}]}`), ""), `
			vtb-1 10.1.0.0/16 att-vpc-1 Active
			quiet TR-5.7`},
		{"TR-5.5 a table that does not receive", with(vpc("192.168.1.0/24", `{"id": "vtb-1", "system": true}, {"id": "vtb-2", "receiveRoutes": false}`), ""), `
			vtb-1 10.1.0.0/16 att-vpc-1 Active
			vtb-2 10.1.0.0/16 none
			vtb-2 192.168.1.0/24 local Active`},
		{"TR-5.1 no advertisement of 100.64.0.0/10", with(vpc("100.64.1.0/24", `{"id": "vtb-1"}`), ""),
			`vtb-a 100.64.1.0/24 none`},
		{"TR-5.2 published and not", with(vpc("192.168.1.0/24", `{"id": "vtb-1", "routes": [{"prefix": "8.0.0.0/8", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["TR"]}, {"prefix": "9.0.0.0/8", "nextHop": "ngw-1", "nextHopType": "NatGateway"}]}`), ""), `
			vtb-a 8.0.0.0/8 att-vpc-1 Active type=Custom
			vtb-a 9.0.0.0/8 none
			vpc-2/system 8.0.0.0/8 att-vpc-2 Active`},
		{"TR-5.9 automatic routes in every table, one that is there stays", with(vpc("192.168.1.0/24", `{"id": "vtb-1", "system": true, "routes": [{"prefix": "10.0.0.0/8", "nextHop": "ngw-1", "nextHopType": "NatGateway"}]}, {"id": "vtb-2"}`), `, "autoCreateRoutes": true`), `
			vtb-1 10.0.0.0/8 ngw-1 Active
			vtb-1 172.16.0.0/12 att-vpc-1 Active type=Custom
			vtb-2 10.0.0.0/8 att-vpc-1 Active
			vtb-2 192.168.0.0/16 att-vpc-1 Active
			warning TR-5.9 10.0.0.0/8`},
		{"TR-8.1 IPv6 needs the attachment's option", with(vpc("2001:db8:1::/64", `{"id": "vtb-1"}`), ""),
			`vtb-a 2001:db8:1::/64 none`},
		{"TR-8.1 TR-8.2 with it", with(vpc("2001:db8:1::/64", `{"id": "vtb-1"}`), `, "ipv6": true`), `
			vtb-a 2001:db8:1::/64 att-vpc-1 Active
			vpc-2/system 2001:db8:1::/64 none
			vbr-1 2001:db8:1::/64 att-vbr-1 Active`},
		{"D-14 a failed attachment", with(vpc1, "", `"down": ["att-vpc-1"]`), `
			vtb-a 192.168.1.0/24 none
			vpc-1/system 10.1.0.0/16 none
			vpc-2/system 10.1.0.0/16 att-vpc-2 Active`},
		{"D-14 a failed circuit: its routes are gone", with(vpc1, "", `"down": ["vbr-1"]`), `
			vtb-a 10.1.0.0/16 none
			vbr-1 10.1.0.0/16 none`},
	})
}

// Aggregates (TR-3.6).
func TestRulesAggregates(t *testing.T) {
	aggregate := func(prefix, scope string) string {
		return `, "aggregates": [{"prefix": "` + prefix + `", "scope": [` + scope + `]}]`
	}
	local := []string{`"vpcs": [` + vpc1 + `, ` + vpcB + `]`, `"vbrs": [` + vbr1 + `]`}
	locals := attOf("VPC", "vpc-1", "") + `, ` + attOf("VBR", "vbr-1", "")
	checkRules(t, []ruleCase{
		{"TR-3.6.4 TR-3.6.2 TR-3.6.7 specifics inside are withheld, TR-3.6.1 no attributes, D-26 no row at home", two(aggregate("10.0.0.0/8", `"VPC"`), "", locals, local...), `
			vpc-1/system 10.0.0.0/8 att-vpc-1 Active type=Aggregate path= origin=
			vpc-1/system 10.1.0.0/16 none
			vtb-a 10.0.0.0/8 none
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-b 10.0.0.0/8 none
			vtb-b 10.1.0.0/16 peer Active`},
		{"TR-3.6.4 a wider route stays", two(aggregate("10.1.128.0/17", `"VPC"`), "", locals, local...), `
			vpc-1/system 10.1.128.0/17 att-vpc-1 Active type=Aggregate
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active type=BGP`},
		{"TR-3.6.3 scope by kind", two(aggregate("10.0.0.0/8", `"VBR"`), "", locals, local...), `
			vbr-1 10.0.0.0/8 att-vbr-1 Active
			vpc-1/system 10.0.0.0/8 none
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active`},
		{"TR-3.6.8 D-28 TR-3.2.5 Suppressed at a peer", two(aggregate("10.0.0.0/8", `"Peer"`), "", locals, local...), `
			vtb-b 10.0.0.0/8 peer Active type=Aggregate region=cn-a
			vtb-b 10.1.0.0/16 peer Suppressed
			vpc-b/system 10.0.0.0/8 att-vpc-b Active
			vpc-b/system 10.1.0.0/16 none`},
		{"D-28 what the peer denies is Prohibited, also behind the aggregate", two(aggregate("10.0.0.0/8", `"Peer"`),
			`, "policies": [{"priority": 1, "direction": "ingress", "action": "deny", "match": {"prefixes": {"list": ["10.1.0.0/16"]}}}]`, locals, local...), `
			vtb-b 10.0.0.0/8 peer Active
			vtb-b 10.1.0.0/16 peer Prohibited`},
		{"D-28 not where the peer denies the aggregate", two(aggregate("10.0.0.0/8", `"Peer"`),
			`, "policies": [{"priority": 1, "direction": "ingress", "action": "deny", "match": {"prefixes": {"list": ["10.0.0.0/8"], "mode": "complete"}}}]`, locals, local...), `
			vtb-b 10.0.0.0/8 peer Prohibited type=Aggregate
			vtb-b 10.1.0.0/16 peer Active`},
		{"TR-3.6.5 a learned aggregate is not withheld", two(aggregate("10.0.0.0/16", `"Peer"`), aggregate("10.0.0.0/8", `"VPC"`), locals, local...), `
			vpc-b/system 10.0.0.0/8 att-vpc-b Active
			vpc-b/system 10.0.0.0/16 att-vpc-b Active type=Aggregate
			vpc-b/system 10.1.0.0/16 none`},
		{"D-27 TR-3.6.11 specifics stay where the aggregate is not taken", one(aggregate("10.0.0.0/8", `"VPC"`),
			`"vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}], "routeTables": [{"id": "vtb-1", "routes": [{"prefix": "10.0.0.0/8", "nextHop": "ngw-1", "nextHopType": "NatGateway"}]}]}]`,
			`"vbrs": [`+vbr1+`]`, `"attachments": [`+locals+`]`), `
			vtb-1 10.0.0.0/8 ngw-1 Active
			vtb-1 10.1.0.0/16 att-vpc-1 Active
			warning D-27 vtb-1`},
		{"TR-3.6.6 equal to a learned route: the aggregate is sent, with a warning", one(aggregate("10.1.0.0/16", `"VPC"`),
			`"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`]`, `"attachments": [`+locals+`]`), `
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active type=Aggregate
			vtb-a 10.1.0.0/16 att-vbr-1 Active type=BGP
			vtb-a routes 2
			warning TR-3.6.6 10.1.0.0/16`},
	})
}

// Configured and learned routes of one prefix (D-13, TR-4.2), and the ties of VPCs (TR-4.2.5, D-16).
func TestRulesConflicts(t *testing.T) {
	for _, c := range []struct{ hop, want string }{
		{`"nextHop": "att-vbr-2"`, `vtb-a 10.1.0.0/16 att-vbr-2 Active type=Static`},
		{`"nextHop": "att-vpc-1"`, `warning D-13 10.1.0.0/16`},
		{`"blackhole": true`, `warning D-13 10.1.0.0/16`},
	} {
		checkRules(t, []ruleCase{{"D-13 TR-4.2.2 TR-4.2.3 beside a learned route: " + c.hop, one(fmt.Sprintf(`, "routes": [{"prefix": "10.1.0.0/16", %s}]`, c.hop),
			`"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`, `+vbr2+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`),
			"vtb-a 10.1.0.0/16 att-vbr-1 Rejected\n" + c.want}})
	}
	equal := `{"id": "vpc-3", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}]}`
	equalB := `{"id": "vpc-b", "region": "cn-b", "vswitches": [{"cidr": "192.168.1.0/24"}]}`
	checkRules(t, []ruleCase{
		{"TR-4.2.5 two VPCs of one router", one("", `"vpcs": [`+vpc1+`, `+equal+`]`, `"attachments": [`+attOf("VPC", "vpc-3", "")+`, `+attOf("VPC", "vpc-1", "")+`]`), `
			vtb-a 192.168.1.0/24 att-vpc-1 Active
			vtb-a 192.168.1.0/24 att-vpc-3 Rejected
			warning TR-4.2.5 att-vpc-3`},
		{"TR-4.2.5 TR-7.9 local before a peer's", two("", "", attOf("VPC", "vpc-1", ""), `"vpcs": [`+vpc1+`, `+equalB+`]`), `
			vtb-a 192.168.1.0/24 att-vpc-1 Active
			vtb-b 192.168.1.0/24 att-vpc-b Active
			vtb-b 192.168.1.0/24 peer Rejected
			vtb-a 192.168.1.0/24 peer Rejected`},
		{"D-16 TR-4.2.6 a vSwitch beats a circuit", one("", `"vpcs": [`+vpc1+`]`, `"vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "192.168.1.0/24", "type": "BGP", "asPath": [65001]}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`), `
			vtb-a 192.168.1.0/24 att-vpc-1 Active
			vtb-a 192.168.1.0/24 att-vbr-1 Rejected
			warning D-16 att-vbr-1`},
		{"D-16 a circuit beats a published route", one("", `"vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}], "routeTables": [{"id": "vtb-1", "routes": [{"prefix": "10.1.0.0/16", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["TR"]}]}]}]`,
			`"vbrs": [`+vbr1+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vpc-1 Rejected`},
	})
}

// Basic Edition (TR-10, D-39).
func TestRulesBasicEdition(t *testing.T) {
	basic := func(more string, rest ...string) string {
		return `{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-a", "edition": "basic", "routeTables": [{"id": "vtb-a"` + more + `}]}], ` + strings.Join(rest, ", ") + `}`
	}
	bare := func(kind, instance string) string {
		return `{"id": "att-` + instance + `", "kind": "` + kind + `", "transitRouter": "tr-a", "instance": "` + instance + `"}`
	}
	vbrs := `"vbrs": [` + vbr1 + `, {"id": "vbr-2", "region": "cn-a", "routes": [{"prefix": "0.0.0.0/0", "type": "BGP", "asPath": [65003]}, {"prefix": "2001:db8::/32", "type": "BGP", "asPath": [65003]}]}]`
	atts := `"attachments": [` + bare("VPC", "vpc-1") + `, ` + bare("VBR", "vbr-1") + `, ` + bare("VBR", "vbr-2") + `]`
	checkRules(t, []ruleCase{
		{"TR-10.1 D-39 everything is implied, IPv6 is Rejected, policy 5000", basic("", `"vpcs": [`+vpc1+`]`, vbrs, atts), `
			vtb-a 192.168.1.0/24 att-vpc-1 Active
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active
			vpc-1/system 0.0.0.0/0 att-vpc-1 Active
			vbr-2 10.1.0.0/16 att-vbr-2 Prohibited
			vtb-a 2001:db8::/32 att-vbr-2 Rejected
			vpc-1/system 2001:db8::/32 none`},
		{"TR-8.4 D-39 a configured IPv6 route is Rejected too", basic(`, "routes": [{"prefix": "2001:db8:9::/48", "nextHop": "att-vbr-1"}, {"prefix": "10.9.0.0/16", "nextHop": "att-vbr-1"}]`, `"vpcs": [`+vpc1+`]`, vbrs, atts), `
			vtb-a 2001:db8:9::/48 att-vbr-1 Rejected type=Static
			vtb-a 10.9.0.0/16 att-vbr-1 Active type=Static
			vpc-1/system 2001:db8:9::/48 none
			vpc-1/system 10.9.0.0/16 att-vpc-1 Active`},
		{"P-5.6 without policy 5000, TR-5.4 but no default route to a VBR", basic(`, "noSystemPolicy": true`, `"vpcs": [`+vpc1+`]`, vbrs, atts), `
			vbr-2 10.1.0.0/16 att-vbr-2 Active
			vbr-1 0.0.0.0/0 none`},
	})
}
