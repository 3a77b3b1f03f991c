package topology_test

import "testing"

// onsite is a network of one router with circuits vbr-1 and vbr-2, a VPC, and data centers. A policy lets circuits hear
// each other.
func onsite(dataCenters string, rest ...string) string {
	return one(`, "policies": [`+open+`]`, append([]string{`"vpcs": [` + vpc1 + `]`,
		`"vbrs": [{"id": "vbr-1", "region": "cn-a"}, {"id": "vbr-2", "region": "cn-a"}]`, `"dataCenters": [` + dataCenters + `]`,
		`"attachments": [` + attOf("VPC", "vpc-1", "") + `, ` + attOf("VBR", "vbr-1", "") + `, ` + attOf("VBR", "vbr-2", "") + `]`}, rest...)...)
}

// What data centers and their circuits tell each other.
func TestRulesDataCenters(t *testing.T) {
	site := func(more, sessions string) string {
		return `{"id": "idc-1", "asn": 65001, "prefixes": ["10.1.0.0/16", "10.2.0.0/16"]` + more + `, "sessions": [` + sessions + `]}`
	}
	checkRules(t, []ruleCase{
		{"D-38 TR-6.2 the cloud's ASN in front, equal ones as ECMP", onsite(site("", `{"to": "vbr-1"}, {"to": "vbr-2"}`)), `
			vbr-1 10.1.0.0/16 idc-1 Active type=BGP path=65001
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vbr-2 Active
			idc-1 192.168.1.0/24 vbr-1 Active path=45104
			idc-1 192.168.1.0/24 vbr-2 Active path=45104
			idc-1 10.1.0.0/16 local Active
			trace 10.1.0.1@idc-1 192.168.1.1 yes`},
		{"D-38 its own preference decides", onsite(site("", `{"to": "vbr-1", "preference": 200}, {"to": "vbr-2"}`)), `
			idc-1 192.168.1.0/24 vbr-2 Active
			idc-1 192.168.1.0/24 vbr-1 Standby`},
		{"D-38 a static route with a smaller preference", onsite(site(`, "routes": [{"prefix": "192.168.1.0/24", "nextHop": "vbr-1", "preference": 10}]`, `{"to": "vbr-1"}, {"to": "vbr-2", "preference": 50}`)), `
			idc-1 192.168.1.0/24 vbr-1 Active type=Static
			idc-1 192.168.1.0/24 vbr-2 Standby`},
		{"TR-4.3 TR-6.1 prepending makes a standby circuit", onsite(site("", `{"to": "vbr-1"}, {"to": "vbr-2", "prepend": [65001]}`)), `
			vbr-2 10.1.0.0/16 idc-1 Active path=65001,65001
			vtb-a 10.1.0.0/16 att-vbr-1 Active
			vtb-a 10.1.0.0/16 att-vbr-2 Standby`},
		{"D-40 a static session: type Custom, and nothing is told", onsite(site("", `{"to": "vbr-1", "static": true}`)), `
			vbr-1 10.1.0.0/16 idc-1 Active type=Custom path= learned=true
			vtb-a 10.1.0.0/16 att-vbr-1 Active type=Custom
			idc-1 192.168.1.0/24 none`},
		{"TR-4.3 D-18 BGP before static", onsite(site("", `{"to": "vbr-1", "static": true}, {"to": "vbr-2"}`)), `
			vtb-a 10.1.0.0/16 att-vbr-2 Active
			vtb-a 10.1.0.0/16 att-vbr-1 Standby`},
		{"D-37 a silent session announces nothing and hears", onsite(site("", `{"to": "vbr-1", "silent": true}`)), `
			vbr-1 10.1.0.0/16 none
			idc-1 192.168.1.0/24 vbr-1 Active`},
		{"D-37 a session announces the prefixes that it names", onsite(site("", `{"to": "vbr-1", "prefixes": ["10.2.0.0/16"]}`)), `
			vbr-1 10.1.0.0/16 none
			vbr-1 10.2.0.0/16 idc-1 Active`},
		{"D-14 a session that is down", onsite(site(`, "routes": [{"prefix": "192.168.0.0/16", "nextHop": "vbr-1"}]`, `{"to": "vbr-1", "down": true}, {"to": "vbr-2"}`)), `
			vbr-1 10.1.0.0/16 att-vbr-1 Active origin=vbr-2
			vbr-1 routes 3
			idc-1 192.168.1.0/24 vbr-2 Active
			idc-1 192.168.0.0/16 none`},
		{"D-14 D-38 a session between data centers is down if either side says so", onsite(
			`{"id": "idc-1", "asn": 65001, "sessions": [{"to": "idc-2", "down": true}]},
			 {"id": "idc-2", "asn": 65002, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "idc-1"}], "sessions": [{"to": "idc-1"}]},
			 {"id": "idc-3", "asn": 65003, "routes": [{"prefix": "10.9.0.0/16", "nextHop": "idc-1"}, {"prefix": "10.8.0.0/16", "nextHop": "idc-2"}], "sessions": [{"to": "idc-1"}]}`), `
			idc-2 10.9.0.0/16 none
			idc-3 10.9.0.0/16 idc-1 Active
			idc-3 10.8.0.0/16 idc-2 Active`},
		{"D-22 several sessions of one circuit: one offer", onsite(site("", `{"to": "vbr-1", "peer": "a", "prepend": [65001]}, {"to": "vbr-1", "peer": "b"}`)), `
			vbr-1 10.1.0.0/16 b Active path=65001
			vbr-1 10.1.0.0/16 a Standby
			vtb-a 10.1.0.0/16 att-vbr-1 Active path=65001
			idc-1 192.168.1.0/24 vbr-1 Active
			idc-1 routes 3`},
		{"D-22 BGP before static on one circuit", onsite(site("", `{"to": "vbr-1", "peer": "a", "static": true}, {"to": "vbr-1", "peer": "b", "prepend": [65001]}`)), `
			vbr-1 10.1.0.0/16 b Active type=BGP
			vbr-1 10.1.0.0/16 a Standby type=Custom`},
		{"D-37 without transit nothing heard is announced", onsite(site("", `{"to": "vbr-1"}, {"to": "vbr-2"}`)), `
			vbr-2 192.168.1.0/24 att-vbr-2 Active
			vbr-2 routes 5`},
		{"D-35 a circuit drops what holds the cloud's ASN", onsite(site(`, "transit": true`, `{"to": "vbr-1"}, {"to": "vbr-2"}`)), `
			vbr-2 192.168.1.0/24 att-vbr-2 Active
			vbr-2 routes 5`},
		{"D-35 a data center drops what holds its own ASN", onsite(site("", `{"to": "vbr-1"}`) + `, {"id": "idc-2", "asn": 65001, "prefixes": ["10.9.0.0/16"], "sessions": [{"to": "vbr-2"}]}`), `
			vbr-1 10.9.0.0/16 att-vbr-1 Active
			idc-1 10.9.0.0/16 none
			idc-2 10.1.0.0/16 none`},
		{"D-37 a transit data center passes on, with its ASN in front, not back", onsite(
			`{"id": "idc-1", "asn": 65001, "transit": true, "sessions": [{"to": "vbr-1"}, {"to": "idc-2"}]}, {"id": "idc-2", "asn": 65002, "prefixes": ["10.9.0.0/16"]}`), `
			idc-1 10.9.0.0/16 idc-2 Active path=65002
			vbr-1 10.9.0.0/16 idc-1 Active path=65001,65002
			idc-2 192.168.1.0/24 idc-1 Active path=65001,45104
			idc-1 192.168.1.0/24 vbr-1 Active
			idc-1 routes 2
			trace 10.9.0.1@idc-2 192.168.1.1 yes`},
		{"D-37 without transit it does not", onsite(
			`{"id": "idc-1", "asn": 65001, "sessions": [{"to": "vbr-1"}, {"to": "idc-2"}]}, {"id": "idc-2", "asn": 65002, "prefixes": ["10.9.0.0/16"]}`), `
			idc-1 10.9.0.0/16 idc-2 Active
			vbr-1 10.9.0.0/16 none
			idc-2 192.168.1.0/24 none`},
		{"D-37 a circuit's own route beats the one it is told, which is not told on", onsite(
			site("", `{"to": "vbr-1"}`) + `, {"id": "idc-2", "asn": 65002, "prefixes": ["10.1.0.0/16"], "sessions": [{"to": "vbr-2"}]}, {"id": "idc-3", "asn": 65003, "sessions": [{"to": "vbr-2"}]}`), `
			vbr-2 10.1.0.0/16 idc-2 Active
			vbr-2 10.1.0.0/16 att-vbr-2 Standby
			vbr-2 10.2.0.0/16 att-vbr-2 Active
			idc-3 10.1.0.0/16 none
			idc-3 10.2.0.0/16 vbr-2 Active path=45104,65001`},
		{"TR-2.2.2 TR-5.10 a static route towards the router is not offered", one("", `"vpcs": [`+vpc1+`]`,
			`"vbrs": [{"id": "vbr-1", "region": "cn-a", "routes": [{"prefix": "172.16.0.0/12", "nextHop": "att-vbr-1"}, {"prefix": "10.1.0.0/16"}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VBR", "vbr-1", "")+`]`), `
			vbr-1 172.16.0.0/12 att-vbr-1 Active type=Custom
			vtb-a 172.16.0.0/12 none
			vtb-a 10.1.0.0/16 att-vbr-1 Active type=Custom`},
	})
}

// IPsec connections and CCNs.
func TestRulesConnections(t *testing.T) {
	vpn := func(bgp, session string) string {
		return one("", `"vpcs": [`+vpc1+`]`, `"vpns": [{"id": "vpn-1", "region": "cn-a"`+bgp+`}]`,
			`"dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["10.1.0.0/16"], "routes": [{"prefix": "192.168.0.0/16", "nextHop": "vpn-1"}], "sessions": [{"to": "vpn-1"`+session+`}]}]`,
			`"attachments": [`+attOf("VPC", "vpc-1", "")+`, `+attOf("VPN", "vpn-1", "")+`]`)
	}
	ccn := `{"transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "ccn-cn-a", "edition": "basic", "routeTables": [{"id": "vtb-a"}]}, ` + routerOf("b", "cn-b", tableOf("vtb-b", "")) + `],
	 "vpcs": [` + vpcB + `], "ccns": [{"id": "ccn-1", "region": "ccn-cn-a", "sags": [{"id": "sag-1", "prefixes": ["172.16.0.0/24"]}, {"id": "sag-2", "prefixes": ["172.16.1.0/24"]}]}],
	 "attachments": [{"id": "att-ccn", "kind": "CCN", "transitRouter": "tr-a", "instance": "ccn-1"}, ` + attB + `],
	 "peerings": [{"id": "peer", "ends": [{"transitRouter": "tr-a"}, {"transitRouter": "tr-b", "association": "vtb-b", "propagations": ["vtb-b"], "routeSync": true}]}]}`
	checkRules(t, []ruleCase{
		{"TR-6.5 with BGP both sides hear", vpn(`, "bgp": true`, ""), `
			vtb-a 10.1.0.0/16 att-vpn-1 Active type=BGP
			vpn-1 192.168.1.0/24 att-vpn-1 Active
			idc-1 192.168.1.0/24 vpn-1 Active path=45104
			trace 10.1.0.1@idc-1 192.168.1.1 yes`},
		{"TR-6.5 TR-2.3.4 without BGP it is told nothing", vpn("", `, "static": true`), `
			vtb-a 10.1.0.0/16 att-vpn-1 Active type=Custom
			vpn-1 192.168.1.0/24 none
			idc-1 192.168.1.0/24 none
			trace 10.1.0.1@idc-1 192.168.1.1 yes`},
		{"D-21 CCN routes have type System and no AS path", ccn, `
			ccn-1 172.16.0.0/24 sag-1 Active type=System
			vtb-a 172.16.0.0/24 att-ccn Active type=System path= origin=ccn-1 region=ccn-cn-a
			vtb-b 172.16.1.0/24 peer Active type=System
			ccn-1 192.168.9.0/24 att-ccn Active
			trace 192.168.9.1@vpc-b 172.16.0.1 yes`},
	})
}
