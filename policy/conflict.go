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

// maxWays is the number of ways to a policy that are looked at for conflicts.
const maxWays = 256

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
	work := newAllowance(a.ways, a.chain)
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
	ways, complete := a.chain.ways(work, i)
	for j := i + 1; j < len(a.index) && m.Err() == nil; j++ {
		if !a.chain.overlap(i, j) {
			continue
		}
		c, answer := a.conflict(work, ways, complete, i, j)
		if answer == Yes {
			list = append(list, c)
		}
		decided = decided && answer != Undecided
	}
	return list, decided
}

// ways returns the ways to policy i.
func (c *chain) ways(work *allowance, i int) (ways []walk, complete bool) {
	answer := work.ask(func(s *solver) Answer {
		c.reach(s, i, false, func(way walk) bool {
			if !s.empty(&way) {
				ways = append(ways, way)
			}
			return len(ways) < maxWays
		})
		return No
	})
	return ways, answer == No && len(ways) < maxWays
}

// conflict looks for a route on one of the ways to policy i for which it matters that j does not stand in front of i.
func (a *Analysis) conflict(work *allowance, ways []walk, complete bool, i, j int) (c Conflict, answer Answer) {
	c = Conflict{First: a.chain.list[i].Priority, Second: a.chain.list[j].Priority}
	answer = work.ask(func(s *solver) (answer Answer) {
		for n := 0; n < len(ways) && answer == No; n++ {
			c.Difference, c.Witness, answer = a.chain.inAndOutOfOrder(s, ways[n], i, j)
		}
		if answer == No && !complete {
			return Undecided
		}
		return answer
	})
	if answer == Undecided {
		c.Difference, c.Witness, answer = a.orderMatters(work, i, j)
	}
	if answer == Yes && !a.differs(a.moved(i, j), c.Difference, &c.Witness) {
		answer = Undecided // never seen: the analysis and the evaluation disagree
	}
	return c, answer
}

// inAndOutOfOrder looks for a route of a way to policy i that is treated in another way if j stands in front of i.
func (c *chain) inAndOutOfOrder(s *solver, way walk, i, j int) (Difference, Witness, Answer) {
	return s.apart(func(yield func(outcome) bool) {
		c.follow(s, way.meet(c, i), i, -1, yield)
	}, func(a *outcome, yield func(outcome) bool) {
		c.outOfOrder(s, a.goOn(i, way.change), i, j, yield)
	})
}

// outOfOrder yields the ways of routes that stand before policy i and meet it, if j is in front of i.
func (c *chain) outOfOrder(s *solver, w walk, i, j int, yield func(outcome) bool) {
	condition := s.condition(c, j, &w.change)
	if condition == nil {
		return
	}
	if part, ok := w.narrow(condition); ok {
		part = part.meet(c, j)
		if c.list[j].Next == nextFollowing {
			part.at = i
		}
		if !c.follow(s, part, j, j, yield) {
			return
		}
	}
	if c.ends(i) {
		return // j does not match, and is not asked where it stands now
	}
	if rest, ok := w.miss(condition); ok {
		c.follow(s, rest.meet(c, i), i, j, yield)
	}
}

// orderMatters is inAndOutOfOrder for all ways to policy i. It first asks the routes that have been found before.
func (a *Analysis) orderMatters(work *allowance, i, j int) (d Difference, w Witness, answer Answer) {
	if work.clauses <= 0 {
		return d, w, Undecided
	}
	moved := a.chain.movedStops(i, j)
	work.clauses -= len(moved) * (1 + len(work.travellers))
	for _, t := range work.travellers {
		if slices.Contains(t.met, i) {
			if d, ok := t.shows(moved); ok {
				return d, t.witness, Yes
			}
		}
	}
	answer = work.think(func(l *logic, runs []*run) (answer Answer) {
		r := runs[0]
		inFront := r.matches(i, a.chain.matches[j])
		takes := r.and(r.hits[i], inFront)
		if w, answer = l.find(takes); answer == Yes {
			t := a.traveller(w)
			work.meet(t)
			var ok bool
			if d, ok = t.shows(moved); ok {
				return Yes
			}
			d, w, answer = l.anyApart(r.branch(a.chain.stops(), i, true), r.branch(moved, i, true), takes)
		}
		if answer == No && !a.chain.ends(i) {
			d, w, answer = a.chain.needed(r, j, r.and(r.hits[i], inFront.not()))
		}
		return answer
	})
	return d, w, answer
}

// movedStops returns the stops of the chain if policy j stands in front of policy i.
func (c *chain) movedStops(i, j int) []stop {
	stops := c.stops()
	for k := range stops {
		switch next := stops[k].next; {
		case next == 0 || k < i && next <= i || next > j && (k != j || c.list[j].Next != nextFollowing):
		case k == j && c.list[j].Next == nextFollowing:
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

// moved returns the policies by their place in the chain, renumbered so that policy j stands in front of policy i.
func (a *Analysis) moved(i, j int) map[int]Policy {
	number := make([]int, len(a.index)+1) // new priority by place in the chain
	for k := range number {
		number[k] = 2 * (k + 1)
	}
	standing := number[i] - 1 // of j
	list := make(map[int]Policy, len(a.index))
	for k, p := range a.chain.list {
		moved := *p
		moved.Priority = number[k]
		if k == j {
			moved.Priority = standing
		}
		switch next := a.chain.steps[k].next; {
		case p.Next == 0:
		case k == j && p.Next == nextFollowing:
			moved.Next = number[i]
		case next == i:
			moved.Next = standing
		default: // who goes on with j goes on with what follows it
			moved.Next = number[next]
		}
		list[k] = moved
	}
	return list
}
