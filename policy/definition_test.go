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
	check := func(t *rapid.T) {
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
	}
	for range 8 { // few questions meet a dead end behind a choice
		rapid.Check(t, check)
	}
	if left == 0 {
		t.Error("nothing was left open")
	}
}

// The same of definitions over tests of two domains: they hold together exactly if they do for two atoms.
func TestDefinitionsOverDomainsAreExact(t *testing.T) {
	answers := map[Answer]int{}
	rapid.Check(t, func(t *rapid.T) {
		c := &wiring{formula: newFormula()}
		c.work = 1 << 20
		n := rapid.IntRange(2, 9).Draw(t, "atoms")
		var holds []atomSet
		for range 2 {
			number := c.domain(n)
			for range rapid.IntRange(3, 12).Draw(t, "tests") {
				set := newAtoms(n)
				for i := range n {
					if rapid.Bool().Draw(t, "holds") {
						set.add(i)
					}
				}
				c.literals, holds = append(c.literals, c.test(number, set)), append(holds, set)
			}
		}
		tests := slices.Clone(c.literals)
		for range rapid.IntRange(1, 5).Draw(t, "questions") {
			for range rapid.IntRange(5, 25).Draw(t, "more") {
				c.grow(t)
			}
			var assumptions []lit
			for range rapid.IntRange(1, 5).Draw(t, "assumptions") {
				assumptions = append(assumptions, c.draw(t))
			}
			want := No
			for pair := range n * n {
				at := [2]int{pair / n, pair % n}
				test := func(l lit) bool { return holds[slices.Index(tests, l)].has(at[c.role[l/2].domain-1]) }
				if !slices.ContainsFunc(assumptions, func(l lit) bool { return !c.value(l, test) }) {
					want = Yes
				}
			}
			answers[want]++
			if got := c.solve(assumptions...); got != want {
				t.Fatalf("%v: %v, want %v", assumptions, got, want)
			}
			for i := range c.domains {
				if want == Yes && c.domains[i].now().empty() {
					t.Fatal("no atom is left")
				}
			}
		}
	})
	if answers[Yes] == 0 || answers[No] == 0 {
		t.Errorf("one answer is never given: %v", answers)
	}
}
