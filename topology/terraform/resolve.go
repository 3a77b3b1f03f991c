package terraform

import (
	"slices"
	"strings"
)

// A plan does not know the identifier of what it is going to create. What the configuration says instead is a list of
// references for each attribute: exact ones such as `alicloud_vpc.main[0].id`, and others that keep only what an
// expression is made of: `alicloud_vpc.main` and `count.index`. This file finds the object that is meant.

// A target is what a reference leads to: an object of a resource, or a literal identifier.
type target struct {
	object
	literal string
}

// A question is a set of references in a module instance, and what is looked for.
type question struct {
	module    string
	reference string
	want      class
}

// An answer has the targets that a reference can lead to, in order, each once.
type answer struct {
	targets []target
	vague   bool // the reference does not name them by itself
	open    bool // a way was not followed to its end: there may be more targets
	uniform bool // the targets are instances of one resource as it is written, if that was looked at
	seen    map[target]bool
}

// A stand is where an expression is evaluated: the module instance, and which instance of a resource or module call it
// is for.
type stand struct {
	module  string
	index   any
	rank    int // among its siblings
	of      int // number of them
	forEach []string
}

// The bounds of the work of resolving references. No configuration that people write comes near them.
const (
	maxSteps = 1 << 24
	maxDepth = 1000
)

// standOf returns where the expressions of a resource are evaluated.
func (s *side) standOf(r *resource) stand {
	siblings := s.byBase[r.siblings()]
	at := stand{module: r.module, index: r.index, rank: r.rank, of: len(siblings)}
	if r.config != nil {
		at.forEach = references(r.config.ForEach)
	}
	return at
}

// evaluate returns the targets of a list of references.
func (s *side) evaluate(at stand, refs []string, want class) answer {
	refs = slices.DeleteFunc(slices.Clone(refs), func(ref string) bool { return ref == "count.index" || ref == "each.key" })
	if len(refs) == 1 && !strings.HasPrefix(refs[0], "each.value") {
		return s.follow(at, refs[0], want)
	}
	var all answer
	for _, ref := range refs {
		if rest, ok := strings.CutPrefix(ref, "each.value"); ok {
			for _, source := range at.forEach {
				s.add(&all, s.followElement(at, source, rest, want))
			}
		} else {
			s.add(&all, s.follow(at, ref, want))
		}
	}
	return all
}

// followElement returns what the elements of the source of a for_each lead to, with the rest of a reference behind them
// where the source is a resource.
func (s *side) followElement(at stand, source, rest string, want class) answer {
	if rest != "" && len(splitReference(source)) == 2 {
		if found := s.follow(at, source+rest, want); len(found.targets) > 0 {
			return found
		}
	}
	return s.follow(at, source, want)
}

// add joins what another reference leads to.
func (s *side) add(a *answer, b answer) {
	a.vague, a.open = a.vague || b.vague, a.open || b.open
	if s.steps += len(b.targets); s.steps > maxSteps {
		a.open = true
		return
	}
	for _, t := range b.targets {
		if !a.seen[t] {
			putTo(&a.seen, t, true)
			a.targets = append(a.targets, t)
		}
	}
}

// putTo sets a key of a map, which it makes when it is first needed.
func putTo[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = make(map[K]V)
	}
	(*m)[key] = value
}

// only is the answer that has one of several targets.
func (a answer) only(i int) answer {
	return answer{targets: a.targets[i : i+1], vague: true, open: a.open}
}

// pick chooses among several targets by the index of the stand, if the references name the index: the one with the same
// key, or the one at the same place of as many targets of one definition as there are siblings.
func (at stand) pick(a answer, refs []string) answer {
	byIndex := slices.ContainsFunc(refs, func(ref string) bool {
		return ref == "count.index" || strings.HasPrefix(ref, "each.")
	})
	if len(a.targets) < 2 || !byIndex || !a.uniform && !oneDefinition(a.targets) {
		return a
	}
	if key, ok := at.index.(string); ok {
		same := func(t target) bool { return t.resource.key == key }
		if i := slices.IndexFunc(a.targets, same); i >= 0 {
			return a.only(i)
		}
	}
	if len(a.targets) == at.of {
		return a.only(at.rank)
	}
	return a
}

