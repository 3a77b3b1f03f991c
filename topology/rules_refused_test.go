package topology_test

import (
	"fmt"
	"strings"
	"testing"
)

// What a network may not say, and what it is told of (Validated rules that no route shows).
func TestRulesRefused(t *testing.T) {
	vpcs := `"vpcs": [` + vpc1 + `, ` + vpc2 + `]`
	static := func(hop string) string { return `, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "` + hop + `"}]` }
	policy := func(rest string) string {
		return one(`, "policies": [{"priority": 1, "direction": "egress", "action": "deny"`+rest+`}]`, vpcs)
	}
	// A data center in transit between two circuits of one router, which hears of a third. Each circuit prefers what
	// the data center passes on from the other (D-37), unless it finds its own ASN there (D-35), and then has nothing
	// to tell.
	twoASNs := func(second string) string {
		return one(`, "policies": [`+open+`]`, `"vbrs": [{"id": "vbr-1", "region": "cn-a"}, {"id": "vbr-2", "region": "cn-a"`+second+`},
		  {"id": "vbr-3", "region": "cn-a", "routes": [{"prefix": "10.0.0.0/8", "type": "BGP", "asPath": [65009, 65008]}]}]`,
			`"dataCenters": [{"id": "idc-1", "asn": 65001, "transit": true, "sessions": [{"to": "vbr-1"}, {"to": "vbr-2"}]}]`,
			`"attachments": [`+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`, `+attOf("VBR", "vbr-3", "")+`]`)
	}
	checkRules(t, []ruleCase{
		{"TR-1 an attachment is to a transit router of the network",
			one("", vpcs, `"attachments": [`+strings.Replace(attOf("VPC", "vpc-1", ""), "tr-a", "tr-x", 1)+`]`),
			`refused - "tr-x"`},
		{"TR-1 a table belongs to its transit router",
			two("", "", strings.Replace(attOf("VPC", "vpc-1", ""), `"vtb-a"`, `"vtb-b"`, 1), `"vpcs": [`+vpc1+`, `+vpcB+`]`), `refused TR-2.1.1 "vtb-b"`},
		{"TR-1 a peering connects transit routers",
			one("", vpcs, `"peerings": [{"id": "peer", "ends": [{"transitRouter": "tr-a"}, {"transitRouter": "vpc-1"}]}]`), `refused - "vpc-1"`},
		{"TR-3.4.2 one conflicting prefix and the prefix list is refused", one(static("att-vbr-1")+`, "prefixLists": [{"id": "pl-1", "prefixes": ["10.7.0.0/16", "10.9.0.0/16", "10.8.0.0/16"], "nextHop": "att-vpc-1"}]`,
			vpcs, `"vbrs": [`+vbr1+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`), `refused TR-4.2.2 10.9.0.0/16`},
		{"TR-9.4 no static route is left that points to a missing attachment",
			one(static("att-vpc-2"), vpcs, `"attachments": [`+attOf("VPC", "vpc-1", "")+`]`), `refused - "att-vpc-2"`},
		{"TR-9.4 no prefix list either",
			one(`, "prefixLists": [{"id": "pl-1", "prefixes": ["10.7.0.0/16"], "nextHop": "att-vpc-2"}]`, vpcs),
			`refused - "att-vpc-2"`},
		{"TR-9.4 no VPC route either", one("",
			`"vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}], "routeTables": [{"id": "vtb-1", "routes": [{"prefix": "10.0.0.0/8", "nextHop": "att-vpc-1", "nextHopType": "Attachment"}]}]}]`), `refused - "att-vpc-1"`},
		{"TR-9.5 a table that is associated cannot be missing",
			one("", vpcs, `"attachments": [`+strings.Replace(attOf("VPC", "vpc-1", ""), `"association": "vtb-a"`, `"association": "vtb-x"`, 1)+`]`), `refused - "vtb-x"`},
		{"TR-9.5 nor one that is propagated to",
			one("", vpcs, `"attachments": [`+strings.Replace(attOf("VPC", "vpc-1", ""), `["vtb-a"]`, `["vtb-a", "vtb-x"]`, 1)+`]`), `refused - "vtb-x"`},
		{"TR-9.5 nor the system table", `{"transitRouters": [` + routerOf("a", "cn-a", "") + `]}`,
			`refused TR-1.2 "tr-a"`},
		{"P-1.1 a policy that denies sets nothing", policy(`, "set": {"preference": 7}`), `refused P-4.11 set`},
		{"P-1.1 and hands over to none", policy(`, "next": 5`), `refused P-4.11 next`},
		{"P-1.2 a policy states its priority", one(`, "policies": [{"direction": "egress", "action": "deny"}]`, vpcs),
			`refused P-1.3 priority`},
		{"P-1.2 and its direction", one(`, "policies": [{"priority": 1, "action": "deny"}]`, vpcs),
			`unreadable transitRouters[0].routeTables[0].policies[0].direction`},
		{"P-1.2 and its action", one(`, "policies": [{"priority": 1, "direction": "egress"}]`, vpcs),
			`unreadable transitRouters[0].routeTables[0].policies[0].action`},
		{"P-1.4 two policies of a direction with one priority",
			one(`, "policies": [{"priority": 1, "direction": "egress", "action": "deny"}, {"priority": 1, "direction": "egress", "action": "permit"}]`, vpcs), `refused P-1.4a priority 1`},
		{"P-1.4 one in each direction", one(`, "policies": [{"priority": 1, "direction": "egress", "action": "deny"}, {"priority": 1, "direction": "ingress", "action": "permit"}]`, vpcs), `quiet -`},
		{"P-2.1 there is no third direction",
			one(`, "policies": [{"priority": 1, "direction": "transit", "action": "deny"}]`, vpcs),
			`unreadable transitRouters[0].routeTables[0].policies[0].direction`},
		{"D-1 E-9 a VBR beside an ECR is refused by the edition 2024-03", besideCircuit("2024-03"),
			`refused E-6.11 2024-03`},
		{"D-1 E-9 and accepted by the edition 2026-02", besideCircuit("2026-02"), `vtb-hz routes 1`},
		{"E-9 incremental prefixes are of the edition 2026-02",
			ecrNet(`rules "2024-03"`, `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz", "prefixes": ["192.168.0.0/16"], "prefixMode": "incremental"}]}]`), `refused E-4.5 2026-02`},
		{"E-9 so are aggregates towards an ECR",
			ecrNet(`rules "2024-03"`, `transitRouters [`+strings.Replace(ecrRouter, `"vtb-hz"`, `"vtb-hz", "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["ECR"]}]`, 1)+`]`), `refused E-6.12 2026-02`},
		{"P-1.2 nothing else", policy(""), `vtb-a routes 0`},
		{"D-36 a transit data center between different cloud-side ASNs can have several stable states",
			twoASNs(`, "asn": 64512`), `refused D-36 10.0.0.0/8: several stable states`},
		{"D-36 with one ASN it hears on neither circuit what it announced on the other", twoASNs(""), `
			vtb-a 10.0.0.0/8 att-vbr-3 Active
			idc-1 10.0.0.0/8 vbr-1 Active
			idc-1 10.0.0.0/8 vbr-2 Active`},
		{"D-36 or none at all", one("", `"vpcs": [{"id": "vpc-1", "region": "cn-a", "routeTables": [{"id": "vtb-1", "routes": [{"prefix": "10.0.0.0/8", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["TR"]}]}]}]`,
			`"vbrs": [{"id": "vbr-1", "region": "cn-a"}, {"id": "vbr-2", "region": "cn-a", "asn": 64512}]`, `"dataCenters": [{"id": "idc-1", "asn": 65001, "transit": true, "sessions": [{"to": "vbr-1"}, {"to": "vbr-2"}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`), `refused D-36 10.0.0.0/8: no stable state`},
		{"D-36 with one ASN on the cloud's side there is one", one("", `"vpcs": [{"id": "vpc-1", "region": "cn-a", "routeTables": [{"id": "vtb-1", "routes": [{"prefix": "10.0.0.0/8", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["TR"]}]}]}]`,
			`"vbrs": [`+vbr2+`, {"id": "vbr-1", "region": "cn-a"}]`, `"dataCenters": [{"id": "idc-1", "asn": 65001, "transit": true, "sessions": [{"to": "vbr-1"}, {"to": "vbr-2"}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`), `vtb-a 10.0.0.0/8 att-vpc-1 Active`},
	})
}

// besideCircuit is a transit router with an ECR and a VBR.
func besideCircuit(edition string) string {
	return ecrNet(`rules "`+edition+`"`, `vbrs [{"id": "vbr-1", "region": "cn-hangzhou"}, {"id": "vbr-2", "region": "cn-hangzhou"}]`, `vpcs []`,
		`attachments [`+ecrAtt+`, `+atHangzhou("VBR", "vbr-2")+`]`)
}

// many joins n texts that a number tells apart.
func many(n int, text func(i int) string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = text(i)
	}
	return strings.Join(list, ", ")
}

// The documented limits warn with their number, one below them does not (D-11).
func TestRulesLimits(t *testing.T) {
	circuit := func(n int) string {
		return `[{"id": "vbr-1", "region": "REGION", "routes": [` + many(n, func(i int) string {
			return fmt.Sprintf(`{"prefix": "10.0.%d.0/24", "type": "BGP", "asPath": [65001]}`, i)
		}) + `]}]`
	}
	synced := func(n int) string {
		return one("", `"vpcs": [`+vpc1+`]`, `"vbrs": `+strings.Replace(circuit(n), "REGION", "cn-a", 1),
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`)
	}
	fromECR := func(n int) string {
		return ecrNet(`attachments []`, `dataCenters []`,
			`vbrs `+strings.Replace(circuit(n), "REGION", "cn-hangzhou", 1),
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1"}]}]`)
	}
	aggregates := func(n int) string {
		return one(`, "aggregates": [`+many(n, func(i int) string { return fmt.Sprintf(`{"prefix": "10.%d.0.0/16", "scope": ["VPC"]}`, i) })+`]`, `"vpcs": [`+vpc1+`]`)
	}
	vpcs := func(n int) string {
		return one("", `"vpcs": [`+many(n, func(i int) string {
			return fmt.Sprintf(`{"id": "vpc-%d", "region": "cn-a", "vswitches": [{"cidr": "192.168.%d.0/24"}]}`, i, i)
		})+`]`, `"attachments": [`+many(n, func(i int) string { return attOf("VPC", fmt.Sprint("vpc-", i), "") })+`]`)
	}
	policies := func(n int) string {
		return one(`, "policies": [`+many(n, func(i int) string {
			return fmt.Sprintf(`{"priority": %d, "direction": "egress", "action": "permit"}`, i+1)
		})+`]`, `"vpcs": [`+vpc1+`]`)
	}
	checkRules(t, []ruleCase{
		{"TR-1.12 D-11 200 synchronized routes of a VPC table", synced(200), `quiet TR-1.12`},
		{"TR-1.12 D-11 one more", synced(201), `warning TR-1.12 200`},
		{"E-7.6 E-1.20 D-11 200 ECR routes of a VPC table", fromECR(200), `quiet E-7.6`},
		{"E-7.6 E-1.20 D-11 one more", fromECR(201), `warning E-7.6 200`},
		{"D-11 20 aggregates of a table", aggregates(20), `quiet TR-3.6.6`},
		{"D-11 one more", aggregates(21), `warning TR-3.6.6 20`},
		{"D-11 50 synchronized VPCs of a transit router", vpcs(50), `quiet TR-1.11`},
		{"D-11 one more", vpcs(51), `warning TR-1.11 50`},
		{"P-1.11 100 policies of a direction", policies(100), `vtb-a routes 0`},
		{"P-1.11 there is no place for one more", policies(101), `refused P-1.3 priority 101`},
		{"E-M-14 an ECR that holds more than any documented number, without a word", ecrNet(`attachments [`+ecrAtt+`]`, `dataCenters []`, `vbrs `+strings.Replace(circuit(256), "REGION", "cn-hangzhou", 1)), `
			ecr-1@cn-hangzhou routes 256
			quiet -`},
	})
}
