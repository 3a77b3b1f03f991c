package render

// maxComparisons is how many pairs of lines one layout compares in order to make fewer cross. A picture that needs more
// is none that people look at.
const maxComparisons = 5_000_000

// exchange swaps items that stand directly below each other where that makes fewer lines cross, until there are none,
// and tells whether it swapped any. The result has to be placed anew.
func (l *layout) exchange() bool {
	at := make([]int, len(l.items)) // heights that only the order of matters
	for i := range l.items {
		at[i] = l.items[i].center()
	}
	swapped := false
	for again := true; again && l.compared < maxComparisons; {
		again = false
		for _, s := range l.seqs {
			for i := 1; i < len(s.elements); i++ {
				a, b := &s.elements[i-1], &s.elements[i]
				if a.item >= 0 && b.item >= 0 && l.crossings(at, b.item, a.item) < l.crossings(at, a.item, b.item) {
					at[a.item], at[b.item] = at[b.item], at[a.item]
					*a, *b = *b, *a
					again, swapped = true, true
				}
			}
		}
	}
	return swapped
}

// crossings returns how many lines of two items of one rank cross if the first one stands above the second.
func (l *layout) crossings(at []int, above, below int) int {
	n := 0
	l.compared += len(l.items[above].links) * len(l.items[below].links)
	for _, a := range l.items[above].links {
		for _, b := range l.items[below].links {
			sameSide := l.items[a.to].rank == l.items[b.to].rank
			if sameSide && at[a.to] > at[b.to] {
				n++
			}
		}
	}
	return n
}
