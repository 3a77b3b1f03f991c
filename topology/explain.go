package topology

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
)

// An Explanation tells why the routes of a prefix are in a table, or why there are none.
type Explanation struct {
	Table     string        `json:"table"`
	Prefix    netip.Prefix  `json:"prefix"`
	Routes    []Story       `json:"routes"`              // every route of the prefix in the table, whatever its status
	Blockers  []Blocker     `json:"blockers"`            // where there is no Active route: every place at which a route of the prefix stopped on its way here
	CoveredBy *netip.Prefix `json:"coveredBy,omitempty"` // where there is no Active route: the longest Active prefix here that contains it
	Rules     []rule.Rule   `json:"rules"`               // the rules that are cited, in order of their first citation
	Inferred  []rule.ID     `json:"inferred"`            // those of them that the documentation does not state, in order
}

// A Story is one route of a table and how it came there, from its origin on.
type Story struct {
	Route route.Route `json:"route"`
	Steps []Decision  `json:"steps"`
}

// A Decision is one thing that happened to a route on its way: it entered a table, or it won or lost there.
type Decision struct {
	Table    string       `json:"table"`
	Over     string       `json:"over,omitempty"` // attachment, peering or neighbour that it came over
	Reason   route.Reason `json:"reason"`
	Detail   string       `json:"detail,omitempty"`
	Policies []string     `json:"policies,omitempty"` // policies that decided about it here
	Rule     rule.ID      `json:"rule"`
}

// A Blocker is one place at which a route stopped.
type Blocker struct {
	From     string       `json:"from"`              // table that holds the route, or would
	To       string       `json:"to"`                // table that it did not reach
	Over     string       `json:"over,omitempty"`    // attachment, peering or neighbour between them
	NextHop  string       `json:"nextHop,omitempty"` // of the route that stopped
	Reason   route.Reason `json:"reason"`
	Detail   string       `json:"detail,omitempty"`
	Policies []string     `json:"policies,omitempty"` // policies that decided, the last one denies
	Rule     rule.ID      `json:"rule"`
	Given    bool         `json:"given,omitempty"` // it lies in the nature of the sender and no configuration changes it
}

// Present tells whether the table has an Active route of the prefix.
func (e Explanation) Present() bool {
	return slices.ContainsFunc(e.Routes, func(s Story) bool { return s.Route.Status == route.Active })
}

// Explain tells for a route that is in a table the chain of decisions from its origin on, and for one that is not
// every place at which a route of the prefix stopped on the way to the table. The story is worked out anew by the same
// code that computed the state. A table that does not exist or a prefix that is not canonical is an error.
func (s *State) Explain(table string, prefix netip.Prefix) (Explanation, error) {
	t, ok := s.Table(table)
	switch {
	case !ok:
		return Explanation{}, fmt.Errorf("explain: %s", s.noTable(table))
	case !prefix.IsValid() || prefix.Addr().Is4In6():
		return Explanation{}, fmt.Errorf("explain: %q is not a canonical prefix", prefix)
	case prefix != prefix.Masked():
		return Explanation{}, fmt.Errorf("explain: prefix %q has host bits set, want %q", prefix, prefix.Masked())
	}
	x := explainer{s: s, p: prefix, target: t.node, seen: map[junction]bool{}, blocked: map[string]bool{}}
	e := Explanation{Table: table, Prefix: prefix, Routes: []Story{}, Blockers: []Blocker{}}
	for i, row := range s.solved.Get(t.node, prefix) {
		story := Story{Route: s.compiled.route(prefix, &row), Steps: x.chain(t.node, &row, 0)}
		story.Steps = append(story.Steps, x.verdict(t.node, i)...)
		e.Routes = append(e.Routes, story)
	}
	if !e.Present() {
		x.trace(t.node)
		e.Blockers = append(e.Blockers, x.blockers...)
		if p, _, ok := t.Lookup(prefix.Addr()); ok && p.Bits() <= prefix.Bits() {
			e.CoveredBy = &p
		}
	}
	e.cite()
	return e, nil
}

// noTable says that there is no table of a name and, if it is that of something which has tables, which these are.
func (s *State) noTable(name string) string {
	var owned []string
	for t := range s.Tables() {
		if t.Owner() == name {
			owned = append(owned, quote(t.ID()))
		}
	}
	if len(owned) == 0 {
		return "no table " + quote(name)
	}
	return "no table " + quote(name) + ", " + quote(name) + " has " + strings.Join(owned, ", ")
}

