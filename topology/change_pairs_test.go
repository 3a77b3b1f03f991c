package topology

import (
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route/rule"
)

// made returns the document of a network after the edits of a change.
func made(n *Network, c Change) string {
	for _, s := range c.stages(n) {
		s.edit(n)
	}
	return string(Format(*n))
}

// A changePair is a change of validNetwork, and the one that undoes it.
type changePair struct{ do, undo Change }

func changePairs() []changePair {
	disabled := DisabledRoute{Prefix: cidr("10.11.0.0/16"), NextHop: "vbr-2"}
	route, list := StaticRoute{Prefix: cidr("10.1.0.0/16"), NextHop: "att-vbr-1"}, PrefixList{ID: "pl-2", Prefixes: cidrs("10.1.0.0/16"), NextHop: "att-vbr-1"}
	aggregate := AggregateRoute{Prefix: cidr("10.0.0.0/12"), Scope: []attach.Kind{attach.VPC}}
	vpcRoute := VPCRoute{Prefix: cidr("10.1.0.0/16"), NextHop: "att-vpc-1"}
	return []changePair{
		{DisableECRRoute{"ecr-1", disabled}, EnableECRRoute{"ecr-1", disabled}},
		{FailSession{"idc-1", "vbr-2", ""}, RepairSession{"idc-1", "vbr-2", ""}},
		{AddSession{"idc-2", Session{To: "vbr-2"}}, RemoveSession{"idc-2", "vbr-2", ""}},
		{Announce{"idc-1", cidr("10.12.0.0/16")}, Withdraw{"idc-1", cidr("10.12.0.0/16")}},
		{AddExternalRoute{"vco-1", ExternalRoute{Prefix: cidr("10.31.0.0/16")}},
			RemoveExternalRoute{"vco-1", cidr("10.31.0.0/16"), ""}},
		{AddRoute{"vtb-hz", route}, RemoveRoute{"vtb-hz", route}},
		{AddPrefixList{"vtb-hz", list}, RemovePrefixList{"vtb-hz", "pl-2"}},
		{AddAggregate{"vtb-hz", aggregate}, RemoveAggregate{"vtb-hz", aggregate.Prefix}},
		{AddPolicy{"vtb-hz", policy.Policy{Priority: 20}}, RemovePolicy{"vtb-hz", policy.Ingress, 20}},
		{SetMultiRegionECMP{"vtb-hz", true}, SetMultiRegionECMP{"vtb-hz", false}},
		{AddVPCRoute{"vtb-vpc-1", vpcRoute}, RemoveVPCRoute{"vtb-vpc-1", vpcRoute.Prefix}},
		{Publish{"vtb-vpc-1", cidr("172.16.0.0/12"), PublishTR},
			Unpublish{"vtb-vpc-1", cidr("172.16.0.0/12"), PublishTR}},
		{AddVSwitch{"vpc-3", VSwitch{CIDR: cidr("192.168.5.0/24")}}, RemoveVSwitch{"vpc-3", cidr("192.168.5.0/24")}},
		{AssociateECR{"ecr-1", Association{VPC: "vpc-3"}}, DissociateECR{"ecr-1", "vpc-3"}},
		{AddCircuit{"ecr-1", "vbr-1"}, RemoveCircuit{"ecr-1", "vbr-1"}},
		{EnablePropagation{Attachment: "att-vbr-1", Table: "vtb-hz"},
			DisablePropagation{Attachment: "att-vbr-1", Table: "vtb-hz"}},
		{EnableSync{Attachment: "peer-hz-bj", At: "tr-hz"}, DisableSync{Attachment: "peer-hz-bj", At: "tr-hz"}},
		{CreateTable{"tr-hz", RouteTable{ID: "vtb-hz-3"}}, DeleteTable{"vtb-hz-3"}},
		{CreatePeering{Peering{ID: "peer-x", Ends: []PeeringEnd{{TransitRouter: "tr-sh"}, {TransitRouter: "tr-bj"}}}},
			DeletePeering{ID: "peer-x"}},
		{Attach{Attachment: Attachment{ID: "att-x", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-3"}},
			Detach{ID: "att-x"}},
		{Fail{[]string{"vbr-1"}}, Repair{[]string{"vbr-1"}}},
		{AddGrant{Grant{Instance: "vpc-1", To: "1002"}}, RemoveGrant{Grant{Instance: "vpc-1", To: "1002"}}},
		{Create{VPN{ID: "vco-2", Region: "cn-hangzhou"}}, Delete{"vco-2"}},
	}
}

// A change that fits is made once: the second time it is refused, or makes a network that is. The change that undoes it
// is refused before it, fits after it, and leads back to where it began.
func TestChangesAndTheirOpposites(t *testing.T) {
	for _, c := range changePairs() {
		n := validNetwork()
		before := string(Format(*n))
		if err := c.undo.check(n); err == nil {
			t.Errorf("%v: undone before it is done", c.undo)
		}
		if err := c.do.check(n); err != nil {
			t.Errorf("%v: %v", c.do, err)
			continue
		}
		if made(n, c.do) == before {
			t.Errorf("%v changes nothing", c.do)
		}
		twice := n.Clone()
		if err := c.do.check(n); err == nil {
			made(twice, c.do)
		} else {
			twice = nil
		}
		if violations, _ := twice.Validate(); twice != nil && len(violations) == 0 {
			t.Errorf("%v: done twice", c.do)
		}
		if err := c.undo.check(n); err != nil {
			t.Errorf("%v: %v", c.undo, err)
			continue
		}
		if after := made(n, c.undo); after != before {
			t.Errorf("%v does not lead back behind %v", c.undo, c.do)
		}
	}
}

// Of one small change, exactly that change is found, and its opposite on the way back. What is detached or deleted is
// so by force: what depends on it is gone before.
func TestSmallChangesAreFound(t *testing.T) {
	n := validNetwork()
	if list := Changes(n, n); len(list) > 0 {
		t.Errorf("from a network to itself: %v", list)
	}
	for _, c := range changePairs() {
		after := n.Clone()
		made(after, c.do)
		undo := c.undo.String()
		switch c.undo.(type) {
		case Detach, DeletePeering:
			undo += " by force"
		}
		if there := Changes(n, after); len(there) != 1 || there[0].String() != c.do.String() {
			t.Errorf("%v is found as %v", c.do, there)
		}
		if back := Changes(after, n); len(back) != 1 || back[0].String() != undo {
			t.Errorf("%v is found as %v", undo, back)
		}
	}
}

// What has no opposite is found as well: another value in the place of one.
func TestOtherValuesAreFound(t *testing.T) {
	n := validNetwork()
	n.TransitRouters[trHangzhou].RouteTables[0].Policies = append(n.TransitRouters[trHangzhou].RouteTables[0].Policies, policy.Policy{Priority: 10})
	other := n.TransitRouters[trHangzhou].RouteTables[0].Policies[0]
	other.Action = policy.Deny
	if other.Action == n.TransitRouters[trHangzhou].RouteTables[0].Policies[0].Action {
		other.Action = policy.Permit
	}
	for _, c := range []Change{
		SetScope{"vtb-hz", cidr("10.96.0.0/12"), []attach.Kind{attach.VPC}},
		ReplacePolicy{"vtb-hz", other},
		SetSystemPolicy{"vtb-hz", false},
		SetReceiveRoutes{"vtb-vpc-2", false},
		SetReceiveRoutes{"vtb-vpc-1b", true},
		SetECRPrefixes{ECR: "ecr-1", With: "tr-sh", Prefixes: cidrs("192.168.0.0/17")},
		SetDefaultPath{ECR: "ecr-1", TransitRouter: "tr-sh", On: true},
		SetTransitMode{ECR: "ecr-1", Region: "cn-shanghai", Mode: ECMP},
		SetOptions{Attachment: "att-vpc-1", IPv6: true},
		ReplaceAssociation{"att-vbr-1", "vtb-hz"},
		Dissociate{Attachment: "att-vpc-2"},
		Associate{"att-ccn-1", "vtb-bj"},
		Delete{"pcc-1"},
		Fail{[]string{"vbr-1", "vco-1"}},
	} {
		after := n.Clone()
		made(after, c)
		if got := Changes(n, after); len(got) != 1 || got[0].String() != c.String() {
			t.Errorf("%v is found as %v", c, got)
		}
	}
}

// Every stage of a change names the rule by which routes come and go.
func TestStagesNameTheirRules(t *testing.T) {
	n := validNetwork()
	for _, c := range changePairs() {
		for _, change := range []Change{c.do, c.undo} {
			stages := change.stages(n)
			for _, s := range stages {
				if _, known := rule.Lookup(s.rule); !known {
					t.Errorf("%v: %q is no rule", change, s.rule)
				}
			}
			if len(stages) == 0 {
				t.Errorf("%v has no stages", change)
			}
		}
	}
	to, nowhere := StaticRoute{Prefix: cidr("10.1.0.0/16"), NextHop: "att-vbr-1"}, StaticRoute{Prefix: cidr("10.1.0.0/16"), Blackhole: true}
	for _, c := range []struct {
		change Change
		want   []rule.ID
	}{
		{AddRoute{"vtb-hz", to}, []rule.ID{"TR-3.3"}},
		{AddRoute{"vtb-hz", nowhere}, []rule.ID{"TR-3.5"}},
		{SetECRPrefixes{ECR: "ecr-1", With: "tr-sh"}, []rule.ID{"E-4.2"}},
		{SetECRPrefixes{ECR: "ecr-1", With: "tr-sh", Prefixes: cidrs("10.0.0.0/8")}, []rule.ID{"E-4.3"}},
		{SetECRPrefixes{ECR: "ecr-1", With: "tr-sh", Prefixes: cidrs("10.0.0.0/8"), Mode: IncrementalMode},
			[]rule.ID{"E-4.4"}},
		{ReplaceAssociation{"att-vbr-1", "vtb-hz"}, []rule.ID{"TR-9.1", "TR-9.1"}},
		{Detach{ID: "att-vpc-2"}, []rule.ID{"TR-9.2", "TR-9.4"}},                                            // it is associated, no more
		{Detach{ID: "att-ecr-1"}, []rule.ID{"TR-9.2", "TR-9.3", "TR-9.4", "TR-9.4"}},                        // and learned, and a static route leads to it
		{Detach{ID: "att-ccn-1"}, []rule.ID{"TR-2.3.10", "TR-9.4"}},                                         // it is synchronized
		{Detach{ID: "att-vpc-1"}, []rule.ID{"TR-2.3.10", "TR-9.2", "TR-9.3", "TR-9.4", "TR-9.4", "TR-9.4"}}, // and routes of its VPC lead to it
		{Attach{Attachment{ID: "att-x"}}, []rule.ID{"TR-5.9"}},
		{Attach{Attachment{ID: "att-x", Association: "vtb-hz", Propagations: []string{"vtb-hz"}, RouteSync: true}},
			[]rule.ID{"TR-5.9", "TR-2.1.2", "TR-2.2.1", "TR-2.3.4"}},
	} {
		var got []rule.ID
		for _, s := range c.change.stages(n) {
			got = append(got, s.rule)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.change, got, c.want)
		}
	}
}

// What resembles the thing that is taken away stays: a session over another peer or with another instance, a policy of
// the other direction or of another priority, an equal prefix with another next hop.
func TestOnlyOneThingIsTakenAway(t *testing.T) {
	n := validNetwork()
	hangzhou(n).Policies = []policy.Policy{{Priority: 10, Direction: policy.Ingress}, {Priority: 10, Direction: policy.Egress}, {Priority: 20, Direction: policy.Egress}}
	for _, c := range []struct {
		change Change
		left   func(n *Network) int
		want   int
	}{
		{RemoveSession{"idc-1", "vbr-1", ""}, func(n *Network) int { return len(n.DataCenters[0].Sessions) }, 4},
		{RemoveSession{"idc-1", "vbr-1", "idc-1-b"}, func(n *Network) int { return len(n.DataCenters[0].Sessions) }, 4},
		{FailSession{"idc-1", "vbr-1", "idc-1-b"}, func(n *Network) int {
			return len(reject(n.DataCenters[0].Sessions, func(s *Session) bool { return s.Down }))
		}, 4},
		{RemovePolicy{"vtb-hz", policy.Egress, 10}, func(n *Network) int { return len(hangzhou(n).Policies) }, 2},
		{RemoveRoute{"vtb-hz", StaticRoute{Prefix: cidr("10.99.0.0/16"), NextHop: "att-vbr-1"}}, func(n *Network) int { return len(hangzhou(n).Routes) }, 4},
		{RemovePrefixList{"vtb-hz", "pl-1"}, func(n *Network) int {
			return len(hangzhou(n).PrefixLists) + len(n.TransitRouters[trHangzhou].RouteTables[1].PrefixLists)
		}, 1},
		{Withdraw{"idc-1", cidr("10.10.0.0/16")}, func(n *Network) int { return len(n.DataCenters[0].Prefixes) }, 1},
		{RemoveVSwitch{"vpc-1", cidr("192.168.2.0/24")}, func(n *Network) int { return len(n.VPCs[vpc1].VSwitches) }, 2},
		{RemoveVPCRoute{"vtb-vpc-1", cidr("0.0.0.0/0")}, func(n *Network) int { return len(n.VPCs[vpc1].RouteTables[0].Routes) }, 4},
		{DissociateECR{"ecr-1", "vpc-2"}, func(n *Network) int { return len(n.ECRs[0].Associations) }, 1},
		{DissociateECR{"ecr-1", "tr-sh"}, func(n *Network) int { return len(n.ECRs[0].Associations) }, 1},
		{Unpublish{"vtb-vpc-1", cidr("0.0.0.0/0"), PublishTR}, func(n *Network) int { return len(n.VPCs[vpc1].RouteTables[0].Routes[1].Publish) }, 1},
		{RemoveGrant{Grant{Instance: "vpc-2", To: "1001"}}, func(n *Network) int { return len(n.Grants) }, 1},
		{Detach{ID: "att-vpc-2"}, func(n *Network) int { return len(n.Attachments) + len(n.Down) }, 5 + 4},
		{Detach{ID: "att-vpn-1"}, func(n *Network) int { return len(n.Attachments) + len(n.Down) }, 5 + 3},
		{DeletePeering{ID: "peer-hz-bj"}, func(n *Network) int { return len(n.Peerings) + len(n.Down) }, 1 + 3},
		{DeleteTable{"vtb-hz-2"}, func(n *Network) int { return len(n.TransitRouters[trHangzhou].RouteTables) }, 1},
		{Repair{[]string{"vbr-2", "idc-2"}}, func(n *Network) int { return len(n.Down) }, 2},
		{Delete{"vpc-2"}, func(n *Network) int { return len(n.VPCs) + len(n.Grants) + len(n.Down) }, 2 + 1 + 4},
	} {
		after := n.Clone()
		made(after, c.change)
		if got := c.left(after); got != c.want {
			t.Errorf("%v leaves %d, want %d", c.change, got, c.want)
		}
	}
}

// A change of what is as it should be already is refused; the same to another value is not.
func TestChangesWithoutEffectAreRefused(t *testing.T) {
	n := validNetwork()
	for _, c := range []struct{ already, other Change }{
		{SetTransitMode{"ecr-1", "cn-shanghai", NearBy}, SetTransitMode{"ecr-1", "cn-shanghai", ECMP}},
		{SetTransitMode{"ecr-1", "cn-hangzhou", ECMP}, SetTransitMode{"ecr-1", "cn-hangzhou", NearBy}},
		{SetDefaultPath{ECR: "ecr-1", TransitRouter: "tr-sh"},
			SetDefaultPath{ECR: "ecr-1", TransitRouter: "tr-sh", On: true}},
		{SetMultiRegionECMP{"vtb-hz", false}, SetMultiRegionECMP{"vtb-hz", true}},
		{SetMultiRegionECMP{"vtb-hz-2", true}, SetMultiRegionECMP{"vtb-hz-2", false}},
		{SetSystemPolicy{"vtb-hz", true}, SetSystemPolicy{"vtb-hz", false}},
		{SetSystemPolicy{"vtb-bj", false}, SetSystemPolicy{"vtb-bj", true}},
		{SetReceiveRoutes{"vtb-vpc-2", true}, SetReceiveRoutes{"vtb-vpc-2", false}},
		{SetReceiveRoutes{"vtb-vpc-1b", false}, SetReceiveRoutes{"vtb-vpc-1b", true}},
		{EnableSync{Attachment: "att-vpc-1"}, DisableSync{Attachment: "att-vpc-1"}},
		{DisableSync{Attachment: "att-vpc-2"}, EnableSync{Attachment: "att-vpc-2"}},
		{EnablePropagation{"att-vpc-1", "vtb-hz"}, DisablePropagation{"att-vpc-1", "vtb-hz"}},
		{Fail{[]string{"vbr-2"}}, Repair{[]string{"vbr-2"}}},
		{Repair{[]string{"vbr-1"}}, Fail{[]string{"vbr-1"}}},
	} {
		if c.already.check(n) == nil {
			t.Errorf("%v: accepted, though it is so already", c.already)
		}
		if err := c.other.check(n); err != nil {
			t.Errorf("%v: %v", c.other, err)
		}
	}
}

// A policy in words says what it does.
func TestPolicyText(t *testing.T) {
	for text, p := range map[string]policy.Policy{"a policy that permits": {Action: policy.Permit}, "a policy that denies": {Action: policy.Deny}} {
		if got := policyText(p); got != text {
			t.Errorf("%q, want %q", got, text)
		}
	}
}
