package topology_test

import (
	"strings"
	"testing"
)

// An ecrNet is a network around one ECR, as a document. Its parts are added to a base of one region:
//
//	idc-1 10.10.0.0/16 - vbr-1 - ecr-1 (ASN 64512) - tr-hz (vtb-hz) - vpc-1 192.168.1.0/24, synchronized
//
// A part replaces the base's list of the same key.
func ecrNet(parts ...string) string {
	keys := []string{"rules", "transitRouters", "vpcs", "vbrs", "vpns", "ccns", "dataCenters", "ecrs", "attachments", "peerings", "down"}
	have := map[string]string{
		"rules":          `"2026-02"`,
		"transitRouters": `[` + ecrRouter + `]`,
		"vpcs":           `[` + ecrVPC1 + `]`,
		"vbrs":           `[{"id": "vbr-1", "region": "cn-hangzhou"}]`,
		"dataCenters":    `[{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"}]}]`,
		"ecrs":           `[{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}]}]`,
		"attachments":    `[` + ecrAttVPC1 + `, ` + ecrAtt + `]`,
	}
	for _, part := range parts {
		key, value, _ := strings.Cut(part, " ")
		have[key] = value
	}
	var list []string
	for _, key := range keys {
		if have[key] != "" {
			list = append(list, `"`+key+`": `+have[key])
		}
	}
	return "{" + strings.Join(list, ",\n ") + "}"
}

const (
	ecrRouter  = `{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz"}]}`
	ecrVPC1    = `{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]}`
	ecrVPC2    = `{"id": "vpc-2", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.2.0/24"}]}`
	ecrAttVPC1 = `{"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}`
	ecrAtt     = `{"id": "att-ecr", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-1", "association": "vtb-hz", "propagations": ["vtb-hz"]}`
	twoVBRs    = `vbrs [{"id": "vbr-1", "region": "cn-hangzhou"}, {"id": "vbr-2", "region": "cn-shanghai"}]`
)

