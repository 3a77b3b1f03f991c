package topology

import (
	"testing"

	"github.com/cenroute/cenroute/route"
)

func TestRefusedCircuitsAndConnections(t *testing.T) {
	vbrRoute := func(r ExternalRoute) func(n *Network) {
		return func(n *Network) { n.VBRs[vbr1].Routes = append(n.VBRs[vbr1].Routes, r) }
	}
	vpnRoute := func(r ExternalRoute) func(n *Network) {
		return func(n *Network) { n.VPNs[0].Routes = append(n.VPNs[0].Routes, r) }
	}
	p := cidr("10.40.0.0/16")
	const onVBR, onVPN = "vbrs[0].routes[3]", "vpns[0].routes[1]"
	expectViolations(t, []finding{
		{"the region of a VBR is missing", func(n *Network) { n.VBRs = append(n.VBRs, VBR{ID: "vbr-x"}) }, "vbrs[2].region", "", "region missing"},
		{"the region of an IPsec connection is missing", func(n *Network) { n.VPNs = append(n.VPNs, VPN{ID: "vco-x"}) }, "vpns[1].region", "", "region missing"},
		{"the region of a CCN is missing", func(n *Network) { n.CCNs[0].Region = "" }, "ccns[0].region", "", "region missing"},
		{"a type that routes of a VBR do not have", vbrRoute(ExternalRoute{Prefix: p, Type: route.Aggregate}),
			onVBR + ".type", "", `10.40.0.0/16 "Aggregate"`},
		{"a type that does not exist", vpnRoute(ExternalRoute{Prefix: p, Type: 77}), onVPN + ".type", "",
			`10.40.0.0/16 "Type(77)"`},
		{"TR-6.1 a static route with an AS path", vbrRoute(ExternalRoute{Prefix: p, ASPath: route.ASPath{65001}}),
			onVBR + ".asPath", "TR-6.1", "10.40.0.0/16 65001 BGP"},
		{"AS number 0", vbrRoute(ExternalRoute{Prefix: p, Type: route.BGP, ASPath: route.ASPath{65001, 0}}),
			onVBR + ".asPath[1]", "", "0"},
		{"TR-6.5 BGP without bgp", vpnRoute(ExternalRoute{Prefix: p, Type: route.BGP}), onVPN + ".type", "TR-6.5",
			`10.40.0.0/16 "vco-1" bgp`},
		{"TR-6.5 a next hop of an IPsec connection's route", vpnRoute(ExternalRoute{Prefix: p, NextHop: "att-vpn-1"}),
			onVPN + ".nextHop", "TR-6.5", `10.40.0.0/16 "att-vpn-1"`},
		{"TR-5.10 a BGP route with a next hop",
			vbrRoute(ExternalRoute{Prefix: p, Type: route.BGP, NextHop: "att-vbr-1"}), onVBR + ".nextHop", "TR-5.10",
			`10.40.0.0/16 "att-vbr-1" BGP`},
		{"TR-5.10 an attachment of another instance", vbrRoute(ExternalRoute{Prefix: p, NextHop: "att-vpc-1"}),
			onVBR + ".nextHop", "TR-5.10", `"att-vpc-1" "vbr-1" "vpc-1"`},
		{"a peering as next hop of a VBR's route", vbrRoute(ExternalRoute{Prefix: p, NextHop: "peer-hz-sh"}),
			onVBR + ".nextHop", "", `attachment "peer-hz-sh" peerings[0]`},
		{"a static route twice", vbrRoute(ExternalRoute{Prefix: cidr("10.20.0.0/16"), Type: route.Static}),
			onVBR + ".prefix", "", "10.20.0.0/16 vbrs[0].routes[1]"},
		{"a BGP route twice", vbrRoute(ExternalRoute{Prefix: cidr("10.20.0.0/16"), Type: route.BGP,
			ASPath: route.ASPath{65002}}), onVBR + ".prefix", "", "10.20.0.0/16 vbrs[0].routes[0]"},
	})
}

// BGP routes of one prefix with different AS paths come over several sessions (D-22).
func TestEqualBGPRoutesWithDifferentPaths(t *testing.T) {
	n := validNetwork()
	n.VBRs[vbr1].Routes = append(n.VBRs[vbr1].Routes, ExternalRoute{Prefix: cidr("10.20.0.0/16"), Type: route.BGP, ASPath: route.ASPath{65002, 65002}})
	if violations, _ := n.Validate(); len(violations) != 0 {
		t.Error(violations)
	}
}

