package policy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A route of the world that meets twins alone has the same fate in two lists, of which one is made of the other by leaving
// policies out, changing them, and putting others in between.
func TestTwinsShareTheirFate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, more := tinyPolicies(5).Draw(t, "a"), tinyPolicies(2).Draw(t, "more")
		var b []Policy
		for i, p := range a {
			switch rapid.IntRange(0, 4).Draw(t, "change") {
			case 0:
				continue
			case 1:
				more[0].Priority = p.Priority - 5
				b = append(b, more[0])
			case 2:
				p.Next = rapid.SampledFrom([]int{0, 1, 10*(i+1) + 15, 90}).Draw(t, "next")
			}
			b = append(b, p)
		}
		var n numbering
		var chains [2]*chain
		var programs [2]*Program[string]
		sorted := [2][]*Policy{byPriority(a, Egress), byPriority(b, Egress)}
		numbers := [2][]int{n.numbers(sorted[0]), n.numbers(sorted[1])}
		s := newSpace(Universe{}, Egress, n, nil)
		for k, list := range [2][]Policy{a, b} {
			chains[k], programs[k] = newChain(s, sorted[k], numbers[k]), compileStrings(list)
		}
		pairs := twins(chains[0], chains[1])
		for i := rapid.IntRange(0, 16).Draw(t, "from"); i < len(world); i += 17 {
			twinsAlone := true
			var verdicts [2]Verdict
			for k, p := range programs {
				var matched []int
				verdicts[k], matched = p.Evaluate(Egress, &world[i].subject, &world[i].target, nil)
				for _, priority := range matched {
					place := slices.IndexFunc(chains[k].list, func(p *Policy) bool { return p.Priority == priority })
					twinsAlone = twinsAlone && slices.ContainsFunc(pairs, func(at [2]int) bool { return at[k] == place })
				}
			}
			if twinsAlone && different(&verdicts[0], &verdicts[1]) {
				t.Fatalf("%+v and %+v of %+v, which meets the twins %v alone", verdicts[0], verdicts[1], world[i], pairs)
			}
		}
	})
}

// What two lists have in common keeps its order, and nothing more could.
func TestCommon(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 0}, {"abc", "abc", 3}, {"abc", "bc", 2}, {"abc", "acb", 2}, {"abcd", "dcba", 1}, {"xaybz", "ab", 2}, {"abab", "baba", 3}} {
		pairs := common(len(c.a), len(c.b), func(i, k int) bool { return c.a[i] == c.b[k] })
		if len(pairs) != c.want {
			t.Errorf("%q and %q: %v, want %d", c.a, c.b, pairs, c.want)
		}
		for n, at := range pairs {
			if c.a[at[0]] != c.b[at[1]] || n > 0 && (at[0] <= pairs[n-1][0] || at[1] <= pairs[n-1][1]) {
				t.Errorf("%q and %q: %v", c.a, c.b, pairs)
			}
		}
	}
}

// A policy that leads elsewhere is no twin; the others are.
func TestTwinsLeadToTwins(t *testing.T) {
	list := func(last int) []Policy {
		return []Policy{then(permit(10, Match{}), 30), deny(20, Match{}), then(permit(30, tagged(Include, c1)), last), deny(40, Match{}), deny(50, Match{})}
	}
	if got := twins(chainOf(list(40)...), chainOf(list(40)...)); len(got) != 5 {
		t.Errorf("of the same list: %v", got)
	}
	var n numbering
	a, b := byPriority(list(40), Egress), byPriority(list(50), Egress)
	numbers := [2][]int{n.numbers(a), n.numbers(b)}
	s := newSpace(Universe{}, Egress, n, nil)
	if got := twins(newChain(s, a, numbers[0]), newChain(s, b, numbers[1])); !slices.Equal(got, [][2]int{{0, 0}, {1, 1}, {3, 3}, {4, 4}}) {
		t.Errorf("%v, want all but the third", got)
	}
}
