package lint

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/topology"
)

// unusedTables looks for tables of transit routers that nothing is associated with, and tables of VPCs that no vSwitch
// uses.
func (l *linter) unusedTables() {
	used := map[string]bool{}
	for i := range l.net.Attachments {
		a := &l.net.Attachments[i]
		used[l.association(a.TransitRouter, a.Association)] = true
	}
	for i := range l.net.Peerings {
		for _, e := range l.net.Peerings[i].Ends {
			used[l.association(e.TransitRouter, e.Association)] = true
		}
	}
	l.eachTable(func(p place) {
		if !used[p.table.ID] {
			l.find(UnusedTable, p.path, "TR-2.1.2",
				"nothing is associated with table %q: no packet is looked up in it, and nobody is told what it holds",
				p.table.ID)
		}
	})
	for i := range l.net.VPCs {
		l.unusedVPCTables(&l.net.VPCs[i], at("vpcs", i))
	}
}

func (l *linter) unusedVPCTables(vpc *topology.VPC, path string) {
	for k, t := range vpc.Tables() {
		if t.ID != vpc.SystemTable() && !slices.ContainsFunc(vpc.VSwitches, func(s topology.VSwitch) bool { return s.RouteTable == t.ID }) {
			l.find(UnusedTable, path+"."+at("routeTables", k), "TR-5.8",
				"no vSwitch uses table %q: no packet is looked up in it", t.ID)
		}
	}
}

// A block is a prefix that belongs to an instance.
type block struct {
	prefix   netip.Prefix
	instance string
	path     string
	external bool // a route that stands behind a VBR or VPN; it may be one of several ways to the same network
}

// overlaps looks for prefixes of two instances that overlap, in networks that are connected with each other. What
// stands behind a circuit or IPsec connection may be wider than a block of the cloud, as a default route is, and is
// looked at only where it lies inside.
func (l *linter) overlaps() {
	blocks, group := l.blocks(), l.connected()
	for i := range blocks {
		if l.ctx.Err() != nil {
			return
		}
		a := &blocks[i]
		found := map[string]bool{}
		for k := i + 1; k < len(blocks); k++ {
			b := &blocks[k]
			if a.instance == b.instance || found[b.instance] || group[a.instance] != group[b.instance] || l.joined(a.instance, b.instance) || !conflict(a, b) {
				continue
			}
			found[b.instance] = true
			l.find(OverlappingPrefixes, b.path, "TR-4.2",
				"%v of %q overlaps %v of %q: packets to the common addresses reach one of them", b.prefix, b.instance,
				a.prefix, a.instance)
		}
	}
}

// joined reports whether a data center has a session with a device, whose routes lead to that data center then.
func (l *linter) joined(a, b string) bool {
	return slices.ContainsFunc(l.net.DataCenters, func(d topology.DataCenter) bool {
		return (d.ID == a || d.ID == b) && slices.ContainsFunc(d.Sessions, func(s topology.Session) bool { return s.To == a || s.To == b })
	})
}

// conflict reports whether two blocks overlap in a way that matters.
func conflict(a, b *block) bool {
	switch {
	case !a.prefix.Overlaps(b.prefix) || a.external && b.external:
		return false
	case a.external:
		return a.prefix.Bits() >= b.prefix.Bits()
	case b.external:
		return b.prefix.Bits() >= a.prefix.Bits()
	}
	return true
}

// blocks returns the prefixes of all instances, in document order by kind.
func (l *linter) blocks() (all []block) {
	for i := range l.net.VPCs {
		for k, s := range l.net.VPCs[i].VSwitches {
			all = append(all, block{s.CIDR, l.net.VPCs[i].ID, at("vpcs", i) + "." + at("vswitches", k), false})
		}
	}
	for i := range l.net.CCNs {
		for k, sag := range l.net.CCNs[i].SAGs {
			for j, p := range sag.Prefixes {
				all = append(all, block{p, l.net.CCNs[i].ID,
					at("ccns", i) + "." + at("sags", k) + "." + at("prefixes", j), false})
			}
		}
	}
	for i := range l.net.DataCenters {
		for k, p := range l.net.DataCenters[i].Prefixes {
			all = append(all, block{p, l.net.DataCenters[i].ID, at("dataCenters", i) + "." + at("prefixes", k),
				p.Bits() == 0})
		}
	}
	for i := range l.net.VBRs {
		for k, r := range l.net.VBRs[i].Routes {
			all = append(all, block{r.Prefix, l.net.VBRs[i].ID, at("vbrs", i) + "." + at("routes", k), true})
		}
	}
	for i := range l.net.VPNs {
		for k, r := range l.net.VPNs[i].Routes {
			all = append(all, block{r.Prefix, l.net.VPNs[i].ID, at("vpns", i) + "." + at("routes", k), true})
		}
	}
	return all
}

// connected groups the objects of the network that are connected, directly or through others: each is given the
// smallest ID of its group.
func (l *linter) connected() map[string]string {
	group := map[string]string{}
	var find func(string) string
	find = func(id string) string {
		if up, ok := group[id]; ok && up != id {
			group[id] = find(up)
			return group[id]
		}
		group[id] = id
		return id
	}
	join := func(a, b string) {
		a, b = find(a), find(b)
		group[max(a, b)] = min(a, b)
	}
	for _, a := range l.net.Attachments {
		join(a.TransitRouter, a.Instance)
	}
	for _, p := range l.net.Peerings {
		join(p.Ends[0].TransitRouter, p.Ends[1].TransitRouter)
	}
	for _, e := range l.net.ECRs {
		for _, id := range e.VBRs {
			join(e.ID, id)
		}
		for _, a := range e.Associations {
			join(e.ID, max(a.VPC, a.TransitRouter)) // one of them is empty
		}
	}
	for _, d := range l.net.DataCenters {
		for _, s := range d.Sessions {
			join(d.ID, s.To)
		}
	}
	all := make(map[string]string, len(group))
	for id := range group {
		all[id] = find(id)
	}
	return all
}
