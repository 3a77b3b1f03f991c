package policy

import (
	"context"
	"slices"

	"github.com/cenroute/cenroute/internal/meter"
)

// A Conflict is two policies whose order matters.
type Conflict struct {
	First, Second int // priorities; First is asked earlier

	// Witness is a route that meets First, and that would be treated in another way if Second stood directly in front of
	// First instead. Difference is what it would differ in.
	Witness    Witness
	Difference Difference
}

// Conflicts returns the pairs of policies of the direction whose order matters, by First, then by Second. It is normal
// that there are some: a deny in front of a permit of more is one. All is false if the analysis reached its limit of
// work; then there may be others.
func (a *Analysis) Conflicts() (list []Conflict, all bool) {
	list, all, _ = a.ConflictsContext(context.Background(), nil)
	return list, all
}

// ConflictsContext is [Analysis.Conflicts] for lists on which it takes its time: it can be cancelled, and then returns the
// error of the context and nothing else. Progress, if it is not nil, is called after each policy of the direction with the
// number of policies that have been compared with those behind them, and their number.
func (a *Analysis) ConflictsContext(ctx context.Context, progress func(done, total int)) (list []Conflict, all bool, err error) {
	m := meter.Of(ctx, len(a.index), progress)
	if a.tooLong {
		return nil, false, m.Finish()
	}
	all = true
	work := newAllowance(a.effort, a.chain)
	work.clauses, work.each = 2*work.clauses, work.each/4 // for there is a question for each pair
	for i := range a.index {
		found, decided := a.conflictsOf(work, m, i)
		if err := m.Step(); err != nil {
			return nil, false, err
		}
		list, all = append(list, found...), all && decided
	}
	return list, all, nil
}

// conflictsOf returns the conflicts of policy i with those behind it, and whether all of these are decided.
func (a *Analysis) conflictsOf(work *allowance, m *meter.Meter, i int) (list []Conflict, decided bool) {
	decided = true
	if !a.isMet(work, i) {
		return nil, true
	}
	a.chain.encounters(i, func(e *encounter) bool {
		if work.looks -= len(a.index); work.looks < 0 {
			decided = false
			return false
		}
		if e.alike() || e.ends(e.i) && !e.coincides() {
			return true
		}
		c, answer := a.conflict(work, e)
		if answer == Yes {
			list = append(list, c)
		}
		decided = decided && answer != Undecided
		return m.Err() == nil
	})
	return list, decided
}

// isMet reports whether a route may meet policy i.
func (a *Analysis) isMet(work *allowance, i int) bool {
	if made, ok := a.chain.space.alone(a.chain.space.all, &a.chain.plain[i]); ok && work.tries {
		a.tell(work, made)
	}
	if len(work.crowd[i]) > 0 {
		return true
	}
	alive, w := a.chain.alive(work, i)
	if alive == Yes {
		a.tell(work, w)
	}
	return alive != No
}

// conflict looks for a route of an encounter for which the order of the two policies matters.
func (a *Analysis) conflict(work *allowance, e *encounter) (c Conflict, answer Answer) {
	c = Conflict{First: a.chain.list[e.i].Priority, Second: a.chain.list[e.j].Priority}
	moved := e.movedStops()
	if c.Difference, c.Witness, answer = a.tryRoutes(work, e, moved); answer == No {
		answer = work.ask(func(s *solver) (answer Answer) {
			c.Difference, c.Witness, answer = e.inAndOutOfOrder(s)
			return answer
		})
	}
	if answer == Undecided {
		if c.Difference, c.Witness, answer = a.orderMatters(work, e, moved); answer == Yes {
			a.tell(work, c.Witness)
		}
	}
	if answer == Yes && !a.differs(a.moved(e.i, e.j), c.Difference, &c.Witness) {
		answer = Undecided // never seen: the analysis and the evaluation disagree
	}
	return c, answer
}

// mostThirds is the number of policies that are tried beside the two of an encounter.
const mostThirds = 32

