package topology_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// stableState draws a network and its state.
func stableState(t *rapid.T) *topology.State {
	state, err := topology.Propagate(topologytest.Draw(t, topologytest.Networks(topologytest.Small())))
	if err != nil {
		t.Skip(err)
	}
	return state
}

// changed draws what a script makes of a state.
func changed(t *rapid.T, s *topology.State, most int) *topology.State {
	next, _, err := s.Apply(topologytest.Scripts(s.Network(), most).Draw(t, "script")...)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// A state does not differ from itself, nor from that of the same network declared in another order.
func TestNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := stableState(t)
		if d := topology.Diff(s, s); !d.Empty() || len(d.Changes) > 0 {
			t.Fatal(d)
		}
		other, err := topology.Propagate(topologytest.Draw(t, topologytest.Reordered(s.Network())))
		if err != nil {
			t.Fatal(err)
		}
		if d := topology.Diff(s, other); !d.Empty() {
			t.Fatal(d)
		}
	})
}

// The differences of the tables are all that there are: taken on the old tables they give the new ones, and what the
// effect says of the winners holds.
func TestDifferenceOfTables(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := stableState(t)
		after := changed(t, before, 4)
		all := tablesIn(before)
		for _, table := range topology.Diff(before, after).Tables {
			for _, p := range table.Prefixes {
				for _, r := range p.Routes {
					if err := all.replay([]topology.Event{{Table: table.Table, Prefix: p.Prefix, Kind: r.Kind, Old: r.Old, New: r.New}}); err != nil {
						t.Fatal(err)
					}
				}
				want := topology.EffectDetail
				switch lost, gained := len(p.After) == 0, len(p.Before) == 0; {
				case lost != gained && lost:
					want = topology.EffectLost
				case lost != gained:
					want = topology.EffectGained
				case !slices.Equal(p.Before, p.After):
					want = topology.EffectMoved
				}
				if p.Effect != want {
					t.Fatalf("%s %v: %v", table.Table, p.Prefix, p.Effect)
				}
			}
		}
		if diff := all.differ(tablesIn(after)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A fate is what becomes of one packet: whether it arrives on every and on some path, and over which devices.
type fate struct {
	every, some bool
	devices     string
}

// fateOf follows a packet. It arrives on every path if all of them end at an owner of the address, one of them at the
// target.
func fateOf(t *rapid.T, s *topology.State, from, to string, source, target netip.Addr) fate {
	trace, err := s.Trace(topology.Endpoint{Addr: source, Instance: from}, target)
	if err != nil {
		return fate{} // there is no such instance
	}
	f := fate{every: true}
	for _, p := range trace.Forward.Paths {
		end := p.Hops[len(p.Hops)-1].At
		for _, c := range s.Network().CCNs {
			if slices.ContainsFunc(c.SAGs, func(sag topology.SAG) bool { return sag.ID == end }) {
				end = c.ID
			}
		}
		arrived := p.Delivered && p.Reason == ""
		owned := slices.ContainsFunc(s.Network().OwnBlocks(end), func(b netip.Prefix) bool { return b.Contains(target) })
		f.some = f.some || arrived && end == to
		f.every = f.every && arrived && owned
		var last string
		for _, h := range p.Hops {
			for _, name := range []string{h.At, h.NextHop} {
				if name != "" && name != "local" && name != last {
					f.devices += name + ">"
					last = name
				}
			}
		}
		f.devices += "\n"
	}
	f.every = f.every && f.some
	return f
}

// effectsOn tells from the traces alone what happens to a packet.
func effectsOn(t *rapid.T, before, after *topology.State, from, to string, source, target netip.Addr) (list []topology.Effect) {
	owns := func(s *topology.State, id string, a netip.Addr) bool {
		return slices.ContainsFunc(s.Network().OwnBlocks(id), func(b netip.Prefix) bool { return b.Contains(a) })
	}
	look := func(s *topology.State) (fate, fate) {
		if !owns(s, from, source) || !owns(s, to, target) {
			return fate{}, fate{}
		}
		return fateOf(t, s, from, to, source, target), fateOf(t, s, to, from, target, source)
	}
	add := func(holds bool, e topology.Effect) {
		if holds {
			list = append(list, e)
		}
	}
	old, oldAnswer := look(before)
	now, nowAnswer := look(after)
	add(old.every && !now.every || old.some && !now.some, topology.EffectLost)
	add(now.every && !old.every || now.some && !old.some, topology.EffectGained)
	if old.every && now.every {
		add(oldAnswer.every && !nowAnswer.every, topology.EffectOneWay)
		add(nowAnswer.every && !oldAnswer.every, topology.EffectTwoWay)
		add(old.devices != now.devices, topology.EffectMoved)
	}
	slices.Sort(list)
	return list
}

// What Diff says of a packet is what the traces before and after say of it.
func TestDifferenceOfReach(t *testing.T) {
	seen := map[topology.Effect]int{}
	rapid.Check(t, func(t *rapid.T) {
		before := stableState(t)
		after := changed(t, before, 8)
		d := topology.Diff(before, after)
		ids := append(before.Reach().Instances, after.Reach().Instances...)
		slices.Sort(ids)
		ids = slices.Compact(ids)
		for _, from := range ids {
			for _, to := range ids {
				if from == to {
					continue
				}
				for _, source := range blocksIn(before, after, from) {
					for _, target := range blocksIn(before, after, to) {
						if source.Addr().Is4() == target.Addr().Is4() {
							checkPacket(t, d, before, after, from, to, source.Addr(), target.Addr(), seen)
							checkPacket(t, d, before, after, from, to, endOf(source), endOf(target), seen)
						}
					}
				}
			}
		}
	})
	t.Logf("effects: %v", seen)
}

func blocksIn(before, after *topology.State, id string) []netip.Prefix {
	return append(before.Network().OwnBlocks(id), after.Network().OwnBlocks(id)...)
}

// endOf returns the last address of a block, or one near it.
func endOf(p netip.Prefix) netip.Addr {
	a := p.Addr().AsSlice()
	for i := range a {
		bits := min(max(p.Bits()-8*i, 0), 8)
		a[i] |= byte(0xff >> bits)
	}
	last, _ := netip.AddrFromSlice(a)
	return last
}

// owners counts the instances that own an address.
func owners(n *topology.Network, a netip.Addr) int {
	number := 0
	count := func(id string) {
		if slices.ContainsFunc(n.OwnBlocks(id), func(b netip.Prefix) bool { return b.Contains(a) }) {
			number++
		}
	}
	for i := range n.VPCs {
		count(n.VPCs[i].ID)
	}
	for i := range n.VBRs {
		count(n.VBRs[i].ID)
	}
	for i := range n.VPNs {
		count(n.VPNs[i].ID)
	}
	for i := range n.CCNs {
		count(n.CCNs[i].ID)
	}
	for i := range n.DataCenters {
		count(n.DataCenters[i].ID)
	}
	return number
}

// checkPacket leaves out addresses with several owners: there the matrix takes any of them for an end of the way, and a
// trace only one.
func checkPacket(t *rapid.T, d topology.Difference, before, after *topology.State, from, to string, source, target netip.Addr, seen map[topology.Effect]int) {
	for _, n := range []*topology.Network{before.Network(), after.Network()} {
		if owners(n, source) > 1 || owners(n, target) > 1 {
			return
		}
	}
	var got []topology.Effect
	holds := func(list []netip.Prefix, a netip.Addr) bool {
		return slices.ContainsFunc(list, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	for _, c := range d.Reach {
		if c.Effect == topology.EffectUndecided {
			t.Skip("undecided")
		}
		if c.From == from && c.To == to && holds(c.Sources, source) && holds(c.Addresses, target) {
			got = append(got, c.Effect)
			seen[c.Effect]++
		}
	}
	slices.Sort(got)
	if want := effectsOn(t, before, after, from, to, source, target); !slices.Equal(got, want) {
		t.Fatalf("%v@%s to %v@%s: got %v, want %v\n%v", source, from, target, to, got, want, d)
	}
}

// Each difference that a single change makes names that change.
func TestDifferenceNamesTheChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := stableState(t)
		after := changed(t, before, 1)
		d := topology.Diff(before, after)
		if len(d.Changes) != 1 {
			return
		}
		for _, r := range d.Reach {
			if r.Effect != topology.EffectUndecided && r.Cause.Change != d.Changes[0] {
				t.Fatalf("%+v is not said to be by %s", r, d.Changes[0])
			}
		}
		for _, table := range d.Tables {
			for _, p := range table.Prefixes {
				if p.Cause.Change != d.Changes[0] {
					t.Fatalf("%+v is not said to be by %s", p, d.Changes[0])
				}
			}
		}
	})
}

// Of two changes, each difference names the one that made it.
func TestDifferenceTellsChangesApart(t *testing.T) {
	before := propagated(t, anECRAndTwoTables())
	after, _, err := before.Apply(
		topology.Announce{DataCenter: "idc-1", Prefix: prefix("10.1.0.0/16")},
		topology.DisableSync{Attachment: "att-vpc-2"},
		topology.ReplaceAssociation{Attachment: "att-ecr-1", Table: "vtb-2"},
	)
	if err != nil {
		t.Fatal(err)
	}
	causes := map[string]string{}
	for _, table := range topology.Diff(before, after).Tables {
		for _, p := range table.Prefixes {
			causes[fmt.Sprint(table.Table, " ", p.Prefix)] = p.Cause.Change
		}
	}
	replaced, announced := "replace the association of att-ecr-1 by vtb-2", "announce 10.1.0.0/16 from idc-1"
	want := map[string]string{
		"ecr-1@cn-hangzhou 10.1.0.0/16": announced, "idc-1 10.1.0.0/16": announced, "vbr-1 10.1.0.0/16": announced,
		"vtb-1 10.1.0.0/16": announced, "vpc-1/system 10.1.0.0/16": announced,
		"ecr-1@cn-hangzhou 192.168.1.0/24": replaced, "ecr-1@cn-hangzhou 192.168.2.0/24": replaced,
		"idc-1 192.168.1.0/24": replaced, "idc-1 192.168.2.0/24": replaced,
		"vbr-1 192.168.1.0/24": replaced, "vbr-1 192.168.2.0/24": replaced,
	}
	if diff := cmp.Diff(want, causes); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// The text for a review: what is lost first, each with what stops it now.
func TestDifferenceText(t *testing.T) {
	before := propagated(t, oneCircuit())
	after, _, err := before.Apply(topology.DisablePropagation{Attachment: "att-vpc", Table: "vtb-hz"})
	if err != nil {
		t.Fatal(err)
	}
	want := `reachability: 1 lost, 1 one-way; routes: 2 changes in 2 tables

changes
  disable propagation of att-vpc to vtb-hz

reachability
  lost       vbr-1 -> vpc-1  10.1.0.0/16 to 192.168.1.0/24
             by disable propagation of att-vpc to vtb-hz; no route in vbr-1 [TR-4.1]
  one-way    vpc-1 -> vbr-1  192.168.1.0/24 to 10.1.0.0/16
             by disable propagation of att-vpc to vtb-hz; no route in vbr-1 [TR-4.1]

tables
  vbr-1
    lost     192.168.1.0/24  att-vbr -> none
             by disable propagation of att-vpc to vtb-hz; the table does not learn from the attachment (vpc-1/system to vtb-hz) [TR-2.2.1]
  vtb-hz of tr-hz
    lost     192.168.1.0/24  att-vpc -> none
             by disable propagation of att-vpc to vtb-hz; the table does not learn from the attachment (vpc-1/system to vtb-hz) [TR-2.2.1]
`
	if diff := cmp.Diff(want, topology.Diff(before, after).String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if got := topology.Diff(before, before).String(); got != "no route and no packet is affected\n" {
		t.Errorf("no difference reads %q", got)
	}
}

// The zero state is empty, and everything is gained from it and lost to it.
func TestDifferenceFromNothing(t *testing.T) {
	state := propagated(t, oneCircuit())
	if d := topology.Diff(new(topology.State), new(topology.State)); !d.Empty() {
		t.Error(d)
	}
	for _, r := range topology.Diff(new(topology.State), state).Reach {
		if r.Effect != topology.EffectGained {
			t.Errorf("%+v", r)
		}
	}
	d := topology.Diff(state, new(topology.State))
	if len(d.Reach) != 2 || len(d.Tables) != 3 {
		t.Error(d)
	}
	for _, r := range d.Reach {
		if r.Effect != topology.EffectLost {
			t.Errorf("%+v", r)
		}
	}
}

// The JSON form has every key in every object, reads back as it was written, and is the same each time.
func TestDifferenceJSON(t *testing.T) {
	before := propagated(t, aSecondCircuit())
	after, _, err := before.Apply(topology.Fail{IDs: []string{"vbr-1"}})
	if err != nil {
		t.Fatal(err)
	}
	d := topology.Diff(before, after)
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(topology.Diff(before, after))
	if err != nil || string(again) != string(data) {
		t.Errorf("%v, or it differs:\n%s\n%s", err, data, again)
	}
	var back topology.Difference
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	if len(back.Reach) != len(d.Reach) || !reflect.DeepEqual(back.Changes, d.Changes) || back.Reach[0].Effect != d.Reach[0].Effect {
		t.Errorf("read back as %+v", back)
	}
	empty, err := json.Marshal(topology.Diff(before, before))
	if err != nil || string(empty) != `{"changes":[],"reach":[],"tables":[]}` {
		t.Errorf("%s, %v", empty, err)
	}
	if strings.Contains(string(data), "null") {
		t.Errorf("null in %s", data)
	}
}

// twoWaysOut is a VPC and a data center with two circuits of equal rank but for a longer AS path over the second.
//
//	          +-- vbr-1 --+
//	vpc-1 -- tr-hz       idc-1
//	          +-- vbr-2 --+
func twoWaysOut() *topology.Network {
	n := aSecondCircuit()
	n.VBRs[0].Routes, n.VBRs[1].Routes = nil, nil
	n.Attachments[2].Association, n.Attachments[2].RouteSync = "vtb-hz", true
	n.DataCenters = []topology.DataCenter{{ID: "idc-1", ASN: 65001, Prefixes: []netip.Prefix{prefix("10.1.0.0/16")}, Sessions: []topology.Session{
		{To: "vbr-1", Preference: 10}, {To: "vbr-2", Preference: 20, Prepend: route.ASPath{65001}},
	}}}
	return n
}

// wantReach compares what differs in reachability, one a line: "EFFECT FROM -> TO CHANGE; WHY".
func wantReach(t *testing.T, n *topology.Network, want string, changes ...topology.Change) {
	t.Helper()
	before := propagated(t, n)
	after, _, err := before.Apply(changes...)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range topology.Diff(before, after).Reach {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%v %s -> %s %s; %s", c.Effect, c.From, c.To, c.Cause.Change,
			c.Cause.Why)))
	}
	if diff := cmp.Diff(indented(want), got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// When the first circuit fails, both directions move to the second one, and nothing is lost.
func TestDifferenceMoves(t *testing.T) {
	wantReach(t, twoWaysOut(), `
		moved idc-1 -> vpc-1 fail vbr-1;
		moved vpc-1 -> idc-1 fail vbr-1;`, topology.Fail{IDs: []string{"vbr-1"}})
}

// When only the data center's choice changes, only its direction moves.
func TestDifferenceMovesOneDirection(t *testing.T) {
	d := twoWaysOut().DataCenters[0]
	d.Sessions[0].Preference = 30
	wantReach(t, twoWaysOut(), `moved idc-1 -> vpc-1 redefine data center idc-1;`, topology.Redefine{Object: d})
}

// Without synchronization to the circuits, packets of the VPC arrive and answers do not; switched on again, they do.
func TestDifferenceOneWayAndBack(t *testing.T) {
	n := twoWaysOut()
	n.Down = []string{"vbr-2"}
	off := topology.DisableSync{Attachment: "att-vbr"}
	wantReach(t, n, `
		lost idc-1 -> vpc-1 disable synchronization of att-vbr; no route in idc-1
		one-way vpc-1 -> idc-1 disable synchronization of att-vbr; no route in idc-1`, off)
	n.Attachments[1].RouteSync = false
	wantReach(t, n, `
		gained idc-1 -> vpc-1 enable synchronization of att-vbr; no route in idc-1
		two-way vpc-1 -> idc-1 enable synchronization of att-vbr; no route in idc-1`, topology.EnableSync{Attachment: "att-vbr"})
}

// What is gone from the network is lost, and the cause says that it is gone.
func TestDifferenceOfWhatIsGone(t *testing.T) {
	n := oneCircuit()
	n.VPCs[0].VSwitches = append(n.VPCs[0].VSwitches, topology.VSwitch{CIDR: prefix("192.168.2.0/24")})
	wantReach(t, n, `
		lost vbr-1 -> vpc-1 remove vSwitch 192.168.2.0/24 from vpc-1; 192.168.2.0 is no address of vpc-1
		lost vpc-1 -> vbr-1 remove vSwitch 192.168.2.0/24 from vpc-1; 192.168.2.0 is no address of vpc-1`,
		topology.RemoveVSwitch{VPC: "vpc-1", CIDR: prefix("192.168.2.0/24")})
}

// Static routes share the load over both circuits, one of which is down already: half of the packets arrived. When the
// other one fails, too, that half is lost, although packets had not arrived on every path before.
func TestDifferenceLosesSomePaths(t *testing.T) {
	n := twoWaysOut()
	for _, id := range []string{"att-vbr", "att-vbr-2"} {
		table := &n.TransitRouters[0].RouteTables[0]
		table.Routes = append(table.Routes, topology.StaticRoute{Prefix: prefix("10.1.0.0/16"), NextHop: id})
	}
	n.Down = []string{"vbr-1"}
	wantReach(t, n, `
		lost idc-1 -> vpc-1 fail vbr-2; no route in idc-1
		lost vpc-1 -> idc-1 fail vbr-2; vbr-1 is down`, topology.Fail{IDs: []string{"vbr-2"}})
}

// Packets that are forwarded in more than a thousand ways are not compared to the end: what is left is undecided.
func TestDifferenceOfTooManyWays(t *testing.T) {
	n := oneCircuit()
	table := &n.TransitRouters[0].RouteTables[0]
	for i := range 1100 {
		table.Routes = append(table.Routes, topology.StaticRoute{
			Prefix: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 1, byte(i / 256), byte(i)}), 32), NextHop: "att-vbr"})
	}
	wantReach(t, n, `
		undecided vpc-1 -> vbr-1 ; more than 4096 equal-cost paths, or too many different ones
		gained vbr-1 -> vpc-1 add vSwitch 192.168.2.0/24 to vpc-1;
		gained vpc-1 -> vbr-1 add vSwitch 192.168.2.0/24 to vpc-1;`,
		topology.AddVSwitch{VPC: "vpc-1", VSwitch: topology.VSwitch{CIDR: prefix("192.168.2.0/24")}})
}

