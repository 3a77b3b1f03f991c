package policy

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// hundred returns a program of 100 policies with conditions of every sort, of which only the last one matches the route.
func hundred() (*Program[uint32], Subject[uint32], Target[uint32]) {
	ids := map[string]uint32{}
	identify := func(name string) uint32 {
		if ids[name] == 0 {
			ids[name] = uint32(len(ids) + 1)
		}
		return ids[name]
	}
	p := Compile(hundredPolicies(), true, identify)
	s := Subject[uint32]{
		Prefix: netip.MustParsePrefix("10.99.7.0/24"), Type: route.BGP, ASPath: route.ASPath{65001}, Preference: 50,
		Origin: Origin[uint32]{Instance: identify("vbr-99"), Region: identify("cn-0"), Kind: attach.VBR},
	}
	return p, s, Target[uint32]{Instance: identify("vpc-1"), Kind: attach.VPC, Region: identify("cn-1")}
}

func hundredPolicies() (list []Policy) {
	for i := 1; i <= 100; i++ {
		m := Match{Source: Endpoint{Regions: []string{fmt.Sprintf("cn-%d", i%5)}}, Prefixes: PrefixMatch{List: prefixes(fmt.Sprintf("10.%d.0.0/16", i-1))}}
		switch i % 4 {
		case 0:
			m.Source.Instances = []string{fmt.Sprintf("vbr-%d", i-1)}
		case 1:
			m.Source.Kinds = []attach.Kind{attach.VPC}
		case 2:
			m.Destination.Instances = []string{fmt.Sprintf("vpc-%d", i)}
		case 3:
			m.ASPath.List = route.ASPath{65000 + uint32(i)}
		}
		list = append(list, Policy{Priority: i, Direction: Egress, Action: Deny, Match: m})
	}
	return list
}

// BenchmarkEvaluate100Policies asks 100 policies, of which the last matches.
func BenchmarkEvaluate100Policies(b *testing.B) {
	p, s, to := hundred()
	if _, decided := p.Evaluate(Egress, &s, &to, nil); len(decided) != 1 || decided[0] != 100 {
		b.Fatalf("decided by %v, want [100]", decided)
	}
	b.ReportAllocs()
	decided := make([]int, 0, 8)
	for b.Loop() {
		p.Evaluate(Egress, &s, &to, decided)
	}
}

// BenchmarkEvaluate100Prefixes asks 100 policies with a prefix each and nothing else, of which the last matches.
func BenchmarkEvaluate100Prefixes(b *testing.B) {
	var list []Policy
	for i := range 100 {
		list = append(list, Policy{Priority: i + 1, Direction: Egress, Match: inside(Include, fmt.Sprintf("10.%d.0.0/16", i))})
	}
	p := Compile(list, false, func(string) uint32 { return 0 })
	_, s, to := hundred()
	b.ReportAllocs()
	decided := make([]int, 0, 8)
	for b.Loop() {
		p.Evaluate(Egress, &s, &to, decided)
	}
}

// BenchmarkEvaluate100Kinds asks 100 policies that look at kinds alone, of which the last matches.
func BenchmarkEvaluate100Kinds(b *testing.B) {
	list := make([]Policy, 100)
	for i := range list {
		kinds := []attach.Kind{attach.VPC, attach.VPN, attach.CCN, attach.ECR}
		if list[i].Priority = i + 1; i == 99 {
			kinds = []attach.Kind{attach.VBR}
		}
		list[i].Direction, list[i].Match.Source.Kinds = Egress, kinds[i%len(kinds):][:1]
	}
	p := Compile(list, false, func(string) uint32 { return 0 })
	_, s, to := hundred()
	if _, decided := p.Evaluate(Egress, &s, &to, nil); len(decided) != 1 || decided[0] != 100 {
		b.Fatalf("decided by %v, want [100]", decided)
	}
	b.ReportAllocs()
	decided := make([]int, 0, 8)
	for b.Loop() {
		p.Evaluate(Egress, &s, &to, decided)
	}
}

// BenchmarkEvaluateSystem asks the system policy alone.
func BenchmarkEvaluateSystem(b *testing.B) {
	p := Compile(nil, true, func(string) uint32 { return 0 })
	_, s, to := hundred()
	b.ReportAllocs()
	decided := make([]int, 0, 8)
	for b.Loop() {
		p.Evaluate(Egress, &s, &to, decided)
	}
}

// BenchmarkCompile prepares 8 and 100 policies.
func BenchmarkCompile(b *testing.B) {
	all := hundredPolicies()
	for _, n := range []int{0, 8, 100} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Compile(all[:n], true, func(id string) string { return id })
			}
		})
	}
}
