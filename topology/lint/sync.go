package lint

import (
	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// syncs looks for synchronization that delivers nothing.
func (l *linter) syncs() {
	for i := range l.net.Attachments {
		a := &l.net.Attachments[i]
		tr := l.routers[a.TransitRouter]
		if tr.Edition == attach.Basic || a.Association == "" || !a.RouteSync && a.Kind != attach.ECR {
			continue
		}
		nextHop := a.ID
		if a.Kind == attach.ECR {
			nextHop = tr.ID
		}
		l.sync(at("attachments", i)+".routeSync", a.Association, a.Instance, nextHop, l.tablesOf(a.Instance))
	}
	for i := range l.net.Peerings {
		p := &l.net.Peerings[i]
		for k := range p.Ends {
			from, to := &p.Ends[k], &p.Ends[1-k]
			if from.RouteSync && from.Association != "" && l.routers[from.TransitRouter].Edition != attach.Basic {
				learners := to.Propagations
				if tr := l.routers[to.TransitRouter]; tr.Edition == attach.Basic {
					learners = []string{l.association(tr.ID, "")}
				}
				l.sync(at("peerings", i)+"."+at("ends", k)+".routeSync", from.Association, to.TransitRouter, p.ID,
					learners)
			}
		}
	}
}

// sync looks at what a table delivered to some others with a next hop.
func (l *linter) sync(path, table, to, nextHop string, receivers []string) {
	rows, active := 0, 0
	for _, id := range receivers {
		for _, r := range l.rows(id) {
			if r.NextHop == nextHop && (r.Learned || r.Type == route.Static && r.Origin.Instance == "") { // or a prefix of an ECR association
				rows++
				if r.Status == route.Active {
					active++
				}
			}
		}
	}
	switch {
	case rows == 0:
		l.find(EmptySync, path, "TR-2.3.4", "synchronization of table %q to %q delivers nothing", table, to)
	case active == 0:
		l.find(EmptySync, path, "TR-2.3.4",
			"synchronization of table %q to %q delivers nothing that takes effect, %d in all", table, to, rows)
	}
}

// tablesOf returns the IDs of the tables of a network instance.
func (l *linter) tablesOf(instance string) (ids []string) {
	for t := range l.state.Tables() {
		if t.Owner() == instance {
			ids = append(ids, t.ID())
		}
	}
	return ids
}
