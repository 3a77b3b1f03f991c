package policy

import "slices"

// A domain is a property of which there is one atom of some, and tests, which hold for some atoms and not for the others.
type domain struct {
	left  []atomSet // the atoms that can be, at first and behind each literal that narrowed them
	by    []lit     // literals of tests that did, in their order
	tests []test
}

type test struct {
	l     lit
	holds atomSet
}

// A role is what a variable is in a domain. The zero role is none.
type role struct {
	domain int // from 1
	place  int // among the tests
}

// domain adds a domain of n atoms and returns its number, counted from 1.
func (f *formula) domain(n int) int {
	f.domains = append(f.domains, domain{left: []atomSet{allAtoms(n)}})
	return len(f.domains)
}

// test returns a variable that holds for some atoms of a domain.
func (f *formula) test(number int, holds atomSet) lit {
	f.settle()
	d := &f.domains[number-1]
	l := f.open(false)
	f.role[l/2] = role{number, len(d.tests)}
	d.tests = append(d.tests, test{l, holds})
	f.settleTest(d, len(d.tests)-1)
	return l
}

// now returns the atoms that can be.
func (d *domain) now() atomSet { return d.left[len(d.left)-1] }

// part returns the atoms of a set for which a literal of a test holds, in memory that it appends to.
func (d *domain) part(into, of atomSet, l lit, r role) atomSet {
	for i, word := range d.tests[r.place].holds {
		if l&1 != 0 {
			word = ^word
		}
		into = append(into, of[i]&word)
	}
	return into
}

// narrow narrows a domain to the atoms for which a literal holds, sets the tests that this decides, and returns a clause
// that cannot hold any more.
func (f *formula) narrow(l lit) []lit {
	r := f.role[l/2]
	d := &f.domains[r.domain-1]
	f.work--
	f.some = d.part(f.some[:0], d.now(), l, r)
	switch left := f.some; {
	case slices.Equal(left, d.now()):
		return nil
	case left.empty():
		return append(f.excluded(l), l.not())
	}
	d.left, d.by = append(d.left, slices.Clone(f.some)), append(d.by, l)
	f.work -= len(d.tests)
	for i := range d.tests {
		f.settleTest(d, i)
	}
	return nil
}

// settleTest sets a test if the atoms that can be leave it no choice.
func (f *formula) settleTest(d *domain, i int) {
	switch t := &d.tests[i]; {
	case f.values[t.l] != 0:
	case !d.now().meets(t.holds):
		f.set(t.l.not(), byDomain)
	case d.now().within(t.holds):
		f.set(t.l, byDomain)
	}
}

// excluded returns literals, none of which holds, of tests that together leave no atom for which a literal holds.
func (f *formula) excluded(l lit) []lit {
	d := &f.domains[f.role[l/2].domain-1]
	f.some = d.part(f.some[:0], d.left[0], l, f.role[l/2])
	f.because = f.because[:0]
	for _, by := range d.by {
		n := len(f.some)
		f.some = d.part(f.some, f.some, by, f.role[by/2])
		if !slices.Equal(f.some[:n], f.some[n:]) {
			f.because = append(f.because, by.not())
		}
		f.some = append(f.some[:0], f.some[n:]...)
		if f.some.empty() {
			break
		}
	}
	return f.because
}

// widen takes back what a literal has narrowed.
func (f *formula) widen(l lit) {
	d := &f.domains[f.role[l/2].domain-1]
	if n := len(d.by) - 1; n >= 0 && d.by[n] == l {
		d.by, d.left = d.by[:n], d.left[:n+1]
	}
}

// cut drops the tests from a variable on, and keeps what is known without choices.
func (d *domain) cut(variables int) {
	d.left, d.by = append(d.left[:0], d.now()), d.by[:0]
	for len(d.tests) > 0 && int(d.tests[len(d.tests)-1].l/2) >= variables {
		d.tests = d.tests[:len(d.tests)-1]
	}
}
