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

// Prefixes whose hashes fall together are told apart: those of a hundred ranges, asked for one by one.
func TestManyPrefixes(t *testing.T) {
	for name, at := range map[string]func(i, k int) netip.Addr{
		"IPv4": func(i, k int) netip.Addr { return netip.AddrFrom4([4]byte{10, byte(i), byte(k), 0}) },
		"IPv6": func(i, k int) netip.Addr { return netip.AddrFrom16([16]byte{0x20, 1, 13: byte(i), 14: byte(k)}) },
	} {
		host := at(0, 0).BitLen() - 8
		var list []Policy
		for i := range 100 {
			m := PrefixMatch{Mode: Mode(i % 2)}
			for k := range 64 {
				m.List = append(m.List, netip.PrefixFrom(at(i, k), host-8*(k%2)))
			}
			list = append(list, Policy{Priority: i + 1, Next: nextFollowing, Match: Match{Prefixes: m}})
		}
		program := compileStrings(list)
		for i := range 110 {
			for k := range 70 {
				s := Subject[string]{Prefix: netip.PrefixFrom(at(i, k), host)}
				var want []int
				if include, complete := i%2 == 0, k < 64 && k%2 == 0; i < 100 && (include || complete) {
					want = []int{i + 1}
				}
				if _, matched := program.Evaluate(Ingress, &s, nil, nil); !slices.Equal(matched, want) {
					t.Fatalf("%s: %v matched for %v, want %v", name, matched, s.Prefix, want)
				}
			}
		}
	}
}

// The first bits of an address are those of the prefix, of each length and in both families.
func TestCut(t *testing.T) {
	for _, addr := range []netip.Addr{netip.AddrFrom4([4]byte{255, 255, 255, 255}), netip.MustParseAddr("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")} {
		for n := range addr.BitLen() + 1 {
			p := netip.PrefixFrom(addr, n)
			s, want := bitsOf(p), bitsOf(p.Masked())
			if got := s.cut(netmaskOf(s.length)); got != want {
				t.Errorf("%v: %x, want %x", p, got, want)
			}
		}
	}
	if bitsOf(netip.MustParsePrefix("10.0.0.0/8")) == bitsOf(netip.MustParsePrefix("a00::/8")) {
		t.Error("families meet")
	}
}
