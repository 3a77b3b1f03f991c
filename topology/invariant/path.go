package invariant

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// PathThrough holds if every packet that is delivered between own addresses of two instances, in this direction, passes
// a waypoint on each path by which it is delivered. The waypoint is the ID of an instance, a data center, a transit
// router, an appliance, an attachment or a peering. Packets that are lost do not count: where none is delivered at all,
// it holds without a case (see [Verdict]). For both directions, and for what must arrive:
//
//	And(PathThrough(a, b, firewall), PathThrough(b, a, firewall), Reachable(a, b))
//
// The counterexample is the first packet that is delivered another way.
func PathThrough(from, to, waypoint string) Invariant {
	return along("PathThrough", from, to, waypoint, func(w *world) Verdict {
		delivered := false
		beside := func(p topology.Path) bool {
			arrives := w.endOf(p) == to
			delivered = delivered || arrives
			return arrives && !passes(p, waypoint)
		}
		t, found, err := w.first(from, to, func(t topology.Trace, _ string) bool {
			return slices.ContainsFunc(t.Forward.Paths, beside)
		})
		switch {
		case err != nil || found:
			return shown(t, err, "a packet from %s arrives at %s without %s", from, to, waypoint)
		case !delivered:
			return vacuous(fmt.Sprintf("no packet from %s arrives at %s", from, to))
		}
		return holds()
	})
}

// PathAvoids holds if no packet between own addresses of two instances, in this direction, comes by a place, on no
// equal-cost path, and whether it is delivered or not. The place is what a waypoint is for [PathThrough].
//
// The counterexample is the first packet that does.
func PathAvoids(from, to, place string) Invariant {
	return along("PathAvoids", from, to, place, func(w *world) Verdict {
		t, found, err := w.first(from, to, func(t topology.Trace, _ string) bool {
			return slices.ContainsFunc(t.Forward.Paths, func(p topology.Path) bool { return passes(p, place) })
		})
		if err != nil || found {
			return shown(t, err, "a packet from %s to %s comes by %s", from, to, place)
		}
		return holds()
	})
}

// along makes an invariant of the paths between two instances and a place on them, which must be another one.
func along(name, from, to, place string, check func(*world) Verdict) Invariant {
	return made(call(name, from, to, place), func(in task) Verdict {
		w := worldOf(in)
		if err := w.mustDiffer(from, to); err != nil {
			return noAnswer(err)
		}
		if err := w.mustPass(place); err != nil {
			return noAnswer(err)
		}
		if place == from || place == to {
			return noAnswer(fmt.Errorf("%q is an end of every path", place))
		}
		return check(w)
	})
}

// passes reports whether a path has a hop at a place or over it.
func passes(p topology.Path, place string) bool {
	return slices.ContainsFunc(p.Hops, func(h topology.Hop) bool { return h.At == place || h.NextHop == place })
}

// Symmetric holds if packets and answers between own addresses of two instances pass the same devices, in opposite
// order and over the same set of equal-cost paths. Devices are instances, data centers, transit routers and appliances,
// which stand for the VPC around them; a stateful firewall between the two sees both directions of every connection. It
// is about pairs of addresses that exchange packets and answers: where there are none, it holds without a case (see
// [Verdict]).
//
// The counterexample is the first pair whose answer takes another way.
func Symmetric(a, b string) Invariant {
	return between("Symmetric", a, b, func(w *world) Verdict {
		exchanged := false
		for _, here := range w.starts(a) {
			for _, there := range w.starts(b) {
				forth, err := w.routesBetween(here, there)
				if err != nil {
					return noAnswer(err)
				}
				back, err := w.routesBetween(there, here)
				if err != nil {
					return noAnswer(err)
				}
				exchanged = exchanged || len(forth) > 0 && len(back) > 0
				if f, r, found := unlike(forth, back); found {
					t, err := w.state.Trace(topology.Endpoint{Addr: r.example.To, Instance: a}, f.example.To)
					return shown(t, err, "packets from %s to %s and their answers pass different devices", a, b)
				}
			}
		}
		if !exchanged {
			return vacuous(fmt.Sprintf("%s and %s exchange no packets", a, b))
		}
		return holds()
	})
}

// An itinerary is the devices that packets between two starts pass, and a packet that does so.
type itinerary struct {
	there, back string // in order of the packet, and in opposite order
	example     topology.Trace
}

// routesBetween returns the different itineraries of the packets from one start that arrive at the blocks of another.
func (w *world) routesBetween(from, to start) ([]itinerary, error) {
	var list []itinerary
	for t, err := range w.flowsTo(from, to.own) {
		switch {
		case err != nil:
			return nil, err
		case leavesModel(t):
			return nil, unknownEnd(t)
		case !w.arrives(t, to.from.Instance):
			continue
		}
		i := w.itinerary(t)
		if !slices.ContainsFunc(list, func(known itinerary) bool { return known.there == i.there }) {
			list = append(list, i)
		}
	}
	return list, nil
}

func (w *world) itinerary(t topology.Trace) itinerary {
	var there, back []string
	for _, p := range t.Forward.Paths {
		devices := w.devices(p)
		there = append(there, strings.Join(devices, " "))
		slices.Reverse(devices)
		back = append(back, strings.Join(devices, " "))
	}
	slices.Sort(there)
	slices.Sort(back)
	return itinerary{strings.Join(slices.Compact(there), "\n"), strings.Join(slices.Compact(back), "\n"), t}
}

// devices returns the devices of a path in order. A branch is a place inside its network, not a device on the way. An
// appliance stands for the VPC around it: in both directions a packet comes in by a lookup of the VPC and goes out by
// one of the appliance.
func (w *world) devices(p topology.Path) []string {
	var list []string
	for _, h := range p.Hops {
		at, last := h.At, len(list)-1
		if w.isBranch(at) {
			at = w.home[at]
		}
		if last >= 0 && w.home[at] == list[last] {
			list[last] = at
		} else {
			list = append(list, at)
		}
	}
	return slices.Compact(list)
}

// unlike returns the first of the ways forth and back of which one is not the opposite of the other. Each packet on a
// way forth may have an answer on each way back.
func unlike(forth, back []itinerary) (f, r itinerary, found bool) {
	for _, f := range forth {
		for _, r := range back {
			if f.there != r.back {
				return f, r, true
			}
		}
	}
	return itinerary{}, itinerary{}, false
}
