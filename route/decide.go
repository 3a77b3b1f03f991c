package route

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// MaxPaths is the largest number of equal-cost paths to one prefix in a transit router table (TR-4.3.7).
const MaxPaths = 16

// A RouterCandidate is a route of one prefix that takes part in the decision of a transit router table. It holds what
// the decision looks at and nothing else; regions and next hops are ranks: their places in the byte order of their IDs.
// Routes that are Prohibited or Suppressed are no candidates.
//
// No two candidates of a prefix share a next hop: an attachment offers one route per prefix (D-22). Where two do, and
// nothing else tells them apart either, they win or lose together.
type RouterCandidate struct {
	Configured   bool        // a static or prefix-list route of the table
	Kind         attach.Kind // of the origin instance; None: a static or aggregate route of a peer
	Type         Type        // at the origin
	ASPathLength int         // number of autonomous systems, repetitions counted
	Local        bool        // over an attachment of the router, not over a peering
	Preference   uint8       // smaller is better
	MED          uint32      // smaller is better
	Region       int         // rank of the origin region
	NextHop      int         // rank of the next hop's ID
}

// An Outcome is what a decision made of a candidate. The zero Outcome is that of a winner.
type Outcome struct {
	Status Status // Active, or what Step.Status says
	Step   Step   // where it lost, NoStep for a winner
}

// Decide takes the decision of a transit router table about the routes of one prefix (TR-4.4). It returns an outcome
// for each candidate, in the order of the candidates. The outcome of a candidate does not depend on that order.
// The result reuses the memory of out where that suffices; out may be nil.
//
// The process goes by elimination: a step sees only the survivors of the step before it (D-17), so that a static VBR
// route does not switch off the comparison of AS paths between two BGP routes. The steps are these, in order:
//
// A configured route takes the prefix:
//
//   - [Configured]: if there are configured candidates, all of them are Active, as equal-cost paths where there are
//     several (TR-4.2.4), and every learned one is Rejected. The decision ends here.
//
// A route of a VPC and a route of any other kind exclude each other, kind None included:
//
//   - [VPCConflict]: if both are present, the best class decides. The classes are, best first: local vSwitch route
//     (VPC, type System), local route of another kind, local published route (VPC, any other type), and the same three
//     over a peering. If the best class is one of other kinds, all VPC routes are Rejected, and all others go on, those
//     over peerings too. If it is one of VPC routes, everything outside it is Rejected.
//
// Routes of VPCs never share the load; if only they are left, one is Active and the decision ends here:
//
//   - [VPCUnique]: a local one before one over a peering, then the smallest region, then the smallest next hop. The
//     others are Rejected. Their types play no part.
//
// The remaining candidates rank, and losers are Standby:
//
//   - [RouteType]: BGP before all other types, if all survivors come from VBRs.
//   - [ASPathLength]: the shortest AS path, if all survivors are of type BGP.
//   - [LocalRegion]: local before peering.
//   - [LowestPreference]: the smallest preference. It can overrule none of the steps above (TR-4.3.1).
//   - [LowestMED]: the smallest MED, if all survivors come from ECRs. MED 0, none, is the smallest.
//   - [OriginKind]: ECR and VBR alike, then VPN, then CCN, then None. Any other kind counts as None.
//   - [LowestRegion]: the smallest region, unless multiRegionECMP is set for the table.
//   - [Width]: the [MaxPaths] smallest next hops.
//
// Whoever is left is Active: several are equal-cost paths. At least one candidate always is.
func Decide(c []RouterCandidate, multiRegionECMP bool, out []Outcome) []Outcome {
	e := begin(c, out)
	switch {
	case len(c) < 2:
	case e.any(configured):
		e.keep(Configured, configuredFirst)
	case settleVPCConflict(&e):
		e.take(vpcUniqueness)
	default:
		e.take(ranking)
		if !multiRegionECMP {
			e.keep(LowestRegion, region)
		}
		limitWidth(&e)
	}
	return e.out
}

