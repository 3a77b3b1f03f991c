package attach

import (
	"strconv"

	"github.com/cenroute/cenroute/internal/enum"
	"github.com/cenroute/cenroute/route/rule"
)

// Capabilities is the row of one Kind in the capability table: what an attachment of that kind may do. Code that
// needs to know asks the row instead of switching on kinds, and cites the rule that stands beside the answer.
type Capabilities struct {
	Kind Kind

	// Where it can be attached.
	Enterprise Cell // to an Enterprise Edition transit router (TR-1.5)
	Basic      Cell // to a Basic Edition transit router (TR-10.2)
	OnPremises Cell // member of the set among which the system policy denies advertisement (P-5.4)

	// What is exchanged with it on an Enterprise Edition transit router.
	Association Cell // it is associated with a table of choice (TR-2.1.1)
	Propagation Cell // tables of choice learn from it (TR-2.2.1)
	Sync        Cell // the associated table is told to it: by choice, always, or only with BGP (TR-2.3)
	DefaultSync Cell // the choice that the API makes where none is made (TR-2.3.1)

	// Routes that are configured in a table.
	StaticNextHop        Cell // it can be the next hop of a static route (TR-3.3.2)
	StaticNextHopIPv6    Cell // the same for an IPv6 route (TR-3.3.2)
	PrefixListNextHop    Cell // it can be the next hop of a prefix list (TR-3.4.1)
	EqualStatic          Cell // a route to it may coexist with others of the same prefix (TR-4.2.4)
	StaticCrossesPeering Cell // a route to it is told to other regions (TR-3.4.4)
	AggregateScope       Cell // it can be in the scope of an aggregate (TR-3.6.1)
	BlackholeReceiver    Cell // it is told blackhole routes (D-24)

	// Options of the attachment.
	IPv6             Cell // IPv6 has to be enabled on it (TR-8.1)
	AutoCreateRoutes Cell // routes to the transit router can be made in its tables (TR-5.9)
	VSwitches        Cell // its interfaces are in vSwitches of choice (TR-1.7)

	// OriginRank is the place of the kind among equal routes of several kinds, smaller is better (D-19).
	OriginRank Rank
}

// A Cell is one answer of the capability table with the rule that it rests on. The zero Cell is a no without a rule.
type Cell struct {
	Yes  bool      // allowed, under the condition of When
	When Condition // of a yes
	Rule rule.ID
}

// In reports whether the answer is yes in an edition of the rules. Conditions that depend on the attachment are the
// caller's to look at. For example a yes with the condition Since2026 is a no in [rule.Edition2024].
func (c Cell) In(e rule.Edition) bool { return c.Yes && (c.When != Since2026 || e >= rule.Edition2026) }

// Warned reports whether the answer is a yes that deserves a warning in an edition of the rules.
func (c Cell) Warned(e rule.Edition) bool {
	return c.Yes && c.When == Warned2026 && e >= rule.Edition2026
}

// String returns "no", "yes" or the condition of the yes, for example "with BGP".
func (c Cell) String() string {
	if !c.Yes {
		return "no"
	}
	return c.When.String()
}

// A Condition is when the yes of a Cell holds. The zero Condition is Unconditional.
type Condition uint8

// The closed set of conditions.
const (
	Unconditional Condition = iota
	Optional                // by a switch of the attachment
	Always                  // and without a switch to turn it off
	WithBGP                 // by a switch of the attachment, which works only where the connection runs BGP
	IfEnabled               // where IPv6 is enabled on the attachment
	PerEnd                  // by a choice at each end of the peering
	Since2026               // from edition 2026-02 on
	Warned2026              // with a warning from edition 2026-02 on
)

var conditionNames = enum.Names{Type: "Condition", Texts: []string{
	"yes", "optional", "always", "with BGP", "if enabled", "per end", "since 2026-02", "warned 2026-02"}}

// String returns a short text, for example "with BGP", and "yes" for Unconditional. Outside the set it is
// "Condition(9)".
func (c Condition) String() string { return conditionNames.Text(uint8(c)) }

// MarshalText returns the text of [Condition.String]. It never fails.
func (c Condition) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the text of a condition. Any other text is an error and changes nothing.
func (c *Condition) UnmarshalText(text []byte) error { return enum.Unmarshal(conditionNames, text, c) }

// A Rank is a place in an order, with the rule that gives it.
type Rank struct {
	Value int // smaller is better, 0: takes no part
	Rule  rule.ID
}

// String returns the place, and "-" where there is none.
func (r Rank) String() string {
	if r.Value == 0 {
		return "-"
	}
	return strconv.Itoa(r.Value)
}

func yes(r rule.ID) Cell                     { return Cell{true, Unconditional, r} }
func yesWhen(when Condition, r rule.ID) Cell { return Cell{true, when, r} }
func no(r rule.ID) Cell                      { return Cell{false, Unconditional, r} }
