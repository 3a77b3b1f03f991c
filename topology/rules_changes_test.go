package topology_test

import "testing"

// A changeCase pins a rule about a change: what the network before it has, and what the one after it has. A state is a
// function of the network alone (D-3), so that each is propagated by itself.
type changeCase struct{ name, before, had, after, has string }

func checkChanges(t *testing.T, cases []changeCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			checkRules(t, []ruleCase{{"before", c.before, c.had}, {"after", c.after, c.has}})
		})
	}
}

// placed attaches an instance to tr-a, synchronized, with a table to be told and tables that learn.
func placed(kind, instance, association, propagations string) string {
	return `{"id": "att-` + instance + `", "kind": "` + kind + `", "transitRouter": "tr-a", "instance": "` + instance +
		`", "association": "` + association + `", "propagations": [` + propagations + `], "routeSync": true}`
}

// Association, route learning and policies change (TR-9).
func TestRulesChanges(t *testing.T) {
	const a, x = `"vtb-a"`, `"vtb-x"`
	net := func(policies, circuit, second string) string {
		return `{"transitRouters": [` + routerOf("a", "cn-a", `{"id": "vtb-a", "system": true`+policies+`}, {"id": "vtb-x"}`) + `],
		 "vpcs": [` + vpc1 + `, ` + vpc2 + `], "vbrs": [` + vbr1 + `,
		  {"id": "vbr-2", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001, 65001]}, {"prefix": "10.7.0.0/16"}]}],
		 "attachments": [` + placed("VPC", "vpc-1", "vtb-a", a) + `, ` + circuit + `, ` + second + `]}`
	}
	circuit := placed("VBR", "vbr-1", "vtb-a", x)
	both := func(first, second string) string {
		return placed("VBR", "vbr-1", "vtb-a", first) + `, ` + placed("VBR", "vbr-2", "vtb-a", second)
	}
	checkChanges(t, []changeCase{
		{"TR-9.1 TR-9 another table is associated: what the old one told is gone, the new one is told, packets follow",
			net("", circuit, placed("VPC", "vpc-2", "vtb-a", a)), `
			vpc-2/system 192.168.1.0/24 att-vpc-2 Active
			vpc-2/system 10.1.0.0/16 none
			trace 192.168.2.1@vpc-2 192.168.1.1 yes`,
			net("", circuit, placed("VPC", "vpc-2", "vtb-x", a)), `
			vpc-2/system 192.168.1.0/24 none
			vpc-2/system 10.1.0.0/16 att-vpc-2 Active
			trace 192.168.2.1@vpc-2 192.168.1.1 no
			trace 192.168.2.1@vpc-2 10.1.0.1 yes`},
		{"TR-9.2 no table is associated: everything is withdrawn, the flag stays, learning goes on",
			net("", circuit, placed("VPC", "vpc-2", "vtb-a", a)), `
			vpc-2/system routes 2`,
			net("", circuit, placed("VPC", "vpc-2", "", a)), `
			vpc-2/system routes 1
			vtb-a 192.168.2.0/24 att-vpc-2 Active
			warning TR-2.1.3 routeSync`},
		{"TR-9.3 learning ends: the remaining route of the prefix is selected and told", net("", both(a, a), placed("VPC", "vpc-2", "vtb-a", a)), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vbr-2 Standby
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active path=65001`,
			net("", both("", a), placed("VPC", "vpc-2", "vtb-a", a)), `
			vtb-a 10.1.0.0/16 att-vbr-2 Active
			vtb-a routes 4
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active path=65001,65001`},
		{"TR-2.2.4 learning ends: every route of the attachment leaves that table, and no other", net("", both(a, a+`, `+x), placed("VPC", "vpc-2", "vtb-a", a)), `
			vtb-a 10.7.0.0/16 att-vbr-2 Active
			vtb-a 10.1.0.0/16 att-vbr-2 Standby
			vtb-x 10.7.0.0/16 att-vbr-2 Active
			vpc-1/system 10.7.0.0/16 att-vpc-1 Active`,
			net("", both(a, x), placed("VPC", "vpc-2", "vtb-a", a)), `
			vtb-a 10.7.0.0/16 none
			vtb-a routes 3
			vtb-x 10.7.0.0/16 att-vbr-2 Active
			vpc-1/system 10.7.0.0/16 none`},
		{"P-4.12 a policy is added: it judges what is there already", net("", both(a, ""), placed("VPC", "vpc-2", "vtb-a", a)), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active`,
			net(`, "policies": [{"priority": 1, "direction": "ingress", "action": "deny", "match": {"source": {"kinds": ["VBR"]}}}]`, both(a, ""), placed("VPC", "vpc-2", "vtb-a", a)), `
			vtb-a 10.1.0.0/16 att-vbr-1 Prohibited
			vpc-1/system 10.1.0.0/16 none`},
	})
}

