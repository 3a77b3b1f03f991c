package topology

import (
	"maps"
	"slices"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/internal/engine"
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

// An object is what a name stands for: its kind, and where it is in the slices of the document. A name that is no ID of
// the document, such as that of a region, stands for an object of no kind.
type object struct {
	name       string
	kind       objectKind
	down       bool  // in the down list
	known      bool  // the engine knows the name
	attachment int32 // the first one that connects the object with a transit router, counted from 1; 0: there is none
	i          int   // of the document's slice
	j, k       int32 // of a slice inside that, of one inside that

	// What the compiler gives it.
	id    engine.ID // of the name, if the engine knows it
	table int32     // the number of the route table of this name, counted from 1; 0: there is none
}

// node returns the node of the route table of the name, -1 if there is none.
func (o *object) node() int32 { return o.table - 1 }

// place returns where the object is in the document. A table that is only implied is where its owner is.
func (o *object) place() place {
	switch o.kind {
	case aTransitRouter:
		return place{}.at("transitRouters", o.i)
	case aTable:
		return place{}.at("transitRouters", o.i).at("routeTables", int(o.j))
	case aPrefixList:
		return place{}.at("transitRouters", o.i).at("routeTables", int(o.j)).at("prefixLists", int(o.k))
	case aVPC:
		return place{}.at("vpcs", o.i)
	case aVPCTable:
		if o.j < 0 {
			return place{}.at("vpcs", o.i)
		}
		return place{}.at("vpcs", o.i).at("routeTables", int(o.j))
	case anAppliance:
		return place{}.at("vpcs", o.i).at("appliances", int(o.j))
	case aSAG:
		return place{}.at("ccns", o.i).at("sags", int(o.j))
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

// An index finds what the names of a Network stand for and who is connected with whom, for a Network with violations as
// well: of several objects with one ID, and of several connections of two objects, it has the first in document order.
// It is built once, for validation, compilation and the traces of the state.
type index struct {
	net     *Network
	numbers map[string]int32  // of names
	objects []object          // by number of their names; number 0 is the empty name
	clashes []object          // that do not have their IDs for themselves
	checked prefixLists       // that nothing is wrong with, for they are those of a valid network
	tables  [][]VPCRouteTable // of the VPCs, in their order, with the implied ones

	ends       []ends                // of the attachments, in their order
	peerings   [][]end               // the ends of the peerings, in their order
	propagated []*object             // the tables of the propagations of all ends, one list after the other
	attached   map[link]*Attachment  // by transit router and instance, but for the first one of each instance
	associated map[link]*Association // by ECR and VPC or transit router
	ecrOf      map[*object]*ECR      // by VPC or VBR
	ecrRouter  map[regionOfECR]*TransitRouter
}

// An end is what an attachment or one end of a peering names at its transit router: an object of no kind where a name
// stands for nothing.
type end struct {
	hub          *object
	association  *object // nil: none
	propagations []*object
}

// Ends are what an attachment names: its end at the transit router, and the instance.
type ends struct {
	end
	self, instance *object
	connects       bool // references and kinds are right
}

func (e *ends) link() link { return link{e.hub, e.instance} }

// A link is a transit router or ECR with something that is connected to it.
type link struct{ hub, node *object }

// A regionOfECR is a region in which an ECR is associated with transit routers.
type regionOfECR struct {
	ecr    *object
	region string
}

// newIndex indexes a network.
func newIndex(n *Network) *index {
	room := 4 + 2*(len(n.TransitRouters)+len(n.VPCs)+len(n.ECRs)) + len(n.VBRs) + len(n.VPNs) + len(n.CCNs) +
		len(n.DataCenters) + len(n.Attachments) + len(n.Peerings) + len(n.VPCPeerings)
	x := &index{net: n, numbers: make(map[string]int32, room), objects: make([]object, 0, room+room/8)}
	x.know("")
	x.know(localHop)
	x.know(blackholeHop)
	x.enterTransitRouters()
	x.enterVPCs()
	x.enterOnPremises()
	x.enterConnections()
	x.enterImpliedTables()
	for _, id := range n.Down {
		if o := x.object(id); o.kind != noObject {
			o.down = true
		}
	}
	x.noteConnections()
	return x
}

// number returns the number of a name, a new one for a new name.
func (x *index) number(name string) int32 {
	number, ok := x.numbers[name]
	if !ok {
		number = int32(len(x.objects))
		x.numbers[name] = number
		x.objects = append(x.objects, object{name: name})
	}
	return number
}

// know notes a name that the engine must know, whatever it stands for.
func (x *index) know(name string) { x.objects[x.number(name)].known = true }

// enter adds an object with its ID. Every ID is there, is unique in the whole document, and is none of the words that
// stand in tables for what has no ID; what has no such ID is noted, see checkIDs.
func (x *index) enter(id string, o object) {
	number := x.number(id)
	first := &x.objects[number]
	o.name, o.known = id, first.known || o.kind != aPrefixList && o.kind != anAppliance && o.kind != aVPCPeering
	reserved := id == localHop || id == blackholeHop
	if taken := first.kind != noObject; taken || reserved || id == "" {
		x.clashes = append(x.clashes, o)
		if !reserved {
			return
		}
	}
	*first = o
}

func (x *index) enterTransitRouters() {
	for i := range x.net.TransitRouters {
		tr := &x.net.TransitRouters[i]
		x.enter(tr.ID, object{kind: aTransitRouter, i: i})
		x.know(tr.Region)
		for j := range tr.RouteTables {
			x.enter(tr.RouteTables[j].ID, object{kind: aTable, i: i, j: int32(j)})
			for k := range tr.RouteTables[j].PrefixLists {
				x.enter(tr.RouteTables[j].PrefixLists[k].ID, object{kind: aPrefixList, i: i, j: int32(j), k: int32(k)})
			}
		}
	}
}

// enterVPCs enters VPCs with what is in them, and the names of their next hops, which may be objects that are not in the
// document.
func (x *index) enterVPCs() {
	for i := range x.net.VPCs {
		vpc := &x.net.VPCs[i]
		x.enter(vpc.ID, object{kind: aVPC, i: i})
		x.know(vpc.Region)
		for j := range vpc.RouteTables {
			x.enter(vpc.RouteTables[j].ID, object{kind: aVPCTable, i: i, j: int32(j)})
			for k := range vpc.RouteTables[j].Routes {
				x.know(vpc.RouteTables[j].Routes[k].NextHop)
			}
		}
		for j := range vpc.Appliances {
			x.enter(vpc.Appliances[j].ID, object{kind: anAppliance, i: i, j: int32(j)})
		}
	}
}

// enterOnPremises enters what leads to networks on premises, and these, with the names of their sessions.
func (x *index) enterOnPremises() {
	n := x.net
	for i := range n.VBRs {
		x.enter(n.VBRs[i].ID, object{kind: aVBR, i: i})
		x.know(n.VBRs[i].Region)
	}
	for i := range n.VPNs {
		x.enter(n.VPNs[i].ID, object{kind: aVPN, i: i})
		x.know(n.VPNs[i].Region)
	}
	for i := range n.CCNs {
		x.enter(n.CCNs[i].ID, object{kind: aCCN, i: i})
		x.know(n.CCNs[i].Region)
		for j := range n.CCNs[i].SAGs {
			x.enter(n.CCNs[i].SAGs[j].ID, object{kind: aSAG, i: i, j: int32(j)})
		}
	}
	for i := range n.DataCenters {
		x.enter(n.DataCenters[i].ID, object{kind: aDataCenter, i: i})
		for j := range n.DataCenters[i].Sessions {
			x.know(n.DataCenters[i].Sessions[j].Peer)
		}
	}
}

func (x *index) enterConnections() {
	for i := range x.net.ECRs {
		x.enter(x.net.ECRs[i].ID, object{kind: anECR, i: i})
	}
	for i := range x.net.Attachments {
		x.enter(x.net.Attachments[i].ID, object{kind: anAttachment, i: i})
	}
	for i := range x.net.Peerings {
		x.enter(x.net.Peerings[i].ID, object{kind: aPeering, i: i})
	}
	for i := range x.net.VPCPeerings {
		x.enter(x.net.VPCPeerings[i].ID, object{kind: aVPCPeering, i: i})
	}
}

// enterImpliedTables enters the tables that are not in the document, last: the system table of a VPC without route tables
// ("vpc-1/system") and the route tables of an ECR ("ecr-1@cn-hangzhou").
func (x *index) enterImpliedTables() {
	x.tables = make([][]VPCRouteTable, len(x.net.VPCs))
	implied := make([]VPCRouteTable, len(x.net.VPCs))
	for i := range x.net.VPCs {
		vpc := &x.net.VPCs[i]
		if x.tables[i] = vpc.RouteTables; len(vpc.RouteTables) > 0 {
			continue
		}
		implied[i] = vpc.impliedTable()
		if x.tables[i] = implied[i : i+1]; x.owns(vpc.ID, aVPC, i) {
			x.enter(implied[i].ID, object{kind: aVPCTable, i: i, j: -1})
		}
	}
	for i := range x.net.ECRs {
		ecr := &x.net.ECRs[i]
		if !x.owns(ecr.ID, anECR, i) {
			continue
		}
		for _, region := range x.presence(ecr) {
			x.enter(ECRTableID(ecr.ID, region), object{kind: anECRTable, i: i})
		}
		for region := range ecr.Modes {
			x.know(region)
			x.know(ECRTableID(ecr.ID, region))
		}
	}
}

// owns reports whether an ID is that of the i-th object of a kind: it is not where another object has it first.
func (x *index) owns(id string, kind objectKind, i int) bool {
	o := x.object(id)
	return o.kind == kind && o.i == i
}

// noteConnections looks up what connections name. Those whose references and kinds are not right have their own
// violations.
func (x *index) noteConnections() {
	x.propagated = make([]*object, 0, len(x.net.Attachments)+2*len(x.net.Peerings)) // as of a table for each end
	x.noteAttachments()
	x.notePeerings()
	for i := range x.net.ECRs {
		x.noteECR(&x.net.ECRs[i])
	}
}

func (x *index) noteAttachments() {
	x.ends = make([]ends, len(x.net.Attachments))
	for i := range x.net.Attachments {
		a, e := &x.net.Attachments[i], &x.ends[i]
		e.end = x.endAt(a.TransitRouter, a.Association, a.Propagations)
		e.self, e.instance = x.object(a.ID), x.object(a.Instance)
		kind := instanceKind(a.Kind)
		if e.connects = e.hub.kind == aTransitRouter && e.instance.kind == kind && kind != noObject; e.connects {
			x.noteAttachment(e, i)
		}
	}
}

func (x *index) noteAttachment(e *ends, i int) {
	if e.instance.attachment == 0 {
		e.instance.attachment = int32(i + 1)
	} else {
		putFirst(&x.attached, e.link(), &x.net.Attachments[i])
	}
}

// attachmentOf returns the first attachment of an instance, nil if there is none.
func (x *index) attachmentOf(instance *object) *Attachment {
	if instance.attachment == 0 {
		return nil
	}
	return &x.net.Attachments[instance.attachment-1]
}

// attachmentTo returns the first attachment that connects an instance with a transit router, nil if there is none.
func (x *index) attachmentTo(l link) *Attachment {
	if first := l.node.attachment; first > 0 && x.ends[first-1].hub == l.hub {
		return &x.net.Attachments[first-1]
	}
	return x.attached[l]
}

func (x *index) notePeerings() {
	x.peerings = make([][]end, len(x.net.Peerings))
	room := make([]end, 0, 2*len(x.net.Peerings))
	for i := range x.net.Peerings {
		start := len(room)
		for k := range x.net.Peerings[i].Ends {
			e := &x.net.Peerings[i].Ends[k]
			room = append(room, x.endAt(e.TransitRouter, e.Association, e.Propagations))
		}
		x.peerings[i] = room[start:]
	}
}

// endAt looks up what an end names.
func (x *index) endAt(router, association string, propagations []string) end {
	e := end{hub: x.object(router)}
	if association != "" {
		e.association = x.object(association)
	}
	start := len(x.propagated)
	for _, id := range propagations {
		x.propagated = append(x.propagated, x.object(id))
	}
	e.propagations = x.propagated[start:]
	return e
}

func (x *index) noteECR(e *ECR) {
	ecr := x.object(e.ID)
	for _, vbr := range e.VBRs {
		if o := x.object(vbr); o.kind != noObject {
			putFirst(&x.ecrOf, o, e)
		}
	}
	for i := range e.Associations {
		a := &e.Associations[i]
		if vpc := x.object(a.VPC); vpc.kind != noObject {
			putFirst(&x.ecrOf, vpc, e)
			putFirst(&x.associated, link{ecr, vpc}, a)
		}
		if tr, ok := x.lookup(a.TransitRouter, aTransitRouter); ok {
			router := &x.net.TransitRouters[tr.i]
			putFirst(&x.associated, link{ecr, tr}, a)
			putFirst(&x.ecrRouter, regionOfECR{ecr, router.Region}, router)
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

// presence returns the regions in which an ECR has a VBR, VPC or transit router, in document order: those in which
// it has a route table (E-1.1).
func (x *index) presence(e *ECR) []string {
	var regions []string
	seen := make(map[string]bool)
	add := func(region string) {
		if region != "" && !seen[region] {
			seen[region] = true
			regions = append(regions, region)
		}
	}
	for _, id := range e.VBRs {
		if vbr := x.vbr(id); vbr != nil {
			add(vbr.Region)
		}
	}
	for i := range e.Associations {
		if vpc := x.vpc(e.Associations[i].VPC); vpc != nil {
			add(vpc.Region)
		}
		if tr := x.router(e.Associations[i].TransitRouter); tr != nil {
			add(tr.Region)
		}
	}
	return regions
}

// object returns what a name stands for, an object of no kind where that is nothing.
func (x *index) object(name string) *object { return &x.objects[x.numbers[name]] }

// lookup returns the object of a kind that an ID names, and whether there is one.
func (x *index) lookup(id string, kind objectKind) (*object, bool) {
	o := x.object(id)
	return o, o.kind == kind && kind != noObject
}

// The parts of the network that an ID names, nil where it names none.
func (x *index) router(id string) *TransitRouter {
	return part(x, id, aTransitRouter, x.net.TransitRouters)
}
func (x *index) vpc(id string) *VPC { return part(x, id, aVPC, x.net.VPCs) }
func (x *index) vbr(id string) *VBR { return part(x, id, aVBR, x.net.VBRs) }
func (x *index) vpn(id string) *VPN { return part(x, id, aVPN, x.net.VPNs) }
func (x *index) ccn(id string) *CCN { return part(x, id, aCCN, x.net.CCNs) }
func (x *index) dataCenter(id string) *DataCenter {
	return part(x, id, aDataCenter, x.net.DataCenters)
}
func (x *index) ecr(id string) *ECR               { return part(x, id, anECR, x.net.ECRs) }
func (x *index) peering(id string) *Peering       { return part(x, id, aPeering, x.net.Peerings) }
func (x *index) vpcPeering(id string) *VPCPeering { return part(x, id, aVPCPeering, x.net.VPCPeerings) }
func (x *index) attachment(id string) *Attachment {
	return part(x, id, anAttachment, x.net.Attachments)
}

// part returns the element of a list of objects of a kind that an ID names, nil if there is none.
func part[E any](x *index, id string, kind objectKind, list []E) *E {
	if o, ok := x.lookup(id, kind); ok {
		return &list[o.i]
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

// kindOf returns the kind of an attachment, Peer for a peering.
func (x *index) kindOf(id string) attach.Kind {
	if a := x.attachment(id); a != nil {
		return a.Kind
	}
	return attach.Peer
}

// down tells whether an object has failed.
func (x *index) down(id string) bool { return x.object(id).down }

// speaksBGP tells whether a VPN runs BGP.
func (x *index) speaksBGP(id string) bool {
	vpn := x.vpn(id)
	return vpn != nil && vpn.BGP
}

// ecrRegions returns the regions for which an ECR has a table, in order: those in which it has something, and those with a
// transit mode (E-1.1).
func (x *index) ecrRegions(e *ECR) []string {
	regions := slices.AppendSeq(x.presence(e), maps.Keys(e.Modes))
	slices.Sort(regions)
	return slices.Compact(regions)
}
