package terraform

import "strings"

// A class is what an identifier names. The zero class is anything.
type class uint8

const (
	anything class = iota
	aCEN
	aRouter
	aTable
	anAttachment // or a peering
	aVPC
	aVSwitch
	aVPCTable
	aVBR
	aVPN
	anECR
	aPrefixList
	aBGPGroup
	aVPCPeering
	anInstance // that a policy or grant can name: VPC, VBR, VPN, ECR
	anyTable   // of a transit router or VPC
)

var classNames = [...]string{"object", "CEN instance", "transit router", "route table", "attachment", "VPC", "vSwitch",
	"VPC route table", "VBR", "IPsec connection", "ECR", "prefix list", "BGP group", "VPC peering", "network instance", "route table"}

func (c class) String() string { return classNames[c] }

// An identity is one way in which a type of resource names an object: the class of the object and the attributes that
// hold its identifier.
type identity struct {
	class      class
	attributes []string // the first that is known is the identifier
}

// identities tells which objects a resource names, by type.
var identities = map[string][]identity{
	"alicloud_cen_instance":                       {{aCEN, []string{"id"}}},
	"alicloud_cen_transit_router":                 {{aRouter, []string{"transit_router_id", "id"}}},
	"alicloud_cen_transit_router_route_table":     {{aTable, []string{"transit_router_route_table_id", "id"}}},
	"alicloud_cen_transit_router_vpc_attachment":  {{anAttachment, []string{"transit_router_attachment_id", "id"}}},
	"alicloud_cen_transit_router_vbr_attachment":  {{anAttachment, []string{"transit_router_attachment_id", "id"}}},
	"alicloud_cen_transit_router_peer_attachment": {{anAttachment, []string{"transit_router_attachment_id", "id"}}},
	"alicloud_cen_transit_router_vpn_attachment":  {{anAttachment, []string{"id"}}},
	"alicloud_cen_transit_router_ecr_attachment":  {{anAttachment, []string{"id"}}},
	"alicloud_vpc":         {{aVPC, []string{"id"}}, {aVPCTable, []string{"route_table_id", "router_table_id"}}},
	"alicloud_vswitch":     {{aVSwitch, []string{"id"}}},
	"alicloud_route_table": {{aVPCTable, []string{"id"}}},
	"alicloud_express_connect_virtual_border_router":         {{aVBR, []string{"id"}}},
	"alicloud_vpn_gateway_vpn_attachment":                    {{aVPN, []string{"id"}}},
	"alicloud_express_connect_router_express_connect_router": {{anECR, []string{"id"}}},
	"alicloud_vpc_prefix_list":                               {{aPrefixList, []string{"id", "prefix_list_id"}}},
	"alicloud_vpc_bgp_group":                                 {{aBGPGroup, []string{"id"}}},
	"alicloud_vpc_peer_connection":                           {{aVPCPeering, []string{"id"}}},
	"data.alicloud_cen_transit_router_route_tables":          {{aTable, []string{"tables", "ids"}}},
	"data.alicloud_route_tables":                             {{aVPCTable, []string{"tables", "ids"}}},
}

// attributeClasses tells what the attributes of resources name, as far as the name of the attribute says it.
var attributeClasses = map[string]class{
	"cen_id": aCEN, "transit_router_id": aRouter, "peer_transit_router_id": aRouter,
	"transit_router_attachment_id": anAttachment, "transit_router_route_entry_next_hop_id": anAttachment,
	"transit_router_route_table_id": aTable, "transit_router_table_id": aTable, "transit_route_table_id": aTable,
	"vpc_id": aVPC, "accepting_vpc_id": aVPC, "vswitch_id": aVSwitch, "vbr_id": aVBR, "vpn_id": aVPN, "ecr_id": anECR,
	"prefix_list_id": aPrefixList, "bgp_group_id": aBGPGroup,
}

// is tells whether an object of a class is what is wanted.
func (c class) is(want class) bool {
	switch want {
	case anything:
		return true
	case anInstance:
		return c == aVPC || c == aVBR || c == aVPN || c == anECR
	case anyTable:
		return c == aTable || c == aVPCTable
	}
	return c == want
}

// identityOf returns how a resource names an object of the wanted class, if it does.
func identityOf(r *resource, want class) (identity, bool) {
	for _, i := range identities[r.kind] {
		if i.class.is(want) {
			return i, true
		}
	}
	return identity{anything, []string{"id"}}, want == anything && r.managed()
}

// bare returns the identifier of an object without what stands before it in the composite IDs of some resources, for
// example "tr-1" of "cen-1:tr-1".
func (c class) bare(id string) string {
	switch c {
	case aRouter, aTable, anyTable, anAttachment:
		return id[strings.LastIndexByte(id, ':')+1:]
	}
	return id
}
