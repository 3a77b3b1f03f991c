package terraform

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

func (s *side) addCEN(r *resource) { s.cens[s.objectID(object{r, aCEN})] = true }

// addRouter adds a transit router.
func (s *side) addRouter(r *resource) {
	id := s.objectID(object{r, aRouter})
	if s.again(r, s.routers[id] != nil, "transit router", id) {
		return
	}
	tr := &topology.TransitRouter{ID: id, CEN: s.ref(r, "cen_id", aCEN, nil), Region: s.region(r)}
	if r.text("type") == "Basic" {
		tr.Edition = attach.Basic
	}
	s.routers[id] = tr
	s.source(id, r)
}

// ensureRouter adds a transit router that a resource names and that is not in the file.
func (s *side) ensureRouter(r *resource, id string) {
	if s.routers[id] != nil {
		return
	}
	s.routers[id] = &topology.TransitRouter{ID: id, CEN: s.ref(r, "cen_id", aCEN, nil)}
	s.source(id, r)
	s.warn(r, Missing, fmt.Sprintf("transit router %s is not in the file, only what the file tells of it is in the network", id))
}

// region returns the region of a resource: its own attribute, or that of the provider that makes it.
func (s *side) region(r *resource) string {
	if region := r.text("region_id"); region != "" {
		return region
	}
	return s.providerRegion(r)
}

// providerRegion returns the region that the configuration gives to the provider of a resource, if it is a constant or
// a variable of the root module.
func (s *side) providerRegion(r *resource) string {
	if r.config == nil {
		return ""
	}
	provider := s.file.Configuration.ProviderConfig[r.config.ProviderConfigKey]
	expression, _ := provider.Expressions["region"].(map[string]any)
	if constant := textOf(expression["constant_value"]); constant != "" {
		return constant
	}
	refs := references(expression)
	if len(refs) != 1 || provider.ModuleAddress != "" {
		return ""
	}
	name, _ := strings.CutPrefix(refs[0], "var.")
	return textOf(s.file.Variables[name].Value)
}

// zoneRegion returns the region of a zone: "cn-hangzhou" of "cn-hangzhou-i", "ap-southeast-1" of "ap-southeast-1a"; ""
// if the zone is named in another way.
func zoneRegion(zone string) string {
	n := len(zone)
	switch {
	case n < 3 || zone[n-1] < 'a' || zone[n-1] > 'z':
		return ""
	case zone[n-2] == '-':
		return zone[:n-2]
	case zone[n-2] >= '0' && zone[n-2] <= '9':
		return zone[:n-1]
	}
	return ""
}

// addSystemTables gives every transit router that has none in the file its system table, which always exists.
func (s *side) addSystemTables(*resource) {
	for _, id := range sortedKeys(s.routers) {
		if s.systems[id] == "" {
			table := s.systemTable(id)
			s.tables[table] = &routerTable{id, topology.RouteTable{ID: table, System: true}}
			s.systems[id] = table
		}
	}
}

// addStaticRoute adds a static or blackhole route of a transit router table.
func (s *side) addStaticRoute(r *resource) {
	prefix, ok := s.prefix(r, "transit_router_route_entry_destination_cidr_block")
	if !ok {
		return
	}
	route := topology.StaticRoute{Prefix: prefix}
	if isBlackhole(r.text("transit_router_route_entry_next_hop_type")) {
		route.Blackhole = true
	} else if route.NextHop = s.ref(r, "transit_router_route_entry_next_hop_id", anAttachment, nil); route.NextHop == "" {
		s.lost(r, "its next hop")
		return
	}
	table := s.namedTable(r, "transit_router_route_table_id", s.routersOf(route.NextHop))
	if table == nil {
		return
	}
	s.checkNextHop(r, route.NextHop)
	table.Routes = append(table.Routes, route)
}

func isBlackhole(text string) bool { return strings.EqualFold(text, "BlackHole") }

// namedTable returns the table that an attribute names, of one of the given transit routers if these are known.
func (s *side) namedTable(r *resource, attribute string, routers []string) *routerTable {
	id := s.ref(r, attribute, aTable, func(id string) bool {
		return len(routers) == 0 || s.tables[id] != nil && slices.Contains(routers, s.tables[id].router)
	})
	if id == "" {
		s.lost(r, "its route table")
		return nil
	}
	return s.tableOf(r, id, routers)
}

// checkNextHop warns about a next hop that is not in the file.
func (s *side) checkNextHop(r *resource, id string) {
	if id != "" && s.links[id] == nil && s.peerings[id] == nil {
		s.warn(r, Missing, "next hop "+s.absence(id))
	}
}

// routersOf returns the transit routers that an attachment or peering is of.
func (s *side) routersOf(id string) []string {
	if a := s.links[id]; a != nil {
		return []string{a.TransitRouter}
	}
	var routers []string
	if p := s.peerings[id]; p != nil {
		for _, e := range p.Ends {
			routers = append(routers, e.TransitRouter)
		}
	}
	return routers
}

