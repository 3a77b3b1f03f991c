/*
Package whatif answers what would happen to a network: if parts of it failed, or if it were changed.

	units := whatif.Circuits(network)
	points, err := whatif.SinglePoints(state, units)          // what must not fail
	breaks, err := whatif.Breaks(state, 2, units, invariants...) // which invariant breaks first, and by what
	trial, err := whatif.Try(state, invariants, change)       // what a change would do

# Failures

A [Unit] is what fails together: one circuit, one attachment, a whole region. [Circuits], [Connections], [Attachments],
[Peerings] and [Regions] list the units of a network, and a Unit can be written by hand, for example for two circuits in one
duct. [Failures] yields the state after each failure of up to k units at once.

A failed circuit announces and carries nothing, and configured routes towards it stay and lead nowhere (D-14): that is
what the library knows of failures. How long it takes to detect one, and what happens until then, is not modelled.

# Changes

[Try] makes changes without a trace on the state: it tells the difference, the events in their order, and which invariants
break or hold again.
*/
package whatif
