package route

import (
	"errors"
	"iter"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
)

var comparePrefixes = cmpopts.EquateComparable(netip.Prefix{})

// slowTable is a Table as a list, searched from end to end.
type slowTable []Route

func (t *slowTable) insert(r Route) {
	if !slices.ContainsFunc(*t, func(o Route) bool { return cmp.Equal(o, r, comparePrefixes, cmpopts.EquateEmpty()) }) {
		*t = append(*t, r)
	}
}

// where returns the prefixes with their routes whose prefix is like that.
func (t slowTable) where(is func(netip.Prefix) bool) []entry {
	var list []entry
	for _, r := range t {
		if !is(r.Prefix) {
			continue
		}
		at := slices.IndexFunc(list, func(e entry) bool { return e.Prefix == r.Prefix })
		if at < 0 {
			at = len(list)
			list = append(list, entry{Prefix: r.Prefix})
		}
		list[at].Routes = append(list[at].Routes, r)
	}
	for _, e := range list {
		slices.SortFunc(e.Routes, Compare)
	}
	return list
}

func (t slowTable) lookup(a netip.Addr) (best entry) {
	for _, e := range t.where(func(p netip.Prefix) bool { return p.Contains(a) }) {
		e.Routes = slices.DeleteFunc(e.Routes, func(r Route) bool { return r.Status != Active })
		if len(e.Routes) > 0 && (len(best.Routes) == 0 || e.Prefix.Bits() > best.Prefix.Bits()) {
			best = e
		}
	}
	return best
}

type entry struct {
	Prefix netip.Prefix
	Routes []Route
}

func collect(seq iter.Seq2[netip.Prefix, []Route]) (list []entry) {
	for p, routes := range seq {
		list = append(list, entry{p, routes})
	}
	return list
}

// prefixes draws canonical prefixes that are often equal to, inside or around each other.
var prefixes = rapid.Custom(func(t *rapid.T) netip.Prefix {
	a := netip.AddrFrom4([4]byte{10, rapid.SampledFrom([]byte{0, 128, 255}).Draw(t, "b"), 0,
		rapid.SampledFrom([]byte{0, 1, 128}).Draw(t, "d")})
	bits := rapid.SampledFrom([]int{0, 7, 8, 9, 16, 24, 25, 32}).Draw(t, "bits")
	if rapid.Bool().Draw(t, "v6") {
		a = netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, rapid.SampledFrom([]byte{0, 128}).Draw(t, "e"),
			15: rapid.Byte().Draw(t, "p")})
		bits = rapid.SampledFrom([]int{0, 3, 32, 33, 64, 128}).Draw(t, "bits6")
	}
	return netip.PrefixFrom(a, bits).Masked()
})

var routes = rapid.Custom(func(t *rapid.T) Route {
	few := rapid.IntRange(0, 1)
	return Route{
		Prefix:      prefixes.Draw(t, "prefix"),
		NextHop:     rapid.SampledFrom([]string{"att-1", "att-2", "blackhole"}).Draw(t, "next hop"),
		Type:        Type(few.Draw(t, "type")),
		Status:      rapid.SampledFrom([]Status{Active, Active, Standby, Rejected, Prohibited}).Draw(t, "status"),
		Preference:  uint8(few.Draw(t, "preference")),
		ASPath:      rapid.SliceOfN(rapid.Uint32Range(1, 2), 0, 2).Draw(t, "path"),
		Communities: rapid.SampledFrom([]Communities{nil, {1}, {1, 2}}).Draw(t, "communities"),
		MED:         uint32(few.Draw(t, "med")),
		Learned:     rapid.Bool().Draw(t, "learned"),
		Origin: Origin{
			Instance: rapid.SampledFrom([]string{"", "vbr-1"}).Draw(t, "instance"),
			Kind:     rapid.SampledFrom([]attach.Kind{attach.None, attach.VBR}).Draw(t, "kind"),
			Region:   rapid.SampledFrom([]string{"", "cn-hangzhou"}).Draw(t, "region"),
			Table:    rapid.SampledFrom([]string{"", "vtb-1"}).Draw(t, "table"),
			Member:   rapid.SampledFrom([]string{"", "sag-1"}).Draw(t, "member"),
		},
		Policies: rapid.SampledFrom([][]string{nil, {"vtb/ingress/10"}}).Draw(t, "policies"),
	}
})

