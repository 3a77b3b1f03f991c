package policy

import "slices"

// A Relation tells which of two lists lets more routes through.
type Relation uint8

// The closed set of relations.
const (
	UndecidedRelation Relation = iota
	EquallyPermissive          // both permit the same routes
	LessPermissive             // the first permits a part of what the second permits
	MorePermissive             // the second permits a part of what the first permits
	Incomparable               // each permits a route that the other denies
)

// A Comparison is what [Compare] found. A witness is there where its answer is Yes.
type Comparison struct {
	Relation Relation

	OnlyFirst  Found // whether there is a route that the first list permits and the second denies
	OnlySecond Found // whether there is one the other way round

	// Whether there is a route that both permit, but with another preference, AS path or set of communities.
	Preference, ASPath, Communities Found
}

// A Found is an answer with its witness.
type Found struct {
	Answer  Answer
	Witness Witness // zero unless the Answer is Yes
}

// Equal reports whether two lists do the same with every route, what they change included.
func (c Comparison) Equal() bool {
	return c.OnlyFirst.Answer == No && c.OnlySecond.Answer == No &&
		c.Preference.Answer == No && c.ASPath.Answer == No && c.Communities.Answer == No
}

// Compare compares what two lists of policies do with all routes of a universe in a direction. Which policies decide
// plays no part. On the way out of a table, append [System] to both lists.
//
// For example, a list is compared with itself without a policy to see what the policy is good for, or with the list that
// is to take its place.
func Compare(a, b []Policy, d Direction, u Universe) Comparison {
	return compare(a, b, d, u, usualEffort)
}

// compare is Compare with an effort.
func compare(a, b []Policy, d Direction, u Universe, e effort) Comparison {
	if d > Egress {
		a, b, d = nil, nil, Ingress // a direction that does not exist has no policies
	}
	first, second := byPriority(a, d), byPriority(b, d)
	if max(len(first), len(second)) > maxPolicies {
		u := Found{Answer: Undecided}
		return Comparison{OnlyFirst: u, OnlySecond: u, Preference: u, ASPath: u, Communities: u}
	}
	var n numbering
	numbers := [2][]int{n.numbers(first), n.numbers(second)}
	s := newSpace(u, d, n, setsOf(slices.Concat(first, second)))
	k := comparer{
		direction: d,
		chains:    [2]*chain{newChain(s, first, numbers[0]), newChain(s, second, numbers[1])},
		programs:  [2]*Program[string]{compileStrings(a), compileStrings(b)},
	}
	k.twins = twins(k.chains[0], k.chains[1])
	work := newAllowance(e, k.chains[0], k.chains[1])
	c := Comparison{
		OnlyFirst:   k.find(work, DifferentVerdict, true),
		OnlySecond:  k.find(work, DifferentVerdict, false),
		Preference:  k.find(work, DifferentPreference, true),
		ASPath:      k.find(work, DifferentASPath, true),
		Communities: k.find(work, DifferentCommunities, true),
	}
	c.Relation = relation(c.OnlyFirst.Answer, c.OnlySecond.Answer)
	return c
}

// relation returns the relation of two lists, the first of which permits more, less, or both.
func relation(more, less Answer) Relation {
	switch {
	case more == Yes && less == Yes:
		return Incomparable
	case more == Undecided || less == Undecided:
		return UndecidedRelation
	case more == Yes:
		return MorePermissive
	case less == Yes:
		return LessPermissive
	}
	return EquallyPermissive
}

// A comparer compares two chains of one space.
type comparer struct {
	direction Direction
	chains    [2]*chain
	programs  [2]*Program[string]
	twins     [][2]int
}

// find looks for a route for which the outcomes differ. With DifferentVerdict, permitted tells which verdict the first
// chain has.
func (k *comparer) find(work *allowance, d Difference, permitted bool) (f Found) {
	f.Answer = work.ask(func(s *solver) Answer {
		k.chains[0].outcomes(s, k.chains[0].start(), -1, func(a outcome) bool {
			if a.deny == permitted {
				return true
			}
			return k.chains[1].outcomes(s, a.goOn(0, change{}), -1, func(b outcome) bool {
				f.Witness, f.Answer = s.different(d, &a, &b)
				return f.Answer == No
			})
		})
		return f.Answer
	})
	if f.Answer == Undecided {
		f.Answer = work.think(func(l *logic, runs []*run) (answer Answer) {
			f.Witness, answer = k.apart(l, runs, d, permitted)
			return answer
		})
	}
	if f.Answer == Yes && !k.confirms(d, permitted, &f.Witness) {
		return Found{Answer: Undecided} // never seen: the analysis and the evaluation disagree
	}
	return f
}

// maxParts is the number of parts into which the routes are split that can be treated in another way.
const maxParts = 16

// apart is find for all ways at once. Only a route that meets a policy without a twin can have another fate in one of the
// chains than in the other, so it looks for one that meets one of some of these, and then of others.
func (k *comparer) apart(l *logic, runs []*run, d Difference, permitted bool) (w Witness, answer Answer) {
	single := k.single(runs)
	for part := range slices.Chunk(single, 1+len(single)/maxParts) {
		where := l.some(part)
		if d == DifferentVerdict {
			w, answer = l.find(l.all([]lit{where, runs[0].verdict(permitted), runs[1].verdict(!permitted)}))
		} else {
			w, answer = l.apart(runs[0], runs[1], d, where)
		}
		if answer != No {
			break
		}
	}
	return w, answer
}

// single returns for each policy without a twin that it is met.
func (k *comparer) single(runs []*run) (hits []lit) {
	for n, r := range runs {
		for i, hit := range r.hits {
			if !slices.ContainsFunc(k.twins, func(at [2]int) bool { return at[n] == i }) {
				hits = append(hits, hit)
			}
		}
	}
	return hits
}

// confirms reports whether Evaluate shows the difference for a witness.
func (k *comparer) confirms(d Difference, permitted bool, w *Witness) bool {
	s := subjectOf(&w.Route)
	a, _ := k.programs[0].Evaluate(k.direction, s, &w.To, nil)
	b, _ := k.programs[1].Evaluate(k.direction, s, &w.To, nil)
	return a.Permit == permitted && d.in(&a, &b)
}
