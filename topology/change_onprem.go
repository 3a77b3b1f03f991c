package topology

import (
	"fmt"
	"net/netip"
	"slices"
)

// Announce lets a data center originate a prefix on its sessions. A session that is restricted to some of the prefixes
// does not announce another one.
type Announce struct {
	DataCenter string
	Prefix     netip.Prefix
}

// Withdraw lets a data center originate a prefix no more.
type Withdraw struct {
	DataCenter string
	Prefix     netip.Prefix
}

// AddSession adds a session to a data center.
type AddSession struct {
	DataCenter string
	Session    Session
}

// RemoveSession removes a session of a data center, which is named by its other end and its peer.
type RemoveSession struct{ DataCenter, To, Peer string }

// FailSession lets a session of a data center fail.
type FailSession struct{ DataCenter, To, Peer string }

// RepairSession lets a failed session of a data center work again.
type RepairSession struct{ DataCenter, To, Peer string }

// AddExternalRoute adds a route to a VBR or VPN: what a data center that is not modelled announces there, or a static
// route of the VBR.
type AddExternalRoute struct {
	Instance string
	Route    ExternalRoute
}

// RemoveExternalRoute removes the routes of a VBR or VPN that have a prefix and a next hop.
type RemoveExternalRoute struct {
	Instance string
	Prefix   netip.Prefix
	NextHop  string // of a static route of a VBR towards the transit router, else ""
}

func (c Announce) String() string { return "announce " + c.Prefix.String() + " from " + c.DataCenter }
func (c Withdraw) String() string { return "withdraw " + c.Prefix.String() + " from " + c.DataCenter }
func (c AddSession) String() string {
	return "add " + sessionText(c.DataCenter, c.Session.To, c.Session.Peer)
}
func (c RemoveSession) String() string { return "remove " + sessionText(c.DataCenter, c.To, c.Peer) }
func (c FailSession) String() string   { return "fail " + sessionText(c.DataCenter, c.To, c.Peer) }
func (c RepairSession) String() string { return "repair " + sessionText(c.DataCenter, c.To, c.Peer) }
func (c AddExternalRoute) String() string {
	return fmt.Sprintf("add route %v%s to %s", c.Route.Prefix, via(c.Route.NextHop), c.Instance)
}
func (c RemoveExternalRoute) String() string {
	return fmt.Sprintf("remove route %v%s from %s", c.Prefix, via(c.NextHop), c.Instance)
}

// via names the next hop of a route in words, if it has one.
func via(nextHop string) string {
	if nextHop == "" {
		return ""
	}
	return " via " + nextHop
}

func sessionText(dataCenter, to, peer string) string {
	if peer != "" {
		peer = " (" + peer + ")"
	}
	return "the session of " + dataCenter + " with " + to + peer
}

func (n *Network) checkDataCenter(id string) (*DataCenter, *ChangeError) {
	if d := n.dataCenter(id); d != nil {
		return d, nil
	}
	return nil, missing("data center", id)
}

func (n *Network) checkSession(dataCenter, to, peer string) (*Session, *ChangeError) {
	d, err := n.checkDataCenter(dataCenter)
	if err != nil {
		return nil, err
	}
	if s := d.session(to, peer); s != nil {
		return s, nil
	}
	return nil, refuse("", "there is no %s", sessionText(dataCenter, to, peer)[len("the "):])
}

func (c Announce) check(n *Network) *ChangeError {
	d, err := n.checkDataCenter(c.DataCenter)
	if err == nil && slices.Contains(d.Prefixes, c.Prefix) {
		return refuse("", "%v is announced already", c.Prefix)
	}
	return err
}

func (c Withdraw) check(n *Network) *ChangeError {
	d, err := n.checkDataCenter(c.DataCenter)
	if err == nil && !slices.Contains(d.Prefixes, c.Prefix) {
		return refuse("", "%v is not announced", c.Prefix)
	}
	return err
}

