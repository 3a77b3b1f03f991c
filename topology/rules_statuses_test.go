package topology_test

import "testing"

// What a table holds, and the status of it (TR-3, TR-4, D-4).
func TestRulesStatuses(t *testing.T) {
	bgp := func(prefix, path string) string {
		return `{"prefix": "` + prefix + `", "type": "BGP", "asPath": [` + path + `]}`
	}
	vbr := func(id, region, routes string) string {
		return `{"id": "` + id + `", "region": "` + region + `", "routes": [` + routes + `]}`
	}
	toB := func(kind, instance string) string {
		return `{"id": "att-` + instance + `", "kind": "` + kind + `", "transitRouter": "tr-b", "instance": "` + instance + `", "propagations": ["vtb-b"]}`
	}
	checkRules(t, []ruleCase{
		{"TR-3 static, blackhole, prefix-list and learned routes; an aggregate forwards nothing", one(`, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "att-vbr-1"}, {"prefix": "10.8.0.0/16", "blackhole": true}],
			"prefixLists": [{"id": "pl-1", "prefixes": ["10.6.0.0/16", "10.7.0.0/16"], "nextHop": "att-vbr-1"}], "aggregates": [{"prefix": "172.16.0.0/12", "scope": ["VPC"]}]`,
			`"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`), `
			vtb-a 10.9.0.0/16 att-vbr-1 Active type=Static learned=false
			vtb-a 10.8.0.0/16 blackhole Active type=Blackhole learned=false
			vtb-a 10.6.0.0/16 att-vbr-1 Active type=Static
			vtb-a 10.7.0.0/16 att-vbr-1 Active type=Static
			vtb-a 10.1.0.0/16 att-vbr-1 Active type=BGP learned=true
			vtb-a 172.16.0.0/12 none
			vtb-a routes 6
			vpc-1/system 172.16.0.0/12 att-vpc-1 Active type=Aggregate
			trace 192.168.1.1@vpc-1 172.16.0.1 no`},
		{"TR-3.5 TR-3.5.1 a blackhole drops what it matches, though a wider route leads on", one(`, "routes": [{"prefix": "10.1.1.0/24", "blackhole": true}]`,
			`"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`]`, `"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`), `
			trace 192.168.1.1@vpc-1 10.1.2.1 yes
			trace 192.168.1.1@vpc-1 10.1.1.1 no`},
		{"TR-4 P-9.3 admitted or rejected, then ranked; the winners share", one("", `"vpcs": [`+vpc1+`]`,
			`"vbrs": [`+vbr("vbr-1", "cn-a", bgp("10.1.0.0/16", "65001")+`, `+bgp("10.2.0.0/16", "65001")+`, `+bgp("192.168.1.0/24", "65001"))+`, `+
				vbr("vbr-2", "cn-a", bgp("10.1.0.0/16", "65001, 65001")+`, `+bgp("10.2.0.0/16", "65009"))+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vbr-2 Standby
			vtb-a 10.2.0.0/16 att-vbr-1 Active
			vtb-a 10.2.0.0/16 att-vbr-2 Active
			vtb-a 192.168.1.0/24 att-vpc-1 Active
			vtb-a 192.168.1.0/24 att-vbr-1 Rejected`},
		{"TR-3.2 D-4 P-6.1 every loss has its status", two(`, "aggregates": [{"prefix": "10.0.0.0/8", "scope": ["Peer"]}]`,
			`, "policies": [{"priority": 1, "direction": "ingress", "action": "deny", "match": {"prefixes": {"list": ["172.20.0.0/16"], "mode": "complete"}}}]`,
			attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+toB("VBR", "vbr-b")+`, `+toB("VBR", "vbr-c")+`, `+toB("VPC", "vpc-e"),
			`"vpcs": [`+vpc1+`, `+vpcB+`, {"id": "vpc-e", "region": "cn-b", "vswitches": [{"cidr": "192.168.1.0/24"}]}]`,
			`"vbrs": [`+vbr1+`, `+vbr("vbr-b", "cn-b", bgp("172.16.0.0/16", "65003")+`, `+bgp("172.20.0.0/16", "65003"))+`, `+vbr("vbr-c", "cn-b", bgp("172.16.0.0/16", "65003, 65003"))+`]`), `
			vtb-b 172.16.0.0/16 att-vbr-b Active
			vtb-b 172.16.0.0/16 att-vbr-c Standby
			vtb-b 192.168.1.0/24 att-vpc-e Active
			vtb-b 192.168.1.0/24 peer Rejected
			vtb-b 172.20.0.0/16 att-vbr-b Prohibited
			vtb-b 10.0.0.0/8 peer Active
			vtb-b 10.1.0.0/16 peer Suppressed`},
		{"D-4 Candidate is for ECR routes in a VPC table; a transit router's route is not taken instead", ecrNet(
			`vpcs [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}], "routeTables": [{"id": "vtb-1", "routes": [{"prefix": "10.10.0.0/16", "nextHop": "eni-1", "nextHopType": "NetworkInterface"}]}]},
			 {"id": "vpc-2", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.2.0/24"}], "routeTables": [{"id": "vtb-2", "routes": [{"prefix": "10.10.0.0/16", "nextHop": "eni-2", "nextHopType": "NetworkInterface"}]}]}]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}, {"vpc": "vpc-2"}]}]`), `
			vtb-2 10.10.0.0/16 ecr-1 Candidate
			vtb-2 routes 3
			vtb-1 10.10.0.0/16 eni-1 Active
			vtb-1 routes 2`},
		{"D-6 one of the Active paths is told, none of the others", one("", `"vpcs": [`+vpc1+`]`,
			`"vbrs": [`+vbr("vbr-1", "cn-a", bgp("10.1.0.0/16", "65001"))+`, `+vbr("vbr-2", "cn-a", bgp("10.1.0.0/16", "65002"))+`, `+vbr("vbr-3", "cn-a", bgp("10.1.0.0/16", "65003, 65003"))+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`, `+attOf("VBR", "vbr-3", "")+`]`), `
			vtb-a routes 4
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active path=65001
			vpc-1/system routes 2`},
		{"D-6 never back, whatever a policy permits", one(`, "policies": [`+open+`]`, `"vpcs": [`+vpc1+`]`, `"vbrs": [`+vbr1+`, `+vbr2+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`, `+attOf("VBR", "vbr-2", "")+`]`), `
			vbr-1 routes 2
			vbr-2 10.1.0.0/16 att-vbr-2 Active
			vpc-1/system routes 2`},
	})
}

// A circuit, an IPsec connection and a CCN with one prefix (D-7), and what stands for networks outside (TR-6).
func TestRulesOutside(t *testing.T) {
	kinds := func(more ...string) string {
		return one("", append([]string{`"vpcs": [` + vpc1 + `]`, `"vbrs": [` + vbr1 + `]`,
			`"vpns": [{"id": "vpn-1", "region": "cn-a", "bgp": true, "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65002]}]}]`,
			`"ccns": [{"id": "ccn-1", "region": "ccn-cn-a", "sags": [{"id": "sag-1", "prefixes": ["10.1.0.0/16"]}]}]`,
			`"attachments": [` + attOf("VPC", "vpc-1", "") + `, ` + attOf("VBR", "vbr-1", "") + `, ` + attOf("VPN", "vpn-1", "") + `, ` + attOf("CCN", "ccn-1", "") + `]`}, more...)...)
	}
	everyone := func(policies string) string {
		return ecrNet(
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz"`+policies+`}]}]`,
			`vbrs [{"id": "vbr-1", "region": "cn-hangzhou"}, {"id": "vbr-2", "region": "cn-hangzhou", "routes": [{"prefix": "10.20.0.0/16", "type": "BGP", "asPath": [65002]}]}]`,
			`vpns [{"id": "vco-1", "region": "cn-hangzhou", "bgp": true, "routes": [{"prefix": "10.30.0.0/16", "type": "BGP", "asPath": [65003]}]}]`,
			`ccns [{"id": "ccn-1", "region": "ccn-cn-hangzhou", "sags": [{"id": "sag-1", "prefixes": ["10.40.0.0/16"]}]}]`,
			`attachments [`+ecrAttVPC1+`, `+ecrAtt+`, `+atHangzhou("VBR", "vbr-2")+`, `+atHangzhou("VPN", "vco-1")+`, `+atHangzhou("CCN", "ccn-1")+`]`)
	}
	checkRules(t, []ruleCase{
		{"D-7 the circuit wins over the IPsec connection and the CCN", kinds(), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vpn-1 Standby
			vtb-a 10.1.0.0/16 att-ccn-1 Standby`},
		{"D-7 without the circuit, the IPsec connection wins over the CCN", kinds(`"down": ["vbr-1"]`), `
			vtb-a 10.1.0.0/16 att-vpn-1 Active
			vtb-a 10.1.0.0/16 att-ccn-1 Standby`},
		{"D-7 inside it the order for ECRs: MED before region ID", threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}`, "cn-b"), `
			vtb-c 10.10.0.0/16 peer-bc Active med=1000
			vtb-c 10.10.0.0/16 peer-ac Standby med=3000`},
		{"TR-6 packets leave by each of them, and come back", everyone(""), `
			trace 192.168.1.1@vpc-1 10.10.0.1 yes
			trace 192.168.1.1@vpc-1 10.20.0.1 yes
			trace 192.168.1.1@vpc-1 10.30.0.1 yes
			trace 192.168.1.1@vpc-1 10.40.0.1 yes`},
		{"P-5.12 without policies of the user: a VPC hears and is heard by all, the others not each other", everyone(""), `
			vpc-1/system 10.10.0.0/16 att-vpc-1 Active
			vpc-1/system 10.20.0.0/16 att-vpc-1 Active
			vpc-1/system 10.30.0.0/16 att-vpc-1 Active
			vpc-1/system 10.40.0.0/16 att-vpc-1 Active
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active
			ecr-1@cn-hangzhou 10.20.0.0/16 tr-hz Prohibited
			ecr-1@cn-hangzhou 10.30.0.0/16 tr-hz Prohibited
			ecr-1@cn-hangzhou 10.40.0.0/16 tr-hz Prohibited
			vbr-2 192.168.1.0/24 att-vbr-2 Active
			vbr-2 10.10.0.0/16 att-vbr-2 Prohibited
			vbr-2 10.30.0.0/16 att-vbr-2 Prohibited
			vbr-2 10.40.0.0/16 att-vbr-2 Prohibited
			vco-1 192.168.1.0/24 att-vco-1 Active
			vco-1 10.10.0.0/16 att-vco-1 Prohibited
			vco-1 10.20.0.0/16 att-vco-1 Prohibited
			vco-1 10.40.0.0/16 att-vco-1 Prohibited
			ccn-1 192.168.1.0/24 att-ccn-1 Active
			ccn-1 10.10.0.0/16 att-ccn-1 Prohibited
			ccn-1 10.20.0.0/16 att-ccn-1 Prohibited
			ccn-1 10.30.0.0/16 att-ccn-1 Prohibited`},
		{"E-3.4 two data centers meet on a transit router, once policy 5000 is overridden",
			everyone(`, "policies": [{"priority": 10, "direction": "egress", "action": "permit", "match": {"source": {"kinds": ["ECR", "VBR"]}, "destination": {"kinds": ["ECR", "VBR"]}}}]`), `
			vbr-2 10.10.0.0/16 att-vbr-2 Active policies=vtb-hz/egress/10
			ecr-1@cn-hangzhou 10.20.0.0/16 tr-hz Active policies=vtb-hz/egress/10
			idc-1 10.20.0.0/16 vbr-1 Active path=64512,65002
			vco-1 10.20.0.0/16 att-vco-1 Prohibited
			trace 10.10.0.1@idc-1 10.20.0.1 yes`},
		{"TR-6.8 inside CEN nothing is dropped for a repeated ASN", two("", "", attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", ""),
			`"vpcs": [`+vpc1+`, `+vpcB+`]`, `"vbrs": [{"id": "vbr-1", "region": "cn-a", "asn": 64512, "routes": [{"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001, 45104, 65001]}]}]`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active path=65001,45104,65001
			vtb-b 10.1.0.0/16 peer Active path=65001,45104,65001
			vpc-b/system 10.1.0.0/16 att-vpc-b Active`},
		{"TR-5.3 routes of a VBR and a CCN are advertised without being published", one("", `"vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16"}]}]`,
			`"ccns": [{"id": "ccn-1", "region": "ccn-cn-a", "sags": [{"id": "sag-1", "prefixes": ["10.2.0.0/16"]}]}]`,
			`"attachments": [`+attOf("VBR", "vbr-1", "")+`, `+attOf("CCN", "ccn-1", "")+`]`), `
			vtb-a 10.1.0.0/16 att-vbr-1 Active type=Custom
			vtb-a 10.2.0.0/16 att-ccn-1 Active`},
		{"TR-5.3 and there is no way to withdraw them", one("", `"vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "10.1.0.0/16", "publish": []}]}]`), `
			unreadable vbrs[0].routes[0].publish`},
		{"TR-5.11 a packet is looked up in the associated table, whatever VPC table it left from", `{"transitRouters": [` + routerOf("a", "cn-a", `{"id": "vtb-a", "system": true}, {"id": "vtb-x"}`) + `],
			"vpcs": [{"id": "vpc-1", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}, {"cidr": "192.168.3.0/24", "routeTable": "vtb-1b"}],
			 "routeTables": [{"id": "vtb-1", "system": true}, {"id": "vtb-1b", "routes": [{"prefix": "10.0.0.0/8", "nextHop": "att-vpc-1"}]}]}], "vbrs": [` + vbr1 + `],
			"attachments": [` + placed("VPC", "vpc-1", "vtb-x", `"vtb-a"`) + `, ` + placed("VBR", "vbr-1", "vtb-a", `"vtb-x"`) + `]}`, `
			vtb-a 10.1.0.0/16 none
			vtb-x 10.1.0.0/16 att-vbr-1 Active
			trace 192.168.1.1@vpc-1 10.1.0.1 yes
			trace 192.168.3.1@vpc-1 10.1.0.1 yes`},
	})
}

// atHangzhou attaches an instance to tr-hz, as attOf does to tr-a.
func atHangzhou(kind, instance string) string {
	return `{"id": "att-` + instance + `", "kind": "` + kind + `", "transitRouter": "tr-hz", "instance": "` + instance +
		`", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}`
}
