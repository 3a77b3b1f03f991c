package policy

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// A Witness is a route and where it goes: an example that shows what an analysis claims. Each one has been put to
// [Evaluate] before it is returned, which says the same. Names in it that the policies do not name, such as "other",
// stand for any name that they do not name.
type Witness struct {
	Route route.Route
	To    Target[string] // zero on the way in
}

// String returns the route in one line and, on the way out, where it is about to go, for example
//
//	10.1.0.0/16: Active, BGP, preference 50, AS path 65001, learned, of vbr-1 (VBR, cn-hangzhou) to vpc-1 (VPC, cn-hangzhou)
//
// The zero Witness is "none".
func (w Witness) String() string {
	if !w.Route.Prefix.IsValid() {
		return "none"
	}
	to := route.Origin{Instance: w.To.Instance, Kind: w.To.Kind, Region: w.To.Region, Table: w.To.Table}
	switch {
	case w.To.Peer:
		return w.Route.String() + " to a peer in " + w.To.Region
	case to == route.Origin{}:
		return w.Route.String()
	}
	return w.Route.String() + " to " + to.String()
}

// witness looks for a route of the box in which every clause holds.
func (s *solver) witness(b box, clauses [][]literal) (Witness, Answer) {
	b, answer := s.find(b, clauses)
	if answer != Yes {
		return Witness{}, answer
	}
	c, answer := s.pick(&b)
	if answer != Yes {
		return Witness{}, answer
	}
	return s.space.example(&b, &c), Yes
}

// alone returns a route of a box for which some conditions hold, and few others, if there is one. It does not look for it
// for long.
func (s *space) alone(b box, conditions ...*conjunction) (w Witness, ok bool) {
	for _, c := range conditions {
		if c.never {
			return w, false
		}
		if b, ok = b.all(c.literals); !ok {
			return w, false
		}
	}
	brief := solver{space: s, work: 1 << 8}
	picked, answer := brief.pick(&b)
	if answer != Yes {
		return w, false
	}
	b = s.loneliest(&b, &picked)
	return s.example(&b, &picked), true
}

// loneliest returns a box of one atom in each dimension, with the sets that were chosen: one that few conditions hold for.
func (s *space) loneliest(b *box, c *choice) box {
	one, left := *b, allAtoms(len(s.matches))
	for d, cut := range s.cuts {
		if cut != nil {
			atom := cut.loneliest(b.points[d], left)
			one.points[d] = newAtoms(len(cut.atoms)).with(atom)
			left = left.and(cut.at[atom])
		}
	}
	for d := range one.sets {
		one.sets[d] = subset{interval: interval{c[d], c[d]}}
	}
	one.fixed, one.path = true, s.path(b, c[ofASPath-points])
	return one
}

// example returns a route of the box with the sets that were chosen for it.
func (s *space) example(b *box, c *choice) Witness {
	w := Witness{Route: route.Route{Preference: route.DefaultPreference, Learned: true}}
	first := func(d dimension) *sample { return &s.cuts[d].atoms[b.points[d].list()[0]][0] }
	w.Route.Prefix = first(ofPrefix).subject.Prefix
	if s.universe.Sources != nil {
		source := first(ofSource)
		w.Route.Type, w.Route.Origin = source.subject.Type, originOf(&source.subject.Origin)
	} else {
		w.Route.Origin = route.Origin{
			Kind:   first(ofKind).subject.Origin.Kind,
			Region: first(ofRegion).subject.Origin.Region,
			Table:  first(ofTable).subject.Origin.Table,
		}
		w.Route.Type = s.typeOf(b, w.Route.Origin.Kind)
		s.nameOrigin(&w.Route.Origin, s.instances[0].of(c[ofInstance-points]))
	}
	if s.universe.Targets != nil {
		w.To = first(toTarget).target
	} else {
		w.To = first(toKind).target
		w.To.Region, w.To.Table = first(toRegion).target.Region, first(toTable).target.Table
		s.nameTarget(&w.To, s.instances[1].of(c[toInstance-points]))
	}
	w.Route.Communities = s.communities(c[ofCommunity-points])
	w.Route.ASPath = s.path(b, c[ofASPath-points])
	return w
}

func originOf(o *Origin[string]) route.Origin {
	return route.Origin{Instance: o.Instance, Member: o.Member, Region: o.Region, Table: o.Table, Kind: o.Kind}
}

// typeOf returns a type of the box, if possible one that goes with the kind.
func (s *space) typeOf(b *box, k attach.Kind) route.Type {
	var possible []route.Type
	for _, atom := range b.points[ofType].list() {
		for i := range s.cuts[ofType].atoms[atom] {
			possible = append(possible, s.cuts[ofType].atoms[atom][i].subject.Type)
		}
	}
	usual := route.BGP
	switch k {
	case attach.None:
		usual = route.Custom
	case attach.VPC, attach.CCN:
		usual = route.System
	}
	if !slices.Contains(possible, usual) {
		usual = possible[0]
	}
	if usual == route.Custom && k == attach.None {
		return route.Static
	}
	return usual
}

func (s *space) nameOrigin(o *route.Origin, names []string) {
	switch {
	case len(names) > 0:
		o.Instance = names[0]
	case o.Kind != attach.None:
		o.Instance = unusedName(&s.instances[0])
	}
	if len(names) > 1 {
		o.Member = names[1]
	}
}

func (s *space) nameTarget(t *Target[string], names []string) {
	switch {
	case t.Peer:
	case len(names) > 0:
		t.Instance, t.Members = names[0], names[1:]
	default:
		t.Instance = unusedName(&s.instances[1])
	}
}

// of returns the values of atoms, without the one that stands for the others.
func (v *vocabulary[V]) of(atoms atomSet) (values []V) {
	for _, atom := range atoms.list() {
		if atom < len(v.values) {
			values = append(values, v.values[atom])
		}
	}
	return values
}

// communities returns a set of communities for the atoms.
func (s *space) communities(atoms atomSet) route.Communities {
	list := s.community.of(atoms)
	if v := &s.community; atoms.has(len(v.values)) {
		other := route.Community(64512<<16 | 1)
		for slices.Contains(v.values, other) {
			other++
		}
		list = append(list, other)
	}
	return route.MakeCommunities(list)
}

// path returns an AS path of the box for the atoms: the numbers in their order, the last one repeated until the path is
// none of those that are excluded.
func (s *space) path(b *box, atoms atomSet) route.ASPath {
	if b.fixed {
		return b.path
	}
	path := route.ASPath(s.asNumber.of(atoms))
	if v := &s.asNumber; atoms.has(len(v.values)) {
		path = append(path, s.unusedASNumber())
	}
	for len(path) > 0 && b.excludes(path) {
		path = append(path, path[len(path)-1])
	}
	return path
}

func (s *space) unusedASNumber() uint32 {
	n := uint32(64512)
	for slices.Contains(s.asNumber.values, n) {
		n++
	}
	return n
}
