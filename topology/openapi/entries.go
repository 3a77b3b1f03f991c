package openapi

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// originTypes are the names that the API has for how a route came into being.
var originTypes = map[string]route.Type{"system": route.System, "custom": route.Custom, "static": route.Static, "bgp": route.BGP, "blackhole": route.Blackhole}

// addRouterEntry takes a route of a transit router table: it is in the live table, and if it is static, in the network.
func (x *reader) addRouterEntry(r *record) {
	prefix, ok := r.prefix("TransitRouterRouteEntryDestinationCidrBlock")
	if !ok {
		return
	}
	e := x.entry(r, prefix, r.text("TransitRouterRouteEntryNextHopId"), "TransitRouterRouteEntryStatus")
	e.Learned = r.text("TransitRouterRouteEntryType") != "Static"
	blackhole := isBlackhole(r.text("TransitRouterRouteEntryNextHopType"))
	if blackhole {
		e.NextHop = "blackhole"
	}
	switch {
	case e.Learned:
		e.Type = originTypes[strings.ToLower(r.text("PathAttributes.OriginRouteType"))]
		e.Preference = int(r.number("PathAttributes.Preference"))
		e.Attributes = attributesOf(r, "PathAttributes.AsPaths", "PathAttributes.Communities")
	case blackhole:
		e.Type = route.Blackhole
	default:
		e.Type = route.Static
	}
	made := !e.Learned && r.value("OperationalMode") != nil && !r.isTrue("OperationalMode")
	if made {
		e.Aside = "made by the system, not configured (TR-3.3.7, TR-3.5.2)"
	}
	x.observe(r.part(0)).put(e, true)
	if !e.Learned && !made && r.text("PrefixListId") == "" {
		x.addStaticRoute(r, e)
	}
	x.noteRouterEntry(r, e)
}

// addStaticRoute adds a static or blackhole route of a transit router table.
func (x *reader) addStaticRoute(r *record, e Entry) {
	t := x.tables[r.part(0)]
	switch {
	case t == nil:
		r.warn("", fmt.Sprintf("route table %.60q is not listed (ListTransitRouterRouteTables), the static route is left out", r.part(0)))
		return
	case strings.EqualFold(r.text("TransitRouterRouteEntryStatus"), "Deleting"):
		r.warn("TransitRouterRouteEntryStatus", "Deleting: it is about to go, left out")
		return
	}
	s := topology.StaticRoute{Prefix: e.Prefix, NextHop: e.NextHop}
	if e.Type == route.Blackhole {
		s.NextHop, s.Blackhole = "", true
	} else {
		x.checkHop(r, "TransitRouterRouteEntryNextHopId", s.NextHop)
	}
	if !slices.Contains(t.Routes, s) {
		t.Routes = append(t.Routes, s)
	}
}

// noteRouterEntry keeps what a transit router table learned from a VBR or an IPsec connection.
func (x *reader) noteRouterEntry(r *record, e Entry) {
	a, t := x.links[e.NextHop], x.tables[r.part(0)]
	if a == nil || t == nil || !e.Learned || a.Kind != attach.VBR && a.Kind != attach.VPN {
		return
	}
	if origin := r.text("PathAttributes.OriginInstanceId"); origin != "" && origin != a.Instance {
		return
	}
	rank := unchanged
	for i := range t.Policies {
		if set := &t.Policies[i].Set; t.Policies[i].Direction == 0 && (len(set.PrependASPath) > 0 || len(set.Communities.List) > 0) {
			rank = changeable
		}
	}
	x.observed.note(a.Instance, evidence{e, r.part(0), rank})
}

