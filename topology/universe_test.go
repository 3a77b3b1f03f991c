package topology_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// Each route of a router table comes from the universe of the table, on its way in if it was learned, on its way out in
// any case.
func TestUniverseHoldsEveryRoute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state, err := topology.Propagate(topologytest.Draw(t, topologytest.Networks(topologytest.Small())))
		if err != nil {
			t.Skip(err)
		}
		for table := range state.Tables() {
			in, ok := state.Universe(table.ID(), policy.Ingress)
			out, _ := state.Universe(table.ID(), policy.Egress)
			if !ok {
				continue
			}
			for r := range table.Routes() {
				if r.Learned && !holds(&in, &r) {
					t.Fatalf("%s: %+v is not in the universe of what comes in, %+v", table.ID(), r, in.Sources)
				}
				if !holds(&out, &r) {
					t.Fatalf("%s: %+v is not in the universe of what goes out, %+v", table.ID(), r, out.Sources)
				}
			}
		}
	})
}

func holds(u *policy.Universe, r *route.Route) bool {
	return slices.ContainsFunc(u.Sources, func(s policy.Source) bool {
		o := r.Origin
		class := r.Type
		if class == route.Blackhole {
			class = route.Static
		}
		return s.Origin == policy.Origin[string]{Instance: o.Instance, Member: o.Member, Region: o.Region, Table: o.Table, Kind: o.Kind} &&
			(s.Type == route.NoType || s.Type == class)
	})
}

// A table tells whomever synchronization tells, an Express Connect Router in any case, and a peer, of which a policy
// knows no more than the region. A CCN is told as one, with its members.
func TestUniverseTellsWhoIsTold(t *testing.T) {
	n, err := topology.Parse([]byte(`{
	 "transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "system": true}, {"id": "vtb-2"}]},
	  {"id": "tr-ccn", "cen": "cen-1", "region": "ccn-cn-shanghai", "edition": "basic", "routeTables": [{"id": "vtb-ccn"}]}],
	 "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]}],
	 "vpns": [{"id": "vco-1", "region": "cn-hangzhou", "bgp": true}, {"id": "vco-2", "region": "cn-hangzhou", "bgp": true}],
	 "ccns": [{"id": "ccn-1", "region": "ccn-cn-shanghai", "sags": [{"id": "sag-1", "prefixes": ["172.16.0.0/24"]}, {"id": "sag-2", "prefixes": ["172.16.1.0/24"]}]}],
	 "ecrs": [{"id": "ecr-1", "asn": 45104, "associations": [{"transitRouter": "tr-hz"}]}],
	 "attachments": [
	  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
	  {"id": "att-vco-1", "kind": "VPN", "transitRouter": "tr-hz", "instance": "vco-1", "association": "vtb-hz", "propagations": ["vtb-hz"]},
	  {"id": "att-vco-2", "kind": "VPN", "transitRouter": "tr-hz", "instance": "vco-2", "association": "vtb-2", "routeSync": true},
	  {"id": "att-ecr-1", "kind": "ECR", "transitRouter": "tr-hz", "instance": "ecr-1", "association": "vtb-hz", "propagations": ["vtb-hz"]},
	  {"id": "att-ccn-1", "kind": "CCN", "transitRouter": "tr-ccn", "instance": "ccn-1"}],
	 "peerings": [{"id": "peer-1", "ends": [{"transitRouter": "tr-hz", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}, {"transitRouter": "tr-ccn"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	state, err := topology.Propagate(&n)
	if err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string][]string{
		"vtb-hz":  {"VPC vpc-1 [] cn-hangzhou", "ECR ecr-1 [] cn-hangzhou", "peer in ccn-cn-shanghai"},
		"vtb-2":   {"VPN vco-2 [] cn-hangzhou"},
		"vtb-ccn": {"CCN ccn-1 [sag-1 sag-2] ccn-cn-shanghai", "peer in cn-hangzhou"},
	} {
		u, ok := state.Universe(table, policy.Egress)
		got := []string{}
		for _, to := range u.Targets {
			if to.Peer {
				got = append(got, "peer in "+to.Region)
				continue
			}
			got = append(got, fmt.Sprintf("%v %s %v %s", to.Kind, to.Instance, to.Members, to.Region))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !ok || !slices.Equal(got, want) {
			t.Errorf("table %s tells %q, want %q", table, got, want)
		}
	}
}

// What a policy on the way out can see comes from the aggregates of its table too; they have no origin instance.
func TestUniverseHoldsAggregates(t *testing.T) {
	n := oneCircuit()
	n.TransitRouters[0].RouteTables[0].Aggregates = []topology.AggregateRoute{{Prefix: prefix("10.0.0.0/8"), Scope: []attach.Kind{attach.VPC}}}
	u, ok := propagated(t, n).Universe("vtb-hz", policy.Egress)
	want := policy.Source{Origin: policy.Origin[string]{Region: "cn-hangzhou"}, Type: route.Aggregate}
	if !ok || !slices.Contains(u.Sources, want) {
		t.Errorf("%+v is not among %+v", want, u.Sources)
	}
}

// A policy that is dead in the universe of its table can be deleted: the state stays the same.
func TestDeadPoliciesCanBeDeleted(t *testing.T) {
	dead := 0
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		state, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		c := n.Clone()
		for i := range c.TransitRouters {
			for k := range c.TransitRouters[i].RouteTables {
				table := &c.TransitRouters[i].RouteTables[k]
				dead += deleteDead(state, table)
			}
		}
		after, err := topology.Propagate(c)
		if err != nil {
			t.Fatal(err)
		}
		requireSameRoutes(t, state, after)
	})
	if dead == 0 && !t.Failed() {
		t.Error("no dead policy was drawn")
	}
}

// deleteDead deletes the dead policies of a table and returns how many they were.
func deleteDead(state *topology.State, table *topology.RouteTable) int {
	before := len(table.Policies)
	for _, d := range []policy.Direction{policy.Ingress, policy.Egress} {
		u, _ := state.Universe(table.ID, d)
		list := table.Policies
		gone := policy.Analyze(list, d, u).Dead()
		slices.SortFunc(gone, func(a, b policy.Standing) int { return b.Index - a.Index })
		for _, s := range gone {
			list = slices.Delete(list, s.Index, s.Index+1)
		}
		table.Policies = list
	}
	return before - len(table.Policies)
}

func requireSameRoutes(t *rapid.T, a, b *topology.State) {
	for table := range a.Tables() {
		other, _ := b.Table(table.ID())
		if !slices.EqualFunc(slices.Collect(table.Routes()), slices.Collect(other.Routes()), func(x, y route.Route) bool { return route.Compare(x, y) == 0 }) {
			t.Fatalf("table %s differs:\n%v\n%v", table.ID(), slices.Collect(table.Routes()),
				slices.Collect(other.Routes()))
		}
	}
}
