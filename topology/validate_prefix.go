package topology

import (
	"cmp"
	"encoding/binary"
	"net/netip"
	"slices"
)

// canonical reports whether a prefix is one that the checks can compare: valid, without host bits, and no IPv4 network
// in the dress of IPv6.
func canonical(p netip.Prefix) bool {
	return p.IsValid() && !hasHostBits(p) && !p.Addr().Is4In6()
}

// hasHostBits reports whether a valid prefix is not equal to p.Masked(), which it would be without host bits.
func hasHostBits(p netip.Prefix) bool {
	bits := p.Bits()
	if p.Addr().Is4() {
		a := p.Addr().As4()
		return binary.BigEndian.Uint32(a[:])<<bits != 0
	}
	a := p.Addr().As16()
	high, low := binary.BigEndian.Uint64(a[:8]), binary.BigEndian.Uint64(a[8:])
	if bits < 64 {
		return high<<bits != 0 || low != 0
	}
	return low<<(bits-64) != 0
}

// checkPrefix refuses a prefix that is not canonical, and reports whether it is.
func (v *validator) checkPrefix(at place, p netip.Prefix) bool {
	switch {
	case !p.IsValid():
		v.refuse(at, "", "the prefix is missing or invalid")
	case p.Addr().Is4In6():
		v.refuse(at, "", "prefix %v is an IPv4 network written as IPv6", p)
	case hasHostBits(p):
		v.refuse(at, "", "prefix %v has host bits set, the network is %v", p, p.Masked())
	default:
		return true
	}
	return false
}

// checkPrefixes refuses the prefixes of a list that are not canonical or repeated.
func (v *validator) checkPrefixes(at place, name string, list []netip.Prefix) {
	if v.checked.has(list) {
		return
	}
	for i, p := range list {
		if !canonical(p) {
			v.checkPrefix(at.at(name, i), p)
		}
	}
	forRepeatedPrefix(list, func(i, first int) {
		v.refuse(at.at(name, i), "", "prefix %v is repeated, it is at %s", list[i], at.at(name, first).String())
	})
}

// forRepeatedPrefix calls report for each canonical prefix that is in the list before, with the index of the first one.
func forRepeatedPrefix(list []netip.Prefix, report func(i, first int)) {
	inOrder := func(i, j int) int { return prefixOrder(list[i], list[j]) }
	forRepeated(len(list), inOrder, func(i, first int) {
		if canonical(list[i]) {
			report(i, first)
		}
	})
}

// prefixOrder is [netip.Prefix.Compare] for prefixes without host bits, and an order of all prefixes.
func prefixOrder(p, q netip.Prefix) int {
	if c := p.Addr().Compare(q.Addr()); c != 0 {
		return c
	}
	return p.Bits() - q.Bits()
}

// A block is a prefix with where it is in the document.
type block struct {
	prefix netip.Prefix
	i, j   int
}

// compareBlocks orders blocks by prefix, a wider one first, equal ones in document order.
func compareBlocks(a, b block) int {
	return cmp.Or(prefixOrder(a.prefix, b.prefix), cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j))
}

// forOverlaps calls report for each block that lies inside another one, with the widest one around it; of equal ones
// the first in the document counts as the wider. Blocks that are not canonical are left out. It sorts the blocks: in
// order, all that lie inside a block follow it without a gap.
func forOverlaps(blocks []block, report func(outer, inner block)) {
	blocks = slices.DeleteFunc(blocks, func(b block) bool { return !canonical(b.prefix) })
	slices.SortFunc(blocks, compareBlocks)
	for i := 0; i < len(blocks); {
		outer := blocks[i]
		for i++; i < len(blocks) && outer.prefix.Contains(blocks[i].prefix.Addr()); i++ {
			report(outer, blocks[i])
		}
	}
}

// laterFirst returns two blocks with the later one in the document first: that is the one to blame.
func laterFirst(a, b block) (later, earlier block) {
	if cmp.Or(cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j)) < 0 {
		return b, a
	}
	return a, b
}
