package topology_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/internal/pins"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

var update = flag.Bool("update", false, "write pins.txt anew")

func findPins(t *testing.T) []pins.Pin {
	t.Helper()
	found, err := pins.Find("..")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestPins holds pins.txt against the tests of the module. A short run does not: a new case need not wait for the index.
func TestPins(t *testing.T) {
	if testing.Short() && !*update {
		t.Skip("the index of tests is looked at in a full run")
	}
	var b strings.Builder
	var last rule.ID
	for _, p := range findPins(t) {
		if p.Rule != last {
			fmt.Fprintln(&b, p.Rule)
			last = p.Rule
		}
		fmt.Fprintf(&b, "\t%s\n", p)
	}
	if *update {
		if err := os.WriteFile("pins.txt", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	written, err := os.ReadFile("pins.txt")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(written), "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("pins.txt is not what the tests name; write it anew with: go test ./topology -run TestPins -update\n%s", diff)
	}
}

// Every rule that the library models or validates has a test that names it, and tests name rules that exist.
func TestEveryRuleHasATest(t *testing.T) {
	named := map[rule.ID]bool{}
	for _, p := range findPins(t) {
		if named[p.Rule] = true; !known(p.Rule) {
			t.Errorf("%s names %s, which is no rule", p, p.Rule)
		}
	}
	for r := range rule.All() {
		if r.Treatment != rule.Described && !named[r.ID] {
			t.Errorf("no test names %s, which is %v: %s", r.ID, r.Treatment, r.Statement)
		}
	}
}

func known(id rule.ID) bool {
	_, ok := rule.Lookup(id)
	return ok
}

func TestRulesFunction(t *testing.T) {
	entries := topology.Rules()
	if want := slices.Collect(rule.All()); len(entries) != len(want) {
		t.Fatalf("%d entries, want one for each of %d rules", len(entries), len(want))
	}
	i := 0
	for r := range rule.All() {
		if entries[i].Rule != r {
			t.Errorf("entry %d is %s, want %s", i, entries[i].ID, r.ID)
		}
		if r.Treatment != rule.Described && len(entries[i].Tests) == 0 && !testing.Short() {
			t.Errorf("%s has no test in pins.txt", r.ID)
		}
		i++
	}
	entries[0].Tests[0] = "changed"
	if topology.Rules()[0].Tests[0] == "changed" {
		t.Error("the entries of two calls share memory")
	}
}

func ExampleRules() {
	for _, r := range topology.Rules() {
		if r.ID != "TR-7.4" {
			continue
		}
		fmt.Println(r.Statement)
		fmt.Println(r.Confidence, r.Treatment, r.Source)
		for _, test := range r.Tests {
			if strings.HasPrefix(test, "topology.TestRules") {
				fmt.Println(test)
			}
		}
	}
	// Output:
	// Routes do not pass through a third region: what was learned from a peer is not advertised to another peer.
	// documented modelled https://github.com/aliyun/alibabacloud-aiops-skills
	// topology.TestRulesPeerings: TR-7.4 D-2 no transit over regions
}
