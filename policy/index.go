package policy

import (
	"cmp"
	"math/bits"
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"
)

// blockSize is the number of policies that a mask can hold. A valid list fits: 100 priorities and the system policy.
const blockSize = 128

// few is the number of entries up to which an index is searched one by one.
const few = 8

// A mask is a set of policies of a block, by their place in it. It is two words rather than an array of them, so that it
// stays in registers.
type mask struct{ low, high uint64 }

// bit returns the mask of the one policy at place i.
func bit(i int) mask {
	if i < 64 {
		return mask{low: 1 << i}
	}
	return mask{high: 1 << (i - 64)}
}

// and returns the intersection.
func (m mask) and(o mask) mask { return mask{m.low & o.low, m.high & o.high} }

// or returns the union.
func (m mask) or(o mask) mask { return mask{m.low | o.low, m.high | o.high} }

// xor returns the symmetric difference.
func (m mask) xor(o mask) mask { return mask{m.low ^ o.low, m.high ^ o.high} }

// within reports whether every policy of m is in o.
func (m mask) within(o mask) bool { return m.low&^o.low|m.high&^o.high == 0 }

// next returns the first place at or after from, and blockSize if there is none.
func (m mask) next(from int) int {
	if from < 64 {
		if rest := m.low >> from; rest != 0 {
			return from + bits.TrailingZeros64(rest)
		}
		from = 64
	}
	if rest := m.high >> (from - 64); rest != 0 {
		return from + bits.TrailingZeros64(rest)
	}
	return blockSize
}

// An index tells which policies of a block hold for an ID: one condition with a list of IDs, for all policies at once.
type index[ID comparable] struct {
	free   mask             // policies without the condition (P-3.3)
	except mask             // policies whose list must not name the ID (P-3.7, P-3.14); never in free
	list   []indexEntry[ID] // at most few, if table is nil
	table  map[ID]mask      // instead of list
}

// An indexEntry holds the policies whose list names an ID.
type indexEntry[ID comparable] struct {
	id    ID
	named mask
}

// add notes that the condition of the policies in m names id.
func (x *index[ID]) add(id ID, m mask) {
	if x.table != nil {
		x.table[id] = x.table[id].or(m)
		return
	}
	for i := range x.list {
		if e := &x.list[i]; e.id == id {
			e.named = e.named.or(m)
			return
		}
	}
	x.list = append(x.list, indexEntry[ID]{id, m})
	if len(x.list) > few {
		x.grow()
	}
}

// grow turns the list into a table.
func (x *index[ID]) grow() {
	x.table = make(map[ID]mask, 2*len(x.list))
	for _, e := range x.list {
		x.table[e.id] = e.named
	}
	x.list = nil
}

// named returns the policies whose list names id. The zero ID is in no list.
func (x *index[ID]) named(id ID) mask {
	if x.table != nil {
		return x.table[id]
	}
	for i := range x.list {
		if e := &x.list[i]; e.id == id {
			return e.named
		}
	}
	return mask{}
}

// holds returns the policies whose condition holds for what the policies in named name: those that do not have it, those
// that name it and should, those that do not name it and should not. It rests on named being disjoint from free.
func (x *index[ID]) holds(named mask) mask { return x.free.or(named.xor(x.except)) }

// narrow returns the policies of m whose condition holds for id. It looks nothing up if none of them has the condition.
func (x *index[ID]) narrow(m mask, id ID) mask {
	if m.within(x.free) {
		return m
	}
	return m.and(x.holds(x.named(id)))
}

// A prefixIndex tells which policies of a block hold for a prefix (P-3.17). Families never meet: an IPv4 prefix covers
// no IPv6 prefix.
type prefixIndex struct {
	free  mask                      // policies without the condition
	list  []prefixEntry             // by length if table is there, else in any order
	table *bart.Table[*prefixEntry] // of the entries of list, if they are more than few
}

// A prefixEntry holds the policies whose list names a prefix.
type prefixEntry struct {
	prefix   netip.Prefix
	include  mask // mode include; in the table those that name a prefix around it as well
	complete mask // mode complete
}

// add notes that the condition of the policies in m names prefix. A mode that prefixes do not have never holds.
func (x *prefixIndex) add(prefix netip.Prefix, mode Mode, m mask) {
	e := prefixEntry{prefix: prefix.Masked()}
	switch mode {
	case Include:
		e.include = m
	case Complete:
		e.complete = m
	}
	x.list = append(x.list, e)
}

// build readies the index for use after the last add.
func (x *prefixIndex) build() {
	if len(x.list) <= few {
		return
	}
	slices.SortFunc(x.list, func(a, b prefixEntry) int {
		return cmp.Or(cmp.Compare(a.prefix.Bits(), b.prefix.Bits()), a.prefix.Addr().Compare(b.prefix.Addr()))
	})
	x.table = new(bart.Table[*prefixEntry])
	for i := range x.list {
		e := &x.list[i]
		if around, ok := x.table.LookupPrefix(e.prefix); ok {
			e.widen(around)
		}
		x.table.Insert(e.prefix, e)
	}
}

// widen adds to e the policies that hold for its prefix because of around, which covers it.
func (e *prefixEntry) widen(around *prefixEntry) {
	e.include = e.include.or(around.include)
	if around.prefix == e.prefix {
		e.complete = e.complete.or(around.complete)
	}
}

// narrow returns the policies of m whose condition holds for p. It looks nothing up if none of them has the condition.
func (x *prefixIndex) narrow(m mask, p netip.Prefix) mask {
	if m.within(x.free) {
		return m
	}
	return m.and(x.free.or(x.named(p)))
}

// named returns the policies whose list holds for p.
func (x *prefixIndex) named(p netip.Prefix) (m mask) {
	if x.table != nil {
		if e, ok := x.table.LookupPrefix(p); ok {
			m = e.at(p)
		}
		return m
	}
	for i := range x.list {
		if e := &x.list[i]; e.covers(p) {
			m = m.or(e.at(p))
		}
	}
	return m
}

// covers reports whether p lies in the prefix of e, or is equal to it.
func (e *prefixEntry) covers(p netip.Prefix) bool {
	return p.Bits() >= e.prefix.Bits() && e.prefix.Contains(p.Addr())
}

// at returns the policies that hold for p, which e covers.
func (e *prefixEntry) at(p netip.Prefix) mask {
	if e.prefix.Bits() == p.Bits() {
		return e.include.or(e.complete)
	}
	return e.include
}
