package topology_test

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"slices"
	"testing"

	"github.com/gaissmai/bart"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// scattered returns a number of distinct IPv4 prefixes with the lengths of an Internet table, the same ones every time.
func scattered(number int) []netip.Prefix {
	r := rand.New(rand.NewPCG(1, 2))
	seen, list := map[netip.Prefix]bool{}, make([]netip.Prefix, 0, number)
	for len(list) < number {
		bits := 24
		if r.IntN(100) >= 60 {
			bits = 16 + r.IntN(8)
		}
		addr := netip.AddrFrom4([4]byte{byte(11 + r.IntN(80)), byte(r.IntN(256)), byte(r.IntN(256)), 0})
		p := netip.PrefixFrom(addr, bits).Masked()
		if !seen[p] {
			seen[p] = true
			list = append(list, p)
		}
	}
	slices.SortFunc(list, netip.Prefix.Compare)
	return list
}

// region returns the i-th of some regions.
func region(i int) string { return fmt.Sprintf("cn-%c", 'a'+i) }

// throughECR is a data center whose prefixes reach, by one circuit and an ECR, a transit router in each of some
// regions, which learns them in each of its tables.
func throughECR(prefixes []netip.Prefix, regions, tables int) *topology.Network {
	n := &topology.Network{
		VBRs: []topology.VBR{{ID: "vbr", Region: region(0)}},
		DataCenters: []topology.DataCenter{{
			ID: "idc", ASN: 65001, Prefixes: prefixes, Sessions: []topology.Session{{To: "vbr"}},
		}},
	}
	ecr := topology.ECR{ID: "ecr", ASN: 45104, VBRs: []string{"vbr"}}
	for i := range regions {
		tr := topology.TransitRouter{ID: fmt.Sprintf("tr-%d", i), CEN: "cen", Region: region(i)}
		a := topology.Attachment{ID: fmt.Sprintf("att-%d", i), Kind: attach.ECR, TransitRouter: tr.ID, Instance: "ecr"}
		for k := range tables {
			table := topology.RouteTable{ID: fmt.Sprintf("vtb-%d-%d", i, k), System: k == 0}
			tr.RouteTables = append(tr.RouteTables, table)
			a.Propagations = append(a.Propagations, table.ID)
		}
		a.Association = tr.RouteTables[0].ID
		ecr.Associations = append(ecr.Associations, topology.Association{TransitRouter: tr.ID})
		n.TransitRouters = append(n.TransitRouters, tr)
		n.Attachments = append(n.Attachments, a)
	}
	n.ECRs = []topology.ECR{ecr}
	return n
}

// manyTables is a data center behind a circuit that propagates to many tables of one transit router, with policies in
// each: half of them look at prefixes, half at where a route comes from.
func manyTables(prefixes []netip.Prefix, tables, policies int) *topology.Network {
	tr := topology.TransitRouter{ID: "tr", CEN: "cen", Region: region(0)}
	a := topology.Attachment{ID: "att", Kind: attach.VBR, TransitRouter: tr.ID, Instance: "vbr"}
	for k := range tables {
		table := topology.RouteTable{ID: fmt.Sprintf("vtb-%d", k), System: k == 0}
		for i := range policies {
			p := policy.Policy{Priority: i + 1, Direction: policy.Ingress, Set: policy.Set{Preference: 1 + i}}
			if i%2 == 0 {
				p.Match.Prefixes.List = []netip.Prefix{netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(11 + 8*i), 0, 0, 0}), 8)}
			} else {
				p.Match.Source.Kinds = []attach.Kind{attach.VPN}
			}
			table.Policies = append(table.Policies, p)
		}
		tr.RouteTables = append(tr.RouteTables, table)
		a.Propagations = append(a.Propagations, table.ID)
	}
	return &topology.Network{
		TransitRouters: []topology.TransitRouter{tr}, Attachments: []topology.Attachment{a},
		VBRs: []topology.VBR{{ID: "vbr", Region: region(0)}},
		DataCenters: []topology.DataCenter{{
			ID: "idc", ASN: 65001, Prefixes: prefixes, Sessions: []topology.Session{{To: "vbr"}},
		}},
	}
}

