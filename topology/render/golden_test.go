package render

import (
	"flag"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

var update = flag.Bool("update", false, "draw the pictures in testdata anew; look at each of them in a browser")

// golden compares a picture with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i, line := range gotLines {
		if i >= len(wantLines) || line != wantLines[i] {
			t.Fatalf("%s, line %d: got %q; see it with -update", path, i+1, line)
		}
	}
	if len(gotLines) != len(wantLines) {
		t.Fatalf("%s: %d lines, got %d", path, len(wantLines), len(gotLines))
	}
}

// load reads a network document.
func load(t *testing.T, path string) *topology.Network {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	n, err := topology.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return &n
}

func stateOf(t *testing.T, n *topology.Network) *topology.State {
	t.Helper()
	s, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// twoCircuits is a data center with circuits in two regions, one of which is down, and equal paths over the others.
func twoCircuits(t *testing.T) *topology.State {
	return stateOf(t, load(t, "testdata/two-circuits.json"))
}

func explained(t *testing.T, s *topology.State, table, prefix string) Graph {
	t.Helper()
	e, err := s.Explain(table, netip.MustParsePrefix(prefix))
	if err != nil {
		t.Fatal(err)
	}
	return Explanation(e)
}

func traced(t *testing.T, s *topology.State, from, to string) Graph {
	t.Helper()
	start, err := topology.ParseEndpoint(from)
	if err != nil {
		t.Fatal(err)
	}
	trace, err := s.Trace(start, netip.MustParseAddr(to))
	if err != nil {
		t.Fatal(err)
	}
	return Trace(trace)
}

func inflowOf(t *testing.T, s *topology.State, table string) Graph {
	t.Helper()
	g, err := Inflow(s, table)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGolden(t *testing.T) {
	s := twoCircuits(t)
	network := Network(s.Network())
	golden(t, "network.svg", network.SVG())
	golden(t, "network.mmd", network.Mermaid())
	golden(t, "network.dot", network.DOT())
	trace := traced(t, s, "192.168.1.10@vpc-1", "10.10.0.10")
	golden(t, "trace.svg", trace.SVG())
	golden(t, "trace.mmd", trace.Mermaid())
	present := explained(t, s, "vtb-vpc-1", "10.10.0.0/16")
	golden(t, "explanation.svg", present.SVG())
	missing := explained(t, s, "vtb-hz-2", "192.168.2.0/24")
	golden(t, "missing.svg", missing.SVG())
	golden(t, "missing.dot", missing.DOT())
	inflow := inflowOf(t, s, "vtb-hz")
	golden(t, "inflow.svg", inflow.SVG())
	golden(t, "matrix.svg", MatrixSVG(s.Reach()))
}
