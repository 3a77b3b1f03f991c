package topology

import (
	"cmp"
	"encoding/binary"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// Next hops that are no objects of a document.
const (
	localHop     = "local"
	blackholeHop = "blackhole"
)

// serviceRange is the range of cloud services, which no VPC advertises (TR-5.1).
var serviceRange = netip.MustParsePrefix("100.64.0.0/10")

// privateRanges are the routes that "automatically create routes" adds to every table of a VPC (TR-5.9).
var privateRanges = []netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"),
	netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.168.0.0/16"),
}

// A compiler turns a valid Network into the graph of tables that the engine solves. It keeps what it takes to read the
// result back.
type compiler struct {
	*index
	named    []int32 // the numbers of the names, by engine.ID: in byte order of the names, the empty one first
	out      *engine.Network
	regions  []engine.ID // by transit router
	vpcNodes [][]int32   // by VPC, the system table first
	views    [][]int32   // by ECR
	deaf     []bool      // by node: it is a VPC table that accepts no advertised routes
	warnings []Warning
	tooLarge bool

	automatic []automaticRoute
	sites     []engine.Origin // of the prefixes of the data centers, in their order, for those that are up
	starts    *engine.Starts  // takes note of what starts where; nil: it is originated at once

	attributes int // number of those of the engine's network when they were new
}

// compile builds the engine's network. The Network must be valid. It completes the index.
func compile(x *index) *compiler { return compileSharing(nil, x) }

// compileSharing is compile with the attributes of another network of the engine, so that the rows of both can be
// compared.
func compileSharing(attributes *engine.Attributes, x *index) *compiler {
	c := &compiler{index: x, out: &engine.Network{Attributes: attributes}}
	c.intern()
	c.build(nil)
	c.originate()
	return c
}

// build makes the tables and the edges between them. Programs of policies are taken from an earlier version of the network,
// of the same names, if there is one, where they are the same.
func (c *compiler) build(earlier *compiler) {
	c.makeRoom()
	c.out.Local, c.out.Blackhole = c.id(localHop), c.id(blackholeHop)
	c.addTables(earlier)
	c.connect()
	c.out.Compile()
}

// makeRoom makes room for what is certain to come, and for the edges of a network without an ECR.
func (c *compiler) makeRoom() {
	n := c.net
	tables := len(n.VBRs) + len(n.VPNs) + len(n.CCNs) + len(n.DataCenters)
	for i := range n.TransitRouters {
		tables += len(n.TransitRouters[i].RouteTables)
	}
	for i := range n.VPCs {
		tables += len(c.tables[i])
	}
	c.out.Nodes, c.deaf = make([]engine.Node, 0, tables), make([]bool, 0, tables)
	edges := len(n.Attachments) + 2*len(n.Peerings)
	for i := range n.Attachments {
		edges += len(n.Attachments[i].Propagations)
	}
	for i := range n.DataCenters {
		edges += 2 * len(n.DataCenters[i].Sessions)
	}
	c.out.Edges = make([]engine.Edge, 0, min(edges, maxEdges))
	c.regions = make([]engine.ID, len(n.TransitRouters))
	c.vpcNodes, c.views = make([][]int32, len(n.VPCs)), make([][]int32, len(n.ECRs))
	c.sites = make([]engine.Origin, len(n.DataCenters))
}

// addTables adds every table of the network, with what is not a route: policies, aggregates, vSwitches.
func (c *compiler) addTables(earlier *compiler) {
	c.addRouterTables(earlier)
	c.addVPCTables()
	c.addExternalTables()
	c.addDataCenters()
	c.addViews()
}

// originate adds the routes that are configured in tables.
func (c *compiler) originate() {
	c.originateStatics()
	c.originateVPCs()
	c.originateExternals()
	c.originateDataCenters()
	c.originateECRPrefixes()
}

// id returns the ID of a name, that of the empty one for a name that the engine does not know.
func (c *compiler) id(name string) engine.ID { return c.object(name).id }

// name returns the name of an ID of the engine.
func (c *compiler) name(id engine.ID) string { return c.objects[c.named[id]].name }

func (c *compiler) warn(path, message string, about ruleID) {
	c.warnings = append(c.warnings, Warning{Path: path, Message: message, Rule: about})
}

// addNode adds the route table of an object.
func (c *compiler) addNode(o *object, node engine.Node) int32 {
	node.Table = o.id
	c.out.Nodes, c.deaf = append(c.out.Nodes, node), append(c.deaf, false)
	o.table = int32(len(c.out.Nodes))
	return o.node()
}

