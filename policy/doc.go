// Package policy models the routing policies (route maps) of a transit router route table: what they match, what they
// change, and in which order they are asked.
//
// Three rules explain most surprises:
//
//   - A policy filters what is advertised, never packets. [Ingress] policies see a route on its way into the table,
//     [Egress] policies see it on its way out; a static route is added to the table past the ingress policies, and a
//     denied route leaves the packets of another route alone (P-2.3, P-2.4).
//   - The source of a route is where it came into being, however many regions it crossed since. Its destination is the
//     network instance that is about to be told, and only one in the region of the table: towards a peer, a policy that
//     names a destination instance, kind or route table does not match, whatever it says (P-3.4, P-3.10, P-3.12).
//   - What no policy matches is permitted. But behind the policies of the user stands [System], priority 5000, which
//     denies what goes from a circuit, IPsec connection, CCN or Express Connect Router to another of these (P-4.1, P-5.4).
//
// # Evaluation
//
// A route meets the policies of one table and one direction in this order:
//
//  1. The policies are sorted by priority; a smaller number is asked earlier. On the way out the system policy comes
//     last (P-1.3, P-4.2).
//  2. A policy matches if every condition that it states holds (P-3.1). A condition with an empty list is not stated
//     (P-3.3); inside a list one value suffices (P-3.2), unless its [Mode] compares the list as a whole.
//  3. The first policy that matches decides. Deny rejects the route, and what earlier policies changed is forgotten
//     (P-4.1, D-45).
//  4. Permit changes the route as [Set] says: the preference, the AS path in front, the communities (P-4.3, P-4.6,
//     P-4.7). Without Next the route is accepted as it is now.
//  5. With Next the walk goes on, with the changed attributes, at the first policy at or after that priority; Next 1 is
//     the policy that follows. A later policy may change more, or deny (P-4.8 to P-4.10).
//  6. At the end of the list the route is permitted with what has been changed so far.
//
// # Use
//
// [Evaluate] asks a list about one [route.Route]. [Compile] prepares a list for many: a [Program] works on identifiers
// of any comparable type, takes about as long for a hundred policies as for a few where they name prefixes, instances,
// regions or route tables that the route does not have, and allocates nothing unless it changes a path or a set of
// communities. [Problems] says what is wrong with a list as the cloud would.
//
// # Analysis
//
// Policies have no patterns, and their lists are finite: all that a list can tell apart are finitely many sets of routes.
// So questions about all routes at once have exact answers, each with a [Witness], a route that shows it:
//
//   - [Analyze] readies a list. [Analysis.Standings] tells which policies are dead, and which earlier ones shadow them;
//     [Analysis.Redundancies] which can be deleted; [Analysis.Conflicts] which must keep their order.
//   - [Analysis.Search] looks for a route with a fate within limits: does any route from on premises reach an IPsec
//     connection? [Analysis.Cells] lists all of them, as products of conditions.
//   - [Compare] tells which of two lists permits more, and whether they change the same.
//
// What the names in a list do not tell, such as the kind of an instance, is for a [Universe] to say. Each witness has been
// put to the evaluation before it is returned. The one answer that claims nothing is [Undecided]: a list can be built so
// that no exact answer is within reach, and then the analysis stops at its limit of work.
//
// It works symbolically, in two ways. First it follows the ways of the routes through the list one after the other: a set
// of routes that took the same way is a box, a product of conditions, one for each property of a route; conditions behind a
// Next are translated into conditions on the route as it was received. What policies before have taken away stands beside
// the box as clauses, and a search by cases finds a route that is in the box and meets none of them. That is quick where
// the ways are few. With many Next there are too many of them; then the question is put into a formula, which says once
// for each policy whether it is asked and matches and what it makes of the attributes, so that its length does not depend
// on the number of ways, and a search that learns from each of its dead ends looks for a route that satisfies it. Most pairs
// of policies that are in conflict need neither: a route that is made up to meet the two and as few others as possible
// shows it.
//
// # What can be undecided
//
// What the prefixes, names and kinds of a list are, and how long its lists are, plays no part: it is cut into what the
// policies can tell apart. What takes work is proving that there is no route, where many policies hang together by the
// attributes that they change and match, and none of these conclusions shortens another. So [Analysis.Standings],
// [Analysis.Redundancies] and [Analysis.Search] decide lists of 100 policies with 32 values in every list within a second
// on one core, drawn at random with any number of Next, prepends and changes of communities, as the tests and benchmarks
// do; so does [Compare]. [Analysis.Conflicts], which has a question for each of 4950 pairs of policies, decides all of these
// too, most within half a second; where all policies have a Next, the slowest lists take about one. Where its work does not
// suffice it returns what it has found, and says so. [Analysis.Cells] is a list, and ends at 4096. A list can be built to
// explode with some hundreds of policies, for example one that lets a route through if each of ten pigeons has one of nine
// holes for itself; there the answer is Undecided after about a second.
package policy
