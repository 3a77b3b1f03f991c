package openapi

import (
	"encoding/json"
	"net/netip"

	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// A Kind is in what a live route differs from what the model expects. The zero Kind is none.
type Kind uint8

// The closed set of kinds.
const (
	Missing     Kind = iota + 1 // the model has a route over a next hop, the live table has none of the prefix over it
	Unexpected                  // the live table has one, the model has none of the prefix over it
	Status                      // another status
	Type                        // another type: configured or learned, and how it came into being at its origin
	Preference                  // another preference
	ASPath                      // another AS path
	Communities                 // other communities
)

var kindNames = enum.Names{Type: "Kind",
	Texts: []string{"", "missing", "unexpected", "status", "type", "preference", "AS path", "communities"}}

// String returns the kind in words, for example "AS path". It is empty for the zero Kind and "Kind(9)" outside the set.
func (k Kind) String() string { return kindNames.Text(uint8(k)) }

// MarshalText returns the text of [Kind.String]. It never fails.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the text of a kind; the empty text is the zero Kind. Any other text is an error and changes
// nothing.
func (k *Kind) UnmarshalText(text []byte) error { return enum.Unmarshal(kindNames, text, k) }

// A Difference is a prefix of a table about which the model and the live table do not agree.
type Difference struct {
	Table       string               `json:"table"`
	Prefix      netip.Prefix         `json:"prefix"`
	Kinds       []Kind               `json:"kinds"`       // in order; Missing and Unexpected together: another next hop
	Expected    []route.Route        `json:"expected"`    // all routes of the prefix that the model has, whatever their status
	Observed    []Entry              `json:"observed"`    // all live ones
	Explanation topology.Explanation `json:"explanation"` // why the model expects what it expects
}

// An Aside is what was not compared, and why.
type Aside struct {
	Table  string       `json:"table"`
	Prefix netip.Prefix `json:"prefix,omitzero"` // zero: the table as a whole
	Reason string       `json:"reason"`
}

// A Comparison is what comparing a state with live tables found. The zero Comparison compared nothing.
type Comparison struct {
	Tables      int          `json:"tables"`      // that were compared
	Prefixes    int          `json:"prefixes"`    // in these, whether they differ or not
	Differences []Difference `json:"differences"` // in order of table, then prefix
	Asides      []Aside      `json:"asides"`      // in the same order
}

// Empty reports whether nothing that was compared differs.
func (c Comparison) Empty() bool { return len(c.Differences) == 0 }

// MarshalJSON gives the comparison with empty lists where there is nothing.
func (c Comparison) MarshalJSON() ([]byte, error) {
	type plain Comparison
	p := plain(c)
	if p.Differences == nil {
		p.Differences = []Difference{}
	}
	if p.Asides == nil {
		p.Asides = []Aside{}
	}
	return json.Marshal(p)
}
