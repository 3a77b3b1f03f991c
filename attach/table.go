package attach

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// capabilities is the capability table. It is never changed.
var capabilities = [...]Capabilities{
	None: {
		OriginRank: Rank{4, "D-19"},
	},
	VPC: {
		Kind:                 VPC,
		Enterprise:           yes("TR-1.5"),
		Basic:                yes("TR-10.2"),
		OnPremises:           no("P-5.4"),
		Association:          yes("TR-2.1.1"),
		Propagation:          yes("TR-2.2.1"),
		Sync:                 yesWhen(Optional, "TR-2.3.4"),
		DefaultSync:          no("TR-2.3.1"),
		StaticNextHop:        yes("TR-3.3.2"),
		StaticNextHopIPv6:    yesWhen(IfEnabled, "TR-3.3.2"),
		PrefixListNextHop:    yes("TR-3.4.1"),
		EqualStatic:          no("TR-4.2.4"),
		StaticCrossesPeering: yes("TR-3.4.4"),
		AggregateScope:       yes("TR-3.6.1"),
		BlackholeReceiver:    yes("D-24"),
		IPv6:                 yes("TR-8.1"),
		AutoCreateRoutes:     yes("TR-5.9"),
		VSwitches:            yes("TR-1.7"),
		OriginRank:           Rank{0, "TR-4.2.5"}, // VPC routes are unique, not ranked
	},
	VBR: {
		Kind:                 VBR,
		Enterprise:           yes("TR-1.5"),
		Basic:                yes("TR-10.2"),
		OnPremises:           yes("P-5.4"),
		Association:          yes("TR-2.1.1"),
		Propagation:          yes("TR-2.2.1"),
		Sync:                 yesWhen(Optional, "TR-2.3.4"),
		DefaultSync:          no("TR-2.3.1"),
		StaticNextHop:        yes("TR-3.3.2"),
		StaticNextHopIPv6:    yes("TR-3.3.2"),
		PrefixListNextHop:    yes("TR-3.4.1"),
		EqualStatic:          yes("TR-4.2.4"),
		StaticCrossesPeering: yes("TR-3.4.4"),
		AggregateScope:       yes("TR-3.6.1"),
		BlackholeReceiver:    yes("D-24"),
		IPv6:                 no("TR-8.1"),
		AutoCreateRoutes:     no("TR-5.9"),
		VSwitches:            no("TR-1.7"),
		OriginRank:           Rank{1, "D-19"},
	},
	VPN: {
		Kind:                 VPN,
		Enterprise:           yes("TR-1.5"),
		Basic:                no("TR-10.2"),
		OnPremises:           yes("P-5.4"),
		Association:          yes("TR-2.1.1"),
		Propagation:          yes("TR-2.2.1"),
		Sync:                 yesWhen(WithBGP, "TR-2.3.4"),
		DefaultSync:          yes("TR-2.3.1"),
		StaticNextHop:        yes("TR-3.3.2"),
		StaticNextHopIPv6:    no("TR-3.3.2"),
		PrefixListNextHop:    no("TR-3.4.1"),
		EqualStatic:          no("TR-4.2.4"),
		StaticCrossesPeering: yes("D-29"),
		AggregateScope:       yes("TR-3.6.1"),
		BlackholeReceiver:    yes("D-24"),
		IPv6:                 no("TR-8.1"),
		AutoCreateRoutes:     no("TR-5.9"),
		VSwitches:            no("TR-1.7"),
		OriginRank:           Rank{2, "D-19"},
	},
	CCN: {
		Kind:                 CCN,
		Enterprise:           yesWhen(Warned2026, "D-8"),
		Basic:                yes("TR-10.2"),
		OnPremises:           yes("P-5.4"),
		Association:          yes("TR-2.1.1"),
		Propagation:          yes("TR-2.2.1"),
		Sync:                 yesWhen(Optional, "D-8"),
		DefaultSync:          no("D-8"),
		StaticNextHop:        no("TR-3.3.2"),
		StaticNextHopIPv6:    no("TR-3.3.2"),
		PrefixListNextHop:    no("TR-3.4.1"),
		EqualStatic:          no("TR-3.3.2"), // never a next hop
		StaticCrossesPeering: no("TR-3.3.2"),
		AggregateScope:       no("TR-3.6.1"),
		BlackholeReceiver:    yes("D-24"),
		IPv6:                 no("TR-8.1"),
		AutoCreateRoutes:     no("TR-5.9"),
		VSwitches:            no("TR-1.7"),
		OriginRank:           Rank{3, "D-19"},
	},
	ECR: {
		Kind:                 ECR,
		Enterprise:           yes("TR-1.5"),
		Basic:                no("E-1.11"),
		OnPremises:           yes("P-5.4"),
		Association:          yes("TR-2.1.1"),
		Propagation:          yes("TR-2.2.1"),
		Sync:                 yesWhen(Always, "TR-2.3.1"),
		DefaultSync:          yes("TR-2.3.1"),
		StaticNextHop:        yes("TR-3.3.2"),
		StaticNextHopIPv6:    yes("TR-3.3.2"),
		PrefixListNextHop:    yes("TR-3.4.1"),
		EqualStatic:          yes("TR-4.2.4"),
		StaticCrossesPeering: no("TR-3.4.4"),
		AggregateScope:       yesWhen(Since2026, "E-6.12"),
		BlackholeReceiver:    no("D-24"),
		IPv6:                 no("TR-8.1"),
		AutoCreateRoutes:     no("TR-5.9"),
		VSwitches:            no("TR-1.7"),
		OriginRank:           Rank{1, "D-19"},
	},
	Peer: {
		Kind:                 Peer,
		Enterprise:           yes("TR-1.5"),
		Basic:                yes("TR-10.2"),
		OnPremises:           no("P-5.4"),
		Association:          yesWhen(PerEnd, "TR-1.6"),
		Propagation:          yesWhen(PerEnd, "TR-1.6"),
		Sync:                 yesWhen(PerEnd, "TR-7.3"),
		DefaultSync:          no("TR-2.3.1"),
		StaticNextHop:        yes("TR-3.3.2"),
		StaticNextHopIPv6:    yes("TR-3.3.2"),
		PrefixListNextHop:    yes("TR-3.4.1"),
		EqualStatic:          yes("TR-4.2.4"),
		StaticCrossesPeering: no("TR-3.4.4"),
		AggregateScope:       yes("TR-3.6.1"),
		BlackholeReceiver:    no("D-24"),
		IPv6:                 no("TR-8.1"),
		AutoCreateRoutes:     no("TR-5.9"),
		VSwitches:            no("TR-1.7"),
		OriginRank:           Rank{4, "D-20"}, // no origin itself: what it originates has no kind
	},
}

