package invariant

import (
	"fmt"

	"github.com/cenroute/cenroute/topology"
)

// Isolated holds if no packet from an own address of one instance is delivered at an own address of the other, in
// neither direction and on no equal-cost path. What the own addresses of an instance are is said at [topology.Cell];
// for example those of a data center are its prefixes. All of them are looked at, not a sample.
//
// Policies filter routes, not packets. A data center sends what it has a route for; who is behind a circuit or IPsec
// connection without a modelled data center sends what he likes, and an IPsec connection takes that straight to the
// table of its transit router.
//
// The counterexample is the packet that arrives, though its answer may not.
func Isolated(a, b string) Invariant {
	return between("Isolated", a, b, func(w *world) Verdict {
		for _, way := range [][2]string{{a, b}, {b, a}} {
			if t, found, err := w.first(way[0], way[1], w.touches); err != nil || found {
				return shown(t, err, "a packet from %s arrives at %s", way[0], way[1])
			}
		}
		return holds()
	})
}

// Reachable holds if packets between all own addresses of two instances, in both directions, are delivered on every
// equal-cost path; so every packet has its answer. Addresses of one family count if both sides have some of that
// family; if there is no such family, it does not hold.
//
// The counterexample is the first packet that is lost.
func Reachable(a, b string) Invariant {
	return between("Reachable", a, b, func(w *world) Verdict {
		if v, ok := w.reaches(a, b); !ok {
			return v
		}
		v, _ := w.reaches(b, a)
		return v
	})
}

// OneWay holds if packets from all own addresses of one instance to all of the other are delivered on every equal-cost
// path, and no packet from the other is delivered at the first: not a single answer comes back.
//
// The counterexample is the first packet that is lost, or an answer that arrives.
func OneWay(from, to string) Invariant {
	return between("OneWay", from, to, func(w *world) Verdict {
		if v, ok := w.reaches(from, to); !ok {
			return v
		}
		if t, found, err := w.first(to, from, w.touches); err != nil || found {
			return shown(t, err, "a packet from %s arrives at %s", to, from)
		}
		return holds()
	})
}

// between makes an invariant of two instances that must have own addresses.
func between(name, a, b string, check func(*world) Verdict) Invariant {
	return made(call(name, a, b), func(in task) Verdict {
		w := worldOf(in)
		if err := w.mustDiffer(a, b); err != nil {
			return noAnswer(err)
		}
		return check(w)
	})
}

// reaches tells whether all packets from one instance arrive at the other, and what shows that they do not.
func (w *world) reaches(from, to string) (Verdict, bool) {
	tried := false
	t, found, err := w.first(from, to, func(t topology.Trace, to string) bool {
		tried = true
		return w.isLost(t, to)
	})
	switch {
	case err != nil || found:
		return shown(t, err, "a packet from %s does not arrive at %s", from, to), false
	case !tried:
		return Verdict{Message: fmt.Sprintf("%s and %s have no address family in common", from, to)}, false
	}
	return holds(), true
}

// shown is the verdict about a packet that was found, or the error that ended the search.
func shown(t topology.Trace, err error, format string, args ...any) Verdict {
	if err != nil {
		return noAnswer(err)
	}
	return Verdict{Trace: &t, Message: fmt.Sprintf(format, args...)}
}
