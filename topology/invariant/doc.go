// Package invariant has ready-made properties of the state of a network: what must hold whatever else is changed. A
// property that does not hold has a counterexample, which is one packet hop by hop or one route with its story.
//
//	state, err := topology.Propagate(&network)
//	verdict := invariant.Isolated("idc", "partner").Check(state)
//	if !verdict.Holds {
//		fmt.Print(verdict)
//	}
//
// The package needs nothing but a state, so that any program can use it: a check of a plan before it is applied, a
// service, a test. For tests, package topologytest checks invariants with one call and draws what data centers might
// announce.
//
// # The invariants
//
// About packets, between all own addresses of two instances (see [topology.Cell]), not a sample of them:
//
//   - [Isolated]: nothing arrives, in either direction
//   - [Reachable]: everything arrives, in both directions
//   - [OneWay]: everything arrives, and nothing comes back
//   - [PathThrough], [PathAvoids]: what packets pass, and what they do not
//   - [Symmetric]: packets and answers pass the same devices
//   - [NoBlackhole], [NoLoop]: no packet is led away and lost, none runs in a circle
//
// About routes:
//
//   - [PrefixConfined]: a prefix is Active in certain tables only
//   - [NoConflict]: no route is kept out by an incompatible one
//   - [MaxRoutes]: a table does not grow beyond a number of routes
//   - [NoInferred]: nothing rests on a rule that the documentation does not state
//
// About both: [NoTransit], which keeps networks apart that a transit router connects. About failures: [Survives] and
// [UnderFailures]. Others are made of these with [And], [Or], [Not] and [Implies], or from a function with [New].
//
// # Three things to know
//
//   - A name that is not in the network makes nothing hold: the verdict has an error, and so has every verdict about an
//     invariant that is made of it, Not included. The same goes for what cannot be told: a packet that leaves for an
//     object that the library does not model, too many cases, a network that is not stable after a failure.
//   - An invariant about paths or prefixes may hold because there is no packet or route that it speaks about. Its
//     verdict says so ([Verdict.Vacuous]); package topologytest takes that for a mistake.
//   - A verdict is about routing as the network is written down. Security groups and firewalls may drop more; how far
//     the rules behind it are documented, [NoInferred] tells.
//
// A check is deterministic: of all counterexamples it shows the first, in order of instance, table, prefix and address.
package invariant
