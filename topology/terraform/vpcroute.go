package terraform

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// hopClasses are the next hop types of routes to objects of the document.
var hopClasses = map[topology.NextHopType]class{
	topology.ToAttachment: anAttachment, topology.ToEcr: anECR, topology.ToVpcPeer: aVPCPeering,
}

// addRouteEntry adds a custom route of a VPC or VBR.
func (s *side) addRouteEntry(r *resource) {
	s.addVPCRoute(r, "destination_cidrblock", r.text("nexthop_type"), nil)
}

// addVPCRouteEntry adds a custom route of a VPC, with one next hop or several, and where it is published to.
func (s *side) addVPCRouteEntry(r *resource) {
	hops := r.blocks("next_hops")
	switch {
	case len(hops) > 1:
		s.warn(r, NotModelled, "several next hops that share the load are not modelled, the first one is taken")
		fallthrough
	case len(hops) == 1 && r.text("nexthop_type") == "":
		s.addVPCRoute(r, "destination_cidr_block", textOf(hops[0]["nexthop_type"]), hops[0])
	default:
		s.addVPCRoute(r, "destination_cidr_block", r.text("nexthop_type"), nil)
	}
}

// addVPCRoute adds a custom route. Its next hop is in a block, or an attribute of the resource.
func (s *side) addVPCRoute(r *resource, destination, kind string, block map[string]any) {
	prefix, ok := s.prefix(r, destination)
	if !ok {
		return
	}
	if r.isUnknown("nexthop_type") && block == nil {
		s.lost(r, "the type of its next hop")
		return
	}
	route := topology.VPCRoute{Prefix: prefix}
	if route.NextHopType.UnmarshalText([]byte(kind)) != nil {
		s.warn(r, NotModelled, fmt.Sprintf("next hop type %.40q is not modelled, the route is left out", kind))
		return
	}
	if route.NextHop = s.nextHop(r, hopClasses[route.NextHopType], block); route.NextHop == "" {
		s.lost(r, "its next hop")
		return
	}
	if route.NextHopType == topology.NoNextHopType {
		route.NextHopType = topology.ToInstance // the provider's default
	}
	s.noteHop(r, route)
	route.Publish = s.publications(r)
	s.putVPCRoute(r, route, "route_table_id")
}

// nextHop returns the next hop of a route: that of a block, or of the resource.
func (s *side) nextHop(r *resource, want class, block map[string]any) string {
	if id := textOf(block["nexthop_id"]); id != "" || block == nil {
		return cmp.Or(want.bare(id), s.ref(r, "nexthop_id", want, nil))
	}
	if r.config == nil {
		return ""
	}
	refs := nestedReferences(r.config.Expressions["next_hops"], "nexthop_id")
	return s.choose(r, "next_hops.nexthop_id", s.evaluate(s.standOf(r), refs, want), refs, nil)
}

// addRouteToAttachment adds a route of a VPC to its attachment that was made by way of the CEN instance.
func (s *side) addRouteToAttachment(r *resource) {
	prefix, ok := s.prefix(r, "destination_cidr_block")
	if !ok {
		return
	}
	hop := s.ref(r, "transit_router_attachment_id", anAttachment, nil)
	if hop == "" {
		s.lost(r, "its attachment")
		return
	}
	s.putVPCRoute(r, topology.VPCRoute{Prefix: prefix, NextHop: hop, NextHopType: topology.ToAttachment},
		"child_instance_route_table_id")
}

// putVPCRoute puts a route into the table that an attribute names. The table of a VBR has routes of another sort; a
// table that is not in the file is one of the VPC whose attachment is the next hop.
func (s *side) putVPCRoute(r *resource, route topology.VPCRoute, attribute string) {
	id := s.ref(r, attribute, aVPCTable, func(id string) bool { return s.mayLeadTo(id, route) })
	if id == "" {
		s.lost(r, "its route table")
		return
	}
	if vbr := s.vbrTables[id]; vbr != "" {
		s.putVBRRoute(r, vbr, route)
		return
	}
	if s.links[route.NextHop] == nil && route.NextHopType == topology.ToAttachment {
		s.warn(r, Missing, "next hop "+s.absence(route.NextHop))
	}
	if a := s.links[route.NextHop]; s.vpcTables[id] == nil && a != nil && s.vpcs[a.Instance] != nil {
		s.adoptVPCTable(r, id, a.Instance)
	}
	t := s.vpcTables[id]
	if t == nil {
		s.warn(r, Missing, fmt.Sprintf("left out of the network, route table %s is not in the file and its VPC is not known", id))
		return
	}
	t.Routes = append(t.Routes, route)
	s.hopVPCs[hopVPC{route.NextHop, t.vpc}] = true
}

// A hopVPC is a next hop with a VPC that has a route to it.
type hopVPC struct{ hop, vpc string }

// adoptVPCTable takes a table that is not in the file for one of a VPC: for its system table, if the VPC has none, and
// otherwise for a custom table.
func (s *side) adoptVPCTable(r *resource, id, vpc string) {
	system := s.vpcTables[s.vpcSystemTable(vpc)] == nil
	what := "a custom table"
	if system {
		what = "the system table"
	}
	s.warn(r, Assumed, fmt.Sprintf("route table %s is not in the file, taken for %s of VPC %s", id, what, vpc))
	s.addTableOfVPC(r, vpc, id, system, "")
}

