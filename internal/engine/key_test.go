package engine

import (
	"net/netip"
	"testing"

	"pgregory.net/rapid"
)

// Keys compare as their prefixes do. IPv4 lies inside what contains ::ffff:0:0/96, all of it.
func TestKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawPrefix(t), drawPrefix(t)
		if rapid.Bool().Draw(t, "one inside the other") {
			b = netip.PrefixFrom(a.Addr(), rapid.IntRange(0, a.Bits()).Draw(t, "bits")).Masked()
		}
		x, y := keyOf(a), keyOf(b)
		if (x == y) != (a == b) || x.before(y) && y.before(x) || !x.before(y) && !y.before(x) && x != y {
			t.Errorf("%v and %v: no order", a, b)
		}
		if a.Addr().Is4() == b.Addr().Is4() {
			if x.before(y) != (compare(a, b) < 0) {
				t.Errorf("%v before %v: %v", a, b, x.before(y))
			}
			if want := a.Bits() <= b.Bits() && a.Contains(b.Addr()); x.contains(y) != want {
				t.Errorf("%v contains %v: %v, want %v", a, b, x.contains(y), want)
			}
		} else if x.contains(y) && !x.contains(keyOf(netip.MustParsePrefix("0.0.0.0/0"))) {
			t.Errorf("%v contains %v, but not all of IPv4", a, b)
		}
		if x.contains(y) && y.before(x) {
			t.Errorf("%v contains %v, which comes before it", a, b)
		}
	})
}

// The upper and the lower half of an address both count, whatever the length.
func TestKeysOfBothHalves(t *testing.T) {
	for _, c := range []struct {
		a, b     string
		contains bool
	}{
		{"2001:db8::/65", "2001:db8::1/128", true},
		{"2001:db8::/65", "2001:db8:0:1::1/128", false},
		{"2001:db8::/65", "2001:db8:0:0:8000::/66", false},
		{"2001:db8::/64", "2001:db8:0:0:8000::/66", true},
		{"2001:db8::/64", "2001:db8:0:1::/66", false},
		{"::/0", "2001:db8::/32", true},
	} {
		if got := keyOf(prefix(c.a)).contains(keyOf(prefix(c.b))); got != c.contains {
			t.Errorf("%s contains %s: %v", c.a, c.b, got)
		}
	}
}

// drawPrefix draws a prefix of either family, close to others.
func drawPrefix(t *rapid.T) netip.Prefix {
	base := rapid.SampledFrom([]netip.Addr{
		netip.MustParseAddr("10.1.2.3"), netip.MustParseAddr("10.1.130.3"), netip.MustParseAddr("192.168.0.1"),
		netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8:0:0:8000::1"), netip.MustParseAddr("2001:db8:0:1::1"),
	}).Draw(t, "address")
	return netip.PrefixFrom(base, rapid.IntRange(0, base.BitLen()).Draw(t, "length")).Masked()
}
