package policy

import (
	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// A Universe says which routes there can be and where they can go, for the questions that are asked about all routes:
// [Analyze], [Compare] and [Analysis.Search]. It knows what the names in a policy do not tell: of what kind an instance is, in
// which region it lies, what is attached to the router at all. In the zero Universe nothing is known, and every instance
// can have any kind, region and route table.
//
// A policy that is dead in the zero Universe is dead in every other; one that is alive there may be dead in the
// Universe of a network. Prefixes, AS paths and communities are free in every Universe.
type Universe struct {
	Sources []Source         // nil: every source; otherwise only these
	Targets []Target[string] // on the way out; nil: every target; otherwise only these
}

// A Source is where a route can come from.
type Source struct {
	Origin Origin[string]
	Type   route.Type // NoType: any
}

// types returns the types that a policy can tell apart, as they are at the origin (P-3.16).
func (s *Source) types() []route.Type {
	if s.Type == route.NoType {
		return []route.Type{route.BGP, route.System, route.Custom}
	}
	return []route.Type{s.Type}
}

// localKinds are the kinds of network instances, which are the kinds that a policy can name.
func localKinds() []attach.Kind {
	return []attach.Kind{attach.VPC, attach.VBR, attach.VPN, attach.CCN, attach.ECR}
}
