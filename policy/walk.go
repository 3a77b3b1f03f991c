package policy

import "slices"

// A chain is the policies of one direction in the order of their priorities, as parts of a space.
type chain struct {
	space   *space
	list    []*Policy
	matches []int // number of the match of each in the space
	steps   []step
	plain   []conjunction // the conditions of each, for a route that nothing has changed
}

// newChain readies policies, whose matches have these numbers in the space.
func newChain(s *space, list []*Policy, matches []int) *chain {
	c := &chain{space: s, list: list, matches: matches}
	for i, p := range list {
		c.steps = append(c.steps, stepOf(p, resume(list, i)))
		c.plain = append(c.plain, s.plain[matches[i]])
	}
	return c
}

// stops returns the policies of the chain as the stops of a run.
func (c *chain) stops() []stop {
	list := make([]stop, len(c.steps))
	for i := range list {
		list[i] = stop{step: &c.steps[i], match: c.matches[i], next: c.steps[i].next}
	}
	return list
}

// only returns the chain of the policies at some places, as if there were no others.
func (c *chain) only(places []int) *chain {
	sub := &chain{space: c.space}
	for _, i := range places {
		sub.list = append(sub.list, c.list[i])
		sub.matches = append(sub.matches, c.matches[i])
		sub.plain = append(sub.plain, c.plain[i])
	}
	for i, at := range places {
		s := c.steps[at]
		s.next = resume(sub.list, i)
		sub.steps = append(sub.steps, s)
	}
	return sub
}

// condition returns the condition of policy i for a route that has been changed.
func (s *solver) condition(c *chain, i int, by *change) *conjunction {
	if by.seen == "" {
		return &c.plain[i]
	}
	known := s.changed[by.seen]
	if known == nil {
		known = make([]*conjunction, len(c.space.matches))
		s.changed[by.seen] = known
	}
	m := c.matches[i]
	if known[m] == nil && s.spend(40) {
		made := c.space.conditionAfter(m, by)
		known[m] = &made
	}
	return known[m]
}

// A walk is a set of routes that have taken the same way so far: those in the box for which every clause has a literal
// that holds.
type walk struct {
	at      int // place of the policy that is asked next
	box     box
	clauses [][]literal
	change  change
	met     []int // places of the policies that matched
}

// start returns the walk of all routes.
func (c *chain) start() walk { return walk{box: c.space.all} }

// narrow returns the routes of the walk for which a condition holds; ok is false if there plainly are none.
func (w walk) narrow(by *conjunction) (walk, bool) {
	if by.never || w.missed(by) {
		return w, false
	}
	var ok bool
	if w.box, ok = w.box.all(by.literals); !ok {
		return w, false
	}
	open := make([][]literal, 0, len(w.clauses))
	for _, clause := range w.clauses {
		if !w.box.impliesOne(clause) {
			open = append(open, clause)
		}
	}
	w.clauses = open
	return w, true
}

// missed reports whether it is one of the clauses that the very condition does not hold.
func (w *walk) missed(by *conjunction) bool {
	return len(by.negated) > 0 && slices.ContainsFunc(w.clauses, func(clause []literal) bool { return &clause[0] == &by.negated[0] })
}

// meet returns the walk after policy i, whose condition holds for all its routes.
func (w walk) meet(c *chain, i int) walk {
	s := &c.steps[i]
	w.at, w.met = s.next, append(slices.Clip(w.met), i)
	if !s.deny {
		w.change = w.change.after(s)
	}
	return w
}

// miss returns the routes of the walk for which a condition does not hold that holds for some; ok is false if there
// plainly are none.
func (w walk) miss(by *conjunction) (walk, bool) {
	if by.never {
		return w, true
	}
	if w.box.impliesAll(by.literals) {
		return w, false
	}
	w.clauses = append(w.clauses, by.negated)
	return w, true
}

// ends reports whether a walk ends at policy i when that matches.
func (c *chain) ends(i int) bool { return c.steps[i].deny || c.steps[i].next == 0 }

// An outcome is what becomes of the routes of a walk at its end.
type outcome struct {
	walk
	deny bool
}

// outcomes yields the ways on which the routes of a walk can go on to the end of the list, each route on one of them, until
// yield returns false. A way may turn out to be empty. One policy can be left out, -1: none. The result is false if it
// was stopped, by yield or by the limit of work.
func (c *chain) outcomes(s *solver, w walk, without int, yield func(outcome) bool) bool {
	for i := w.at; i < len(c.steps); i++ {
		if i == without {
			continue
		}
		condition := s.condition(c, i, &w.change)
		if !s.spend(4 + 2*len(w.clauses)) {
			return false
		}
		part, ok := w.narrow(condition)
		if !ok {
			continue
		}
		if !c.follow(s, part.meet(c, i), i, without, yield) {
			return false
		}
		if w, ok = w.miss(condition); !ok {
			return true
		}
	}
	return yield(outcome{walk: w})
}

// follow yields the ways of a walk that has just met policy i.
func (c *chain) follow(s *solver, w walk, i, without int, yield func(outcome) bool) bool {
	if c.ends(i) {
		return yield(outcome{w, c.steps[i].deny})
	}
	if s.empty(&w) {
		return true
	}
	return c.outcomes(s, w, without, yield)
}

// reach yields the ways on which a route can reach and meet policy k, narrowed to the routes that do, before they are
// changed by it. If only whether there is one matters, policies that make no difference to that are passed over.
func (c *chain) reach(s *solver, k int, onlyWhether bool, yield func(walk) bool) bool {
	fixed := c.space.fixed[c.matches[k]]
	w, ok := c.start().narrow(&fixed)
	if !ok {
		return true
	}
	return c.reachFrom(s, w, k, onlyWhether, yield)
}

func (c *chain) reachFrom(s *solver, w walk, k int, onlyWhether bool, yield func(walk) bool) bool {
	for i := w.at; i < k; i++ {
		condition := s.condition(c, i, &w.change)
		if !s.spend(4 + 2*len(w.clauses)) {
			return false
		}
		part, possible := w.narrow(condition)
		if !possible || onlyWhether && c.transparent(i, k) {
			continue
		}
		if !c.ends(i) && c.steps[i].next <= k && !c.reachAfter(s, part.meet(c, i), k, onlyWhether, yield) {
			return false
		}
		var ok bool
		if w, ok = w.miss(condition); !ok {
			return true
		}
	}
	condition := s.condition(c, k, &w.change)
	if condition == nil {
		return false
	}
	if w, ok := w.narrow(condition); ok {
		w.at = k
		return yield(w)
	}
	return true
}

// reachAfter is reachFrom for a walk that has just met a policy.
func (c *chain) reachAfter(s *solver, w walk, k int, onlyWhether bool, yield func(walk) bool) bool {
	if s.empty(&w) {
		return true
	}
	return c.reachFrom(s, w, k, onlyWhether, yield)
}

// transparent reports whether it makes no difference to policy k whether policy i matches: the walk goes on with the one
// that follows, and what i changes is in no condition up to that of k.
func (c *chain) transparent(i, k int) bool {
	s := &c.steps[i]
	if s.deny || s.next != i+1 {
		return false
	}
	for j := i + 1; j <= k; j++ {
		if len(s.prepend) > 0 && len(c.steps[j].asPath.List) > 0 || len(s.set) > 0 && len(c.steps[j].communities.List) > 0 {
			return false
		}
	}
	return true
}

// priorities returns the priorities of the policies at some places.
func (c *chain) priorities(places []int) []int {
	list := make([]int, len(places))
	for i, at := range places {
		list[i] = c.list[at].Priority
	}
	return list
}
