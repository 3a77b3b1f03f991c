package topology

import (
	"net/netip"
	"slices"
)

// checkIDs refuses the IDs that objects do not have for themselves. One prefix list may be associated with several
// tables, because in the cloud it is an object of its own: its ID may be repeated in another table, with equal prefixes
// (TR-3.4.1).
func (v *validator) checkIDs() {
	for i := range v.clashes {
		o := &v.clashes[i]
		at, first := o.place().in("id"), v.object(o.name)
		switch id := o.name; {
		case id == "":
			v.refuse(at, "", "id of the %s is missing", o.kind)
		case id == localHop || id == blackholeHop:
			v.refuse(at, "", "the ID of the %s cannot be %q, which is a next hop in route tables", o.kind, id)
		case o.kind == aPrefixList && first.kind == aPrefixList:
			v.checkSamePrefixList(at, first, o)
		default:
			v.refuse(at, "", "%q, the ID of this %s, is already that of the %s at %v", id, o.kind, first.kind,
				first.place())
		}
	}
}

// checkSamePrefixList refuses a prefix list that is associated twice with one table or whose prefixes differ from
// those that it has in another table (TR-3.4.1).
func (v *validator) checkSamePrefixList(at place, first, second *object) {
	a, b := v.prefixList(first), v.prefixList(second)
	switch {
	case first.i == second.i && first.j == second.j:
		v.refuse(at, "TR-3.4.1", "prefix list %q is associated with the table already, at %v", b.ID, first.place())
	case !samePrefixes(a.Prefixes, b.Prefixes):
		v.refuse(at, "TR-3.4.1", "prefix list %q has other prefixes than at %v, one list has the same in every table",
			b.ID, first.place())
	}
}

func (v *validator) prefixList(o *object) *PrefixList {
	return &v.net.TransitRouters[o.i].RouteTables[o.j].PrefixLists[o.k]
}

// samePrefixes reports whether two lists hold the same prefixes in any order.
func samePrefixes(a, b []netip.Prefix) bool {
	if len(a) != len(b) {
		return false
	}
	if slices.Equal(a, b) {
		return true
	}
	a, b = slices.Clone(a), slices.Clone(b)
	slices.SortFunc(a, netip.Prefix.Compare)
	slices.SortFunc(b, netip.Prefix.Compare)
	return slices.Equal(a, b)
}

// refer looks up the object of one of the given kinds that an ID names, and refuses an ID that is empty, names
// nothing, or names an object of another kind.
func (v *validator) refer(at place, id string, kinds ...objectKind) (*object, bool) {
	o := v.object(id)
	return o, v.checkNames(at, id, o, kinds...)
}

// checkNames is refer for an ID that is looked up already.
func (v *validator) checkNames(at place, id string, o *object, kinds ...objectKind) bool {
	switch {
	case id == "":
		v.refuse(at, "", "the ID of the %s is missing", anyOf(kinds))
	case o.kind == noObject:
		v.refuse(at, "", "no %s of the network has the ID %q", anyOf(kinds), id)
	case !slices.Contains(kinds, o.kind):
		v.refuse(at, "", "no %s of the network has the ID %q, it is that of the %s at %v", anyOf(kinds), id, o.kind,
			o.place())
	default:
		return true
	}
	return false
}

// anyOf lists kinds as a sentence does.
func anyOf(kinds []objectKind) string {
	text := kinds[0].String()
	for i, k := range kinds[1:] {
		separator := ", "
		if i == len(kinds)-2 {
			separator = " or "
		}
		text += separator + k.String()
	}
	return text
}

// An instance is what the checks need to know of a network instance of any kind.
type instance struct{ id, region, owner string }

// instanceOf returns the network instance that an object is; an ECR has no region (E-1.1), and
// what is no instance has nothing.
func (v *validator) instanceOf(o *object) instance {
	switch o.kind {
	case aVPC:
		x := &v.net.VPCs[o.i]
		return instance{x.ID, x.Region, x.Owner}
	case aVBR:
		x := &v.net.VBRs[o.i]
		return instance{x.ID, x.Region, x.Owner}
	case aVPN:
		x := &v.net.VPNs[o.i]
		return instance{x.ID, x.Region, x.Owner}
	case aCCN:
		x := &v.net.CCNs[o.i]
		return instance{x.ID, x.Region, x.Owner}
	case anECR:
		x := &v.net.ECRs[o.i]
		return instance{id: x.ID, owner: x.Owner}
	}
	return instance{}
}
