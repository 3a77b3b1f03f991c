package terraform

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// addPolicy adds a routing policy to the table that it names; without one, to the system table of the transit router in
// its region.
func (s *side) addPolicy(r *resource) {
	router := s.routerIn(s.ref(r, "cen_id", aCEN, nil), r.text("cen_region_id"))
	table := s.policyTable(r, router)
	if table == nil {
		return
	}
	p := policy.Policy{Priority: r.number("priority"), Next: s.positive(r, "next_priority")}
	ok := s.known(r, "priority", "next_priority", "preference", "transmit_direction", "map_result", "source_instance_ids_reverse_match",
		"destination_instance_ids_reverse_match", "cidr_match_mode", "as_path_match_mode", "community_match_mode", "community_operate_mode")
	ok = ok && s.name(r, "transmit_direction", map[string]func(){"RegionIn": func() {}, "RegionOut": func() { p.Direction = policy.Egress }})
	ok = s.name(r, "map_result", map[string]func(){"Permit": func() {}, "Deny": func() { p.Action = policy.Deny }}) && ok
	ok = s.setConditions(r, &p.Match) && ok
	ok = s.setActions(r, &p.Set) && ok
	if !ok {
		s.lost(r, "a part of the policy")
		return
	}
	table.Policies = append(table.Policies, p)
}

// positive returns an attribute that is a number from 1, 0 if it is not set.
func (s *side) positive(r *resource, attribute string) int {
	n := r.number(attribute)
	if n < 0 {
		s.warn(r, Malformed, fmt.Sprintf("%s %d is not from 1, left out", attribute, n))
		return 0
	}
	return n
}

// policyTable returns the table of a policy.
func (s *side) policyTable(r *resource, router string) *routerTable {
	const attribute = "transit_router_route_table_id"
	var routers []string
	if router != "" {
		routers = []string{router}
	}
	written := r.config != nil && len(references(r.config.Expressions[attribute])) > 0
	if r.text(attribute) != "" || written {
		return s.namedTable(r, attribute, routers)
	}
	if router == "" {
		s.lost(r, "its transit router")
		return nil
	}
	return s.tables[s.systemTable(router)]
}

// name does what stands for the text of an attribute, and reports whether there is something. It warns if there is not.
func (s *side) name(r *resource, attribute string, meanings map[string]func()) bool {
	do, known := meanings[r.text(attribute)]
	if !known {
		s.warn(r, Malformed, fmt.Sprintf("%s %.40q is not known", attribute, r.text(attribute)))
		return false
	}
	do()
	return true
}

// mode reads the mode of a condition, Include if there is none.
func (s *side) mode(r *resource, attribute string, m *policy.Mode) bool {
	include := func() { *m = policy.Include }
	return s.name(r, attribute, map[string]func(){"": include, "Include": include, "Complete": func() { *m = policy.Complete },
		"Contain": func() { *m = policy.Contain }})
}

// setConditions reads the conditions of a policy. A condition that is lost would let the policy match more, so it is
// lost with it.
func (s *side) setConditions(r *resource, m *policy.Match) bool {
	ok := s.known(r, "source_region_ids", "source_child_instance_types", "destination_child_instance_types", "route_types",
		"destination_cidr_blocks", "match_asns", "match_community_set")
	ok = s.setEndpoint(r, "source", &m.Source) && ok
	ok = s.setEndpoint(r, "destination", &m.Destination) && ok
	m.Source.Regions = sorted(r.texts("source_region_ids"))
	ok = s.kinds(r, "source_child_instance_types", &m.Source.Kinds) && ok
	ok = s.kinds(r, "destination_child_instance_types", &m.Destination.Kinds) && ok
	for _, text := range sorted(r.texts("route_types")) {
		var t route.Type
		ok = s.read(r, "route_types", text, t.UnmarshalText([]byte(text))) && ok
		m.RouteTypes = append(m.RouteTypes, t)
	}
	for _, text := range r.texts("destination_cidr_blocks") {
		prefix, good := s.parsePrefix(r, "destination_cidr_blocks", text)
		ok = ok && good
		m.Prefixes.List = append(m.Prefixes.List, prefix)
	}
	slices.SortFunc(m.Prefixes.List, netip.Prefix.Compare)
	ok = s.family(r, &m.Family) && ok
	ok = s.asns(r, "match_asns", &m.ASPath.List) && ok
	ok = s.communities(r, "match_community_set", &m.Communities.List) && ok
	ok = s.mode(r, "cidr_match_mode", &m.Prefixes.Mode) && ok
	ok = s.mode(r, "as_path_match_mode", &m.ASPath.Mode) && ok
	return s.mode(r, "community_match_mode", &m.Communities.Mode) && ok
}

