package topology

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/route"
)

// sessionEdges yields both directions of every session of a data center.
func (c *compiler) sessionEdges(yield func(engine.Edge)) {
	number := int32(0)
	for i := range c.net.DataCenters {
		d := &c.net.DataCenters[i]
		for k := range d.Sessions {
			number++
			if other := c.dataCenters[d.Sessions[k].To]; other != nil {
				c.betweenEdges(number, d, other, k, yield)
			} else {
				c.deviceEdges(number, d, &d.Sessions[k], yield)
			}
		}
	}
}

// deviceEdges yields both directions of a session with a VBR or VPN.
func (c *compiler) deviceEdges(number int32, d *DataCenter, s *Session, yield func(engine.Edge)) {
	site, device := c.nodes[d.ID], c.nodes[s.To]
	session := engine.SessionEdge{
		ID: number, Static: s.Static, Drops: s.DropsASPath, CloudASN: c.out.Nodes[device].ASN,
		Only: prefixSet(s.Prefixes), Prepend: s.Prepend, Weight: sitePreference(s.Preference),
	}
	nextHop := d.ID
	if s.Peer != "" {
		nextHop = s.Peer
	}
	var announces, tells []route.Reason
	if s.Down || c.down[d.ID] || c.down[s.To] {
		announces, tells = append(announces, route.IsDown), append(tells, route.IsDown)
	}
	if s.Silent {
		announces = append(announces, route.SilentSession)
	}
	if s.Static || c.out.Nodes[device].Kind == engine.ConnectionTable && !c.speaksBGP(s.To) {
		tells = append(tells, route.WithoutBGP)
	}
	yield(engine.Edge{Kind: engine.Announce, From: site, To: device, NextHop: c.id(nextHop), Session: session, Off: announces})
	yield(engine.Edge{Kind: engine.Tell, From: device, To: site, NextHop: c.id(s.To), Session: session, Off: tells})
}

// betweenEdges yields both directions of a session between two data centers. Each side's own entry sets what that side
// announces and prefers (D-38); the session is one, also where both name it, and is then made from the side with the
// smaller ID.
func (c *compiler) betweenEdges(number int32, d, other *DataCenter, k int, yield func(engine.Edge)) {
	place := 0 // among the entries of d for the other
	for i := range k {
		if d.Sessions[i].To == other.ID {
			place++
		}
	}
	mine, theirs := &d.Sessions[k], entryFor(other, d.ID, place)
	switch {
	case theirs == nil:
		theirs = &Session{To: d.ID}
	case other.ID < d.ID:
		return
	}
	yield(c.between(number, d, other, mine, theirs))
	yield(c.between(number, other, d, theirs, mine))
}

// entryFor returns the entry of a data center for another one at a place among those entries, nil if there is none.
func entryFor(d *DataCenter, to string, place int) *Session {
	for i := range d.Sessions {
		if d.Sessions[i].To != to {
			continue
		}
		if place == 0 {
			return &d.Sessions[i]
		}
		place--
	}
	return nil
}

func (c *compiler) between(number int32, from, to *DataCenter, mine, theirs *Session) engine.Edge {
	e := engine.Edge{
		Kind: engine.Between, From: c.nodes[from.ID], To: c.nodes[to.ID], NextHop: c.id(from.ID),
		Session: engine.SessionEdge{
			ID: number, Static: mine.Static || theirs.Static, Drops: mine.DropsASPath || theirs.DropsASPath,
			CloudASN: defaultASN, Only: prefixSet(mine.Prefixes), Prepend: slices.Clone(mine.Prepend),
			Weight: sitePreference(theirs.Preference),
		},
	}
	if mine.Down || theirs.Down || c.down[from.ID] || c.down[to.ID] {
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
