package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cenroute/cenroute/internal/pins"
	"github.com/cenroute/cenroute/route/rule"
)

// A deliberate is one deliberate break.
type deliberate struct {
	name     string
	rules    []rule.ID // that it breaks, none: it breaks something else
	file     string    // relative to the module, with slashes
	old, new string    // text of the file, and what takes its place
	pkg      string    // whose test must catch it
	tests    string    // for -run
	at       string    // of the record: file and line
}

// testLimit is how long one test may take; a break that makes it run on is caught.
const testLimit = time.Minute

// tries is how often a test may look for a break: a property draws other networks each time.
const tries = 3

// parseBreaks reads the deliberate breaks of a file of some name. A record is
//
//	break TR-2.3.5 D-6: routes that are not Active are advertised
//	file internal/engine/advertise.go
//	- text that is there exactly once; several lines in a row stand for several lines
//	+ text in its place; without such a line the text is left out
//	test ./topology TestRulesAdvertise/TR-2.3.5|TestRulesStatuses/D-6
//
// The IDs before the colon are the rules that the break makes wrong, each of which a test that fails must name; other
// words there are the property or the part of the library that it is about. White space around a text does not count.
// Lines that are empty or begin with # separate records.
func parseBreaks(file, text string) ([]deliberate, error) {
	var list []deliberate
	var d *deliberate
	for i, line := range strings.Split(text, "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		rest = strings.TrimSpace(rest)
		switch {
		case word == "" || word[0] == '#':
			continue
		case word == "break":
			list = append(list, deliberate{name: rest, rules: rulesOf(rest), at: fmt.Sprintf("%s:%d", file, i+1)})
			d = &list[len(list)-1]
			continue
		case d == nil:
			return nil, fmt.Errorf("%s:%d: want a line that begins with break", file, i+1)
		}
		switch word {
		case "file":
			d.file = rest
		case "-":
			d.old = join(d.old, rest)
		case "+":
			d.new = join(d.new, rest)
		case "test":
			d.pkg, d.tests, _ = strings.Cut(rest, " ")
		default:
			return nil, fmt.Errorf("%s:%d: unknown word %q", file, i+1, word)
		}
	}
	for _, d := range list {
		if d.name == "" || d.file == "" || d.old == "" || d.pkg == "" || d.tests == "" {
			return nil, fmt.Errorf("%s: the break %q lacks a name, file, text or test", d.at, d.name)
		}
	}
	return list, nil
}

// rulesOf returns the rules that the name of a break begins with.
func rulesOf(name string) []rule.ID {
	if before, _, ok := strings.Cut(name, ":"); ok {
		return pins.Named(before)
	}
	return nil
}

