package topology_test

import (
	"fmt"
	"log"

	"github.com/cenroute/cenroute/topology"
)

// A VPC and a circuit on one transit router.
const small = `{
 "transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz"}]}],
 "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]}],
 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.10.0.0/16", "type": "BGP", "asPath": [65001]}]}],
 "attachments": [
  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1",
   "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true},
  {"id": "att-vbr-1", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1",
   "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}]
}`

func mustState(document string) *topology.State {
	network, err := topology.Parse([]byte(document))
	if err != nil {
		log.Fatal(err)
	}
	state, err := topology.Propagate(&network)
	if err != nil {
		log.Fatal(err)
	}
	return state
}

// An attachment in use cannot be deleted, except by force; then everything that depends on it goes with it, in order.
func ExampleState_Apply() {
	state := mustState(small)

	_, _, err := state.Apply(topology.Detach{ID: "att-vbr-1"})
	fmt.Println(err)

	_, events, err := state.Apply(topology.Detach{ID: "att-vbr-1", Force: true})
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range events {
		fmt.Println(e.Table, e.Prefix, e.Kind, e.Rule)
	}
	// Output:
	// change 0: detach att-vbr-1: attachment "att-vbr-1" is in use and is deleted by force only: association with vtb-hz, propagation to vtb-hz [TR-9.4]
	// vbr-1 192.168.1.0/24 withdrawn TR-2.3.10
	// vpc-1/system 10.10.0.0/16 withdrawn TR-9.3
	// vtb-hz 10.10.0.0/16 withdrawn TR-9.3
}

// What a change would do, for a review before it is made.
func ExampleDiff() {
	state := mustState(small)
	next, _, err := state.Apply(topology.DisableSync{Attachment: "att-vbr-1"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(topology.Diff(state, next))
	// Output:
	// reachability: 1 lost, 1 one-way; routes: 1 change in 1 table
	//
	// changes
	//   disable synchronization of att-vbr-1
	//
	// reachability
	//   lost       vbr-1 -> vpc-1  10.10.0.0/16 to 192.168.1.0/24
	//              by disable synchronization of att-vbr-1; no route in vbr-1 [TR-4.1]
	//   one-way    vpc-1 -> vbr-1  192.168.1.0/24 to 10.10.0.0/16
	//              by disable synchronization of att-vbr-1; no route in vbr-1 [TR-4.1]
	//
	// tables
	//   vbr-1
	//     lost     192.168.1.0/24  att-vbr-1 -> none
	//              by disable synchronization of att-vbr-1; route synchronization is off (vtb-hz to vbr-1) [TR-2.3.1]
}
