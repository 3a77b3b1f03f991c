package policy

import (
	"testing"

	"github.com/cenroute/cenroute/route"
)

// What a step is said to make of a condition is what it makes of it for each set of communities and each short path.
func TestInfluenceIsExact(t *testing.T) {
	sets := []route.Communities{{}, {1}, {2}, {3}, {1, 2}, {1, 3}, {2, 3}, {1, 2, 3}}
	paths := []route.ASPath{{}, {1}, {2}, {3}, {1, 1}, {1, 2}, {2, 1}, {1, 3}, {1, 1, 2}, {1, 2, 1}}
	seen := map[influence]int{}
	for _, list := range sets[1:] {
		for mode := Include; mode <= Contain; mode++ {
			for _, changed := range sets {
				for _, how := range []SetMode{Additive, Replace} {
					p := Policy{Match: Match{Communities: CommunitiesMatch{list, mode}}, Set: Set{Communities: CommunitiesSet{changed, how}}}
					seen[requireInfluence(t, p, nil, sets)]++
				}
			}
		}
	}
	for _, list := range paths[1:] {
		for mode := Include; mode <= Complete; mode++ {
			for _, changed := range paths {
				p := Policy{Match: Match{ASPath: ASPathMatch{list, mode}}, Set: Set{PrependASPath: changed}}
				seen[requireInfluence(t, p, paths, nil)]++
			}
		}
	}
	for i := leaves; i <= mixes; i++ {
		if seen[i] < 20 {
			t.Errorf("influence %d is rare: %v", i, seen)
		}
	}
}

// requireInfluence holds what a policy is said to make of its own condition against what it does, and returns it.
func requireInfluence(t *testing.T, p Policy, paths []route.ASPath, sets []route.Communities) (got influence) {
	t.Helper()
	a := Analyze([]Policy{p}, Ingress, Universe{})
	s := &a.chain.steps[0]
	by := newLogic(a.chain.space, 1<<20).influencesOf(s)
	if by == nil {
		by = &influences{[]influence{leaves}, []influence{leaves}}
	}
	check := func(before, after bool) {
		if got == leaves && before != after || got == fulfils && !after || got == prevents && after {
			t.Fatalf("%d of %+v, but it held: %v, and holds: %v", got, p, before, after)
		}
	}
	got = by.asPath[0]
	for _, path := range paths {
		v := Verdict{ASPath: path}
		s.change(&v)
		check(s.asPath.holds(path), s.asPath.holds(v.ASPath))
	}
	if len(paths) == 0 {
		got = by.communities[0]
	}
	for _, set := range sets {
		v := Verdict{Communities: set}
		s.change(&v)
		check(s.communities.holds(set), s.communities.holds(v.Communities))
	}
	return got
}
