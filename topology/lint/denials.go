package lint

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// denials looks for routes that an egress policy keeps from a VPC whose own route leads the packets to the transit
// router all the same (P-7.6).
func (l *linter) denials() {
	for i := range l.net.VPCs {
		vpc := &l.net.VPCs[i]
		for _, t := range vpc.Tables() {
			l.denialsIn(vpc, t.ID)
		}
	}
}

func (l *linter) denialsIn(vpc *topology.VPC, table string) {
	t, ok := l.state.Table(table)
	if !ok {
		return
	}
	found := map[string]bool{}
	for r := range t.Routes() {
		if r.Status != route.Prohibited || len(r.Policies) == 0 {
			continue
		}
		path, name := l.policyNamed(r.Policies[len(r.Policies)-1])
		around, leads := leadsAllTheSame(t, r)
		if path == "" || !leads || found[path] {
			continue
		}
		found[path] = true
		l.find(DenyDoesNotIsolate, path, "P-7.6", "%s keeps %v from VPC %q, but route %v of table %q leads its packets to %q all the same",
			name, r.Prefix, vpc.ID, around, table, r.NextHop)
	}
}

// leadsAllTheSame returns a configured Active route that contains a denied one and has the same next hop.
func leadsAllTheSame(t topology.Table, denied route.Route) (netip.Prefix, bool) {
	around, rows, ok := t.Lookup(denied.Prefix.Addr())
	leads := ok && around.Bits() <= denied.Prefix.Bits() && slices.ContainsFunc(rows, func(r route.Route) bool {
		return !r.Learned && r.NextHop == denied.NextHop
	})
	return around, leads
}

// policyNamed returns the path of the policy that a route names as TABLE/DIRECTION/PRIORITY, and its name in words. The
// path is empty for the system policy.
func (l *linter) policyNamed(text string) (path, name string) {
	rest, priority := cutLast(text)
	table, direction := cutLast(rest)
	p, ok := l.tables[table]
	if !ok {
		return "", ""
	}
	i := slices.IndexFunc(p.table.Policies, func(q policy.Policy) bool {
		return q.Direction.String() == direction && fmt.Sprint(q.Priority) == priority
	})
	if i < 0 {
		return "", ""
	}
	return policyPath(p, i), direction + " policy " + priority
}

// cutLast cuts a text at its last slash.
func cutLast(text string) (before, after string) {
	i := strings.LastIndexByte(text, '/')
	return text[:max(i, 0)], text[i+1:]
}