func TestRefusedDataCenters(t *testing.T) {
	session := func(s Session) func(n *Network) {
		return func(n *Network) { n.DataCenters[0].Sessions = append(n.DataCenters[0].Sessions, s) }
	}
	const added = "dataCenters[0].sessions[5]"
	expectViolations(t, []finding{
		{"TR-6.5 AS number 0", func(n *Network) { n.DataCenters[1].ASN = 0 }, "dataCenters[1].asn", "TR-6.5", `"idc-2" 4294967295`},
		{"a session with an unknown VBR", session(Session{To: "vbr-x"}), added + ".to", "", `"vbr-x"`},
		{"a session with a VPC", session(Session{To: "vpc-1"}), added + ".to", "", `"vpc-1" VPC`},
		{"a session with itself", session(Session{To: "idc-1"}), added + ".to", "", `"idc-1" itself`},
		{"two sessions under one name", session(Session{To: "vbr-2"}), added + ".peer", "",
			`"vbr-2" "idc-1" dataCenters[0].sessions[2]`},
		{"two sessions under one peer", session(Session{To: "vbr-1", Peer: "idc-1-b"}), added + ".peer", "",
			`"vbr-1" "idc-1-b"`},
		{"a peer that spells the default name", session(Session{To: "vbr-2", Peer: "idc-1"}), added + ".peer", "",
			`"vbr-2" "idc-1"`},
		{"a peer with the ID of something else", session(Session{To: "vbr-2", Peer: "vpc-1"}), added + ".peer", "",
			`"vpc-1" vpcs[0]`},
		{"a peer called local", session(Session{To: "vbr-2", Peer: "local"}), added + ".peer", "", `"local"`},
		{"TR-6.5 BGP with a connection that has none", session(Session{To: "vco-1", Peer: "second"}), added + ".to",
			"TR-6.5", `"vco-1" bgp`},
		{"AS number 0 is prepended", session(Session{To: "vbr-2", Peer: "second", Prepend: route.ASPath{0}}),
			added + ".prepend[0]", "", "0"},
		{"a negative preference", session(Session{To: "vbr-2", Peer: "second", Preference: -1}), added + ".preference",
			"", "-1"},
		{"a preference beyond 32 bits", func(n *Network) { n.DataCenters[0].Routes[0].Preference = 1 << 31 }, "dataCenters[0].routes[0].preference", "", "2147483648"},
		{"a session prefix twice", func(n *Network) { n.DataCenters[0].Sessions[2].Prefixes = cidrs("10.11.0.0/16", "10.11.0.0/16") }, "dataCenters[0].sessions[2].prefixes[1]", "", "10.11.0.0/16"},
		{"a static route to a VPC", func(n *Network) { n.DataCenters[0].Routes[0].NextHop = "vpc-1" }, "dataCenters[0].routes[0].nextHop", "", `"vpc-1"`},
		{"a static route to nothing", func(n *Network) { n.DataCenters[0].Routes[0].NextHop = "" }, "dataCenters[0].routes[0].nextHop", "", "missing"},
		{"a static route to itself", func(n *Network) { n.DataCenters[0].Routes[0].NextHop = "idc-1" }, "dataCenters[0].routes[0].nextHop", "", `"idc-1" itself`},
		{"a static route twice", func(n *Network) { n.DataCenters[0].Routes[1].NextHop = "vbr-1" }, "dataCenters[0].routes[1].prefix", "", `192.168.0.0/16 "vbr-1"`},
	})
}

func TestWarnedDataCenters(t *testing.T) {
	expectWarnings(t, []finding{
		{"D-37 a session prefix that is not announced", func(n *Network) { n.DataCenters[0].Sessions[2].Prefixes = cidrs("10.12.0.0/16") }, "dataCenters[0].sessions[2].prefixes[0]", "D-37", `10.12.0.0/16 "idc-1"`},
		{"D-37 part of a prefix", func(n *Network) { n.DataCenters[0].Sessions[2].Prefixes = cidrs("10.11.1.0/24") }, "dataCenters[0].sessions[2].prefixes[0]", "D-37", `10.11.1.0/24`},
		{"a static session with an AS path", func(n *Network) { n.DataCenters[0].Sessions[1].Prepend = route.ASPath{65001} }, "dataCenters[0].sessions[1].prepend", "", "static 65001"},
		{"a static session that drops AS paths", func(n *Network) { n.DataCenters[0].Sessions[1].DropsASPath = true }, "dataCenters[0].sessions[1].dropsAsPath", "", "static"},
		{"D-12 a route without a session", func(n *Network) { n.DataCenters[1].Routes[0].NextHop = "vbr-2" }, "dataCenters[1].routes[0].nextHop", "D-12", `"vbr-2" "idc-2"`},
	})
}
