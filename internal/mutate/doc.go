/*
Mutate shows that the tests notice when the library is wrong: it changes the library on purpose and runs them. The work
tree is never touched, the changed files reach the compiler through an overlay.

	go run ./internal/mutate -breaks internal/mutate/breaks [-only EXPRESSION] [-workers 2]

applies deliberate breaks, one at a time: a rule that is left out, a comparison the wrong way round. Each names the test
that must catch it. It prints a table of them and fails if one is not caught. The breaks of rules are in the files that
are named like those of the catalogue (package route/rule), in its order; properties.txt has those of what is no rule of
the cloud: every property of the states of a network (topology/property_*_test.go), explanations, traces. See
[parseBreaks] for the format.

Every rule that is modelled or validated is broken by at least one break, and a test that names the rule fails then. To
add the break of a new rule, say TR-2.3.5:

 1. Write the test that pins the rule, its ID in the name of the case (package pins tells how), for example in
    topology/rules_*_test.go; reason the expectation from the text of the rule.
 2. Change one or two lines of the code so that exactly this rule is wrong, and write them down as a record at the
    rule's place in the file of its part of the catalogue. Keep the old text short, so that it survives other changes.
    The name begins with the IDs of the rules that the break is about, and says what the library does then. The test is
    the narrowest that names the rule: TestRulesAdvertise/TR-2.3.5.
 3. Run it: go run ./internal/mutate -breaks internal/mutate/breaks -only TR-2.3.5. A break that is not caught, or that
    only tests of other rules notice, shows that the test is weak.
 4. A rule that cannot be wrong alone, such as the headline of a section, goes to unbroken.txt with the reason.

TestEveryRuleIsBroken holds all that together, and TestEveryBreakHasItsPlace finds breaks whose text has moved, without
running anything.

	go run ./internal/mutate [-every 1] [-seed 0] [-for 15m] [-workers 2] [-own] [-list] PACKAGE...

makes mutants of the packages by itself: a condition negated, a statement left out, a zero value returned, see
[mutator], and tries them in an order that is mixed but always the same. It prints how many the tests kill, and those
that survive: the tests of the mutant's own package, and unless -own is set those of package topology, and for the
engine those of the reference. Survivors that cannot change anything are in equivalent.txt, each with the reason, and
are counted apart. A mutant may ask for all the memory there is: begin with ulimit -v 8000000.

The last figures are in figures.txt.
*/
package main
