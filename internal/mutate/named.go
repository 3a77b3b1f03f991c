package main

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/cenroute/cenroute/internal/pins"
	"github.com/cenroute/cenroute/route/rule"
)

// namedRules are the tests that name each rule, see package pins.
type namedRules map[rule.ID][]pins.Pin

func findNamed(module string) (namedRules, error) {
	list, err := pins.Find(module)
	named := namedRules{}
	for _, p := range list {
		named[p.Rule] = append(named[p.Rule], p)
	}
	return named, err
}

// missing returns the rules that are named by no test of a package that failed, from what its test binary printed.
func (n namedRules) missing(rules []rule.ID, pkg, out string) (missing []rule.ID) {
	failed := failures(out)
	for _, id := range rules {
		if !slices.ContainsFunc(n[id], func(p pins.Pin) bool { return hasFailed(p, pkg, failed, out) }) {
			missing = append(missing, id)
		}
	}
	return missing
}

// hasFailed tells whether a test is among those that failed: itself or a part of it, or, where a case is no subtest,
// its function, with the name of the case in a message. What the source calls a case may be the beginning of its name.
func hasFailed(p pins.Pin, pkg string, failed []string, out string) bool {
	name := testName(p, pkg)
	function, _, isCase := strings.Cut(name, "/")
	return name != "" && slices.ContainsFunc(failed, func(test string) bool {
		return isCase && strings.HasPrefix(test, name) || !isCase && (test + "/")[:min(len(test), len(name))+1] == name+"/" ||
			isCase && test == function && (strings.Contains(out, ": "+p.Case+": ") || strings.Contains(out, ": "+p.Case+" ("))
	})
}

// selected tells whether the tests that a pattern for -run selects name a rule.
func (n namedRules) selected(id rule.ID, pkg, pattern string) bool {
	return slices.ContainsFunc(n[id], func(p pins.Pin) bool {
		name := testName(p, pkg)
		return name != "" && slices.ContainsFunc(strings.Split(pattern, "|"), func(choice string) bool { return selects(choice, name) })
	})
}

// selects tells whether a pattern without alternatives selects a test, or tests inside it.
func selects(pattern, test string) bool {
	names := strings.Split(test, "/")
	for i, part := range strings.Split(pattern, "/") {
		if i < len(names) && !regexp.MustCompile(part).MatchString(names[i]) {
			return false
		}
	}
	return true
}

// testName returns the name of a test as the test binary of a package prints it; it is empty for a test of another
// package.
func testName(p pins.Pin, pkg string) string {
	function, ok := strings.CutPrefix(p.Test, strings.TrimPrefix(pkg, "./")+".")
	switch {
	case !ok || strings.Contains(function, "."):
		return ""
	case p.Case == "":
		return function
	}
	return function + "/" + strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return '_'
		}
		return r
	}, p.Case)
}

var failure = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// failures returns the names of the tests that failed, from what a test binary printed.
func failures(out string) (names []string) {
	for _, match := range failure.FindAllStringSubmatch(out, -1) {
		names = append(names, match[1])
	}
	return names
}
