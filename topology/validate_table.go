package topology

import (
	"net/netip"
	"slices"
	"strconv"

	"github.com/cenroute/cenroute/attach"
)

// checkTable checks what is configured in a route table of a transit router.
func (v *validator) checkTable(at place, tr *TransitRouter, t *RouteTable) {
	c := &configuredRoutes{table: at}
	for i := range t.Routes {
		v.checkStaticRoute(c, tr, &t.Routes[i], i)
	}
	for i := range t.PrefixLists {
		v.checkPrefixList(c, tr, &t.PrefixLists[i], i)
	}
	v.checkAggregates(at, t, c)
	v.checkPolicies(at, tr, t)
}

// A target is where a configured route of a transit router table leads: an attachment or peering of the router, or
// nowhere (kind None).
type target struct {
	id   string
	kind attach.Kind
	ipv6 bool // a VPC attachment with IPv6
}

// String names the target as messages do.
func (t target) String() string {
	switch t.kind {
	case attach.None:
		return "the blackhole"
	case attach.Peer:
		return "peering " + strconv.Quote(t.id)
	}
	return t.kind.String() + " attachment " + strconv.Quote(t.id)
}

// coexists reports whether a route to the target may share its prefix with another one that does (TR-4.2.2, D-13).
func (t target) coexists() bool { return attach.Of(t.kind).EqualStatic.Yes }

// checkTarget looks up the next hop of a static route or prefix list: an attachment or a peering of the same transit
// router, or the blackhole, one of them (TR-3.3.1).
func (v *validator) checkTarget(at place, tr *TransitRouter, nextHop string, blackhole bool) (target, bool) {
	switch {
	case blackhole && nextHop != "":
		v.refuse(at.in("blackhole"), "TR-3.3.1", "a blackhole has no next hop, here it is %q", nextHop)
		return target{}, false
	case blackhole:
		return target{}, true
	case nextHop == "":
		v.refuse(at.in("nextHop"), "TR-3.3.1", "the next hop is missing, an attachment, a peering or blackhole")
		return target{}, false
	}
	o, ok := v.refer(at.in("nextHop"), nextHop, anAttachment, aPeering)
	if !ok {
		return target{}, false
	}
	if o.kind == aPeering {
		return v.checkPeeringTarget(at, tr, o)
	}
	a := &v.net.Attachments[o.i]
	switch {
	case a.TransitRouter != tr.ID:
		v.refuse(at.in("nextHop"), "TR-3.3.1", "attachment %q belongs to transit router %q, not to %q", nextHop,
			a.TransitRouter, tr.ID)
	case instanceKind(a.Kind) == noObject: // the attachment has its own violation
	default:
		return target{nextHop, a.Kind, a.IPv6}, true
	}
	return target{}, false
}

func (v *validator) checkPeeringTarget(at place, tr *TransitRouter, o *object) (target, bool) {
	p := &v.net.Peerings[o.i]
	here := func(e PeeringEnd) bool { return e.TransitRouter == tr.ID }
	if len(p.Ends) == 2 && !slices.ContainsFunc(p.Ends, here) {
		v.refuse(at.in("nextHop"), "TR-3.3.1", "peering %q has no end at transit router %q", p.ID, tr.ID)
		return target{}, false
	}
	return target{id: p.ID, kind: attach.Peer}, true
}

// checkTakes refuses a target that takes no configured routes of a sort: static routes do not lead to a CCN (TR-3.3.2),
// prefix lists neither to a CCN nor to an IPsec connection (TR-3.4.1).
func (v *validator) checkTakes(at place, sort string, to target, takes attach.Cell) bool {
	if to.kind == attach.None || takes.Yes {
		return true
	}
	v.refuse(at.in("nextHop"), takes.Rule, "a %s cannot lead to a %v, here to %v", sort, to.kind, to)
	return false
}

