package policy

import "slices"

// common returns the places of as many pairs of elements of two lists as there are that are the same and stand in the same
// order in both.
func common(n, m int, same func(i, k int) bool) (pairs [][2]int) {
	most := make([][]int, n+1) // pairs of what comes from i on in the one and from k on in the other
	for i := range most {
		most[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for k := m - 1; k >= 0; k-- {
			if same(i, k) {
				most[i][k] = most[i+1][k+1] + 1
			} else {
				most[i][k] = max(most[i+1][k], most[i][k+1])
			}
		}
	}
	for i, k := 0, 0; i < n && k < m; {
		switch {
		case same(i, k):
			pairs = append(pairs, [2]int{i, k})
			i, k = i+1, k+1
		case most[i+1][k] >= most[i][k+1]:
			i++
		default:
			k++
		}
	}
	return pairs
}

// twins returns the places of policies of two chains of one space that are the same and lead to the same ones. A route that
// meets none of the others, in neither chain, has the same fate in both.
func twins(a, b *chain) [][2]int {
	pairs := common(len(a.list), len(b.list), func(i, k int) bool {
		return a.matches[i] == b.matches[k] && a.steps[i].does(&b.steps[k])
	})
	return slices.DeleteFunc(slices.Clone(pairs), func(at [2]int) bool {
		return !a.ends(at[0]) && twinFrom(pairs, 0, a.steps[at[0]].next) != twinFrom(pairs, 1, b.steps[at[1]].next)
	})
}

// twinFrom returns the first of the pairs that stands at a place of one of the chains or behind it.
func twinFrom(pairs [][2]int, chain, place int) int {
	n, _ := slices.BinarySearchFunc(pairs, place, func(at [2]int, place int) int { return at[chain] - place })
	return n
}

// does reports whether two steps do the same with every route, wherever they lead it.
func (s *step) does(o *step) bool {
	return s.deny == o.deny && (s.deny || (s.next == 0) == (o.next == 0) && s.alone().equal(*o.alone()))
}
