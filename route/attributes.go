package route

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
)

// A Type is the way in which a route came into being at its origin; it travels with the route into every table.
type Type uint8

// The closed set of types.
const (
	NoType    Type = iota
	System         // made by the cloud: a vSwitch of a VPC, a branch of a CCN
	Custom         // added by hand in a VPC or on a VBR, destination route of an IPsec connection
	BGP            // heard over BGP
	Static         // static or prefix-list route of a transit router, prefix of an ECR association, static route of a data center
	Blackhole      // static route of a transit router that drops
	Aggregate      // aggregate route of a transit router
)

// A Status tells what became of a route in a table. The zero Status is Active.
type Status uint8

// The closed set of statuses, best first.
const (
	Active      Status = iota // in effect; several Active routes of one prefix are equal-cost paths
	Standby                   // lost the decision process, takes over when the winner leaves
	Candidate                 // ECR route in a VPC table that a system or custom route displaces (E-7.4)
	Conflicting               // equal prefix of another VPC on the same ECR (E-2.11)
	Rejected                  // conflicts with an incompatible route of the same prefix (TR-3.2.2)
	Suppressed                // specific route behind an aggregate of the peer (TR-3.2.5)
	Prohibited                // denied by a routing policy (TR-3.2.3)
	Disabled                  // disabled by hand on the ECR (E-2.13)
)

// DefaultPreference is the preference of a route that no policy changed (P-4.3). A smaller preference is better.
const DefaultPreference = 50

// An ASPath is the sequence of autonomous systems that a route passed, nearest first. It is not changed in place.
type ASPath []uint32

// A Community is an RFC 1997 community, the first number in the upper 16 bits.
type Community uint32

// Communities is a set of communities in ascending order without repetition.
type Communities []Community

// An Origin is where a route came into being. Static and aggregate routes of a transit router have no instance and no
// kind.
type Origin struct {
	Instance string      `json:"instance,omitempty"`
	Kind     attach.Kind `json:"kind,omitempty"`
	Region   string      `json:"region,omitempty"`
	Table    string      `json:"table,omitempty"`  // route table of the VPC
	Member   string      `json:"member,omitempty"` // the SAG inside a CCN
}

// A Route is one entry of a route table, as plain data.
type Route struct {
	Prefix      netip.Prefix `json:"prefix"`
	NextHop     string       `json:"nextHop"` // ID of an attachment, peering or instance, "local" or "blackhole"
	Type        Type         `json:"type"`
	Status      Status       `json:"status"`
	Preference  uint8        `json:"preference"`
	ASPath      ASPath       `json:"asPath"`
	Communities Communities  `json:"communities"`
	MED         uint32       `json:"med,omitempty"` // multi-exit discriminator between an ECR and a transit router, 0: none
	Learned     bool         `json:"learned"`       // it came over an attachment, a peering or a session, it is not configured here
	Origin      Origin       `json:"origin"`
	Policies    []string     `json:"policies"` // policies that decided, "TABLE/DIRECTION/PRIORITY", in order
}
