package openapi

import (
	"context"
	"net/netip"
	"slices"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/topology"
)

// Compare finds where a state and live tables differ, prefix by prefix. This is how to falsify the model: each
// difference is an error in the folder or in the supplement, a change under way, or a rule that the cloud does not
// follow.
//
// Routes of a prefix are told apart by next hop. What the live table does not tell is not compared: see the package
// comment. The same state and tables give the same Comparison.
func Compare(state *topology.State, observed Observed) Comparison {
	c, _ := CompareContext(context.Background(), state, observed, nil)
	return c
}

// CompareContext is [Compare] with a context and progress by live tables, as [topology.PropagateContext] explains.
func CompareContext(ctx context.Context, state *topology.State, observed Observed, progress func(done, total int)) (Comparison, error) {
	c := comparer{meter: meter.Of(ctx, len(observed), progress), state: state}
	live := map[string]bool{}
	for i := range observed {
		live[observed[i].ID] = true
		c.table(&observed[i])
		if err := c.meter.Step(); err != nil {
			return Comparison{}, err
		}
	}
	if err := c.meter.Finish(); err != nil {
		return Comparison{}, err
	}
	c.asides(live)
	return c.Comparison, nil
}

// asides adds the tables that are not live, and puts what was not compared in order.
func (c *comparer) asides(live map[string]bool) {
	for t := range c.state.Tables() {
		if !live[t.ID()] {
			c.Asides = append(c.Asides, Aside{Table: t.ID(),
				Reason: "no live table: it is not in the folder, or no operation lists it"})
		}
	}
	slices.SortStableFunc(c.Asides, func(a, b Aside) int {
		if a.Table != b.Table {
			if a.Table < b.Table {
				return -1
			}
			return 1
		}
		return a.Prefix.Compare(b.Prefix)
	})
}

// A comparer compares one table after the other.
type comparer struct {
	Comparison
	meter *meter.Meter
	state *topology.State
	model topology.Table
	live  *Table
	side  bool // the table is of a VBR or an IPsec connection
	ecr   bool // the table is of an ECR
	vpn   bool // the table is of an IPsec connection
}

func (c *comparer) table(live *Table) {
	model, there := c.state.Table(live.ID)
	if !there {
		c.Asides = append(c.Asides, Aside{Table: live.ID, Reason: "the network has no such table"})
		return
	}
	c.model, c.live, c.side = model, live, c.isSide(model.Owner())
	c.ecr = slices.ContainsFunc(c.state.Network().ECRs, func(e topology.ECR) bool { return e.ID == model.Owner() })
	c.vpn = slices.ContainsFunc(c.state.Network().VPNs, func(v topology.VPN) bool { return v.ID == model.Owner() })
	c.Tables++
	observed := map[netip.Prefix][]Entry{}
	expected := map[netip.Prefix][]route.Route{}
	var prefixes []netip.Prefix
	for _, e := range live.Entries {
		observed[e.Prefix] = append(observed[e.Prefix], e)
		prefixes = append(prefixes, e.Prefix)
	}
	for r := range model.Routes() {
		expected[r.Prefix] = append(expected[r.Prefix], r)
		prefixes = append(prefixes, r.Prefix)
	}
	slices.SortFunc(prefixes, netip.Prefix.Compare)
	for _, p := range slices.Compact(prefixes) {
		if c.meter.Err() != nil {
			return
		}
		c.prefix(p, expected[p], observed[p])
	}
}

// isSide tells whether an instance is a VBR or an IPsec connection, whose live tables do not name the data center.
func (c *comparer) isSide(owner string) bool {
	n := c.state.Network()
	return slices.ContainsFunc(n.VBRs, func(v topology.VBR) bool { return v.ID == owner }) ||
		slices.ContainsFunc(n.VPNs, func(v topology.VPN) bool { return v.ID == owner })
}

// platform are the addresses in which the cloud has routes of its own (TR-3.3.7).
var platform = netip.MustParsePrefix("100.64.0.0/10")

// prefix compares the routes of one prefix.
func (c *comparer) prefix(p netip.Prefix, expected []route.Route, observed []Entry) {
	if reason := c.aside(p, expected, observed); reason != "" {
		c.Asides = append(c.Asides, Aside{c.live.ID, p, reason})
		return
	}
	c.Prefixes++
	kinds, reason := c.differences(expected, observed)
	if reason != "" {
		c.Asides = append(c.Asides, Aside{c.live.ID, p, reason})
	}
	if len(kinds) == 0 {
		return
	}
	d := Difference{Table: c.live.ID, Prefix: p, Kinds: kinds, Expected: expected, Observed: observed}
	d.Explanation, _ = c.state.Explain(d.Table, p) // the table is there and the prefix is one of a table
	if d.Expected == nil {
		d.Expected = []route.Route{}
	}
	if d.Observed == nil {
		d.Observed = []Entry{}
	}
	c.Differences = append(c.Differences, d)
}