// What is configured in a table changes.
func TestRulesTableChanges(t *testing.T) {
	local := []string{`"vpcs": [` + vpc1 + `, ` + vpcB + `]`, `"vbrs": [` + vbr1 + `]`}
	locals := attOf("VPC", "vpc-1", "") + `, ` + attOf("VBR", "vbr-1", "")
	list := `, "prefixLists": [{"id": "pl-1", "prefixes": ["10.7.0.0/16", "10.8.0.0/16"], "nextHop": "att-vbr-1"}]`
	aggregate := func(scope string) string {
		return `, "aggregates": [{"prefix": "10.0.0.0/8", "scope": [` + scope + `]}]`
	}
	checkChanges(t, []changeCase{
		{"TR-3.4 TR-3.4.3 a prefix list adds a route for each prefix, without it all are gone", two(list, "", locals, local...), `
			vtb-a 10.7.0.0/16 att-vbr-1 Active type=Static
			vtb-a 10.8.0.0/16 att-vbr-1 Active type=Static
			vtb-b 10.7.0.0/16 peer Active
			vpc-1/system 10.8.0.0/16 att-vpc-1 Active`, two("", "", locals, local...), `
			vtb-a 10.7.0.0/16 none
			vtb-a 10.8.0.0/16 none
			vtb-b 10.7.0.0/16 none
			vpc-1/system 10.8.0.0/16 none
			vtb-a 10.1.0.0/16 att-vbr-1 Active`},
		{"TR-3.6.9 without the aggregate the specifics are told again", two(aggregate(`"VPC", "Peer"`), "", locals, local...), `
			vpc-1/system 10.0.0.0/8 att-vpc-1 Active
			vpc-1/system 10.1.0.0/16 none
			vtb-b 10.1.0.0/16 peer Suppressed`, two("", "", locals, local...), `
			vpc-1/system 10.0.0.0/8 none
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active
			vtb-b 10.0.0.0/8 none
			vtb-b 10.1.0.0/16 peer Active`},
		{"TR-3.6.9 a kind that leaves the scope hears the specifics again", two(aggregate(`"VPC", "Peer"`), "", locals, local...), `
			vtb-b 10.0.0.0/8 peer Active`, two(aggregate(`"VPC"`), "", locals, local...), `
			vpc-1/system 10.0.0.0/8 att-vpc-1 Active
			vpc-1/system 10.1.0.0/16 none
			vtb-b 10.0.0.0/8 none
			vtb-b 10.1.0.0/16 peer Active`},
		{"E-6.5 E-6 another table for the ECR: the data center loses the one and gains the other, what is learned stays",
			ecrTables("vtb-1"), `
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active
			ecr-1@cn-hangzhou 192.168.2.0/24 none
			idc-1 192.168.1.0/24 vbr-1 Active
			vtb-1 10.10.0.0/16 att-ecr Active`, ecrTables("vtb-2"), `
			ecr-1@cn-hangzhou 192.168.1.0/24 none
			ecr-1@cn-hangzhou 192.168.2.0/24 tr-hz Active
			idc-1 192.168.1.0/24 none
			idc-1 192.168.2.0/24 vbr-1 Active
			vtb-1 10.10.0.0/16 att-ecr Active
			vtb-2 10.10.0.0/16 none`},
	})
}

// ecrTables is a router with a table for each of two VPCs and an ECR attachment that is associated with one of them.
func ecrTables(associated string) string {
	att := func(id, kind, instance, association, propagation string) string {
		return `{"id": "` + id + `", "kind": "` + kind + `", "transitRouter": "tr-hz", "instance": "` + instance + `", "association": "` + association + `", "propagations": ["` + propagation + `"]}`
	}
	return ecrNet(`vpcs [`+ecrVPC1+`, `+ecrVPC2+`]`,
		`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-1", "system": true}, {"id": "vtb-2"}]}]`,
		`attachments [`+att("att-vpc-1", "VPC", "vpc-1", "vtb-1", "vtb-1")+`, `+att("att-vpc-2", "VPC", "vpc-2", "vtb-1", "vtb-2")+`, `+att("att-ecr", "ECR", "ecr-1", associated, "vtb-1")+`]`)
}
