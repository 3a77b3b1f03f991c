package policy

import "slices"

// A vocabulary numbers the values of a set dimension that are named. One more atom stands for all that are not.
type vocabulary[V comparable] struct {
	values []V
	number map[V]int
}

func (v *vocabulary[V]) addAll(list []V) {
	if v.number == nil {
		v.number = map[V]int{}
	}
	for _, value := range list {
		if _, known := v.number[value]; !known {
			v.number[value] = len(v.values)
			v.values = append(v.values, value)
		}
	}
}

// size returns the number of atoms.
func (v *vocabulary[V]) size() int { return len(v.values) + 1 }

// atoms returns the atoms of list.
func (v *vocabulary[V]) atoms(list []V) atomSet {
	s := newAtoms(v.size())
	for _, value := range list {
		if atom, known := v.number[value]; known {
			s.add(atom)
		} else {
			s.add(len(v.values))
		}
	}
	return s
}

// all returns every atom.
func (v *vocabulary[V]) all() atomSet { return allAtoms(v.size()) }

// nameSets numbers the instances, communities and AS numbers.
func (s *space) nameSets(sets []*Set) {
	for _, m := range s.matches {
		s.instances[0].addAll(withoutEmpty(m.Source.Instances))
		s.instances[1].addAll(withoutEmpty(m.Destination.Instances))
		s.community.addAll(m.Communities.List)
		s.asNumber.addAll(m.ASPath.List)
	}
	for _, set := range sets {
		s.community.addAll(set.Communities.List)
	}
}

// withoutEmpty returns the names of a list that can be the name of something.
func withoutEmpty(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(name string) bool { return name == "" })
}

// unusedName returns a name that is not in the vocabulary.
func unusedName(v *vocabulary[string]) string {
	name := "other"
	for {
		if _, used := v.number[name]; !used {
			return name
		}
		name += "-1"
	}
}

// A numbering gives equal matches the same number, so that what holds for one is known of the other.
type numbering []*Match

// numbers returns the numbers of the matches of a list.
func (n *numbering) numbers(list []*Policy) []int {
	numbers := make([]int, len(list))
	for i, p := range list {
		numbers[i] = slices.IndexFunc(*n, func(m *Match) bool { return m.equal(&p.Match) })
		if numbers[i] < 0 {
			numbers[i] = len(*n)
			*n = append(*n, &p.Match)
		}
	}
	return numbers
}

// equal reports whether two matches are written alike.
func (m *Match) equal(o *Match) bool {
	return m.Source.equal(&o.Source) && m.Destination.equal(&o.Destination) &&
		slices.Equal(m.RouteTypes, o.RouteTypes) && m.Family == o.Family &&
		m.Prefixes.Mode == o.Prefixes.Mode && slices.Equal(m.Prefixes.List, o.Prefixes.List) &&
		m.ASPath.Mode == o.ASPath.Mode && slices.Equal(m.ASPath.List, o.ASPath.List) &&
		m.Communities.Mode == o.Communities.Mode && slices.Equal(m.Communities.List, o.Communities.List)
}

func (e *Endpoint) equal(o *Endpoint) bool {
	return e.Except == o.Except && slices.Equal(e.Instances, o.Instances) && slices.Equal(e.Kinds, o.Kinds) &&
		slices.Equal(e.Regions, o.Regions) && slices.Equal(e.RouteTables, o.RouteTables)
}
