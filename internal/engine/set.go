package engine

import (
	"iter"
	"math/bits"
)

// A set is a set of small numbers, which come out of it in order.
type set []uint64

// newSet returns a set for numbers below a size.
func newSet(size int) set { return make(set, (size+63)/64) }

// newSets returns a number of sets for numbers below a size.
func newSets(number, size int) []set {
	words := (size + 63) / 64
	sets, room := make([]set, number), make(set, number*words)
	for i := range sets {
		sets[i] = room[i*words : (i+1)*words]
	}
	return sets
}

func (s set) add(i int32) { s[i>>6] |= 1 << (i & 63) }

func (s set) has(i int32) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s set) empty() bool {
	for _, word := range s {
		if word != 0 {
			return false
		}
	}
	return true
}

// all yields the numbers in order. One that is added on the way is not certain to come.
func (s set) all() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i, word := range s {
			for ; word != 0; word &= word - 1 {
				if !yield(int32(64*i + bits.TrailingZeros64(word))) {
					return
				}
			}
		}
	}
}
