package topology

import (
	"fmt"
	"net/netip"
	"slices"
)

// AssociateECR associates an ECR with a VPC or a transit router.
type AssociateECR struct {
	ECR         string
	Association Association
}

// DissociateECR ends the association of an ECR with a VPC or transit router. It is refused while an attachment connects
// the ECR with the transit router, which needs the association (E-1.15), or while routes of the VPC lead to the ECR.
type DissociateECR struct {
	ECR  string
	With string // ID of the VPC or transit router
}

// SetECRPrefixes sets the prefixes of an association that replace the specific routes towards the data center, and what
// they replace. None, and the specific routes are advertised again (E-4.2).
type SetECRPrefixes struct {
	ECR      string
	With     string // ID of the VPC or transit router
	Prefixes []netip.Prefix
	Mode     PrefixMode
}

// SetDefaultPath makes a transit router the default path of its CEN instance on an ECR, or not any more.
type SetDefaultPath struct {
	ECR, TransitRouter string
	On                 bool
}

// SetTransitMode sets how an ECR chooses among equal paths in a region.
type SetTransitMode struct {
	ECR, Region string
	Mode        TransitMode
}

// AddCircuit puts a VBR on an ECR.
type AddCircuit struct{ ECR, VBR string }

// RemoveCircuit takes a VBR off an ECR.
type RemoveCircuit struct{ ECR, VBR string }

// DisableECRRoute disables a route of an ECR by hand.
type DisableECRRoute struct {
	ECR   string
	Route DisabledRoute
}

// EnableECRRoute enables a route of an ECR that was disabled by hand.
type EnableECRRoute struct {
	ECR   string
	Route DisabledRoute
}

func (c AssociateECR) String() string {
	return "associate " + c.ECR + " with " + c.Association.VPC + c.Association.TransitRouter
}
func (c DissociateECR) String() string { return "dissociate " + c.ECR + " from " + c.With }
func (c SetECRPrefixes) String() string {
	return fmt.Sprintf("set the prefixes of %s and %s to %v (%v)", c.ECR, c.With, c.Prefixes, c.Mode)
}
func (c SetDefaultPath) String() string {
	return fmt.Sprintf("switch the default path of %s over %s %s", c.ECR, c.TransitRouter, onOff(c.On))
}
func (c SetTransitMode) String() string {
	return fmt.Sprintf("set the mode of %s in %s to %v", c.ECR, c.Region, c.Mode)
}
func (c AddCircuit) String() string      { return "put " + c.VBR + " on " + c.ECR }
func (c RemoveCircuit) String() string   { return "take " + c.VBR + " off " + c.ECR }
func (c DisableECRRoute) String() string { return fmt.Sprintf("disable %v on %s", c.Route, c.ECR) }
func (c EnableECRRoute) String() string  { return fmt.Sprintf("enable %v on %s", c.Route, c.ECR) }

// String tells the route in words, for example "10.0.0.0/8 via vbr-1".
func (r DisabledRoute) String() string { return fmt.Sprintf("%v via %s", r.Prefix, r.NextHop) }

func (n *Network) checkECR(id string) (*ECR, *ChangeError) {
	if e := n.ecr(id); e != nil {
		return e, nil
	}
	return nil, missing("ECR", id)
}

func (n *Network) checkECRAssociation(ecr, with string) (*Association, *ChangeError) {
	e, err := n.checkECR(ecr)
	if err != nil {
		return nil, err
	}
	if a := e.association(with); a != nil && with != "" {
		return a, nil
	}
	return nil, refuse("", "ECR %q is not associated with %q", ecr, with)
}

func (c AssociateECR) check(n *Network) *ChangeError {
	_, err := n.checkECR(c.ECR)
	return err
}

func (c DissociateECR) check(n *Network) *ChangeError {
	if _, err := n.checkECRAssociation(c.ECR, c.With); err != nil {
		return err
	}
	err := refuse("E-1.15", "the association of ECR %q with %q is in use", c.ECR, c.With)
	for i := range n.Attachments {
		if a := &n.Attachments[i]; a.Instance == c.ECR && a.TransitRouter == c.With {
			err.Dependents = append(err.Dependents, Dependent{Kind: "attachment", ID: a.ID})
		}
	}
	if vpc := n.vpc(c.With); vpc != nil {
		err.Rule, err.Dependents = "E-1.18", vpc.routesTo(c.ECR)
	}
	if len(err.Dependents) > 0 {
		return err
	}
	return nil
}