// The table of an ECR: what enters it, and to whom it is told.
func TestRulesECRTable(t *testing.T) {
	onlyVPC := `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-2"}]}]`
	checkRules(t, []ruleCase{
		{"E-2.2 static circuit routes stay out", ecrNet(
			`dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1", "static": true}]}]`), `
			vbr-1 10.10.0.0/16 idc-1 Active type=Custom
			ecr-1@cn-hangzhou 10.10.0.0/16 none
			vtb-hz 10.10.0.0/16 none`},
		{"E-2.3 one route for each vSwitch", ecrNet(onlyVPC, `attachments []`,
			`vpcs [{"id": "vpc-2", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.2.0/24"}, {"cidr": "192.168.3.0/24"}, {"cidr": "100.64.5.0/24"}]}]`), `
			ecr-1@cn-hangzhou 192.168.2.0/24 vpc-2 Active type=System origin=vpc-2
			ecr-1@cn-hangzhou 192.168.3.0/24 vpc-2 Active
			ecr-1@cn-hangzhou 100.64.5.0/24 none`},
		{"E-2.4 published custom routes, E-2.6 apart from those published to a TR", ecrNet(onlyVPC, `attachments []`,
			`vpcs [{"id": "vpc-2", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.2.0/24"}], "routeTables": [{"id": "vtb-vpc-2", "routes": [
			 {"prefix": "0.0.0.0/0", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["ECR"]},
			 {"prefix": "8.0.0.0/8", "nextHop": "gwlbe-1", "nextHopType": "GatewayLoadBalancerEndpoint", "publish": ["ECR"]},
			 {"prefix": "9.0.0.0/8", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["TR"]}]}]}]`), `
			ecr-1@cn-hangzhou 0.0.0.0/0 vpc-2 Active type=Custom
			ecr-1@cn-hangzhou 8.0.0.0/8 vpc-2 Active
			ecr-1@cn-hangzhou 9.0.0.0/8 none
			idc-1 0.0.0.0/0 vbr-1 Active`},
		{"E-2.7 E-6.3 TR-6.3 E-1.14 TR-2.3.1 the associated table, always on", ecrNet(`attachments [` + ecrAttVPC1 + `,
			{"id": "att-ecr", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-1", "association": "vtb-hz", "routeSync": false}]`), `
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active type=System origin=vpc-1
			vtb-hz 10.10.0.0/16 none`},
		{"E-2.13 a disabled route is neither selected nor told", ecrNet(
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}],
			 "disabledRoutes": [{"prefix": "10.10.0.0/16", "nextHop": "vbr-1"}, {"prefix": "192.168.1.0/24", "nextHop": "tr-hz"}]}]`), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Disabled
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Disabled
			vtb-hz 10.10.0.0/16 none
			vbr-1 192.168.1.0/24 none
			idc-1 192.168.1.0/24 none`},
		{"E-3.2 E-2.8 from circuits to the cloud of every region and back", ecrNet(onlyVPC, twoVBRs, `attachments []`,
			`vpcs [{"id": "vpc-2", "region": "cn-shanghai", "vswitches": [{"cidr": "192.168.2.0/24"}]}]`), `
			vpc-2/system 10.10.0.0/16 ecr-1 Active type=BGP origin=ecr-1 region=cn-shanghai path=65001
			vbr-1 192.168.2.0/24 ecr-1 Active type=System
			idc-1 192.168.2.0/24 vbr-1 Active path=64512`},
		{"E-3.3 not from circuit to circuit", ecrNet(twoVBRs,
			`dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"}]},
			 {"id": "idc-2", "asn": 65002, "prefixes": ["10.20.0.0/16"], "sessions": [{"to": "vbr-2"}]}]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1", "vbr-2"], "associations": [{"transitRouter": "tr-hz"}]}]`), `
			ecr-1@cn-hangzhou 10.20.0.0/16 vbr-2 Active
			vbr-1 10.20.0.0/16 none
			idc-1 10.20.0.0/16 none
			trace 10.10.0.1@idc-1 10.20.0.1 no`},
		{"E-3.1 E-6.10 E-M-1 not between a VPC and a TR, E-3.5 not to another VPC", ecrNet(
			`vpcs [`+ecrVPC1+`, `+ecrVPC2+`, {"id": "vpc-3", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.3.0/24"}]}]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}, {"vpc": "vpc-2"}, {"vpc": "vpc-3"}]}]`), `
			vtb-hz 192.168.2.0/24 none
			vpc-1/system 192.168.2.0/24 none
			vpc-2/system 192.168.1.0/24 none
			vpc-2/system 192.168.3.0/24 none
			trace 192.168.1.1@vpc-1 192.168.2.1 no
			trace 10.10.0.1@idc-1 192.168.2.1 yes`},
		{"E-M-11 E-6.14 a TR does not tell the ECR what it learned from it", ecrNet(), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-hangzhou routes 2`},
		{"E-M-6 D-33 equal prefixes of two VPCs, E-2.11 E-2.12", ecrNet(onlyTwo, `attachments []`, `vpcs [`+equalVPC("vpc-2")+`, `+equalVPC("vpc-3")+`]`), `
			ecr-1@cn-hangzhou 0.0.0.0/0 vpc-2 Active
			ecr-1@cn-hangzhou 0.0.0.0/0 vpc-3 Conflicting
			warning E-M-6 vpc-3`},
		{"E-M-7 E-3.6 D-33 a VPC beats a TR copy", ecrNet(`vpcs [`+ecrVPC1+`, `+ecrVPC2+`]`,
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "routes": [{"prefix": "192.168.2.0/24", "nextHop": "att-vpc-1"}]}]}]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}, {"vpc": "vpc-2"}]}]`), `
			ecr-1@cn-hangzhou 192.168.2.0/24 vpc-2 Active
			ecr-1@cn-hangzhou 192.168.2.0/24 tr-hz Standby`},
		{"E-6.13 nothing in 100.64.0.0/10", ecrNet(
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "routes": [{"prefix": "100.118.28.0/24", "nextHop": "att-vpc-2"}, {"prefix": "100.64.0.0/10", "nextHop": "att-vpc-2"}, {"prefix": "100.0.0.0/8", "nextHop": "att-vpc-2"}]}]}]`,
			`vpcs [`+ecrVPC1+`, `+ecrVPC2+`]`, `attachments [`+ecrAttVPC1+`, `+atHangzhou("VPC", "vpc-2")+`, `+ecrAtt+`]`), `
			vpc-1/system 100.118.28.0/24 att-vpc-1 Active
			ecr-1@cn-hangzhou 100.118.28.0/24 none
			ecr-1@cn-hangzhou 100.64.0.0/10 none
			ecr-1@cn-hangzhou 100.0.0.0/8 tr-hz Active`},
		{"E-6.13 D-24 no blackhole", ecrNet(
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "routes": [{"prefix": "10.99.0.0/16", "blackhole": true}]}]}]`), `
			vtb-hz 10.99.0.0/16 blackhole Active type=Blackhole
			ecr-1@cn-hangzhou 10.99.0.0/16 none
			vpc-1/system 10.99.0.0/16 att-vpc-1 Active type=Blackhole`},
		{"E-2.13 D-27 an aggregate that the ECR disabled was taken all the same", ecrNet(
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "aggregates": [{"prefix": "192.168.0.0/16", "scope": ["ECR"]}]}]}]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}], "disabledRoutes": [{"prefix": "192.168.0.0/16", "nextHop": "tr-hz"}]}]`), `
			ecr-1@cn-hangzhou 192.168.0.0/16 tr-hz Disabled type=Aggregate
			ecr-1@cn-hangzhou 192.168.1.0/24 none
			vbr-1 192.168.0.0/16 none`},
	})
}

const onlyTwo = `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-2"}, {"vpc": "vpc-3"}]}]`

