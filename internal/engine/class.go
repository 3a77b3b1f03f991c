package engine

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/cenroute/cenroute/route"
)

// Prefixes behave alike if they are of one family, start from the same tables with the same attributes, and lie in the
// same of all prefixes that something in the network names: policies, aggregates, ECR associations, vSwitches, disabled
// routes, sessions. Such prefixes form a class, which is solved once; rows hold no prefix, so a class's rows serve all
// of its prefixes.

// classes tells prefixes apart by what the network names.
type classes struct {
	n     *Network
	named bart.Table[uint32]
	key   []byte
}

func newClasses(n *Network) *classes {
	c := &classes{n: n}
	add := func(list ...netip.Prefix) {
		for _, p := range list {
			if _, ok := c.named.Get(p); !ok {
				c.named.Insert(p, uint32(c.named.Size()))
			}
		}
	}
	add(n.Named...)
	for i := range n.Nodes {
		node := &n.Nodes[i]
		add(node.VSwitches...)
		for _, a := range node.Aggregates {
			add(a.Prefix)
		}
		for d := range node.Disabled {
			add(d.Prefix)
		}
	}
	for i := range n.Edges {
		add(n.Edges[i].Prefixes...)
		for p := range n.Edges[i].Session.Only {
			add(p)
		}
	}
	return c
}

// of returns what tells the class of a prefix from others. It is valid until the next call.
func (c *classes) of(p netip.Prefix) []byte {
	c.key = append(c.key[:0], flag(p.Addr().Is4()), flag(p.Bits() == 0))
	var around []uint64
	for q, number := range c.named.Supernets(p) {
		around = append(around, uint64(number)<<1|uint64(flag(q == p)))
	}
	slices.Sort(around)
	c.number(uint64(len(around)))
	for _, number := range around {
		c.number(number)
	}
	for _, node := range c.n.origins[p] {
		rows := c.n.Nodes[node].Own[p]
		c.number(uint64(node))
		c.number(uint64(len(rows)))
		for i := range rows {
			c.row(&rows[i])
		}
	}
	return c.key
}

func (c *classes) number(v uint64) { c.key = binary.AppendUvarint(c.key, v) }

// row adds every attribute of a configured row.
func (c *classes) row(r *Row) {
	for _, v := range []uint64{
		uint64(r.NextHop), uint64(r.Type), uint64(r.Status), uint64(r.Reason), uint64(r.Preference), uint64(r.Toward),
		uint64(r.Region), uint64(r.Publish), uint64(uint32(r.Weight)), uint64(r.MED), uint64(r.Origin.Instance),
		uint64(r.Origin.Kind), uint64(r.Origin.Region), uint64(r.Origin.Table), uint64(r.Origin.Member),
		uint64(len(r.ASPath)), uint64(len(r.Communities)),
	} {
		c.number(v)
	}
	for _, asn := range r.ASPath {
		c.number(uint64(asn))
	}
	for _, community := range r.Communities {
		c.number(uint64(community))
	}
}

func flag(yes bool) byte {
	if yes {
		return 1
	}
	return 0
}

// A class is what the solver found for the prefixes of one class.
type class struct {
	fault *Instability
	nodes []int32
	rows  [][]Row
}

// solveClass keeps what the solver finds for a prefix.
func (s *solver) solveClass(p netip.Prefix) *class {
	if fault := s.settle(p); fault != nil {
		return &class{fault: fault}
	}
	found := &class{}
	for _, node := range s.touched {
		if len(s.rows[node]) > 0 {
			found.nodes = append(found.nodes, node)
			found.rows = append(found.rows, s.rows[node])
		}
	}
	return found
}

// store adds a prefix with the rows of its class to every table.
func (st *State) store(p netip.Prefix, c *class) {
	for i, node := range c.nodes {
		t := &st.tables[node]
		if c.rows[i][0].Status == route.Active {
			t.active.Insert(p, uint32(len(t.entries)))
		}
		t.entries = append(t.entries, entry{p, c.rows[i]})
	}
}
