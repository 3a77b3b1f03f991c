package policy

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/route"
)

// frontMatch returns a condition on three communities, any or all of some of them, or on the instance not being one.
func frontMatch(rng *rand.Rand) (m Match) {
	if rng.IntN(4) == 0 {
		m.Source = Endpoint{Instances: []string{"a"}, Except: rng.IntN(3) > 0}
		return m
	}
	m.Communities.Mode = []Mode{Include, Contain}[rng.IntN(2)]
	for c := route.Community(1); c <= 3; c++ {
		if rng.IntN(2) == 0 {
			m.Communities.List = append(m.Communities.List, c)
		}
	}
	return m
}

// fronts tells whether a condition holds for a route that comes from instance a if bit 0 is set, with the communities
// whose bits are.
func fronts(m *Match, has int) bool {
	if len(m.Source.Instances) > 0 {
		return has&1 != 0 != m.Source.Except
	}
	holds := func(c route.Community) bool { return has>>c&1 != 0 }
	if m.Communities.Mode == Include && len(m.Communities.List) > 0 {
		return slices.ContainsFunc(m.Communities.List, holds)
	}
	return !slices.ContainsFunc(m.Communities.List, func(c route.Community) bool { return !holds(c) })
}

// frontings returns policies that prepend, and the same with some of them split in two or moved, of which some have
// another condition.
func frontings(rng *rand.Rand) (p, q []Policy) {
	for range 2 + rng.IntN(3) {
		var path route.ASPath
		for range 1 + rng.IntN(3) {
			path = append(path, uint32(1+rng.IntN(2)))
		}
		f := Policy{Next: 1, Set: Set{PrependASPath: path}, Match: frontMatch(rng)}
		p = append(p, f)
		if cut := rng.IntN(len(path)); cut > 0 {
			behind, front := f, f
			behind.Set.PrependASPath, front.Set.PrependASPath = path[cut:], path[:cut]
			q = append(q, behind, front)
		} else {
			q = append(q, f)
		}
	}
	for range rng.IntN(3) {
		if i := rng.IntN(len(q)); i > 0 && rng.IntN(2) == 0 {
			q[i-1], q[i] = q[i], q[i-1]
		} else {
			q[i].Match = frontMatch(rng)
		}
	}
	return ordered(p), ordered(q)
}

func ordered(list []Policy) []Policy {
	for i := range list {
		list[i].Priority = 1 + i
	}
	return list
}

// inFront returns what policies prepend to the path of a route.
func inFront(list []Policy, has int) (path route.ASPath) {
	for _, p := range list {
		if fronts(&p.Match, has) {
			path = slices.Concat(p.Set.PrependASPath, path)
		}
	}
	return path
}

// Two lists make different AS paths exactly if they do so for some communities and one of two instances.
func TestLogicTellsPathsApart(t *testing.T) {
	differ := map[bool]int{}
	for seed := range uint64(2000) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p, q := frontings(rng)
		want := false
		for has := range 16 {
			want = want || !slices.Equal(inFront(p, has), inFront(q, has))
		}
		differ[want]++
		if got := compare(p, q, Ingress, Universe{}, effort{}).ASPath.Answer; got != answerOf(want) {
			t.Fatalf("seed %d: %v, want %v, of\n%+v\nand %+v", seed, got, answerOf(want), p, q)
		}
	}
	if differ[true] < 500 || differ[false] < 500 {
		t.Errorf("one of the answers is rare: %v", differ)
	}
}
