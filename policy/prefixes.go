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
	free    mask     // policies without the condition
	lengths []length // of the entries, each once
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
	s = s.cut(s.length)
	slot := x.slot(s)
	if *slot == 0 {
		x.entries = append(x.entries, prefixEntry{prefix: s})
		*slot = int32(len(x.entries))
		if !slices.Contains(x.lengths, s.length) {
			x.lengths = append(x.lengths, s.length)
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
	for _, length := range x.lengths {
		if length > s.length || length&ipv4 != s.length&ipv4 {
			continue
		}
		if slot := *x.slot(s.cut(length)); slot != 0 {
			m = m.or(x.entries[slot-1].at(length == s.length))
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

// cut returns the first bits of s.
func (s bitString) cut(l length) bitString {
	n := l &^ ipv4
	if n <= 64 {
		return bitString{s.high &^ (1<<(64-n) - 1), 0, l}
	}
	return bitString{s.high, s.low &^ (1<<(128-n) - 1), l}
}

// hash returns a number that differs in all of its bits for most of the other bit strings.
func (s bitString) hash() uint64 {
	high, low := bits.Mul64(s.high^uint64(s.length)^0x9e3779b97f4a7c15, s.low^0xd1b54a32d192ed03)
	return high ^ low
}
