package topology

import (
	"fmt"
	"net/netip"

	"github.com/cenroute/cenroute/attach"
)

// aggregateLimit is the number of aggregate routes that a table may have (TR-3.6.6, D-11).
const aggregateLimit = 20

// neverAggregates are the ranges in which no aggregate route begins: 0. and 100.64. (TR-3.6.6).
var neverAggregates = [...]netip.Prefix{netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/16")}

// checkAggregates checks the aggregate routes of a table. An aggregate that equals a learned route is a matter of the
// state.
func (v *validator) checkAggregates(at place, t *RouteTable, c *configuredRoutes) {
	if len(t.Aggregates) > aggregateLimit {
		v.warn(at.in("aggregates"), "TR-3.6.6", "route table %q has %d aggregate routes, the limit is %d", t.ID,
			len(t.Aggregates), aggregateLimit)
	}
	var seen map[netip.Prefix]int
	for i := range t.Aggregates {
		a := &t.Aggregates[i]
		aggregate := at.at("aggregates", i)
		v.checkScope(aggregate, a)
		if !v.checkPrefix(aggregate.in("prefix"), a.Prefix) {
			continue
		}
		v.checkAggregatePrefix(aggregate.in("prefix"), a.Prefix)
		if first, repeated := seen[a.Prefix]; repeated {
			v.refuse(aggregate.in("prefix"), "TR-3.6.6", "the table has aggregate route %v already, at %s", a.Prefix,
				at.at("aggregates", first).String())
		}
		if r, equal := c.first[a.Prefix]; equal {
			v.refuse(aggregate.in("prefix"), "TR-3.6.6", "aggregate route %v equals the route to %v at %s", a.Prefix,
				r.to, r.place(at).String())
		}
		putFirst(&seen, a.Prefix, i)
	}
}

// checkAggregatePrefix refuses an aggregate route that begins with 0. or 100.64., or is multicast (TR-3.6.6).
func (v *validator) checkAggregatePrefix(at place, p netip.Prefix) {
	for _, never := range neverAggregates {
		if never.Contains(p.Addr()) {
			v.refuse(at, "TR-3.6.6", "aggregate route %v begins in %v, as none can", p, never)
		}
	}
	if p.Addr().IsMulticast() {
		v.refuse(at, "TR-3.6.6", "aggregate route %v is multicast", p)
	}
}

// checkScope refuses a scope that is empty or names what no aggregate route is advertised to: the kinds are VPC, VBR,
// VPN, Peer, and since edition 2026-02 ECR (TR-3.6.1, E-6.12).
func (v *validator) checkScope(at place, a *AggregateRoute) {
	if len(a.Scope) == 0 {
		v.refuse(at.in("scope"), "TR-3.6.1", "the scope of aggregate route %v is empty", a.Prefix)
	}
	var seen map[attach.Kind]bool
	for i, k := range a.Scope {
		kind := at.at("scope", i)
		switch takes := attach.Of(k).AggregateScope; {
		case !takes.Yes:
			v.refuse(kind, "TR-3.6.1", "aggregate route %v cannot be advertised to kind %v, only to VPC, VBR, ECR, VPN and Peer", a.Prefix, k)
		case seen[k]:
			v.refuse(kind, "TR-3.6.1", "kind %v is repeated in the scope of aggregate route %v", k, a.Prefix)
		case takes.When == attach.Since2026:
			v.since2026(kind, takes.Rule, fmt.Sprintf("aggregate route %v towards an %v", a.Prefix, k))
		}
		putFirst(&seen, k, true)
	}
}
