package reference

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// isDown tells whether an instance, attachment or peering has failed (D-14).
func (r round) isDown(id string) bool { return slices.Contains(r.Down, id) }

// isUp tells whether routes cross an attachment: neither it nor its instance has failed (D-14).
func (r round) isUp(a *topology.Attachment) bool { return !r.isDown(a.ID) && !r.isDown(a.Instance) }

// router returns the transit router with an ID.
func (r round) router(id string) *topology.TransitRouter {
	for i := range r.TransitRouters {
		if r.TransitRouters[i].ID == id {
			return &r.TransitRouters[i]
		}
	}
	return nil
}

// tableOf returns the table of a router with an ID, nil for "".
func tableOf(tr *topology.TransitRouter, id string) *topology.RouteTable {
	for i := range tr.RouteTables {
		if tr.RouteTables[i].ID == id {
			return &tr.RouteTables[i]
		}
	}
	return nil
}

func (r round) vpc(id string) *topology.VPC {
	for i := range r.VPCs {
		if r.VPCs[i].ID == id {
			return &r.VPCs[i]
		}
	}
	return nil
}

func (r round) vbr(id string) *topology.VBR {
	for i := range r.VBRs {
		if r.VBRs[i].ID == id {
			return &r.VBRs[i]
		}
	}
	return nil
}

func (r round) vpn(id string) *topology.VPN {
	for i := range r.VPNs {
		if r.VPNs[i].ID == id {
			return &r.VPNs[i]
		}
	}
	return nil
}

func (r round) ccn(id string) *topology.CCN {
	for i := range r.CCNs {
		if r.CCNs[i].ID == id {
			return &r.CCNs[i]
		}
	}
	return nil
}

func (r round) ecr(id string) *topology.ECR {
	for i := range r.ECRs {
		if r.ECRs[i].ID == id {
			return &r.ECRs[i]
		}
	}
	return nil
}

func (r round) dataCenter(id string) *topology.DataCenter {
	for i := range r.DataCenters {
		if r.DataCenters[i].ID == id {
			return &r.DataCenters[i]
		}
	}
	return nil
}

// kindOfHop is the kind of the attachment or peering that a configured route points to.
func (r round) kindOfHop(id string) attach.Kind {
	for _, a := range r.Attachments {
		if a.ID == id {
			return a.Kind
		}
	}
	for _, p := range r.Peerings {
		if p.ID == id {
			return attach.Peer
		}
	}
	return attach.None
}

// isPeering tells whether an ID is that of a peering.
func (r round) isPeering(id string) bool { return r.kindOfHop(id) == attach.Peer }

// attachmentsOf are the attachments of an instance that routes cross.
func (r round) attachmentsOf(instance string) []*topology.Attachment {
	var list []*topology.Attachment
	for i := range r.Attachments {
		if r.Attachments[i].Instance == instance && r.isUp(&r.Attachments[i]) {
			list = append(list, &r.Attachments[i])
		}
	}
	return list
}

// ecrOf is the ECR that a VBR is on, or that a VPC is associated with; nil if there is none (E-1.7).
func (r round) ecrOf(instance string) *topology.ECR {
	for i := range r.ECRs {
		if slices.Contains(r.ECRs[i].VBRs, instance) {
			return &r.ECRs[i]
		}
		for _, a := range r.ECRs[i].Associations {
			if a.VPC == instance {
				return &r.ECRs[i]
			}
		}
	}
	return nil
}

// isBasic tells whether a router is of Basic Edition, where association, propagation and synchronization are implied
// (D-39).
func isBasic(tr *topology.TransitRouter) bool { return tr.Edition == attach.Basic }

// associatedTable is the table of a router that looks up what arrives over an attachment or peering end and that is
// told there; "" if there is none (TR-2.1.1, TR-2.1.2). On Basic Edition it is the only one (D-39).
func associatedTable(tr *topology.TransitRouter, association string) string {
	if isBasic(tr) {
		return tr.SystemTable()
	}
	return association
}

// learnsFrom tells whether a table learns from an attachment or peering end, given its propagations (TR-2.2.1). On
// Basic Edition it does (D-39).
func learnsFrom(tr *topology.TransitRouter, table string, propagations []string) bool {
	return isBasic(tr) || slices.Contains(propagations, table)
}

// isSynchronized tells whether the associated table is told to the instance of an attachment: where it is switched on,
// to an ECR always, to an IPsec connection only over BGP, on Basic Edition always (TR-2.3.1, TR-2.3.4, TR-6.5, E-1.14,
// D-39).
func (r round) isSynchronized(a *topology.Attachment) bool {
	switch attach.Of(a.Kind).Sync.When {
	case attach.Always:
		return true
	case attach.WithBGP:
		return a.RouteSync && r.vpn(a.Instance).BGP
	}
	return a.RouteSync || isBasic(r.router(a.TransitRouter))
}

// cloudASN is the autonomous system of the cloud side of a VBR or IPsec connection: that of the VBR, or of the ECR it
// is on, 45104 otherwise (E-1.5).
func (r round) cloudASN(instance string) uint32 {
	if vbr := r.vbr(instance); vbr != nil && vbr.ASN != 0 {
		return vbr.ASN
	}
	if ecr := r.ecrOf(instance); ecr != nil {
		return ecr.ASN
	}
	return 45104
}

// serviceRange is never advertised by a VPC nor to an ECR (TR-5.1, E-6.13).
var serviceRange = netip.MustParsePrefix("100.64.0.0/10")

// isInside tells whether a prefix lies in another one or equals it. Address families are apart from each other.
func isInside(p, outer netip.Prefix) bool {
	return p.Bits() >= outer.Bits() && outer.Contains(p.Addr())
}

// isInsideAny tells whether a prefix lies in one of a list or equals it.
func isInsideAny(p netip.Prefix, list []netip.Prefix) bool {
	return slices.ContainsFunc(list, func(outer netip.Prefix) bool { return isInside(p, outer) })
}

// isIPv6 tells the address family of a prefix.
func isIPv6(p netip.Prefix) bool { return p.Addr().Is6() }

// defaultRoute is the IPv4 default route, which a VBR on Basic Edition does not take.
var defaultRoute = netip.MustParsePrefix("0.0.0.0/0")

// attachment returns the attachment with an ID.
func (r round) attachment(id string) *topology.Attachment {
	for i := range r.Attachments {
		if r.Attachments[i].ID == id {
			return &r.Attachments[i]
		}
	}
	return nil
}