// oneDefinition tells whether all targets are instances of one resource as it is written.
func oneDefinition(targets []target) bool {
	return !slices.ContainsFunc(targets, func(t target) bool {
		return t.resource == nil || t.resource.definition != targets[0].resource.definition
	})
}

// follow returns what one reference leads to. A reference that leads to itself leads nowhere.
func (s *side) follow(at stand, reference string, want class) answer {
	if len(s.options.References) > 0 && strings.HasPrefix(reference, "local.") {
		if found, ok := s.givenLocal(at, reference, want); ok {
			return found
		}
	}
	q := question{at.module, reference, want}
	if found, known := s.resolved[q]; known {
		return found
	}
	unfinished := answer{open: true}
	s.steps++
	if s.steps > maxSteps || s.depth == maxDepth {
		return unfinished
	}
	s.resolved[q] = unfinished // where it leads back to itself
	s.depth++
	found := s.lead(at.module, splitReference(reference), want)
	s.depth--
	s.resolved[q] = found
	return found
}

// lead returns what a reference in a module instance leads to.
func (s *side) lead(module string, ref []step, want class) answer {
	if len(ref) < 2 {
		return answer{}
	}
	switch ref[0].name {
	case "count", "each", "path", "terraform", "self":
		return answer{}
	case "var":
		return s.leadToVariable(module, ref[1].name, want)
	case "local":
		return s.leadToLocal(module, ref[1], want)
	case "module":
		return s.leadToOutput(module, ref[1:], want)
	case "data":
		if len(ref) < 3 {
			return answer{}
		}
		return s.leadToResource(module, "data."+ref[1].name, ref[2], ref[3:], want)
	}
	return s.leadToResource(module, ref[0].name, ref[1], ref[2:], want)
}

// leadToResource returns the instances of a resource that a reference names.
func (s *side) leadToResource(module, kind string, name step, path []step, want class) answer {
	instances := s.byBase[joinAddress(module, kind+"."+name.name)]
	attribute := ""
	if len(path) > 0 {
		attribute = path[0].name
	}
	found := answer{vague: len(instances) > 1 && name.index == nil}
	for _, r := range instances {
		if name.index == nil || name.index == r.index {
			s.add(&found, s.provided(r, attribute, want))
		}
	}
	return found
}

// provided returns what an attribute of a resource holds: the resource's own identifier, or that of another one.
// Without an attribute it is the former.
func (s *side) provided(r *resource, attribute string, want class) answer {
	if id, ok := identityOf(r, want); ok && (attribute == "" || slices.Contains(id.attributes, attribute)) {
		return answer{targets: []target{{object: object{r, id.class}}}}
	}
	if attribute == "" || want == anything {
		return answer{}
	}
	return s.attribute(r, attribute, want)
}

// attribute returns what an attribute of a resource that refers to another object leads to.
func (s *side) attribute(r *resource, attribute string, want class) answer {
	if text := r.text(attribute); text != "" {
		return answer{targets: []target{{literal: want.bare(text)}}}
	}
	if !r.isUnknown(attribute) || r.config == nil {
		return answer{}
	}
	at, refs := s.standOf(r), references(r.config.Expressions[attribute])
	return at.pick(s.evaluate(at, refs, want), refs)
}

// leadToVariable returns what the call of a module hands over to a variable. Variables of the root module are known.
func (s *side) leadToVariable(module, name string, want class) answer {
	call := s.moduleConfig(module)
	if call == nil {
		return answer{}
	}
	at, refs := s.standOfCall(module, call), references(call.Expressions[name])
	return at.pick(s.evaluate(at, refs, want), refs)
}

// standOfCall returns where the arguments of a module instance are evaluated.
func (s *side) standOfCall(module string, call *moduleCall) stand {
	parent, last, _ := parentModule(module)
	siblings := s.modules[joinAddress(parent, "module."+last.name)]
	return stand{parent, last.index, slices.Index(siblings, module), len(siblings), references(call.ForEach)}
}

