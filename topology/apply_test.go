package topology_test

import (
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// tables are the routes of a state, by table.
type tables map[string][]route.Route

func tablesIn(s *topology.State) tables {
	all := tables{}
	for t := range s.Tables() {
		for r := range t.Routes() {
			all[t.ID()] = append(all[t.ID()], r)
		}
	}
	return all
}

// replay takes events one after the other: what is withdrawn or replaced must be there.
func (all tables) replay(events []topology.Event) error {
	for i, e := range events {
		rows := all[e.Table]
		if e.Old != nil {
			k := slices.IndexFunc(rows, func(r route.Route) bool { return route.Compare(r, *e.Old) == 0 })
			if k < 0 {
				return fmt.Errorf("event %d takes a route that is not there: %v", i, e)
			}
			rows = slices.Delete(slices.Clone(rows), k, k+1)
		}
		if e.New != nil {
			rows = append(rows, *e.New)
		}
		all[e.Table] = rows
	}
	return nil
}

// differ tells where two sets of tables differ.
func (all tables) differ(other tables) string {
	for _, set := range []tables{all, other} {
		for id, rows := range set {
			slices.SortFunc(rows, route.Compare)
			if len(rows) == 0 {
				delete(set, id)
			}
		}
	}
	if reflect.DeepEqual(all.texts(), other.texts()) {
		return ""
	}
	return cmp.Diff(all.texts(), other.texts())
}

func (all tables) texts() map[string][]string {
	texts := map[string][]string{}
	for id, rows := range all {
		for _, r := range rows {
			texts[id] = append(texts[id], fmt.Sprintf("%+v", r))
		}
	}
	return texts
}

// A machine is a network on which changes are made.
type machine struct {
	state          *topology.State
	applied, tried int
}

// change draws a change and makes it. The new state is that of the changed network from scratch, its events turn the
// old tables into the new ones, and the old state is as it was. A change that is refused changes nothing and says why.
func (m *machine) change(t *rapid.T) {
	m.tried++
	c := topologytest.Changes(m.state.Network()).Draw(t, "change")
	before, document := tablesIn(m.state), topologytest.Document(m.state.Network())
	next, events, err := m.state.Apply(c)
	if diff := before.differ(tablesIn(m.state)); diff != "" || topologytest.Document(m.state.Network()) != document {
		t.Fatalf("%v changed the old state\n%s", c, diff)
	}
	if err != nil {
		checkRefusal(t, next, events, err)
		return
	}
	m.applied++
	edited, err := topology.Edited(m.state.Network(), c)
	if err != nil || sortedLines(edited) != sortedLines(next.Network()) {
		t.Fatalf("%v makes another network without a state: %v\n%s", c, err, topologytest.Document(edited))
	}
	scratch, err := topology.Propagate(next.Network().Clone())
	if err != nil {
		t.Fatal(err)
	}
	if diff := tablesIn(next).differ(tablesIn(scratch)); diff != "" {
		t.Fatalf("%v leads elsewhere than from scratch\n%s", c, diff)
	}
	if err := before.replay(events); err != nil {
		t.Fatalf("%v: %v", c, err)
	}
	if diff := before.differ(tablesIn(next)); diff != "" {
		t.Fatalf("the events of %v lead elsewhere\n%s", c, diff)
	}
	m.state = next
}

func checkRefusal(t *rapid.T, next *topology.State, events []topology.Event, err error) {
	var refused *topology.ChangeError
	switch {
	case next != nil || events != nil:
		t.Fatalf("a refused change leaves %v and %v", next, events)
	case !errors.As(err, &refused) || refused.Change == nil || refused.Message == "":
		t.Fatalf("the refusal does not say what and why: %#v", err)
	}
}

// Apply equals Propagate from scratch, over scripts of fifty changes.
func TestApplyEqualsPropagate(t *testing.T) {
	applied, tried, steps := 0, 0, 50
	if testing.Short() {
		steps = 15
	}
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		state, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		m := machine{state: state}
		for range steps {
			m.change(t)
		}
		applied, tried = applied+m.applied, tried+m.tried
	})
	if applied*2 < tried {
		t.Errorf("%d of %d changes could be applied, want half", applied, tried)
	}
}

// Update leads from any network to any other one, and its events turn the tables of one into those of the other.
func TestUpdate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, err := topology.Propagate(topologytest.Draw(t, topologytest.Networks(topologytest.Small())))
		if err != nil {
			t.Skip(err)
		}
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		want, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		after, events, err := before.Update(n.Clone())
		if err != nil {
			t.Fatal(err)
		}
		if diff := tablesIn(after).differ(tablesIn(want)); diff != "" {
			t.Fatal(diff)
		}
		all := tablesIn(before)
		if err := all.replay(events); err != nil {
			t.Fatal(err)
		}
		if diff := all.differ(tablesIn(after)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// sortedLines returns the lines of a document without their order.
func sortedLines(n *topology.Network) string {
	lines := strings.Split(strings.ReplaceAll(topologytest.Document(n), ",\n", "\n"), "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// The changes that Changes finds between a network and what a script makes of it lead there.
func TestChangesLeadThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		before, err := topology.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		script := topologytest.Scripts(n, 4).Draw(t, "script")
		after, _, err := before.Apply(script...)
		if err != nil {
			t.Fatal(err)
		}
		changes := topology.Changes(n, after.Network())
		again, _, err := before.Apply(changes...)
		if err != nil {
			t.Skip(err) // half-way it breaks a rule
		}
		if diff := cmp.Diff(sortedLines(after.Network()), sortedLines(again.Network())); diff != "" {
			t.Fatalf("%v\n%v\n%s", script, changes, diff)
		}
		if rest := topology.Changes(again.Network(), after.Network()); len(rest) > 0 && len(script) == 0 {
			t.Fatal(rest)
		}
	})
}

// A prefix is announced only to a state of a network that has the data center, and only as it is written in tables.
func TestAnnounceIsRefused(t *testing.T) {
	p := netip.MustParsePrefix("10.9.0.0/16")
	n := &topology.Network{DataCenters: []topology.DataCenter{{ID: "idc", ASN: 65001}}}
	state, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	for name, refused := range map[string]func() error{
		"a state of nothing":  func() error { return applied(&topology.State{}, topology.Announce{DataCenter: "idc", Prefix: p}) },
		"no such data center": func() error { return applied(state, topology.Announce{DataCenter: "x", Prefix: p}) },
		"host bits": func() error {
			return applied(state, topology.Announce{DataCenter: "idc", Prefix: netip.MustParsePrefix("10.9.0.1/16")})
		},
		"no prefix": func() error { return applied(state, topology.Announce{DataCenter: "idc"}) },
	} {
		var change *topology.ChangeError
		if err := refused(); !errors.As(err, &change) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
	if err := applied(state, topology.Announce{DataCenter: "idc", Prefix: p}); err != nil {
		t.Error(err)
	}
}

func applied(s *topology.State, c topology.Change) error {
	_, _, err := s.Apply(c)
	return err
}
