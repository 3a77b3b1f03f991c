package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A wiring is definitions over open variables.
type wiring struct {
	*formula
	open     []lit
	defined  []lit
	means    []func(value func(lit) bool) bool // of the defined
	literals []lit
}

func (c *wiring) draw(t *rapid.T) lit {
	return rapid.SampledFrom(c.literals).Draw(t, "literal").is(rapid.Bool().Draw(t, "value"))
}

// grow adds a definition.
func (c *wiring) grow(t *rapid.T) {
	x, y, z := c.draw(t), c.draw(t), c.draw(t)
	if rapid.Bool().Draw(t, "conjunction") {
		c.defined = append(c.defined, c.conjunct(x, y, z))
		c.means = append(c.means, func(value func(lit) bool) bool { return value(x) && value(y) && value(z) })
	} else {
		c.defined = append(c.defined, c.choosing(x, y, z))
		c.means = append(c.means, func(value func(lit) bool) bool { return value(x) && value(y) || !value(x) && value(z) })
	}
	c.literals = append(c.literals, c.defined[len(c.defined)-1])
}

// value returns the value of a literal where just some of the open variables hold.
func (c *wiring) value(l lit, holds func(open lit) bool) bool {
	v := l &^ 1
	var value bool
	switch i := slices.Index(c.defined, v); {
	case i >= 0:
		value = c.means[i](func(l lit) bool { return c.value(l, holds) })
	default:
		value = holds(v)
	}
	return value == (v == l)
}

// Assumptions about what is defined hold together exactly if they do for some values of what is open, question after
// question; the values that are found are enough to make them hold, whatever is left open, and others that are asked for
// have the value that follows.
func TestDefinitionsAreExact(t *testing.T) {
	left := 0
	rapid.Check(t, func(t *rapid.T) {
		c := &wiring{formula: newFormula()}
		c.work = 1 << 20
		for range rapid.IntRange(2, 6).Draw(t, "open") {
			c.open = append(c.open, c.formula.open(rapid.Bool().Draw(t, "prefer")))
		}
		c.literals = slices.Clone(c.open)
		for range rapid.IntRange(1, 5).Draw(t, "questions") {
			for range rapid.IntRange(1, 5).Draw(t, "more") {
				c.grow(t)
			}
			var assumptions, more []lit
			for range rapid.IntRange(1, 3).Draw(t, "assumptions") {
				assumptions = append(assumptions, c.draw(t))
			}
			for range rapid.IntRange(0, 2).Draw(t, "values") {
				more = append(more, c.draw(t))
			}
			want := No
			for values := range 1 << len(c.open) {
				holds := func(l lit) bool { return values>>slices.Index(c.open, l)&1 != 0 }
				if !slices.ContainsFunc(assumptions, func(l lit) bool { return !c.value(l, holds) }) {
					want = Yes
				}
			}
			if got := c.solveWith(more, assumptions); got != want {
				t.Fatalf("%v: %v, want %v", assumptions, got, want)
			}
			if want == No {
				continue
			}
			if slices.ContainsFunc(c.open, func(l lit) bool { return c.values[l] == 0 }) {
				left++
			}
			for _, l := range assumptions {
				if !c.value(l, c.holds) {
					t.Fatalf("%d of %v does not hold for the values", l, assumptions)
				}
			}
			for _, l := range more {
				if c.values[l] == 0 || c.holds(l) != c.value(l, c.holds) {
					t.Fatalf("%d has the value %d", l, c.values[l])
				}
			}
		}
	})
	if left == 0 {
		t.Error("nothing was left open")
	}
}

// What is learned where tests of a domain exclude each other is no more than they say.
func TestDomainsLearn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFormula()
		f.work = 1 << 20
		n := rapid.IntRange(2, 9).Draw(t, "atoms")
		var tests []lit
		var holds []atomSet
		for range 2 {
			number := f.domain(n)
			for range rapid.IntRange(1, 4).Draw(t, "tests") {
				set := newAtoms(n)
				for i := range n {
					if rapid.Bool().Draw(t, "holds") {
						set.add(i)
					}
				}
				tests, holds = append(tests, f.test(number, set)), append(holds, set)
			}
		}
		of := func(l lit) int { return f.role[l/2].domain - 1 }
		literal := rapid.Custom(func(t *rapid.T) lit {
			return rapid.SampledFrom(tests).Draw(t, "test").is(rapid.Bool().Draw(t, "value"))
		})
		var clauses [][]lit
		value := func(l lit, at [2]int) bool { return holds[slices.Index(tests, l&^1)].has(at[of(l)]) == (l&1 == 0) }
		for range rapid.IntRange(1, 5).Draw(t, "questions") {
			for _, clause := range rapid.SliceOfN(rapid.SliceOfN(literal, 2, 3), 0, 4).Draw(t, "clauses") {
				var c []lit
				for _, l := range clause {
					c = append(c, f.conjunct(l, l)) // a clause is about what is defined by tests
				}
				g := c[0]
				for _, l := range c[1:] {
					g = f.conjunct(g.not(), l.not()).not()
				}
				clauses = append(clauses, append(slices.Clone(clause), g))
			}
			var assumptions []lit
			for _, c := range clauses {
				assumptions = append(assumptions, c[len(c)-1])
			}
			want := No
			for a := range n {
				for b := range n {
					if !slices.ContainsFunc(clauses, func(c []lit) bool {
						return !slices.ContainsFunc(c[:len(c)-1], func(l lit) bool { return value(l, [2]int{a, b}) })
					}) {
						want = Yes
					}
				}
			}
			if got := f.solve(assumptions...); got != want {
				t.Fatalf("%v: %v, want %v", clauses, got, want)
			}
		}
	})
}