// Of returns the row of a kind. For None, and for a Kind outside the closed set, every answer is a no without a rule
// and the rank is the last.
func Of(k Kind) Capabilities {
	if int(k) >= len(capabilities) {
		k = None
	}
	return capabilities[k]
}

// On returns whether the kind can be attached to a transit router of an edition.
func (c Capabilities) On(e Edition) Cell {
	if e == Basic {
		return c.Basic
	}
	return c.Enterprise
}

// A Table is a choice of rows of the capability table. It prints as an aligned text, one line per question.
type Table []Capabilities

// All returns the whole capability table, in the order of the kinds. The caller may change it.
func All() Table { return append(Table(nil), capabilities[VPC:]...) }

// questions are the lines of a printed Table.
var questions = [...]struct {
	text   string
	answer func(Capabilities) fmt.Stringer
}{
	{"Enterprise Edition", func(c Capabilities) fmt.Stringer { return c.Enterprise }},
	{"Basic Edition", func(c Capabilities) fmt.Stringer { return c.Basic }},
	{"on premises", func(c Capabilities) fmt.Stringer { return c.OnPremises }},
	{"association", func(c Capabilities) fmt.Stringer { return c.Association }},
	{"propagation", func(c Capabilities) fmt.Stringer { return c.Propagation }},
	{"synchronization", func(c Capabilities) fmt.Stringer { return c.Sync }},
	{"synchronization unless told", func(c Capabilities) fmt.Stringer { return c.DefaultSync }},
	{"static next hop", func(c Capabilities) fmt.Stringer { return c.StaticNextHop }},
	{"static next hop, IPv6", func(c Capabilities) fmt.Stringer { return c.StaticNextHopIPv6 }},
	{"prefix list next hop", func(c Capabilities) fmt.Stringer { return c.PrefixListNextHop }},
	{"equal static routes", func(c Capabilities) fmt.Stringer { return c.EqualStatic }},
	{"static crosses peering", func(c Capabilities) fmt.Stringer { return c.StaticCrossesPeering }},
	{"aggregate scope", func(c Capabilities) fmt.Stringer { return c.AggregateScope }},
	{"is told blackholes", func(c Capabilities) fmt.Stringer { return c.BlackholeReceiver }},
	{"option ipv6", func(c Capabilities) fmt.Stringer { return c.IPv6 }},
	{"option autoCreateRoutes", func(c Capabilities) fmt.Stringer { return c.AutoCreateRoutes }},
	{"option vswitches", func(c Capabilities) fmt.Stringer { return c.VSwitches }},
	{"rank of origin", func(c Capabilities) fmt.Stringer { return c.OriginRank }},
}

// String returns the rows side by side under the names of their kinds, one line per question.
func (t Table) String() string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	t.line(w, "kind", func(c Capabilities) fmt.Stringer { return c.Kind })
	for _, q := range questions {
		t.line(w, q.text, q.answer)
	}
	w.Flush()
	return text.String()
}

// line writes a question and the answer of each row.
func (t Table) line(w *tabwriter.Writer, text string, answer func(Capabilities) fmt.Stringer) {
	fmt.Fprint(w, text)
	for _, c := range t {
		fmt.Fprint(w, "\t", answer(c))
	}
	fmt.Fprintln(w)
}
