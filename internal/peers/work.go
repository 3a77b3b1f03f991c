package main

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
)

// A work is what every contender does: put prefixes through rules into a table, and read the table back.
type work struct {
	name     string
	prefixes []netip.Prefix
	rules    []rule
}

// A rule is a policy in its plainest form: what lies inside a prefix gets a preference, or is denied. The first rule
// that matches decides; what none matches has preference 50.
type rule struct {
	inside     netip.Prefix
	preference uint8
	deny       bool
}

// An answer is the preference of every prefix that was let through.
type answer map[netip.Prefix]uint8

const unchanged = 50

// decide is the plain loop that every contender is held against.
func decide(rules []rule, p netip.Prefix) (preference uint8, permit bool) {
	for i := range rules {
		if r := &rules[i]; r.inside.Bits() <= p.Bits() && r.inside.Contains(p.Addr()) {
			return r.preference, !r.deny
		}
	}
	return unchanged, true
}

func (w *work) expected() answer {
	a := answer{}
	for _, p := range w.prefixes {
		if preference, ok := decide(w.rules, p); ok {
			a[p] = preference
		}
	}
	return a
}

// check compares what a contender read back.
func (a answer) check(got answer) error {
	if len(got) != len(a) {
		return fmt.Errorf("%d routes, want %d", len(got), len(a))
	}
	for p, preference := range a {
		if got[p] != preference {
			return fmt.Errorf("%s has preference %d, want %d", p, got[p], preference)
		}
	}
	return nil
}

// someRules returns a number of rules, each for another /12 of 16.0.0.0/4, the last of which denies.
func someRules(number int) []rule {
	rules := make([]rule, number)
	for i := range rules {
		addr := netip.AddrFrom4([4]byte{byte(16 + i/16), byte(i % 16 << 4), 0, 0})
		rules[i] = rule{inside: netip.PrefixFrom(addr, 12), preference: uint8(1 + i%100), deny: i == number-1}
	}
	return rules
}

// scattered returns a number of distinct prefixes with the lengths of an Internet table, the same ones every time, in
// order.
func scattered(number int) []netip.Prefix {
	r := rand.New(rand.NewPCG(1, 2))
	seen, list := map[netip.Prefix]bool{}, make([]netip.Prefix, 0, number)
	for len(list) < number {
		bits := 24
		if r.IntN(100) >= 60 {
			bits = 16 + r.IntN(8)
		}
		addr := netip.AddrFrom4([4]byte{byte(11 + r.IntN(80)), byte(r.IntN(256)), byte(r.IntN(256)), 0})
		p := netip.PrefixFrom(addr, bits).Masked()
		if !seen[p] {
			seen[p] = true
			list = append(list, p)
		}
	}
	slices.SortFunc(list, netip.Prefix.Compare)
	return list
}
