package topology

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// A withheld route is configured and yet in no table: what it belongs to has failed, or a rule keeps it out from the
// start. The prefix has an origin all the same.
type withheld struct {
	table   int32 // that would hold it
	over    string
	nextHop string
	reason  route.Reason
	ways    []engine.EdgeKind // over which the table would tell it on
}

// withheldRoutes returns the routes of a prefix that are withheld.
func (s *State) withheldRoutes(p netip.Prefix) []withheld {
	n := s.compiled.net
	var list []withheld
	for i := range n.VBRs {
		v := &n.VBRs[i]
		list = append(list, s.compiled.withheldBeyond(v.ID, v.Routes, p)...)
	}
	for i := range n.VPNs {
		v := &n.VPNs[i]
		list = append(list, s.compiled.withheldBeyond(v.ID, v.Routes, p)...)
	}
	for i := range n.CCNs {
		list = append(list, s.compiled.withheldBranches(&n.CCNs[i], p)...)
	}
	for i := range n.DataCenters {
		list = append(list, s.withheldOnPremises(i, p)...)
	}
	for i := range n.ECRs {
		list = append(list, s.compiled.withheldPrefixes(i, p)...)
	}
	return list
}

// withheldBeyond returns the withheld ones of the routes that stand behind a VBR or VPN: it has failed (D-14), or their
// AS path holds its ASN (D-35).
func (c *compiler) withheldBeyond(instance string, routes []ExternalRoute, p netip.Prefix) (list []withheld) {
	node := c.node(instance)
	for i := range routes {
		r := &routes[i]
		if r.Prefix != p {
			continue
		}
		w := withheld{table: node, nextHop: r.NextHop, reason: route.IsDown}
		switch {
		case c.down(instance):
		case r.Type == route.BGP && r.ASPath.Contains(c.out.Nodes[node].ASN):
			w.reason = route.ASPathLoop
		default:
			continue
		}
		if r.NextHop == "" {
			w.ways = append(w.ways, engine.LearnExternal)
		}
		if r.Type == route.BGP {
			w.ways = append(w.ways, engine.CircuitToECR)
		}
		list = append(list, w)
	}
	return list
}

func (c *compiler) withheldBranches(ccn *CCN, p netip.Prefix) (list []withheld) {
	if !c.down(ccn.ID) {
		return nil
	}
	for _, sag := range ccn.SAGs {
		if slices.Contains(sag.Prefixes, p) {
			list = append(list, withheld{
				table: c.node(ccn.ID), nextHop: sag.ID, reason: route.IsDown, ways: []engine.EdgeKind{engine.LearnExternal},
			})
		}
	}
	return list
}

// withheldOnPremises returns what a data center does not hold: everything if it has failed, or else the static routes
// that have no way.
func (s *State) withheldOnPremises(i int, p netip.Prefix) (list []withheld) {
	c := s.compiled
	d := &c.net.DataCenters[i]
	failed := withheld{table: c.node(d.ID), reason: route.IsDown}
	if c.down(d.ID) && slices.Contains(s.Network().DataCenters[i].Prefixes, p) {
		own := failed
		own.ways = []engine.EdgeKind{engine.Announce, engine.Between}
		list = append(list, own)
	}
	for _, r := range d.Routes {
		if r.Prefix == p && (c.down(d.ID) || !c.usable(d, r.NextHop)) {
			static := failed
			static.nextHop = r.NextHop
			list = append(list, static)
		}
	}
	return list
}

// withheldPrefixes returns the prefixes of an ECR's associations that yield nothing (D-31).
func (c *compiler) withheldPrefixes(i int, p netip.Prefix) (list []withheld) {
	ecr := &c.net.ECRs[i]
	for k := range ecr.Associations {
		a := &ecr.Associations[k]
		if !slices.Contains(a.Prefixes, p) {
			continue
		}
		if over, reason := c.withoutEffect(ecr, a); reason != route.NoReason {
			for _, view := range c.views[i] {
				list = append(list, withheld{
					table: view, over: over, nextHop: a.VPC + a.TransitRouter, reason: reason,
					ways: []engine.EdgeKind{engine.ECRToCircuit},
				})
			}
		}
	}
	return list
}

// noteWithheld notes the routes that a table would hold and tell over an edge, nil if the table itself is explained,
// and reports whether there are any. What stops such a route on the edge as well is not said twice.
func (x *explainer) noteWithheld(table int32, e *engine.Edge) (any bool) {
	for _, w := range x.withheld {
		if w.table != table || e != nil && !slices.Contains(w.ways, e.Kind) {
			continue
		}
		any = true
		if e == nil || !slices.Contains(e.Off, w.reason) {
			here := x.s.compiled.name(x.s.compiled.out.Nodes[table].Table)
			x.block(Blocker{From: here, To: here, Over: w.over, NextHop: w.nextHop, Reason: w.reason,
				Rule: w.reason.Rule()})
		}
	}
	return any
}
