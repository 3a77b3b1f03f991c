package engine

import (
	"math/bits"

	"github.com/cenroute/cenroute/route"
)

// A sort is what the decision of a router table looks at before it asks which route is local (TR-4.4): whether a route
// comes from a VPC, and whether it is a BGP route.
type sort uint8

// The bits of a set of sorts.
const (
	ofVPC sort = 1 << iota
	ofBGP
	ofOther
)

// oneOrder tells whether a class has exactly one stable state for certain, so that the one that solve reaches is it.
//
// Without transit data centers, what one table chooses can change what another one hears in one way only: a route that
// came over a peering takes the place of a local one, which is then told to no peer. No route crosses two peerings
// (TR-7.4). If all routes are of one sort, that cannot go in a circle:
//
//   - Routes of VPCs, and routes of any type but BGP: a local one always comes before one over a peering (D-16, TR-4.4).
//   - BGP routes: one over a peering comes before a local one only if its AS path is shorter. A route has a path at
//     least as long at the peer as at home. Take the local routes of all tables from the shortest AS path to the longest:
//     whether one is Active depends only on those before it, and on other local ones. So each is settled in its turn.
//
// Where routes of several sorts meet, this does not hold: see TestMixedCompanyHasTwoStableStates.
func (n *Network) oneOrder(c *Class) bool {
	if n.transit {
		return false
	}
	var all sort
	for _, o := range c.origins {
		all |= n.sortsOf(&n.classes.origins.all[o])
	}
	return bits.OnesCount8(uint8(all)) <= 1
}

// sortsOf returns the sorts of the routes of an origin in router tables.
func (n *Network) sortsOf(o *origin) sort {
	switch n.Nodes[o.node].Kind {
	case VPCTable:
		return ofVPC
	case ECRView: // prefixes of an association are for circuits
		return 0
	case DataCenterTable:
		return n.announcedSorts(o.node)
	}
	if o.row.Type == route.BGP && !o.aggregate {
		return ofBGP
	}
	return ofOther
}

// announcedSorts returns the sorts of what a data center announces: BGP, or static on a static session.
func (n *Network) announcedSorts(node int32) sort {
	var all sort
	for _, i := range n.out.of(node) {
		switch e := &n.Edges[i]; {
		case e.Kind == Announce && e.Session.Static:
			all |= ofOther
		case e.Kind == Announce:
			all |= ofBGP
		}
	}
	return all
}
