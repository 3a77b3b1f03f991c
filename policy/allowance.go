package policy

// The work that an analysis does before it answers [Undecided], for one question and for all questions of one call
// together. A question is first put to the ways of the routes through the chain, one after the other, where work is
// literals that are looked at. That is quick where the ways are few. If it comes to no end, the question is put to a
// logic, which knows of all ways at once, and where work is clauses that are looked at. The work of a call takes about a
// second on one core.
const (
	waysPerQuestion    = 1 << 13
	waysPerCall        = 1 << 21
	waysOfCells        = 1 << 20
	clausesPerQuestion = 1 << 25
	clausesPerCall     = 1 << 25
)

// usualWords is the size of a set of values up to which looking at a literal counts as one unit of work, in words.
const usualWords = 256

// maxAside is the number of variables that questions may leave in a logic.
const maxAside = 1 << 11

// looksPerCall is the number of policies that are looked at to see which can match the routes that two of them can match,
// and what they do with routes that are made up.
const looksPerCall = 1 << 24

// An effort is what is done before a question is put to a logic.
type effort struct {
	ways  int  // work on the ways for one question
	tries bool // routes are made up to see whether they show something
}

var usualEffort = effort{waysPerQuestion, true}

// An allowance is the work that is left for a call, and what has been found out in it.
type allowance struct {
	chains  []*chain
	each    int // of the ways, for one question
	ways    int
	walks   record // of the questions that were put to the ways
	clauses int
	tries   bool
	thirds  record // of the questions for which routes were made up that match a third policy
	looks   int
	crowd   crowd
	logic   *logic // nil: no question has been put to it yet
	runs    []*run // of the chains
	ground  extent // of the logic when it has been told of the runs
	met     *run   // of the routes of the first chain that meet a stop; nil: of none
	stop    int
}

// newAllowance returns the work for a call about chains of one space: less where sets are larger than the values of a valid
// list can make them.
func newAllowance(e effort, chains ...*chain) *allowance {
	s := chains[0].space
	words := max(len(s.whole(ofCommunity)), len(s.whole(ofASPath)), len(s.whole(ofPrefix)))
	large := max(1, words/usualWords)
	return &allowance{
		chains: chains, each: e.ways,
		ways: waysPerCall / large, clauses: clausesPerCall / large, tries: e.tries, looks: looksPerCall / large, crowd: crowd{},
	}
}

// ask gives a solver for one question to f, and takes its work from what is left. The result is the answer of f, or
// Undecided if the work did not suffice and f has not found what it was looking for.
func (a *allowance) ask(f func(*solver) Answer) Answer {
	if a.ways <= 0 || !a.walks.promising() {
		return Undecided // the ways are too many
	}
	s := &solver{a.chains[0].space, min(a.each, a.ways), map[string][]*conjunction{}}
	granted := s.work
	answer := f(s)
	a.ways -= granted - max(s.work, 0)
	if answer == No && s.work < 0 {
		answer = Undecided
	}
	a.walks.add(answer != Undecided)
	return answer
}

// A record tells how often something was tried, and how often that was good for something.
type record struct{ tried, good int }

func (r *record) add(good bool) {
	r.tried++
	if good {
		r.good++
	}
}

// promising reports whether it has not failed too often to be tried again.
func (r *record) promising() bool { return r.tried <= 32 || 4*r.good >= r.tried }

// think gives the logic for one question to f, with the runs of the chains, and takes its work from what is left.
func (a *allowance) think(f func(*logic, []*run) Answer) Answer {
	return a.spend(func() Answer {
		a.logic.focusOn()
		return f(a.logic, a.runs)
	})
}

// thinkOf is think for the routes of the first chain that meet stop i.
func (a *allowance) thinkOf(i int, f func(*run) Answer) Answer {
	return a.spend(func() Answer {
		if a.met == nil || a.stop != i {
			a.met, a.stop = a.runs[0].meeting(i), i
		}
		a.logic.focusOn(a.met.where...)
		return f(a.met)
	})
}

// spend takes the work that f does from what is left for the logic.
func (a *allowance) spend(f func() Answer) (answer Answer) {
	if a.logic == nil {
		a.prepare()
	}
	if a.clauses <= 0 {
		return Undecided
	}
	if a.logic.size().variables > a.ground.variables+maxAside {
		a.cut()
	}
	a.logic.work = min(clausesPerQuestion, a.clauses)
	a.clauses -= a.logic.work
	answer = f()
	a.clauses += max(a.logic.work, 0)
	return answer
}

// cut takes back what questions have left in the logic.
func (a *allowance) cut() {
	a.logic.cut(a.ground)
	for _, r := range a.runs {
		r.forget(a.ground)
	}
	a.met = nil
}

// prepare tells the logic of the runs. If the work does not suffice for that, there is none left.
func (a *allowance) prepare() {
	a.logic = newLogic(a.chains[0].space, a.clauses)
	for _, c := range a.chains {
		a.runs = append(a.runs, a.logic.run(c.stops()))
	}
	a.ground, a.clauses = a.logic.extent(), a.logic.work
}
