package openapi

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

func (x *reader) addRouter(r *record) {
	id := r.text("TransitRouterId")
	switch {
	case id == "":
		r.warn("TransitRouterId", "is missing, left out")
		return
	case x.routers[id] != nil:
		x.twice(r, id)
		return
	case !r.present("Status"):
		return
	}
	tr := &topology.TransitRouter{ID: id, CEN: r.text("CenId"), Region: r.text("RegionId"), Owner: r.text("AliUid")}
	if r.text("Type") == "Basic" {
		tr.Edition = attach.Basic
	}
	x.routers[id], x.sources[id] = tr, r.file
	for _, block := range r.records("TransitRouterCidrList") {
		x.putBlock(block, id, "Cidr")
	}
}

func (x *reader) addRouterBlock(r *record) { x.putBlock(r, r.text("TransitRouterId"), "Cidr") }

// putBlock adds a CIDR block to a transit router.
func (x *reader) putBlock(r *record, router, path string) {
	prefix, ok := r.prefix(path)
	if !ok {
		return
	}
	if tr := x.router(r, router); tr != nil && !slices.Contains(tr.CIDRs, prefix) {
		tr.CIDRs = append(tr.CIDRs, prefix)
		slices.SortFunc(tr.CIDRs, netip.Prefix.Compare)
	}
}

// router returns a transit router that a record names. One that is not listed is added with what is known of it; nil if
// the record names none.
func (x *reader) router(r *record, id string) *topology.TransitRouter {
	if id == "" {
		r.warn("", "it names no transit router, left out")
		return nil
	}
	if x.routers[id] == nil {
		x.routers[id], x.sources[id] = &topology.TransitRouter{ID: id}, r.file
		r.warn("", fmt.Sprintf("transit router %s is not listed (ListTransitRouters), only what other responses tell of it is in the network", id))
	}
	own(&x.routers[id].CEN, r.text("CenId"))
	return x.routers[id]
}

func (x *reader) addRouteTable(r *record) {
	id := r.text("TransitRouterRouteTableId")
	switch {
	case id == "":
		r.warn("TransitRouterRouteTableId", "is missing, left out")
		return
	case x.tables[id] != nil:
		x.twice(r, id)
		return
	case !r.present("TransitRouterRouteTableStatus"):
		return
	}
	tr := x.router(r, r.text("TransitRouterId"))
	if tr == nil {
		return
	}
	own(&tr.Region, r.text("RegionId"))
	t := &routerTable{router: tr.ID}
	t.ID, t.System = id, r.text("TransitRouterRouteTableType") == "System"
	switch option := r.text("RouteTableOptions.MultiRegionECMP"); option {
	case "", "disable":
	case "enable":
		t.MultiRegionECMP = true
	default:
		r.warn("RouteTableOptions.MultiRegionECMP",
			fmt.Sprintf("%.40q is neither enable nor disable, taken for the latter", option))
	}
	x.tables[id], x.sources[id] = t, r.file
	if t.System {
		x.systems[tr.ID] = id
	}
}

// addSystemTables gives each transit router a system table that has none in the folder: it always exists.
func (x *reader) addSystemTables() {
	for _, router := range sortedKeys(x.routers) {
		if x.systems[router] == "" {
			id := router + "/system"
			x.tables[id] = &routerTable{router: router, RouteTable: topology.RouteTable{ID: id, System: true}}
			x.systems[router] = id
			x.warn(x.sources[router], fmt.Sprintf("the system table of %s is not listed (ListTransitRouterRouteTables), its ID in the network is %s", router, id))
		}
	}
}

// table returns a transit router table that a record names, nil with a warning if it is not listed.
func (x *reader) table(r *record, path string) *routerTable {
	id := r.text(path)
	if x.tables[id] == nil {
		r.warn(path, fmt.Sprintf("route table %.60q is not listed (ListTransitRouterRouteTables), left out", id))
	}
	return x.tables[id]
}

func (x *reader) addPrefixListEntry(r *record) {
	if prefix, ok := r.prefix("Cidr"); ok {
		id := r.text("PrefixListId")
		if id == "" {
			r.warn("PrefixListId", "is missing, left out")
		}
		x.lists[id] = append(x.lists[id], prefix)
	}
}

// addPrefixList adds the association of a prefix list with a transit router table.
func (x *reader) addPrefixList(r *record) {
	t := x.table(r, "TransitRouterTableId")
	if t == nil || !r.present("Status") {
		return
	}
	list := topology.PrefixList{ID: r.text("PrefixListId"), Prefixes: slices.Clone(x.lists[r.text("PrefixListId")])}
	slices.SortFunc(list.Prefixes, netip.Prefix.Compare)
	list.Prefixes = slices.Compact(list.Prefixes)
	if list.Prefixes == nil {
		r.warn("PrefixListId", fmt.Sprintf("the entries of prefix list %s are not in the folder (GetVpcPrefixListEntries)", list.ID))
	}
	if hop := r.text("NextHop"); isBlackhole(r.text("NextHopType")) || isBlackhole(hop) {
		list.Blackhole = true
	} else {
		list.NextHop = hop
		x.checkHop(r, "NextHop", hop)
	}
	t.PrefixLists = append(t.PrefixLists, list)
}

func isBlackhole(text string) bool { return strings.EqualFold(text, "BlackHole") }

// checkHop warns about a next hop that is not listed.
func (x *reader) checkHop(r *record, path, id string) {
	if x.links[id] == nil && x.peerings[id] == nil {
		r.warn(path, fmt.Sprintf("next hop %.60q is no attachment that is listed", id))
	}
}

// scopes are the kinds that the scope of an aggregate route names.
var scopes = map[string]attach.Kind{"VPC": attach.VPC, "VBR": attach.VBR, "VPN": attach.VPN, "TR": attach.Peer, "ECR": attach.ECR}

func (x *reader) addAggregate(r *record) {
	t := x.table(r, "TrRouteTableId")
	prefix, ok := r.prefix("TransitRouteTableAggregationCidr")
	if t == nil || !ok || !r.present("Status") {
		return
	}
	aggregate := topology.AggregateRoute{Prefix: prefix}
	names, _ := r.texts("ScopeList")
	if scope := r.text("Scope"); scope != "" && len(names) == 0 {
		names = []string{scope}
	}
	for _, name := range names {
		kind, known := scopes[strings.ToUpper(name)]
		if !known {
			r.warn("ScopeList", fmt.Sprintf("scope %.40q of the aggregate route is not modelled, left out", name))
		} else if !slices.Contains(aggregate.Scope, kind) {
			aggregate.Scope = append(aggregate.Scope, kind)
		}
	}
	slices.Sort(aggregate.Scope)
	t.Aggregates = append(t.Aggregates, aggregate)
}

// completeRouters is done once all transit routers, route tables and attachments are there.
func (x *reader) completeRouters() {
	x.addSystemTables()
	x.completePeerings()
}
