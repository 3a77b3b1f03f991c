package policy

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/route"
)

// String returns what the cell holds and what becomes of it in one line, for example
//
//	denied by [10]: prefix in 10.0.0.0/8+, not 10.1.0.0/16+; source kind VBR, VPN
//
// See [Cell.Where] for the conditions. A cell that holds every route says "everything".
func (c Cell) String() string {
	where := c.Where()
	if len(where) == 0 {
		where = []string{"everything"}
	}
	return c.fate() + ": " + strings.Join(where, "; ")
}

func (c Cell) fate() string {
	switch {
	case !c.Permit:
		return fmt.Sprint("denied by ", c.Policies)
	case len(c.Policies) == 0:
		return "permitted by no policy"
	}
	return fmt.Sprint("permitted by ", c.Policies)
}

// Where returns the conditions on the routes of the cell as they are received, in words, one for each property on which
// there is one. All of them hold for a route of the cell, and what they hold for is in the cell.
//
// In a list of prefixes 10.0.0.0/8+ is that prefix and everything inside, 10.0.0.0/8 the prefix alone; a smaller one
// overrules a larger one.
func (c Cell) Where() (list []string) {
	if c.space == nil {
		return nil
	}
	add := func(name, text string) {
		if text != "" {
			list = append(list, name+" "+text)
		}
	}
	for d, cut := range c.space.cuts {
		if cut != nil && c.box.points[d].count() < len(cut.atoms) {
			add(dimensionNames[d], cut.text(c.box.points[d]))
		}
	}
	add("source instance", setText(&c.space.instances[0], &c.box, ofInstance))
	add("destination instance", setText(&c.space.instances[1], &c.box, toInstance))
	add("communities", setText(&c.space.community, &c.box, ofCommunity))
	if c.box.fixed {
		add("AS path", fmt.Sprint(c.box.path))
		return list
	}
	add("AS path", setText(&c.space.asNumber, &c.box, ofASPath))
	for _, path := range c.box.excluded {
		add("AS path", fmt.Sprint("not ", path))
	}
	return list
}

// dimensionNames are the properties in words.
var dimensionNames = [points]string{
	ofPrefix: "prefix in", ofSource: "source", ofKind: "source kind", ofRegion: "source region", ofTable: "source route table",
	ofType: "route type", toTarget: "destination", toKind: "destination kind", toRegion: "destination region",
	toTable: "destination route table",
}

// text names the atoms of a set: those in it or, where the set holds values that nobody names, those that are not.
func (c *cut) text(set atomSet) string {
	if c.dimension == ofPrefix {
		return c.prefixText(set)
	}
	unnamed := c.dimension == ofRegion || c.dimension == ofTable || c.dimension == toRegion || c.dimension == toTable
	except := unnamed && set.has(c.of[0])
	var names []string
	for i := range c.samples {
		if set.has(c.of[i]) != except {
			names = append(names, c.name(&c.samples[i]))
		}
	}
	text := strings.Join(slices.Compact(names), ", ")
	if except {
		return "none of " + text
	}
	return text
}

// name returns the value of a sample.
func (c *cut) name(s *sample) string {
	o, t := &s.subject.Origin, &s.target
	switch c.dimension {
	case ofSource:
		return sourceName(o, s.subject.Type)
	case ofKind:
		if o.Kind.String() == "" {
			return "none"
		}
		return o.Kind.String()
	case ofRegion:
		return o.Region
	case ofTable:
		return o.Table
	case ofType:
		return s.subject.Type.String()
	case toTarget:
		return targetName(t)
	case toKind:
		return t.Kind.String()
	case toRegion:
		return t.Region
	}
	return t.Table
}

func sourceName(o *Origin[string], t route.Type) string {
	name := o.Instance
	if o.Member != "" {
		name = o.Member
	}
	if name == "" {
		name = o.Region
	}
	return strings.TrimSpace(name + " " + t.String())
}

func targetName(t *Target[string]) string {
	switch {
	case t.Peer:
		return "peer in " + t.Region
	case t.Table != "":
		return t.Instance + " " + t.Table
	}
	return t.Instance
}

// prefixText names prefixes from the largest to the smallest, each where the answer changes.
func (c *cut) prefixText(set atomSet) string {
	var terms []string
	type level struct {
		prefix netip.Prefix
		in     bool
	}
	var around []level
	for i := range c.samples {
		p := c.samples[i].subject.Prefix
		if c.samples[i].rest {
			continue
		}
		for len(around) > 0 && !contains(around[len(around)-1].prefix, p) {
			around = around[:len(around)-1]
		}
		outside := len(around) > 0 && around[len(around)-1].in
		itself, rest := set.has(c.of[i]), outside
		if i+1 < len(c.samples) && c.samples[i+1].rest {
			rest = set.has(c.of[i+1])
		} else if p.IsSingleIP() {
			rest = itself
		}
		if rest != outside {
			terms = append(terms, inOrNot(rest)+p.String()+"+")
		}
		if itself != rest {
			terms = append(terms, inOrNot(itself)+p.String())
		}
		around = append(around, level{p, rest})
	}
	return strings.Join(terms, ", ")
}

// contains reports whether q lies in p.
func contains(p, q netip.Prefix) bool { return p.Bits() <= q.Bits() && p.Contains(q.Addr()) }

func inOrNot(in bool) string {
	if in {
		return ""
	}
	return "not "
}

// setText names what the sets of a box hold in a dimension.
func setText[V comparable](v *vocabulary[V], b *box, d dimension) string {
	s := &b.sets[d-points]
	var terms []string
	if some := v.of(s.lower); len(some) > 0 {
		terms = append(terms, fmt.Sprint("with all of ", some))
	}
	if without := v.of(v.all().minus(s.upper)); !s.upper.has(len(v.values)) {
		terms = append(terms, fmt.Sprint("with nothing but ", v.of(s.upper)))
	} else if len(without) > 0 {
		terms = append(terms, fmt.Sprint("with none of ", without))
	}
	for _, not := range s.not {
		terms = append(terms, notText(v, s, &not))
	}
	return strings.Join(terms, " and ")
}

// notText names what takes a set of s out of an interval: a value that is too many for it, or one that it lacks.
func notText[V comparable](v *vocabulary[V], s *subset, not *interval) string {
	more, lacking := s.upper.minus(not.upper), v.of(not.lower.minus(s.lower))
	values, beyond := v.of(more), more.has(len(v.values))
	switch {
	case beyond && len(lacking) > 0:
		return fmt.Sprintf("without some of %v or with others than %v", lacking, v.of(not.upper))
	case beyond:
		return fmt.Sprintf("with others than %v", v.of(not.upper))
	case len(values) > 0 && len(lacking) > 0:
		return fmt.Sprintf("without some of %v or with some of %v", lacking, values)
	case len(lacking) > 0:
		return fmt.Sprintf("without some of %v", lacking)
	}
	return fmt.Sprintf("with some of %v", values)
}
