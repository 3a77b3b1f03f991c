package topologytest

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// A speaker is a network on premises that announces over BGP: a data center, or a VBR or IPsec connection with BGP
// routes that stand for one.
type speaker struct {
	id     string
	center bool
}

// speakers returns the networks on premises that announce over BGP, data centers first.
func speakers(n *topology.Network) (list []speaker) {
	for i := range n.DataCenters {
		if len(bgpSessions(n, &n.DataCenters[i])) > 0 {
			list = append(list, speaker{n.DataCenters[i].ID, true})
		}
	}
	for _, v := range n.VBRs {
		if slices.ContainsFunc(v.Routes, isBGP) {
			list = append(list, speaker{v.ID, false})
		}
	}
	for _, v := range n.VPNs {
		if slices.ContainsFunc(v.Routes, isBGP) {
			list = append(list, speaker{v.ID, false})
		}
	}
	return list
}

func isBGP(r topology.ExternalRoute) bool { return r.Type == route.BGP }

// bgpSessions returns the sessions on which a data center announces to the cloud over BGP.
func bgpSessions(n *topology.Network, d *topology.DataCenter) (list []topology.Session) {
	for _, s := range d.Sessions {
		isCenter := slices.ContainsFunc(n.DataCenters, func(o topology.DataCenter) bool { return o.ID == s.To })
		if !isCenter && !s.Static && !s.Silent {
			list = append(list, s)
		}
	}
	return list
}

// find returns the data center of a speaker, or the routes that stand for one.
func (s speaker) find(n *topology.Network) (*topology.DataCenter, *[]topology.ExternalRoute) {
	for i := range n.DataCenters {
		if n.DataCenters[i].ID == s.id {
			return &n.DataCenters[i], nil
		}
	}
	for i := range n.VBRs {
		if n.VBRs[i].ID == s.id {
			return nil, &n.VBRs[i].Routes
		}
	}
	for i := range n.VPNs {
		if n.VPNs[i].ID == s.id {
			return nil, &n.VPNs[i].Routes
		}
	}
	return nil, nil
}

// An announcer changes what speakers of a network announce.
type announcer struct {
	chooser
	variant
	as *topology.Network // before all changes
}

// change makes one change. Where the network has nothing for it, it makes none.
func (c *announcer) change(s speaker, kind Announcement) {
	own := c.as.OwnBlocks(s.id)
	var blocks []netip.Prefix
	switch kind {
	case LongerPath:
		c.prepend(s)
		return
	case MoreSpecific:
		if len(own) > 0 {
			blocks = append(blocks, c.part(pick(&c.chooser, own...), 8))
		}
	case DefaultRoute:
		blocks = append(blocks, pick(&c.chooser, everyIPv4, everyIPv6))
	case CloudBlock:
		blocks = c.around(c.cloudBlocks())
	case ForeignBlock:
		blocks = c.around(c.foreignBlocks(s))
	}
	for _, p := range blocks {
		c.announce(s, p)
	}
}

var everyIPv4, everyIPv6 = netip.MustParsePrefix("0.0.0.0/0"), netip.MustParsePrefix("::/0")

func (c *announcer) cloudBlocks() (list []netip.Prefix) {
	for i := range c.as.VPCs {
		list = append(list, c.as.OwnBlocks(c.as.VPCs[i].ID)...)
	}
	return list
}

// foreignBlocks returns the blocks of the other speakers.
func (c *announcer) foreignBlocks(s speaker) (list []netip.Prefix) {
	for _, other := range speakers(c.as) {
		if other.id != s.id {
			list = append(list, c.as.OwnBlocks(other.id)...)
		}
	}
	return list
}

// around draws one of the blocks, a half of it, or one that contains it.
func (c *announcer) around(blocks []netip.Prefix) []netip.Prefix {
	if len(blocks) == 0 {
		return nil
	}
	p := pick(&c.chooser, blocks...)
	switch c.below(3) {
	case 1:
		p = c.part(p, 1)
	case 2:
		p = netip.PrefixFrom(p.Addr(), max(p.Bits()-1-c.below(8), 1)).Masked()
	}
	return []netip.Prefix{p}
}

