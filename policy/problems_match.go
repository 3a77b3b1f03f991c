package policy

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// The rules of the conditions that source and destination have alike.
type endpointRules struct{ instances, except, kinds, regions, routeTables rule.ID }

var (
	sourceRules      = endpointRules{"P-3.6", "P-3.7", "P-3.8", "P-3.5", "P-3.9"}
	destinationRules = endpointRules{"P-3.11", "P-3.14", "P-3.11", "P-3.15", "P-3.10"}
)

// match checks the conditions of the policy.
func (k *checker) match() {
	m := &k.Match
	k.endpoint("match.source", &m.Source, &sourceRules)
	k.endpoint("match.destination", &m.Destination, &destinationRules)
	k.ingressDestination(&m.Destination)
	k.routeTypes(m.RouteTypes)
	if m.Family > IPv6 {
		k.refuse("P-3.19", "match.family", m.Family, "family %v must be IPv4, IPv6 or absent", m.Family)
	}
	k.prefixes(&m.Prefixes)
	k.matchASPath(&m.ASPath)
	k.matchCommunities(&m.Communities)
}

// ingressDestination warns of a condition on the destination where there is none (P-3.13).
func (k *checker) ingressDestination(e *Endpoint) {
	stated := len(e.Instances) > 0 || len(e.Kinds) > 0 || len(e.Regions) > 0 || len(e.RouteTables) > 0
	if k.Direction == Ingress && stated {
		k.warn("P-3.13", "match.destination", "", "a condition on the destination takes effect on the way out only: this ingress policy of priority %d never matches", k.Priority)
	}
}

// endpoint checks the conditions on one end of a route.
func (k *checker) endpoint(field string, e *Endpoint, rules *endpointRules) {
	k.names(field+".instances", e.Instances, rules.instances)
	if e.Except && len(e.Instances) == 0 {
		k.warn(rules.except, field+".except", e.Except, "except with no instances is no condition")
	}
	k.kinds(field+".kinds", e.Kinds, rules.kinds)
	k.names(field+".regions", e.Regions, rules.regions)
	k.names(field+".routeTables", e.RouteTables, rules.routeTables)
}

// names checks a list of IDs.
func (k *checker) names(field string, list []string, id rule.ID) {
	for i, name := range list {
		if name == "" {
			k.warn(id, at(field, i), name, "the empty ID \"\" in %s matches nothing", field)
		}
	}
	k.length(field, len(list), listLimit(k.Edition))
	repeated(k, field, list)
}

// kinds checks a list of kinds (P-3.8, P-3.11); ECR is one of them (D-15), a peer is none.
func (k *checker) kinds(field string, list []attach.Kind, id rule.ID) {
	for i, kind := range list {
		switch kind {
		case attach.VPC, attach.VBR, attach.CCN, attach.VPN, attach.ECR:
		case attach.Peer:
			k.refuse(id, at(field, i), kind, "kind %v is no kind of network instance; select peers by regions", kind)
		default:
			k.refuse(id, at(field, i), kind, "kind %q must be VPC, VBR, CCN, VPN or ECR", kind.String())
		}
	}
	repeated(k, field, list)
}

// routeTypes checks a list of route types (P-3.16).
func (k *checker) routeTypes(list []route.Type) {
	const field = "match.routeTypes"
	for i, t := range list {
		switch t {
		case route.System, route.Custom, route.BGP:
		case route.Static, route.Blackhole, route.Aggregate:
			k.refuse("P-3.16", at(field, i), t, "route type %v must be System, Custom or BGP; %v routes match Custom", t, t)
		default:
			k.refuse("P-3.16", at(field, i), t, "route type %q must be System, Custom or BGP", t.String())
		}
	}
	repeated(k, field, list)
}

// prefixes checks the condition on the prefix (P-3.17).
func (k *checker) prefixes(m *PrefixMatch) {
	const field = "match.prefixes"
	k.mode(field, m.Mode, len(m.List), "P-3.17")
	for i, p := range m.List {
		k.prefix(at(field+".list", i), p)
	}
	k.length(field+".list", len(m.List), listLimit(k.Edition))
	repeated(k, field+".list", m.List)
}

// prefix checks that p is a canonical prefix.
func (k *checker) prefix(field string, p netip.Prefix) {
	switch {
	case !p.IsValid():
		k.refuse("P-3.17", field, p, "%q is no prefix", p.String())
	case p != p.Masked():
		k.refuse("P-3.17", field, p, "prefix %v has host bits set, it must be %v", p, p.Masked())
	}
}

// matchASPath checks the condition on the AS path (P-3.20). A complete path may repeat a number.
func (k *checker) matchASPath(m *ASPathMatch) {
	const field = "match.asPath"
	k.mode(field, m.Mode, len(m.List), "P-3.20")
	k.asNumbers(field+".list", m.List)
	k.length(field+".list", len(m.List), listLimit(k.Edition))
	if m.Mode != Complete {
		repeated(k, field+".list", m.List)
	}
}

// matchCommunities checks the condition on the communities (P-3.21). Their mode contain is newer than the others.
func (k *checker) matchCommunities(m *CommunitiesMatch) {
	const field = "match.communities"
	switch {
	case m.Mode > Contain:
		k.refuse("P-3.21", field+".mode", m.Mode, "mode %v must be include, complete or contain", m.Mode)
	case m.Mode == Contain && k.Edition < rule.Edition2026:
		k.refuse("P-3.21", field+".mode", m.Mode, "mode contain exists since the edition 2026-02 of the rules, this network follows %s", edition(k.Edition))
	default:
		k.idle(field, m.Mode, len(m.List))
	}
	k.communities(field+".list", m.List, listLimit(k.Edition))
}

// mode checks the mode of a condition that has include and complete only, and whose list has n values.
func (k *checker) mode(field string, m Mode, n int, id rule.ID) {
	if m > Complete {
		k.refuse(id, field+".mode", m, "mode %v must be include or complete", m)
		return
	}
	k.idle(field, m, n)
}

// idle warns of a mode without values, which is no condition (P-3.22).
func (k *checker) idle(field string, m Mode, n int) {
	if m != Include && n == 0 {
		k.warn("P-3.22", field+".mode", m, "mode %v with an empty list is no condition", m)
	}
}