// aside tells why a prefix cannot be compared at all, "" if it can.
func (c *comparer) aside(p netip.Prefix, expected []route.Route, observed []Entry) string {
	for _, e := range observed {
		if e.Aside != "" {
			return e.Aside
		}
	}
	if len(expected) == 0 && p.Bits() >= platform.Bits() && platform.Contains(p.Addr()) {
		return "a route of the platform in 100.64.0.0/10 (TR-3.3.7)"
	}
	return ""
}

// agreements are how well an expected and a live route can agree, best first: pairs are made in this order.
var agreements = []func(c *comparer, r *route.Route, e *Entry) bool{
	func(c *comparer, r *route.Route, e *Entry) bool {
		return c.sameType(r, e) && c.sameStatus(r, e) && sameAttributes(r, e)
	},
	func(c *comparer, r *route.Route, e *Entry) bool { return c.sameType(r, e) && c.sameStatus(r, e) },
	func(c *comparer, r *route.Route, e *Entry) bool { return c.sameType(r, e) },
	func(c *comparer, r *route.Route, e *Entry) bool { return true },
}

// differences pairs the routes of a prefix by next hop and tells in what the pairs differ. The reason is what could not
// be compared about the rest.
func (c *comparer) differences(expected []route.Route, observed []Entry) (kinds []Kind, reason string) {
	pair := make([]int, len(expected))
	taken := make([]bool, len(observed))
	for i := range pair {
		pair[i] = -1
	}
	for _, agree := range agreements {
		for i := range expected {
			for j := range observed {
				if pair[i] < 0 && !taken[j] && c.hop(&expected[i]) == observed[j].NextHop && agree(c, &expected[i], &observed[j]) {
					pair[i], taken[j] = j, true
				}
			}
		}
	}
	for i := range expected {
		if pair[i] >= 0 {
			kinds = append(kinds, c.compare(&expected[i], &observed[pair[i]])...)
		} else if why := c.hidden(&expected[i]); why != "" {
			reason = why
		} else {
			kinds = append(kinds, Missing)
		}
	}
	if slices.Contains(taken, false) {
		kinds = append(kinds, Unexpected)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds), reason
}

// hop returns the next hop of a route as a live table names it.
func (c *comparer) hop(r *route.Route) string {
	n := c.state.Network()
	toCloud := slices.ContainsFunc(n.Attachments, func(a topology.Attachment) bool { return a.ID == r.NextHop }) ||
		slices.ContainsFunc(n.ECRs, func(e topology.ECR) bool { return e.ID == r.NextHop })
	if c.side && !toCloud {
		return DataCenter
	}
	return r.NextHop
}

// hidden tells why a route that the model has and that is not in the live table may be there all the same, "" if it may
// not.
func (c *comparer) hidden(r *route.Route) string {
	switch {
	case r.Status == route.Suppressed:
		return "Suppressed is no status of the API (TR-3.2.5): the live table may not show the route"
	case !slices.Contains(c.live.Listed, r.Status):
		return "the listing has no routes of status " + r.Status.String()
	case c.live.Incomplete:
		return "the listing is not complete"
	}
	return ""
}

// compare tells in what a live route differs from an expected one over the same next hop.
func (c *comparer) compare(r *route.Route, e *Entry) (kinds []Kind) {
	if !c.sameStatus(r, e) {
		kinds = append(kinds, Status)
	}
	if !c.sameType(r, e) {
		kinds = append(kinds, Type)
	}
	if e.Preference != 0 && e.Preference != int(r.Preference) {
		kinds = append(kinds, Preference)
	}
	if e.Attributes != nil && !slices.Equal(e.Attributes.ASPath, r.ASPath) {
		kinds = append(kinds, ASPath)
	}
	if e.Attributes != nil && !e.Attributes.Communities.Equal(r.Communities) {
		kinds = append(kinds, Communities)
	}
	return kinds
}

// sameStatus tells whether statuses agree. A Suppressed route may be shown with any status that is not in effect. The
// operation of an IPsec connection tells of no route whether it is in effect, only that it is there.
func (c *comparer) sameStatus(r *route.Route, e *Entry) bool {
	return c.vpn || e.Status == r.Status || r.Status == route.Suppressed && e.Status != route.Active
}

// sameType tells whether the type agrees, as far as the live table tells it. What is learned in the table of a VBR or
// an IPsec connection is told by its next hop, and nothing is configured in that of an ECR (E-2.1). An aggregate of a
// peer is shown as a static or custom route (TR-3.6.1, TR-3.6.7).
func (c *comparer) sameType(r *route.Route, e *Entry) bool {
	switch {
	case !c.side && !c.ecr && e.Learned != r.Learned:
		return false
	case e.Type == route.NoType || e.Type == r.Type:
		return true
	}
	return r.Type == route.Aggregate && (e.Type == route.Static || e.Type == route.Custom)
}

func sameAttributes(r *route.Route, e *Entry) bool {
	a := e.Attributes
	return (e.Preference == 0 || e.Preference == int(r.Preference)) &&
		(a == nil || slices.Equal(a.ASPath, r.ASPath) && a.Communities.Equal(r.Communities))
}