func (c AddSession) check(n *Network) *ChangeError {
	_, err := n.checkDataCenter(c.DataCenter)
	return err
}

func (c RemoveSession) check(n *Network) *ChangeError {
	_, err := n.checkSession(c.DataCenter, c.To, c.Peer)
	return err
}

func (c FailSession) check(n *Network) *ChangeError {
	s, err := n.checkSession(c.DataCenter, c.To, c.Peer)
	if err == nil && s.Down {
		return refuse("", "it is down already")
	}
	return err
}

func (c RepairSession) check(n *Network) *ChangeError {
	s, err := n.checkSession(c.DataCenter, c.To, c.Peer)
	if err == nil && !s.Down {
		return refuse("", "it is not down")
	}
	return err
}

func (c AddExternalRoute) check(n *Network) *ChangeError {
	if n.externalRoutes(c.Instance) == nil {
		return missing("VBR or IPsec connection", c.Instance)
	}
	return nil
}

func (c RemoveExternalRoute) check(n *Network) *ChangeError {
	routes := n.externalRoutes(c.Instance)
	switch {
	case routes == nil:
		return missing("VBR or IPsec connection", c.Instance)
	case !slices.ContainsFunc(*routes, func(r ExternalRoute) bool { return c.names(&r) }):
		return refuse("", "%q has no such route", c.Instance)
	}
	return nil
}

// names reports whether a route is one of those that the change removes.
func (c RemoveExternalRoute) names(r *ExternalRoute) bool {
	return r.Prefix == c.Prefix && r.NextHop == c.NextHop
}

// externalRoutes returns the list of routes of a VBR or VPN, nil if there is none.
func (n *Network) externalRoutes(id string) *[]ExternalRoute {
	if v := n.vbr(id); v != nil {
		return &v.Routes
	}
	if v := n.vpn(id); v != nil {
		return &v.Routes
	}
	return nil
}

// atDataCenter returns the stage of an edit of one data center.
func atDataCenter(r ruleID, id string, edit func(*DataCenter)) []stage {
	return one(r, func(n *Network) {
		if d := n.dataCenter(id); d != nil {
			edit(d)
		}
	})
}

func (c Announce) stages(*Network) []stage {
	return atDataCenter("D-38", c.DataCenter, func(d *DataCenter) { d.Prefixes = append(d.Prefixes, c.Prefix) })
}

func (c Withdraw) stages(*Network) []stage {
	return atDataCenter("D-38", c.DataCenter, func(d *DataCenter) { d.Prefixes = drop(d.Prefixes, c.Prefix) })
}

func (c AddSession) stages(*Network) []stage {
	return atDataCenter("D-38", c.DataCenter, func(d *DataCenter) { d.Sessions = append(d.Sessions, c.Session) })
}

func (c RemoveSession) stages(*Network) []stage {
	return atDataCenter("D-38", c.DataCenter, func(d *DataCenter) {
		d.Sessions = reject(d.Sessions, func(s *Session) bool { return s.To == c.To && s.Peer == c.Peer })
	})
}

func (c FailSession) stages(*Network) []stage {
	return sessionDown(c.DataCenter, c.To, c.Peer, true)
}

func (c RepairSession) stages(*Network) []stage {
	return sessionDown(c.DataCenter, c.To, c.Peer, false)
}

func sessionDown(dataCenter, to, peer string, down bool) []stage {
	return atDataCenter("D-14", dataCenter, func(d *DataCenter) {
		if s := d.session(to, peer); s != nil {
			s.Down = down
		}
	})
}

func (c AddExternalRoute) stages(*Network) []stage {
	return one("TR-6.1", func(n *Network) {
		if routes := n.externalRoutes(c.Instance); routes != nil {
			*routes = append(*routes, c.Route)
		}
	})
}

func (c RemoveExternalRoute) stages(*Network) []stage {
	return one("TR-6.1", func(n *Network) {
		if routes := n.externalRoutes(c.Instance); routes != nil {
			*routes = reject(*routes, c.names)
		}
	})
}