func TestTableAgreesWithSlowTable(t *testing.T) {
	equal := []cmp.Option{comparePrefixes, cmpopts.EquateEmpty()}
	rapid.Check(t, func(t *rapid.T) {
		var table Table
		var slow slowTable
		list := rapid.SliceOfN(routes, 0, 30).Draw(t, "routes")
		for _, r := range append(list, list[:len(list)/4]...) { // some of them twice
			if err := table.Insert(r); err != nil {
				t.Fatal(err)
			}
			slow.insert(r)
		}
		check := func(what string, got, want any) {
			t.Helper()
			if diff := cmp.Diff(want, got, equal...); diff != "" {
				t.Fatalf("%s (-slow +Table):\n%s", what, diff)
			}
		}

		all := slow.where(func(netip.Prefix) bool { return true })
		slices.SortFunc(all, func(a, b entry) int { return a.Prefix.Compare(b.Prefix) })
		check("All", collect(table.All()), all)
		check("Len", table.Len(), len(all))

		p := prefixes.Draw(t, "asked")
		exact := slow.where(func(q netip.Prefix) bool { return q == p })
		check("Get", collect(func(yield func(netip.Prefix, []Route) bool) {
			if routes := table.Get(p); len(routes) > 0 {
				yield(p, routes)
			}
		}), exact)

		inside := slow.where(func(q netip.Prefix) bool { return q.Overlaps(p) && q.Bits() >= p.Bits() })
		slices.SortFunc(inside, func(a, b entry) int { return a.Prefix.Compare(b.Prefix) })
		check("Covered", collect(table.Covered(p)), inside)

		around := slow.where(func(q netip.Prefix) bool { return q.Overlaps(p) && q.Bits() <= p.Bits() })
		slices.SortFunc(around, func(a, b entry) int { return b.Prefix.Bits() - a.Prefix.Bits() })
		check("Covering", collect(table.Covering(p)), around)

		found, active := table.Lookup(p.Addr())
		check("Lookup", entry{found, active}, slow.lookup(p.Addr()))
	})
}

func mustInsert(t *testing.T, table *Table, prefix, nextHop string, status Status) {
	t.Helper()
	r := Route{Prefix: netip.MustParsePrefix(prefix), NextHop: nextHop, Status: status}
	if err := table.Insert(r); err != nil {
		t.Fatal(err)
	}
}

func TestLookupPassesOverInactivePrefixes(t *testing.T) {
	var table Table
	mustInsert(t, &table, "10.0.0.0/8", "att-a", Active)
	mustInsert(t, &table, "10.0.0.0/8", "att-b", Active)
	mustInsert(t, &table, "10.0.0.0/8", "att-0", Standby)
	mustInsert(t, &table, "10.1.0.0/16", "att-c", Prohibited)
	mustInsert(t, &table, "10.1.1.0/24", "att-d", Active)
	for _, test := range []struct{ addr, prefix, hops string }{
		{"10.1.1.1", "10.1.1.0/24", "att-d"},
		{"10.1.2.1", "10.0.0.0/8", "att-a att-b"}, // the /16 is Prohibited
		{"::ffff:10.1.1.1", "10.1.1.0/24", "att-d"},
		{"11.0.0.1", "invalid Prefix", ""},
		{"2001:db8::1", "invalid Prefix", ""},
	} {
		prefix, routes := table.Lookup(netip.MustParseAddr(test.addr))
		var hops []string
		for _, r := range routes {
			hops = append(hops, r.NextHop)
		}
		if prefix.String() != test.prefix || strings.Join(hops, " ") != test.hops {
			t.Errorf("%s: got %v by %v, want %s by %s", test.addr, prefix, hops, test.prefix, test.hops)
		}
	}
	if prefix, routes := table.Lookup(netip.Addr{}); prefix.IsValid() || routes != nil {
		t.Errorf("zero address: got %v, %v", prefix, routes)
	}
}

func TestLookupIgnoresZone(t *testing.T) {
	var table Table
	mustInsert(t, &table, "fe80::/10", "local", Active)
	if _, routes := table.Lookup(netip.MustParseAddr("fe80::1%eth0")); len(routes) != 1 {
		t.Errorf("got %v, want one route", routes)
	}
}

