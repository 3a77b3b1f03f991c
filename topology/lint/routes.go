package lint

import (
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// routes looks for configured routes that no packet follows, or that lead to something that is down.
func (l *linter) routes() {
	l.eachTable(func(p place) {
		for i, r := range p.table.Routes {
			l.route(p.path+"."+at("routes", i), p.table.ID, r.NextHop, "TR-4.1", r.Prefix)
		}
		for i, list := range p.table.PrefixLists {
			l.route(p.path+"."+at("prefixLists", i), p.table.ID, list.NextHop, "TR-4.1", list.Prefixes...)
		}
	})
	for i := range l.net.VPCs {
		vpc := &l.net.VPCs[i]
		for k, t := range vpc.Tables() {
			for j, r := range t.Routes {
				l.route(at("vpcs", i)+"."+at("routeTables", k)+"."+at("routes", j), t.ID, r.NextHop, "TR-5.8", r.Prefix)
			}
		}
	}
}

// route looks at one entry of a table, which stands for a route for each of its prefixes.
func (l *linter) route(path, table, nextHop string, longestMatch rule.ID, prefixes ...netip.Prefix) {
	if failed := l.failed(nextHop); failed != "" {
		l.find(RouteToFailed, path, "D-14", "packets to %s are led to %q and lost: %q is down", list(prefixes), nextHop,
			failed)
	}
	t, ok := l.state.Table(table)
	if !ok {
		return
	}
	for _, p := range prefixes {
		switch status, there := configuredStatus(t, p, nextHop); {
		case there && status != route.Active: // a configured route wins always (TR-4.2.1), but for IPv6 on Basic Edition
			l.find(DeadRoute, path, "D-39", "route %v of table %q is %v, no packet follows it", p, table, status)
		case there && coveredInside(t, p):
			l.find(DeadRoute, path, longestMatch,
				"no packet follows route %v of table %q: more specific routes cover every address in it", p, table)
		}
	}
}

// failed returns what is down of an attachment or peering and what it connects, nothing if it works.
func (l *linter) failed(id string) string {
	if l.down[id] {
		return id
	}
	i := slices.IndexFunc(l.net.Attachments, func(a topology.Attachment) bool { return a.ID == id })
	if i >= 0 && l.down[l.net.Attachments[i].Instance] {
		return l.net.Attachments[i].Instance
	}
	return ""
}

// list names prefixes: the one, or the first and how many more there are.
func list(prefixes []netip.Prefix) string {
	switch len(prefixes) {
	case 0:
		return "nothing"
	case 1:
		return prefixes[0].String()
	}
	return prefixes[0].String() + " and others"
}

// configuredStatus returns the best status of the configured routes of a prefix with a next hop; a blackhole has none.
func configuredStatus(t topology.Table, p netip.Prefix, nextHop string) (best route.Status, there bool) {
	for _, r := range t.Get(p) {
		if !r.Learned && (r.NextHop == nextHop || r.Type == route.Blackhole && nextHop == "") && (!there || r.Status < best) {
			best, there = r.Status, true
		}
	}
	return best, there
}

// coveredInside reports whether Active routes of longer prefixes cover all of a prefix.
func coveredInside(t topology.Table, p netip.Prefix) bool {
	var rest netipx.IPSetBuilder
	rest.AddPrefix(p)
	longer := false
	for q := range t.ActiveInside(p) {
		rest.RemovePrefix(q)
		longer = true
	}
	if !longer {
		return false
	}
	set, err := rest.IPSet()
	return err == nil && len(set.Ranges()) == 0
}

// aggregates looks for aggregate routes of a table that has no route inside.
func (l *linter) aggregates() {
	l.eachTable(func(p place) {
		t, _ := l.state.Table(p.table.ID)
		for i, a := range p.table.Aggregates {
			inside := false
			for range t.ActiveInside(a.Prefix) {
				inside = true
				break
			}
			if !inside {
				l.find(EmptyAggregate, p.path+"."+at("aggregates", i), "TR-3.6.3",
					"table %q has no route inside aggregate %v, which is advertised all the same: packets to it are dropped", p.table.ID, a.Prefix)
			}
		}
	})
}

// ecrPrefixes looks for prefixes of ECR associations that stand for no route.
func (l *linter) ecrPrefixes() {
	for i := range l.net.ECRs {
		ecr := &l.net.ECRs[i]
		for k := range ecr.Associations {
			a := &ecr.Associations[k]
			tables := l.announcing(ecr.ID, a)
			for j, p := range a.Prefixes {
				if len(tables) > 0 && !slices.ContainsFunc(tables, func(id string) bool { return l.covers(id, p) }) {
					l.find(EmptyECRPrefix, at("ecrs", i)+"."+at("associations", k)+"."+at("prefixes", j), "E-4.9",
						"prefix %v covers no route of table %q, and is announced all the same: packets to it are dropped", p, tables[0])
				}
			}
		}
	}
}

// announcing returns the tables whose routes the prefixes of an association stand for: the table that the attachment of
// the ECR is associated with, or the tables of the VPC.
func (l *linter) announcing(ecr string, a *topology.Association) (ids []string) {
	if a.VPC != "" {
		return l.tablesOf(a.VPC)
	}
	for _, at := range l.net.Attachments {
		if at.Instance == ecr && at.TransitRouter == a.TransitRouter && at.Association != "" {
			ids = append(ids, at.Association)
		}
	}
	return ids
}
