package engine

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/route"
)

// Derive returns the rows that a table holds of a prefix if the rules are followed once: from what is configured there
// and from what its neighbours tell it, given the rows that these hold. It asks neither a solver nor its messages.
func (n *Network) Derive(node int32, p netip.Prefix, held func(node int32) []Row) []Row {
	rows := n.configured(node, p)
	for _, i := range n.in.of(node) {
		e := &n.Edges[i]
		var r Row
		if n.announce(e, p, held(e.From), &r, nil) {
			rows = append(rows, r)
		}
	}
	return n.decided(node, rows)
}

// Source returns the row of the sender that an edge tells on, or that a policy denies there, given the rows that the
// sender holds. It is false if nothing is told.
func (n *Network) Source(edge int32, p netip.Prefix, held []Row) (Row, bool) {
	var rec Recorder
	n.announce(&n.Edges[edge], p, held, new(Row), &rec)
	for _, reason := range []route.Reason{route.Announced, route.DeniedByPolicy} {
		for _, note := range rec.Notes {
			if note.Reason == reason {
				return note.Row, true
			}
		}
	}
	return Row{}, false
}

// configured returns the rows that are configured in a table.
func (n *Network) configured(node int32, p netip.Prefix) []Row {
	is, ok := n.classes.of.Get(p)
	if !ok {
		return nil
	}
	return n.classes.configured(nil, n.classes.all[is].origins, node)
}

// tableRows appends the rows of a table to a list: it derives them from what is configured in it and what its edges told
// it.
func (s *solver) tableRows(list []Row, node int32, inbox *inbox) []Row {
	start := len(list)
	list = s.n.classes.configured(list, s.class.origins, node)
	for _, i := range s.n.in.of(node) {
		if heard := inbox.heard(i); heard != nil {
			list = append(list, *heard)
		}
	}
	return list[:start+len(s.n.decided(node, list[start:]))]
}

// decided lets a table decide about rows, which it reorders.
func (n *Network) decided(node int32, rows []Row) []Row {
	table := &n.Nodes[node]
	n.decide(table, rows)
	if table.Kind == DataCenterTable {
		rows = slices.CompactFunc(rows, sameWay)
	}
	return rows
}

// sameWay tells whether a data center holds a route twice, over two sessions to one neighbour. A static route to that
// neighbour is another one.
func sameWay(a, b Row) bool {
	return a.Via >= 0 && b.Via >= 0 && a.NextHop == b.NextHop && a.Status == b.Status && a.Type == b.Type
}
