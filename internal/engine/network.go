// Package engine computes the stable state of a compiled network.
//
// It knows nothing of documents and of names: package topology compiles a Network into [Node] and [Edge] values whose
// identifiers are small ints in byte order of the names, and reads the resulting [State] back. A node is one route
// table; an edge is one way on which a table is told routes. For one prefix the network is then a small graph, and
// prefixes never influence each other: what one prefix does to another (an aggregate, a prefix of an ECR association,
// a vSwitch that contains it) is configured, not learned.
//
// So prefixes that start in the same tables with the same attributes, and that nothing in the network tells apart, end
// in the same routes: they form a class. A network is compiled in three steps:
//
//  1. its tables and the ways between them: Nodes, Edges, Named;
//  2. [Network.Compile], which finds what tells prefixes apart (names.go);
//  3. [Network.Originate], which puts prefix after prefix into its class (class.go).
//
// [Solve] solves each class once. A State maps prefixes to classes and a class has rows for each table, so that tables
// are views: the memory for a prefix does not depend on the number of tables.
//
// When the network changes, [Network.Succeed] takes the third step's place: it carries the prefixes over from the state
// before, class by class, and the rows of those classes that the change cannot reach. One prefix that comes or goes alone
// needs no other network at all: [State.With] and [State.Without].
package engine

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// An ID is an interned name. IDs are in byte order of the names, the zero ID is the empty name.
type ID int32

// A Network is compiled once and not changed afterwards.
type Network struct {
	*Attributes // of all rows; those of another network may be shared, nil: its own

	Nodes []Node
	Edges []Edge

	// Named are the lists of prefixes that policies name. Others are found in nodes and edges.
	Named []NamedPrefixes

	Local, Blackhole ID // the next hops that are no objects

	in, out edgeLists
	transit bool // there is a transit data center
	names   names
	classes classes
}

// A NodeKind is the kind of a route table.
type NodeKind uint8

// The closed set of node kinds.
const (
	RouterTable NodeKind = iota // of a transit router
	VPCTable
	CircuitTable    // of a VBR
	ConnectionTable // of a VPN
	BranchTable     // of a CCN
	ECRView         // of an ECR, one for each region
	DataCenterTable
)

// A Node is one route table.
type Node struct {
	Kind     NodeKind
	Instance ID // the transit router or network instance
	Table    ID
	Region   ID

	MultiRegionECMP bool // router table
	Basic           bool // router table
	NearBy          bool // ECR view
	Transit         bool // data center
	ASN             uint32

	Policies   *policy.Program[ID] // router table
	Aggregates []Aggregate         // router table
	VSwitches  []netip.Prefix      // VPC table
	Disabled   map[Disabled]bool   // ECR view

	Own []netip.Prefix // VPC table: the prefixes that are configured here, in order
}

// An Aggregate is an aggregate route of a router table.
type Aggregate struct {
	Prefix netip.Prefix
	Scope  [attach.Peer + 1]bool
}

// Disabled names an ECR route that is disabled by hand.
type Disabled struct {
	Prefix  netip.Prefix
	NextHop ID
}

// A PolicyRef names a policy that decided about a route.
type PolicyRef struct {
	Table     ID
	Direction policy.Direction
	Priority  int
}

// A Row is one route of a table. It is a value without pointers: rows of networks that share their Attributes are the
// same in every attribute if they are ==.
type Row struct {
	NextHop     ID
	Via         int32 // edge it came over, -1: configured here
	Type        route.Type
	Status      route.Status
	Step        route.Step   // where it lost
	Reason      route.Reason // how it came here
	Preference  uint8
	Peer        bool        // it came over a peering
	Toward      attach.Kind // of what the next hop leads to, where a rule asks for it: a static route, a row of an ECR view
	Publish     Publish
	Region      ID    // of the neighbour that told it, in an ECR view
	Weight      int32 // data center preference
	MED         uint32
	ASPath      List[uint32]
	Communities List[route.Community]
	Deciders    List[PolicyRef] // the last one first
	Origin      policy.Origin[ID]
}

// Publish tells to whom a route of a VPC table is advertised.
type Publish uint8

// The bits of Publish.
const (
	ToRouter Publish = 1 << iota
	ToECR
	InServiceRange // 100.64.0.0/10
)

// An EdgeKind is the way in which one table is told routes of another.
type EdgeKind uint8

// The closed set of edge kinds.
const (
	LearnVPC      EdgeKind = iota // VPC system table to router table
	LearnExternal                 // VBR, VPN or CCN to router table
	LearnECR                      // ECR view to router table
	Sync                          // router table to VPC, VBR, VPN or CCN table
	SyncECR                       // router table to ECR view
	Peering                       // router table to router table
	VPCToECR                      // VPC system table to ECR view
	ECRToVPC                      // ECR view to VPC table
	CircuitToECR                  // VBR to ECR view
	ECRToCircuit                  // ECR view to VBR
	Announce                      // data center to VBR or VPN
	Tell                          // VBR or VPN to data center
	Between                       // data center to data center
)

// An Edge is one way on which a table is told routes.
type Edge struct {
	Kind          EdgeKind
	NoIPv6        bool // VPC attachment without IPv6
	RefuseDefault bool // VBR on a Basic Edition router
	Incremental   bool // SyncECR, VPCToECR: how its Prefixes are meant
	DefaultPath   bool // LearnECR, SyncECR: the router is the default path of the ECR

	From, To   int32
	NextHop    ID // what the receiver sees as next hop
	Attachment ID // attachment or peering it runs over
	index      int32
	wakes      bool // what it tells can change what the receiver tells others

	Target   policy.Target[ID] // Sync, SyncECR, Peering: what egress policies see
	Prefixes []netip.Prefix    // SyncECR, VPCToECR: of the association
	Session  *SessionEdge      // Announce, Tell, Between: never nil there

	Off   []route.Reason // why it carries nothing; empty: it is on
	taken []netip.Prefix // aggregates of the sender that the receiver takes
}

// A SessionEdge is one direction of a session, or both where they are alike.
type SessionEdge struct {
	ID       int32 // the same for both directions
	Static   bool
	Drops    bool // AS paths are not passed on
	CloudASN uint32
	Only     map[netip.Prefix]bool // nil: everything
	Prepend  route.ASPath
	Weight   int32 // preference at the receiving data center
}
