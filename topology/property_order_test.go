package topology_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// everything is all that the library says about a network, as bytes.
func everything(n *topology.Network) []byte {
	var b bytes.Buffer
	state, err := topology.Propagate(n)
	if err != nil {
		return []byte(err.Error())
	}
	write := func(v any) {
		if err := json.NewEncoder(&b).Encode(v); err != nil {
			panic(err)
		}
	}
	write(state.Warnings())
	for table := range state.Tables() {
		write(table)
		for _, p := range prefixesOf(state) {
			why, err := state.Explain(table.ID(), p)
			if err != nil {
				panic(err)
			}
			write(why)
		}
	}
	m := state.Reach()
	fmt.Fprint(&b, m.Instances)
	for _, line := range m.Cells {
		for _, cell := range line {
			fmt.Fprint(&b, cell.Verdict, cell.BothWays)
		}
	}
	return b.Bytes()
}

// A hundred runs at the same time give the same bytes, whatever the number of processors: states, explanations,
// warnings, errors.
func TestDeterminismOverRunsAndGOMAXPROCS(t *testing.T) {
	draws, runs := 4, 100
	if testing.Short() {
		draws, runs = 2, 20
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for seed := range draws {
		n := topologytest.Networks(topologytest.Medium()).Example(seed)
		if seed == 0 {
			n = topologytest.Unstable().Example(seed)
		}
		want := everything(n)
		for i, processors := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(processors)
			var all sync.WaitGroup
			for range (runs + i) / 3 {
				all.Go(func() {
					if got := everything(n); !bytes.Equal(want, got) {
						t.Errorf("seed %d, %d processors: first\n%s\nthen\n%s", seed, processors, want, got)
					}
				})
			}
			all.Wait()
		}
	}
}

// outcome is what Propagate makes of a network: the tables, or for each prefix without a single stable state its fault.
func outcome(t *rapid.T, n *topology.Network) []string {
	state, err := topology.Propagate(n)
	var unstable topology.Instabilities
	switch {
	case errors.As(err, &unstable):
		var faults []string
		for _, i := range unstable {
			faults = append(faults, i.Prefix.String()+" "+i.Fault.String())
		}
		return faults
	case err != nil:
		t.Fatal(err)
	}
	return texts(rowsOf(state, nil))
}

// The order in which a network declares its parts plays no part (D-3, P-9.6).
func TestDeclarationOrderPlaysNoPart(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := draw(t)
		other := topologytest.Draw(t, topologytest.Reordered(n))
		requireSame(t, "declared in another order", outcome(t, n), outcome(t, other))
	})
}

// Prefixes that behave alike are solved once. Policies that name one prefix each and match nothing keep them all apart,
// and change no table.
func TestClassesOfPrefixesChangeNothing(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := draw(t)
		state := solved(t, n)
		var named []netip.Prefix
		for _, r := range rowsOf(state, nil) {
			if !slices.Contains(named, r.Prefix) {
				named = append(named, r.Prefix)
			}
		}
		apart := edited(t, n, func(m *topology.Network) {
			table := &m.TransitRouters[0].RouteTables[0]
			priority := 3
			for _, p := range named {
				for slices.ContainsFunc(table.Policies, func(q policy.Policy) bool { return q.Priority == priority }) {
					priority++
				}
				table.Policies = append(table.Policies, policy.Policy{Priority: priority, Action: policy.Deny, Match: policy.Match{
					Source:   policy.Endpoint{Instances: []string{"nobody"}},
					Prefixes: policy.PrefixMatch{List: []netip.Prefix{p}, Mode: policy.Complete},
				}})
			}
		})
		requireSame(t, "with classes of one prefix each", texts(rowsOf(state, nil)), outcome(t, apart))
	})
}

// rename replaces every name in a value, keys of maps included.
func rename(v reflect.Value, to func(string) string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(to(v.String()))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				rename(v.Field(i), to)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			rename(v.Index(i), to)
		}
	case reflect.Map:
		if v.IsNil() {
			return
		}
		renamed := reflect.MakeMap(v.Type())
		for _, key := range v.MapKeys() {
			renamed.SetMapIndex(reflect.ValueOf(to(key.String())), v.MapIndex(key))
		}
		v.Set(renamed)
	}
}

// A renaming maps the names of a network to others, and names made of them: "vpc-1/system", "ecr-1@cn-hangzhou",
// "vtb-hz/ingress/10".
type renaming map[string]string

func (to renaming) name(s string) string {
	if new, ok := to[s]; ok {
		return new
	}
	if ecr, region, ok := strings.Cut(s, "@"); ok {
		return to.name(ecr) + "@" + to.name(region)
	}
	if owner, rest, ok := strings.Cut(s, "/"); ok {
		return to.name(owner) + "/" + rest
	}
	return s
}

