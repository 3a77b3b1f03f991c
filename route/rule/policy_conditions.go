package rule

// policyConditions holds routing policies: the object, its directions and its conditions (P-1 to P-3).
var policyConditions = []Rule{
	// 1. The object
	{"P-1", "A routing policy has a priority, a direction, match conditions and an action, and belongs to a route " +
		"table.", pagePolicies, Documented, Modelled},
	{"P-1.1", "Only a policy that permits can set values or hand over to a next policy.",
		pagePolicies, Documented, Validated},
	{"P-1.2", "A policy must state CEN instance, region, direction, action and priority; everything else is optional.",
		repoCBN, Documented, Validated},
	{"P-1.3", "The priority is a number from 1 to 100; a smaller number is evaluated first.",
		repoCBN, Documented, Validated},
	{"P-1.4", "Within a region and direction no two policies have the same priority.",
		pageUsePolicies, Documented, Validated},
	{"P-1.4a", "On Enterprise Edition the priority is unique within route table and direction.",
		pageUsePolicies, Inferred, Validated},
	{"P-1.5", "A policy belongs to the route table that it names, or else to the system table.",
		repoCBN, Documented, Modelled},
	{"P-1.6", "A policy affects only the routes that its own route table takes in or gives out.",
		pagePolicies, Documented, Modelled},
	{"P-1.7", "Table and direction of a policy cannot be changed after its creation.",
		pageUsePolicies, Documented, Described},
	{"P-1.8", "A policy may have a description of up to 256 characters that does not start like a web address.",
		repoCBN, Documented, Described},
	{"P-1.9", "Policies have IDs and passing states, and every change to one is asynchronous.",
		repoCBN, Documented, Described},
	{"P-1.10", "A list in a policy holds at most 32 values, in the later documentation 64 for conditions.",
		repoCBN, Documented, Validated},
	{"P-1.11", "There are at most 100 policies in a direction of a region, on Enterprise Edition of a route table.",
		repoDocs2019, Inferred, Validated},
	{"P-1.12", "The policies that the cloud adds are policies like any other, apart from their priority.",
		repoCBN, Inferred, Modelled},
	{"P-1.13", "Route table, address family, destination region and the community mode contain joined the API in " +
		"this order, between 2021 and 2026.", repoCBN, Documented, Described},

	// 2. Directions
	{"P-2", "A policy runs when routes enter its table (ingress) or leave it (egress).",
		pagePolicies, Documented, Modelled},
	{"P-2.1", "There are two directions, ingress (RegionIn) and egress (RegionOut), and none for a single attachment.",
		repoCBN, Documented, Validated},
	{"P-2.2", "An ECR has route policies of its own, a separate function that the routing policies of a transit " +
		"router know nothing of.", pageECRPolicies, Documented, Described},
	{"P-2.3", "Ingress is the way from local network instances and from peers to the transit router; egress is the " +
		"way from it to them.", repoCBN, Documented, Modelled},
	{"P-2.4", "Ingress policies of every table that learns a route are applied on learning, egress policies of the " +
		"associated table on advertising; adding a static route and forwarding a packet pass no policy.",
		pageRouteSync, Inferred, Modelled},
	{"P-2.5", "On Basic Edition the one table runs all policies.", pageRouteSync, Documented, Modelled},
	{"P-2.6", "On its way to another region a route passes up to four lists of policies, and later ones see what " +
		"earlier ones set.", pagePolicies, Inferred, Modelled},
	{"P-2.7", "Egress policies of a table without associations and ingress policies of a table without propagations " +
		"never run.", pagePolicies, Inferred, Modelled},
	{"P-2.8", "Ingress policies judge every learned path before selection, egress policies the Active ones only; of " +
		"an equal-cost set one permitted path is enough.", pagePolicies, Chosen, Modelled},

	// 3. Match conditions
	{"P-3", "Conditions ask where a route comes from, where it goes and what its attributes are.",
		pagePolicies, Documented, Modelled},
	{"P-3.1", "A policy matches a route if all its conditions hold.", repoDocs2019, Documented, Modelled},
	{"P-3.2", "A list condition holds if one of its values does, except in the modes that compare the whole list.",
		repoDocs2019, Inferred, Modelled},
	{"P-3.3", "A condition that is absent is not checked; a policy without conditions matches every route.",
		repoCBN, Inferred, Modelled},
	{"P-3.4", "Source conditions ask for the origin of a route, which it keeps over any number of regions.",
		repoDocs2019, Inferred, Modelled},
	{"P-3.5", "A source region is the region in which the route originates, however far it came.",
		repoCBN, Documented, Modelled},
	{"P-3.6", "A source instance is a VPC, VBR, CCN, IPsec connection or a single SAG inside a CCN.",
		repoCBN, Documented, Modelled},
	{"P-3.7", "A reversed source list matches routes whose origin is not in the list.", repoCBN, Documented, Modelled},
	{"P-3.8", "Source kinds are VPC, VBR, CCN and VPN, where VPN includes routes of a VPN gateway with BGP inside an " +
		"attached VPC.", repoCBN, Documented, Modelled},
	{"P-3.9", "A source route table is compared with the table of the network instance in which the route " +
		"originates; a route without one never matches.", repoCBN, Chosen, Modelled},
	{"P-3.10", "Destination instance, kind and route table count only for egress towards network instances of the " +
		"current region.", repoCBN, Documented, Modelled},
	{"P-3.11", "Destination kinds are VPC, VBR, CCN and VPN, the latter for IPsec connections attached to the " +
		"transit router itself.", repoCBN, Documented, Validated},
	{"P-3.12", "Towards a peer, a policy with a condition on destination instance, kind or table does not match.",
		repoDocs2019, Inferred, Modelled},
	{"P-3.13", "An ingress policy may carry destination conditions; it then matches nothing.",
		repoTerraform, Chosen, Validated},
	{"P-3.14", "A reversed destination list matches receivers that are not in the list.",
		repoCBN, Documented, Modelled},
	{"P-3.15", "A destination region is that of the receiver: the region of the peer, or the local one for network " +
		"instances.", repoCBN, Chosen, Modelled},
	{"P-3.16", "Route types are System, Custom and BGP: vSwitch routes are System, published VPC routes and static " +
		"routes of VBRs and transit routers Custom, what came over BGP is BGP.", repoCBN, Chosen, Modelled},
	{"P-3.17", "A prefix list in mode include matches prefixes inside one of its prefixes, in mode complete only " +
		"equal ones.", repoCBN, Documented, Modelled},
	{"P-3.18", "A list without a mode is read in mode include.", "", Chosen, Modelled},
	{"P-3.19", "A policy can be limited to IPv4 or IPv6; without that it matches both.", repoCBN, Documented, Modelled},
	{"P-3.20", "An AS path list in mode include matches paths that share an ASN with it, in mode complete only the " +
		"equal path.", repoCBN, Documented, Modelled},
	{"P-3.21", "A community list in mode include matches routes that share a community with it, in mode complete the " +
		"same set, in mode contain routes that have all of them.", repoCBN, Documented, Modelled},
	{"P-3.22", "A mode with an empty list is no condition.", "", Chosen, Modelled},
}
