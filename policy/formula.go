package policy

import (
	"math"
	"slices"
)

// A literal of a formula is a variable or its negation: 2v or 2v+1. Variable 0 is true.
type lit int32

const (
	always lit = 0
	never  lit = 1
)

func (l lit) not() lit { return l ^ 1 }

// is returns the literal that holds where l has a value.
func (l lit) is(value bool) lit {
	if value {
		return l
	}
	return l.not()
}

// A watch is a clause that waits for a literal to become false. The clause holds where the blocker does.
type watch struct {
	blocker lit
	clause  int32 // place in the store; inBlocker: the clause is the two literals
}

const inBlocker = -1

// Where the value of a variable comes from: a clause in the store, or one of two literals, as pairWith tells.
const (
	byChoice = -1
	byDomain = math.MinInt32
)

func pairWith(l lit) int32 { return -2 - int32(l) }

// A formula is clauses about variables, of each of which one literal must hold. Its search for values learns from each
// dead end a clause that leads around all those like it, which is what lets it answer where cases are too many to be
// looked at one by one. The same questions in the same order have the same answers.
type formula struct {
	work    int       // how many more clauses may be looked at
	store   []lit     // clauses of three and more literals, each behind its length
	watches [][]watch // by literal
	values  []int8    // by literal: 1 holds, -1 does not, 0 not known
	level   []int32   // by variable: number of choices that its value rests on
	reason  []int32   // by variable
	prefer  []bool    // by variable: the value that is tried first
	trail   []lit     // literals that hold, in the order in which that was found
	choices []mark    // where the trail was at each choice
	focus   []lit     // what the first choices are to be
	told    int       // what the clauses have been told of the trail
	based   int       // the literals of the trail in front of it are known to follow from others, whatever is chosen next
	broken  bool      // no values satisfy the clauses
	queue   queue
	domains []domain
	role    []role       // by variable
	stands  []definition // by variable
	defined []lit        // the literals of the definitions
	plain   []lit        // variables that always get a value
	seen    []bool       // by variable, for learn
	pair    [2]lit
	because []lit   // for excluded
	some    atomSet // for narrow and excluded
}

// A mark is a place in the trail, and what was based there.
type mark struct{ trail, based int }

func newFormula() *formula {
	f := new(formula)
	f.open(true)
	f.add(always)
	return f
}

// variable returns a new variable, which gets a value wherever the formula is satisfied.
func (f *formula) variable(prefer bool) lit {
	l := f.open(prefer)
	f.plain = append(f.plain, l)
	return l
}

// open returns a new variable that needs no value where nothing asks for it.
func (f *formula) open(prefer bool) lit {
	f.work -= 8
	v := len(f.level)
	f.watches = append(f.watches, nil, nil)
	f.values = append(f.values, 0, 0)
	f.level, f.reason = append(f.level, 0), append(f.reason, byChoice)
	f.prefer, f.seen = append(f.prefer, prefer), append(f.seen, false)
	f.role, f.stands = append(f.role, role{}), append(f.stands, definition{})
	f.queue.add()
	return lit(2 * v)
}

func (f *formula) holds(l lit) bool { return f.values[l] > 0 }

// add adds a clause. It forgets the choices but those of the focus.
func (f *formula) add(literals ...lit) {
	f.settle()
	f.work -= 8 * len(literals)
	open := literals[:0]
	for _, l := range literals {
		switch certain := f.values[l] != 0 && f.level[l/2] == 0; {
		case certain && f.values[l] > 0 || slices.Contains(open, l.not()):
			return
		case !certain && !slices.Contains(open, l):
			open = append(open, l)
		}
	}
	switch len(open) {
	case 0:
		f.broken = true
	case 1:
		f.back(0)
		f.set(open[0], byChoice)
	default:
		f.addOpen(open)
	}
}

// addOpen adds a clause of two or more literals, none of which is certain.
func (f *formula) addOpen(c []lit) {
	f.watchable(c)
	if f.values[c[0]] < 0 {
		f.back(int(f.level[c[0]/2]) - 1)
		f.watchable(c)
	}
	reason := f.attach(c)
	if f.values[c[0]] == 0 && f.values[c[1]] < 0 {
		f.set(c[0], reason)
	}
}

// attach stores a clause of two or more literals, of which the first two are watched, and returns it as the reason for its
// first.
func (f *formula) attach(c []lit) int32 {
	if len(c) == 2 {
		f.watches[c[0]] = append(f.watches[c[0]], watch{c[1], inBlocker})
		f.watches[c[1]] = append(f.watches[c[1]], watch{c[0], inBlocker})
		return pairWith(c[1])
	}
	at := int32(len(f.store))
	f.store = append(append(f.store, lit(len(c))), c...)
	f.watches[c[0]] = append(f.watches[c[0]], watch{c[1], at})
	f.watches[c[1]] = append(f.watches[c[1]], watch{c[0], at})
	return at
}

