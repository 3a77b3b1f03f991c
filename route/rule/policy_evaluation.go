package rule

// policyEvaluation holds routing policies: evaluation, the system policy, what a user sees, interactions (P-4 to P-9).
var policyEvaluation = []Rule{
	// 4. Evaluation and actions
	{"P-4", "Policies are tried in order of priority until one decides.", pagePolicies, Documented, Modelled},
	{"P-4.1", "The first policy that matches decides: permit applies its values, deny drops the route. A route that " +
		"no policy matches passes unchanged.", pagePolicies, Documented, Modelled},
	{"P-4.2", "The policies of the user come before the system policy 5000.", pagePolicies, Documented, Modelled},
	{"P-4.3", "Preference is a number from 1 to 100, 50 unless a policy sets it; a smaller one is better.",
		repoCBN, Documented, Modelled},
	{"P-4.4", "In the selection among VBR routes preference counts after route type, AS path and region, and before " +
		"region ID.", pageRegionECMP, Documented, Modelled},
	{"P-4.5", "Preference stays with a route on its way to a peer, where an ingress policy may change it.",
		pageRegionECMP, Inferred, Modelled},
	{"P-4.6", "A permit can add communities to a route or replace those it has.", repoCBN, Documented, Modelled},
	{"P-4.7", "A permit can put ASNs, in the order of its list, in front of the AS path; on ingress it must name " +
		"source instances and its own region as source region, on egress destination instances.",
		repoCBN, Chosen, Modelled},
	{"P-4.8", "A permit can name the priority of the policy that goes on; the number must be greater than its own, " +
		"and 1 means the policy after it.", repoCBN, Documented, Validated},
	{"P-4.9", "The policy that goes on sees the values set so far, may change them again and may still deny the route.",
		pagePolicies, Inferred, Modelled},
	{"P-4.10", "If the policy that should go on is missing or does not match, the walk goes on with the policies " +
		"after that number, the system policy included.", "", Chosen, Modelled},
	{"P-4.11", "A policy that denies has neither values nor a next policy.", pagePolicies, Documented, Validated},
	{"P-4.12", "A change of policies is applied to the routes that are there already.",
		pagePolicies, Documented, Modelled},

	// 5. System default policies
	{"P-5", "The cloud adds an egress policy with priority 5000 that denies routes among VBRs, CCNs, IPsec " +
		"connections and ECRs.", pageConnectECR, Documented, Modelled},
	{"P-5.1", "On Basic Edition policy 5000 stops VBRs and CCNs from reaching other VBRs and CCNs.",
		repoDocs2019, Documented, Modelled},
	{"P-5.2", "With the first IPsec connection, policy 5000 is added to all route tables of the transit router, egress.",
		pageConnectVPN, Documented, Modelled},
	{"P-5.3", "With an ECR, policy 5000 covers IPsec connections, ECRs, VBRs and CCNs; a permit with a smaller " +
		"number lifts it.", pageConnectECR, Documented, Modelled},
	{"P-5.4", "Policy 5000 denies a route if origin and receiver are both VBR, CCN, VPN or ECR, in any combination, " +
		"two of the same kind included; VPCs are never concerned.", pageConnectECR, Inferred, Modelled},
	{"P-5.5", "The model has policy 5000 on every table of every transit router from the start.", "", Chosen, Modelled},
	{"P-5.6", "Policy 5000 can be deleted on Basic Edition; otherwise a permit with a number up to 100 is the way " +
		"around it.", repoDocs2019, Inferred, Modelled},
	{"P-5.7", "Policy 5000 judges local receivers only: routes of a VBR do reach the tables of peers and are stopped " +
		"at the circuit at the other end.", repoDocs2019, Inferred, Modelled},
	{"P-5.8", "To connect two data centers, each side needs an egress permit on the table associated with its own " +
		"attachment.", repoDocs2019, Inferred, Modelled},
	{"P-5.9", "A route is not advertised back to the attachment, instance or peer that it was learned from, even " +
		"where a policy would permit it.", "", Chosen, Modelled},
	{"P-5.10", "Routes of a VPN gateway with BGP inside a VPC count as VPN and fall under policy 5000, its other " +
		"routes count as VPC routes.", repoCBN, Inferred, Described},
	{"P-5.11", "Policy 5000 does not stop static routes of a transit router, because they have no origin instance.",
		pageConnectECR, Inferred, Modelled},
	{"P-5.12", "Without policies of the user, VPCs reach every kind, and VBRs, CCNs, IPsec connections and ECRs do " +
		"not reach one another.", repoDocs2019, Documented, Modelled},

	// 6. Visibility and statuses
	{"P-6", "What a policy did to a route shows in its status and attributes.", pageRouteEntries, Documented, Modelled},
	{"P-6.1", "On Enterprise Edition a route denied by a policy is Prohibited, one in conflict is Rejected.",
		pageRouteEntries, Documented, Modelled},
	{"P-6.2", "On Basic Edition the console speaks of Deny; the model uses Prohibited for policies in both editions.",
		pageRouteEntries, Chosen, Modelled},
	{"P-6.3", "A route denied on ingress stays in the table as Prohibited; it is neither selected nor advertised.",
		repoDocs2019, Inferred, Modelled},
	{"P-6.4", "A route denied on egress stays Active in the table and shows as Prohibited at the local receiver, " +
		"which does not use it.", repoDocs2019, Inferred, Modelled},
	{"P-6.5", "AS path, communities and preference of an entry show the values that policies set.",
		pageRouteEntries, Documented, Modelled},
	{"P-6.6", "An entry names all policies that matched it, over all regions.", repoCBN, Inferred, Modelled},
	{"P-6.7", "The older API also says prohibited of a default route that a VBR cannot take, which has nothing to do " +
		"with policies.", repoDocs2019, Documented, Described},

	// 7. Interactions
	{"P-7", "Static routes, prefix-list routes and aggregates meet policies where they are advertised; ECR prefixes " +
		"meet none, and packets neither.", pageConnectECR, Inferred, Modelled},
	{"P-7.1", "Static routes pass no ingress policy, but egress policies when they are advertised.",
		pageConnectECR, Inferred, Modelled},
	{"P-7.2", "Prefix-list routes are treated like static ones; a policy cannot name a prefix list.",
		pageRouteEntries, Inferred, Modelled},
	{"P-7.3", "An aggregate is advertised as a new route without origin instance and passes egress policies; " +
		"specific routes are withheld where it arrived.", pageAggregates, Chosen, Modelled},
	{"P-7.4", "Egress policies judge the routes of the table; the prefixes of an ECR association take their place " +
		"afterwards and pass no policy.", pageRouteSync, Chosen, Modelled},
	{"P-7.5", "Without synchronization nothing is advertised, whatever policies permit.",
		pageRouteSync, Inferred, Modelled},
	{"P-7.6", "A denied egress route does not isolate a VPC that has automatic or static routes to the transit " +
		"router; the packets still flow.", pageVPCPairs, Inferred, Modelled},
	{"P-7.7", "The route that the cloud makes for a transit router CIDR block goes to VBR tables only.",
		repoCBN, Documented, Described},
	{"P-7.8", "Route policies of an ECR act on the side of the ECR, apart from those of the transit router.",
		pageECRPolicies, Inferred, Described},

	// 9. The evaluation procedure
	{"P-9", "Learning, static routes, selection and advertising follow each other, from table to table, until " +
		"nothing changes.", pagePolicies, Inferred, Modelled},
	{"P-9.1", "Every table that learns a route runs its ingress policies on it and keeps it with its new attributes, " +
		"or as Prohibited.", pageRouteLearning, Inferred, Modelled},
	{"P-9.2", "Static, blackhole and prefix-list routes join the table without policies and without origin instance.",
		pageRouteEntries, Inferred, Modelled},
	{"P-9.3", "The table then selects; conflicting routes are Rejected and ranked losers Standby.",
		pageRegionECMP, Inferred, Modelled},
	{"P-9.4", "Active routes of the associated table, aggregates substituted, pass its egress policies towards each " +
		"receiver; ECR prefixes are substituted last.", pageRouteSync, Inferred, Modelled},
	{"P-9.5", "The system policy stands behind all policies of the user, on egress only.", "", Chosen, Modelled},
	{"P-9.6", "Policies depend on the route alone, so repeating the steps over all transit routers leads to one result.",
		pagePolicies, Inferred, Modelled},
}
