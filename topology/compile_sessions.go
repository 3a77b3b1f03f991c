package topology

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// sessionEdges yields both directions of every session of a data center, in order of data center, then of the device
// and the name of the session, so that the order of declarations plays no part (D-3).
func (c *compiler) sessionEdges(yield func(engine.Edge)) {
	number := int32(0)
	for _, d := range byID(c.net.DataCenters) {
		sessions := inOrder(d.Sessions)
		for k, s := range sessions {
			number++
			if to := c.object(s.To); to.kind == aDataCenter {
				c.betweenEdges(number, d, &c.net.DataCenters[to.i], sessions[:k+1], yield)
			} else {
				c.deviceEdges(number, c.object(d.ID), to, s, yield)
			}
		}
	}
}

// byID returns data centers in order of their IDs.
func byID(list []DataCenter) []*DataCenter {
	sorted := make([]*DataCenter, len(list))
	for i := range list {
		sorted[i] = &list[i]
	}
	slices.SortFunc(sorted, func(a, b *DataCenter) int { return strings.Compare(a.ID, b.ID) })
	return sorted
}

// inOrder sorts the sessions of a data center by device and name.
func inOrder(sessions []Session) []*Session {
	sorted := make([]*Session, len(sessions))
	for i := range sessions {
		sorted[i] = &sessions[i]
	}
	slices.SortStableFunc(sorted, func(a, b *Session) int {
		return cmp.Or(strings.Compare(a.To, b.To), strings.Compare(a.Peer, b.Peer))
	})
	return sorted
}

// deviceEdges yields both directions of a session with a VBR or VPN.
func (c *compiler) deviceEdges(number int32, d, device *object, s *Session, yield func(engine.Edge)) {
	table := &c.out.Nodes[device.node()]
	session := &engine.SessionEdge{
		ID: number, Static: s.Static, Drops: s.DropsASPath, CloudASN: table.ASN,
		Only: prefixSet(s.Prefixes), Prepend: s.Prepend, Weight: sitePreference(s.Preference),
	}
	nextHop := d.id
	if s.Peer != "" {
		nextHop = c.id(s.Peer)
	}
	var announces, tells []route.Reason
	if s.Down || d.down || device.down {
		announces, tells = append(announces, route.IsDown), append(tells, route.IsDown)
	}
	if s.Silent {
		announces = append(announces, route.SilentSession)
	}
	if s.Static || table.Kind == engine.ConnectionTable && !c.speaksBGP(s.To) {
		tells = append(tells, route.WithoutBGP)
	}
	yield(engine.Edge{Kind: engine.Announce, From: d.node(), To: device.node(), NextHop: nextHop, Session: session, Off: announces})
	yield(engine.Edge{Kind: engine.Tell, From: device.node(), To: d.node(), NextHop: device.id, Session: session, Off: tells})
}

// betweenEdges yields both directions of a session between two data centers. Each side's own entry sets what that side
// announces and prefers (D-38); the session is one, also where both name it, and is then made from the side with the
// smaller ID.
func (c *compiler) betweenEdges(number int32, d, other *DataCenter, upTo []*Session, yield func(engine.Edge)) {
	last := len(upTo) - 1
	mine, theirs := upTo[last], entryFor(other, d.ID, placeAmong(upTo, last))
	switch {
	case theirs == nil:
		theirs = &Session{To: d.ID}
	case other.ID < d.ID:
		return
	}
	yield(c.between(number, d, other, mine, theirs))
	yield(c.between(number, other, d, theirs, mine))
}

// placeAmong returns the place of the i-th of some sessions among those with the same data center.
func placeAmong(sessions []*Session, i int) int {
	place := 0
	for _, s := range sessions[:i] {
		if s.To == sessions[i].To {
			place++
		}
	}
	return place
}

// entryFor returns the entry of a data center for another one at a place among those entries, nil if there is none.
func entryFor(d *DataCenter, to string, place int) *Session {
	for _, s := range inOrder(d.Sessions) {
		if s.To != to {
			continue
		}
		if place == 0 {
			return s
		}
		place--
	}
	return nil
}

func (c *compiler) between(number int32, from, to *DataCenter, mine, theirs *Session) engine.Edge {
	e := engine.Edge{
		Kind: engine.Between, From: c.node(from.ID), To: c.node(to.ID), NextHop: c.id(from.ID),
		Session: &engine.SessionEdge{
			ID: number, Static: mine.Static || theirs.Static, Drops: mine.DropsASPath || theirs.DropsASPath,
			CloudASN: defaultASN, Only: prefixSet(mine.Prefixes), Prepend: slices.Clone(mine.Prepend),
			Weight: sitePreference(theirs.Preference),
		},
	}
	if mine.Down || theirs.Down || c.down(from.ID) || c.down(to.ID) {
		e.Off = append(e.Off, route.IsDown)
	}
	if mine.Silent {
		e.Off = append(e.Off, route.SilentSession)
	}
	return e
}

func prefixSet(list []netip.Prefix) map[netip.Prefix]bool {
	if len(list) == 0 {
		return nil
	}
	set := make(map[netip.Prefix]bool, len(list))
	for _, p := range list {
		set[p] = true
	}
	return set
}
