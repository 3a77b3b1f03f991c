/*
Package terraform reads a network from Terraform: from the JSON that `terraform show -json` prints of a plan or of a
state of the alicloud provider (aliyun/alicloud or hashicorp/alicloud).

	terraform plan -out=plan.bin
	terraform show -json plan.bin > plan.json

	result, err := terraform.Read(data, terraform.Options{})
	before, err := topology.Propagate(&result.Before)
	after, err := topology.Propagate(&result.After)
	fmt.Print(topology.Diff(before, after)) // what the plan does to routes and to who reaches whom

So a repository of infrastructure can ask in `go test` what a plan does to its routes before it is applied.

# What becomes of a resource

	alicloud_cen_instance                                    the cen of transit routers
	alicloud_cen_transit_router                              transitRouters, with a system table
	alicloud_cen_transit_router_cidr                         transitRouters.cidrs
	alicloud_cen_transit_router_route_table                  transitRouters.routeTables
	data.alicloud_cen_transit_router_route_tables            the ID of the system table, which is no resource
	alicloud_cen_transit_router_route_entry                  routeTables.routes
	alicloud_cen_transit_router_prefix_list_association      routeTables.prefixLists, with alicloud_vpc_prefix_list
	alicloud_cen_transit_route_table_aggregation             routeTables.aggregates
	alicloud_cen_route_map                                   routeTables.policies
	alicloud_cen_transit_router_{vpc,vbr,vpn,ecr}_attachment attachments
	alicloud_cen_transit_router_peer_attachment              peerings; its one switch of synchronization is that of both ends
	alicloud_cen_transit_router_route_table_association      association of an attachment or of an end of a peering
	alicloud_cen_transit_router_route_table_propagation      propagations, likewise
	alicloud_vpc, alicloud_vswitch                           vpcs, with their system table and vswitches
	alicloud_route_table, _attachment                        vpcs.routeTables, vswitches.routeTable
	data.alicloud_route_tables                               tables of a VPC that is not in the file
	alicloud_route_entry, alicloud_vpc_route_entry,
	alicloud_cen_child_instance_route_entry_to_attachment    routes of VPC tables; those of a VBR's table: vbrs.routes
	alicloud_cen_route_entry                                 publish of a route of a VPC
	alicloud_instance and others that a route leads to       vpcs.appliances
	alicloud_vpc_peer_connection                             vpcPeerings
	alicloud_express_connect_virtual_border_router           vbrs; the local_asn of alicloud_vpc_bgp_group is their asn
	alicloud_vpn_gateway_vpn_attachment, _vco_route          vpns, with static routes
	alicloud_express_connect_router_express_connect_router   ecrs
	alicloud_express_connect_router_vbr_child_instance       ecrs.vbrs
	alicloud_express_connect_router_{tr,vpc}_association     ecrs.associations
	alicloud_express_connect_router_grant_association,
	alicloud_cen_instance_grant                              grants; the latter tells the owner of transit routers, too

Every other resource of a type that can bear on routes is a warning with its address; what has no part in the routing
of a CEN is listed in [Result].Ignored. Nothing is dropped in silence. A reference to something that is not in the file
stays in the network, where Validate reports it, if there is a place for it, and is a warning in any case. A VPC, VBR,
IPsec connection, ECR or transit router that the file only names is in the network with what is known of it.

Of a resource that is read, left alone without a warning is what has no part in which route is in which table: names,
descriptions, tags, times, prices and payment; bandwidth; zones, addresses and VLANs of circuits; health checks, BFD, keys and
tunnels of sessions and IPsec connections; the AS number and address of a peer; blocks and user CIDRs of a VPC beside those of
its vSwitches; the protection level of a CEN instance, for overlapping blocks are allowed in any case (TR-10.4); the blackhole
for a block of a transit router (TR-3.5.2), which is not modelled. Of two resources about one object the first counts, with
a warning.

# IDs

An object has its identifier in the cloud as ID (tr-..., vtb-..., tr-attach-..., vpc-...). In a plan that creates it
the identifier is known after apply, and its ID is the address of the resource: alicloud_vpc.main[0]. A replaced
resource has the one before the plan and the other after it. The system table of a transit router or VPC whose
identifier is not known is ROUTER/system or VPC/system.

The system table of a transit router has no resource. A table that is named by its identifier and is nowhere else in
the file is taken for it, if the transit router is known by other evidence: the attachment, or CEN instance and region.

# What a plan shows

Unknown identifiers are joined by the references in the configuration of the plan, through modules, count and for_each.
A reference such as alicloud_vpc.main[0].id is exact. Of an expression such as alicloud_vpc.main[count.index].id a plan
shows only that it is made of alicloud_vpc.main and count.index; the import takes the instance of the same key, or of the
same place where there are as many instances on both sides, after it has left out those that cannot be meant: a vSwitch
lies in the block of its VPC, a table belongs to the transit router of the attachment. Of a local value a plan shows
nothing but its name; the import takes the one object that its module can reach, if there is only one, and among several
instances of one resource that with the index. Each such step is a warning of reason [Assumed]. Where more than one
object is left, the resource is left out with a warning of reason [Unknown]; [Options].References say what is meant:

	References: map[string]string{
		"local.system_table":           "data.alicloud_cen_transit_router_route_tables.tr",
		`local.attachments["dc"]`:      "alicloud_cen_transit_router_vbr_attachment.dc",
		"module.net.local.router_id[1]": "tr-bp1ab2cd3ef4gh5ij6kl7",
	}

# What Terraform cannot tell

These are not in any plan or state. An [Options].Supplement tells them, in the format of topology.Parse, each beside the
ID or the address of the object:

  - what a data center announces over BGP: dataCenters, or the routes of a VBR or VPN
  - the switch for ECMP over several regions of a table (multiRegionEcmp), routes of an ECR that are disabled by hand
  - the default path of an ECR, the edition of the rules (rules), what has failed (down)
  - the order and repetitions of a prepended AS path, which the provider keeps as a set
  - anything that another Terraform configuration manages

A supplement is merged member by member. The objects of a list are told apart by id and, where they have none, by what they
are about: prefix and next hop, priority and direction, cidr, transit router. Texts, numbers and lists of these replace
those of the file. An address with /system behind it is the system table of a VPC or transit router. What names an object
that is only before the plan, or only after it, is left out on the other side.

	{"rules": "2026-02",
	 "vbrs": [{"id": "alicloud_express_connect_virtual_border_router.dc[0]",
	           "routes": [{"prefix": "172.16.0.0/16", "type": "BGP", "asPath": [65010]}]}]}
*/
package terraform
