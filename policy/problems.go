package policy

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strconv"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// The documented ranges of numbers in a policy.
const (
	minPriority   = 1
	maxPriority   = 100 // P-1.3
	nextFollowing = 1   // a Next that names the policy that follows (P-4.8)
	minPreference = 1
	maxPreference = 100 // P-4.3
	maxSetList    = 32  // AS numbers to prepend, communities to set, in both editions (P-1.10)
)

// A Problem is one place at which a list of policies breaks a rule, or, as a warning, does not do what it seems to.
type Problem struct {
	Index   int    // place of the policy in the list
	Field   string // place in the policy as its document spells it, for example "match.prefixes.list[3]"
	Value   string // what stands there, empty if nothing does
	Message string // what is wrong, with the value
	Rule    rule.ID
	Warning bool // the cloud takes it: a documented limit is exceeded, or something written has no effect
}

// A Context is what the validity of a policy depends on beside itself.
type Context struct {
	Region  string       // of the transit router
	Edition rule.Edition // of the documentation
}

// Problems returns everything that is wrong with the policies of one route table, of both directions: by policy, and in
// a policy in the order of its document. It returns nil for a list that is in order.
//
// For example, a policy {Priority: 20, Next: 10} has the problem
//
//	{Index: 0, Field: "next", Value: "10", Message: "next 10 must be greater than the priority 20, or 1 ...", Rule: "P-4.8"}
//
// Whether the instances, regions and route tables that a policy names exist is not looked at.
func Problems(list []Policy, c Context) []Problem {
	k := checker{Context: c, list: list, order: inOrder(list)}
	for i := range list {
		k.index, k.Policy = i, &list[i]
		k.policy()
	}
	return k.problems
}

// inOrder returns the indexes of policies by place, nil if the list is in that order.
func inOrder(list []Policy) []int {
	byPlace := func(a, b *Policy) int { return placeOf(a).compare(placeOf(b)) }
	sorted := true
	for i := 1; i < len(list); i++ {
		sorted = sorted && byPlace(&list[i-1], &list[i]) <= 0
	}
	if sorted {
		return nil
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return byPlace(&list[a], &list[b]) })
	return order
}

// A checker looks at one policy of a list after the other.
type checker struct {
	Context
	*Policy  // the one that it looks at
	index    int
	list     []Policy
	order    []int // indexes of the policies, by place, then by index; nil if that is the order of the list
	problems []Problem
}

// A place is where a policy stands on the walk.
type place struct {
	direction Direction
	priority  int
}

func placeOf(p *Policy) place { return place{p.Direction, p.Priority} }

func (p place) compare(q place) int {
	if p.direction != q.direction {
		return cmp.Compare(p.direction, q.direction)
	}
	return cmp.Compare(p.priority, q.priority)
}

// refuse adds an error. The message is made of format and args.
func (k *checker) refuse(id rule.ID, field string, value any, format string, args ...any) {
	k.problems = append(k.problems, Problem{
		Index: k.index, Field: field, Value: fmt.Sprint(value), Message: fmt.Sprintf(format, args...), Rule: id,
	})
}

// warn adds a warning. The message is made of format and args.
func (k *checker) warn(id rule.ID, field string, value any, format string, args ...any) {
	k.refuse(id, field, value, format, args...)
	k.problems[len(k.problems)-1].Warning = true
}

// policy looks at the whole policy.
func (k *checker) policy() {
	k.priority()
	if k.Direction > Egress {
		k.refuse("P-2.1", "direction", k.Direction, "direction %v must be ingress or egress", k.Direction)
	}
	if k.Action > Deny {
		k.refuse("P-4.1", "action", k.Action, "action %v must be permit or deny", k.Action)
	}
	k.match()
	k.set()
	k.next()
}

// priority checks range and uniqueness (P-1.3, P-1.4a).
func (k *checker) priority() {
	p := k.Priority
	switch {
	case p == SystemPriority:
		k.refuse("P-1.3", "priority", p, "priority %d is that of the system policy, which is not written in a list; it must be %d to %d", p, minPriority, maxPriority)
	case p < minPriority || p > maxPriority:
		k.refuse("P-1.3", "priority", p, "priority %d must be %d to %d", p, minPriority, maxPriority)
	}
	if first := k.find(p); first < k.index {
		k.refuse("P-1.4a", "priority", p, "priority %d is that of policies[%d] too; it must be unique per route table and direction (%v)", p, first, k.Direction)
	}
}

// find returns the index of the first policy of the direction that has priority p, and -1 if there is none.
func (k *checker) find(p int) int {
	at := place{k.Direction, p}
	first, known := sort.Find(len(k.list), func(i int) int { return at.compare(placeOf(&k.list[k.nth(i)])) })
	if !known {
		return -1
	}
	return k.nth(first)
}

// nth returns the index of the i-th policy by place.
func (k *checker) nth(i int) int {
	if k.order == nil {
		return i
	}
	return k.order[i]
}

