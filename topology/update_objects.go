package topology

import (
	"reflect"
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// removeConnections takes away what connects objects and is not there in the end.
func (d *deriver) removeConnections() {
	for _, a := range d.now.Attachments {
		if w := d.want.attachment(a.ID); w == nil || w.Kind != a.Kind || w.TransitRouter != a.TransitRouter || w.Instance != a.Instance {
			d.add(Detach{a.ID, true})
		}
	}
	for _, p := range d.now.Peerings {
		if w := d.want.peering(p.ID); w == nil || !sameEnds(w, &p) {
			d.add(DeletePeering{p.ID, true})
		}
	}
	for _, e := range d.now.ECRs {
		if w := d.want.ecr(e.ID); w != nil {
			d.removeFromECR(&e, w)
		}
	}
	for _, c := range d.now.DataCenters {
		if w := d.want.dataCenter(c.ID); w != nil {
			d.removeFromDataCenter(&c, w)
		}
	}
	for _, v := range d.now.VBRs {
		if w := d.want.vbr(v.ID); w != nil {
			d.externalRoutes(v.ID, v.Routes, w.Routes)
		}
	}
	for _, v := range d.now.VPNs {
		if w := d.want.vpn(v.ID); w != nil {
			d.externalRoutes(v.ID, v.Routes, w.Routes)
		}
	}
}

// sameEnds reports whether two peerings connect the same transit routers.
func sameEnds(a, b *Peering) bool {
	for _, e := range b.Ends {
		if find(a.Ends, func(x *PeeringEnd) bool { return x.TransitRouter == e.TransitRouter }) == nil {
			return false
		}
	}
	return len(a.Ends) == len(b.Ends)
}

func (d *deriver) removeFromECR(now, want *ECR) {
	for _, r := range missingFrom(want.DisabledRoutes, now.DisabledRoutes) {
		d.add(EnableECRRoute{now.ID, r})
	}
	for _, v := range missingFrom(want.VBRs, now.VBRs) {
		d.add(RemoveCircuit{now.ID, v})
	}
	for _, a := range now.Associations {
		if want.association(a.with()) == nil {
			d.add(DissociateECR{now.ID, a.with()})
		}
	}
}

// with returns the ID of the VPC or transit router.
func (a *Association) with() string {
	if a.VPC != "" {
		return a.VPC
	}
	return a.TransitRouter
}

func (d *deriver) removeFromDataCenter(now, want *DataCenter) {
	for _, p := range missingFrom(want.Prefixes, now.Prefixes) {
		d.add(Withdraw{now.ID, p})
	}
	for _, s := range now.Sessions {
		if want.session(s.To, s.Peer) == nil {
			d.add(RemoveSession{now.ID, s.To, s.Peer})
		}
	}
}

// externalRoutes removes the routes of a VBR or VPN of which nothing stays.
func (d *deriver) externalRoutes(id string, now, want []ExternalRoute) {
	for i, r := range now {
		same := func(o ExternalRoute) bool { return o.Prefix == r.Prefix && o.NextHop == r.NextHop }
		if !slices.ContainsFunc(want, same) && !slices.ContainsFunc(now[:i], same) {
			d.add(RemoveExternalRoute{id, r.Prefix, r.NextHop})
		}
	}
}

// removeObjects removes tables and objects that are not there in the end, or are something else.
func (d *deriver) removeObjects() {
	for _, p := range d.now.VPCPeerings {
		d.removeObject(p)
	}
	for _, tr := range d.now.TransitRouters {
		w := d.want.transitRouter(tr.ID)
		if w == nil {
			d.removeObject(tr)
			continue
		}
		for _, t := range tr.RouteTables {
			if find(w.RouteTables, func(x *RouteTable) bool { return x.ID == t.ID }) == nil {
				d.add(DeleteTable{t.ID})
			}
		}
	}
	removeAll(d, d.now.DataCenters)
	removeAll(d, d.now.ECRs)
	removeAll(d, d.now.VPCs)
	removeAll(d, d.now.VBRs)
	removeAll(d, d.now.VPNs)
	removeAll(d, d.now.CCNs)
}

func removeAll[E Object](d *deriver, list []E) {
	for _, x := range list {
		d.removeObject(x)
	}
}

func (d *deriver) removeObject(x Object) {
	_, id := x.object()
	if w := d.want.objectOf(id); w == nil || objectText(w) != objectText(x) {
		d.add(Delete{id})
	}
}

// createObjects creates tables and objects.
func (d *deriver) createObjects() {
	for _, tr := range d.want.TransitRouters {
		if d.now.transitRouter(tr.ID) == nil {
			d.add(Create{tr})
			continue
		}
		for _, t := range tr.RouteTables {
			if _, there := d.now.routeTable(t.ID); there == nil {
				d.add(CreateTable{tr.ID, t})
			}
		}
	}
	createAll(d, d.want.VPCs)
	createAll(d, d.want.VBRs)
	createAll(d, d.want.VPNs)
	createAll(d, d.want.CCNs)
	createAll(d, d.want.ECRs)
	createAll(d, d.want.DataCenters)
	createAll(d, d.want.VPCPeerings)
}

func createAll[E Object](d *deriver, list []E) {
	for _, x := range list {
		if _, id := x.object(); d.now.objectOf(id) == nil {
			d.add(Create{x})
		}
	}
}

// connect makes and changes what connects objects.
func (d *deriver) connect() {
	for _, v := range d.want.VPCs {
		d.addVSwitches(&v)
	}
	for _, e := range d.want.ECRs {
		d.addToECR(d.now.ecr(e.ID), &e)
	}
	for _, a := range d.want.Attachments {
		if there := d.now.attachment(a.ID); there == nil {
			d.add(Attach{a})
		} else {
			d.changeAttachment(there, &a)
		}
	}
	for _, p := range d.want.Peerings {
		if d.now.peering(p.ID) == nil {
			d.add(CreatePeering{p})
			continue
		}
		for _, e := range p.Ends {
			now, _ := d.now.port(p.ID, e.TransitRouter)
			d.changeSwitches(now, e.Association, e.Propagations, e.RouteSync)
		}
	}
	for _, c := range d.want.DataCenters {
		d.addToDataCenter(d.now.dataCenter(c.ID), &c)
	}
	for _, v := range d.want.VBRs {
		d.addExternalRoutes(v.ID, d.now.vbr(v.ID).Routes, v.Routes)
	}
	for _, v := range d.want.VPNs {
		d.addExternalRoutes(v.ID, d.now.vpn(v.ID).Routes, v.Routes)
	}
}

// addVSwitches removes and adds vSwitches of a VPC.
func (d *deriver) addVSwitches(want *VPC) {
	now := d.now.vpc(want.ID)
	for _, s := range missingFrom(want.VSwitches, now.VSwitches) {
		d.add(RemoveVSwitch{want.ID, s.CIDR})
	}
	for _, s := range missingFrom(now.VSwitches, want.VSwitches) {
		d.add(AddVSwitch{want.ID, s})
	}
}

func (d *deriver) addToECR(now, want *ECR) {
	for _, v := range missingFrom(now.VBRs, want.VBRs) {
		d.add(AddCircuit{now.ID, v})
	}
	for _, a := range want.Associations {
		there := now.association(a.with())
		if there == nil {
			d.add(AssociateECR{now.ID, a})
			continue
		}
		if !slices.Equal(there.Prefixes, a.Prefixes) || there.PrefixMode != a.PrefixMode {
			d.add(SetECRPrefixes{now.ID, a.with(), a.Prefixes, a.PrefixMode})
		}
		if there.Default != a.Default {
			d.add(SetDefaultPath{now.ID, a.TransitRouter, a.Default})
		}
	}
	for _, region := range slices.Sorted(slices.Values(modeRegions(now, want))) {
		if now.Modes[region] != want.Modes[region] {
			d.add(SetTransitMode{now.ID, region, want.Modes[region]})
		}
	}
	for _, r := range missingFrom(now.DisabledRoutes, want.DisabledRoutes) {
		d.add(DisableECRRoute{now.ID, r})
	}
}

// modeRegions returns the regions for which one of two versions of an ECR has a mode.
func modeRegions(a, b *ECR) (regions []string) {
	for _, e := range []*ECR{a, b} {
		for region := range e.Modes {
			if !slices.Contains(regions, region) {
				regions = append(regions, region)
			}
		}
	}
	return regions
}

func (d *deriver) changeAttachment(now, want *Attachment) {
	if now.IPv6 != want.IPv6 || now.AutoCreateRoutes != want.AutoCreateRoutes || !slices.Equal(now.VSwitches, want.VSwitches) {
		d.add(SetOptions{want.ID, want.IPv6, want.AutoCreateRoutes, want.VSwitches})
	}
	p, _ := d.now.port(want.ID, "")
	d.changeSwitches(p, want.Association, want.Propagations, want.RouteSync)
}

// changeSwitches sets the switches of an attachment or an end of a peering: what is switched off first.
func (d *deriver) changeSwitches(now port, association string, propagations []string, sync bool) {
	id, was, at := now.id, *now.association, ""
	if now.kind == attach.Peer {
		at = now.router
	}
	if *now.sync && !sync {
		d.add(DisableSync{id, at})
	}
	for _, t := range missingFrom(propagations, *now.propagations) {
		d.add(DisablePropagation{id, t})
	}
	switch {
	case was == association:
	case association == "":
		d.add(Dissociate{id, at})
	case was == "":
		d.add(Associate{id, association})
	default:
		d.add(ReplaceAssociation{id, association})
	}
	for _, t := range missingFrom(*now.propagations, propagations) {
		d.add(EnablePropagation{id, t})
	}
	if !*now.sync && sync {
		d.add(EnableSync{id, at})
	}
}

func (d *deriver) addToDataCenter(now, want *DataCenter) {
	for _, p := range missingFrom(now.Prefixes, want.Prefixes) {
		d.add(Announce{want.ID, p})
	}
	for _, s := range want.Sessions {
		there := now.session(s.To, s.Peer)
		switch {
		case there == nil:
			d.add(AddSession{want.ID, s})
		case there.Down && !s.Down:
			d.add(RepairSession{want.ID, s.To, s.Peer})
		case !there.Down && s.Down:
			d.add(FailSession{want.ID, s.To, s.Peer})
		}
	}
}

func (d *deriver) addExternalRoutes(id string, now, want []ExternalRoute) {
	for _, r := range want {
		if find(now, func(n *ExternalRoute) bool { return n.Prefix == r.Prefix && n.NextHop == r.NextHop }) == nil {
			d.add(AddExternalRoute{id, r})
		}
	}
}

// redefine redefines the objects that still differ.
func (d *deriver) redefine() {
	redefineAll(d, d.want.TransitRouters)
	redefineAll(d, d.want.VPCs)
	redefineAll(d, d.want.VBRs)
	redefineAll(d, d.want.VPNs)
	redefineAll(d, d.want.CCNs)
	redefineAll(d, d.want.DataCenters)
	redefineAll(d, d.want.ECRs)
	redefineAll(d, d.want.VPCPeerings)
}

func redefineAll[E Object](d *deriver, list []E) {
	for _, x := range list {
		if _, id := x.object(); !reflect.DeepEqual(d.now.objectOf(id), Object(x)) {
			d.add(Redefine{x})
		}
	}
}
