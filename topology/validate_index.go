package topology

import (
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// An objectKind is what an ID of the document names. The zero objectKind is nothing.
type objectKind uint8

const (
	noObject objectKind = iota
	aTransitRouter
	aTable
	aPrefixList
	aVPC
	aVPCTable
	anAppliance
	aVBR
	aVPN
	aCCN
	aSAG
	aDataCenter
	anECR
	anECRTable
	anAttachment
	aPeering
	aVPCPeering
)

var objectNames = [...]string{"nothing", "transit router", "route table", "prefix list", "VPC", "VPC route table",
	"appliance", "VBR", "VPN", "CCN", "SAG", "data center", "ECR", "ECR route table", "attachment", "peering", "VPC peering"}

// String returns the name of the kind as messages use it.
func (k objectKind) String() string { return objectNames[k] }

// An object is what an ID stands for: its kind, and where it is in the slices of the document.
type object struct {
	kind    objectKind
	i, j, k int // of the document's slice, of a slice inside that, of one inside that
}

// place returns where the object is in the document. A table that is only implied is where its owner is.
func (o object) place() place {
	switch o.kind {
	case aTransitRouter:
		return place{}.at("transitRouters", o.i)
	case aTable:
		return place{}.at("transitRouters", o.i).at("routeTables", o.j)
	case aPrefixList:
		return place{}.at("transitRouters", o.i).at("routeTables", o.j).at("prefixLists", o.k)
	case aVPC:
		return place{}.at("vpcs", o.i)
	case aVPCTable:
		if o.j < 0 {
			return place{}.at("vpcs", o.i)
		}
		return place{}.at("vpcs", o.i).at("routeTables", o.j)
	case anAppliance:
		return place{}.at("vpcs", o.i).at("appliances", o.j)
	case aSAG:
		return place{}.at("ccns", o.i).at("sags", o.j)
	default:
		return place{}.at(topField(o.kind), o.i)
	}
}

// topField returns the key of the document that holds the objects of a kind.
func topField(k objectKind) string {
	switch k {
	case aVBR:
		return "vbrs"
	case aVPN:
		return "vpns"
	case aCCN:
		return "ccns"
	case aDataCenter:
		return "dataCenters"
	case anECR, anECRTable:
		return "ecrs"
	case anAttachment:
		return "attachments"
	case aPeering:
		return "peerings"
	}
	return "vpcPeerings"
}

// indexObjects enters every ID of the document, the implied ones last: the system table of a VPC without route tables
// ("vpc-1/system") and the route tables of an ECR ("ecr-1@cn-hangzhou").
func (v *validator) indexObjects() {
	n := v.n
	v.objects = make(map[string]object, 2*(len(n.TransitRouters)+len(n.VPCs)+len(n.ECRs))+len(n.VBRs)+len(n.VPNs)+len(n.Attachments)+len(n.Peerings))
	v.indexTransitRouters()
	v.indexVPCs()
	for i := range v.n.VBRs {
		v.enter(v.n.VBRs[i].ID, object{kind: aVBR, i: i})
	}
	for i := range v.n.VPNs {
		v.enter(v.n.VPNs[i].ID, object{kind: aVPN, i: i})
	}
	for i := range v.n.CCNs {
		v.enter(v.n.CCNs[i].ID, object{kind: aCCN, i: i})
		for j := range v.n.CCNs[i].SAGs {
			v.enter(v.n.CCNs[i].SAGs[j].ID, object{kind: aSAG, i: i, j: j})
		}
	}
	for i := range v.n.DataCenters {
		v.enter(v.n.DataCenters[i].ID, object{kind: aDataCenter, i: i})
	}
	for i := range v.n.ECRs {
		v.enter(v.n.ECRs[i].ID, object{kind: anECR, i: i})
	}
	v.indexLinks()
	v.indexImpliedTables()
}

func (v *validator) indexTransitRouters() {
	for i := range v.n.TransitRouters {
		tr := &v.n.TransitRouters[i]
		v.enter(tr.ID, object{kind: aTransitRouter, i: i})
		for j := range tr.RouteTables {
			v.enter(tr.RouteTables[j].ID, object{kind: aTable, i: i, j: j})
			for k := range tr.RouteTables[j].PrefixLists {
				v.enter(tr.RouteTables[j].PrefixLists[k].ID, object{kind: aPrefixList, i: i, j: j, k: k})
			}
		}
	}
}

func (v *validator) indexVPCs() {
	for i := range v.n.VPCs {
		vpc := &v.n.VPCs[i]
		v.enter(vpc.ID, object{kind: aVPC, i: i})
		for j := range vpc.RouteTables {
			v.enter(vpc.RouteTables[j].ID, object{kind: aVPCTable, i: i, j: j})
		}
		for j := range vpc.Appliances {
			v.enter(vpc.Appliances[j].ID, object{kind: anAppliance, i: i, j: j})
		}
	}
}

func (v *validator) indexLinks() {
	for i := range v.n.Attachments {
		v.enter(v.n.Attachments[i].ID, object{kind: anAttachment, i: i})
	}
	for i := range v.n.Peerings {
		v.enter(v.n.Peerings[i].ID, object{kind: aPeering, i: i})
	}
	for i := range v.n.VPCPeerings {
		v.enter(v.n.VPCPeerings[i].ID, object{kind: aVPCPeering, i: i})
	}
}

func (v *validator) indexImpliedTables() {
	for i := range v.n.VPCs {
		if vpc := &v.n.VPCs[i]; len(vpc.RouteTables) == 0 && v.owns(vpc.ID, aVPC, i) {
			v.enter(vpc.ID+"/system", object{kind: aVPCTable, i: i, j: -1})
		}
	}
	for i := range v.n.ECRs {
		ecr := &v.n.ECRs[i]
		if !v.owns(ecr.ID, anECR, i) {
			continue
		}
		for _, region := range v.ecrRegions(ecr) {
			v.enter(ecr.ID+"@"+region, object{kind: anECRTable, i: i})
		}
	}
}

// owns reports whether an ID is that of the i-th object of a kind: it is not where another object has it first.
func (v *validator) owns(id string, kind objectKind, i int) bool {
	return v.objects[id] == object{kind: kind, i: i}
}

// enter adds an ID to the index. Every ID is there, is unique in the whole document, and is none of the words that
// stand in tables for what has no ID. One prefix list may be associated with several tables, because in the cloud it
// is an object of its own: its ID may be repeated in another table, with equal prefixes (TR-3.4.1).
func (v *validator) enter(id string, o object) {
	first, taken := v.objects[id]
	switch {
	case id == "":
		v.refuse(o.place().in("id"), "", "id of the %s is missing", o.kind)
	case id == "local" || id == "blackhole":
		v.refuse(o.place().in("id"), "", "the ID of the %s cannot be %q, which is a next hop in route tables", o.kind, id)
		v.objects[id] = o
	case !taken:
		v.objects[id] = o
	case o.kind == aPrefixList && first.kind == aPrefixList:
		v.checkSamePrefixList(o.place().in("id"), first, o)
	default:
		v.refuse(o.place().in("id"), "", "%q, the ID of this %s, is already that of the %s at %v", id, o.kind, first.kind, first.place())
	}
}

// checkSamePrefixList refuses a prefix list that is associated twice with one table or whose prefixes differ from
// those that it has in another table (TR-3.4.1).
func (v *validator) checkSamePrefixList(at place, first, second object) {
	a, b := v.prefixList(first), v.prefixList(second)
	switch {
	case first.i == second.i && first.j == second.j:
		v.refuse(at, "TR-3.4.1", "prefix list %q is associated with the table already, at %v", b.ID, first.place())
	case !samePrefixes(a.Prefixes, b.Prefixes):
		v.refuse(at, "TR-3.4.1", "prefix list %q has other prefixes than at %v, one list has the same in every table", b.ID, first.place())
	}
}

func (v *validator) prefixList(o object) *PrefixList {
	return &v.n.TransitRouters[o.i].RouteTables[o.j].PrefixLists[o.k]
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
func (v *validator) refer(at place, id string, kinds ...objectKind) (object, bool) {
	o, found := v.objects[id]
	switch {
	case id == "":
		v.refuse(at, "", "the ID of the %s is missing", anyOf(kinds))
	case !found:
		v.refuse(at, "", "no %s of the network has the ID %q", anyOf(kinds), id)
	case !slices.Contains(kinds, o.kind):
		v.refuse(at, "", "no %s of the network has the ID %q, it is that of the %s at %v", anyOf(kinds), id, o.kind, o.place())
	default:
		return o, true
	}
	return object{}, false
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

// lookup returns the object of a kind that an ID names, and whether there is one.
func (v *validator) lookup(id string, kind objectKind) (object, bool) {
	o, found := v.objects[id]
	return o, found && o.kind == kind
}

// router returns the transit router that an ID names, or nil.
func (v *validator) router(id string) *TransitRouter {
	if o, ok := v.lookup(id, aTransitRouter); ok {
		return &v.n.TransitRouters[o.i]
	}
	return nil
}

// instanceKind returns the kind of object that an attachment of a kind connects, noObject for no such kind.
func instanceKind(k attach.Kind) objectKind {
	switch k {
	case attach.VPC:
		return aVPC
	case attach.VBR:
		return aVBR
	case attach.VPN:
		return aVPN
	case attach.CCN:
		return aCCN
	case attach.ECR:
		return anECR
	}
	return noObject
}

// An instance is what the checks need to know of a network instance of any kind.
type instance struct{ id, region, owner string }

// instanceOf returns the network instance that an object is; an ECR has no region (E-1.1), and
// what is no instance has nothing.
func (v *validator) instanceOf(o object) instance {
	switch o.kind {
	case aVPC:
		x := &v.n.VPCs[o.i]
		return instance{x.ID, x.Region, x.Owner}
	case aVBR:
		x := &v.n.VBRs[o.i]
		return instance{x.ID, x.Region, x.Owner}
	case aVPN:
		x := &v.n.VPNs[o.i]
		return instance{x.ID, x.Region, x.Owner}
	case aCCN:
		x := &v.n.CCNs[o.i]
		return instance{x.ID, x.Region, x.Owner}
	case anECR:
		x := &v.n.ECRs[o.i]
		return instance{id: x.ID, owner: x.Owner}
	}
	return instance{}
}
