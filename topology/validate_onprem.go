package topology

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/route"
)

// checkVBRs checks the virtual border routers with their own routes.
func (v *validator) checkVBRs() {
	for i := range v.net.VBRs {
		vbr := &v.net.VBRs[i]
		at := place{}.at("vbrs", i)
		v.require(at, "region", vbr.Region)
		for k := range vbr.Routes {
			r := &vbr.Routes[k]
			v.checkExternalRoute(at, k, r)
			v.checkCircuitHop(at, k, vbr, r)
		}
		v.checkExternalRoutesDiffer(at, vbr.Routes)
	}
}

// checkCircuitHop checks the next hop of a static route of a VBR towards a transit router: its own attachment
// (TR-5.10).
func (v *validator) checkCircuitHop(at place, k int, vbr *VBR, r *ExternalRoute) {
	if r.NextHop == "" {
		return
	}
	hop := at.at("routes", k).in("nextHop")
	if r.Type == route.BGP {
		v.refuse(hop, "TR-5.10", "route %v has next hop %q, only a static route has one, not one of type BGP", r.Prefix,
			r.NextHop)
	}
	if o, ok := v.refer(hop, r.NextHop, anAttachment); ok && v.net.Attachments[o.i].Instance != vbr.ID {
		v.refuse(hop, "TR-5.10", "attachment %q is not one of VBR %q but of %q", r.NextHop, vbr.ID,
			v.net.Attachments[o.i].Instance)
	}
}

// checkVPNs checks the IPsec connections with their own routes. Only a connection with BGP holds BGP routes (TR-6.5).
func (v *validator) checkVPNs() {
	for i := range v.net.VPNs {
		vpn := &v.net.VPNs[i]
		at := place{}.at("vpns", i)
		v.require(at, "region", vpn.Region)
		for k := range vpn.Routes {
			r := &vpn.Routes[k]
			v.checkExternalRoute(at, k, r)
			if r.Type == route.BGP && !vpn.BGP {
				v.refuse(at.at("routes", k).in("type"), "TR-6.5",
					"route %v is of type BGP, but IPsec connection %q has no bgp", r.Prefix, vpn.ID)
			}
			if r.NextHop != "" {
				v.refuse(at.at("routes", k).in("nextHop"), "TR-6.5",
					"route %v has next hop %q, only a route of a VBR has one", r.Prefix, r.NextHop)
			}
		}
		v.checkExternalRoutesDiffer(at, vpn.Routes)
	}
}

// checkExternalRoute checks what routes of VBRs and IPsec connections have in common: they are of type BGP or static
// (Custom, D-40), and only a BGP route has an AS path (TR-6.1).
func (v *validator) checkExternalRoute(at place, k int, r *ExternalRoute) {
	if !canonical(r.Prefix) {
		v.checkPrefix(at.at("routes", k).in("prefix"), r.Prefix)
	}
	switch r.Type {
	case route.BGP:
		v.checkASPath(at.at("routes", k), "asPath", r.ASPath)
	case route.NoType, route.Custom, route.Static:
		if len(r.ASPath) > 0 {
			v.refuse(at.at("routes", k).in("asPath"), "TR-6.1",
				"route %v has AS path %v, only a route of type BGP has one", r.Prefix, r.ASPath)
		}
	default:
		v.refuse(at.at("routes", k).in("type"), "", "route %v is of type %q, it can be BGP or Custom (static)",
			r.Prefix, r.Type)
	}
}

// checkASPath refuses AS number 0, which no network has.
func (v *validator) checkASPath(at place, name string, path route.ASPath) {
	if i := slices.Index(path, 0); i >= 0 {
		v.refuse(at.at(name, i), "", "%d is no AS number", path[i])
	}
}

// checkExternalRoutesDiffer refuses a route that a VBR or IPsec connection has twice. BGP routes of one prefix with
// different AS paths are several sessions (D-22).
func (v *validator) checkExternalRoutesDiffer(at place, list []ExternalRoute) {
	type key struct {
		prefix  netip.Prefix
		nextHop string
		asPath  string
		bgp     bool
	}
	var seen map[key]int
	ascending := true
	for k := range list {
		ascending = ascending && (k == 0 || list[k-1].Prefix.Compare(list[k].Prefix) < 0)
	}
	for k := 0; k < len(list) && !ascending; k++ {
		r := &list[k]
		id := key{r.Prefix, r.NextHop, asPathKey(r.ASPath), r.Type == route.BGP}
		if first, repeated := seen[id]; repeated && canonical(r.Prefix) {
			v.refuse(at.at("routes", k).in("prefix"), "", "route %v is repeated, it is at %s", r.Prefix,
				at.at("routes", first).String())
		}
		putFirst(&seen, id, k)
	}
}

// asPathKey returns the AS numbers of a path as bytes, for comparison.
func asPathKey(path route.ASPath) string {
	var key []byte
	for _, asn := range path {
		key = binary.BigEndian.AppendUint32(key, asn)
	}
	return string(key)
}

// checkCCNs checks the Cloud Connect Networks with their branches.
func (v *validator) checkCCNs() {
	for i := range v.net.CCNs {
		ccn := &v.net.CCNs[i]
		at := place{}.at("ccns", i)
		v.require(at, "region", ccn.Region)
		for j := range ccn.SAGs {
			v.checkPrefixes(at.at("sags", j), "prefixes", ccn.SAGs[j].Prefixes)
		}
	}
}
