package invariant

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/cenroute/cenroute/route"
	"github.com/cenroute/cenroute/route/rule"
	"github.com/cenroute/cenroute/topology"
)

// NoConflict holds if no table has a route that is Rejected or Conflicting: one that is incompatible with another of
// its prefix, so that the cloud keeps it out, or keeps what came first (D-3). Routes that only rank behind another one
// are Standby, which is no conflict.
//
// The counterexample is the first such route, in order of table and prefix.
func NoConflict() Invariant {
	return made("NoConflict()", func(in task) Verdict {
		w := worldOf(in)
		for table := range w.tables() {
			for r := range table.Routes() {
				if r.Status == route.Rejected || r.Status == route.Conflicting {
					return w.explained(table.ID(), r.Prefix, "%s to %s is %s in %s", r.Prefix, r.NextHop, r.Status,
						table.ID())
				}
			}
		}
		return holds()
	})
}

// PrefixConfined holds if a prefix and every longer one inside it are Active only in certain tables: where names them,
// or the instances, data centers and transit routers whose tables may all have them. Without any, the prefix may be
// nowhere. Routes of shorter prefixes, such as 0.0.0.0/0, lead to its addresses, too: to keep packets apart, add
// [Isolated].
//
// Where it names tables and none of them has such a route, it holds without a case (see [Verdict]). The prefix must be
// canonical. The counterexample is the first route elsewhere, in order of table and prefix.
func PrefixConfined(prefix netip.Prefix, where ...string) Invariant {
	return made(call("PrefixConfined", append([]string{prefix.String()}, where...)...), func(in task) Verdict {
		w := worldOf(in)
		if err := route.CheckPrefix(prefix); err != nil {
			return noAnswer(err)
		}
		if err := w.mustHaveTables(where); err != nil {
			return noAnswer(err)
		}
		inside := len(where) == 0
		for table := range w.tables() {
			p, active := firstActive(table, prefix)
			allowed := slices.Contains(where, table.ID()) || slices.Contains(where, table.Owner())
			if active && !allowed {
				return w.explained(table.ID(), p, "%s is in %s", p, table.ID())
			}
			inside = inside || active
		}
		if !inside {
			return vacuous(fmt.Sprintf("no table has a route inside %s", prefix))
		}
		return holds()
	})
}

// firstActive returns the first prefix with an Active route inside a prefix, itself included.
func firstActive(table topology.Table, prefix netip.Prefix) (netip.Prefix, bool) {
	if countActive(table.Get(prefix)) > 0 {
		return prefix, true
	}
	first, found := netip.Prefix{}, false
	for p := range table.ActiveInside(prefix) {
		if !found || p.Compare(first) < 0 {
			first, found = p, true
		}
	}
	return first, found
}

func countActive(routes []route.Route) int {
	n := 0
	for i := range routes {
		if routes[i].Status == route.Active {
			n++
		}
	}
	return n
}

// MaxRoutes holds if a table has at most n Active routes; equal-cost routes of one prefix count each. For example the
// quota of a VPC table is a number of routes.
//
// The counterexample is the first route beyond the number, in order of prefix.
func MaxRoutes(table string, n int) Invariant {
	return made(call("MaxRoutes", table, strconv.Itoa(n)), func(in task) Verdict {
		w := worldOf(in)
		t, ok := in.state.Table(table)
		switch {
		case !ok:
			return noAnswer(fmt.Errorf("the network has no table %q", table))
		case n < 0:
			return noAnswer(fmt.Errorf("%d routes are fewer than none", n))
		}
		count, beyond := 0, netip.Prefix{}
		for r := range t.Routes() {
			if r.Status == route.Active {
				if count++; count == n+1 {
					beyond = r.Prefix
				}
			}
		}
		if count > n {
			return w.explained(table, beyond, "%s has %d Active routes; %s is the first beyond %d", table, count,
				beyond, n)
		}
		return holds()
	})
}

// NoInferred holds if nothing rests on a rule that the documentation does not state: no Active route of any table has a
// decision on its way that cites a rule.Inferred or rule.Chosen one, but for rules that are accepted. Name those that
// you have tried in the cloud, or can live with: the invariant then fails when a change makes the network depend on
// another one. It is about routes that are there; that one is absent may rest on such a rule, too, as
// [topology.State.Explain] tells.
//
// The counterexample is the first such route, in order of table and prefix. Every route is explained, which takes its
// time where there are very many.
func NoInferred(accepted ...rule.ID) Invariant {
	names := make([]string, len(accepted))
	for i, id := range accepted {
		names[i] = string(id)
	}
	return made(call("NoInferred", names...), func(in task) Verdict {
		for _, id := range accepted {
			if _, ok := rule.Lookup(id); !ok {
				return noAnswer(fmt.Errorf("there is no rule %q", id))
			}
		}
		w := worldOf(in)
		for table := range w.tables() {
			last := netip.Prefix{}
			for r := range table.Routes() {
				if in.ctx.Err() != nil {
					break
				}
				if r.Status != route.Active || r.Prefix == last {
					continue
				}
				last = r.Prefix
				if v, found := w.inferred(table.ID(), r.Prefix, accepted); found {
					return v
				}
			}
		}
		return holds()
	})
}

// inferred finds an Active route of a prefix that rests on a rule that is not documented and not accepted.
func (w *world) inferred(table string, prefix netip.Prefix, accepted []rule.ID) (Verdict, bool) {
	e, err := w.state.Explain(table, prefix)
	if err != nil {
		return noAnswer(err), true
	}
	var rules []string
	for _, story := range e.Routes {
		for _, step := range story.Steps {
			r, _ := rule.Lookup(step.Rule)
			if story.Route.Status == route.Active && r.Confidence.Interpreted() && !slices.Contains(accepted, r.ID) {
				rules = append(rules, string(r.ID))
			}
		}
	}
	if len(rules) == 0 {
		return Verdict{}, false
	}
	slices.Sort(rules)
	text := strings.Join(slices.Compact(rules), ", ")
	return Verdict{Explanation: &e, Message: fmt.Sprintf("%s in %s rests on %s", prefix, table, text)}, true
}

// explained is the verdict about a route that should not be in a table.
func (w *world) explained(table string, prefix netip.Prefix, format string, args ...any) Verdict {
	e, err := w.state.Explain(table, prefix)
	if err != nil {
		return noAnswer(err)
	}
	return Verdict{Explanation: &e, Message: fmt.Sprintf(format, args...)}
}

// mustHaveTables returns an error unless each ID is that of a table, or of something that has tables.
func (w *world) mustHaveTables(ids []string) error {
	known := map[string]bool{}
	for t := range w.state.Tables() {
		known[t.ID()], known[t.Owner()] = true, true
	}
	for _, id := range ids {
		if !known[id] {
			return fmt.Errorf("the network has no table %q, and nothing of that name that has tables", id)
		}
	}
	return nil
}
