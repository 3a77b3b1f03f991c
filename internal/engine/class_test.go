package engine

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// A list of origins has one more in its place, and is as it was.
func TestOneOriginMoreIsInItsPlace(t *testing.T) {
	list := []Origin{2, 5}
	for o, want := range map[Origin][]Origin{1: {1, 2, 5}, 4: {2, 4, 5}, 5: {2, 5, 5}, 7: {2, 5, 7}} {
		if got := appendWith(nil, list, o); !slices.Equal(got, want) {
			t.Errorf("with %d: %d, want %d", o, got, want)
		}
	}
	if !slices.Equal(list, []Origin{2, 5}) {
		t.Errorf("the list is %d now", list)
	}
}

// A class is found by its origins and by what tells its prefixes apart, also among others with the same mark.
func TestMarks(t *testing.T) {
	all := []*Class{{origins: []Origin{1, 2}, signature: 3}}
	m := marks{}
	m.add(all, 0)
	for what, other := range map[string]Class{
		"signature": {origins: []Origin{1, 2}, signature: 4}, "origin": {origins: []Origin{1, 4}, signature: 3},
		"number of origins": {origins: []Origin{1}, signature: 3}, "order": {origins: []Origin{2, 1}, signature: 3},
	} {
		if mark(other.origins, other.signature) == mark(all[0].origins, 3) {
			t.Errorf("another %s has the same mark", what)
		}
		m[mark(other.origins, other.signature)] = 1 // as if it had
		if is, ok := m.find(all, other.origins, other.signature); ok {
			t.Errorf("with another %s class %d is found", what, is)
		}
		all = append(all, &other)
		m.add(all, uint32(len(all)-1))
	}
	for i, c := range all {
		if is, ok := m.find(all, c.origins, c.signature); !ok || int(is) != i {
			t.Errorf("class %d: found %d, %v", i, is, ok)
		}
		if i > 0 && c.alike != 1 {
			t.Errorf("class %d leads to %d, want the first one", i, c.alike)
		}
	}
	m[mark(all[0].origins, 3)] = 3 // as if the third had its mark
	if is, ok := m.find(all, all[0].origins, 3); !ok || is != 0 {
		t.Errorf("behind another one, class 0 is not found but %d, %v", is, ok)
	}
}

// A class is found by its origins and by what tells its prefixes apart, among few and among many, also in the place of one
// that was free.
func TestClassesAreKnown(t *testing.T) {
	c := newClasses()
	c.all, c.free = []*Class{{}}, []uint32{0}
	for i := range 3 * smallNetwork {
		origins, s := []Origin{Origin(i / 2)}, signature(i%2)
		if is, ok := c.find(c.all, origins, s); ok {
			t.Errorf("class %d is there already, as %d", i, is)
		}
		c.add(origins, s)
		for k := range i + 1 {
			if is, ok := c.find(c.all, []Origin{Origin(k / 2)}, signature(k%2)); !ok || int(is) != k {
				t.Fatalf("of %d classes, class %d: found %d, %v", i+1, k, is, ok)
			}
		}
	}
}

// An origin is the same whenever it is configured, among few and among many.
func TestOriginsAreKnown(t *testing.T) {
	n := oneTable()
	for range 2 {
		for i := range 3 * smallNetwork {
			if o := static(n, ID(3+i)); o != Origin(i) {
				t.Fatalf("origin %d is number %d", i, o)
			}
		}
	}
}

