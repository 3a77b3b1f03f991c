package terraform

import (
	"fmt"

	"github.com/cenroute/cenroute/topology"
)

// listedTable returns the table that the data source of a transit router's tables stands for: the system table, which
// is no resource of its own.
func (s *side) listedTable(r *resource) string {
	for _, t := range r.blocks("tables") {
		if textOf(t["transit_router_route_table_type"]) == "System" {
			return aTable.bare(firstText(t, "transit_router_route_table_id", "id"))
		}
	}
	if kind := r.text("transit_router_route_table_type"); len(r.list("tables")) > 0 || kind != "" && kind != "System" {
		return ""
	}
	router := s.ref(r, "transit_router_id", aRouter, nil)
	if router == "" {
		return ""
	}
	if r.text("transit_router_route_table_type") == "" {
		s.warn(r, Assumed, "the data source does not ask for the system table alone, the first table is taken for it")
	}
	return s.systemTable(router)
}

func firstText(block map[string]any, names ...string) string {
	for _, name := range names {
		if text := textOf(block[name]); text != "" {
			return text
		}
	}
	return ""
}

// listedVPCTable returns the system table of the VPC that a data source of VPC route tables is about.
func (s *side) listedVPCTable(r *resource) string {
	for _, t := range r.blocks("tables") {
		if textOf(t["route_table_type"]) == "System" {
			return firstText(t, "route_table_id", "id")
		}
	}
	if vpc := s.ref(r, "vpc_id", aVPC, nil); vpc != "" && len(r.list("tables")) == 0 {
		return s.vpcSystemTable(vpc)
	}
	return ""
}

// addListedTables adds the tables that a data source lists: they exist, whoever made them.
func (s *side) addListedTables(r *resource) {
	router := aRouter.bare(r.text("transit_router_id"))
	if router == "" {
		return
	}
	for _, t := range r.blocks("tables") {
		id := aTable.bare(firstText(t, "transit_router_route_table_id", "id"))
		if id == "" || s.tables[id] != nil {
			continue
		}
		s.ensureRouter(r, router)
		system := textOf(t["transit_router_route_table_type"]) == "System" && s.systems[router] == ""
		s.addTable(r, router, id, system)
	}
}

func (s *side) addTable(r *resource, router, id string, system bool) {
	s.tables[id] = &routerTable{router, topology.RouteTable{ID: id, System: system}}
	s.source(id, r)
	if system {
		s.systems[router] = id
	}
}

// source remembers the resource that an object of the document was made from, the first of several.
func (s *side) source(id string, r *resource) {
	if s.sources[id] == "" {
		s.sources[id] = r.address
	}
}

// addRouteTable adds a custom table of a transit router.
func (s *side) addRouteTable(r *resource) {
	id := s.objectID(object{r, aTable})
	router := s.ref(r, "transit_router_id", aRouter, nil)
	if router == "" {
		s.lost(r, "its transit router")
		return
	}
	s.ensureRouter(r, router)
	if !s.again(r, s.tables[id] != nil, "route table", id) {
		s.addTable(r, router, id, r.text("transit_router_route_table_type") == "System")
	}
}

// again warns that an object is there already, if so: of two resources about one object the first counts.
func (s *side) again(r *resource, already bool, what, id string) bool {
	if already {
		s.warn(r, Malformed, fmt.Sprintf("%s %s is there twice, this one is left out", what, id))
	}
	return already
}

// lost warns that a resource is left out because something that it needs is not known.
func (s *side) lost(r *resource, what string) {
	s.warn(r, Missing, "left out of the network, "+what+" is not known")
}

// systemTable returns the ID of a transit router's system table.
func (s *side) systemTable(router string) string {
	if id := s.systems[router]; id != "" {
		return id
	}
	return router + "/system"
}

// adopt takes a table that is named by its identifier and is nowhere else in the file for the system table of the
// transit routers that it can be of, if that leaves one choice: custom tables are resources, the system table is not.
func (s *side) adopt(r *resource, table string, routers []string) {
	if table == "" || s.tables[table] != nil {
		return
	}
	var open []string
	for _, router := range routers {
		if s.routers[router] != nil && s.systems[router] == "" {
			open = append(open, router)
		}
	}
	if len(open) != 1 {
		return
	}
	s.warn(r, Assumed, fmt.Sprintf("%s is not in the file, it is taken for the system table of %s", table, open[0]))
	s.addTable(r, open[0], table, true)
}

// tableOf returns a table of a transit router that a resource names. One that is not in the file becomes a table of the
// router that it belongs to by other evidence.
func (s *side) tableOf(r *resource, id string, routers []string) *routerTable {
	if t := s.tables[id]; t != nil || id == "" {
		return t
	}
	if len(routers) != 1 {
		s.warn(r, Missing, fmt.Sprintf("left out of the network, route table %s is not in the file and its transit router is not known", id))
		return nil
	}
	s.warn(r, Missing, fmt.Sprintf("route table %s of transit router %s is not in the file, taken for a custom table",
		id, routers[0]))
	s.ensureRouter(r, routers[0])
	s.addTable(r, routers[0], id, false)
	return s.tables[id]
}
