package topology

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route/rule"
)

// checkAttachments checks each attachment, and what one transit router can have of them.
func (v *validator) checkAttachments() {
	for i := range v.net.Attachments {
		v.checkAttachment(i)
	}
	v.checkCircuitsAndECRsApart()
	v.checkAttachmentLimits()
}

// checkAttachment checks one attachment, the rules of its kind only where router and instance are what they should be.
func (v *validator) checkAttachment(i int) {
	a, ends := &v.net.Attachments[i], &v.ends[i]
	router, o := ends.hub, ends.instance
	at := place{}.at("attachments", i)
	known := v.checkNames(at.in("transitRouter"), a.TransitRouter, router, aTransitRouter)
	v.checkTableChoice(at, &ends.end, a.TransitRouter, a.Association, a.Propagations)
	v.checkOptions(at, a)
	if right := v.checkInstance(at, a, o); !known || !right {
		return
	}
	tr, instance := &v.net.TransitRouters[router.i], v.instanceOf(o)
	v.checkKindOnEdition(at, a, tr)
	v.checkSameRegion(at, a, tr, instance)
	v.checkAttachedOnce(at, a, v.attachmentTo(ends.link()), v.attachmentOf(o))
	v.checkAttachmentGrant(at, a, tr, instance)
	v.checkSyncHasTable(at, tr, a.Association, a.RouteSync && a.Kind != attach.ECR)
	switch a.Kind {
	case attach.VPC:
		v.checkInterfaces(at, a, o.i)
	case attach.VBR:
		v.checkCircuitOnOneSide(at, a, o)
	case attach.ECR:
		v.checkECRAttachment(at, a, tr, link{o, router})
	}
}

// checkInstance refuses a kind that no attachment has, and an instance that is not of the kind.
func (v *validator) checkInstance(at place, a *Attachment, o *object) bool {
	want := instanceKind(a.Kind)
	switch {
	case a.Kind == attach.Peer:
		v.refuse(at.in("kind"), "TR-1.6", "attachment %q is of kind Peer, a peering is written in peerings", a.ID)
		return false
	case want == noObject:
		v.refuse(at.in("kind"), "", "attachment %q has no kind of attachment but %q", a.ID, a.Kind)
		return false
	}
	return v.checkNames(at.in("instance"), a.Instance, o, want)
}

// checkTableChoice refuses an association or a propagation with what is no table of the transit router, and a table
// that is named twice (TR-2.1.1, TR-2.2.1).
func (v *validator) checkTableChoice(at place, e *end, router, association string, propagations []string) {
	if association != "" {
		v.checkTableOf(at.in("association"), e.association, router, association, "TR-2.1.1")
	}
	var seen map[string]bool
	for i, id := range propagations {
		v.checkTableOf(at.at("propagations", i), e.propagations[i], router, id, "TR-2.2.1")
		if seen[id] {
			v.refuse(at.at("propagations", i), "TR-2.2.1", "route table %q is repeated, it learns once", id)
		}
		if len(propagations) > 1 {
			putFirst(&seen, id, true)
		}
	}
}

func (v *validator) checkTableOf(at place, o *object, router, table string, id rule.ID) {
	ok := v.checkNames(at, table, o, aTable)
	if owner := &v.net.TransitRouters; ok && (*owner)[o.i].ID != router {
		v.refuse(at, id, "route table %q belongs to transit router %q, not to %q", table, (*owner)[o.i].ID, router)
	}
}

// checkKindOnEdition refuses a kind that transit routers of an edition do not take: Basic Edition takes VPC, VBR and
// CCN (TR-10.2), an ECR attaches to Enterprise Edition only (E-1.11). A CCN on Enterprise Edition is a warning (D-8).
func (v *validator) checkKindOnEdition(at place, a *Attachment, tr *TransitRouter) {
	switch on := attach.Of(a.Kind).On(tr.Edition); {
	case !on.Yes:
		v.refuse(at.in("kind"), on.Rule, "%v %q cannot be attached to transit router %q, which is of %v edition",
			a.Kind, a.Instance, tr.ID, tr.Edition)
	case on.Warned(v.net.Rules):
		v.warn(at.in("kind"), on.Rule, "%v %q is attached to transit router %q of %v edition, edition %v of the rules no longer lists that", a.Kind, a.Instance, tr.ID, tr.Edition, v.net.Rules)
	}
}

