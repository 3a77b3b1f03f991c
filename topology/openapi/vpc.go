package openapi

import (
	"fmt"
	"slices"

	"github.com/cenroute/cenroute/topology"
)

func (x *reader) addVPC(r *record) {
	id := r.text("VpcId")
	switch {
	case id == "":
		r.warn("VpcId", "is missing, left out")
	case x.vpcs[id] != nil:
		x.twice(r, id)
	case r.present("Status"):
		x.vpcs[id], x.sources[id] = &topology.VPC{ID: id, Region: r.text("RegionId"), Owner: r.text("OwnerId")}, r.file
	}
}

// vpc returns a VPC that a record names. One that is not listed is added with what is known of it.
func (x *reader) vpc(r *record, id string) *topology.VPC {
	if x.vpcs[id] == nil {
		x.vpcs[id], x.sources[id] = &topology.VPC{ID: id}, r.file
		r.warn("", fmt.Sprintf("VPC %s is not listed (DescribeVpcs), only what other responses tell of it is in the network", id))
	}
	return x.vpcs[id]
}

// addVPCTable adds a route table of a VPC, or notes the one of a VBR.
func (x *reader) addVPCTable(r *record) {
	id, vpc := r.text("RouteTableId"), r.text("VpcId")
	switch {
	case r.text("RouterType") == "VBR":
		x.vbrTables[id] = r.text("RouterId")
		return
	case id == "" || vpc == "":
		r.warn("", "it names no route table or no VPC, left out")
		return
	case x.vpcTables[id] != nil:
		x.twice(r, id)
		return
	case r.text("AssociateType") == "Gateway":
		x.gateways[id] = true
		r.warn("AssociateType", "the route table of a gateway is not modelled, left out")
		return
	case !r.present("Status"):
		return
	}
	x.vpc(r, vpc)
	t := &vpcTable{vpc: vpc}
	t.ID, t.System = id, r.text("RouteTableType") == "System"
	if r.value("RoutePropagationEnable") != nil && !r.isTrue("RoutePropagationEnable") {
		receives := false
		t.ReceiveRoutes = &receives
	}
	bound, _ := r.texts("VSwitchIds.VSwitchId")
	for _, vswitch := range bound {
		x.bound[vswitch] = id
	}
	x.vpcTables[id], x.sources[id] = t, r.file
}

// addVSwitch adds a vSwitch with its blocks.
func (x *reader) addVSwitch(r *record) {
	id, vpc := r.text("VSwitchId"), r.text("VpcId")
	switch {
	case id == "" || vpc == "":
		r.warn("", "it names no vSwitch or no VPC, left out")
		return
	case x.vswitches[id] != nil:
		x.twice(r, id)
		return
	case !r.present("Status"):
		return
	}
	v := &vswitch{vpc: vpc, table: r.text("RouteTable.RouteTableId")}
	for _, path := range []string{"CidrBlock", "Ipv6CidrBlock"} {
		if r.text(path) == "" {
			continue
		}
		if prefix, ok := r.prefix(path); ok {
			v.cidrs = append(v.cidrs, prefix)
		}
	}
	switch bound := x.bound[id]; {
	case v.table == "":
		v.table = bound
	case bound != "" && bound != v.table:
		r.warn("RouteTable.RouteTableId",
			fmt.Sprintf("%s, but DescribeRouteTableList has the vSwitch in %s: the former is taken", v.table, bound))
	}
	if len(v.cidrs) == 0 {
		r.warn("CidrBlock", "the vSwitch has no block, left out")
	}
	if v.table != "" && x.vpcTables[v.table] == nil && r.text("RouteTable.RouteTableType") != "System" {
		r.warn("RouteTable.RouteTableId",
			fmt.Sprintf("route table %s is not listed (DescribeRouteTableList), the system table is taken", v.table))
	}
	x.vpc(r, vpc)
	x.vswitches[id] = v
}

func (x *reader) addVPCPeering(r *record) {
	near, far := r.text("Vpc.VpcId"), r.text("AcceptingVpc.VpcId")
	p := &topology.VPCPeering{ID: r.text("InstanceId"), VPCs: []string{near, far}}
	switch {
	case p.ID == "" || near == "" || far == "":
		r.warn("", "it names no connection or not both VPCs, left out")
		return
	case x.vpcPeers[p.ID] != nil: // each side lists it
		if other := x.vpcPeers[p.ID].VPCs; !slices.Contains(other, near) || !slices.Contains(other, far) {
			x.twice(r, p.ID)
		}
		return
	case !r.present("Status"):
		return
	}
	for i, path := range []string{"RegionId", "AcceptingRegionId"} {
		own(&x.vpc(r, p.VPCs[i]).Region, r.text(path))
	}
	x.vpcPeers[p.ID], x.sources[p.ID] = p, r.file
}

// addCustomRoute adds a custom route of a VPC table.
func (x *reader) addCustomRoute(r *record, t *vpcTable) {
	prefix, ok := r.prefix("DestinationCidrBlock")
	hops := r.records("NextHops.NextHop")
	if !ok || len(hops) == 0 {
		r.warn("NextHops", "the route has no next hop, left out")
		return
	}
	if len(hops) > 1 {
		r.warn("NextHops", "several next hops that share the load are not modelled, the first one is taken")
	}
	route := topology.VPCRoute{Prefix: prefix, NextHop: hops[0].text("NextHopId")}
	if kind := hops[0].text("NextHopType"); kind == "" || route.NextHopType.UnmarshalText([]byte(kind)) != nil {
		hops[0].warn("NextHopType", fmt.Sprintf("next hop type %.40q is not modelled, the route is left out", kind))
		return
	}
	switch route.NextHopType {
	case topology.ToInstance, topology.ToNetworkInterface, topology.ToHaVip:
		hops[0].warn("NextHopId", fmt.Sprintf("what %.60s forwards is not in the folder, a supplement can tell it (appliances)", route.NextHop))
	case topology.ToAttachment:
		x.checkHop(hops[0], "NextHopId", route.NextHop)
	}
	same := func(o topology.VPCRoute) bool { return o.Prefix == prefix && o.NextHop == route.NextHop }
	i := slices.IndexFunc(t.Routes, same)
	switch {
	case i < 0:
		t.Routes = append(t.Routes, route)
	case t.Routes[i].NextHopType != route.NextHopType:
		x.twice(r, fmt.Sprintf("route %s of %s", prefix, t.ID))
	}
}
