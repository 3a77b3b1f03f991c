package main

import (
	"strings"
	"testing"

	"github.com/cenroute/cenroute/internal/golden"
)

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
		t.Run(tt.file, func(t *testing.T) { golden.Check(t, "testdata/"+tt.file, answered(t, tt.args...)) })
	}
}