// known reports whether attributes are known. It warns if one is known after apply, or is in part.
func (s *side) known(r *resource, attributes ...string) bool {
	ok := true
	for _, attribute := range attributes {
		parts, _ := r.unknown[attribute].([]any)
		if r.isUnknown(attribute) || slices.Contains(parts, any(true)) {
			s.warn(r, Unknown, attribute+" is known after apply")
			ok = false
		}
	}
	return ok
}

// setEndpoint reads the conditions on instances and tables of one end.
func (s *side) setEndpoint(r *resource, end string, e *policy.Endpoint) bool {
	instances, tables := end+"_instance_ids", end+"_route_table_ids"
	e.Instances = sorted(s.refs(r, instances, anInstance))
	e.Except = r.isTrue(end+"_instance_ids_reverse_match") && len(e.Instances) > 0
	e.RouteTables = sorted(s.refs(r, tables, anyTable))
	return s.allFound(r, instances, e.Instances) && s.allFound(r, tables, e.RouteTables)
}

// allFound reports whether as many elements of a set were found as it has.
func (s *side) allFound(r *resource, attribute string, found []string) bool {
	if r.isUnknown(attribute) {
		return len(found) > 0
	}
	return len(found) >= len(r.list(attribute))
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// read reports whether a text was read without an error, and warns otherwise.
func (s *side) read(r *resource, attribute, text string, err error) bool {
	if err != nil {
		s.warn(r, Malformed, fmt.Sprintf("%s %.40q: %v", attribute, text, err))
	}
	return err == nil
}

func (s *side) kinds(r *resource, attribute string, list *[]attach.Kind) bool {
	ok := true
	for _, text := range r.texts(attribute) {
		var k attach.Kind
		ok = s.read(r, attribute, text, k.UnmarshalText([]byte(text))) && ok
		*list = append(*list, k)
	}
	slices.Sort(*list)
	return ok
}

func (s *side) family(r *resource, f *policy.Family) bool {
	text := r.text("address_family")
	return text == "" || s.read(r, "address_family", text, f.UnmarshalText([]byte(text)))
}

// asns reads a set of AS numbers. The provider keeps sets: their order is lost, they are put in order of number.
func (s *side) asns(r *resource, attribute string, list *route.ASPath) bool {
	ok := true
	for _, text := range r.texts(attribute) {
		n, err := strconv.ParseUint(text, 10, 32)
		ok = s.read(r, attribute, text, err) && ok
		*list = append(*list, uint32(n))
	}
	slices.Sort(*list)
	return ok
}

func (s *side) communities(r *resource, attribute string, list *[]route.Community) bool {
	ok := true
	for _, text := range r.texts(attribute) {
		c, err := route.ParseCommunity(text)
		ok = s.read(r, attribute, text, err) && ok
		*list = append(*list, c)
	}
	slices.Sort(*list)
	return ok
}

// setActions reads what a policy changes.
func (s *side) setActions(r *resource, set *policy.Set) bool {
	ok := s.known(r, "prepend_as_path", "operate_community_set")
	set.Preference = s.positive(r, "preference")
	ok = s.asns(r, "prepend_as_path", &set.PrependASPath) && ok
	if len(set.PrependASPath) > 0 {
		s.warn(r, Assumed, "prepend_as_path is a set for the provider: repetitions and order are lost, each number is prepended once, in ascending order")
	}
	ok = s.communities(r, "operate_community_set", &set.Communities.List) && ok
	mode := func(m policy.SetMode) func() { return func() { set.Communities.Mode = m } }
	return s.name(r, "community_operate_mode", map[string]func(){
		"": mode(policy.NoSetMode), "Additive": mode(policy.Additive), "Replace": mode(policy.Replace)}) && ok
}

func sortPolicies(list []policy.Policy) {
	slices.SortStableFunc(list, func(a, b policy.Policy) int {
		return cmp.Or(cmp.Compare(a.Direction, b.Direction), cmp.Compare(a.Priority, b.Priority))
	})
}
