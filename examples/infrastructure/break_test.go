package infrastructure

import (
	"flag"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// counterexample is what -break prints: policies 10 and 5000 keep the partner's routes away from the data center, but a
// static route has no source that they could match, and the partner learns it (P-5.11).
const counterexample = `does not hold: NoTransit(VBR, VPN): a packet passes from vpn-partner to vbr-1
  172.30.0.1@partner -> 10.10.0.1: not reachable
  forward: delivered
    path 1 of 2: delivered
      partner      partner  10.0.0.0/8    -> vpn-partner
      vpn-partner                         -> att-partner
      tr-hz        vtb-hz   10.10.0.0/16  -> att-vbr-1
      vbr-1        vbr-1    10.10.0.0/16  -> idc
      idc
    path 2 of 2: delivered
      partner      partner  10.0.0.0/8    -> vpn-partner
      vpn-partner                         -> att-partner
      tr-hz        vtb-hz   10.10.0.0/16  -> att-vbr-2
      vbr-2        vbr-2    10.10.0.0/16  -> idc
      idc
  return: not delivered
    not delivered: no route in idc [TR-4.1]
      idc          idc

`

// A recorder takes down what a test reports.
type recorder struct {
	testing.TB
	strings.Builder
	failed bool
}

func (r *recorder) Helper() {}

func (r *recorder) Logf(format string, args ...any) { fmt.Fprintf(r, format+"\n", args...) }

func (r *recorder) Errorf(format string, args ...any) {
	r.failed = true
	r.Logf(format, args...)
}

func (r *recorder) Failed() bool { return r.failed }

func (r *recorder) FailNow() { runtime.Goexit() }

// One of the six invariants fails on the changed network, and the document that is printed is that network.
func TestBreakShowsTheCounterexample(t *testing.T) {
	network := topologytest.Load(t, "network.json")
	shortcut(network)
	r := &recorder{TB: t}
	topologytest.Check(r, network, invariants...)
	shown, found := strings.CutPrefix(r.String(), counterexample)
	if !found {
		t.Fatalf("-break reports\n%s", r)
	}
	document, found := strings.CutPrefix(shown, "the network, for examples/simulate:\n")
	if again, err := topology.Parse([]byte(document)); !found || err != nil || string(topology.Format(again)) != topologytest.Document(network) {
		t.Errorf("behind the counterexample stands, error %v:\n%s", err, shown)
	}
}

// What is said of idc beside the test of the partner.
func TestDefaultRouteOfTheDataCenter(t *testing.T) {
	if err := flag.Set("rapid.nofailfile", "true"); err != nil {
		t.Fatal(err)
	}
	network := topologytest.Load(t, "network.json")
	idc := topologytest.Announcements{From: []string{"idc"},
		Kinds: []topologytest.Announcement{topologytest.DefaultRoute}}
	r := &recorder{TB: t}
	done := make(chan bool)
	go func() {
		defer close(done)
		topologytest.UnderAnnouncements(r, network, idc, invariant.Isolated("partner", "vpc-db"))
	}()
	<-done
	want := "idc announces 0.0.0.0/0:\ndoes not hold: Isolated(partner, vpc-db): a packet from vpc-db arrives at partner\n"
	if !strings.Contains(r.String(), want) {
		t.Errorf("want %q in\n%s", want, r)
	}
}