// Packets may be lost though every table is as it was: the attachment hands them to another table (TR-2.1.2).
func TestDifferenceWithoutARoute(t *testing.T) {
	n := oneCircuit()
	n.TransitRouters[0].RouteTables[0].System = true
	n.TransitRouters[0].RouteTables = append(n.TransitRouters[0].RouteTables, topology.RouteTable{ID: "vtb-hz-2"})
	n.Attachments[0].RouteSync = false
	n.VPCs[0].RouteTables = []topology.VPCRouteTable{{ID: "vtb-vpc", Routes: []topology.VPCRoute{{Prefix: prefix("10.0.0.0/8"), NextHop: "att-vpc"}}}}
	replace := topology.ReplaceAssociation{Attachment: "att-vpc", Table: "vtb-hz-2"}
	wantReach(t, n, `
		lost vpc-1 -> vbr-1 replace the association of att-vpc by vtb-hz-2; no route in vtb-hz-2
		one-way vbr-1 -> vpc-1 replace the association of att-vpc by vtb-hz-2; no route in vtb-hz-2`, replace)
	before := propagated(t, n)
	after, _, err := before.Apply(replace)
	if d := topology.Diff(before, after); err != nil || len(d.Tables) > 0 || d.Empty() {
		t.Errorf("%v, %+v", err, d)
	}
}