// equalVPC publishes a default route to the ECR; its vSwitch differs from that of others.
func equalVPC(id string) string {
	return `{"id": "` + id + `", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.` + id[4:] + `.0/24"}], "routeTables": [{"id": "vtb-` + id + `",
	 "routes": [{"prefix": "0.0.0.0/0", "nextHop": "ngw-` + id + `", "nextHopType": "NatGateway", "publish": ["ECR"]}]}]}`
}

// Prefixes of an association take the place of specific routes.
func TestRulesECRPrefixes(t *testing.T) {
	prefixes := func(mode string) string {
		return `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz", "prefixes": ["192.168.0.0/16", "172.31.0.0/16"], "prefixMode": "` + mode + `"}]}]`
	}
	wide := `vpcs [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}, {"cidr": "172.16.1.0/24"}, {"cidr": "2001:db8::/64"}]}]`
	dual := `attachments [{"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "ipv6": true}, ` + ecrAtt + `]`
	checkRules(t, []ruleCase{
		{"E-4.2 none: specific routes", ecrNet(wide), `
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active
			ecr-1@cn-hangzhou 172.16.1.0/24 tr-hz Active`},
		{"E-4.3 E-4.6 P-7.4 match: the prefixes alone, E-4.8 E-M-4 without a specific too, E-4.11 E-M-13 IPv6 apart", ecrNet(wide, dual, prefixes("match")), `
			ecr-1@cn-hangzhou 192.168.0.0/16 tr-hz Active
			ecr-1@cn-hangzhou 172.31.0.0/16 tr-hz Active
			ecr-1@cn-hangzhou 192.168.1.0/24 none
			ecr-1@cn-hangzhou 172.16.1.0/24 none
			ecr-1@cn-hangzhou 2001:db8::/64 tr-hz Active
			idc-1 192.168.0.0/16 vbr-1 Active
			vtb-hz 192.168.1.0/24 att-vpc-1 Active
			vtb-hz 10.10.0.0/16 att-ecr Active
			trace 10.10.0.1@idc-1 192.168.1.1 no
			trace 10.10.0.1@idc-1 172.31.0.1 no`},
		{"E-4.11 E-M-13 an IPv6 prefix stands for IPv6 routes alone", ecrNet(wide, dual, `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz", "prefixes": ["2001:db8::/32"]}]}]`), `
			ecr-1@cn-hangzhou 2001:db8::/32 tr-hz Active
			ecr-1@cn-hangzhou 2001:db8::/64 none
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active`},
		{"E-4.4 incremental: specifics outside stay", ecrNet(wide, prefixes("incremental")), `
			ecr-1@cn-hangzhou 192.168.0.0/16 tr-hz Active
			ecr-1@cn-hangzhou 192.168.1.0/24 none
			ecr-1@cn-hangzhou 172.16.1.0/24 tr-hz Active`},
		{"E-M-2 E-4.5 match is the default", ecrNet(wide,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz", "prefixes": ["192.168.0.0/16"]}]}]`), `
			ecr-1@cn-hangzhou 172.16.1.0/24 none`},
		{"E-4.5 incremental is newer than 2024-03", ecrNet(`rules "2024-03"`, prefixes("incremental")), `
			refused E-4.5 2024-03`},
		{"E-4.7 E-4.12 a VPC association keeps the VPC's own table", ecrNet(`attachments []`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1", "prefixes": ["192.168.0.0/16"]}]}]`), `
			ecr-1@cn-hangzhou 192.168.0.0/16 vpc-1 Active
			ecr-1@cn-hangzhou 192.168.1.0/24 none
			vpc-1/system 192.168.1.0/24 local Active
			trace 10.10.0.1@idc-1 192.168.1.1 yes`},
		{"E-4.9 no specific behind the prefix: dropped there", ecrNet(`attachments []`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1", "prefixes": ["192.168.0.0/16"]}]}]`), `
			trace 10.10.0.1@idc-1 192.168.9.1 no`},
		{"E-4.10 the longer prefix of another association wins", ecrNet(`vpcs [`+ecrVPC1+`, `+ecrVPC2+`]`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz", "prefixes": ["192.168.0.0/16"]}, {"vpc": "vpc-2"}]}]`), `
			trace 10.10.0.1@idc-1 192.168.2.1 yes
			ecr-1@cn-hangzhou 192.168.0.0/16 tr-hz Active
			ecr-1@cn-hangzhou 192.168.2.0/24 vpc-2 Active`},
		{"D-31 E-M-4 no prefix without an associated table", ecrNet(prefixes("match"), `attachments [
			{"id": "att-ecr", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-1", "propagations": ["vtb-hz"]}]`), `
			ecr-1@cn-hangzhou 192.168.0.0/16 none
			vtb-hz 10.10.0.0/16 att-ecr Active`},
		{"E-8.3 nor with a failed attachment", ecrNet(prefixes("match"), `down ["att-ecr"]`), `
			ecr-1@cn-hangzhou 192.168.0.0/16 none
			vtb-hz 10.10.0.0/16 none`},
		{"D-30 a denied route inside a prefix is not shown", ecrNet(prefixes("match"),
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "policies": [{"priority": 1, "direction": "egress", "action": "deny", "match": {"destination": {"kinds": ["ECR"]}}}]}]}]`), `
			ecr-1@cn-hangzhou 192.168.1.0/24 none
			ecr-1@cn-hangzhou 192.168.0.0/16 tr-hz Active`},
		{"D-30 without prefixes it shows in the ECR's table", ecrNet(
			`transitRouters [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "policies": [{"priority": 1, "direction": "egress", "action": "deny", "match": {"destination": {"kinds": ["ECR"]}}}]}]}]`), `
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Prohibited policies=vtb-hz/egress/1
			vbr-1 192.168.1.0/24 none`},
	})
}

// Several circuits, several transit routers: who wins.
func TestRulesECRSelection(t *testing.T) {
	sites := func(first, second string) string {
		return `dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"` + first + `}, {"to": "vbr-2"` + second + `}]}]`
	}
	ecr := func(more string) string {
		return `ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1", "vbr-2"], "associations": [{"transitRouter": "tr-hz"}]` + more + `}]`
	}
	checkRules(t, []ruleCase{
		{"E-5.1.1 the shorter AS path", ecrNet(twoVBRs, ecr(""), sites(`, "prepend": [65001]`, "")), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2 Active path=65001
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Standby path=65001,65001
			vtb-hz 10.10.0.0/16 att-ecr Active path=65001 med=3000`},
		{"E-5.1.2 equal paths share, E-5.1.5 of all regions, D-34 one route to the TR", ecrNet(twoVBRs, ecr(""), sites("", "")), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2 Active
			ecr-1@cn-shanghai 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-shanghai 10.10.0.0/16 vbr-2 Active
			vtb-hz 10.10.0.0/16 att-ecr Active med=1000 type=BGP origin=ecr-1 region=cn-hangzhou`},
		{"E-5.1.3 E-5.1.4 E-M-5 NearBy keeps its own region", ecrNet(twoVBRs, ecr(`, "modes": {"cn-shanghai": "NearBy"}`), sites("", "")), `
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-hangzhou 10.10.0.0/16 vbr-2 Active
			ecr-1@cn-shanghai 10.10.0.0/16 vbr-2 Active
			ecr-1@cn-shanghai 10.10.0.0/16 vbr-1 Standby`},
		{"E-5.1.4 NearBy lapses when the near one fails, E-8.1", ecrNet(twoVBRs, ecr(`, "modes": {"cn-shanghai": "NearBy"}`), sites("", ""), `down ["vbr-2"]`), `
			ecr-1@cn-shanghai 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-shanghai routes 2`},
		{"E-8.4 the last circuit is gone", ecrNet(`down ["vbr-1"]`), `
			ecr-1@cn-hangzhou 10.10.0.0/16 none
			vtb-hz 10.10.0.0/16 none
			vpc-1/system 10.10.0.0/16 none`},
		{"E-8.1 a circuit whose session fails", ecrNet(twoVBRs, ecr(""), `dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"}, {"to": "vbr-2", "down": true}]}]`), `
			ecr-1@cn-shanghai 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-shanghai routes 2`},
		{"E-8.4 the last session is gone", ecrNet(`dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1", "down": true}]}]`), `
			ecr-1@cn-hangzhou 10.10.0.0/16 none
			vtb-hz 10.10.0.0/16 none
			vpc-1/system 10.10.0.0/16 none`},
		{"E-5.5.3 no MED of the default path either", ecrNet(`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz", "default": true}]}]`), `
			ecr-1@cn-hangzhou 192.168.1.0/24 tr-hz Active med=2000
			vbr-1 192.168.1.0/24 ecr-1 Active med=0
			idc-1 192.168.1.0/24 vbr-1 Active med=0`},
		{"E-5.5.1 E-M-9 the data center hears the ECR's ASN first, E-5.5.3 no MED", ecrNet(), `
			idc-1 192.168.1.0/24 vbr-1 Active path=64512 med=0`},
		{"D-34 the table of a VBR on an ECR points to the ECR", ecrNet(), `
			vbr-1 192.168.1.0/24 ecr-1 Active
			vbr-1 10.10.0.0/16 idc-1 Active`},
	})
}

