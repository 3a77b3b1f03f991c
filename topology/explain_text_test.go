package topology

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// A step in one line: what happened, then what is known of it.
func TestStepText(t *testing.T) {
	for _, c := range []struct {
		of   Decision
		want string
	}{
		{Decision{Table: "vtb-1", Reason: route.Learned}, "learned over the attachment"},
		{Decision{Reason: route.Learned, Detail: "detail"}, "learned over the attachment (detail)"},
		{Decision{Reason: route.Learned, Over: "att-1"}, "learned over the attachment, over att-1"},
		{Decision{Reason: route.Learned, Policies: []string{"a"}}, "learned over the attachment, by policy a"},
		{Decision{Reason: route.Learned, Rule: "TR-2.2.1"}, "learned over the attachment [TR-2.2.1]"},
		{Decision{Reason: route.DeniedByPolicy, Detail: "d", Over: "o", Policies: []string{"a", "b"}, Rule: "TR-2.2.1"},
			"denied by a routing policy (d), over o, by policy a, b [TR-2.2.1]"},
	} {
		if got := c.of.text(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// A blocker in one line: the way, the route that stopped on it, why. What nothing originates has no route that stopped.
func TestBlockerText(t *testing.T) {
	for _, c := range []struct {
		of   Blocker
		want string
	}{
		{Blocker{To: "vtb-2", Over: "att-1", Reason: route.NotSynchronized}, "route synchronization is off"},
		{Blocker{From: "vtb-1", To: "vtb-2", Reason: route.NotSynchronized},
			"from vtb-1 to vtb-2: route synchronization is off"},
		{Blocker{From: "vtb-1", To: "vtb-2", Over: "att-1", Reason: route.NotSynchronized},
			"from vtb-1 to vtb-2 over att-1: route synchronization is off"},
		{Blocker{NextHop: "att-2", Reason: route.SplitHorizon},
			"the route to att-2: never advertised to where it came from"},
		{Blocker{NextHop: "att-2", Reason: route.NoOrigin, Rule: "TR-2.2.2"},
			"no part of the network originates the prefix [TR-2.2.2]"},
		{Blocker{Reason: route.DeniedByPolicy, Detail: "detail"}, "denied by a routing policy (detail)"},
		{Blocker{Reason: route.DeniedByPolicy, Policies: []string{"a", "b"}},
			"denied by a routing policy, by policy a, b"},
		{Blocker{From: "a", To: "b", Over: "c", NextHop: "d", Reason: route.DeniedByPolicy, Detail: "e", Policies: []string{"f"}, Rule: "P-4.1"},
			"from a to b over c: the route to d: denied by a routing policy (e), by policy f [P-4.1]"},
	} {
		if got := c.of.text(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// The text of an explanation has every route with its steps, then the blockers, what covers the prefix, and the rules.
func TestExplanationText(t *testing.T) {
	cover := cidr("10.0.0.0/8")
	sourced := rule.Rule{ID: "TR-1", Confidence: rule.Documented, Statement: "It is so.",
		Source: "https://example.com/"}
	given := Blocker{From: "a", To: "b", Reason: route.SplitHorizon, Given: true}
	blocks := Blocker{From: "a", To: "b", Reason: route.NotSynchronized}
	for name, c := range map[string]struct {
		e    Explanation
		want string
	}{
		"nothing": {Explanation{}, "10.1.0.0/16 in vtb-1: no route\n"},
		"a route": {Explanation{Routes: []Story{{
			Route: route.Route{Prefix: cidr("10.1.0.0/16"), Status: route.Standby, NextHop: "att-1"},
			Steps: []Decision{{Table: "vbr-1", Reason: route.ConfiguredHere}, {Table: "vtb-long", Reason: route.Learned}, {Table: "v", Reason: route.LostDecision}},
		}}}, `10.1.0.0/16 in vtb-1: Standby, next hop att-1
   1. vbr-1     configured here
   2. vtb-long  learned over the attachment
   3. v         lost the decision process
`},
		"blockers": {Explanation{Blockers: []Blocker{blocks, given, given}, CoveredBy: &cover}, `10.1.0.0/16 in vtb-1: no route
  it stopped:
  - from a to b: route synchronization is off
  and 2 more that no configuration changes
  addresses inside it follow 10.0.0.0/8 in this table
`},
		"blockers of nature alone": {Explanation{Blockers: []Blocker{given}}, `10.1.0.0/16 in vtb-1: no route
  it stopped:
  - from a to b: never advertised to where it came from
`},
		"rules": {Explanation{Rules: []rule.Rule{sourced, {ID: "D-1", Confidence: rule.Chosen, Statement: "We say so."}}}, `10.1.0.0/16 in vtb-1: no route
     [TR-1] documented: It is so.
            https://example.com/
     [D-1] chosen: We say so.
`},
	} {
		c.e.Table, c.e.Prefix = "vtb-1", cidr("10.1.0.0/16")
		if diff := cmp.Diff(c.want, c.e.String()); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
}
