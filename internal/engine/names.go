package engine

import (
	"cmp"
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

// A join makes a signature of another one: what lies there, and is named by a list as well.
type join struct {
	around signature
	by     naming
}

// A naming is the number of a list that names a prefix, and isEqual for the prefix itself alone.
type naming uint32

const isEqual naming = 1 << 31

// everything are the prefixes that contain all others of their family. The two families and their default routes always
// differ.
var everything = []NamedPrefixes{
	{List: []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0)}, Inner: true, Equal: true},
	{List: []netip.Prefix{netip.PrefixFrom(netip.IPv6Unspecified(), 0)}, Inner: true, Equal: true},
}

// A named is a prefix that a list names.
type named struct {
	prefix netip.Prefix
	by     naming
}

// find collects the names of a network.
func (n *names) find(lists []NamedPrefixes) {
	n.joined = map[join]signature{}
	all := inOrder(lists)
	for len(all) > 0 {
		p := all[0].prefix
		_, around, _ := n.sides.LookupPrefixLPM(p)
		found := sides{inner: around.inner, equal: around.inner}
		for len(all) > 0 && all[0].prefix == p {
			found.equal = n.join(found.equal, all[0].by)
			if all[0].by < isEqual {
				found.inner = found.equal
			}
			all = all[1:]
		}
		n.sides.Insert(p, found)
	}
}

// inOrder returns every prefix once for each list that names it: what contains a prefix comes before it, and of one
// prefix that for which what lies inside differs.
func inOrder(lists []NamedPrefixes) []named {
	var all []named
	for i, l := range slices.Concat(everything, lists) {
		for _, p := range l.List {
			if l.Inner {
				all = append(all, named{p, naming(i)})
			}
			if l.Equal {
				all = append(all, named{p, naming(i) | isEqual})
			}
		}
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Or(a.prefix.Compare(b.prefix), cmp.Compare(a.by, b.by)) })
	return slices.Compact(all)
}

// join returns the signature of what lies somewhere and is named by a list.
func (n *names) join(around signature, by naming) signature {
	s, ok := n.joined[join{around, by}]
	if !ok {
		s = signature(len(n.joined) + 1)
		n.joined[join{around, by}] = s
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
