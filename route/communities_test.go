package route

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestCommunitiesAreASet(t *testing.T) {
	community := rapid.Custom(func(t *rapid.T) Community { return Community(rapid.IntRange(0, 9).Draw(t, "community")) })
	list := rapid.SliceOfN(community, 0, 6)
	rapid.Check(t, func(t *rapid.T) {
		a, b := list.Draw(t, "a"), list.Draw(t, "b")
		keep := slices.Clone(a)
		s, other := MakeCommunities(a), MakeCommunities(b)
		if !slices.Equal(a, keep) {
			t.Fatalf("the list %v became %v", keep, a)
		}
		union := s.Union(other)
		for _, set := range []Communities{s, other, union} {
			for i := 1; i < len(set); i++ {
				if set[i-1] >= set[i] {
					t.Fatalf("%v is not ascending", set)
				}
			}
		}
		for c := range Community(10) {
			if got, want := s.Has(c), slices.Contains(a, c); got != want {
				t.Errorf("%v has %v: %v", s, c, got)
			}
			if got, want := union.Has(c), slices.Contains(a, c) || slices.Contains(b, c); got != want {
				t.Errorf("%v has %v: %v, from %v and %v", union, c, got, a, b)
			}
		}
		if !union.Equal(other.Union(s)) {
			t.Errorf("%v or %v, depending on the side", union, other.Union(s))
		}
		if !s.Equal(MakeCommunities(a)) || !other.Equal(MakeCommunities(b)) {
			t.Error("Union changed a set")
		}
	})
}

func TestCommunitiesEqual(t *testing.T) {
	a := MakeCommunities([]Community{2, 1, 2})
	if !a.Equal(Communities{1, 2}) || a.Equal(Communities{1}) || a.Equal(Communities{1, 3}) || a.Equal(nil) {
		t.Errorf("%v is not the set of 1 and 2", a)
	}
	if MakeCommunities([]Community{}) != nil || !Communities(nil).Equal(Communities{}) {
		t.Error("the empty set is nil and equals every empty one")
	}
}
