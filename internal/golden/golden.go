// Package golden compares what a test has made with a file of testdata. The flag -update of the test writes the files anew:
// read their diff carefully, and look at pictures in a browser.
package golden

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew; read their diff carefully")

// Check compares a text with a file, line by line. It ends the test at the first line that differs.
func Check(t testing.TB, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if g, w := lineAt(gotLines, i), lineAt(wantLines, i); g != w {
			t.Fatalf("%s, line %d:\n got %s\nwant %s\nsee all of it with -update", file, i+1, g, w)
		}
	}
}

// lineAt returns a line in quotes, or that there is none.
func lineAt(lines []string, i int) string {
	if i >= len(lines) {
		return "no line"
	}
	return `"` + lines[i] + `"`
}
