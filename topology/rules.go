package topology

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/route/rule"
)

// A RuleEntry is a documented rule with the tests of this library that pin it.
type RuleEntry struct {
	rule.Rule
	// Tests are the tests, and the cases of them, that fail if the library does not keep the rule, in order. For
	// example "topology.TestRulesVPC: TR-5.6 equal to a vSwitch". A rule that is Described may have none, any other has
	// one.
	Tests []string `json:"tests,omitempty"`
}

// Rules returns every documented rule with the tests that pin it, in the order of [rule.All]. The result is the
// caller's own.
//
// For example, the entry of TR-7.4 says that routes do not pass through a third region, names the page that says so and
// how well it says it, that the library models it, and the test that would fail if it did not.
func Rules() []RuleEntry {
	tests := testsByRule()
	var entries []RuleEntry
	for r := range rule.All() {
		entries = append(entries, RuleEntry{r, slices.Clone(tests[r.ID])})
	}
	return entries
}

// pins is what package internal/pins finds: the ID of a rule on a line, its tests on lines of their own behind a tab.
// It is written by
//
//	go test ./topology -run TestPins -update
//
//go:embed pins.txt
var pins string

func testsByRule() map[rule.ID][]string {
	tests := map[rule.ID][]string{}
	var id rule.ID
	for line := range strings.Lines(pins) {
		line = strings.TrimSuffix(line, "\n")
		if test, ok := strings.CutPrefix(line, "\t"); ok {
			tests[id] = append(tests[id], test)
		} else {
			id = rule.ID(line)
		}
	}
	return tests
}
