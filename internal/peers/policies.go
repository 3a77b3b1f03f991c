package main

import (
	"fmt"
	"io"
	"net/netip"
	"time"

	"github.com/cenroute/cenroute/policy"
	"github.com/cenroute/cenroute/route"
)

// comparePolicies measures what a list of 100 policies costs for one route, beside everything else: cenroute's compiled
// list and the plain loop by themselves, GoBGP by the difference between a server with the policy and one without.
func comparePolicies(out io.Writer, rounds int) {
	w := &work{name: "policies", prefixes: scattered(10_000), rules: someRules(100)}
	none := &work{name: "no policies", prefixes: w.prefixes}
	program := policy.Compile(policies(w.rules), false, func(string) int { return 0 })
	own := perRoute(rounds, w.prefixes, func(p netip.Prefix) (uint8, bool) {
		subject := policy.Subject[int]{Prefix: p, Type: route.BGP, Preference: unchanged}
		v, _ := program.Evaluate(policy.Ingress, &subject, nil, nil)
		return v.Preference, v.Permit
	}, w.rules)
	loop := perRoute(rounds, w.prefixes, func(p netip.Prefix) (uint8, bool) { return decide(w.rules, p) }, w.rules)
	with, _ := measure(contender{do: gobgp}, w, w.expected(), rounds)
	without, _ := measure(contender{do: gobgp}, none, none.expected(), rounds)
	other := float64((with - without).Nanoseconds()) / float64(len(w.prefixes))
	for _, row := range []struct {
		name string
		ns   float64
	}{{"cenroute", own}, {"plain loop", loop}, {"GoBGP, by difference", other}} {
		fmt.Fprintf(out, "100 policies on a route\t%s\t\t%.1f\t\t%s\t\t\n", row.name, row.ns, ratio(row.ns, own))
	}
}

// perRoute returns the shortest time that a decision takes, in nanoseconds, after it has shown that it is right.
func perRoute(rounds int, prefixes []netip.Prefix, ask func(netip.Prefix) (uint8, bool), rules []rule) float64 {
	for _, p := range prefixes {
		preference, permit := ask(p)
		if want, ok := decide(rules, p); ok != permit || permit && want != preference {
			panic(fmt.Sprintf("%s: preference %d, permit %v; want %d, %v", p, preference, permit, want, ok))
		}
	}
	best := time.Duration(1<<63 - 1)
	for range rounds {
		start := time.Now()
		for range 100 {
			for _, p := range prefixes {
				ask(p)
			}
		}
		best = min(best, time.Since(start))
	}
	return float64(best.Nanoseconds()) / float64(100*len(prefixes))
}
