// Command ecrbesidevbr answers: may one transit router have an Express Connect Router and a circuit, and who reaches
// whom then?
//
//	idc-1  10.10.0.0/16 --- vbr-1 -----------+
//	                                         +--- tr-hz (vtb-hz) --- vpc-app  192.168.1.0/24
//	idc-2  10.20.0.0/16 --- vbr-2 --- ecr-1 -+
//
// The rules of March 2024 refuse it, those of February 2026 do not (E-6.11); a network names the edition that it
// follows. Where both may be there, the VPC exchanges routes with each, and system policy 5000 keeps the two apart
// (P-5.4) until an egress permit on the table that they are associated with connects them, one for each direction
// (P-5.8).
//
//	go run ./examples/ecrbesidevbr
package main

import (
	_ "embed"

	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

//go:embed network.json
var network []byte

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ecrbesidevbr:", err)
		os.Exit(1)
	}
}

// permit returns a change that permits what came from one kind of attachment to another.
func permit(priority int, from, to attach.Kind) topology.Change {
	p := policy.Policy{Priority: priority, Direction: policy.Egress, Action: policy.Permit}
	p.Match.Source.Kinds, p.Match.Destination.Kinds = []attach.Kind{from}, []attach.Kind{to}
	return topology.AddPolicy{Table: "vtb-hz", Policy: p}
}

// write asks under both editions.
func write(out io.Writer) error {
	n, err := topology.Parse(network)
	if err != nil {
		return err
	}
	n.Rules = rule.Edition2024
	var refused topology.Violations
	if _, err := topology.Propagate(&n); !errors.As(err, &refused) {
		return fmt.Errorf("the rules of March 2024 do not refuse it: %v", err)
	}
	fmt.Fprintf(out, "%v: refused\n", n.Rules)
	for _, v := range refused {
		fmt.Fprintf(out, "  %v\n", v)
	}
	n.Rules = rule.Edition2026
	state, err := topology.Propagate(&n)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%v: accepted\n", n.Rules)
	writeReach(out, state)
	if err := writeWhy(out, state); err != nil {
		return err
	}
	state, _, err = state.Apply(permit(10, attach.ECR, attach.VBR), permit(20, attach.VBR, attach.ECR))
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "\nwith a permit for each direction")
	writeReach(out, state)
	return nil
}

// writeWhy tells what stops the routes between the data centers.
func writeWhy(out io.Writer, s *topology.State) error {
	for _, q := range []struct{ table, prefix string }{{"vbr-1", "10.20.0.0/16"}, {"ecr-1@cn-hangzhou", "10.10.0.0/16"}} {
		why, err := s.Explain(q.table, netip.MustParsePrefix(q.prefix))
		if err != nil {
			return err
		}
		for _, b := range why.Blockers {
			fmt.Fprintf(out, "  %s, %s -> %s: %s %v [%s]\n", q.prefix, b.From, b.To, b.Reason, b.Policies, b.Rule)
		}
	}
	return nil
}

// writeReach tells who reaches whom, both ways.
func writeReach(out io.Writer, s *topology.State) {
	reach := s.Reach()
	for i, from := range reach.Instances {
		for j, to := range reach.Instances[:i] {
			fmt.Fprintf(out, "  %-7s and %-7s %v\n", to, from, reach.Cells[j][i].BothWays)
		}
	}
}
