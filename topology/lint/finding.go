package lint

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// A Check is one thing that is looked for. The zero Check is none.
type Check uint8

// The closed set of checks.
const (
	DeadPolicy          Check = iota + 1 // no route that comes to the policy matches it
	RedundantPolicy                      // without the policy every route would meet the same fate
	PolicyNeverRuns                      // nothing comes in, or goes out, where the policy is bound (P-2.7)
	SystemPolicyOpened                   // a permit lets more past the system policy than it names (P-5.8)
	DenyDoesNotIsolate                   // a route is denied to a VPC whose own route leads there all the same (P-7.6)
	DeadRoute                            // a configured route that no packet follows
	RouteToFailed                        // a configured route that leads to something that is down
	EmptySync                            // synchronization that delivers nothing, or no Active route
	OverlappingPrefixes                  // of two instances that may hear of each other
	EmptyAggregate                       // an aggregate route that covers no route
	EmptyECRPrefix                       // a prefix of an ECR association that covers no route
	UnusedTable                          // a route table in which nothing is looked up
	UndecidedPolicies                    // a list of policies that is too large to be analysed
)

var checkNames = enum.Names{Type: "Check", Texts: []string{
	"", "dead-policy", "redundant-policy", "policy-never-runs", "system-policy-opened", "deny-does-not-isolate", "dead-route", "route-to-failed",
	"empty-sync", "overlapping-prefixes", "empty-aggregate", "empty-ecr-prefix", "unused-table", "undecided-policies",
}}

// String returns the name of the check, for example "dead-policy". It is empty for the zero Check and "Check(99)"
// outside the set.
func (c Check) String() string { return checkNames.Text(uint8(c)) }

// MarshalText returns the text of [Check.String]. It never fails.
func (c Check) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the name of a check; the empty text is the zero Check. Any other text is an error and changes
// nothing.
func (c *Check) UnmarshalText(text []byte) error { return enum.Unmarshal(checkNames, text, c) }

// A Finding is one place at which a network does less, or more, than it seems to.
type Finding struct {
	Check   Check   `json:"check"`
	Path    string  `json:"path"` // in the document, as violations name it
	Message string  `json:"message"`
	Rule    rule.ID `json:"rule"`
}

// String returns the finding in one line: PATH: message [RULE] (check).
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s [%s] (%v)", f.Path, f.Message, f.Rule, f.Check)
}

// Findings are the findings of a network: by check, then in the order of the document.
type Findings []Finding

// String lists the findings, one a line, each with a newline. It is empty where there are none.
func (list Findings) String() string {
	var b strings.Builder
	for _, f := range list {
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

// MarshalJSON writes the findings as an array, an empty one where there are none. It never fails.
func (list Findings) MarshalJSON() ([]byte, error) {
	if list == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]Finding(list))
}

// Of returns the findings of some checks.
func (list Findings) Of(checks ...Check) (some Findings) {
	for _, f := range list {
		if slices.Contains(checks, f.Check) {
			some = append(some, f)
		}
	}
	return some
}

// Network returns what there is to say about a network. It is a function of the network alone, which is not changed.
// The error is that of [topology.Propagate] for a network that is not valid, or that has no single stable state as it
// is or once everything works; then nothing is looked at.
func Network(n *topology.Network) (Findings, error) {
	return NetworkContext(context.Background(), n, nil)
}

// NetworkContext is [Network] with a context and progress, as [topology.PropagateContext] explains: a step for the two
// states, one for the policies of each table of a transit router, and one for each other kind of check.
func NetworkContext(ctx context.Context, n *topology.Network, progress func(done, total int)) (Findings, error) {
	if n == nil {
		n = &topology.Network{}
	}
	l, err := newLinter(ctx, n)
	if err != nil {
		return nil, err
	}
	checks := []func(){l.denials, l.routes, l.syncs, l.overlaps, l.aggregates, l.ecrPrefixes, l.unusedTables}
	m := meter.Of(ctx, 1+len(l.tables)+len(checks), progress)
	if err := m.Step(); err != nil {
		return nil, err
	}
	if err := l.policies(m); err != nil {
		return nil, err
	}
	for _, check := range checks {
		check()
		if err := m.Step(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(l.findings, func(a, b Finding) int { return cmp.Compare(a.Check, b.Check) })
	return l.findings, nil
}
