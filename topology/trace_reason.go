package topology

import (
	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/route/rule"
)

// A DropReason is why a path of a trace does not deliver the packet. The zero DropReason is that it does.
type DropReason uint8

// The closed set of reasons.
const (
	NotDropped        DropReason = iota
	DropNoRoute                  // no Active route of the table contains the address
	DropBlackhole                // a blackhole route matches
	DropNoAssociation            // the attachment or peering is associated with no table
	DropFailed                   // an instance, attachment, peering or session on the way is down
	DropLoop                     // a table would look the packet up a second time
	DropSameSide                 // an ECR forwards neither from circuit to circuit nor from cloud to cloud
	DropNoIPv6                   // the VPC attachment has no IPv6
	DropOutsideModel             // the next hop is an object that the library does not model
	DropElsewhere                // the answer arrives, but not at the instance where the packet came from
)

var dropReasons = enum.Names{Type: "DropReason", Texts: []string{"", "no route", "blackhole", "no association",
	"failed", "loop", "same side of the ECR", "no IPv6", "outside the model", "elsewhere"}}

// dropRules are the rules behind the reasons, in the order of the constants.
var dropRules = [...]rule.ID{"", "TR-4.1", "TR-3.5.1", "TR-2.1.3", "D-14", "TR-7.5", "D-34", "TR-8.1", "D-12",
	"TR-2.1.4"}

// String returns the reason in words, for example "no route". It is empty for [NotDropped] and "DropReason(99)"
// outside the set.
func (r DropReason) String() string { return dropReasons.Text(uint8(r)) }

// MarshalText returns the text of [DropReason.String]. It never fails.
func (r DropReason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the text of a reason; the empty text is [NotDropped]. Any other text is an error and changes
// nothing.
func (r *DropReason) UnmarshalText(text []byte) error { return enum.Unmarshal(dropReasons, text, r) }

// Rule returns the rule by which the packet is dropped. It is empty for [NotDropped] and outside the set.
func (r DropReason) Rule() rule.ID {
	if int(r) < len(dropRules) {
		return dropRules[r]
	}
	return ""
}
