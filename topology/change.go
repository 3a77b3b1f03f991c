package topology

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/cenroute/cenroute/route/rule"
)

// A Change is one thing that is changed on a running network. [State.Apply] makes it. The set of changes is closed;
// each is a small struct of IDs and values:
//
//   - attachments: [Attach], [Detach], [SetOptions], [CreatePeering], [DeletePeering];
//   - their three switches, and those of a peering's ends: [Associate], [Dissociate], [ReplaceAssociation],
//     [EnablePropagation], [DisablePropagation], [EnableSync], [DisableSync];
//   - route tables of a transit router: [CreateTable], [DeleteTable], [SetMultiRegionECMP], [AddRoute], [RemoveRoute],
//     [AddPrefixList], [RemovePrefixList], [SetPrefixes], [AddAggregate], [RemoveAggregate], [SetScope], [AddPolicy],
//     [RemovePolicy], [ReplacePolicy], [SetSystemPolicy];
//   - VPCs: [AddVPCRoute], [RemoveVPCRoute], [Publish], [Unpublish], [SetReceiveRoutes], [AddVSwitch], [RemoveVSwitch];
//   - Express Connect Routers: [AssociateECR], [DissociateECR], [SetECRPrefixes], [SetDefaultPath], [SetTransitMode],
//     [AddCircuit], [RemoveCircuit], [DisableECRRoute], [EnableECRRoute];
//   - on premises: [Announce], [Withdraw], [AddSession], [RemoveSession], [FailSession], [RepairSession],
//     [AddExternalRoute], [RemoveExternalRoute];
//   - failures: [Fail], [Repair];
//   - whole objects, and what has no change of its own: [Create], [Delete], [Redefine], [AddGrant], [RemoveGrant],
//     [SetRules].
//
// A change of what is not there, or of what is as it should be already, is refused: a plan that does not fit the
// network is a mistake in the plan.
type Change interface {
	// String tells the change in words, for example "detach att-vbr-1".
	String() string

	// check returns why a network refuses the change, nil if it does not. What a network may not become is not its
	// matter: Validate knows.
	check(n *Network) *ChangeError

	// stages returns the edits that make up the change on a network, in the documented order of their effects. An edit
	// of what is not there does nothing.
	stages(n *Network) []stage
}

// A stage is a part of a change that has effects of its own.
type stage struct {
	rule rule.ID // by which the routes come and go
	edit func(n *Network)
}

// A ChangeError is a change that the cloud refuses, or that does not fit the network as it stands.
type ChangeError struct {
	Index      int         // of the change in the list
	Change     Change      // nil where a method of State asks for none
	Message    string      // why it is refused
	Rule       rule.ID     // that it breaks, "" if it does not fit the network
	Dependents []Dependent // what is in the way, in document order
	Err        error       // what the change would make of the network: Violations, Instabilities or ErrTooLarge; nil where it is refused before
}

// A Dependent is something that has to be removed before something else can be.
type Dependent struct {
	Kind   string       // in words, for example "static route"
	ID     string       // of the object, or of the table that holds the route
	Prefix netip.Prefix // of a route, else zero
}

// String names the dependent, for example "static route 10.0.0.0/8 of vtb-hz".
func (d Dependent) String() string {
	if d.Prefix.IsValid() {
		return fmt.Sprintf("%s %v of %s", d.Kind, d.Prefix, d.ID)
	}
	return d.Kind + " " + d.ID
}

// Error names the change and why it is refused, then what is in the way and the rule.
func (e *ChangeError) Error() string {
	var b strings.Builder
	if e.Change != nil {
		fmt.Fprintf(&b, "change %d: %v: ", e.Index, e.Change)
	}
	b.WriteString(e.Message)
	for i, d := range e.Dependents {
		b.WriteString([]string{": ", ", "}[min(i, 1)] + d.String())
	}
	if e.Rule != "" {
		fmt.Fprintf(&b, " [%s]", e.Rule)
	}
	return b.String()
}

// Unwrap returns what the change would make of the network.
func (e *ChangeError) Unwrap() error { return e.Err }

func refuse(id rule.ID, format string, args ...any) *ChangeError {
	return &ChangeError{Message: fmt.Sprintf(format, args...), Rule: id}
}

// missing refuses a change of something that is not in the network.
func missing(kind, id string) *ChangeError {
	return refuse("", "the network has no %s %q", kind, id)
}

// one returns the stages of a change that has a single one.
func one(id rule.ID, edit func(n *Network)) []stage { return []stage{{id, edit}} }

// onOff returns the word for a switch.
func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}
