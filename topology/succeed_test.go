package topology_test

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// withLongLists gives every data center so many prefixes that their list is taken over as a whole.
func withLongLists(n *topology.Network) *topology.Network {
	for i := range n.DataCenters {
		d := &n.DataCenters[i]
		for k := range 40 {
			d.Prefixes = append(d.Prefixes, netip.PrefixFrom(netip.AddrFrom4([4]byte{11, byte(i), byte(k), 0}), 24))
		}
	}
	return n
}

// Apply equals Propagate from scratch, also where long lists of prefixes are taken over.
func TestApplyTakesLongListsOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := withLongLists(topologytest.Draw(t, topologytest.Networks(topologytest.Small())))
		state, err := topology.Propagate(n)
		if err != nil || len(n.DataCenters) == 0 {
			t.Skip(err)
		}
		m := machine{state: state}
		for range 3 {
			m.change(t)
		}
	})
}

// twoParts is a data center with many prefixes behind an ECR with two transit routers, and a router with two VPCs that
// has nothing to do with them.
func twoParts() *topology.Network {
	n := throughECR(scattered(200), 2, 2)
	n.TransitRouters = append(n.TransitRouters, topology.TransitRouter{
		ID: "tr-apart", CEN: "cen-apart", Region: region(5), RouteTables: []topology.RouteTable{{ID: "vtb-apart", System: true}, {ID: "vtb-other"}},
	})
	for i := range 2 {
		id := fmt.Sprintf("vpc-%d", i)
		n.VPCs = append(n.VPCs, topology.VPC{ID: id, Region: region(5),
			VSwitches: []topology.VSwitch{{CIDR: prefix(fmt.Sprintf("192.168.%d.0/24", i))}}})
		n.Attachments = append(n.Attachments, topology.Attachment{
			ID: "att-" + id, Kind: attach.VPC, TransitRouter: "tr-apart", Instance: id,
			Association: "vtb-apart", Propagations: []string{"vtb-apart"}, RouteSync: true,
		})
	}
	return n
}

// What a change cannot reach is the very same afterwards, not only equal: it is not solved again.
func TestAChangeTouchesWhatItCanReach(t *testing.T) {
	site, vpc0, vpc1 := scattered(200)[0], prefix("192.168.0.0/24"), prefix("192.168.1.0/24")
	denied := policy.Policy{Priority: 10, Direction: policy.Ingress, Action: policy.Deny}
	named := denied
	named.Match.Prefixes.List = []netip.Prefix{vpc0}
	for name, c := range map[string]struct {
		change topology.Change
		anew   []netip.Prefix // of those three
	}{
		"a policy of one part": {topology.AddPolicy{Table: "vtb-0-1", Policy: denied}, []netip.Prefix{site}},
		"a policy of the other part": {topology.AddPolicy{Table: "vtb-apart", Policy: denied},
			[]netip.Prefix{vpc0, vpc1}},
		"a policy that names a prefix": {topology.AddPolicy{Table: "vtb-apart", Policy: named},
			[]netip.Prefix{vpc0, vpc1}},
		"a policy where nothing is": {topology.AddPolicy{Table: "vtb-other", Policy: denied}, nil},
		"a static route where nothing is": {topology.AddRoute{Table: "vtb-other",
			Route: topology.StaticRoute{Prefix: vpc0, Blackhole: true}}, []netip.Prefix{vpc0}},
		"a failed circuit": {topology.Fail{IDs: []string{"vbr"}}, []netip.Prefix{site}},
	} {
		t.Run(name, func(t *testing.T) {
			before := mustPropagate(t, twoParts())
			after, _, err := before.Apply(c.change)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range []netip.Prefix{site, vpc0, vpc1} {
				if shared := topology.SharesRoutesOf(before, after, p); shared == slices.Contains(c.anew, p) {
					t.Errorf("the routes of %v are the same values: %v", p, shared)
				}
			}
		})
	}
}