// Of 256 changes each effect has the change that made it; of one more none is named, and a note says so.
func TestDifferenceOfManyChanges(t *testing.T) {
	for _, number := range []int{256, 257} {
		n := oneCircuit()
		n.DataCenters = []topology.DataCenter{{ID: "idc-1", ASN: 65001, Sessions: []topology.Session{{To: "vbr-1"}}}}
		before := propagated(t, n)
		later := n.Clone()
		for i := range number {
			later.DataCenters[0].Prefixes = append(later.DataCenters[0].Prefixes, netip.PrefixFrom(netip.AddrFrom4([4]byte{172, 16 + byte(i/256), byte(i), 0}), 24))
		}
		d := topology.Diff(before, propagated(t, later))
		if len(d.Changes) != number || (d.Note == "") != (number == 256) {
			t.Fatalf("%d changes of %d, note %q", len(d.Changes), number, d.Note)
		}
		for _, table := range d.Tables {
			if len(table.Prefixes) != number {
				t.Errorf("%s: %d prefixes differ, want %d", table.Table, len(table.Prefixes), number)
			}
			for _, p := range table.Prefixes {
				want := ""
				if number == 256 {
					want = "announce " + p.Prefix.String() + " from idc-1"
				}
				if p.Cause.Change != want {
					t.Fatalf("%v in %s: by %q, want %q", p.Prefix, table.Table, p.Cause.Change, want)
				}
			}
		}
	}
}
