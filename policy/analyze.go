package policy

import "slices"

// maxPolicies is the number of policies of a direction up to which a list is looked at. A valid list has 100.
const maxPolicies = 1000

// An Analysis answers questions about a list of policies for all routes at once. It does not change and may be used by
// several goroutines.
//
// The answers are exact: policies have no patterns and lists are short, so the space of routes falls into finitely many
// parts, and each claim that something can happen comes with a [Witness]. The only other answer is [Undecided], for a
// list that is built to explode, or has more than a thousand policies; see the package documentation.
type Analysis struct {
	list      []Policy
	direction Direction
	universe  Universe
	index     []int // place in list of each policy of the chain
	tooLong   bool  // the list is not looked at, and what follows is nil
	chain     *chain
	stops     []stop // of the chain
	effort    effort
	program   *Program[string] // to put witnesses to
	sieve     *Program[string]
}

// Analyze readies the policies of a direction for questions about all routes of a universe; the zero Universe is
// everything. The list need not be sorted. On the way out of a table, append [System] to the list. An invalid list is
// taken as [Evaluate] takes it.
func Analyze(list []Policy, d Direction, u Universe) *Analysis {
	if d > Egress {
		list, d = nil, Ingress // a direction that does not exist has no policies
	}
	a := &Analysis{list: slices.Clone(list), direction: d, universe: u, effort: usualEffort}
	sorted := byPriority(a.list, d)
	places := map[*Policy]int{}
	for i := range a.list {
		places[&a.list[i]] = i
	}
	for _, p := range sorted {
		a.index = append(a.index, places[p])
	}
	if a.tooLong = len(sorted) > maxPolicies; a.tooLong {
		return a
	}
	var n numbering
	numbers := n.numbers(sorted)
	a.chain = newChain(newSpace(u, d, n, setsOf(sorted)), sorted, numbers)
	a.stops = a.chain.stops()
	a.program, a.sieve = compileStrings(a.list), a.chain.compileSieve()
	return a
}

func setsOf(list []*Policy) (sets []*Set) {
	for _, p := range list {
		sets = append(sets, &p.Set)
	}
	return sets
}

// A Standing is what a policy can do in its list.
type Standing struct {
	Index    int // place in the list that was analysed
	Priority int

	// Alive tells whether there is a route that comes to the policy and matches it. A policy that is not alive is dead: it
	// can be deleted and nothing changes.
	Alive   Answer
	Witness Witness // of Alive; Evaluate has the priority among those that matched

	// Shadows are the priorities of earlier policies that together take every route that a dead policy matches, or lead it
	// past. None of them can be left out. A dead policy without shadows matches no route at all.
	Shadows []int
}

// Standings returns the standing of each policy of the direction, in the order in which they are asked.
func (a *Analysis) Standings() []Standing {
	list := make([]Standing, len(a.index))
	for k, i := range a.index {
		list[k] = Standing{Index: i, Priority: a.list[i].Priority, Alive: Undecided}
	}
	if a.tooLong {
		return list
	}
	work := newAllowance(a.effort, a.chain)
	for k := range list {
		s := &list[k]
		if s.Alive, s.Witness = a.chain.alive(work, k); s.Alive == Yes && !slices.Contains(a.policies(&s.Witness), s.Priority) {
			s.Alive, s.Witness = Undecided, Witness{} // never seen: the analysis and the evaluation disagree
		}
		if s.Alive == No {
			s.Shadows = a.chain.priorities(a.chain.shadows(work, k))
		}
	}
	return list
}

// Dead returns the standings of the policies that are dead.
func (a *Analysis) Dead() []Standing {
	return slices.DeleteFunc(a.Standings(), func(s Standing) bool { return s.Alive != No })
}

// alive looks for a route that meets policy k.
func (c *chain) alive(work *allowance, k int) (answer Answer, w Witness) {
	answer = work.ask(func(s *solver) (found Answer) {
		c.reach(s, k, true, func(way walk) bool {
			w, found = s.witness(way.box, way.clauses)
			return found == No
		})
		return found
	})
	if answer == Undecided {
		answer = work.think(func(l *logic, runs []*run) (found Answer) {
			r := runs[0]
			if c != work.chains[0] {
				r = l.run(c.stops())
			}
			w, found = l.find(r.hits[k])
			return found
		})
	}
	return answer, w
}

// shadows returns the places of policies that keep every route from policy k, which is dead: the first one that does it
// alone, or a set of which none can be left out.
func (c *chain) shadows(work *allowance, k int) []int {
	var near []int
	for i := range k {
		if c.overlap(i, k) {
			near = append(near, i)
		}
	}
	if len(near) == 0 || c.deadAfter(work, nil, k) {
		return nil
	}
	for _, i := range near {
		if c.deadAfter(work, []int{i}, k) {
			return []int{i}
		}
	}
	needed := near
	for _, i := range near {
		rest := slices.DeleteFunc(slices.Clone(needed), func(j int) bool { return j == i })
		if c.deadAfter(work, rest, k) {
			needed = rest
		}
	}
	return needed
}

// overlap reports whether the conditions of two policies can hold for one route, as far as no change can touch them.
func (c *chain) overlap(i, k int) bool {
	a, b := &c.space.fixed[c.matches[i]], &c.space.fixed[c.matches[k]]
	w, ok := c.start().narrow(a)
	if ok {
		_, ok = w.narrow(b)
	}
	return ok
}

// deadAfter reports whether policy k is dead for sure in the list that consists of some earlier ones and itself.
func (c *chain) deadAfter(work *allowance, earlier []int, k int) bool {
	sub := c.only(append(slices.Clip(earlier), k))
	answer, _ := sub.alive(work, len(earlier))
	return answer == No
}
