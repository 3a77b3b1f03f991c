package rule

// transitRouterInstances holds the transit router: what is attached to it, regions, address families, changes, Basic Edition (TR-5 to TR-10).
var transitRouterInstances = []Rule{
	// 5. VPC side
	{"TR-5", "A VPC brings vSwitch and published routes into a transit router and installs what it is told beside " +
		"its own routes.", pageVPCTables, Documented, Modelled},
	{"TR-5.1", "A VPC advertises one system route for each vSwitch, not its own CIDR block, and never anything in " +
		"100.64.0.0/10.", pageRegions, Documented, Modelled},
	{"TR-5.2", "A custom route of the VPC's system table can be published if it points to an instance or gateway in " +
		"the VPC, not if it points to a transit router, ECR, peering, endpoint or router interface.",
		pagePublishing, Documented, Validated},
	{"TR-5.3", "Routes of a VBR or a CCN are always advertised; they can be neither published nor withdrawn by hand.",
		pagePublishing, Documented, Modelled},
	{"TR-5.4", "A published route is listed as such, with a reason where a receiver could not take it; deleting it " +
		"in the VPC withdraws it from CEN.", repoCBN, Documented, Modelled},
	{"TR-5.5", "Synchronization reaches all vSwitch route tables of the VPC that receive routes, which is the " +
		"default; gateway route tables never receive.", pageVPCTables, Documented, Modelled},
	{"TR-5.6", "A VPC table does not take a route that equals one of its system or custom routes or lies inside a " +
		"system route; it does so once an equal custom route is deleted.", pageVPCTables, Documented, Modelled},
	{"TR-5.7", "A custom VPC route may not equal a synchronized one, except towards a VPN gateway or router " +
		"interface; it may neither equal a system route nor lie inside one.", pageVPCTables, Documented, Validated},
	{"TR-5.8", "A VPC forwards by longest prefix, IPv4 and IPv6 apart.", pageVPCTables, Documented, Modelled},
	{"TR-5.9", "The automatic routes of a VPC attachment are three static routes, 10.0.0.0/8, 172.16.0.0/12 and " +
		"192.168.0.0/16, in every table of the VPC, independent of synchronization.",
		pageAccounts, Documented, Modelled},
	{"TR-5.10", "A route towards the transit router can also be added to a VPC or VBR by hand.",
		repoCBN, Documented, Modelled},
	{"TR-5.11", "Traffic of a VPC is looked up in the table associated with its attachment, whatever VPC table or " +
		"zone it left from.", pageForwarding, Inferred, Modelled},
	{"TR-5.12", "Traffic handed to a VPC continues by the route table of the vSwitch in which the attachment has its " +
		"interface.", pageFirewall, Inferred, Modelled},

	// 6. VBR, ECR, VPN, CCN
	{"TR-6", "VBRs, ECRs, IPsec connections and CCNs stand for networks outside the cloud.",
		pageRouteLearning, Documented, Modelled},
	{"TR-6.1", "Routes of a VBR keep the AS path of the data center, which decides between circuits.",
		pageCircuitsBGP, Documented, Modelled},
	{"TR-6.2", "A synchronized VBR receives the associated table and announces it over BGP to the data center.",
		pageCircuitsBGP, Documented, Modelled},
	{"TR-6.3", "An ECR brings its routes towards VBRs and is always told the associated table, unless route prefixes " +
		"replace the specific routes.", pageRouteSync, Documented, Modelled},
	{"TR-6.4", "A static route to an ECR goes to synchronized VPCs and IPsec connections of the region but not to a " +
		"peer, whereas learned ECR routes do; a VPC and a transit router on one ECR exchange nothing.",
		pageConnectECR, Documented, Modelled},
	{"TR-6.5", "An IPsec connection brings destination and BGP routes and is told routes only over BGP.",
		pageConnectVPN, Documented, Modelled},
	{"TR-6.6", "The two tunnels of an IPsec connection are active and standby inside one attachment, out of sight of " +
		"the transit router.", pageConnectVPN, Documented, Described},
	{"TR-6.7", "Two data centers need an explicit permit to reach each other through CEN; static routes to a VBR get " +
		"past that protection.", pagePrefixLists, Documented, Modelled},
	{"TR-6.8", "Whether a VBR drops routes by a repeated ASN is not documented; inside CEN the model does not.",
		"", Chosen, Modelled},

	// 7. Inter-region
	{"TR-7", "Transit routers of different regions exchange routes and traffic over inter-region connections.",
		pageInterRegion, Documented, Modelled},
	{"TR-7.1", "The table associated with the connection is sent, if that end synchronizes, and arrives in the " +
		"peer's tables that learn from it, with the connection as next hop.", pageInterRegion, Documented, Modelled},
	{"TR-7.2", "Origin instance, AS path, communities and preference travel with a route to the peer.",
		pageRegionECMP, Inferred, Modelled},
	{"TR-7.3", "Each end of an inter-region connection decides by itself what it advertises to the other.",
		pageRegions, Chosen, Modelled},
	{"TR-7.4", "Routes do not pass through a third region: what was learned from a peer is not advertised to another " +
		"peer.", repoDiagnosis, Documented, Modelled},
	{"TR-7.5", "Static routes to peers, set on every transit router of the way, can still carry traffic through a " +
		"third region.", pagePrefixLists, Inferred, Modelled},
	{"TR-7.6", "A static route is sent to peers if it points to a VPC, VBR or IPsec connection, not if it points to " +
		"an ECR or peer or drops.", pagePrefixLists, Chosen, Modelled},
	{"TR-7.7", "Traffic from a peer is looked up anew, in the table that the receiving transit router associates " +
		"with the connection.", pageInterRegion, Documented, Modelled},
	{"TR-7.8", "The local region wins only after route type and AS path: a remote BGP route or a shorter remote path " +
		"beats a local one.", pageRegionECMP, Documented, Modelled},
	{"TR-7.9", "The same vSwitch CIDR block in VPCs of two regions is a conflict.", pageOverlap, Inferred, Modelled},
	{"TR-7.10", "A default route spreads like any other route; a VPC with a default route of its own does not take it.",
		pagePublishing, Inferred, Modelled},
	{"TR-7.11", "Bandwidth and line type of a connection have no part in route selection.",
		pageRegionECMP, Inferred, Described},
	{"TR-7.12", "An Enterprise and a Basic Edition transit router exchange their tables over a connection, within " +
		"the limits of Basic Edition.", pageRouteLearning, Documented, Modelled},

	// 8. IPv6
	{"TR-8", "Enterprise Edition routes IPv6 beside IPv4.", repoCBN, Documented, Modelled},
	{"TR-8.1", "Static IPv6 routes are allowed except towards an IPsec connection; towards a VPC its attachment must " +
		"have IPv6 on.", repoCBN, Documented, Validated},
	{"TR-8.2", "IPv6 system routes of a VPC are learned for each vSwitch, if its attachment has IPv6 on.",
		pageVPCTables, Inferred, Modelled},
	{"TR-8.3", "The automatic routes of a VPC are IPv4 only; IPv6 towards the transit router needs synchronization " +
		"or routes by hand.", pageAccounts, Documented, Modelled},
	{"TR-8.4", "A policy can ask for an address family; Basic Edition rejects IPv6 routes.",
		pageRouteEntries, Documented, Modelled},
	{"TR-8.5", "IPv6 over peers, aggregates, prefix lists, VBRs and ECRs is neither excluded nor confirmed; the " +
		"model allows it.", "", Chosen, Modelled},

	// 9. Changes
	{"TR-9", "A change withdraws what no longer follows from the configuration and advertises what now does.",
		pageInterRegion, Documented, Modelled},
	{"TR-9.1", "When the associated table is replaced, the routes of the old table are withdrawn first and those of " +
		"the new one synchronized then.", pageConnectVBR, Documented, Modelled},
	{"TR-9.2", "Without an associated table synchronization has nothing to advertise, so everything is withdrawn.",
		pageAggregates, Inferred, Modelled},
	{"TR-9.3", "When route learning ends, the routes leave the table and the remaining ones of the same prefix are " +
		"selected again.", pageRouteLearning, Inferred, Modelled},
	{"TR-9.4", "An attachment in use cannot be deleted except by force, which removes what depends on it; no static " +
		"route is left that points to a missing attachment.", repoCBN, Documented, Validated},
	{"TR-9.5", "A custom table that is associated, propagated to or not empty cannot be deleted, the system table " +
		"never.", pageRouteTables, Documented, Validated},
	{"TR-9.6", "A transit router can be deleted only without attachments and custom tables, a CEN instance only " +
		"without transit routers in use.", repoCBN, Documented, Modelled},
	{"TR-9.7", "An attachment in a passing state can only be queried.", repoCBN, Documented, Described},
	{"TR-9.8", "When the winner leaves, a Standby or Rejected route of the same prefix becomes Active.",
		pageRegionECMP, Inferred, Modelled},
	{"TR-9.9", "An edited prefix list is applied as a whole or held back.", pagePrefixLists, Documented, Modelled},

	// 10. Basic Edition
	{"TR-10", "Basic Edition is the earlier transit router: one table, everything learned and advertised by itself.",
		pageHowRouters, Documented, Modelled},
	{"TR-10.1", "A Basic Edition transit router has one table and neither custom tables, association, learning " +
		"switches, prefix lists, aggregates nor IPv6.", pageHowRouters, Documented, Modelled},
	{"TR-10.2", "VPCs, VBRs, CCNs and transit routers of other regions attach to Basic Edition.",
		pageHowRouters, Documented, Validated},
	{"TR-10.3", "Basic Edition names next hops, route types and statuses in terms of its own.",
		pageRouteEntries, Documented, Described},
	{"TR-10.4", "Overlapping routes are forwarded by longest prefix, and a VPC takes no route that lies inside one " +
		"of its vSwitches.", repoDocs2019, Documented, Modelled},
	{"TR-10.5", "Policy 5000 denies routes between VBRs and CCNs on Basic Edition.",
		repoDocs2019, Documented, Modelled},
	{"TR-10.6", "What an upgrade from Basic to Enterprise Edition does to routes is not modelled.",
		"", Chosen, Described},
}
