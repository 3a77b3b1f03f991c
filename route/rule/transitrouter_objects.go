package rule

// transitRouterObjects holds the transit router: its objects, and what connects a table with an attachment (TR-1, TR-2).
var transitRouterObjects = []Rule{
	// 1. Objects and limits
	{"TR-1", "A CEN instance is made of transit routers, their route tables, the attachments of network instances " +
		"and the inter-region connections.", pageHowRouters, Documented, Validated},
	{"TR-1.1", "A CEN instance has at most one transit router in a region; different CEN instances do not see each " +
		"other.", pageFAQ, Documented, Validated},
	{"TR-1.2", "An Enterprise Edition transit router has exactly one system route table, which cannot be deleted, " +
		"and any number of custom ones.", pageRouteTables, Documented, Validated},
	{"TR-1.3", "The route tables of a transit router are separate, like VRFs; a route is in two of them only if its " +
		"attachment propagates to both.", pageRouteTables, Documented, Modelled},
	{"TR-1.4", "Multi-region ECMP is an option of each route table, off unless it is switched on.",
		repoCBN, Documented, Modelled},
	{"TR-1.5", "VPCs, VBRs, IPsec connections, ECRs and inter-region connections attach to Enterprise Edition; a CCN " +
		"is documented for Basic Edition, with older pages accepting it on both.", pageHowRouters, Chosen, Validated},
	{"TR-1.6", "An inter-region connection is one attachment with two ends; each end is associated and propagated on " +
		"its own, with tables of its own transit router.", repoTerraform, Documented, Modelled},
	{"TR-1.7", "A VPC attachment has an interface in up to ten zones; the zones do not change which routes exist.",
		repoCBN, Documented, Validated},
	{"TR-1.8", "A VPC may be on transit routers of several CEN instances but be synchronized by one only; two " +
		"attachments of one VPC to one transit router are refused.", pageRouteSync, Chosen, Validated},
	{"TR-1.9", "An ECR attaches to at most one transit router in a region, even across CEN instances, and an IPsec " +
		"connection to one transit router.", pageConnectECR, Documented, Validated},
	{"TR-1.10", "A transit router has up to five CIDR blocks of /16 to /24, outside the reserved ranges, unique in " +
		"the CEN instance and apart from the networks that communicate.", repoCBN, Documented, Validated},
	{"TR-1.11", "Fixed limits: 20 aggregates in a table, 50 VPCs with route synchronization on a transit router, 16 " +
		"IPsec connections with ECMP, policy priorities 1 to 100.", pageRouteSync, Documented, Validated},
	{"TR-1.12", "The pages disagree on the quota that synchronized routes of a VPC use up; the model counts them " +
		"against one limit, 200 by default.", pageVPCTables, Chosen, Validated},
	{"TR-1.13", "No number is published for route tables and attachments of a transit router or prefix lists of a " +
		"table; the model sets none.", "", Chosen, Described},

	// 2. Association, propagation, synchronization
	{"TR-2", "Three settings connect an attachment with tables: association forwards its traffic, route learning " +
		"fills tables, route synchronization tells it a table.", pageForwarding, Documented, Modelled},
	{"TR-2.1", "Association binds an attachment to the one route table that forwards the traffic arriving from it.",
		pageForwarding, Documented, Modelled},
	{"TR-2.1.1", "At most one table is associated with an attachment, and it belongs to the same transit router; a " +
		"table may have many associated attachments.", pageForwarding, Documented, Validated},
	{"TR-2.1.2", "The associated table is the one that traffic from the attachment is looked up in and the one that " +
		"route synchronization advertises to it.", pageForwarding, Documented, Modelled},
	{"TR-2.1.3", "An attachment without association cannot have its traffic forwarded and is not synchronized.",
		pageForwarding, Inferred, Modelled},
	{"TR-2.1.4", "Return traffic is looked up in the table associated with the other side, which may decide " +
		"differently.", pageForwarding, Documented, Modelled},
	{"TR-2.1.5", "Where one end of an inter-region connection is Basic Edition, the Enterprise end is associated " +
		"with its system table only.", pageForwarding, Documented, Validated},
	{"TR-2.1.6", "An association passes through the states Associating, Active and Dissociating.",
		repoCBN, Documented, Described},
	{"TR-2.2", "Route learning (propagation) lets a route table take up the routes of an attachment.",
		pageRouteLearning, Documented, Modelled},
	{"TR-2.2.1", "A table learns from any number of attachments and an attachment propagates to any number of tables " +
		"of its transit router.", pageRouteLearning, Documented, Modelled},
	{"TR-2.2.2", "A VPC brings its system routes and published custom routes, a VBR its circuit and BGP routes, an " +
		"ECR its routes towards VBRs, an IPsec connection its destination and BGP routes, a peer its table " +
		"associated with the connection.", pageRouteLearning, Documented, Modelled},
	{"TR-2.2.3", "A propagation passes through the states Enabling, Active and Disabling.",
		repoCBN, Documented, Described},
	{"TR-2.2.4", "When route learning is switched off, the table loses every route that it learned from the attachment.",
		pageRouteLearning, Documented, Modelled},
	{"TR-2.3", "Route synchronization advertises the associated route table of a transit router to the network " +
		"instance or peer behind the attachment.", pageRouteSync, Documented, Modelled},
	{"TR-2.3.1", "Synchronization is off on Enterprise Edition until it is switched on, except towards an ECR, where " +
		"it is always on; Basic Edition always advertises.", pageRouteSync, Documented, Modelled},
	{"TR-2.3.2", "The console switches association, propagation and advertising on for a new VBR, ECR or " +
		"inter-region connection; for a new VPC it adds the automatic routes in place of advertising.",
		pageConnectVBR, Documented, Described},
	{"TR-2.3.3", "An attachment made through the API is neither associated nor propagated.",
		repoCBN, Inferred, Described},
	{"TR-2.3.4", "Synchronization fills all tables of a VPC, the table of a VBR, the BGP table of an IPsec " +
		"connection with BGP, the ECR, or the tables of the peer that learn from the connection.",
		pageRouteSync, Documented, Modelled},
	{"TR-2.3.5", "Only Active routes are advertised, once for a prefix, whatever number of equal-cost paths it has.",
		"", Chosen, Modelled},
	{"TR-2.3.6", "A route is never advertised to the attachment that it was learned from, nor to another attachment " +
		"of the same network instance.", "", Chosen, Modelled},
	{"TR-2.3.7", "Egress policies of the table that is advertised run before a route leaves, ingress policies of the " +
		"learning table run before it enters.", repoCBN, Documented, Modelled},
	{"TR-2.3.8", "A built-in egress policy with priority 5000 stops routes among VBRs, CCNs, IPsec connections and " +
		"ECRs, those heard from peers included; a permit with a smaller number overrides it.",
		pageConnectECR, Documented, Modelled},
	{"TR-2.3.9", "A route that synchronization put into a network instance cannot be deleted there.",
		pageRouteSync, Documented, Modelled},
	{"TR-2.3.10", "Switching synchronization off takes back the advertised routes, but not the three automatic " +
		"routes of a VPC.", pageRouteSync, Documented, Modelled},
	{"TR-2.3.11", "A VPC cannot be synchronized while another Enterprise Edition transit router, a Basic Edition " +
		"one, an ECR or a VPN gateway with automatic BGP propagation feeds it.", pageRouteSync, Documented, Validated},
}
