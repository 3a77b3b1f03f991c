package topology

import (
	"iter"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/cenroute/cenroute/route"
)

// Forwarding is all that a walk asks of the tables of a state. A table that does not exist is empty.
type forwarding interface {
	lookup(table string, addr netip.Addr) (netip.Prefix, []route.Route, bool)
	activeInside(table string, prefix netip.Prefix) iter.Seq[netip.Prefix]
}

// stateTables are the tables of a state.
type stateTables struct{ state *State }

func (s stateTables) lookup(table string, addr netip.Addr) (netip.Prefix, []route.Route, bool) {
	if t, ok := s.state.Table(table); ok {
		return t.Lookup(addr)
	}
	return netip.Prefix{}, nil, false
}

func (s stateTables) activeInside(table string, prefix netip.Prefix) iter.Seq[netip.Prefix] {
	if t, ok := s.state.Table(table); ok {
		return t.ActiveInside(prefix)
	}
	return func(func(netip.Prefix) bool) {}
}

// A visit is where a packet is looked up next. Two visits that are equal forward it in the same way, so that a visit
// that comes again is a loop.
type visit struct {
	at    string // transit router, instance or appliance
	table string // empty: it passes an IPsec connection without a lookup
	side  entrySide
}

// An entrySide is where a packet enters an ECR or an IPsec connection; elsewhere it is anySide.
type entrySide uint8

const (
	anySide     entrySide = iota
	fromCloud             // from a VPC or transit router
	fromCircuit           // from the side of the data center
)

// An arrival is where a packet is delivered. The zero arrival is nowhere.
type arrival struct {
	instance string
	gateway  string // the gateway through which it left the VPC
}

// A pathEnd is a path and where it delivered the packet.
type pathEnd struct {
	path  Path
	place arrival
}

// An outcome is what a next hop does with a packet: it drops it, delivers it, or hands it on to be looked up. Exactly
// one of drop, place and visits is set.
type outcome struct {
	drop   DropReason
	reason string
	place  arrival
	last   string // delivered: the place inside, for a hop of its own
	visits []visit
}

func dropped(why DropReason, reason string) outcome { return outcome{drop: why, reason: reason} }

func deliveredAt(instance string) outcome { return outcome{place: arrival{instance: instance}} }

func goesTo(at, table string, s entrySide) outcome { return outcome{visits: []visit{{at, table, s}}} }

// A walk follows one packet along all its branches, depth first.
type walk struct {
	*tracer
	to   netip.Addr
	hops []Hop   // of the current branch
	seen []visit // of the current branch
	ends []pathEnd

	// The packets that take the same paths are those of cover without removed: cover is the longest prefix that was
	// matched, removed are the longer prefixes of the tables that were asked.
	cover   netip.Prefix
	removed []netip.Prefix
}

// walk follows a packet from a start. The cover, which contains to, bounds the addresses of which same speaks.
func (t *tracer) walk(from visit, to netip.Addr, cover netip.Prefix) (*walk, error) {
	w := &walk{tracer: t, to: to, cover: cover}
	var err error
	if at := t.index.owner(from.at); t.index.down(at) {
		w.hops = []Hop{{At: at}}
		err = w.finish(dropped(DropFailed, at+" is down"))
	} else {
		err = w.step(from)
	}
	return w, err
}

// same returns the addresses that take the same paths.
func (w *walk) same() *netipx.IPSet {
	var b netipx.IPSetBuilder
	b.AddPrefix(w.cover)
	for _, p := range w.removed {
		b.RemovePrefix(p)
	}
	return built(&b)
}

// narrow keeps those addresses that match a prefix of a table as the packet does; ok: there is a match.
func (w *walk) narrow(table string, matched netip.Prefix, ok bool) {
	if ok && matched.Bits() > w.cover.Bits() {
		w.cover = matched
	}
	for p := range w.tables.activeInside(table, w.cover) {
		w.removed = append(w.removed, p)
	}
}

// step looks the packet up at a visit and follows every next hop.
func (w *walk) step(v visit) error {
	if slices.Contains(w.seen, v) {
		return w.finish(dropped(DropLoop, loopText(v)))
	}
	w.seen = append(w.seen, v)
	defer func() { w.seen = w.seen[:len(w.seen)-1] }()
	hop, nextHops := w.find(v)
	if len(nextHops) == 0 {
		return w.branch(hop, nothingFound(hop))
	}
	for _, next := range nextHops {
		hop.NextHop = next
		if err := w.branch(hop, w.follow(v, hop)); err != nil {
			return err
		}
	}
	return nil
}

