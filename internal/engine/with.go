package engine

import (
	"maps"
	"net/netip"
	"slices"
)

// Has tells whether a prefix starts at an origin.
func (st *State) Has(p netip.Prefix, o Origin) bool {
	is, ok := st.classOf.Get(p)
	return ok && slices.Contains(st.classes[is].origins, o)
}

// With returns the state in which a prefix starts at one origin more. It shares everything with the old one but the way
// to that prefix, in time that does not depend on the number of prefixes. It is nil if the prefix has no single stable
// state then.
func (st *State) With(p netip.Prefix, o Origin) *State {
	c := st.classOrNew(p)
	return st.moved(p, appendWith(nil, c.origins, o), c.signature)
}

// Without returns the state in which a prefix starts no more at an origin, at which it does. It is nil if the prefix has
// no single stable state then.
func (st *State) Without(p netip.Prefix, o Origin) *State {
	c := st.classOrNew(p)
	at, _ := slices.BinarySearch(c.origins, o)
	return st.moved(p, slices.Delete(slices.Clone(c.origins), at, at+1), c.signature)
}

// classOrNew returns the class of a prefix, an empty one for a prefix that nothing originates.
func (st *State) classOrNew(p netip.Prefix) *Class {
	if is, ok := st.classOf.Get(p); ok {
		return st.classes[is]
	}
	return &Class{signature: st.Network.names.of(p)}
}

// moved returns the state in which a prefix is in the class with some origins and a signature, in none without origins.
func (st *State) moved(p netip.Prefix, origins []Origin, s signature) *State {
	next := &State{Network: st.Network, classOf: st.classOf, classes: slices.Clone(st.classes), added: st.added}
	if was, ok := st.classOf.Get(p); ok {
		next.change(was, func(c *Class) { c.leave(p) })
	}
	if len(origins) == 0 {
		next.classOf = st.classOf.DeletePersist(p)
		return next
	}
	is := next.find(origins, s)
	if c := next.classes[is]; !c.solved {
		solved := *c
		solved.sample = p
		newSolver(st.Network, 1).solveClass(&solved)
		next.classes[is] = &solved
	}
	if next.classes[is].fault != nil {
		return nil
	}
	next.change(is, func(c *Class) { c.join(p) })
	next.classOf = st.classOf.InsertPersist(p, is)
	return next
}

// change changes which prefixes a class has, in a copy of it.
func (st *State) change(is uint32, how func(*Class)) {
	c := *st.classes[is]
	how(&c)
	st.classes[is] = &c
}

// find returns the class with some origins and a signature, among those of the network or those that were added since.
func (st *State) find(origins []Origin, s signature) uint32 {
	if is, ok := st.Network.classes.find(st.classes, origins, s); ok {
		return is
	}
	if is, ok := st.added.find(st.classes, origins, s); ok {
		return is
	}
	st.classes = append(st.classes, &Class{origins: origins, signature: s})
	st.added = maps.Clone(st.added)
	if st.added == nil {
		st.added = marks{}
	}
	is := uint32(len(st.classes) - 1)
	st.added.add(st.classes, is)
	return is
}
