package invariant

import (
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/topology"
)

// A start is a first table, and the own blocks of an instance whose packets start there: all of one family. Packets
// from all of them to one address go the same way.
type start struct {
	from  topology.Endpoint // the first host of the first block
	table string            // of a vSwitch, as it is configured
	own   []netip.Prefix
}

// starts divides the own blocks of an instance by the table in which packets from there start.
func (w *world) starts(instance string) []start {
	var list []start
	for _, b := range w.blocks(instance) {
		from := topology.Endpoint{Addr: host(b), Instance: instance}
		table := w.tableAt(instance, b)
		i := slices.IndexFunc(list, func(s start) bool { return s.table == table && sameFamily(s.from.Addr, from.Addr) })
		if i < 0 {
			i, list = len(list), append(list, start{from: from, table: table})
		}
		list[i].own = append(list[i].own, b)
	}
	return list
}

// tableAt returns the table that a vSwitch is configured with; empty for its default, and elsewhere.
func (w *world) tableAt(instance string, block netip.Prefix) string {
	for i := range w.network.VPCs {
		for _, s := range w.network.VPCs[i].VSwitches {
			if w.network.VPCs[i].ID == instance && s.CIDR == block {
				return s.RouteTable
			}
		}
	}
	return ""
}

// maxFlows is the number of different ways from one start to the addresses of one block that are looked at.
const maxFlows = 1 << 16

var errTooManyFlows = errors.New("too many cases to tell: packets to one block take more than 65536 different ways")

// flows yields, for packets from one instance to the own addresses of another, one trace for each set of addresses
// that packets from one start reach, or do not reach, in the same way: together they stand for every pair of own
// addresses of one family. They are in order of the start, then of the address. An error is the last thing yielded.
func (w *world) flows(from, to string) iter.Seq2[topology.Trace, error] {
	return func(yield func(topology.Trace, error) bool) {
		for _, s := range w.starts(from) {
			for t, err := range w.flowsTo(s, w.blocks(to)) {
				if !yield(t, err) || err != nil {
					return
				}
			}
		}
	}
}

// flowsTo is flows from one start to the addresses of blocks.
func (w *world) flowsTo(s start, blocks []netip.Prefix) iter.Seq2[topology.Trace, error] {
	return func(yield func(topology.Trace, error) bool) {
		for _, b := range blocks {
			if !sameFamily(s.from.Addr, b.Addr()) {
				continue
			}
			for t, err := range w.flowsInto(s.from, b) {
				if !yield(t, err) || err != nil {
					return
				}
			}
		}
	}
}

// flowsInto traces a packet to a block, takes away all addresses to which packets go the same way, and goes on with
// what is left of the block until nothing is.
func (w *world) flowsInto(from topology.Endpoint, block netip.Prefix) iter.Seq2[topology.Trace, error] {
	return func(yield func(topology.Trace, error) bool) {
		left := []netip.Prefix{block} // the last one first
		for range maxFlows {
			if len(left) == 0 {
				return
			}
			if err := w.ctx.Err(); err != nil {
				yield(topology.Trace{}, err)
				return
			}
			piece := left[len(left)-1]
			t, err := w.state.Trace(from, host(piece))
			if !yield(t, err) || err != nil {
				return
			}
			rest := setOf([]netip.Prefix{piece}, t.Same).Prefixes()
			slices.Reverse(rest)
			left = append(left[:len(left)-1], rest...)
		}
		yield(topology.Trace{}, errTooManyFlows)
	}
}

// everywhere is every address.
var everywhere = []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0), netip.PrefixFrom(netip.IPv6Unspecified(), 0)}

// host returns an address of a block that reads like that of a host: the second one, or the only one.
func host(p netip.Prefix) netip.Addr {
	if p.Addr().BitLen()-p.Bits() < 2 {
		return p.Addr()
	}
	return p.Addr().Next()
}

func sameFamily(a, b netip.Addr) bool { return a.Is4() == b.Is4() }

// endOf returns the instance at which a path delivers the packet, "" where it does not: where it is dropped or leaves
// through a gateway.
func (w *world) endOf(p topology.Path) string {
	if !p.Delivered || p.Reason != "" || len(p.Hops) == 0 {
		return ""
	}
	return w.instanceAt(p.Hops[len(p.Hops)-1])
}

// instanceAt returns the instance to which the place of a hop belongs: that of an appliance or SAG, or the place
// itself.
func (w *world) instanceAt(h topology.Hop) string {
	if home := w.home[h.At]; home != "" {
		return home
	}
	return h.At
}

// touches reports whether some path delivers the packet at an instance.
func (w *world) touches(t topology.Trace, instance string) bool {
	return slices.ContainsFunc(t.Forward.Paths, func(p topology.Path) bool { return w.endOf(p) == instance })
}

// arrives reports whether every path delivers the packet at an instance that owns the address, and one of them at
// this instance. Two circuits to one data center that is not modelled own the same addresses.
func (w *world) arrives(t topology.Trace, instance string) bool {
	return !w.isLost(t, instance) && !leavesModel(t)
}

// isLost reports whether it is certain that a packet does not arrive at an instance, whatever becomes of it outside
// the model.
func (w *world) isLost(t topology.Trace, instance string) bool {
	elsewhere := func(p topology.Path) bool {
		end := w.endOf(p)
		return !isOutside(p) && end != instance && (end == "" || !w.owns(end, t.To))
	}
	return slices.ContainsFunc(t.Forward.Paths, elsewhere) || !w.touches(t, instance) && !leavesModel(t)
}

// leavesModel reports whether some path of a packet goes on where the library does not see it.
func leavesModel(t topology.Trace) bool { return slices.ContainsFunc(t.Forward.Paths, isOutside) }

func isOutside(p topology.Path) bool { return p.Drop == topology.DropOutsideModel }

// unknownEnd is why nothing can be said of a packet that leaves the model.
func unknownEnd(t topology.Trace) error {
	i := slices.IndexFunc(t.Forward.Paths, isOutside)
	return fmt.Errorf("what becomes of the packet %v -> %v is not known: %s", t.From, t.To, t.Forward.Paths[i].Reason)
}

// first returns the first flow between two instances of which something is certain. Where there is none, but a packet
// that leaves the model, that is the error.
func (w *world) first(from, to string, is func(t topology.Trace, to string) bool) (topology.Trace, bool, error) {
	var left error
	for t, err := range w.flows(from, to) {
		switch {
		case err != nil:
			return t, false, err
		case is(t, to):
			return t, true, nil
		case left == nil && leavesModel(t):
			left = unknownEnd(t)
		}
	}
	return topology.Trace{}, false, left
}
