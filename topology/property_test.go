package topology_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// The tests of the files property_*_test.go are sentences that hold for every network. They are sorted by their
// subject:
//
//   - property_order_test.go: what does not change a state
//   - property_round_test.go: what makes a state stable
//   - property_advertise_test.go: policies, peerings, aggregates
//   - property_ecr_test.go: Express Connect Routers
//   - property_prefix_test.go: prefixes and address families among themselves
//   - property_trace_test.go: packets
//   - property_explain_test.go: explanations
//
// What must happen at least once is in control_test.go. internal/mutate shows each property failing on an engine that
// breaks it.

// networks draws the networks that properties are checked with: small ones, larger ones, and ones in which few prefixes
// meet at many instances. No data center passes routes on, so that nearly all of them have one stable state.
func networks() *rapid.Generator[*topology.Network] {
	crowded := topologytest.Size{Regions: 3, CENs: 1, Tables: 2, Instances: 14, Prefixes: 5, Policies: 3, Extras: 3}
	return rapid.OneOf(
		topologytest.Networks(topologytest.Small()), topologytest.Networks(topologytest.Medium()), topologytest.Networks(crowded),
	)
}

// draw draws one of them.
func draw(t *rapid.T) *topology.Network { return topologytest.Draw(t, networks()) }

// check checks a property, five times as often without -short, and returns how often.
func check(t *testing.T, property func(*rapid.T)) (draws int) {
	t.Helper()
	rounds := 5
	if testing.Short() {
		rounds = 1
	}
	for range rounds {
		rapid.Check(t, func(t *rapid.T) {
			draws++
			property(t)
		})
	}
	return draws
}

// requireShare fails a property that looks at too little: something must have happened in a share of its draws, in
// percent, where there are enough of them to tell.
func requireShare(t *testing.T, what string, happened, draws, percent int) {
	t.Helper()
	if draws >= 100 && happened*100 < draws*percent {
		t.Errorf("%s: %d times in %d draws, want %d%%", what, happened, draws, percent)
	}
}

// solved propagates a drawn network; one that is refused fails the test. A few have several stable states, for the
// decision of TR-4.4 does not order mixed company consistently (see TestMixedCompanyHasTwoStableStates); those are
// passed over.
func solved(t *rapid.T, n *topology.Network) *topology.State {
	state, err := topology.Propagate(n)
	var unstable topology.Instabilities
	if errors.As(err, &unstable) {
		t.Skip("not stable")
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, topologytest.Document(n))
	}
	return state
}

// edited returns a copy of a network with an edit. If the cloud would refuse the result, the case is passed over.
func edited(t *rapid.T, n *topology.Network, edit func(*topology.Network)) *topology.Network {
	c := n.Clone()
	edit(c)
	if violations, _ := c.Validate(); len(violations) > 0 {
		t.Skip(violations)
	}
	return c
}

// A row is a route with the table that holds it.
type row struct {
	table string
	route.Route
}

// text is the row as the result document has it.
func (r row) text() string {
	data, err := json.Marshal(r.Route)
	if err != nil {
		panic(err)
	}
	return r.table + " " + string(data)
}

// rowsOf returns the rows of a state for which keep holds, or all if it is nil.
func rowsOf(s *topology.State, keep func(row) bool) (list []row) {
	for table := range s.Tables() {
		for r := range table.Routes() {
			if at := (row{table.ID(), r}); keep == nil || keep(at) {
				list = append(list, at)
			}
		}
	}
	return list
}

// texts returns the rows as lines.
func texts(rows []row) []string {
	lines := make([]string, len(rows))
	for i := range rows {
		lines[i] = rows[i].text()
	}
	return lines
}

// received returns a row without what the decision of the table that holds it made of it: as it came in.
func received(r row) row {
	if r.Status == route.Standby || r.Status == route.Rejected || r.Status == route.Conflicting {
		r.Status = route.Active
	}
	return r
}

// requireSame compares lines and shows the first that differs.
func requireSame(t *rapid.T, what string, want, got []string) {
	t.Helper()
	for i := range max(len(want), len(got)) {
		switch {
		case i >= len(got):
			t.Fatalf("%s: missing %s", what, want[i])
		case i >= len(want):
			t.Fatalf("%s: not wanted %s", what, got[i])
		case want[i] != got[i]:
			t.Fatalf("%s:\nwant %s\n got %s", what, want[i], got[i])
		}
	}
}

// sorted sorts lines in place.
func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}

// tablesOf yields every route table of the transit routers.
func tablesOf(n *topology.Network, yield func(*topology.TransitRouter, *topology.RouteTable)) {
	for i := range n.TransitRouters {
		for k := range n.TransitRouters[i].RouteTables {
			yield(&n.TransitRouters[i], &n.TransitRouters[i].RouteTables[k])
		}
	}
}

// routerTable draws one of the route tables of the transit routers.
func routerTable(t *rapid.T, n *topology.Network) (*topology.TransitRouter, *topology.RouteTable) {
	tr := &n.TransitRouters[rapid.IntRange(0, len(n.TransitRouters)-1).Draw(t, "router")]
	return tr, &tr.RouteTables[rapid.IntRange(0, len(tr.RouteTables)-1).Draw(t, "table")]
}

// names are the parts of a network by ID, as far as properties ask for them.
type names struct {
	attachment map[string]*topology.Attachment
	peering    map[string]*topology.Peering
	routerOf   map[string]*topology.TransitRouter // by ID of a route table
	kindOf     map[string]attach.Kind             // by ID of a table of an instance, ECRs apart
	circuitOf  map[string]*topology.ECR           // by ID of a VBR
	down       map[string]bool
}

func namesOf(n *topology.Network) *names {
	x := &names{
		attachment: map[string]*topology.Attachment{}, peering: map[string]*topology.Peering{},
		routerOf: map[string]*topology.TransitRouter{}, kindOf: map[string]attach.Kind{},
		circuitOf: map[string]*topology.ECR{}, down: map[string]bool{},
	}
	for i := range n.Attachments {
		x.attachment[n.Attachments[i].ID] = &n.Attachments[i]
	}
	for i := range n.Peerings {
		x.peering[n.Peerings[i].ID] = &n.Peerings[i]
	}
	tablesOf(n, func(tr *topology.TransitRouter, table *topology.RouteTable) { x.routerOf[table.ID] = tr })
	for _, id := range n.Down {
		x.down[id] = true
	}
	x.addKinds(n)
	return x
}

func (x *names) addKinds(n *topology.Network) {
	for i := range n.VBRs {
		x.kindOf[n.VBRs[i].ID] = attach.VBR
	}
	for i := range n.VPNs {
		x.kindOf[n.VPNs[i].ID] = attach.VPN
	}
	for i := range n.CCNs {
		x.kindOf[n.CCNs[i].ID] = attach.CCN
	}
	for i := range n.VPCs {
		for _, t := range n.VPCs[i].Tables() {
			x.kindOf[t.ID] = attach.VPC
		}
	}
	for i := range n.ECRs {
		e := &n.ECRs[i]
		for _, vbr := range e.VBRs {
			x.circuitOf[vbr] = e
		}
	}
}

// kind returns the kind of the instance whose table it is; None for those of transit routers and data centers.
func (x *names) kind(table string) attach.Kind {
	if strings.Contains(table, "@") {
		return attach.ECR
	}
	return x.kindOf[table]
}

// otherEnd returns the transit router at the other end of a peering.
func (x *names) otherEnd(peering, router string) string {
	ends := x.peering[peering].Ends
	if ends[0].TransitRouter == router {
		return ends[1].TransitRouter
	}
	return ends[0].TransitRouter
}