// threeRouters are transit routers of one CEN in cn-a, cn-b and cn-c, fully meshed, each with a VPC. The ECR has a
// circuit in cn-b; associations and attachments vary.
func threeRouters(associated, vbrRegion string) string {
	var b strings.Builder
	b.WriteString(`{"rules": "2026-02", "transitRouters": [`)
	for i, x := range []string{"a", "b", "c"} {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(`{"id": "tr-` + x + `", "cen": "cen-1", "region": "cn-` + x + `", "routeTables": [{"id": "vtb-` + x + `"}]}`)
	}
	b.WriteString(`], "vpcs": [{"id": "vpc-c", "region": "cn-c", "vswitches": [{"cidr": "192.168.3.0/24"}]}],
	 "vbrs": [{"id": "vbr-1", "region": "` + vbrRegion + `"}],
	 "dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"}]}],
	 "ecrs": [{"id": "ecr-1", "asn": 45104, "vbrs": ["vbr-1"], "associations": [` + associated + `]}],
	 "attachments": [{"id": "att-vpc-c", "kind": "VPC", "transitRouter": "tr-c", "instance": "vpc-c", "association": "vtb-c", "propagations": ["vtb-c"]}`)
	for _, x := range []string{"a", "b", "c"} {
		if strings.Contains(associated, `"tr-`+x) {
			b.WriteString(`, {"id": "att-ecr-` + x + `", "kind": "ECR", "transitRouter": "tr-` + x + `", "instance": "ecr-1", "association": "vtb-` + x + `", "propagations": ["vtb-` + x + `"]}`)
		}
	}
	b.WriteString(`], "peerings": [`)
	for i, pair := range []string{"ab", "ac", "bc"} {
		if i > 0 {
			b.WriteString(",")
		}
		end := func(x string) string {
			return `{"transitRouter": "tr-` + x + `", "association": "vtb-` + x + `", "propagations": ["vtb-` + x + `"], "routeSync": true}`
		}
		b.WriteString(`{"id": "peer-` + pair + `", "ends": [` + end(pair[:1]) + `, ` + end(pair[1:]) + `]}`)
	}
	b.WriteString(`]}`)
	return b.String()
}

