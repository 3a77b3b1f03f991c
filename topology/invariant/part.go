package invariant

import (
	"slices"

	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/topology"
)

// A Part is what of a network may fail in [UnderFailures]. The zero Part is none.
type Part uint8

// The closed set of parts.
const (
	Circuits    Part = iota + 1 // VBRs
	Connections                 // IPsec connections (VPN)
	Attachments
	Peerings
)

var partNames = enum.Names{Type: "Part", Texts: []string{"", "Circuits", "Connections", "Attachments", "Peerings"}}

// String returns the name of the part, for example "Circuits". It is empty for the zero Part and "Part(9)" outside the
// set.
func (p Part) String() string { return partNames.Text(uint8(p)) }

// MarshalText returns the text of [Part.String]. It never fails.
func (p Part) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the name of a part; the empty text is the zero Part. Any other text is an error and changes
// nothing.
func (p *Part) UnmarshalText(text []byte) error { return enum.Unmarshal(partNames, text, p) }

// of returns the IDs of the part in a network that are not down already, in order.
func (p Part) of(n *topology.Network) []string {
	var ids []string
	switch p {
	case Circuits:
		ids = idsOf(n.VBRs, func(v *topology.VBR) string { return v.ID })
	case Connections:
		ids = idsOf(n.VPNs, func(v *topology.VPN) string { return v.ID })
	case Attachments:
		ids = idsOf(n.Attachments, func(a *topology.Attachment) string { return a.ID })
	case Peerings:
		ids = idsOf(n.Peerings, func(p *topology.Peering) string { return p.ID })
	}
	slices.Sort(ids)
	return slices.DeleteFunc(ids, func(id string) bool { return slices.Contains(n.Down, id) })
}

func idsOf[T any](list []T, id func(*T) string) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = id(&list[i])
	}
	return ids
}