// cite collects the rules of an explanation. What lies in the nature of things is cited only where there is nothing
// else.
func (e *Explanation) cite() {
	e.Rules, e.Inferred = []rule.Rule{}, []rule.ID{}
	for _, story := range e.Routes {
		for _, step := range story.Steps {
			e.addRule(step.Rule)
		}
	}
	for _, b := range e.shownBlockers() {
		e.addRule(b.Rule)
	}
	for _, r := range e.Rules {
		if r.Confidence.Interpreted() {
			e.Inferred = append(e.Inferred, r.ID)
		}
	}
	slices.Sort(e.Inferred)
}

func (e *Explanation) addRule(id rule.ID) {
	r, ok := rule.Lookup(id)
	if ok && !slices.ContainsFunc(e.Rules, func(known rule.Rule) bool { return known.ID == id }) {
		e.Rules = append(e.Rules, r)
	}
}

// shownBlockers returns the blockers that a change of configuration could remove, all of them if there are none such.
func (e *Explanation) shownBlockers() []Blocker {
	var shown []Blocker
	for _, b := range e.Blockers {
		if !b.Given {
			shown = append(shown, b)
		}
	}
	if len(shown) == 0 {
		return e.Blockers
	}
	return shown
}

// An explainer works out one explanation.
type explainer struct {
	s        *State
	p        netip.Prefix
	target   int32             // the table that is explained
	seen     map[junction]bool // tables whose ways in were looked at, and whether one starts at a route
	withheld []withheld        // routes of the prefix that are configured and in no table
	blocked  map[string]bool
	blockers []Blocker
}

// maxChain is longer than any chain of a stable state: more tables than a route can pass without coming back.
const maxChain = 1 << 16

// chain tells how a row came into a table, from its origin on.
func (x *explainer) chain(node int32, r *engine.Row, depth int) []Decision {
	c := x.s.compiled
	here := c.name(c.out.Nodes[node].Table)
	if r.Via < 0 || depth > maxChain {
		return []Decision{{Table: here, Reason: originReason(c, node, r), Rule: x.originRule(node, r), Detail: x.originDetail(node, r)}}
	}
	e := &c.out.Edges[r.Via]
	step := Decision{Table: here, Over: c.over(e), Reason: x.how(e, r), Policies: x.newPolicies(e, r)}
	step.Rule = step.Reason.Rule()
	source, aggregate := x.source(e, r)
	if source == nil {
		return []Decision{step}
	}
	if aggregate {
		from := c.name(c.out.Nodes[e.From].Table)
		return []Decision{{Table: from, Reason: route.AggregateSent, Rule: route.AggregateSent.Rule()}, step}
	}
	return append(x.chain(e.From, source, depth+1), step)
}

// how is the reason for which an edge carries a row.
func (x *explainer) how(e *engine.Edge, r *engine.Row) route.Reason {
	switch e.Kind {
	case engine.LearnVPC, engine.LearnExternal:
		return route.Learned
	case engine.LearnECR, engine.ECRToVPC, engine.ECRToCircuit:
		return route.FromECR
	case engine.SyncECR, engine.VPCToECR, engine.CircuitToECR:
		return route.IntoECR
	case engine.Peering:
		return route.OverPeering
	case engine.Sync:
		return route.Synchronized
	}
	return route.OverSession
}

// source finds the row of the sender that an edge made a row from, and whether that is an aggregate of its table.
func (x *explainer) source(e *engine.Edge, r *engine.Row) (*engine.Row, bool) {
	_, _, notes := x.s.solved.Heard(e, x.p)
	for i := range notes {
		switch notes[i].Reason {
		case route.Announced, route.DeniedByPolicy:
			return &notes[i].Row, notes[i].Row.Via < 0 && notes[i].Row.Type == route.Aggregate
		}
	}
	return nil, false
}

// newPolicies names the policies that decided about a row on its way over its last edge.
func (x *explainer) newPolicies(e *engine.Edge, r *engine.Row) []string {
	var names []string
	for _, ref := range slices.Backward(x.s.compiled.out.Deciders.Get(r.Deciders)) {
		mine := ref.Table == x.s.compiled.out.Nodes[e.From].Table && ref.Direction == policy.Egress ||
			ref.Table == x.s.compiled.out.Nodes[e.To].Table && ref.Direction == policy.Ingress
		if mine {
			names = append(names, x.s.compiled.policyName(ref))
		}
	}
	return names
}

