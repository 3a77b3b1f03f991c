package topology

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/cenroute/cenroute/internal/engine"
)

// maxEdges bounds the ways on which one table is told routes of another.
const maxEdges = 4 << 20

// ErrTooLarge is the error of [Propagate] for a network whose tables would tell each other routes on more than 4 Mi
// ways. The memory that a state takes grows with the ways and with the prefixes, not with their product.
var ErrTooLarge = errors.New("the network is too large: its tables would tell each other routes on more than 4 Mi ways")

// Propagate computes the stable state of a network: every table holds exactly what the rules derive from what its
// neighbours hold. The result does not depend on the order in which the network declares its parts.
//
// It proceeds as the cloud does, prefix by prefix, until nothing changes:
//
//  1. instances originate: a VPC its vSwitches and published routes, a data center its prefixes, a CCN its branches;
//  2. tables learn from the attachments that propagate to them, through their ingress policies (TR-2.2);
//  3. static, blackhole and prefix-list routes join them (TR-3.3, TR-3.4);
//  4. each table decides which routes are Active (TR-4.4);
//  5. the Active routes of the associated table are advertised to instances and peers, through its egress policies,
//     except to where they came from (TR-2.3), with aggregates and ECR prefixes in place of specific routes;
//  6. VPCs, circuits, ECRs and data centers decide in turn, and data centers may pass routes on.
//
// The network is validated first; the error is then of type [Violations]. A network without a stable state, or with
// several, is an error of type [Instabilities] that names the tables which chase each other. On error the State is nil.
// The State refers to the network, which must not be changed afterwards.
func Propagate(n *Network) (*State, error) {
	return PropagateContext(context.Background(), n, nil)
}

// PropagateContext is [Propagate] for networks on which it takes its time: it can be cancelled, and tells its progress by
// groups of prefixes that behave alike.
//
// Every function of the library that may take more than a second has such a companion, and all keep to the same. Where
// the context is cancelled, the function returns the error of the context and no part of a result. Progress, which may be
// nil, is called after each step with the number of steps that are done, which grows, and that there are, which stays the
// same during a call. The last call of work that ends well says that all are done. It is never called by two goroutines
// at once, and not at all where there is nothing to do. The result is that of the plain function.
func PropagateContext(ctx context.Context, n *Network, progress func(done, total int)) (*State, error) {
	if n == nil {
		n = &Network{}
	}
	s, _, err := new(State).propagate(ctx, newIndex(n), progress)
	return s, err
}

// propagate computes the stable state of a network, and takes over from the state of an earlier version of the network
// what did not change, see compileAfter. The zero State has nothing to take over.
func (s *State) propagate(ctx context.Context, x *index, progress func(done, total int)) (*State, *engine.Succession, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	violations, warnings := x.validate()
	if len(violations) > 0 {
		return nil, nil, violations
	}
	c, succession := s.compileAfter(x)
	if c.tooLarge {
		return nil, nil, ErrTooLarge
	}
	solved, faults := engine.Solve(c.out, func(done, total int) bool {
		if progress != nil {
			progress(done, total)
		}
		return ctx.Err() == nil
	})
	switch {
	case len(faults) > 0:
		return nil, nil, c.instabilities(faults)
	case solved == nil:
		return nil, nil, ctx.Err()
	}
	if succession == nil {
		c.attributes = c.out.Attributes.Number()
	}
	next := &State{compiled: c, solved: solved, network: func() *Network { return x.net }, fates: &fates{}}
	next.warnings = sync.OnceValue(func() []Warning { return slices.Concat(warnings, c.warnings, next.observe()) })
	next.sortTables()
	return next, succession, nil
}

// An Instability is a prefix for which a network has no single stable state. Never is one picked in silence.
type Instability struct {
	Prefix netip.Prefix `json:"prefix"`
	Fault  Fault        `json:"fault"`
	Cycle  []CycleHop   `json:"cycle"` // the tables that chase each other: each tells the next, the last the first
	Cause  string       `json:"cause"` // what makes the circle possible, and what removes it
	Rule   ruleID       `json:"rule"`
}

// A CycleHop is one step of the circle of an [Instability].
type CycleHop struct {
	From string `json:"from"` // table that tells
	To   string `json:"to"`   // table that is told
	Over string `json:"over"` // attachment, peering or device that it goes over
}

