// Package reference derives the tables of a network as slowly and as plainly as the rules can be written down. It is
// the oracle of the tests: whatever the fast engine behind topology.Propagate says, this package must say, too. It
// shares no code with the engine, the compiler or the decision and policy packages beyond their plain data, and only
// tests import it.
//
// A reader finds each documented rule as a function under its name, with its statement and its ID above it:
//
//	originate.go   what instances announce by themselves
//	configured.go  static, blackhole and prefix-list routes
//	learn.go       what a router's table takes in from attachments and peers
//	select.go      the decision of a router's table (TR-4, D-16 to D-22)
//	advertise.go   what a router's table tells an attachment or a peer
//	policy.go      routing policies, the system policy among them
//	vpc.go         the tables of a VPC
//	circuit.go     the tables of VBRs, IPsec connections and CCNs
//	ecr.go         the tables of an Express Connect Router
//	datacenter.go  the tables of data centers
//	network.go     what is connected with what, and what has failed
//
// Three rules to know before reading. Every table is a function of its configuration and of what its neighbours hold:
// [Derive] is that function for all tables at once. A stable state is what Derive leaves as it is; [Propagate] reaches
// it from empty tables, in rounds. Only Active routes are passed on (D-6), so the rows of a table are all that its
// neighbours ever need to know.
//
// What is not looked for here is whether a stable state is the only one.
package reference

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// A Table is one route table with all its routes, losers too, in order of prefix, then Active first, then next hop.
type Table struct {
	Owner, ID string
	Routes    []route.Route

	heard []heardRoute // data center: the same routes with the sessions that they came over
}

// Tables are the tables of a network in order of their IDs.
type Tables []Table

// Routes returns the routes of a table, none for a table that is not there.
func (list Tables) Routes(id string) []route.Route {
	for _, table := range list {
		if table.ID == id {
			return table.Routes
		}
	}
	return nil
}

// MaxRounds is the number of rounds after which Propagate and PropagateInOrder give up. A route crosses a table in one
// round, and no route of a valid network comes by the same table twice, so that far fewer suffice.
const MaxRounds = 200

// A NotStable is the error of a network whose tables still change after MaxRounds rounds.
type NotStable struct{ Table string }

// Error names a table that still changes.
func (e *NotStable) Error() string {
	return fmt.Sprintf("table %s still changes after %d rounds", e.Table, MaxRounds)
}

// Propagate derives all tables from all tables, beginning with empty ones, until nothing changes (P-9). All tables
// change at the same time. The network must be valid. An error is of type *NotStable; a network that has one stable
// state may still have it, for tables that change at the same time can chase each other where tables that change one
// after the other do not.
func Propagate(n *topology.Network) (Tables, error) {
	tables := emptyTables(n)
	for range MaxRounds {
		next := Derive(n, tables)
		if changed(tables, next) == "" {
			return tables, nil
		}
		tables = next
	}
	return nil, &NotStable{changed(tables, Derive(n, tables))}
}

// PropagateInOrder is Propagate with tables that change one after the other: those of order first, again and again.
// Tables that order does not name follow by their IDs. Where there is one stable state, it is the same in every order.
func PropagateInOrder(n *topology.Network, order []string) (Tables, error) {
	tables := emptyTables(n)
	turns := turnsOf(tables, order)
	last := ""
	for range MaxRounds {
		last = ""
		for _, turn := range turns {
			next := round{n, tables}.derive(tables[turn])
			if !reflect.DeepEqual(next, tables[turn]) {
				tables[turn], last = next, next.ID
			}
		}
		if last == "" {
			return tables, nil
		}
	}
	return nil, &NotStable{last}
}

// Derive returns what every table holds if before is what the tables held: one round in which all tables originate,
// learn, select and are told at the same time. Tables of another maker do not tell over which of several sessions with
// one neighbour a data center heard a route; it is taken to be the first.
func Derive(n *topology.Network, before Tables) Tables {
	var after Tables
	for _, table := range emptyTables(n) {
		after = append(after, round{n, before}.derive(table))
	}
	return after
}

