package topology

import (
	"math"
	"net/netip"
)

// checkDataCenters checks the networks on premises with their sessions.
func (v *validator) checkDataCenters() {
	var names map[sessionName]sessionPlace
	for i := range v.net.DataCenters {
		dc := &v.net.DataCenters[i]
		at := place{}.at("dataCenters", i)
		if dc.ASN == 0 {
			v.refuse(at.in("asn"), "TR-6.5",
				"the AS number of data center %q is %d or missing, it must be 1 to 4294967295", dc.ID, dc.ASN)
		}
		v.checkPrefixes(at, "prefixes", dc.Prefixes)
		v.checkOnPremRoutes(at, dc)
		v.checkSessionPrefixes(at, dc)
		for k := range dc.Sessions {
			v.checkSession(at.at("sessions", k), sessionPlace{i, k}, &names)
		}
	}
}

// checkOnPremRoutes checks the static routes of a data center. A route to what it has no session with is a warning:
// nothing is known of the line that it takes.
func (v *validator) checkOnPremRoutes(at place, dc *DataCenter) {
	type key struct {
		prefix  netip.Prefix
		nextHop string
	}
	var seen map[key]int
	for k := range dc.Routes {
		r := &dc.Routes[k]
		at := at.at("routes", k)
		v.checkPrefix(at.in("prefix"), r.Prefix)
		v.checkOnPremPreference(at, r.Preference)
		if first, repeated := seen[key{r.Prefix, r.NextHop}]; repeated {
			v.refuse(at.in("prefix"), "", "route %v to %q is repeated, it is route %d already", r.Prefix, r.NextHop,
				first)
		}
		putFirst(&seen, key{r.Prefix, r.NextHop}, k)
		to, ok := v.refer(at.in("nextHop"), r.NextHop, aVBR, aVPN, aDataCenter)
		if !ok {
			continue
		}
		switch here := v.object(dc.ID); {
		case to == here:
			v.refuse(at.in("nextHop"), "", "route %v of data center %q leads to the data center itself", r.Prefix,
				dc.ID)
		case !v.haveSession(here, to):
			v.warn(at.in("nextHop"), "D-12", "route %v leads to %q, with which data center %q has no session", r.Prefix,
				r.NextHop, dc.ID)
		}
	}
}

// haveSession reports whether one of two objects names the other in a session. It indexes all sessions when it is first
// asked.
func (v *validator) haveSession(a, b *object) bool {
	if v.sessions == nil {
		v.sessions = make(map[link]bool)
		for i := range v.net.DataCenters {
			dc := &v.net.DataCenters[i]
			for k := range dc.Sessions {
				v.sessions[link{v.object(dc.ID), v.object(dc.Sessions[k].To)}] = true
			}
		}
	}
	return v.sessions[link{a, b}] || v.sessions[link{b, a}]
}

// checkOnPremPreference refuses a preference that cannot be compared with the default of 100.
func (v *validator) checkOnPremPreference(at place, preference int) {
	if preference < 0 || preference > math.MaxInt32 {
		v.refuse(at.in("preference"), "", "preference %d must be 0 (stands for 100) to %d", preference, math.MaxInt32)
	}
}

// checkSession checks a session of a data center: it leads to a VBR, an IPsec connection or another data center. On an
// IPsec connection without BGP it is a static one (TR-6.5).
func (v *validator) checkSession(at place, where sessionPlace, names *map[sessionName]sessionPlace) {
	dc := &v.net.DataCenters[where.dataCenter]
	s := &dc.Sessions[where.session]
	v.checkOnPremPreference(at, s.Preference)
	v.checkASPath(at, "prepend", s.Prepend)
	v.checkStaticSession(at, s)
	o, ok := v.refer(at.in("to"), s.To, aVBR, aVPN, aDataCenter)
	switch {
	case !ok:
		return
	case s.To == dc.ID:
		v.refuse(at.in("to"), "", "data center %q has a session with itself", dc.ID)
	case o.kind == aVPN && !s.Static && !v.net.VPNs[o.i].BGP:
		v.refuse(at.in("to"), "TR-6.5", "the session runs BGP (it is not static), but IPsec connection %q has no bgp",
			s.To)
	}
	v.checkSessionName(at.in("peer"), where, dc, s, names)
}

// A sessionPlace is where a session is in the document.
type sessionPlace struct{ dataCenter, session int }

// A sessionName is what tells the sessions of a neighbour apart.
type sessionName struct{ neighbour, name string }

func (p sessionPlace) place() place {
	return place{}.at("dataCenters", p.dataCenter).at("sessions", p.session)
}

// checkStaticSession warns about settings of BGP on a static session.
func (v *validator) checkStaticSession(at place, s *Session) {
	if !s.Static {
		return
	}
	if len(s.Prepend) > 0 {
		v.warn(at.in("prepend"), "", "prepend %v has no effect on a static session, it has no AS path", s.Prepend)
	}
	if s.DropsASPath {
		v.warn(at.in("dropsAsPath"), "", "dropsAsPath has no effect on a static session, it has no AS path")
	}
}

// checkSessionName refuses the second session of a data center with one neighbour under one name. The name of a session
// is its peer, or the data center's ID; it is a next hop in the neighbour's table, where it must not be taken for
// something else.
func (v *validator) checkSessionName(at place, where sessionPlace, dc *DataCenter, s *Session, names *map[sessionName]sessionPlace) {
	name := s.Peer
	if name == "" {
		name = dc.ID
	}
	if o := v.object(s.Peer); o.kind != noObject && s.Peer != dc.ID {
		v.refuse(at, "", "peer %q is the ID of the %s at %v", s.Peer, o.kind, o.place())
	}
	if s.Peer == "local" || s.Peer == "blackhole" {
		v.refuse(at, "", "peer cannot be %q, which is a next hop in route tables", s.Peer)
	}
	if first, taken := (*names)[sessionName{s.To, name}]; taken {
		v.refuse(at, "", "a session with %q is named %q already, at %v, several sessions need different peers", s.To,
			name, first.place())
	}
	putFirst(names, sessionName{s.To, name}, where)
}

// checkSessionPrefixes warns about a prefix of a session that is not one of the data center's: a session announces the
// prefixes that are in both lists (D-37).
func (v *validator) checkSessionPrefixes(at place, dc *DataCenter) {
	var own map[netip.Prefix]bool
	for k := range dc.Sessions {
		s := &dc.Sessions[k]
		session := at.at("sessions", k)
		v.checkPrefixes(session, "prefixes", s.Prefixes)
		if own == nil && len(s.Prefixes) > 0 {
			own = make(map[netip.Prefix]bool, len(dc.Prefixes))
			for _, p := range dc.Prefixes {
				own[p] = true
			}
		}
		for i, p := range s.Prefixes {
			if canonical(p) && !own[p] {
				v.warn(session.at("prefixes", i), "D-37", "prefix %v is not one of data center %q, it is not announced",
					p, dc.ID)
			}
		}
	}
}