// node returns the node of the table of an ID. There must be one.
func (c *compiler) node(id string) int32 { return c.object(id).node() }

// lookupNode returns the node of the table of an ID, and whether there is one.
func (c *compiler) lookupNode(id string) (int32, bool) {
	node := c.node(id)
	return node, node >= 0
}

// configure adds a route that is configured in a table.
func (c *compiler) configure(place int32, r engine.Row, p netip.Prefix) {
	origin := c.out.Configure(place, r)
	if c.starts != nil {
		c.starts.Add(p, origin)
		return
	}
	c.out.Originate(p, origin)
}

// configureAll adds a route that is configured in a table for each prefix of a list of the document.
func (c *compiler) configureAll(place int32, r engine.Row, list []netip.Prefix) engine.Origin {
	origin := c.out.Configure(place, r)
	if c.starts != nil {
		c.starts.AddList(list, origin)
		return origin
	}
	for _, p := range list {
		c.out.Originate(p, origin)
	}
	return origin
}

// addRouterTables adds the tables of transit routers with their policies and aggregate routes.
func (c *compiler) addRouterTables(earlier *compiler) {
	var before *RouteTable
	for i := range c.net.TransitRouters {
		tr := &c.net.TransitRouters[i]
		id, region := c.id(tr.ID), c.id(tr.Region)
		c.regions[i] = region
		for k := range tr.RouteTables {
			t := &tr.RouteTables[k]
			place := c.addNode(c.object(t.ID), engine.Node{
				Kind: engine.RouterTable, Instance: id, Region: region,
				MultiRegionECMP: t.MultiRegionECMP, Basic: tr.Edition == attach.Basic,
				Policies: earlier.program(t),
			})
			c.addPolicies(place, t, before)
			c.addAggregates(&c.out.Nodes[place], t)
			before = t
		}
	}
}

// addPolicies gives a router table its policies (P-5). Where they are those of the table before it, if there is one, both
// have one program.
func (c *compiler) addPolicies(place int32, t, before *RouteTable) {
	node := &c.out.Nodes[place]
	shared := before != nil && before.samePolicies(t)
	if node.Policies == nil && shared {
		node.Policies = c.out.Nodes[place-1].Policies
	}
	if node.Policies == nil {
		node.Policies = policy.Compile(t.Policies, !(node.Basic && t.NoSystemPolicy), c.id)
	}
	for i := 0; i < len(t.Policies) && !shared; i++ {
		c.namePrefixes(&t.Policies[i].Match.Prefixes)
	}
}

// samePolicies tells whether two tables of valid transit routers have the same policies, the system policy included.
func (t *RouteTable) samePolicies(o *RouteTable) bool {
	if t.NoSystemPolicy != o.NoSystemPolicy || len(t.Policies) != len(o.Policies) {
		return false
	}
	for i := range t.Policies {
		if !t.Policies[i].Equal(&o.Policies[i]) {
			return false
		}
	}
	return true
}

// namePrefixes notes the prefixes by which a policy tells routes apart (P-3.17).
func (c *compiler) namePrefixes(m *policy.PrefixMatch) {
	if len(m.List) > 0 {
		c.out.Named = append(c.out.Named, engine.NamedPrefixes{
			List: m.List, Inner: m.Mode == policy.Include, Equal: m.Mode == policy.Complete,
		})
	}
}

// originateStatics adds the static, blackhole and prefix-list routes of transit routers (TR-3.3, TR-3.4).
func (c *compiler) originateStatics() {
	for i := range c.net.TransitRouters {
		tr := &c.net.TransitRouters[i]
		for k := range tr.RouteTables {
			t := &tr.RouteTables[k]
			for _, r := range t.Routes {
				c.originateStatic(tr, t, r.NextHop, r.Blackhole, r.Prefix)
			}
			for _, list := range t.PrefixLists {
				c.originateStatic(tr, t, list.NextHop, list.Blackhole, list.Prefixes...)
			}
		}
	}
}

