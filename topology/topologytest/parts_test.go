package topologytest_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// Routes of every type, status and kind are drawn, and each is one that a table can hold.
func TestRoutes(t *testing.T) {
	types, statuses, kinds := map[route.Type]bool{}, map[route.Status]bool{}, map[attach.Kind]bool{}
	for seed := range 1000 {
		r := topologytest.Routes().Example(seed)
		types[r.Type], statuses[r.Status], kinds[r.Origin.Kind] = true, true, true
		switch {
		case r.Prefix != r.Prefix.Masked() || r.NextHop == "" || r.Preference < 1 || r.Preference > 100:
			t.Errorf("seed %d: %+v", seed, r)
		case (r.Origin.Instance == "") != (r.Type >= route.Static) || (r.Origin.Kind == attach.None) != (r.Type >= route.Static):
			t.Errorf("seed %d: a %v route with origin %+v", seed, r.Type, r.Origin)
		case len(r.ASPath) > 0 && r.Type != route.BGP:
			t.Errorf("seed %d: a %v route with AS path %v", seed, r.Type, r.ASPath)
		}
	}
	if len(types) != 6 || len(statuses) != 8 || len(kinds) != 6 {
		t.Errorf("types %v, statuses %v, kinds %v; want 6, 8 and 6", types, statuses, kinds)
	}
}

// Lists of policies are valid in their context: problems are warnings at most.
func TestPoliciesAreValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := policy.Context{Region: "cn-hangzhou",
			Edition: rapid.SampledFrom([]rule.Edition{rule.Edition2024, rule.Edition2026}).Draw(t, "edition")}
		list := topologytest.Policies(rapid.IntRange(0, 100).Draw(t, "most"), in).Draw(t, "policies")
		for _, p := range policy.Problems(list, in) {
			if !p.Warning {
				t.Fatalf("%+v", p)
			}
		}
	})
}

// Policies hit the routes that are drawn: some deny, some change, some pass a route on to another policy, and some
// leave it alone.
func TestPoliciesHitRoutes(t *testing.T) {
	const draws = 2000
	in := policy.Context{Region: "cn-hangzhou", Edition: rule.Edition2026}
	var denied, changed, chained, missed int
	for seed := range draws {
		r := topologytest.Routes().Example(seed)
		list := topologytest.Policies(5, in).Example(draws + seed)
		got := policy.Evaluate(list, policy.Direction(seed%2), r,
			policy.Target[string]{Instance: "vpc-1", Kind: attach.VPC, Region: in.Region})
		switch {
		case len(got.Policies) == 0:
			missed++
		case !got.Permit:
			denied++
		case got.Route.Preference != r.Preference || !got.Route.ASPath.Equal(r.ASPath) || !got.Route.Communities.Equal(r.Communities):
			changed++
		}
		if len(got.Policies) > 1 {
			chained++
		}
	}
	if min(denied, missed) < draws/20 || min(changed, chained) < draws/100 {
		t.Errorf("of %d routes %d are denied, %d changed, %d matched twice, %d not matched", draws, denied, changed,
			chained, missed)
	}
}
