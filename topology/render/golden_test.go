package render

import (
	"net/netip"
	"os"
	"testing"

	"github.com/cenroute/cenroute/internal/golden"
	"github.com/cenroute/cenroute/topology"
)

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
	golden.Check(t, "testdata/network.svg", network.SVG())
	golden.Check(t, "testdata/network.mmd", network.Mermaid())
	golden.Check(t, "testdata/network.dot", network.DOT())
	trace := traced(t, s, "192.168.1.10@vpc-1", "10.10.0.10")
	golden.Check(t, "testdata/trace.svg", trace.SVG())
	golden.Check(t, "testdata/trace.mmd", trace.Mermaid())
	present := explained(t, s, "vtb-vpc-1", "10.10.0.0/16")
	golden.Check(t, "testdata/explanation.svg", present.SVG())
	missing := explained(t, s, "vtb-hz-2", "192.168.2.0/24")
	golden.Check(t, "testdata/missing.svg", missing.SVG())
	golden.Check(t, "testdata/missing.dot", missing.DOT())
	inflow := inflowOf(t, s, "vtb-hz")
	golden.Check(t, "testdata/inflow.svg", inflow.SVG())
	golden.Check(t, "testdata/matrix.svg", MatrixSVG(s.Reach()))
}
