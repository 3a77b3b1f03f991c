package engine

import (
	"cmp"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// decide gives each row of a table its status for one prefix and puts the rows in order: Active first, then by next
// hop. A row that came with a status other than Active (Prohibited, Suppressed, ...) keeps it and takes
// no part.
func (n *Network) decide(node *Node, rows []Row) {
	if len(rows) < 2 {
		return
	}
	switch node.Kind {
	case RouterTable:
		n.decideRouter(node, rows)
	case ECRView:
		n.decideECR(node, rows)
	case CircuitTable, ConnectionTable, BranchTable:
		n.decideCircuit(rows)
	case DataCenterTable:
		n.decideDataCenter(rows)
	}
	slices.SortFunc(rows, n.compareRows)
}

// compareRows orders the rows of one prefix in one table as [route.Compare] orders routes; no two are equal, for no two
// came the same way.
func (n *Network) compareRows(a, b Row) int {
	return cmp.Or(
		cmp.Compare(flag(a.Status != route.Active), flag(b.Status != route.Active)),
		cmp.Compare(a.NextHop, b.NextHop),
		cmp.Compare(a.Status, b.Status),
		cmp.Compare(a.Type, b.Type),
		cmp.Compare(a.Preference, b.Preference),
		slices.Compare(n.ASPaths.Get(a.ASPath), n.ASPaths.Get(b.ASPath)),
		slices.Compare(n.Communities.Get(a.Communities), n.Communities.Get(b.Communities)),
		cmp.Compare(a.Via, b.Via),
	)
}

// contenders adds what a decision looks at of the rows that are still Active to a list.
func contenders[C any](list []C, rows []Row, view func(*Row) C) []C {
	for i := range rows {
		if rows[i].Status == route.Active {
			list = append(list, view(&rows[i]))
		}
	}
	return list
}

// setOutcomes gives the rows that are still Active the outcomes of a decision about them, one for each.
func setOutcomes(rows []Row, outcomes []route.Outcome) {
	next := 0
	for i := range rows {
		if rows[i].Status != route.Active {
			continue
		}
		if o := outcomes[next]; o.Status != route.Active {
			rows[i].Status, rows[i].Step = o.Status, o.Step
		}
		next++
	}
}

// few is the number of rows up to which a decision takes no memory.
const few = 4

// decideRouter takes the decision of a transit router table (TR-4.4).
func (n *Network) decideRouter(node *Node, rows []Row) {
	var c [few]route.RouterCandidate
	var out [few]route.Outcome
	setOutcomes(rows, route.Decide(contenders(c[:0], rows, n.routerCandidate), node.MultiRegionECMP, out[:0]))
}

func (n *Network) routerCandidate(r *Row) route.RouterCandidate {
	return route.RouterCandidate{
		Configured: r.Via < 0, Kind: r.Origin.Kind, Type: r.Type, ASPathLength: n.pathLength(r), Local: !r.Peer,
		Preference: r.Preference, MED: r.MED, Region: int(r.Origin.Region), NextHop: int(r.NextHop),
	}
}

// decideECR takes the decision of an ECR in the view of one region (E-5.1, D-32, D-33).
func (n *Network) decideECR(node *Node, rows []Row) {
	var c [few]route.ECRCandidate
	var out [few]route.Outcome
	setOutcomes(rows, route.DecideECR(contenders(c[:0], rows, n.ecrCandidate), int(node.Region), node.NearBy, out[:0]))
}

func (n *Network) ecrCandidate(r *Row) route.ECRCandidate {
	c := route.ECRCandidate{
		From: r.Toward, NextHop: int(r.NextHop), Region: int(r.Region), OriginRegion: int(r.Origin.Region),
		ASPathLength: n.pathLength(r), Default: r.MED == defaultPathMED,
	}
	if r.Via < 0 { // a prefix of an association has no origin region (D-32)
		c.OriginRegion = -1
	}
	return c
}

// decideCircuit takes the decision of a VBR, VPN or CCN table: what comes from its circuit, or is configured there,
// before what the cloud tells it (D-22, D-37).
func (n *Network) decideCircuit(rows []Row) {
	var c [few]route.CircuitCandidate
	var out [few]route.Outcome
	setOutcomes(rows, route.DecideCircuit(contenders(c[:0], rows, n.circuitCandidate), out[:0]))
}

func (n *Network) circuitCandidate(r *Row) route.CircuitCandidate {
	own := r.Via < 0 || n.Edges[r.Via].Kind == Announce
	return route.CircuitCandidate{Own: own, Type: r.Type, ASPathLength: n.pathLength(r)}
}

// decideDataCenter takes the decision of a data center: its own prefix, else the smallest preference (D-38).
func (n *Network) decideDataCenter(rows []Row) {
	var c [few]route.DataCenterCandidate
	var out [few]route.Outcome
	setOutcomes(rows, route.DecideDataCenter(contenders(c[:0], rows, n.dataCenterCandidate), out[:0]))
}

func (n *Network) dataCenterCandidate(r *Row) route.DataCenterCandidate {
	return route.DataCenterCandidate{Own: r.Via < 0 && r.NextHop == n.Local, Preference: int(r.Weight)}
}

// pathLength is the number of autonomous systems in the AS path of a row, repetitions counted.
func (n *Network) pathLength(r *Row) int { return len(n.ASPaths.Get(r.ASPath)) }

func flag(yes bool) byte {
	if yes {
		return 1
	}
	return 0
}

// fromKind tells an ECR what kind of neighbour told it a row.
func fromKind(e *Edge) attach.Kind {
	switch e.Kind {
	case CircuitToECR:
		return attach.VBR
	case VPCToECR:
		return attach.VPC
	}
	return attach.Peer
}