// readBreaks reads a file of breaks, or all files of a folder in order.
func readBreaks(path string) (list []deliberate, err error) {
	files := []string{path}
	if about, err := os.Stat(path); err == nil && about.IsDir() {
		files, _ = filepath.Glob(filepath.Join(path, "*.txt"))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		more, err := parseBreaks(filepath.Base(file), string(text))
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

func join(text, line string) string {
	if text == "" {
		return line
	}
	return text + "\n" + line
}

// find returns the edit that makes the break. The old text must be in the source exactly once; lines are compared
// without the white space around them.
func (d *deliberate) find(source string) (edit, error) {
	var parts []string
	for _, line := range strings.Split(d.old, "\n") {
		parts = append(parts, regexp.QuoteMeta(line))
	}
	found := regexp.MustCompile(strings.Join(parts, `[ \t]*\n[ \t]*`)).FindAllStringIndex(source, -1)
	if len(found) != 1 {
		return edit{}, fmt.Errorf("the text is there %d times", len(found))
	}
	return edit{found[0][0], found[0][1], d.new}, nil
}

// An outcome is what became of a break.
type outcome struct {
	*deliberate
	caught bool
	took   time.Duration
	note   string
}

func runBreaks(path, only string, workers int, dir string) error {
	list, err := readBreaks(path)
	if err != nil {
		return err
	}
	named, err := findNamed(".")
	if err != nil {
		return err
	}
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(d deliberate) bool { return !wanted.MatchString(d.name + " " + d.file + " " + d.tests) })
	variants, err := variantsOf(list)
	if err != nil {
		return err
	}
	tests, err := buildBroken(list, variants, dir)
	if err != nil {
		return err
	}
	missed := 0
	each(len(list), workers, func(i int) outcome { return list[i].try(variants[i], tests[list[i].pkg], named) }, func(o outcome) {
		o.print(longest(list))
		if !o.caught {
			missed++
		}
	})
	fmt.Printf("%d of %d breaks caught\n", len(list)-missed, len(list))
	if missed > 0 {
		return fmt.Errorf("%d breaks are not caught", missed)
	}
	return nil
}

// variantsOf turns breaks into variants. A break whose text is not there is one that says so.
func variantsOf(list []deliberate) ([]*variant, error) {
	sources := map[string]*source{}
	variants := make([]*variant, len(list))
	for i := range list {
		path, err := filepath.Abs(filepath.FromSlash(list[i].file))
		if err != nil {
			return nil, err
		}
		if sources[path] == nil {
			if sources[path], err = readSource(path); err != nil {
				return nil, err
			}
		}
		v := &variant{number: i + 1, source: sources[path]}
		if v.place, err = list[i].find(v.source.text); err == nil && v.source.within(v.place) == nil {
			err = errors.New("the text is neither in a function nor in the value of a variable")
		}
		if err != nil {
			v.broken = []string{err.Error()}
		}
		variants[i] = v
	}
	return variants, nil
}

// buildBroken compiles the tests of all breaks, and checks that they pass on the library as it is: a test that fails
// anyway catches nothing.
func buildBroken(list []deliberate, variants []*variant, dir string) (map[string]testBinary, error) {
	sound := slices.DeleteFunc(slices.Clone(variants), func(v *variant) bool { return v.broken != nil })
	replace, err := overlay(sound, dir)
	if err != nil {
		return nil, err
	}
	run := map[string][]string{}
	for _, d := range list {
		run[d.pkg] = append(run[d.pkg], d.tests)
	}
	tests := map[string]testBinary{}
	for i, pkg := range sortedKeys(run) {
		b, err := buildTest(pkg, replace, temporary(dir, "test%d", i))
		if err != nil {
			return nil, err
		}
		if r, out := b.test(5*testLimit, 0, "-test.run", strings.Join(run[pkg], "|")); r != passed {
			return nil, fmt.Errorf("%s fails without any break:\n%s", pkg, out)
		}
		tests[pkg] = b
	}
	return tests, nil
}

func longest(list []deliberate) (width int) {
	for _, d := range list {
		width = max(width, len(d.name))
	}
	return width
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// try runs the test of a break, as often as it takes.
func (d *deliberate) try(v *variant, b testBinary, named namedRules) (o outcome) {
	if v.broken != nil {
		return outcome{deliberate: d, note: strings.Join(v.broken, "; ")}
	}
	start := time.Now()
	for n := 0; n < tries && !o.caught; n++ {
		o = d.tryOnce(v, b, named)
	}
	o.took = time.Since(start)
	return o
}

// tryOnce runs the test once. A break of rules is caught where, for each of them, a test fails that names it.
func (d *deliberate) tryOnce(v *variant, b testBinary, named namedRules) outcome {
	r, out := b.test(testLimit, v.number, "-test.failfast="+strconv.FormatBool(len(d.rules) == 0), "-test.run", d.tests)
	o := outcome{deliberate: d, caught: r != passed}
	if missing := named.missing(d.rules, d.pkg, out); o.caught && len(missing) > 0 {
		o.caught, o.note = false, fmt.Sprintf("no test that fails names %v", missing)
	}
	return o
}

// print prints the line of the table.
func (o *outcome) print(width int) {
	verdict := "caught"
	if !o.caught {
		verdict = "NOT CAUGHT"
	}
	fmt.Printf("%-*s  %-10s %5.1fs  %s %s\n", width, o.name, verdict, o.took.Seconds(), o.pkg, o.tests)
	if o.note != "" {
		fmt.Printf("    %s: %s\n", o.at, strings.TrimSpace(o.note))
	}
}
