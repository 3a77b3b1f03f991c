package topology

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// Associate associates an attachment that has no table with one of its transit router. Where the attachment is a
// peering, the end is the one at the transit router that has the table.
type Associate struct{ Attachment, Table string }

// Dissociate takes the associated table away. The switch for synchronization stays as it is, but everything that was
// advertised is withdrawn (TR-9.2).
type Dissociate struct {
	Attachment string // ID of an attachment or peering
	At         string // of a peering: the transit router at the end that is meant
}

// ReplaceAssociation associates an attachment with another table: every synchronized route of the old table is
// withdrawn before the first one of the new table is announced (TR-9.1).
type ReplaceAssociation struct{ Attachment, Table string }

// EnablePropagation lets a table learn the routes behind an attachment or peering.
type EnablePropagation struct{ Attachment, Table string }

// DisablePropagation ends route learning: the routes leave the table, and what is left of each prefix is selected again
// (TR-9.3).
type DisablePropagation struct{ Attachment, Table string }

// EnableSync lets the associated table be advertised to the instance or peer. There must be one (TR-2.1.3).
type EnableSync struct {
	Attachment string // ID of an attachment or peering
	At         string // of a peering: the transit router that advertises
}

// DisableSync takes back everything that was advertised (TR-2.3.10). An ECR is always synchronized (TR-2.3.1).
type DisableSync struct {
	Attachment string // ID of an attachment or peering
	At         string // of a peering: the transit router that advertises
}

func (c Associate) String() string  { return "associate " + c.Attachment + " with " + c.Table }
func (c Dissociate) String() string { return "dissociate " + c.Attachment + atEnd(c.At) }
func (c ReplaceAssociation) String() string {
	return "replace the association of " + c.Attachment + " by " + c.Table
}
func (c EnablePropagation) String() string {
	return "enable propagation of " + c.Attachment + " to " + c.Table
}
func (c DisablePropagation) String() string {
	return "disable propagation of " + c.Attachment + " to " + c.Table
}
func (c EnableSync) String() string {
	return "enable synchronization of " + c.Attachment + atEnd(c.At)
}
func (c DisableSync) String() string {
	return "disable synchronization of " + c.Attachment + atEnd(c.At)
}

func atEnd(router string) string {
	if router == "" {
		return ""
	}
	return " at " + router
}

// A port is where a transit router connects: an attachment, or one end of a peering. Both have the same switches.
type port struct {
	id, router   string
	kind         attach.Kind
	association  *string
	propagations *[]string
	sync         *bool
}

// port finds an attachment, or the end of a peering at a transit router. An attachment needs no router.
func (n *Network) port(id, router string) (port, bool) {
	if a := n.attachment(id); a != nil {
		return port{id, a.TransitRouter, a.Kind, &a.Association, &a.Propagations, &a.RouteSync}, router == "" || router == a.TransitRouter
	}
	if p := n.peering(id); p != nil {
		if e := find(p.Ends, func(e *PeeringEnd) bool { return e.TransitRouter == router }); e != nil {
			return port{id, router, attach.Peer, &e.Association, &e.Propagations, &e.RouteSync}, true
		}
	}
	return port{}, false
}

// portWith finds an attachment, or the end of a peering, at the transit router that has a table.
func (n *Network) portWith(id, table string) (port, bool) {
	tr, _ := n.routeTable(table)
	if tr == nil {
		return port{}, false
	}
	return n.port(id, tr.ID)
}

// checkPort returns why the switches of an attachment or peering cannot be changed, or the switches.
func (n *Network) checkPort(id, router string) (port, *ChangeError) {
	p, ok := n.port(id, router)
	switch tr := n.transitRouter(p.router); {
	case !ok && router == "" && n.peering(id) != nil:
		return p, refuse("TR-1.6", "peering %q has two ends, the transit router of one must be named", id)
	case !ok && router != "":
		return p, refuse("", "no attachment or peering %q is at transit router %q", id, router)
	case !ok:
		return p, missing("attachment or peering", id)
	case tr != nil && tr.Edition == attach.Basic:
		return p, refuse("TR-10.1", "%q is at transit router %q of Basic Edition, which has no such switch", id, tr.ID)
	}
	return p, nil
}

// checkPortWith is checkPort for a change that names a table.
func (n *Network) checkPortWith(id, table string) (port, *ChangeError) {
	tr, _ := n.routeTable(table)
	if tr == nil {
		return port{}, missing("transit router table", table)
	}
	return n.checkPort(id, tr.ID)
}