// checkSameRegion refuses a VPC, VBR or IPsec connection of another region than the transit router: networks of other
// regions are reached over peerings. A CCN has areas of its own, an ECR has no region.
func (v *validator) checkSameRegion(at place, a *Attachment, tr *TransitRouter, i instance) {
	regional := a.Kind == attach.VPC || a.Kind == attach.VBR || a.Kind == attach.VPN
	if regional && i.region != tr.Region && i.region != "" && tr.Region != "" {
		v.refuse(at.in("instance"), "", "%v %q is in region %q, transit router %q in %q", a.Kind, i.id, i.region, tr.ID,
			tr.Region)
	}
}

// checkAttachedOnce refuses a second attachment of an instance to one transit router (TR-1.8), and of an IPsec
// connection to any other (TR-1.9).
func (v *validator) checkAttachedOnce(at place, a, firstHere, first *Attachment) {
	if firstHere != a {
		v.refuse(at.in("instance"), "TR-1.8", "%v %q is attached to transit router %q already, by %q", a.Kind,
			a.Instance, a.TransitRouter, firstHere.ID)
	} else if a.Kind == attach.VPN && first != a {
		v.refuse(at.in("transitRouter"), "TR-1.9",
			"IPsec connection %q is on transit router %q already, it has only one", a.Instance, first.TransitRouter)
	}
}

// checkOptions refuses the options of VPC attachments on other kinds (TR-8.1, TR-5.9, TR-1.7).
func (v *validator) checkOptions(at place, a *Attachment) {
	if !a.IPv6 && !a.AutoCreateRoutes && len(a.VSwitches) == 0 {
		return
	}
	may := attach.Of(a.Kind)
	if a.IPv6 && !may.IPv6.Yes {
		v.refuse(at.in("ipv6"), "TR-8.1", "ipv6 is an option of VPC attachments, %q is of kind %v", a.ID, a.Kind)
	}
	if a.AutoCreateRoutes && !may.AutoCreateRoutes.Yes {
		v.refuse(at.in("autoCreateRoutes"), "TR-5.9",
			"autoCreateRoutes is an option of VPC attachments, %q is of kind %v", a.ID, a.Kind)
	}
	if len(a.VSwitches) > 0 && !may.VSwitches.Yes {
		v.refuse(at.in("vswitches"), "TR-1.7", "vswitches is an option of VPC attachments, %q is of kind %v", a.ID,
			a.Kind)
	}
}

// interfaceLimit is the number of zones, each with a vSwitch, in which a VPC attachment may have an interface (TR-1.7).
const interfaceLimit = 10

// checkInterfaces refuses vSwitches of an attachment that the VPC does not have, and more than ten (TR-1.7).
func (v *validator) checkInterfaces(at place, a *Attachment, vpc int) {
	if len(a.VSwitches) > interfaceLimit {
		v.refuse(at.in("vswitches"), "TR-1.7", "attachment %q is in %d vSwitches, the limit is %d", a.ID,
			len(a.VSwitches), interfaceLimit)
		return
	}
	v.checkPrefixes(at, "vswitches", a.VSwitches)
	for i, p := range a.VSwitches {
		if canonical(p) && !v.hasVSwitch(vpc, p) {
			v.refuse(at.at("vswitches", i), "TR-1.7", "VPC %q has no vSwitch %v", a.Instance, p)
		}
	}
}

// checkSyncHasTable warns about synchronization without an association, which advertises nothing (TR-2.1.3). Basic
// Edition is associated by itself (D-39).
func (v *validator) checkSyncHasTable(at place, tr *TransitRouter, association string, sync bool) {
	if sync && association == "" && tr.Edition != attach.Basic {
		v.warn(at.in("routeSync"), "TR-2.1.3",
			"route synchronization (routeSync) without an association advertises nothing")
	}
}

// checkCircuitOnOneSide refuses a VBR that is on an ECR and on a transit router (E-1.6).
func (v *validator) checkCircuitOnOneSide(at place, a *Attachment, vbr *object) {
	if ecr, on := v.ecrOf[vbr]; on {
		v.refuse(at.in("instance"), "E-1.6", "VBR %q is on ECR %q, it cannot be attached to transit router %q too",
			a.Instance, ecr.ID, a.TransitRouter)
	}
}

