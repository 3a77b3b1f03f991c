package policy_test

import (
	"fmt"
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// An Express Connect Router and an IPsec connection hang on one transit router. By default neither hears what the other
// announces; a permit with a smaller number than that of the system policy opens one direction.
//
//	data center A --- ecr-1 --- [ tr-hz ] --- vco-1 --- data center B
func Example() {
	fromECR := route.Route{
		Prefix:     netip.MustParsePrefix("10.10.10.0/24"),
		Type:       route.BGP,
		Preference: route.DefaultPreference,
		ASPath:     route.ASPath{45104, 65001},
		Origin:     route.Origin{Instance: "ecr-1", Kind: attach.ECR, Region: "cn-hangzhou"},
	}
	toVPN := policy.Target[string]{Instance: "vco-1", Kind: attach.VPN, Region: "cn-hangzhou"}
	toPeer := policy.Target[string]{Peer: true, Region: "cn-shanghai"}

	system := policy.System()
	open := policy.Policy{
		Priority:  10,
		Direction: policy.Egress,
		Match: policy.Match{
			Source:      policy.Endpoint{Instances: []string{"ecr-1"}},
			Destination: policy.Endpoint{Instances: []string{"vco-1"}},
		},
		Set: policy.Set{PrependASPath: route.ASPath{65010}},
	}

	r := policy.Evaluate([]policy.Policy{system}, policy.Egress, fromECR, toVPN)
	fmt.Println("by default:  ", r.Permit, r.Policies)
	r = policy.Evaluate([]policy.Policy{system}, policy.Egress, fromECR, toPeer)
	fmt.Println("to a peer:   ", r.Permit, r.Policies)
	r = policy.Evaluate([]policy.Policy{system, open}, policy.Egress, fromECR, toVPN)
	fmt.Println("with a permit:", r.Permit, r.Policies, r.Route.ASPath)

	// Output:
	// by default:   false [5000]
	// to a peer:    true []
	// with a permit: true [10] [65010 45104 65001]
}

// A Program works on the identifiers of its user, here numbers.
func ExampleCompile() {
	instances := map[string]int{"vpc-1": 1, "vpc-2": 2}
	program := policy.Compile([]policy.Policy{{
		Priority:  20,
		Direction: policy.Egress,
		Action:    policy.Deny,
		Match:     policy.Match{Source: policy.Endpoint{Instances: []string{"vpc-1"}}},
	}}, true, func(name string) int { return instances[name] })

	to := policy.Target[int]{Instance: 3, Kind: attach.VPC}
	for id := 1; id <= 2; id++ {
		s := policy.Subject[int]{
			Prefix: netip.MustParsePrefix("10.1.0.0/16"),
			Type:   route.System,
			Origin: policy.Origin[int]{Instance: id, Kind: attach.VPC},
		}
		verdict, matched := program.Evaluate(policy.Egress, &s, &to, nil)
		fmt.Println(id, verdict.Permit, matched)
	}
	// Output:
	// 1 false [20]
	// 2 true []
}

// Problems reports everything at once, with the place in the document.
func ExampleProblems() {
	list := []policy.Policy{
		{Priority: 10, Direction: policy.Egress, Next: 5},
		{Priority: 10, Direction: policy.Egress, Action: policy.Deny},
	}
	for _, p := range policy.Problems(list, policy.Context{Region: "cn-hangzhou"}) {
		fmt.Printf("policies[%d].%s: %s [%s]\n", p.Index, p.Field, p.Message, p.Rule)
	}
	// Output:
	// policies[0].next: next 5 must be greater than the priority 10, or 1 for the policy that follows [P-4.8]
	// policies[1].priority: priority 10 is that of policies[0] too; it must be unique per route table and direction (egress) [P-1.4a]
}
