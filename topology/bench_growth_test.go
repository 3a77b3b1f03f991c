package topology_test

import (
	"fmt"
	"testing"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// BenchmarkGrowth doubles one dimension at a time, so that growth faster than linear shows: from row to row of one
// dimension, ns/unit should stay as it is or fall.
func BenchmarkGrowth(b *testing.B) {
	prefixes := scattered(64_000)
	for n := 4_000; n <= 64_000; n *= 2 {
		growth(b, "routes", n, throughECR(prefixes[:n], 4, 4))
	}
	for n := 50; n <= 800; n *= 2 {
		growth(b, "tables", n, manyTables(prefixes[:4_000], n, 10))
	}
	for n := 6; n <= 96; n *= 2 {
		growth(b, "policies", n, manyTables(prefixes[:4_000], 50, n))
	}
	for n := 1; n <= 16; n *= 2 {
		growth(b, "regions", n, throughECR(prefixes[:4_000], n, 4))
	}
	for n := 50; n <= 800; n *= 2 {
		growth(b, "classes", n, manyBehaviours(n))
	}
}

func growth(b *testing.B, dimension string, units int, n *topology.Network) {
	b.Run(fmt.Sprintf("%s=%d", dimension, units), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			benchState(b, n)
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(units), "ns/unit")
	})
}

// manyBehaviours is a network in which no two prefixes behave alike: a circuit announces each with another AS path.
func manyBehaviours(number int) *topology.Network {
	n := manyTables(nil, 20, 10)
	n.DataCenters = nil
	for i, p := range scattered(number) {
		n.VBRs[0].Routes = append(n.VBRs[0].Routes, topology.ExternalRoute{
			Prefix: p, Type: route.BGP, ASPath: route.ASPath{65001, uint32(1 + i)},
		})
	}
	return n
}

// Classes are solved by as many goroutines as there are cores: compare -cpu 1,2.
func BenchmarkParallel(b *testing.B) {
	n := manyBehaviours(2_000)
	b.ReportAllocs()
	for b.Loop() {
		benchState(b, n)
	}
}

// A compiled list of a hundred policies, asked about one route.
func BenchmarkPolicies(b *testing.B) {
	n := manyTables(nil, 1, 100)
	program := policy.Compile(n.TransitRouters[0].RouteTables[0].Policies, false, func(string) int { return 1 })
	subject := policy.Subject[int]{Prefix: scattered(1)[0], Type: route.BGP, Preference: route.DefaultPreference}
	decided := make([]int, 0, 100)
	b.ReportAllocs()
	for b.Loop() {
		program.Evaluate(policy.Ingress, &subject, nil, decided)
	}
}
