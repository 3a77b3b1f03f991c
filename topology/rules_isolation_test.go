package topology_test

import "testing"

// What policies, prefixes and automatic routes do not do, though one might think so.
func TestRulesIsolation(t *testing.T) {
	auto := func(more string) string {
		return `"attachments": [{"id": "att-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1", "association": "vtb-a", "propagations": ["vtb-a"], "autoCreateRoutes": true` + more + `},
		 {"id": "att-2", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-2", "association": "vtb-a", "propagations": ["vtb-a"], "autoCreateRoutes": true` + more + `}]`
	}
	vpcs := `"vpcs": [` + vpc1 + `, ` + vpc2 + `]`
	deny := func(direction string) string {
		return `, "policies": [{"priority": 1, "direction": "` + direction + `", "action": "deny", "match": {"source": {"kinds": ["VPC"]}}}]`
	}
	checkRules(t, []ruleCase{
		{"P-7.6 an egress deny does not stop packets that follow automatic routes", one(deny("egress"), vpcs, auto(`, "routeSync": true`)), `
			vpc-1/system 192.168.2.0/24 att-1 Prohibited
			vpc-1/system 192.168.0.0/16 att-1 Active
			trace 192.168.1.1@vpc-1 192.168.2.1 yes`},
		{"P-7.6 an ingress deny does", one(deny("ingress"), vpcs, auto("")), `
			vtb-a 192.168.2.0/24 att-2 Prohibited
			trace 192.168.1.1@vpc-1 192.168.2.1 no`},
		{"TR-8.3 automatic routes are IPv4 only", one("", `"vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}, {"cidr": "2001:db8:1::/64"}]},
			{"id": "vpc-2", "region": "cn-a", "vswitches": [{"cidr": "192.168.2.0/24"}, {"cidr": "2001:db8:2::/64"}]}]`, auto(`, "ipv6": true`)), `
			trace 192.168.1.1@vpc-1 192.168.2.1 yes
			trace 2001:db8:1::1@vpc-1 2001:db8:2::1 no`},
		{"P-7.3 D-26 a denied aggregate leaves the specifics", one(`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["VPC"]}],
			"policies": [{"priority": 1, "direction": "egress", "action": "deny", "match": {"prefixes": {"list": ["10.0.0.0/8"], "mode": "complete"}}}]`,
			`"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`), `
			vpc-1/system 10.0.0.0/8 att-vpc-1 Prohibited type=Aggregate
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active`},
		{"D-42 except matches routes without an origin instance", one(`, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "att-vpc-2"}],
			"policies": [{"priority": 1, "direction": "egress", "action": "deny", "match": {"source": {"instances": ["vpc-2"], "except": true}}}]`, vpcs,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VPC", "vpc-2", "")+`]`), `
			vpc-1/system 10.9.0.0/16 att-vpc-1 Prohibited
			vpc-1/system 192.168.2.0/24 att-vpc-1 Active`},
		{"E-7.3 E-7.7 in a VPC on the ECR the longest prefix decides", ecrNet(
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1"}]}]`,
			`attachments [{"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "autoCreateRoutes": true}]`), `
			vpc-1/system 10.0.0.0/8 att-vpc-1 Active
			vpc-1/system 10.10.0.0/16 ecr-1 Active
			trace 192.168.1.1@vpc-1 10.10.0.1 yes
			trace 192.168.1.1@vpc-1 10.20.0.1 no`},
		{"E-7.7 an equal ECR route loses against a custom route to the transit router", ecrNet(
			`vpcs [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}], "routeTables": [{"id": "vtb-1", "routes": [{"prefix": "10.10.0.0/16", "nextHop": "att-vpc-1"}]}]}]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1"}]}]`,
			`attachments [{"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"]}]`), `
			vtb-1 10.10.0.0/16 att-vpc-1 Active
			vtb-1 10.10.0.0/16 ecr-1 Candidate`},
		{"TR-7.10 a VPC with a default route of its own does not take another", one("", `"vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}],
			"routeTables": [{"id": "vtb-1", "routes": [{"prefix": "0.0.0.0/0", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["TR"]}]}]},
			{"id": "vpc-2", "region": "cn-a", "vswitches": [{"cidr": "192.168.2.0/24"}], "routeTables": [{"id": "vtb-2", "routes": [{"prefix": "0.0.0.0/0", "nextHop": "ngw-2", "nextHopType": "NatGateway"}]}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VPC", "vpc-2", "")+`]`), `
			vtb-a 0.0.0.0/0 att-vpc-1 Active
			vtb-2 0.0.0.0/0 ngw-2 Active
			vtb-2 routes 3`},
		{"TR-7.10 a published default route spreads like any other", one("", `"vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}],
			"routeTables": [{"id": "vtb-1", "routes": [{"prefix": "0.0.0.0/0", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["TR"]}]}]}, `+vpc2+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VPC", "vpc-2", "")+`]`), `
			vtb-a 0.0.0.0/0 att-vpc-1 Active type=Custom
			vpc-2/system 0.0.0.0/0 att-vpc-2 Active
			trace 192.168.2.1@vpc-2 8.8.8.8 yes`},
	})
}
