package engine

import "slices"

// A numbering gives values numbers in the order in which they come, from 0 on. The zero numbering has none.
type numbering[E comparable] struct {
	all   []E         // by number
	known map[E]int32 // nil: there are few, which are looked through
}

// lookedThrough is the number of values up to which a numbering looks through them.
const lookedThrough = 32

// find returns the number of a value, and whether it has one.
func (x *numbering[E]) find(e E) (int32, bool) {
	if x.known != nil {
		number, ok := x.known[e]
		return number, ok
	}
	number := slices.Index(x.all, e)
	return int32(number), number >= 0
}

// number returns the number of a value, a new one for a new value.
func (x *numbering[E]) number(e E) int32 {
	number, ok := x.find(e)
	if ok {
		return number
	}
	number = int32(len(x.all))
	x.all = append(x.all, e)
	switch {
	case x.known != nil:
		x.known[e] = number
	case len(x.all) > lookedThrough:
		x.known = make(map[E]int32, 4*lookedThrough)
		for i, e := range x.all {
			x.known[e] = int32(i)
		}
	}
	return number
}
