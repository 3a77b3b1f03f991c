package engine

import (
	"iter"
	"net/netip"
	"slices"
)

// A Succession is a network and the state of an earlier version of it, from which it takes over what did not change. It
// is of use until the network is solved.
//
// Most changes of a network touch few prefixes. All others stay together with those that they were together with: they
// start where they started, and no list that names some of them has come or gone. So the table of prefixes is carried
// over as it is, class by class, and only the prefixes that are touched are put into classes anew.
type Succession struct {
	before *State
	after  *Network

	names   []ID     // of the new network, by those of the old one; -1: it has none
	nodes   []int32  // the same of nodes
	origins []Origin // the same of origins, unknown: it has none

	touched map[netip.Prefix][]Origin // where they start now
	classes []carried                 // by place
	steady  bool                      // the names and tables are as before
}

// A carried class is what becomes of a class.
type carried struct {
	size int  // of prefixes that are not touched
	same bool // they have the same rows as before
}

const unknown = ^Origin(0)

// Succeed carries the prefixes of a state over to a network that is compiled and has origins, but no prefixes yet. Was
// are the starts of the old network, are those of the new one. Names says which name of the new network a name of the
// old one is, -1: none. It reports false where too many prefixes are touched: then the network is of no use, and is to
// be made anew.
func (n *Network) Succeed(before *State, was, are Starts, names []ID) (*Succession, bool) {
	s := &Succession{before: before, after: n, names: names}
	was, are = was.withAggregates(before.Network), are.withAggregates(n)
	s.matchNodes()
	s.matchOrigins()
	if !s.touch(&was, &are) || !s.carryClasses() {
		return nil, false
	}
	s.placeTouched()
	s.carryRows()
	return s, true
}

// matchNodes finds the nodes of the old network in the new one.
func (s *Succession) matchNodes() {
	tables := make(map[ID]int32, len(s.after.Nodes))
	for i := range s.after.Nodes {
		tables[s.after.Nodes[i].Table] = int32(i)
	}
	s.nodes = make([]int32, len(s.before.Network.Nodes))
	for i := range s.nodes {
		s.nodes[i] = -1
		if node, ok := tables[s.names[s.before.Network.Nodes[i].Table]]; ok {
			s.nodes[i] = node
		}
	}
}

// matchOrigins finds the origins of the old network in the new one.
func (s *Succession) matchOrigins() {
	old := s.before.Network.classes.origins.all
	s.origins = make([]Origin, len(old))
	for i, o := range old {
		s.origins[i] = unknown
		o.node = s.nodes[o.node]
		r := &o.row
		gone := o.node < 0
		for _, id := range []*ID{&r.NextHop, &r.Region, &r.Origin.Instance, &r.Origin.Region, &r.Origin.Table, &r.Origin.Member} {
			*id = s.names[*id]
			gone = gone || *id < 0
		}
		if is, ok := s.after.classes.origins.find(o); ok && !gone {
			s.origins[i] = Origin(is)
		}
	}
}

// touch finds the prefixes that start elsewhere than before, or that a list names which the other network does not
// have. It reports false if they are many.
func (s *Succession) touch(was, are *Starts) bool {
	s.touched = map[netip.Prefix][]Origin{}
	translated := was.translated(s.origins)
	gone, come := translated.without(are), are.without(&translated)
	most := max(1000, s.before.classOf.Size()/8) // more are put into classes sooner when all are, for then nothing is shared
	if len(gone)+len(come) > most {
		return false
	}
	for _, start := range gone {
		origins := s.touchOne(start.Prefix)
		at := slices.Index(origins, start.Origin)
		if at < 0 {
			return false // never seen: the starts are not those of the state
		}
		s.touched[start.Prefix] = slices.Delete(origins, at, at+1)
	}
	for _, start := range come {
		s.touched[start.Prefix] = appendWith(nil, s.touchOne(start.Prefix), start.Origin)
	}
	for _, list := range unlike(s.before.Network.nameLists(), s.after.nameLists()) {
		for _, p := range list.List {
			if len(s.touched) > most {
				return false
			}
			s.touchNamed(p, list.Inner)
		}
	}
	return len(s.touched) <= most
}

