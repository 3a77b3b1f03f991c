package topology

import (
	"slices"
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// Of a way on which several things are switched off, one behind the other, each is named: vpc-1 is not learned, tr-a
// tells its peer nothing, and vpc-2 is not synchronized.
func TestEverySwitchOnTheWayIsABlocker(t *testing.T) {
	table := func(id string) []RouteTable { return []RouteTable{{ID: id, System: true}} }
	n := &Network{
		TransitRouters: []TransitRouter{
			{ID: "tr-a", CEN: "cen-1", Region: "cn-hangzhou", RouteTables: table("vtb-a")}, {ID: "tr-b", CEN: "cen-1", Region: "cn-shanghai", RouteTables: table("vtb-b")}},
		VPCs: []VPC{
			{ID: "vpc-1", Region: "cn-hangzhou", VSwitches: []VSwitch{{CIDR: cidr("192.168.1.0/24")}}}, {ID: "vpc-2", Region: "cn-shanghai"}},
		Attachments: []Attachment{
			{ID: "att-1", Kind: attach.VPC, TransitRouter: "tr-a", Instance: "vpc-1", Association: "vtb-a"},
			{ID: "att-2", Kind: attach.VPC, TransitRouter: "tr-b", Instance: "vpc-2", Association: "vtb-b"}},
		Peerings: []Peering{{ID: "peer", Ends: []PeeringEnd{
			{TransitRouter: "tr-a", Association: "vtb-a"}, {TransitRouter: "tr-b", Association: "vtb-b", Propagations: []string{"vtb-b"}}}}},
	}
	state, err := Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	e, err := state.Explain("vpc-2/system", cidr("192.168.1.0/24"))
	if err != nil || len(e.Routes) > 0 {
		t.Fatalf("%v, routes %v", err, e.Routes)
	}
	var got []string
	for _, b := range e.Blockers {
		got = append(got, b.Over+" "+b.Reason.String())
	}
	for _, want := range []string{
		"att-1 " + route.NotPropagated.String(), "peer " + route.NotSynchronized.String(), "att-2 " + route.NotSynchronized.String(),
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
}
