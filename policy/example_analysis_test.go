package policy_test

import (
	"fmt"
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// officePolicies let one office network out of a table towards IPsec connections, in a list that has grown.
func officePolicies() []policy.Policy {
	toVPN := policy.Endpoint{Kinds: []attach.Kind{attach.VPN}}
	within := func(prefix string) policy.PrefixMatch {
		return policy.PrefixMatch{List: []netip.Prefix{netip.MustParsePrefix(prefix)}}
	}
	return []policy.Policy{
		{Priority: 10, Direction: policy.Egress, Match: policy.Match{Prefixes: within("10.1.0.0/16"), Destination: toVPN}},
		{Priority: 20, Direction: policy.Egress, Action: policy.Deny, Match: policy.Match{Prefixes: within("10.0.0.0/8"), Destination: toVPN}},
		{Priority: 30, Direction: policy.Egress, Match: policy.Match{Prefixes: within("10.2.0.0/16"), Destination: toVPN}},
		policy.System(),
	}
}

// The permit of 10.2.0.0/16 comes too late, and it is good for nothing to move it down any further.
func ExampleAnalyze() {
	a := policy.Analyze(officePolicies(), policy.Egress, policy.Universe{})
	for _, s := range a.Standings() {
		if s.Alive == policy.Yes {
			fmt.Println(s.Priority, "matches", s.Witness.Route.Prefix, "from", s.Witness.Route.Origin.Kind, "to", s.Witness.To.Kind)
		} else {
			fmt.Println(s.Priority, "is dead behind", s.Shadows)
		}
	}
	conflicts, _ := a.Conflicts()
	for _, c := range conflicts {
		fmt.Println("order of", c.First, "and", c.Second, "matters to", c.Witness.Route.Prefix, "from", c.Witness.Route.Origin.Kind)
	}
	// Output:
	// 10 matches 10.1.0.0/16 from VPC to VPN
	// 20 matches 10.0.0.0/8 from VPC to VPN
	// 30 is dead behind [20]
	// 5000 matches 0.0.0.0/0 from VBR to VBR
	// order of 10 and 20 matters to 10.1.0.0/16 from VPC
	// order of 10 and 5000 matters to 10.1.0.0/16 from VBR
	// order of 20 and 30 matters to 10.2.0.0/16 from VPC
}

// Does any route from on premises reach an IPsec connection?
func ExampleAnalysis_Search() {
	a := policy.Analyze(officePolicies(), policy.Egress, policy.Universe{})
	query := policy.Query{Fate: policy.Permitted, Within: policy.Match{
		Source:      policy.Endpoint{Kinds: []attach.Kind{attach.VBR, attach.CCN, attach.VPN, attach.ECR}},
		Destination: policy.Endpoint{Kinds: []attach.Kind{attach.VPN}},
	}}
	w, answer := a.Search(query)
	fmt.Println(answer, w.Route.Prefix, "from a", w.Route.Origin.Kind)

	cells, all := a.Cells(query)
	for _, c := range cells {
		fmt.Println(c)
	}
	fmt.Println("all:", all)
	// Output:
	// yes 10.1.0.0/16 from a VBR
	// permitted by [10]: prefix in 10.1.0.0/16+; source kind VBR, VPN, CCN, ECR; destination kind VPN
	// all: true
}

// A list and the one that is to take its place.
func ExampleCompare() {
	before := officePolicies()
	after := append(before[1:3:3], before[3])
	after[1].Set = policy.Set{Preference: 10}
	c := policy.Compare(after, before, policy.Egress, policy.Universe{})
	fmt.Println(c.Relation)
	fmt.Println("no longer permitted:", c.OnlySecond.Answer, c.OnlySecond.Witness.Route.Prefix)
	fmt.Println("another preference: ", c.Preference.Answer)
	// Output:
	// less permissive
	// no longer permitted: yes 10.1.0.0/16
	// another preference:  no
}

// A Universe knows what the list does not say: that there is one VPC, and nothing else.
func ExampleUniverse() {
	list := []policy.Policy{
		{Priority: 10, Direction: policy.Ingress, Match: policy.Match{Source: policy.Endpoint{Kinds: []attach.Kind{attach.VPC}}}},
		{Priority: 20, Direction: policy.Ingress, Action: policy.Deny, Match: policy.Match{Source: policy.Endpoint{Instances: []string{"vpc-1"}}}},
	}
	known := policy.Universe{Sources: []policy.Source{
		{Origin: policy.Origin[string]{Instance: "vpc-1", Kind: attach.VPC, Region: "cn-hangzhou"}, Type: route.System},
	}}
	fmt.Println(len(policy.Analyze(list, policy.Ingress, policy.Universe{}).Dead()))
	for _, s := range policy.Analyze(list, policy.Ingress, known).Dead() {
		fmt.Println(s.Priority, "is shadowed by", s.Shadows)
	}
	// Output:
	// 0
	// 20 is shadowed by [10]
}