// touchNamed touches a prefix that a list names, with inner also those inside it.
func (s *Succession) touchNamed(p netip.Prefix, inner bool) {
	if !inner {
		if _, ok := s.before.classOf.Get(p); ok {
			s.touchOne(p)
		}
		return
	}
	for q := range s.before.classOf.Subnets(p) {
		s.touchOne(q)
	}
}

// touchOne touches a prefix and returns where it starts now, as far as that is known.
func (s *Succession) touchOne(p netip.Prefix) []Origin {
	if origins, ok := s.touched[p]; ok {
		return origins
	}
	var origins []Origin
	if is, ok := s.before.classOf.Get(p); ok {
		origins = s.moved(s.before.classes[is].origins)
	}
	s.touched[p] = origins
	return origins
}

// moved returns a list of origins of the old network as those of the new one, sorted.
func (s *Succession) moved(origins []Origin) []Origin {
	list := make([]Origin, len(origins))
	for i, o := range origins {
		list[i] = s.origins[o]
	}
	slices.Sort(list)
	return list
}

// unlike returns the lists that only one of two networks has.
func unlike(a, b []NamedPrefixes) []NamedPrefixes {
	type kind struct {
		first        netip.Prefix
		number       int
		inner, equal bool
	}
	kindOf := func(l *NamedPrefixes) kind { return kind{l.List[0], len(l.List), l.Inner, l.Equal} }
	other := make(map[kind][]*NamedPrefixes, len(b))
	for i := range b {
		other[kindOf(&b[i])] = append(other[kindOf(&b[i])], &b[i])
	}
	var rest []NamedPrefixes
	for i := range a {
		k := kindOf(&a[i])
		at := slices.IndexFunc(other[k], func(l *NamedPrefixes) bool { return sameList(l.List, a[i].List) })
		if at < 0 {
			rest = append(rest, a[i])
			continue
		}
		other[k] = slices.Delete(other[k], at, at+1)
	}
	for _, lists := range other {
		for _, l := range lists {
			rest = append(rest, *l)
		}
	}
	return rest
}

// carryClasses makes for each class one of the new network, in the same place, for its prefixes that are not touched.
// It reports false if one of these starts nowhere, which is never seen: they would be touched.
func (s *Succession) carryClasses() bool {
	c := newClasses()
	c.origins, c.alone = s.after.classes.origins, s.after.classes.alone
	s.classes, c.all = make([]carried, len(s.before.classes)), make([]*Class, len(s.before.classes))
	room := make([]Class, len(s.before.classes))
	for i, old := range s.before.classes {
		c.all[i] = &room[i]
		c.all[i].size, c.all[i].sample = old.size, old.sample
	}
	for p := range s.touched {
		if is, ok := s.before.classOf.Get(p); ok {
			c.all[is].leave(p)
		}
	}
	s.after.classes = c
	s.resample()
	return s.completeClasses()
}

// completeClasses finds the origins and the signature of each class that has a prefix. Others are free for new classes.
func (s *Succession) completeClasses() bool {
	c := &s.after.classes
	for i, class := range c.all {
		if s.classes[i].size = class.size; class.size == 0 {
			c.free = append(c.free, uint32(i))
			continue
		}
		class.origins = s.moved(s.before.classes[i].origins)
		class.signature = s.after.names.of(class.sample)
		if slices.Contains(class.origins, unknown) {
			return false
		}
		c.enter(uint32(i))
	}
	return true
}

