package topology_test

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology"
)

// An owner is an instance in which packets start and end, with its own blocks.
type owner struct {
	id     string
	blocks []netip.Prefix
}

// ownersOf returns the instances that have own blocks.
func ownersOf(n *topology.Network) (owners []owner) {
	add := func(id string, blocks []netip.Prefix) {
		if len(blocks) > 0 {
			owners = append(owners, owner{id, blocks})
		}
	}
	for i := range n.VPCs {
		var blocks []netip.Prefix
		for _, s := range n.VPCs[i].VSwitches {
			blocks = append(blocks, s.CIDR)
		}
		add(n.VPCs[i].ID, blocks)
	}
	for i := range n.CCNs {
		var blocks []netip.Prefix
		for _, s := range n.CCNs[i].SAGs {
			blocks = append(blocks, s.Prefixes...)
		}
		add(n.CCNs[i].ID, blocks)
	}
	for i := range n.DataCenters {
		add(n.DataCenters[i].ID, n.DataCenters[i].Prefixes)
	}
	return owners
}

// ownedBy counts the instances that own an address, circuits and connections with routes of their own included.
func ownedBy(n *topology.Network, a netip.Addr) (owners int) {
	count := func(blocks []netip.Prefix) {
		if slices.ContainsFunc(blocks, func(p netip.Prefix) bool { return p.Contains(a) }) {
			owners++
		}
	}
	for _, o := range ownersOf(n) {
		count(o.blocks)
	}
	for i := range n.VBRs {
		count(behind(n.VBRs[i].Routes))
	}
	for i := range n.VPNs {
		count(behind(n.VPNs[i].Routes))
	}
	return owners
}

func behind(routes []topology.ExternalRoute) (blocks []netip.Prefix) {
	for _, r := range routes {
		blocks = append(blocks, r.Prefix)
	}
	return blocks
}

// packet draws where a packet starts and an address of the same family that it goes to: one that belongs to somebody,
// or one at the edge of a prefix that some table holds.
func packet(t *rapid.T, n *topology.Network, s *topology.State) (topology.Endpoint, netip.Addr) {
	owners := ownersOf(n)
	if len(owners) == 0 {
		t.Skip("nobody sends")
	}
	from := rapid.SampledFrom(owners).Draw(t, "from")
	start := topology.Endpoint{Addr: rapid.SampledFrom(from.blocks).Draw(t, "source").Addr(), Instance: from.id}
	targets := edges(s)
	if rapid.Bool().Draw(t, "to somebody") {
		targets = nil
		for _, o := range owners {
			for _, p := range o.blocks {
				targets = append(targets, p.Addr())
			}
		}
	}
	targets = slices.DeleteFunc(targets, func(a netip.Addr) bool { return a.Is4() != start.Addr.Is4() })
	if len(targets) == 0 {
		t.Skip("nowhere to go")
	}
	return start, rapid.SampledFrom(targets).Draw(t, "to")
}

// A trace follows the tables hop for hop (TR-4.1): each hop takes the longest match of its table, which leads where the
// next hop is.
func TestTraceFollowsTablesHopForHop(t *testing.T) {
	delivered := 0
	draws := check(t, func(t *rapid.T) {
		n := draw(t)
		state := solved(t, n)
		x := namesOf(n)
		for range 8 {
			from, to := packet(t, n, state)
			trace, err := state.Trace(from, to)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range trace.Forward.Paths {
				requireHops(t, x, n, state, to, p)
				if len(p.Hops) > 1 && p.Delivered {
					delivered++
				}
			}
			for _, p := range trace.Return.Paths {
				requireHops(t, x, n, state, from.Addr, p)
			}
		}
	})
	requireShare(t, "packets were delivered outside their instance", delivered, draws, 2)
}

func requireHops(t *rapid.T, x *names, n *topology.Network, s *topology.State, to netip.Addr, p topology.Path) {
	for i, hop := range p.Hops {
		table, ok := s.Table(hop.Table)
		if !ok || isService(n, hop) {
			continue
		}
		prefix, routes, _ := table.Lookup(to)
		if hop.NextHop == "" && len(routes) > 0 || hop.NextHop != "" && prefix != hop.Route {
			t.Fatalf("%v matches %s in %s, the hop is %+v", to, prefix, hop.Table, hop)
		}
		leads := hop.NextHop == ""
		for _, r := range routes {
			leads = leads || r.NextHop == hop.NextHop
		}
		if !leads {
			t.Fatalf("no route of %s in %s leads to %s", prefix, hop.Table, hop.NextHop)
		}
		if i+1 < len(p.Hops) {
			requireNeighbours(t, x, hop, p.Hops[i+1])
		}
	}
}

// isService tells whether a hop ends at a service of a VPC, which is in no table.
func isService(n *topology.Network, hop topology.Hop) bool {
	return slices.ContainsFunc(n.VPCs, func(v topology.VPC) bool {
		return hop.NextHop == "local" && v.ID == hop.At && slices.Contains(v.Services, hop.Route)
	})
}

