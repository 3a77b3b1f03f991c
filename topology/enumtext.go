package topology

import "github.com/cenroute/cenroute/internal/enum"

var (
	nextHopTypeNames = enum.Names{Type: "NextHopType", Texts: []string{
		"", "Attachment", "Instance", "NetworkInterface", "HaVip", "NatGateway", "VpnGateway", "Ipv4Gateway",
		"IPv6Gateway", "VpcPeer", "RouterInterface", "Ecr", "GatewayLoadBalancerEndpoint"}}
	publicationNames = enum.Names{Type: "Publication", Texts: []string{"", "TR", "ECR"}}
	transitModeNames = enum.Names{Type: "TransitMode", Texts: []string{"ECMP", "NearBy"}}
	prefixModeNames  = enum.Names{Type: "PrefixMode", Texts: []string{"match", "incremental"}}
)

// String returns the type as the VPC API spells it, for example "NatGateway". It is empty for [NoNextHopType] and
// "NextHopType(99)" outside the set.
func (t NextHopType) String() string { return nextHopTypeNames.Text(uint8(t)) }

// MarshalText returns the text of [NextHopType.String]. It never fails.
func (t NextHopType) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the name of a next hop type; the empty text is [NoNextHopType]. Any other text is an error and
// changes nothing.
func (t *NextHopType) UnmarshalText(text []byte) error {
	return enum.Unmarshal(nextHopTypeNames, text, t)
}

// String returns "TR" or "ECR". It is empty for the zero Publication and "Publication(9)" outside the set.
func (p Publication) String() string { return publicationNames.Text(uint8(p)) }

// MarshalText returns the text of [Publication.String]. It never fails.
func (p Publication) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads "TR" or "ECR"; the empty text is the zero Publication. Any other text is an error and changes
// nothing.
func (p *Publication) UnmarshalText(text []byte) error {
	return enum.Unmarshal(publicationNames, text, p)
}

// String returns "ECMP" or "NearBy", and "TransitMode(9)" outside the set.
func (m TransitMode) String() string { return transitModeNames.Text(uint8(m)) }

// MarshalText returns the text of [TransitMode.String]. It never fails.
func (m TransitMode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "ECMP" or "NearBy". Any other text is an error and changes nothing.
func (m *TransitMode) UnmarshalText(text []byte) error {
	return enum.Unmarshal(transitModeNames, text, m)
}

// String returns "match" or "incremental", and "PrefixMode(9)" outside the set.
func (m PrefixMode) String() string { return prefixModeNames.Text(uint8(m)) }

// MarshalText returns the text of [PrefixMode.String]. It never fails.
func (m PrefixMode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "match" or "incremental". Any other text is an error and changes nothing.
func (m *PrefixMode) UnmarshalText(text []byte) error {
	return enum.Unmarshal(prefixModeNames, text, m)
}
