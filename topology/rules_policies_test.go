package topology_test

import (
	"strings"
	"testing"
)

// What a policy is, when it runs and what it asks (P-1 to P-3).
func TestRulesPolicies(t *testing.T) {
	local := []string{`"vpcs": [` + vpc1 + `, ` + vpc2 + `]`, `"vbrs": [` + vbr1 + `]`, `"vpns": [` + vpn1 + `]`,
		`"attachments": [` + attOf("VPC", "vpc-1", "") + `, ` + attOf("VPC", "vpc-2", "") + `, ` + attOf("VBR", "vbr-1", "") + `, ` + attOf("VPN", "vpn-1", "") + `]`}
	with := func(policies string) string { return one(`, "policies": [`+policies+`]`, local...) }
	ranked := func(policies string) string {
		return one(`, "policies": [`+policies+`]`, `"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`, {"id": "vbr-2", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001, 65009]}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`)
	}
	checkRules(t, []ruleCase{
		{"P-1 priority, direction, conditions and action decide in the table that the policy belongs to", with(`{"priority": 20, "direction": "egress", "action": "deny", "match": {"source": {"kinds": ["VBR", "VPN"]}}},
			{"priority": 10, "direction": "egress", "action": "permit", "match": {"source": {"instances": ["vpn-1"]}}}`), `
			vpc-1/system 10.1.0.0/16 att-vpc-1 Prohibited policies=vtb-a/egress/20
			vpc-1/system 10.2.0.0/16 att-vpc-1 Active policies=vtb-a/egress/10
			vpc-1/system 192.168.2.0/24 att-vpc-1 Active policies=
			vtb-a 10.1.0.0/16 att-vbr-1 Active policies=`},
		{"P-4 in order of priority until one decides", with(`{"priority": 3, "direction": "ingress", "action": "deny"}, {"priority": 2, "direction": "ingress", "action": "permit", "match": {"source": {"kinds": ["VBR"]}}},
			{"priority": 1, "direction": "ingress", "action": "deny", "match": {"source": {"instances": ["vpc-1"]}}}`), `
			vtb-a 192.168.1.0/24 att-vpc-1 Prohibited policies=vtb-a/ingress/1
			vtb-a 10.1.0.0/16 att-vbr-1 Active policies=vtb-a/ingress/2
			vtb-a 10.2.0.0/16 att-vpn-1 Prohibited policies=vtb-a/ingress/3`},
		{"P-2 ingress is on the way into the table", with(`{"priority": 1, "direction": "ingress", "action": "deny", "match": {"source": {"kinds": ["VBR"]}}}`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Prohibited policies=vtb-a/ingress/1
			vpc-1/system 10.1.0.0/16 none`},
		{"P-2 egress is on the way out of it", with(`{"priority": 1, "direction": "egress", "action": "deny", "match": {"source": {"kinds": ["VBR"]}}}`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active policies=
			vpc-1/system 10.1.0.0/16 att-vpc-1 Prohibited policies=vtb-a/egress/1`},
		{"P-2.8 ingress policies judge every learned path: where the best is denied, the next one wins", ranked(`{"priority": 1, "direction": "ingress", "action": "deny", "match": {"source": {"instances": ["vbr-1"]}}}`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Prohibited
			vtb-a 10.1.0.0/16 att-vbr-2 Active
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active path=65001,65009`},
		{"P-2.8 egress policies judge the Active ones: where the winner is denied, the next one is not told", ranked(`{"priority": 1, "direction": "egress", "action": "deny", "match": {"source": {"instances": ["vbr-1"]}}}`), `
			vtb-a 10.1.0.0/16 att-vbr-2 Standby
			vpc-1/system 10.1.0.0/16 att-vpc-1 Prohibited path=65001
			vpc-1/system routes 2`},
		{"P-3 where from, where to and which attributes, all at once", with(`{"priority": 1, "direction": "egress", "action": "deny", "match": {"source": {"kinds": ["VBR"]}, "destination": {"instances": ["vpc-1"]}, "asPath": {"list": [65001]}}},
			{"priority": 2, "direction": "egress", "action": "deny", "match": {"source": {"kinds": ["VPN"]}, "destination": {"instances": ["vpc-2"]}, "asPath": {"list": [65001]}}}`), `
			vpc-1/system 10.1.0.0/16 att-vpc-1 Prohibited policies=vtb-a/egress/1
			vpc-2/system 10.1.0.0/16 att-vpc-2 Active policies=
			vpc-1/system 10.2.0.0/16 att-vpc-1 Active policies=
			vpc-2/system 10.2.0.0/16 att-vpc-2 Active policies=`},
		{"P-3.18 a list without a mode includes", ranked(`{"priority": 1, "direction": "ingress", "action": "deny", "match": {"prefixes": {"list": ["10.0.0.0/8"]}, "asPath": {"list": [65009]}}}`), `
			vtb-a 10.1.0.0/16 att-vbr-2 Prohibited
			vtb-a 10.1.0.0/16 att-vbr-1 Active`},
		{"D-9 a permit with a next: over what is between, on past what does not match, with what was set", with(`{"priority": 10, "direction": "ingress", "action": "permit", "match": {"source": {"kinds": ["VBR"]}}, "set": {"preference": 7, "communities": {"list": ["65001:7"], "mode": "additive"}}, "next": 30},
			{"priority": 20, "direction": "ingress", "action": "deny"}, {"priority": 30, "direction": "ingress", "action": "deny", "match": {"source": {"kinds": ["VPN"]}}},
			{"priority": 40, "direction": "ingress", "action": "permit", "match": {"communities": {"list": ["65001:7"]}}, "set": {"preference": 9}}, {"priority": 50, "direction": "ingress", "action": "deny"}`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active pref=9 comm=65001:7 policies=vtb-a/ingress/10,vtb-a/ingress/40
			vtb-a 10.2.0.0/16 att-vpn-1 Prohibited policies=vtb-a/ingress/20`},
	})
}

// What policies leave behind, and in which order they run (P-6, P-7, P-9).
func TestRulesPolicyTraces(t *testing.T) {
	local := []string{`"vpcs": [` + vpc1 + `, ` + vpcB + `]`, `"vbrs": [` + vbr1 + `]`}
	locals := attOf("VPC", "vpc-1", "") + `, ` + attOf("VBR", "vbr-1", "")
	policies := func(list string) string { return `, "policies": [` + list + `]` }
	permit := func(priority, direction, more string) string {
		return `{"priority": ` + priority + `, "direction": "` + direction + `", "action": "permit"` + more + `}`
	}
	tagged := permit("3", "ingress",
		`, "match": {"source": {"instances": ["vbr-1"], "regions": ["cn-a"]}}, "set": {"preference": 7, "prependAsPath": [65010, 65011], "communities": {"list": ["65001:9"], "mode": "replace"}}`)
	deny := func(direction, more string) string {
		return `{"priority": 50, "direction": "` + direction + `", "action": "deny"` + more + `}`
	}
	checkRules(t, []ruleCase{
		{"P-6 P-6.5 an entry shows what policies set", two(policies(tagged), "", locals, local...), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active pref=7 path=65010,65011,65001 comm=65001:9
			vtb-b 10.1.0.0/16 peer Active pref=7 path=65010,65011,65001 comm=65001:9
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active pref=7 path=65010,65011,65001 comm=65001:9
			vbr-1 10.1.0.0/16 local Active pref=50 path=65001 comm=`},
		{"P-6.6 an entry names every policy that matched it, over all regions", two(
			policies(permit("5", "ingress", `, "match": {"source": {"kinds": ["VBR"]}}, "next": 6`)+`, `+permit("6",
				"ingress", ``)+`, `+permit("7", "egress",
				`, "match": {"destination": {"regions": ["cn-b"]}}`)+`, `+permit("8", "egress",
				`, "match": {"source": {"kinds": ["VPN"]}}`)),
			policies(permit("9", "ingress", ``)+`, `+permit("10", "egress", ``)), locals, local...), `
			vpc-b/system 10.1.0.0/16 att-vpc-b Active policies=vtb-a/ingress/5,vtb-a/ingress/6,vtb-a/egress/7,vtb-b/ingress/9,vtb-b/egress/10
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active policies=vtb-a/ingress/5,vtb-a/ingress/6`},
		{"P-2.6 four lists of policies on the way to another region, each sees what those before it set", two(
			policies(permit("5", "ingress", `, "match": {"source": {"kinds": ["VBR"]}}, "set": {"communities": {"list": ["65001:1"], "mode": "additive"}}`)+`, `+
				permit("7", "egress", `, "match": {"destination": {"regions": ["cn-b"]}, "communities": {"list": ["65001:1"], "mode": "complete"}}, "set": {"communities": {"list": ["65001:2"], "mode": "additive"}}`)),
			policies(permit("9", "ingress", `, "match": {"communities": {"list": ["65001:1", "65001:2"], "mode": "complete"}}, "set": {"communities": {"list": ["65001:3"], "mode": "additive"}}`)+`, `+
				deny("egress", `, "match": {"communities": {"list": ["65001:3"]}}`)), locals, local...), `
			vtb-b 10.1.0.0/16 peer Active comm=65001:1,65001:2,65001:3 policies=vtb-a/ingress/5,vtb-a/egress/7,vtb-b/ingress/9
			vpc-b/system 10.1.0.0/16 att-vpc-b Prohibited policies=vtb-a/ingress/5,vtb-a/egress/7,vtb-b/ingress/9,vtb-b/egress/50
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active comm=65001:1 policies=vtb-a/ingress/5`},
		{"D-10 P-7 P-9.2 static, prefix-list and blackhole routes join without policies and without origin, and meet them on the way out", two(
			`, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "att-vbr-1"}, {"prefix": "10.8.0.0/16", "blackhole": true}], "prefixLists": [{"id": "pl-1", "prefixes": ["10.7.0.0/16"], "nextHop": "att-vbr-1"}],
			 "aggregates": [{"prefix": "172.16.0.0/12", "scope": ["VPC", "Peer"]}]`+policies(deny("ingress", "")+`, `+deny("egress", "")), "", locals, local...), `
			vtb-a 10.9.0.0/16 att-vbr-1 Active origin= policies=
			vtb-a 10.8.0.0/16 blackhole Active origin= policies=
			vtb-a 10.7.0.0/16 att-vbr-1 Active origin= policies=
			vtb-a 10.1.0.0/16 att-vbr-1 Prohibited
			vpc-1/system 10.9.0.0/16 att-vpc-1 Prohibited policies=vtb-a/egress/50
			vpc-1/system 10.8.0.0/16 att-vpc-1 Prohibited
			vpc-1/system 10.7.0.0/16 att-vpc-1 Prohibited
			vpc-1/system 172.16.0.0/12 att-vpc-1 Prohibited
			vtb-b 172.16.0.0/12 none
			vtb-b routes 1`},
		{"P-7 D-10 prefixes of an ECR association and packets meet no policy", ecrNet(
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz"`+policies(deny("egress", ""))+`}]}]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz", "prefixes": ["192.168.0.0/16"]}]}]`,
			`attachments [`+strings.Replace(ecrAttVPC1, `"routeSync": true`, `"autoCreateRoutes": true`, 1)+`, `+ecrAtt+`]`), `
			ecr-1@cn-hangzhou 192.168.0.0/16 tr-hz Active policies=
			ecr-1@cn-hangzhou 192.168.1.0/24 none
			trace 192.168.1.1@vpc-1 10.10.0.1 yes`},
		{"P-9.1 every table that learns runs its own ingress policies", `{"transitRouters": [` + routerOf("a", "cn-a", `{"id": "vtb-a", "system": true`+policies(tagged)+`}, {"id": "vtb-x"`+policies(deny("ingress", `, "match": {"routeTypes": ["BGP"]}`))+`}, {"id": "vtb-y"}`) + `],
			"vbrs": [` + vbr1 + `], "attachments": [` + placed("VBR", "vbr-1", "vtb-a", `"vtb-a", "vtb-x", "vtb-y"`) + `]}`, `
			vtb-a 10.1.0.0/16 att-vbr-1 Active pref=7 policies=vtb-a/ingress/3
			vtb-x 10.1.0.0/16 att-vbr-1 Prohibited pref=50 policies=vtb-x/ingress/50
			vtb-y 10.1.0.0/16 att-vbr-1 Active pref=50 policies=`},
		{"P-9.4 an aggregate takes the place of specifics, then policies judge it for each receiver", two(
			`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["VPC", "Peer"]}]`+policies(deny("egress", `, "match": {"prefixes": {"list": ["10.0.0.0/8"], "mode": "complete"}, "destination": {"kinds": ["VPC"]}}`)), "", locals, local...), `
			vpc-1/system 10.0.0.0/8 att-vpc-1 Prohibited
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active
			vtb-b 10.0.0.0/8 peer Active
			vtb-b 10.1.0.0/16 peer Suppressed`},
		{"P-9.4 and the prefixes of an ECR come last, over aggregates too", ecrNet(
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "aggregates": [{"prefix": "192.168.0.0/17", "scope": ["ECR"]}]}]}]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz", "prefixes": ["192.168.0.0/16"]}]}]`), `
			ecr-1@cn-hangzhou 192.168.0.0/16 tr-hz Active
			ecr-1@cn-hangzhou 192.168.0.0/17 none
			ecr-1@cn-hangzhou 192.168.1.0/24 none`},
	})
}

