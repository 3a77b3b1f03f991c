// Package route holds routes and their attributes, the decision that tables take among routes of one prefix, and route
// tables.
//
// A [Route] is one entry of a route table, as plain data. Three rules of Cloud Enterprise Network (CEN) have to be
// known to read one:
//
//   - Losers stay. A table keeps every route that it learned, and its [Status] tells what became of it: Active ones
//     forward, Standby ones lost the decision and take over when the winner leaves, Rejected ones conflict with a route
//     that cannot exist beside them, Prohibited ones were denied by a policy (TR-3.2). Several Active routes of one
//     prefix are equal-cost paths. Only Active routes are advertised (TR-2.3.5).
//   - The origin stays. Type, origin, AS path, communities and preference travel with a route into every table
//     (TR-7.2). A static or aggregate route of a transit router has no origin instance (P-5.11).
//   - Smaller is better, for the preference too, and the preference comes late: it can overrule neither the AS path nor
//     that the local region comes first (TR-4.3.1).
//
// # The decision
//
// [Decide] is the decision of a transit router table, [DecideECR] that of an Express Connect Router, [DecideCircuit]
// that of a VBR, VPN or CCN, and [DecideDataCenter] that of a data center. Their doc comments are the specification.
// They work on candidates, small structs of numbers in place of IDs, and name for every loser the [Step] at which it
// lost, which has a rule of package rule behind it.
//
// VPC tables take no such decision: what a VPC may receive follows from its own routes (TR-5.6, E-7.4).
//
// # Tables
//
// A [Table] finds routes by longest-prefix match among Active routes (TR-4.1). IPv4 and IPv6 are apart from each other.
// Prefixes are canonical, and [Compare] gives the routes of a table one order in every output.
package route
