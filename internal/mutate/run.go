package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A sample is which mutants are tried.
type sample struct {
	every, seed, workers int
	list, own            bool
	limit                time.Duration
}

// judges are the packages whose tests judge every mutant, after those of the mutant's own package.
var judges = []string{"./topology"}

// closer are packages whose tests judge the mutants of one package, too, before the slow tests of the others: the
// reference computes every table of the engine a second time; invariants and renderers show what the topology answers.
var closer = map[string][]string{
	"./internal/engine": {"./internal/reference"},
	"./topology":        {"./topology/invariant", "./topology/render"},
}

// quick are the tests of a judge that come first: the cases of rules, which take no time and kill most.
const quick = "^TestRules|^TestRefused|^TestExplain[A-Z][a-z]*$|^TestReach|^TestControl|^TestDecide"

// mutantLimit is how long the tests of one package may take.
const mutantLimit = 3 * time.Minute

func runMutants(packages []string, s sample, dir string) error {
	if s.own {
		judges, closer = nil, nil
	}
	mutants, err := findMutants(packages)
	if err != nil {
		return err
	}
	all := slices.Clone(judges)
	for _, m := range mutants {
		all = append(all, append(closer[m.pkg()], m.pkg())...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	covered, err := coverage(packages, all, dir)
	if err != nil {
		return err
	}
	var chosen []*mutant
	t := &tally{equivalent: equivalents(), total: len(mutants)}
	for i, m := range mutants {
		switch {
		case !covered.has(m):
			t.uncovered++
		case (i-s.seed)%s.every == 0:
			chosen = append(chosen, m)
		default:
			t.passedOver++
		}
	}
	chosen, tests, err := buildMutants(chosen, all, dir, t)
	if err != nil {
		return err
	}
	if s.list {
		for _, m := range chosen {
			fmt.Println(m)
		}
		return nil
	}
	begin := time.Now()
	mix(chosen)
	each(len(chosen), s.workers, func(i int) verdict {
		if s.limit > 0 && time.Since(begin) > s.limit {
			return verdict{chosen[i], notTried}
		}
		return chosen[i].judge(tests)
	}, t.add)
	return t.report()
}

// mix puts mutants into an order in which those of one place are apart, so that a run that is cut short is a fair
// sample.
func mix(list []*mutant) {
	slices.SortFunc(list, func(a, b *mutant) int {
		return cmp.Compare(uint32(a.number)*2654435761, uint32(b.number)*2654435761)
	})
}

// String names a mutant by its place.
func (m *mutant) String() string {
	return fmt.Sprintf("%s:%d %s: %s", short(m.source.path), m.line(), m.name, m.what)
}

func (m *mutant) line() int { return 1 + strings.Count(m.source.text[:m.place.start], "\n") }

func findMutants(packages []string) (list []*mutant, err error) {
	out, err := goList(append([]string{"-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}} {{end}}`}, packages...)...)
	if err != nil {
		return nil, err
	}
	for _, path := range strings.Fields(out) {
		s, err := readSource(filepath.FromSlash(path))
		if err != nil {
			return nil, err
		}
		list = append(list, mutantsOf(s)...)
	}
	for i := range list {
		list[i].number = i + 1
	}
	return list, nil
}

// buildMutants compiles the tests with all mutants in them, those that compile.
func buildMutants(mutants []*mutant, packages []string, dir string, t *tally) ([]*mutant, map[string]testBinary, error) {
	variants := make([]*variant, len(mutants))
	for i := range mutants {
		variants[i] = &mutants[i].variant
	}
	replace, err := overlay(variants, dir)
	if err != nil {
		return nil, nil, err
	}
	sound := slices.DeleteFunc(mutants, func(m *mutant) bool { return m.broken != nil })
	t.broken = len(variants) - len(sound)
	tests := map[string]testBinary{}
	for i, pkg := range packages {
		b, err := buildTest(pkg, replace, temporary(dir, "test%d", i))
		if err != nil {
			return nil, nil, err
		}
		if _, err := os.Stat(b.path); err != nil {
			continue // no test files
		}
		if r, out := b.test(3*mutantLimit, 0, "-test.short"); r != passed {
			return nil, nil, fmt.Errorf("%s fails without any mutant:\n%s", pkg, out)
		}
		tests[pkg] = b
	}
	return sound, tests, nil
}

func (m *mutant) pkg() string { return "./" + short(filepath.Dir(m.source.path)) }

// A verdict is what the tests said of a mutant.
type verdict struct {
	*mutant
	result result
}

// judge runs the tests that judge the mutant, cheapest first, until one fails.
func (m *mutant) judge(tests map[string]testBinary) verdict {
	for _, run := range m.runs() {
		if b, ok := tests[run[0]]; ok {
			if r, _ := b.test(mutantLimit, m.number, run[1:]...); r != passed {
				return verdict{m, r}
			}
		}
	}
	return verdict{m, passed}
}

// runs are the packages whose tests judge the mutant, with the arguments of their tests: those of its own package, the
// quick ones of those that judge every mutant, then all of these.
func (m *mutant) runs() [][]string {
	runs := [][]string{}
	for _, pkg := range judges {
		runs = append(runs, []string{pkg, "-test.short", "-test.run", quick})
	}
	if !slices.Contains(judges, m.pkg()) {
		runs = slices.Insert(runs, 0, []string{m.pkg(), "-test.short"})
	}
	for _, pkg := range append(closer[m.pkg()], judges...) {
		runs = append(runs, []string{pkg, "-test.short"})
	}
	return runs
}

// lines are the places that the tests reach, by file.
type lines map[string][]block

// A block is a part of a file that the tests run through.
type block struct{ fromLine, fromColumn, toLine, toColumn int }

// coverage runs the tests once and notes what they reach.
func coverage(packages, tests []string, dir string) (lines, error) {
	profile := filepath.Join(dir, "cover.out")
	args := []string{"test", "-short", "-coverprofile", profile, "-coverpkg", strings.Join(packages, ",")}
	if _, err := goCommand(append(args, tests...)...); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(profile)
	if err != nil {
		return nil, err
	}
	reached := lines{}
	for _, line := range strings.Split(string(text), "\n") {
		words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(":., ", r) })
		if n := len(words); n >= 8 && words[n-1] != "0" {
			var v [4]int
			for i := range v {
				v[i], _ = strconv.Atoi(words[n-6+i])
			}
			file, _, _ := strings.Cut(line, ":")
			reached[file] = append(reached[file], block{v[0], v[1], v[2], v[3]})
		}
	}
	return reached, nil
}

// has tells whether the tests reach a mutant.
func (l lines) has(m *mutant) bool {
	line := m.line()
	column := m.place.start - strings.LastIndex(m.source.text[:m.place.start], "\n")
	for file, blocks := range l {
		if !strings.HasSuffix(file, "/"+short(m.source.path)) {
			continue
		}
		return slices.ContainsFunc(blocks, func(b block) bool {
			after := b.fromLine < line || b.fromLine == line && b.fromColumn <= column
			before := line < b.toLine || line == b.toLine && column <= b.toColumn
			return after && before
		})
	}
	return false
}
