// Package topology models a network of Alibaba Cloud Enterprise Network (CEN) as plain data, computes the routes that
// its tables hold once nothing changes any more, and answers questions about them.
//
//	network, err := topology.Parse(data)                  // a JSON document, or write a Network as a literal
//	state, err := topology.Propagate(&network)            // the tables, or every violation
//	why, err := state.Explain("vtb-hz", prefix)           // why a route is there, or is not
//	way, err := state.Trace(from, netip.MustParseAddr(a)) // the way of a packet and of its answer
//	who := state.Reach()                                  // who reaches whom
//
// # Three rules to know
//
//   - Association, propagation and synchronization are three switches of an attachment, and on Enterprise Edition none
//     follows from attaching. The associated table looks up what arrives there; the tables that the attachment
//     propagates to learn the routes of its instance; synchronization tells the instance what the associated table
//     holds (TR-2.1.2, TR-2.2.1, TR-2.3.1).
//   - Only Active routes are advertised, once for each prefix, never to where they came from (TR-2.3.5, TR-2.3.6), and
//     what was learned from a peer never to another peer (TR-7.4).
//   - Policies filter routes, not packets. System policy 5000 keeps circuits, IPsec connections, CCNs and Express
//     Connect Routers of a transit router apart unless a policy of the user permits (P-5.4); static routes pass by it
//     (P-5.11).
//
// Rules are named by the IDs of package rule, where [rule.Lookup] has the statement and the public page.
//
// # A network
//
// A [Network] is a struct of slices. Its parts refer to each other by ID, and all IDs are unique in the whole network:
//
//	idc-1 --- vbr-1 ---+                +--- vpc-1
//	  |                |                |
//	  +------ vbr-2 ---+--- tr-hz --- tr-sh
//
// Its parts are these:
//
//   - [TransitRouter] has route tables. A [RouteTable] holds what was added by hand: static, blackhole and prefix-list
//     routes, aggregates, policies.
//   - [VPC], [VBR], [VPN], [CCN] and [ECR] are the instances. An [Attachment] connects one with a transit router and
//     has the three switches. A [Peering] connects two transit routers and has the same switches at each end.
//   - [DataCenter] is a network on premises with sessions to VBRs, VPNs and other data centers. Where it does not
//     matter, routes of a VBR or VPN can stand for it.
//   - The Down list of a Network names what has failed.
//
// The zero value of a field is the default of the cloud or, where the cloud has none, nothing; an attachment that
// names no association has none. Nothing needs a constructor: write a network as a literal, compare it with go-cmp.
//
// [Parse] reads one from a JSON document, [Format] writes it. Parse is strict: an unknown key, a key that is there
// twice, a prefix with host bits or a text outside its enumeration is an error that names its place.
//
// [Network.Validate] lists every place at which a network breaks a documented constraint, and warns of limits and of
// parts without effect. A network that has no violations could be built in the cloud as it is written.
//
// # Its state
//
// [Propagate] computes the stable [State] of a network: every table holds what the rules derive from what its
// neighbours hold. The doc comment of Propagate has the order of the steps. The state is a function of the network
// alone: neither the order of declarations nor what was configured first changes it. A network that has no stable
// state, or more than one, is an error of type [Instabilities] that names the tables which chase each other.
//
// A [Table] is a view of one route table. The tables of transit routers and VPCs have the IDs that the network gives
// them; a VPC without tables has "VPC/system"; a VBR, VPN, CCN or data center has one table with its own ID; an ECR has
// one in each region, "ECR@REGION". Every route is there with its status, losers too: see [route.Status]. Iteration is
// in order of table ID, then prefix, then Active first, then next hop.
//
// # Questions
//
//   - [Table.Lookup] finds the Active routes for an address, [Table.Get] all routes of a prefix.
//   - [State.Explain] tells why a route is in a table, step by step from its origin, or names every place at which it
//     stopped. Reasons are a closed set, [route.Reason].
//   - [State.Trace] follows a packet and its answer hop by hop, over all equal-cost paths.
//   - [State.Reach] is the matrix of who reaches whom, one way and both ways.
//   - [State.Warnings] says what a reader of the state should know.
//   - [Verify] certifies that a state is stable and that each of its routes has an origin, without computing one.
//   - [Rules] lists the rules that all answers cite, each with its source and with the tests that pin it.
//
// A state is never changed, and any number of goroutines may ask it. What may take more than a second has a companion
// that can be cancelled and tells its progress: [PropagateContext] says how.
//
// # Changes
//
//   - [State.Apply] makes changes and returns the next state with what happened to each route on the way. A [Change] is
//     one of a closed set, with the preconditions and the order of effects that the cloud documents (TR-9); one that is
//     refused is a [*ChangeError].
//   - [Edited] makes changes on a network that has no state.
//   - [State.Update] finds the changes to another version of the network itself.
//   - [State.Fail] and [State.Repair] are the short ways for failures.
//   - [Diff] compares two states: routes, winners and reachability lost, moved and gained, each with its cause, as a
//     text for a review. Package whatif of this directory asks what failures and changes would do.
//
// # What is not modelled
//
// Time: states in between, convergence, failure detection, the order of configuration. Where the cloud decides by who
// came first, the model decides by a fixed rule, and a warning names both sides (D-3). Capacity: bandwidth, quotas
// without a published number. Anything but routes: security groups, access control lists, firewalls, address
// translation; a gateway is where a packet leaves. The policies of an ECR's own (P-7.8), VPN gateways inside a VPC as
// BGP speakers (P-5.10). Rules that the catalogue has but no code decides by are marked [rule.Described].
//
// # Documented and inferred
//
// The documentation leaves room. Where it does, the model takes one reading and marks the rule [rule.Inferred], if it
// follows from documented examples, or [rule.Chosen], if the pages are silent. [Explanation.Inferred] lists those that
// an answer rests on; the text of an explanation has the mark beside each rule. The selection between several ECR paths
// (E-5.2.1) and between kinds of routes (D-16, D-19) is the most important of them.
package topology
