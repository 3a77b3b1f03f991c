package policy

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// crowded yields prefixes of both families that lie close together, with bits behind their length, among them IPv6
// prefixes of addresses to which IPv4 addresses are mapped.
func crowded() *rapid.Generator[netip.Prefix] {
	return rapid.Custom(func(t *rapid.T) netip.Prefix {
		a := [16]byte{8: 0xc0, 10: 0xff, 11: 0xff}
		for _, i := range []int{0, 7, 8, 12, 15} {
			a[i] ^= rapid.SampledFrom([]byte{0, 1, 0x80}).Draw(t, "byte")
		}
		addr := netip.AddrFrom16(a)
		switch rapid.IntRange(0, 2).Draw(t, "family") {
		case 0:
			addr = netip.AddrFrom4([4]byte(a[12:]))
		case 1:
			addr = netip.AddrFrom16([16]byte{10: 0xff, 11: 0xff, 12: a[12], 15: a[15]})
		}
		near := []int{0, 1, 8, 31, 32, 63, 64, 65, 96, 97, 104, 127, 128}
		return netip.PrefixFrom(addr, min(rapid.SampledFrom(near).Draw(t, "bits"), addr.BitLen()))
	})
}

// P-3.17: an index finds all policies that name a prefix, and no others, whatever else is named and however prefixes lie.
func TestPrefixesAreFoundAmongOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Policy
		for i := range rapid.IntRange(1, 40).Draw(t, "policies") {
			m := PrefixMatch{rapid.SliceOfN(crowded(), 0, 4).Draw(t, "list"), Mode(rapid.IntRange(0, 2).Draw(t, "mode"))}
			list = append(list, Policy{Priority: i + 1, Next: nextFollowing, Match: Match{Prefixes: m}})
		}
		p := rapid.OneOf(crowded(), rapid.Just(netip.Prefix{})).Draw(t, "prefix")
		var want []int
		for _, named := range list {
			if slowPrefix(named.Match.Prefixes, p) {
				want = append(want, named.Priority)
			}
		}
		_, matched := evaluate(list, false, Ingress, Subject[string]{Prefix: p}, Target[string]{})
		if !slices.Equal(matched, want) {
			t.Fatalf("%v matched for %v, want %v", matched, p, want)
		}
	})
}

// Prefixes whose hashes fall together are told apart: all /16 and /24 of a range, asked for one by one.
func TestManyPrefixes(t *testing.T) {
	var list []Policy
	for i := range 100 {
		m := PrefixMatch{Mode: Mode(i % 2)}
		for k := range 64 {
			m.List = append(m.List, netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), byte(k), 0}), 16+8*(k%2)))
		}
		list = append(list, Policy{Priority: i + 1, Next: nextFollowing, Match: Match{Prefixes: m}})
	}
	program := compileStrings(list)
	for i := range 110 {
		for k := range 70 {
			s := Subject[string]{Prefix: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), byte(k), 0}), 24)}
			include, complete := i < 100 && i%2 == 0, i < 100 && i%2 == 1 && k < 64 && k%2 == 1
			_, matched := program.Evaluate(Ingress, &s, nil, nil)
			if found := len(matched) == 1 && matched[0] == i+1; found != (include || complete) || !found && len(matched) > 0 {
				t.Fatalf("%v: %v matched", s.Prefix, matched)
			}
		}
	}
}
