package topologytest

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// Policies draws lists of up to most routing policies of one route table that are valid in a context. They name the
// instances, regions, tables and prefixes that [Routes] draws, so that they hit.
func Policies(most int, in policy.Context) *rapid.Generator[[]policy.Policy] {
	return rapid.Custom(func(t *rapid.T) []policy.Policy {
		return drawPolicies(&chooser{t}, canned(), most, in)
	})
}

func context(e rule.Edition, region string) policy.Context {
	return policy.Context{Region: region, Edition: e}
}

// A policyMaker makes the policies of one route table.
type policyMaker struct {
	*chooser
	*vocabulary
	policy.Context
	list []policy.Policy
}

// drawPolicies draws up to most policies. One in four lists is empty.
func drawPolicies(c *chooser, words *vocabulary, most int, in policy.Context) []policy.Policy {
	m := &policyMaker{chooser: c, vocabulary: words, Context: in}
	c.mostly(4, func() { c.several(most, m.one) })
	for i := range m.list {
		m.next(&m.list[i])
	}
	return m.list
}

// one adds a policy.
func (m *policyMaker) one() {
	p := policy.Policy{
		Direction: pick(m.chooser, policy.Egress, policy.Ingress),
		Action:    pick(m.chooser, policy.Deny, policy.Permit, policy.Permit),
	}
	p.Priority = m.free(p.Direction, pick(m.chooser, 10, 1, 2, 50, 99, 100))
	for _, odds := range []int{2, 3, 5} { // most policies have one condition: with more, few hit
		m.maybe(odds, func() { m.condition(&p) })
	}
	if p.Action == policy.Permit {
		m.set(&p)
	}
	m.list = append(m.list, p)
}

// free returns the first priority from p on, or else from 1 on, that no policy of the direction has (P-1.4a).
func (m *policyMaker) free(d policy.Direction, p int) int {
	taken := func(o policy.Policy) bool { return o.Direction == d && o.Priority == p }
	for slices.ContainsFunc(m.list, taken) {
		p = p%100 + 1
	}
	return p
}

// next lets a permit go on with another policy: the following one, one that is there, or a number that none has
// (P-4.8, P-4.10).
func (m *policyMaker) next(p *policy.Policy) {
	if p.Action != policy.Permit || m.below(2) == 0 {
		return
	}
	p.Next = pick(m.chooser, 1, 2, 50, 99, 100, p.Priority+1)
	if len(m.list) > 1 && m.oneIn(2) {
		p.Next = pick(m.chooser, m.list...).Priority
	}
	if p.Next <= p.Priority || p.Next > 100 {
		p.Next = 1
	}
}

// condition adds a condition, or draws one of the policy anew.
func (m *policyMaker) condition(p *policy.Policy) {
	switch match := &p.Match; m.below(8) {
	case 0, 1:
		m.endpoint(&match.Source, m.regions)
	case 2:
		if p.Direction == policy.Egress || m.oneIn(8) { // on the way in, a destination never matches (P-3.13)
			m.endpoint(&match.Destination, m.regions)
		}
	case 3:
		match.Prefixes = policy.PrefixMatch{List: some(m.chooser, 3, m.prefixes),
			Mode: pick(m.chooser, policy.Include, policy.Complete)}
	case 4:
		match.RouteTypes = some(m.chooser, 2, []route.Type{route.BGP, route.System, route.Custom})
	case 5:
		match.Family = pick(m.chooser, policy.IPv4, policy.IPv6)
	case 6:
		m.asPathCondition(&match.ASPath)
	case 7:
		m.communitiesCondition(&match.Communities)
	}
}

// endpoint adds a condition on one end of a route.
func (m *policyMaker) endpoint(e *policy.Endpoint, regions []string) {
	switch m.below(6) {
	case 0, 1:
		e.Kinds = some(m.chooser, 3, m.kinds)
	case 2, 3:
		e.Instances = some(m.chooser, 3, m.instances)
		e.Except = len(e.Instances) > 0 && m.oneIn(3)
	case 4:
		e.Regions = some(m.chooser, 2, regions)
	case 5:
		e.RouteTables = some(m.chooser, 2, m.tables)
	}
}

// asPathCondition draws a condition on the AS path: for include a set, for complete the path itself (P-3.20).
func (m *policyMaker) asPathCondition(match *policy.ASPathMatch) {
	match.Mode = pick(m.chooser, policy.Include, policy.Complete)
	if match.Mode == policy.Include {
		match.List = some(m.chooser, 2, asNumbers)
		return
	}
	match.List = append(route.ASPath{pick(m.chooser, asNumbers...)}, asPath(m.chooser, 2)...)
}

// communitiesCondition draws a condition on the communities; the mode contain is newer than the others (P-3.21).
func (m *policyMaker) communitiesCondition(match *policy.CommunitiesMatch) {
	match.List = some(m.chooser, 2, communities)
	match.Mode = pick(m.chooser, policy.Include, policy.Complete)
	if m.Edition >= rule.Edition2026 && m.oneIn(2) {
		match.Mode = policy.Contain
	}
}

// set draws what a permit changes.
func (m *policyMaker) set(p *policy.Policy) {
	m.maybe(3, func() { p.Set.Preference = pick(m.chooser, 10, 1, 49, 50, 51, 99, 100) })
	m.maybe(4, func() {
		p.Set.Communities.List = some(m.chooser, 2, communities)
		p.Set.Communities.Mode = pick(m.chooser, policy.Additive, policy.Replace)
	})
	m.maybe(5, func() { m.prepend(p) })
}

// prepend lets a policy prepend AS numbers, with the conditions that this needs: on the way in instances of the region
// itself, on the way out instances to which the route goes (P-4.7).
func (m *policyMaker) prepend(p *policy.Policy) {
	end := &p.Match.Destination
	if p.Direction == policy.Ingress {
		end = &p.Match.Source
		end.Regions = []string{m.Region}
	}
	if len(end.Instances) == 0 {
		end.Instances = some(m.chooser, 3, m.instances)
	}
	if len(end.Instances) > 0 {
		p.Set.PrependASPath = append(route.ASPath{pick(m.chooser, asNumbers...)}, asPath(m.chooser, 1)...)
	}
}

// canned is the vocabulary of routes and policies without a network.
func canned() *vocabulary {
	return &vocabulary{
		prefixes: universe[:], kinds: kindsOfInstances,
		instances: []string{"vpc-1", "vbr-1", "vco-1", "ccn-1", "sag-1", "ecr-1", "vpc-2", "vbr-2"},
		regions:   []string{areas[0].region, areas[1].region, branchAreas[0]},
		tables:    []string{"vtb-vpc-1", "vtb-vpc-2"},
	}
}

// kindOfID returns the kind of an instance of the canned vocabulary.
func kindOfID(id string) attach.Kind {
	switch id[:3] {
	case "vbr":
		return attach.VBR
	case "vco":
		return attach.VPN
	case "ccn", "sag":
		return attach.CCN
	case "ecr":
		return attach.ECR
	}
	return attach.VPC
}
