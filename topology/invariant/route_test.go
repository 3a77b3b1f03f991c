package invariant_test

import (
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// A static route to the IPsec connection has the prefix that idc announces over its circuit.
func equalToLearned(n *topology.Network) { static(n, "10.10.0.0/16", "att-vpn") }

func TestNoConflict(t *testing.T) {
	runChecks(t, site, []check{
		{"none", nil, invariant.NoConflict(), "holds: NoConflict()\n"},
		{"only Standby", func(n *topology.Network) { n.DataCenters[1].Prefixes = prefixes("10.10.0.0/16") }, invariant.NoConflict(), "holds: NoConflict()\n"},
		{"configured over learned", equalToLearned, invariant.NoConflict(), `
does not hold: NoConflict(): 10.10.0.0/16 to att-vbr is Rejected in vtb
  10.10.0.0/16 in vtb: Active, next hop att-vpn
     1. vtb  configured here (next hop att-vpn) [TR-3.3.1]
     2. vtb  won against (att-vbr: a configured route has the prefix) [TR-4.2.1]
  10.10.0.0/16 in vtb: Rejected, next hop att-vbr
     1. idc    configured here (own prefix) [D-38]
     2. vbr-1  announced over the session, over idc [D-38]
     3. vtb    learned over the attachment, over att-vbr [TR-2.2.1]
     4. vtb    lost the decision process (a configured route has the prefix) [TR-4.2.1]
`},
	})
}

func TestPrefixConfined(t *testing.T) {
	confined := func(where ...string) invariant.Invariant {
		return invariant.PrefixConfined(prefix("172.30.0.0/16"), where...)
	}
	specific := func(n *topology.Network) { n.DataCenters[1].Prefixes = prefixes("172.30.7.0/24") }
	wider := func(n *topology.Network) { n.DataCenters[1].Prefixes = prefixes("172.16.0.0/12") }
	runChecks(t, site, []check{
		{"owners", nil, confined("partner", "vpn-1", "tr", "vpc-app", "vpc-db"),
			"holds: PrefixConfined(172.30.0.0/16, partner, vpn-1, tr, vpc-app, vpc-db)\n"},
		{"tables", nil, confined("partner", "vpn-1", "vtb", "vpc-app/system", "vpc-db/system"),
			"holds: PrefixConfined(172.30.0.0/16, partner, vpn-1, vtb, vpc-app/system, vpc-db/system)\n"},
		{"one table too few", nil, confined("partner", "vpn-1", "tr", "vpc-app"), `
does not hold: PrefixConfined(172.30.0.0/16, partner, vpn-1, tr, vpc-app): 172.30.0.0/16 is in vpc-db/system
  172.30.0.0/16 in vpc-db/system: Active, next hop att-db
     1. partner        configured here (own prefix) [D-38]
     2. vpn-1          announced over the session, over partner [D-38]
     3. vtb            learned over the attachment, over att-vpn [TR-2.2.1]
     4. vpc-db/system  synchronized from the associated table, over att-db [TR-2.3.4]
`},
		{"a longer prefix", specific, confined("partner", "vpn-1"), `
does not hold: PrefixConfined(172.30.0.0/16, partner, vpn-1): 172.30.7.0/24 is in vpc-app/system
  172.30.7.0/24 in vpc-app/system: Active, next hop att-app
     1. partner         configured here (own prefix) [D-38]
     2. vpn-1           announced over the session, over partner [D-38]
     3. vtb             learned over the attachment, over att-vpn [TR-2.2.1]
     4. vpc-app/system  synchronized from the associated table, over att-app [TR-2.3.4]
`},
		// In vbr-1 the route is Prohibited, in idc it is not at all.
		{"a denied one does not count", nil, invariant.PrefixConfined(prefix("172.30.0.0/16"), "partner", "vpn-1", "tr", "vpc-app", "vpc-db"),
			"holds: PrefixConfined(172.30.0.0/16, partner, vpn-1, tr, vpc-app, vpc-db)\n"},
		{"a shorter one does not count", wider, confined(), "holds: PrefixConfined(172.30.0.0/16)\n"},
		{"nowhere", nil, invariant.PrefixConfined(prefix("203.0.113.0/24"), "tr"),
			"holds without a case: PrefixConfined(203.0.113.0/24, tr): no table has a route inside 203.0.113.0/24\n"},
		{"nowhere, as it is meant", nil, invariant.PrefixConfined(prefix("203.0.113.0/24")),
			"holds: PrefixConfined(203.0.113.0/24)\n"},
		{"an unknown table", nil, confined("partner", "vtb-hz"),
			"no answer: PrefixConfined(172.30.0.0/16, partner, vtb-hz): the network has no table \"vtb-hz\", and nothing of that name that has tables\n"},
		{"host bits", nil, invariant.PrefixConfined(netip.MustParsePrefix("172.30.0.1/16")),
			"no answer: PrefixConfined(172.30.0.1/16): prefix 172.30.0.1/16 has host bits set\n"},
		{"no prefix", nil, invariant.PrefixConfined(netip.Prefix{}),
			"no answer: PrefixConfined(invalid Prefix): prefix invalid Prefix is not valid\n"},
	})
}

func TestMaxRoutes(t *testing.T) {
	runChecks(t, site, []check{
		{"as many", nil, invariant.MaxRoutes("vtb", 4), "holds: MaxRoutes(vtb, 4)\n"},
		// 10.10.0.0/16, 172.30.0.0/16, 192.168.1.0/24, 192.168.2.0/24
		{"one more", nil, invariant.MaxRoutes("vtb", 3), `
does not hold: MaxRoutes(vtb, 3): vtb has 4 Active routes; 192.168.2.0/24 is the first beyond 3
  192.168.2.0/24 in vtb: Active, next hop att-db
     1. vpc-db/system  configured here (vSwitch) [TR-5.1]
     2. vtb            learned over the attachment, over att-db [TR-2.2.1]
`},
		{"others than Active do not count", equalToLearned, invariant.MaxRoutes("vtb", 4),
			"holds: MaxRoutes(vtb, 4)\n"},
		{"equal-cost routes count each", twoCircuits, invariant.MaxRoutes("vtb", 5), `
does not hold: MaxRoutes(vtb, 5): vtb has 6 Active routes; 192.168.2.0/24 is the first beyond 5
  192.168.2.0/24 in vtb: Active, next hop att-db
     1. vpc-db/system  configured here (vSwitch) [TR-5.1]
     2. vtb            learned over the attachment, over att-db [TR-2.2.1]
`},
		{"an unknown table", nil, invariant.MaxRoutes("tr", 9),
			"no answer: MaxRoutes(tr, 9): the network has no table \"tr\"\n"},
		{"fewer than none", nil, invariant.MaxRoutes("vtb", -1),
			"no answer: MaxRoutes(vtb, -1): -1 routes are fewer than none\n"},
	})
}

func TestNoInferred(t *testing.T) {
	clouds := func(n *topology.Network) {
		n.DataCenters, n.VBRs, n.VPNs, n.Attachments = nil, nil, nil, n.Attachments[:2]
	}
	own := []topology.ExternalRoute{{Prefix: prefix("172.30.0.0/16"), Type: route.BGP, ASPath: route.ASPath{65020}}}
	denied := func(n *topology.Network) {
		n.DataCenters, n.VBRs[0].Routes, n.VPNs[0].Routes = nil, own, own
		n.Attachments[2].Propagations = nil
	}
	// What a data center hears and chooses rests on D-38, in its own table and wherever its routes go.
	runChecks(t, site, []check{
		{"VPCs alone", clouds, invariant.NoInferred(), "holds: NoInferred()\n"},
		// The circuit lists beside its own route what the system policy denies it (P-5.4, inferred): nothing rests on
		// that.
		{"a route that is not Active", denied, invariant.NoInferred(), "holds: NoInferred()\n"},
		{"a data center", nil, invariant.NoInferred(), `
does not hold: NoInferred(): 10.10.0.0/16 in idc rests on D-38
  10.10.0.0/16 in idc: Active, next hop local
     1. idc  configured here (own prefix) [D-38]
`},
		{"accepted", nil, invariant.NoInferred("D-38"), "holds: NoInferred(D-38)\n"},
		// The circuit is told the static route beside its own: that its own one stays is D-37, an inference.
		{"another one", equalToLearned, invariant.NoInferred("D-38"), `
does not hold: NoInferred(D-38): 10.10.0.0/16 in vbr-1 rests on D-37
  10.10.0.0/16 in vbr-1: Active, next hop idc
     1. idc    configured here (own prefix) [D-38]
     2. vbr-1  announced over the session, over idc [D-38]
     3. vbr-1  won against (att-vbr: told, beside a route of its own) [D-37]
  10.10.0.0/16 in vbr-1: Standby, next hop att-vbr
     1. vtb    configured here (next hop att-vpn) [TR-3.3.1]
     2. vbr-1  synchronized from the associated table, over att-vbr [TR-2.3.4]
     3. vbr-1  lost the decision process (told, beside a route of its own) [D-37]
`},
		{"both accepted", equalToLearned, invariant.NoInferred("D-37", "D-38"), "holds: NoInferred(D-37, D-38)\n"},
		{"an unknown rule", nil, invariant.NoInferred("D-38", "D-999"),
			"no answer: NoInferred(D-38, D-999): there is no rule \"D-999\"\n"},
	})
}