// mayLeadTo tells whether a VPC table may have a route to an attachment: the attachment is of the same VPC.
func (s *side) mayLeadTo(table string, route topology.VPCRoute) bool {
	t, a := s.vpcTables[table], s.links[route.NextHop]
	return t == nil || a == nil || a.Instance == t.vpc
}

// putVBRRoute adds a route of a VBR's table: a static one, to the transit router or to the data center.
func (s *side) putVBRRoute(r *resource, vbr string, hop topology.VPCRoute) {
	external := topology.ExternalRoute{Prefix: hop.Prefix, Type: route.Custom}
	if a := s.links[hop.NextHop]; a != nil && a.Instance == vbr {
		external.NextHop = hop.NextHop
	} else {
		s.warn(r, Assumed, fmt.Sprintf("taken for a static route of VBR %s to its data center", vbr))
	}
	s.vbrs[vbr].Routes = append(s.vbrs[vbr].Routes, external)
}

// publications returns where a route is published to.
func (s *side) publications(r *resource) []topology.Publication {
	var list []topology.Publication
	for _, target := range r.blocks("route_publish_targets") {
		var p topology.Publication
		switch kind := textOf(target["target_type"]); strings.ToUpper(kind) {
		case "ECR":
			p = topology.PublishECR
		case "CEN", "TR":
			p = topology.PublishTR
		default:
			s.warn(r, NotModelled, fmt.Sprintf("publication to %.40q is not modelled, left out", kind))
			continue
		}
		switch status := textOf(target["publish_status"]); status {
		case "NonPublished", "Unpublished":
			continue
		case "", "Published": // a plan does not know the status, and asks for it
		default:
			s.warn(r, Assumed, fmt.Sprintf("publish_status %.40q is taken for Published", status))
		}
		if !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// publishRoute publishes a route of a VPC to the transit router, as the older resource type does.
func (s *side) publishRoute(r *resource) {
	prefix, ok := s.prefix(r, "cidr_block")
	t := s.vpcTables[s.ref(r, "route_table_id", aVPCTable, nil)]
	if t != nil && ok && s.isSystemRoute(t.vpc, prefix) {
		return // it is published in any case
	}
	if t != nil && ok {
		for i := range t.Routes {
			if t.Routes[i].Prefix == prefix && !slices.Contains(t.Routes[i].Publish, topology.PublishTR) {
				t.Routes[i].Publish = append(t.Routes[i].Publish, topology.PublishTR)
				return
			}
		}
	}
	s.warn(r, Missing, "left out of the network, the route that it publishes is not in the file")
}

// isSystemRoute tells whether a prefix is the block of a vSwitch of a VPC.
func (s *side) isSystemRoute(vpc string, prefix netip.Prefix) bool {
	for _, v := range s.vswitches {
		if v.vpc == vpc && slices.Contains(v.cidrs, prefix) {
			return true
		}
	}
	return false
}

// noteHop remembers a next hop inside the VPC if it is a resource of the file: it forwards what it receives.
func (s *side) noteHop(r *resource, route topology.VPCRoute) {
	switch route.NextHopType {
	case topology.ToInstance, topology.ToNetworkInterface, topology.ToHaVip:
		hop := s.resourceOf(route.NextHop)
		if hop == nil {
			s.warn(r, Missing, fmt.Sprintf("next hop %s is not in the file, what it forwards is not known",
				route.NextHop))
			return
		}
		s.hops[route.NextHop] = hop
	}
}

// resourceOf returns the resource that an ID is the identifier or address of.
func (s *side) resourceOf(id string) *resource {
	if r := s.byAddress[id]; r != nil {
		return r
	}
	if s.byIdentifier == nil {
		s.byIdentifier = map[string]*resource{}
		for _, kind := range sortedKeys(s.resources) {
			for _, r := range s.resources[kind] {
				if text := r.text("id"); text != "" && r.managed() && s.byIdentifier[text] == nil {
					s.byIdentifier[text] = r
				}
			}
		}
	}
	return s.byIdentifier[id]
}

// addAppliances adds the instances that routes of their VPC lead to: they forward by the table of their vSwitch.
func (s *side) addAppliances() {
	for _, id := range sortedKeys(s.hops) {
		r := s.hops[id]
		v := s.vswitches[s.applianceVSwitch(r)]
		if v == nil || len(v.cidrs) == 0 {
			s.warn(r, Missing, "a route leads to it, but its vSwitch is not known: what it forwards is not known")
			continue
		}
		s.warn(r, Assumed, "a route leads to it, taken for an appliance that forwards what it receives")
		s.vpcs[v.vpc].Appliances = append(s.vpcs[v.vpc].Appliances, topology.Appliance{ID: id, VSwitch: v.cidrs[0]})
		s.source(id, r)
	}
}

// applianceVSwitch returns the vSwitch of an instance that is a next hop, one of the VPC that the route is in and of
// the zone of the instance.
func (s *side) applianceVSwitch(r *resource) string {
	id := s.objectID(object{r, anything})
	zone := firstText(r.values, "availability_zone", "zone_id")
	return s.ref(r, "vswitch_id", aVSwitch, func(vswitch string) bool {
		v := s.vswitches[vswitch]
		return v != nil && s.hopVPCs[hopVPC{id, v.vpc}] && (zone == "" || v.zone == "" || v.zone == zone)
	})
}
