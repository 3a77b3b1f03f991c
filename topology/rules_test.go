package topology_test

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// A ruleCase pins one documented rule on a small network. Its name begins with the ID of the rule, for example
// "TR-2.3.6 never back to where it came from".
//
// The expectation has one line for each fact, reasoned from the rule:
//
//	TABLE PREFIX NEXTHOP STATUS [type=T] [pref=N] [path=A,B] [comm=N:M,...] [med=N] [origin=INSTANCE] [region=R] [policies=X,...]
//	TABLE PREFIX none             the table has no route of the prefix
//	TABLE PREFIX inactive         the table has no Active route of the prefix
//	TABLE routes N                the table has exactly N routes, whatever their status
//	trace ADDR@INSTANCE ADDR yes  reachable (or no), forward and return
//	warning RULE TEXT             a warning cites the rule and contains the text
//	quiet RULE                    no warning cites the rule (-: there is no warning at all)
//	refused RULE TEXT             the network is refused: a violation cites the rule (-: none) and contains the text
//	unreadable PATH               the document is refused: a violation is at the path
type ruleCase struct{ name, network, want string }

// checkRules runs the cases, each as a subtest of its name.
func checkRules(t *testing.T, cases []ruleCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			n, err := topology.Parse([]byte(c.network))
			if path, ok := strings.CutPrefix(strings.TrimSpace(c.want), "unreadable "); ok {
				checkUnreadable(t, path, err)
				return
			}
			if err != nil {
				t.Fatalf("the network does not parse: %v", err)
			}
			state, err := topology.Propagate(&n)
			if err == nil {
				checkReference(t, &n, state)
			}
			for _, line := range strings.Split(strings.TrimSpace(c.want), "\n") {
				if line = strings.TrimSpace(line); line != "" {
					checkFact(t, line, state, err)
				}
			}
		})
	}
}

func checkFact(t *testing.T, line string, state *topology.State, err error) {
	t.Helper()
	words := strings.Fields(line)
	if words[0] == "refused" {
		checkRefused(t, words[1], strings.Join(words[2:], " "), err)
		return
	}
	if err != nil {
		t.Errorf("%s: the network is refused: %v", line, err)
		return
	}
	switch {
	case words[0] == "warning":
		text := strings.Join(words[2:], " ")
		if !slices.ContainsFunc(state.Warnings(), func(w topology.Warning) bool {
			return string(w.Rule) == words[1] && strings.Contains(w.Message, text)
		}) {
			t.Errorf("%s: there are %v", line, state.Warnings())
		}
	case words[0] == "quiet":
		if i := slices.IndexFunc(state.Warnings(), func(w topology.Warning) bool { return words[1] == "-" || string(w.Rule) == words[1] }); i >= 0 {
			t.Errorf("%s: there is %v", line, state.Warnings()[i])
		}
	case words[0] == "trace":
		checkTrace(t, line, words, state)
	default:
		checkTable(t, line, words, state)
	}
}

func checkUnreadable(t *testing.T, path string, err error) {
	t.Helper()
	var violations topology.Violations
	if !errors.As(err, &violations) || !slices.ContainsFunc(violations, func(v topology.Violation) bool { return v.Path == path }) {
		t.Errorf("want a violation at %s, got %v", path, err)
	}
}

func checkRefused(t *testing.T, rule, text string, err error) {
	t.Helper()
	if rule == "-" {
		rule = ""
	}
	var violations topology.Violations
	var unstable topology.Instabilities
	switch {
	case errors.As(err, &violations):
		for _, v := range violations {
			if string(v.Rule) == rule && strings.Contains(v.Message, text) {
				return
			}
		}
	case errors.As(err, &unstable):
		for i := range unstable {
			if string(unstable[i].Rule) == rule && strings.Contains(unstable[i].String(), text) {
				return
			}
		}
	}
	t.Errorf("want a refusal by %s that mentions %q, got %v", rule, text, err)
}

func checkTrace(t *testing.T, line string, words []string, state *topology.State) {
	t.Helper()
	from, err := topology.ParseEndpoint(words[1])
	if err != nil {
		t.Fatal(err)
	}
	trace, err := state.Trace(from, netip.MustParseAddr(words[2]))
	if err != nil {
		t.Fatal(err)
	}
	if trace.Reachable != (words[3] == "yes") {
		t.Errorf("%s: got\n%v", line, trace)
	}
}

func checkTable(t *testing.T, line string, words []string, state *topology.State) {
	t.Helper()
	table, ok := state.Table(words[0])
	if !ok {
		t.Errorf("%s: no such table", line)
		return
	}
	if words[1] == "routes" {
		if got := fmt.Sprint(table.Len()); got != words[2] {
			t.Errorf("%s: it has %s: %v", line, got, slices.Collect(table.Routes()))
		}
		return
	}
	routes := table.Get(netip.MustParsePrefix(words[1]))
	switch words[2] {
	case "none":
		if len(routes) > 0 {
			t.Errorf("%s: got %v", line, routes)
		}
	case "inactive":
		if slices.ContainsFunc(routes, func(r route.Route) bool { return r.Status == route.Active }) {
			t.Errorf("%s: got %v", line, routes)
		}
	default:
		if !slices.ContainsFunc(routes, func(r route.Route) bool { return matches(r, words[2:]) }) {
			t.Errorf("%s: got %v", line, routes)
		}
	}
}

// matches tells whether a route has the next hop, the status and the attributes of an expectation.
func matches(r route.Route, want []string) bool {
	if r.NextHop != want[0] || r.Status.String() != want[1] {
		return false
	}
	for _, attribute := range want[2:] {
		key, value, _ := strings.Cut(attribute, "=")
		if attributeOf(r, key) != value {
			return false
		}
	}
	return true
}

func attributeOf(r route.Route, key string) string {
	switch key {
	case "type":
		return r.Type.String()
	case "pref":
		return fmt.Sprint(r.Preference)
	case "med":
		return fmt.Sprint(r.MED)
	case "origin":
		return r.Origin.Instance
	case "region":
		return r.Origin.Region
	case "learned":
		return fmt.Sprint(r.Learned)
	case "policies":
		return strings.Join(r.Policies, ",")
	case "path":
		return strings.ReplaceAll(strings.Trim(fmt.Sprint([]uint32(r.ASPath)), "[]"), " ", ",")
	case "comm":
		var list []string
		for _, c := range r.Communities {
			list = append(list, c.String())
		}
		return strings.Join(list, ",")
	}
	return "no such attribute: " + key
}
