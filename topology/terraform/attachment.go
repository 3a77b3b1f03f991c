package terraform

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// addAttachment adds an attachment of a kind and returns it, or nil if it cannot be in the network.
func (s *side) addAttachment(r *resource, kind attach.Kind, instanceAttribute string, want class) *topology.Attachment {
	a := &topology.Attachment{ID: s.objectID(object{r, anAttachment}), Kind: kind}
	a.TransitRouter = s.routerOf(r)
	a.Instance = s.ref(r, instanceAttribute, want, nil)
	switch {
	case a.TransitRouter == "":
		s.lost(r, "its transit router")
		return nil
	case a.Instance == "":
		s.lost(r, "its "+want.String())
		return nil
	case s.again(r, s.links[a.ID] != nil, "attachment", a.ID):
		return nil
	}
	a.RouteSync = s.flag(r, "auto_publish_route_enabled")
	s.links[a.ID] = a
	s.source(a.ID, r)
	return a
}

// flag returns a switch of a resource. It warns if its position is known after apply.
func (s *side) flag(r *resource, attribute string) bool {
	if r.isUnknown(attribute) {
		s.warn(r, Unknown, attribute+" is known after apply, taken for off")
	}
	return r.isTrue(attribute)
}

// routerOf returns the transit router of an attachment: the one that it names, or the one of its CEN instance in its
// region.
func (s *side) routerOf(r *resource) string {
	named := r.text("transit_router_id") != "" || r.config != nil && len(references(r.config.Expressions["transit_router_id"])) > 0
	if named || !r.isUnknown("transit_router_id") {
		router := s.ref(r, "transit_router_id", aRouter, nil)
		if router != "" && s.routers[router] == nil {
			s.ensureRouter(r, router)
			s.routers[router].Region = s.region(r)
		}
		return router
	}
	return s.routerIn(s.ref(r, "cen_id", aCEN, nil), s.region(r))
}

