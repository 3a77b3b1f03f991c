package engine

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// A Note is one thing that was decided about a row on its way over an edge.
type Note struct {
	Row      Row // as the sender holds it
	Reason   route.Reason
	Deciders List[PolicyRef]
}

// A Recorder collects notes. A nil Recorder collects nothing and costs nothing.
type Recorder struct{ Notes []Note }

func (rec *Recorder) note(r *Row, reason route.Reason) {
	if rec != nil {
		rec.Notes = append(rec.Notes, Note{Row: *r, Reason: reason, Deciders: r.Deciders})
	}
}

// noteDenied notes that policies denied a row.
func (rec *Recorder) noteDenied(r *Row, by List[PolicyRef]) {
	if rec != nil {
		rec.Notes = append(rec.Notes, Note{Row: *r, Reason: route.DeniedByPolicy, Deciders: by})
	}
}

// announce derives what an edge tells its receiver about a prefix from the rows that its sender holds, before the
// receiver compares it with others. Rows must be in order of next hop where several are Active. It reports whether the
// receiver gets a row at all, which is then put into got; a row that a policy denied on the way comes as Prohibited.
func (n *Network) announce(e *Edge, p netip.Prefix, rows []Row, got *Row, rec *Recorder) bool {
	if len(e.Off) > 0 {
		n.noteOff(e, p, rows, rec)
		return false
	}
	switch e.Kind {
	case LearnVPC, VPCToECR:
		return n.announceVPC(e, p, rows, got, rec)
	case LearnExternal, CircuitToECR:
		return n.offer(e, p, rows, got, rec)
	case LearnECR, ECRToVPC:
		return n.announceCircuits(e, p, rows, got, rec)
	case ECRToCircuit:
		return n.announceCloud(e, rows, got, rec)
	case Sync, SyncECR, Peering:
		return n.advertise(e, p, rows, got, rec)
	case Announce, Between:
		return n.announceDataCenter(e, p, rows, got, rec)
	case Tell:
		return n.tell(e, rows, got, rec)
	}
	return false
}

// noteOff notes why an edge that is switched off carries neither the rows of its sender nor an aggregate of it, which has
// no row there (D-26).
func (n *Network) noteOff(e *Edge, p netip.Prefix, rows []Row, rec *Recorder) {
	if rec == nil {
		return
	}
	for i := range rows {
		for _, reason := range e.Off {
			rec.note(&rows[i], reason)
		}
	}
	n.noteAggregate(e, p, e.Off, rec)
}

// receive makes a row the one that the receiver of an edge gets of a row of the sender.
func (r *Row) receive(e *Edge, sent *Row, how route.Reason) {
	*r = *sent
	r.NextHop = e.NextHop
	r.Via = e.index
	r.Status, r.Step, r.Reason = route.Active, route.NoStep, how
	r.Peer, r.Publish, r.Toward, r.Region, r.Weight = false, 0, attach.None, 0, 0
}

// ingress runs the ingress policies of the learning table (P-2.4 M1, M2); a denied route stays listed as Prohibited,
// with the attributes it came with (TR-3.2.3, D-45).
func (n *Network) ingress(e *Edge, p netip.Prefix, r *Row) {
	to := &n.Nodes[e.To]
	if !n.permits(to, policy.Ingress, p, r, nil) {
		r.Status, r.Reason = route.Prohibited, route.DeniedByPolicy
		return
	}
	if to.Basic && p.Addr().Is6() {
		r.Status, r.Reason = route.Rejected, route.IPv6OnBasic // TR-10.3, D-39
	}
}

