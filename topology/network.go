package topology

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// A Network is everything that decides which routes exist: transit routers, what is attached to them, what the
// attached networks announce, and what has failed. It is plain data: write it as a Go literal, compare it with
// go-cmp, read and write it with encoding/json. References between its parts are by ID; all IDs are unique in the
// whole Network. The zero Network is empty and propagates to no tables; a nil *Network is read as that.
type Network struct {
	Rules          rule.Edition    `json:"rules"` // edition of the documentation that the network follows
	TransitRouters []TransitRouter `json:"transitRouters,omitzero"`
	VPCs           []VPC           `json:"vpcs,omitzero"`
	VBRs           []VBR           `json:"vbrs,omitzero"`
	VPNs           []VPN           `json:"vpns,omitzero"`
	CCNs           []CCN           `json:"ccns,omitzero"`
	DataCenters    []DataCenter    `json:"dataCenters,omitzero"`
	ECRs           []ECR           `json:"ecrs,omitzero"`
	Attachments    []Attachment    `json:"attachments,omitzero"`
	Peerings       []Peering       `json:"peerings,omitzero"`
	VPCPeerings    []VPCPeering    `json:"vpcPeerings,omitzero"`
	Grants         []Grant         `json:"grants,omitzero"`
	Down           []string        `json:"down,omitzero"` // IDs of instances, attachments and peerings that have failed
}

// A TransitRouter (TR) forwards between the networks that are attached to it in one region of a CEN instance.
type TransitRouter struct {
	ID          string         `json:"id"`
	CEN         string         `json:"cen"`
	Region      string         `json:"region"`
	Edition     attach.Edition `json:"edition,omitzero"`
	Owner       string         `json:"owner,omitzero"`
	CIDRs       []netip.Prefix `json:"cidrs,omitzero"` // the router's own blocks, /16 to /24
	RouteTables []RouteTable   `json:"routeTables,omitzero"`
}

// A RouteTable is a route table of a transit router as it is configured: what it learns is not part of it.
type RouteTable struct {
	ID              string           `json:"id"`
	System          bool             `json:"system,omitzero"`          // the default table; the only table of a router is it without being marked
	MultiRegionECMP bool             `json:"multiRegionEcmp,omitzero"` // equal routes of several regions share the load
	Routes          []StaticRoute    `json:"routes,omitzero"`
	PrefixLists     []PrefixList     `json:"prefixLists,omitzero"`
	Aggregates      []AggregateRoute `json:"aggregates,omitzero"`
	Policies        []policy.Policy  `json:"policies,omitzero"`
	NoSystemPolicy  bool             `json:"noSystemPolicy,omitzero"` // Basic Edition only: policy 5000 was deleted
}

// A StaticRoute is a route that was added to a transit router table by hand. It has a next hop or is a blackhole.
type StaticRoute struct {
	Prefix    netip.Prefix `json:"prefix"`
	NextHop   string       `json:"nextHop,omitzero"` // ID of an attachment or peering of the router
	Blackhole bool         `json:"blackhole,omitzero"`
}

// A PrefixList is a list of prefixes that is associated with a transit router table: a static route for each.
type PrefixList struct {
	ID        string         `json:"id"`
	Prefixes  []netip.Prefix `json:"prefixes,omitzero"`
	NextHop   string         `json:"nextHop,omitzero"` // ID of an attachment or peering of the router
	Blackhole bool           `json:"blackhole,omitzero"`
}

// An AggregateRoute is advertised in place of the specific routes inside its prefix, to attachments of the kinds in
// its scope. It is no forwarding entry of the table.
type AggregateRoute struct {
	Prefix netip.Prefix  `json:"prefix"`
	Scope  []attach.Kind `json:"scope,omitzero"` // VPC, VBR, VPN, Peer, ECR
}

// A VPC is a virtual private cloud. Without RouteTables it has one system table named "<vpc id>/system".
type VPC struct {
	ID          string          `json:"id"`
	Region      string          `json:"region"`
	Owner       string          `json:"owner,omitzero"`
	VSwitches   []VSwitch       `json:"vswitches,omitzero"`
	RouteTables []VPCRouteTable `json:"routeTables,omitzero"`
	Appliances  []Appliance     `json:"appliances,omitzero"`
	Services    []netip.Prefix  `json:"services,omitzero"` // reachable inside the VPC, never advertised
}

