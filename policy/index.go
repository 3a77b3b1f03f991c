package policy

import (
	"iter"
	"math/bits"
)

// blockSize is the number of policies that a mask can hold. A valid list fits: 100 priorities and the system policy.
const blockSize = 128

// alone is the number of policies up to which each is asked by itself rather than in a group.
const alone = 4

// few is the number of entries up to which an index is searched one by one.
const few = 8

// A mask is a set of policies of a block, by their place in it. It is two words rather than an array of them, so that it
// stays in registers.
type mask struct{ low, high uint64 }

// firstPlaces returns the mask of the first n places.
func firstPlaces(n int) mask { return mask{1<<n - 1, 1<<max(n-64, 0) - 1} }

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

// without returns the difference.
func (m mask) without(o mask) mask { return mask{m.low &^ o.low, m.high &^ o.high} }

// xor returns the symmetric difference.
func (m mask) xor(o mask) mask { return mask{m.low ^ o.low, m.high ^ o.high} }

// isEmpty reports whether no policy is in m.
func (m mask) isEmpty() bool { return m.low|m.high == 0 }

// within reports whether every policy of m is in o.
func (m mask) within(o mask) bool { return m.low&^o.low|m.high&^o.high == 0 }

// number returns the number of policies in m.
func (m mask) number() int { return bits.OnesCount64(m.low) + bits.OnesCount64(m.high) }

// next returns the first place at or after from, and blockSize if there is none.
func (m mask) next(from int) int {
	if from < 64 {
		if rest := m.low >> (from & 63); rest != 0 {
			return from + bits.TrailingZeros64(rest)
		}
		from = 64
	}
	if from < blockSize {
		if rest := m.high >> (from & 63); rest != 0 {
			return from + bits.TrailingZeros64(rest)
		}
	}
	return blockSize
}

// all yields the places of the policies in m, in order.
func (m mask) all() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := m.next(0); i < blockSize && yield(i); i = m.next(i + 1) {
		}
	}
}

// An index tells which policies of a block hold for an ID: one condition with a list of IDs, for all policies at once.
type index[ID comparable] struct {
	free   mask             // policies without the condition (P-3.3)
	except mask             // policies whose list must not name the ID (P-3.7, P-3.14); never in free
	list   []indexEntry[ID] // at most few, if table is nil
	table  map[ID]mask      // instead of list
	only   []ID             // beside table: what a policy names, by its place; the zero ID if that is not a single ID
}

// An indexEntry holds the policies whose list names an ID.
type indexEntry[ID comparable] struct {
	id    ID
	named mask
}

// newIndex returns an index for policies that are free yet.
func newIndex[ID comparable](free mask) *index[ID] {
	return &index[ID]{free: free, list: make([]indexEntry[ID], 0, few/2)}
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

// finish notes which policies name a single ID, after all are added, where that saves looking into a table.
func (x *index[ID]) finish(policies int) {
	if x.table == nil {
		return
	}
	x.only = make([]ID, policies)
	var met, several mask
	for id, named := range x.table {
		met, several = met.or(named), several.or(met.and(named))
		for i := range named.all() {
			x.only[i] = id
		}
	}
	var none ID
	for i := range several.all() {
		x.only[i] = none
	}
}

// named returns the policies of m, and maybe others, whose list names id. The zero ID is in no list.
func (x *index[ID]) named(id ID, m mask) mask {
	if x.table != nil {
		return x.lookup(id, m)
	}
	for i := range x.list {
		if e := &x.list[i]; e.id == id {
			return e.named
		}
	}
	return mask{}
}

// lookup is named for an index with a table.
func (x *index[ID]) lookup(id ID, m mask) mask {
	var none ID
	if i := m.next(0); i < len(x.only) && m == bit(i) && x.only[i] != none {
		if x.only[i] == id {
			return m
		}
		return mask{}
	}
	return x.table[id]
}

// holds returns the policies whose condition holds for what the policies in named name: those that do not have it, those
// that name it and should, those that do not name it and should not. It rests on named being disjoint from free.
func (x *index[ID]) holds(named mask) mask { return x.free.or(named.xor(x.except)) }

// asked returns the policies of m that have the condition.
func (x *index[ID]) asked(m mask) mask {
	if x == nil {
		return mask{}
	}
	return m.without(x.free)
}
