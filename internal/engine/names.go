package engine

import (
	"net/netip"
	"slices"
)

// NamedPrefixes is a list of prefixes by which something in the network tells prefixes apart.
type NamedPrefixes struct {
	List  []netip.Prefix
	Inner bool // what lies inside one of the list differs from what does not
	Equal bool // what is one of the list differs from what is not
}

// A signature says on which side of everything that the network names a prefix lies. Prefixes with different signatures
// may have equal ones in truth, never the other way round.
type signature uint32

// names finds the signature of a prefix. Each prefix that the network names has one signature for what lies inside it,
// and one for itself.
type names struct {
	places []place         // of the named prefixes, in their order: what contains a prefix comes before it
	joined numbering[join] // makes the signatures, from 1 on
}

// A place is a prefix that the network names, and the signatures of the prefix itself and of what lies inside it, closer
// than inside any other.
type place struct {
	key
	around       int32 // the place of the closest prefix that contains it, -1: none does
	equal, inner signature
}

// A join makes a signature of another one: what lies there, and is named by a list as well.
type join struct {
	around signature
	by     naming
}

// A naming is the number of a list by which a prefix differs from others, and isEqual for the prefix itself alone.
type naming uint32

const isEqual naming = 1 << 31

// everything are the prefixes that contain all others of their family. The two families and their default routes always
// differ.
var everything = []NamedPrefixes{
	{List: []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0)}, Inner: true, Equal: true},
	{List: []netip.Prefix{netip.PrefixFrom(netip.IPv6Unspecified(), 0)}, Inner: true, Equal: true},
}

// A named is a prefix that a list names, by the number of the list.
type named struct {
	key
	list int32
}

// find collects the names of a network.
func (n *names) find(lists []NamedPrefixes) {
	n.joined.all = make([]join, 0, 2*len(lists))
	lists = append(lists, everything...)
	var room [some]named // for a small network
	all := inOrder(room[:0], lists)
	n.places = make([]place, 0, len(all))
	for len(all) > 0 {
		p := all[0].key
		same := 1
		for same < len(all) && all[same].key == p {
			same++
		}
		around := n.closest(int32(len(n.places)-1), p)
		inner := n.inside(around)
		for _, by := range all[:same] {
			if lists[by.list].Inner {
				inner = n.join(inner, naming(by.list))
			}
		}
		equal := inner
		for _, by := range all[:same] {
			if lists[by.list].Equal {
				equal = n.join(equal, naming(by.list)|isEqual)
			}
		}
		n.places = append(n.places, place{p, around, equal, inner})
		all = all[same:]
	}
}

// closest returns the place of the closest named prefix that contains p: the one at a place or one around that.
func (n *names) closest(at int32, p key) int32 {
	for at >= 0 && !n.places[at].contains(p) {
		at = n.places[at].around
	}
	return at
}

// inside returns the signature of what lies inside the prefix at a place and no closer one.
func (n *names) inside(at int32) signature {
	if at < 0 {
		return 0
	}
	return n.places[at].inner
}

// inOrder appends every prefix once for each list that names it to all, which is empty: what contains a prefix comes before
// it.
func inOrder(all []named, lists []NamedPrefixes) []named {
	number := 0
	for i := range lists {
		number += len(lists[i].List)
	}
	all = slices.Grow(all, number)
	for i := range lists {
		for _, p := range lists[i].List {
			all = append(all, named{keyOf(p), int32(i)})
		}
	}
	slices.SortFunc(all, func(a, b named) int {
		switch {
		case a.key == b.key:
			return int(a.list - b.list)
		case a.before(b.key):
			return -1
		}
		return 1
	})
	return slices.Compact(all)
}

// join returns the signature of what lies somewhere and is named by a list. It is never 0, that of what nothing names.
func (n *names) join(around signature, by naming) signature {
	return signature(n.joined.number(join{around, by}) + 1)
}

// of returns the signature of a prefix.
func (n *names) of(prefix netip.Prefix) signature {
	p := keyOf(prefix)
	after, end := 0, len(n.places) // the first place after p is between them
	for after < end {
		if middle := (after + end) / 2; p.before(n.places[middle].key) {
			end = middle
		} else {
			after = middle + 1
		}
	}
	if after > 0 && n.places[after-1].key == p {
		return n.places[after-1].equal
	}
	return n.inside(n.closest(int32(after-1), p))
}

// nameLists collects everything by which the network tells prefixes apart.
func (n *Network) nameLists() []NamedPrefixes {
	lists := make([]NamedPrefixes, 0, len(n.Named)+1+len(n.Nodes)+len(everything))
	lists = append(append(lists, n.Named...), NamedPrefixes{List: []netip.Prefix{serviceRange}, Inner: true}) // E-6.13
	for i := range n.Nodes {
		node := &n.Nodes[i]
		if len(node.VSwitches) > 0 {
			lists = append(lists, NamedPrefixes{List: node.VSwitches, Inner: true, Equal: true})
		}
		for _, a := range node.Aggregates {
			lists = append(lists, NamedPrefixes{List: []netip.Prefix{a.Prefix}, Inner: true, Equal: true})
		}
		for d := range node.Disabled {
			lists = append(lists, NamedPrefixes{List: []netip.Prefix{d.Prefix}, Equal: true})
		}
	}
	for i := range n.Edges {
		e := &n.Edges[i]
		if len(e.Prefixes) > 0 && e.Incremental {
			lists = append(lists, NamedPrefixes{List: e.Prefixes, Inner: true})
		}
		if e.Session != nil && len(e.Session.Only) > 0 {
			only := make([]netip.Prefix, 0, len(e.Session.Only))
			for p := range e.Session.Only {
				only = append(only, p)
			}
			slices.SortFunc(only, compare) // so that the list is the same in another version of the network
			lists = append(lists, NamedPrefixes{List: only, Equal: true})
		}
	}
	return lists
}
