package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/internal/pins"
	"github.com/cenroute/cenroute/route/rule"
)

// module is the directory of the module, from here.
const module = "../.."

func allBreaks(t *testing.T) []deliberate {
	t.Helper()
	list, err := readBreaks("breaks")
	if err != nil || len(list) == 0 {
		t.Fatalf("%d breaks, %v", len(list), err)
	}
	return list
}

// Every rule that the library models or validates is broken by at least one deliberate break, or is in unbroken.txt
// with the reason why that cannot be done.
func TestEveryRuleIsBroken(t *testing.T) {
	unbroken := readUnbroken(t)
	broken := map[rule.ID]bool{}
	for _, d := range allBreaks(t) {
		for _, id := range d.rules {
			if broken[id] = true; unbroken[id] != "" {
				t.Errorf("%s: %s is broken here, and in unbroken.txt", d.at, id)
			}
			if _, known := rule.Lookup(id); !known {
				t.Errorf("%s: %s is no rule", d.at, id)
			}
		}
	}
	total := 0
	for r := range rule.All() {
		if r.Treatment == rule.Described {
			continue
		}
		if total++; !broken[r.ID] && unbroken[r.ID] == "" {
			t.Errorf("no break makes %s wrong, which is %v: %s", r.ID, r.Treatment, r.Statement)
		}
	}
	for id, reason := range unbroken {
		for _, other := range pins.Named(reason) {
			if !broken[other] {
				t.Errorf("unbroken.txt: %s refers to %s, which no break breaks", id, other)
			}
		}
	}
	if len(unbroken)*100 > total*15 {
		t.Errorf("%d of %d rules are in unbroken.txt, more than 15 %%", len(unbroken), total)
	}
}

// readUnbroken reads the rules that cannot be broken alone, each on a line with the reason after it.
func readUnbroken(t *testing.T) map[rule.ID]string {
	t.Helper()
	text, err := os.ReadFile("unbroken.txt")
	if err != nil {
		t.Fatal(err)
	}
	unbroken := map[rule.ID]string{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		word, reason, _ := strings.Cut(line, " ")
		id := rule.ID(word)
		r, known := rule.Lookup(id)
		switch {
		case !known || r.Treatment == rule.Described:
			t.Errorf("unbroken.txt: %q is no rule that is modelled or validated", word)
		case strings.TrimSpace(reason) == "":
			t.Errorf("unbroken.txt: %s has no reason", id)
		case unbroken[id] != "":
			t.Errorf("unbroken.txt: %s is there twice", id)
		}
		unbroken[id] = reason
	}
	return unbroken
}

// The text of every break is in the source exactly once, inside a declaration that can be copied.
func TestEveryBreakHasItsPlace(t *testing.T) {
	t.Chdir(module)
	list, err := readBreaks("internal/mutate/breaks")
	if err != nil {
		t.Fatal(err)
	}
	variants, err := variantsOf(list)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range variants {
		if v.broken != nil {
			t.Errorf("%s: %s: %s", list[i].at, list[i].name, strings.Join(v.broken, "; "))
		}
	}
}

// The tests that must catch a break of a rule name that rule, and what a name begins with is rules or none.
func TestBreaksAreJudgedByTheirRules(t *testing.T) {
	named, err := findNamed(module)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range allBreaks(t) {
		for _, id := range d.rules {
			if !named.selected(id, d.pkg, d.tests) {
				t.Errorf("%s: no test of %s %s names %s", d.at, d.pkg, d.tests, id)
			}
		}
		before, _, _ := strings.Cut(d.name, ":")
		if len(d.rules) > 0 && len(d.rules) != len(strings.Fields(before)) {
			t.Errorf("%s: %q are not all rules", d.at, before)
		}
	}
}