// routerIn returns the transit router of a CEN instance in a region, "" unless there is exactly one.
func (s *side) routerIn(cen, region string) string {
	var found []string
	for id, tr := range s.routers {
		if tr.CEN == cen && tr.Region == region && cen != "" && region != "" {
			found = append(found, id)
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// addVPCAttachment adds the attachment of a VPC, with the vSwitches of its interfaces.
func (s *side) addVPCAttachment(r *resource) {
	a := s.addAttachment(r, attach.VPC, "vpc_id", aVPC)
	if a == nil {
		return
	}
	s.ensureVPC(r, a.Instance)
	s.own(&s.vpcs[a.Instance].Owner, r.text("vpc_owner_id"))
	a.IPv6 = s.readOptions(r)
	for i := range r.list("zone_mappings") {
		if cidr, ok := s.interfaceOf(r, a.Instance, i); ok && !slices.Contains(a.VSwitches, cidr) {
			a.VSwitches = append(a.VSwitches, cidr)
		}
	}
	if r.isUnknown("zone_mappings") {
		s.warn(r, Unknown, "zone_mappings is known after apply, the first vSwitch of the VPC is taken")
	}
	slices.SortFunc(a.VSwitches, netip.Prefix.Compare)
}

// own sets an owner that is not known yet.
func (s *side) own(owner *string, account string) {
	if *owner == "" {
		*owner = account
	}
}

// readOptions reads the options of a VPC attachment, in a block or in the map of older providers, whose keys vary in
// case. It reports whether IPv6 is on.
func (s *side) readOptions(r *resource) (ipv6 bool) {
	for _, attribute := range []string{"options", "transit_router_vpc_attachment_options"} {
		for _, block := range r.blocks(attribute) {
			for _, key := range sortedKeys(block) {
				on := textOf(block[key]) == "enable"
				switch strings.ToLower(strings.ReplaceAll(key, "_", "")) {
				case "ipv6support":
					ipv6 = ipv6 || on
				case "appliancemodesupport":
					if on {
						s.warn(r, NotModelled, "the appliance mode is not modelled")
					}
				default:
					s.warn(r, NotModelled, fmt.Sprintf("option %.40s is not modelled", key))
				}
			}
		}
	}
	return ipv6
}

// interfaceOf returns the vSwitch of one zone of an attachment. A vSwitch that is known after apply is the one that the
// VPC has in that zone.
func (s *side) interfaceOf(r *resource, vpc string, i int) (netip.Prefix, bool) {
	block, _ := r.list("zone_mappings")[i].(map[string]any)
	id, zone := textOf(block["vswitch_id"]), textOf(block["zone_id"])
	if id == "" {
		id = s.vswitchIn(r, vpc, zone)
	}
	v := s.vswitches[id]
	switch {
	case id == "":
		s.warn(r, Unknown, fmt.Sprintf("the vSwitch in zone %s is known after apply, and the plan does not tell which one it is", zone))
		return netip.Prefix{}, false
	case v == nil || len(v.cidrs) == 0:
		s.warn(r, Missing, fmt.Sprintf("vSwitch %s or its block is not in the file", id))
		return netip.Prefix{}, false
	}
	return v.cidrs[0], true
}

// vswitchIn returns the vSwitch of a VPC in a zone, of those that the attachment refers to if there are several.
func (s *side) vswitchIn(r *resource, vpc, name string) string {
	var named, refs []string
	if r.config != nil {
		refs = nestedReferences(r.config.Expressions["zone_mappings"], "vswitch_id")
	}
	found := s.evaluate(s.standOf(r), refs, aVSwitch)
	there := s.zones[zone{vpc, name}]
	for _, id := range there {
		if slices.ContainsFunc(found.targets, func(t target) bool { return s.targetID(t) == id }) {
			named = append(named, id)
		}
	}
	switch {
	case len(named) == 1:
		return named[0]
	case len(there) == 1:
		return there[0]
	}
	return ""
}

func (s *side) addVBRAttachment(r *resource) {
	if a := s.addAttachment(r, attach.VBR, "vbr_id", aVBR); a != nil {
		s.ensureVBR(r, a.Instance)
		s.own(&s.vbrs[a.Instance].Owner, r.text("vbr_owner_id"))
	}
}

func (s *side) addVPNAttachment(r *resource) {
	if a := s.addAttachment(r, attach.VPN, "vpn_id", aVPN); a != nil {
		s.ensureVPN(r, a.Instance)
		s.own(&s.vpns[a.Instance].Owner, r.text("vpn_owner_id"))
	}
}

func (s *side) addECRAttachment(r *resource) {
	if a := s.addAttachment(r, attach.ECR, "ecr_id", anECR); a != nil {
		s.ensureECR(r, a.Instance)
		s.own(&s.ecrs[a.Instance].Owner, r.text("ecr_owner_id"))
	}
}

// addPeering adds a connection of two transit routers. Its one switch for synchronization is that of both ends.
func (s *side) addPeering(r *resource) {
	p := &topology.Peering{ID: s.objectID(object{r, anAttachment})}
	near, far := s.routerOf(r), s.ref(r, "peer_transit_router_id", aRouter, nil)
	if near == "" || far == "" {
		s.lost(r, "one of its transit routers")
		return
	}
	s.ensureRouter(r, far)
	s.own(&s.routers[far].Region, r.text("peer_transit_router_region_id"))
	if s.again(r, s.peerings[p.ID] != nil, "peering", p.ID) {
		return
	}
	sync := s.flag(r, "auto_publish_route_enabled")
	for _, router := range []string{near, far} {
		p.Ends = append(p.Ends, topology.PeeringEnd{TransitRouter: router, RouteSync: sync})
	}
	s.peerings[p.ID] = p
	s.source(p.ID, r)
}

// adoptByAttachment takes an unknown table for a system table by the attachment that is associated with it or
// propagates to it.
func (s *side) adoptByAttachment(r *resource) {
	id := anAttachment.bare(r.text("transit_router_attachment_id"))
	s.adopt(r, aTable.bare(r.text("transit_router_route_table_id")), s.routersOf(id))
}

func (s *side) adoptByNextHop(r *resource) {
	id := anAttachment.bare(r.text("transit_router_route_entry_next_hop_id"))
	s.adopt(r, aTable.bare(r.text("transit_router_route_table_id")), s.routersOf(id))
}

func (s *side) adoptByRouter(r *resource) {
	s.adopt(r, aTable.bare(r.text("transit_router_table_id")), []string{aRouter.bare(r.text("transit_router_id"))})
}

func (s *side) adoptByRegion(r *resource) {
	router := s.routerIn(r.text("cen_id"), r.text("cen_region_id"))
	s.adopt(r, aTable.bare(r.text("transit_router_route_table_id")), []string{router})
}

// useDefaultTable reads the deprecated switches that associate an attachment with the default table of its transit
// router and let it propagate there.
func (s *side) useDefaultTable(r *resource) {
	associated, propagates := r.isTrue("route_table_association_enabled"), r.isTrue("route_table_propagation_enabled")
	id := s.objectID(object{r, anAttachment})
	for _, router := range s.routersOf(id) {
		table := s.tables[s.systemTable(router)]
		if associated {
			s.associate(r, id, table)
		}
		if propagates {
			s.propagate(r, id, table)
		}
	}
	if (associated || propagates) && s.peerings[id] != nil {
		s.warn(r, Assumed, "the deprecated switches of a peering are taken for those of both ends")
	}
}

// addAssociation associates an attachment, or an end of a peering, with a table.
func (s *side) addAssociation(r *resource) { s.connect(r, s.associate) }

// addPropagation lets an attachment, or an end of a peering, propagate to a table.
func (s *side) addPropagation(r *resource) { s.connect(r, s.propagate) }

func (s *side) connect(r *resource, with func(*resource, string, *routerTable)) {
	id := s.ref(r, "transit_router_attachment_id", anAttachment, nil)
	if id == "" {
		s.lost(r, "its attachment")
		return
	}
	routers := s.routersOf(id)
	if len(routers) == 0 {
		s.warn(r, Missing, "left out of the network, attachment "+s.absence(id))
		return
	}
	if table := s.namedTable(r, "transit_router_route_table_id", routers); table != nil {
		with(r, id, table)
	}
}

func (s *side) associate(r *resource, id string, table *routerTable) {
	place, _ := s.switches(id, table.router)
	switch {
	case place == nil:
		s.wrongRouter(r, id, table)
	case *place != "" && *place != table.ID:
		s.warn(r, Malformed, fmt.Sprintf("%s is associated with %s already, the association with %s is left out", id,
			*place, table.ID))
	default:
		*place = table.ID
	}
}

func (s *side) propagate(r *resource, id string, table *routerTable) {
	_, list := s.switches(id, table.router)
	if list == nil {
		s.wrongRouter(r, id, table)
	} else if !slices.Contains(*list, table.ID) {
		*list = append(*list, table.ID)
		slices.Sort(*list)
	}
}

// switches returns where an attachment, or the end of a peering at a transit router, has its association and its
// propagations.
func (s *side) switches(id, router string) (*string, *[]string) {
	if a := s.links[id]; a != nil && a.TransitRouter == router {
		return &a.Association, &a.Propagations
	}
	if p := s.peerings[id]; p != nil {
		for i := range p.Ends {
			if p.Ends[i].TransitRouter == router {
				return &p.Ends[i].Association, &p.Ends[i].Propagations
			}
		}
	}
	return nil, nil
}

func (s *side) wrongRouter(r *resource, id string, table *routerTable) {
	s.warn(r, Malformed, fmt.Sprintf("left out of the network, %s is not of transit router %s, which table %s is of",
		id, table.router, table.ID))
}
