package policy

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// An endpointField is a condition of source or destination, with its rule.
type endpointField struct {
	field string
	rule  rule.ID
}

// The conditions that source and destination have alike.
type endpointFields struct{ instances, except, kinds, regions, routeTables endpointField }

var (
	sourceFields = endpointFields{
		instances: endpointField{"match.source.instances", "P-3.6"}, except: endpointField{"match.source.except", "P-3.7"},
		kinds: endpointField{"match.source.kinds", "P-3.8"}, regions: endpointField{"match.source.regions", "P-3.5"},
		routeTables: endpointField{"match.source.routeTables", "P-3.9"},
	}
	destinationFields = endpointFields{
		instances: endpointField{"match.destination.instances", "P-3.11"}, except: endpointField{"match.destination.except", "P-3.14"},
		kinds: endpointField{"match.destination.kinds", "P-3.11"}, regions: endpointField{"match.destination.regions", "P-3.15"},
		routeTables: endpointField{"match.destination.routeTables", "P-3.10"},
	}
)

// match checks the conditions of the policy.
func (k *checker) match() {
	m := &k.Match
	k.endpoint(&m.Source, &sourceFields)
	k.endpoint(&m.Destination, &destinationFields)
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
	if k.Direction == Ingress && e.stated() {
		k.warn("P-3.13", "match.destination", "", "a condition on the destination takes effect on the way out only: this ingress policy of priority %d never matches", k.Priority)
	}
}

// stated reports whether there is a condition on an end of a route.
func (e *Endpoint) stated() bool {
	return len(e.Instances) > 0 || len(e.Kinds) > 0 || len(e.Regions) > 0 || len(e.RouteTables) > 0
}

// endpoint checks the conditions on one end of a route.
func (k *checker) endpoint(e *Endpoint, at *endpointFields) {
	if !e.stated() && !e.Except {
		return
	}
	k.names(at.instances, e.Instances)
	if e.Except && len(e.Instances) == 0 {
		k.warn(at.except.rule, at.except.field, e.Except, "except with no instances is no condition")
	}
	k.kinds(at.kinds, e.Kinds)
	k.names(at.regions, e.Regions)
	k.names(at.routeTables, e.RouteTables)
}

// names checks a list of IDs.
func (k *checker) names(f endpointField, list []string) {
	for i, name := range list {
		if name == "" {
			k.warn(f.rule, at(f.field, i), name, "the empty ID \"\" in %s matches nothing", f.field)
		}
	}
	k.length(f.field, len(list), listLimit(k.Edition))
	repeated(k, f.field, list)
}

// kinds checks a list of kinds (P-3.8, P-3.11); ECR is one of them (D-15), a peer is none.
func (k *checker) kinds(f endpointField, list []attach.Kind) {
	for i, kind := range list {
		switch kind {
		case attach.VPC, attach.VBR, attach.CCN, attach.VPN, attach.ECR:
		case attach.Peer:
			k.refuse(f.rule, at(f.field, i), kind, "kind %v is no kind of network instance; select peers by regions", kind)
		default:
			k.refuse(f.rule, at(f.field, i), kind, "kind %q must be VPC, VBR, CCN, VPN or ECR", kind.String())
		}
	}
	repeated(k, f.field, list)
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
		k.prefix(field+".list", i, p)
	}
	k.length(field+".list", len(m.List), listLimit(k.Edition))
	repeated(k, field+".list", m.List)
}

// prefix checks that p is a canonical prefix.
func (k *checker) prefix(list string, i int, p netip.Prefix) {
	switch {
	case !p.IsValid():
		k.refuse("P-3.17", at(list, i), p, "%q is no prefix", p.String())
	case p != p.Masked():
		k.refuse("P-3.17", at(list, i), p, "prefix %v has host bits set, it must be %v", p, p.Masked())
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
