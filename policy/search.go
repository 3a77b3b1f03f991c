package policy

import (
	"slices"

	"github.com/cenroute/cenroute/route"
)

// A Fate is what a query looks for. The zero Fate is any.
type Fate uint8

// The closed set of fates.
const (
	AnyFate   Fate = iota
	Permitted      // changed or not
	Denied
	Changed // permitted, and a policy that matched sets something
)

// A Query asks for routes that meet a fate within limits. The zero Query asks for all routes.
type Query struct {
	Within Match // as received; on the way in, with no condition on the destination
	Fate   Fate
}

// A Cell is a set of routes and targets, a product of conditions, for which the same policies match one after the other.
type Cell struct {
	Policies []int // priorities of the policies that match, in the order in which they are asked
	Permit   bool
	Set      Set     // what they change together; nothing if the route is denied
	Witness  Witness // one of the routes

	space *space
	box   box
}

// maxCells is the number of cells that are listed.
const maxCells = 4096

// Search looks for one route that meets the query. For example, whether any route from on premises reaches an IPsec
// connection through the egress policies of a table:
//
//	onPremises := policy.Endpoint{Kinds: []attach.Kind{attach.VBR, attach.CCN, attach.VPN, attach.ECR}}
//	connection := policy.Endpoint{Kinds: []attach.Kind{attach.VPN}}
//	w, answer := a.Search(policy.Query{Within: policy.Match{Source: onPremises, Destination: connection}, Fate: policy.Permitted})
func (a *Analysis) Search(q Query) (w Witness, answer Answer) {
	if a.tooLong {
		return w, Undecided
	}
	c, within := a.limited(&q)
	work := newAllowance(a.effort, c)
	answer = a.search(work, &q, within, func(s *solver, o outcome) (found Answer) {
		w, found = s.witness(o.box, o.clauses)
		return found
	})
	if answer == Undecided {
		answer = work.think(func(l *logic, runs []*run) (found Answer) {
			w, found = l.find(l.and(l.conjunction(within), q.Fate.in(runs[0])))
			return found
		})
	}
	if answer == Yes && !a.confirms(&q, &w) {
		return Witness{}, Undecided // never seen: the analysis and the evaluation disagree
	}
	return w, answer
}

// Cells returns all routes that meet the query, as cells that have no route in common, in the order of the policies that
// match. All is false if there are more than 4096, or if the analysis reached its limit of work; then routes are missing.
func (a *Analysis) Cells(q Query) (cells []Cell, all bool) {
	if a.tooLong {
		return nil, false
	}
	c, within := a.limited(&q)
	work := newAllowance(effort{ways: waysOfCells}, c)
	answer := a.search(work, &q, within, func(s *solver, o outcome) Answer {
		complete := s.partition(o.box, o.clauses, func(b box, picked *choice) bool {
			cells = append(cells, c.cell(&o, b, picked))
			return len(cells) < maxCells
		})
		if !complete {
			return Undecided
		}
		return No
	})
	return cells, answer == No
}

// limited returns the chain in a space that knows the limits of a query too, and these.
func (a *Analysis) limited(q *Query) (*chain, *conjunction) {
	var n numbering
	numbers := n.numbers(a.chain.list)
	limits := n.numbers([]*Policy{{Match: q.Within}})
	s := newSpace(a.universe, a.direction, n, setsOf(a.chain.list))
	return newChain(s, a.chain.list, numbers), &s.plain[limits[0]]
}

// search passes the outcomes that have the fate of a query to visit, until that answers something else than No.
func (a *Analysis) search(work *allowance, q *Query, within *conjunction, visit func(*solver, outcome) Answer) Answer {
	c := work.chains[0]
	w, ok := c.start().narrow(within)
	if !ok {
		return No
	}
	return work.ask(func(s *solver) (answer Answer) {
		c.outcomes(s, w, -1, func(o outcome) bool {
			if q.Fate.of(o.deny, &o.change) {
				answer = visit(s, o)
			}
			return answer == No
		})
		return answer
	})
}