// next checks where a walk goes on (P-4.8, P-4.10, P-4.11).
func (k *checker) next() {
	n := k.Next
	switch {
	case n == 0:
	case k.Action == Deny:
		k.refuse("P-4.11", "next", n, "next %d on a deny policy: only a permit policy can go on with another", n)
	case n < minPriority || n > maxPriority:
		k.refuse("P-4.8", "next", n, "next %d must be a priority of %d to %d", n, minPriority, maxPriority)
	case n == nextFollowing:
	case n <= k.Priority:
		k.refuse("P-4.8", "next", n, "next %d must be greater than the priority %d, or %d for the policy that follows", n, k.Priority, nextFollowing)
	case k.find(n) < 0:
		k.warn("P-4.10", "next", n, "next %d is the priority of no policy of this direction (%v): the walk goes on with the first one after it", n, k.Direction)
	}
}

// set checks what a policy changes (P-4.3, P-4.6, P-4.7, P-4.11).
func (k *checker) set() {
	s := &k.Set
	if k.Action == Deny && (s.Preference != 0 || len(s.PrependASPath) > 0 || len(s.Communities.List) > 0) {
		k.refuse("P-4.11", "set", "", "set on a deny policy: only a permit policy can change a route")
	}
	if p := s.Preference; p != 0 && (p < minPreference || p > maxPreference) {
		k.refuse("P-4.3", "set.preference", p, "preference %d must be %d to %d", p, minPreference, maxPreference)
	}
	k.prepend(s.PrependASPath)
	k.setCommunities(&s.Communities)
}

// prepend checks that AS numbers are only prepended where the table meets an instance of its region (P-4.7).
func (k *checker) prepend(path route.ASPath) {
	const field = "set.prependAsPath"
	if len(path) == 0 {
		return
	}
	from, to := &k.Match.Source, &k.Match.Destination
	switch k.Direction {
	case Ingress:
		if len(from.Instances) == 0 {
			k.refuse("P-4.7", field, path, "prependAsPath %v on the way in needs source.instances", path)
		}
		if !slices.Equal(from.Regions, []string{k.Region}) {
			k.refuse("P-4.7", field, path, "prependAsPath %v on the way in needs source.regions to be the region %q of the table, not %q", path, k.Region, from.Regions)
		}
	case Egress:
		if len(to.Instances) == 0 {
			k.refuse("P-4.7", field, path, "prependAsPath %v on the way out needs destination.instances", path)
		}
	}
	k.length(field, len(path), maxSetList)
	k.asNumbers(field, path)
}

// setCommunities checks the communities that a policy sets (P-4.6).
func (k *checker) setCommunities(s *CommunitiesSet) {
	const field = "set.communities"
	switch {
	case s.Mode > Replace:
		k.refuse("P-4.6", field+".mode", s.Mode, "mode %v must be additive or replace", s.Mode)
	case s.Mode == NoSetMode && len(s.List) > 0:
		k.warn("P-4.6", field+".list", s.List, "communities %v without a mode change nothing, additive or replace is missing", s.List)
	case s.Mode != NoSetMode && len(s.List) == 0:
		k.warn("P-4.6", field+".mode", s.Mode, "mode %v with an empty list changes no communities", s.Mode)
	}
	k.communities(field+".list", s.List, maxSetList)
}

// communities checks a list of communities (P-3.21).
func (k *checker) communities(field string, list []route.Community, limit int) {
	const low = 1<<16 - 1
	for i, c := range list {
		if c>>16 == 0 || c&low == 0 {
			k.refuse("P-3.21", at(field, i), c, "community %v: both numbers must be 1 to 65535", c)
		}
	}
	k.length(field, len(list), limit)
	repeated(k, field, list)
}

// asNumbers checks that no AS number is 0, which is reserved (P-3.20).
func (k *checker) asNumbers(field string, path route.ASPath) {
	for i, as := range path {
		if as == 0 {
			k.refuse("P-3.20", at(field, i), as, "AS number %d is reserved", as)
		}
	}
}

// length warns of a list that is longer than documented (P-1.10, D-11).
func (k *checker) length(field string, n, limit int) {
	if n > limit {
		k.warn("P-1.10", field, n, "%s has %d entries, the documentation of %s allows %d", field, n, edition(k.Edition), limit)
	}
}

// repeated warns of each value that stands in the list before.
func repeated[T comparable](k *checker, field string, list []T) {
	for i, v := range list {
		if first := slices.Index(list, v); first < i {
			k.warn("P-3.2", at(field, i), v, "%v stands twice in %s, first at [%d]", v, field, first)
		}
	}
}

// at returns the place of an element.
func at(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

// edition returns the date of an edition.
func edition(e rule.Edition) string {
	if e >= rule.Edition2026 {
		return "2026-02"
	}
	return "2024-03"
}

// listLimit returns how many values a condition may list (P-1.10).
func listLimit(e rule.Edition) int {
	if e >= rule.Edition2026 {
		return 64
	}
	return 32
}