// addECREntry takes a route of an ECR's table in a region.
func (x *reader) addECREntry(r *record) {
	prefix, ok := r.prefix("DestinationCidrBlock")
	if !ok {
		return
	}
	hop := r.text("NexthopInstanceId")
	e := x.entry(r, prefix, hop, "Status")
	e.Learned = true
	e.Attributes = attributesOf(r, "AsPath", "Community")
	x.observe(topology.ECRTableID(r.part(0), r.part(1))).put(e, false)
	if x.vbrs[hop] != nil {
		e.Type = route.BGP // an ECR takes no other (E-2.1)
		x.observed.note(hop, evidence{e, topology.ECRTableID(r.part(0), r.part(1)), fromECR})
	}
	if ecr := x.ecrs[r.part(0)]; ecr != nil && r.number("Med") == defaultMED {
		for i := range ecr.Associations {
			if a := &ecr.Associations[i]; a.TransitRouter != "" && a.TransitRouter == hop {
				a.Default = true
			}
		}
	}
}

// defaultMED is the MED of the transit router that is the default path of its CEN instance (E-2.10).
const defaultMED = 2000

// addRouteEntry takes a route of the table of a VPC or VBR.
func (x *reader) addRouteEntry(r *record) {
	prefix, ok := r.prefix("DestinationCidrBlock")
	if !ok || x.gateways[r.part(0)] {
		return
	}
	e := x.entry(r, prefix, "", "Status")
	hops := r.records("NextHops.NextHop")
	if len(hops) > 0 {
		e.NextHop = hops[0].text("NextHopId")
	}
	kind := r.text("Type")
	e.Learned = kind == "CEN" || kind == "ECR" || r.text("ServiceType") == "TR"
	if len(hops) > 1 {
		e.Aside = "several next hops that share the load are not modelled"
	}
	switch {
	case e.Learned:
	case kind == "System":
		e.Type, e.NextHop = route.System, "local"
	case kind == "Custom":
		e.Type = route.Custom
	case kind == "BGP":
		e.Type = route.BGP
	default:
		r.warn("Type", fmt.Sprintf("%.40q is not known", kind))
		e.Aside = "the type is not known"
	}
	if vbr := x.vbrTables[r.part(0)]; vbr != "" {
		x.addVBREntry(r, vbr, e)
		return
	}
	x.observe(r.part(0)).put(e, false)
	t := x.vpcTables[r.part(0)]
	switch {
	case t == nil:
		r.warn("", fmt.Sprintf("route table %.60q is not listed (DescribeRouteTableList), left out of the network",
			r.part(0)))
	case e.Type == route.Custom && !leaving[strings.ToLower(r.text("Status"))]:
		x.addCustomRoute(r, t)
	case e.Type == route.BGP:
		r.warn("Type", "a BGP route of a VPC is of a VPN gateway in it, which is not modelled")
	}
}

// addVBREntry takes a route of a VBR's table. What the cloud did not tell the VBR is in the network.
func (x *reader) addVBREntry(r *record, vbr string, e Entry) {
	towards := e.NextHop
	if !e.Learned && !x.isAttachmentOf(vbr, towards) {
		e.NextHop = DataCenter
	}
	if e.Type == route.System {
		e.Aside = "made by the system: the addresses of the circuit itself"
	}
	x.observe(vbr).put(e, false)
	if e.Learned || e.Type == route.System || x.vbrs[vbr] == nil {
		return
	}
	out := topology.ExternalRoute{Prefix: e.Prefix, Type: e.Type}
	if e.NextHop != DataCenter {
		out.NextHop = towards
	}
	if e.Type == route.BGP {
		x.complete(r, vbr, &out)
	}
	x.vbrs[vbr].Routes = append(x.vbrs[vbr].Routes, out)
}

func (x *reader) isAttachmentOf(instance, id string) bool {
	a := x.links[id]
	return a != nil && a.Instance == instance
}

// complete gives a BGP route of a VBR its AS path and communities, which the operations of a VBR do not list: those
// with which another table learned it.
func (x *reader) complete(r *record, vbr string, out *topology.ExternalRoute) {
	found, known := x.observed.evidence[external{vbr, out.Prefix}]
	if !known || found.Attributes == nil || found.Type != route.BGP {
		r.warn("", fmt.Sprintf("AS path and communities of the BGP route %s of %s are in no table that learned it: taken for none", out.Prefix, vbr))
		return
	}
	if found.rank == changeable {
		r.warn("", fmt.Sprintf("AS path and communities of the BGP route %s of %s are those in %s, an ingress policy there may have changed them", out.Prefix, vbr, found.table))
	}
	out.ASPath, out.Communities = found.Attributes.ASPath, []route.Community(found.Attributes.Communities)
}