// Several transit routers on one ECR.
func TestRulesECRRouters(t *testing.T) {
	checkRules(t, []ruleCase{
		{"E-5.2.2 E-5.2.1 TR-4.3.2 the own attachment before a peer", threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}`, "cn-b"), `
			vtb-a 10.10.0.0/16 att-ecr-a Active med=3000
			vtb-a 10.10.0.0/16 peer-ab Standby med=1000
			vtb-b 10.10.0.0/16 att-ecr-b Active med=1000`},
		{"E-5.2.2 without one, the router of the circuit's region, E-5.3.1 E-5.3.2", threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}`, "cn-b"), `
			vtb-c 10.10.0.0/16 peer-bc Active med=1000
			vtb-c 10.10.0.0/16 peer-ac Standby med=3000`},
		{"E-5.3.3 the default path does not beat the circuit's region", threeRouters(`{"transitRouter": "tr-a", "default": true}, {"transitRouter": "tr-b"}`, "cn-b"), `
			vtb-a 10.10.0.0/16 att-ecr-a Active med=2000
			vtb-c 10.10.0.0/16 peer-bc Active med=1000`},
		{"E-2.10 E-5.3.1 the default path before others", threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b", "default": true}`, "cn-z"), `
			vtb-c 10.10.0.0/16 peer-bc Active med=2000
			vtb-c 10.10.0.0/16 peer-ac Standby med=3000
			ecr-1@cn-b 192.168.3.0/24 tr-b Active med=2000`},
		{"E-5.2.2 else the smallest region ID", threeRouters(`{"transitRouter": "tr-b"}, {"transitRouter": "tr-a"}`, "cn-z"), `
			vtb-c 10.10.0.0/16 peer-ac Active med=3000
			vtb-c 10.10.0.0/16 peer-bc Standby med=3000`},
		{"D-32 E-5.4.1 the router of the route's origin region", threeRouters(`{"transitRouter": "tr-a", "default": true}, {"transitRouter": "tr-b"}, {"transitRouter": "tr-c"}`, "cn-b"), `
			ecr-1@cn-b 192.168.3.0/24 tr-c Active region=cn-c
			ecr-1@cn-b 192.168.3.0/24 tr-b Standby
			ecr-1@cn-b 192.168.3.0/24 tr-a Standby`},
		{"D-32 E-5.4.2 else the router of the ingress region", threeRouters(`{"transitRouter": "tr-a", "default": true}, {"transitRouter": "tr-b"}`, "cn-b"), `
			ecr-1@cn-b 192.168.3.0/24 tr-b Active
			ecr-1@cn-a 192.168.3.0/24 tr-a Active`},
		{"D-32 E-M-8 else the default router", threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b", "default": true}`, "cn-z"), `
			ecr-1@cn-z 192.168.3.0/24 tr-b Active
			ecr-1@cn-z 192.168.3.0/24 tr-a Standby`},
		{"D-32 E-5.4 else the smallest region ID", threeRouters(`{"transitRouter": "tr-b"}, {"transitRouter": "tr-a"}`, "cn-z"), `
			ecr-1@cn-z 192.168.3.0/24 tr-a Active
			ecr-1@cn-z 192.168.3.0/24 tr-b Standby`},
		{"E-M-11 nor what it heard of it over a peering", strings.Replace(threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}`, "cn-a"),
			`"association": "vtb-b", "propagations": ["vtb-b"]}`, `"association": "vtb-b"}`, 1), `
			vtb-b 10.10.0.0/16 peer-ab Active origin=ecr-1
			ecr-1@cn-b 10.10.0.0/16 vbr-1 Active
			ecr-1@cn-b routes 3`},
		{"D-32 a prefix has no origin region, an equal route told from its own region has", threeRouters(`{"transitRouter": "tr-a", "prefixes": ["192.168.3.0/24"]}, {"transitRouter": "tr-c"}`, "cn-z"), `
			ecr-1@cn-z 192.168.3.0/24 tr-c Active
			ecr-1@cn-z 192.168.3.0/24 tr-a Standby`},
		{"D-32 two prefixes: the smallest region ID", threeRouters(`{"transitRouter": "tr-a", "prefixes": ["192.168.0.0/16"]}, {"transitRouter": "tr-c", "prefixes": ["192.168.0.0/16"]}`, "cn-z"), `
			ecr-1@cn-z 192.168.0.0/16 tr-a Active
			ecr-1@cn-z 192.168.0.0/16 tr-c Standby`},
	})
}

// The VPC side of an ECR.
func TestRulesECRVPC(t *testing.T) {
	vpc := func(tables string) []string {
		return []string{`attachments []`,
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"vpc": "vpc-1"}]}]`,
			`vpcs [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}], "routeTables": [` + tables + `]}]`}
	}
	checkRules(t, []ruleCase{
		{"E-7.1 into every table, next hop the ECR", ecrNet(vpc(`{"id": "vtb-1", "system": true}, {"id": "vtb-2"}`)...), `
			vtb-1 10.10.0.0/16 ecr-1 Active type=BGP learned=true
			vtb-2 10.10.0.0/16 ecr-1 Active`},
		{"E-7.2 a table that does not receive", ecrNet(vpc(`{"id": "vtb-1", "system": true}, {"id": "vtb-2", "receiveRoutes": false}`)...), `
			vtb-1 10.10.0.0/16 ecr-1 Active
			vtb-2 10.10.0.0/16 none`},
		{"E-7.4 equal to a custom route: Candidate", ecrNet(vpc(`{"id": "vtb-1", "routes": [{"prefix": "10.10.0.0/16", "nextHop": "eni-1", "nextHopType": "NetworkInterface"}]}`)...), `
			vtb-1 10.10.0.0/16 eni-1 Active
			vtb-1 10.10.0.0/16 ecr-1 Candidate`},
		{"E-7.4 equal to a vSwitch: not accepted, inside one: Candidate", ecrNet(append(vpc(`{"id": "vtb-1"}`),
			`dataCenters [{"id": "idc-1", "asn": 65001, "prefixes": ["192.168.1.0/24", "192.168.1.0/25", "192.168.0.0/16"], "sessions": [{"to": "vbr-1"}]}]`)...), `
			vtb-1 192.168.1.0/24 local Active
			vtb-1 192.168.1.0/25 ecr-1 Candidate
			vtb-1 192.168.0.0/16 ecr-1 Active
			vtb-1 routes 3`},
		{"E-6.7 TR-6.4 static routes to an ECR do not cross peerings", strings.Replace(threeRouters(`{"transitRouter": "tr-a"}`, "cn-a"), `{"id": "vtb-a"}`, `{"id": "vtb-a", "routes": [{"prefix": "10.99.0.0/16", "nextHop": "att-ecr-a"}]}`, 1), `
			vtb-a 10.99.0.0/16 att-ecr-a Active
			vtb-b 10.99.0.0/16 none
			vtb-c 10.99.0.0/16 none`},
		{"E-6.8 TR-6.4 learned routes of an ECR cross peerings", threeRouters(`{"transitRouter": "tr-a"}`, "cn-a"), `
			vtb-b 10.10.0.0/16 peer-ab Active type=BGP origin=ecr-1 region=cn-a`},
		{"E-6.6 policy 5000 between ECR and IPsec", ecrNet(`vpns [{"id": "vco-1", "region": "cn-hangzhou", "bgp": true}]`,
			`attachments [`+ecrAtt+`, {"id": "att-vco", "kind": "VPN", "transitRouter": "tr-hz", "instance": "vco-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}]`), `
			vco-1 10.10.0.0/16 att-vco Prohibited policies=vtb-hz/egress/5000`},
		{"E-6.11 a VBR beside an ECR under 2024-03", ecrNet(`rules "2024-03"`, twoVBRs,
			`attachments [`+ecrAtt+`, {"id": "att-vbr", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-2", "association": "vtb-hz"}]`,
			`vbrs [{"id": "vbr-1", "region": "cn-hangzhou"}, {"id": "vbr-2", "region": "cn-hangzhou"}]`), `
			refused E-6.11 2024-03`},
		{"E-6.9 no synchronization of a VPC on both", ecrNet(
			`ecrs [{"id": "ecr-1", "asn": 64512, "vbrs": ["vbr-1"], "associations": [{"transitRouter": "tr-hz"}, {"vpc": "vpc-1"}]}]`), `
			refused E-6.9 vpc-1`},
	})
}
