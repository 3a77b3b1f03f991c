package topology

import "github.com/cenroute/cenroute/route/rule"

// checkAssociations checks what an ECR is associated with: VPCs and transit routers, each once.
func (v *validator) checkAssociations(at place, ecr *ECR) {
	var defaults map[string]string
	for j := range ecr.Associations {
		a := &ecr.Associations[j]
		at := at.at("associations", j)
		v.checkAssociationPrefixes(at, a)
		switch {
		case a.VPC != "" && a.TransitRouter != "":
			v.refuse(at, "E-1.2", "the association names VPC %q and transit router %q, it is with one of them", a.VPC,
				a.TransitRouter)
		case a.VPC != "":
			v.checkAssociatedVPC(at, ecr, a)
		case a.TransitRouter != "":
			v.checkAssociatedRouter(at, ecr, a, &defaults)
		default:
			v.refuse(at, "E-1.2", "the association names neither a vpc nor a transitRouter")
		}
	}
}

// checkAssociationPrefixes checks the prefixes that replace specific routes (E-4.3). The mode incremental exists since
// edition 2026-02 (E-4.5); without prefixes a mode has no effect.
func (v *validator) checkAssociationPrefixes(at place, a *Association) {
	v.checkPrefixes(at, "prefixes", a.Prefixes)
	mode := at.in("prefixMode")
	switch a.PrefixMode {
	case MatchMode:
	case IncrementalMode:
		v.since2026(mode, "E-4.5", "prefixMode incremental")
		if len(a.Prefixes) == 0 {
			v.warn(mode, "E-4.2", "prefixMode %v has no effect without prefixes", a.PrefixMode)
		}
	default:
		v.refuse(mode, "E-4.5", "there is no prefixMode %v", a.PrefixMode)
	}
}

// checkAssociatedVPC checks an association with a VPC: it has one ECR (E-1.7), and is no default path (E-5.3.1).
func (v *validator) checkAssociatedVPC(at place, ecr *ECR, a *Association) {
	if a.Default {
		v.refuse(at.in("default"), "E-5.3.1", "VPC %q cannot be the default path, only a transit router can", a.VPC)
	}
	o, ok := v.refer(at.in("vpc"), a.VPC, aVPC)
	if !ok {
		return
	}
	if first := v.ecrOf[o]; first != ecr {
		v.refuse(at.in("vpc"), "E-1.7", "VPC %q is associated with ECR %q already, it can have one ECR, not %q too",
			a.VPC, first.ID, ecr.ID)
	} else if first := v.associated[link{v.object(ecr.ID), o}]; first != a {
		v.refuse(at.in("vpc"), "", "VPC %q is associated with ECR %q twice", a.VPC, ecr.ID)
	}
	v.needGrant(at.in("vpc"), "E-1.17", party{"VPC", a.VPC, v.net.VPCs[o.i].Owner}, party{"ECR", ecr.ID, ecr.Owner})
}

// checkAssociatedRouter checks an association with a transit router: Enterprise Edition (E-1.11), the only one of its
// region, even across CEN instances (E-1.9), and one default path per CEN instance (E-5.3.1). Without an ECR attachment
// it yields nothing, which is a warning (D-31).
func (v *validator) checkAssociatedRouter(at place, ecr *ECR, a *Association, defaults *map[string]string) {
	where := at.in("transitRouter")
	router, ok := v.refer(where, a.TransitRouter, aTransitRouter)
	if !ok {
		return
	}
	tr, hub := &v.net.TransitRouters[router.i], v.object(ecr.ID)
	v.checkEnterprise(where, ecr, tr)
	if first := v.associated[link{hub, router}]; first != a {
		v.refuse(where, "", "transit router %q is associated with ECR %q twice", tr.ID, ecr.ID)
		return
	}
	if first := v.ecrRouter[regionOfECR{hub, tr.Region}]; first != tr {
		v.refuse(where, "E-1.9", "ECR %q is associated with transit router %q in region %q already, %q is a second one",
			ecr.ID, first.ID, tr.Region, tr.ID)
	}
	if first, taken := (*defaults)[tr.CEN]; taken && a.Default {
		v.refuse(at.in("default"), "E-5.3.1",
			"transit router %q is the default path of ECR %q for CEN %q, %q cannot be it too", first, ecr.ID, tr.CEN,
			tr.ID)
	} else if a.Default {
		putFirst(defaults, tr.CEN, tr.ID)
	}
	if a.Default && v.net.Rules == rule.Edition2024 {
		v.warn(at.in("default"), "E-2.10", "a default path is documented since edition %v of the rules, the network follows edition %v; transit router %q is taken for it",
			rule.Edition2026, rule.Edition2024, tr.ID)
	}
	if v.attachmentTo(link{router, hub}) == nil {
		v.warn(where, "D-31", "transit router %q has no attachment of ECR %q, the association yields nothing", tr.ID,
			ecr.ID)
		v.needGrant(where, "E-1.17", party{"ECR", ecr.ID, ecr.Owner}, party{"transit router", tr.ID, tr.Owner})
	}
}