// A Fault is the way in which a network fails to have one stable state.
type Fault uint8

// The closed set of faults. The zero Fault is none.
const (
	NoFault             Fault = iota
	NoStableState             // whatever the tables hold, one of them wants to change
	SeveralStableStates       // which one is reached depends on the order of events
	SelfSupporting            // routes justify each other in a circle, without an origin
	Undecided                 // too many possibilities to tell
)

var faultNames = [...]string{"", "no stable state", "several stable states", "self-supporting routes", "undecided"}

// String returns the fault in words, "" for the zero Fault and for values outside the set.
func (f Fault) String() string {
	if int(f) >= len(faultNames) {
		return ""
	}
	return faultNames[f]
}

// MarshalText returns the fault in words.
func (f Fault) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// Instabilities are the prefixes for which a network has no single stable state, in order. It is an error.
type Instabilities []Instability

// Error lists the instabilities, one a line.
func (list Instabilities) Error() string {
	lines := make([]string, len(list))
	for i := range list {
		lines[i] = list[i].String()
	}
	return strings.Join(lines, "\n")
}

// String names the prefix, the fault, the circle if there is one, and its cause in one line.
func (i *Instability) String() string {
	circle := ""
	for k, hop := range i.Cycle {
		circle += hop.From + " -> "
		if k == len(i.Cycle)-1 {
			circle += i.Cycle[0].From + ": "
		}
	}
	return fmt.Sprintf("%s: %s: %s%s [%s]", i.Prefix, i.Fault, circle, i.Cause, i.Rule)
}

// instabilities gives the faults of the engine their names.
func (c *compiler) instabilities(faults []engine.Instability) Instabilities {
	list := make(Instabilities, len(faults))
	for i, f := range faults {
		list[i] = Instability{Prefix: f.Prefix, Fault: Fault(f.Fault)}
		for _, e := range f.Cycle {
			list[i].Cycle = append(list[i].Cycle, c.hop(&c.out.Edges[e]))
		}
		list[i].Cause, list[i].Rule = c.cause(f.Cycle)
	}
	return list
}

// addCloudASNs adds the cloud-side ASNs of all sessions of a data center: the circle of tables that chase each other may
// pass over one circuit only, while what it prefers came over another.
func (c *compiler) addCloudASNs(asns map[uint32]bool, dataCenter int32) {
	for i := range c.out.Edges {
		if e := &c.out.Edges[i]; e.Kind == engine.Announce && e.From == dataCenter {
			asns[e.Session.CloudASN] = true
		}
	}
}

func (c *compiler) hop(e *engine.Edge) CycleHop {
	over := e.Attachment
	if over == 0 {
		over = e.NextHop
	}
	return CycleHop{From: c.name(c.out.Nodes[e.From].Table), To: c.name(c.out.Nodes[e.To].Table), Over: c.name(over)}
}

// cause finds what makes a circle possible: a session that does not pass AS paths on, a transit data center between
// circuits with different cloud-side ASNs, or preferences.
func (c *compiler) cause(cycle []int32) (string, ruleID) {
	asns := map[uint32]bool{}
	dataCenters := false
	for _, i := range cycle {
		e := &c.out.Edges[i]
		if e.Session != nil && e.Session.Drops {
			return fmt.Sprintf("the session between %s and %s does not pass AS paths on, so nobody sees the circle; let it pass them on, or stop announcing what was heard",
				quote(c.name(c.out.Nodes[e.From].Instance)), quote(c.name(c.out.Nodes[e.To].Instance))), "D-35"
		}
		switch e.Kind {
		case engine.Announce:
			c.addCloudASNs(asns, e.From)
		case engine.Tell:
			c.addCloudASNs(asns, e.To)
		}
		dataCenters = dataCenters || e.Kind == engine.Between
	}
	switch {
	case dataCenters:
		return "each data center prefers what another one announces; let their preferences agree, or stop announcing what was heard", "D-38"
	case len(asns) > 1:
		return "a transit data center connects circuits with different cloud-side ASNs; give them one ASN, or stop announcing what was heard", "D-36"
	case len(asns) == 1:
		return "a transit data center announces to one circuit what it heard on another, and each prefers what the other offers", "D-37"
	}
	return "what each table chooses depends on what the other advertises, for AS paths are compared only while all routes are BGP, and types only while all are from VBRs; make the routes of one type, or deny one of them", "D-18"
}
