package topology

import (
	"slices"

	"github.com/cenroute/cenroute/route/rule"
)

// An Object is a whole part of a network that has an ID: a [TransitRouter], [VPC], [VBR], [VPN], [CCN], [DataCenter],
// [ECR] or [VPCPeering]. Attachments and peerings have changes of their own.
type Object interface {
	object() (kind, id string)
	put(n *Network) // in place of the object with the same ID, or else at the end
}

// Create adds an object to the network.
type Create struct{ Object Object }

// Delete removes an object. It is refused while another part of the network is connected with it; a transit router also
// while it has custom tables (TR-9.6).
type Delete struct{ ID string }

// Redefine puts an object in place of the one with the same ID, for what has no change of its own: an AS number, a
// CIDR block, an appliance, the preference of a session.
type Redefine struct{ Object Object }

// AddGrant allows an account to attach an instance of another account.
type AddGrant struct{ Grant Grant }

// RemoveGrant takes a grant back.
type RemoveGrant struct{ Grant Grant }

// SetRules lets the network follow another edition of the documentation.
type SetRules struct{ Edition rule.Edition }

func (x TransitRouter) object() (string, string) { return "transit router", x.ID }
func (x VPC) object() (string, string)           { return "VPC", x.ID }
func (x VBR) object() (string, string)           { return "VBR", x.ID }
func (x VPN) object() (string, string)           { return "IPsec connection", x.ID }
func (x CCN) object() (string, string)           { return "CCN", x.ID }
func (x DataCenter) object() (string, string)    { return "data center", x.ID }
func (x ECR) object() (string, string)           { return "ECR", x.ID }
func (x VPCPeering) object() (string, string)    { return "VPC peering", x.ID }

func (x TransitRouter) put(n *Network) { putIn(&n.TransitRouters, n.transitRouter(x.ID), x) }
func (x VPC) put(n *Network)           { putIn(&n.VPCs, n.vpc(x.ID), x) }
func (x VBR) put(n *Network)           { putIn(&n.VBRs, n.vbr(x.ID), x) }
func (x VPN) put(n *Network)           { putIn(&n.VPNs, n.vpn(x.ID), x) }
func (x CCN) put(n *Network)           { putIn(&n.CCNs, n.ccn(x.ID), x) }
func (x DataCenter) put(n *Network)    { putIn(&n.DataCenters, n.dataCenter(x.ID), x) }
func (x ECR) put(n *Network)           { putIn(&n.ECRs, n.ecr(x.ID), x) }
func (x VPCPeering) put(n *Network)    { putIn(&n.VPCPeerings, n.vpcPeering(x.ID), x) }

// putIn puts an element in place of another one, or at the end of a list if that is nil.
func putIn[E any](list *[]E, there *E, x E) {
	if there != nil {
		*there = x
		return
	}
	*list = append(*list, x)
}

func (c Create) String() string   { return "create " + objectText(c.Object) }
func (c Delete) String() string   { return "delete " + c.ID }
func (c Redefine) String() string { return "redefine " + objectText(c.Object) }
func (c AddGrant) String() string { return "grant " + c.Grant.Instance + " to " + c.Grant.To }
func (c RemoveGrant) String() string {
	return "revoke the grant of " + c.Grant.Instance + " to " + c.Grant.To
}
func (c SetRules) String() string { return "follow edition " + c.Edition.String() + " of the rules" }

func objectText(x Object) string {
	if x == nil {
		return "nothing"
	}
	kind, id := x.object()
	return kind + " " + id
}

// objectOf returns the object with an ID, nil if there is none.
func (n *Network) objectOf(id string) Object {
	if x := n.transitRouter(id); x != nil {
		return *x
	}
	if x := n.vpc(id); x != nil {
		return *x
	}
	if x := n.vbr(id); x != nil {
		return *x
	}
	if x := n.vpn(id); x != nil {
		return *x
	}
	if x := n.ccn(id); x != nil {
		return *x
	}
	if x := n.dataCenter(id); x != nil {
		return *x
	}
	if x := n.ecr(id); x != nil {
		return *x
	}
	if x := n.vpcPeering(id); x != nil {
		return *x
	}
	return nil
}

func (c Create) check(n *Network) *ChangeError {
	if c.Object == nil {
		return refuse("", "the change names no object")
	}
	if _, id := c.Object.object(); n.objectOf(id) != nil {
		return refuse("", "the network has %s already", objectText(n.objectOf(id)))
	}
	return nil
}

