package reference_test

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// Random networks seldom have much of what makes prefixes differ from each other: what is configured for one prefix and
// changes another, and many origins of one prefix. Each test here adds much of one such thing to a random network, or
// to one in which everything is connected; an addition that the cloud would refuse is left out.

func TestEngineOnManyAggregates(t *testing.T) {
	checkWith(t, 12, addAggregate, addAggregate, addRoute, disableRoute, addPolicy)
}
func TestEngineOnManyECRPrefixes(t *testing.T) {
	checkWith(t, 14, addECRPrefixes, addECRPrefixes, addRoute, disableRoute, addVPC, addECRVPC)
}
func TestEngineOnManyVPCConflicts(t *testing.T) {
	checkWith(t, 12, addVPC, addVPC, addRoute, addECRVPC)
}
func TestEngineOnManyEqualPrefixes(t *testing.T)  { checkWith(t, 14, addOrigin, addRoute) }
func TestEngineOnManyPrefixPolicies(t *testing.T) { checkWith(t, 14, addPolicy, addPolicy, addRoute) }
func TestEngineOnManyStaticRoutes(t *testing.T)   { checkWith(t, 12, addStatic, addRoute, addAggregate) }
func TestEngineOnEverythingAtOnce(t *testing.T) {
	checkWith(t, 30, addAggregate, addECRPrefixes, addVPC, addOrigin, addRoute, addPolicy, addStatic, disableRoute)
}
func TestEngineOnMoreThanSixteenPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkEngine(t, widened(t)) })
}

// An addition adds something to a network. It draws what it needs.
type addition func(*rapid.T, *topology.Network)

// checkWith holds the engine against the reference on random networks with up to a number of additions.
func checkWith(t *testing.T, most int, additions ...addition) {
	rapid.Check(t, func(t *rapid.T) {
		n := connected(t)
		if rapid.IntRange(0, 2).Draw(t, "base") == 0 {
			n = topologytest.Networks(topologytest.Small()).Draw(t, "network")
		}
		for range rapid.IntRange(1, most).Draw(t, "additions") {
			more := clone(t, n)
			rapid.SampledFrom(additions).Draw(t, "addition")(t, more)
			if violations, _ := more.Validate(); len(violations) == 0 {
				n = more
			}
		}
		defer func() {
			if t.Failed() {
				t.Log(topologytest.Document(n))
			}
		}()
		checkEngine(t, n)
	})
}

// connected is a network in which everything is connected and every switch is on, with few routes of its own:
//
//	idc-1 --- vbr-1, vbr-2 --- ecr-1 --- vpc-e, tr-a, tr-b
//	tr-a (vpc-a, vbr-3), tr-b (vpc-b, vco-1), tr-c (vpc-c): each peered with each
func connected(t rapid.TB) *topology.Network {
	text := `{"rules": "2026-02",
	 "transitRouters": [
	  {"id": "tr-a", "cen": "cen-1", "region": "cn-a", "routeTables": [{"id": "vtb-a"}]},
	  {"id": "tr-b", "cen": "cen-1", "region": "cn-b", "routeTables": [{"id": "vtb-b"}]},
	  {"id": "tr-c", "cen": "cen-1", "region": "cn-c", "routeTables": [{"id": "vtb-c"}]}],
	 "vpcs": [
	  {"id": "vpc-a", "region": "cn-a", "vswitches": [{"cidr": "192.168.1.0/24"}]},
	  {"id": "vpc-b", "region": "cn-b", "vswitches": [{"cidr": "10.0.0.0/24"}]},
	  {"id": "vpc-c", "region": "cn-c", "vswitches": [{"cidr": "192.168.3.0/24"}]},
	  {"id": "vpc-e", "region": "cn-b", "vswitches": [{"cidr": "10.0.1.0/24"}], "routeTables": [{"id": "vtb-e", "routes": [
	   {"prefix": "10.1.0.0/16", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["ECR"]}]}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-a"}, {"id": "vbr-2", "region": "cn-b"}, {"id": "vbr-3", "region": "cn-a"}],
	 "vpns": [{"id": "vco-1", "region": "cn-b", "bgp": true}],
	 "dataCenters": [{"id": "idc-1", "asn": 65001, "sessions": [{"to": "vbr-1"}, {"to": "vbr-2"}, {"to": "vco-1"}]}],
	 "ecrs": [{"id": "ecr-1", "asn": 64999, "vbrs": ["vbr-1", "vbr-2"], "associations": [{"vpc": "vpc-e"}, {"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}]}],
	 "attachments": [` + attached("a", "VPC", "vpc-a") + `, ` + attached("b", "VPC", "vpc-b") + `, ` + attached("c", "VPC", "vpc-c") + `,
	  ` + attached("a", "VBR", "vbr-3") + `, ` + attached("b", "VPN", "vco-1") + `,
	  ` + attached("a", "ECR", "ecr-1") + `, ` + attached("b", "ECR", "ecr-1") + `],
	 "peerings": [` + peered("a", "b") + `, ` + peered("a", "c") + `, ` + peered("b", "c") + `]}`
	n, err := topology.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return &n
}

