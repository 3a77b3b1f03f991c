package policy

import (
	"math/bits"
	"slices"
)

// A domain is variables of which one holds, the atoms of a dimension, and tests, which hold for some atoms and not for the
// others. It says what clauses of an atom and a test each would say.
type domain struct {
	atoms []lit
	left  atomSet // atoms that are not known not to hold
	tests []test
}

type test struct {
	l     lit
	holds atomSet
}

// A role is what a variable is in a domain. The zero role is none.
type role struct {
	domain int // from 1
	place  int // among the atoms or, behind them, the tests
	test   bool
}

func (r role) atom() bool { return r.domain > 0 && !r.test }

// domain returns the atoms of a new domain.
func (f *formula) domain(n int) (atoms []lit) {
	for i := range n {
		atoms = append(atoms, f.open(true))
		f.role[atoms[i]/2] = role{domain: len(f.domains) + 1, place: i}
	}
	f.domains = append(f.domains, domain{atoms: atoms, left: allAtoms(n)})
	f.add(slices.Clone(atoms)...)
	return atoms
}

// test returns a variable that holds for some atoms of a domain, counted from 1.
func (f *formula) test(domain int, holds atomSet) lit {
	d := &f.domains[domain-1]
	l := f.open(false)
	f.role[l/2] = role{domain, len(d.tests), true}
	d.tests = append(d.tests, test{l, holds})
	for i, atom := range d.atoms {
		if f.holds(atom) {
			f.add(l.is(holds.has(i)))
		}
	}
	return l
}

// narrow sets what follows in its domain from a literal that holds, and returns a clause that cannot hold any more.
func (f *formula) narrow(l lit) []lit {
	r := f.role[l/2]
	d := &f.domains[r.domain-1]
	if r.test {
		return f.narrowAtoms(d, l, d.tests[r.place].holds)
	}
	if l&1 != 0 {
		return nil
	}
	f.work -= len(d.tests)
	for i := range d.tests {
		t := d.tests[i].l
		if !d.tests[i].holds.has(r.place) {
			t = t.not()
		}
		if dead := f.follow(t, l.not()); dead != nil {
			return dead
		}
	}
	return nil
}

// narrowAtoms narrows a domain to the atoms for which the literal of a test holds.
func (f *formula) narrowAtoms(d *domain, l lit, holds atomSet) []lit {
	f.work -= len(holds)
	for i, word := range d.left {
		gone := word &^ holds[i]
		if l&1 != 0 {
			gone = word & holds[i]
		}
		for ; gone != 0; gone &= gone - 1 {
			if dead := f.follow(d.atoms[64*i+bits.TrailingZeros64(gone)].not(), l.not()); dead != nil {
				return dead
			}
		}
	}
	return nil
}

// follow makes a literal hold because another one does not.
func (f *formula) follow(l, gone lit) []lit {
	switch {
	case f.values[l] == 0:
		f.set(l, pairWith(gone))
	case f.values[l] < 0:
		f.pair = [2]lit{l, gone}
		return f.pair[:]
	}
	return nil
}

// cut drops the tests from a variable on.
func (d *domain) cut(variables int) {
	d.tests = slices.DeleteFunc(d.tests, func(t test) bool { return int(t.l/2) >= variables })
}