// permits runs the policies of a table on a row, on the way in without a target, and tells whether the row may pass. It
// adds the policies that decided to the row, and sets the attributes that they changed.
func (n *Network) permits(table *Node, d policy.Direction, p netip.Prefix, r *Row, target *policy.Target[ID]) bool {
	subject := policy.Subject[ID]{
		Prefix: p, Type: r.Type, ASPath: n.ASPaths.Get(r.ASPath), Communities: n.Communities.Get(r.Communities),
		Preference: r.Preference, Origin: r.Origin,
	}
	var few [8]int
	verdict, decided := table.Policies.Evaluate(d, &subject, target, few[:0])
	if len(decided) == 0 {
		return verdict.Permit
	}
	r.Preference = verdict.Preference
	if !slices.Equal(verdict.ASPath, subject.ASPath) {
		r.ASPath = n.ASPaths.Of(verdict.ASPath...)
	}
	if !slices.Equal(verdict.Communities, subject.Communities) {
		r.Communities = n.Communities.Of(verdict.Communities...)
	}
	r.Deciders = n.decidedBy(r.Deciders, table.Table, d, decided)
	return verdict.Permit
}

// decidedBy puts the policies of a table that decided about a row now in front of those that did before.
func (n *Network) decidedBy(before List[PolicyRef], table ID, d policy.Direction, priorities []int) List[PolicyRef] {
	for _, priority := range priorities {
		before = n.Deciders.Prepend(before, PolicyRef{Table: table, Direction: d, Priority: priority})
	}
	return before
}

// announceVPC is what a VPC announces of itself: its vSwitches and the custom routes that it publishes (TR-2.2.2,
// TR-5.1, TR-5.2, E-2.3, E-2.4); never what it was told (TR-2.2.2), never 100.64.0.0/10.
func (n *Network) announceVPC(e *Edge, p netip.Prefix, rows []Row, got *Row, rec *Recorder) bool {
	want := ToRouter
	if e.Kind == VPCToECR {
		want = ToECR
	}
	for i := range rows {
		r := &rows[i]
		switch {
		case r.Via >= 0:
			rec.note(r, route.NotOwnRoute)
		case r.Publish&InServiceRange != 0:
			rec.note(r, route.ServiceRange)
		case r.Publish&want == 0:
			rec.note(r, route.NotPublished)
		case e.NoIPv6 && p.Addr().Is6():
			rec.note(r, route.WithoutIPv6)
		case e.Kind == VPCToECR && e.replaces(p):
			rec.note(r, route.BehindECRPrefix)
		case e.Kind == VPCToECR:
			rec.note(r, route.Announced)
			got.receive(e, r, route.IntoECR)
			n.intoView(e, p, got)
			return true
		default:
			rec.note(r, route.Announced)
			got.receive(e, r, route.Learned)
			n.ingress(e, p, got)
			return true
		}
	}
	return false
}

// offer is what a VBR, VPN or CCN offers the cloud: the routes that point to its circuit, tunnel or branches
// (TR-2.2.2), the best of them once (D-22). An ECR takes BGP routes only (E-2.2).
func (n *Network) offer(e *Edge, p netip.Prefix, rows []Row, got *Row, rec *Recorder) bool {
	for i := range rows {
		r := &rows[i]
		switch {
		case !r.outward(n):
			rec.note(r, route.NotOnPremises)
		case r.Status != route.Active:
			rec.note(r, route.NotActive)
		case e.Kind == CircuitToECR && r.Type != route.BGP:
			rec.note(r, route.StaticNotInECR)
		case e.Kind == CircuitToECR:
			rec.note(r, route.Announced)
			got.receive(e, r, route.IntoECR)
			n.intoView(e, p, got)
			return true
		default:
			rec.note(r, route.Announced)
			got.receive(e, r, route.Learned)
			n.ingress(e, p, got)
			return true
		}
	}
	return false
}

// outward tells whether a row of a VBR, VPN or CCN points away from the cloud: it is configured there without naming
// an attachment, or it came from a data center.
func (r *Row) outward(n *Network) bool {
	if r.Via < 0 {
		return r.Toward == attach.None
	}
	return n.Edges[r.Via].Kind == Announce
}