func attached(x, kind, instance string) string {
	return fmt.Sprintf(`{"id": "att-%[1]s-%[3]s", "kind": "%[2]s", "transitRouter": "tr-%[1]s", "instance": "%[3]s", `+
		`"association": "vtb-%[1]s", "propagations": ["vtb-%[1]s"], "routeSync": true}`, x, kind, instance)
}

func peered(x, y string) string {
	end := func(x string) string {
		return fmt.Sprintf(`{"transitRouter": "tr-%[1]s", "association": "vtb-%[1]s", "propagations": ["vtb-%[1]s"], "routeSync": true}`, x)
	}
	return fmt.Sprintf(`{"id": "peer-%s-%s", "ends": [%s, %s]}`, x, y, end(x), end(y))
}

// clone is a network that shares nothing with n.
func clone(t *rapid.T, n *topology.Network) *topology.Network {
	more, err := topology.Parse(topology.Format(*n))
	if err != nil {
		t.Fatal(err)
	}
	return &more
}

// anyPrefix draws one of a few prefixes, or one that contains or halves it.
func anyPrefix(t *rapid.T) netip.Prefix {
	p := rapid.SampledFrom([]netip.Prefix{
		netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("10.0.1.0/24"), netip.MustParsePrefix("10.0.0.128/25"),
		netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("192.168.0.0/24"), netip.MustParsePrefix("2001:db8::/64"),
	}).Draw(t, "prefix")
	bits := p.Bits() - rapid.SampledFrom([]int{0, 0, 1, 8, 16, -1}).Draw(t, "wider by")
	return netip.PrefixFrom(p.Addr(), max(bits, 1)).Masked()
}

// anyTable draws a route table of a transit router.
func anyTable(t *rapid.T, n *topology.Network) (*topology.TransitRouter, *topology.RouteTable) {
	tr := &n.TransitRouters[rapid.IntRange(0, len(n.TransitRouters)-1).Draw(t, "router")]
	return tr, &tr.RouteTables[rapid.IntRange(0, len(tr.RouteTables)-1).Draw(t, "table")]
}

// newID is an ID that the network does not have.
func newID(stem string, n *topology.Network) string {
	return fmt.Sprintf("more-%s-%d", stem, len(n.VPCs)+len(n.VBRs)+len(n.VPNs)+len(n.Attachments))
}

// attachTo attaches an instance to a router with all or some of the switches on.
func attachTo(t *rapid.T, n *topology.Network, tr *topology.TransitRouter, table, instance string, kind attach.Kind) {
	a := topology.Attachment{
		ID: "att-" + instance, Kind: kind, TransitRouter: tr.ID, Instance: instance, Propagations: []string{table},
		Association: table, RouteSync: rapid.Bool().Draw(t, "routeSync"),
	}
	a.IPv6 = kind == attach.VPC && rapid.Bool().Draw(t, "ipv6")
	n.Attachments = append(n.Attachments, a)
}

