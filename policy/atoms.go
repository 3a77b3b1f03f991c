package policy

import "math/bits"

// An atomSet is a set of atoms, by number. Sets that meet have the same length; none of them is changed once it is shared.
type atomSet []uint64

// newAtoms returns the empty set for n atoms.
func newAtoms(n int) atomSet { return make(atomSet, (n+63)/64) }

// allAtoms returns the set of n atoms.
func allAtoms(n int) atomSet {
	s := newAtoms(n)
	for i := range n {
		s.add(i)
	}
	return s
}

func (s atomSet) add(i int) { s[i/64] |= 1 << (i % 64) }

func (s atomSet) has(i int) bool { return s[i/64]>>(i%64)&1 != 0 }

// with returns s and i.
func (s atomSet) with(i int) atomSet {
	r := append(atomSet(nil), s...)
	r.add(i)
	return r
}

// and returns the intersection.
func (s atomSet) and(o atomSet) atomSet {
	r := make(atomSet, len(s))
	for i := range s {
		r[i] = s[i] & o[i]
	}
	return r
}

// or returns the union.
func (s atomSet) or(o atomSet) atomSet {
	r := make(atomSet, len(s))
	for i := range s {
		r[i] = s[i] | o[i]
	}
	return r
}

// minus returns s without o.
func (s atomSet) minus(o atomSet) atomSet {
	r := make(atomSet, len(s))
	for i := range s {
		r[i] = s[i] &^ o[i]
	}
	return r
}

// within reports whether every atom of s is in o.
func (s atomSet) within(o atomSet) bool {
	for i := range s {
		if s[i]&^o[i] != 0 {
			return false
		}
	}
	return true
}

// meets reports whether s and o have an atom in common.
func (s atomSet) meets(o atomSet) bool {
	for i := range s {
		if s[i]&o[i] != 0 {
			return true
		}
	}
	return false
}

// inCommon returns the number of atoms that s and o have in common.
func (s atomSet) inCommon(o atomSet) (n int) {
	for i := range s {
		n += bits.OnesCount64(s[i] & o[i])
	}
	return n
}

func (s atomSet) empty() bool {
	for _, word := range s {
		if word != 0 {
			return false
		}
	}
	return true
}

func (s atomSet) count() (n int) {
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// list returns the atoms in ascending order.
func (s atomSet) list() []int {
	atoms := make([]int, 0, s.count())
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			atoms = append(atoms, i*64+bits.TrailingZeros64(word))
		}
	}
	return atoms
}
