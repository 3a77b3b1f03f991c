package engine

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// The multi-exit discriminators between an ECR and a transit router (E-5.3.1); smaller wins.
const (
	sameRegionMED  = 1000
	defaultPathMED = 2000
	otherRegionMED = 3000
)

// replaces tells whether the prefixes of an ECR association stand for a prefix: all routes of their family in match
// mode (E-4.3), those inside one of them in incremental mode (E-4.4). Families are independent (E-M-13).
func (e *Edge) replaces(p netip.Prefix) bool {
	if e.Incremental {
		return covered(e.Prefixes, p)
	}
	for _, q := range e.Prefixes {
		if q.Addr().Is4() == p.Addr().Is4() {
			return true
		}
	}
	return false
}

// intoView puts a row into the table of an ECR region; what was disabled by hand there stays listed (E-2.13).
func (n *Network) intoView(e *Edge, p netip.Prefix, r *Row) {
	view := &n.Nodes[e.To]
	r.Toward, r.Region = fromKind(e), n.Nodes[e.From].Region
	if r.Status == route.Active && view.Disabled[Disabled{p, r.NextHop}] {
		r.Status, r.Reason = route.Disabled, route.DisabledOnECR
	}
}

// fromCircuit tells whether a row of an ECR view came from a circuit.
func (r *Row) fromCircuit(n *Network) bool { return r.Via >= 0 && n.Edges[r.Via].Kind == CircuitToECR }

// announceCircuits is what an ECR view tells a transit router or a VPC: one route for the prefix, with the AS path and
// communities of the first Active circuit (D-34, E-3.2), and towards a router with a MED (E-5.3.2).
func (n *Network) announceCircuits(e *Edge, p netip.Prefix, rows []Row, got *Row, rec *Recorder) bool {
	var first *Row
	near := false
	for i := range rows {
		r := &rows[i]
		switch {
		case !r.fromCircuit(n):
			rec.note(r, route.OnlyBetweenCircuitAndCloud) // E-3.2
		case r.Status != route.Active:
			rec.note(r, route.NotActive)
		default:
			rec.note(r, route.Announced)
			near = near || r.Origin.Region == n.Nodes[e.From].Region
			if first == nil {
				first = r
			}
		}
	}
	if first == nil {
		return false
	}
	view := &n.Nodes[e.From]
	got.receive(e, first, route.FromECR)
	got.Origin = policy.Origin[ID]{Instance: view.Instance, Kind: attach.ECR, Region: view.Region}
	if e.Kind == LearnECR {
		got.MED = med(near, e.DefaultPath)
		n.ingress(e, p, got)
		return true
	}
	return n.intoVPC(e, p, got, rec)
}

func med(near, defaultPath bool) uint32 {
	switch {
	case near:
		return sameRegionMED
	case defaultPath:
		return defaultPathMED
	}
	return otherRegionMED
}

// intoVPC puts an ECR route into a VPC table: not accepted if equal to a vSwitch, Candidate if inside one or equal to
// a custom route (E-7.4).
func (n *Network) intoVPC(e *Edge, p netip.Prefix, r *Row, rec *Recorder) bool {
	switch reason := n.Nodes[e.To].refuses(p); reason {
	case route.NoReason:
	case route.EqualToSystemRoute:
		rec.note(r, reason)
		return false
	default:
		r.Status, r.Reason = route.Candidate, reason
	}
	return true
}

// announceCloud is what an ECR view tells the VBRs of its region: the Active routes of VPCs and transit routers,
// next hop the ECR (D-34, E-3.1).
func (n *Network) announceCloud(e *Edge, rows []Row, got *Row, rec *Recorder) bool {
	for i := range rows {
		r := &rows[i]
		switch {
		case r.fromCircuit(n):
			rec.note(r, route.OnlyBetweenCircuitAndCloud)
		case r.Status != route.Active:
			rec.note(r, route.NotActive)
		default:
			rec.note(r, route.Announced)
			got.receive(e, r, route.FromECR)
			got.MED = 0
			return true
		}
	}
	return false
}
