package openapi

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

func (x *reader) addVBR(r *record) {
	id := r.text("VbrId")
	switch {
	case id == "":
		r.warn("VbrId", "is missing, left out")
	case x.vbrs[id] != nil:
		x.twice(r, id)
	case r.present("Status"):
		x.vbrs[id], x.sources[id] = &topology.VBR{ID: id}, r.file
		if table := r.text("RouteTableId"); table != "" {
			x.vbrTables[table] = id
		}
		if r.isTrue("SitelinkEnable") {
			r.warn("SitelinkEnable", "circuits that exchange routes by themselves are not modelled")
		}
	}
}

// vbr returns a VBR that a record names. One that is not listed is added with what is known of it.
func (x *reader) vbr(r *record, id string) *topology.VBR {
	if x.vbrs[id] == nil {
		x.vbrs[id], x.sources[id] = &topology.VBR{ID: id}, r.file
		r.warn("", fmt.Sprintf("VBR %s is not listed (DescribeVirtualBorderRouters), its route table is not known", id))
	}
	return x.vbrs[id]
}

// addBGPGroup gives a VBR the AS number of its cloud side.
func (x *reader) addBGPGroup(r *record) {
	id := r.text("RouterId")
	if id == "" {
		r.warn("RouterId", "is missing, left out")
		return
	}
	r.present("Status")
	vbr, asn := x.vbr(r, id), r.number("LocalAsn")
	own(&vbr.Region, r.text("RegionId"))
	if r.isTrue("IsFake") {
		r.warn("IsFake", "a fake AS number is not modelled")
	}
	if vbr.ASN != 0 && asn != 0 && vbr.ASN != asn {
		r.warn("LocalAsn", fmt.Sprintf("%d, another BGP group of the VBR has %d: a VBR has one in the network", asn,
			vbr.ASN))
	} else if asn != 0 {
		vbr.ASN = asn
	}
}

// addBGPPeer warns about a session that is not up: what the data center announces on it is nowhere in the folder.
func (x *reader) addBGPPeer(r *record) {
	if status := r.text("BgpStatus"); status != "" && !strings.EqualFold(status, "Established") {
		r.warn("BgpStatus", fmt.Sprintf("the session of %.60s with %.60s is %.40s: what the data center announces there is not in the network", r.text("RouterId"), r.text("PeerIpAddress"), status))
	}
}

// addBGPNetwork warns about a network that is announced to a data center by hand.
func (x *reader) addBGPNetwork(r *record) {
	r.warn("DstCidrBlock", "a network that is announced by hand is not modelled, left out: a VBR announces what its table holds")
}

// addVPN adds an IPsec connection.
func (x *reader) addVPN(r *record) {
	id := r.text("VpnConnectionId")
	switch {
	case id == "":
		r.warn("VpnConnectionId", "is missing, left out")
		return
	case !ofTransitRouter(r):
		r.warn("VpnConnectionId", fmt.Sprintf("IPsec connection %s is not attached to a transit router (AttachType %.40q, VPN gateway %.60q): "+
			"it is not in the network, routes that lead to a VPN gateway leave the network there", id, r.text("AttachType"), r.text("VpnGatewayId")))
		return
	case x.vpns[id] == nil:
		x.vpns[id], x.sources[id] = &topology.VPN{ID: id}, r.file
		if state := r.text("State"); state != "" && state != "attached" {
			r.warn("State", fmt.Sprintf("%.40s, not attached: live tables may lag behind the network", state))
		}
	}
	x.vpns[id].BGP = x.vpns[id].BGP || r.isTrue("EnableTunnelsBgp") || r.isTrue("VpnBgpConfig.EnableBgp")
}

// ofTransitRouter tells whether an IPsec connection is one of a transit router, not of a VPN gateway in a VPC.
func ofTransitRouter(r *record) bool {
	kind := r.text("AttachType")
	return kind == "CEN" || kind == "" && r.text("VpnGatewayId") == ""
}

// vpn returns an IPsec connection that a record names. One that is not listed is added with what is known of it.
func (x *reader) vpn(r *record, id string) *topology.VPN {
	if x.vpns[id] == nil {
		x.vpns[id], x.sources[id] = &topology.VPN{ID: id}, r.file
		r.warn("", fmt.Sprintf("IPsec connection %s is not listed (DescribeVpnConnections), whether it speaks BGP is known from its routes alone", id))
	}
	return x.vpns[id]
}