// part draws a part of a prefix that is up to so many bits longer; the prefix itself where it is one address.
func (c *announcer) part(p netip.Prefix, most int) netip.Prefix {
	bits := min(p.Bits()+1+c.below(most), p.Addr().BitLen())
	addr := p.Addr().AsSlice()
	for i := p.Bits(); i < bits; i++ {
		if c.oneIn(2) {
			addr[i/8] |= 0x80 >> (i % 8)
		}
	}
	a, _ := netip.AddrFromSlice(addr)
	return netip.PrefixFrom(a, bits)
}

// announce lets a speaker announce a prefix: by itself where the addresses are its own, otherwise by its stand-in.
func (c *announcer) announce(s speaker, p netip.Prefix) {
	c.texts = append(c.texts, fmt.Sprintf("%s announces %s", s.id, p))
	i := slices.IndexFunc(c.as.OwnBlocks(s.id), func(b netip.Prefix) bool { return b.Bits() <= p.Bits() && b.Contains(p.Addr()) })
	d, routes := s.find(c.network)
	switch {
	case i < 0:
		d := c.standIn(s)
		d.Prefixes = add(d.Prefixes, p)
	case d != nil:
		d.Prefixes = add(d.Prefixes, p)
		for j := range d.Sessions {
			if len(d.Sessions[j].Prefixes) > 0 {
				d.Sessions[j].Prefixes = add(d.Sessions[j].Prefixes, p)
			}
		}
	default:
		r := (*routes)[slices.IndexFunc(*routes, isBGP)]
		r.Prefix, r.NextHop = p, ""
		*routes = addExternal(*routes, r)
	}
}

func standInOf(id string) string { return id + "-announces" }

// standIn returns the data center that announces what is not a speaker's own, on the sessions of the speaker.
func (c *announcer) standIn(s speaker) *topology.DataCenter {
	id := standInOf(s.id)
	if i := slices.IndexFunc(c.network.DataCenters, func(d topology.DataCenter) bool { return d.ID == id }); i >= 0 {
		return &c.network.DataCenters[i]
	}
	stand := topology.DataCenter{ID: id, ASN: 64999}
	d, routes := s.find(c.network)
	if d != nil {
		stand.ASN = d.ASN
		for i, b := range bgpSessions(c.as, d) {
			b.Prefixes, b.Peer = nil, fmt.Sprintf("%s-%d", id, i+1)
			stand.Sessions = append(stand.Sessions, b)
		}
	} else {
		stand.Sessions = []topology.Session{{To: s.id}}
		if path := (*routes)[slices.IndexFunc(*routes, isBGP)].ASPath; len(path) > 0 {
			stand.ASN = path[len(path)-1]
		}
	}
	c.network.DataCenters = append(c.network.DataCenters, stand)
	return &c.network.DataCenters[len(c.network.DataCenters)-1]
}

// prepend puts AS numbers of nobody in front of the AS paths of a speaker, of a data center those on one session.
func (c *announcer) prepend(s speaker) {
	path := route.ASPath{pick(&c.chooser, strangers...)}
	c.several(2, func() { path = append(path, pick(&c.chooser, strangers...)) })
	d, routes := s.find(c.network)
	if d == nil {
		for i := range *routes {
			if r := &(*routes)[i]; isBGP(*r) {
				r.ASPath = slices.Concat(path, r.ASPath)
			}
		}
		c.texts = append(c.texts, fmt.Sprintf("%s prepends %v", s.id, path))
		return
	}
	to := pick(&c.chooser, bgpSessions(c.as, d)...)
	for i := range d.Sessions {
		if b := &d.Sessions[i]; b.To == to.To && b.Peer == to.Peer {
			b.Prepend = slices.Concat(path, b.Prepend)
		}
	}
	c.texts = append(c.texts, fmt.Sprintf("%s prepends %v towards %s", s.id, path, to.To))
}

// strangers are AS numbers that are not in use otherwise, at least in the networks of this package.
var strangers = []uint32{64900, 64901}