func addAggregate(t *rapid.T, n *topology.Network) {
	_, table := anyTable(t, n)
	scope := []attach.Kind{attach.VPC, attach.VBR, attach.VPN, attach.Peer}
	if n.Rules == rule.Edition2026 {
		scope = append(scope, attach.ECR)
	}
	table.Aggregates = append(table.Aggregates, topology.AggregateRoute{
		Prefix: anyPrefix(t), Scope: rapid.SliceOfNDistinct(rapid.SampledFrom(scope), 1, len(scope), rapid.ID[attach.Kind]).Draw(t, "scope"),
	})
}

// addECRPrefixes gives an association of an ECR a prefix, and makes it incremental.
func addECRPrefixes(t *rapid.T, n *topology.Network) {
	n.Rules = rule.Edition2026
	if len(n.ECRs) == 0 {
		addECR(t, n)
		return
	}
	ecr := &n.ECRs[rapid.IntRange(0, len(n.ECRs)-1).Draw(t, "ECR")]
	if len(ecr.Associations) > 0 {
		a := &ecr.Associations[rapid.IntRange(0, len(ecr.Associations)-1).Draw(t, "association")]
		a.Prefixes = append(a.Prefixes, anyPrefix(t))
		a.PrefixMode = topology.IncrementalMode
		if rapid.IntRange(0, 2).Draw(t, "mode") == 2 {
			a.PrefixMode = topology.MatchMode
		}
	}
}

// addECR connects an ECR with a circuit and with every Enterprise Edition router, one in a region.
func addECR(t *rapid.T, n *topology.Network) {
	ecr := topology.ECR{ID: "more-ecr", ASN: 64999, VBRs: []string{"more-ecr-vbr"}}
	n.VBRs = append(n.VBRs, topology.VBR{ID: "more-ecr-vbr", Region: n.TransitRouters[0].Region, Routes: []topology.ExternalRoute{
		{Prefix: anyPrefix(t), Type: route.BGP, ASPath: route.ASPath{65009}},
	}})
	regions := map[string]bool{}
	for i := range n.TransitRouters {
		tr := &n.TransitRouters[i]
		if regions[tr.Region] || tr.Edition == attach.Basic {
			continue
		}
		regions[tr.Region] = true
		ecr.Associations = append(ecr.Associations, topology.Association{TransitRouter: tr.ID})
		n.Attachments = append(n.Attachments, topology.Attachment{
			ID: "att-more-ecr-" + tr.ID, Kind: attach.ECR, TransitRouter: tr.ID, Instance: ecr.ID,
			Association: tr.SystemTable(), Propagations: []string{tr.SystemTable()},
		})
	}
	n.ECRs = append(n.ECRs, ecr)
}

func disableRoute(t *rapid.T, n *topology.Network) {
	if len(n.ECRs) == 0 {
		return
	}
	ecr := &n.ECRs[rapid.IntRange(0, len(n.ECRs)-1).Draw(t, "ECR")]
	hops := slices.Clone(ecr.VBRs)
	for _, a := range ecr.Associations {
		hops = append(hops, a.VPC+a.TransitRouter)
	}
	if len(hops) > 0 {
		p, hop := anyPrefix(t), rapid.SampledFrom(hops).Draw(t, "next hop")
		if _, table := anyTable(t, n); len(table.Aggregates) > 0 && rapid.Bool().Draw(t, "of an aggregate") {
			p = table.Aggregates[0].Prefix
		}
		ecr.DisabledRoutes = append(ecr.DisabledRoutes, topology.DisabledRoute{Prefix: p, NextHop: hop})
	}
}

