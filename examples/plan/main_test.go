package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
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
	if got != string(want) {
		t.Errorf("%s differs, it would be\n%s", path, got)
	}
}

// planned is the outcome of a run of the command.
func planned(args ...string) (status int, stdout, stderr string) {
	var out, err strings.Builder
	status = run(args, &out, &err)
	return status, out.String(), err.String()
}

func TestStory(t *testing.T) {
	status, out, stderr := planned()
	if status != exitHolds || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	golden(t, "default.golden", out)
}

// What the story says of each plan is so: the steps after which traffic is lost, and the one that is refused.
func TestMorals(t *testing.T) {
	want := [][]int{{1, 2, 3, 4}, nil, {4, 5, 6}, nil}
	for i, p := range plans {
		n, err := topology.Parse(migration)
		if err != nil {
			t.Fatal(err)
		}
		n.Rules = p.rules
		state, err := topology.Propagate(&n)
		if err != nil {
			t.Fatal(err)
		}
		var lost []int
		for k, step := range p.steps {
			next, _, err := state.Apply(step)
			if err != nil {
				if i != 3 || k != 1 {
					t.Errorf("plan %d: step %d is refused: %v", i+1, k, err)
				}
				break
			}
			if cell, _ := next.Reach().Cell("vpc-app", "idc-1"); cell.BothWays != topology.ReachFull {
				lost = append(lost, k)
			}
			state = next
		}
		if !slices.Equal(lost, want[i]) {
			t.Errorf("plan %d loses traffic after the steps %v, want %v", i+1, lost, want[i])
		}
	}
}

// documents writes the network of the story, and what some changes make of it, into files.
func documents(t *testing.T, changes ...topology.Change) (before, after string) {
	t.Helper()
	n, err := topology.Parse(migration)
	if err != nil {
		t.Fatal(err)
	}
	state, err := topology.Propagate(&n)
	if err != nil {
		t.Fatal(err)
	}
	next, _, err := state.Apply(changes...)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	before, after = filepath.Join(dir, "before.json"), filepath.Join(dir, "after.json")
	for path, n := range map[string]*topology.Network{before: &n, after: next.Network()} {
		if err := os.WriteFile(path, topology.Format(*n), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return before, after
}

func TestPlanThatHolds(t *testing.T) {
	before, after := documents(t, leave("vbr-1"))
	status, out, stderr := planned("-keep", "Reachable(vpc-app, idc-1)", before, after)
	if status != exitHolds || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	golden(t, "holds.golden", out)
}

func TestPlanThatBreaks(t *testing.T) {
	before, after := documents(t, leave("vbr-1"), leave("vbr-2"))
	status, out, stderr := planned("-events", "-keep", "Reachable(vpc-app, idc-1)", "-keep", "NoLoop()", before, after)
	if status != exitBreak || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	golden(t, "breaks.golden", out)
	if status, out, _ := planned("-keep", "Reachable(vpc-app, idc-1)", after, before); status != exitHolds || !strings.HasPrefix(out, "holds again: Reachable(vpc-app, idc-1)") {
		t.Errorf("the way back: status %d\n%s", status, out)
	}
	if status, out, _ := planned("-keep", "Reachable(vpc-app, idc-1)", after, after); status != exitBreak || !strings.Contains(out, "before and after") {
		t.Errorf("what is broken already: status %d\n%s", status, out)
	}
}

func TestPlanJSON(t *testing.T) {
	before, after := documents(t, leave("vbr-1"), leave("vbr-2"))
	status, out, _ := planned("-json", "-events", "-keep", "Reachable(vpc-app,idc-1)", before, after)
	var answer struct {
		Broken     []struct{ Invariant string }
		Difference topology.Difference
		Events     []topology.Event
	}
	if err := json.Unmarshal([]byte(out), &answer); err != nil {
		t.Fatal(err)
	}
	if status != exitBreak || len(answer.Broken) != 1 || len(answer.Difference.Reach) != 2 || len(answer.Events) == 0 {
		t.Errorf("status %d, %+v", status, answer)
	}
}

func TestPlanRefuses(t *testing.T) {
	before, after := documents(t, leave("vbr-1"))
	broken := filepath.Join(t.TempDir(), "broken.json")
	if err := os.WriteFile(broken, []byte(`{"rules": "2024-03", "down": ["vbr-9"]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		status int
		text   string
		args   []string
	}{
		{exitBreak, "vbr-9", []string{before, broken}},
		{exitBreak, "vbr-9", []string{broken, before}},
		{exitBreak, "no such file", []string{before, filepath.Join(t.TempDir(), "none")}},
		{exitUsage, "two documents", []string{before}},
		{exitUsage, "need the two documents", []string{"-json"}},
		{exitUsage, "no invariant", []string{"-keep", "Fast(a, b)", before, after}},
		{exitUsage, "number of arguments", []string{"-keep", "Reachable(a)", before, after}},
		{exitUsage, "NAME(ARGUMENTS)", []string{"-keep", "Reachable", before, after}},
		{exitUsage, "unknown Kind", []string{"-keep", "NoTransit(CAR)", before, after}},
		{exitUsage, "not defined", []string{"-fast", before, after}},
	} {
		status, _, stderr := planned(c.args...)
		if status != c.status || !strings.Contains(stderr, c.text) {
			t.Errorf("%v: status %d\n%s", c.args, status, stderr)
		}
	}
	if status, _, stderr := planned("-h"); status != exitHolds || !strings.Contains(stderr, "usage: plan") {
		t.Errorf("-h: status %d, %s", status, stderr)
	}
}

// Every invariant that the command knows can be read.
func TestInvariantsAreRead(t *testing.T) {
	for _, text := range []string{
		"Reachable(a, b)", "Isolated(a, b)", "OneWay(a, b)", "PathThrough(a, b, c)", "PathAvoids(a, b, c)", "NoTransit(VBR, VPN)",
		"NoBlackhole()", "NoBlackhole(a)", "NoLoop()", "NoConflict()",
	} {
		var o options
		if err := o.addInvariant(text); err != nil || o.keep[0].String() != text {
			t.Errorf("%s: %v, %v", text, o.keep, err)
		}
	}
}
