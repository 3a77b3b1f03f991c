package policy

// A traveller is a route that has been found, to be sent through other stops: a route that shows one thing often shows
// others.
type traveller struct {
	witness Witness
	can     []bool // by match: its conditions hold, as far as no change can touch them
	verdict Verdict
	met     []int // places in the chain
}

// traveller returns a witness as a traveller.
func (a *Analysis) traveller(w Witness) *traveller {
	t := &traveller{witness: w, can: make([]bool, len(a.chain.space.matches))}
	_, matched := a.sieve.Evaluate(a.direction, subjectOf(&w.Route), &w.To, nil)
	for _, n := range matched {
		t.can[a.chain.matches[n-1]] = true
	}
	t.verdict, t.met = t.through(a.chain.stops())
	return t
}

// through returns what becomes of the route, and which stops it meets.
func (t *traveller) through(stops []stop) (v Verdict, met []int) {
	r := &t.witness.Route
	v = Verdict{true, r.Preference, r.ASPath, r.Communities}
	for i := 0; i < len(stops); {
		s := &stops[i]
		if !t.can[s.match] || !s.asPath.holds(v.ASPath) || !s.communities.holds(v.Communities) {
			i++
			continue
		}
		met = append(met, i)
		if s.deny {
			return Verdict{false, r.Preference, r.ASPath, r.Communities}, met
		}
		s.change(&v)
		if s.next == 0 {
			return v, met
		}
		i = s.next
	}
	return v, met
}

// shows returns what the route shows other stops to do in another way, if it does.
func (t *traveller) shows(stops []stop) (d Difference, ok bool) {
	v, _ := t.through(stops)
	for _, d = range differences() {
		if d.in(&t.verdict, &v) {
			return d, true
		}
	}
	return d, false
}