// A round is a network and what its tables hold.
type round struct {
	*topology.Network
	before Tables
}

// derive returns a table with what it holds next.
func (r round) derive(table Table) Table {
	table.heard = nil
	if dc := r.dataCenter(table.ID); dc != nil {
		table.heard = r.dataCenterRoutes(dc)
	}
	routes := r.routesOf(table)
	slices.SortFunc(routes, inOrder)
	table.Routes = slices.CompactFunc(routes, func(a, b route.Route) bool { return route.Compare(a, b) == 0 })
	return table
}

// inOrder is the order of routes in a table: by prefix, then Active first, then next hop, then everything else.
func inOrder(a, b route.Route) int {
	return cmp.Or(
		a.Prefix.Compare(b.Prefix),
		cmp.Compare(min(a.Status, 1), min(b.Status, 1)),
		strings.Compare(a.NextHop, b.NextHop),
		route.Compare(a, b),
	)
}

// routesOf finds whose table it is.
func (r round) routesOf(table Table) []route.Route {
	for i := range r.TransitRouters {
		for k := range r.TransitRouters[i].RouteTables {
			if r.TransitRouters[i].RouteTables[k].ID == table.ID {
				return r.routerTable(&r.TransitRouters[i], &r.TransitRouters[i].RouteTables[k])
			}
		}
	}
	for i := range r.VPCs {
		for _, t := range r.VPCs[i].Tables() {
			if t.ID == table.ID {
				return r.vpcTable(&r.VPCs[i], t)
			}
		}
	}
	for i := range r.ECRs {
		for _, region := range r.ecrRegions(&r.ECRs[i]) {
			if topology.ECRTableID(r.ECRs[i].ID, region) == table.ID {
				return r.ecrTable(&r.ECRs[i], region)
			}
		}
	}
	if r.dataCenter(table.ID) != nil {
		return routesHeard(table.heard)
	}
	return r.circuitTable(table.ID)
}

// emptyTables are the tables that a network has, without routes. A VBR, IPsec connection, CCN and data center has one
// with its own ID, an ECR has one in each region (E-5.4.2).
func emptyTables(n *topology.Network) Tables {
	var tables Tables
	add := func(owner, id string) { tables = append(tables, Table{Owner: owner, ID: id}) }
	for i := range n.TransitRouters {
		for k := range n.TransitRouters[i].RouteTables {
			add(n.TransitRouters[i].ID, n.TransitRouters[i].RouteTables[k].ID)
		}
	}
	for i := range n.VPCs {
		for _, t := range n.VPCs[i].Tables() {
			add(n.VPCs[i].ID, t.ID)
		}
	}
	for _, vbr := range n.VBRs {
		add(vbr.ID, vbr.ID)
	}
	for _, vpn := range n.VPNs {
		add(vpn.ID, vpn.ID)
	}
	for _, ccn := range n.CCNs {
		add(ccn.ID, ccn.ID)
	}
	for _, dc := range n.DataCenters {
		add(dc.ID, dc.ID)
	}
	for i := range n.ECRs {
		for _, region := range (round{n, nil}).ecrRegions(&n.ECRs[i]) {
			add(n.ECRs[i].ID, topology.ECRTableID(n.ECRs[i].ID, region))
		}
	}
	slices.SortFunc(tables, func(a, b Table) int { return strings.Compare(a.ID, b.ID) })
	return tables
}

// changed names a table that differs, "" if none does.
func changed(a, b Tables) string {
	for i := range a {
		if !reflect.DeepEqual(a[i], b[i]) {
			return a[i].ID
		}
	}
	return ""
}

// turnsOf are the places of all tables, those of order first.
func turnsOf(tables Tables, order []string) []int {
	var turns []int
	for _, id := range order {
		turns = append(turns, slices.IndexFunc(tables, func(t Table) bool { return t.ID == id }))
	}
	turns = slices.DeleteFunc(turns, func(turn int) bool { return turn < 0 })
	for i := range tables {
		if !slices.Contains(turns, i) {
			turns = append(turns, i)
		}
	}
	return turns
}