// The system policy (P-5, D-5).
func TestRulesSystemPolicy(t *testing.T) {
	custom := func(policies string) string {
		return `{"transitRouters": [` + routerOf("a", "cn-a", `{"id": "vtb-a", "system": true}, {"id": "vtb-x"`+policies+`}`) + `, ` + routerOf("b", "cn-b", tableOf("vtb-b", "")) + `],
		 "vpcs": [` + vpc1 + `], "vbrs": [` + vbr1 + `, ` + vbr2 + `],
		 "attachments": [` + placed("VBR", "vbr-1", "vtb-x", `"vtb-x"`) + `, ` + placed("VBR", "vbr-2", "vtb-x", `"vtb-x"`) + `, ` + placed("VPC", "vpc-1", "vtb-x", `"vtb-x"`) + `],
		 "peerings": [{"id": "peer", "ends": [{"transitRouter": "tr-a", "association": "vtb-x", "routeSync": true}, {"transitRouter": "tr-b", "propagations": ["vtb-b"]}]}]}`
	}
	regions := func(a, b string) string {
		return `{"transitRouters": [` + routerOf("a", "cn-a", tableOf("vtb-a", a)) + `, ` + routerOf("b", "cn-b", tableOf("vtb-b", b)) + `],
		 "vbrs": [` + vbr1 + `, {"id": "vbr-b", "region": "cn-b", "routes": [{"prefix": "10.5.0.0/16", "type": "BGP", "asPath": [65005]}]}],
		 "attachments": [` + attOf("VBR", "vbr-1", "") + `, ` + strings.NewReplacer("VPC", "VBR", "vpc-b", "vbr-b").Replace(attB) + `], "peerings": [` + peerAB + `]}`
	}
	basic := func(table, attachments string) string {
		return `{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "ccn-cn-a", "edition": "basic", "routeTables": [{"id": "vtb-a"` + table + `}]}],
		 "vpcs": [{"id": "vpc-1", "region": "ccn-cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}]}],
		 "vbrs": [{"id": "vbr-1", "region": "ccn-cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]}, {"id": "vbr-2", "region": "ccn-cn-a"}],
		 "ccns": [{"id": "ccn-1", "region": "ccn-cn-a", "sags": [{"id": "sag-1", "prefixes": ["10.2.0.0/16"]}]}], "attachments": [` + attachments + `]}`
	}
	bare := func(kind, instance string) string {
		return `{"id": "att-` + instance + `", "kind": "` + kind + `", "transitRouter": "tr-a", "instance": "` + instance + `"}`
	}
	all := bare("VPC", "vpc-1") + `, ` + bare("VBR", "vbr-1") + `, ` + bare("VBR", "vbr-2") + `, ` + bare("CCN", "ccn-1")
	checkRules(t, []ruleCase{
		{"D-5 P-5.2 P-5.5 on custom tables too, on the way out, for local receivers of its kinds only", custom(""), `
			vtb-x 10.1.0.0/16 att-vbr-1 Active policies=
			vbr-2 10.1.0.0/16 att-vbr-2 Prohibited policies=vtb-x/egress/5000
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active policies=
			vtb-b 10.1.0.0/16 peer Active policies=`},
		{"D-5 P-9.5 last: a permit with the largest number that a user can choose comes before it", custom(`, "policies": [{"priority": 100, "direction": "egress", "action": "permit"}]`), `
			vbr-2 10.1.0.0/16 att-vbr-2 Active policies=vtb-x/egress/100`},
		{"P-9.5 a permit on the way in does not lift it", custom(`, "policies": [{"priority": 1, "direction": "ingress", "action": "permit"}]`), `
			vtb-x 10.1.0.0/16 att-vbr-1 Active policies=vtb-x/ingress/1
			vbr-2 10.1.0.0/16 att-vbr-2 Prohibited policies=vtb-x/ingress/1,vtb-x/egress/5000`},
		{"D-5 Enterprise Edition cannot delete it", custom(`, "noSystemPolicy": true`), `refused TR-2.3.8 5000`},
		{"E-M-10 policy 5000 knows the kind of the origin over regions, and peers are no receivers", strings.NewReplacer(`"vbrs": [{`, `"vbrs": [{"id": "vbr-b", "region": "cn-b"}, {`,
			`"attachments": [`, `"attachments": [{"id": "att-vbr-b", "kind": "VBR", "transitRouter": "tr-b", "instance": "vbr-b", "association": "vtb-b", "routeSync": true}, `).Replace(threeRouters(`{"transitRouter": "tr-a"}`, "cn-a")), `
			vtb-b 10.10.0.0/16 peer-ab Active origin=ecr-1 policies=
			vbr-b 10.10.0.0/16 att-vbr-b Prohibited policies=vtb-b/egress/5000`},
		{"P-5.8 a permit on one side connects one direction", regions(`, "policies": [`+open+`]`, ""), `
			vbr-1 10.5.0.0/16 att-vbr-1 Active policies=vtb-a/egress/1
			vbr-b 10.1.0.0/16 att-vbr-b Prohibited policies=vtb-b/egress/5000`},
		{"P-5.8 one on each side connects both", regions(`, "policies": [`+open+`]`, `, "policies": [`+open+`]`), `
			vbr-1 10.5.0.0/16 att-vbr-1 Active
			vbr-b 10.1.0.0/16 att-vbr-b Active
			trace 10.1.0.1@vbr-1 10.5.0.1 yes`},
		{"P-5.1 TR-10.5 on Basic Edition between VBRs and CCNs", basic("", all), `
			vbr-2 10.1.0.0/16 att-vbr-2 Prohibited policies=vtb-a/egress/5000
			vbr-2 10.2.0.0/16 att-vbr-2 Prohibited policies=vtb-a/egress/5000
			ccn-1 10.1.0.0/16 att-ccn-1 Prohibited policies=vtb-a/egress/5000
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active
			vpc-1/system 10.2.0.0/16 att-vpc-1 Active
			ccn-1 192.168.1.0/24 att-ccn-1 Active`},
		{"P-2.5 P-6.2 on Basic Edition the one table runs all policies; what they deny is Prohibited", basic(`, "policies": [{"priority": 1, "direction": "ingress", "action": "deny", "match": {"source": {"kinds": ["VBR"]}}},
			{"priority": 1, "direction": "egress", "action": "deny", "match": {"source": {"kinds": ["CCN"]}, "destination": {"kinds": ["VPC"]}}}]`, all), `
			vtb-a 10.1.0.0/16 att-vbr-1 Prohibited policies=vtb-a/ingress/1
			vpc-1/system 10.1.0.0/16 none
			vpc-1/system 10.2.0.0/16 att-vpc-1 Prohibited policies=vtb-a/egress/1`},
	})
}
