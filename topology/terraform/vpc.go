package terraform

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/topology"
)

// A vswitch is a vSwitch with what is needed to find it.
type vswitch struct {
	vpc, zone, table string
	cidrs            []netip.Prefix // the IPv4 block first
}

// A zone is one of the zones in which a VPC has vSwitches.
type zone struct{ vpc, name string }

// addTo adds the vSwitch to its VPC, once for each family.
func (v *vswitch) addTo(vpcs map[string]*topology.VPC) {
	for _, cidr := range v.cidrs {
		vpcs[v.vpc].VSwitches = append(vpcs[v.vpc].VSwitches, topology.VSwitch{CIDR: cidr, RouteTable: v.table})
	}
}

// addVPC adds a VPC with its system table.
func (s *side) addVPC(r *resource) {
	id := s.objectID(object{r, aVPC})
	if s.again(r, s.vpcs[id] != nil, "VPC", id) {
		return
	}
	s.vpcs[id] = &topology.VPC{ID: id, Region: s.region(r)}
	s.source(id, r)
	s.addTableOfVPC(r, id, s.objectID(object{r, aVPCTable}), true, "system_route_table_route_propagation_enable")
}

// addTableOfVPC adds a route table of a VPC. The switch tells whether it accepts advertised routes, which it does if
// nothing is known about it.
func (s *side) addTableOfVPC(r *resource, vpc, id string, system bool, accepts string) {
	t := &vpcTable{vpc: vpc}
	t.ID, t.System = id, system
	if receives, known := r.values[accepts].(bool); known && !receives {
		t.ReceiveRoutes = &receives
	}
	s.vpcTables[id] = t
	if system {
		s.vpcSystems[vpc] = id
	}
	s.source(id, r)
}

// ensureVPC adds a VPC that a resource names and that is not in the file.
func (s *side) ensureVPC(r *resource, id string) {
	if s.vpcs[id] != nil {
		return
	}
	s.vpcs[id] = &topology.VPC{ID: id}
	s.source(id, r)
	s.warn(r, Missing, fmt.Sprintf("VPC %s is not in the file, only what the file tells of it is in the network", id))
}

// vpcSystemTable returns the ID of a VPC's system table.
func (s *side) vpcSystemTable(vpc string) string { return cmp.Or(s.vpcSystems[vpc], vpc+"/system") }

// addVPCTable adds a custom route table of a VPC.
func (s *side) addVPCTable(r *resource) {
	vpc := s.ref(r, "vpc_id", aVPC, nil)
	if vpc == "" {
		s.lost(r, "its VPC")
		return
	}
	if r.text("associate_type") == "Gateway" {
		s.warn(r, NotModelled, "the route table of a gateway is not modelled, left out")
		return
	}
	s.ensureVPC(r, vpc)
	id := s.objectID(object{r, aVPCTable})
	if s.again(r, s.vpcTables[id] != nil, "route table", id) {
		return
	}
	s.addTableOfVPC(r, vpc, id, false, "route_propagation_enable")
}

// addListedVPCTables adds the tables that a data source lists and that are no resources of the file.
func (s *side) addListedVPCTables(r *resource) {
	for _, t := range r.blocks("tables") {
		id, vpc := firstText(t, "route_table_id", "id"), textOf(t["vpc_id"])
		if id == "" || vpc == "" || s.vpcTables[id] != nil {
			continue
		}
		s.ensureVPC(r, vpc)
		s.addTableOfVPC(r, vpc, id, textOf(t["route_table_type"]) == "System" && s.vpcSystems[vpc] == "", "")
	}
}

// addVSwitch adds a vSwitch with its blocks.
func (s *side) addVSwitch(r *resource) {
	v := &vswitch{zone: firstText(r.values, "zone_id", "availability_zone")}
	if prefix, ok := s.prefix(r, "cidr_block"); ok {
		v.cidrs = append(v.cidrs, prefix)
	}
	v.vpc = s.ref(r, "vpc_id", aVPC, func(id string) bool { return len(v.cidrs) == 0 || s.hasBlock(id, v.cidrs[0]) })
	if v.vpc == "" {
		s.lost(r, "its VPC")
		return
	}
	s.addIPv6(r, v)
	s.ensureVPC(r, v.vpc)
	s.own(&s.vpcs[v.vpc].Region, zoneRegion(v.zone))
	id := s.objectID(object{r, aVSwitch})
	if s.again(r, s.vswitches[id] != nil, "vSwitch", id) {
		return
	}
	s.vswitches[id] = v
	s.zones[zone{v.vpc, v.zone}] = append(s.zones[zone{v.vpc, v.zone}], id)
	s.source(id, r)
}

