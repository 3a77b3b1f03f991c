package policy

import (
	"cmp"
	"net/netip"
	"slices"
)

// prefixSamples returns each prefix that the matches name, and one that lies inside it and inside no smaller one that
// they name, if there is such a prefix. 0.0.0.0/0 and ::/0 always count as named.
//
// A prefix lies inside the same named prefixes as the smallest of them around it, so the samples stand for all prefixes.
func prefixSamples(matches []*Match) (list []sample) {
	named := map[netip.Prefix]bool{netip.PrefixFrom(netip.IPv4Unspecified(), 0): true, netip.PrefixFrom(netip.IPv6Unspecified(), 0): true}
	for _, m := range matches {
		for _, p := range m.Prefixes.List {
			if p.IsValid() {
				named[p.Masked()] = true
			}
		}
	}
	sorted := make([]netip.Prefix, 0, len(named))
	for p := range named {
		sorted = append(sorted, p)
	}
	slices.SortFunc(sorted, comparePrefixes)
	for _, p := range sorted {
		list = append(list, sample{subject: Subject[string]{Prefix: p}})
		if inside, ok := insideOnly(p, named); ok {
			list = append(list, sample{subject: Subject[string]{Prefix: inside}, rest: true})
		}
	}
	return list
}

// insideOnly returns a prefix inside p, but inside no smaller named one. If both halves of p are named there is none.
func insideOnly(p netip.Prefix, named map[netip.Prefix]bool) (netip.Prefix, bool) {
	for _, half := range halves(p) {
		if !named[half] {
			return half, true
		}
	}
	return netip.Prefix{}, false
}

// halves returns the two halves of p, nothing for a single address.
func halves(p netip.Prefix) []netip.Prefix {
	bits := p.Bits()
	if bits == p.Addr().BitLen() {
		return nil
	}
	low := netip.PrefixFrom(p.Addr(), bits+1)
	a := p.Addr().AsSlice()
	a[bits/8] |= 1 << (7 - bits%8)
	high, _ := netip.AddrFromSlice(a)
	return []netip.Prefix{low, netip.PrefixFrom(high, bits+1)}
}

// comparePrefixes orders IPv4 before IPv6, then by address, then what contains before what it contains.
func comparePrefixes(a, b netip.Prefix) int {
	return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
}
