package policy

import (
	"math"
	"math/bits"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// This file cuts the space of all routes and targets into what a list of policies can tell apart. A policy has no
// patterns, it names values. So each property of a route has finitely many atoms: sets of values that no policy of the
// list tells apart. Which they are is asked of the evaluator itself, which is why the two agree.

// A dimension is a property of a route or target that conditions are about.
type dimension uint8

const (
	ofPrefix dimension = iota // family too
	ofSource                  // origin and type together, where the universe lists the sources; instead of the next four
	ofKind
	ofRegion
	ofTable
	ofType
	toTarget // all of the target, where the universe lists the targets; instead of the next three
	toKind   // Peer for a peer
	toRegion
	toTable
	points // dimensions in which a route has one value; in the others it has a set of values
)

// The dimensions in which a route has a set of values.
const (
	ofInstance = points + iota // origin instance and member, unless the universe lists the sources
	toInstance                 // instance and members, unless the universe lists the targets
	ofCommunity
	ofASPath // the sequence too
)

// A sample is a value of a dimension, put into an otherwise empty subject or target.
type sample struct {
	subject Subject[string]
	target  Target[string]
	rest    bool // of a prefix: it stands for the prefixes inside the named one before it, not for itself
}

// A cut is the atoms of a dimension in which a route has one value. No policy tells the values of an atom apart.
type cut struct {
	dimension dimension
	direction Direction
	program   *Program[string] // the conditions on this dimension alone: policy i+1 is matches[i]
	samples   []sample
	of        []int          // atom by sample
	atoms     [][]sample     // the first one stands for the others
	signature map[string]int // atom by the conditions that hold
	holds     []atomSet      // by match: the atoms for which its condition holds
	at        []atomSet      // by atom: the matches whose condition holds
}

// A space is all routes and targets in a universe, cut by some matches.
type space struct {
	direction Direction
	universe  Universe
	matches   []*Match
	cuts      [points]*cut // nil: the dimension is part of another one
	empty     bool         // the universe has no source, or no target
	instances [2]vocabulary[string]
	community vocabulary[route.Community]
	asNumber  vocabulary[uint32]
	fixed     []conjunction // by match, without AS path and communities
	plain     []conjunction // by match, for a route that nothing has changed
	all       box
}

// newSpace cuts the space in which policies of direction d act by the matches, which also tell the communities of sets
// apart.
func newSpace(u Universe, d Direction, matches []*Match, sets []*Set) *space {
	if d != Egress {
		u.Targets = []Target[string]{{}} // the table itself
	}
	s := &space{direction: d, universe: u, matches: matches}
	s.empty = u.Sources != nil && len(u.Sources) == 0 || u.Targets != nil && len(u.Targets) == 0
	s.cut(ofPrefix, prefixSamples(matches))
	if u.Sources != nil {
		s.cut(ofSource, sourceSamples(u.Sources))
	} else {
		s.cutSources()
	}
	if u.Targets != nil {
		s.cut(toTarget, targetSamples(u.Targets))
	} else {
		s.cutTargets()
	}
	s.nameSets(sets)
	s.all = s.everything()
	s.fixed = make([]conjunction, len(matches))
	for i := range matches {
		s.fixed[i] = s.fixedCondition(i)
		s.plain = append(s.plain, s.conditionAfter(i, &change{}))
	}
	return s
}

func (s *space) cutSources() {
	s.cut(ofKind, kindSamples(attach.None, func(k attach.Kind) sample { return sample{subject: Subject[string]{Origin: Origin[string]{Kind: k}}} }))
	s.cut(ofRegion, nameSamples(s.matches, func(m *Match) []string { return m.Source.Regions },
		func(name string) sample {
			return sample{subject: Subject[string]{Origin: Origin[string]{Region: name}}}
		}))
	s.cut(ofTable, nameSamples(s.matches, func(m *Match) []string { return m.Source.RouteTables },
		func(name string) sample { return sample{subject: Subject[string]{Origin: Origin[string]{Table: name}}} }))
	var types []sample
	for _, t := range (&Source{}).types() {
		types = append(types, sample{subject: Subject[string]{Type: t}})
	}
	s.cut(ofType, types)
}

func (s *space) cutTargets() {
	s.cut(toKind, kindSamples(attach.Peer, func(k attach.Kind) sample {
		return sample{target: Target[string]{Peer: k == attach.Peer, Kind: k}}
	}))
	s.cut(toRegion, nameSamples(s.matches, func(m *Match) []string { return m.Destination.Regions },
		func(name string) sample { return sample{target: Target[string]{Region: name}} }))
	s.cut(toTable, nameSamples(s.matches, func(m *Match) []string { return m.Destination.RouteTables },
		func(name string) sample { return sample{target: Target[string]{Table: name}} }))
}

// cut finds the atoms of a dimension: samples for which the same conditions hold.
func (s *space) cut(d dimension, samples []sample) {
	list := make([]Policy, len(s.matches))
	for i, m := range s.matches {
		list[i] = Policy{Priority: i + 1, Direction: s.direction, Match: part(d, m), Next: nextFollowing}
	}
	c := &cut{
		dimension: d, direction: s.direction, signature: map[string]int{},
		program: compileStrings(list), samples: samples,
	}
	for i := range samples {
		c.add(&samples[i])
	}
	c.holds = make([]atomSet, len(s.matches))
	for m := range c.holds {
		c.holds[m] = newAtoms(len(c.atoms))
	}
	for atom := range c.atoms {
		c.at = append(c.at, newAtoms(len(s.matches)))
		for _, m := range c.matched(&c.atoms[atom][0]) {
			c.holds[m-1].add(atom)
			c.at[atom].add(m - 1)
		}
	}
	s.cuts[d] = c
}

// matched returns the matches whose conditions on the dimension hold for a sample, counted from 1.
func (c *cut) matched(s *sample) []int {
	_, matched := c.program.Evaluate(c.direction, &s.subject, &s.target, nil)
	return matched
}

// add puts a sample to those like it.
func (c *cut) add(s *sample) {
	key := signatureOf(c.matched(s))
	atom, known := c.signature[key]
	if !known {
		atom = len(c.atoms)
		c.signature[key] = atom
		c.atoms = append(c.atoms, nil)
	}
	c.of = append(c.of, atom)
	c.atoms[atom] = append(c.atoms[atom], *s)
}

// loneliest returns the atom of a set for which the conditions of the fewest of some matches hold.
func (c *cut) loneliest(set, matches atomSet) (loneliest int) {
	fewest := math.MaxInt
	for i, word := range set {
		for ; word != 0; word &= word - 1 {
			atom := i*64 + bits.TrailingZeros64(word)
			if n := c.at[atom].inCommon(matches); n < fewest {
				loneliest, fewest = atom, n
			}
		}
	}
	return loneliest
}

// atomOf returns the atom of a value; ok is false if there is none like it.
func (c *cut) atomOf(s *sample) (atom int, ok bool) {
	atom, ok = c.signature[signatureOf(c.matched(s))]
	return atom, ok
}

// signatureOf packs numbers into a key.
func signatureOf(list []int) string {
	key := make([]byte, 0, 2*len(list))
	for _, n := range list {
		key = append(key, byte(n), byte(n>>8))
	}
	return string(key)
}

// part returns the conditions of m on a dimension alone.
func part(d dimension, m *Match) Match {
	from, to := &m.Source, &m.Destination
	switch d {
	case ofPrefix:
		return Match{Family: m.Family, Prefixes: m.Prefixes}
	case ofSource:
		return Match{Source: m.Source, RouteTypes: m.RouteTypes}
	case ofKind:
		return Match{Source: Endpoint{Kinds: from.Kinds}}
	case ofRegion:
		return Match{Source: Endpoint{Regions: from.Regions}}
	case ofTable:
		return Match{Source: Endpoint{RouteTables: from.RouteTables}}
	case ofType:
		return Match{RouteTypes: m.RouteTypes}
	case toTarget:
		return Match{Destination: m.Destination}
	case toKind:
		return Match{Destination: Endpoint{Kinds: kindsOfTarget(to)}}
	case toRegion:
		return Match{Destination: Endpoint{Regions: to.Regions}}
	case toTable:
		return Match{Destination: Endpoint{RouteTables: to.RouteTables}}
	}
	return Match{}
}

// kindsOfTarget returns the kinds of target for which a condition can hold: a condition on an instance or a table keeps
// peers out as well as one on kinds (P-3.12).
func kindsOfTarget(e *Endpoint) []attach.Kind {
	if len(e.Kinds) == 0 && (len(e.Instances) > 0 || len(e.RouteTables) > 0) {
		return localKinds()
	}
	return e.Kinds
}

// kindSamples returns a sample of each kind of network instance, and of one more.
func kindSamples(more attach.Kind, of func(attach.Kind) sample) (list []sample) {
	for _, k := range append(localKinds(), more) {
		list = append(list, of(k))
	}
	return list
}

// nameSamples returns a sample of each name that the matches list, after one of a name that none of them lists.
func nameSamples(matches []*Match, names func(*Match) []string, of func(string) sample) []sample {
	var v vocabulary[string]
	for _, m := range matches {
		v.addAll(names(m))
	}
	list := []sample{of(unusedName(&v))}
	for _, name := range v.values {
		if name != "" {
			list = append(list, of(name))
		}
	}
	return list
}

func sourceSamples(sources []Source) (list []sample) {
	for i := range sources {
		for _, t := range sources[i].types() {
			list = append(list, sample{subject: Subject[string]{Origin: sources[i].Origin, Type: t}})
		}
	}
	return list
}

func targetSamples(targets []Target[string]) (list []sample) {
	for _, t := range targets {
		list = append(list, sample{target: t})
	}
	return list
}
