// Command firewall answers: how does all traffic between VPCs pass a firewall, in both directions, and what makes it
// pass by?
//
//	vpc-1  10.1.0.0/24 ---+                        +--- vtb-fw-in  (10.9.0.0/24): all to ecs-fw
//	                      +--- tr-hz --- vpc-fw ---+
//	vpc-2  10.2.0.0/24 ---+                        +--- vtb-fw-out (10.9.1.0/24): all to tr-hz, ecs-fw is here
//
// Two tables of the transit router do it. vpc-1 and vpc-2 are associated with vtb-outside, which has a static route to
// vpc-fw and tells them nothing else; vpc-fw is associated with vtb-inside, which learns from them (TR-2.1.2,
// TR-2.2.1). Answers are looked up by themselves (TR-2.1.4): where vtb-outside learns from vpc-1, the longer prefix
// takes packets to vpc-1 past the firewall, while those from vpc-1 still pass it (TR-4.1). Everything is reachable, and
// a stateful firewall sees half of it.
//
//	go run ./examples/firewall
package main

import (
	_ "embed"

	"fmt"
	"io"
	"net/netip"
	"os"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

//go:embed network.json
var network []byte

// wanted is what a firewall between two VPCs promises.
var wanted = []invariant.Invariant{
	invariant.Reachable("vpc-1", "vpc-2"),
	invariant.PathThrough("vpc-1", "vpc-2", "ecs-fw"),
	invariant.PathThrough("vpc-2", "vpc-1", "ecs-fw"),
	invariant.Symmetric("vpc-1", "vpc-2"),
}

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "firewall:", err)
		os.Exit(1)
	}
}

// write shows the way of a packet and its answer, then what one propagation too many makes of it.
func write(out io.Writer) error {
	n, err := topology.Parse(network)
	if err != nil {
		return err
	}
	state, err := topology.Propagate(&n)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "as it is")
	if err := writeWays(out, state); err != nil {
		return err
	}
	mistake := topology.EnablePropagation{Attachment: "att-1", Table: "vtb-outside"}
	state, _, err = state.Apply(mistake)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%v\n", mistake)
	return writeWays(out, state)
}

// writeWays tells the way of a packet and of its answer, and what holds.
func writeWays(out io.Writer, s *topology.State) error {
	from := topology.Endpoint{Addr: netip.MustParseAddr("10.1.0.1"), Instance: "vpc-1"}
	trace, err := s.Trace(from, netip.MustParseAddr("10.2.0.1"))
	if err != nil {
		return err
	}
	writeWay(out, "packet", trace.Forward)
	writeWay(out, "answer", trace.Return)
	for _, w := range wanted {
		switch v := w.Check(s); {
		case v.Err != nil:
			return v.Err
		case v.Holds:
			fmt.Fprintf(out, "  holds   %v\n", w)
		default:
			fmt.Fprintf(out, "  broken  %v\n", w)
		}
	}
	return nil
}

// writeWay tells where each path of a way is looked up.
func writeWay(out io.Writer, name string, w topology.Way) {
	for _, p := range w.Paths {
		fmt.Fprintf(out, "  %s:", name)
		for _, h := range p.Hops {
			fmt.Fprintf(out, " %s", h.At)
		}
		if !p.Delivered {
			fmt.Fprintf(out, ", dropped: %s", p.Reason)
		}
		fmt.Fprintln(out)
	}
}
