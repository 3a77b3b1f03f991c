// Command standby answers: which of two circuits carries the traffic, which takes over, and what decides about it?
//
//	                     +--- vbr-1 ---+
//	idc  10.10.0.0/16 ---+             +--- tr-hz (vtb-hz) --- vpc-app  192.168.1.0/24
//	                     +--- vbr-2 ---+
//
// Equal routes share the load (TR-4.3.3). The data center makes a circuit the second one by a longer AS path, the cloud
// by an ingress policy with a larger preference (P-4.3). AS path is compared before preference, so that no policy makes
// a longer path win (TR-4.3.1). Packets to the cloud are the other half: there the data center's own preference decides
// alone (D-38).
//
//	go run ./examples/standby
package main

import (
	_ "embed"

	"fmt"
	"io"
	"net/netip"
	"os"
	"strings"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

//go:embed network.json
var network []byte

var prefix, inCloud = netip.MustParsePrefix("10.10.0.0/16"), netip.MustParseAddr("192.168.1.1")

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "standby:", err)
		os.Exit(1)
	}
}

// prefer returns an ingress policy that gives the routes of a circuit a preference.
func prefer(circuit string, preference int) topology.Change {
	p := policy.Policy{Priority: preference, Direction: policy.Ingress, Action: policy.Permit}
	p.Match.Source.Instances, p.Set.Preference = []string{circuit}, preference
	return topology.AddPolicy{Table: "vtb-hz", Policy: p}
}

// edited returns the data center with other sessions.
func edited(edit func(sessions []topology.Session)) topology.Change {
	n, _ := topology.Parse(network)
	edit(n.DataCenters[0].Sessions)
	return topology.Redefine{Object: n.DataCenters[0]}
}

// prepended makes the AS path longer on one session.
func prepended(session int) topology.Change {
	return edited(func(s []topology.Session) { s[session].Prepend = route.ASPath{65001, 65001} })
}

var attempts = []struct {
	text    string
	changes []topology.Change
}{
	{"nothing", nil},
	{"preference 10 for vbr-1, 20 for vbr-2", []topology.Change{prefer("vbr-1", 10), prefer("vbr-2", 20)}},
	{"a longer AS path on vbr-2", []topology.Change{prepended(1)}},
	{"a longer AS path on vbr-1, against the preference for it", []topology.Change{prepended(0),
		prefer("vbr-1", 10), prefer("vbr-2", 20)}},
	{"preference on both sides", []topology.Change{prefer("vbr-1", 10), prefer("vbr-2", 20),
		edited(func(s []topology.Session) { s[0].Preference, s[1].Preference = 10, 20 })}},
}

// write tells for each attempt which circuits carry the packets of both directions, before and after a failure.
func write(out io.Writer) error {
	n, err := topology.Parse(network)
	if err != nil {
		return err
	}
	before, err := topology.Propagate(&n)
	if err != nil {
		return err
	}
	for _, a := range attempts {
		state, _, err := before.Apply(a.changes...)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, a.text)
		writeCircuits(out, "as it is", state)
		for _, circuit := range []string{"vbr-1", "vbr-2"} {
			failed, err := state.Fail(circuit)
			if err != nil {
				return err
			}
			writeCircuits(out, circuit+" fails", failed)
		}
		if err := writeLosers(out, state); err != nil {
			return err
		}
	}
	return nil
}

// writeCircuits tells which circuits carry packets to the data center, and which packets to the cloud.
func writeCircuits(out io.Writer, name string, s *topology.State) {
	cloud, _ := s.Table("vtb-hz")
	idc, _ := s.Table("idc")
	_, down, _ := cloud.Lookup(prefix.Addr())
	_, up, _ := idc.Lookup(inCloud)
	fmt.Fprintf(out, "  %-12s to idc: %-14s to vpc-app: %s\n", name,
		list(down, func(r route.Route) string { return r.Origin.Instance }),
		list(up, func(r route.Route) string { return r.NextHop }))
}

func list(routes []route.Route, circuit func(route.Route) string) string {
	names := make([]string, len(routes))
	for i, r := range routes {
		names[i] = circuit(r)
	}
	return strings.Join(names, ", ")
}

// writeLosers tells which routes of the transit router stand by, and why.
func writeLosers(out io.Writer, s *topology.State) error {
	why, err := s.Explain("vtb-hz", prefix)
	if err != nil {
		return err
	}
	for _, story := range why.Routes {
		if story.Route.Status != route.Active {
			last := story.Steps[len(story.Steps)-1]
			fmt.Fprintf(out, "  %s is %v: %s [%s]\n",
				story.Route.Origin.Instance, story.Route.Status, last.Detail, last.Rule)
		}
	}
	return nil
}