// A VSwitch is a subnet of a VPC. A dual-stack vSwitch is written as two.
type VSwitch struct {
	CIDR       netip.Prefix `json:"cidr"`
	RouteTable string       `json:"routeTable,omitzero"` // ID of the VPC table it uses, empty: the system table
}

// A VPCRouteTable is a route table of a VPC as it is configured.
type VPCRouteTable struct {
	ID            string     `json:"id"`
	System        bool       `json:"system,omitzero"`        // the only table of a VPC is it without being marked
	ReceiveRoutes *bool      `json:"receiveRoutes,omitzero"` // whether it accepts advertised routes; nil: true
	Routes        []VPCRoute `json:"routes,omitzero"`
}

// A VPCRoute is a custom route of a VPC table.
type VPCRoute struct {
	Prefix      netip.Prefix  `json:"prefix"`
	NextHop     string        `json:"nextHop"` // ID of the VPC's attachment, of an ECR, of an appliance or of another object
	NextHopType NextHopType   `json:"nextHopType,omitzero"`
	Publish     []Publication `json:"publish,omitzero"`
}

// An Appliance is an instance of a VPC that forwards what it receives by the table of its vSwitch.
type Appliance struct {
	ID      string       `json:"id"`
	VSwitch netip.Prefix `json:"vswitch"`
}

// A VBR is a virtual border router, the cloud side of an Express Connect circuit. Its routes stand for a data center
// that is not modelled.
type VBR struct {
	ID     string          `json:"id"`
	Region string          `json:"region"`
	Owner  string          `json:"owner,omitzero"`
	ASN    uint32          `json:"asn,omitzero"` // cloud side; 0: 45104, or the ASN of the ECR it is on
	Routes []ExternalRoute `json:"routes,omitzero"`
}

// A VPN is an IPsec connection that is bound to a transit router. Its routes stand for a data center that is not
// modelled.
type VPN struct {
	ID     string          `json:"id"`
	Region string          `json:"region"`
	Owner  string          `json:"owner,omitzero"`
	BGP    bool            `json:"bgp,omitzero"` // without BGP a transit router tells it nothing
	Routes []ExternalRoute `json:"routes,omitzero"`
}

// An ExternalRoute is a route that a VBR or VPN holds without a modelled data center behind it.
type ExternalRoute struct {
	Prefix      netip.Prefix      `json:"prefix"`
	Type        route.Type        `json:"type,omitzero"` // BGP, or Custom (also written Static) for a static one; absent: Custom
	ASPath      route.ASPath      `json:"asPath,omitzero"`
	Communities []route.Community `json:"communities,omitzero"`
	NextHop     string            `json:"nextHop,omitzero"` // VBR only: its attachment, a static route towards the transit router
}

// A CCN is a Cloud Connect Network: branches behind Smart Access Gateways (SAG).
type CCN struct {
	ID     string `json:"id"`
	Region string `json:"region"` // an area such as "ccn-cn-shanghai"
	Owner  string `json:"owner,omitzero"`
	SAGs   []SAG  `json:"sags,omitzero"`
}

// A SAG is a Smart Access Gateway with the prefixes of its branch.
type SAG struct {
	ID       string         `json:"id"`
	Prefixes []netip.Prefix `json:"prefixes,omitzero"`
}

// A DataCenter is a network on premises that speaks over circuits and IPsec connections.
type DataCenter struct {
	ID       string         `json:"id"`
	ASN      uint32         `json:"asn"`
	Prefixes []netip.Prefix `json:"prefixes,omitzero"`
	Transit  bool           `json:"transit,omitzero"` // announces what it heard on one session on the others
	Routes   []OnPremRoute  `json:"routes,omitzero"`
	Sessions []Session      `json:"sessions,omitzero"`
}

// An OnPremRoute is a static route of a data center.
type OnPremRoute struct {
	Prefix     netip.Prefix `json:"prefix"`
	NextHop    string       `json:"nextHop"`             // ID of a VBR, VPN or data center
	Preference int          `json:"preference,omitzero"` // smaller wins, 0: 100, equal is ECMP
}

