package route

import "slices"

// Contains reports whether the path holds an autonomous system at any place. For example, a data center drops a route
// whose path holds its own (D-35).
func (p ASPath) Contains(asn uint32) bool { return slices.Contains(p, asn) }

// Prepend returns a new path with the given systems in front of p, in their order, so that the first of them is the
// nearest (P-4.7). Repetitions stay. Neither p nor the list shares memory with the result.
func (p ASPath) Prepend(asns ...uint32) ASPath { return slices.Concat(ASPath(asns), p) }

// Equal reports whether two paths hold the same systems in the same order and number. A nil path equals an empty one.
func (p ASPath) Equal(q ASPath) bool { return slices.Equal(p, q) }