// in returns the literal that a route has the fate in a run.
func (f Fate) in(r *run) lit {
	switch f {
	case AnyFate:
		return always
	case Denied:
		return r.denied()
	case Changed:
		return r.and(r.denied().not(), r.hit(func(s *stop) bool {
			return !s.deny && (s.preference != 0 || len(s.prepend) > 0 || len(s.set) > 0)
		}))
	}
	return r.denied().not()
}

// of reports whether an outcome has the fate.
func (f Fate) of(denied bool, c *change) bool {
	switch f {
	case AnyFate:
		return true
	case Denied:
		return denied
	case Changed:
		return !denied && (c.preference != 0 || len(c.prepend) > 0 || c.replaced || len(c.communities) > 0)
	}
	return !denied
}

// confirms reports whether Evaluate says that a witness is within the limits and has the fate.
func (a *Analysis) confirms(q *Query, w *Witness) bool {
	limits := compileStrings([]Policy{{Direction: a.direction, Action: Deny, Match: q.Within}})
	s := subjectOf(&w.Route)
	outside, _ := limits.Evaluate(a.direction, s, &w.To, nil)
	v, _ := a.program.Evaluate(a.direction, s, &w.To, nil)
	return !outside.Permit && (q.Fate == AnyFate || v.Permit == (q.Fate != Denied))
}

// partition yields boxes that have no route in common and together are the part of b in which every clause holds. The
// result is false if it was stopped, by yield or by the limit of work.
func (s *solver) partition(b box, clauses [][]literal, yield func(box, *choice) bool) bool {
	b, clauses, answer := s.settle(b, clauses)
	if answer != Yes {
		return answer == No
	}
	if len(clauses) == 0 {
		picked, answer := s.pick(&b)
		return answer == No || answer == Yes && yield(b, &picked)
	}
	split, rest := takeShortest(clauses)
	for i := range split {
		if part, ok := b.and(&split[i]); ok && !s.partition(part, rest, yield) {
			return false
		}
		negated := s.space.negation(split[i])
		var ok bool
		if b, ok = b.and(&negated); !ok {
			break
		}
	}
	return true
}

// cell returns the cell of a box of an outcome.
func (c *chain) cell(o *outcome, b box, picked *choice) Cell {
	cell := Cell{
		Policies: c.priorities(o.met), Permit: !o.deny,
		Witness: c.space.example(&b, picked), space: c.space, box: b,
	}
	if cell.Permit {
		cell.Set = o.change.set()
	}
	return cell
}

// set returns the change as one policy would make it.
func (c *change) set() Set {
	s := Set{Preference: int(c.preference), PrependASPath: c.prepend, Communities: CommunitiesSet{List: c.communities}}
	switch {
	case c.replaced:
		s.Communities.Mode = Replace
	case len(c.communities) > 0:
		s.Communities.Mode = Additive
	}
	return s
}

// Contains reports whether a route on its way to a target is in the cell, as far as the policies can tell. The zero Cell
// contains nothing. In a known universe, a source or target outside it counts as one inside that the policies cannot
// tell from it.
func (c Cell) Contains(r route.Route, to Target[string]) bool {
	if c.space == nil {
		return false
	}
	s := sample{subject: *subjectOf(&r), target: to}
	for d, cut := range c.space.cuts {
		if cut == nil {
			continue
		}
		if atom, ok := cut.atomOf(&s); !ok || !c.box.points[d].has(atom) {
			return false
		}
	}
	b := c.box
	return b.fits(ofCommunity, c.space.community.atoms(r.Communities)) &&
		b.fits(ofASPath, c.space.asNumber.atoms(r.ASPath)) &&
		(!b.fixed || slices.Equal(b.path, r.ASPath)) && !b.excludes(r.ASPath) &&
		b.fits(ofInstance, c.space.instances[0].atoms(withoutEmpty([]string{r.Origin.Instance, r.Origin.Member}))) &&
		(to.Peer || b.fits(toInstance, c.space.instances[1].atoms(withoutEmpty(append([]string{to.Instance}, to.Members...)))))
}

// fits reports whether a set is one of those that the box has in a dimension.
func (b *box) fits(d dimension, set atomSet) bool {
	one := interval{set, set}
	s := &b.sets[d-points]
	return one.within(s.interval) && !slices.ContainsFunc(s.not, one.within)
}
