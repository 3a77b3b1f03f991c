package topology_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

// The network of seedLike from scratch: validation, compilation, eight tables of two regions.
func BenchmarkPropagateSmall(b *testing.B) {
	n, err := topology.Parse([]byte(seedLike))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := topology.Propagate(&n); err != nil {
			b.Fatal(err)
		}
	}
}

// Ten thousand prefixes of a data center through an ECR to three regions.
func BenchmarkPropagatePrefixes(b *testing.B) {
	n, err := topology.Parse([]byte(threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}`, "cn-b")))
	if err != nil {
		b.Fatal(err)
	}
	for i := range 10_000 {
		p, err := netip.ParsePrefix(fmt.Sprintf("11.%d.%d.0/24", i>>8, i&255))
		if err != nil {
			b.Fatal(err)
		}
		n.DataCenters[0].Prefixes = append(n.DataCenters[0].Prefixes, p)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := topology.Propagate(&n); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/prefix")
}
