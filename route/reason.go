package route

import "github.com/cenroute/cenroute/route/rule"

// A Reason is why a route is in a table, or why it is not: the closed vocabulary of every explanation.
// The zero Reason is no reason.
type Reason uint8

// How a route comes into a table.
const (
	NoReason       Reason = iota
	ConfiguredHere        // a vSwitch, custom, static, blackhole or prefix-list route, an own prefix
	Learned               // over an attachment by route learning
	Synchronized          // over an attachment by route synchronization
	OverPeering           // from the transit router at the other end of a peering
	FromECR               // from the table of an Express Connect Router
	IntoECR               // into the table of an Express Connect Router
	OverSession           // over a session of a data center
	AggregateSent         // an aggregate route of the advertising table
	ECRPrefix             // a prefix of an ECR association

	// Why an advertisement does not happen at all.
	NotAssociated        // the attachment is associated with no table
	OtherTableAssociated // the attachment is associated with another table of the router
	NotPropagated        // route learning of the table from the attachment is off
	NotSynchronized      // route synchronization of the attachment is off
	WithoutBGP           // the IPsec connection or session runs no BGP
	ReceivingOff         // the VPC table does not accept advertised routes
	NotAttachedToECR     // the association of the ECR has no attachment on the transit router
	IsDown               // an instance, attachment, peering or session on the way has failed
	SilentSession        // the session announces nothing

	// Why one route is not advertised.
	NotActive                  // only Active routes are advertised
	SplitHorizon               // it came from there
	OwnNextHop                 // the static route points to this attachment
	NoTransit                  // learned from a peer, not sent to another peer
	StaticStaysInRegion        // static route to an ECR or a peer is not sent over peerings
	BlackholeStays             // a blackhole is not sent to an ECR or a peer
	ServiceRangeToECR          // inside 100.64.0.0/10, not sent to an ECR
	DeniedByPolicy             // a routing policy denies it
	BehindAggregate            // an aggregate route stands for it
	BehindECRPrefix            // a prefix of the ECR association stands for it
	NotPublished               // the custom route of the VPC is not published
	ServiceRange               // inside 100.64.0.0/10, never advertised
	WithoutIPv6                // the VPC attachment has no IPv6
	DefaultRouteRefused        // a VBR on Basic Edition takes no 0.0.0.0/0
	OnlyBetweenCircuitAndCloud // an ECR does not pass it from circuit to circuit or from cloud to cloud
	StaticNotInECR             // an ECR takes BGP routes only
	NoTransitDataCenter        // the data center does not pass on what it heard
	OutsideSessionPrefixes     // the session announces other prefixes only
	ASPathLoop                 // the AS path holds the receiver's ASN
	OwnCircuitRoute            // a VBR or VPN tells a data center only what it heard from the cloud
	NotOwnRoute                // only what is its own is announced
	NotOnPremises              // a VBR or VPN offers the cloud only what comes from its circuit

	// Why the receiver does not take it, or does not use it.
	EqualToSystemRoute     // the VPC has a vSwitch of this prefix
	InsideSystemRoute      // inside a vSwitch of the VPC
	EqualToCustomRoute     // the VPC table has a custom route of this prefix
	LostDecision           // another route of the prefix won
	SuppressedByAggregate  // an aggregate of the peer stands for it
	IPv6OnBasic            // a Basic Edition router rejects IPv6 routes
	DisabledOnECR          // disabled by hand
	Announced              // nothing stops it
	NoOrigin               // no part of the network originates the prefix
	NoWay                  // no attachment, peering or session leads from an origin to the table
	WonDecision            // another route of the prefix lost
	AggregateNotInOwnTable // an aggregate has no row in its own table
	AggregateOutOfScope    // the receiver's kind is not in the aggregate's scope
	reasonCount
)

type reasonInfo struct {
	text string
	rule rule.ID
}

