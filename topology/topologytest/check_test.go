package topologytest_test

import (
	"flag"
	"fmt"
	"net/netip"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// A recorder is a test that may fail: it writes down what is reported.
type recorder struct {
	testing.TB
	text   strings.Builder
	failed bool
}

func (r *recorder) Helper()                    {}
func (r *recorder) Name() string               { return "Recorded" }
func (r *recorder) Log(args ...any)            { fmt.Fprintln(&r.text, args...) }
func (r *recorder) Logf(f string, args ...any) { fmt.Fprintf(&r.text, f+"\n", args...) }
func (r *recorder) Failed() bool               { return r.failed }
func (r *recorder) Fail()                      { r.failed = true }
func (r *recorder) FailNow()                   { r.failed = true; runtime.Goexit() }

func (r *recorder) Errorf(f string, args ...any) { r.failed = true; r.Logf(f, args...) }
func (r *recorder) Fatalf(f string, args ...any) { r.Errorf(f, args...); runtime.Goexit() }

// recorded runs a test that may fail and returns what it reported.
func recorded(test func(testing.TB)) (text string, failed bool) {
	r := &recorder{}
	done := make(chan bool)
	go func() {
		defer close(done)
		test(r)
	}()
	<-done
	return r.text.String(), r.failed
}

// site is a data center behind two circuits, a partner behind an IPsec connection, a branch office behind a third
// circuit that is not modelled, and two VPCs.
func site() *topology.Network {
	n := &topology.Network{
		TransitRouters: []topology.TransitRouter{
			{ID: "tr", CEN: "cen-1", Region: "cn-hangzhou", RouteTables: []topology.RouteTable{{ID: "vtb", System: true}}}},
		VPNs: []topology.VPN{{ID: "vpn-1", Region: "cn-hangzhou", BGP: true}},
		DataCenters: []topology.DataCenter{
			{ID: "idc", ASN: 65001, Prefixes: blocks("10.10.0.0/16"),
				Sessions: []topology.Session{{To: "vbr-1"}, {To: "vbr-2"}}},
			{ID: "partner", ASN: 65020, Prefixes: blocks("172.30.0.0/16"), Sessions: []topology.Session{{To: "vpn-1"}}}},
	}
	for _, a := range []topology.Attachment{{Kind: attach.VPC, Instance: "vpc-app"}, {Kind: attach.VPC, Instance: "vpc-db"},
		{Kind: attach.VBR, Instance: "vbr-1"}, {Kind: attach.VBR, Instance: "vbr-2"}, {Kind: attach.VBR, Instance: "vbr-3"},
		{Kind: attach.VPN, Instance: "vpn-1"}} {
		a.ID, a.TransitRouter, a.Association, a.Propagations, a.RouteSync = "att-"+a.Instance, "tr", "vtb", []string{"vtb"}, true
		n.Attachments = append(n.Attachments, a)
		switch a.Kind {
		case attach.VPC:
			vswitch := topology.VSwitch{CIDR: blocks(fmt.Sprintf("192.168.%d.0/24", len(n.VPCs)+1))[0]}
			n.VPCs = append(n.VPCs, topology.VPC{ID: a.Instance, Region: "cn-hangzhou",
				VSwitches: []topology.VSwitch{vswitch}})
		case attach.VBR:
			n.VBRs = append(n.VBRs, topology.VBR{ID: a.Instance, Region: "cn-hangzhou"})
		}
	}
	n.VBRs[2].Routes = []topology.ExternalRoute{{Prefix: blocks("10.20.0.0/16")[0], Type: route.BGP, ASPath: route.ASPath{65003}}}
	return n
}

func blocks(texts ...string) (list []netip.Prefix) {
	for _, text := range texts {
		list = append(list, netip.MustParsePrefix(text))
	}
	return list
}

func TestCheck(t *testing.T) {
	reachable, isolated := invariant.Reachable("vpc-app", "idc"), invariant.Isolated("idc", "partner")
	wrong := invariant.MaxRoutes("vtb", 9)
	none := invariant.PrefixConfined(netip.MustParsePrefix("203.0.113.0/24"), "tr")
	n := site()
	text, failed := recorded(func(t testing.TB) { topologytest.Check(t, n, reachable, isolated, wrong) })
	if failed || text != "" {
		t.Errorf("what holds is reported: %s", text)
	}
	document := "the network, for examples/simulate:\n" + topologytest.Document(n) + "\n"
	text, failed = recorded(func(t testing.TB) {
		topologytest.Check(t, n, reachable, invariant.Isolated("idc", "partners"), none,
			invariant.Isolated("vpc-app", "vpc-db"))
	})
	want := `no answer: Isolated(idc, partners): the network has no instance or data center "partners"

holds without a case: PrefixConfined(203.0.113.0/24, tr): no table has a route inside 203.0.113.0/24
  is there a slip in it? It holds whatever the network does

does not hold: Isolated(vpc-app, vpc-db): a packet from vpc-app arrives at vpc-db
  192.168.1.1@vpc-app -> 192.168.2.1: reachable
  forward: delivered
    delivered
      vpc-app  vpc-app/system  192.168.2.0/24  -> att-vpc-app
      tr       vtb             192.168.2.0/24  -> att-vpc-db
      vpc-db   vpc-db/system   192.168.2.0/24  -> local
  return: delivered
    delivered
      vpc-db   vpc-db/system   192.168.1.0/24  -> att-vpc-db
      tr       vtb             192.168.1.0/24  -> att-vpc-app
      vpc-app  vpc-app/system  192.168.1.0/24  -> local

` + document
	if diff := cmp.Diff(want, text); diff != "" || !failed {
		t.Errorf("failed %v, reported (-want +got):\n%s", failed, diff)
	}
}

// A network that the cloud would refuse ends the test with its violations.
func TestCheckRefusesNetworks(t *testing.T) {
	n := site()
	n.Attachments[0].Association = "vtb-x"
	went := false
	text, failed := recorded(func(t testing.TB) {
		topologytest.Check(t, n, invariant.NoConflict())
		went = true
	})
	if !failed || went || !strings.HasPrefix(text, "the network has no state:\nattachments[0].association: ") {
		t.Errorf("failed %v, went on %v, reported %s", failed, went, text)
	}
}

func TestUnderFailuresShowsTheFailure(t *testing.T) {
	n := site()
	check := func(k int, invariants ...invariant.Invariant) (string, bool) {
		return recorded(func(t testing.TB) { topologytest.UnderFailures(t, n, k, invariants...) })
	}
	reachable := invariant.Reachable("vpc-app", "idc")
	if text, failed := check(1, reachable, invariant.NoConflict()); failed || text != "" {
		t.Errorf("one circuit is enough, but: %s", text)
	}
	after := n.Clone()
	after.Down = []string{"vbr-1", "vbr-2"}
	want := `does not hold: UnderFailures(2, Reachable(vpc-app, idc)), with vbr-1, vbr-2 down
  does not hold: Reachable(vpc-app, idc): a packet from vpc-app does not arrive at idc
    192.168.1.1@vpc-app -> 10.10.0.1: not reachable
    forward: not delivered
      not delivered: no route in vpc-app/system [TR-4.1]
        vpc-app  vpc-app/system
    return: not tried

the network after this failure, for examples/simulate:
` + topologytest.Document(after) + "\n"
	text, failed := check(2, reachable, invariant.NoConflict())
	if diff := cmp.Diff(want, text); diff != "" || !failed {
		t.Errorf("failed %v, reported (-want +got):\n%s", failed, diff)
	}
}

// meantToFail lets rapid find what tests that are meant to fail are about, in -short, too, and keeps it from writing
// files for them, and from looking long for the smallest failure.
func meantToFail(t *testing.T) {
	t.Helper()
	for name, value := range map[string]string{"rapid.nofailfile": "true", "rapid.shrinktime": "3s", "rapid.checks": "500"} {
		before := flag.Lookup(name).Value.String()
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { flag.Set(name, before) })
	}
}
