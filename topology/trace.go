package topology

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"go4.org/netipx"
)

// An Endpoint is where a packet starts: an address in a VPC, VBR, VPN, CCN or data center. The zero Endpoint is
// nowhere, and no trace can start there.
type Endpoint struct {
	Addr     netip.Addr
	Instance string // ID of the instance
}

// ParseEndpoint reads an endpoint as it is written on a command line, for example "10.0.0.1@vpc-1". An IPv6 address
// that maps an IPv4 address is read as the latter. A text without "@", without an instance or with an address that is
// none is an [*EndpointError]; whether there is such an instance is for [State.Trace] to say.
func ParseEndpoint(text string) (Endpoint, error) {
	addr, instance, found := strings.Cut(text, "@")
	if !found || instance == "" {
		return Endpoint{}, &EndpointError{text, "want ADDRESS@INSTANCE"}
	}
	a, err := netip.ParseAddr(addr)
	if err != nil || a.Zone() != "" {
		return Endpoint{}, &EndpointError{text, fmt.Sprintf("%.60q is no IP address", addr)}
	}
	return Endpoint{a.Unmap(), instance}, nil
}

// String returns the endpoint as [ParseEndpoint] reads it.
func (e Endpoint) String() string { return e.Addr.String() + "@" + e.Instance }

// An EndpointError is an end of a trace that makes no sense.
type EndpointError struct {
	Input  string // the endpoint or address
	Reason string // what is wrong with it
}

// Error quotes the input and says what is wrong with it.
func (e *EndpointError) Error() string { return fmt.Sprintf("endpoint %.80q: %s", e.Input, e.Reason) }

// MaxPaths is the number of equal-cost paths that a trace follows in one direction.
const MaxPaths = 4096

// ErrTooManyPaths is the error of a trace that has more than [MaxPaths] equal-cost paths in one direction.
var ErrTooManyPaths = errors.New("more than 4096 equal-cost paths")

// A Trace is the way of a packet to an address and the way of the answer.
type Trace struct {
	From Endpoint
	To   netip.Addr

	Reachable bool // packet and answer are both delivered
	Forward   Way
	Return    Way // without paths where the packet is not delivered

	// Same is the set of addresses to which packets from the same endpoint take exactly the paths of Forward, To among
	// them: at each lookup of each path they match the same prefix.
	Same *netipx.IPSet

	Note string // what a reader should know about the start, empty: nothing
}

// A Way is one direction of a trace.
type Way struct {
	Delivered bool   `json:"delivered"` // on every path, and there is one
	Paths     []Path `json:"paths"`     // one for each equal-cost branch, in order of the next hops
}

// A Path is one sequence of lookups from the start to the end.
type Path struct {
	Delivered bool       `json:"delivered"`
	Drop      DropReason `json:"-"`      // why it is not delivered
	Reason    string     `json:"reason"` // the same with names; where a gateway delivered: "left through ID"
	Hops      []Hop      `json:"hops"`
}

// A Hop is one lookup: in which table which route led to which next hop. Where no route matches, Route and NextHop
// are zero. The last hop inside a data center or branch has nothing but At, and a packet that enters through an
// IPsec connection passes it without a lookup.
type Hop struct {
	At      string       `json:"at"` // transit router, network instance or appliance
	Table   string       `json:"table,omitempty"`
	Route   netip.Prefix `json:"route,omitzero"`
	NextHop string       `json:"nextHop,omitempty"`
}

