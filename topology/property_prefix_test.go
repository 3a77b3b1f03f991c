package topology_test

import (
	"net/netip"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// IPv4 changes never touch IPv6 (E-M-13, TR-5.8): with other IPv4 routes, vSwitches, aggregates, ECR prefixes and IPv4
// policies, every table holds the same IPv6 routes.
func TestIPv4ChangesNeverTouchIPv6(t *testing.T) {
	touched := 0
	draws := check(t, func(t *rapid.T) { touched += changeFamily(t, netip.Addr.Is4) })
	requireShare(t, "the change had an effect", touched, draws, 10)
}

// IPv6 changes never touch IPv4.
func TestIPv6ChangesNeverTouchIPv4(t *testing.T) {
	touched := 0
	draws := check(t, func(t *rapid.T) { touched += changeFamily(t, netip.Addr.Is6) })
	requireShare(t, "the change had an effect", touched, draws, 10)
}

// changeFamily changes prefixes of one family and compares the routes of the other. It returns 1 if any route changed.
func changeFamily(t *rapid.T, mine func(netip.Addr) bool) int {
	n := draw(t)
	other := edited(t, n, func(m *topology.Network) {
		dropPrefixes(t, m, mine)
		changePrefixes(t, reflect.ValueOf(m).Elem(), mine)
		family := policy.IPv6
		if mine(netip.IPv4Unspecified()) {
			family = policy.IPv4
		}
		_, table := routerTable(t, m)
		free := !slices.ContainsFunc(table.Policies, func(p policy.Policy) bool { return p.Priority == 77 })
		if free && rapid.Bool().Draw(t, "policy") {
			table.Policies = append(table.Policies, policy.Policy{
				Priority: 77, Action: policy.Deny, Direction: policy.Direction(rapid.IntRange(0, 1).Draw(t,
					"direction")),
				Match: policy.Match{Family: family},
			})
		}
	})
	before, after := solved(t, n), solved(t, other)
	theirs := func(r row) bool { return !mine(r.Prefix.Addr()) }
	requireSame(t, "routes of the other family", texts(rowsOf(before, theirs)), texts(rowsOf(after, theirs)))
	if slices.Equal(texts(rowsOf(before, nil)), texts(rowsOf(after, nil))) {
		return 0
	}
	return 1
}

// dropPrefixes removes some of what stands for a prefix of a family: static routes, aggregates, prefixes of ECRs.
func dropPrefixes(t *rapid.T, m *topology.Network, mine func(netip.Addr) bool) {
	drop := func(p netip.Prefix) bool { return mine(p.Addr()) && rapid.Bool().Draw(t, "drop") }
	tablesOf(m, func(_ *topology.TransitRouter, table *topology.RouteTable) {
		table.Routes = slices.DeleteFunc(table.Routes, func(r topology.StaticRoute) bool { return drop(r.Prefix) })
		table.Aggregates = slices.DeleteFunc(table.Aggregates, func(a topology.AggregateRoute) bool { return drop(a.Prefix) })
	})
	for i := range m.ECRs {
		for k := range m.ECRs[i].Associations {
			a := &m.ECRs[i].Associations[k]
			a.Prefixes = slices.DeleteFunc(a.Prefixes, drop)
		}
	}
}

// changePrefixes replaces some prefixes of a family inside a value by others of that family. Conditions of policies
// keep theirs: to name a prefix of the one family keeps out the other.
func changePrefixes(t *rapid.T, v reflect.Value, mine func(netip.Addr) bool) {
	if p, ok := v.Interface().(netip.Prefix); ok {
		if p.IsValid() && mine(p.Addr()) && rapid.IntRange(0, 2).Draw(t, "change") == 0 {
			v.Set(reflect.ValueOf(otherPrefix(t, p)))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			changePrefixes(t, v.Field(i), mine)
		}
	case reflect.Slice:
		for i := range v.Len() {
			changePrefixes(t, v.Index(i), mine)
		}
	}
}

// otherPrefix draws a prefix of the same family: around it, or one that other parts of the network may have.
func otherPrefix(t *rapid.T, p netip.Prefix) netip.Prefix {
	if rapid.Bool().Draw(t, "around") {
		wide, _ := p.Addr().Prefix(rapid.IntRange(min(16, p.Bits()), p.Bits()).Draw(t, "bits"))
		return wide
	}
	names := []string{"10.0.0.0/24", "10.0.0.0/16", "10.0.1.0/24", "10.0.0.0/8", "172.16.0.0/24"}
	if p.Addr().Is6() {
		names = []string{"2001:db8::/64", "2001:db8::/48", "2001:db8:0:1::/64"}
	}
	return netip.MustParsePrefix(rapid.SampledFrom(names).Draw(t, "other"))
}

// A less specific route never moves an address that a more specific one covers (TR-4.1, TR-5.8): a route that is added
// anywhere changes no route of another prefix in any table, and what an address matched by a longer prefix it still
// matches.
func TestALessSpecificRouteNeverMovesACoveredAddress(t *testing.T) {
	moved := 0
	draws := check(t, func(t *rapid.T) {
		n := draw(t)
		p := netip.MustParsePrefix(rapid.SampledFrom([]string{
			"0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/23", "::/0", "2001:db8::/48", "192.168.0.0/16", "10.0.0.0/22",
		}).Draw(t, "prefix"))
		more := edited(t, n, func(m *topology.Network) { addRoute(t, m, p) })
		before, after := solved(t, n), solved(t, more)
		others := func(r row) bool { return r.Prefix != p }
		requireSame(t, "routes of other prefixes", texts(rowsOf(before, others)), texts(rowsOf(after, others)))
		for table := range before.Tables() {
			now, _ := after.Table(table.ID())
			for _, a := range edges(before) {
				old, _, covered := table.Lookup(a)
				got, _, _ := now.Lookup(a)
				switch {
				case covered && old.Bits() > p.Bits() && got != old:
					t.Fatalf("%v in %s moved from %s to %s", a, table.ID(), old, got)
				case got != old:
					moved++
				}
			}
		}
	})
	requireShare(t, "other addresses were moved", moved, draws, 10)
}

// addRoute adds a route of a prefix somewhere.
func addRoute(t *rapid.T, m *topology.Network, p netip.Prefix) {
	_, table := routerTable(t, m)
	switch kind := rapid.IntRange(0, 2).Draw(t, "where"); {
	case kind == 0 && len(m.VBRs) > 0:
		v := &m.VBRs[rapid.IntRange(0, len(m.VBRs)-1).Draw(t, "vbr")]
		v.Routes = append(v.Routes, topology.ExternalRoute{Prefix: p, Type: route.BGP, ASPath: route.ASPath{65009}})
	case kind == 1 && len(m.DataCenters) > 0:
		d := &m.DataCenters[rapid.IntRange(0, len(m.DataCenters)-1).Draw(t, "data center")]
		d.Prefixes = append(d.Prefixes, p)
	default:
		table.Routes = append(table.Routes, topology.StaticRoute{Prefix: p, Blackhole: true})
	}
}

// edges are the first and last addresses of every prefix of a state, and those next to them: between two of them in a
// row no prefix begins or ends.
func edges(s *topology.State) []netip.Addr {
	var list []netip.Addr
	for _, r := range rowsOf(s, nil) {
		first, last := r.Prefix.Addr(), lastOf(r.Prefix)
		list = append(list, first, last, first.Prev(), last.Next())
	}
	slices.SortFunc(list, netip.Addr.Compare)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(a netip.Addr) bool { return !a.IsValid() })
}

