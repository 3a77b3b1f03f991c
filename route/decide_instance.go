package route

import "github.com/cenroute/cenroute/attach"

// An ECRCandidate is a route of one prefix that takes part in the decision of an Express Connect Router (ECR). Regions
// and next hops are ranks, as in [RouterCandidate]. A route that is Disabled is no candidate.
type ECRCandidate struct {
	From         attach.Kind // VBR: a circuit, VPC: an associated VPC, Peer and any other kind: a transit router
	NextHop      int         // rank of the ID of the VBR, VPC or transit router
	Region       int         // rank of its region
	OriginRegion int         // transit router: rank of the origin region of its route; negative: none, a configured prefix
	ASPathLength int         // circuit: number of autonomous systems, repetitions counted
	Default      bool        // transit router: the default path of its CEN instance (E-2.10)
}

// DecideECR takes the decision of an ECR about the routes of one prefix, in the view of one region; nearBy says that
// the region's transit mode is NearBy. Circuits and the cloud side are decided apart from each other, since a circuit
// is never told what another circuit told (E-3.1): each side that has a candidate has an Active one. Outcomes, order
// and out are as for [Decide].
//
// Among circuits, losers are Standby and several that are left are equal-cost paths (D-33):
//
//   - [CircuitASPath]: the shortest AS path.
//   - [NearCircuit]: those of the view's region if there are any, in the mode NearBy only.
//
// On the cloud side:
//
//   - [VPCOverTransitRouter]: VPCs before transit routers, which are Standby.
//   - [EqualVPC]: among VPCs the smallest next hop. The others are Conflicting.
//
// Among transit routers, losers are Standby. Each judges by the copy of the route that it tells itself, and a step
// that none of the survivors meets is void (D-32):
//
//   - [OriginRegionRouter]: those in the origin region of their route. A configured prefix has no origin region; a
//     router that tells one does not meet the step.
//   - [IngressRegionRouter]: the one of the view's region.
//   - [DefaultRouter]: the default one.
//   - [LowestRegionRouter]: the smallest region.
func DecideECR(c []ECRCandidate, view int, nearBy bool, out []Outcome) []Outcome {
	e := begin(c, out)
	decideCircuits(e.among(isCircuit), view, nearBy)
	decideCloud(e.among(isCloud), view)
	return e.out
}

func decideCircuits(e elimination[ECRCandidate], view int, nearBy bool) {
	e.keep(CircuitASPath, func(c ECRCandidate) int64 { return int64(c.ASPathLength) })
	if nearBy {
		e.keep(NearCircuit, func(c ECRCandidate) int64 { return orLast(c.Region == view) })
	}
}

func decideCloud(e elimination[ECRCandidate], view int) {
	if e.any(isVPC) {
		e.keep(VPCOverTransitRouter, func(c ECRCandidate) int64 { return orLast(isVPC(c)) })
		e.keep(EqualVPC, func(c ECRCandidate) int64 { return int64(c.NextHop) })
		return
	}
	e.keep(OriginRegionRouter, func(c ECRCandidate) int64 { return orLast(c.Region == c.OriginRegion) })
	e.keep(IngressRegionRouter, func(c ECRCandidate) int64 { return orLast(c.Region == view) })
	e.keep(DefaultRouter, func(c ECRCandidate) int64 { return orLast(c.Default) })
	e.keep(LowestRegionRouter, func(c ECRCandidate) int64 { return int64(c.Region) })
}

func isCircuit(c ECRCandidate) bool { return c.From == attach.VBR }
func isCloud(c ECRCandidate) bool   { return c.From != attach.VBR }
func isVPC(c ECRCandidate) bool     { return c.From == attach.VPC }

// A CircuitCandidate is a route of one prefix that takes part in the decision of a VBR, VPN or CCN.
type CircuitCandidate struct {
	Own          bool // from the side of the data center or branch; otherwise told by a transit router or an ECR
	Type         Type
	ASPathLength int // number of autonomous systems, repetitions counted
}

// DecideCircuit takes the decision of the table of a VBR, VPN or CCN about the routes of one prefix. Losers are
// Standby, and several that are left are equal-cost paths. Outcomes, order and out are as for [Decide].
//
//   - [OwnRoute]: its own routes, if there are any, before those that it was told (D-37). Routes that it was told are
//     not compared with each other.
//   - [SessionType]: among its own, BGP before all other types (D-22).
//   - [SessionASPath]: among its own, the shortest AS path, if all survivors are of type BGP (D-22).
func DecideCircuit(c []CircuitCandidate, out []Outcome) []Outcome {
	e := begin(c, out)
	e.take(sessions)
	return e.out
}

// sessions orders the routes of a VBR, VPN or CCN (D-37, D-22).
var sessions = []stage[CircuitCandidate]{
	{OwnRoute, nil, func(c CircuitCandidate) int64 { return orLast(c.Own) }},
	{SessionType, isOwn, func(c CircuitCandidate) int64 { return orLast(c.Type == BGP) }},
	{SessionASPath, isOwnBGP, func(c CircuitCandidate) int64 { return int64(c.ASPathLength) }},
}

func isOwn(c CircuitCandidate) bool    { return c.Own }
func isOwnBGP(c CircuitCandidate) bool { return c.Own && c.Type == BGP }

// DefaultDataCenterPreference is the preference of a data center's route or session that was given none (D-38).
const DefaultDataCenterPreference = 100

// A DataCenterCandidate is a route of one prefix that takes part in the decision of a data center.
type DataCenterCandidate struct {
	Own        bool // one of the data center's own prefixes
	Preference int  // smaller is better, 0: DefaultDataCenterPreference
}

// DecideDataCenter takes the decision of a data center about the routes of one prefix, both those that it heard and
// its static ones. Losers are Standby, and several that are left are equal-cost paths. Outcomes, order and out are as
// for [Decide].
//
//   - [OwnRoute]: its own prefix, if it is one.
//   - [DataCenterPreference]: the smallest preference. AS paths play no part (D-38).
func DecideDataCenter(c []DataCenterCandidate, out []Outcome) []Outcome {
	e := begin(c, out)
	e.keep(OwnRoute, func(c DataCenterCandidate) int64 { return orLast(c.Own) })
	e.keep(DataCenterPreference, effectivePreference)
	return e.out
}

func effectivePreference(c DataCenterCandidate) int64 {
	if c.Preference == 0 {
		return DefaultDataCenterPreference
	}
	return int64(c.Preference)
}