// network returns a copy of a network with other names.
func (to renaming) network(n *topology.Network) *topology.Network {
	c := n.Clone()
	rename(reflect.ValueOf(c).Elem(), to.name)
	return c
}

// rows returns rows with other names, in order of the text.
func (to renaming) rows(rows []row) []string {
	lines := make([]string, len(rows))
	for i := range rows {
		r := row{to.name(rows[i].table), rows[i].Route}
		r.Policies = slices.Clone(r.Policies)
		rename(reflect.ValueOf(&r.Route).Elem(), to.name)
		lines[i] = r.text()
	}
	return sorted(lines)
}

// nameList returns every name of a network in byte order, those of regions apart.
func nameList(n *topology.Network) (all, regions []string) {
	seen, isRegion := map[string]bool{}, map[string]bool{}
	c := n.Clone()
	rename(reflect.ValueOf(c).Elem(), func(s string) string {
		if owner, _, derived := strings.Cut(s, "/"); derived {
			s = owner
		}
		seen[s] = s != ""
		return s
	})
	for _, list := range [][]string{
		regionsOf(n.TransitRouters, func(x topology.TransitRouter) string { return x.Region }),
		regionsOf(n.VPCs, func(x topology.VPC) string { return x.Region }),
		regionsOf(n.VBRs, func(x topology.VBR) string { return x.Region }),
		regionsOf(n.VPNs, func(x topology.VPN) string { return x.Region }),
		regionsOf(n.CCNs, func(x topology.CCN) string { return x.Region }),
	} {
		for _, region := range list {
			isRegion[region] = true
		}
	}
	for i := range n.ECRs {
		for region := range n.ECRs[i].Modes {
			isRegion[region] = true
		}
	}
	delete(seen, "")
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		if isRegion[name] {
			regions = append(regions, name)
		} else {
			all = append(all, name)
		}
	}
	return all, regions
}

func regionsOf[E any](list []E, region func(E) string) (regions []string) {
	for _, e := range list {
		regions = append(regions, region(e))
	}
	return regions
}

// Names mean nothing but their order: a renaming that keeps the byte order of all of them, the two next hops that are
// no names included, changes nothing else.
func TestOrderPreservingRenamingChangesOnlyNames(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := draw(t)
		others, regions := nameList(n)
		to := renaming{}
		for i, name := range sorted(slices.Concat(others, regions)) {
			first := "a"
			switch {
			case name > "local":
				first = "n"
			case name > "blackhole":
				first = "c"
			}
			to[name] = fmt.Sprintf("%s%03d", first, 3*i)
		}
		state, renamed := solved(t, n), solved(t, to.network(n))
		requireSame(t, "with other names", to.rows(rowsOf(state, nil)), sorted(texts(rowsOf(renamed, nil))))
	})
}

// IDs in another order change nothing but names where no tie is decided by an ID: by the smallest of equal VPC routes
// (TR-4.2.5, E-M-6), by who comes first among equal-cost paths (D-25, D-34), or by which of two attachments makes the
// automatic routes of a VPC (TR-5.9), or of several sessions between the same two ends (D-37). Region IDs keep their
// order: the smallest wins (TR-4.3.4, D-32), documented.
func TestRenamingChangesOnlyNamesWithoutTies(t *testing.T) {
	compared := 0
	draws := check(t, func(t *rapid.T) {
		n := draw(t)
		state := solved(t, n)
		if tied(state) {
			return
		}
		compared++
		others, regions := nameList(n)
		to := renaming{}
		for i, name := range rapid.Permutation(others).Draw(t, "order") {
			to[name] = fmt.Sprintf("n%03d", i)
		}
		for i, name := range regions {
			to[name] = fmt.Sprintf("r%03d", i)
		}
		requireSame(t, "with other names", to.rows(rowsOf(state, nil)),
			sorted(texts(rowsOf(solved(t, to.network(n)), nil))))
	})
	requireShare(t, "networks without a tie", compared, draws, 5)
}

// tied tells whether an ID may have decided something in a state.
func tied(s *topology.State) bool {
	for _, w := range s.Warnings() {
		if w.Rule == route.VPCUnique.Rule() || w.Rule == route.EqualVPC.Rule() || w.Rule == "TR-5.9" {
			return true
		}
	}
	type place struct {
		table  string
		prefix netip.Prefix
	}
	sessions := map[[2]string]int{} // of two data centers, or of one with a device: the first of several counts (D-37)
	for _, d := range s.Network().DataCenters {
		for _, session := range d.Sessions {
			ends := [2]string{min(d.ID, session.To), max(d.ID, session.To)}
			if sessions[ends]++; sessions[ends] > 1 {
				return true
			}
		}
	}
	active := map[place]int{}
	for _, r := range rowsOf(s, func(r row) bool { return r.Status == route.Active }) {
		at := place{r.table, r.Prefix}
		if active[at]++; active[at] > 1 {
			return true
		}
	}
	return false
}