var reasons = [reasonCount]reasonInfo{
	NoReason:                   {"", ""},
	ConfiguredHere:             {"configured here", "TR-3.3"},
	Learned:                    {"learned over the attachment", "TR-2.2.1"},
	Synchronized:               {"synchronized from the associated table", "TR-2.3.4"},
	OverPeering:                {"advertised over the peering", "TR-7.1"},
	FromECR:                    {"learned from the Express Connect Router", "E-3.2"},
	IntoECR:                    {"advertised to the Express Connect Router", "E-3.2"},
	OverSession:                {"announced over the session", "D-38"},
	AggregateSent:              {"aggregate route of the advertising table", "TR-3.6.3"},
	ECRPrefix:                  {"prefix of the ECR association", "E-4.3"},
	NotAssociated:              {"the attachment is associated with no table", "TR-2.1.3"},
	OtherTableAssociated:       {"the attachment is associated with another table", "TR-2.1.2"},
	NotPropagated:              {"the table does not learn from the attachment", "TR-2.2.1"},
	NotSynchronized:            {"route synchronization is off", "TR-2.3.1"},
	WithoutBGP:                 {"no BGP runs here", "TR-6.5"},
	ReceivingOff:               {"the VPC table does not accept advertised routes", "TR-5.5"},
	NotAttachedToECR:           {"the ECR association has no attachment with an associated table", "D-31"},
	IsDown:                     {"something on the way has failed", "D-14"},
	SilentSession:              {"the session announces nothing", "D-37"},
	NotActive:                  {"only Active routes are advertised", "TR-2.3.5"},
	SplitHorizon:               {"never advertised to where it came from", "TR-2.3.6"},
	OwnNextHop:                 {"a static route is not told to its own next hop", "D-23"},
	NoTransit:                  {"learned from a peer, never sent to another peer", "TR-7.4"},
	StaticStaysInRegion:        {"a static route to an ECR or a peer stays in its region", "TR-3.4.4"},
	BlackholeStays:             {"a blackhole is not advertised to an ECR or a peer", "D-24"},
	ServiceRangeToECR:          {"a route in 100.64.0.0/10 is not advertised to an ECR", "E-6.13"},
	DeniedByPolicy:             {"denied by a routing policy", "P-4.1"},
	BehindAggregate:            {"withheld: an aggregate route stands for it", "TR-3.6.4"},
	BehindECRPrefix:            {"withheld: a prefix of the ECR association stands for it", "E-4.3"},
	NotPublished:               {"the custom route is not published", "TR-5.2"},
	ServiceRange:               {"100.64.0.0/10 is never advertised", "TR-5.1"},
	WithoutIPv6:                {"IPv6 is not enabled on the VPC attachment", "TR-8.1"},
	DefaultRouteRefused:        {"a VBR on a Basic Edition router takes no 0.0.0.0/0", "TR-5.4"},
	OnlyBetweenCircuitAndCloud: {"an ECR connects circuits with cloud networks only", "E-3.1"},
	StaticNotInECR:             {"an ECR takes BGP routes only", "E-2.2"},
	NoTransitDataCenter:        {"the data center does not pass on what it heard", "D-37"},
	OutsideSessionPrefixes:     {"the session announces other prefixes only", "D-37"},
	ASPathLoop:                 {"the AS path holds the receiver's ASN", "D-35"},
	OwnCircuitRoute:            {"only routes of the cloud are told to a data center", "D-37"},
	NotOwnRoute:                {"only its own routes are announced", "TR-2.2.2"},
	NotOnPremises:              {"only routes that point to the circuit are offered to the cloud", "TR-2.2.2"},
	EqualToSystemRoute:         {"equal to a vSwitch of the VPC", "TR-5.6"},
	InsideSystemRoute:          {"inside a vSwitch of the VPC", "TR-5.6"},
	EqualToCustomRoute:         {"equal to a custom route of the VPC table", "TR-5.6"},
	LostDecision:               {"lost the decision process", "TR-4.4"},
	SuppressedByAggregate:      {"suppressed: an aggregate of the peer stands for it", "TR-3.2.5"},
	IPv6OnBasic:                {"a Basic Edition router rejects IPv6 routes", "D-39"},
	DisabledOnECR:              {"disabled by hand on the ECR", "E-2.13"},
	Announced:                  {"advertised", "TR-2.3.5"},
	NoOrigin:                   {"no part of the network originates the prefix", "TR-2.2.2"},
	NoWay:                      {"no attachment, peering or session leads here from where it originates", "TR-1.3"},
	WonDecision:                {"won against", "TR-4.4"},
	AggregateNotInOwnTable:     {"an aggregate has no row in its own table", "D-26"},
	AggregateOutOfScope:        {"the scope of the aggregate leaves this kind out", "TR-3.6.3"},
}

// String returns the reason in words; "" for the zero Reason and for values outside the set.
func (r Reason) String() string {
	if r >= reasonCount {
		return ""
	}
	return reasons[r].text
}

// MarshalText returns the reason in words.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Rule returns the rule behind the reason, the zero ID for the zero Reason and for values outside the set.
func (r Reason) Rule() rule.ID {
	if r >= reasonCount {
		return ""
	}
	return reasons[r].rule
}
