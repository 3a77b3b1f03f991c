package route

import "slices"

// An elimination is a decision in progress. A candidate survives as long as its outcome is Active.
type elimination[C any] struct {
	in   []C
	out  []Outcome    // one for each candidate
	side func(C) bool // the candidates among which the decision is; nil: all
	left int          // number of survivors; at least one if there is a candidate
}

// A stage is one step of an elimination, as one line of a table.
type stage[C any] struct {
	step  Step
	while func(C) bool  // the stage is passed over unless it holds for every survivor; nil: it is never passed over
	key   func(C) int64 // the survivors with the smallest key go on
}

// begin starts an elimination in which every candidate survives. It reuses the memory of out where that suffices.
func begin[C any](in []C, out []Outcome) elimination[C] {
	out = slices.Grow(out[:0], len(in))[:len(in)]
	clear(out)
	return elimination[C]{in: in, out: out, left: len(in)}
}

// among restricts an elimination that has just begun to the candidates of one side, and leaves the others alone.
func (e elimination[C]) among(side func(C) bool) elimination[C] {
	e.side, e.left = side, 0
	for i := range e.in {
		if e.survives(i) {
			e.left++
		}
	}
	return e
}

// take takes the stages in order.
func (e *elimination[C]) take(stages []stage[C]) {
	for _, s := range stages {
		if e.left > 1 && (s.while == nil || e.all(s.while)) {
			e.keep(s.step, s.key)
		}
	}
}

// keep lets the survivors with the smallest key go on. The others lose at the step.
func (e *elimination[C]) keep(step Step, key func(C) int64) {
	if e.left < 2 {
		return
	}
	best, tied := e.least(key)
	if tied {
		return
	}
	for i := range e.in {
		if e.survives(i) && key(e.in[i]) != best {
			e.drop(i, step)
		}
	}
}

// least returns the smallest key of the survivors, of which there is one at least, and whether all have that key.
func (e *elimination[C]) least(key func(C) int64) (best int64, tied bool) {
	found := false
	for i := range e.in {
		if !e.survives(i) {
			continue
		}
		switch k := key(e.in[i]); {
		case !found:
			best, tied, found = k, true, true
		case k != best:
			best, tied = min(k, best), false
		}
	}
	return best, tied
}

// all reports whether every survivor is like that.
func (e *elimination[C]) all(is func(C) bool) bool {
	for i := range e.in {
		if e.survives(i) && !is(e.in[i]) {
			return false
		}
	}
	return true
}

// any reports whether a survivor is like that.
func (e *elimination[C]) any(is func(C) bool) bool {
	for i := range e.in {
		if e.survives(i) && is(e.in[i]) {
			return true
		}
	}
	return false
}

func (e *elimination[C]) survives(i int) bool {
	return e.out[i].Status == Active && (e.side == nil || e.side(e.in[i]))
}

func (e *elimination[C]) drop(i int, step Step) {
	e.out[i] = Outcome{step.Status(), step}
	e.left--
}

// orLast is the key of a stage with two sides: 0 for those that go first, 1 for the others.
func orLast(first bool) int64 {
	if first {
		return 0
	}
	return 1
}