// Prefixes with the same origins are in one class, in whatever order they came to them; an origin counts as often as it
// is there.
func TestClassesGoByOrigins(t *testing.T) {
	n := oneTable()
	a, b := static(n, 3), static(n, 4)
	for text, origins := range map[string][]Origin{
		"10.1.0.0/16": {a, b}, "10.2.0.0/16": {b, a}, "10.3.0.0/16": {a}, "10.4.0.0/16": {a, a}, "10.5.0.0/16": {b},
	} {
		for _, o := range origins {
			n.Originate(prefix(text), o)
		}
	}
	state := solved(t, n)
	class := func(text string) *Class { return state.Class(prefix(text)) }
	if class("10.1.0.0/16") != class("10.2.0.0/16") || class("10.1.0.0/16").Size() != 2 {
		t.Error("the order of origins plays a part")
	}
	classes := slices.Collect(state.Classes())
	if len(classes) != 4 {
		t.Errorf("%d classes, want 4", len(classes))
	}
	for text, nextHops := range map[string][]ID{"10.1.0.0/16": {3, 4}, "10.3.0.0/16": {3}, "10.4.0.0/16": {3, 3}, "10.5.0.0/16": {4}} {
		var got []ID
		for _, r := range class(text).At(0) {
			got = append(got, r.NextHop)
		}
		if !slices.Equal(got, nextHops) || class(text).Rows() != len(nextHops) {
			t.Errorf("%s has the next hops %v, want %v", text, got, nextHops)
		}
	}
	if state.Len(0) != 2*2+1+2+1 {
		t.Errorf("the table has %d rows, want 8", state.Len(0))
	}
}

// Prefixes with the same origins and different signatures are in different classes.
func TestClassesGoBySignature(t *testing.T) {
	n := &Network{Nodes: []Node{{}}, Named: []NamedPrefixes{{List: prefixes("10.0.0.0/8"), Inner: true}}}
	n.Compile()
	o := static(n, 3)
	for _, p := range prefixes("10.1.0.0/16", "11.0.0.0/16", "10.2.0.0/16") {
		n.Originate(p, o)
	}
	state := solved(t, n)
	if a, b := state.Class(prefix("10.1.0.0/16")), state.Class(prefix("11.0.0.0/16")); a == b || a.Size() != 2 || b.Size() != 1 {
		t.Error("what lies inside the list is not apart from what lies outside")
	}
}

// A class whose sample went on to another class takes another one of its prefixes for it.
func TestTheSampleMayLeave(t *testing.T) {
	n := oneTable()
	a, b := static(n, 3), static(n, 4)
	first, second := prefix("10.1.0.0/16"), prefix("10.2.0.0/16")
	n.Originate(first, a)
	n.Originate(second, a)
	n.Originate(first, b)
	state := solved(t, n)
	for p, size := range map[netip.Prefix]int{first: 1, second: 1} {
		if c := state.Class(p); c.sample != p || c.Size() != size {
			t.Errorf("the class of %v has the sample %v and %d prefixes", p, c.sample, c.Size())
		}
	}
	c := Class{}
	c.join(first)
	c.join(second)
	if c.sample != first {
		t.Errorf("the sample is %v, want the first that joined", c.sample)
	}
	c.leave(second)
	if c.sample != first || c.size != 1 {
		t.Errorf("after another one left: sample %v, size %d", c.sample, c.size)
	}
	c.leave(first)
	if c.sample.IsValid() || c.size != 0 {
		t.Errorf("after it left itself: sample %v, size %d", c.sample, c.size)
	}
}

// A class that every prefix has left is not among those of a state.
func TestClassesWithoutPrefixes(t *testing.T) {
	n := oneTable()
	a, b := static(n, 3), static(n, 4)
	n.Originate(prefix("10.1.0.0/16"), a) // in a class of its own, until it has another origin
	n.Originate(prefix("10.1.0.0/16"), b)
	state := solved(t, n)
	if classes := slices.Collect(state.Classes()); len(classes) != 1 || classes[0].Size() != 1 || classes[0].Rows() != 2 {
		t.Errorf("%d classes, want the one with both origins", len(classes))
	}
}

// A class yields every table that holds a route of it, in order, until that is enough.
func TestTablesOfAClass(t *testing.T) {
	state := solved(t, many(1))
	class := state.Class(prefix("10.0.0.0/24"))
	var tables []int32
	for node, rows := range class.All() {
		if len(rows) != 1 {
			t.Errorf("table %d holds %v", node, rows)
		}
		tables = append(tables, node)
	}
	if !slices.Equal(tables, []int32{0, 1}) {
		t.Errorf("tables %v, want 0 and 1", tables)
	}
	for range class.All() {
		break // yields no more
	}
	for range state.Classes() {
		break
	}
}

