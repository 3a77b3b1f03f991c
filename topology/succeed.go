package topology

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
)

// compileAfter compiles another version of the network of a state and takes over from there what did not change:
// programs of policies, the classes of the prefixes that start where they started, and the routes of those that the
// change cannot reach. The succession tells which these are; it is nil where nothing can be taken over.
func (s *State) compileAfter(x *index) (*compiler, *engine.Succession) {
	earlier := s.compiled
	if earlier == nil || earlier.outgrown() {
		return compile(x), nil
	}
	c := &compiler{
		index: x, out: &engine.Network{Attributes: earlier.out.Attributes}, attributes: earlier.attributes, starts: &engine.Starts{},
	}
	c.intern()
	names, same := earlier.renamed(c)
	if same {
		c.build(earlier)
	} else {
		c.build(nil)
	}
	c.originate()
	succession, ok := c.out.Succeed(s.solved, s.starts(), *c.starts, names)
	if !ok {
		return compile(x), nil
	}
	c.starts = nil
	return c, succession
}

// outgrown tells whether most of the attributes that the network refers to are those of earlier versions of it, which
// stay there for as long as they are shared.
func (c *compiler) outgrown() bool {
	const some = 10_000
	return c.out.Attributes.Number() > 2*c.attributes+some
}

// starts returns what starts where in the state. It is worked out again from the network: most states are never
// changed.
func (s *State) starts() engine.Starts {
	x, c := *s.compiled.index, *s.compiled
	x.net = s.Network() // with what was announced and withdrawn since the network was compiled
	c.index, c.warnings, c.sites, c.starts = &x, nil, slices.Clone(c.sites), &engine.Starts{}
	c.originate()
	return *c.starts
}

// renamed tells for each name which one it is in another version of the network, -1: none, and whether the two have the
// same names. Both are in byte order.
func (c *compiler) renamed(other *compiler) (ids []engine.ID, same bool) {
	ids, same = make([]engine.ID, len(c.named)), len(c.named) == len(other.named)
	at := engine.ID(0)
	for i := range engine.ID(len(ids)) {
		for int(at) < len(other.named) && other.name(at) < c.name(i) {
			at++
		}
		if ids[i] = -1; int(at) < len(other.named) && other.name(at) == c.name(i) {
			ids[i] = at
		}
		same = same && ids[i] == i
	}
	return ids, same
}

// program returns the program of the policies of a table in an earlier version of the network, which has the same
// names. It is nil if there is no such version, or if the policies are others.
func (c *compiler) program(t *RouteTable) *policy.Program[engine.ID] {
	if c == nil {
		return nil
	}
	o, ok := c.lookup(t.ID, aTable)
	if !ok || !c.net.TransitRouters[o.i].RouteTables[o.j].samePolicies(t) {
		return nil
	}
	return c.out.Nodes[o.node()].Policies
}

// A prefixLists tells the long lists of prefixes of a network apart from all others, by their memory.
type prefixLists map[*netip.Prefix]int

// longLists returns the long lists of prefixes of a network. Long lists are not copied and not checked again from one
// version of a network to the next.
func longLists(n *Network) prefixLists {
	const long = 64
	lists := prefixLists{}
	n.eachPrefixes(func(list *[]netip.Prefix) {
		if len(*list) >= long {
			lists[&(*list)[0]] = len(*list)
		}
	})
	return lists
}

// has tells whether a list is one of them.
func (l prefixLists) has(list []netip.Prefix) bool {
	return len(list) > 0 && l[&list[0]] == len(list)
}
