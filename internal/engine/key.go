package engine

import (
	"encoding/binary"
	"net/netip"
)

// A key is a prefix in a form that is quick to compare. Prefixes of IPv4 take the place of those inside ::ffff:0:0/96,
// which no valid network has; so all of IPv4 lies on the same side of whatever IPv6 names.
type key struct {
	high, low uint64 // of the address
	bits      uint8  // the length, 96 more than that of a prefix of IPv4
}

func keyOf(p netip.Prefix) key {
	addr, bits := p.Addr().As16(), p.Bits()
	if p.Addr().Is4() {
		bits += 96
	}
	return key{binary.BigEndian.Uint64(addr[:8]), binary.BigEndian.Uint64(addr[8:]), uint8(bits)}
}

// before tells whether a key comes before another one: what contains a prefix comes before it.
func (k key) before(o key) bool {
	switch {
	case k.high != o.high:
		return k.high < o.high
	case k.low != o.low:
		return k.low < o.low
	}
	return k.bits < o.bits
}

// contains tells whether the prefix of a key contains that of another one, or is the same.
func (k key) contains(o key) bool {
	switch {
	case k.bits > o.bits:
		return false
	case k.bits <= 64:
		return (k.high^o.high)>>(64-k.bits) == 0
	}
	return k.high == o.high && (k.low^o.low)>>(128-k.bits) == 0
}
