package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A truth is what a formula is held against: clauses over n variables and domains, tried with all values.
type truth struct {
	n       int
	clauses [][]int // literals i+1 or -(i+1)
}

// satisfied reports whether some values satisfy the clauses and the assumptions.
func (t *truth) satisfied(assumptions []int) bool {
	for values := range 1 << t.n {
		holds := func(l int) bool { return l > 0 == (values>>(max(l, -l)-1)&1 != 0) }
		all := func(clause []int) bool { return slices.ContainsFunc(clause, holds) }
		if !slices.ContainsFunc(t.clauses, func(c []int) bool { return !all(c) }) &&
			!slices.ContainsFunc(assumptions, func(l int) bool { return !holds(l) }) {
			return true
		}
	}
	return false
}

// A formula has values exactly if trying all of them says so, question after question, also when clauses are added and
// taken back in between; and the values that it gives satisfy the clauses and the assumptions.
func TestFormulaIsExact(t *testing.T) {
	check := func(t *rapid.T) {
		f := newFormula()
		f.work = 1 << 20
		truth := truth{n: rapid.IntRange(3, 9).Draw(t, "n")}
		var variables []lit
		for range truth.n {
			variables = append(variables, f.variable(rapid.Bool().Draw(t, "prefer")))
		}
		lits := func(list []int) (lits []lit) {
			for _, l := range list {
				lits = append(lits, variables[max(l, -l)-1].is(l > 0))
			}
			return lits
		}
		literal := rapid.Custom(func(t *rapid.T) int {
			return rapid.IntRange(1, truth.n).Draw(t, "variable") * rapid.SampledFrom([]int{1, -1}).Draw(t, "sign")
		})
		var focus []int
		for range rapid.IntRange(1, 6).Draw(t, "questions") {
			if rapid.Bool().Draw(t, "move") {
				focus = rapid.SliceOfN(literal, 0, 3).Draw(t, "focus")
				f.focusOn(lits(focus)...)
			}
			for _, clause := range rapid.SliceOfN(rapid.SliceOfN(literal, 1, 4), 0, 9).Draw(t, "clauses") {
				truth.clauses = append(truth.clauses, clause)
				f.add(lits(clause)...)
			}
			if rapid.Bool().Draw(t, "aside") && !f.broken {
				requireAside(t, f, variables)
				f.focusOn(lits(focus)...)
			}
			requireKnown(t, f, &truth, variables, focus)
			assumptions := rapid.SliceOfN(literal, 0, 3).Draw(t, "assumptions")
			got, want := f.solve(lits(assumptions)...), answerOf(truth.satisfied(slices.Concat(focus, assumptions)))
			if got != want {
				t.Fatalf("%v under %v: %v, want %v", truth.clauses, assumptions, got, want)
			}
			for _, clause := range truth.clauses {
				if got == Yes && !slices.ContainsFunc(lits(clause), f.holds) {
					t.Fatalf("the values do not satisfy %v", clause)
				}
			}
			if got == Yes && slices.ContainsFunc(lits(slices.Concat(focus, assumptions)), func(l lit) bool { return !f.holds(l) }) {
				t.Fatalf("the values are not those of %v", assumptions)
			}
		}
	}
	for range 8 { // few questions are about clauses that cannot hold in the focus
		rapid.Check(t, check)
	}
}

// requireKnown requires of what is known in the focus that it follows from it.
func requireKnown(t *rapid.T, f *formula, truth *truth, variables []lit, focus []int) {
	for v, l := range variables {
		switch known := f.known(l); {
		case known == always && truth.satisfied(append(slices.Clip(focus), -v-1)), known == never && truth.satisfied(append(slices.Clip(focus), v+1)):
			t.Fatalf("%v in %v: variable %d is taken to be known", truth.clauses, focus, v+1)
		}
	}
}

// requireAside asks something about a variable that is defined by others, and takes it back.
func requireAside(t *rapid.T, f *formula, variables []lit) {
	before := f.size()
	a, b := variables[0], variables[1].not()
	both := f.variable(false)
	f.add(both.not(), a)
	f.add(both.not(), b)
	f.add(both, a.not(), b.not())
	if want := f.solve(a, b); f.solve(both) != want {
		t.Fatalf("both hold: %v, want %v", f.solve(both), want)
	}
	if f.solve(both, a.not()) == Yes {
		t.Fatal("both hold, one does not")
	}
	f.cut(before)
}

