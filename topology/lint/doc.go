// Package lint finds what in a valid network has no effect, or not the effect that it seems to have.
//
//	findings, err := lint.Network(&network)
//	fmt.Print(findings)
//
// [topology.Network.Validate] says what the cloud would refuse; a finding is about something that the cloud takes in
// silence. Each one has the place in the document, a reason, and the rule behind it.
//
// Three things to know:
//
//   - The network is looked at as it is when everything works: what is listed as down counts as working, so that a
//     spare circuit is not taken for dead. Only routes that lead to something that is down are looked at as they are.
//   - Policies are judged for every route that the network can bring, not for those that it has today: whatever
//     prefixes, AS paths and communities a data center may announce. See [topology.State.Universe].
//   - A finding is not a fault. A static route may wait for its day, a policy may be there for an instance that comes
//     next month.
//
// The checks are a closed set, see [Check].
package lint