func (c Redefine) check(n *Network) *ChangeError {
	if c.Object == nil {
		return refuse("", "the change names no object")
	}
	kind, id := c.Object.object()
	if there := n.objectOf(id); there == nil || objectText(there) != objectText(c.Object) {
		return missing(kind, id)
	}
	return nil
}

func (c Delete) check(n *Network) *ChangeError {
	x := n.objectOf(c.ID)
	if x == nil {
		return missing("object", c.ID)
	}
	dependents := n.objectDependents(c.ID)
	if len(dependents) == 0 {
		return nil
	}
	err := refuse("", "%s is in use", objectText(x))
	if n.transitRouter(c.ID) != nil {
		err.Rule = "TR-9.6"
	}
	err.Dependents = dependents
	return err
}

// objectDependents returns what keeps an object from being deleted.
func (n *Network) objectDependents(id string) (list []Dependent) {
	add := func(holds bool, kind, other string) {
		if holds {
			list = append(list, Dependent{Kind: kind, ID: other})
		}
	}
	if tr := n.transitRouter(id); tr != nil {
		for i := range tr.RouteTables {
			add(tr.RouteTables[i].ID != tr.SystemTable(), "table", tr.RouteTables[i].ID)
		}
	}
	for i := range n.Attachments {
		add(n.Attachments[i].Instance == id || n.Attachments[i].TransitRouter == id, "attachment", n.Attachments[i].ID)
	}
	for i := range n.Peerings {
		_, here := n.port(n.Peerings[i].ID, id)
		add(here, "peering", n.Peerings[i].ID)
	}
	for i := range n.VPCPeerings {
		add(slices.Contains(n.VPCPeerings[i].VPCs, id), "VPC peering", n.VPCPeerings[i].ID)
	}
	for i := range n.ECRs {
		e := &n.ECRs[i]
		add(e.association(id) != nil || slices.Contains(e.VBRs, id), "ECR", e.ID)
	}
	for i := range n.DataCenters {
		d := &n.DataCenters[i]
		add(find(d.Sessions, func(s *Session) bool { return s.To == id }) != nil, "session of", d.ID)
		add(find(d.Routes, func(r *OnPremRoute) bool { return r.NextHop == id }) != nil, "route of", d.ID)
	}
	for i := range n.VPCs {
		list = append(list, n.VPCs[i].routesTo(id)...)
	}
	return list
}

func (c AddGrant) check(n *Network) *ChangeError {
	if slices.Contains(n.Grants, c.Grant) {
		return refuse("", "it is granted already")
	}
	return nil
}

func (c RemoveGrant) check(n *Network) *ChangeError {
	if !slices.Contains(n.Grants, c.Grant) {
		return refuse("", "there is no such grant")
	}
	return nil
}

func (c SetRules) check(n *Network) *ChangeError {
	if n.Rules == c.Edition {
		return refuse("", "the network follows that edition already")
	}
	return nil
}

func (c Create) stages(*Network) []stage   { return one("TR-9", c.Object.put) }
func (c Redefine) stages(*Network) []stage { return one("TR-9", c.Object.put) }

func (c Delete) stages(*Network) []stage {
	return one("TR-9", func(n *Network) {
		n.TransitRouters = reject(n.TransitRouters, func(x *TransitRouter) bool { return x.ID == c.ID })
		n.VPCs = reject(n.VPCs, func(x *VPC) bool { return x.ID == c.ID })
		n.VBRs = reject(n.VBRs, func(x *VBR) bool { return x.ID == c.ID })
		n.VPNs = reject(n.VPNs, func(x *VPN) bool { return x.ID == c.ID })
		n.CCNs = reject(n.CCNs, func(x *CCN) bool { return x.ID == c.ID })
		n.DataCenters = reject(n.DataCenters, func(x *DataCenter) bool { return x.ID == c.ID })
		n.ECRs = reject(n.ECRs, func(x *ECR) bool { return x.ID == c.ID })
		n.VPCPeerings = reject(n.VPCPeerings, func(x *VPCPeering) bool { return x.ID == c.ID })
		n.Grants = reject(n.Grants, func(g *Grant) bool { return g.Instance == c.ID })
		n.Down = drop(n.Down, c.ID)
	})
}

func (c AddGrant) stages(*Network) []stage {
	return one("TR-9", func(n *Network) { n.Grants = append(n.Grants, c.Grant) })
}

func (c RemoveGrant) stages(*Network) []stage {
	return one("TR-9", func(n *Network) { n.Grants = drop(n.Grants, c.Grant) })
}

func (c SetRules) stages(*Network) []stage {
	return one("TR-9", func(n *Network) { n.Rules = c.Edition })
}
