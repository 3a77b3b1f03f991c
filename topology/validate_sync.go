package topology

import (
	"cmp"

	"github.com/cenroute/cenroute/attach"
)

// checkSynchronization refuses a VPC that would get dynamic routes from two sources: a route table takes them from one
// (TR-2.3.11, E-6.9). Route synchronization of a VPC can be on at one Enterprise Edition transit router; not if the VPC
// is on a Basic Edition one too, which always advertises (D-39); not if it is associated with an ECR.
func (v *validator) checkSynchronization() {
	type sources struct{ basic, enterprise *Attachment } // the first ones
	of := make([]sources, len(v.net.VPCs))
	v.eachSource(func(_ int, a *Attachment, vpc *object, isBasic bool) {
		if first := &of[vpc.i]; isBasic {
			first.basic = cmp.Or(first.basic, a)
		} else {
			first.enterprise = cmp.Or(first.enterprise, a)
		}
	})
	v.eachSource(func(i int, a *Attachment, vpc *object, isBasic bool) {
		at, first := place{}.at("attachments", i), &of[vpc.i]
		if isBasic {
			v.checkBasicSource(at, a, v.ecrOf[vpc], first.basic)
		} else {
			v.checkOneSource(at.in("routeSync"), a, v.ecrOf[vpc], first.enterprise, first.basic)
		}
	})
}

// eachSource yields each attachment that tells a VPC the routes of a transit router, and whether that is of Basic
// Edition.
func (v *validator) eachSource(yield func(i int, a *Attachment, vpc *object, isBasic bool)) {
	for i := range v.ends {
		a, ends := &v.net.Attachments[i], &v.ends[i]
		if a.Kind != attach.VPC || !ends.connects {
			continue
		}
		if isBasic := v.net.TransitRouters[ends.hub.i].Edition == attach.Basic; isBasic || a.RouteSync {
			yield(i, a, ends.instance, isBasic)
		}
	}
}

// checkOneSource checks a synchronized attachment to an Enterprise Edition transit router. The others are the ECR of
// the VPC, and its first attachments to routers of both editions.
func (v *validator) checkOneSource(at place, a *Attachment, ecr *ECR, first, basic *Attachment) {
	if first != a {
		v.refuse(at, "TR-2.3.11", "VPC %q is synchronized by transit router %q already, %q cannot do route synchronization (routeSync) too",
			a.Instance, first.TransitRouter, a.TransitRouter)
	}
	if basic != nil {
		v.refuse(at, "TR-2.3.11", "VPC %q is on the Basic edition transit router %q, %q cannot do route synchronization (routeSync) with it",
			a.Instance, basic.TransitRouter, a.TransitRouter)
	}
	if ecr != nil {
		v.refuse(at, "E-6.9", "VPC %q is associated with ECR %q, transit router %q cannot do route synchronization (routeSync) with it",
			a.Instance, ecr.ID, a.TransitRouter)
	}
}

// checkBasicSource checks an attachment to a Basic Edition transit router, where synchronization cannot be turned off.
// The others are the ECR of the VPC, and its first attachment to a router of this edition.
func (v *validator) checkBasicSource(at place, a *Attachment, ecr *ECR, first *Attachment) {
	if first != a {
		v.refuse(at.in("transitRouter"), "TR-2.3.11", "VPC %q is on the Basic edition transit router %q already, %q would synchronize it too",
			a.Instance, first.TransitRouter, a.TransitRouter)
	}
	if ecr != nil {
		v.refuse(at.in("transitRouter"), "E-6.9", "VPC %q is associated with ECR %q, the Basic edition transit router %q would synchronize it too",
			a.Instance, ecr.ID, a.TransitRouter)
	}
}