func (c Associate) check(n *Network) *ChangeError {
	p, err := n.checkPortWith(c.Attachment, c.Table)
	if err == nil && *p.association != "" {
		return refuse("TR-2.1.1", "%q is associated with %q, it can have one table", c.Attachment, *p.association)
	}
	return err
}

func (c Dissociate) check(n *Network) *ChangeError {
	p, err := n.checkPort(c.Attachment, c.At)
	if err == nil && *p.association == "" {
		return refuse("", "%q is associated with no table", c.Attachment)
	}
	return err
}

func (c ReplaceAssociation) check(n *Network) *ChangeError {
	p, err := n.checkPortWith(c.Attachment, c.Table)
	switch {
	case err != nil:
		return err
	case *p.association == "":
		return refuse("", "%q is associated with no table that could be replaced", c.Attachment)
	case *p.association == c.Table:
		return refuse("", "%q is associated with %q already", c.Attachment, c.Table)
	}
	return nil
}

func (c EnablePropagation) check(n *Network) *ChangeError {
	p, err := n.checkPortWith(c.Attachment, c.Table)
	if err == nil && slices.Contains(*p.propagations, c.Table) {
		return refuse("TR-2.2.1", "%q learns from %q already", c.Table, c.Attachment)
	}
	return err
}

func (c DisablePropagation) check(n *Network) *ChangeError {
	p, err := n.checkPortWith(c.Attachment, c.Table)
	if err == nil && !slices.Contains(*p.propagations, c.Table) {
		return refuse("", "%q does not learn from %q", c.Table, c.Attachment)
	}
	return err
}

// checkSync returns the port whose synchronization is to be switched.
func (n *Network) checkSync(attachment, at string) (port, *ChangeError) {
	p, err := n.checkPort(attachment, at)
	if err == nil && p.kind == attach.ECR {
		err = refuse("TR-2.3.1", "%q is an ECR attachment, which is always synchronized", attachment)
	}
	return p, err
}

func (c EnableSync) check(n *Network) *ChangeError {
	p, err := n.checkSync(c.Attachment, c.At)
	switch {
	case err != nil:
		return err
	case *p.sync:
		return refuse("", "%q is synchronized already", c.Attachment)
	case *p.association == "":
		return refuse("TR-2.1.3", "%q is associated with no table that could be synchronized", c.Attachment)
	}
	return nil
}

func (c DisableSync) check(n *Network) *ChangeError {
	p, err := n.checkSync(c.Attachment, c.At)
	switch {
	case err != nil:
		return err
	case !*p.sync:
		return refuse("", "%q is not synchronized", c.Attachment)
	}
	return nil
}

func (c Associate) stages(*Network) []stage {
	return []stage{{"TR-2.1.2", associate(c.Attachment, c.Table)}}
}

func (c Dissociate) stages(*Network) []stage {
	return []stage{{"TR-9.2", dissociate(c.Attachment, c.At)}}
}

func (c ReplaceAssociation) stages(n *Network) []stage {
	p, _ := n.portWith(c.Attachment, c.Table)
	return []stage{{"TR-9.1", dissociate(c.Attachment, p.router)}, {"TR-9.1", associate(c.Attachment, c.Table)}}
}

func (c EnablePropagation) stages(*Network) []stage {
	return one("TR-2.2.1", func(n *Network) {
		if p, ok := n.portWith(c.Attachment, c.Table); ok && !slices.Contains(*p.propagations, c.Table) {
			*p.propagations = append(*p.propagations, c.Table)
		}
	})
}

func (c DisablePropagation) stages(*Network) []stage {
	return one("TR-9.3", func(n *Network) {
		if p, ok := n.portWith(c.Attachment, c.Table); ok {
			*p.propagations = drop(*p.propagations, c.Table)
		}
	})
}

func (c EnableSync) stages(*Network) []stage {
	return []stage{{"TR-2.3.4", synchronize(c.Attachment, c.At, true)}}
}

func (c DisableSync) stages(*Network) []stage {
	return []stage{{"TR-2.3.10", synchronize(c.Attachment, c.At, false)}}
}

func associate(id, table string) func(*Network) {
	return func(n *Network) {
		if p, ok := n.portWith(id, table); ok {
			*p.association = table
		}
	}
}

func dissociate(id, router string) func(*Network) {
	return func(n *Network) {
		if p, ok := n.port(id, router); ok {
			*p.association = ""
		}
	}
}

func synchronize(id, router string, on bool) func(*Network) {
	return func(n *Network) {
		if p, ok := n.port(id, router); ok {
			*p.sync = on
		}
	}
}