func lastOf(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 1 << (7 - i%8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// A lookup finds the longest prefix with an Active route that contains the address, and all its Active routes
// (TR-4.1); Get finds every route of a prefix, and the routes come in the documented order.
func TestLookupIsTheLongestActivePrefix(t *testing.T) {
	check(t, func(t *rapid.T) {
		state := solved(t, draw(t))
		addresses := edges(state)
		for table := range state.Tables() {
			rows := slices.Collect(table.Routes())
			requireOrder(t, table, rows)
			for _, a := range addresses {
				var want []route.Route
				for _, r := range rows {
					switch {
					case r.Status != route.Active || !r.Prefix.Contains(a):
					case want == nil || r.Prefix.Bits() > want[0].Prefix.Bits():
						want = []route.Route{r}
					case r.Prefix == want[0].Prefix:
						want = append(want, r)
					}
				}
				p, got, ok := table.Lookup(a)
				if ok != (want != nil) || ok && p != want[0].Prefix || !reflect.DeepEqual(got, want) {
					t.Fatalf("%v in %s: %v, want %v", a, table.ID(), got, want)
				}
			}
		}
	})
}

// requireOrder checks the order of the routes of a table: by prefix, then Active first, then by next hop.
func requireOrder(t *rapid.T, table topology.Table, rows []route.Route) {
	for i := range rows {
		if i == 0 {
			continue
		}
		a, b := rows[i-1], rows[i]
		sameSide := (a.Status == route.Active) == (b.Status == route.Active)
		switch order := a.Prefix.Compare(b.Prefix); {
		case order > 0,
			order == 0 && a.Status != route.Active && b.Status == route.Active,
			order == 0 && sameSide && a.NextHop > b.NextHop:
			t.Fatalf("%s: %s comes before %s", table.ID(), row{"", a}.text(), row{"", b}.text())
		}
	}
}
