package topologytest

import (
	"net/netip"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// An area is a region with the short name that IDs are made of.
type area struct{ region, short string }

// areas are the regions, in byte order, because a smaller region ID wins ties.
var areas = [...]area{
	{"cn-hangzhou", "hz"}, {"cn-shanghai", "sh"}, {"cn-shenzhen", "sz"}, {"cn-zhangjiakou", "zjk"}, {"eu-central-1", "fra"}, {"us-east-1", "iad"},
}

// branchAreas are the areas of Cloud Connect Networks.
var branchAreas = [...]string{"ccn-cn-hangzhou", "ccn-cn-shanghai", "ccn-eu-germany"}

// universe are the prefixes of which every network has some: nested in and next to each other.
var universe = [...]netip.Prefix{
	block("10.0.0.0/24"), block("10.0.0.0/16"), block("10.0.1.0/24"), block("10.0.0.0/8"), block("0.0.0.0/0"),
	block("2001:db8::/64"), block("10.0.0.0/23"), block("10.0.0.0/25"), block("10.0.0.128/25"), block("10.1.0.0/16"),
	block("10.0.0.1/32"), block("2001:db8::/48"), block("192.168.0.0/16"), block("192.168.0.0/24"), block("172.16.0.0/12"),
	block("2001:db8:0:1::/64"), block("::/0"), block("100.64.0.0/24"), block("10.0.2.0/23"), block("172.16.0.0/24"),
}

// asNumbers are the AS numbers of data centers, paths and policies: 45104 is the cloud's default, the last two are
// those of ECRs.
var asNumbers = []uint32{65001, 65002, 65003, 45104, 64512, 4200000000}

// communities are the communities of routes and policies.
var communities = []route.Community{65001<<16 | 1, 65001<<16 | 2, 65002<<16 | 1, 1<<16 | 65535}

func block(text string) netip.Prefix { return netip.MustParsePrefix(text) }

// A vocabulary is what the routes and policies of a network speak about. Small lists meet each other often.
type vocabulary struct {
	prefixes  []netip.Prefix
	instances []string
	kinds     []attach.Kind
	regions   []string
	tables    []string
	narrow    []netip.Prefix // those of the prefixes that a vSwitch can have
}

// kindsOfInstances are the kinds that policies may name.
var kindsOfInstances = []attach.Kind{attach.VPC, attach.VBR, attach.VPN, attach.CCN, attach.ECR}

// drawPrefixes draws up to most prefixes of the universe.
func (v *vocabulary) drawPrefixes(c *chooser, most int) {
	v.prefixes = some(c, most, universe[:])
	for _, p := range v.prefixes {
		if least := 16; p.Addr().Is6() && p.Bits() == 64 || p.Addr().Is4() && p.Bits() >= least {
			v.narrow = append(v.narrow, p)
		}
	}
	if v.narrow == nil {
		v.narrow = []netip.Prefix{universe[0]}
	}
}

// prefix draws a prefix, every third time one of the first two, so that several origins have it.
func (v *vocabulary) prefix(c *chooser) netip.Prefix { return often(c, v.prefixes) }

// subnet draws a prefix for a vSwitch.
func (v *vocabulary) subnet(c *chooser) netip.Prefix { return often(c, v.narrow) }

// often draws one of the values, the first two more often than the others.
func often[T any](c *chooser, values []T) T {
	if len(values) > 2 && c.oneIn(3) {
		return pick(c, values[:2]...)
	}
	return pick(c, values...)
}

// asPath draws an AS path of up to most numbers.
func asPath(c *chooser, most int) (path route.ASPath) {
	c.several(most, func() { path = append(path, pick(c, asNumbers...)) })
	return path
}
