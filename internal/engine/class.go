package engine

import (
	"cmp"
	"iter"
	"math/bits"
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/cenroute/cenroute/route"
)

// An Origin is a route that is configured in a table, whatever its prefix.
type Origin uint32

// origin is what an Origin stands for. An aggregate is no row of its table.
type origin struct {
	node      int32
	row       Row
	aggregate bool
}

// A Class is a set of prefixes that behave alike: they have the same origins and the same signature. It is solved once
// for all of them, by way of a sample; rows hold no prefix.
type Class struct {
	origins   []Origin // sorted; one that is configured twice is there twice
	signature signature
	sample    netip.Prefix // one of its prefixes; not valid while it has none, or the last sample left it
	size      int          // number of prefixes
	alike     uint32       // the class before it with the same mark, counted from 1 on; 0 for none

	fault  *Instability
	solved bool
	tables []tableEnd // that hold a route, by node
	rows   []Row      // of all these tables, one after the other
}

// A tableEnd is a table that holds a route, and the place where its rows end among those of all tables.
type tableEnd struct{ node, end int32 }

// classes sorts prefixes into classes.
type classes struct {
	of      *bart.Table[uint32] // place in all
	all     []*Class
	free    []uint32 // places in all without a class
	room    []Class  // for the next classes
	marked  marks    // nil: there are few, which are looked through
	last    step     // that was taken, as most prefixes take the same step as the one before
	arrived uint32
	origins numbering[origin]
	alone   []Origin // every origin, so that it is a list of its own
	longer  []Origin // room for a list with an origin more
}

// newClasses returns classes without any prefix, with room for a small network.
func newClasses() classes {
	return classes{
		of: new(bart.Table[uint32]), all: make([]*Class, 0, smallNetwork),
		origins: numbering[origin]{all: make([]origin, 0, smallNetwork)}, alone: make([]Origin, 0, smallNetwork),
	}
}

// smallNetwork is the number of classes and origins that there is room for at once, and up to which classes are looked through.
const smallNetwork = 14

// A step leads from the class of a prefix to its class with one origin more. It starts nowhere for a prefix that is new.
type step struct {
	from      uint32
	signature signature
	origin    Origin
}

const nowhere = ^uint32(0)

// Configure returns the origin of a route that is configured in a table.
func (n *Network) Configure(node int32, r Row) Origin {
	r.Via = -1
	if r.Reason == route.NoReason {
		r.Reason = route.ConfiguredHere
	}
	if r.Preference == 0 {
		r.Preference = route.DefaultPreference
	}
	return n.classes.origin(origin{node: node, row: r})
}

func (c *classes) origin(o origin) Origin {
	id := Origin(c.origins.number(o))
	if int(id) == len(c.alone) { // it is new
		c.alone = append(c.alone, id)
	}
	return id
}

// Originate says that a prefix starts at an origin. It must not be called after the network was solved.
func (n *Network) Originate(p netip.Prefix, o Origin) {
	c := &n.classes
	c.of.Modify(p, func(was uint32, ok bool) (uint32, bool) {
		s := step{from: nowhere, origin: o}
		if ok {
			s.from, s.signature = was, c.all[was].signature
			c.all[was].leave(p)
		} else {
			s.signature = n.names.of(p)
		}
		is := c.take(s)
		c.all[is].join(p)
		return is, false
	})
}

func (c *Class) join(p netip.Prefix) {
	c.size++
	if !c.sample.IsValid() {
		c.sample = p
	}
}

func (c *Class) leave(p netip.Prefix) {
	c.size--
	if c.sample == p {
		c.sample = netip.Prefix{}
	}
}

// resample gives each class whose sample left it another one.
func (c *classes) resample() {
	if !slices.ContainsFunc(c.all, func(c *Class) bool { return c.size > 0 && !c.sample.IsValid() }) {
		return
	}
	for p, is := range c.of.All() {
		if class := c.all[is]; !class.sample.IsValid() {
			class.sample = p
		}
	}
}

// take takes a step, which may lead to a class that is new.
func (c *classes) take(s step) uint32 {
	if s == c.last && len(c.all) > 0 {
		return c.arrived
	}
	origins := c.alone[s.origin : s.origin+1 : s.origin+1]
	if s.from != nowhere {
		c.longer = appendWith(c.longer[:0], c.all[s.from].origins, s.origin)
		origins = c.longer
	}
	is, ok := c.find(c.all, origins, s.signature)
	if !ok {
		if s.from != nowhere {
			origins = slices.Clone(origins)
		}
		is = c.add(origins, s.signature)
	}
	c.last, c.arrived = s, is
	return is
}

// add adds a class.
func (c *classes) add(origins []Origin, s signature) uint32 {
	if len(c.room) == 0 {
		c.room = make([]Class, smallNetwork)
	}
	class := &c.room[0]
	c.room = c.room[1:]
	class.origins, class.signature = origins, s
	is := uint32(len(c.all))
	if last := len(c.free) - 1; last >= 0 {
		is, c.free = c.free[last], c.free[:last]
		c.all[is] = class
	} else {
		c.all = append(c.all, class)
	}
	c.enter(is)
	return is
}

