package route

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"
)

// A Table is a route table: the routes of each prefix, found by longest-prefix match. The zero Table is empty and ready
// to use. It must not be copied.
//
// A prefix of a Table is canonical: valid, without host bits, and not of IPv4-mapped IPv6 addresses (::ffff:0:0/96),
// whose routes are to be written as IPv4. Any other prefix is refused by [Table.Insert] and in no Table, so that asking
// for it finds nothing.
//
// The routes of one prefix are in the order of [Compare]: Active ones first. Slices that a Table hands out belong to
// it: they are not to be changed, and a later Insert does not change them.
//
// Any number of goroutines may read a Table at the same time, as long as none inserts.
type Table struct {
	prefixes bart.Table[[]Route] // no prefix without a route, no list with spare capacity
}

// A PrefixError tells why a Table refused a prefix.
type PrefixError struct {
	Prefix netip.Prefix
	Reason string // for example "has host bits set"
}

// Error returns a text such as "prefix 10.0.0.1/24 has host bits set".
func (e *PrefixError) Error() string { return fmt.Sprintf("prefix %v %s", e.Prefix, e.Reason) }

// CheckPrefix returns nil for a prefix that a Table can hold, and a [*PrefixError] for any other.
func CheckPrefix(p netip.Prefix) error {
	switch {
	case !p.IsValid():
		return &PrefixError{p, "is not valid"}
	case p.Addr().Is4In6():
		return &PrefixError{p, "is of IPv4-mapped addresses, write it as IPv4"}
	case p != p.Masked():
		return &PrefixError{p, "has host bits set"}
	}
	return nil
}

// Insert adds a route beside the others of its prefix. A route that is equal to one that is there, in the sense of
// [Compare], is not added again. If the prefix is not canonical, Insert returns a [*PrefixError] and the Table is as it
// was. The Table keeps the lists of the route, which are not to be changed afterwards.
func (t *Table) Insert(r Route) error {
	if err := CheckPrefix(r.Prefix); err != nil {
		return err
	}
	routes, _ := t.prefixes.Get(r.Prefix)
	i, found := slices.BinarySearchFunc(routes, r, Compare)
	if !found {
		// Without spare capacity this makes a new array: the old one may be in the hands of a reader.
		t.prefixes.Insert(r.Prefix, slices.Clip(slices.Insert(routes, i, r)))
	}
	return nil
}

// Get returns the routes of exactly this prefix, none if there are none.
func (t *Table) Get(p netip.Prefix) []Route {
	if CheckPrefix(p) != nil {
		return nil
	}
	routes, _ := t.prefixes.Get(p)
	return routes
}

// Lookup returns the longest prefix that contains the address and has an Active route, with its Active routes
// (TR-4.1). Several of them are equal-cost paths. A prefix whose routes are all inactive is passed over.
// An IPv4-mapped IPv6 address is looked up as IPv4, and a zone is ignored. Without a match, and for an invalid
// address, Lookup returns the zero Prefix and no routes.
func (t *Table) Lookup(a netip.Addr) (netip.Prefix, []Route) {
	a = a.Unmap()
	for p, routes := range t.prefixes.Supernets(netip.PrefixFrom(a, a.BitLen())) { // PrefixFrom drops the zone
		if active := activeOf(routes); len(active) > 0 {
			return p, active
		}
	}
	return netip.Prefix{}, nil
}

// activeOf returns the Active ones of the routes of a prefix.
func activeOf(routes []Route) []Route {
	n := 0
	for n < len(routes) && routes[n].Status == Active {
		n++
	}
	return routes[:n:n]
}

// All returns every prefix with its routes, in the order of [netip.Prefix.Compare]: IPv4 before IPv6, then by address,
// then the shorter prefix first.
func (t *Table) All() iter.Seq2[netip.Prefix, []Route] { return t.prefixes.AllSorted() }

// Covered returns the prefixes inside p, p itself included, in the order of [Table.All].
func (t *Table) Covered(p netip.Prefix) iter.Seq2[netip.Prefix, []Route] {
	if CheckPrefix(p) != nil {
		return nothing
	}
	return t.prefixes.Subnets(p)
}

// Covering returns the prefixes that contain p, p itself included, the longest first.
func (t *Table) Covering(p netip.Prefix) iter.Seq2[netip.Prefix, []Route] {
	if CheckPrefix(p) != nil {
		return nothing
	}
	return t.prefixes.Supernets(p)
}

func nothing(func(netip.Prefix, []Route) bool) {}

// Len returns the number of prefixes.
func (t *Table) Len() int { return t.prefixes.Size() }