// addVPC attaches a VPC with a vSwitch and a published route, both of prefixes that others have, too.
func addVPC(t *rapid.T, n *topology.Network) {
	tr, table := anyTable(t, n)
	vpc := topology.VPC{ID: newID("vpc", n), Region: tr.Region, Owner: tr.Owner,
		VSwitches: []topology.VSwitch{{CIDR: anyPrefix(t)}}}
	if rapid.Bool().Draw(t, "published") {
		vpc.RouteTables = []topology.VPCRouteTable{{ID: "vtb-" + vpc.ID, Routes: []topology.VPCRoute{{
			Prefix: anyPrefix(t), NextHop: "ngw-" + vpc.ID, NextHopType: topology.ToNatGateway, Publish: []topology.Publication{topology.PublishTR},
		}}}}
	}
	n.VPCs = append(n.VPCs, vpc)
	attachTo(t, n, tr, table.ID, vpc.ID, attach.VPC)
}

// addECRVPC associates a VPC with an ECR, to which it publishes a prefix that others have, too.
func addECRVPC(t *rapid.T, n *topology.Network) {
	if len(n.ECRs) == 0 {
		return
	}
	id := newID("vpc", n)
	n.VPCs = append(n.VPCs, topology.VPC{ID: id, Region: n.TransitRouters[0].Region, RouteTables: []topology.VPCRouteTable{{
		ID: "vtb-" + id, Routes: []topology.VPCRoute{{
			Prefix: anyPrefix(t), NextHop: "ngw-" + id, NextHopType: topology.ToNatGateway, Publish: []topology.Publication{topology.PublishECR},
		}},
	}}})
	n.ECRs[0].Associations = append(n.ECRs[0].Associations, topology.Association{VPC: id})
}

// addOrigin attaches a circuit or IPsec connection with routes of prefixes that others have, too.
func addOrigin(t *rapid.T, n *topology.Network) {
	tr, table := anyTable(t, n)
	routes := make([]topology.ExternalRoute, rapid.IntRange(1, 3).Draw(t, "routes"))
	for i := range routes {
		routes[i] = topology.ExternalRoute{Prefix: anyPrefix(t), Type: route.Custom}
		if rapid.IntRange(0, 2).Draw(t, "type") > 0 {
			routes[i].Type = route.BGP
			routes[i].ASPath = rapid.SampledFrom([]route.ASPath{{65001}, {65002}, {65001, 65002}, {45104}}).Draw(t, "path")
		}
	}
	if rapid.IntRange(0, 2).Draw(t, "kind") > 0 {
		id := newID("vbr", n)
		n.VBRs = append(n.VBRs, topology.VBR{ID: id, Region: tr.Region, Owner: tr.Owner, Routes: routes})
		attachTo(t, n, tr, table.ID, id, attach.VBR)
		return
	}
	id := newID("vco", n)
	n.VPNs = append(n.VPNs, topology.VPN{ID: id, Region: tr.Region, Owner: tr.Owner, BGP: true, Routes: routes})
	attachTo(t, n, tr, table.ID, id, attach.VPN)
}

// addRoute gives a circuit or data center that is there one more prefix.
func addRoute(t *rapid.T, n *topology.Network) {
	i := rapid.IntRange(0, len(n.VBRs)+len(n.DataCenters)).Draw(t, "circuit or data center")
	switch {
	case i < len(n.VBRs):
		path := rapid.SampledFrom([]route.ASPath{{65001}, {65002}, {65001, 65002}}).Draw(t, "path")
		n.VBRs[i].Routes = append(n.VBRs[i].Routes, topology.ExternalRoute{Prefix: anyPrefix(t), Type: route.BGP, ASPath: path})
	case i < len(n.VBRs)+len(n.DataCenters):
		dc := &n.DataCenters[i-len(n.VBRs)]
		dc.Prefixes = append(dc.Prefixes, anyPrefix(t))
	}
}

