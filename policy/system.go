package policy

import (
	"slices"

	"github.com/cenroute/cenroute/attach"
)

// System returns the policy that the cloud adds to every route table of a transit router (P-5.2, P-5.3): priority
// [SystemPriority], egress, deny what comes from a VBR, CCN, IPsec connection or ECR and goes to one of these in the
// same region, all sixteen pairs of kinds (P-5.4). A static route of a table has no origin kind, so it passes (P-5.11).
//
// It is an ordinary Policy, so that it can be put at the end of a list for [Evaluate]. Its priority is out of the range
// that a user may choose: [Problems] refuses it in the list of a table.
func System() Policy {
	kinds := []attach.Kind{attach.VBR, attach.CCN, attach.VPN, attach.ECR}
	return Policy{
		Priority:  SystemPriority,
		Direction: Egress,
		Action:    Deny,
		Match: Match{
			Source:      Endpoint{Kinds: kinds},
			Destination: Endpoint{Kinds: slices.Clone(kinds)},
		},
	}
}
