package engine

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// announceDataCenter is what a data center announces on a session: its own prefixes, and if it is a transit data
// center the Active routes that it heard on other sessions (D-37).
func (n *Network) announceDataCenter(e *Edge, p netip.Prefix, rows []Row, got *Row, rec *Recorder) bool {
	for i := range rows {
		r := &rows[i]
		if reason := n.keepsSilent(e, p, r); reason != route.NoReason {
			rec.note(r, reason)
			continue
		}
		got.receive(e, r, route.OverSession)
		got.ASPath, got.MED, got.Preference = n.announcedPath(e, r), 0, route.DefaultPreference
		if n.loops(e, got.ASPath) {
			rec.note(r, route.ASPathLoop)
			continue
		}
		rec.note(r, route.Announced)
		n.atReceiver(e, got)
		return true
	}
	return false
}

// keepsSilent returns why a data center does not announce a row on a session.
func (n *Network) keepsSilent(e *Edge, p netip.Prefix, r *Row) route.Reason {
	own := r.Via < 0 && r.NextHop == n.Local
	switch {
	case r.Status != route.Active:
		return route.NotActive
	case r.Via < 0 && !own:
		return route.NotOwnRoute // its static routes
	case !own && (!n.Nodes[e.From].Transit || e.Session.Static):
		return route.NoTransitDataCenter
	case !own && n.Edges[r.Via].Session.ID == e.Session.ID:
		return route.SplitHorizon
	case e.Session.Only != nil && !e.Session.Only[p]:
		return route.OutsideSessionPrefixes
	}
	return route.NoReason
}

// announcedPath is the AS path of a row on a session: the data center's ASN in front, after what is prepended there;
// where AS paths are not passed on, a route that was heard carries the cloud's ASN alone.
func (n *Network) announcedPath(e *Edge, r *Row) List[uint32] {
	if e.Session.Static {
		return 0
	}
	if r.Via >= 0 && e.Session.Drops {
		return n.ASPaths.Of(e.Session.CloudASN)
	}
	path := n.ASPaths.Prepend(r.ASPath, n.Nodes[e.From].ASN)
	return n.ASPaths.Prepend(path, e.Session.Prepend...)
}

// loops tells whether the receiver of an edge finds its own ASN in an AS path (D-35).
func (n *Network) loops(e *Edge, path List[uint32]) bool {
	return !e.Session.Drops && !e.Session.Static && slices.Contains(n.ASPaths.Get(path), n.Nodes[e.To].ASN)
}

// atReceiver completes a row that a data center announced.
func (n *Network) atReceiver(e *Edge, r *Row) {
	to := &n.Nodes[e.To]
	if e.Kind == Between {
		r.Weight = e.Session.Weight
		return
	}
	r.Type = route.BGP
	if e.Session.Static {
		r.Type, r.Communities = route.Custom, 0 // D-40, P-3.16
	}
	r.Origin = policy.Origin[ID]{Instance: to.Instance, Kind: kindOf(to.Kind), Region: to.Region}
	r.Deciders = 0
}

func kindOf(k NodeKind) attach.Kind {
	switch k {
	case VPCTable:
		return attach.VPC
	case CircuitTable:
		return attach.VBR
	case ConnectionTable:
		return attach.VPN
	case BranchTable:
		return attach.CCN
	case ECRView:
		return attach.ECR
	}
	return attach.None
}

// tell is what a VBR or VPN tells a data center over BGP: the Active routes that the cloud told it, its cloud-side ASN
// in front of their AS path (D-38, E-5.5.1).
func (n *Network) tell(e *Edge, rows []Row, got *Row, rec *Recorder) bool {
	for i := range rows {
		r := &rows[i]
		switch {
		case r.Via < 0 || n.Edges[r.Via].Kind == Announce:
			rec.note(r, route.OwnCircuitRoute)
			continue
		case r.Status != route.Active:
			rec.note(r, route.NotActive)
			continue
		}
		got.receive(e, r, route.OverSession)
		if e.Session.Drops {
			got.ASPath = 0
		}
		got.ASPath = n.ASPaths.Prepend(got.ASPath, e.Session.CloudASN)
		got.Weight, got.MED = e.Session.Weight, 0
		if n.loops(e, got.ASPath) {
			rec.note(r, route.ASPathLoop)
			continue
		}
		rec.note(r, route.Announced)
		return true
	}
	return false
}