func TestTableRefusesPrefixes(t *testing.T) {
	var table Table
	mustInsert(t, &table, "0.0.0.0/0", "att-1", Active)
	mustInsert(t, &table, "::/0", "att-1", Active)
	mustInsert(t, &table, "10.0.0.0/24", "att-1", Active) // what they would be without their host bits
	mustInsert(t, &table, "2001:db8::/64", "att-1", Active)
	for _, test := range []struct {
		prefix netip.Prefix
		want   string
	}{
		{netip.Prefix{}, "prefix invalid Prefix is not valid"},
		{netip.PrefixFrom(netip.MustParseAddr("10.0.0.0"), 33), "prefix invalid Prefix is not valid"},
		{netip.MustParsePrefix("10.0.0.1/24"), "prefix 10.0.0.1/24 has host bits set"},
		{netip.MustParsePrefix("2001:db8::1/64"), "prefix 2001:db8::1/64 has host bits set"},
		{netip.PrefixFrom(netip.MustParseAddr("::ffff:10.0.0.0"), 104),
			"prefix ::ffff:10.0.0.0/104 is of IPv4-mapped addresses, write it as IPv4"},
	} {
		err := table.Insert(Route{Prefix: test.prefix})
		var refused *PrefixError
		if !errors.As(err, &refused) || refused.Prefix != test.prefix || err.Error() != test.want {
			t.Errorf("Insert: got %v, want %s", err, test.want)
		}
		if got := table.Get(test.prefix); got != nil {
			t.Errorf("Get(%v) = %v", test.prefix, got)
		}
		if got := append(collect(table.Covered(test.prefix)), collect(table.Covering(test.prefix))...); got != nil {
			t.Errorf("%v: covered or covering %v", test.prefix, got)
		}
	}
	if table.Len() != 4 {
		t.Errorf("%d prefixes, want 4", table.Len())
	}
}

func TestInsertLeavesHandedOutRoutesAlone(t *testing.T) {
	var table Table
	prefix := netip.MustParsePrefix("10.0.0.0/8")
	hops := func(routes []Route) (list []string) {
		for _, r := range routes {
			list = append(list, r.NextHop)
		}
		return list
	}
	var handed [][]Route
	var then [][]string // what was in them
	mustInsert(t, &table, "10.0.0.0/8", "att-standby", Standby)
	for _, hop := range []string{"att-8", "att-7", "att-6", "att-5", "att-4", "att-3", "att-2", "att-1"} {
		mustInsert(t, &table, "10.0.0.0/8", hop, Active) // in front of all others
		_, active := table.Lookup(prefix.Addr())
		for _, list := range [][]Route{table.Get(prefix), active} {
			handed, then = append(handed, list), append(then, hops(list))
		}
	}
	for i, list := range handed {
		if got := hops(list); !slices.Equal(got, then[i]) {
			t.Errorf("handed out %v, became %v", then[i], got)
		}
	}
	want := then[len(then)-2]
	for _, list := range handed {
		_ = append(list, Route{NextHop: "intruder"})
	}
	if got := hops(table.Get(prefix)); !slices.Equal(got, want) {
		t.Errorf("the table holds %v, want %v", got, want)
	}
}

func TestInsertKeepsEqualRoutesOnce(t *testing.T) {
	var table Table
	r := Route{Prefix: netip.MustParsePrefix("10.0.0.0/8"), NextHop: "att-1", ASPath: ASPath{65001}}
	again := r
	again.ASPath, again.Communities = ASPath{65001}, Communities{} // equal in all but memory
	other := r
	other.ASPath = ASPath{65002}
	for _, r := range []Route{r, again, other, again} {
		if err := table.Insert(r); err != nil {
			t.Fatal(err)
		}
	}
	if got := table.Get(r.Prefix); len(got) != 2 {
		t.Errorf("got %v, want the two different ones", got)
	}
}

func TestZeroTableIsEmpty(t *testing.T) {
	var table Table
	if prefix, routes := table.Lookup(netip.MustParseAddr("10.0.0.1")); prefix.IsValid() || routes != nil || table.Len() != 0 {
		t.Errorf("got %v, %v, %d prefixes", prefix, routes, table.Len())
	}
	if got := collect(table.All()); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestCompareIsATotalOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := routes.Draw(t, "a"), routes.Draw(t, "b"), routes.Draw(t, "c")
		if rapid.Bool().Draw(t, "close") {
			b, c = a, a
			b.Origin.Member, c.Learned = "sag-9", !a.Learned
		}
		if Compare(a, b) != -Compare(b, a) {
			t.Errorf("Compare(a, b) = %d, Compare(b, a) = %d", Compare(a, b), Compare(b, a))
		}
		if Compare(a, b) <= 0 && Compare(b, c) <= 0 && Compare(a, c) > 0 {
			t.Errorf("a <= b <= c, but a > c")
		}
		if equal := cmp.Equal(a, b, comparePrefixes, cmpopts.EquateEmpty()); equal != (Compare(a, b) == 0) {
			t.Errorf("Compare(a, b) = %d, equal = %v", Compare(a, b), equal)
		}
	})
}