// Trace follows a packet from an endpoint to an address, hop by hop, and the answer back. Each hop is the longest
// prefix of a table with an Active route that contains the address (TR-4.1, TR-5.8, D-34); where that prefix has
// several Active routes, each is a branch with a path of its own, in order of next hop. It is delivered if every
// branch is, and reachable if the answer is delivered too: from every place where the packet was delivered, to the
// instance where it came from. The answer is looked up by itself (TR-2.1.4), it need not take the same way.
//
// A packet starts in the table of the vSwitch that contains the source address, or in the table of the data center,
// CCN or VBR; from behind an IPsec connection it goes straight to the table that the attachment is associated with. A
// source address in no vSwitch of its VPC is allowed, for traffic that comes through an appliance or a service: it is
// looked up in the VPC's system table, and Note says so.
//
// For example the packet of [ParseEndpoint]("10.0.0.1@vpc-1") to 10.10.0.1 may pass vpc-1, tr-hz, vbr-1 and idc-1. An
// unknown instance, one where no packet starts (a transit router, an ECR), an invalid address, and two addresses of
// different families are an [*EndpointError]; too many branches are [ErrTooManyPaths].
func (s *State) Trace(from Endpoint, to netip.Addr) (Trace, error) {
	return s.tracer().trace(from, to)
}

// tracer returns a tracer over the state, with the index of the network that was compiled where it is still that
// network. The zero State has no network and no tables.
func (s *State) tracer() *tracer {
	if s.compiled == nil {
		return newTracer(newIndex(&Network{}), stateTables{s})
	}
	if s.edits == nil {
		return newTracer(s.compiled.index, stateTables{s})
	}
	return newTracer(newIndex(s.Network()), stateTables{s})
}

// newTracer returns a tracer over the tables of a network.
func newTracer(x *index, tables forwarding) *tracer {
	return &tracer{newTraceIndex(x), tables}
}

// A tracer follows packets through the tables of one network.
type tracer struct {
	index  *traceIndex
	tables forwarding
}

func (t *tracer) trace(from Endpoint, to netip.Addr) (Trace, error) {
	if err := t.index.check(from, to); err != nil {
		return Trace{}, err
	}
	result := Trace{From: from, To: to, Note: t.index.note(from), Return: Way{Paths: []Path{}}}
	there, err := t.walk(t.index.start(from), to, wholeFamily(to))
	if err != nil {
		return Trace{}, err
	}
	result.Forward, result.Same = wayOf(there.ends), there.same()
	if !result.Forward.Delivered {
		return result, nil
	}
	if result.Return, err = t.answer(there.ends, from, to); err != nil {
		return Trace{}, err
	}
	result.Reachable = result.Return.Delivered
	return result, nil
}

// answer follows the answer from every place where the packet was delivered, once where several start alike.
func (t *tracer) answer(ends []pathEnd, from Endpoint, to netip.Addr) (Way, error) {
	var done []visit
	var back []pathEnd
	for _, e := range ends {
		start := t.index.answerStart(e.place, to)
		if slices.Contains(done, start) {
			continue
		}
		done = append(done, start)
		w, err := t.walk(start, from.Addr, wholeFamily(to))
		if err != nil {
			return Way{}, err
		}
		if back = append(back, w.ends...); len(back) > MaxPaths {
			return Way{}, ErrTooManyPaths
		}
	}
	for i := range back {
		back[i].mustReach(from.Instance)
	}
	return wayOf(back), nil
}

// mustReach turns an answer that was delivered elsewhere into one that is lost.
func (e *pathEnd) mustReach(instance string) {
	home := arrival{instance: instance}
	if !e.path.Delivered || e.place == home {
		return
	}
	text := "delivered at " + e.place.instance
	if e.place.gateway != "" {
		text = "left through " + e.place.gateway
	}
	e.path.Delivered, e.path.Drop, e.path.Reason = false, DropElsewhere, text+", not delivered at "+instance
}

// wayOf puts the ends of all branches together.
func wayOf(ends []pathEnd) Way {
	way := Way{Delivered: len(ends) > 0, Paths: make([]Path, len(ends))}
	for i, e := range ends {
		way.Paths[i] = e.path
		way.Delivered = way.Delivered && e.path.Delivered
	}
	return way
}

// wholeFamily returns the prefix of all addresses of the family of an address.
func wholeFamily(a netip.Addr) netip.Prefix {
	return netip.PrefixFrom(a, 0).Masked()
}