func (x *reader) addECR(r *record) {
	id := r.text("EcrId")
	switch {
	case id == "":
		r.warn("EcrId", "is missing, left out")
	case x.ecrs[id] != nil:
		x.twice(r, id)
	case r.present("Status"):
		x.ecrs[id], x.sources[id] = &topology.ECR{ID: id, ASN: r.number("AlibabaSideAsn"), Owner: r.text("OwnerId")}, r.file
	}
}

// ecr returns an ECR that a record names. One that is not listed is added with what is known of it.
func (x *reader) ecr(r *record, id string) *topology.ECR {
	if x.ecrs[id] == nil {
		x.ecrs[id], x.sources[id] = &topology.ECR{ID: id}, r.file
		r.warn("", fmt.Sprintf("ECR %s is not listed (DescribeExpressConnectRouter), its AS number is not known", id))
	}
	return x.ecrs[id]
}

func (x *reader) addTransitMode(r *record) {
	ecr, region := x.ecr(r, r.part(0)), r.text("RegionId")
	switch mode := r.text("Mode"); strings.ToUpper(mode) {
	case "ECMP":
	case "NEARBY":
		if ecr.Modes == nil {
			ecr.Modes = map[string]topology.TransitMode{}
		}
		ecr.Modes[region] = topology.NearBy
	default:
		r.warn("Mode", fmt.Sprintf("transit mode %.40q is not modelled, taken for ECMP", mode))
	}
}

// addCircuit puts a VBR on an ECR.
func (x *reader) addCircuit(r *record) {
	id, vbr := r.text("EcrId"), r.text("ChildInstanceId")
	if id == "" || vbr == "" {
		r.warn("", "it names no ECR or no VBR, left out")
		return
	}
	if !r.present("Status") {
		return
	}
	ecr, v := x.ecr(r, id), x.vbr(r, vbr)
	own(&v.Region, r.text("ChildInstanceRegionId"))
	own(&v.Owner, r.text("ChildInstanceOwnerId"))
	if !slices.Contains(ecr.VBRs, vbr) {
		ecr.VBRs = append(ecr.VBRs, vbr)
		slices.Sort(ecr.VBRs)
	}
}

// prefixModes are the names that the API has for what the prefixes of an association replace.
var prefixModes = map[string]topology.PrefixMode{"": topology.MatchMode, "MATCHMODE": topology.MatchMode, "INCREMENTALMODE": topology.IncrementalMode}

// associateECR associates an ECR with a VPC or a transit router.
func (x *reader) associateECR(r *record) {
	id, vpc, router := r.text("EcrId"), r.text("VpcId"), r.text("TransitRouterId")
	if id == "" || (vpc == "") == (router == "") {
		r.warn("", "it names no ECR, or not one of a VPC and a transit router, left out")
		return
	}
	if !r.present("Status") {
		return
	}
	a := topology.Association{VPC: vpc, TransitRouter: router}
	if vpc != "" {
		v := x.vpc(r, vpc)
		own(&v.Region, r.text("RegionId"))
		own(&v.Owner, r.text("VpcOwnerId"))
	} else {
		tr := x.router(r, router)
		own(&tr.Region, r.text("RegionId"))
		own(&tr.Owner, r.text("TransitRouterOwnerId"))
	}
	a.Prefixes, _ = r.prefixes("AllowedPrefixes")
	slices.SortFunc(a.Prefixes, netip.Prefix.Compare)
	mode, known := prefixModes[strings.ToUpper(r.text("AllowedPrefixesMode"))]
	if !known {
		r.warn("AllowedPrefixesMode", fmt.Sprintf("%.40q is not modelled, taken for MatchMode",
			r.text("AllowedPrefixesMode")))
	}
	a.PrefixMode = mode
	ecr := x.ecr(r, id)
	if slices.ContainsFunc(ecr.Associations, func(o topology.Association) bool { return o.VPC == vpc && o.TransitRouter == router }) {
		x.twice(r, "the association of "+id+" with "+vpc+router)
		return
	}
	ecr.Associations = append(ecr.Associations, a)
}

func (x *reader) addDisabledRoute(r *record) {
	prefix, ok := r.prefix("DestinationCidrBlock")
	id := r.text("EcrId")
	if id == "" || !ok {
		r.warn("", "it names no ECR or no prefix, left out")
		return
	}
	ecr, route := x.ecr(r, id), topology.DisabledRoute{Prefix: prefix, NextHop: r.text("NexthopInstanceId")}
	if !slices.Contains(ecr.DisabledRoutes, route) {
		ecr.DisabledRoutes = append(ecr.DisabledRoutes, route)
	}
}
