package topology_test

import (
	"fmt"
	"net/netip"

	"github.com/cenroute/cenroute/topology"
)

// exampleDocument is a VPC and a circuit on one transit router; the data center behind the circuit announces one prefix.
const exampleDocument = `{
 "rules": "2024-03",
 "transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz"}]}],
 "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]}],
 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou"}],
 "dataCenters": [{"id": "idc-1", "asn": 65001, "prefixes": ["10.10.0.0/16"], "sessions": [{"to": "vbr-1"}]}],
 "attachments": [
  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1",
   "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"id": "att-vbr-1", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1",
   "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}]
}`

// exampleState reads a document and computes its state.
func exampleState(document string) (*topology.State, error) {
	network, err := topology.Parse([]byte(document))
	if err != nil {
		return nil, err
	}
	return topology.Propagate(&network)
}

// A document in, its tables out.
func Example() {
	state, err := exampleState(exampleDocument)
	if err != nil {
		fmt.Println(err)
		return
	}
	for table := range state.Tables() {
		fmt.Println(table.ID())
		for r := range table.Routes() {
			fmt.Printf("  %-14v  %-9s  %v %v %v\n", r.Prefix, r.NextHop, r.Type, r.Status, r.ASPath)
		}
	}
	// Output:
	// idc-1
	//   10.10.0.0/16    local      System Active []
	//   192.168.1.0/24  vbr-1      System Active [45104]
	// vbr-1
	//   10.10.0.0/16    idc-1      BGP Active [65001]
	//   192.168.1.0/24  att-vbr-1  System Active []
	// vpc-1/system
	//   10.10.0.0/16    att-vpc-1  BGP Active [65001]
	//   192.168.1.0/24  local      System Active []
	// vtb-hz
	//   10.10.0.0/16    att-vbr-1  BGP Active [65001]
	//   192.168.1.0/24  att-vpc-1  System Active []
}

// A table as text has a line for each route.
func ExampleTable() {
	state, err := exampleState(exampleDocument)
	if err != nil {
		fmt.Println(err)
		return
	}
	if table, ok := state.Table("vtb-hz"); ok {
		fmt.Print(table)
	}
	// Output:
	// vtb-hz of tr-hz
	//   10.10.0.0/16 via att-vbr-1: Active, BGP, preference 50, AS path 65001, learned, of vbr-1 (VBR, cn-hangzhou)
	//   192.168.1.0/24 via att-vpc-1: Active, System, preference 50, learned, of vpc-1 (VPC, cn-hangzhou, vpc-1/system)
}

// The data says where a document is wrong, and a network may be wrong at several places.
func ExampleParse() {
	_, err := topology.Parse([]byte(`{"rules": "2023", "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitch": []}]}`))
	fmt.Println(err)
	// Output:
	// rules: unknown Edition "2023", want 2024-03 or 2026-02
	// vpcs[0].vswitch: unknown key
}

// A route that is there has a story from its origin on; each step cites a rule.
func ExampleState_Explain() {
	state, err := exampleState(exampleDocument)
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := state.Explain("vpc-1/system", netip.MustParsePrefix("10.10.0.0/16"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range e.Routes[0].Steps {
		fmt.Printf("%-12s  %v [%s]\n", step.Table, step.Reason, step.Rule)
	}
	fmt.Println("rests on inference:", e.Inferred)
	// Output:
	// idc-1         configured here [D-38]
	// vbr-1         announced over the session [D-38]
	// vtb-hz        learned over the attachment [TR-2.2.1]
	// vpc-1/system  synchronized from the associated table [TR-2.3.4]
	// rests on inference: [D-38]
}

// A route that is not there has blockers: all places at which it stopped.
func ExampleState_Explain_absent() {
	network, err := topology.Parse([]byte(exampleDocument))
	if err != nil {
		fmt.Println(err)
		return
	}
	network.Attachments[0].RouteSync = false
	network.Attachments[1].Propagations = nil
	state, err := topology.Propagate(&network)
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := state.Explain("vpc-1/system", netip.MustParsePrefix("10.10.0.0/16"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range e.Blockers {
		if !b.Given {
			fmt.Printf("%s -> %s over %s: %v [%s]\n", b.From, b.To, b.Over, b.Reason, b.Rule)
		}
	}
	// Unordered output:
	// vtb-hz -> vpc-1/system over att-vpc-1: route synchronization is off [TR-2.3.1]
	// vbr-1 -> vtb-hz over att-vbr-1: the table does not learn from the attachment [TR-2.2.1]
}

// The way of a packet and the way of its answer.
func ExampleState_Trace() {
	state, err := exampleState(exampleDocument)
	if err != nil {
		fmt.Println(err)
		return
	}
	from, err := topology.ParseEndpoint("192.168.1.10@vpc-1")
	if err != nil {
		fmt.Println(err)
		return
	}
	trace, err := state.Trace(from, netip.MustParseAddr("10.10.0.10"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(trace)
	// Output:
	// 192.168.1.10@vpc-1 -> 10.10.0.10: reachable
	// forward: delivered
	//   delivered
	//     vpc-1  vpc-1/system  10.10.0.0/16    -> att-vpc-1
	//     tr-hz  vtb-hz        10.10.0.0/16    -> att-vbr-1
	//     vbr-1  vbr-1         10.10.0.0/16    -> idc-1
	//     idc-1
	// return: delivered
	//   delivered
	//     idc-1  idc-1         192.168.1.0/24  -> vbr-1
	//     vbr-1  vbr-1         192.168.1.0/24  -> att-vbr-1
	//     tr-hz  vtb-hz        192.168.1.0/24  -> att-vpc-1
	//     vpc-1  vpc-1/system  192.168.1.0/24  -> local
}

// The matrix of who reaches whom.
func ExampleState_Reach() {
	state, err := exampleState(exampleDocument)
	if err != nil {
		fmt.Println(err)
		return
	}
	cell, _ := state.Reach().Cell("vpc-1", "idc-1")
	fmt.Println(cell.Verdict, cell.Every.Prefixes(), "both ways:", cell.BothWays)
	// Output:
	// full [10.10.0.0/16] both ways: full
}

// A certificate that a state is what the rules derive. A table with a blackhole more has another stable state.
func ExampleVerify() {
	state, err := exampleState(exampleDocument)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("its own network:", topology.Verify(state.Network(), state))

	changed, err := topology.Parse([]byte(exampleDocument))
	if err != nil {
		fmt.Println(err)
		return
	}
	table := &changed.TransitRouters[0].RouteTables[0]
	table.Routes = []topology.StaticRoute{{Prefix: netip.MustParsePrefix("10.20.0.0/16"), Blackhole: true}}
	fmt.Println("another network:")
	fmt.Println(topology.Verify(&changed, state))
	// Output:
	// its own network: <nil>
	// another network:
	// vtb-hz 10.20.0.0/16: the state holds 0 routes, the rules derive 1 route
}
