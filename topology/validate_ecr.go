package topology

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// checkECRs checks the Express Connect Routers with everything inside them.
func (v *validator) checkECRs() {
	var asns map[accountASN]int
	for i := range v.net.ECRs {
		ecr := &v.net.ECRs[i]
		at := place{}.at("ecrs", i)
		v.checkECRNumber(at.in("asn"), i, &asns)
		v.checkCircuits(at, ecr)
		v.checkModes(at, ecr)
		v.checkAssociations(at, ecr)
		v.checkVSwitchesApart(at, ecr)
		v.checkDisabledRoutes(at, ecr)
	}
}

// validECRNumber reports whether an ECR can have an AS number: 45104, 64512 to 65534 without 65025, or 4200000000 to
// 4294967294 (E-1.3).
func validECRNumber(asn uint32) bool {
	return asn == 45104 || asn >= 64512 && asn <= 65534 && asn != 65025 || asn >= 4200000000 && asn <= 4294967294
}

// An accountASN is an AS number in an account; ECRs without an owner are taken for those of one account.
type accountASN struct {
	owner string
	asn   uint32
}

// checkECRNumber refuses an AS number that no ECR can have (E-1.3), or that another ECR of the account has (E-1.4).
func (v *validator) checkECRNumber(at place, i int, asns *map[accountASN]int) {
	ecr := &v.net.ECRs[i]
	if !validECRNumber(ecr.ASN) {
		v.refuse(at, "E-1.3", "ASN %d of ECR %q is not 45104, 64512 to 65534 (without 65025) or 4200000000 to 4294967294", ecr.ASN, ecr.ID)
		return
	}
	key := accountASN{ecr.Owner, ecr.ASN}
	if first, taken := (*asns)[key]; taken {
		v.refuse(at, "E-1.4", "ASN %d of ECR %q is that of ECR %q of the same account too", ecr.ASN, ecr.ID,
			v.net.ECRs[first].ID)
	}
	putFirst(asns, key, i)
}

// checkCircuits checks the VBRs of an ECR: each on one ECR (E-1.7), with the AS number of the ECR if it has one of its
// own (E-1.5).
func (v *validator) checkCircuits(at place, ecr *ECR) {
	var seen map[string]bool
	for k, id := range ecr.VBRs {
		at := at.at("vbrs", k)
		o, ok := v.refer(at, id, aVBR)
		if !ok {
			continue
		}
		vbr := &v.net.VBRs[o.i]
		if first := v.ecrOf[o]; first != ecr {
			v.refuse(at, "E-1.7", "VBR %q is on ECR %q already, it can be on one ECR, not on %q too", id, first.ID,
				ecr.ID)
		}
		if seen[id] {
			v.refuse(at, "", "VBR %q is repeated on ECR %q", id, ecr.ID)
		}
		putFirst(&seen, id, true)
		if vbr.ASN != 0 && vbr.ASN != ecr.ASN {
			v.refuse(at, "E-1.5", "ASN %d of VBR %q is not %d, that of ECR %q", vbr.ASN, id, ecr.ASN, ecr.ID)
		}
		v.needGrant(at, "E-1.17", party{"VBR", id, vbr.Owner}, party{"ECR", ecr.ID, ecr.Owner})
	}
}

// checkModes refuses a transit mode that does not exist (E-5.1.3); one for a region in which the ECR has nothing is a
// warning.
func (v *validator) checkModes(at place, ecr *ECR) {
	if len(ecr.Modes) == 0 {
		return
	}
	regions := v.presence(ecr)
	slices.Sort(regions)
	for _, region := range sortedKeys(ecr.Modes) {
		at := at.in("modes").in(region)
		if ecr.Modes[region] > NearBy {
			v.refuse(at, "E-5.1.3", "there is no transit mode %v of region %q", ecr.Modes[region], region)
		}
		if _, there := slices.BinarySearch(regions, region); !there {
			v.warn(at, "E-5.1.3", "the transit mode of region %q has no effect, ECR %q has nothing there", region,
				ecr.ID)
		}
	}
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// checkVSwitchesApart refuses overlapping vSwitches of two VPCs that are associated with one ECR (E-1.8).
func (v *validator) checkVSwitchesApart(at place, ecr *ECR) {
	var blocks []block
	for j := range ecr.Associations {
		o, ok := v.lookup(ecr.Associations[j].VPC, aVPC)
		if !ok || v.ecrOf[o] != ecr || v.associated[link{v.object(ecr.ID), o}] != &ecr.Associations[j] {
			continue // the second association has its own violation
		}
		for _, s := range v.net.VPCs[o.i].VSwitches {
			blocks = append(blocks, block{s.CIDR, j, o.i})
		}
	}
	forOverlaps(blocks, func(outer, inner block) {
		if outer.i == inner.i {
			return // of one VPC, which has its own violation
		}
		later, earlier := laterFirst(outer, inner)
		v.refuse(at.at("associations", later.i).in("vpc"), "E-1.8", "vSwitch %v of VPC %q overlaps vSwitch %v of VPC %q, they are both associated with ECR %q",
			later.prefix, v.net.VPCs[later.j].ID, earlier.prefix, v.net.VPCs[earlier.j].ID, ecr.ID)
	})
}

// checkDisabledRoutes checks the routes that were disabled by prefix and next hop: a VBR, VPC or transit router of the
// ECR (E-2.13).
func (v *validator) checkDisabledRoutes(at place, ecr *ECR) {
	if len(ecr.DisabledRoutes) == 0 {
		return
	}
	seen := make(map[DisabledRoute]bool, len(ecr.DisabledRoutes))
	vbrs := make(map[string]bool, len(ecr.VBRs))
	for _, id := range ecr.VBRs {
		vbrs[id] = true
	}
	for k, d := range ecr.DisabledRoutes {
		at := at.at("disabledRoutes", k)
		v.checkPrefix(at.in("prefix"), d.Prefix)
		if seen[d] {
			v.refuse(at, "E-2.13", "route %v to %q is disabled twice", d.Prefix, d.NextHop)
		}
		seen[d] = true
		o, ok := v.refer(at.in("nextHop"), d.NextHop, aVBR, aVPC, aTransitRouter)
		if _, associated := v.associated[link{v.object(ecr.ID), o}]; ok && !associated && !vbrs[d.NextHop] {
			v.refuse(at.in("nextHop"), "E-2.13", "%q is not connected with ECR %q", d.NextHop, ecr.ID)
		}
	}
}

// checkEnterprise refuses the association of an ECR with a Basic Edition transit router (E-1.11).
func (v *validator) checkEnterprise(at place, ecr *ECR, tr *TransitRouter) {
	if on := attach.Of(attach.ECR).On(tr.Edition); !on.Yes {
		v.refuse(at, on.Rule, "ECR %q cannot be associated with transit router %q, which is of %v edition", ecr.ID,
			tr.ID, tr.Edition)
	}
}
