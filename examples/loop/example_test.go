package main

import (
	"errors"
	"fmt"

	"github.com/cenroute/cenroute/topology"
)

// The loop is refused, with the tables that chase each other and the cause.
func Example() {
	network, err := topology.Parse(loop)
	if err != nil {
		panic(err)
	}
	_, err = topology.Propagate(&network)
	var unstable topology.Instabilities
	if !errors.As(err, &unstable) {
		panic(err)
	}
	for _, u := range unstable {
		fmt.Printf("%s: %s\n", u.Prefix, u.Fault)
		for _, hop := range u.Cycle {
			fmt.Printf("  %s -> %s\n", hop.From, hop.To)
		}
		fmt.Printf("%s [%s]\n", u.Cause, u.Rule)
	}
	// Output:
	// 10.50.0.0/16: several stable states
	//   vbr-1 -> vtb-hz
	//   vtb-hz -> vbr-2
	//   vbr-2 -> idc-1
	//   idc-1 -> vbr-1
	// the session between "vbr-2" and "idc-1" does not pass AS paths on, so nobody sees the circle; let it pass them on, or stop announcing what was heard [D-35]
}
