package terraform

import (
	"fmt"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/topology"
)

// completeRegions gives an instance the region of its transit router, or the other way around.
func (s *side) completeRegions(*resource) {
	for _, id := range sortedKeys(s.links) {
		a := s.links[id]
		tr := s.routers[a.TransitRouter]
		if region := s.regionOf(a); region != nil {
			s.own(region, tr.Region)
			s.own(&tr.Region, *region)
		}
	}
}

// completeOwners gives transit routers the owner of their CEN instance.
func (s *side) completeOwners() {
	for _, id := range sortedKeys(s.routers) {
		tr := s.routers[id]
		s.own(&tr.Owner, s.cenOwners[tr.CEN])
	}
}

// regionOf returns where the instance of an attachment has its region, nil if it has none.
func (s *side) regionOf(a *topology.Attachment) *string {
	switch a.Kind {
	case attach.VPC:
		return &s.vpcs[a.Instance].Region
	case attach.VBR:
		return &s.vbrs[a.Instance].Region
	case attach.VPN:
		return &s.vpns[a.Instance].Region
	}
	return nil
}

// review warns about what the whole network, supplement and all, still lacks.
func (s *side) review(n *topology.Network) {
	heard := map[string]bool{}
	for _, dc := range n.DataCenters {
		for _, session := range dc.Sessions {
			heard[session.To] = true
		}
	}
	for _, tr := range n.TransitRouters {
		s.lacks(tr.ID, "the CEN instance of the transit router", tr.CEN == "")
		s.lacks(tr.ID, "the region of the transit router", tr.Region == "")
	}
	for _, vpc := range n.VPCs {
		s.lacks(vpc.ID, "the region of the VPC", vpc.Region == "")
		s.lacks(vpc.ID, "the vSwitches of the VPC, without which it announces nothing", len(vpc.VSwitches) == 0)
	}
	for _, vbr := range n.VBRs {
		s.lacks(vbr.ID, "the region of the VBR", vbr.Region == "")
		s.lacks(vbr.ID, "what the data center announces to the VBR", len(vbr.Routes) == 0 && !heard[vbr.ID])
	}
	for _, ecr := range n.ECRs {
		s.lacks(ecr.ID, "the AS number of the ECR", ecr.ASN == 0)
	}
	for _, vpn := range n.VPNs {
		s.lacks(vpn.ID, "the region of the IPsec connection", vpn.Region == "")
		s.lacks(vpn.ID, "what is behind the IPsec connection", len(vpn.Routes) == 0 && !heard[vpn.ID])
	}
}

// lacks warns that something is not in the file, if so and if the object is from the file.
func (s *side) lacks(id, what string, so bool) {
	if address := s.sources[id]; so && address != "" {
		s.warnings = append(s.warnings, Warning{address, Missing,
			fmt.Sprintf("not in the file: %s; a supplement can tell it (ID %s)", what, id)})
	}
}

// absence tells of an ID that names nothing in the network whether it is left out or not in the file.
func (s *side) absence(id string) string {
	if s.byAddress[id] != nil {
		return id + " is left out of the network itself"
	}
	return id + " is not in the file"
}
