package terraform

import (
	"cmp"
	"slices"

	"github.com/cenroute/cenroute/internal/enum"
)

// A Reason is why a reader should look at a place of the file. The zero Reason is none.
type Reason uint8

// The closed set of reasons.
const (
	Assumed     Reason = iota + 1 // the file leaves it open, and the import took a reading
	Unknown                       // it is known after apply, and nothing else in the file tells it: it is left out
	Missing                       // the network needs something that is not in the file
	NotModelled                   // the network has no place for it: it is left out
	Malformed                     // it is not of the form that the provider gives it: it is left out
)

var reasonNames = enum.Names{Type: "Reason",
	Texts: []string{"", "assumed", "unknown", "missing", "not modelled", "malformed"}}

// String returns the reason as text, for example "not modelled". It is empty for the zero Reason and "Reason(9)"
// outside the set.
func (r Reason) String() string { return reasonNames.Text(uint8(r)) }

// MarshalText returns the text of [Reason.String]. It never fails.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the text of a reason; the empty text is the zero Reason. Any other text is an error and changes
// nothing.
func (r *Reason) UnmarshalText(text []byte) error { return enum.Unmarshal(reasonNames, text, r) }

// A Warning is one place of the file that is not, or not surely, in the network as it will be in the cloud.
type Warning struct {
	Address string `json:"address"` // of the resource; without its index, if it is about each of its instances; "plan" for the whole
	Reason  Reason `json:"reason"`
	Message string `json:"message"`
}

// String returns the warning as one line: "ADDRESS: REASON: MESSAGE".
func (w Warning) String() string {
	return w.Address + ": " + w.Reason.String() + ": " + w.Message
}

// sortedWarnings returns the warnings in order of address, reason and message, each once.
func sortedWarnings(list []Warning) []Warning {
	slices.SortFunc(list, func(a, b Warning) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Reason, b.Reason),
			cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(list)
}
