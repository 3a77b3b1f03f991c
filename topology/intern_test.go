package topology

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/internal/engine"
)

// Every ID and region of a network has an ID of its own in the engine, in byte order, also where nothing else of the
// network bears that name.
func TestEveryNameIsKnown(t *testing.T) {
	n := &Network{
		TransitRouters: []TransitRouter{{ID: "tr", Region: "region-tr", RouteTables: []RouteTable{{ID: "vtb"}}}},
		VPCs: []VPC{{ID: "vpc", Region: "region-vpc", RouteTables: []VPCRouteTable{
			{ID: "vtb-vpc", Routes: []VPCRoute{{Prefix: cidr("10.0.0.0/8"), NextHop: "ngw", NextHopType: ToNatGateway}}}}}},
		VBRs: []VBR{{ID: "vbr", Region: "region-vbr"}},
		VPNs: []VPN{{ID: "vco", Region: "region-vpn"}},
		CCNs: []CCN{{ID: "ccn", Region: "region-ccn", SAGs: []SAG{{ID: "sag"}}}},
		DataCenters: []DataCenter{{ID: "idc", ASN: 65001, Sessions: []Session{{To: "vbr", Peer: "idc-router"}},
			Routes: []OnPremRoute{{Prefix: cidr("10.0.0.0/8"), NextHop: "vbr"}}}},
		ECRs: []ECR{{ID: "ecr"}},
	}
	c := compile(newIndex(n))
	for _, name := range []string{"tr", "region-tr", "vtb", "vpc", "region-vpc", "vtb-vpc", "ngw", "vbr", "region-vbr", "vco", "region-vpn",
		"ccn", "region-ccn", "sag", "idc", "idc-router", "ecr"} {
		if id, ok := c.object(name).id, c.object(name).known; !ok || c.name(id) != name {
			t.Errorf("%q has no ID", name)
		}
	}
	var names []string
	for id := range c.named {
		names = append(names, c.name(engine.ID(id)))
	}
	if !slices.IsSorted(names) || names[0] != "" {
		t.Errorf("names are not in order: %q", names)
	}
}

// Names that start alike, or end early, are in byte order.
func TestNamesAreInByteOrder(t *testing.T) {
	names := []string{"a", "a\x00", "a\x00b", "ab", "abcdefg", "abcdefgh", "abcdefgh\x00", "abcdefgha", "abcdefghb", "abcdefgi", "\xff"}
	n := &Network{}
	for _, i := range rand.Perm(len(names)) {
		n.VBRs = append(n.VBRs, VBR{ID: names[i], Region: names[i]})
	}
	c := compile(newIndex(n))
	for i, name := range names[1:] {
		if c.id(name) <= c.id(names[i]) {
			t.Errorf("%q has ID %d, %q has %d", names[i], c.id(names[i]), name, c.id(name))
		}
	}
}

// What is configured in a VPC table: its vSwitches and its custom routes, in order.
func TestOwnPrefixes(t *testing.T) {
	vswitches := cidrs("10.2.0.0/24", "10.1.0.0/24")
	routes := []VPCRoute{{Prefix: cidr("10.1.1.0/24")}, {Prefix: cidr("0.0.0.0/0")}}
	for _, c := range []struct {
		vswitches []netip.Prefix
		routes    []VPCRoute
		want      []netip.Prefix
	}{
		{nil, nil, nil},
		{vswitches, nil, cidrs("10.1.0.0/24", "10.2.0.0/24")},
		{nil, routes, cidrs("0.0.0.0/0", "10.1.1.0/24")},
		{vswitches, routes, cidrs("0.0.0.0/0", "10.1.0.0/24", "10.1.1.0/24", "10.2.0.0/24")},
	} {
		if got := appendOwn(nil, c.vswitches, c.routes); !slices.Equal(got, c.want) {
			t.Errorf("%v and %v: %v, want %v", c.vswitches, c.routes, got, c.want)
		}
	}
	if vswitches[0] != cidr("10.2.0.0/24") {
		t.Error("the vSwitches are in another order now")
	}
}
