// Command loop shows the documented loop between two circuits, of which the page "Scenarios in which you need to avoid
// attaching VBRs to CEN" warns: how the library refuses it, and what removes it.
//
//	                           +--- vbr-1 ---+
//	10.50.0.0/16 --- vbr-3 --- tr-hz         +--- idc-1
//	                           +--- vbr-2 ---+
//
// An egress policy overrides system policy 5000, so that the circuits advertise to each other (P-5.8). The data center
// passes on what it hears, without the AS path: what it heard on one circuit looks shorter on the other than the true
// way, and nobody sees that the route comes back (D-35).
//
//	go run ./examples/loop
package main

import (
	_ "embed"

	"errors"
	"fmt"
	"io"
	"os"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

//go:embed loop.json
var loop []byte

const introduction = `A loop between two circuits
===========================

   10.50/16 -- vbr-3 --+
                       tr-hz --- vbr-1 --- idc-1
                       |  +----- vbr-2 ------+

The circuits may advertise to each other: egress policy 10 of vtb-hz overrides system policy 5000. The data center passes on
what it hears, and its device does not pass AS paths on: of a route that it heard on one circuit, only the cloud's AS 45104 is
left on the other. That looks shorter than the true way over vbr-3, and nobody sees that the route comes back.

`

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "loop:", err)
		os.Exit(1)
	}
}

// write tells the story: the refusal, what removes the loop, and that a change back into it is refused, too.
func write(out io.Writer) error {
	fmt.Fprint(out, introduction)
	n, err := topology.Parse(loop)
	if err != nil {
		return err
	}
	_, err = topology.Propagate(&n)
	var unstable topology.Instabilities
	if !errors.As(err, &unstable) {
		return fmt.Errorf("the loop is not refused: %v", err)
	}
	writeRefusal(out, unstable)
	fmt.Fprint(out, "What removes it\n---------------\n\n")
	for _, c := range cures(&n) {
		if err := writeCure(out, &n, c); err != nil {
			return err
		}
	}
	return writeRelapse(out, &n)
}

func writeRefusal(out io.Writer, list topology.Instabilities) {
	fmt.Fprint(out, "The library gives no state\n--------------------------\n\n")
	for i := range list {
		fmt.Fprintf(out, "%v: %v\n\n", list[i].Prefix, list[i].Fault)
		for _, hop := range list[i].Cycle {
			fmt.Fprintf(out, "   %-7s tells %-7s over %s\n", hop.From, hop.To, hop.Over)
		}
		r, _ := rule.Lookup(list[i].Rule)
		fmt.Fprintf(out, "\n   cause: %s\n   rule:  %s: %s\n\n", list[i].Cause, r.ID, r.Statement)
	}
}

// A cure is a change that makes the network stable.
type cure struct {
	text   string
	change topology.Change
}

// cures returns what the page, and the refusal, advise.
func cures(n *topology.Network) []cure {
	passing, quiet := n.Clone().DataCenters[0], n.Clone().DataCenters[0]
	for i := range passing.Sessions {
		passing.Sessions[i].DropsASPath = false
	}
	quiet.Transit = false
	return []cure{
		{"pass AS paths on: each circuit drops what holds its own AS number", topology.Redefine{Object: passing}},
		{"announce on a circuit nothing that was heard on the other", topology.Redefine{Object: quiet}},
		{"leave circuits apart, as system policy 5000 does",
			topology.RemovePolicy{Table: "vtb-hz", Direction: policy.Egress, Priority: 10}},
		{"take one of the two circuits off the transit router", topology.Detach{ID: "att-vbr-2", Force: true}},
	}
}

// writeCure tells what a cure leads to. The network has no state to which a change could be applied; so the cured
// network is computed from scratch.
func writeCure(out io.Writer, n *topology.Network, c cure) error {
	cured, err := topology.Edited(n, c.change)
	if err != nil {
		return err
	}
	state, err := topology.Propagate(cured)
	if err != nil {
		return fmt.Errorf("%s: %w", c.text, err)
	}
	fmt.Fprintf(out, "- %s\n", c.text)
	for _, id := range []string{"vtb-hz", "idc-1"} {
		table, _ := state.Table(id)
		for r := range table.Routes() {
			fmt.Fprintf(out, "     %-7s %v via %-9s %v\n", id, r.Prefix, r.NextHop, r.Status)
		}
	}
	return nil
}

// writeRelapse starts from the cured network and makes the device forget AS paths again.
func writeRelapse(out io.Writer, n *topology.Network) error {
	cured, err := topology.Edited(n, cures(n)[0].change)
	if err != nil {
		return err
	}
	state, err := topology.Propagate(cured)
	if err != nil {
		return err
	}
	_, _, err = state.Apply(topology.Redefine{Object: n.DataCenters[0]})
	var refused *topology.ChangeError
	if !errors.As(err, &refused) {
		return fmt.Errorf("the relapse is not refused: %v", err)
	}
	fmt.Fprintf(out, "\nA change back is refused\n------------------------\n\n%v\n", refused)
	return nil
}
