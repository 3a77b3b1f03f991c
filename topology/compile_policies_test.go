package topology

import (
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
)

// Tables one after the other with the same policies have one program, and their prefixes are named once; a value that
// differs, or the system policy, makes another one.
func TestTablesWithTheSamePolicies(t *testing.T) {
	list := func(preference int) []policy.Policy {
		return []policy.Policy{{
			Priority: 1, Match: policy.Match{Prefixes: policy.PrefixMatch{List: []netip.Prefix{cidr("10.0.0.0/8")}}}, Set: policy.Set{Preference: preference},
		}}
	}
	c := compile(newIndex(&Network{TransitRouters: []TransitRouter{
		{ID: "tr-1", RouteTables: []RouteTable{{ID: "a", Policies: list(1)}, {ID: "b", Policies: list(1)},
			{ID: "c", Policies: list(2)}}},
		{ID: "tr-2", RouteTables: []RouteTable{{ID: "d", Policies: list(2)}}, Edition: attach.Basic},
		{ID: "tr-3", RouteTables: []RouteTable{{ID: "e", Policies: list(2), NoSystemPolicy: true}},
			Edition: attach.Basic},
	}}))
	programs := map[*policy.Program[engine.ID]]string{}
	for i := range c.out.Nodes {
		programs[c.out.Nodes[i].Policies] += c.name(c.out.Nodes[i].Table)
	}
	if len(programs) != 3 || programs[c.out.Nodes[0].Policies] != "ab" || programs[c.out.Nodes[2].Policies] != "cd" {
		t.Errorf("tables by program: %v, want ab, cd, e", programs)
	}
	if len(c.out.Named) != 3 {
		t.Errorf("%d lists of prefixes are named, want one for each program", len(c.out.Named))
	}
}
