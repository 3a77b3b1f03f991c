package lint_test

import (
	"fmt"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/lint"
)

// The second policy was to keep the data center from the VPC. The first one takes its routes, and the VPC sends its
// packets to the transit router in any case.
func Example() {
	network, err := topology.Parse([]byte(`{
	 "transitRouters": [{"id": "tr-hz", "cen": "cen-1", "region": "cn-hangzhou", "routeTables": [{"id": "vtb-hz", "system": true, "policies": [
	  {"priority": 10, "direction": "egress", "action": "deny", "match": {"prefixes": {"list": ["10.0.0.0/8"], "mode": "include"}, "destination": {"kinds": ["VPC"]}}},
	  {"priority": 20, "direction": "egress", "action": "deny", "match": {"source": {"instances": ["vbr-1"]}, "destination": {"instances": ["vpc-1"]},
	   "prefixes": {"list": ["10.10.0.0/16"], "mode": "include"}}}]}]}],
	 "vpcs": [{"id": "vpc-1", "region": "cn-hangzhou", "vswitches": [{"cidr": "192.168.1.0/24"}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-hangzhou", "routes": [{"prefix": "10.10.0.0/16", "type": "BGP", "asPath": [65001]}]}],
	 "attachments": [
	  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-hz", "instance": "vpc-1", "association": "vtb-hz", "propagations": ["vtb-hz"],
	   "routeSync": true, "autoCreateRoutes": true},
	  {"id": "att-vbr-1", "kind": "VBR", "transitRouter": "tr-hz", "instance": "vbr-1", "association": "vtb-hz", "propagations": ["vtb-hz"], "routeSync": true}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	findings, err := lint.Network(&network)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range findings {
		fmt.Printf("%v [%v] %s\n  %s\n", f.Check, f.Rule, f.Path, f.Message)
	}
	// Output:
	// dead-policy [P-4.1] transitRouters[0].routeTables[0].policies[1]
	//   egress policy 20 never decides: policy 10 takes every route that it matches
	// deny-does-not-isolate [P-7.6] transitRouters[0].routeTables[0].policies[0]
	//   egress policy 10 keeps 10.10.0.0/16 from VPC "vpc-1", but route 10.0.0.0/8 of table "vpc-1/system" leads its packets to "att-vpc-1" all the same
	// empty-sync [TR-2.3.4] attachments[0].routeSync
	//   synchronization of table "vtb-hz" to "vpc-1" delivers nothing that takes effect, 1 in all
}