// A walk finds in every table what the class holds there, in whatever order it is asked.
func TestWalk(t *testing.T) {
	state := solved(t, many(1))
	class := state.Class(prefix("10.0.0.0/24"))
	for _, order := range [][]int32{{0, 1, 2}, {2, 1, 0, 0, 1, 1}, {7, 1, 7, 2, 0}} {
		walk := class.Walk()
		for _, node := range order {
			if got, want := walk.At(node), class.At(node); !slices.Equal(got, want) {
				t.Errorf("%v: table %d holds %v, want %v", order, node, got, want)
			}
		}
	}
	if (*Class)(nil).Solution() != (Solution{}) || class.Solution() == (Solution{}) {
		t.Error("no class holds something, or one that does nothing")
	}
	none := (*Class)(nil).Walk()
	if got := none.At(0); got != nil {
		t.Errorf("no class holds %v", got)
	}
}

// different returns a value of a type that is not its zero value.
func different(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int32, reflect.Int:
		v.SetInt(77)
	case reflect.Uint8, reflect.Uint32:
		v.SetUint(5)
	case reflect.Struct:
		different(v.Field(0))
	default:
		panic(fmt.Sprintf("no other value of %v", v.Type()))
	}
}

// Two routes are the same only if every attribute is, and so are the origins of two routes, whatever way the routes are
// said to have come.
func TestEveryAttributeCounts(t *testing.T) {
	n := oneTable()
	plain := Row{Reason: route.ConfiguredHere, Preference: 9}
	if first, again := n.Configure(0, plain), n.Configure(0, plain); first != again {
		t.Error("a route that is configured twice has two origins")
	}
	if n.Configure(0, plain) == n.Configure(1, plain) {
		t.Error("two tables have one origin")
	}
	for i := range reflect.TypeFor[Row]().NumField() {
		name := reflect.TypeFor[Row]().Field(i).Name
		other := plain
		different(reflect.ValueOf(&other).Elem().Field(i))
		if plain == other {
			t.Errorf("rows with a different %s are equal", name)
		}
		if same := n.Configure(0, plain) == n.Configure(0, other); same != (name == "Via") {
			t.Errorf("with a different %s it is the same origin: %v", name, same)
		}
	}
	for i := range reflect.TypeFor[policy.Origin[ID]]().NumField() {
		other := plain
		different(reflect.ValueOf(&other.Origin).Elem().Field(i))
		if plain == other || n.Configure(0, plain) == n.Configure(0, other) {
			t.Errorf("origins with a different %s are equal", reflect.TypeFor[policy.Origin[ID]]().Field(i).Name)
		}
	}
}

// What is configured without a reason or preference has those of a route that is configured.
func TestConfiguredDefaults(t *testing.T) {
	n := oneTable()
	n.Originate(prefix("10.0.0.0/8"), n.Configure(0, Row{Via: 5}))
	rows := solved(t, n).Get(0, prefix("10.0.0.0/8"))
	if len(rows) != 1 || rows[0].Via != -1 || rows[0].Reason != route.ConfiguredHere || rows[0].Preference != route.DefaultPreference {
		t.Errorf("the table holds %+v", rows)
	}
}