// Only the order of priorities counts (P-4.1, P-4.8): relabelling them changes nothing but the names of policies.
func TestPriorityRelabellingChangesNothing(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := draw(t)
		other := edited(t, n, func(m *topology.Network) {
			tablesOf(m, func(_ *topology.TransitRouter, table *topology.RouteTable) { relabel(table.Policies) })
		})
		anonymous := func(n *topology.Network) []string {
			rows := rowsOf(solved(t, n), nil)
			for i := range rows {
				rows[i].Policies = make([]string, len(rows[i].Policies))
			}
			return texts(rows)
		}
		requireSame(t, "with other priorities", anonymous(n), anonymous(other))
	})
}

// relabel gives policies other priorities in the same order. A next of 1 means the policy after this one and stays.
func relabel(list []policy.Policy) {
	var used []int
	for i := range list {
		used = append(used, list[i].Priority, list[i].Next)
	}
	slices.Sort(used)
	used = slices.Compact(used)
	for i := range list {
		list[i].Priority = 2 + 3*slices.Index(used, list[i].Priority)
		if list[i].Next > 1 {
			list[i].Next = 2 + 3*slices.Index(used, list[i].Next)
		}
	}
}

// Adding something to a network and removing it again is as if it had never been added: the state is a function of what
// the network holds, not of what the same value held before (D-3).
func TestAddThenRemoveIsNeverAdded(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := draw(t)
		want := outcome(t, n)
		before := topologytest.Document(n)
		undo := addition(t, n)
		if topologytest.Document(n) == before {
			t.Fatal("nothing was added")
		}
		topology.Propagate(n)
		undo()
		requireSame(t, "after the removal", want, outcome(t, n))
		if topologytest.Document(n) != before {
			t.Fatalf("Propagate changed the network to\n%s", topologytest.Document(n))
		}
	})
}

// addition adds something to a network and returns what removes it.
func addition(t *rapid.T, n *topology.Network) (undo func()) {
	tr, table := routerTable(t, n)
	switch rapid.IntRange(0, 4).Draw(t, "addition") {
	case 0:
		return add(&table.Policies, policy.Policy{Priority: 100, Direction: policy.Egress, Action: policy.Deny})
	case 1:
		return add(&table.Routes, topology.StaticRoute{Prefix: netip.MustParsePrefix("10.0.0.0/16"), Blackhole: true})
	case 2:
		return add(&n.VBRs, topology.VBR{ID: "vbr-new", Region: tr.Region})
	case 3:
		return add(&n.Down, tr.ID)
	}
	return add(&table.Aggregates, topology.AggregateRoute{Prefix: netip.MustParsePrefix("10.0.0.0/8")})
}

func add[E any](list *[]E, e E) (undo func()) {
	before := *list
	*list = append(*list, e)
	return func() { *list = before }
}

// What has failed tells nothing (D-14): no table holds a route that came over it or that originates there. Repaired,
// the state is what it was before, also by Fail and Repair.
func TestFailureAndRepairIsBefore(t *testing.T) {
	check(t, func(t *rapid.T) {
		n := draw(t)
		want := texts(rowsOf(solved(t, n), nil))
		others, _ := nameList(n)
		failed := rapid.SampledFrom(others).Draw(t, "failed")
		if slices.Contains(n.Down, failed) {
			t.Skip("it has failed before")
		}
		undo := add(&n.Down, failed)
		if violations, _ := n.Validate(); len(violations) > 0 {
			t.Skip("nothing that can fail")
		}
		x := namesOf(n)
		down := solved(t, n)
		for _, r := range rowsOf(down, func(r row) bool { return r.Learned }) {
			a := x.attachment[r.NextHop]
			if r.NextHop == failed || r.Origin.Instance == failed || a != nil && a.Instance == failed {
				t.Fatalf("%s has failed, and yet %s", failed, r.text())
			}
		}
		repaired, err := down.Repair(failed)
		if err != nil {
			t.Fatal(err)
		}
		requireSame(t, "after Repair", want, texts(rowsOf(repaired, nil)))
		undo()
		requireSame(t, "after the repair", want, texts(rowsOf(solved(t, n), nil)))
	})
}
