package topology_test

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// A state after announcements is the state that Propagate computes of its network, warnings included, and Verify
// accepts it; so are those that came before it, for a state never changes. The events are those that a comparison of
// the two states finds.
func TestAnnouncementsAreAsFromScratch(t *testing.T) {
	announced := 0
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		if len(n.DataCenters) == 0 {
			t.Skip("no data center")
		}
		state, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		states := []*topology.State{state}
		for range 8 {
			change := drawAnnouncement(t, state)
			next, events, err := state.Apply(change)
			if err != nil {
				continue
			}
			sameAsOfAnyChange(t, change, state, next, events)
			state, announced = next, announced+1
			states = append(states, state)
		}
		for _, s := range states {
			sameAsFromScratch(t, s)
		}
	})
	if announced < 100 && !testing.Short() {
		t.Errorf("only %d announcements", announced)
	}
}

// drawAnnouncement draws a prefix that the network knows, or one inside it, to be announced or withdrawn.
func drawAnnouncement(t *rapid.T, s *topology.State) topology.Change {
	var known []netip.Prefix
	for table := range s.Tables() {
		for r := range table.Routes() {
			known = append(known, r.Prefix)
		}
	}
	if len(known) == 0 {
		known = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	}
	p := rapid.SampledFrom(known).Draw(t, "prefix")
	if longer := netip.PrefixFrom(p.Addr(), min(p.Bits()+1, p.Addr().BitLen())); rapid.Bool().Draw(t, "longer") {
		p = longer
	}
	dc := rapid.SampledFrom(s.Network().DataCenters).Draw(t, "data center")
	if slices.Contains(dc.Prefixes, p) {
		return topology.Withdraw{DataCenter: dc.ID, Prefix: p}
	}
	return topology.Announce{DataCenter: dc.ID, Prefix: p}
}

// sameAsOfAnyChange checks the events of an announcement, which is not asked for its own rule where a route has
// another.
func sameAsOfAnyChange(t *rapid.T, change topology.Change, before, after *topology.State, got []topology.Event) {
	want := topology.EventsBetween(before, after)
	for i := range want {
		want[i].Change = change.String()
		if want[i].Rule == "" {
			want[i].Rule = "D-38"
		}
	}
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Fatalf("%v: the events are\n%v, want\n%v", change, got, want)
	}
}

func sameAsFromScratch(t *rapid.T, s *topology.State) {
	scratch, err := topology.Propagate(s.Network())
	if err != nil {
		t.Fatalf("the network of a state does not propagate: %v", err)
	}
	if err := topology.Verify(s.Network(), s); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(asJSON(t, scratch), asJSON(t, s)); diff != "" {
		t.Fatalf("not as from scratch (-from scratch +applied):\n%s", diff)
	}
}

func asJSON(t *rapid.T, s *topology.State) string {
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// An announcement of one prefix changes nothing about another one: its routes are the same values as before.
func TestAnnouncementsTouchNothingElse(t *testing.T) {
	n := throughECR(scattered(200), 2, 2)
	before, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	p := netip.MustParsePrefix("10.1.0.0/16")
	after, events, err := before.Apply(topology.Announce{DataCenter: "idc", Prefix: p})
	if err != nil {
		t.Fatal(err)
	}
	if !topology.SharesRoutes(before, after, p) {
		t.Error("the routes of other prefixes were made anew")
	}
	for _, e := range events {
		if e.Prefix != p || e.Kind != topology.Announced {
			t.Errorf("an event of something else: %v", e)
		}
	}
	if want := 2*2 + 2 + 2; len(events) != want { // tables of the routers, of the ECR, of circuit and data center
		t.Errorf("%d events, want %d", len(events), want)
	}
}

// What one announcement said is not changed by another one of the same kind, and each tells its own prefix, place and
// words; also where many are made of one state at once.
func TestAnnouncementsShareNoEvents(t *testing.T) {
	state, err := topology.Propagate(throughECR(scattered(20), 2, 2))
	if err != nil {
		t.Fatal(err)
	}
	var all [8][]topology.Event
	var group sync.WaitGroup
	for i := range all {
		p := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i), 0, 0}), 16)
		group.Go(func() {
			announce, withdraw := topology.Announce{DataCenter: "idc", Prefix: p}, topology.Withdraw{DataCenter: "idc", Prefix: p}
			_, all[i], _ = state.Apply(announce, withdraw, announce)
		})
	}
	group.Wait()
	for i, events := range all {
		p := fmt.Sprintf("10.%d.0.0/16", i)
		if want := 3 * (2*2 + 2 + 2); len(events) != want {
			t.Errorf("%s: %d events, want %d", p, len(events), want)
		}
		for _, e := range events {
			kind, words := topology.Announced, "announce "+p+" from idc"
			if e.Index == 1 {
				kind, words = topology.Withdrawn, "withdraw "+p+" from idc"
			}
			if r := oneOf(e.Old, e.New); e.Prefix.String() != p || r.Prefix != e.Prefix || e.Kind != kind || e.Change != words || e.Rule != "D-38" {
				t.Errorf("%s: %+v of %+v", p, e, r)
			}
		}
		if last := events[len(events)-1]; last.Index != 2 {
			t.Errorf("%s: the last event is of change %d", p, last.Index)
		}
	}
}

// oneOf returns the route of an event that has only one.
func oneOf(old, now *route.Route) *route.Route {
	if (old == nil) == (now == nil) {
		return &route.Route{}
	}
	if old != nil {
		return old
	}
	return now
}