// originateStatic adds a static or blackhole route for some prefixes. It has no origin instance (P-5.11). Basic Edition
// rejects those of IPv6 as it rejects what it hears (D-39).
func (c *compiler) originateStatic(tr *TransitRouter, t *RouteTable, nextHop string, blackhole bool, prefixes ...netip.Prefix) {
	r := engine.Row{NextHop: c.id(nextHop), Type: route.Static, Toward: c.kindOf(nextHop)}
	if blackhole {
		r = engine.Row{NextHop: c.out.Blackhole, Type: route.Blackhole}
	}
	r.Origin = policy.Origin[engine.ID]{Region: c.id(tr.Region)}
	for _, p := range prefixes {
		r := r
		if tr.Edition == attach.Basic && p.Addr().Is6() {
			r.Status, r.Reason = route.Rejected, route.IPv6OnBasic
		}
		c.configure(c.node(t.ID), r, p)
	}
}

func (c *compiler) addAggregates(node *engine.Node, t *RouteTable) {
	for _, a := range t.Aggregates {
		aggregate := engine.Aggregate{Prefix: a.Prefix}
		for _, kind := range a.Scope {
			aggregate.Scope[kind] = true
		}
		node.Aggregates = append(node.Aggregates, aggregate)
	}
}

// addVPCTables adds the tables of VPCs with the vSwitches of the VPC and the prefixes of their custom routes, which
// decide what they take (TR-5.6).
func (c *compiler) addVPCTables() {
	prefixes, nodes := c.roomForVPCs()
	for i := range c.net.VPCs {
		vpc := &c.net.VPCs[i]
		id, region := c.id(vpc.ID), c.id(vpc.Region)
		start := len(prefixes)
		for k := range vpc.VSwitches {
			prefixes = append(prefixes, vpc.VSwitches[k].CIDR)
		}
		vswitches := slices.Clip(prefixes[start:])
		first := len(nodes)
		for k := range c.tables[i] {
			t := &c.tables[i][k]
			start := len(prefixes)
			prefixes = appendOwn(prefixes, vswitches, t.Routes)
			place := c.addNode(c.object(t.ID), engine.Node{
				Kind: engine.VPCTable, Instance: id, Region: region,
				VSwitches: vswitches, Own: slices.Clip(prefixes[start:]),
			})
			c.deaf[place] = !t.Receives()
			nodes = append(nodes, place)
		}
		c.vpcNodes[i] = slices.Clip(nodes[first:])
		for k := systemPlace(c.tables[i]); k > 0; k-- {
			nodes[first+k], nodes[first+k-1] = nodes[first+k-1], nodes[first+k]
		}
	}
	c.addAutomaticRoutes()
}

// roomForVPCs returns room for the prefixes that are configured in VPCs, once for each VPC and once for each table, and for
// the tables.
func (c *compiler) roomForVPCs() (prefixes []netip.Prefix, nodes []int32) {
	number, tables := 0, 0
	for i := range c.net.VPCs {
		number += (1 + len(c.tables[i])) * len(c.net.VPCs[i].VSwitches)
		tables += len(c.tables[i])
		for k := range c.tables[i] {
			number += len(c.tables[i][k].Routes)
		}
	}
	return make([]netip.Prefix, 0, number), make([]int32, 0, tables)
}

// appendOwn appends the prefixes that are configured in a VPC table, in order: its vSwitches and its custom routes.
func appendOwn(list, vswitches []netip.Prefix, routes []VPCRoute) []netip.Prefix {
	start := len(list)
	list = append(list, vswitches...)
	for i := range routes {
		list = append(list, routes[i].Prefix)
	}
	slices.SortFunc(list[start:], prefixOrder)
	return list
}

// originateVPCs adds the routes of VPC tables: in every table the vSwitch routes of the VPC, and the custom routes.
func (c *compiler) originateVPCs() {
	for i := range c.net.VPCs {
		system := c.vpcNodes[i][0]
		place := system - int32(systemPlace(c.tables[i])) // the tables of a VPC are one after the other
		for k := range c.tables[i] {
			c.originateVSwitches(place, &c.net.VPCs[i], system)
			c.originateCustomRoutes(place, &c.tables[i][k], place == system)
			place++
		}
	}
	for _, r := range c.automatic {
		c.configure(r.place, engine.Row{NextHop: r.nextHop, Type: route.Custom, Origin: c.vpcOrigin(r.place)}, r.prefix)
	}
}

// vpcOrigin is the origin of the routes of a VPC table.
func (c *compiler) vpcOrigin(place int32) policy.Origin[engine.ID] {
	node := &c.out.Nodes[place]
	return policy.Origin[engine.ID]{Instance: node.Instance, Kind: attach.VPC, Region: node.Region, Table: node.Table}
}

