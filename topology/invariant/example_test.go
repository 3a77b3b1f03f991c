package invariant_test

import (
	"fmt"
	"log"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// A check of a plan, without go test: two data centers on one transit router must stay apart. Policy 5000 sees to that
// for the routes that they announce, until someone adds a static route.
func Example() {
	network := site() // idc behind vbr-1, partner behind vpn-1
	network.TransitRouters[0].RouteTables[0].Routes = []topology.StaticRoute{{Prefix: prefix("10.0.0.0/8"), NextHop: "att-vbr"}}
	state, err := topology.Propagate(network)
	if err != nil {
		log.Fatal(err)
	}
	for _, i := range []invariant.Invariant{
		invariant.Reachable("vpc-app", "idc"),
		invariant.Isolated("idc", "partner"),
	} {
		fmt.Print(i.Check(state))
	}
	// Output:
	// holds: Reachable(vpc-app, idc)
	// does not hold: Isolated(idc, partner): a packet from partner arrives at idc
	//   172.30.0.1@partner -> 10.10.0.1: not reachable
	//   forward: delivered
	//     delivered
	//       partner  partner  10.0.0.0/8    -> vpn-1
	//       vpn-1                           -> att-vpn
	//       tr       vtb      10.10.0.0/16  -> att-vbr
	//       vbr-1    vbr-1    10.10.0.0/16  -> idc
	//       idc
	//   return: not delivered
	//     not delivered: no route in idc [TR-4.1]
	//       idc      idc
}

// The counterexample is plain data: who learned what, and why.
func ExampleNoTransit() {
	network := site()
	permit("vpn-1")(network) // a policy that lets the routes of the partner through
	state, err := topology.Propagate(network)
	if err != nil {
		log.Fatal(err)
	}
	verdict := invariant.NoTransit(attach.VBR, attach.VPN).Check(state)
	fmt.Println(verdict.Holds, verdict.Message)
	for _, step := range verdict.Explanation.Routes[0].Steps {
		fmt.Println(step.Table, step.Reason, step.Policies)
	}
	// Output:
	// false vbr-1 learns 172.30.0.0/16 of vpn-1
	// partner configured here []
	// vpn-1 announced over the session []
	// vtb learned over the attachment []
	// vbr-1 synchronized from the associated table [vtb/egress/10]
}

// Which failure of one or two circuits and connections cuts an application off?
func ExampleUnderFailures() {
	network := site()
	redundant(network) // a second circuit, vbr-2
	state, err := topology.Propagate(network)
	if err != nil {
		log.Fatal(err)
	}
	for k := 1; k <= 2; k++ {
		verdict := invariant.UnderFailures(k, invariant.Reachable("vpc-app", "idc")).Check(state)
		fmt.Println(verdict.Holds, verdict.Down)
	}
	// Output:
	// true []
	// false [vbr-1 vbr-2]
}

// A firewall must see every packet that gets through, and packets must get through.
func ExampleAnd() {
	network := site()
	inspected(network) // vpc-app sends to idc through fw-1
	state, err := topology.Propagate(network)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(invariant.And(
		invariant.Reachable("vpc-app", "idc"),
		invariant.PathThrough("vpc-app", "idc", "fw-1"),
	).Check(state))
	// Output:
	// holds: And(Reachable(vpc-app, idc), PathThrough(vpc-app, idc, fw-1))
	//   holds: Reachable(vpc-app, idc)
	//   holds: PathThrough(vpc-app, idc, fw-1)
}

// A rule of one's own: no VPC has a default route.
func ExampleNew() {
	noDefaultRoute := invariant.New("no VPC has a default route", func(s *topology.State) invariant.Verdict {
		for _, vpc := range s.Network().VPCs {
			for _, t := range vpc.Tables() {
				if table, ok := s.Table(t.ID); ok && len(table.Get(prefix("0.0.0.0/0"))) > 0 {
					return invariant.Verdict{Message: t.ID + " has one"}
				}
			}
		}
		return invariant.Verdict{Holds: true}
	})
	network := site()
	inspected(network)
	state, err := topology.Propagate(network)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(noDefaultRoute.Check(state))
	// Output:
	// does not hold: no VPC has a default route: vtb-in has one
}