func (f *formula) clause(at int32) []lit { return f.store[at+1:][:f.store[at]] }

// set makes a literal hold.
func (f *formula) set(l lit, reason int32) {
	f.values[l], f.values[l.not()] = 1, -1
	f.level[l/2], f.reason[l/2] = int32(len(f.choices)), reason
	f.trail = append(f.trail, l)
}

// back takes choices back until n are left.
func (f *formula) back(n int) {
	if len(f.choices) <= n {
		return
	}
	from := f.choices[n]
	for n := len(f.trail) - 1; n >= from.trail; n-- {
		l := f.trail[n]
		f.values[l], f.values[l.not()] = 0, 0
		if f.role[l/2].domain > 0 {
			f.widen(l)
		}
		f.queue.put(int(l / 2))
	}
	f.trail, f.choices, f.told, f.based = f.trail[:from.trail], f.choices[:n], from.trail, from.based
}

// propagate sets what follows from what holds, and returns a clause that cannot hold any more.
func (f *formula) propagate() []lit {
	for f.told < len(f.trail) {
		l := f.trail[f.told]
		f.told++
		if dead := f.visit(l.not()); dead != nil {
			return dead
		}
		if f.role[l/2].domain > 0 {
			if dead := f.narrow(l); dead != nil {
				return dead
			}
		}
	}
	return nil
}

// visit goes through the clauses that wait for a literal that has become false.
func (f *formula) visit(gone lit) (dead []lit) {
	list := f.watches[gone]
	f.work -= 1 + len(list)
	kept := list[:0]
	for i, w := range list {
		if f.values[w.blocker] > 0 {
			kept = append(kept, w)
			continue
		}
		first, reason := w.blocker, pairWith(gone)
		if w.clause != inBlocker {
			c := f.clause(w.clause)
			if c[0] == gone {
				c[0], c[1] = c[1], gone
			}
			first, reason = c[0], w.clause
			if f.values[first] <= 0 && f.moveWatch(c, w.clause) {
				continue
			}
			w.blocker = first
		}
		kept = append(kept, w)
		switch {
		case f.values[first] > 0:
		case f.values[first] == 0:
			f.set(first, reason)
		default:
			f.watches[gone] = append(kept, list[i+1:]...)
			return f.deadClause(w, gone)
		}
	}
	f.watches[gone] = kept
	return nil
}

// moveWatch lets another literal than the second, which is false, be watched, if there is one that is not.
func (f *formula) moveWatch(c []lit, at int32) bool {
	for k := 2; k < len(c); k++ {
		if f.values[c[k]] >= 0 {
			c[1], c[k] = c[k], c[1]
			f.watches[c[1]] = append(f.watches[c[1]], watch{c[0], at})
			return true
		}
	}
	return false
}

func (f *formula) deadClause(w watch, gone lit) []lit {
	if w.clause != inBlocker {
		return f.clause(w.clause)
	}
	f.pair = [2]lit{gone, w.blocker}
	return f.pair[:]
}

// reasons returns the literals, all false, that made the literal of a variable hold.
func (f *formula) reasons(v lit) []lit {
	switch r := f.reason[v]; {
	case r == byChoice:
		return nil
	case r == byDomain:
		return f.excluded((2 * v).is(f.values[2*v] < 0))
	case r < byChoice:
		f.pair[0] = lit(-2 - r)
		return f.pair[:1]
	default:
		return f.clause(r)[1:]
	}
}

// learn returns a clause that follows from all others and that the choices before the last one would have turned, and
// how many choices it rests on. Its first literal is the one that it turns, its second one rests on the last of them.
func (f *formula) learn(dead []lit) (learned []lit, rests int) {
	learned = append(learned, 0)
	last, open := int32(len(f.choices)), 0
	mark := func(list []lit) {
		for _, l := range list {
			if f.level[l/2] == 0 {
				continue
			}
			if f.seen[l/2] {
				continue
			}
			f.seen[l/2] = true
			f.queue.bump(int(l / 2))
			if f.level[l/2] == last {
				open++
			} else {
				learned = append(learned, l)
			}
		}
	}
	mark(dead)
	at := len(f.trail)
	for {
		for at--; !f.seen[f.trail[at]/2]; at-- {
		}
		if open--; open == 0 {
			break
		}
		f.work--
		mark(f.reasons(f.trail[at] / 2))
		f.seen[f.trail[at]/2] = false
	}
	f.seen[f.trail[at]/2] = false
	learned[0] = f.trail[at].not()
	marked := slices.Clone(learned[1:])
	learned = append(learned[:1], slices.DeleteFunc(learned[1:], f.follows)...)
	for _, l := range marked {
		f.seen[l/2] = false
	}
	for i := 1; i < len(learned); i++ {
		if n := int(f.level[learned[i]/2]); n > rests {
			rests = n
			learned[1], learned[i] = learned[i], learned[1]
		}
	}
	return learned, rests
}

