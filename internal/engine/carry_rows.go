package engine

import (
	"maps"
	"slices"
)

// carryRows takes over the rows of every class that the change cannot reach, so that it is not solved again.
//
// The rows of a class rest on the tables that hold its routes, on the ways out of these and on the tables that these
// ways lead to. If all of them are as before, the rows of before are a stable state of the new network, too: what holds
// no route has nothing to say. That it is the only one is certain where oneOrder says so; other classes are solved
// anew.
func (s *Succession) carryRows() {
	if s.steady = s.sameTables(); !s.steady {
		return
	}
	edges := s.matchEdges()
	reached := s.reachedNodes(edges)
	for i, old := range s.before.classes {
		class := s.after.classes.all[i]
		if s.classes[i].size == 0 || !s.after.oneOrder(class) || s.reaches(reached, old, class) {
			continue
		}
		class.solved, class.tables, class.rows = true, old.tables, viaEdges(old.rows, edges)
		s.classes[i].same = true
	}
}

// sameTables tells whether the two networks have the same names and tables, so that rows of both mean the same.
func (s *Succession) sameTables() bool {
	for i, id := range s.names {
		if int(id) != i {
			return false
		}
	}
	for i, node := range s.nodes {
		if int(node) != i {
			return false
		}
	}
	return len(s.nodes) == len(s.after.Nodes)
}

// reaches tells whether one of the tables on which the rows of a class rest is among those that the change reaches.
func (s *Succession) reaches(reached []bool, old, class *Class) bool {
	return slices.ContainsFunc(old.tables, func(t tableEnd) bool { return reached[t.node] }) ||
		slices.ContainsFunc(class.origins, func(o Origin) bool { return reached[s.after.classes.origins.all[o].node] })
}

// reachedNodes finds the nodes for which something changed: they themselves, a way out of them, or where it leads.
func (s *Succession) reachedNodes(edges []int32) []bool {
	old, now := s.before.Network, s.after
	changed := make([]bool, len(now.Nodes))
	for i := range now.Nodes {
		changed[i] = !now.Nodes[i].equal(&old.Nodes[i])
	}
	reached := make([]bool, len(now.Nodes))
	for i := range now.Nodes {
		out, was := now.out.of(int32(i)), old.out.of(int32(i))
		reached[i] = changed[i] || len(out) != len(was)
		for k := 0; k < len(out) && !reached[i]; k++ {
			e := &now.Edges[out[k]]
			reached[i] = edges[was[k]] != out[k] || changed[e.To] || !e.equal(&old.Edges[was[k]])
		}
	}
	return reached
}

// matchEdges finds the edges of the old network in the new one, -1 where there is none: both have them in one order.
func (s *Succession) matchEdges() []int32 {
	type key struct {
		kind                EdgeKind
		from, to            int32
		nextHop, attachment ID
		session             int32
	}
	keyOf := func(e *Edge) key {
		k := key{e.Kind, e.From, e.To, e.NextHop, e.Attachment, 0}
		if e.Session != nil {
			k.session = e.Session.ID
		}
		return k
	}
	number := make(map[key]int32, len(s.after.Edges))
	for i := range s.after.Edges {
		number[keyOf(&s.after.Edges[i])] = int32(i)
	}
	edges := make([]int32, len(s.before.Network.Edges))
	for i := range edges {
		edges[i] = -1
		if is, ok := number[keyOf(&s.before.Network.Edges[i])]; ok {
			edges[i] = is
		}
	}
	return edges
}

// viaEdges returns rows of the old network as those of the new one. They are the same rows if no number has changed.
func viaEdges(rows []Row, edges []int32) []Row {
	moved := func(r Row) bool { return r.Via >= 0 && edges[r.Via] != r.Via }
	if !slices.ContainsFunc(rows, moved) {
		return rows
	}
	rows = slices.Clone(rows)
	for i := range rows {
		if r := &rows[i]; r.Via >= 0 {
			r.Via = edges[r.Via]
		}
	}
	return rows
}

// equal tells whether two tables decide alike.
func (v *Node) equal(o *Node) bool {
	return v.Kind == o.Kind && v.Instance == o.Instance && v.Table == o.Table && v.Region == o.Region &&
		v.MultiRegionECMP == o.MultiRegionECMP && v.Basic == o.Basic && v.NearBy == o.NearBy && v.Transit == o.Transit &&
		v.ASN == o.ASN && v.Policies == o.Policies && slices.Equal(v.Aggregates, o.Aggregates) &&
		slices.Equal(v.VSwitches, o.VSwitches) && maps.Equal(v.Disabled, o.Disabled) && slices.Equal(v.Own, o.Own)
}

// equal tells whether two edges between the same tables carry the same.
func (e *Edge) equal(o *Edge) bool {
	return e.Kind == o.Kind && e.From == o.From && e.To == o.To && e.NextHop == o.NextHop && e.Attachment == o.Attachment &&
		slices.Equal(e.Off, o.Off) && e.Target.Instance == o.Target.Instance && e.Target.Kind == o.Target.Kind &&
		e.Target.Region == o.Target.Region && e.Target.Table == o.Target.Table && e.Target.Peer == o.Target.Peer &&
		slices.Equal(e.Target.Members, o.Target.Members) && e.NoIPv6 == o.NoIPv6 && e.RefuseDefault == o.RefuseDefault &&
		slices.Equal(e.Prefixes, o.Prefixes) && e.Incremental == o.Incremental && e.DefaultPath == o.DefaultPath &&
		e.Session.equal(o.Session) && slices.Equal(e.taken, o.taken)
}

// equal tells whether two directions of sessions are alike. Nil is none.
func (e *SessionEdge) equal(o *SessionEdge) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.ID == o.ID && e.Static == o.Static && e.Drops == o.Drops && e.CloudASN == o.CloudASN &&
		maps.Equal(e.Only, o.Only) && slices.Equal(e.Prepend, o.Prepend) && e.Weight == o.Weight
}