// tryRoutes looks for a route that shows the conflict among those that have been found before, and those that match i, j
// and one more policy or none, and as few others as possible. If none of them shows the conflict, that says nothing.
func (a *Analysis) tryRoutes(work *allowance, e *encounter, moved []stop) (d Difference, w Witness, answer Answer) {
	try := func(t *traveller) (takes bool) {
		before, met := t.in(e.i)
		if !met {
			return false
		}
		takes = t.matches(&moved[e.i], before)
		if takes || slices.Contains(t.met, e.j) {
			if shown, ok := t.shows(moved); ok {
				d, w, answer = shown, t.witness, Yes
			}
		}
		return takes
	}
	for _, t := range work.crowd[e.i] {
		if try(t); answer == Yes {
			return d, w, answer
		}
	}
	makeUp := func(in box, conditions ...*conjunction) (takes bool) {
		if work.looks -= len(a.index); work.looks < 0 || !work.tries {
			return false
		}
		if made, ok := a.chain.space.alone(in, conditions...); ok {
			t := a.traveller(made)
			if takes = try(t); answer == Yes {
				work.crowd.add(t)
			}
		}
		return takes
	}
	i, j, all := &e.plain[e.i], &e.plain[e.j], a.chain.space.all
	alone := makeUp(all, i, j)
	if !e.ends(e.i) && answer != Yes {
		after := a.chain.space.conditionAfter(e.matches[e.j], e.steps[e.i].alone())
		makeUp(all, i, &after)
	}
	if !alone || answer == Yes || !work.thirds.promising() {
		return d, w, answer
	}
	pair, _ := all.all(i.literals)
	pair, _ = pair.all(j.literals)
	for n, left := 0, mostThirds; n < len(e.near) && left > 0 && answer != Yes; n++ {
		if k := e.near[n]; e.thirdMatters(k) {
			makeUp(pair, &e.plain[k])
			left--
		}
	}
	work.thirds.add(answer == Yes)
	return d, w, answer
}

// orderMatters is inAndOutOfOrder for all ways at once.
func (a *Analysis) orderMatters(work *allowance, e *encounter, moved []stop) (d Difference, w Witness, answer Answer) {
	answer = work.thinkOf(e.i, func(r *run) (answer Answer) {
		takes := r.matches(e.i, e.matches[e.j])
		if t := e.takes(r, takes); !t.empty() {
			d, w, answer = a.takesApart(work, e, t, moved)
		}
		if answer == No && !e.ends(e.i) {
			d, w, answer = a.missesApart(work, e, r.given(takes.not()), moved)
		}
		return answer
	})
	return d, w, answer
}

// takesApart looks for a route that meets i and matches j there, and is treated in another way if j stands in front of i.
func (a *Analysis) takesApart(work *allowance, e *encounter, r *run, moved []stop) (d Difference, w Witness, answer Answer) {
	var m *run
	var strays lit
	switch next := e.steps[e.j].next; {
	case e.goesOnWith():
		m, strays = e.inStep(r, moved)
	case !e.ends(e.j) && next < len(r.asked) && r.asked[next] == always:
		m, strays = e.inStepBehind(r, moved)
	default:
		return r.anyApart(r, r.branch(moved, e.i, true))
	}
	switch w, answer = r.find(strays); answer {
	case Undecided:
		return d, w, answer
	case Yes:
		if d, ok := a.tell(work, w).shows(moved); ok {
			return d, w, Yes
		}
		m = r.branch(moved, e.i, true)
	}
	return r.anyApart(r, m)
}

// missesApart looks for a route that meets i and does not match j in front of it, and is treated in another way if j does
// not stand where it meets it.
func (a *Analysis) missesApart(work *allowance, e *encounter, r *run, moved []stop) (d Difference, w Witness, answer Answer) {
	if w, answer = r.find(r.hits[e.j]); answer != Yes {
		return d, w, answer
	}
	if d, ok := a.tell(work, w).shows(moved); ok {
		return d, w, Yes
	}
	return r.withAndWithout(e.j, e.stops())
}

// tell returns a route that has been found as a traveller, and keeps it in the crowd.
func (a *Analysis) tell(work *allowance, w Witness) *traveller {
	t := a.traveller(w)
	work.crowd.add(t)
	return t
}

// movedStops returns the stops of the chain if policy j stands in front of policy i.
func (e *encounter) movedStops() []stop {
	i, j, stops := e.i, e.j, e.stops()
	for k := range stops {
		switch next := stops[k].next; {
		case next == 0 || k < i && next <= i || next > j && (k != j || e.list[j].Next != nextFollowing):
		case k == j && e.list[j].Next == nextFollowing:
			stops[k].next = i + 1
		default: // who goes on with j goes on with what follows it
			stops[k].next = next + 1
		}
	}
	last := stops[j]
	copy(stops[i+1:j+1], stops[i:j])
	stops[i] = last
	return stops
}

// moved returns the policies renumbered so that policy j stands in front of policy i.
func (a *Analysis) moved(i, j int) variant {
	number := func(place int) int { return 2 * (place + 1) } // new priority
	standing := number(i) - 1                                // of j
	return func(k int) (Policy, bool) {
		p := *a.chain.list[k]
		moved := p
		moved.Priority = number(k)
		if k == j {
			moved.Priority = standing
		}
		switch next := a.chain.steps[k].next; {
		case p.Next == 0:
		case k == j && p.Next == nextFollowing:
			moved.Next = number(i)
		case next == i:
			moved.Next = standing
		default: // who goes on with j goes on with what follows it
			moved.Next = number(next)
		}
		return moved, true
	}
}