// A clause that is taken back is forgotten where it waits too, even for variables that stay: otherwise the next clause, in
// its place, would be taken for it.
func TestClausesAreTakenBack(t *testing.T) {
	f := newFormula()
	f.work = 1 << 20
	var v [5]lit
	for i := range v {
		v[i] = f.variable(true)
	}
	before := f.size()
	more := f.variable(true)
	f.add(more, v[0], v[1])
	if got := f.solve(more.not()); got != Yes { // now it waits for v[0] and v[1]
		t.Fatalf("the clause holds without its first variable: %v", got)
	}
	f.cut(before)
	f.add(v[2], v[3], v[4])
	if got := f.solve(v[4].not(), v[1].not(), v[2].not()); got != Yes || !f.holds(v[3]) {
		t.Errorf("one of three is left, and does not hold: %v", got)
	}
}

// In a domain, tests hold together exactly if there is an atom for which all of them do.
func TestDomainIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := newFormula()
		f.work = 1 << 20
		n := rapid.IntRange(1, 70).Draw(t, "atoms")
		f.domain(n)
		var tests []lit
		var holds [][]bool
		before := f.size()
		for range rapid.IntRange(1, 8).Draw(t, "tests") {
			set, list := newAtoms(n), make([]bool, n)
			for i := range n {
				if list[i] = rapid.Bool().Draw(t, "holds"); list[i] {
					set.add(i)
				}
			}
			tests, holds = append(tests, f.test(1, set)), append(holds, list)
		}
		for range 4 {
			var assumptions []lit
			possible := slices.Repeat([]bool{true}, n)
			for i, l := range tests {
				value := rapid.IntRange(-1, 1).Draw(t, "value")
				if value == 0 {
					continue
				}
				assumptions = append(assumptions, l.is(value > 0))
				for a := range possible {
					possible[a] = possible[a] && holds[i][a] == (value > 0)
				}
			}
			got, want := f.solve(assumptions...), answerOf(slices.Contains(possible, true))
			if got != want {
				t.Fatalf("%v, want %v", got, want)
			}
			requireReasons(t, f, tests, holds)
			left := f.domains[0].now()
			if got == Yes && left.empty() {
				t.Fatal("no atom is left")
			}
			for a := range possible {
				if got == Yes && left.has(a) && !possible[a] {
					t.Fatalf("atom %d is left", a)
				}
			}
		}
		f.cut(before)
		if f.solve() != Yes || f.domains[0].now().count() != n {
			t.Fatal("without tests, not every atom can be")
		}
	})
}

// requireReasons requires of each test that a domain has set that it follows from the tests that are given as the reason.
func requireReasons(t *rapid.T, f *formula, tests []lit, holds [][]bool) {
	for i, l := range tests {
		if f.values[l] == 0 || f.reason[l/2] != byDomain {
			continue
		}
		reasons := slices.Clone(f.reasons(l / 2))
		for atom := range holds[i] {
			if holds[i][atom] != f.holds(l) && !slices.ContainsFunc(reasons, func(r lit) bool {
				return holds[slices.Index(tests, r&^1)][atom] == (r&1 == 0)
			}) {
				t.Fatalf("%v do not tell that test %d holds: %v", reasons, i, f.holds(l))
			}
		}
	}
}

// Without work a formula claims nothing but what it knows for sure.
func TestFormulaWithoutWork(t *testing.T) {
	f := newFormula()
	a, b := f.variable(false), f.variable(false)
	f.add(a, b)
	for f.work = -1; f.work < 1; f.work++ {
		work := f.work
		if got := f.solve(a.not()); got != Undecided {
			t.Errorf("with work %d: %v", work, got)
		}
		f.work = work
	}
}

func TestLuby(t *testing.T) {
	want := []int{1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8, 1}
	for i, n := range want {
		if got := luby(i + 1); got != n {
			t.Errorf("luby(%d) = %d, want %d", i+1, got, n)
		}
	}
}
