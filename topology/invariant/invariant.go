package invariant

import (
	"errors"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// An Invariant is a sentence about a state that is to hold, whatever else is changed. It is a value that can be used
// any number of times, by any number of goroutines, and that knows nothing of a network before it is checked. The zero
// Invariant says nothing and holds in no state.
type Invariant struct {
	name  string
	check func(*topology.State) Verdict
}

// New returns an invariant of one's own: its name as it stands in verdicts, and what finds out whether it holds. Check
// should be a function of the state alone; [Verdict.Invariant] is filled in afterwards. A nil check is an error in each
// verdict.
func New(name string, check func(*topology.State) Verdict) Invariant { return Invariant{name, check} }

// String returns the invariant as it was called for, for example "Isolated(idc, partner)".
func (i Invariant) String() string { return i.name }

// Check tells whether the invariant holds in a state and, where it does not, what shows that. It is deterministic and
// changes nothing.
func (i Invariant) Check(s *topology.State) Verdict {
	var v Verdict
	switch {
	case i.check == nil:
		v = noAnswer(errNothingSaid)
	case s == nil:
		v = noAnswer(errNoState)
	default:
		v = i.check(s)
	}
	v.Invariant = i.name
	v.Holds = v.Holds && v.Err == nil
	v.Vacuous = v.Vacuous && v.Holds
	return v
}

var (
	errNothingSaid = errors.New("an invariant that says nothing")
	errNoState     = errors.New("no state to check")
)

// call writes an invariant as it was called for.
func call(name string, args ...string) string { return name + "(" + strings.Join(args, ", ") + ")" }

// callOf is call with the names of invariants, and further arguments behind them.
func callOf(name string, of []Invariant, args ...string) string {
	names := make([]string, len(of))
	for i := range of {
		names[i] = of[i].name
	}
	return call(name, slices.Concat(names, args)...)
}
