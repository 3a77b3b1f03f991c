package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/internal/golden"
	"github.com/cenroute/cenroute/topology"
)

// changed is what differs when no table learns from vpc-1 any more, and vbr-1 fails instead of vbr-3.
func changed(t *testing.T) topology.Difference {
	n := load(t, "testdata/two-circuits.json")
	n.Attachments[0].Propagations = nil
	n.Down = []string{"vbr-1"}
	return topology.Diff(twoCircuits(t), stateOf(t, n))
}

// idc-1 loses the way to vpc-1. Its packets to vpc-2 go over vbr-3 instead of vbr-1.
func TestDifference(t *testing.T) {
	g := Difference(changed(t))
	golden.Check(t, "testdata/difference.svg", g.SVG())
	lost := edges(&g, "from:idc-1", "to:vpc-1")
	if len(lost) != 1 || lost[0].Mark != Lost || !strings.HasPrefix(lost[0].Label, "lost:\n192.168.1.0/24\n") {
		t.Errorf("idc-1 to vpc-1: %+v", lost)
	}
	moved := edges(&g, "from:idc-1", "to:vpc-2")
	if len(moved) != 1 || moved[0].Mark != Changed || !strings.Contains(moved[0].Label, "by fail vbr-1") {
		t.Errorf("idc-1 to vpc-2: %+v", moved)
	}
	old, now := edges(&g, "hop:idc-1:vbr-1", "table:idc-1"), edges(&g, "hop:idc-1:vbr-3", "table:idc-1")
	if len(old) != 1 || old[0].Mark != Lost || old[0].Label != "lost:\n192.168.1.0/24\n192.168.2.0/24" {
		t.Errorf("from vbr-1: %+v", old)
	}
	if len(now) != 1 || now[0].Mark != Gained || now[0].Label != "gained:\n192.168.2.0/24" {
		t.Errorf("from vbr-3: %+v", now)
	}
	if !slices.Contains(g.Notes, "change: fail vbr-1") {
		t.Errorf("the changes are not listed: %q", g.Notes)
	}
}

// The other way around, what was lost is gained.
func TestDifferenceBack(t *testing.T) {
	n := load(t, "testdata/two-circuits.json")
	n.Attachments[0].Propagations = nil
	g := Difference(topology.Diff(stateOf(t, n), twoCircuits(t)))
	gained, twoWay := edges(&g, "from:idc-1", "to:vpc-1"), edges(&g, "from:vpc-1", "to:idc-1")
	if len(gained) != 1 || gained[0].Mark != Gained || len(twoWay) != 1 || twoWay[0].Mark != Gained || !strings.HasPrefix(twoWay[0].Label, "two-way:") {
		t.Errorf("idc-1 to vpc-1 %+v, back %+v", gained, twoWay)
	}
}

func TestNoDifference(t *testing.T) {
	g := Difference(topology.Diff(twoCircuits(t), twoCircuits(t)))
	if len(g.Nodes) != 1 || len(g.Edges) != 0 || len(g.Notes) != 0 {
		t.Errorf("want one box that says so: %+v", g)
	}
	checkSVG(t, &g)
}

// What is not drawn is counted.
func TestVeryManyDifferences(t *testing.T) {
	d := topology.Difference{Reach: make([]topology.ReachChange, maxReachChanges+1),
		Tables: make([]topology.TableChange, maxTableChanges+2)}
	g := Difference(d)
	for _, want := range []string{"not drawn: 1 more differences between instances", "not drawn: 2 more route tables"} {
		if !slices.Contains(g.Notes, want) {
			t.Errorf("the notes %q do not say %q", g.Notes, want)
		}
	}
}
