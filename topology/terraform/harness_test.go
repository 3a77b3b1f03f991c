package terraform

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/topology"
)

// An entry is one resource of a file under test: its address, its values as JSON, and for a plan the attributes that
// are known after apply and the expressions of the configuration, as JSON.
type entry struct {
	address, values      string
	unknown, expressions string
	forEach              string // references of its for_each, as JSON
	provider             string
}

func res(address, values string) entry { return entry{address: address, values: values} }

// planned is a resource of a plan.
func planned(address, values, unknown, expressions string) entry {
	return entry{address: address, values: values, unknown: unknown, expressions: expressions}
}

// parts returns the address of the module, the mode, the type, the name and the index of an address.
func parts(address string) (module, mode, kind string, last step) {
	steps := splitReference(address)
	n := len(steps) - 2
	mode, kind, last = "managed", steps[n].name, steps[n+1]
	if n > 0 && steps[n-1].name == "data" {
		mode, n = "data", n-1
	}
	return joinSteps(steps[:n]), mode, kind, last
}

func raw(text string) json.RawMessage {
	if text == "" {
		return json.RawMessage("{}")
	}
	return json.RawMessage(text)
}

// valuesOf writes resources as the values of a state or plan.
func valuesOf(entries []entry) map[string]any {
	modules := map[string]map[string]any{"": {}}
	var list []string
	for _, e := range entries {
		module, mode, kind, last := parts(e.address)
		if modules[module] == nil {
			modules[module] = map[string]any{"address": module}
			list = append(list, module)
		}
		r := map[string]any{"address": e.address, "mode": mode, "type": kind, "name": last.name,
			"values": raw(e.values)}
		if last.index != nil {
			r["index"] = last.index
		}
		resources, _ := modules[module]["resources"].([]any)
		modules[module]["resources"] = append(resources, r)
	}
	var children []any
	for _, module := range list {
		children = append(children, modules[module])
	}
	modules[""]["child_modules"] = children
	return map[string]any{"root_module": modules[""]}
}

// stateOf is the file of a state.
func stateOf(entries ...entry) []byte {
	data, err := json.Marshal(map[string]any{"format_version": "1.0", "terraform_version": "1.11.4",
		"values": valuesOf(entries)})
	if err != nil {
		panic(err)
	}
	return data
}

// planOf is the file of a plan from a prior state. The rest is what a plan has beside its resources, as JSON: the calls
// of modules, variables.
func planOf(prior, after []entry, rest map[string]string) []byte {
	var changes, configs []any
	seen := map[string]bool{}
	for _, e := range after {
		changes = append(changes, map[string]any{"address": e.address,
			"change": map[string]any{"after_unknown": raw(e.unknown)}})
		definition := withoutIndexes(e.address)
		if module, _, _, _ := parts(e.address); module != "" || seen[definition] || e.expressions == "" {
			continue
		}
		seen[definition] = true
		config := map[string]any{"address": definition, "expressions": raw(e.expressions),
			"provider_config_key": e.provider}
		if e.forEach != "" {
			config["for_each_expression"] = raw(e.forEach)
		}
		configs = append(configs, config)
	}
	root := map[string]any{"resources": configs}
	file := map[string]any{"format_version": "1.2", "planned_values": valuesOf(after), "resource_changes": changes,
		"configuration": map[string]any{"root_module": root, "provider_config": raw(rest["provider_config"])},
		"variables":     raw(rest["variables"])}
	if rest["module_calls"] != "" {
		root["module_calls"] = raw(rest["module_calls"])
	}
	if prior != nil {
		file["prior_state"] = map[string]any{"format_version": "1.0", "values": valuesOf(prior)}
	}
	data, err := json.Marshal(file)
	if err != nil {
		panic(err)
	}
	return data
}

// document reads the network of a document.
func document(t *testing.T, text string) topology.Network {
	t.Helper()
	n, err := topology.Parse([]byte(text))
	if err != nil {
		t.Fatalf("the document of the test: %v", err)
	}
	return n
}

// differ compares networks; empty lists equal missing ones.
func differ(want, got topology.Network) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.EquateComparable(netip.Prefix{}))
}

// summary returns the warnings as "ADDRESS: REASON".
func summary(warnings []Warning) []string {
	var list []string
	for _, w := range warnings {
		list = append(list, fmt.Sprintf("%s: %v", w.Address, w.Reason))
	}
	return slices.Compact(list)
}

// mustRead reads a file that must be readable.
func mustRead(t *testing.T, data []byte, o Options) Result {
	t.Helper()
	r, err := Read(data, o)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return r
}

// mustBuild makes the objects of a side.
func mustBuild(t *testing.T, s *side) {
	t.Helper()
	if err := s.build(meter.Of(t.Context(), 0, nil)); err != nil {
		t.Fatal(err)
	}
}

// expectWarnings checks the addresses and reasons of the warnings, and that each has a message.
func expectWarnings(t *testing.T, got []Warning, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, summary(got), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s%v", diff, got)
	}
	for _, w := range got {
		if w.Message == "" || strings.Contains(w.Message, "%!") {
			t.Errorf("%s: message %q", w.Address, w.Message)
		}
	}
}
