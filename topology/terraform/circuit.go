package terraform

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// addVBR adds a virtual border router.
func (s *side) addVBR(r *resource) {
	id := s.objectID(object{r, aVBR})
	if s.again(r, s.vbrs[id] != nil, "VBR", id) {
		return
	}
	if r.isTrue("sitelink_enable") {
		s.warn(r, NotModelled, "sitelink_enable: circuits that exchange routes by themselves are not modelled")
	}
	s.vbrs[id] = &topology.VBR{ID: id, Region: s.region(r), Owner: r.text("vbr_owner_id")}
	if table := r.text("route_table_id"); table != "" {
		s.vbrTables[table] = id
	}
	s.source(id, r)
}

// ensureVBR adds a VBR that a resource names and that is not in the file.
func (s *side) ensureVBR(r *resource, id string) {
	if s.vbrs[id] == nil {
		s.vbrs[id] = &topology.VBR{ID: id}
		s.source(id, r)
		s.warn(r, Missing, fmt.Sprintf("VBR %s is not in the file", id))
	}
}

// addVPN adds an IPsec connection.
func (s *side) addVPN(r *resource) {
	id := s.objectID(object{r, aVPN})
	if s.again(r, s.vpns[id] != nil, "IPsec connection", id) {
		return
	}
	for _, attribute := range []string{"bgp_config", "enable_tunnels_bgp"} {
		if r.isUnknown(attribute) && !speaksBGP(r) {
			s.warn(r, Unknown, attribute+" is known after apply, the connection is taken for one without BGP")
		}
	}
	s.vpns[id] = &topology.VPN{ID: id, Region: s.region(r), BGP: speaksBGP(r)}
	s.source(id, r)
}

// speaksBGP tells whether an IPsec connection, or a tunnel of it, speaks BGP.
func speaksBGP(r *resource) bool {
	for _, block := range r.blocks("bgp_config") {
		if block["enable"] == true {
			return true
		}
	}
	for _, tunnel := range r.blocks("tunnel_options_specification") {
		if tunnel["enable_tunnels_bgp"] == true {
			return true
		}
	}
	return r.isTrue("enable_tunnels_bgp")
}

// ensureVPN adds an IPsec connection that a resource names and that is not in the file.
func (s *side) ensureVPN(r *resource, id string) {
	if s.vpns[id] == nil {
		s.vpns[id] = &topology.VPN{ID: id}
		s.source(id, r)
		s.warn(r, Missing, fmt.Sprintf("IPsec connection %s is not in the file, whether it speaks BGP is not known",
			id))
	}
}

// addVPNRoute adds a static route of an IPsec connection to its data center.
func (s *side) addVPNRoute(r *resource) {
	vpn := s.ref(r, "vpn_connection_id", aVPN, nil)
	prefix, ok := s.prefix(r, "route_dest")
	if vpn == "" || !ok {
		s.lost(r, "its IPsec connection or its destination")
		return
	}
	s.ensureVPN(r, vpn)
	s.vpns[vpn].Routes = append(s.vpns[vpn].Routes, topology.ExternalRoute{Prefix: prefix, Type: route.Custom})
}

// addBGPGroup gives a VBR the AS number of its cloud side.
func (s *side) addBGPGroup(r *resource) {
	vbr := s.ref(r, "router_id", aVBR, nil)
	if vbr == "" {
		s.lost(r, "its VBR")
		return
	}
	s.ensureVBR(r, vbr)
	s.own(&s.vbrs[vbr].Region, r.text("region_id"))
	if r.isTrue("is_fake_asn") {
		s.warn(r, NotModelled, "a fake AS number is not modelled")
	}
	asn := asNumber(r.values["local_asn"])
	switch ecr := s.ecrs[s.onECR[vbr]]; {
	case asn == 0 && r.text("local_asn") != "":
		s.warn(r, Malformed, fmt.Sprintf("local_asn %.40q is no AS number, left out", r.text("local_asn")))
	case asn == 0 && r.isUnknown("local_asn") && ecr == nil:
		s.warn(r, Assumed, "local_asn is known after apply, the default is taken")
	case asn == 0:
	case ecr != nil && ecr.ASN != asn:
		s.warn(r, Assumed, fmt.Sprintf("local_asn %d is not that of the ECR, a VBR on an ECR has the AS number of the ECR, %d", asn, ecr.ASN))
	case s.vbrs[vbr].ASN != 0 && s.vbrs[vbr].ASN != asn:
		s.warn(r, NotModelled, fmt.Sprintf("local_asn %d, another BGP group of the VBR has %d: a VBR has one", asn,
			s.vbrs[vbr].ASN))
	default:
		s.vbrs[vbr].ASN = asn
	}
}

// asNumber returns a value that is an AS number, 0 if it is none.
func asNumber(value any) uint32 {
	n := numberOf(value)
	if n < 0 || int64(n) > 1<<32-1 {
		return 0
	}
	return uint32(n)
}

// addBGPNetwork warns about a network that is announced to a data center by hand: a VBR announces what its table holds.
func (s *side) addBGPNetwork(r *resource) {
	s.warn(r, NotModelled, fmt.Sprintf("network %.60s is announced by hand, left out: a VBR of the model announces what its table holds", r.text("dst_cidr_block")))
}

// modes are the names that the provider has for the modes of an ECR in a region.
var modes = map[string]topology.TransitMode{"ECMP": topology.ECMP, "NEAR": topology.NearBy, "NEARBY": topology.NearBy}

