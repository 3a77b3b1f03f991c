package rule

// transitRouterRoutes holds the transit router: route entries and the selection among them (TR-3, TR-4).
var transitRouterRoutes = []Rule{
	// 3. Route entries
	{"TR-3", "A route table holds static, prefix-list, blackhole and learned routes; aggregates belong to it but " +
		"forward nothing.", pageRouteEntries, Documented, Modelled},
	{"TR-3.1", "The API lists route entries with next hop, origin, status and path attributes, and filters them by " +
		"prefix, next hop, origin, status and type.", repoCBN, Documented, Described},
	{"TR-3.1.1", "A listing shows Active entries only, unless another status is asked for; conflicts are easily " +
		"overlooked.", repoCBN, Documented, Described},
	{"TR-3.2", "Every entry of a table has a status that tells whether it is in effect and, if not, why.",
		pageRouteEntries, Documented, Modelled},
	{"TR-3.2.1", "An Active route is in effect; equal-cost paths are several Active routes of one prefix.",
		pageRouteEntries, Documented, Modelled},
	{"TR-3.2.2", "A Rejected route is out of effect because an incompatible route holds the same prefix.",
		pageRouteEntries, Documented, Modelled},
	{"TR-3.2.3", "A Prohibited route was denied by a policy of this table; it stays listed but is not used.",
		pageRouteEntries, Documented, Modelled},
	{"TR-3.2.4", "A Standby or Candidate route is valid but lost the selection; it takes over when the winner leaves.",
		pageRouteEntries, Documented, Modelled},
	{"TR-3.2.5", "A Suppressed route is a specific one, heard from a peer, that an aggregate of that peer covers; " +
		"the aggregate is in effect in its place.", pageRouteEntries, Documented, Modelled},
	{"TR-3.2.6", "Creating and Deleting are passing states of asynchronous calls.", repoCBN, Documented, Described},
	{"TR-3.3", "A static route of a transit router sends a prefix to an attachment or drops it.",
		repoCBN, Documented, Modelled},
	{"TR-3.3.1", "The next hop of a static route is an attachment or a blackhole, for either address family; a " +
		"static route has no priority of its own.", repoCBN, Documented, Modelled},
	{"TR-3.3.2", "A static route may point to a VPC, VBR, ECR, IPsec connection (IPv4 only) or inter-region " +
		"connection, not to a CCN; IPv6 towards a VPC needs IPv6 on its attachment.", repoCBN, Documented, Validated},
	{"TR-3.3.3", "The API refuses a second static route for a CIDR block that the table has already.",
		repoCBN, Documented, Validated},
	{"TR-3.3.4", "Static routes whose prefixes overlap without being equal do not conflict; the longest prefix decides.",
		pagePrefixLists, Inferred, Modelled},
	{"TR-3.3.5", "A static route works whether or not the attachment that it points to is associated or propagated.",
		repoCBN, Inferred, Modelled},
	{"TR-3.3.6", "Users can delete static routes only; learned ones come and go with their source.",
		repoCBN, Documented, Modelled},
	{"TR-3.3.7", "Static routes inside 100.64.0.0/10 that appear in a table belong to the platform.",
		repoDiagnosis, Documented, Described},
	{"TR-3.4", "A prefix list that is associated with a table adds a route for each of its prefixes.",
		pagePrefixLists, Documented, Modelled},
	{"TR-3.4.1", "All prefixes of an associated list share one next hop: a VPC, VBR, ECR or inter-region connection, " +
		"or a blackhole; an IPsec connection is not offered.", pagePrefixLists, Documented, Modelled},
	{"TR-3.4.2", "A prefix list takes effect as a whole: one conflicting prefix, or too many of them, and nothing of " +
		"it is applied.", pagePrefixLists, Documented, Validated},
	{"TR-3.4.3", "When a prefix list is dissociated from a table, all its routes leave the table.",
		pagePrefixLists, Documented, Modelled},
	{"TR-3.4.4", "A static or prefix-list route that points to a peer or an ECR stays in its region; one that points " +
		"to a VPC or VBR spreads over the CEN instance and to the other VBRs of the region.",
		pagePrefixLists, Documented, Modelled},
	{"TR-3.4.5", "A blackhole route is advertised to synchronized attachments of its own region, never to a peer.",
		"", Chosen, Modelled},
	{"TR-3.5", "A blackhole route drops what it matches.", repoCBN, Documented, Modelled},
	{"TR-3.5.1", "A blackhole takes part in the longest-prefix match like any other route.",
		repoCBN, Documented, Modelled},
	{"TR-3.5.2", "For a private IPsec connection the cloud adds a blackhole for the CIDR block of the transit router " +
		"and advertises it to VBRs only.", pageRouterCIDRs, Documented, Validated},
	{"TR-3.6", "An aggregate route advertises one prefix in place of the specific routes inside it.",
		pageAggregates, Documented, Modelled},
	{"TR-3.6.1", "An aggregate belongs to a table, has a scope of instance kinds and starts a new route: no AS path " +
		"and no BGP attributes are taken from the specifics.", pageAggregates, Documented, Modelled},
	{"TR-3.6.2", "An aggregate is not a forwarding entry; an address inside it that no other route covers is dropped " +
		"at the transit router.", pageAggregates, Inferred, Modelled},
	{"TR-3.6.3", "An aggregate is advertised to every associated, synchronized attachment of a kind in its scope, " +
		"whether or not a specific route exists.", pageAggregates, Chosen, Modelled},
	{"TR-3.6.4", "Receivers in the scope lose the specific routes inside the aggregate and keep wider ones and those " +
		"outside.", pageAggregates, Documented, Modelled},
	{"TR-3.6.5", "Aggregates do not withhold each other: of two nested ones, both are advertised.",
		pageAggregates, Documented, Modelled},
	{"TR-3.6.6", "An aggregate is refused if the table has a route of the same prefix, if it starts with 0 or 100.64 " +
		"or is multicast, or as the 21st of its table.", pageAggregates, Documented, Validated},
	{"TR-3.6.7", "The receiver of an aggregate sees its own connection as next hop.",
		pageAggregates, Documented, Modelled},
	{"TR-3.6.8", "An aggregate with inter-region scope reaches the peer, where the specific routes that it covers " +
		"are Suppressed.", pageRouteEntries, Documented, Modelled},
	{"TR-3.6.9", "When an aggregate is deleted or its scope shrinks, it is withdrawn and the specific routes are " +
		"advertised again.", pageAggregates, Documented, Modelled},
	{"TR-3.6.10", "An aggregate is configured instance by instance and may fail for one VPC through quota or " +
		"overlap, to be retried later.", repoCBN, Documented, Described},
	{"TR-3.6.11", "Where a receiver did not take an aggregate, it keeps the specific routes.", "", Chosen, Modelled},

	// 4. Selection inside a transit router table
	{"TR-4", "A table admits or rejects routes of equal prefix, ranks those that may coexist and keeps the winners " +
		"Active.", pageRegionECMP, Documented, Modelled},
	{"TR-4.1", "A packet follows the longest matching prefix among the Active routes of the table associated with " +
		"the attachment that it came from.", repoDocs2019, Inferred, Modelled},
	{"TR-4.2", "Before any ranking, routes of one prefix that cannot coexist are sorted out; the losers are Rejected.",
		pagePrefixLists, Documented, Modelled},
	{"TR-4.2.1", "A static or prefix-list route wins over learned routes of the same prefix, which are Rejected.",
		pagePrefixLists, Documented, Modelled},
	{"TR-4.2.2", "A static route to a VBR, ECR or peer can join an equal static one to a VBR, ECR or peer and an " +
		"equal one learned over a VBR, ECR or IPsec connection; beside an equal prefix of a VPC, a peer or a " +
		"blackhole, creation fails.", pagePrefixLists, Inferred, Validated},
	{"TR-4.2.3", "A route learned after a static route of the same prefix is Rejected.",
		pagePrefixLists, Inferred, Modelled},
	{"TR-4.2.4", "Static routes of equal prefix coexist as equal-cost paths only if each leads to a VBR, ECR or " +
		"peer; other pairs are refused.", pageRegionECMP, Chosen, Modelled},
	{"TR-4.2.5", "Equal prefixes of two VPCs never form ECMP: one is Active, the other Rejected. The pages do not " +
		"tell which; the model prefers the local region, then region ID, then attachment ID.",
		pageOverlap, Chosen, Modelled},
	{"TR-4.2.6", "A VPC route and a route of another kind with the same prefix conflict; the loser is Rejected.",
		"", Chosen, Modelled},
	{"TR-4.3", "VBR routes of one prefix are ranked by BGP before static, shorter AS path, local region, preference " +
		"and, without multi-region ECMP, region ID.", pageRegionECMP, Documented, Modelled},
	{"TR-4.3.1", "Preference is compared after AS path and region, so a policy cannot make a longer path or a remote " +
		"region win.", pageRegionECMP, Documented, Modelled},
	{"TR-4.3.2", "Towards an ECR, a transit router uses its own attachment first, then the peer in the region of the " +
		"destination VBR, then the peer with the smallest region ID.", pageMultiPath, Documented, Modelled},
	{"TR-4.3.3", "VBR routes of one region that are equal in everything form ECMP, and so do IPsec connections.",
		pageStandbyVBR, Documented, Modelled},
	{"TR-4.3.4", "Among equal routes of several regions the smallest region ID is Active and the rest Standby; with " +
		"multi-region ECMP they share the traffic.", pageRegionECMP, Documented, Modelled},
	{"TR-4.3.5", "How VBR, IPsec, ECR and CCN routes rank against each other is not documented; the model puts ECR " +
		"and VBR before IPsec connections before CCN.", "", Chosen, Modelled},
	{"TR-4.3.6", "Communities and the MED of a data center do not take part in the ranking.",
		pageRegionECMP, Inferred, Modelled},
	{"TR-4.3.7", "The largest number of equal-cost paths is documented for IPsec connections only, 16; the model " +
		"uses it for all kinds.", pageConnectVPN, Chosen, Validated},
	{"TR-4.3.8", "How flows are spread over equal-cost paths is not documented; the model follows every path.",
		"", Chosen, Modelled},
	{"TR-4.3.9", "A failed circuit behind an equal-cost static route goes unnoticed, unless a health check takes its " +
		"route away.", pageRegionECMP, Documented, Modelled},
	{"TR-4.4", "The steps together: policies, conflicts, BGP before static, AS path, local region, preference, MED, " +
		"kind of origin, region ID, and ECMP for what is left.", pageRegionECMP, Chosen, Modelled},
}
