package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/internal/golden"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/terraform"
)

// planned is the outcome of a run of the command.
func planned(args ...string) (status int, stdout, stderr string) {
	return plannedFrom("", args...)
}

// plannedFrom is planned with something on standard input.
func plannedFrom(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, err strings.Builder
	status = run(args, strings.NewReader(stdin), &out, &err)
	return status, out.String(), err.String()
}

func TestStory(t *testing.T) {
	status, out, stderr := planned()
	if status != exitHolds || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	golden.Check(t, "testdata/default.golden", out)
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
	golden.Check(t, "testdata/holds.golden", out)
}

func TestPlanThatBreaks(t *testing.T) {
	before, after := documents(t, leave("vbr-1"), leave("vbr-2"))
	status, out, stderr := planned("-events", "-keep", "Reachable(vpc-app, idc-1)", "-keep", "NoLoop()", before, after)
	if status != exitBreak || stderr != "" {
		t.Fatalf("status %d, %s", status, stderr)
	}
	golden.Check(t, "testdata/breaks.golden", out)
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

// A Terraform plan that moves an application to a table of its own, and what it cannot tell: what the data center announces.
const (
	tfplan     = "../../topology/terraform/testdata/plan.json"
	supplement = "testdata/supplement.json"
)

func TestTerraformPlan(t *testing.T) {
	args := []string{"-keep", "Reachable(vpc-1app, vbr-1dc)", "-keep", "NoLoop()", "-supplement", supplement, "-terraform"}
	status, out, stderr := planned(append(args, tfplan)...)
	const warning = "warning: alicloud_cen_transit_router_route_table_association.all: assumed:"
	if status != exitBreak || strings.Count(stderr, "\n") != 1 || !strings.HasPrefix(stderr, warning) {
		t.Fatalf("status %d, %s", status, stderr)
	}
	golden.Check(t, "testdata/terraform.golden", out)
	plan, err := os.ReadFile(tfplan)
	if err != nil {
		t.Fatal(err)
	}
	if again, same, _ := plannedFrom(string(plan), append(args, "-")...); again != status || same != out {
		t.Errorf("from standard input: status %d\n%s", again, same)
	}
	_, out, _ = planned(append([]string{"-json"}, append(args, tfplan)...)...)
	var answer struct{ Warnings []terraform.Warning }
	err = json.Unmarshal([]byte(out), &answer)
	if err != nil || len(answer.Warnings) != 1 || answer.Warnings[0].Reason != terraform.Assumed {
		t.Errorf("%v, warnings %v", err, answer.Warnings)
	}
}

// What the plan takes away is the way to the data center alone; and without the supplement there is nothing to lose: an
// invariant about what is not in the network does not hold.
func TestTerraformPlanHolds(t *testing.T) {
	for _, c := range []struct {
		status int
		args   []string
	}{
		{exitHolds, []string{"-keep", "Reachable(vpc-1app, vpc-1shared)", "-supplement", supplement}},
		{exitHolds, []string{"-keep", "Reachable(vpc-1app, vpc-1shared)"}},
		{exitBreak, []string{"-keep", "Reachable(vpc-1app, vbr-1dc)"}},
		{exitOpen, []string{"-strict", "-keep", "Reachable(vpc-1app, vpc-1shared)"}},
		{exitOpen, []string{"-strict", "-json"}},
		{exitBreak, []string{"-strict", "-keep", "Reachable(vpc-1app, vbr-1dc)"}},
	} {
		if status, out, _ := planned(append(c.args, "-terraform", tfplan)...); status != c.status || out == "" {
			t.Errorf("%v: status %d\n%s", c.args, status, out)
		}
	}
}

// A plan that leaves nothing open is good enough for -strict.
func TestStrictPlanHolds(t *testing.T) {
	const complete = `{"format_version": "1.2", "planned_values": {"root_module": {"resources": [
		{"address": "alicloud_cen_transit_router.tr", "mode": "managed", "type": "alicloud_cen_transit_router", "name": "tr",
		 "values": {"transit_router_id": "tr-1", "cen_id": "cen-1", "region_id": "cn-hangzhou"}}]}}}`
	status, out, stderr := plannedFrom(complete, "-strict", "-terraform", "-")
	if status != exitHolds || out == "" || stderr != "" {
		t.Errorf("status %d\n%s%s", status, out, stderr)
	}
}

// The check of a plan in a pipeline. vpc-1app gets a table of its own, which has a route to the shared VPC and none to the
// circuit: nothing leads from there to the data center any more.
func Example_terraform() {
	status, out, _ := planned("-keep", "Reachable(vpc-1app, vbr-1dc)", "-supplement", supplement, "-terraform", tfplan)
	breaks, _, _ := strings.Cut(out, "\n\n")
	fmt.Println(breaks)
	fmt.Println("exit status", status)
	// Output:
	// breaks: does not hold: Reachable(vpc-1app, vbr-1dc): a packet from vpc-1app does not arrive at vbr-1dc
	//   10.1.1.1@vpc-1app -> 172.16.0.1: not reachable
	//   forward: not delivered
	//     not delivered: no route in vtb-1vpcapp [TR-4.1]
	//       vpc-1app  vtb-1vpcapp
	//   return: not tried
	// exit status 1
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
		{exitUsage, "in place of the two documents", []string{"-terraform", tfplan, before, after}},
		{exitUsage, "no -terraform", []string{"-supplement", supplement, before, after}},
		{exitUsage, "no -terraform", []string{"-strict", before, after}},
		{exitBreak, "no such file", []string{"-terraform", filepath.Join(t.TempDir(), "none")}},
		{exitBreak, "no such file", []string{"-supplement", filepath.Join(t.TempDir(), "none"), "-terraform", tfplan}},
		{exitBreak, before, []string{"-terraform", before}},
		{exitBreak, "vbr-9", []string{"-supplement", broken, "-terraform", tfplan}},
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