// addECR adds an Express Connect Router.
func (s *side) addECR(r *resource) {
	id := s.objectID(object{r, anECR})
	if s.again(r, s.ecrs[id] != nil, "ECR", id) {
		return
	}
	ecr := &topology.ECR{ID: id, ASN: asNumber(r.values["alibaba_side_asn"])}
	for _, region := range r.blocks("regions") {
		name, text := textOf(region["region_id"]), textOf(region["transit_mode"])
		mode, known := modes[strings.ToUpper(text)]
		switch {
		case name == "" || text == "":
		case !known:
			s.warn(r, NotModelled, fmt.Sprintf("transit mode %.40q is not modelled, taken for ECMP", text))
		default:
			putTo(&ecr.Modes, name, mode)
		}
	}
	s.ecrs[id] = ecr
	s.source(id, r)
}

// ensureECR adds an ECR that a resource names and that is not in the file.
func (s *side) ensureECR(r *resource, id string) {
	if s.ecrs[id] == nil {
		s.ecrs[id] = &topology.ECR{ID: id}
		s.source(id, r)
		s.warn(r, Missing, fmt.Sprintf("ECR %s is not in the file, its AS number is not known", id))
	}
}

// addCircuit puts a VBR on an ECR.
func (s *side) addCircuit(r *resource) {
	ecr, vbr := s.ref(r, "ecr_id", anECR, nil), s.ref(r, "child_instance_id", aVBR, nil)
	if ecr == "" || vbr == "" {
		s.lost(r, "its ECR or its VBR")
		return
	}
	s.ensureECR(r, ecr)
	s.ensureVBR(r, vbr)
	s.own(&s.vbrs[vbr].Region, r.text("child_instance_region_id"))
	s.own(&s.vbrs[vbr].Owner, r.text("child_instance_owner_id"))
	s.ecrs[ecr].VBRs = append(s.ecrs[ecr].VBRs, vbr)
	s.onECR[vbr] = ecr
}

// associateRouter associates an ECR with a transit router.
func (s *side) associateRouter(r *resource) {
	ecr, router := s.ref(r, "ecr_id", anECR, nil), s.ref(r, "transit_router_id", aRouter, nil)
	if ecr == "" || router == "" {
		s.lost(r, "its ECR or its transit router")
		return
	}
	s.ensureECR(r, ecr)
	s.ensureRouter(r, router)
	tr := s.routers[router]
	s.own(&tr.Region, r.text("association_region_id"))
	s.own(&tr.Owner, r.text("transit_router_owner_id"))
	s.addECRAssociation(r, ecr, topology.Association{TransitRouter: router})
}

// associateVPC associates an ECR with a VPC.
func (s *side) associateVPC(r *resource) {
	ecr, vpc := s.ref(r, "ecr_id", anECR, nil), s.ref(r, "vpc_id", aVPC, nil)
	if ecr == "" || vpc == "" {
		s.lost(r, "its ECR or its VPC")
		return
	}
	s.ensureECR(r, ecr)
	s.ensureVPC(r, vpc)
	s.own(&s.vpcs[vpc].Region, r.text("association_region_id"))
	s.own(&s.vpcs[vpc].Owner, r.text("vpc_owner_id"))
	s.addECRAssociation(r, ecr, topology.Association{VPC: vpc})
}

// prefixModes are the names that the provider has for what the prefixes of an association replace.
var prefixModes = map[string]topology.PrefixMode{"": topology.MatchMode, "MATCHMODE": topology.MatchMode, "INCREMENTALMODE": topology.IncrementalMode}

func (s *side) addECRAssociation(r *resource, ecr string, a topology.Association) {
	if !s.known(r, "allowed_prefixes") {
		s.warn(r, Unknown, "the prefixes that are not known are left out")
	}
	for _, text := range r.texts("allowed_prefixes") {
		if prefix, ok := s.parsePrefix(r, "allowed_prefixes", text); ok {
			a.Prefixes = append(a.Prefixes, prefix)
		}
	}
	mode, known := prefixModes[strings.ToUpper(r.text("allowed_prefixes_mode"))]
	if !known {
		s.warn(r, NotModelled, fmt.Sprintf("allowed_prefixes_mode %.40q is not modelled",
			r.text("allowed_prefixes_mode")))
	}
	a.PrefixMode = mode
	s.ecrs[ecr].Associations = append(s.ecrs[ecr].Associations, a)
}

// addECRGrant adds the grant of an instance to the account of an ECR.
func (s *side) addECRGrant(r *resource) {
	want := aVPC
	if r.text("instance_type") == "VBR" {
		want = aVBR
	}
	s.addGrant(r, s.ref(r, "instance_id", want, nil), r.text("ecr_owner_ali_uid"))
}

// addCENGrant adds the grant of an instance to the account of a CEN instance, which is the owner of its transit
// routers.
func (s *side) addCENGrant(r *resource) {
	owner := r.text("cen_owner_id")
	if cen := s.ref(r, "cen_id", aCEN, nil); cen != "" && s.cenOwners[cen] == "" {
		s.cenOwners[cen] = owner
	}
	s.addGrant(r, s.ref(r, "child_instance_id", anInstance, nil), owner)
}

func (s *side) addGrant(r *resource, instance, account string) {
	switch {
	case instance == "" || account == "":
		s.lost(r, "its instance or its account")
	case s.vpcs[instance] == nil && s.vbrs[instance] == nil && s.vpns[instance] == nil && s.ecrs[instance] == nil:
		s.warn(r, Missing, fmt.Sprintf("left out of the network, instance %s is not in the file", instance))
	default:
		s.grants[topology.Grant{Instance: instance, To: account}] = true
	}
}
