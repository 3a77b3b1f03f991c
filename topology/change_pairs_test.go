package topology

import (
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
)

// made returns the document of a network after the edits of a change.
func made(n *Network, c Change) string {
	for _, s := range c.stages(n) {
		s.edit(n)
	}
	return string(Format(*n))
}

// A change that fits is made once: the second time it is refused, or makes a network that is. The change that undoes it is
// refused before it, fits after it, and leads back to where it began.
func TestChangesAndTheirOpposites(t *testing.T) {
	disabled := DisabledRoute{Prefix: cidr("10.11.0.0/16"), NextHop: "vbr-2"}
	route, list := StaticRoute{Prefix: cidr("10.1.0.0/16"), NextHop: "att-vbr-1"}, PrefixList{ID: "pl-2", Prefixes: cidrs("10.1.0.0/16"), NextHop: "att-vbr-1"}
	aggregate := AggregateRoute{Prefix: cidr("10.0.0.0/12"), Scope: []attach.Kind{attach.VPC}}
	vpcRoute := VPCRoute{Prefix: cidr("10.1.0.0/16"), NextHop: "att-vpc-1"}
	for _, c := range []struct{ do, undo Change }{
		{DisableECRRoute{"ecr-1", disabled}, EnableECRRoute{"ecr-1", disabled}},
		{FailSession{"idc-1", "vbr-2", ""}, RepairSession{"idc-1", "vbr-2", ""}},
		{AddSession{"idc-2", Session{To: "vbr-2"}}, RemoveSession{"idc-2", "vbr-2", ""}},
		{Announce{"idc-1", cidr("10.12.0.0/16")}, Withdraw{"idc-1", cidr("10.12.0.0/16")}},
		{AddExternalRoute{"vco-1", ExternalRoute{Prefix: cidr("10.31.0.0/16")}}, RemoveExternalRoute{"vco-1", cidr("10.31.0.0/16"), ""}},
		{AddRoute{"vtb-hz", route}, RemoveRoute{"vtb-hz", route}},
		{AddPrefixList{"vtb-hz", list}, RemovePrefixList{"vtb-hz", "pl-2"}},
		{AddAggregate{"vtb-hz", aggregate}, RemoveAggregate{"vtb-hz", aggregate.Prefix}},
		{AddPolicy{"vtb-hz", policy.Policy{Priority: 20}}, RemovePolicy{"vtb-hz", policy.Ingress, 20}},
		{SetMultiRegionECMP{"vtb-hz", true}, SetMultiRegionECMP{"vtb-hz", false}},
		{AddVPCRoute{"vtb-vpc-1", vpcRoute}, RemoveVPCRoute{"vtb-vpc-1", vpcRoute.Prefix}},
		{Publish{"vtb-vpc-1", cidr("172.16.0.0/12"), PublishTR}, Unpublish{"vtb-vpc-1", cidr("172.16.0.0/12"), PublishTR}},
		{AddVSwitch{"vpc-3", VSwitch{CIDR: cidr("192.168.5.0/24")}}, RemoveVSwitch{"vpc-3", cidr("192.168.5.0/24")}},
		{AssociateECR{"ecr-1", Association{VPC: "vpc-3"}}, DissociateECR{"ecr-1", "vpc-3"}},
		{AddCircuit{"ecr-1", "vbr-1"}, RemoveCircuit{"ecr-1", "vbr-1"}},
		{EnablePropagation{Attachment: "att-vbr-1", Table: "vtb-hz"}, DisablePropagation{Attachment: "att-vbr-1", Table: "vtb-hz"}},
		{EnableSync{Attachment: "peer-hz-bj", At: "tr-hz"}, DisableSync{Attachment: "peer-hz-bj", At: "tr-hz"}},
		{CreateTable{"tr-hz", RouteTable{ID: "vtb-hz-3"}}, DeleteTable{"vtb-hz-3"}},
		{CreatePeering{Peering{ID: "peer-x", Ends: []PeeringEnd{{TransitRouter: "tr-sh"}, {TransitRouter: "tr-bj"}}}}, DeletePeering{ID: "peer-x"}},
		{Attach{Attachment: Attachment{ID: "att-x", Kind: attach.VPC, TransitRouter: "tr-hz", Instance: "vpc-3"}}, Detach{ID: "att-x"}},
		{Fail{[]string{"vbr-1"}}, Repair{[]string{"vbr-1"}}},
		{AddGrant{Grant{Instance: "vpc-1", To: "1002"}}, RemoveGrant{Grant{Instance: "vpc-1", To: "1002"}}},
		{Create{VPN{ID: "vco-2", Region: "cn-hangzhou"}}, Delete{"vco-2"}},
	} {
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
