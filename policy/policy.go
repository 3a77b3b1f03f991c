package policy

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// A Direction is the moment at which a policy runs, seen from the transit router. The zero Direction is Ingress.
type Direction uint8

// The closed set of directions (P-2.1).
const (
	Ingress Direction = iota // RegionIn: routes on their way into the table
	Egress                   // RegionOut: routes on their way out of the table
)

// An Action is what a policy does with a route that it matches. The zero Action is Permit.
type Action uint8

// The closed set of actions.
const (
	Permit Action = iota
	Deny
)

// SystemPriority is the priority of the policy that the cloud adds to every table (P-5).
const SystemPriority = 5000

// A Policy is one routing policy of a route table. Its document must state priority, direction and action (P-1.2).
type Policy struct {
	Priority  int       `json:"priority"` // 1 to 100, unique per table and direction; a smaller number is evaluated first
	Direction Direction `json:"direction" required:"P-1.2"`
	Action    Action    `json:"action" required:"P-1.2"`
	Match     Match     `json:"match,omitzero"`
	Set       Set       `json:"set,omitzero"`
	Next      int       `json:"next,omitzero"` // priority of the policy that goes on after a Permit; 1: the one after this, 0: none
}

// Match holds the conditions of a policy; all that are present must hold. The zero Match matches every route.
type Match struct {
	Source      Endpoint         `json:"source,omitzero"`
	Destination Endpoint         `json:"destination,omitzero"`
	RouteTypes  []route.Type     `json:"routeTypes,omitzero"` // System, Custom, BGP
	Family      Family           `json:"family,omitzero"`
	Prefixes    PrefixMatch      `json:"prefixes,omitzero"`
	ASPath      ASPathMatch      `json:"asPath,omitzero"`
	Communities CommunitiesMatch `json:"communities,omitzero"`
}

// An Endpoint is a condition on where a route comes from or on where it goes. Each list that is not empty must contain
// what it is about.
type Endpoint struct {
	Instances   []string      `json:"instances,omitzero"`
	Except      bool          `json:"except,omitzero"` // the instance must not be in Instances
	Kinds       []attach.Kind `json:"kinds,omitzero"`
	Regions     []string      `json:"regions,omitzero"`
	RouteTables []string      `json:"routeTables,omitzero"`
}

// A Family is an address family. The zero Family is both.
type Family uint8

// The closed set of families.
const (
	AnyFamily Family = iota
	IPv4
	IPv6
)

// A Mode is the way in which a list is compared with a route. The zero Mode is Include.
type Mode uint8

// The closed set of modes.
const (
	Include  Mode = iota // P-3.17, P-3.20, P-3.21
	Complete             // equal
	Contain              // the route has all communities of the list (edition 2026-02)
)

// PrefixMatch is a condition on the prefix of a route.
type PrefixMatch struct {
	List []netip.Prefix `json:"list,omitzero"`
	Mode Mode           `json:"mode"`
}

// ASPathMatch is a condition on the AS path of a route.
type ASPathMatch struct {
	List route.ASPath `json:"list,omitzero"`
	Mode Mode         `json:"mode"`
}

// CommunitiesMatch is a condition on the communities of a route. The list keeps the order in which it was written.
type CommunitiesMatch struct {
	List []route.Community `json:"list,omitzero"`
	Mode Mode              `json:"mode"`
}

// Set holds what a Permit changes on the route. The zero Set changes nothing.
type Set struct {
	Preference    int            `json:"preference,omitzero"` // 1 to 100, 0: unchanged; a smaller preference is better
	PrependASPath route.ASPath   `json:"prependAsPath,omitzero"`
	Communities   CommunitiesSet `json:"communities,omitzero"`
}

// CommunitiesSet changes the communities of a route. Without a list or without a mode it changes none (P-4.6).
type CommunitiesSet struct {
	List []route.Community `json:"list,omitzero"`
	Mode SetMode           `json:"mode,omitzero"`
}

// A SetMode tells how communities are changed. The zero SetMode is NoSetMode.
type SetMode uint8

// The closed set of set modes.
const (
	NoSetMode SetMode = iota // not changed
	Additive                 // added to those of the route
	Replace                  // put in place of those of the route
)