// addPolicy adds a policy that names prefixes.
func addPolicy(t *rapid.T, n *topology.Network) {
	_, table := anyTable(t, n)
	p := policy.Policy{
		Priority:  rapid.IntRange(1, 100).Draw(t, "priority"),
		Direction: rapid.SampledFrom([]policy.Direction{policy.Ingress, policy.Egress}).Draw(t, "direction"),
		Action:    rapid.SampledFrom([]policy.Action{policy.Permit, policy.Deny}).Draw(t, "action"),
	}
	p.Match.Prefixes.List = []netip.Prefix{anyPrefix(t), anyPrefix(t)}
	p.Match.Prefixes.Mode = rapid.SampledFrom([]policy.Mode{policy.Include, policy.Complete}).Draw(t, "mode")
	if p.Action == policy.Permit {
		p.Set.Preference = rapid.IntRange(0, 100).Draw(t, "preference")
		p.Next = rapid.SampledFrom([]int{0, 0, 1, p.Priority + 1}).Draw(t, "next")
	}
	table.Policies = append(table.Policies, p)
}

// addStatic adds a static route to an attachment of the router, or a blackhole.
func addStatic(t *rapid.T, n *topology.Network) {
	tr, table := anyTable(t, n)
	hops := []string{""}
	for _, a := range n.Attachments {
		if a.TransitRouter == tr.ID {
			hops = append(hops, a.ID)
		}
	}
	hop := rapid.SampledFrom(hops).Draw(t, "next hop")
	table.Routes = append(table.Routes, topology.StaticRoute{Prefix: anyPrefix(t), NextHop: hop, Blackhole: hop == ""})
}

// widened draws a network with more equal-cost paths than a table takes (TR-4.3.7): circuits, an ECR among them, and a
// second router that hears of them.
func widened(t *rapid.T) *topology.Network {
	table := func(id string) topology.RouteTable {
		return topology.RouteTable{ID: id, MultiRegionECMP: rapid.Bool().Draw(t, "multi-region ECMP")}
	}
	n := &topology.Network{Rules: rule.Edition2026, TransitRouters: []topology.TransitRouter{
		{ID: "tr-a", CEN: "cen-1", Region: "cn-a", RouteTables: []topology.RouteTable{table("vtb-a")}},
		{ID: "tr-b", CEN: "cen-1", Region: "cn-b", RouteTables: []topology.RouteTable{table("vtb-b")}},
	}}
	end := func(x string) topology.PeeringEnd {
		return topology.PeeringEnd{TransitRouter: "tr-" + x, Association: "vtb-" + x,
			Propagations: []string{"vtb-" + x}, RouteSync: true}
	}
	n.Peerings = []topology.Peering{{ID: "peer", Ends: []topology.PeeringEnd{end("a"), end("b")}}}
	for i := range rapid.IntRange(14, 22).Draw(t, "circuits") {
		x := rapid.SampledFrom([]string{"a", "a", "a", "a", "b"}).Draw(t, "router")
		path := rapid.SampledFrom([]route.ASPath{{65001}, {65001}, {65001}, {65001}, {65001, 65002}}).Draw(t, "path")
		id := fmt.Sprintf("vbr-%d", i)
		n.VBRs = append(n.VBRs, topology.VBR{ID: id, Region: "cn-" + x, Routes: []topology.ExternalRoute{
			{Prefix: netip.MustParsePrefix("10.0.0.0/24"), Type: route.BGP, ASPath: path},
			{Prefix: netip.MustParsePrefix("10.0.1.0/24"), Type: route.BGP, ASPath: path[:1]},
		}})
		n.Attachments = append(n.Attachments, topology.Attachment{
			ID: "att-" + id, Kind: attach.VBR, TransitRouter: "tr-" + x, Instance: id,
			Association: "vtb-" + x, Propagations: []string{"vtb-" + x}, RouteSync: true,
		})
	}
	for range rapid.IntRange(0, 3).Draw(t, "policies") {
		more := clone(t, n)
		if addPolicy(t, more); len(first(more.Validate())) == 0 {
			n = more
		}
	}
	return n
}

func first[A, B any](a A, _ B) A { return a }

// The connected network is one that the cloud would build.
func TestConnectedIsValid(t *testing.T) {
	if violations, _ := connected(t).Validate(); len(violations) > 0 {
		t.Fatal(violations)
	}
}
