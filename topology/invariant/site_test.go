package invariant_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// site is one transit router with everything switched on. Policy 5000 keeps the two data centers apart.
//
//	idc     (10.10.0.0/16)  --- vbr-1 ---+          +--- vpc-app (192.168.1.0/24)
//	                                     |--- tr ---|
//	partner (172.30.0.0/16) --- vpn-1 ---+          +--- vpc-db  (192.168.2.0/24)
func site() *topology.Network {
	n := &topology.Network{
		TransitRouters: []topology.TransitRouter{
			{ID: "tr", CEN: "cen-1", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{{ID: "vtb", System: true}}}},
		VPCs: []topology.VPC{vpc("vpc-app", "192.168.1.0/24"), vpc("vpc-db", "192.168.2.0/24")},
		VBRs: []topology.VBR{{ID: "vbr-1", Region: "cn-hangzhou"}},
		VPNs: []topology.VPN{{ID: "vpn-1", Region: "cn-hangzhou", BGP: true}},
		DataCenters: []topology.DataCenter{
			{ID: "idc", ASN: 65001, Prefixes: prefixes("10.10.0.0/16"), Sessions: []topology.Session{{To: "vbr-1"}}},
			{ID: "partner", ASN: 65020, Prefixes: prefixes("172.30.0.0/16"), Sessions: []topology.Session{{To: "vpn-1"}}}},
	}
	attachTo(n, "att-app", attach.VPC, "vpc-app")
	attachTo(n, "att-db", attach.VPC, "vpc-db")
	attachTo(n, "att-vbr", attach.VBR, "vbr-1")
	attachTo(n, "att-vpn", attach.VPN, "vpn-1")
	return n
}

// vpc is a VPC with one table, "ID/system".
func vpc(id string, vswitches ...string) topology.VPC {
	v := topology.VPC{ID: id, Region: "cn-hangzhou"}
	for _, p := range prefixes(vswitches...) {
		v.VSwitches = append(v.VSwitches, topology.VSwitch{CIDR: p})
	}
	return v
}

// withTable gives a VPC a configured system table with routes.
func withTable(n *topology.Network, id string, routes ...topology.VPCRoute) {
	for i := range n.VPCs {
		if n.VPCs[i].ID == id {
			n.VPCs[i].RouteTables = []topology.VPCRouteTable{{ID: id + "/system", System: true, Routes: routes}}
		}
	}
}

// attachTo attaches an instance to the transit router, associated with vtb, propagating to it, synchronized.
func attachTo(n *topology.Network, id string, kind attach.Kind, instance string) {
	n.Attachments = append(n.Attachments, topology.Attachment{ID: id, Kind: kind, TransitRouter: "tr", Instance: instance,
		Association: "vtb", Propagations: []string{"vtb"}, RouteSync: true})
}

// static adds a static route to vtb.
func static(n *topology.Network, prefix, nextHop string) {
	t := &n.TransitRouters[0].RouteTables[0]
	t.Routes = append(t.Routes, topology.StaticRoute{Prefix: netip.MustParsePrefix(prefix), NextHop: nextHop})
}

func prefixes(texts ...string) (list []netip.Prefix) {
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

func prefix(text string) netip.Prefix { return netip.MustParsePrefix(text) }

// An edit changes a network before it propagates.
type edit func(*topology.Network)

func stateOf(t *testing.T, n *topology.Network, edits ...edit) *topology.State {
	t.Helper()
	for _, e := range edits {
		e(n)
	}
	s, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A check is an invariant and what its verdict must say: the whole text, or, where the counterexample is a route, the
// lines above the list of rules.
type check struct {
	name string
	edit edit
	of   invariant.Invariant
	want string
}

func (c check) run(t *testing.T, s *topology.State) {
	t.Helper()
	v := c.of.Check(s)
	got, want := v.String(), strings.TrimLeft(c.want, "\n")
	if v.Explanation != nil {
		got, _, _ = strings.Cut(got, "       [")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdict (-want +got):\n%s", diff)
	}
	if v.Holds != strings.HasPrefix(want, "holds") || (v.Err != nil) != strings.HasPrefix(want, "no answer") {
		t.Errorf("holds %v, error %v, but the text says %s", v.Holds, v.Err, got)
	}
}

// runChecks runs each check on a network of its own.
func runChecks(t *testing.T, network func() *topology.Network, checks []check) {
	for _, c := range checks {
		t.Run(c.name, func(t *testing.T) {
			edits := []edit{}
			if c.edit != nil {
				edits = append(edits, c.edit)
			}
			c.run(t, stateOf(t, network(), edits...))
		})
	}
}

func replaced(text, old, with string) string { return strings.ReplaceAll(text, old, with) }
