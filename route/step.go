package route

import (
	"fmt"

	"github.com/cenroute/cenroute/route/rule"
)

// A Step is one step of a decision process: the place at which a candidate lost. The zero Step is NoStep.
//
// The steps of each process are listed below in the order in which they are taken; [Decide], [DecideECR],
// [DecideCircuit] and [DecideDataCenter] say what each of them keeps.
type Step uint8

// The closed set of steps.
const (
	NoStep Step = iota // not lost

	// In a table of a transit router, see Decide.
	Configured       // a static or prefix-list route has the prefix (TR-4.2.1)
	VPCConflict      // a VPC route and a route of another kind exclude each other (D-16)
	VPCUnique        // routes of two VPCs never share the load (TR-4.2.5)
	RouteType        // BGP before static, while all come from VBRs (TR-4.3, D-18)
	ASPathLength     // shorter AS path, while all are BGP (TR-4.3, D-18)
	LocalRegion      // an attachment of the router before a peering (TR-7.8)
	LowestPreference // the preference that policies set (TR-4.3.1)
	LowestMED        // multi-exit discriminator, while all come from ECRs (E-5.2.1, D-18)
	OriginKind       // ECR and VBR, VPN, CCN, no origin instance (D-19)
	LowestRegion     // region ID in byte order, without multi-region ECMP (TR-4.3.4)
	Width            // at most MaxPaths paths (TR-4.3.7)

	// In a table of an Express Connect Router, see DecideECR.
	CircuitASPath        // circuits: shorter AS path (E-5.1.1)
	NearCircuit          // circuits: those of the view's region, in the mode NearBy (E-5.1.4)
	VPCOverTransitRouter // cloud: a VPC before a transit router (E-M-7)
	EqualVPC             // cloud: one VPC of several (E-M-6)
	OriginRegionRouter   // cloud: a transit router in the origin region of its route (D-32)
	IngressRegionRouter  // cloud: the transit router of the view's region (D-32)
	DefaultRouter        // cloud: the default transit router (D-32)
	LowestRegionRouter   // cloud: the transit router with the smallest region ID (D-32)

	// In the table of a VBR, VPN or CCN, see DecideCircuit, and of a data center, see DecideDataCenter.
	OwnRoute             // its own route before one that it was told (D-37)
	SessionType          // BGP before static among its own (D-22)
	SessionASPath        // shorter AS path among its own BGP routes (D-22)
	DataCenterPreference // the data center's own preference (D-38)
)

// steps says of each Step how a loser is described, which rule it follows and what becomes of it.
var steps = [...]struct {
	phrase string
	rule   rule.ID
	status Status
}{
	NoStep:               {"not lost", "", Active},
	Configured:           {"a configured route has the prefix", "TR-4.2.1", Rejected},
	VPCConflict:          {"conflict between a VPC and another kind", "D-16", Rejected},
	VPCUnique:            {"another VPC has the prefix", "TR-4.2.5", Rejected},
	RouteType:            {"static route beside a BGP route", "TR-4.3", Standby},
	ASPathLength:         {"longer AS path", "TR-4.3", Standby},
	LocalRegion:          {"route of another region", "TR-7.8", Standby},
	LowestPreference:     {"larger preference", "TR-4.3.1", Standby},
	LowestMED:            {"larger MED", "E-5.2.1", Standby},
	OriginKind:           {"origin kind of lower rank", "D-19", Standby},
	LowestRegion:         {"larger region ID", "TR-4.3.4", Standby},
	Width:                {"more equal paths than can be used", "TR-4.3.7", Standby},
	CircuitASPath:        {"longer AS path behind the circuit", "E-5.1.1", Standby},
	NearCircuit:          {"circuit of another region", "E-5.1.4", Standby},
	VPCOverTransitRouter: {"a VPC of the ECR has the prefix", "E-M-7", Standby},
	EqualVPC:             {"another VPC of the ECR has the prefix", "E-M-6", Conflicting},
	OriginRegionRouter:   {"transit router outside the origin region", "D-32", Standby},
	IngressRegionRouter:  {"transit router outside the ingress region", "D-32", Standby},
	DefaultRouter:        {"not the default transit router", "D-32", Standby},
	LowestRegionRouter:   {"transit router with a larger region ID", "D-32", Standby},
	OwnRoute:             {"told, beside a route of its own", "D-37", Standby},
	SessionType:          {"static route beside a BGP session", "D-22", Standby},
	SessionASPath:        {"longer AS path than another session", "D-22", Standby},
	DataCenterPreference: {"larger preference of the data center", "D-38", Standby},
}

// String returns a plain phrase for why the candidate lost, for example "longer AS path", and "not lost" for NoStep.
// A Step outside the closed set is "Step(N)".
func (s Step) String() string {
	if int(s) >= len(steps) {
		return fmt.Sprintf("Step(%d)", uint8(s))
	}
	return steps[s].phrase
}

// Rule returns the rule that the step follows. NoStep and a Step outside the closed set follow none.
func (s Step) Rule() rule.ID {
	if int(s) >= len(steps) {
		return ""
	}
	return steps[s].rule
}

// Status returns what becomes of a candidate that loses at the step: Rejected after a conflict (TR-3.2.2),
// Conflicting beside an equal VPC of an ECR (E-2.11), Standby otherwise (TR-3.2.4). NoStep leaves it Active.
// So does a Step outside the closed set.
func (s Step) Status() Status {
	if int(s) >= len(steps) {
		return Active
	}
	return steps[s].status
}

// MarshalText returns the text of [Step.String]. It never fails.
func (s Step) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the phrase of a step. Any other text is an error and changes nothing.
func (s *Step) UnmarshalText(text []byte) error {
	for i := range steps {
		if steps[i].phrase == string(text) {
			*s = Step(i)
			return nil
		}
	}
	return fmt.Errorf("unknown Step %.40q", text)
}