// fourRegions is a small network: four regions, six VPCs, two circuits, two IPsec connections, twenty prefixes, eight
// policies.
func fourRegions() *topology.Network {
	n := &topology.Network{}
	attached := func(id string, kind attach.Kind, i int) {
		table := fmt.Sprintf("vtb-%d", i)
		n.Attachments = append(n.Attachments, topology.Attachment{
			ID: "att-" + id, Kind: kind, TransitRouter: fmt.Sprintf("tr-%d", i), Instance: id,
			Association: table, Propagations: []string{table}, RouteSync: true,
		})
	}
	block := func(a, b, c int) netip.Prefix {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(a), byte(b), byte(c), 0}), 24)
	}
	for i := range 4 {
		table := topology.RouteTable{ID: fmt.Sprintf("vtb-%d", i), Policies: []policy.Policy{
			{Priority: 10, Direction: policy.Ingress,
				Match: policy.Match{Source: policy.Endpoint{Kinds: []attach.Kind{attach.VBR}}},
				Set:   policy.Set{Preference: 20}},
			{Priority: 20, Direction: policy.Egress, Action: policy.Deny, Match: policy.Match{
				Prefixes: policy.PrefixMatch{List: []netip.Prefix{block(10, 9, 0)}}}},
		}}
		n.TransitRouters = append(n.TransitRouters, topology.TransitRouter{
			ID: fmt.Sprintf("tr-%d", i), CEN: "cen", Region: region(i), RouteTables: []topology.RouteTable{table},
		})
	}
	for i := range 6 {
		id := fmt.Sprintf("vpc-%d", i)
		n.VPCs = append(n.VPCs, topology.VPC{ID: id, Region: region(i % 4), VSwitches: []topology.VSwitch{
			{CIDR: block(192, 168, 2*i)}, {CIDR: block(192, 168, 2*i+1)}}})
		attached(id, attach.VPC, i%4)
	}
	for i := range 2 {
		vbr, vpn := fmt.Sprintf("vbr-%d", i), fmt.Sprintf("vpn-%d", i)
		n.VBRs = append(n.VBRs, topology.VBR{ID: vbr, Region: region(i)})
		attached(vbr, attach.VBR, i)
		n.VPNs = append(n.VPNs, topology.VPN{ID: vpn, Region: region(2 + i), BGP: true, Routes: []topology.ExternalRoute{
			{Prefix: block(172, 16, 2*i), Type: route.BGP, ASPath: route.ASPath{65010}},
			{Prefix: block(172, 16, 2*i+1), Type: route.BGP, ASPath: route.ASPath{65010}}}})
		attached(vpn, attach.VPN, 2+i)
	}
	n.DataCenters = []topology.DataCenter{{
		ID: "idc", ASN: 65001, Prefixes: []netip.Prefix{block(10, 1, 0), block(10, 2, 0), block(10, 3, 0), block(10, 9, 0)},
		Sessions: []topology.Session{{To: "vbr-0"}, {To: "vbr-1"}},
	}}
	for i := range 4 {
		for k := range i {
			end := func(i int) topology.PeeringEnd {
				table := fmt.Sprintf("vtb-%d", i)
				return topology.PeeringEnd{TransitRouter: fmt.Sprintf("tr-%d", i), Association: table,
					Propagations: []string{table}, RouteSync: true}
			}
			n.Peerings = append(n.Peerings, topology.Peering{ID: fmt.Sprintf("peer-%d-%d", k, i),
				Ends: []topology.PeeringEnd{end(k), end(i)}})
		}
	}
	return n
}

func benchState(b *testing.B, n *topology.Network) *topology.State {
	b.Helper()
	state, err := topology.Propagate(n)
	if err != nil {
		b.Fatal(err)
	}
	return state
}

// A small network from scratch: validation, compilation, solution.
func BenchmarkSmall(b *testing.B) {
	n := fourRegions()
	b.ReportAllocs()
	for b.Loop() {
		benchState(b, n)
	}
}

// Ten thousand prefixes over two hundred tables with ten policies each.
func BenchmarkTables(b *testing.B) {
	n := manyTables(scattered(10_000), 200, 10)
	b.ReportAllocs()
	for b.Loop() {
		benchState(b, n)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000/200, "ns/(route,table)")
}

// A million prefixes through an ECR to eight regions of ten tables.
func BenchmarkLarge(b *testing.B) {
	n := throughECR(scattered(1_000_000), 8, 10)
	b.ReportAllocs()
	for b.Loop() {
		benchState(b, n)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ns/prefix")
}

// The floor of BenchmarkLarge: the same prefixes into one prefix table.
func BenchmarkLargeFloor(b *testing.B) {
	prefixes := scattered(1_000_000)
	b.ReportAllocs()
	for b.Loop() {
		var table bart.Table[uint32]
		for i, p := range prefixes {
			table.Insert(p, uint32(i))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ns/prefix")
}

// One prefix announced to a state of a million prefixes, and withdrawn: a tenth of a table, then ten times as many, to
// show that it does not matter.
func BenchmarkAnnounce(b *testing.B) {
	for _, number := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(number), func(b *testing.B) {
			state := benchState(b, throughECR(scattered(number), 8, 10))
			p := netip.MustParsePrefix("10.1.0.0/16")
			b.ReportAllocs()
			for b.Loop() {
				next, _, err := state.Apply(topology.Announce{DataCenter: "idc", Prefix: p})
				if err != nil {
					b.Fatal(err)
				}
				if _, _, err = next.Apply(topology.Withdraw{DataCenter: "idc", Prefix: p}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/2, "ns/change")
		})
	}
}

// A static route added to one table of a state of many prefixes, which are taken over as they are: a tenth of them,
// then all, to show that their number does not matter.
func BenchmarkChange(b *testing.B) {
	for _, number := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprint(number), func(b *testing.B) {
			state := benchState(b, throughECR(scattered(number), 8, 10))
			change := topology.AddRoute{Table: "vtb-0-0",
				Route: topology.StaticRoute{Prefix: netip.MustParsePrefix("10.1.0.0/16"), Blackhole: true}}
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := state.Apply(change); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Why one route is in a table, and why one is not, in the large state.
func BenchmarkExplainLarge(b *testing.B) {
	prefixes := scattered(1_000_000)
	state := benchState(b, throughECR(prefixes, 8, 10))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := state.Explain("vtb-7-9", prefixes[4711]); err != nil {
			b.Fatal(err)
		}
	}
}

// What a state takes beside its network, for each prefix.
func BenchmarkMemory(b *testing.B) {
	n := throughECR(scattered(1_000_000), 8, 10)
	var states []*topology.State
	before := heap()
	for b.Loop() {
		states = append(states[:0], benchState(b, n))
	}
	b.ReportMetric(float64(heap()-before)/1e6, "B/prefix")
	runtime.KeepAlive(states)
	runtime.KeepAlive(n)
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
