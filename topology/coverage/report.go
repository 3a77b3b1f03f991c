package coverage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// An Outcome is what came of changing a part. The zero Outcome is Unnoticed.
type Outcome uint8

// The closed set of outcomes.
const (
	Unnoticed Outcome = iota // routes or reachability change, and every invariant still holds
	Noticed                  // an invariant does not hold any more, or the network has no single stable state
	NoEffect                 // no route of any table changes, nor who reaches whom
	Refused                  // the cloud would refuse the changed network
)

var outcomeNames = enum.Names{Type: "Outcome", Texts: []string{"unnoticed", "noticed", "no effect", "refused"}}

// String returns "unnoticed", "noticed", "no effect" or "refused", and "Outcome(9)" outside the set.
func (o Outcome) String() string { return outcomeNames.Text(uint8(o)) }

// MarshalText returns the text of [Outcome.String]. It never fails.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads the text of an outcome. Any other text is an error and changes nothing.
func (o *Outcome) UnmarshalText(text []byte) error { return enum.Unmarshal(outcomeNames, text, o) }

// A Part is one part of a network with one change of it.
type Part struct {
	Path    string   `json:"path"`         // in the document
	ID      string   `json:"id,omitempty"` // of the route table, instance, attachment or peering at the path; "" for an entry of the Down list
	Change  string   `json:"change"`       // what was done to it: "removed", "down", "switched off", ...
	Outcome Outcome  `json:"outcome"`
	By      []string `json:"by,omitempty"` // the invariants that noticed
}

// String returns the part in one line, for example "attachments[0].routeSync switched off (att-vpc-1): unnoticed".
func (p Part) String() string {
	text := p.Path + " " + p.Change
	if p.ID != "" {
		text += " (" + p.ID + ")"
	}
	text += ": " + p.Outcome.String()
	if len(p.By) > 0 {
		text += " by " + strings.Join(p.By, ", ")
	}
	return text
}

// A Report is what of a network is covered.
type Report struct {
	Parts []Part   `json:"parts"`          // in the order of the document
	Idle  []string `json:"idle,omitempty"` // the invariants that noticed nothing at all
}

// Of returns the parts with an outcome.
func (r Report) Of(o Outcome) (some []Part) {
	for _, p := range r.Parts {
		if p.Outcome == o {
			some = append(some, p)
		}
	}
	return some
}

// String returns the report as text for a terminal: how much is covered, then the parts that no invariant notices,
// those without effect and the idle invariants, each on a line.
func (r Report) String() string {
	var b strings.Builder
	unnoticed, none := r.Of(Unnoticed), r.Of(NoEffect)
	noticed := len(r.Of(Noticed))
	fmt.Fprintf(&b, "%d of %d parts that matter are noticed by an invariant\n", noticed, noticed+len(unnoticed))
	for _, p := range slices.Concat(unnoticed, none) {
		fmt.Fprintln(&b, p)
	}
	for _, name := range r.Idle {
		fmt.Fprintf(&b, "%s notices nothing\n", name)
	}
	return b.String()
}

// Measure changes one part of a network after the other and tells which of the changes the invariants notice. All of
// them must hold in the network as it is; if one does not, the error says so, for then the others tell little.
// Otherwise the error is that of [topology.Propagate]. The network is not changed, and the same input has the same
// report.
//
// The state is computed once for each part, and each invariant checked in it, so that the time grows with both.
func Measure(n *topology.Network, invariants ...invariant.Invariant) (Report, error) {
	return MeasureContext(context.Background(), n, nil, invariants...)
}

// MeasureContext is [Measure] with a context and progress by parts, as [topology.PropagateContext] explains.
func MeasureContext(ctx context.Context, n *topology.Network, progress func(done, total int), invariants ...invariant.Invariant) (Report, error) {
	if n == nil {
		n = &topology.Network{}
	}
	m, err := newMeasurer(ctx, n, invariants)
	if err != nil {
		return Report{}, err
	}
	report := Report{Parts: []Part{}}
	mutants := mutantsOf(n)
	steps := meter.Of(ctx, len(mutants), progress)
	for _, mutant := range mutants {
		changed := n.Clone()
		mutant.apply(changed)
		p := Part{Path: mutant.path, ID: mutant.id, Change: mutant.change}
		p.Outcome, p.By = m.outcome(changed)
		report.Parts = append(report.Parts, p)
		if err := steps.Step(); err != nil {
			return Report{}, err
		}
	}
	for i, noticed := range m.noticed {
		if !noticed {
			report.Idle = append(report.Idle, invariants[i].String())
		}
	}
	return report, nil
}

// A measurer holds changed networks against the one that they come from.
type measurer struct {
	ctx        context.Context // cancelled, outcomes are of no use
	base       *topology.State
	reach      string
	invariants []invariant.Invariant
	noticed    []bool // by invariant
}

// newMeasurer computes the state of the network as it is, in which all invariants must hold.
func newMeasurer(ctx context.Context, n *topology.Network, invariants []invariant.Invariant) (*measurer, error) {
	base, err := topology.PropagateContext(ctx, n, nil)
	if err != nil {
		return nil, err
	}
	for _, i := range invariants {
		v, err := i.CheckContext(ctx, base, nil)
		if err != nil {
			return nil, err
		}
		if !v.Holds {
			return nil, fmt.Errorf("coverage is measured where all invariants hold: %s",
				strings.TrimSuffix(v.String(), "\n"))
		}
	}
	m := measurer{ctx: ctx, base: base, invariants: invariants, noticed: make([]bool, len(invariants))}
	m.reach = m.reachability(base)
	return &m, ctx.Err()
}

// outcome returns what comes of a changed network, and which invariants do not hold in it.
func (m *measurer) outcome(n *topology.Network) (Outcome, []string) {
	if violations, _ := n.Validate(); len(violations) > 0 {
		return Refused, nil
	}
	state, err := topology.PropagateContext(m.ctx, n, nil)
	if err != nil {
		return Noticed, []string{"no single stable state"}
	}
	var by []string
	for i := range m.invariants {
		if v, _ := m.invariants[i].CheckContext(m.ctx, state, nil); !v.Holds {
			m.noticed[i] = true
			by = append(by, m.invariants[i].String())
		}
	}
	switch {
	case len(by) > 0:
		return Noticed, by
	case sameRoutes(m.base, state) && m.reach == m.reachability(state):
		return NoEffect, nil
	}
	return Unnoticed, nil
}

// sameRoutes reports whether two states have the same tables with the same routes.
func sameRoutes(a, b *topology.State) bool {
	for t := range a.Tables() {
		other, ok := b.Table(t.ID())
		if !ok || !slices.EqualFunc(slices.Collect(t.Routes()), slices.Collect(other.Routes()), sameRoute) {
			return false
		}
	}
	return true
}

// sameRoute reports whether two routes are the same, whichever policies said so.
func sameRoute(x, y route.Route) bool {
	x.Policies, y.Policies = nil, nil
	return route.Compare(x, y) == 0
}

// reachability returns all of who reaches whom, as a text to compare.
func (m *measurer) reachability(s *topology.State) string {
	matrix, err := s.ReachContext(m.ctx, nil)
	if err != nil {
		return ""
	}
	text, err := json.Marshal(matrix)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
