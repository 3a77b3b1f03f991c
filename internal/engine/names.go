package engine

import (
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"
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
	sides  bart.Table[sides]
	joined map[join]signature
}

// sides are the signatures of a named prefix itself and of what lies inside it, closer than inside any other.
type sides struct{ equal, inner signature }

// A join makes a signature of the one around it and a set of lists.
type join struct {
	around signature
	lists  uint32
}

// everything are the prefixes that contain all others of their family.
var everything = []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0), netip.PrefixFrom(netip.IPv6Unspecified(), 0)}

// listsOf are the numbers of the lists that name one prefix.
type listsOf struct{ equal, inner []uint32 }

// find collects the names of a network. The two families and their default routes always differ.
func (n *names) find(lists []NamedPrefixes) {
	named := map[netip.Prefix]listsOf{}
	add := func(number uint32, l NamedPrefixes) {
		for _, p := range l.List {
			at := named[p]
			if l.Inner {
				at.inner = append(at.inner, number)
			}
			if l.Equal {
				at.equal = append(at.equal, number)
			}
			named[p] = at
		}
	}
	for i, p := range everything {
		add(uint32(i), NamedPrefixes{List: []netip.Prefix{p}, Inner: true, Equal: true})
	}
	for i, l := range lists {
		add(uint32(len(everything)+i), l)
	}
	n.joined = map[join]signature{}
	sets := map[string]uint32{}
	for _, p := range widestFirst(named) {
		_, around, _ := n.sides.LookupPrefixLPM(p)
		inner := n.join(around.inner, named[p].inner, sets)
		n.sides.Insert(p, sides{inner: inner, equal: n.join(inner, named[p].equal, sets)})
	}
}

func widestFirst(named map[netip.Prefix]listsOf) []netip.Prefix {
	order := make([]netip.Prefix, 0, len(named))
	for p := range named {
		order = append(order, p)
	}
	slices.SortFunc(order, netip.Prefix.Compare) // what contains a prefix comes before it
	return order
}

// join returns the signature of what lies inside another one and inside a set of lists.
func (n *names) join(around signature, lists []uint32, sets map[string]uint32) signature {
	if len(lists) == 0 {
		return around
	}
	key := make([]byte, 0, 4*len(lists))
	for _, number := range lists {
		key = append(key, byte(number), byte(number>>8), byte(number>>16), byte(number>>24))
	}
	set, ok := sets[string(key)]
	if !ok {
		set = uint32(len(sets))
		sets[string(key)] = set
	}
	s, ok := n.joined[join{around, set}]
	if !ok {
		s = signature(len(n.joined) + 1)
		n.joined[join{around, set}] = s
	}
	return s
}

// of returns the signature of a prefix.
func (n *names) of(p netip.Prefix) signature {
	around, found, _ := n.sides.LookupPrefixLPM(p)
	if around == p {
		return found.equal
	}
	return found.inner
}

// nameLists collects everything by which the network tells prefixes apart.
func (n *Network) nameLists() []NamedPrefixes {
	lists := append(slices.Clone(n.Named), NamedPrefixes{List: []netip.Prefix{serviceRange}, Inner: true}) // E-6.13
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
		if len(e.Session.Only) > 0 {
			only := make([]netip.Prefix, 0, len(e.Session.Only))
			for p := range e.Session.Only {
				only = append(only, p)
			}
			lists = append(lists, NamedPrefixes{List: only, Equal: true})
		}
	}
	return lists
}