// resample gives each class whose sample is touched another one.
func (s *Succession) resample() {
	missing := 0
	for _, class := range s.after.classes.all {
		if class.size > 0 && !class.sample.IsValid() {
			missing++
		}
	}
	if missing == 0 {
		return
	}
	for p, is := range s.before.classOf.All() {
		class := s.after.classes.all[is]
		if class.size == 0 || class.sample.IsValid() {
			continue
		}
		if _, touched := s.touched[p]; touched {
			continue
		}
		if class.sample = p; missing == 1 {
			return
		}
		missing--
	}
}

// placeTouched puts the prefixes that are touched into their classes.
func (s *Succession) placeTouched() {
	c, table := &s.after.classes, s.before.classOf
	for _, p := range s.Touched() {
		was, known := table.Get(p)
		origins := s.touched[p]
		switch {
		case len(origins) > 0:
			is := c.at(origins, s.after.names.of(p))
			c.all[is].join(p)
			if !known || is != was {
				table = table.InsertPersist(p, is)
			}
		case known:
			table = table.DeletePersist(p)
		}
	}
	c.of = table
}

// at returns the class with some origins and a signature. It is made if there is none.
func (c *classes) at(origins []Origin, s signature) uint32 {
	if is, ok := c.find(c.all, origins, s); ok {
		return is
	}
	return c.add(origins, s)
}

// Touched returns the prefixes that were put into classes anew, in order.
func (s *Succession) Touched() []netip.Prefix {
	list := make([]netip.Prefix, 0, len(s.touched))
	for p := range s.touched {
		list = append(list, p)
	}
	slices.SortFunc(list, compare)
	return list
}

// Changed yields every prefix whose routes may be others than before, once, with its class before and after: those that
// are touched, and those of the classes that differ says are other now. It asks once for a whole class, with one of its
// prefixes. The new network must be solved.
func (s *Succession) Changed(differ func(p netip.Prefix, classes [2]*Class) bool) iter.Seq2[netip.Prefix, [2]*Class] {
	return func(yield func(netip.Prefix, [2]*Class) bool) {
		for _, p := range s.Touched() {
			if !yield(p, [2]*Class{s.before.Class(p), s.after.class(p)}) {
				return
			}
		}
		changed, many := s.changedClasses(differ)
		for is, class := range s.after.classes.all {
			if changed[is] && s.classes[is].size == 1 && !yield(class.sample, s.both(uint32(is))) {
				return
			}
		}
		if !many {
			return
		}
		for p, is := range s.before.classOf.All() {
			if _, touched := s.touched[p]; changed[is] && s.classes[is].size > 1 && !touched && !yield(p, s.both(is)) {
				return
			}
		}
	}
}

// both returns the class at a place before and after.
func (s *Succession) both(is uint32) [2]*Class {
	return [2]*Class{s.before.classes[is], s.after.classes.all[is]}
}

// changedClasses finds the classes that were carried over and are other now, and whether one of these has several
// prefixes.
func (s *Succession) changedClasses(differ func(p netip.Prefix, classes [2]*Class) bool) (changed []bool, many bool) {
	changed = make([]bool, len(s.after.classes.all))
	for is, c := range s.classes {
		both := s.both(uint32(is))
		if c.size == 0 || c.same || s.steady && both[0].sameRows(both[1]) {
			continue
		}
		changed[is] = differ(both[1].sample, both)
		many = many || changed[is] && c.size > 1
	}
	return changed, many
}

// sameRows tells whether two classes hold the same in every table, whatever ways it came on.
func (c *Class) sameRows(o *Class) bool {
	return slices.Equal(c.tables, o.tables) && slices.EqualFunc(c.rows, o.rows, func(a, b Row) bool {
		learned := a.Via >= 0 == (b.Via >= 0)
		a.Via = b.Via
		return learned && a == b
	})
}

// class returns the class of a prefix, nil for one that nothing originates.
func (n *Network) class(p netip.Prefix) *Class {
	is, ok := n.classes.of.Get(p)
	if !ok {
		return nil
	}
	return n.classes.all[is]
}
