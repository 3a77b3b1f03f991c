package topologytest

import (
	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology"
)

// Document returns the JSON document of a network, as examples/simulate and topology.Parse read it; the empty text for
// nil.
func Document(n *topology.Network) string {
	if n == nil {
		return ""
	}
	return string(topology.Format(*n))
}

// Draw draws a network like g.Draw(t, "network"), and lets a failing property print it as its [Document]. Save what it
// prints in a file to look at it with
//
//	go run ./examples/simulate FILE
func Draw(t *rapid.T, g *rapid.Generator[*topology.Network]) *topology.Network {
	return rapid.Map(g, func(n *topology.Network) printed { return printed{n} }).Draw(t, "network").network
}

// printed is a network that rapid prints as its document.
type printed struct{ network *topology.Network }

func (p printed) GoString() string { return Document(p.network) }
