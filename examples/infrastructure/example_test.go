package infrastructure

import (
	"fmt"
	"os"

	"github.com/cenroute/cenroute/topology"
)

// What must hold, and what it says where somebody adds a static route.
func Example() {
	document, err := os.ReadFile("network.json")
	if err != nil {
		panic(err)
	}
	network, err := topology.Parse(document)
	if err != nil {
		panic(err)
	}
	for range 2 {
		state, err := topology.Propagate(network.Clone())
		if err != nil {
			panic(err)
		}
		for _, invariant := range invariants {
			if v := invariant.Check(state); v.Holds {
				fmt.Println("holds:", v.Invariant)
			} else {
				fmt.Printf("does not hold: %s: %s\n", v.Invariant, v.Message)
			}
		}
		shortcut(&network)
		fmt.Println()
	}
	// Output:
	// holds: Reachable(vpc-app, idc)
	// holds: Symmetric(vpc-app, idc)
	// holds: Isolated(partner, vpc-db)
	// holds: NoTransit(VBR, VPN)
	// holds: PrefixConfined(172.30.0.0/16, partner, vpn-partner, tr-hz, vpc-web)
	// holds: UnderFailures(1, Reachable(vpc-app, idc))
	//
	// holds: Reachable(vpc-app, idc)
	// holds: Symmetric(vpc-app, idc)
	// holds: Isolated(partner, vpc-db)
	// does not hold: NoTransit(VBR, VPN): a packet passes from vpn-partner to vbr-1
	// holds: PrefixConfined(172.30.0.0/16, partner, vpn-partner, tr-hz, vpc-web)
	// holds: UnderFailures(1, Reachable(vpc-app, idc))
}
