package policy

// An Answer is what an analysis found out. The zero Answer is No.
type Answer uint8

// The closed set of answers.
const (
	No Answer = iota
	Yes
	Undecided // the question is too large: the analysis stopped at its limit of work
)

// A solver looks for a route in a box that meets none of some conditions. It is exact: it finds one, or there is none, or
// it has no work left.
type solver struct {
	space   *space
	work    int                       // how many more literals may be looked at
	changed map[string][]*conjunction // conditions by what they see of a change, then by match
}

// spend takes n from the work that is left, and reports whether it sufficed.
func (s *solver) spend(n int) bool {
	s.work -= n
	return s.work >= 0
}

// find returns a part of b, not empty, in which every clause holds: at least one of its literals. Clauses are settled
// one after the other: one that holds in all of the box falls away, one with a single literal left narrows the box, and
// only where neither is the case, the box is split by the literals of the shortest clause.
func (s *solver) find(b box, clauses [][]literal) (box, Answer) {
	b, clauses, answer := s.settle(b, clauses)
	if answer != Yes {
		return b, answer
	}
	if guess, ok := s.guess(&b, clauses); ok {
		return guess, Yes
	}
	if len(clauses) == 0 {
		_, answer = s.pick(&b)
		return b, answer
	}
	split, rest := takeShortest(clauses)
	for i := range split {
		if part, ok := b.and(&split[i]); ok {
			if found, answer := s.find(part, rest); answer != No {
				return found, answer
			}
		}
		negated := s.space.negation(split[i])
		var ok bool
		if b, ok = b.and(&negated); !ok {
			break
		}
	}
	return b, No
}

// guess tries the route of the box that the fewest conditions hold for, dimension by dimension, and returns it as a box
// if every clause holds for it. Where conditions are many and wide apart, that spares splitting the box.
func (s *solver) guess(b *box, clauses [][]literal) (one box, ok bool) {
	c, answer := s.pick(b)
	if answer != Yes || !s.spend(len(clauses)) {
		return one, false
	}
	one = s.space.loneliest(b, &c)
	for _, clause := range clauses {
		if !one.impliesOne(clause) {
			return one, false
		}
	}
	return one, true
}

// takeShortest returns a clause with as few literals as any, and the others.
func takeShortest(clauses [][]literal) (shortest []literal, rest [][]literal) {
	at := 0
	for i := range clauses {
		if len(clauses[i]) < len(clauses[at]) {
			at = i
		}
	}
	rest = make([][]literal, 0, len(clauses)-1)
	return clauses[at], append(append(rest, clauses[:at]...), clauses[at+1:]...)
}

// empty reports whether a walk has no routes for sure.
func (s *solver) empty(w *walk) bool {
	_, answer := s.find(w.box, w.clauses)
	return answer == No
}

// settle narrows b by clauses that leave no choice and returns those that leave one, without the literals that cannot
// hold. The answer is Yes unless there is a clause that cannot hold.
func (s *solver) settle(b box, clauses [][]literal) (box, [][]literal, Answer) {
	if s.space.empty {
		return b, nil, No
	}
	for narrowed := true; narrowed; {
		narrowed = false
		open := make([][]literal, 0, len(clauses))
		for _, clause := range clauses {
			if !s.spend(len(clause)) {
				return b, nil, Undecided
			}
			left, holds := b.open(clause)
			switch {
			case holds:
			case len(left) == 0:
				return b, nil, No
			case len(left) == 1:
				if b, holds = b.and(&left[0]); !holds {
					return b, nil, No
				}
				narrowed = true
			default:
				open = append(open, left)
			}
		}
		clauses = open
	}
	return b, clauses, Yes
}

// open returns the literals of a clause that can hold in the box; holds is true if one always does.
func (b *box) open(clause []literal) (left []literal, holds bool) {
	if b.impliesOne(clause) {
		return nil, true
	}
	for i := range clause {
		if b.allows(&clause[i]) {
			left = append(left, clause[i])
		}
	}
	return left, false
}

// negation returns the literal that holds where l does not.
func (s *space) negation(l literal) literal {
	if l.dimension < points {
		l.points = s.whole(l.dimension).minus(l.points)
	} else {
		l.not = !l.not
	}
	return l
}

// A choice is a value for each set dimension.
type choice [ofASPath - points + 1]atomSet

// pick chooses the sets of a route in the box. The answer is No if there is none.
func (s *solver) pick(b *box) (c choice, answer Answer) {
	for d := range c {
		most := -1
		if points+dimension(d) == ofInstance {
			most = 2 // an origin instance and its member
		}
		if c[d], answer = s.pickSet(b.sets[d], most); answer != Yes {
			return c, answer
		}
	}
	return c, Yes
}

// pickSet chooses a set of at most most atoms, of any number if most is negative. Each interval that is excluded is left
// by an atom that is too many for it, or by one that it lacks.
func (s *solver) pickSet(set subset, most int) (atomSet, Answer) {
	if !s.spend(1 + len(set.not)) {
		return nil, Undecided
	}
	if most >= 0 && set.lower.count() > most {
		return nil, No
	}
	if len(set.not) == 0 {
		return set.lower, Yes
	}
	leave := set.not[0]
	for _, atom := range set.upper.minus(leave.upper).minus(set.lower).list() {
		narrower := set
		narrower.lower = set.lower.with(atom)
		if picked, answer := s.pickNarrower(narrower, most); answer != No {
			return picked, answer
		}
	}
	for _, atom := range leave.lower.minus(set.lower).list() {
		narrower := set
		narrower.upper = set.upper.minus(newAtoms(64 * len(set.upper)).with(atom))
		if picked, answer := s.pickNarrower(narrower, most); answer != No {
			return picked, answer
		}
	}
	return nil, No
}

func (s *solver) pickNarrower(set subset, most int) (atomSet, Answer) {
	set, ok := set.simplify()
	if !ok {
		return nil, No
	}
	return s.pickSet(set, most)
}
