package whatif

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

// MaxFailures is the number of failures that are looked at: of more, none is.
const MaxFailures = 1 << 16

// A TooManyError is a question about more than [MaxFailures] failures.
type TooManyError struct{ Units, AtOnce int }

// Error says how many units would fail.
func (e *TooManyError) Error() string {
	return fmt.Sprintf("%d of %d units fail in more than %d ways", e.AtOnce, e.Units, MaxFailures)
}

// A Failure is what is left after some units failed.
type Failure struct {
	Units []Unit          // that failed at once, none: the network as it is
	State *topology.State // nil where there is none
	Err   error           // why there is none: an ID that cannot fail, or no single stable state
}

// Failures yields the network as it is, then the failure of each single unit, then of each two, up to k at once; of one
// number in the order of the list. What is down already stays down. More than [MaxFailures] are a [*TooManyError]. A
// loop over them that is left early does no more work.
func Failures(s *topology.State, k int, units []Unit) (iter.Seq[Failure], error) {
	return failures(context.Background(), s, k, units)
}

// failures is Failures, and yields no further one where the context is cancelled.
func failures(ctx context.Context, s *topology.State, k int, units []Unit) (iter.Seq[Failure], error) {
	if choices(len(units), k) > MaxFailures {
		return nil, &TooManyError{len(units), k}
	}
	return func(yield func(Failure) bool) {
		for size := range min(max(k, 0), len(units)) + 1 {
			for chosen := range choose(units, size) {
				if ctx.Err() != nil || !yield(fail(ctx, s, chosen)) {
					return
				}
			}
		}
	}, nil
}

func fail(ctx context.Context, s *topology.State, units []Unit) Failure {
	f := Failure{Units: units, State: s}
	var ids []string
	for _, u := range units {
		for _, id := range u.IDs {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) > 0 {
		f.State, f.Err = s.FailContext(ctx, nil, ids...)
	}
	return f
}

// choices returns the number of ways to choose up to k of n, or one of those above MaxFailures.
func choices(n, k int) int {
	total, ways := 1, 1
	for i := range min(n, max(k, 0)) {
		ways = ways * (n - i) / (i + 1)
		if total += ways; total > MaxFailures {
			break
		}
	}
	return total
}

// choose yields the ways to choose a number of units, in order of the list.
func choose(units []Unit, size int) iter.Seq[[]Unit] {
	return func(yield func([]Unit) bool) { chooseAfter(units, size, nil, yield) }
}

func chooseAfter(units []Unit, size int, chosen []Unit, yield func([]Unit) bool) bool {
	if size == 0 {
		return yield(slices.Clone(chosen))
	}
	for i := range len(units) - size + 1 {
		if !chooseAfter(units[i+1:], size-1, append(chosen, units[i]), yield) {
			return false
		}
	}
	return true
}

// A Break is a failure after which an invariant does not hold.
type Break struct {
	Invariant string
	Units     []string          // that fail at once, by name; none: it does not hold as it is
	Verdict   invariant.Verdict // with the counterexample
}

// Breaks returns the smallest failures of up to k units after which each invariant does not hold: no failure that
// contains a smaller one is listed. The invariants that break first, by the fewest units, come first; of one number in
// the order of the failures, then of the invariants. A failure after which the network has no single stable state
// breaks every invariant; the verdict has the error.
func Breaks(s *topology.State, k int, units []Unit, invariants ...invariant.Invariant) ([]Break, error) {
	return BreaksContext(context.Background(), s, k, units, nil, invariants...)
}

// BreaksContext is [Breaks] with a context and progress by failures, as [topology.PropagateContext] explains.
func BreaksContext(ctx context.Context, s *topology.State, k int, units []Unit, progress func(done, total int),
	invariants ...invariant.Invariant,
) ([]Break, error) {
	all, err := failures(ctx, s, k, units)
	if err != nil {
		return nil, err
	}
	b := breaker{invariants: invariants, broken: make([][][]string, len(invariants))}
	m := meter.Of(ctx, choices(len(units), k), progress)
	for f := range all {
		b.look(ctx, f)
		if err := m.Step(); err != nil {
			return nil, err
		}
	}
	if err := m.Finish(); err != nil {
		return nil, err
	}
	return b.breaks, nil
}

// A breaker collects the breaks of failure after failure, smaller ones before larger ones.
type breaker struct {
	invariants []invariant.Invariant
	broken     [][][]string // by each, the failures
	breaks     []Break
}

// look checks after a failure the invariants that no smaller one breaks.
func (b *breaker) look(ctx context.Context, f Failure) {
	failed := names(f.Units)
	for i, property := range b.invariants {
		if slices.ContainsFunc(b.broken[i], func(smaller []string) bool { return containsAll(failed, smaller) }) {
			continue
		}
		if v := verdict(ctx, f, property); !v.Holds {
			b.broken[i] = append(b.broken[i], failed)
			b.breaks = append(b.breaks, Break{property.String(), failed, v})
		}
	}
}

// verdict checks an invariant after a failure. Where the context is cancelled, it is of no use.
func verdict(ctx context.Context, f Failure, property invariant.Invariant) invariant.Verdict {
	if f.Err != nil {
		return invariant.Verdict{Invariant: property.String(), Err: f.Err}
	}
	v, _ := property.CheckContext(ctx, f.State, nil)
	return v
}

func containsAll(list, others []string) bool {
	return !slices.ContainsFunc(others, func(o string) bool { return !slices.Contains(list, o) })
}
