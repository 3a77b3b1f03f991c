/*
Mutate shows that the tests notice when the library is wrong: it changes the library on purpose and runs them. The work
tree is never touched, the changed files reach the compiler through an overlay.

	go run ./internal/mutate -breaks internal/mutate/breaks.txt [-only EXPRESSION] [-workers 2]

applies deliberate breaks, one at a time: a rule that is left out, a comparison the wrong way round. Each names the test
that must catch it. It prints a table of them and fails if one is not caught. Every property of the states of a network
(topology/property_*_test.go) has at least one break, every group of rules of the engine several. See [parseBreaks] for
the format.

	go run ./internal/mutate [-every 1] [-seed 0] [-for 15m] [-workers 2] [-own] [-list] PACKAGE...

makes mutants of the packages by itself: a condition negated, a statement left out, a zero value returned, see
[mutator], and tries them in an order that is mixed but always the same. It prints how many the tests kill, and those
that survive: the tests of the mutant's own package, and unless -own is set those of package topology, and for the
engine those of the reference. Survivors that cannot change anything are in equivalent.txt, each with the reason, and
are counted apart.
*/
package main
