package main

import (
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"
)

// A contender does a work and returns a function that reads the table back.
type contender struct {
	name string
	most int // number of prefixes beyond which it is left out
	do   func(w *work) func() answer
}

// copied is the floor: the prefixes are copied, no rule is asked.
func copied(w *work) func() answer {
	list := slices.Clone(w.prefixes)
	return func() answer {
		a := answer{}
		for _, p := range list {
			if preference, ok := decide(w.rules, p); ok {
				a[p] = preference
			}
		}
		return a
	}
}

// plainMap loops over the rules for each prefix and keeps the result in a map: no longest-prefix match.
func plainMap(w *work) func() answer {
	table := make(map[netip.Prefix]uint8, len(w.prefixes))
	for _, p := range w.prefixes {
		if preference, ok := decide(w.rules, p); ok {
			table[p] = preference
		}
	}
	return func() answer { return table }
}

type kept struct {
	prefix     netip.Prefix
	preference uint8
}

// sortedSlice loops over the rules and keeps the result in a sorted slice.
func sortedSlice(w *work) func() answer {
	table := make([]kept, 0, len(w.prefixes))
	for _, p := range w.prefixes {
		if preference, ok := decide(w.rules, p); ok {
			table = append(table, kept{p, preference})
		}
	}
	slices.SortFunc(table, func(a, b kept) int { return a.prefix.Compare(b.prefix) })
	return func() answer {
		a := answer{}
		for _, k := range table {
			a[k.prefix] = k.preference
		}
		return a
	}
}

// bartTable loops over the rules and keeps the result in a prefix table.
func bartTable(w *work) func() answer {
	var table bart.Table[uint8]
	for _, p := range w.prefixes {
		if preference, ok := decide(w.rules, p); ok {
			table.Insert(p, preference)
		}
	}
	return func() answer {
		a := answer{}
		for p, preference := range table.All() {
			a[p] = preference
		}
		return a
	}
}
