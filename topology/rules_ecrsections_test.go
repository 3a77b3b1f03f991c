package topology_test

import (
	"strings"
	"testing"
)

// A data center behind two circuits of one ECR, which differ in what a part of the document says of them.
func ecrTwice(parts ...string) string {
	return ecrNet(append([]string{twoVBRs,
		`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1", "vbr-2"], "associations": [{"transitRouter": "tr-hz"}]}]`,
		`dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"}, {"to": "vbr-2"}]}]`}, parts...)...)
}

// What an ECR is, what it holds and what it tells (E-1 to E-4).
func TestRulesECRObjects(t *testing.T) {
	twoECRs := `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}]}, {"id": "ecr-2", "asn": 64513, "vbrs": ["vbr-2"], "associations": [{"transitRouter": "tr-hz"}]}]`
	twoSites := `dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"}]}, {"id": "idc-2", "asn": 65002, "prefixes": ["10.20.0.0/16"], "sessions": [{"to": "vbr-2"}]}]`
	twoVPCs := `vpcs [` + ecrVPC1 + `, ` + ecrVPC2 + `]`
	secondCEN := `transitRouters [` + ecrRouter + `, {"id": "tr-sh", "cen": "cen-2", "region": "cn-shanghai", "routeTables": [{"id": "vtb-sh"}]}]`
	associations := func(router, vpc string) string {
		return `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"` + router + `}, {"vpc": "vpc-2"` + vpc + `}]}]`
	}
	checkRules(t, []ruleCase{
		{"E-1 an IPsec connection is no circuit of an ECR", ecrNet(`vpns [{"id": "vco-1", "region": "cn-hangzhou", "bgp": true}]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1", "vco-1"], "associations": [{"transitRouter": "tr-hz"}]}]`), `
			refused - "vco-1"`},
		{"E-1 nor is a VBR associated like a VPC", ecrNet(`ecrs [{"id": "ecr-1", "asn": 64512, "associations": [{"transitRouter": "tr-hz"}, {"vpc": "vbr-1"}]}]`), `
			refused - "vbr-1"`},
		{"E-1.1 an ECR is wherever something is connected to it", ecrNet(twoVBRs, `attachments []`, `vpcs [{"id": "vpc-2", "region": "cn-beijing", "vswitches": [{"cidr": "192.168.2.0/24"}]}]`, associations("", "")), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-beijing 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-beijing 192.168.2.0/24 vpc-2 Active
			vpc-2/system 10.10.0.0/16 ecr-1 Active region=cn-beijing`},
		{"E-1.10 two ECRs on one transit router", ecrNet(twoECRs, twoSites, strings.ReplaceAll(twoVBRs, "cn-shanghai", "cn-hangzhou"),
			`attachments [`+ecrAttVPC1+`, `+ecrAtt+`, {"id": "att-ecr-2", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-2", "association": "vtb-hz", "propagations": ["vtb-hz"]}]`), `
			vtb-hz 10.10.0.0/16 att-ecr Active
			vtb-hz 10.20.0.0/16 att-ecr-2 Active
			ecr-1@cn-hangzhou 10.20.0.0/16 tr-hz Prohibited policies=vtb-hz/egress/5000
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active
			ecr-2@cn-hangzhou 192.168.1.0/24 tr-hz Active`},
		{"E-1.10 one ECR on transit routers of two CEN instances", ecrNet(secondCEN, `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}, {"transitRouter": "tr-sh"}]}]`,
			`attachments [`+ecrAttVPC1+`, `+ecrAtt+`, {"id": "att-ecr-sh", "kind": "ECR", "transitRouter": "tr-sh", "instance": "ecr-1", "association": "vtb-sh", "propagations": ["vtb-sh"]}]`), `
			vtb-hz 10.10.0.0/16 att-ecr Active med=1000
			vtb-sh 10.10.0.0/16 att-ecr-sh Active med=3000
			vtb-sh 192.168.1.0/24 none`},
		{"E-2 an ECR holds what circuits, VPCs and transit routers tell it", ecrNet(twoVPCs, associations("", "")), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Active type=BGP path=65001
			ecr-1@cn-hangzhou 192.168.2.0/24 vpc-2 Active
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active
			ecr-1@cn-hangzhou routes 3`},
		{"E-3 one side is told what the other one told, none what its own side told", ecrNet(twoVPCs, associations("", "")), `
			vbr-1 192.168.1.0/24 ecr-1 Active
			vbr-1 192.168.2.0/24 ecr-1 Active
			vbr-1 routes 3
			vpc-2/system 10.10.0.0/16 ecr-1 Active
			vpc-2/system routes 2
			vtb-hz 10.10.0.0/16 att-ecr Active
			vtb-hz routes 2`},
		{"E-2.1 a route of an ECR can be disabled", ecrNet(`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}], "disabledRoutes": [{"prefix": "10.10.0.0/16", "nextHop": "vbr-1"}]}]`), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Disabled`},
		{"E-2.1 but none can be added", ecrNet(`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "routes": [{"prefix": "10.10.0.0/16", "nextHop": "vbr-1"}]}]`), `
			unreadable ecrs[0].routes`},
		{"E-M-12 disabled by prefix and next hop, however the route is learned", ecrNet(
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}], "disabledRoutes": [{"prefix": "10.10.0.0/16", "nextHop": "vbr-1"}]}]`,
			`dataCenters []`, `vbrs [{"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.10.0.0/16", "type": "BGP", "asPath": [65009, 65008]}]}]`), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Disabled path=65009,65008
			vtb-hz 10.10.0.0/16 none`},
		{"E-M-12 and not where another circuit leads to it", ecrTwice(
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1", "vbr-2"], "associations": [{"transitRouter": "tr-hz"}], "disabledRoutes": [{"prefix": "10.10.0.0/16", "nextHop": "vbr-1"}]}]`), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Disabled
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2 Active
			vtb-hz 10.10.0.0/16 att-ecr Active`},
		{"E-4 the data center hears the prefix in place of what is inside it", ecrNet(twoVPCs, associations(`, "prefixes": ["192.168.0.0/23"]`, "")), `
			idc-1 192.168.0.0/23 vbr-1 Active path=64512
			idc-1 192.168.1.0/24 none
			vtb-hz 192.168.1.0/24 att-vpc-1 Active`},
		{"E-4.1 prefixes belong to one association: those of the transit router leave the VPC's routes alone", ecrNet(twoVPCs, associations(`, "prefixes": ["192.168.0.0/16"]`, "")), `
			ecr-1@cn-hangzhou 192.168.0.0/16 tr-hz Active
			ecr-1@cn-hangzhou 192.168.1.0/24 none
			ecr-1@cn-hangzhou 192.168.2.0/24 vpc-2 Active
			ecr-1@cn-hangzhou routes 3`},
		{"E-4.1 and those of the VPC leave the transit router's routes alone", ecrNet(twoVPCs, associations("", `, "prefixes": ["192.168.0.0/16"]`)), `
			ecr-1@cn-hangzhou 192.168.0.0/16 vpc-2 Active
			ecr-1@cn-hangzhou 192.168.2.0/24 none
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active
			ecr-1@cn-hangzhou routes 3`},
		{"E-M-3 the prefix stands in the table of the ECR, next hop the transit router, and is what circuit and data center see", ecrNet(associations(`, "prefixes": ["192.168.0.0/16"]`, ""), twoVPCs), `
			ecr-1@cn-hangzhou 192.168.0.0/16 tr-hz Active
			vbr-1 192.168.0.0/16 ecr-1 Active
			idc-1 192.168.0.0/16 vbr-1 Active
			vbr-1 192.168.1.0/24 none
			vtb-hz 192.168.0.0/16 none`},
		{"D-41 an attachment without the association on the side of the ECR", ecrNet(`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"]}]`), `
			refused E-1.15 att-ecr`},
	})
}

// Selection, what a data center sees, the VPC's side, failures (E-5 to E-8).
func TestRulesECRSections(t *testing.T) {
	communities := func(first, second string) string {
		return `vbrs [{"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.10.0.0/16", "type": "BGP", "asPath": [65001], "communities": [` + first + `]}]},
		 {"id": "vbr-2", "region": "cn-shanghai", "routes": [{"prefix": "10.10.0.0/16", "type": "BGP", "asPath": [65002], "communities": [` + second + `]}]}]`
	}
	modes := func(mode string) string {
		return `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1", "vbr-2"], "associations": [{"transitRouter": "tr-hz"}], "modes": {"cn-hangzhou": "` + mode + `"}}]`
	}
	site := func(first, second string) string {
		return `dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"` + first + `}, {"to": "vbr-2"` + second + `}]}]`
	}
	both := `{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}`
	checkRules(t, []ruleCase{
		{"E-5 circuits are selected towards the data center, transit routers towards the cloud", strings.NewReplacer(
			`"vbrs": [{"id": "vbr-1", "region": "cn-a"}]`, `"vbrs": [{"id": "vbr-1", "region": "cn-a"}, {"id": "vbr-2", "region": "cn-a"}]`,
			`"vbrs": ["vbr-1"]`, `"vbrs": ["vbr-1", "vbr-2"]`, `[{"to": "vbr-1"}]`, `[{"to": "vbr-1", "prepend": [65001]}, {"to": "vbr-2"}]`).Replace(threeRouters(both, "cn-a")), `
			ecr-1@cn-a 10.10.0.0/16 vbr-2 Active
			ecr-1@cn-a 10.10.0.0/16 vbr-1 Standby
			ecr-1@cn-a 192.168.3.0/24 tr-a Active
			ecr-1@cn-a 192.168.3.0/24 tr-b Standby`},
		{"E-5.1 by AS path first, whatever the mode", ecrTwice(modes("NearBy"), site(`, "prepend": [65001]`, "")), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2 Active
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Standby`},
		{"E-5.1 then by the mode of the region: shared", ecrTwice(modes("ECMP")), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2 Active`},
		{"E-5.1 or ordered", ecrTwice(modes("NearBy")), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2 Standby
			ecr-1@cn-shanghai 10.10.0.0/16 vbr-1 Active`},
		{"E-5.1.6 communities of the data center break no tie", ecrTwice(`dataCenters []`, communities(`"65001:1", "65001:2"`, ``)), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Active comm=65001:1,65001:2
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2 Active comm=`},
		{"E-5.2 of an own attachment and a peer's: AS path before distance", strings.Replace(strings.Replace(threeRouters(both, "cn-a"),
			`"vbrs": [{"id": "vbr-1", "region": "cn-a"}]`, `"vbrs": [{"id": "vbr-1", "region": "cn-a"}, {"id": "vbr-c", "region": "cn-c", "routes": [{"prefix": "10.10.0.0/16", "type": "BGP", "asPath": [65009, 65009]}]}]`, 1),
			`"attachments": [`, `"attachments": [{"id": "att-vbr-c", "kind": "VBR", "transitRouter": "tr-c", "instance": "vbr-c", "propagations": ["vtb-c"]}, `, 1), `
			vtb-c 10.10.0.0/16 peer-ac Active path=65001 med=1000
			vtb-c 10.10.0.0/16 peer-bc Standby med=3000
			vtb-c 10.10.0.0/16 att-vbr-c Standby path=65009,65009`},
		{"E-5.2 distance before MED", threeRouters(both, "cn-a"), `
			vtb-b 10.10.0.0/16 att-ecr-b Active med=3000
			vtb-b 10.10.0.0/16 peer-ab Standby med=1000`},
		{"E-5.2.3 E-5.3 the way back is the way there: by the router of the circuit's region", threeRouters(both, "cn-b"), `
			vtb-c 10.10.0.0/16 peer-bc Active med=1000
			ecr-1@cn-b 192.168.3.0/24 tr-b Active`},
		{"E-5.2.3 E-5.3 by the default router", threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b", "default": true}`, "cn-z"), `
			vtb-c 10.10.0.0/16 peer-bc Active med=2000
			ecr-1@cn-z 192.168.3.0/24 tr-b Active`},
		{"E-5.2.3 E-5.3 by the smallest region ID", threeRouters(both, "cn-z"), `
			vtb-c 10.10.0.0/16 peer-ac Active med=3000
			ecr-1@cn-z 192.168.3.0/24 tr-a Active`},
		{"E-5.2.3 by its own attachment", threeRouters(`{"transitRouter": "tr-b"}, {"transitRouter": "tr-c"}`, "cn-b"), `
			vtb-c 10.10.0.0/16 att-ecr-c Active
			ecr-1@cn-b 192.168.3.0/24 tr-c Active`},
		{"E-5.5 over every circuit a data center sees one autonomous system", ecrTwice(), `
			idc-1 192.168.1.0/24 vbr-1 Active path=64512
			idc-1 192.168.1.0/24 vbr-2 Active path=64512`},
		{"E-5.5.2 E-M-9 AS path and communities of a transit router's route survive", ecrNet(
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "policies": [{"priority": 1, "direction": "egress", "action": "permit", "match": {"destination": {"kinds": ["ECR"]}}}]}]}]`,
			`vbrs [{"id": "vbr-1", "region": "cn-hangzhou"}, {"id": "vbr-2", "region": "cn-hangzhou", "routes": [{"prefix": "10.20.0.0/16", "type": "BGP", "asPath": [65002, 65003], "communities": ["65002:1"]}]}]`,
			`attachments [`+ecrAtt+`, `+atHangzhou("VBR", "vbr-2")+`]`), `
			ecr-1@cn-hangzhou 10.20.0.0/16 tr-hz Active path=65002,65003 comm=65002:1
			idc-1 10.20.0.0/16 vbr-1 Active path=64512,65002,65003 comm=65002:1`},
		{"E-5.5.4 the data center chooses its circuit", ecrTwice(site("", `, "preference": 10`)), `
			idc-1 192.168.1.0/24 vbr-2 Active
			idc-1 192.168.1.0/24 vbr-1 Standby
			vtb-hz 10.10.0.0/16 att-ecr Active`},
		{"E-6 told without a switch, learned only where a table learns", ecrNet(`attachments [` + ecrAttVPC1 + `,
			{"id": "att-ecr", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-1", "association": "vtb-hz"}]`), `
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active
			vtb-hz 10.10.0.0/16 none`},
		{"E-7 a VPC on an ECR receives what the data center announces", ecrNet(`attachments []`, `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1"}]}]`), `
			vpc-1/system 10.10.0.0/16 ecr-1 Active learned=true
			trace 192.168.1.1@vpc-1 10.10.0.1 yes`},
		{"E-8 where one circuit fails, the other one carries the traffic", ecrTwice(`down ["vbr-1"]`), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2 Active
			ecr-1@cn-hangzhou routes 2
			idc-1 192.168.1.0/24 vbr-2 Active
			idc-1 routes 2
			trace 192.168.1.1@vpc-1 10.10.0.1 yes`},
		{"E-8 where the ECR fails, nothing is left", ecrTwice(`down ["ecr-1"]`), `
			vtb-hz 10.10.0.0/16 none
			idc-1 192.168.1.0/24 none
			trace 192.168.1.1@vpc-1 10.10.0.1 no`},
	})
}
