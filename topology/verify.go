package topology

import (
	"context"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/route"
)

// A Discrepancy is one place at which a state is not what the rules derive.
type Discrepancy struct {
	Table   string        `json:"table"`
	Prefix  netip.Prefix  `json:"prefix,omitzero"` // zero: the table as a whole
	Message string        `json:"message"`
	Got     []route.Route `json:"got,omitempty"`  // what the state holds
	Want    []route.Route `json:"want,omitempty"` // what the rules derive from what the neighbours hold in that state
}

// String returns the discrepancy as one line: "TABLE PREFIX: what is wrong".
func (d Discrepancy) String() string {
	if !d.Prefix.IsValid() {
		return d.Table + ": " + d.Message
	}
	return fmt.Sprintf("%s %s: %s", d.Table, d.Prefix, d.Message)
}

// Discrepancies is every place at which a state is not what the rules derive, in order of table and prefix. It is an
// error.
type Discrepancies []Discrepancy

// Error lists the discrepancies, one a line.
func (list Discrepancies) Error() string {
	lines := make([]string, len(list))
	for i := range list {
		lines[i] = list[i].String()
	}
	return strings.Join(lines, "\n")
}

// Verify checks that a state is a stable state of a network, without computing one. It returns nil if so, and
// [Violations] or [Discrepancies] if not. What it certifies:
//
//   - the tables of the state are those of the network, and hold prefixes only that something originates;
//   - the state is stable: every table holds, for every prefix, exactly the routes that the rules derive in one step
//     from its own configuration and from what its neighbours hold in that state, in the order of the result;
//   - longest-prefix match finds exactly the prefixes with an Active route;
//   - the state is well-founded: every learned route rests on a route of the table that told it, which rests on
//     another one, and so on, until the chain ends at a route that is configured where it stands. No chain is a circle.
//
// Verify compiles the network anew and takes nothing from the solver: no messages, rounds, classes of prefixes or
// search. It looks at every table and prefix one by one, in time proportional to the size of the state. The rules of
// one step (what is advertised, which policies see it, which route wins) are those of the engine, for there is one
// home for each rule. It does not certify that the state is the only stable one; [Propagate] decides that.
func Verify(n *Network, s *State) error { return VerifyContext(context.Background(), n, s, nil) }

// VerifyContext is [Verify] with a context and progress by prefixes, as [PropagateContext] explains. The error of the
// context says nothing about the state.
func VerifyContext(ctx context.Context, n *Network, s *State, progress func(done, total int)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if n == nil {
		n = &Network{}
	}
	x := newIndex(n)
	if violations, _ := x.validate(); len(violations) > 0 {
		return violations
	}
	return verify(ctx, s.compiledLike(x), s, s.solved, progress)
}

// compiledLike compiles a network so that its rows can be compared with those of the state.
func (s *State) compiledLike(x *index) *compiler {
	if s.compiled == nil {
		return compile(x)
	}
	return compileSharing(s.compiled.out.Attributes, x)
}

func verify(ctx context.Context, c *compiler, s *State, holds held, progress func(done, total int)) error {
	v := verifier{c: c, s: s, holds: holds}
	if v.sameParts() {
		if err := v.checkAll(ctx, progress); err != nil {
			return err
		}
	}
	if len(v.found) > 0 {
		return v.found
	}
	return nil
}

// A verifier holds a state against a network that was compiled for this purpose alone.
type verifier struct {
	c     *compiler
	s     *State
	holds held // what the tables of the state hold
	found Discrepancies
}

// held is what Verify asks of a solved state, and all that it asks.
type held interface {
	All(node int32) iter.Seq2[netip.Prefix, []engine.Row]
	Get(node int32, p netip.Prefix) []engine.Row
	Matches(node int32, p netip.Prefix) bool // by longest-prefix match
}

func (v *verifier) report(node int32, p netip.Prefix, message string, got, want []engine.Row) {
	v.found = append(v.found, Discrepancy{
		Table: v.c.name(v.c.out.Nodes[node].Table), Prefix: p, Message: message,
		Got: v.c.routes(p, got, false), Want: v.c.routes(p, want, false),
	})
}