// verdict tells what became of a row among the rows of its prefix in a table.
func (x *explainer) verdict(node int32, place int) []Decision {
	c := x.s.compiled
	rows := x.s.solved.Get(node, x.p)
	r := &rows[place]
	here := c.name(c.out.Nodes[node].Table)
	switch {
	case r.Status == route.Active:
		return x.wins(here, rows)
	case r.Step != route.NoStep:
		return []Decision{{Table: here, Reason: route.LostDecision, Detail: r.Step.String(), Rule: r.Step.Rule()}}
	}
	d := Decision{Table: here, Reason: r.Reason, Rule: r.Reason.Rule()}
	if r.Reason == route.DeniedByPolicy {
		d.Policies = c.lastPolicy(r.Deciders)
		d.Detail, d.Rule = c.policyDetail(r.Deciders)
	}
	if r.Status == route.Candidate {
		d.Rule = "E-7.4"
	}
	return []Decision{d}
}

// wins tells over which steps the Active routes won, if there were others.
func (x *explainer) wins(here string, rows []engine.Row) []Decision {
	var won []Decision
	for i := range rows {
		if rows[i].Step == route.NoStep {
			continue
		}
		won = append(won, Decision{
			Table: here, Reason: route.WonDecision, Rule: rows[i].Step.Rule(),
			Detail: x.s.compiled.name(rows[i].NextHop) + ": " + rows[i].Step.String(),
		})
	}
	return won
}

// lastPolicy names the last of the policies that decided about a route.
func (c *compiler) lastPolicy(list engine.List[engine.PolicyRef]) []string {
	refs := c.out.Deciders.Get(list)
	if len(refs) == 0 {
		return nil
	}
	return []string{c.policyName(refs[0])}
}

// policyDetail tells whether the system policy denied a route, and by which rule.
func (c *compiler) policyDetail(list engine.List[engine.PolicyRef]) (string, rule.ID) {
	refs := c.out.Deciders.Get(list)
	if len(refs) > 0 && refs[0].Priority == policy.SystemPriority {
		return "system policy 5000: no advertisement among VBRs, CCNs, IPsec connections and ECRs", "P-5.4"
	}
	return "", route.DeniedByPolicy.Rule()
}

// over names what an edge runs over.
func (c *compiler) over(e *engine.Edge) string {
	if e.Attachment != 0 {
		return c.name(e.Attachment)
	}
	return c.name(e.NextHop)
}

func originReason(c *compiler, node int32, r *engine.Row) route.Reason {
	if c.out.Nodes[node].Kind == engine.ECRView {
		return route.ECRPrefix
	}
	return route.ConfiguredHere
}

// originRule is the rule by which a row that no one told is in a table.
func (x *explainer) originRule(node int32, r *engine.Row) rule.ID {
	c := x.s.compiled
	switch c.out.Nodes[node].Kind {
	case engine.VPCTable:
		switch {
		case r.Type == route.System:
			return "TR-5.1"
		case slices.Contains(c.automatic, automaticRoute{node, x.p, r.NextHop}):
			return "TR-5.9"
		}
		return "TR-5.7"
	case engine.CircuitTable:
		if r.NextHop != c.out.Local {
			return "TR-5.10"
		}
		return "TR-6.1"
	case engine.ConnectionTable:
		return "TR-6.5"
	case engine.BranchTable:
		return "D-21"
	case engine.ECRView:
		return "E-4.7"
	case engine.DataCenterTable:
		return "D-38"
	}
	switch {
	case x.prefixList(node, r) != "":
		return "TR-3.4.1"
	case r.Type == route.Blackhole:
		return "TR-3.5.1"
	}
	return "TR-3.3.1"
}

func (x *explainer) originDetail(node int32, r *engine.Row) string {
	c := x.s.compiled
	switch {
	case c.out.Nodes[node].Kind == engine.VPCTable && r.Type == route.System:
		return "vSwitch"
	case c.out.Nodes[node].Kind == engine.DataCenterTable && r.Type == route.System:
		return "own prefix"
	case r.NextHop == c.out.Local || r.NextHop == 0:
		return ""
	}
	detail := "next hop " + c.name(r.NextHop)
	if list := x.prefixList(node, r); list != "" {
		detail += ", prefix list " + list
	}
	return detail
}

// prefixList returns the ID of the prefix list that a row of a router table stands for, "" if there is none.
func (x *explainer) prefixList(node int32, r *engine.Row) string {
	c := x.s.compiled
	if c.out.Nodes[node].Kind != engine.RouterTable {
		return ""
	}
	table := c.object(c.name(c.out.Nodes[node].Table))
	for _, list := range c.net.TransitRouters[table.i].RouteTables[table.j].PrefixLists {
		leadsThere := list.NextHop == c.name(r.NextHop) || list.Blackhole && r.Type == route.Blackhole
		if leadsThere && slices.Contains(list.Prefixes, x.p) {
			return list.ID
		}
	}
	return ""
}
