// Command twodatacenters answers: why do two data centers not reach each other over CEN, and which policies connect
// them?
//
//	idc-1  10.10.0.0/16 --- vbr-1 --- tr-bj (vtb-bj) --- tr-hz (vtb-hz) --- vbr-2 --- idc-2  10.20.0.0/16
//
// System policy 5000 of each table denies what came from a circuit to another circuit (P-5.4). It judges local
// receivers only, so the routes do cross the regions and stop at the last step (P-5.7). Each side needs a permit of its
// own, an egress policy of the table that its circuit is associated with (P-5.8): in the region of the receiver, not of
// the origin. With one of the two, one data center knows the other, and no answer comes back.
//
//	go run ./examples/twodatacenters
package main

import (
	_ "embed"

	"fmt"
	"io"
	"net/netip"
	"os"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/topology"
)

//go:embed network.json
var network []byte

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "twodatacenters:", err)
		os.Exit(1)
	}
}

// permit returns a change that permits in a table what came from one circuit to another.
func permit(table, from, to string) topology.Change {
	p := policy.Policy{Priority: 20, Direction: policy.Egress, Action: policy.Permit}
	p.Match.Source.Instances, p.Match.Destination.Instances = []string{from}, []string{to}
	return topology.AddPolicy{Table: table, Policy: p}
}

var attempts = []struct {
	text    string
	changes []topology.Change
}{
	{"none", nil},
	{"Beijing", []topology.Change{permit("vtb-bj", "vbr-2", "vbr-1")}},
	{"Hangzhou", []topology.Change{permit("vtb-hz", "vbr-1", "vbr-2")}},
	{"both", []topology.Change{permit("vtb-bj", "vbr-2", "vbr-1"), permit("vtb-hz", "vbr-1", "vbr-2")}},
	{"both, at the origin", []topology.Change{permit("vtb-bj", "vbr-1", "vbr-2"), permit("vtb-hz", "vbr-2", "vbr-1")}},
}

// What each data center has to know.
var prefix1, prefix2 = netip.MustParsePrefix("10.10.0.0/16"), netip.MustParsePrefix("10.20.0.0/16")

// write tells why they are apart, then who reaches whom with each choice of permits.
func write(out io.Writer) error {
	n, err := topology.Parse(network)
	if err != nil {
		return err
	}
	before, err := topology.Propagate(&n)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "why they are apart:")
	for id, prefix := range sides {
		why, err := before.Explain(id, prefix)
		if err != nil {
			return err
		}
		for _, b := range why.Blockers {
			fmt.Fprintf(out, "  %v, %s -> %s: %s %v [%s]\n", prefix, b.From, b.To, b.Reason, b.Policies, b.Rule)
		}
	}
	const line = "%-21s %-19v %-19v %-15v %v\n"
	fmt.Fprintf(out, "\n"+line, "permits", "idc-1 knows idc-2", "idc-2 knows idc-1", "idc-1 to idc-2", "idc-2 to idc-1")
	for _, a := range attempts {
		state, _, err := before.Apply(a.changes...)
		if err != nil {
			return err
		}
		reach := state.Reach()
		there, _ := reach.Cell("idc-1", "idc-2")
		back, _ := reach.Cell("idc-2", "idc-1")
		fmt.Fprintf(out, line, a.text, knows(state, "idc-1", prefix2), knows(state, "idc-2", prefix1), there, back)
	}
	return nil
}

// sides yields each circuit with the prefix that it is not told.
func sides(yield func(string, netip.Prefix) bool) {
	_ = yield("vbr-1", prefix2) && yield("vbr-2", prefix1)
}

// knows tells whether a table has an Active route of a prefix.
func knows(s *topology.State, table string, prefix netip.Prefix) string {
	t, _ := s.Table(table)
	if _, _, ok := t.Lookup(prefix.Addr()); ok {
		return "yes"
	}
	return "no"
}