// A state with one origin more or less for a prefix shares the rest, and the old state does not change.
func TestWithAndWithout(t *testing.T) {
	n := oneTable()
	a, b := static(n, 3), static(n, 4)
	p, q, fresh := prefix("10.1.0.0/16"), prefix("10.2.0.0/16"), prefix("10.3.0.0/16")
	n.Originate(p, a)
	n.Originate(q, a)
	old := solved(t, n)

	more := old.With(p, b)
	if got := more.Get(0, p); len(got) != 2 || got[0].NextHop != 3 || got[1].NextHop != 4 {
		t.Errorf("with one more: %+v, want both", got)
	}
	if !more.Has(p, a) || !more.Has(p, b) || more.Has(q, b) || more.Has(fresh, a) || old.Has(p, b) {
		t.Error("a prefix starts where it does not, or not where it does")
	}
	if more.Class(q).Size() != 1 || more.Class(p).Size() != 1 || old.Class(p).Size() != 2 {
		t.Errorf("sizes %d and %d, and %d before", more.Class(q).Size(), more.Class(p).Size(), old.Class(p).Size())
	}
	again := more.With(q, b)
	if again.Class(p).Solution() != more.Class(p).Solution() || old.Class(q).Solution() != more.Class(q).Solution() || old.Class(p).Solution() == more.Class(p).Solution() {
		t.Error("a class was solved again, or two were solved as one")
	}
	if again.Class(q) != again.Class(p) || again.Class(p).Size() != 2 {
		t.Error("a class that was added is not found again")
	}
	if back := again.Without(p, b).Without(q, b); back.Class(p) != back.Class(q) || back.Class(p).Size() != 2 || len(back.Get(0, p)) != 1 {
		t.Error("the way back does not lead to where it began")
	}
	if rest := more.Without(p, a).Get(0, p); len(rest) != 1 || rest[0].NextHop != 4 {
		t.Errorf("without the first: %+v, want the other", rest)
	}

	if got := old.With(fresh, a); got.Class(fresh) != got.Class(p) || got.Class(p).Size() != 3 || old.Originated(fresh) {
		t.Error("a new prefix is not in the class of its origins")
	}
	gone := old.Without(p, a)
	if gone.Originated(p) || gone.Class(p) != nil || gone.Class(q).Size() != 1 || !old.Originated(p) {
		t.Error("a prefix without origins is still there")
	}
	var order []netip.Prefix
	for p := range more.With(fresh, b).Prefixes() {
		order = append(order, p)
	}
	if !slices.Equal(order, []netip.Prefix{p, q, fresh}) {
		t.Errorf("prefixes %v, want them in order", order)
	}
}

// A prefix that has no single stable state with one origin more has no state: two transit data centers that each
// prefer what the other one tells them.
func TestWithAnUnstablePrefix(t *testing.T) {
	n, origins := rivals()
	p := prefix("10.0.0.0/16")
	n.Originate(p, origins[0])
	state, faults := Solve(n, nil)
	if state == nil {
		t.Fatalf("one of them alone: %v", faults)
	}
	if got := state.With(p, origins[1]); got != nil {
		t.Errorf("with both there is a state: %v and %v", got.Get(0, p), got.Get(1, p))
	}
}

// rivals are two transit data centers, each behind a circuit of a router of its own. What the other one tells is preferred
// to what the circuit tells. The origins are one route in each router.
func rivals() (*Network, [2]Origin) {
	center, circuit, router := Node{Kind: DataCenterTable, Transit: true}, Node{Kind: CircuitTable}, Node{Kind: RouterTable}
	session := func(id, weight int32) *SessionEdge {
		return &SessionEdge{ID: id, Weight: weight, Drops: true, CloudASN: 64512}
	}
	n := network([]Node{center, center, circuit, circuit, router, router},
		Edge{Kind: Between, From: 0, To: 1, NextHop: 3, Session: session(3, 10)},
		Edge{Kind: Between, From: 1, To: 0, NextHop: 4, Session: session(3, 10)},
		Edge{Kind: Tell, From: 2, To: 0, NextHop: 5, Session: session(1, 50)},
		Edge{Kind: Tell, From: 3, To: 1, NextHop: 6, Session: session(2, 50)},
		Edge{Kind: Sync, From: 4, To: 2, NextHop: 7, Attachment: 7},
		Edge{Kind: Sync, From: 5, To: 3, NextHop: 8, Attachment: 8})
	row := Row{NextHop: 9, Type: route.BGP, Origin: policy.Origin[ID]{Instance: 9}}
	return n, [2]Origin{n.Configure(4, row), n.Configure(5, row)}
}

// Two stable states are found where there are two, with the circle in which the data centers tell each other.
func TestRivalsHaveTwoStableStates(t *testing.T) {
	n, origins := rivals()
	p := prefix("10.0.0.0/16")
	n.Originate(p, origins[0])
	n.Originate(p, origins[1])
	n.Originate(prefix("10.1.0.0/16"), origins[0])
	state, faults := Solve(n, nil)
	if state != nil || len(faults) != 1 {
		t.Fatalf("got the faults %v, want one", faults)
	}
	if f := faults[0]; f.Prefix != p || f.Fault != SeveralStableStates || !slices.Equal(f.Cycle, []int32{0, 1}) {
		t.Errorf("got %+v, want several stable states of %v, edges 0 and 1", f, p)
	}
}
