package rule

// ecrSelection holds the Express Connect Router: selection, attachment, VPC side, failures, choices of the model (E-5 to E-M-15).
var ecrSelection = []Rule{
	// 5. Selection inside and around the ECR
	{"E-5", "An ECR selects among VBRs towards the data center and among transit routers towards the cloud.",
		pageMED, Documented, Modelled},
	{"E-5.1", "Several VBRs that announce one prefix are ranked by AS path and shared or ordered by the forwarding " +
		"mode.", pageECRModes, Documented, Modelled},
	{"E-5.1.1", "The VBR with the shorter AS path wins; prepending makes a circuit the standby one.",
		pageECRStandby, Documented, Modelled},
	{"E-5.1.2", "VBRs with equal AS paths share the traffic (ECMP).", pageECRModes, Documented, Modelled},
	{"E-5.1.3", "Each region of an ECR has a forwarding mode: ECMP, the default, or NearBy.",
		pageECRModes, Documented, Modelled},
	{"E-5.1.4", "NearBy prefers the nearest of equal VBRs, and falls back on the others when it fails.",
		pageECRModes, Documented, Modelled},
	{"E-5.1.5", "How equal routes of VBRs in different regions rank is not documented.", "", Chosen, Modelled},
	{"E-5.1.6", "Whether MED or communities of the data center break ties is not documented; in the model they do not.",
		"", Chosen, Modelled},
	{"E-5.2", "A transit router that hears a data center from its ECR attachment and from peers compares AS path, " +
		"distance, MED and region ID.", pageMED, Inferred, Modelled},
	{"E-5.2.1", "The order is shorter AS path, intra-region before inter-region next hop, smaller MED, smaller " +
		"region ID.", pageMED, Inferred, Modelled},
	{"E-5.2.2", "A transit router on the ECR leaves by its own attachment; another one goes through the peer in the " +
		"region of the destination VBR, or else through the one with the smallest region ID.",
		pageMultiPath, Documented, Modelled},
	{"E-5.2.3", "Traffic from the data center takes the same way back as traffic towards it.",
		pageMultiPath, Documented, Modelled},
	{"E-5.3", "Between an ECR and transit routers the MED expresses distance.", pageMED, Documented, Modelled},
	{"E-5.3.1", "MED is 1000 in the same region, 2000 for the default transit router and 3000 otherwise; smaller wins.",
		pageMED, Documented, Modelled},
	{"E-5.3.2", "For a prefix behind a VBR, the transit router in the region of that VBR hears 1000, else the " +
		"default one 2000, any other 3000.", pageMED, Inferred, Modelled},
	{"E-5.3.3", "The default transit router overrides neither an attachment of one's own nor a transit router in the " +
		"region of the VBR.", pageMED, Inferred, Modelled},
	{"E-5.4", "Of several transit routers that tell an ECR the same cloud prefix, one is chosen for each region in " +
		"which traffic enters.", pageMultiPath, Inferred, Modelled},
	{"E-5.4.1", "The choice is the transit router in the region where the prefix originates, else the one in the " +
		"region of entry, else the default one, else the smallest region ID.", pageMultiPath, Inferred, Modelled},
	{"E-5.4.2", "An ECR therefore has a view of its routes for each region.", pageMultiPath, Inferred, Modelled},
	{"E-5.5", "A data center sees the ECR as one autonomous system.", pageManageECR, Inferred, Modelled},
	{"E-5.5.1", "Every cloud route that a data center hears through an ECR starts with the ASN of the ECR.",
		pageManageECR, Inferred, Modelled},
	{"E-5.5.2", "Whether attributes of a transit router route survive on the way through the ECR is not documented.",
		"", Chosen, Modelled},
	{"E-5.5.3", "The MED between ECR and transit routers is not told to the data center.", "", Chosen, Modelled},
	{"E-5.5.4", "The data center chooses among its circuits by its own BGP preferences.",
		pageECRStandby, Documented, Modelled},

	// 6. The ECR attachment on the transit router
	{"E-6", "An ECR attachment is associated, propagated and synchronized like others, with exceptions of its own.",
		pageConnectECR, Documented, Modelled},
	{"E-6.1", "The console associates a new ECR attachment with the default table and propagates it there; both can " +
		"be changed, advertising to the ECR cannot.", pageConnectECR, Documented, Described},
	{"E-6.2", "Through the API an ECR attachment starts without association and route learning.",
		repoCBN, Documented, Described},
	{"E-6.3", "The table associated with the attachment feeds the ECR, the tables that learn from it receive the " +
		"data center; they may differ.", pageConnectECR, Documented, Modelled},
	{"E-6.4", "An ECR is told nothing by an attachment without association, and traffic from it is dropped.",
		pageConnectECR, Inferred, Modelled},
	{"E-6.5", "A change of the associated table withdraws the routes of the old one from the ECR and then " +
		"synchronizes the new one.", pageConnectECR, Documented, Modelled},
	{"E-6.6", "Policy 5000 keeps ECRs, VBRs, IPsec connections and CCNs of a transit router apart; VPCs and peers " +
		"are not affected.", pageConnectECR, Documented, Modelled},
	{"E-6.7", "A static or prefix-list route to an ECR attachment is not told to a peer, but to synchronized VPCs " +
		"and IPsec connections of the transit router.", pageConnectECR, Documented, Modelled},
	{"E-6.8", "Routes learned from an ECR are advertised to peers.", pageMultiPath, Documented, Modelled},
	{"E-6.9", "A VPC on a transit router and an ECR cannot have route synchronization; a VPC table takes dynamic " +
		"routes from one source.", pageConnectECR, Documented, Validated},
	{"E-6.10", "A VPC and a transit router on one ECR exchange neither routes nor traffic through it.",
		pageConnectECR, Documented, Modelled},
	{"E-6.11", "In March 2024 one transit router cannot have both a VBR and an ECR; by February 2026 the limit is gone.",
		pageConnectECR, Documented, Validated},
	{"E-6.12", "Aggregates of a transit router can go to an ECR according to the later documentation only.",
		pageAggregates, Documented, Validated},
	{"E-6.13", "Blackhole routes and routes in 100.64.0.0/10 are not advertised to an ECR.",
		pageConnectECR, Inferred, Modelled},
	{"E-6.14", "A transit router does not tell an ECR what it learned from that ECR.", "", Chosen, Modelled},

	// 7. VPC side
	{"E-7", "A VPC on an ECR receives data center routes as dynamic routes.", pageVPCTables, Documented, Modelled},
	{"E-7.1", "ECR routes enter every vSwitch route table that receives routes, with the ECR as next hop, and " +
		"gateway route tables never.", pageVPCTables, Documented, Modelled},
	{"E-7.2", "A table that does not receive routes needs custom routes to the ECR; receiving cannot be turned off " +
		"while a transit router synchronizes the VPC.", pageVPCTables, Documented, Modelled},
	{"E-7.3", "In a VPC with ECR routes the longest prefix decides, IPv4 and IPv6 apart.",
		pageVPCTables, Documented, Modelled},
	{"E-7.4", "An ECR route that equals a system route is not taken; one inside a system route, or equal to a custom " +
		"route, is a Candidate.", pageVPCTables, Documented, Modelled},
	{"E-7.5", "A new custom route may not equal a dynamic route, with exceptions for VPN gateways and router " +
		"interfaces; a new vSwitch may neither equal nor contain one.", pageVPCTables, Documented, Validated},
	{"E-7.6", "A VPC table makes 200 ECR routes effective; more are received without effect.",
		pageVPCTables, Documented, Validated},
	{"E-7.7", "In a VPC with custom routes to a transit router, more specific ECR routes win and equal ones lose.",
		pageVPCTables, Inferred, Modelled},

	// 8. Failure
	{"E-8", "When something fails, its routes leave and the remaining ones carry the traffic.",
		pageECRECMP, Documented, Modelled},
	{"E-8.1", "A VBR whose session fails takes its routes out of the ECR; other VBRs carry all traffic.",
		pageECRECMP, Documented, Modelled},
	{"E-8.2", "Failover groups make the switch faster, with the same result.", pageFailover, Documented, Described},
	{"E-8.3", "Without the transit router attachment or the association its routes leave the ECR and the data " +
		"center, prefixes included.", pageConnectECR, Inferred, Modelled},
	{"E-8.4", "When the last VBR is gone, the data center routes leave VPCs and transit routers.",
		pageECRECMP, Inferred, Modelled},

	// 9. Editions
	{"E-9", "Between the editions of March 2024 and February 2026 the exclusion of VBR and ECR went; incremental " +
		"prefixes, default transit routers and aggregates towards ECRs came.", pageConnectECR, Documented, Validated},

	// 10. Choices where the documentation is silent
	{"E-M-1", "An ECR passes a route on only if exactly one of its two sides is a VBR.", pageECR, Chosen, Modelled},
	{"E-M-2", "The prefix mode of an association is match unless it says otherwise, and without effect on an empty " +
		"list.", "", Chosen, Modelled},
	{"E-M-3", "Prefixes are applied where routes enter the table of the ECR; the data center sees that table.",
		pageConnectECR, Chosen, Modelled},
	{"E-M-4", "A prefix is originated as long as its association holds, for a transit router also its attachment.",
		"", Chosen, Modelled},
	{"E-M-5", "VBRs are chosen by AS path; mode ECMP then keeps those of all regions, mode NearBy those of the " +
		"region itself if it has any. Nothing else breaks the tie.", pageECRModes, Chosen, Modelled},
	{"E-M-6", "Of equal prefixes from two VPC associations one is active and the others Conflicting; from several " +
		"transit routers they are several paths.", "", Chosen, Modelled},
	{"E-M-7", "A prefix from a VPC association is active, an equal one from a transit router Standby.",
		"", Chosen, Modelled},
	{"E-M-8", "Ways in and out follow the documented order of transit routers, the default one between region of the " +
		"VBR and smallest region ID.", pageMultiPath, Chosen, Modelled},
	{"E-M-9", "A data center hears the ASN of the ECR in front of the path that the route has already; transit " +
		"routers and regions add nothing.", "", Chosen, Modelled},
	{"E-M-10", "Policy 5000 judges the kind of the route's origin, over regions too, and the kind of the receiving " +
		"attachment; peers are no receivers.", "", Chosen, Modelled},
	{"E-M-11", "A route is not told to the ECR in which it originated, over its own attachment or over a peer.",
		"", Chosen, Modelled},
	{"E-M-12", "A disabled ECR route stays disabled when it is learned again.", "", Chosen, Modelled},
	{"E-M-13", "Address families are independent: an IPv6 prefix concerns IPv6 routes alone.", "", Chosen, Modelled},
	{"E-M-14", "Quotas without a published number are not enforced.", "", Chosen, Validated},
	{"E-M-15", "Association and propagation of an ECR attachment are written in the network; nothing is assumed.",
		"", Chosen, Described},
}
