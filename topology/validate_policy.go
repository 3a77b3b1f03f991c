package topology

import (
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route/rule"
)

// checkPolicies hands the routing policies of a table to package policy. An instance or route table that a policy
// names and that is not in the network is a warning: the cloud accepts it, but the policy cannot match (P-3.6, P-3.9).
func (v *validator) checkPolicies(at place, tr *TransitRouter, t *RouteTable) {
	for _, p := range policy.Problems(t.Policies, policy.Context{Region: tr.Region, Edition: v.net.Rules}) {
		v.addPolicyProblem(at, p)
	}
	for i := range t.Policies {
		m := &t.Policies[i].Match
		v.checkEndpoint(at.at("policies", i).in("match").in("source"), &m.Source)
		v.checkEndpoint(at.at("policies", i).in("match").in("destination"), &m.Destination)
	}
}

func (v *validator) addPolicyProblem(at place, p policy.Problem) {
	where := at.in("policies")
	if p.Index >= 0 {
		where = at.at("policies", p.Index)
	}
	if p.Field != "" {
		where = where.in(p.Field)
	}
	if p.Warning {
		v.warn(where, p.Rule, "%s", p.Message)
	} else {
		v.refuse(where, p.Rule, "%s", p.Message)
	}
}

func (v *validator) checkEndpoint(at place, e *policy.Endpoint) {
	v.checkNamed(at, "instances", "P-3.6", e.Instances)
	v.checkNamed(at, "routeTables", "P-3.9", e.RouteTables)
}

func (v *validator) checkNamed(at place, name string, id rule.ID, list []string) {
	for i, x := range list {
		if v.object(x).kind == noObject {
			v.warn(at.at(name, i), id, "%q is not in the network, no route comes from it or goes to it", x)
		}
	}
}
