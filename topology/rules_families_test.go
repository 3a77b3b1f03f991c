package topology_test

import "testing"

// Address families (TR-8), and Basic Edition as a peer (TR-7.12, TR-10).
func TestRulesFamilies(t *testing.T) {
	dual := func(id, region, net string) string {
		return `{"id": "` + id + `", "region": "` + region + `", "vswitches": [{"cidr": "192.168.` + net + `.0/24"}, {"cidr": "2001:db8:` + net + `::/64"}]}`
	}
	v6 := `, "ipv6": true`
	six := `{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "2001:db8:a::/48", "type": "BGP", "asPath": [65001]}, {"prefix": "10.1.0.0/16", "type": "BGP", "asPath": [65001]}]}`
	policy := func(family string) string {
		return `, "policies": [{"priority": 1, "direction": "ingress", "action": "deny", "match": {"family": "` + family + `"}}]`
	}
	checkRules(t, []ruleCase{
		{"TR-8 IPv6 beside IPv4, each looked up by itself", one("", `"vpcs": [`+dual("vpc-1", "cn-a", "1")+`, `+dual("vpc-2", "cn-a", "2")+`]`,
			`"attachments": [`+attOf("VPC", "vpc-1", v6)+`, `+attOf("VPC", "vpc-2", v6)+`]`), `
			vtb-a 192.168.1.0/24 att-vpc-1 Active
			vtb-a 2001:db8:1::/64 att-vpc-1 Active
			vpc-2/system 192.168.1.0/24 att-vpc-2 Active
			vpc-2/system 2001:db8:1::/64 att-vpc-2 Active
			trace 192.168.1.1@vpc-1 192.168.2.1 yes
			trace 2001:db8:1::1@vpc-1 2001:db8:2::1 yes`},
		{"TR-8.4 a policy about IPv6 leaves IPv4 alone", one(policy("IPv6"), `"vbrs": [`+six+`]`, `"attachments": [`+attOf("VBR", "vbr-1", "")+`]`), `
			vtb-a 2001:db8:a::/48 att-vbr-1 Prohibited
			vtb-a 10.1.0.0/16 att-vbr-1 Active`},
		{"TR-8.4 and one about IPv4 leaves IPv6 alone", one(policy("IPv4"), `"vbrs": [`+six+`]`, `"attachments": [`+attOf("VBR", "vbr-1", "")+`]`), `
			vtb-a 2001:db8:a::/48 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vbr-1 Prohibited`},
		{"TR-8.5 IPv6 over VBRs, peers, prefix lists and aggregates", two(`, "prefixLists": [{"id": "pl-1", "prefixes": ["2001:db8:b::/48"], "nextHop": "att-vbr-1"}], "aggregates": [{"prefix": "2001:db8::/32", "scope": ["VPC"]}]`, "",
			attOf("VPC", "vpc-1", v6)+`, `+attOf("VBR", "vbr-1", ""), `"vpcs": [`+dual("vpc-1", "cn-a", "1")+`, `+vpcB+`]`, `"vbrs": [`+six+`]`), `
			vtb-a 2001:db8:a::/48 att-vbr-1 Active
			vtb-a 2001:db8:b::/48 att-vbr-1 Active type=Static
			vtb-b 2001:db8:a::/48 peer Active
			vtb-b 2001:db8:b::/48 peer Active
			vbr-1 2001:db8:1::/64 att-vbr-1 Active
			vpc-1/system 2001:db8::/32 att-vpc-1 Active type=Aggregate
			vpc-1/system 2001:db8:a::/48 none
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active`},
		{"TR-8.5 and over an ECR", ecrNet(`dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["2001:db8:a::/48"], "sessions": [{"to": "vbr-1"}]}]`,
			`vpcs [`+dual("vpc-1", "cn-hangzhou", "1")+`]`, `attachments [{"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true, "ipv6": true}, `+ecrAtt+`]`), `
			vtb-hz 2001:db8:a::/48 att-ecr Active
			vpc-1/system 2001:db8:a::/48 att-vpc-1 Active
			idc-1 2001:db8:1::/64 vbr-1 Active
			trace 2001:db8:1::1@vpc-1 2001:db8:a::1 yes`},
		{"TR-7.12 Enterprise and Basic Edition exchange their tables, IPv6 is Rejected on the Basic side", `{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-a", "edition": "basic", "routeTables": [{"id": "vtb-a"}]}, ` + routerOf("b", "cn-b", tableOf("vtb-b", "")) + `],
			"vpcs": [` + vpc1 + `, ` + dual("vpc-b", "cn-b", "9") + `],
			"attachments": [{"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1"}, {"id": "att-vpc-b", "kind": "VPC", "transitRouter": "tr-b", "instance": "vpc-b", "association": "vtb-b", "propagations": ["vtb-b"], "routeSync": true, "ipv6": true}],
			"peerings": [{"id": "peer", "ends": [{"transitRouter": "tr-a"}, {"transitRouter": "tr-b", "association": "vtb-b", "propagations": ["vtb-b"], "routeSync": true}]}]}`, `
			vtb-a 192.168.9.0/24 peer Active
			vtb-a 2001:db8:9::/64 peer Rejected
			vpc-1/system 192.168.9.0/24 att-vpc-1 Active
			vtb-b 192.168.1.0/24 peer Active
			vpc-b/system 192.168.1.0/24 att-vpc-b Active
			trace 192.168.1.1@vpc-1 192.168.9.1 yes`},
		{"TR-10.4 on Basic Edition the longest prefix decides, and a VPC takes nothing inside its vSwitches", `{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-a", "edition": "basic", "routeTables": [{"id": "vtb-a"}]}],
			"vpcs": [` + vpc1 + `, ` + vpc2 + `], "vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "192.168.0.0/16"}, {"prefix": "192.168.1.128/25"}]}],
			"attachments": [{"id": "att-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1"}, {"id": "att-2", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-2"}, {"id": "att-3", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-1"}]}`, `
			vpc-1/system 192.168.0.0/16 att-1 Active
			vpc-1/system 192.168.1.128/25 none
			vpc-2/system 192.168.1.128/25 att-2 Active
			trace 192.168.2.1@vpc-2 192.168.1.1 yes
			trace 192.168.2.1@vpc-2 192.168.3.1 yes`},
		{"TR-2.3 the associated table is advertised to the instance or peer behind the attachment", two("", "", attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", ""), `"vpcs": [`+vpc1+`, `+vpcB+`]`, `"vbrs": [`+vbr1+`]`), `
			vpc-1/system 10.1.0.0/16 att-vpc-1 Active
			vpc-1/system 192.168.9.0/24 att-vpc-1 Active
			vbr-1 192.168.1.0/24 att-vbr-1 Active
			vtb-b 10.1.0.0/16 peer Active
			vtb-b 192.168.1.0/24 peer Active`},
	})
}