// A Session connects a data center with a VBR, a VPN or another data center.
type Session struct {
	To          string         `json:"to"`                   // ID of the VBR, VPN or data center
	Peer        string         `json:"peer,omitzero"`        // name of this end where several sessions go to one VBR
	Static      bool           `json:"static,omitzero"`      // no BGP: the VBR or VPN has static routes to the prefixes, and tells nothing
	Silent      bool           `json:"silent,omitzero"`      // announces nothing and makes no static routes
	Preference  int            `json:"preference,omitzero"`  // of what is heard here, smaller wins, 0: 100
	Prepend     route.ASPath   `json:"prepend,omitzero"`     // in front of the AS path of what is announced here
	Prefixes    []netip.Prefix `json:"prefixes,omitzero"`    // announced here: only these of the prefixes; empty: all
	DropsASPath bool           `json:"dropsAsPath,omitzero"` // AS paths are not passed on: only the cloud's ASN remains, no loop check
	Down        bool           `json:"down,omitzero"`
}

// An ECR is an Express Connect Router: it connects VBRs of any region with VPCs and transit routers of any region.
type ECR struct {
	ID             string                 `json:"id"`
	ASN            uint32                 `json:"asn"`
	Owner          string                 `json:"owner,omitzero"`
	VBRs           []string               `json:"vbrs,omitzero"`
	Modes          map[string]TransitMode `json:"modes,omitzero"` // per region; absent: ECMP
	Associations   []Association          `json:"associations,omitzero"`
	DisabledRoutes []DisabledRoute        `json:"disabledRoutes,omitzero"`
}

// An Association connects an ECR with a VPC or with a transit router, never with both.
type Association struct {
	VPC           string         `json:"vpc,omitzero"`
	TransitRouter string         `json:"transitRouter,omitzero"`
	Prefixes      []netip.Prefix `json:"prefixes,omitzero"` // announced to the data center in place of the specific routes
	PrefixMode    PrefixMode     `json:"prefixMode,omitzero"`
	Default       bool           `json:"default,omitzero"` // transit router only: the default path of its CEN instance (MED 2000)
}

// A DisabledRoute is a route of an ECR that was disabled by hand.
type DisabledRoute struct {
	Prefix  netip.Prefix `json:"prefix"`
	NextHop string       `json:"nextHop"` // ID of a VBR, VPC or transit router
}

// An Attachment connects a network instance with a transit router.
type Attachment struct {
	ID               string         `json:"id"`
	Kind             attach.Kind    `json:"kind"`
	TransitRouter    string         `json:"transitRouter"`
	Instance         string         `json:"instance"`
	Association      string         `json:"association,omitzero"`      // table that looks up what arrives here and that is synchronized
	Propagations     []string       `json:"propagations,omitzero"`     // tables that learn from here
	RouteSync        bool           `json:"routeSync,omitzero"`        // the associated table is told to the instance; always on for an ECR
	IPv6             bool           `json:"ipv6,omitzero"`             // VPC only: without it no IPv6 route crosses
	AutoCreateRoutes bool           `json:"autoCreateRoutes,omitzero"` // VPC only: 10/8, 172.16/12 and 192.168/16 in every table of the VPC
	VSwitches        []netip.Prefix `json:"vswitches,omitzero"`        // VPC only: where the interfaces are; empty: the first vSwitch
}

// A Peering is an inter-region connection between two transit routers of one CEN instance.
type Peering struct {
	ID   string       `json:"id"`
	Ends []PeeringEnd `json:"ends,omitzero"` // exactly two
}

// A PeeringEnd is one side of a Peering.
type PeeringEnd struct {
	TransitRouter string   `json:"transitRouter"`
	Association   string   `json:"association,omitzero"`  // table that looks up what arrives here and that is advertised to the other end
	Propagations  []string `json:"propagations,omitzero"` // tables that learn from the other end
	RouteSync     bool     `json:"routeSync,omitzero"`    // the associated table is advertised to the other end
}

// A VPCPeering connects two VPCs directly.
type VPCPeering struct {
	ID   string   `json:"id"`
	VPCs []string `json:"vpcs,omitzero"` // exactly two
}

// A Grant allows an account to attach an instance of another account.
type Grant struct {
	Instance string `json:"instance"`
	To       string `json:"to"`
}
