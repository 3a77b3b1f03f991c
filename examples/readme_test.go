// Package examples holds the README and the map of the packages against what they show.
package examples

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// directories returns the names of the examples.
func directories(t *testing.T) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}

// Every example is in the list of the README, and nothing else is.
func TestREADMEListsTheExamples(t *testing.T) {
	var listed []string
	row := regexp.MustCompile("(?m)^\\| `examples/([^`]*)` \\|")
	for _, found := range row.FindAllStringSubmatch(read(t, "../README.md"), -1) {
		listed = append(listed, found[1])
	}
	slices.Sort(listed)
	if there := directories(t); !slices.Equal(slices.Compact(listed), there) {
		t.Errorf("the README lists %v, there are %v", listed, there)
	}
}

// Every example has its answer as an Example with output, and draws its network in its doc comment.
func TestExamplesHaveADrawingAndAnswer(t *testing.T) {
	answer := regexp.MustCompile(`(?s)\nfunc Example\w*\(\) \{.*\n\t// Output:\n\t// \S`)
	drawing := regexp.MustCompile(`(?m)^//\t.*--- `)
	for _, name := range directories(t) {
		file := name + "/main.go"
		if _, err := os.Stat(file); err != nil {
			file = name + "/doc.go"
		}
		if comment, _, _ := strings.Cut(read(t, file), "\npackage "); !drawing.MatchString(comment) {
			t.Errorf("%s has no drawing", file)
		}
		tests, err := filepath.Glob(name + "/*_test.go")
		if err != nil || !slices.ContainsFunc(tests, func(file string) bool { return answer.MatchString(read(t, file)) }) {
			t.Errorf("%s has no Example with output", name)
		}
	}
}

// The code in the README is that of a test, so that it compiles and runs, and the map of the packages has the same.
func TestREADMEShowsCodeThatRuns(t *testing.T) {
	blocks := strings.Split(read(t, "../README.md"), "```go\n")[1:]
	sources := []string{"../topology/example_whole_test.go", "infrastructure/network_test.go"}
	if len(blocks) != len(sources) {
		t.Fatalf("%d blocks of Go in the README, want %d", len(blocks), len(sources))
	}
	for i, source := range sources {
		code, _, _ := strings.Cut(blocks[i], "```")
		if !strings.Contains(read(t, source), code) {
			t.Errorf("block %d of the README is not in %s:\n%s", i+1, source, code)
		}
	}
	code, _, _ := strings.Cut(blocks[0], "```")
	var comment strings.Builder
	for line := range strings.Lines(code) {
		comment.WriteString("//\t" + line)
	}
	if !strings.Contains(read(t, "../doc.go"), comment.String()) {
		t.Error("doc.go has another example than the README")
	}
}

// Every package is in the table of the README and in the map of the packages.
func TestPackagesAreListed(t *testing.T) {
	readme, overview := read(t, "../README.md"), read(t, "../doc.go")
	for _, name := range []string{"route/rule", "attach", "route", "policy", "topology"} {
		mustList(t, readme, overview, name)
	}
	entries, err := os.ReadDir("../topology")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && e.Name() != "testdata" {
			mustList(t, readme, overview, "topology/"+e.Name())
		}
	}
}

func mustList(t *testing.T, readme, overview, name string) {
	t.Helper()
	if !strings.Contains(readme, "| `"+name+"` |") {
		t.Errorf("the table of the README has no row of %s", name)
	}
	if !regexp.MustCompile(`(?m)^//.*` + name + `\b`).MatchString(overview) {
		t.Errorf("doc.go does not mention %s", name)
	}
}