// originateVSwitches adds the system routes of a VPC, one for each vSwitch (TR-5.1, E-2.3).
func (c *compiler) originateVSwitches(place int32, vpc *VPC, system int32) {
	origin := c.vpcOrigin(place)
	origin.Table = c.out.Nodes[system].Table
	for _, v := range vpc.VSwitches {
		c.configure(place, engine.Row{
			NextHop: c.out.Local, Type: route.System, Publish: published(v.CIDR, engine.ToRouter|engine.ToECR), Origin: origin,
		}, v.CIDR)
	}
}

// published leaves out what lies in the range of cloud services.
func published(p netip.Prefix, to engine.Publish) engine.Publish {
	if p.Addr().Is4() && serviceRange.Bits() <= p.Bits() && serviceRange.Contains(p.Addr()) && to != 0 {
		return engine.InServiceRange
	}
	return to
}

// originateCustomRoutes adds the custom routes of a VPC table; those of the system table may be published (TR-5.2,
// E-2.4).
func (c *compiler) originateCustomRoutes(place int32, t *VPCRouteTable, system bool) {
	for i := range t.Routes {
		r := &t.Routes[i]
		var to engine.Publish
		if system && slices.Contains(r.Publish, PublishTR) {
			to |= engine.ToRouter
		}
		if system && slices.Contains(r.Publish, PublishECR) {
			to |= engine.ToECR
		}
		c.configure(place, engine.Row{
			NextHop: c.id(r.NextHop), Type: route.Custom, Publish: published(r.Prefix, to), Origin: c.vpcOrigin(place),
		}, r.Prefix)
	}
}

// An automaticRoute is a route that an attachment asked for in a table of its VPC.
type automaticRoute struct {
	place   int32
	prefix  netip.Prefix
	nextHop engine.ID
}

// addAutomaticRoutes finds the three private ranges for every table of a VPC whose attachment asks for them, unless the
// table has an equal route (TR-5.9). Of several attachments the one with the smallest ID comes first (D-3).
func (c *compiler) addAutomaticRoutes() {
	var asking []int
	for i := range c.net.Attachments {
		if a := &c.net.Attachments[i]; a.Kind == attach.VPC && a.AutoCreateRoutes {
			asking = append(asking, i)
		}
	}
	slices.SortFunc(asking, func(a, b int) int { return strings.Compare(c.net.Attachments[a].ID, c.net.Attachments[b].ID) })
	for _, i := range asking {
		for _, place := range c.vpcNodes[c.ends[i].instance.i] {
			c.addAutomaticRoutesTo(place, i)
		}
	}
}

func (c *compiler) addAutomaticRoutesTo(place int32, attachment int) {
	node := &c.out.Nodes[place]
	for _, p := range privateRanges {
		at, has := slices.BinarySearchFunc(node.Own, p, netip.Prefix.Compare)
		if has {
			c.warn(pathOf("attachments", attachment)+".autoCreateRoutes", "table "+quote(c.name(node.Table))+" has a route "+
				p.String()+" already, no automatic route is added", "TR-5.9")
			continue
		}
		node.Own = slices.Insert(node.Own, at, p)
		c.automatic = append(c.automatic, automaticRoute{place, p, c.id(c.net.Attachments[attachment].ID)})
	}
}

// intern gives every name that the engine must know an ID in byte order.
func (c *compiler) intern() {
	var room [64]spelling // for a small network
	sorted := slices.Grow(room[:0], len(c.objects))
	for i := range c.objects {
		if c.objects[i].known {
			sorted = append(sorted, spelling{startOf(c.objects[i].name), int32(i)})
		}
	}
	slices.SortFunc(sorted, func(a, b spelling) int {
		if a.start != b.start {
			return cmp.Compare(a.start, b.start)
		}
		return strings.Compare(c.objects[a.number].name, c.objects[b.number].name)
	})
	c.named = make([]int32, len(sorted))
	for id, name := range sorted {
		c.named[id] = name.number
		c.objects[name.number].id = engine.ID(id)
	}
}

// A spelling is a name by its number, with how it starts, which mostly tells it from others.
type spelling struct {
	start  uint64
	number int32
}

// startOf returns the first eight bytes of a name, in the order of which names are that differ there.
func startOf(name string) uint64 {
	var start [8]byte
	copy(start[:], name)
	return binary.BigEndian.Uint64(start[:])
}

func quote(s string) string { return "\"" + strings.ReplaceAll(s, "\"", "\\\"") + "\"" }