func (c SetECRPrefixes) check(n *Network) *ChangeError {
	_, err := n.checkECRAssociation(c.ECR, c.With)
	return err
}

func (c SetDefaultPath) check(n *Network) *ChangeError {
	a, err := n.checkECRAssociation(c.ECR, c.TransitRouter)
	if err == nil && a.Default == c.On {
		return refuse("", "the default path of %q over %q is %s already", c.ECR, c.TransitRouter, onOff(c.On))
	}
	return err
}

func (c SetTransitMode) check(n *Network) *ChangeError {
	e, err := n.checkECR(c.ECR)
	if err == nil && e.Modes[c.Region] == c.Mode {
		return refuse("", "the mode of %q in %q is %v already", c.ECR, c.Region, c.Mode)
	}
	return err
}

func (c AddCircuit) check(n *Network) *ChangeError {
	_, err := n.checkECR(c.ECR)
	return err
}

func (c RemoveCircuit) check(n *Network) *ChangeError {
	e, err := n.checkECR(c.ECR)
	if err == nil && !slices.Contains(e.VBRs, c.VBR) {
		return refuse("", "VBR %q is not on ECR %q", c.VBR, c.ECR)
	}
	return err
}

func (c DisableECRRoute) check(n *Network) *ChangeError {
	e, err := n.checkECR(c.ECR)
	if err == nil && slices.Contains(e.DisabledRoutes, c.Route) {
		return refuse("", "route %v of ECR %q is disabled already", c.Route, c.ECR)
	}
	return err
}

func (c EnableECRRoute) check(n *Network) *ChangeError {
	e, err := n.checkECR(c.ECR)
	if err == nil && !slices.Contains(e.DisabledRoutes, c.Route) {
		return refuse("", "route %v of ECR %q is not disabled", c.Route, c.ECR)
	}
	return err
}

// onECR returns the edit of one ECR.
func onECR(id string, edit func(*ECR)) func(*Network) {
	return func(n *Network) {
		if e := n.ecr(id); e != nil {
			edit(e)
		}
	}
}

func (c AssociateECR) stages(*Network) []stage {
	return one("E-1.2", onECR(c.ECR, func(e *ECR) { e.Associations = append(e.Associations, c.Association) }))
}

func (c DissociateECR) stages(*Network) []stage {
	return one("E-1.2", onECR(c.ECR, func(e *ECR) {
		e.Associations = reject(e.Associations, func(a *Association) bool { return a.VPC == c.With || a.TransitRouter == c.With })
	}))
}

func (c SetECRPrefixes) stages(*Network) []stage {
	id := ruleID("E-4.3")
	switch {
	case len(c.Prefixes) == 0:
		id = "E-4.2"
	case c.Mode == IncrementalMode:
		id = "E-4.4"
	}
	return one(id, onECR(c.ECR, func(e *ECR) {
		if a := e.association(c.With); a != nil {
			a.Prefixes, a.PrefixMode = c.Prefixes, c.Mode
		}
	}))
}

func (c SetDefaultPath) stages(*Network) []stage {
	return one("E-5.3.1", onECR(c.ECR, func(e *ECR) {
		if a := e.association(c.TransitRouter); a != nil {
			a.Default = c.On
		}
	}))
}

func (c SetTransitMode) stages(*Network) []stage {
	return one("E-5.1.3", onECR(c.ECR, func(e *ECR) {
		if e.Modes == nil {
			e.Modes = map[string]TransitMode{}
		}
		e.Modes[c.Region] = c.Mode
		if c.Mode == ECMP {
			delete(e.Modes, c.Region)
		}
	}))
}

func (c AddCircuit) stages(*Network) []stage {
	return one("E-1.2", onECR(c.ECR, func(e *ECR) { e.VBRs = append(e.VBRs, c.VBR) }))
}

func (c RemoveCircuit) stages(*Network) []stage {
	return one("E-1.2", onECR(c.ECR, func(e *ECR) { e.VBRs = drop(e.VBRs, c.VBR) }))
}

func (c DisableECRRoute) stages(*Network) []stage {
	return one("E-2.13", onECR(c.ECR, func(e *ECR) { e.DisabledRoutes = append(e.DisabledRoutes, c.Route) }))
}

func (c EnableECRRoute) stages(*Network) []stage {
	return one("E-2.13", onECR(c.ECR, func(e *ECR) { e.DisabledRoutes = drop(e.DisabledRoutes, c.Route) }))
}
