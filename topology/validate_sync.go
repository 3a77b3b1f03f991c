package topology

import "github.com/cenroute/cenroute/attach"

// checkSynchronization refuses a VPC that would get dynamic routes from two sources: a route table takes them from one
// (TR-2.3.11, E-6.9). Route synchronization of a VPC can be on at one Enterprise Edition transit router; not if the VPC is
// on a Basic Edition one too, which always advertises (D-39); not if it is associated with an ECR.
func (v *validator) checkSynchronization() {
	for i := range v.n.Attachments {
		a := &v.n.Attachments[i]
		tr := v.router(a.TransitRouter)
		if _, isVPC := v.lookup(a.Instance, aVPC); a.Kind != attach.VPC || !isVPC || tr == nil {
			continue
		}
		at := place{}.at("attachments", i)
		switch {
		case tr.Edition == attach.Basic:
			v.checkBasicSource(at, i, a)
		case a.RouteSync:
			v.checkOneSource(at.in("routeSync"), i, a)
		}
	}
}

// checkOneSource checks a synchronized attachment to an Enterprise Edition transit router.
func (v *validator) checkOneSource(at place, i int, a *Attachment) {
	if first := v.syncOf[a.Instance]; first != i {
		v.refuse(at, "TR-2.3.11", "VPC %q is synchronized by transit router %q already, %q cannot do route synchronization (routeSync) too",
			a.Instance, v.n.Attachments[first].TransitRouter, a.TransitRouter)
	}
	if basic, on := v.basicOf[a.Instance]; on {
		v.refuse(at, "TR-2.3.11", "VPC %q is on the Basic edition transit router %q, %q cannot do route synchronization (routeSync) with it",
			a.Instance, v.n.Attachments[basic].TransitRouter, a.TransitRouter)
	}
	if ecr, on := v.ecrOf[a.Instance]; on {
		v.refuse(at, "E-6.9", "VPC %q is associated with ECR %q, transit router %q cannot do route synchronization (routeSync) with it",
			a.Instance, v.n.ECRs[ecr].ID, a.TransitRouter)
	}
}

// checkBasicSource checks an attachment to a Basic Edition transit router, where synchronization cannot be turned off.
func (v *validator) checkBasicSource(at place, i int, a *Attachment) {
	if first := v.basicOf[a.Instance]; first != i {
		v.refuse(at.in("transitRouter"), "TR-2.3.11", "VPC %q is on the Basic edition transit router %q already, %q would synchronize it too",
			a.Instance, v.n.Attachments[first].TransitRouter, a.TransitRouter)
	}
	if ecr, on := v.ecrOf[a.Instance]; on {
		v.refuse(at.in("transitRouter"), "E-6.9", "VPC %q is associated with ECR %q, the Basic edition transit router %q would synchronize it too",
			a.Instance, v.n.ECRs[ecr].ID, a.TransitRouter)
	}
}
