package rule

// ecrRoutes holds the Express Connect Router: objects, route table, re-advertisement, prefixes (E-1 to E-4).
var ecrRoutes = []Rule{
	// 1. Objects and limits
	{"E-1", "An ECR connects VBRs with VPCs and transit routers.", pageECR, Documented, Validated},
	{"E-1.1", "An ECR belongs to an account and to no region; it is present wherever something is connected to it.",
		pageECR, Inferred, Modelled},
	{"E-1.2", "VBRs are attached to an ECR, VPCs and transit routers are associated with it; an association is for " +
		"one VPC or one transit router.", repoECR, Documented, Validated},
	{"E-1.3", "The ASN of an ECR is 45104 or a private one in 64512 to 65534 or 4200000000 to 4294967294, but not " +
		"65025.", pageManageECR, Documented, Validated},
	{"E-1.4", "ECRs of one account have different ASNs, which cannot be changed.", pageECR, Documented, Validated},
	{"E-1.5", "The cloud-side ASN of a VBR on an ECR is that of the ECR; a VBR with another one cannot be attached.",
		pageManageECR, Documented, Validated},
	{"E-1.6", "A VBR on an ECR is not attached to a transit router and has no route prefixes of its own.",
		pageManageECR, Documented, Validated},
	{"E-1.7", "A VBR or a VPC belongs to at most one ECR.", pageECR, Documented, Validated},
	{"E-1.8", "vSwitch CIDR blocks of the VPCs associated with one ECR do not overlap.",
		pageECR, Documented, Validated},
	{"E-1.9", "An ECR has at most one transit router in a region, whatever its CEN instance, but may have one in " +
		"each of several regions.", pageConnectECR, Documented, Validated},
	{"E-1.10", "Several ECRs may be attached to one transit router, and one ECR to transit routers of different CEN " +
		"instances in different regions.", pageConnectECR, Inferred, Modelled},
	{"E-1.11", "An ECR attaches to Enterprise Edition transit routers only.", pageConnectECR, Documented, Validated},
	{"E-1.12", "An ECR has states, and changes need it to be active.", repoECR, Documented, Described},
	{"E-1.13", "An association has states; it stays inactive until the transit router has attached from its side.",
		repoECR, Documented, Described},
	{"E-1.14", "Advertising to an ECR attachment is always on; the attachment itself has passing states.",
		repoCBN, Documented, Modelled},
	{"E-1.15", "A transit router connects with an ECR by an association on the side of the ECR and an attachment on " +
		"the side of the transit router.", repoCBN, Documented, Validated},
	{"E-1.16", "Connecting an ECR in a region without a transit router creates one.", repoCBN, Documented, Described},
	{"E-1.17", "A VPC or VBR of another account needs a grant to the ECR; for a transit router of another account " +
		"the owner of the ECR grants.", repoECR, Documented, Validated},
	{"E-1.18", "A VPC cannot leave an ECR while one of its static routes points to it.",
		repoECR, Documented, Validated},
	{"E-1.19", "Connections over regions need the data transfer service to be activated, without effect on routing.",
		repoECR, Documented, Described},
	{"E-1.20", "A VPC table takes at most 200 effective ECR routes; other numbers are not published and the model " +
		"sets none.", pageVPCTables, Documented, Validated},

	// 2. The route table: inputs
	{"E-2", "An ECR holds what VBRs, VPCs and transit routers tell it.", pageECR, Documented, Modelled},
	{"E-2.1", "An ECR has dynamic routes only; a user can disable a route but not add one.",
		pageECR, Documented, Validated},
	{"E-2.2", "An ECR takes from a VBR what it learned over BGP, not its static routes.", pageECR, Inferred, Modelled},
	{"E-2.3", "An associated VPC advertises one system route for each vSwitch.", pageVPCTables, Documented, Modelled},
	{"E-2.4", "Custom routes of the VPC's system table can be published to an ECR if they point to an instance, " +
		"interface, gateway or endpoint in the VPC, not if they point to a peering, transit router, router interface " +
		"or the ECR.", pageVPCTables, Documented, Validated},
	{"E-2.5", "Routes of custom VPC tables, routes by prefix list and load-balanced or standby routes to router " +
		"interfaces cannot be published.", pageVPCTables, Documented, Validated},
	{"E-2.6", "Publishing a VPC route to an ECR and publishing it to a transit router are independent.",
		pageVPCTables, Documented, Modelled},
	{"E-2.7", "A transit router tells the ECR the table associated with the ECR attachment, subject to egress " +
		"policies and route prefixes.", pageConnectECR, Documented, Modelled},
	{"E-2.8", "An ECR carries routes between regions by itself.", pageMultiPath, Documented, Modelled},
	{"E-2.9", "The API lists ECR routes with prefix, next hop, its region, AS path, community, MED and status.",
		repoECR, Documented, Described},
	{"E-2.10", "One transit router of each CEN instance can be made the default path of an ECR, which gives it MED " +
		"2000.", repoECR, Documented, Validated},
	{"E-2.11", "A published VPC route that conflicts is Conflicting: visible and out of effect.",
		pageVPCTables, Documented, Modelled},
	{"E-2.12", "What counts as a conflict in an ECR is not documented; the model means an equal prefix from two VPCs.",
		"", Chosen, Modelled},
	{"E-2.13", "A route that was disabled by prefix and next hop is neither selected nor advertised until it is " +
		"enabled.", repoECR, Inferred, Modelled},

	// 3. Who learns whose routes
	{"E-3", "What an ECR learned on one side it tells the other: data centers on one, the cloud on the other.",
		pageECR, Documented, Modelled},
	{"E-3.1", "An ECR connects VBRs with cloud resources; VPCs and transit routers do not reach each other through it.",
		pageECR, Documented, Modelled},
	{"E-3.2", "Routes of a VBR go to VPCs and transit routers of any region, routes of a VPC or transit router go to " +
		"VBRs of any region, and no other pair exchanges routes.", pageECR, Documented, Modelled},
	{"E-3.3", "An ECR does not tell a VBR the routes of another VBR.", pageECR, Documented, Modelled},
	{"E-3.4", "Two data centers can meet on a transit router instead, once policy 5000 is overridden.",
		pageConnectECR, Documented, Modelled},
	{"E-3.5", "What a VPC publishes goes to the VBRs of the ECR and over BGP to the data center, not to other VPCs.",
		pageVPCToECR, Documented, Modelled},
	{"E-3.6", "Which of two equal routes wins, one from a VPC association and one from a transit router, is not " +
		"documented; the model takes the VPC's.", "", Chosen, Modelled},

	// 4. Route prefixes
	{"E-4", "Route prefixes of an association take the place of specific routes towards the data center.",
		pageECRPrefixes, Documented, Modelled},
	{"E-4.1", "Route prefixes belong to the association of a VPC or transit router, on the side of the ECR.",
		repoECR, Documented, Modelled},
	{"E-4.2", "Without prefixes, the specific routes are advertised.", repoECR, Documented, Modelled},
	{"E-4.3", "In mode match the data center sees the configured prefixes alone; every specific route of the " +
		"association is withdrawn.", repoECR, Documented, Modelled},
	{"E-4.4", "In mode incremental the prefixes are advertised, specific routes inside them are withdrawn and those " +
		"outside stay.", repoECR, Documented, Modelled},
	{"E-4.5", "The two modes exist since February 2025; a list without a mode is read as match, the only behaviour " +
		"before.", repoECR, Chosen, Modelled},
	{"E-4.6", "Prefixes change what the cloud tells the data center, not what the data center tells the cloud.",
		pageECRPrefixes, Documented, Modelled},
	{"E-4.7", "The prefix stands in the table of the ECR with the transit router or VPC as next hop; the specific " +
		"routes do not.", pageConnectECR, Inferred, Modelled},
	{"E-4.8", "A prefix is advertised whether or not a specific route exists inside it.", "", Chosen, Modelled},
	{"E-4.9", "Traffic to an address in a prefix that has no specific route behind it reaches the VPC or transit " +
		"router and is dropped there.", pageECRPrefixes, Inferred, Modelled},
	{"E-4.10", "Overlapping prefixes of different associations are looked up by longest match; equal ones of two " +
		"transit routers are several paths.", pageECRPrefixes, Inferred, Modelled},
	{"E-4.11", "IPv6 prefixes are neither excluded nor confirmed; the model accepts them.", "", Chosen, Modelled},
	{"E-4.12", "Prefixes leave the tables of transit routers and VPCs as they are.",
		pageECRPrefixes, Inferred, Modelled},
}
