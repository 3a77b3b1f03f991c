// Command isolate answers: why do two VPCs still reach each other after I denied their routes, and what keeps them
// apart?
//
//	vpc-1       10.1.0.0/24 ---+
//	vpc-2       10.2.0.0/24 ---+--- tr-hz (vtb-hz)
//	vpc-shared  10.3.0.0/24 ---+
//
// The VPCs have the three automatic routes to the transit router, 10.0.0.0/8 among them (TR-5.9). An egress deny takes
// away the route that a VPC was told, not the packets: they follow the automatic route, and the table of the transit
// router still knows the way (P-7.6). So the table must not know it: by an ingress deny, which holds for everybody who
// is associated with the table, or by a table for each VPC, which learns only what that VPC may reach (TR-2.1.2).
//
//	go run ./examples/isolate
package main

import (
	_ "embed"

	"fmt"
	"io"
	"os"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

//go:embed network.json
var network []byte

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "isolate:", err)
		os.Exit(1)
	}
}

// deny returns a change that denies the routes of a VPC: on their way to another one or, without one, into the table.
func deny(priority int, from, to string) topology.Change {
	p := policy.Policy{Priority: priority, Direction: policy.Ingress, Action: policy.Deny}
	p.Match.Source.Instances = []string{from}
	if to != "" {
		p.Direction, p.Match.Destination.Instances = policy.Egress, []string{to}
	}
	return topology.AddPolicy{Table: "vtb-hz", Policy: p}
}

// An attempt is what somebody does to the network to keep vpc-1 and vpc-2 apart.
type attempt struct {
	text    string
	changes []topology.Change
}

var attempts = []attempt{
	{"nothing", nil},
	{"deny their routes on the way out", []topology.Change{deny(10, "vpc-2", "vpc-1"), deny(20, "vpc-1", "vpc-2")}},
	{"the same, and no automatic routes", []topology.Change{deny(10, "vpc-2", "vpc-1"), deny(20, "vpc-1", "vpc-2"),
		topology.SetOptions{Attachment: "att-1"}, topology.SetOptions{Attachment: "att-2"}}},
	{"deny their routes on the way in", []topology.Change{deny(10, "vpc-1", ""), deny(20, "vpc-2", "")}},
	{"a table for each", []topology.Change{
		topology.CreateTable{TransitRouter: "tr-hz", Table: topology.RouteTable{ID: "vtb-1"}},
		topology.CreateTable{TransitRouter: "tr-hz", Table: topology.RouteTable{ID: "vtb-2"}},
		topology.EnablePropagation{Attachment: "att-shared", Table: "vtb-1"},
		topology.EnablePropagation{Attachment: "att-shared", Table: "vtb-2"},
		topology.ReplaceAssociation{Attachment: "att-1", Table: "vtb-1"},
		topology.ReplaceAssociation{Attachment: "att-2", Table: "vtb-2"}}},
}

// write tries each attempt, and shows the packet that passes an egress deny.
func write(out io.Writer) error {
	n, err := topology.Parse(network)
	if err != nil {
		return err
	}
	before, err := topology.Propagate(&n)
	if err != nil {
		return err
	}
	isolated := invariant.Isolated("vpc-1", "vpc-2")
	served := invariant.And(invariant.Reachable("vpc-1", "vpc-shared"), invariant.Reachable("vpc-2", "vpc-shared"))
	fmt.Fprintf(out, "%-35s %-10s %s\n", "attempt", "isolated", "both reach vpc-shared")
	var passed invariant.Verdict
	for _, a := range attempts {
		state, _, err := before.Apply(a.changes...)
		if err != nil {
			return err
		}
		v := isolated.Check(state)
		if len(a.changes) > 0 && !v.Holds {
			passed = v
		}
		fmt.Fprintf(out, "%-35s %-10s %s\n", a.text, answer(v), answer(served.Check(state)))
	}
	r, _ := rule.Lookup("P-7.6")
	fmt.Fprintf(out, "\nthe packet that passes the egress deny:\n%v\n%s: %s\n", passed, r.ID, r.Statement)
	return nil
}

// answer tells whether an invariant holds.
func answer(v invariant.Verdict) string {
	switch {
	case v.Err != nil:
		return v.Err.Error()
	case v.Holds:
		return "yes"
	}
	return "no"
}