// sameParts checks that the state has the tables of the network and the ways between them, and says which it has not.
func (v *verifier) sameParts() bool {
	if v.s.compiled == nil {
		v.found = append(v.found, Discrepancy{Message: "the zero State has no tables"})
		return false
	}
	for i := range v.c.out.Nodes {
		id := v.c.name(v.c.out.Nodes[i].Table)
		if _, ok := v.s.Table(id); !ok {
			v.found = append(v.found, Discrepancy{Table: id, Message: "the network has this table, the state has not"})
		}
	}
	for t := range v.s.Tables() {
		if _, ok := v.c.lookupNode(t.ID()); !ok {
			v.found = append(v.found, Discrepancy{Table: t.ID(),
				Message: "the state has this table, the network has not"})
		}
	}
	if len(v.found) > 0 {
		slices.SortFunc(v.found, func(a, b Discrepancy) int { return strings.Compare(a.Table, b.Table) })
		return false
	}
	if !sameNames(v.c, v.s.compiled) || !slices.EqualFunc(v.c.out.Edges, v.s.compiled.out.Edges, sameWayOfTelling) {
		v.found = append(v.found, Discrepancy{Message: "the state was computed from a network with other attachments, peerings or sessions"})
	}
	return len(v.found) == 0
}

func sameNames(a, b *compiler) bool {
	return slices.EqualFunc(a.named, b.named, func(i, j int32) bool { return a.objects[i].name == b.objects[j].name })
}

func sameWayOfTelling(a, b engine.Edge) bool {
	return a.Kind == b.Kind && a.From == b.From && a.To == b.To && a.NextHop == b.NextHop && a.Attachment == b.Attachment
}

// checkAll checks every table and every prefix that the network originates, and that the state holds no other. The
// error is that of the context.
func (v *verifier) checkAll(ctx context.Context, progress func(done, total int)) error {
	total := 0
	for range v.c.out.Prefixes() {
		total++
	}
	m := meter.Of(ctx, total, progress)
	for p := range v.c.out.Prefixes() {
		v.checkPrefix(p)
		if err := m.Step(); err != nil {
			return err
		}
	}
	for node := range int32(len(v.c.out.Nodes)) {
		v.checkList(node)
	}
	slices.SortStableFunc(v.found, func(a, b Discrepancy) int { return strings.Compare(a.Table, b.Table) })
	return nil
}

// checkPrefix checks that every table holds of a prefix what the rules derive, and that every route is founded.
func (v *verifier) checkPrefix(p netip.Prefix) {
	rows := func(node int32) []engine.Row { return v.holds.Get(node, p) }
	stable := true
	for node := range int32(len(v.c.out.Nodes)) {
		got, want := rows(node), v.c.out.Derive(node, p, rows)
		if !slices.Equal(got, want) {
			v.report(node, p, fmt.Sprintf("the state holds %s, the rules derive %s", routesInWords(len(got)),
				difference(got, want)), got, want)
			stable = false
		}
		if v.holds.Matches(node, p) != slices.ContainsFunc(got, isActive) {
			v.report(node, p, "longest-prefix match does not agree with the routes", got, nil)
		}
	}
	if stable {
		v.checkFounded(p, rows)
	}
}

func isActive(r engine.Row) bool { return r.Status == route.Active }

func routesInWords(n int) string {
	if n == 1 {
		return "1 route"
	}
	return fmt.Sprintf("%d routes", n)
}

// difference says how what the rules derive differs from what the state holds.
func difference(got, want []engine.Row) string {
	if len(got) == len(want) {
		return "as many, with other attributes"
	}
	return routesInWords(len(want))
}

// checkFounded follows every learned route to its origin. In a stable state each rests on one that is there.
func (v *verifier) checkFounded(p netip.Prefix, rows func(node int32) []engine.Row) {
	founded := map[int32]bool{} // edges whose route has an origin
	for node := range int32(len(v.c.out.Nodes)) {
		for _, row := range rows(node) {
			if circle := v.follow(row.Via, p, rows, founded); circle {
				v.report(node, p, "a route rests on itself: its chain never ends at an origin", []engine.Row{row}, nil)
			}
		}
	}
}

// follow walks from the edge that a route came over to the origin of the route, and tells whether it walks in a circle.
func (v *verifier) follow(edge int32, p netip.Prefix, rows func(node int32) []engine.Row, founded map[int32]bool) (circle bool) {
	walked := map[int32]bool{}
	for edge >= 0 && !founded[edge] {
		if walked[edge] {
			return true
		}
		walked[edge] = true
		source, ok := v.c.out.Source(edge, p, rows(v.c.out.Edges[edge].From))
		if !ok {
			return true
		}
		edge = source.Via
	}
	for e := range walked {
		founded[e] = true
	}
	return false
}

// checkList checks that a table lists its prefixes in order, each once, and none that nothing originates.
func (v *verifier) checkList(node int32) {
	var last netip.Prefix
	for p, rows := range v.holds.All(node) {
		if !v.c.out.Originated(p) {
			v.report(node, p, "nothing originates the prefix", rows, nil)
		}
		if last.IsValid() && last.Compare(p) >= 0 {
			v.report(node, p, fmt.Sprintf("listed after %s", last), nil, nil)
		}
		last = p
	}
}