// The breaks of a rule are where the rule is in the catalogue: each file of rules holds one part of it, in order.
func TestBreaksAreInOrder(t *testing.T) {
	places := map[rule.ID]int{}
	for r := range rule.All() {
		places[r.ID] = len(places)
	}
	files, last := map[string]int{}, map[string]int{}
	for _, d := range allBreaks(t) {
		if len(d.rules) == 0 {
			continue
		}
		file, _, _ := strings.Cut(d.at, ":")
		place := places[d.rules[0]]
		if files[file]++; files[file] > 1 && place < last[file] {
			t.Errorf("%s: the rules before %s come after it in the catalogue", d.at, d.rules[0])
		}
		last[file] = place
	}
	texts, err := filepath.Glob("breaks/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range texts {
		if about, err := os.ReadFile(file); err != nil || strings.Count(string(about), "\n") > 600 {
			t.Errorf("%s has more than 600 lines: %v", file, err)
		}
	}
}

// A rule is missing where no test that failed names it: a subtest, a whole function, or a case in a message.
func TestMissing(t *testing.T) {
	named := namedRules{}
	for _, p := range []pins.Pin{
		{Rule: "TR-1.1", Test: "topology.TestA", Case: "TR-1.1 one case"},
		{Rule: "TR-1.2", Test: "topology.TestB"},
		{Rule: "TR-1.3", Test: "attach.TestC", Case: "a case (TR-1.3)"},
		{Rule: "TR-1.4", Test: "topology.TestA", Case: "TR-1.4 another case"},
	} {
		named[p.Rule] = append(named[p.Rule], p)
	}
	rules := []rule.ID{"TR-1.1", "TR-1.2", "TR-1.3", "TR-1.4", "TR-1.5"}
	for _, c := range []struct {
		pkg, out string
		want     []rule.ID
	}{
		{"./topology", "", rules},
		{"./topology", "--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/TR-1.1_one_case (0.00s)\n",
			[]rule.ID{"TR-1.2", "TR-1.3", "TR-1.4", "TR-1.5"}},
		{"./topology", "--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/TR-1.1_one (0.00s)\n", rules},
		{"./topology", "--- FAIL: TestB (0.00s)\n    --- FAIL: TestB/part (0.00s)\n",
			[]rule.ID{"TR-1.1", "TR-1.3", "TR-1.4", "TR-1.5"}},
		{"./topology", "--- FAIL: TestBoth (0.00s)\n", rules},
		{"./policy", "--- FAIL: TestB (0.00s)\n", rules},
		{"./attach", "--- FAIL: TestC (0.00s)\n    c_test.go:1: a case (TR-1.3): got 1\n",
			[]rule.ID{"TR-1.1", "TR-1.2", "TR-1.4", "TR-1.5"}},
		{"./attach", "--- FAIL: TestC (0.00s)\n    c_test.go:1: another: got 1\n", rules},
	} {
		if got := named.missing(rules, c.pkg, c.out); !slices.Equal(got, c.want) {
			t.Errorf("%s %q: %v, want %v", c.pkg, c.out, got, c.want)
		}
	}
}

func TestSelects(t *testing.T) {
	for _, c := range []struct {
		want          bool
		pattern, test string
	}{
		{true, "TestA", "TestA"}, {true, "TestA/TR-1.1", "TestA/TR-1.1_case"}, {false, "TestA/TR-1.1", "TestA/TR-1.2_case"},
		{false, "TestA$", "TestAll"}, {true, "TestA/TR-1.1", "TestA"}, {false, "TestB", "TestA/x"},
	} {
		if got := selects(c.pattern, c.test); got != c.want {
			t.Errorf("%s selects %s: %v", c.pattern, c.test, got)
		}
	}
}

// The IDs before the colon of a name are rules, other words are none.
func TestRulesOf(t *testing.T) {
	for _, c := range []struct {
		want []rule.ID
		name string
	}{
		{[]rule.ID{"TR-2.3.5", "D-6"}, "TR-2.3.5 D-6: routes"}, {[]rule.ID{"E-M-7"}, "E-M-7: one"},
		{nil, "aggregates: TR-3.6.4"}, {nil, "TR-1.1 without a colon"},
	} {
		if got := rulesOf(c.name); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.name, got, c.want)
		}
	}
}
