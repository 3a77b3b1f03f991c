package topology

// A NextHopType is the kind of next hop of a VPC route, as the VPC API spells it.
// The zero NextHopType is one that follows from the object that the next hop names.
type NextHopType uint8

// The closed set of next hop types.
const (
	NoNextHopType NextHopType = iota
	ToAttachment
	ToInstance
	ToNetworkInterface
	ToHaVip
	ToNatGateway
	ToVpnGateway
	ToIpv4Gateway
	ToIPv6Gateway
	ToVpcPeer
	ToRouterInterface
	ToEcr
	ToGatewayLoadBalancerEndpoint
)

// A Publication is where a custom route of a VPC is published to.
type Publication uint8

// The closed set of publications.
const (
	PublishTR Publication = iota + 1
	PublishECR
)

// A TransitMode is how an ECR region chooses among equal paths over several VBRs. The zero TransitMode is ECMP.
type TransitMode uint8

// The closed set of transit modes (E-5.1.3).
const (
	ECMP TransitMode = iota
	NearBy
)

// A PrefixMode is what the prefixes of an ECR association replace. The zero PrefixMode is MatchMode.
type PrefixMode uint8

// The closed set of prefix modes (E-4.3, E-4.4).
const (
	MatchMode       PrefixMode = iota // all specific routes
	IncrementalMode                   // the specific routes inside a prefix
)
