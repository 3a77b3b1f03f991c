package engine

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// deafen replaces what a router table can hear, but what can never win there, by silence. A route that loses against
// one that is certain changes nothing that the table says.
//
// That a route loses against another one for itself tells that it loses in every company only where the decision
// compares all routes alike, step by step: see uniform. Elsewhere nothing is replaced.
func (f *search) deafen(node int32, ears []ear) {
	n := f.s.n
	configured := n.classes.configured(nil, f.s.class.origins, node)
	if slices.ContainsFunc(configured, func(r Row) bool { return r.Status == route.Active }) { // they beat all others (D-13)
		for i := range ears {
			ears[i].heard = []message{{}}
		}
		return
	}
	var certain, all []Row
	for i := range ears {
		for k := range ears[i].heard {
			if m := &ears[i].heard[k]; m.ok && m.row.Status == route.Active {
				all = append(all, m.row)
				if len(ears[i].heard) == 1 {
					certain = append(certain, m.row)
				}
			}
		}
	}
	if len(certain) == 0 || !uniform(all) {
		return
	}
	best := n.bestOf(&n.Nodes[node], certain)
	for i := range ears {
		if len(ears[i].heard) > 1 {
			ears[i].heard = n.relevant(&n.Nodes[node], best, ears[i].heard)
		}
	}
}

// relevant keeps of what can be heard what does not lose against a row, and silence in place of the rest.
func (n *Network) relevant(node *Node, best Row, heard []message) []message {
	var kept []message
	for i := range heard {
		m := heard[i]
		if m.ok && (m.row.Status != route.Active || n.loses(node, m.row, best)) {
			m = message{}
		}
		kept = include(kept, m)
	}
	return kept
}

// bestOf returns a row that wins among some.
func (n *Network) bestOf(node *Node, rows []Row) Row {
	rows = slices.Clone(rows)
	n.decideRouter(node, rows)
	for i := range rows {
		if rows[i].Status == route.Active {
			return rows[i]
		}
	}
	return rows[0]
}

// loses tells whether a row is not Active beside another one that is.
func (n *Network) loses(node *Node, r, other Row) bool {
	pair := []Row{r, other}
	n.decideRouter(node, pair)
	return pair[0].Status != route.Active && pair[1].Status == route.Active
}

// uniform tells whether every step of the decision of a router table applies to any selection of some rows alike, so
// that the decision is one order of all of them: the steps that look at the company of a route (TR-4.4: all from VBRs,
// all BGP, all from ECRs, VPC or not) find it the same in every selection, or find nothing to compare.
func uniform(rows []Row) bool {
	vpc, bgp, ecr, sameMED := 0, 0, 0, true
	for i := range rows {
		r := &rows[i]
		vpc += count(r.Origin.Kind == attach.VPC)
		bgp += count(r.Type == route.BGP)
		ecr += count(r.Origin.Kind == attach.ECR)
		sameMED = sameMED && r.MED == rows[0].MED
	}
	alike := func(number int) bool { return number == 0 || number == len(rows) }
	return alike(vpc) && alike(bgp) && (alike(ecr) || sameMED)
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
