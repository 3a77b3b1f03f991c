package openapi

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/topology"
)

// A reader makes a network from the records of a folder.
type reader struct {
	meter      *meter.Meter
	files      map[string][]*record // responses, by operation
	records    map[string][]*record // by operation
	seen       map[string]bool
	listings   map[string]*listing
	incomplete map[string]bool // operation and scope
	warnings   []Warning
	observed   observations
	objects
}

// objects are the parts of the network by their IDs, and what is needed to connect them.
type objects struct {
	routers   map[string]*topology.TransitRouter
	tables    map[string]*routerTable
	systems   map[string]string // transit router: its system table
	vpcs      map[string]*topology.VPC
	vpcTables map[string]*vpcTable
	gateways  map[string]bool // route tables of gateways
	vswitches map[string]*vswitch
	bound     map[string]string // vSwitch: the table that lists it
	vpcPeers  map[string]*topology.VPCPeering
	vbrs      map[string]*topology.VBR
	vbrTables map[string]string // route table: its VBR
	vpns      map[string]*topology.VPN
	ecrs      map[string]*topology.ECR
	links     map[string]*topology.Attachment
	peerings  map[string]*peering
	lists     map[string][]netip.Prefix // prefix lists
	grants    map[topology.Grant]bool
	sources   map[string]string // the file that an object was made from
}

type routerTable struct {
	router string
	topology.RouteTable
	systemPolicy bool // policy 5000 of the table is listed
}

type vpcTable struct {
	vpc string
	topology.VPCRouteTable
}

// A vswitch is a vSwitch with the blocks of its families, the IPv4 block first.
type vswitch struct {
	vpc, table string
	cidrs      []netip.Prefix
}

// A peering is an inter-region connection with the ends from which it is listed.
type peering struct {
	topology.Peering
	listed map[string]bool
	file   string
}

func newReader() *reader {
	return &reader{
		files: map[string][]*record{}, records: map[string][]*record{}, seen: map[string]bool{}, listings: map[string]*listing{},
		incomplete: map[string]bool{}, observed: newObservations(),
		objects: objects{
			routers: map[string]*topology.TransitRouter{}, tables: map[string]*routerTable{}, systems: map[string]string{},
			vpcs: map[string]*topology.VPC{}, vpcTables: map[string]*vpcTable{}, gateways: map[string]bool{},
			vswitches: map[string]*vswitch{}, bound: map[string]string{},
			vpcPeers: map[string]*topology.VPCPeering{}, vbrs: map[string]*topology.VBR{}, vbrTables: map[string]string{},
			vpns: map[string]*topology.VPN{}, ecrs: map[string]*topology.ECR{}, links: map[string]*topology.Attachment{},
			peerings: map[string]*peering{}, lists: map[string][]netip.Prefix{}, grants: map[topology.Grant]bool{},
			sources: map[string]string{},
		},
	}
}

// network returns the network, its objects in order of ID.
func (x *reader) network() topology.Network {
	var n topology.Network
	for _, id := range sortedKeys(x.tables) {
		t := x.tables[id]
		slices.SortFunc(t.Routes, func(a, b topology.StaticRoute) int {
			return cmp.Or(a.Prefix.Compare(b.Prefix), cmp.Compare(a.NextHop, b.NextHop))
		})
		tr := x.routers[t.router]
		tr.RouteTables = append(tr.RouteTables, t.RouteTable)
	}
	for _, id := range sortedKeys(x.vpcTables) {
		t := x.vpcTables[id]
		x.vpcs[t.vpc].RouteTables = append(x.vpcs[t.vpc].RouteTables, t.VPCRouteTable)
	}
	for _, id := range sortedKeys(x.vswitches) {
		v := x.vswitches[id]
		vpc, table := x.vpcs[v.vpc], v.table
		if t := x.vpcTables[table]; t == nil || t.System || t.vpc != v.vpc {
			table = ""
		}
		for _, cidr := range v.cidrs {
			vpc.VSwitches = append(vpc.VSwitches, topology.VSwitch{CIDR: cidr, RouteTable: table})
		}
	}
	for _, v := range x.vbrs {
		sortExternal(v.Routes)
	}
	for _, v := range x.vpns {
		sortExternal(v.Routes)
	}
	n.TransitRouters, n.VPCs, n.VBRs, n.VPNs = inOrder(x.routers), inOrder(x.vpcs), inOrder(x.vbrs), inOrder(x.vpns)
	n.ECRs, n.Attachments, n.VPCPeerings = inOrder(x.ecrs), inOrder(x.links), inOrder(x.vpcPeers)
	for _, id := range sortedKeys(x.peerings) {
		n.Peerings = append(n.Peerings, x.peerings[id].Peering)
	}
	x.addImpliedGrants(&n)
	n.Grants = slices.SortedFunc(maps.Keys(x.grants), func(a, b topology.Grant) int {
		return cmp.Or(cmp.Compare(a.Instance, b.Instance), cmp.Compare(a.To, b.To))
	})
	return n
}

// sortExternal puts routes in an order that does not depend on the names of files.
func sortExternal(routes []topology.ExternalRoute) {
	slices.SortStableFunc(routes, func(a, b topology.ExternalRoute) int {
		return cmp.Or(a.Prefix.Compare(b.Prefix), cmp.Compare(a.Type, b.Type), cmp.Compare(a.NextHop, b.NextHop))
	})
}

// addImpliedGrants adds the grants without which what is listed could not be there: an attachment or a connection of an
// ECR with an instance of another account.
func (x *reader) addImpliedGrants(n *topology.Network) {
	need := func(instance, owner, to string) {
		if owner != "" && to != "" && owner != to {
			x.grants[topology.Grant{Instance: instance, To: to}] = true
		}
	}
	for _, a := range n.Attachments {
		need(a.Instance, x.ownerOf(a.Instance), x.routers[a.TransitRouter].Owner)
	}
	for _, ecr := range n.ECRs {
		for _, vbr := range ecr.VBRs {
			need(vbr, x.ownerOf(vbr), ecr.Owner)
		}
		for _, a := range ecr.Associations {
			if a.VPC != "" {
				need(a.VPC, x.ownerOf(a.VPC), ecr.Owner)
			}
		}
	}
}

// ownerOf returns the account of a network instance, "" if it is not known.
func (x *reader) ownerOf(id string) string {
	switch {
	case x.vpcs[id] != nil:
		return x.vpcs[id].Owner
	case x.vbrs[id] != nil:
		return x.vbrs[id].Owner
	case x.vpns[id] != nil:
		return x.vpns[id].Owner
	case x.ecrs[id] != nil:
		return x.ecrs[id].Owner
	}
	return ""
}

// own sets a text that is not known yet.
func own(place *string, text string) {
	if *place == "" {
		*place = text
	}
}

// twice warns about a second record of an object that differs from the first.
func (x *reader) twice(r *record, id string) {
	r.warn("", id+" is there twice with different content, the first one counts")
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// inOrder returns the values of a map in order of key.
func inOrder[V any](m map[string]*V) []V {
	var list []V
	for _, id := range sortedKeys(m) {
		list = append(list, *m[id])
	}
	return list
}