// checkFamily refuses an IPv6 route to an IPsec connection, or to a VPC attachment without IPv6 (TR-3.3.2, TR-8.1).
func (v *validator) checkFamily(at place, p netip.Prefix, to target) {
	if to.kind == attach.None || !p.Addr().Is6() {
		return
	}
	switch takes := attach.Of(to.kind).StaticNextHopIPv6; {
	case !takes.Yes:
		v.refuse(at, takes.Rule, "IPv6 route %v cannot lead to %v", p, to)
	case takes.When == attach.IfEnabled && !to.ipv6:
		v.refuse(at, takes.Rule, "IPv6 route %v leads to %v, where ipv6 is not enabled", p, to)
	}
}

// A configuredRoute is a static route of a table, or a prefix of one of its prefix lists.
type configuredRoute struct {
	prefix  netip.Prefix
	to      target
	list, i int // of the prefix list, -1: a static route; and of the route or prefix
}

// place returns where the route has its prefix, inside its table.
func (r configuredRoute) place(table place) place {
	if r.list < 0 {
		return table.at("routes", r.i).in("prefix")
	}
	return table.at("prefixLists", r.list).at("prefixes", r.i)
}

// configuredRoutes is what a table has by hand so far.
type configuredRoutes struct {
	table place
	first map[netip.Prefix]configuredRoute // of each prefix
	more  map[sharedPrefix]bool            // the next hops of all routes of the prefixes that several have
}

type sharedPrefix struct {
	prefix netip.Prefix
	to     string
}

// addRoute adds a route unless the table has one of that prefix that it cannot stand beside. Several routes of one
// prefix coexist only where the next hop of each is a VBR, an ECR or a peering; the same route twice does not exist
// (TR-4.2.2, TR-4.2.4, D-13). The documentation tells of the order in which routes are added; here it is the order of
// the document, prefix lists after static routes.
func (v *validator) addRoute(c *configuredRoutes, r configuredRoute) {
	first, taken := c.first[r.prefix]
	key := sharedPrefix{r.prefix, r.to.id}
	switch {
	case !taken:
		putFirst(&c.first, r.prefix, r)
	case first.to.id == r.to.id || c.more[key]:
		v.refuse(r.place(c.table), "TR-4.2.4",
			"%v to %v is in the table already, the first route of that prefix is at %s", r.prefix, r.to,
			first.place(c.table).String())
	case !first.to.coexists() || !r.to.coexists():
		v.refuse(r.place(c.table), "TR-4.2.2", "%v to %v conflicts with the route of that prefix to %v at %s, they coexist only where every next hop is a VBR, an ECR or a peering",
			r.prefix, r.to, first.to, first.place(c.table).String())
	default:
		putFirst(&c.more, key, true)
	}
}

// checkStaticRoute checks a route that was added by hand.
func (v *validator) checkStaticRoute(c *configuredRoutes, tr *TransitRouter, r *StaticRoute, i int) {
	at := c.table.at("routes", i)
	to, known := v.checkTarget(at, tr, r.NextHop, r.Blackhole)
	known = known && v.checkTakes(at, "static route", to, attach.Of(to.kind).StaticNextHop)
	if !v.checkPrefix(at.in("prefix"), r.Prefix) || !known {
		return
	}
	v.checkFamily(at.in("prefix"), r.Prefix, to)
	v.addRoute(c, configuredRoute{r.Prefix, to, -1, i})
}

// checkPrefixList checks a prefix list of a table. If one of its prefixes conflicts, the cloud refuses the association
// as a whole (TR-3.4.2).
func (v *validator) checkPrefixList(c *configuredRoutes, tr *TransitRouter, l *PrefixList, list int) {
	at := c.table.at("prefixLists", list)
	to, known := v.checkTarget(at, tr, l.NextHop, l.Blackhole)
	known = known && v.checkTakes(at, "prefix list", to, attach.Of(to.kind).PrefixListNextHop)
	for i, p := range l.Prefixes {
		if !v.checkPrefix(at.at("prefixes", i), p) || !known {
			continue
		}
		v.checkFamily(at.at("prefixes", i), p, to)
		v.addRoute(c, configuredRoute{p, to, list, i})
	}
}