// leadToOutput returns what an output of the instances of a module that a reference names leads to; without an output,
// what any of them does.
func (s *side) leadToOutput(module string, ref []step, want class) answer {
	base := joinAddress(module, "module."+ref[0].name)
	call := s.moduleConfig(base)
	if call == nil {
		return answer{}
	}
	instances := s.modules[base]
	found := answer{vague: len(instances) > 1 && ref[0].index == nil || len(ref) < 2}
	for _, inside := range instances {
		if _, last, _ := parentModule(inside); ref[0].index != nil && ref[0].index != last.index {
			continue
		}
		for _, name := range sortedKeys(call.Module.Outputs) {
			if len(ref) < 2 || ref[1].name == name {
				at, refs := stand{module: inside}, references(call.Module.Outputs[name].Expression)
				s.add(&found, s.evaluate(at, refs, want))
			}
		}
	}
	return found
}

// leadToLocal returns what a local value can lead to. A plan does not say how a local value is made, but it can be made
// only of what its module can reach: its own resources, those of the modules that it calls, and its variables. One
// identifier that is known after apply must be among theirs. If an attribute of a resource is that local value and
// nothing else, the class of the attribute is that of the value.
func (s *side) leadToLocal(module string, local step, want class) answer {
	found := answer{vague: true}
	use, used := s.localUses[joinAddress(withoutIndexes(module), "local."+local.name)]
	if want == anything || used && use != anything && !use.is(want) {
		return found
	}
	for _, kind := range kindsOf(want) {
		for _, r := range s.resources[kind] {
			if within(r.module, module) {
				s.add(&found, s.provided(r, "", want))
			}
		}
	}
	if call := s.moduleConfig(module); call != nil {
		for _, name := range sortedKeys(call.Expressions) {
			s.add(&found, s.leadToVariable(module, name, want))
		}
	}
	return element(found, local.index)
}

// element returns the element of a local list or map, if the targets are the instances of one resource in its order.
func element(a answer, index any) answer {
	if index == nil || !oneDefinition(a.targets) {
		return a
	}
	switch index := index.(type) {
	case int:
		if index >= 0 && index < len(a.targets) {
			return a.only(index)
		}
	case string:
		for i, t := range a.targets {
			if t.resource.key == index {
				return a.only(i)
			}
		}
	}
	return a
}

// within tells whether a module instance is another one or inside of it.
func within(module, outer string) bool {
	return outer == "" || module == outer || strings.HasPrefix(module, outer+".")
}

// kindsOf returns the types of resources that name objects of a class, in order.
func kindsOf(want class) []string {
	var kinds []string
	for kind, list := range identities {
		if slices.ContainsFunc(list, func(i identity) bool { return i.class.is(want) }) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return kinds
}

// givenLocal returns what [Options.References] say about a local value, or about the element of it that the index of
// the stand picks.
func (s *side) givenLocal(at stand, reference string, want class) (answer, bool) {
	steps := splitReference(reference)
	if len(steps) < 2 {
		return answer{}, false
	}
	names := []string{reference, "local." + steps[1].String(), "local." + steps[1].name}
	if at.index != nil && steps[1].index == nil {
		names = slices.Insert(names, 0, "local."+step{steps[1].name, at.index}.String())
	}
	for _, name := range names {
		if found, ok := s.given(joinAddress(at.module, name), want); ok {
			return found, true
		}
		if found, ok := s.given(joinAddress(withoutIndexes(at.module), name), want); ok {
			return found, true
		}
	}
	return answer{}, false
}

// given returns what [Options.References] say: the address of resources, with an attribute or without, or a literal.
func (s *side) given(name string, want class) (answer, bool) {
	reference, ok := s.options.References[name]
	if !ok {
		return answer{}, false
	}
	steps := splitReference(reference)
	for n := len(steps); n >= 2; n-- {
		var found answer
		attribute := ""
		if n < len(steps) {
			attribute = steps[n].name
		}
		address := joinSteps(steps[:n])
		if r := s.byAddress[address]; r != nil {
			s.add(&found, s.provided(r, attribute, want))
			return found, true
		}
		if list := s.byBase[address]; len(list) > 0 {
			for _, r := range list {
				s.add(&found, s.provided(r, attribute, want))
			}
			return found, true
		}
	}
	return answer{targets: []target{{literal: want.bare(reference)}}}, true
}