// enter sees to it that the class at a place, which is new, is found.
func (c *classes) enter(is uint32) {
	switch {
	case c.marked != nil:
		c.marked.add(c.all, is)
	case len(c.all) > smallNetwork:
		c.marked = make(marks, 4*smallNetwork)
		for i := range c.all {
			if len(c.all[i].origins) > 0 { // not free
				c.marked.add(c.all, uint32(i))
			}
		}
	}
}

// find returns the class of the network with some origins and a signature, and whether there is one. All are its classes,
// and maybe more of a state.
func (c *classes) find(all []*Class, origins []Origin, s signature) (uint32, bool) {
	if c.marked != nil {
		return c.marked.find(all, origins, s)
	}
	is := slices.IndexFunc(all[:len(c.all)], func(c *Class) bool { return c.signature == s && slices.Equal(c.origins, origins) })
	return uint32(is), is >= 0
}

// appendWith appends a sorted list of origins, with one more in its place, to another list.
func appendWith(to, list []Origin, o Origin) []Origin {
	at, _ := slices.BinarySearch(list, o)
	return append(append(append(to, list[:at]...), o), list[at:]...)
}

// marks find a class by its origins and its signature: the last one of those with the same mark, counted from 1 on.
type marks map[uint64]uint32

// find returns the class with some origins and a signature, and whether there is one.
func (m marks) find(all []*Class, origins []Origin, s signature) (uint32, bool) {
	next := m[mark(origins, s)]
	for ; next > 0; next = all[next-1].alike {
		if c := all[next-1]; c.signature == s && slices.Equal(c.origins, origins) {
			return next - 1, true
		}
	}
	return 0, false
}

// add adds the class at a place.
func (m marks) add(all []*Class, is uint32) {
	k := mark(all[is].origins, all[is].signature)
	all[is].alike, m[k] = m[k], is+1
}

// mark returns a number that differs, as a rule, if the origins or the signature do.
func mark(origins []Origin, s signature) uint64 {
	const factor = 0x9e3779b97f4a7c15 // 2 to the 64th by the golden ratio, which spreads what is close together
	k := (uint64(s) + 1) * factor
	for _, o := range origins {
		k = bits.RotateLeft64(k, 29)*factor + uint64(o)
	}
	return k
}

// configured adds the rows that are configured in a table for the prefixes of a class to a list.
func (c *classes) configured(rows []Row, origins []Origin, node int32) []Row {
	for _, o := range origins {
		if at := &c.origins.all[o]; at.node == node && !at.aggregate {
			rows = append(rows, at.row)
		}
	}
	return rows
}

// Size returns the number of prefixes of the class.
func (c *Class) Size() int { return c.size }

// All yields every table that holds a route, in order, with its rows. They must not be changed.
func (c *Class) All() iter.Seq2[int32, []Row] {
	return func(yield func(int32, []Row) bool) {
		for i, t := range c.tables {
			if !yield(t.node, c.rowsAt(i)) {
				return
			}
		}
	}
}

// Rows returns the number of rows of a prefix in all tables; a nil Class has none.
func (c *Class) Rows() int {
	if c == nil {
		return 0
	}
	return len(c.rows)
}

// A Solution stands for what the tables of a network hold of each prefix of a class. It is the same after prefixes came
// and went, and differs from that of every other class that holds something.
type Solution struct{ first *Row }

// Solution returns what stands for all rows of the class; a nil Class has the zero one.
func (c *Class) Solution() Solution {
	if c.Rows() == 0 {
		return Solution{}
	}
	return Solution{&c.rows[0]}
}

// rowsAt returns the rows of the i-th table that holds a route.
func (c *Class) rowsAt(i int) []Row {
	start, end := int32(0), c.tables[i].end
	if i > 0 {
		start = c.tables[i-1].end
	}
	return c.rows[start:end:end]
}

// At returns the rows of a table. They must not be changed. A nil Class has none.
func (c *Class) At(node int32) []Row {
	if c == nil {
		return nil
	}
	i, ok := c.find(node)
	if !ok {
		return nil
	}
	return c.rowsAt(i)
}

// find returns the place of a table among those that hold a route.
func (c *Class) find(node int32) (int, bool) {
	return slices.BinarySearchFunc(c.tables, node, func(t tableEnd, node int32) int { return cmp.Compare(t.node, node) })
}

// A Walk finds the rows of one table after another. Tables in order of their nodes are found at once.
type Walk struct {
	class *Class
	next  int // place after the table that was found last
}

// Walk begins a walk; a nil Class has no rows anywhere.
func (c *Class) Walk() Walk { return Walk{class: c} }

// At returns the rows of a table. They must not be changed.
func (w *Walk) At(node int32) []Row {
	if w.class == nil {
		return nil
	}
	if w.next == len(w.class.tables) || w.class.tables[w.next].node != node {
		i, ok := w.class.find(node)
		if !ok {
			return nil
		}
		w.next = i
	}
	w.next++
	return w.class.rowsAt(w.next - 1)
}

// activeAt tells whether a table has an Active route.
func (c *Class) activeAt(node int32) bool {
	rows := c.At(node)
	return len(rows) > 0 && rows[0].Status == route.Active
}

// solveClass finds the rows of a class in every table, or the reason why there are none.
func (s *solver) solveClass(c *Class) {
	c.solved = true
	if c.fault = s.settle(c); c.fault == nil {
		s.keep(c)
	}
	s.left--
}
