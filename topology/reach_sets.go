package topology

import (
	"net/netip"
	"slices"

	"go4.org/netipx"
)

// owners returns the instances of a matrix in order of kind, then ID: of VBRs and VPNs only those that have blocks of
// their own.
func (x *traceIndex) owners() []string {
	var ids []string
	for _, kind := range [][]string{
		sortedIDs(x.net.VPCs, func(v *VPC) string { return v.ID }),
		sortedIDs(x.net.VBRs, func(v *VBR) string { return v.ID }),
		sortedIDs(x.net.VPNs, func(v *VPN) string { return v.ID }),
		sortedIDs(x.net.CCNs, func(c *CCN) string { return c.ID }),
		sortedIDs(x.net.DataCenters, func(d *DataCenter) string { return d.ID }),
	} {
		ids = append(ids, kind...)
	}
	return slices.DeleteFunc(ids, func(id string) bool {
		return (x.vbr(id) != nil || x.vpn(id) != nil) && len(x.blocksOf(id)) == 0
	})
}

func sortedIDs[T any](list []T, id func(*T) string) []string {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = id(&list[i])
	}
	slices.Sort(ids)
	return ids
}

// OwnBlocks returns the blocks of an instance of which [Cell] speaks, as they are written: the vSwitches of a VPC, the
// routes that stand behind a VBR or VPN, the prefixes of the SAGs of a CCN, the prefixes of a data center. There are
// none for any other ID, and none in a nil Network.
func (n *Network) OwnBlocks(instance string) []netip.Prefix {
	if n == nil {
		return nil
	}
	return blocksOf(n.vpc(instance), n.vbr(instance), n.vpn(instance), n.ccn(instance), n.dataCenter(instance))
}

// blocksOf returns the prefixes that are an instance's own.
func (x *traceIndex) blocksOf(instance string) []netip.Prefix {
	return blocksOf(x.vpc(instance), x.vbr(instance), x.vpn(instance), x.ccn(instance), x.dataCenter(instance))
}

// blocksOf returns the own prefixes of an instance: the one that is not nil.
func blocksOf(vpc *VPC, vbr *VBR, vpn *VPN, ccn *CCN, center *DataCenter) []netip.Prefix {
	var blocks []netip.Prefix
	switch {
	case vpc != nil:
		for _, s := range vpc.VSwitches {
			blocks = append(blocks, s.CIDR)
		}
	case vbr != nil:
		blocks = ownRoutes(vbr.Routes)
	case vpn != nil:
		blocks = ownRoutes(vpn.Routes)
	case ccn != nil:
		for _, s := range ccn.SAGs {
			blocks = append(blocks, s.Prefixes...)
		}
	case center != nil:
		blocks = append(blocks, center.Prefixes...)
	}
	return slices.DeleteFunc(blocks, func(p netip.Prefix) bool { return !p.IsValid() })
}

// ownRoutes returns the prefixes of the routes that stand for a data center that is not modelled.
func ownRoutes(routes []ExternalRoute) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, r := range routes {
		if r.NextHop == "" {
			prefixes = append(prefixes, r.Prefix)
		}
	}
	return prefixes
}

// setOf returns the addresses of valid prefixes.
func setOf(prefixes []netip.Prefix) *netipx.IPSet {
	var b netipx.IPSetBuilder
	for _, p := range prefixes {
		b.AddPrefix(p)
	}
	return built(&b)
}

// built returns the set of a builder to which only valid prefixes and sets were added.
func built(b *netipx.IPSetBuilder) *netipx.IPSet {
	set, err := b.IPSet()
	if err != nil {
		return new(netipx.IPSet)
	}
	return set
}

func without(set, other *netipx.IPSet) *netipx.IPSet {
	var b netipx.IPSetBuilder
	b.AddSet(set)
	b.RemoveSet(other)
	return built(&b)
}

func isEmpty(set *netipx.IPSet) bool { return len(set.Ranges()) == 0 }

// contains tells whether every address of another set is in a set.
func contains(set, other *netipx.IPSet) bool {
	return set.Equal(other) || isEmpty(without(other, set))
}

// intersection returns the addresses of an instance that every start of a family reaches on every path.
func intersection(reached [][]reachResult, target int) *netipx.IPSet {
	if len(reached) == 1 {
		return reached[0][target].every
	}
	var every, missed netipx.IPSetBuilder
	for _, start := range reached {
		every.AddSet(start[target].every)
		missed.AddSet(without(start[target].target, start[target].every))
	}
	every.RemoveSet(built(&missed))
	return built(&every)
}

// union returns the addresses of an instance that some start reaches on some path.
func union(reached [][]reachResult, target int) *netipx.IPSet {
	if len(reached) == 1 {
		return reached[0][target].some
	}
	var some netipx.IPSetBuilder
	for _, start := range reached {
		some.AddSet(start[target].some)
	}
	return built(&some)
}