// A change that touches very many prefixes is propagated from scratch, to the same end and with the same events.
func TestAChangeOfEverything(t *testing.T) {
	all := scattered(1500)
	before := mustPropagate(t, throughECR(all, 2, 2))
	within := func(p netip.Prefix) (number int) {
		for _, q := range all {
			if p.Overlaps(q) {
				number++
			}
		}
		return number
	}
	for _, around := range []netip.Prefix{prefix("0.0.0.0/0"), prefix("8.0.0.0/5"), prefix("240.0.0.0/4")} {
		after, events, err := before.Apply(topology.AddPolicy{Table: "vtb-0-1", Policy: policy.Policy{
			Priority: 1, Direction: policy.Ingress, Action: policy.Deny,
			Match: policy.Match{Prefixes: policy.PrefixMatch{List: []netip.Prefix{around}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := tablesIn(after).differ(tablesIn(mustPropagate(t, after.Network().Clone()))); diff != "" {
			t.Errorf("%v leads elsewhere than from scratch\n%s", around, diff)
		}
		for _, e := range events {
			if e.Table != "vtb-0-1" || e.Kind != topology.Replaced || !around.Overlaps(e.Prefix) {
				t.Errorf("%v: an event of something else: %v", around, e)
			}
		}
		if len(events) != within(around) {
			t.Errorf("%v: %d events, want %d", around, len(events), within(around))
		}
	}
}

// A list of prefixes that differs from that before in one of them is another one, and so is a shorter one.
func TestLongListsThatDiffer(t *testing.T) {
	list := scattered(300)
	before := mustPropagate(t, throughECR(list, 2, 2))
	other := slices.Clone(list)
	other[200] = prefix("10.1.0.0/16")
	for name, c := range map[string]struct {
		list   []netip.Prefix
		events int // in the 4 tables of the routers, 2 of the ECR, that of the circuit and of the data center
	}{
		"another prefix": {other, 2 * 8}, "one less": {list[:299], 8}, "the same": {slices.Clone(list), 0},
	} {
		n := before.Network().Clone()
		n.DataCenters[0].Prefixes = c.list
		after, events, err := before.Update(n)
		if err != nil {
			t.Fatal(err)
		}
		if diff := tablesIn(after).differ(tablesIn(mustPropagate(t, n.Clone()))); diff != "" || len(events) != c.events {
			t.Errorf("%s: %d events, want %d\n%s", name, len(events), c.events, diff)
		}
	}
}

// The prefix by which a class is solved may be the one that is touched.
func TestTheSampleOfAClassIsTouched(t *testing.T) {
	n := throughECR(scattered(100), 2, 2)
	n.TransitRouters[0].RouteTables[1].Policies = []policy.Policy{{
		Priority: 1, Direction: policy.Ingress, Action: policy.Deny,
		Match: policy.Match{Prefixes: policy.PrefixMatch{List: []netip.Prefix{prefix("0.0.0.0/1")}}},
	}}
	before := mustPropagate(t, n)
	for i, p := range n.DataCenters[0].Prefixes {
		named := policy.Policy{Priority: 1, Direction: policy.Ingress, Action: policy.Deny, Match: policy.Match{
			Prefixes: policy.PrefixMatch{List: []netip.Prefix{p}, Mode: policy.Complete}}}
		after, _, err := before.Apply(topology.AddPolicy{Table: "vtb-1-1", Policy: named},
			topology.SetMultiRegionECMP{Table: "vtb-0-1", On: true})
		if err != nil {
			t.Fatal(err)
		}
		if i%10 > 0 {
			continue
		}
		if diff := tablesIn(after).differ(tablesIn(mustPropagate(t, after.Network().Clone()))); diff != "" {
			t.Fatalf("%v\n%s", p, diff)
		}
	}
}

// A state keeps its network for itself: the change that led to it may be used for something else.
func TestAStateKeepsItsLists(t *testing.T) {
	list := scattered(110)[10:]
	before := mustPropagate(t, throughECR(scattered(110)[:10], 2, 2))
	after, _, err := before.Apply(topology.AddPrefixList{Table: "vtb-0-1",
		List: topology.PrefixList{ID: "pl", Blackhole: true, Prefixes: list}})
	if err != nil {
		t.Fatal(err)
	}
	document := topologytest.Document(after.Network())
	list[50] = prefix("10.1.0.0/16")
	if topologytest.Document(after.Network()) != document {
		t.Error("the network of the state changes with the change")
	}
}

// What a long line of changes needed on its way does not stay for ever: the last state holds the AS paths of its own
// network, and at most some thousands besides.
func TestALineOfChangesForgets(t *testing.T) {
	state := mustPropagate(t, &topology.Network{VBRs: []topology.VBR{{ID: "vbr", Region: region(0)}}})
	p, most := prefix("10.0.0.0/8"), 0
	for i := range 6000 {
		r := topology.ExternalRoute{Prefix: p, Type: route.BGP, ASPath: route.ASPath{64512, 100_000 + uint32(i)}}
		next, _, err := state.Apply(topology.AddExternalRoute{Instance: "vbr", Route: r})
		if err != nil {
			t.Fatal(err)
		}
		if state, _, err = next.Apply(topology.RemoveExternalRoute{Instance: "vbr", Prefix: p}); err != nil {
			t.Fatal(err)
		}
		most = max(most, state.AttributesHeld())
	}
	if most < 1000 || most > 11_000 || state.AttributesHeld() > 5000 {
		t.Errorf("%d lists are held, %d at most", state.AttributesHeld(), most)
	}
}

// A list of prefixes that stays the same tells other prefixes apart when its mode is another one.
func TestAModeIsReplaced(t *testing.T) {
	wide := policy.Policy{Priority: 1, Direction: policy.Ingress, Action: policy.Deny, Match: policy.Match{
		Prefixes: policy.PrefixMatch{List: []netip.Prefix{prefix("10.0.0.0/8")}}}}
	exact := wide
	exact.Match.Prefixes.Mode = policy.Complete
	n := throughECR([]netip.Prefix{prefix("10.0.0.0/8"), prefix("10.1.0.0/16"), prefix("11.0.0.0/8")}, 1, 2)
	n.TransitRouters[0].RouteTables[1].Policies = []policy.Policy{wide}
	before := mustPropagate(t, n)
	after, _, err := before.Apply(topology.ReplacePolicy{Table: "vtb-0-1", Policy: exact})
	if err != nil {
		t.Fatal(err)
	}
	for state, prohibited := range map[*topology.State][]bool{before: {true, true, false}, after: {true, false, false}} {
		table, _ := state.Table("vtb-0-1")
		for i, p := range n.DataCenters[0].Prefixes {
			if routes := table.Get(p); len(routes) != 1 || (routes[0].Status == route.Prohibited) != prohibited[i] {
				t.Errorf("%v: %v, want one that is prohibited: %v", p, routes, prohibited[i])
			}
		}
	}
}

// The prefix by which a class was solved may be withdrawn before the next change.
func TestTheSampleOfAClassIsWithdrawn(t *testing.T) {
	n := throughECR([]netip.Prefix{prefix("10.0.0.0/8"), prefix("10.1.0.0/16")}, 1, 2)
	for _, p := range n.DataCenters[0].Prefixes {
		state, _, err := mustPropagate(t, n).Apply(topology.Withdraw{DataCenter: "idc", Prefix: p})
		if err != nil {
			t.Fatal(err)
		}
		all := tablesIn(state)
		next, events, err := state.Apply(topology.Fail{IDs: []string{"vbr"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := all.replay(events); err != nil {
			t.Errorf("after the withdrawal of %v: %v", p, err)
		}
		if diff := all.differ(tablesIn(next)); diff != "" {
			t.Errorf("after the withdrawal of %v the events lead elsewhere\n%s", p, diff)
		}
	}
}
