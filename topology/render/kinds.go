package render

import "github.com/cenroute/cenroute/internal/enum"

// A NodeKind is what a box stands for. The zero NodeKind is something that the other kinds do not name.
type NodeKind uint8

// The closed set of node kinds.
const (
	Other      NodeKind = iota
	DataCenter          // a network on premises
	VBR                 // the cloud side of an Express Connect circuit
	VPN                 // an IPsec connection
	CCN                 // branches behind Smart Access Gateways
	ECR                 // an Express Connect Router
	Port                // an attachment at its transit router, or the end of a peering
	Table               // a route table
	VPC                 // a virtual private cloud
	VPCPeering          // a connection of two VPCs
	Arrival             // where a packet is delivered
	Loss                // where a packet is lost
)

// A FrameKind is what a frame stands for. The zero FrameKind is a group.
type FrameKind uint8

// The closed set of frame kinds.
const (
	Group  FrameKind = iota
	Region           // what lies in one region
	Router           // a transit router
)

// An EdgeKind is what a line stands for. The zero EdgeKind is a connection that carries traffic and routes.
type EdgeKind uint8

// The closed set of edge kinds.
const (
	Link        EdgeKind = iota
	Peering              // a connection of two transit routers
	Association          // the table looks up what arrives at the port
	Propagation          // the table learns from the port
	Told                 // a route is told over it
	Forwarded            // a packet goes over it
	Stopped              // a route is not told over it
)

// An Arrow is which ends of a line have an arrowhead. The zero Arrow is none.
type Arrow uint8

// The closed set of arrows.
const (
	NoArrow Arrow = iota
	ToEnd
	ToStart
	BothEnds
)

// atStart and atEnd tell whether an end has an arrowhead.
func (a Arrow) atStart() bool { return a == ToStart || a == BothEnds }
func (a Arrow) atEnd() bool   { return a == ToEnd || a == BothEnds }

// A Mark is what is special about a part of a picture. The zero Mark is nothing.
type Mark uint8

// The closed set of marks.
const (
	Unmarked Mark = iota
	Down          // it has failed: struck through
	Subject       // what the picture is about
	Faint         // it takes no effect, such as a route that lost
	Gained        // it is there after a change only
	Lost          // it is there before a change only
	Changed       // it is there before and after a change, and differs
)

var (
	nodeKinds = enum.Names{Type: "NodeKind", Texts: []string{"other", "data center", "VBR", "VPN", "CCN", "ECR",
		"port", "route table", "VPC", "VPC peering", "arrival", "loss"}}
	frameKinds = enum.Names{Type: "FrameKind", Texts: []string{"group", "region", "transit router"}}
	edgeKinds  = enum.Names{Type: "EdgeKind", Texts: []string{"link", "peering", "association", "propagation", "told",
		"forwarded", "stopped"}}
	arrows = enum.Names{Type: "Arrow", Texts: []string{"none", "end", "start", "both"}}
	marks  = enum.Names{Type: "Mark", Texts: []string{"", "down", "subject", "faint", "gained", "lost", "changed"}}
)

// String returns the kind in words, for example "route table", and "NodeKind(99)" outside the set.
func (k NodeKind) String() string { return nodeKinds.Text(uint8(k)) }

// MarshalText returns the text of [NodeKind.String]. It never fails.
func (k NodeKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the text of a kind. Any other text is an error and changes nothing.
func (k *NodeKind) UnmarshalText(text []byte) error { return enum.Unmarshal(nodeKinds, text, k) }

// String returns "group", "region" or "transit router", and "FrameKind(9)" outside the set.
func (k FrameKind) String() string { return frameKinds.Text(uint8(k)) }

// MarshalText returns the text of [FrameKind.String]. It never fails.
func (k FrameKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the text of a kind. Any other text is an error and changes nothing.
func (k *FrameKind) UnmarshalText(text []byte) error { return enum.Unmarshal(frameKinds, text, k) }

// String returns the kind in a word, for example "propagation", and "EdgeKind(99)" outside the set.
func (k EdgeKind) String() string { return edgeKinds.Text(uint8(k)) }

// MarshalText returns the text of [EdgeKind.String]. It never fails.
func (k EdgeKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the text of a kind. Any other text is an error and changes nothing.
func (k *EdgeKind) UnmarshalText(text []byte) error { return enum.Unmarshal(edgeKinds, text, k) }

// String returns "none", "end", "start" or "both", and "Arrow(9)" outside the set.
func (a Arrow) String() string { return arrows.Text(uint8(a)) }

// MarshalText returns the text of [Arrow.String]. It never fails.
func (a Arrow) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the text of an arrow. Any other text is an error and changes nothing.
func (a *Arrow) UnmarshalText(text []byte) error { return enum.Unmarshal(arrows, text, a) }

// String returns the mark in a word, for example "down". It is empty for [Unmarked] and "Mark(9)" outside the set.
func (m Mark) String() string { return marks.Text(uint8(m)) }

// MarshalText returns the text of [Mark.String]. It never fails.
func (m Mark) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the text of a mark; the empty text is [Unmarked]. Any other text is an error and changes
// nothing.
func (m *Mark) UnmarshalText(text []byte) error { return enum.Unmarshal(marks, text, m) }