// addVPNEntry takes a route of an IPsec connection.
func (x *reader) addVPNEntry(r *record) {
	prefix, ok := r.prefix("RouteDest")
	if !ok {
		return
	}
	id := r.part(0)
	vpn := x.vpn(r, id)
	e := Entry{Prefix: prefix, NextHop: DataCenter, Type: route.Custom, File: r.file, Path: r.path}
	switch kind := strings.ToLower(r.text("RouteEntryType")); {
	case kind == "bgp" && strings.EqualFold(r.text("Source"), "CLOUD"):
		e.Type, e.Learned, e.NextHop = route.NoType, true, ""
		for _, a := range inOrder(x.links) {
			if a.Instance == id {
				e.NextHop = a.ID
			}
		}
	case kind == "bgp":
		e.Type = route.BGP
	case kind != "custom":
		r.warn("RouteEntryType", fmt.Sprintf("%.40q is not known, left out", kind))
		return
	}
	if state := strings.ToLower(r.text("State")); state != "" && state != "published" && state != "active" {
		e.Aside = "state " + state
		r.warn("State", state+": neither published nor active")
	}
	vpn.BGP = vpn.BGP || e.Type != route.Custom
	x.observe(id).put(e, false)
	if e.Learned {
		return
	}
	out := topology.ExternalRoute{Prefix: prefix, Type: e.Type}
	if a := attributesOf(r, "AsPath", "Community"); a != nil && e.Type == route.BGP {
		out.ASPath, out.Communities = a.ASPath, []route.Community(a.Communities)
	}
	vpn.Routes = append(vpn.Routes, out)
}

// entry returns a live route with its status. A status of a change under way is no status of the model.
func (x *reader) entry(r *record, prefix netip.Prefix, hop, status string) Entry {
	e := Entry{Prefix: prefix, NextHop: hop, File: r.file, Path: r.path}
	text := r.text(status)
	switch strings.ToLower(text) {
	case "", "active", "available":
		return e
	}
	for _, s := range statuses {
		if strings.EqualFold(text, s.String()) {
			e.Status = s
			return e
		}
	}
	e.Aside = "status " + strconv.Quote(fmt.Sprintf("%.40s", text)) + ": a change is under way, or the model has no such status"
	r.warn(status, fmt.Sprintf("%.40q: the live route is not compared", text))
	return e
}

// attributesOf reads an AS path and communities, as lists or as one text such as "[65001,65002]". It is nil if there
// are none or if they cannot be read.
func attributesOf(r *record, path, communities string) *Attributes {
	if r.value(path) == nil && r.value(communities) == nil {
		if _, told := r.value("PathAttributes").(map[string]any); !told {
			return nil
		}
	}
	var a Attributes
	ok := true
	for _, text := range words(r, path) {
		n, err := strconv.ParseUint(text, 10, 32)
		ok = readable(r, path, err) && ok
		a.ASPath = append(a.ASPath, uint32(n))
	}
	var list []route.Community
	for _, text := range words(r, communities) {
		c, err := route.ParseCommunity(text)
		ok = readable(r, communities, err) && ok
		list = append(list, c)
	}
	a.Communities = route.MakeCommunities(list)
	if !ok {
		return nil
	}
	return &a
}

// words returns the words of a text, or of the texts of a list, without brackets and commas.
func words(r *record, path string) []string {
	var texts []string
	if text, ok := textOf(r.value(path)); ok {
		texts = []string{text}
	} else {
		texts, _ = r.texts(path)
	}
	return strings.FieldsFunc(strings.Join(texts, " "), func(c rune) bool { return strings.ContainsRune("[], ", c) })
}
