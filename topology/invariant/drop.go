package invariant

import (
	"slices"

	"github.com/cenroute/cenroute/topology"
)

// NoBlackhole holds if no packet between own addresses of the instances is led away by a route and lost on the way: in
// a table without a route, at a blackhole route, at an attachment that is associated with no table, at something that
// has failed. Where already the first table has no route, nothing is lost: the sender knows. Loops are for [NoLoop].
// Without instances, it is about all that have own addresses.
//
// The counterexample is the first such packet.
func NoBlackhole(instances ...string) Invariant {
	return made(call("NoBlackhole", instances...), func(in task) Verdict {
		w := worldOf(in)
		if err := w.mustOwn(instances...); err != nil {
			return noAnswer(err)
		}
		if len(w.orOwners(instances)) < 2 {
			return vacuous("there are no two instances with addresses of their own")
		}
		for from, to := range pairs(w.orOwners(instances)) {
			if t, found, err := w.first(from, to, lostOnTheWay); err != nil || found {
				return shown(t, err, "a packet from %s to %s is led away and lost", from, to)
			}
		}
		return holds()
	})
}

// lostOnTheWay reports whether some path has a route and ends with a drop that is no loop.
func lostOnTheWay(t topology.Trace, _ string) bool {
	return slices.ContainsFunc(t.Forward.Paths, func(p topology.Path) bool {
		led := slices.ContainsFunc(p.Hops, func(h topology.Hop) bool { return h.Route.IsValid() })
		return led && !p.Delivered && !isOutside(p) && p.Drop != topology.DropLoop
	})
}

// NoLoop holds if no packet from an own address of the instances, to any address whatever, comes back to a table that
// looked it up already, on no equal-cost path. A next hop that the library does not model is where it loses sight.
// Without instances, it is about all that have own addresses.
//
// The counterexample is the first packet that does.
func NoLoop(instances ...string) Invariant {
	return made(call("NoLoop", instances...), func(in task) Verdict {
		w := worldOf(in)
		if err := w.mustOwn(instances...); err != nil {
			return noAnswer(err)
		}
		if len(w.orOwners(instances)) == 0 {
			return vacuous("no instance has addresses of its own")
		}
		for _, id := range w.orOwners(instances) {
			if t, found, err := w.firstLoop(id); err != nil || found {
				return shown(t, err, "a packet from %s runs in a circle", id)
			}
		}
		return holds()
	})
}

// firstLoop returns the first packet from an instance to any address that runs in a circle.
func (w *world) firstLoop(instance string) (topology.Trace, bool, error) {
	for _, s := range w.starts(instance) {
		for t, err := range w.flowsTo(s, everywhere) {
			if err != nil {
				return t, false, err
			}
			if slices.ContainsFunc(t.Forward.Paths, func(p topology.Path) bool { return p.Drop == topology.DropLoop }) {
				return t, true, nil
			}
		}
	}
	return topology.Trace{}, false, nil
}

// orOwners returns the instances in order, or all that have own addresses if there are none.
func (w *world) orOwners(instances []string) []string {
	if len(instances) == 0 {
		return w.owners()
	}
	list := slices.Sorted(slices.Values(instances))
	return slices.Compact(list)
}
