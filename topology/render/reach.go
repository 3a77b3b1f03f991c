package render

import (
	"fmt"

	"github.com/cenroute/cenroute/topology"
)

// Reach draws who reaches whom as a graph: a line between two instances has an arrowhead at each end that packets
// reach, and a label where not every address is reached or no answer comes back. It is for Mermaid and DOT and a few
// instances; [MatrixSVG] draws the matrix itself.
func Reach(m topology.Matrix) Graph {
	g := Graph{Title: "Who reaches whom", Summary: matrixSummary(m)}
	for _, id := range m.Instances {
		g.Nodes = append(g.Nodes, Node{ID: instanceBox(id), Label: id})
	}
	for i := range m.Instances {
		for j := i + 1; j < len(m.Instances); j++ {
			there, back := cellAt(m, i, j), cellAt(m, j, i)
			e := Edge{
				From: instanceBox(m.Instances[i]), To: instanceBox(m.Instances[j]), Kind: Forwarded,
				Label: pairLabel(there, back)}
			if e.Arrow = arrowOf(back != nothing, there != nothing); e.Arrow != NoArrow {
				g.Edges = append(g.Edges, e)
			}
		}
	}
	return g
}

// The entries of a cell as topology writes them.
const (
	full      = "full"
	partial   = "partial"
	oneWay    = "one-way"
	nothing   = "-"
	undecided = "?"
)

// entries are all of them.
var entries = []string{full, partial, oneWay, nothing, undecided}

// cellAt returns the entry of a cell. A matrix that is not square has nothing where it has no cell.
func cellAt(m topology.Matrix, i, j int) string {
	if i >= len(m.Cells) || j >= len(m.Cells[i]) {
		return nothing
	}
	return m.Cells[i][j].String()
}

// pairLabel tells what is special about a pair of instances.
func pairLabel(there, back string) string {
	switch {
	case there == full && back == full:
		return ""
	case there == back:
		return there
	case there == nothing:
		return back
	case back == nothing:
		return there
	}
	return fmt.Sprintf("%s, back %s", there, back)
}

func matrixSummary(m topology.Matrix) string {
	counts := map[string]int{}
	for i := range m.Instances {
		for j := range m.Instances {
			if i != j {
				counts[cellAt(m, i, j)]++
			}
		}
	}
	return fmt.Sprintf(
		"Reachability of %s, by pairs of sender and receiver: %d full, %d partial, %d one-way, %d none, %d undecided.",
		count(len(m.Instances), "instance"),
		counts[full], counts[partial], counts[oneWay], counts[nothing], counts[undecided])
}
