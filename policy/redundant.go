package policy

import "slices"

// A Redundancy tells whether a policy can be deleted. Each policy is looked at with all the others in place: of two equal
// ones either can be deleted, not both.
type Redundancy struct {
	Index    int // place in the list that was analysed
	Priority int

	// Redundant is Yes if no route would be treated in another way without the policy, changed attributes included. That
	// goes for dead policies, and for others whose routes meet the same fate further down.
	Redundant Answer

	// Witness is a route that would be treated in another way, if Redundant is No, and Difference what it would differ in.
	Witness    Witness
	Difference Difference
}

// Redundancies returns for each policy of the direction whether it can be deleted, in the order in which they are asked.
func (a *Analysis) Redundancies() []Redundancy {
	list := make([]Redundancy, len(a.index))
	for k, i := range a.index {
		list[k] = Redundancy{Index: i, Priority: a.list[i].Priority, Redundant: Undecided}
	}
	if a.tooLong {
		return list
	}
	work := newAllowance(a.effort, a.chain)
	for k := range list {
		list[k] = a.redundancy(work, k)
	}
	return list
}

// Redundant returns the policies that can be deleted, one of them at a time.
func (a *Analysis) Redundant() []Redundancy {
	return slices.DeleteFunc(a.Redundancies(), func(r Redundancy) bool { return r.Redundant != Yes })
}

func (a *Analysis) redundancy(work *allowance, k int) Redundancy {
	r := Redundancy{Index: a.index[k], Priority: a.chain.list[k].Priority}
	needed := work.ask(func(s *solver) (answer Answer) {
		a.chain.reach(s, k, false, func(way walk) bool {
			r.Difference, r.Witness, answer = a.chain.withAndWithout(s, way, k)
			return answer == No
		})
		return answer
	})
	if needed == Undecided {
		needed = work.think(func(l *logic, runs []*run) (answer Answer) {
			r.Difference, r.Witness, answer = runs[0].needed(k, a.stops)
			return answer
		})
	}
	switch {
	case needed == No:
		r.Redundant = Yes
	case needed == Undecided || !a.differs(a.without(k), r.Difference, &r.Witness):
		r.Redundant, r.Witness, r.Difference = Undecided, Witness{}, DifferentVerdict
	}
	return r
}

// withAndWithout looks for a route of a way to policy k that is treated in another way if k is not there.
func (c *chain) withAndWithout(s *solver, way walk, k int) (Difference, Witness, Answer) {
	return s.apart(func(yield func(outcome) bool) {
		c.follow(s, way.meet(c, k), k, -1, yield)
	}, func(a *outcome, yield func(outcome) bool) {
		c.outcomes(s, a.goOn(k+1, way.change), k, yield)
	})
}

// needed is withAndWithout for all ways to stop k at once.
func (r *run) needed(k int, stops []stop) (d Difference, w Witness, answer Answer) {
	if w, answer = r.find(r.hits[k]); answer != Yes {
		return d, w, answer
	}
	return r.meeting(k).withAndWithout(k, stops)
}

// withAndWithout looks for a route that meets stop k and is treated in another way if k is not there.
func (r *run) withAndWithout(k int, stops []stop) (d Difference, w Witness, answer Answer) {
	r, others := r.given(r.hits[k]), withoutStop(stops, k)
	if s := &stops[k]; !s.deny && s.next == k+1 {
		m := r.comeTo(others, k)
		strays := r.leads(m, k, k+1, func(i int) int { return i - 1 }, k)
		if _, answer = r.find(strays); answer == No {
			return r.anyApart(r, m)
		}
	}
	return r.anyApart(r, r.branch(others, k, false))
}

// withoutStop returns stops without stop k.
func withoutStop(stops []stop, k int) []stop {
	stops = slices.Delete(slices.Clone(stops), k, k+1)
	for i := range stops {
		if stops[i].next > k {
			stops[i].next--
		}
	}
	return stops
}

// without returns the policies without policy k.
func (a *Analysis) without(k int) variant {
	return func(place int) (Policy, bool) { return *a.chain.list[place], place != k }
}