func (s *side) addPrefixListContent(r *resource) {
	list := &prefixList{resource: r}
	list.ID = s.objectID(object{r, aPrefixList})
	if s.again(r, s.prefixes[list.ID] != nil, "prefix list", list.ID) {
		return
	}
	if r.isUnknown("entrys") {
		s.warn(r, Unknown, "the entries of the prefix list are known after apply")
	}
	for _, entry := range r.blocks("entrys") {
		if prefix, ok := s.parsePrefix(r, "entrys.cidr", textOf(entry["cidr"])); ok {
			list.Prefixes = append(list.Prefixes, prefix)
		}
	}
	slices.SortFunc(list.Prefixes, netip.Prefix.Compare)
	s.prefixes[list.ID] = list
	s.source(list.ID, r)
}

// addPrefixList adds the association of a prefix list with a transit router table.
func (s *side) addPrefixList(r *resource) {
	id := s.ref(r, "prefix_list_id", aPrefixList, nil)
	if id == "" {
		s.lost(r, "its prefix list")
		return
	}
	list := topology.PrefixList{ID: id}
	if content := s.prefixes[id]; content != nil {
		list.Prefixes = slices.Clone(content.Prefixes)
	} else {
		s.warn(r, Missing, fmt.Sprintf("prefix list %s is not in the file, its prefixes are not known", id))
	}
	if isBlackhole(r.text("next_hop_type")) || isBlackhole(r.text("next_hop")) {
		list.Blackhole = true
	} else if list.NextHop = s.ref(r, "next_hop", anAttachment, nil); list.NextHop == "" {
		s.lost(r, "its next hop")
		return
	}
	routers := s.routersOf(list.NextHop)
	if router := s.ref(r, "transit_router_id", aRouter, nil); router != "" {
		routers = []string{router}
	}
	table := s.namedTable(r, "transit_router_table_id", routers)
	if table == nil {
		return
	}
	s.checkNextHop(r, list.NextHop)
	table.PrefixLists = append(table.PrefixLists, list)
}

// scopes are the kinds that the scope of an aggregate route names.
var scopes = map[string]attach.Kind{"VPC": attach.VPC, "VBR": attach.VBR, "VPN": attach.VPN, "TR": attach.Peer, "ECR": attach.ECR}

// addAggregate adds an aggregate route of a transit router table.
func (s *side) addAggregate(r *resource) {
	prefix, ok := s.prefix(r, "transit_route_table_aggregation_cidr")
	if !ok {
		return
	}
	table := s.namedTable(r, "transit_route_table_id", nil)
	if table == nil {
		return
	}
	aggregate := topology.AggregateRoute{Prefix: prefix}
	if !s.known(r, "transit_route_table_aggregation_scope_list", "transit_route_table_aggregation_scope") {
		s.lost(r, "a part of its scope")
		return
	}
	names := r.texts("transit_route_table_aggregation_scope_list")
	if scope := r.text("transit_route_table_aggregation_scope"); scope != "" && len(names) == 0 {
		names = []string{scope}
	}
	for _, name := range names {
		kind, known := scopes[strings.ToUpper(name)]
		if !known {
			s.warn(r, NotModelled, fmt.Sprintf("scope %s of the aggregate route is not modelled, left out",
				shorten(name)))
		} else if !slices.Contains(aggregate.Scope, kind) {
			aggregate.Scope = append(aggregate.Scope, kind)
		}
	}
	slices.Sort(aggregate.Scope)
	table.Aggregates = append(table.Aggregates, aggregate)
}

// addRouterBlock adds a CIDR block of a transit router.
func (s *side) addRouterBlock(r *resource) {
	router := s.ref(r, "transit_router_id", aRouter, nil)
	prefix, ok := s.prefix(r, "cidr")
	if router == "" || !ok {
		s.lost(r, "its transit router or its block")
		return
	}
	s.ensureRouter(r, router)
	tr := s.routers[router]
	tr.CIDRs = append(tr.CIDRs, prefix)
	slices.SortFunc(tr.CIDRs, netip.Prefix.Compare)
}

// prefix returns an attribute that is a prefix. It warns if it is none.
func (s *side) prefix(r *resource, attribute string) (netip.Prefix, bool) {
	if r.isUnknown(attribute) {
		s.warn(r, Unknown, "left out of the network, "+attribute+" is known after apply")
		return netip.Prefix{}, false
	}
	return s.parsePrefix(r, attribute, r.text(attribute))
}

func (s *side) parsePrefix(r *resource, attribute, text string) (netip.Prefix, bool) {
	prefix, err := netip.ParsePrefix(text)
	switch {
	case err != nil || prefix.Addr().Is4In6():
		s.warn(r, Malformed, fmt.Sprintf("%s %.60q is no prefix, left out", attribute, text))
		return netip.Prefix{}, false
	case prefix != prefix.Masked():
		s.warn(r, Assumed, fmt.Sprintf("%s %s has host bits set, %s is taken", attribute, text, prefix.Masked()))
	}
	return prefix.Masked(), true
}
