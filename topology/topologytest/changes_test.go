package topologytest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

var checkMethod = regexp.MustCompile(`(?m)^func \((?:c )?(\w+)\) check\(`)

// kindsOfChanges returns the names of all changes, as they are in the source of package topology.
func kindsOfChanges(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("../change*.go")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range checkMethod.FindAllStringSubmatch(string(source), -1) {
			kinds[match[1]] = true
		}
	}
	if len(kinds) < 50 {
		t.Fatalf("there are %d kinds of changes in the source", len(kinds))
	}
	return kinds
}

// Every kind of change is drawn and can be applied, and most changes can. The draws are the same in every run.
func TestChanges(t *testing.T) {
	missing, drawn, applied := kindsOfChanges(t), 0, 0
	for seed := range 60 {
		state, err := topology.Propagate(topologytest.Networks(topologytest.Medium()).Example(seed))
		if err != nil {
			continue
		}
		for k := range 40 {
			c := topologytest.Changes(state.Network()).Example(40*seed + k)
			drawn++
			next, _, err := state.Apply(c)
			if err != nil {
				continue
			}
			state, applied = next, applied+1
			delete(missing, strings.TrimPrefix(fmt.Sprintf("%T", c), "topology."))
		}
	}
	if len(missing) > 0 || applied*2 < drawn {
		t.Errorf("%d of %d changes could be applied; never one of %v", applied, drawn, missing)
	}
}

// A script can be applied as a whole, and there are long ones.
func TestScripts(t *testing.T) {
	longest := 0
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Tiny()))
		document := topologytest.Document(n)
		script := topologytest.Scripts(n, 10).Draw(t, "script")
		longest = max(longest, len(script))
		if topologytest.Document(n) != document {
			t.Fatal("the network has changed")
		}
		state, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		if _, _, err := state.Apply(script...); err != nil {
			t.Fatal(err)
		}
	})
	if longest < 4 || longest > 10 {
		t.Errorf("the longest script has %d changes", longest)
	}
}