// requireNeighbours checks that an attachment or peering leads from one of its ends to the other.
func requireNeighbours(t *rapid.T, x *names, hop, next topology.Hop) {
	var ends []string
	if a := x.attachment[hop.NextHop]; a != nil {
		ends = []string{a.TransitRouter, a.Instance}
	}
	if p := x.peering[hop.NextHop]; p != nil {
		ends = []string{p.Ends[0].TransitRouter, p.Ends[1].TransitRouter}
	}
	if ends != nil && (!slices.Contains(ends, next.At) || next.At == hop.At) {
		t.Fatalf("%s leads from %s to %s", hop.NextHop, hop.At, next.At)
	}
}

// Reach says of a pair of instances what traces between addresses of theirs say. Where several instances own an
// address, an answer counts that arrives at any of them, while Trace wants it back where it came from; those are left
// out.
func TestReachEqualsTraceForSampledAddresses(t *testing.T) {
	reached := 0
	draws := check(t, func(t *rapid.T) {
		n := draw(t)
		state := solved(t, n)
		matrix := state.Reach()
		for range 5 {
			from, _ := packet(t, n, state)
			to := rapid.SampledFrom(ownersOf(n)).Draw(t, "target")
			block := rapid.SampledFrom(to.blocks).Draw(t, "block")
			cell, ok := matrix.Cell(from.Instance, to.id)
			if !ok || to.id == from.Instance || block.Addr().Is4() != from.Addr.Is4() || cell.Verdict == topology.ReachUndecided {
				continue
			}
			target := rapid.SampledFrom([]netip.Addr{block.Addr(), lastOf(block)}).Draw(t, "address")
			trace, err := state.Trace(from, target)
			if err != nil {
				t.Fatal(err)
			}
			ends := endsAt(trace.Forward, to.id, n)
			if cell.Every.Contains(target) && !ends || trace.Forward.Delivered && ends && !cell.Some.Contains(target) {
				t.Fatalf("from %v to %v of %s: every %v, some %v, but\n%v", from, target, to.id, cell.Every.Prefixes(),
					cell.Some.Prefixes(), trace)
			}
			if cell.BothWays == topology.ReachFull && !trace.Reachable && ownedBy(n, from.Addr) == 1 && ownedBy(n, target) == 1 {
				t.Fatalf("%s and %s both ways, but\n%v", from.Instance, to.id, trace)
			}
			if ends {
				reached++
			}
		}
	})
	requireShare(t, "packets arrived", reached, draws, 5)
}

// endsAt tells whether some path ends inside an instance, and all are delivered.
func endsAt(w topology.Way, instance string, n *topology.Network) bool {
	return w.Delivered && slices.ContainsFunc(w.Paths, func(p topology.Path) bool {
		last := p.Hops[len(p.Hops)-1]
		return p.Reason == "" && (last.At == instance || isInside(n, instance, last.At))
	})
}

// isInside tells whether a SAG or an appliance is part of an instance.
func isInside(n *topology.Network, instance, part string) bool {
	return slices.ContainsFunc(n.CCNs, func(c topology.CCN) bool {
		return c.ID == instance && slices.ContainsFunc(c.SAGs, func(s topology.SAG) bool { return s.ID == part })
	}) || slices.ContainsFunc(n.VPCs, func(v topology.VPC) bool {
		return v.ID == instance && slices.ContainsFunc(v.Appliances, func(a topology.Appliance) bool { return a.ID == part })
	})
}

// A blackhole absorbs (TR-3.5.1): a packet that matches one in a table of a transit router ends there, undelivered, and
// a learned route of the same prefix is never used beside it.
func TestBlackholeAbsorbs(t *testing.T) {
	absorbed := 0
	draws := check(t, func(t *rapid.T) {
		drawn := draw(t)
		n := edited(t, drawn, func(m *topology.Network) {
			p := netip.MustParsePrefix(rapid.SampledFrom([]string{"0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/8",
				"::/0"}).Draw(t, "prefix"))
			for i := range m.TransitRouters { // in every table, so that many packets meet one
				for k := range m.TransitRouters[i].RouteTables {
					table := &m.TransitRouters[i].RouteTables[k]
					table.Routes = slices.DeleteFunc(table.Routes, func(r topology.StaticRoute) bool { return r.Prefix == p })
					table.Routes = append(table.Routes, topology.StaticRoute{Prefix: p, Blackhole: true})
				}
			}
		})
		state := solved(t, n)
		for range 5 { // few packets meet one
			from, to := packet(t, n, state)
			trace, err := state.Trace(from, to)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range trace.Forward.Paths {
				for i, hop := range p.Hops {
					if !blackholed(n, hop) {
						continue
					}
					absorbed++
					if p.Delivered || p.Drop != topology.DropBlackhole || i+1 < len(p.Hops) || hop.NextHop != "blackhole" {
						t.Fatalf("from %v to %v: %+v", from, to, p)
					}
				}
			}
		}
	})
	requireShare(t, "packets were absorbed", absorbed, draws, 2)
}

// blackholed tells whether the table of a hop has a blackhole route of the prefix that the hop matched.
func blackholed(n *topology.Network, hop topology.Hop) (found bool) {
	tablesOf(n, func(_ *topology.TransitRouter, table *topology.RouteTable) {
		found = found || table.ID == hop.Table && slices.ContainsFunc(table.Routes, func(r topology.StaticRoute) bool {
			return r.Blackhole && r.Prefix == hop.Route
		})
	})
	return found
}