// follows reports whether a literal of a clause being learned is false because others of it are.
func (f *formula) follows(l lit) bool {
	reasons := f.reasons(l / 2)
	return len(reasons) > 0 && !slices.ContainsFunc(reasons, func(r lit) bool { return !f.seen[r/2] && f.level[r/2] > 0 })
}

// solve looks for values with which every clause holds, and the assumptions do. With Yes, values of all that the
// assumptions depend on are in place until the formula is changed.
func (f *formula) solve(assumptions ...lit) Answer { return f.solveWith(nil, assumptions) }

// solveWith is solve for values of some more literals too.
func (f *formula) solveWith(more, assumptions []lit) Answer {
	f.settle()
	f.queue.clear()
	assumptions = slices.Concat(f.focus, assumptions)
	for restart := 1; f.work >= 0 && !f.broken; restart++ {
		if answer := f.search(more, assumptions, 64*luby(restart)); answer != Undecided {
			return answer
		}
		f.back(len(f.focus))
	}
	if f.broken {
		return No
	}
	return Undecided
}

// search is solve until it has met a number of dead ends.
func (f *formula) search(more, assumptions []lit, deadEnds int) Answer {
	for {
		if dead := f.propagate(); dead != nil {
			if deadEnds--; !f.leave(dead) {
				return No
			}
			continue
		}
		if deadEnds < 0 || f.work < 0 {
			return Undecided
		}
		next, answer := f.choose(more, assumptions)
		if answer != Undecided {
			return answer
		}
		f.decide(next)
	}
}

// decide chooses a literal that is not false.
func (f *formula) decide(l lit) {
	if len(f.choices) == 0 {
		f.based = len(f.trail) // what holds whatever is chosen needs no reason
	}
	f.choices = append(f.choices, mark{len(f.trail), f.based})
	if f.values[l] == 0 {
		f.set(l, byChoice)
	}
}

// leave leaves a dead end, if a choice led to it. Otherwise the formula is broken.
func (f *formula) leave(dead []lit) (ok bool) {
	if len(f.choices) == 0 {
		f.broken = true
		return false
	}
	learned, rests := f.learn(dead)
	f.back(rests)
	reason := int32(byChoice)
	if len(learned) > 1 {
		reason = f.attach(learned)
	}
	f.set(learned[0], reason)
	f.queue.age()
	return true
}

// choose returns the literal that is tried next, or the answer if there is none.
func (f *formula) choose(more, assumptions []lit) (lit, Answer) {
	if n := len(f.choices); n < len(assumptions) {
		if l := assumptions[n]; f.values[l] >= 0 {
			return l, Undecided
		}
		return 0, No
	}
	f.work--
	for v, ok := f.queue.take(); ok; v, ok = f.queue.take() {
		if l := lit(2 * v); f.values[l] == 0 {
			return l.is(f.prefer[v]), Undecided
		}
	}
	if l, ok := f.baseless(); ok {
		return l, Undecided
	}
	for _, list := range [][]lit{more, f.plain} {
		for _, l := range list {
			if f.values[l] == 0 {
				return (l &^ 1).is(f.prefer[l/2]), Undecided
			}
		}
	}
	return 0, Yes
}

// luby returns the i-th number of 1 1 2 1 1 2 4 1 1 2 1 1 2 4 8, the best multiples of a patience of which nothing is known.
func luby(i int) int {
	for k := 1; ; k *= 2 {
		switch {
		case i == 2*k-1:
			return k
		case i < 2*k-1:
			return luby(i - k + 1)
		}
	}
}

// A size is how much there is of a formula.
type size struct{ variables, store, defined, plain int }

func (f *formula) size() size { return size{len(f.level), len(f.store), len(f.defined), len(f.plain)} }

// cut takes back the variables and clauses that have been added since the formula had a size. Clauses that were added
// must have been about such variables, each of which is defined by others; so what was learned of the others still holds.
func (f *formula) cut(to size) {
	f.focusOn()
	f.propagate()
	f.watches = f.watches[:2*to.variables]
	for l, list := range f.watches {
		f.watches[l] = slices.DeleteFunc(list, func(w watch) bool {
			return int(w.blocker/2) >= to.variables || int(w.clause) >= to.store
		})
	}
	f.trail = slices.DeleteFunc(f.trail, func(l lit) bool { return int(l/2) >= to.variables })
	f.told = len(f.trail)
	f.store = f.store[:to.store]
	f.values, f.level, f.reason = f.values[:2*to.variables], f.level[:to.variables], f.reason[:to.variables]
	f.prefer, f.seen, f.role = f.prefer[:to.variables], f.seen[:to.variables], f.role[:to.variables]
	f.stands, f.defined, f.plain = f.stands[:to.variables], f.defined[:to.defined], f.plain[:to.plain]
	for i := range f.domains {
		f.domains[i].cut(to.variables)
	}
	f.queue.cut(to.variables)
}
