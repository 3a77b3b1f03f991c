package route

import "slices"

// MakeCommunities returns the set of the listed communities. The list may be in any order and repeat itself; it is not
// changed and shares no memory with the set. An empty list is the empty set, nil.
func MakeCommunities(list []Community) Communities {
	if len(list) == 0 {
		return nil
	}
	set := slices.Clone(Communities(list))
	slices.Sort(set)
	return slices.Clip(slices.Compact(set))
}

// Has reports whether c is in the set.
func (s Communities) Has(c Community) bool {
	_, found := slices.BinarySearch(s, c)
	return found
}

// Union returns the set of what is in s, in other or in both (P-4.6). Neither of them is changed. Where one holds the
// other, the result may be that set itself.
func (s Communities) Union(other Communities) Communities {
	if len(other) == 0 {
		return s
	}
	if len(s) == 0 {
		return other
	}
	return MakeCommunities(slices.Concat(s, other))
}

// Equal reports whether two sets hold the same communities. A nil set equals an empty one.
func (s Communities) Equal(other Communities) bool { return slices.Equal(s, other) }
