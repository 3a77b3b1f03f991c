// Command threeregions answers: why do Beijing and Shenzhen not reach each other, though Hangzhou is connected with
// both; and how does a third region share the load of circuits in two others?
//
//	vpc-bj  10.1.0.0/24     vpc-hz  10.2.0.0/24     vpc-sz  10.3.0.0/24
//	      |                       |                       |
//	    tr-bj ----------------- tr-hz ----------------- tr-sz
//	      |                       |
//	    vbr-bj ------ idc ----- vbr-hz        idc: 172.16.0.0/16
//
// Routes do not pass through a third region: what was learned from a peer is not told to another peer (TR-7.4), so each
// pair of regions needs a peering. Among equal routes of two other regions the smallest region ID is Active and the
// other one Standby; a switch of the table, multi-region ECMP, makes both Active (TR-4.3.4).
//
//	go run ./examples/threeregions
package main

import (
	_ "embed"

	"fmt"
	"io"
	"net/netip"
	"os"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

//go:embed network.json
var network []byte

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "threeregions:", err)
		os.Exit(1)
	}
}

// The steps from three regions in a row to shared load.
var steps = []struct {
	text   string
	change topology.Change
}{
	{"a peering of Beijing and Shenzhen", topology.CreatePeering{Peering: topology.Peering{ID: "peer-bj-sz",
		Ends: []topology.PeeringEnd{end("tr-bj", "vtb-bj"), end("tr-sz", "vtb-sz")}}}},
	{"multi-region ECMP in Shenzhen", topology.SetMultiRegionECMP{Table: "vtb-sz", On: true}},
}

// end returns the end of a peering with all switches on.
func end(router, table string) topology.PeeringEnd {
	return topology.PeeringEnd{TransitRouter: router, Association: table, Propagations: []string{table},
		RouteSync: true}
}

// write tells what Shenzhen knows at each step.
func write(out io.Writer) error {
	n, err := topology.Parse(network)
	if err != nil {
		return err
	}
	state, err := topology.Propagate(&n)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "three regions in a row")
	if err := writeState(out, state); err != nil {
		return err
	}
	for _, step := range steps {
		if state, _, err = state.Apply(step.change); err != nil {
			return err
		}
		fmt.Fprintf(out, "\n%s\n", step.text)
		if err := writeState(out, state); err != nil {
			return err
		}
	}
	return nil
}

// writeState tells whether the VPCs at the ends reach each other, and what Shenzhen knows of Beijing and of the data
// center.
func writeState(out io.Writer, s *topology.State) error {
	cell, _ := s.Reach().Cell("vpc-bj", "vpc-sz")
	fmt.Fprintf(out, "  vpc-bj to vpc-sz: %v\n", cell)
	for _, prefix := range []string{"10.1.0.0/24", "172.16.0.0/16"} {
		why, err := s.Explain("vtb-sz", netip.MustParsePrefix(prefix))
		if err != nil {
			return err
		}
		for _, story := range why.Routes {
			fmt.Fprintf(out, "  vtb-sz %s via %s: %v\n", prefix, story.Route.NextHop, status(story))
		}
		for _, b := range why.Blockers {
			fmt.Fprintf(out, "  vtb-sz %s: stops at %s over %s: %v [%s]\n", prefix, b.From, b.Over, b.Reason, b.Rule)
		}
	}
	return nil
}

// status tells the status of a route and, if it is not Active, the last thing that happened to it.
func status(s topology.Story) string {
	if s.Route.Status == route.Active {
		return s.Route.Status.String()
	}
	last := s.Steps[len(s.Steps)-1]
	return fmt.Sprintf("%v, %s [%s]", s.Route.Status, last.Detail, last.Rule)
}
