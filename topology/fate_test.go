package topology

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// The events of a fate are those that it was made of, for any prefix: tables that share a route still do.
func TestFateEvents(t *testing.T) {
	shared, other := &route.Route{NextHop: "att-1"}, &route.Route{NextHop: "att-2", Status: route.Standby}
	made := []Event{
		{Table: "a", Kind: Withdrawn, Old: other, Rule: "TR-9.1"},
		{Table: "b", Kind: Replaced, Old: shared, New: other, Why: "lost", Rule: "TR-4.3"},
		{Table: "c", Kind: Announced, New: shared, Rule: "D-38"},
		{Table: "d", Kind: Announced, New: shared, Rule: "D-38"},
	}
	f := newFate(append([]Event(nil), made...))
	prefixes := []string{"10.0.0.0/8", "2001:db8::/32"}
	var all [2][]Event
	for i, text := range prefixes {
		all[i] = f.events(cidr(text), i, "announce "+text)
	}
	for i, text := range prefixes {
		p, got := cidr(text), all[i]
		a, b := *shared, *other
		a.Prefix, b.Prefix = p, p
		want := append([]Event(nil), made...)
		want[0].Old, want[1].Old, want[1].New, want[2].New, want[3].New = &b, &a, &b, &a, &a
		for k := range want {
			want[k].Index, want[k].Change, want[k].Prefix = i, "announce "+text, p
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
		if got[1].Old != got[3].New || got[0].Old != got[1].New || got[2].New == shared {
			t.Errorf("%s: routes are not shared as they were", text)
		}
	}
	if list := newFate(nil).events(cidr("10.0.0.0/8"), 1, "announce"); len(list) != 0 {
		t.Errorf("nothing happened, but %v", list)
	}
}

// Fates are kept by both ends of the way, and all forgotten when they have too many events.
func TestFatesAreKept(t *testing.T) {
	vpcs, ends := map[string][]string{}, []engine.Solution{{}}
	for i := range 12 {
		vpcs[fmt.Sprintf("vpc-%d", i)] = []string{fmt.Sprintf("10.%d.0.0/24", i)}
	}
	for class := range isolated(vpcs).solved.Classes() {
		ends = append(ends, class.Solution())
	}
	var kept fates
	for i, before := range ends {
		for k, after := range ends {
			way := passage{before, after}
			if kept.lookup(way) != nil {
				t.Fatalf("the way from %d to %d has a fate before it is kept", i, k)
			}
			its := newFate(make([]Event, 1000))
			kept.keep(way, its)
			if kept.lookup(way) != its {
				t.Fatalf("the way from %d to %d has another fate", i, k)
			}
			if want := (i*len(ends)+k)%16 + 1; len(kept.known) != want {
				t.Fatalf("%d fates are kept, want %d", len(kept.known), want)
			}
		}
	}
}
