package reference

import (
	"slices"
	"strings"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// A heardRoute is a route in the table of a data center, with the session that it came over and the data center's
// preference for it. The zero line is none.
type heardRoute struct {
	route.Route
	over       line
	preference int
}

// dataCenterRoutes is what the table of a data center holds: its own prefixes, its static routes and what it hears; its
// own preference decides (D-38).
func (r round) dataCenterRoutes(dc *topology.DataCenter) []heardRoute {
	if r.isDown(dc.ID) {
		return nil
	}
	var rows []heardRoute
	for _, own := range ownPrefixes(dc) {
		rows = append(rows, heardRoute{Route: own})
	}
	for _, static := range dc.Routes {
		if r.isReachable(dc, static.NextHop) {
			rows = append(rows, heardRoute{Route: staticRoute(dc, static), preference: orDefault(static.Preference)})
		}
	}
	for _, l := range r.lines(dc) {
		for _, row := range r.heardOver(dc, l) {
			rows = append(rows, heardRoute{row, l, orDefault(l.mine.Preference)})
		}
	}
	return onceFromEach(selectedByDataCenter(rows))
}

// onceFromEach keeps one of the routes that several sessions with one neighbour tell, those of equal next hop, status
// and type: the first in order of what the row shows, and of these the one of the first session. A static route to the
// neighbour is none that it tells.
func onceFromEach(rows []heardRoute) []heardRoute {
	slices.SortStableFunc(rows, func(a, b heardRoute) int { return inOrder(untraced(a.Route), untraced(b.Route)) })
	return slices.CompactFunc(rows, func(a, b heardRoute) bool {
		return a.Learned && b.Learned && a.Prefix == b.Prefix && a.NextHop == b.NextHop && a.Status == b.Status && a.Type == b.Type
	})
}

// untraced is a route without what it tells of where it has been.
func untraced(r route.Route) route.Route {
	r.Origin, r.Policies = route.Origin{}, nil
	return r
}

// routesHeard are the routes without their sessions.
func routesHeard(rows []heardRoute) []route.Route {
	var routes []route.Route
	for _, row := range rows {
		routes = append(routes, row.Route)
	}
	return routes
}

// orDefault is a preference of a data center, 100 where none is given (D-38).
func orDefault(preference int) int {
	if preference == 0 {
		return route.DefaultDataCenterPreference
	}
	return preference
}

// ownPrefixes are the prefixes of a data center.
func ownPrefixes(dc *topology.DataCenter) []route.Route {
	var rows []route.Route
	for _, p := range dc.Prefixes {
		rows = append(rows, route.Route{
			Prefix: p, NextHop: "local", Type: route.System, Preference: route.DefaultPreference,
			Origin: route.Origin{Instance: dc.ID},
		})
	}
	return rows
}

// staticRoute is a static route of a data center as a row.
func staticRoute(dc *topology.DataCenter, static topology.OnPremRoute) route.Route {
	return route.Route{
		Prefix: static.Prefix, NextHop: static.NextHop, Type: route.Static, Preference: route.DefaultPreference,
		Origin: route.Origin{Instance: dc.ID},
	}
}

// isReachable tells whether a next hop has not failed, nor all of the sessions with it if there are any (D-14).
func (r round) isReachable(dc *topology.DataCenter, nextHop string) bool {
	lines := r.linesTo(dc, nextHop)
	return !r.isDown(nextHop) && (len(lines) == 0 || slices.ContainsFunc(lines, line.isUp))
}

// A line is a session as one of its ends sees it.
type line struct {
	mine   topology.Session // as the data center has it
	theirs topology.Session // as the other end has it, if that is a data center
	place  int              // among the sessions with the same neighbour
}

// isSame tells whether two lines are one session, both seen from the same end.
func (l line) isSame(other line) bool { return l.mine.To == other.mine.To && l.place == other.place }

func (l line) isUp() bool       { return !l.mine.Down && !l.theirs.Down }
func (l line) isStatic() bool   { return l.mine.Static || l.theirs.Static }
func (l line) dropsPaths() bool { return l.mine.DropsASPath || l.theirs.DropsASPath }

// reversed is the line as the other data center sees it.
func (l line) reversed(dc *topology.DataCenter) line {
	l.mine, l.theirs = l.theirs, l.mine
	l.mine.To = dc.ID
	return l
}

// lines are the sessions of a data center that are up.
func (r round) lines(dc *topology.DataCenter) []line {
	var list []line
	for _, to := range r.neighbours(dc) {
		if !r.isDown(dc.ID) && !r.isDown(to) {
			list = append(list, r.linesTo(dc, to)...)
		}
	}
	return slices.DeleteFunc(list, func(l line) bool { return !l.isUp() })
}

// neighbours are all that a data center may have sessions with.
func (r round) neighbours(dc *topology.DataCenter) []string {
	var list []string
	for _, vbr := range r.VBRs {
		list = append(list, vbr.ID)
	}
	for _, vpn := range r.VPNs {
		list = append(list, vpn.ID)
	}
	for _, other := range r.DataCenters {
		if other.ID != dc.ID {
			list = append(list, other.ID)
		}
	}
	return list
}

// linesTo are the sessions of a data center with one neighbour. A session between two data centers works both ways,
// whichever of them names it; where both do, the entry of each sets its side (D-38): the first entry of one goes with
// the first of the other, in order of their names.
func (r round) linesTo(dc *topology.DataCenter, to string) []line {
	mine, theirs := entriesFor(dc, to), []topology.Session(nil)
	if other := r.dataCenter(to); other != nil {
		theirs = entriesFor(other, dc.ID)
	}
	list := make([]line, max(len(mine), len(theirs)))
	for i := range list {
		list[i].mine.To, list[i].place = to, i
		if i < len(mine) {
			list[i].mine = mine[i]
		}
		if i < len(theirs) {
			list[i].theirs = theirs[i]
		}
	}
	return list
}

// entriesFor are the sessions that a data center names with a neighbour, in order of their names.
func entriesFor(dc *topology.DataCenter, to string) []topology.Session {
	var list []topology.Session
	for _, s := range dc.Sessions {
		if s.To == to {
			list = append(list, s)
		}
	}
	slices.SortStableFunc(list, func(a, b topology.Session) int { return strings.Compare(a.Peer, b.Peer) })
	return list
}

// selectedByDataCenter is the decision of a data center, prefix by prefix: its own prefix, else the smallest
// preference; losers are Standby, equal ones share the load, AS paths play no part (D-38).
func selectedByDataCenter(rows []heardRoute) []heardRoute {
	for i := range rows {
		for k := range rows {
			if rows[k].Prefix == rows[i].Prefix && rows[k].preference < rows[i].preference {
				rows[i].Status = route.Standby
			}
		}
	}
	return rows
}

// heardOver is what a data center hears over a session.
func (r round) heardOver(dc *topology.DataCenter, l line) []route.Route {
	if other := r.dataCenter(l.mine.To); other != nil {
		return r.heardFromDataCenter(dc, other, l)
	}
	if l.isStatic() {
		return nil
	}
	return r.heardFromCircuit(dc, l)
}

// heardFromCircuit is what a VBR or IPsec connection tells a data center over BGP: what it was told by the cloud and
// uses, with its cloud-side ASN in front of the path, or alone where AS paths are dropped (TR-6.2, E-5.5.1, D-35,
// D-38). A route whose path holds the data center's own ASN is dropped (D-35). The MED stays in the cloud (E-5.5.3).
func (r round) heardFromCircuit(dc *topology.DataCenter, l line) []route.Route {
	circuit := l.mine.To
	var rows []route.Route
	for _, row := range r.before.Routes(circuit) {
		if row.Status != route.Active || !row.Learned || !r.isFromCloud(row) || hasPrefix(rows, row.Prefix) {
			continue
		}
		row.ASPath = slices.Concat(route.ASPath{r.cloudASN(circuit)}, row.ASPath)
		if l.dropsPaths() {
			row.ASPath = route.ASPath{r.cloudASN(circuit)}
		}
		if isLoop(row, dc.ASN, l) {
			continue
		}
		row.NextHop, row.MED = circuit, 0
		rows = append(rows, row)
	}
	return rows
}

// heardFromDataCenter is what a data center hears from another one: the first announced route of each prefix whose path
// does not hold its own ASN (D-35). Over a static session it has static routes to the other's prefixes.
func (r round) heardFromDataCenter(dc, other *topology.DataCenter, l line) []route.Route {
	var rows []route.Route
	for _, row := range r.announcedOver(other, l.reversed(dc)) {
		if hasPrefix(rows, row.Prefix) || isLoop(row, dc.ASN, l) {
			continue
		}
		row.NextHop, row.Learned = other.ID, true
		rows = append(rows, row)
	}
	return rows
}

// isLoop tells whether a receiver drops a BGP route because it finds its own ASN in the path; where AS paths are
// dropped it does not look (D-35).
func isLoop(row route.Route, asn uint32, l line) bool {
	return !l.isStatic() && !l.dropsPaths() && slices.Contains(row.ASPath, asn)
}

// announcedOver is what a data center announces over one of its sessions: its own prefixes with its ASN as path, and,
// in transit, the Active routes that it heard, with its ASN in front, except where they came from (D-37). What the
// session prepends comes first. Where AS paths are dropped, a route that was heard keeps only the cloud's ASN (D-35). A
// session with prefixes announces these only; a static one stands for static routes to its own prefixes, without path
// (D-40).
func (r round) announcedOver(dc *topology.DataCenter, l line) []route.Route {
	if l.mine.Silent {
		return nil
	}
	var list []route.Route
	for _, heard := range r.heardBy(dc) {
		row := heard.Route
		own := row.NextHop == "local"
		passedOn := row.Learned && dc.Transit && !l.isStatic() && !heard.over.isSame(l)
		if row.Status != route.Active || !own && !passedOn || !isAmong(l.mine.Prefixes, row.Prefix) {
			continue
		}
		switch {
		case l.isStatic():
			row.ASPath = nil
		case passedOn && l.dropsPaths():
			row.ASPath = route.ASPath{r.cloudASN(l.mine.To)}
		default:
			row.ASPath = slices.Concat(l.mine.Prepend, route.ASPath{dc.ASN}, row.ASPath)
		}
		row.Preference, row.MED = route.DefaultPreference, 0
		list = append(list, row)
	}
	return list
}

// heardBy are the routes that the table of a data center held, with their sessions. Where the table does not tell the
// session, it is the first one with the neighbour.
func (r round) heardBy(dc *topology.DataCenter) []heardRoute {
	for _, table := range r.before {
		if table.ID == dc.ID && table.heard != nil {
			return table.heard
		}
	}
	var list []heardRoute
	for _, row := range r.before.Routes(dc.ID) {
		list = append(list, heardRoute{Route: row, over: line{mine: topology.Session{To: row.NextHop}}})
	}
	return list
}

// heardFromDataCenters is what a VBR or IPsec connection has from the data centers behind it: BGP routes, or its own
// static routes to their prefixes where the session is static.
func (r round) heardFromDataCenters(circuit string) []route.Route {
	var rows []route.Route
	for i := range r.DataCenters {
		dc := &r.DataCenters[i]
		for _, l := range r.lines(dc) {
			if l.mine.To == circuit {
				rows = append(rows, r.heardFromSession(dc, l)...)
			}
		}
	}
	return rows
}

// heardFromSession is what a VBR or IPsec connection has from one session: the first announced route of each prefix
// whose path does not hold its cloud-side ASN (D-35), of type BGP, or Custom where the session is static (D-40). It is
// the origin. The next hop is the data center, or the name of the session's end.
func (r round) heardFromSession(dc *topology.DataCenter, l line) []route.Route {
	circuit := l.mine.To
	var rows []route.Route
	for _, row := range r.announcedOver(dc, l) {
		if hasPrefix(rows, row.Prefix) || isLoop(row, r.cloudASN(circuit), l) {
			continue
		}
		row.NextHop, row.Learned, row.Type, row.Origin, row.Policies = dc.ID, true, route.BGP, r.originOf(circuit), nil
		if l.mine.Peer != "" {
			row.NextHop = l.mine.Peer
		}
		if l.isStatic() {
			row.Type, row.Communities = route.Custom, nil
		}
		rows = append(rows, row)
	}
	return rows
}
