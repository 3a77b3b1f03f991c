package rule

// decisions holds the decisions: where the references meet, disagree or leave room (D-1 to D-45).
var decisions = []Rule{
	// Where the references meet or disagree
	{"D-1", "The page on ECR connections of March 2024 is the core of the model; the edition 2026-02 differs where " +
		"later pages do, as in letting a VBR and an ECR share a transit router.",
		pageConnectECR, Documented, Validated},
	{"D-2", "A route that came over one inter-region connection does not leave over another.",
		repoDiagnosis, Documented, Modelled},
	{"D-3", "A state depends on the network alone, not on the order of its creation. Where the cloud goes by who " +
		"came first, a fixed tie-break decides and a warning names both.", "", Chosen, Modelled},
	{"D-4", "A ranked loser is Standby, a conflict Rejected, a route denied by a policy Prohibited, a specific " +
		"behind a peer's aggregate Suppressed; Candidate exists in VPC tables only, for ECR routes.",
		pageRouteEntries, Inferred, Modelled},
	{"D-5", "Policy 5000 is on every table, egress, last, for local receivers only, with VBR, CCN, VPN and ECR as " +
		"kinds of both sides; only Basic Edition can delete it.", pageConnectECR, Inferred, Modelled},
	{"D-6", "Only Active routes are advertised, once for a prefix and never back to where they came from.",
		"", Chosen, Modelled},
	{"D-7", "The selection is the documented order for VBRs with that for ECRs inside it; a circuit wins over an " +
		"IPsec connection and a CCN for the same prefix.", pageRegionECMP, Inferred, Modelled},
	{"D-8", "A CCN on an Enterprise Edition transit router is accepted, with a warning under the edition 2026-02.",
		pageHowRouters, Chosen, Validated},
	{"D-9", "After a permit that names a next policy, evaluation continues there and then in order of priority.",
		pagePolicies, Inferred, Modelled},
	{"D-10", "Static routes, prefix-list routes and aggregates meet policies where they are advertised; ECR prefixes " +
		"meet none.", pageAggregates, Inferred, Modelled},
	{"D-11", "Limits with a published fixed number give a warning with that number; others are not invented.",
		"", Chosen, Validated},
	{"D-12", "Whatever a network says that the model does not cover is named in a warning.", "", Chosen, Validated},
	{"D-13", "Configured routes of one prefix may stand together only where all of them point to VBRs, ECRs or " +
		"peers; any other pair is refused. Against a learned route the configured one is Active, with a warning " +
		"where the cloud would have refused it.", pagePrefixLists, Inferred, Validated},
	{"D-14", "A failed circuit announces and carries nothing, while routes configured towards it stay Active and " +
		"lead nowhere.", pageRegionECMP, Inferred, Modelled},
	{"D-15", "A policy may name ECR as a source or destination kind.", "", Chosen, Modelled},

	// Selection
	{"D-16", "A VPC route against an equal one of another kind: local before peer, then vSwitch routes before VBR, " +
		"ECR, VPN and CCN routes before published VPC routes; the losing side is Rejected.",
		pagePrefixLists, Inferred, Modelled},
	{"D-17", "Each step of the selection compares only the routes that survived the step before.",
		pageRegionECMP, Inferred, Modelled},
	{"D-18", "BGP before static counts while only VBR routes are left, AS path while only BGP routes are, MED while " +
		"only ECR routes are.", pageRegionECMP, Inferred, Modelled},
	{"D-19", "Kinds rank ECR and VBR together, then VPN, CCN and routes without origin instance; this comes after " +
		"preference, so that a shorter AS path of a VPN beats a circuit.", pageRegionECMP, Inferred, Modelled},
	{"D-20", "A static or aggregate route of a peer ranks as a route without origin instance; its region is that of " +
		"the transit router that configured it.", pageRegionECMP, Inferred, Modelled},
	{"D-21", "A CCN route is of type System, has no AS path, and its region is that of the CCN.",
		repoCBN, Inferred, Modelled},
	{"D-22", "A VBR or IPsec connection with several sessions selects first, BGP before static and shorter AS path, " +
		"and offers one route for a prefix.", pageCircuitsBGP, Inferred, Modelled},

	// Advertising
	{"D-23", "The attachment that a static route points to does not hear of that route.",
		pagePrefixLists, Inferred, Modelled},
	{"D-24", "Synchronized VPCs, VBRs, VPNs and CCNs of the region hear of a blackhole; ECRs and peers do not.",
		pagePrefixLists, Inferred, Modelled},
	{"D-25", "Of equal-cost paths the first permitted one in order of next hop is told, past those of the receiver " +
		"itself; it is Prohibited there only if all are denied.", pageRouteSync, Inferred, Modelled},
	{"D-26", "Aggregates pass egress policies and the ingress policies of the receiver, and have no entry in their " +
		"own table.", pageAggregates, Inferred, Modelled},
	{"D-27", "A VPC table that refuses an aggregate keeps the specific routes.", pageAggregates, Inferred, Modelled},
	{"D-28", "Specific routes are Suppressed at a peer only if its ingress policies admit the aggregate; Prohibited " +
		"comes before Suppressed.", pageRouteEntries, Inferred, Modelled},
	{"D-29", "A static route to an IPsec connection is told to peers, like one to a VBR.",
		pagePrefixLists, Inferred, Modelled},
	{"D-30", "A route denied on the way out shows as Prohibited in every local receiver, an ECR included, except " +
		"where ECR prefixes replace it; at a peer it is not seen.", repoDocs2019, Inferred, Modelled},

	// ECR
	{"D-31", "The association of an ECR with a transit router yields nothing, prefixes included, without an " +
		"attachment that has an associated table; with one, prefixes need no specific route.",
		pageConnectECR, Inferred, Modelled},
	{"D-32", "For each region of entry an ECR picks a transit router: that of the origin region, of the region of " +
		"entry, the default one, then the smallest region ID. A configured prefix skips the first step.",
		pageMultiPath, Inferred, Modelled},
	{"D-33", "Equal prefixes of two VPC associations: the smallest VPC ID is Active, the rest Conflicting. A VPC " +
		"beats a transit router, whose copy is Standby, as are VBRs that lost by AS path or mode.",
		pageECRModes, Inferred, Modelled},
	{"D-34", "A transit router hears one route for a prefix, with the attributes of the first Active VBR by ID, and " +
		"MED 1000 if one is in its region. A match between two circuits or two cloud sides drops the packet; no " +
		"shorter prefix is tried.", pageMED, Inferred, Modelled},

	// Data centers
	{"D-35", "VBRs, VPNs and data centers drop BGP routes whose AS path holds their own ASN; sessions that drop AS " +
		"paths keep the cloud's ASN only and check neither side.", pageCircuitsBGP, Inferred, Modelled},
	{"D-36", "Data centers in transit between different cloud-side ASNs can allow several stable states; that is " +
		"reported as an error, not decided.", pageCircuitsBGP, Inferred, Modelled},
	{"D-37", "A VBR prefers its own route to an equal one of the transit router. A data center in transit announces " +
		"on only Active routes that it heard, and not where they came from.", pageCircuitsBGP, Inferred, Modelled},
	{"D-38", "A data center hears the cloud-side ASN in front of the path and chooses by its own preference alone, " +
		"equal ones as ECMP; a session between two data centers works both ways.", pageCircuitsBGP, Inferred, Modelled},

	// Format and policy
	{"D-39", "Absent settings have fixed readings: no BGP, routes are received, a single table is the system table. " +
		"Basic Edition implies association, propagation and synchronization, and rejects IPv6.",
		pageHowRouters, Inferred, Validated},
	{"D-40", "To a policy, a static route of a VBR is of type Custom.", repoCBN, Inferred, Modelled},
	{"D-41", "Without the association on the side of the ECR, an ECR attachment is refused.",
		repoCBN, Inferred, Validated},
	{"D-42", "A reversed instance list matches routes without an origin instance.", repoCBN, Inferred, Modelled},
	{"D-43", "A next policy that does not exist means the first one at or after that number.",
		repoTerraform, Inferred, Modelled},
	{"D-44", "Preference is carried over peers.", pageRegionECMP, Inferred, Modelled},
	{"D-45", "A Prohibited route shows the attributes with which it arrived, not what an earlier policy of the walk " +
		"set.", pageRouteEntries, Inferred, Modelled},
}