func nothingFound(hop Hop) outcome {
	if hop.Table == "" {
		return dropped(DropNoAssociation, hop.At+" has no attachment to a transit router")
	}
	return dropped(DropNoRoute, "no route in "+hop.Table)
}

func loopText(v visit) string {
	if v.table == "" {
		return "loop: back at " + v.at
	}
	return "loop: back at " + v.at + " in " + v.table
}

// branch puts a hop on the path, follows what comes of it, and takes it off again.
func (w *walk) branch(hop Hop, o outcome) error {
	length := len(w.hops)
	defer func() { w.hops = w.hops[:length] }()
	if w.index.dataCenter(hop.At) != nil && o.place.instance == hop.At {
		hop = Hop{At: hop.At} // arrived
	}
	w.hops = append(w.hops, hop)
	if len(o.visits) == 0 {
		return w.finish(o)
	}
	for _, v := range o.visits {
		if err := w.step(v); err != nil {
			return err
		}
	}
	return nil
}

// finish ends the current branch.
func (w *walk) finish(o outcome) error {
	if len(w.ends) == MaxPaths {
		return ErrTooManyPaths
	}
	hops := slices.Clone(w.hops)
	if o.last != "" {
		hops = append(hops, Hop{At: o.last})
	}
	w.ends = append(w.ends, pathEnd{Path{o.drop == NotDropped, o.drop, o.reason, hops}, o.place})
	return nil
}

// find returns the hop of a visit without its next hop, and the next hops in order.
func (w *walk) find(v visit) (Hop, []string) {
	hop := Hop{At: v.at, Table: v.table}
	if w.index.vpn(v.at) != nil && v.side == fromCircuit {
		return w.findFromConnection(v)
	}
	prefix, routes, ok := w.tables.lookup(v.table, w.to)
	w.narrow(v.table, prefix, ok)
	if service, found := w.findService(v.at); found && (!ok || service.Bits() > prefix.Bits()) {
		hop.Route = service
		return hop, []string{"local"}
	}
	hop.Route = prefix
	return hop, w.index.allowed(v, nextHopsOf(routes))
}

// findService returns the longest service prefix of a VPC that contains the address. A service is reachable inside
// its VPC as if it had a local route; an equal prefix of the table wins.
func (w *walk) findService(at string) (netip.Prefix, bool) {
	vpc := w.index.vpc(w.index.owner(at))
	if vpc == nil {
		return netip.Prefix{}, false
	}
	best, found := netip.Prefix{}, false
	for _, p := range vpc.Services {
		switch {
		case !p.Contains(w.to):
			w.removed = append(w.removed, p)
		case !found || p.Bits() > best.Bits():
			best, found = p, true
		}
	}
	if found && best.Bits() > w.cover.Bits() {
		w.cover = best
	}
	return best, found
}

// findFromConnection is the start behind an IPsec connection: what the connection's own table has behind it stays
// there, everything else goes straight to the associated table of the transit router, whose longer match wins.
func (w *walk) findFromConnection(v visit) (Hop, []string) {
	straight := w.index.attachmentsOf(v.at)
	if v.table == "" {
		return Hop{At: v.at}, straight
	}
	longest := -1
	for _, id := range straight {
		for _, next := range w.index.enterRouter(w.index.attachment(id), w.to).visits {
			prefix, _, ok := w.tables.lookup(next.table, w.to)
			w.narrow(next.table, prefix, ok)
			if ok {
				longest = max(longest, prefix.Bits())
			}
		}
	}
	prefix, routes, ok := w.tables.lookup(v.table, w.to)
	w.narrow(v.table, prefix, ok)
	if ok && prefix.Bits() >= longest && slices.Contains(nextHopsOf(routes), "local") {
		return Hop{At: v.at, Table: v.table, Route: prefix}, []string{"local"}
	}
	return Hop{At: v.at}, straight
}

// nextHopsOf returns the next hops of routes in order, each once.
func nextHopsOf(routes []route.Route) []string {
	nextHops := make([]string, len(routes))
	for i := range routes {
		nextHops[i] = routes[i].NextHop
	}
	slices.Sort(nextHops)
	return slices.Compact(nextHops)
}