// checkECRAttachment refuses an ECR attachment without the association of the ECR with the transit router (E-1.15,
// D-41), and a second transit router of a region (E-1.9).
func (v *validator) checkECRAttachment(at place, a *Attachment, tr *TransitRouter, here link) {
	if _, both := v.associated[here]; both {
		v.checkECRHasTable(at, a)
		return
	}
	v.refuse(at.in("instance"), "E-1.15",
		"ECR %q is not associated with transit router %q, its attachment %q needs the association", a.Instance, tr.ID,
		a.ID)
	if other, taken := v.ecrRouter[regionOfECR{here.hub, tr.Region}]; taken {
		v.refuse(at.in("instance"), "E-1.9",
			"ECR %q is connected with transit router %q in region %q already, %q is a second one", a.Instance, other.ID,
			tr.Region, tr.ID)
	}
}

// checkECRHasTable warns about an ECR attachment that is associated with no table: the ECR is told nothing (D-31), and
// what comes from it is dropped (TR-2.1.3).
func (v *validator) checkECRHasTable(at place, a *Attachment) {
	if a.Association == "" {
		v.warn(at.in("instance"), "D-31",
			"attachment %q has no association, ECR %q is told nothing by transit router %q", a.ID, a.Instance,
			a.TransitRouter)
	}
}

// checkCircuitsAndECRsApart refuses a VBR and an ECR on one transit router under edition 2024-03; the limit was gone by
// 2026-02 (E-6.11). The later of the two is to blame.
func (v *validator) checkCircuitsAndECRsApart() {
	if v.net.Rules != rule.Edition2024 || len(v.net.ECRs) == 0 {
		return
	}
	circuits, ecrs := v.firstOfKind(attach.VBR), v.firstOfKind(attach.ECR)
	for i := range v.net.TransitRouters {
		circuit, ecr := circuits[i], ecrs[i]
		if circuit < 0 || ecr < 0 {
			continue
		}
		v.refuse(place{}.at("attachments", max(circuit, ecr)).in("kind"), "E-6.11",
			"VBR %q and ECR %q cannot both be attached to transit router %q in edition %v of the rules, only since edition %v",
			v.net.Attachments[circuit].Instance, v.net.Attachments[ecr].Instance, v.net.TransitRouters[i].ID, v.net.Rules, rule.Edition2026)
	}
}

// firstOfKind returns for each transit router the index of the first attachment of a kind, -1 where there is none.
func (v *validator) firstOfKind(k attach.Kind) []int {
	first := slices.Repeat([]int{-1}, len(v.net.TransitRouters))
	for i := range v.ends {
		ends := &v.ends[i]
		if ends.connects && v.net.Attachments[i].Kind == k && first[ends.hub.i] < 0 {
			first[ends.hub.i] = i
		}
	}
	return first
}

// The numbers of connections that a transit router can have (TR-1.11, D-11).
const (
	synchronizedVPCLimit = 50
	connectionLimit      = 50
)

// checkAttachmentLimits warns about more synchronized VPCs or IPsec connections on a transit router than the documented
// limits (TR-1.11, D-11).
func (v *validator) checkAttachmentLimits() {
	if len(v.net.Attachments) <= min(synchronizedVPCLimit, connectionLimit) {
		return
	}
	vpcs, vpns := make([]int, len(v.net.TransitRouters)), make([]int, len(v.net.TransitRouters))
	for i := range v.ends {
		ends := &v.ends[i]
		switch a := &v.net.Attachments[i]; {
		case !ends.connects:
		case a.Kind == attach.VPC && a.RouteSync && v.net.TransitRouters[ends.hub.i].Edition == attach.Enterprise:
			vpcs[ends.hub.i]++
		case a.Kind == attach.VPN:
			vpns[ends.hub.i]++
		}
	}
	for i := range v.net.TransitRouters {
		at, id := place{}.at("transitRouters", i), v.net.TransitRouters[i].ID
		if vpcs[i] > synchronizedVPCLimit {
			v.warn(at, "TR-1.11", "transit router %q synchronizes %d VPCs, the limit is %d", id, vpcs[i],
				synchronizedVPCLimit)
		}
		if vpns[i] > connectionLimit {
			v.warn(at, "TR-1.11", "transit router %q has %d IPsec connections, the limit is %d unless it was raised",
				id, vpns[i], connectionLimit)
		}
	}
}