// addIPv6 adds the IPv6 block of a vSwitch, if it has one.
func (s *side) addIPv6(r *resource, v *vswitch) {
	wanted := r.isTrue("enable_ipv6") || r.values["ipv6_cidr_block_mask"] != nil && r.number("ipv6_cidr_block_mask") > 0
	switch {
	case r.text("ipv6_cidr_block") != "":
		if prefix, ok := s.prefix(r, "ipv6_cidr_block"); ok {
			v.cidrs = append(v.cidrs, prefix)
		}
	case wanted && r.isUnknown("ipv6_cidr_block"):
		s.warn(r, Unknown, "the IPv6 block is known after apply, it is left out")
	}
}

// hasBlock tells whether a prefix can be that of a vSwitch of a VPC: it lies in a block of the VPC, if these are known.
func (s *side) hasBlock(vpc string, prefix netip.Prefix) bool {
	blocks := s.vpcBlocks()[vpc]
	return len(blocks) == 0 || slices.ContainsFunc(blocks, func(b netip.Prefix) bool {
		return b.Bits() <= prefix.Bits() && b.Contains(prefix.Addr())
	})
}

// vpcBlocks returns the IPv4 blocks of the VPCs of the file.
func (s *side) vpcBlocks() map[string][]netip.Prefix {
	if s.blocks != nil {
		return s.blocks
	}
	s.blocks = map[string][]netip.Prefix{}
	add := func(vpc, text string) {
		if prefix, err := netip.ParsePrefix(text); err == nil && vpc != "" {
			s.blocks[vpc] = append(s.blocks[vpc], prefix.Masked())
		}
	}
	for _, r := range s.resources["alicloud_vpc"] {
		vpc := s.objectID(object{r, aVPC})
		for _, text := range append(r.texts("secondary_cidr_blocks"), r.text("cidr_block")) {
			add(vpc, text)
		}
	}
	for _, r := range s.resources["alicloud_vpc_ipv4_cidr_block"] {
		add(s.ref(r, "vpc_id", aVPC, nil), r.text("secondary_cidr_block"))
	}
	return s.blocks
}

// bindVSwitch lets a vSwitch use a custom table of its VPC.
func (s *side) bindVSwitch(r *resource) {
	table := s.ref(r, "route_table_id", aVPCTable, nil)
	if table == "" {
		s.lost(r, "its route table")
		return
	}
	t := s.vpcTables[table]
	id := s.ref(r, "vswitch_id", aVSwitch, func(id string) bool { return t == nil || s.vswitches[id] != nil && s.vswitches[id].vpc == t.vpc })
	v := s.vswitches[id]
	switch {
	case id == "":
		s.lost(r, "its vSwitch")
	case v == nil:
		s.warn(r, Missing, fmt.Sprintf("left out of the network, vSwitch %s is not in the file", id))
	case t == nil:
		s.warn(r, Missing, fmt.Sprintf("route table %s is not in the file, taken for a custom table of VPC %s", table,
			v.vpc))
		s.addTableOfVPC(r, v.vpc, table, false, "")
		v.table = table
	default:
		v.table = table
	}
}

// addVPCPeering adds a connection of two VPCs.
func (s *side) addVPCPeering(r *resource) {
	p := &topology.VPCPeering{ID: s.objectID(object{r, aVPCPeering})}
	near, far := s.ref(r, "vpc_id", aVPC, nil), s.ref(r, "accepting_vpc_id", aVPC, nil)
	if near == "" || far == "" {
		s.lost(r, "one of its VPCs")
		return
	}
	s.ensureVPC(r, near)
	s.ensureVPC(r, far)
	s.own(&s.vpcs[far].Region, r.text("accepting_region_id"))
	if s.again(r, s.vpcPeers[p.ID] != nil, "VPC peering", p.ID) {
		return
	}
	p.VPCs = []string{near, far}
	s.vpcPeers[p.ID] = p
	s.source(p.ID, r)
}
