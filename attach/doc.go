// Package attach says what can be attached to a transit router and what each kind of attachment may do.
//
// An attachment connects one network instance with one transit router: a VPC, the circuit of a VBR, an IPsec
// connection (VPN), a CCN or an Express Connect Router (ECR). A peering connects two transit routers; it has two ends,
// each of which is an attachment of kind [Peer] for its own router.
//
// Three relations between an attachment and the route tables of its router decide which routes cross it. They are
// independent of each other, and on Enterprise Edition none of them follows from attaching alone (TR-2.3.3):
//
//   - Association: at most one table looks up what arrives over the attachment (TR-2.1.1, TR-2.1.2).
//   - Propagation: any number of tables learn the routes of the instance (TR-2.2.1).
//   - Synchronization: the associated table, and no other, is told to the instance (TR-2.1.2, TR-2.3.4).
//
// What a kind may do is in one table, see [Capabilities] and the example of [All]. [Of] returns the row of a kind, and
// each answer in it cites its rule:
//
//	if cell := attach.Of(kind).PrefixListNextHop; !cell.Yes {
//		return violation("cannot be the next hop of a prefix list", cell.Rule)
//	}
//
// The package knows kinds only. Constraints between several attachments, such as one Express Connect Router per router
// and region (E-1.9), need the whole network and are checked by package topology.
package attach
