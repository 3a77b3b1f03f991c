package policy

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"slices"
)

// A prefixIndex tells which policies of a block hold for a prefix (P-3.17). It is a hash table of the prefixes that the
// policies name; a prefix is looked up with each of their lengths.
type prefixIndex struct {
	free    mask         // policies without the condition
	masks   [2][]netmask // of the entries of IPv6 and IPv4, each once, the shortest first
	entries []prefixEntry
	slots   []int32 // place of an entry, counted from 1, at its hash or behind; a power of two, at most a quarter of them taken
}

// A prefixEntry holds the policies whose list names a prefix.
type prefixEntry struct {
	prefix   bitString
	include  mask // mode include
	complete mask // mode complete
}

// newPrefixIndex returns an index for policies that are free yet, with room for that many prefixes.
func newPrefixIndex(free mask, number int) *prefixIndex {
	return &prefixIndex{
		free: free, entries: make([]prefixEntry, 0, number), slots: make([]int32, 4<<bits.Len(uint(number-1))),
	}
}

// add notes the condition of the policies in m. A mode that prefixes do not have never holds.
func (x *prefixIndex) add(c *PrefixMatch, m mask) {
	x.free = x.free.without(m)
	for _, p := range c.List {
		if !p.IsValid() {
			continue
		}
		e := x.enter(bitsOf(p))
		switch c.Mode {
		case Include:
			e.include = e.include.or(m)
		case Complete:
			e.complete = e.complete.or(m)
		}
	}
}

// enter returns the entry of s, which it makes if there is none.
func (x *prefixIndex) enter(s bitString) *prefixEntry {
	s = s.cut(netmaskOf(s.length))
	slot := x.slot(s)
	if *slot == 0 {
		x.entries = append(x.entries, prefixEntry{prefix: s})
		*slot = int32(len(x.entries))
		masks := &x.masks[s.length.family()]
		at, known := slices.BinarySearchFunc(*masks, s.length, func(m netmask, l length) int { return int(m.length) - int(l) })
		if !known {
			*masks = slices.Insert(*masks, at, netmaskOf(s.length))
		}
	}
	return &x.entries[*slot-1]
}

// slot returns the slot of s, an empty one if there is no entry of it.
func (x *prefixIndex) slot(s bitString) *int32 {
	for i := s.hash(); ; i++ {
		slot := &x.slots[i&uint64(len(x.slots)-1)]
		if *slot == 0 || x.entries[*slot-1].prefix == s {
			return slot
		}
	}
}

// holds returns the policies whose condition holds for p, or that have none.
func (x *prefixIndex) holds(p netip.Prefix) mask {
	m := x.free
	if !p.IsValid() {
		return m
	}
	s := bitsOf(p)
	masks := x.masks[s.length.family()]
	for i := range masks {
		cut := s.cut(masks[i])
		if cut.length > s.length {
			break
		}
		if slot := *x.slot(cut); slot != 0 {
			m = m.or(x.entries[slot-1].at(cut.length == s.length))
		}
	}
	return m
}

// at returns the policies that hold for a prefix inside that of e, or equal to it.
func (e *prefixEntry) at(equal bool) mask {
	if equal {
		return e.include.or(e.complete)
	}
	return e.include
}

// A bitString is the first bits of an address, as many as a prefix is long.
type bitString struct {
	high, low uint64 // an IPv4 address is the upper half of high
	length    length
}

// A length is the length of a prefix, with a bit of its own for IPv4: families never meet, an IPv4 prefix covers no IPv6
// prefix.
type length uint16

const ipv4 length = 1 << 8

// bitsOf returns p, which is valid, as it is written: bits behind its length are left to [bitString.cut].
func bitsOf(p netip.Prefix) bitString {
	if p.Addr().Is4() {
		a := p.Addr().As4()
		return bitString{uint64(binary.BigEndian.Uint32(a[:])) << 32, 0, length(p.Bits()) | ipv4}
	}
	a := p.Addr().As16()
	return bitString{binary.BigEndian.Uint64(a[:8]), binary.BigEndian.Uint64(a[8:]), length(p.Bits())}
}

// family returns 1 for a length of IPv4, 0 for one of IPv6.
func (l length) family() length { return l >> 8 & 1 }

// A netmask has as many bits set as a prefix of a length is long.
type netmask struct {
	high, low uint64
	length    length
}

// netmaskOf returns the netmask of a length.
func netmaskOf(l length) netmask {
	n := l &^ ipv4
	if n <= 64 {
		return netmask{^uint64(0) << (64 - n), 0, l}
	}
	return netmask{^uint64(0), ^uint64(0) << (128 - n), l}
}

// cut returns the first bits of s.
func (s bitString) cut(m netmask) bitString {
	return bitString{s.high & m.high, s.low & m.low, m.length}
}

// hash returns a number that differs in all of its bits for most of the other bit strings.
func (s bitString) hash() uint64 {
	high, low := bits.Mul64(s.high^uint64(s.length)^0x9e3779b97f4a7c15, s.low^0xd1b54a32d192ed03)
	return high ^ low
}