// vpcUniqueness leaves one of several VPC routes (TR-4.2.5).
var vpcUniqueness = []stage[RouterCandidate]{
	{VPCUnique, nil, localFirst},
	{VPCUnique, nil, region},
	{VPCUnique, nil, nextHop},
}

// ranking orders the routes of other kinds (TR-4.3, D-17 to D-19), up to the region.
var ranking = []stage[RouterCandidate]{
	{RouteType, fromVBR, bgpFirst},
	{ASPathLength, isBGP, pathLength},
	{LocalRegion, nil, localFirst},
	{LowestPreference, nil, preference},
	{LowestMED, fromECR, med},
	{OriginKind, nil, originRank},
}

func configured(c RouterCandidate) bool { return c.Configured }
func fromVPC(c RouterCandidate) bool    { return c.Kind == attach.VPC }
func fromOther(c RouterCandidate) bool  { return c.Kind != attach.VPC }
func fromVBR(c RouterCandidate) bool    { return c.Kind == attach.VBR }
func fromECR(c RouterCandidate) bool    { return c.Kind == attach.ECR }
func isBGP(c RouterCandidate) bool      { return c.Type == BGP }

func configuredFirst(c RouterCandidate) int64 { return orLast(c.Configured) }
func otherFirst(c RouterCandidate) int64      { return orLast(fromOther(c)) }
func bgpFirst(c RouterCandidate) int64        { return orLast(isBGP(c)) }
func localFirst(c RouterCandidate) int64      { return orLast(c.Local) }
func pathLength(c RouterCandidate) int64      { return int64(c.ASPathLength) }
func preference(c RouterCandidate) int64      { return int64(c.Preference) }
func med(c RouterCandidate) int64             { return int64(c.MED) }
func region(c RouterCandidate) int64          { return int64(c.Region) }
func nextHop(c RouterCandidate) int64         { return int64(c.NextHop) }

// originRanks is the column of ranks of the capability table (D-19). It is never changed.
var originRanks = func() (ranks [attach.Peer + 1]int64) {
	for kind := range ranks {
		ranks[kind] = int64(attach.Of(attach.Kind(kind)).OriginRank.Value)
	}
	return ranks
}()

func originRank(c RouterCandidate) int64 {
	if int(c.Kind) >= len(originRanks) {
		return originRanks[attach.None]
	}
	return originRanks[c.Kind]
}

// Classes of candidates in a conflict between VPC routes and others, best first (D-16). Those over a peering follow
// in the same order.
const (
	vSwitchClass = iota
	otherClass
	publishedClass
	classes
)

// conflictClass is the place of a candidate among the classes of D-16.
func conflictClass(c RouterCandidate) int64 {
	class := localFirst(c) * classes
	switch {
	case fromOther(c):
		return class + otherClass
	case c.Type == System:
		return class + vSwitchClass
	default:
		return class + publishedClass
	}
}

// settleVPCConflict makes VPC routes and others exclude each other (D-16). It reports whether VPC routes are left.
func settleVPCConflict(e *elimination[RouterCandidate]) (vpc bool) {
	vpc = e.any(fromVPC)
	if !vpc || !e.any(fromOther) {
		return vpc
	}
	if best, _ := e.least(conflictClass); best%classes == otherClass {
		e.keep(VPCConflict, otherFirst)
		return false
	}
	e.keep(VPCConflict, conflictClass)
	return true
}

// limitWidth leaves the MaxPaths survivors with the smallest next hops (TR-4.3.7).
func limitWidth(e *elimination[RouterCandidate]) {
	if e.left <= MaxPaths {
		return
	}
	hops := make([]int, 0, e.left)
	for i := range e.in {
		if e.survives(i) {
			hops = append(hops, e.in[i].NextHop)
		}
	}
	slices.Sort(hops)
	for i := range e.in {
		if e.survives(i) && e.in[i].NextHop > hops[MaxPaths-1] {
			e.drop(i, Width)
		}
	}
}
