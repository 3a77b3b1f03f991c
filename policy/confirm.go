package policy

// compileStrings readies a list for witnesses.
func compileStrings(list []Policy) *Program[string] {
	return Compile(list, false, func(id string) string { return id })
}

// policies returns the priorities of the policies that match a witness.
func (a *Analysis) policies(w *Witness) []int {
	_, matched := a.program.Evaluate(a.direction, subjectOf(&w.Route), &w.To, nil)
	return matched
}

// compileSieve returns a program that tells which policies can match a route however it may be changed: policy i of the
// chain has priority i+1.
func (c *chain) compileSieve() *Program[string] {
	list := make([]Policy, len(c.list))
	for i, p := range c.list {
		list[i] = Policy{Priority: i + 1, Direction: p.Direction, Match: p.Match, Next: nextFollowing}
		list[i].Match.ASPath, list[i].Match.Communities = ASPathMatch{}, CommunitiesMatch{}
	}
	return compileStrings(list)
}

// A variant is another list, of policies that stand for those of a chain: it returns the one that stands for the policy in
// a place of the chain, if there is one.
type variant func(place int) (p Policy, there bool)

// sift returns the policies of a variant that can match a witness, with the conditions that are not known to hold for it.
func (a *Analysis) sift(w *Witness, v variant) (list []Policy) {
	_, matched := a.sieve.Evaluate(a.direction, subjectOf(&w.Route), &w.To, nil)
	for _, n := range matched {
		if p, there := v(n - 1); there {
			p.Match = Match{ASPath: p.Match.ASPath, Communities: p.Match.Communities}
			list = append(list, p)
		}
	}
	return list
}

// differs reports whether a variant treats a witness in another way. Only those that can match it are asked: there are
// many witnesses, and lists are long.
func (a *Analysis) differs(v variant, d Difference, w *Witness) bool {
	s := subjectOf(&w.Route)
	x, _ := a.program.Evaluate(a.direction, s, &w.To, nil)
	y, _ := compileStrings(a.sift(w, v)).Evaluate(a.direction, s, &w.To, nil)
	return d.in(&x, &y)
}
