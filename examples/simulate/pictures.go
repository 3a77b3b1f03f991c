package main

import (
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/render"
)

// draws tells whether the options ask for a picture.
func (o *options) draws() bool { return o.svg || o.mermaid || o.dot }

// picture draws the answer to a question in the format that the options ask for.
func (o *options) picture(answer any) string {
	if m, ok := answer.(topology.Matrix); ok && o.svg {
		return render.MatrixSVG(m)
	}
	g := graphOf(answer)
	switch {
	case o.mermaid:
		return g.Mermaid()
	case o.dot:
		return g.DOT()
	}
	return g.SVG()
}

// graphOf returns the graph of an answer; that of a state is its network.
func graphOf(answer any) render.Graph {
	switch answer := answer.(type) {
	case topology.Trace:
		return render.Trace(answer)
	case topology.Explanation:
		return render.Explanation(answer)
	case topology.Matrix:
		return render.Reach(answer)
	case *topology.State:
		return render.Network(answer.Network())
	}
	return render.Graph{}
}
