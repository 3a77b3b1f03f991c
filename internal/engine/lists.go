package engine

import (
	"sync"
	"sync/atomic"

	"github.com/cenroute/cenroute/route"
)

// A List stands for a list of values that a network holds once: two Lists are the same number if and only if the values
// are the same in the same order. The zero List is the empty one. Nothing may depend on which of two numbers is smaller:
// it depends on which list was met first.
type List[E comparable] uint32

// Attributes hold the lists that rows refer to, so that a row is a plain value without pointers, and equal rows are ==.
// What is in them stays there. They may be used by several goroutines at once. The zero Attributes hold nothing.
type Attributes struct {
	ASPaths     Lists[uint32]
	Communities Lists[route.Community]
	Deciders    Lists[PolicyRef]
}

// Lists hold each of some lists once. A list is known by its first value and the rest, which is a list as well, so that
// to put a value in front is one look-up.
type Lists[E comparable] struct {
	mu     sync.RWMutex
	known  map[link[E]]List[E]        // nil: there are few, which are looked through
	number int                        // of lists
	all    atomic.Pointer[[]entry[E]] // by number, from 1 on, and room for more; read without the lock: a list never changes
	free   []E                        // room for the values of more
}

// An entry is a list: its values, the first of which is in front of the rest.
type entry[E comparable] struct {
	values []E
	rest   List[E]
}

// Number returns how many lists there are.
func (a *Attributes) Number() int {
	return a.ASPaths.Number() + a.Communities.Number() + a.Deciders.Number()
}

// Number returns how many lists there are.
func (x *Lists[E]) Number() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.number
}

// A link leads from a list to the one with a value more in front.
type link[E comparable] struct {
	first E
	rest  List[E]
}

// Get returns the values of a list. They must not be changed.
func (x *Lists[E]) Get(l List[E]) []E {
	if l == 0 {
		return nil
	}
	return (*x.all.Load())[l-1].values
}

// Of returns the list of some values.
func (x *Lists[E]) Of(values ...E) List[E] { return x.Prepend(0, values...) }

// Prepend returns the list with some values in front of those of another one.
func (x *Lists[E]) Prepend(rest List[E], front ...E) List[E] {
	if len(front) == 0 {
		return rest
	}
	x.mu.RLock()
	rest, front = x.follow(rest, front)
	x.mu.RUnlock()
	if len(front) == 0 {
		return rest
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.add(x.follow(rest, front)) // another goroutine may have been faster
}

// follow puts values in front, the last one first, as long as the longer list is known. It returns the list that it
// arrived at, and the values that are left.
func (x *Lists[E]) follow(rest List[E], front []E) (List[E], []E) {
	for len(front) > 0 {
		last := len(front) - 1
		longer := x.longer(front[last], rest)
		if longer == 0 {
			break
		}
		rest, front = longer, front[:last]
	}
	return rest, front
}

// longer returns the list with a value in front of another one, 0 if it is not known.
func (x *Lists[E]) longer(first E, rest List[E]) List[E] {
	if x.known != nil {
		return x.known[link[E]{first, rest}]
	}
	all := x.entries()[:x.number]
	for i := int(rest); i < len(all); i++ { // a list comes after its rest
		if all[i].rest == rest && all[i].values[0] == first {
			return List[E](i + 1)
		}
	}
	return 0
}

// entries returns all lists, and room for more.
func (x *Lists[E]) entries() []entry[E] {
	if all := x.all.Load(); all != nil {
		return *all
	}
	return nil
}

// add puts values in front, each of which makes a new list. The new lists share their memory.
func (x *Lists[E]) add(rest List[E], front []E) List[E] {
	if len(front) == 0 {
		return rest
	}
	all, values := x.room(len(front)), x.values(front, x.Get(rest))
	for i := len(front) - 1; i >= 0; i-- {
		all[x.number] = entry[E]{values[i:], rest}
		x.number++
		longer := List[E](x.number)
		if x.known != nil {
			x.known[link[E]{front[i], rest}] = longer
		}
		rest = longer
	}
	return rest
}

// room returns all lists, with room for some more. Where they become many, it makes them known.
func (x *Lists[E]) room(more int) []entry[E] {
	all := x.entries()
	if x.number+more > len(all) {
		wider := make([]entry[E], max(some, 2*(x.number+more)))
		copy(wider, all)
		all = wider
		x.all.Store(&wider)
	}
	if x.known == nil && x.number+more > some {
		x.known = make(map[link[E]]List[E], len(all))
		for i := range all[:x.number] {
			x.known[link[E]{all[i].values[0], all[i].rest}] = List[E](i + 1)
		}
	}
	return all
}

// values returns the values of a list with some in front.
func (x *Lists[E]) values(front, rest []E) []E {
	number := len(front) + len(rest)
	if number > len(x.free) {
		x.free = make([]E, max(some, number))
	}
	values := append(append(x.free[:0:number], front...), rest...)
	x.free = x.free[number:]
	return values
}
