package topology

import "github.com/cenroute/cenroute/attach"

// A link is a transit router or ECR with something that is connected to it, by their IDs.
type link struct{ hub, node string }

// connections is what the document says about who is connected with whom, indexed once for all checks. Each entry is
// the first in document order.
type connections struct {
	attached      map[link]int     // transit router and instance: index of the attachment
	routerOf      map[string]int   // IPsec connection: index of its first attachment
	basicOf       map[string]int   // VPC: index of its first attachment to a Basic Edition router
	syncOf        map[string]int   // VPC: index of its first synchronized attachment to an Enterprise Edition router
	associated    map[link]int     // ECR and VPC or transit router: index of the association
	ecrOf         map[string]int   // VPC or VBR: index of the first ECR that it is on
	ecrRouter     map[link]string  // ECR and region: the first transit router of the region that it is associated with
	sessions      map[link]bool    // data center and VBR, VPN or data center
	attachmentsOf map[string][]int // transit router: indexes of its attachments
}

func (v *validator) indexConnections() {
	for i := range v.n.Attachments {
		v.indexAttachment(i)
	}
	for i := range v.n.ECRs {
		v.indexECR(i)
	}
	for i := range v.n.DataCenters {
		dc := &v.n.DataCenters[i]
		for j := range dc.Sessions {
			putFirst(&v.sessions, link{dc.ID, dc.Sessions[j].To}, true)
		}
	}
	v.indexGrants()
}

// indexAttachment enters an attachment whose references and kind are right; the others have their own violation.
func (v *validator) indexAttachment(i int) {
	a := &v.n.Attachments[i]
	tr := v.router(a.TransitRouter)
	if _, ok := v.lookup(a.Instance, instanceKind(a.Kind)); !ok || tr == nil {
		return
	}
	putFirst(&v.attached, link{tr.ID, a.Instance}, i)
	if v.attachmentsOf == nil {
		v.attachmentsOf = make(map[string][]int)
	}
	v.attachmentsOf[tr.ID] = append(v.attachmentsOf[tr.ID], i)
	switch {
	case a.Kind == attach.VPN:
		putFirst(&v.routerOf, a.Instance, i)
	case a.Kind != attach.VPC:
	case tr.Edition == attach.Basic:
		putFirst(&v.basicOf, a.Instance, i)
	case a.RouteSync:
		putFirst(&v.syncOf, a.Instance, i)
	}
}

func (v *validator) indexECR(i int) {
	ecr := &v.n.ECRs[i]
	for _, id := range ecr.VBRs {
		putFirst(&v.ecrOf, id, i)
	}
	for j := range ecr.Associations {
		a := &ecr.Associations[j]
		if a.VPC != "" {
			putFirst(&v.ecrOf, a.VPC, i)
			putFirst(&v.associated, link{ecr.ID, a.VPC}, j)
		}
		if tr := v.router(a.TransitRouter); tr != nil {
			putFirst(&v.associated, link{ecr.ID, tr.ID}, j)
			putFirst(&v.ecrRouter, link{ecr.ID, tr.Region}, tr.ID)
		}
	}
}

// putFirst sets the value of a key that has none yet. It makes the map when it is first needed, most are not.
func putFirst[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = make(map[K]V)
	}
	if _, taken := (*m)[key]; !taken {
		(*m)[key] = value
	}
}

// ecrRegions returns the regions in which an ECR has a VBR, VPC or transit router, in document order: those in which
// it has a route table.
func (v *validator) ecrRegions(ecr *ECR) []string {
	var regions []string
	seen := make(map[string]bool)
	add := func(region string) {
		if region != "" && !seen[region] {
			seen[region] = true
			regions = append(regions, region)
		}
	}
	for _, id := range ecr.VBRs {
		if o, ok := v.lookup(id, aVBR); ok {
			add(v.n.VBRs[o.i].Region)
		}
	}
	for i := range ecr.Associations {
		if o, ok := v.lookup(ecr.Associations[i].VPC, aVPC); ok {
			add(v.n.VPCs[o.i].Region)
		}
		if tr := v.router(ecr.Associations[i].TransitRouter); tr != nil {
			add(tr.Region)
		}
	}
	return regions
}
