package invariant

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/topology"
)

// An Invariant is a sentence about a state that is to hold, whatever else is changed. It is a value that can be used
// any number of times, by any number of goroutines, and that knows nothing of a network before it is checked. The zero
// Invariant says nothing and holds in no state.
type Invariant struct {
	name  string
	check func(task) Verdict
}

// A task is one check of an invariant. Where its context is cancelled, the check ends early, with a verdict of no use.
type task struct {
	ctx   context.Context
	state *topology.State
	steps func(total int) *meter.Meter // to tell the progress, once; a check that does not is one step
}

// of is the task to check an invariant of a state inside of this one, without telling the progress.
func (t task) of(s *topology.State) task {
	return task{t.ctx, s, func(total int) *meter.Meter { return meter.Of(t.ctx, total, nil) }}
}

// New returns an invariant of one's own: its name as it stands in verdicts, and what finds out whether it holds. Check
// should be a function of the state alone; [Verdict.Invariant] is filled in afterwards. A nil check is an error in each
// verdict.
func New(name string, check func(*topology.State) Verdict) Invariant {
	if check == nil {
		return made(name, nil)
	}
	return made(name, func(t task) Verdict { return check(t.state) })
}

func made(name string, check func(task) Verdict) Invariant { return Invariant{name, check} }

// String returns the invariant as it was called for, for example "Isolated(idc, partner)".
func (i Invariant) String() string { return i.name }

// Check tells whether the invariant holds in a state and, where it does not, what shows that. It is deterministic and
// changes nothing.
func (i Invariant) Check(s *topology.State) Verdict {
	v, _ := i.CheckContext(context.Background(), s, nil)
	return v
}

// CheckContext is [Invariant.Check] with a context and progress, as [topology.PropagateContext] explains: of
// [UnderFailures] by failures, of another invariant that is made of others by its parts, and otherwise in one step. The
// check of an invariant of [New] is not cut short.
func (i Invariant) CheckContext(ctx context.Context, s *topology.State, progress func(done, total int)) (Verdict, error) {
	if err := ctx.Err(); err != nil {
		return Verdict{}, err
	}
	m := meter.Of(ctx, 1, progress)
	v := i.verdict(task{ctx, s, func(total int) *meter.Meter {
		m = meter.Of(ctx, total, progress)
		return m
	}})
	if err := m.Finish(); err != nil {
		return Verdict{}, err
	}
	return v, nil
}

func (i Invariant) verdict(t task) Verdict {
	var v Verdict
	switch {
	case i.check == nil:
		v = noAnswer(errNothingSaid)
	case t.state == nil:
		v = noAnswer(errNoState)
	default:
		v = i.check(t)
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