// Each route comes before the one after it by the field that differs.
func TestCompareFields(t *testing.T) {
	p := netip.MustParsePrefix
	base := Route{Prefix: p("10.0.0.0/8"), Status: Standby, NextHop: "att-2", Type: Custom, Preference: 50, ASPath: ASPath{1, 2},
		Communities: Communities{5}, MED: 2000, Origin: Origin{"vbr-2", attach.VBR, "cn-b", "vtb-2", "sag-2"}, Policies: []string{"b"}}
	changes := []struct {
		name   string
		larger func(*Route)
	}{
		{"a longer prefix of the same address", func(r *Route) { r.Prefix = p("10.0.0.0/9") }},
		{"a larger address, though shorter", func(r *Route) { r.Prefix = p("11.0.0.0/8") }},
		{"IPv6 after IPv4", func(r *Route) { r.Prefix = p("::/0") }},
		{"status, before the next hop", func(r *Route) { r.Status, r.NextHop = Rejected, "att-1" }},
		{"next hop, before the type", func(r *Route) { r.NextHop, r.Type = "att-3", System }},
		{"type", func(r *Route) { r.Type, r.Preference = BGP, 1 }},
		{"preference", func(r *Route) { r.Preference, r.ASPath = 51, nil }},
		{"AS path", func(r *Route) { r.ASPath, r.Communities = ASPath{1, 3}, nil }},
		{"longer AS path", func(r *Route) { r.ASPath = ASPath{1, 2, 0} }},
		{"communities", func(r *Route) { r.Communities, r.MED = Communities{5, 6}, 0 }},
		{"MED", func(r *Route) { r.MED, r.Origin = 3000, Origin{} }},
		{"learned after configured", func(r *Route) { r.Learned, r.Origin = true, Origin{} }},
		{"origin instance", func(r *Route) { r.Origin, r.Policies = Origin{Instance: "vbr-3"}, nil }},
		{"origin kind", func(r *Route) { r.Origin.Kind, r.Origin.Region = attach.VPN, "" }},
		{"origin region", func(r *Route) { r.Origin.Region, r.Origin.Table = "cn-c", "" }},
		{"origin table", func(r *Route) { r.Origin.Table, r.Origin.Member = "vtb-3", "" }},
		{"origin member", func(r *Route) { r.Origin.Member, r.Policies = "sag-3", nil }},
		{"policies", func(r *Route) { r.Policies = []string{"c"} }},
	}
	for _, change := range changes {
		larger := base
		change.larger(&larger)
		if Compare(base, larger) != -1 || Compare(larger, base) != 1 {
			t.Errorf("%s: got %d and %d, want -1 and 1", change.name, Compare(base, larger), Compare(larger, base))
		}
	}
	if Compare(base, base) != 0 {
		t.Errorf("a route differs from itself")
	}
}

// FuzzTable inserts whatever prefix a text holds and looks its own address up again.
func FuzzTable(f *testing.F) {
	f.Add("10.0.0.0/8", "10.1.2.3")
	f.Add("::ffff:10.0.0.0/104", "::ffff:10.0.0.1")
	f.Add("2001:db8::/32", "fe80::1%eth0")
	f.Fuzz(func(t *testing.T, prefix, addr string) {
		p, err := netip.ParsePrefix(prefix)
		if err != nil {
			p = netip.Prefix{}
		}
		a, err := netip.ParseAddr(addr)
		if err != nil {
			a = netip.Addr{}
		}
		var table Table
		refused := table.Insert(Route{Prefix: p})
		found, routes := table.Lookup(a)
		want := refused == nil && p.Contains(a.Unmap().WithZone(""))
		if (found == p && len(routes) == 1) != want && p.IsValid() {
			t.Errorf("%q in %q: got %v, %v, refused: %v", addr, prefix, found, routes, refused)
		}
		if (table.Len() == 1) != (refused == nil) || (len(table.Get(p)) == 1) != (refused == nil) {
			t.Errorf("%q: %d prefixes, refused: %v", prefix, table.Len(), refused)
		}
	})
}
