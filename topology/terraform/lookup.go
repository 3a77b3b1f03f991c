package terraform

import (
	"fmt"
	"slices"
	"strings"
)

// ref returns the ID of the object that an attribute of a resource names; "" if it names none, or if it is not known
// which one, which is a warning. Of several objects that it can be, those count that fit.
func (s *side) ref(r *resource, attribute string, want class, fits func(id string) bool) string {
	if text := r.text(attribute); text != "" {
		return want.bare(text)
	}
	var refs []string
	if r.config != nil {
		refs = references(r.config.Expressions[attribute])
	}
	if found, ok := s.given(r.address+"."+attribute, want); ok {
		return s.choose(r, attribute, found, refs, fits)
	}
	if !r.isUnknown(attribute) {
		return ""
	}
	return s.choose(r, attribute, s.evaluate(s.standOf(r), refs, want), refs, fits)
}

// choose returns the ID of the one target that an answer leaves. It warns if there is none or several, and if the
// target is not certain.
func (s *side) choose(r *resource, attribute string, found answer, refs []string, fits func(id string) bool) string {
	left := s.narrow(found, fits)
	left = s.standOf(r).pick(left, refs)
	switch {
	case len(left.targets) != 1 || left.open && left.vague:
		s.warn(r, Unknown, fmt.Sprintf("%s is known after apply%s, and the plan does not tell which one it is%s",
			attribute, shown(refs), s.candidates(left)))
		return ""
	case left.vague:
		s.assume(r, attribute, left.targets[0], refs)
	}
	return s.targetID(left.targets[0])
}

// narrow leaves the targets that fit. Where a reference is vague, it leaves those whose identifier is known after
// apply, too: an attribute that is unknown comes from one of them.
func (s *side) narrow(found answer, fits func(id string) bool) answer {
	if len(found.targets) == 0 {
		return answer{vague: found.vague, open: found.open}
	}
	all := whole{&found.targets[0], len(found.targets), found.vague, found.open}
	if left, known := s.narrowed[all]; known && fits == nil {
		return left
	}
	if s.steps += len(found.targets); s.steps > maxSteps {
		return answer{vague: true, open: true}
	}
	left := answer{vague: found.vague || len(found.targets) > 1, open: found.open}
	for _, t := range found.targets {
		if id := s.targetID(t); id != "" && (fits == nil || fits(id)) {
			left.targets = append(left.targets, t)
		}
	}
	left.targets = s.distinct(left.targets)
	isNew := func(t target) bool { return t.resource != nil && !s.identified(t.object) }
	if left.vague && slices.ContainsFunc(left.targets, isNew) {
		left.targets = slices.DeleteFunc(left.targets, func(t target) bool { return !isNew(t) })
	}
	left.uniform = oneDefinition(left.targets)
	if fits == nil {
		putTo(&s.narrowed, all, left)
	}
	return left
}

// A whole is an answer that many instances of a resource share, by where its targets are.
type whole struct {
	first       *target
	n           int
	vague, open bool
}

// distinct leaves the first of the targets that have one ID: several data sources list the same table.
func (s *side) distinct(targets []target) []target {
	seen := make(map[string]bool, len(targets))
	return slices.DeleteFunc(targets, func(t target) bool {
		id := s.targetID(t)
		again := seen[id]
		seen[id] = true
		return again
	})
}

// assume warns that a target follows from what a reference leaves open. The instances of a resource have one warning.
func (s *side) assume(r *resource, attribute string, t target, refs []string) {
	w := Warning{r.address, Assumed,
		fmt.Sprintf("%s is taken for %s, the plan does not show more%s", attribute, s.targetName(t), shown(refs))}
	if len(s.byBase[r.siblings()]) > 1 {
		w = Warning{r.siblings(), Assumed,
			fmt.Sprintf("%s of each instance is taken for the one that fits by index, key or what is known of both, the plan does not show more%s", attribute, shown(refs))}
	}
	s.warnings = append(s.warnings, w)
}

// shown lists references for a message.
func shown(refs []string) string {
	if len(refs) == 0 {
		return ""
	}
	return " (" + shorten(strings.Join(refs, ", ")) + ")"
}

// candidates lists the targets of an answer for a message.
func (s *side) candidates(a answer) string {
	if len(a.targets) == 0 {
		return ""
	}
	var names []string
	for _, t := range a.targets[:min(len(a.targets), 8)] {
		names = append(names, s.targetName(t))
	}
	return ": " + shorten(strings.Join(names, ", "))
}

// shorten cuts a text that is too long for a message.
func shorten(text string) string {
	const longest = 400
	if len(text) <= longest {
		return text
	}
	return strings.ToValidUTF8(text[:longest], "") + "..."
}

func (s *side) targetName(t target) string {
	if t.resource == nil {
		return t.literal
	}
	return t.resource.address
}

func (s *side) targetID(t target) string {
	if t.resource == nil {
		return t.literal
	}
	return s.objectID(t.object)
}

// refs returns the IDs of the objects that the elements of a list or set name.
func (s *side) refs(r *resource, attribute string, want class) []string {
	ids := r.texts(attribute)
	for i := range ids {
		ids[i] = want.bare(ids[i])
	}
	whole := r.isUnknown(attribute)
	parts, _ := r.unknown[attribute].([]any)
	missing := 0
	for _, part := range parts {
		if part == true {
			missing++
		}
	}
	if !whole && missing == 0 {
		return ids
	}
	var sources []string
	if r.config != nil {
		sources = references(r.config.Expressions[attribute])
	}
	found := s.narrow(s.evaluate(s.standOf(r), sources, want), func(id string) bool { return !slices.Contains(ids, id) })
	if given, ok := s.given(r.address+"."+attribute, want); ok {
		found = given
	}
	if found.open || len(found.targets) == 0 || !whole && len(found.targets) != missing {
		s.warn(r, Unknown, fmt.Sprintf("%s is known after apply%s, and the plan does not tell what is in it%s",
			attribute, shown(sources), s.candidates(found)))
		return ids
	}
	if found.vague && (len(found.targets) == 1 || whole) {
		s.assume(r, attribute, found.targets[0], sources)
	}
	for _, t := range found.targets {
		ids = append(ids, s.targetID(t))
	}
	return ids
}

// objectID returns the ID that an object has in the document: its identifier in the cloud if it is known, and
// otherwise the address of the resource.
func (s *side) objectID(o object) string {
	if id, known := s.ids[o]; known {
		return id
	}
	s.ids[o] = o.resource.address // where an object refers to itself
	s.ids[o] = s.makeID(o)
	return s.ids[o]
}

func (s *side) makeID(o object) string {
	r := o.resource
	switch {
	case r.kind == "data.alicloud_cen_transit_router_route_tables":
		return s.listedTable(r)
	case r.kind == "data.alicloud_route_tables":
		return s.listedVPCTable(r)
	}
	if id := o.identifier(); id != "" {
		return id
	}
	if r.kind == "alicloud_vpc" && o.class == aVPCTable {
		return s.objectID(object{r, aVPC}) + "/system"
	}
	return r.address
}

// identifier returns the identifier of an object in the cloud, "" if it is not known.
func (o object) identifier() string {
	id, _ := identityOf(o.resource, o.class)
	for _, attribute := range id.attributes {
		if text := o.resource.text(attribute); text != "" {
			return o.class.bare(text)
		}
	}
	return ""
}

// identified tells whether the identifier of an object is known.
func (s *side) identified(o object) bool {
	if !o.resource.managed() {
		return len(o.resource.list("tables")) > 0
	}
	return o.identifier() != ""
}
