package rule

import (
	"iter"
	"slices"
)

// catalogue is every rule in document order; nothing writes to it.
var catalogue = slices.Concat(
	transitRouterObjects, transitRouterRoutes, transitRouterInstances,
	policyConditions, policyEvaluation,
	ecrRoutes, ecrSelection,
	decisions,
)

// places tells where in the catalogue a rule is; nothing writes to it.
var places = func() map[ID]int {
	m := make(map[ID]int, len(catalogue))
	for i, r := range catalogue {
		m[r.ID] = i
	}
	return m
}()

// All yields every rule in the order of the references: transit router (TR), routing policies (P), Express Connect
// Router (E), decisions (D). A section such as TR-4.3 comes before the rules in it.
func All() iter.Seq[Rule] { return slices.Values(catalogue) }

// Lookup returns the rule that an ID names, for example "TR-4.3". It is false, with the zero Rule, for an ID that names
// none; IDs are compared exactly.
func Lookup(id ID) (Rule, bool) {
	i, ok := places[id]
	if !ok {
		return Rule{}, false
	}
	return catalogue[i], true
}
