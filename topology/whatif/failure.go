package whatif

import (
	"fmt"
	"iter"
	"slices"

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
// number in the order of the list. What is down already stays down. More than [MaxFailures] are a [*TooManyError].
func Failures(s *topology.State, k int, units []Unit) (iter.Seq[Failure], error) {
	if tooMany(len(units), k) {
		return nil, &TooManyError{len(units), k}
	}
	return func(yield func(Failure) bool) {
		for size := range min(max(k, 0), len(units)) + 1 {
			for chosen := range choose(units, size) {
				if !yield(fail(s, chosen)) {
					return
				}
			}
		}
	}, nil
}

func fail(s *topology.State, units []Unit) Failure {
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
		f.State, f.Err = s.Fail(ids...)
	}
	return f
}

// tooMany reports whether there are more than MaxFailures ways to choose up to k of n.
func tooMany(n, k int) bool {
	total, ways := 1, 1
	for i := range min(n, max(k, 0)) {
		ways = ways * (n - i) / (i + 1)
		if total += ways; total > MaxFailures {
			return true
		}
	}
	return false
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
// contains a smaller one is listed. The invariants that break first, by the fewest units, come first; of one number in the
// order of the failures, then of the invariants. A failure after which the network has no single stable state breaks
// every invariant; the verdict has the error.
func Breaks(s *topology.State, k int, units []Unit, invariants ...invariant.Invariant) ([]Break, error) {
	failures, err := Failures(s, k, units)
	if err != nil {
		return nil, err
	}
	var breaks []Break
	broken := make([][][]string, len(invariants)) // by each, the failures
	for f := range failures {
		failed := names(f.Units)
		for i, property := range invariants {
			if slices.ContainsFunc(broken[i], func(smaller []string) bool { return containsAll(failed, smaller) }) {
				continue
			}
			if v := verdict(f, property); !v.Holds {
				broken[i] = append(broken[i], failed)
				breaks = append(breaks, Break{property.String(), failed, v})
			}
		}
	}
	return breaks, nil
}

// verdict checks an invariant after a failure.
func verdict(f Failure, property invariant.Invariant) invariant.Verdict {
	if f.Err != nil {
		return invariant.Verdict{Invariant: property.String(), Err: f.Err}
	}
	return property.Check(f.State)
}

func containsAll(list, others []string) bool {
	return !slices.ContainsFunc(others, func(o string) bool { return !slices.Contains(list, o) })
}
