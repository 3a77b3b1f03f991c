package policy

import "slices"

// A traveller is a route that has been found, to be sent through other stops: a route that shows one thing often shows
// others.
type traveller struct {
	witness Witness
	can     []bool // by match: its conditions hold, as far as no change can touch them
	verdict Verdict
	met     []int     // places in the chain
	before  []Verdict // the attributes in front of each of these
}

// A crowd is the travellers of a call, by the policies that they meet.
type crowd map[int][]*traveller

// mostOfCrowd is the number of travellers that are kept for a policy.
const mostOfCrowd = 64

// add adds a traveller.
func (c crowd) add(t *traveller) {
	for _, k := range t.met {
		if len(c[k]) < mostOfCrowd {
			c[k] = append(c[k], t)
		}
	}
}

// traveller returns a witness as a traveller.
func (a *Analysis) traveller(w Witness) *traveller {
	t := &traveller{witness: w, can: make([]bool, len(a.chain.space.matches))}
	_, matched := a.sieve.Evaluate(a.direction, subjectOf(&w.Route), &w.To, nil)
	for _, n := range matched {
		t.can[a.chain.matches[n-1]] = true
	}
	t.verdict = t.through(a.stops, func(i int, v *Verdict) {
		t.met, t.before = append(t.met, i), append(t.before, *v)
	})
	return t
}

// in returns the attributes of the route in front of a policy that it meets; ok is false if it does not meet it.
func (t *traveller) in(place int) (v *Verdict, ok bool) {
	if n := slices.Index(t.met, place); n >= 0 {
		return &t.before[n], true
	}
	return nil, false
}

// matches reports whether a stop matches the route with some attributes.
func (t *traveller) matches(s *stop, v *Verdict) bool {
	return t.can[s.match] && s.asPath.holds(v.ASPath) && s.communities.holds(v.Communities)
}

// through returns what becomes of the route, and passes the stops that it meets to visit, with its attributes in front of
// them.
func (t *traveller) through(stops []stop, visit func(i int, v *Verdict)) Verdict {
	r := &t.witness.Route
	v := Verdict{true, r.Preference, r.ASPath, r.Communities}
	for i := 0; i < len(stops); {
		s := &stops[i]
		if !t.matches(s, &v) {
			i++
			continue
		}
		visit(i, &v)
		if s.deny {
			return Verdict{false, r.Preference, r.ASPath, r.Communities}
		}
		s.change(&v)
		if s.next == 0 {
			return v
		}
		i = s.next
	}
	return v
}

// shows returns what the route shows other stops to do in another way, if it does.
func (t *traveller) shows(stops []stop) (d Difference, ok bool) {
	v := t.through(stops, func(int, *Verdict) {})
	for _, d := range differences() {
		if d.in(&t.verdict, &v) {
			return d, true
		}
	}
	return d, false
}
