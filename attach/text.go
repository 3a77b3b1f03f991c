package attach

import "github.com/cenroute/cenroute/internal/enum"

var (
	kindNames    = enum.Names{Type: "Kind", Texts: []string{"", "VPC", "VBR", "VPN", "CCN", "ECR", "Peer"}}
	editionNames = enum.Names{Type: "Edition", Texts: []string{"enterprise", "basic"}}
)

// String returns the name of the kind, for example "VPC". It is empty for [None] and "Kind(9)" outside the set.
func (k Kind) String() string { return kindNames.Text(uint8(k)) }

// MarshalText returns the text of [Kind.String]. It never fails.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the name of a kind; the empty text is [None]. Any other text is an error and changes nothing.
func (k *Kind) UnmarshalText(text []byte) error { return enum.Unmarshal(kindNames, text, k) }

// String returns "enterprise" or "basic", and "Edition(9)" outside the set.
func (e Edition) String() string { return editionNames.Text(uint8(e)) }

// MarshalText returns the text of [Edition.String]. It never fails.
func (e Edition) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads "enterprise" or "basic". Any other text is an error and changes nothing.
func (e *Edition) UnmarshalText(text []byte) error { return enum.Unmarshal(editionNames, text, e) }
