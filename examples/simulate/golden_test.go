package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew; read their diff carefully")

// golden compares a text with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		g, w := lineAt(gotLines, i), lineAt(wantLines, i)
		if g != w {
			t.Fatalf("%s, line %d:\n got %q\nwant %q", path, i+1, g, w)
		}
	}
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(no such line)"
}

// A result is what one run of the command left behind.
type result struct {
	status         int
	stdout, stderr string
}

// simulate runs the command with arguments and an input.
func simulate(stdin string, args ...string) result {
	var out, err strings.Builder
	status := run(args, strings.NewReader(stdin), &out, &err)
	return result{status, out.String(), err.String()}
}

// answered is the output of a run that must answer and be silent on standard error.
func answered(t *testing.T, args ...string) string {
	t.Helper()
	r := simulate("", args...)
	if r.status != exitAnswered || r.stderr != "" {
		t.Fatalf("%q: exit %d, standard error %q; want 0 and nothing", args, r.status, r.stderr)
	}
	return r.stdout
}

func TestGolden(t *testing.T) {
	tests := []struct {
		file string
		args []string
	}{
		{"default.golden", nil},
		{"small.golden", []string{"testdata/small.json"}},
		{"small.result.golden", []string{"-json", "testdata/small.json"}},
		{"trace.golden", []string{"-trace", "172.30.0.10@partner,10.10.0.10"}},
		{"trace.json.golden", []string{"-json", "-trace", "172.30.0.10@partner,10.10.0.10"}},
		{"explain.json.golden", []string{"-json", "-explain", "vtb-sh,10.0.0.0/8"}},
		{"reach.golden", []string{"-reach", "testdata/small.json"}},
		{"reach.json.golden", []string{"-json", "-reach", "testdata/small.json"}},
		{"network.svg", []string{"-svg"}}, // these three are shown in README.md
		{"reach.svg", []string{"-svg", "-reach"}},
		{"missing.svg", []string{"-svg", "-explain", "idc,172.30.0.0/16"}},
		{"trace.mmd.golden", []string{"-mermaid", "-trace", "172.30.0.10@partner,10.10.0.10"}},
		{"explain.dot.golden", []string{"-dot", "-explain", "partner,10.10.0.0/16", "seed.json"}},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) { golden(t, tt.file, answered(t, tt.args...)) })
	}
}
