// Package coverage tells what of a network a set of invariants depends on, and what could go without any of them
// noticing.
//
//	report, err := coverage.Measure(&network, invariants...)
//	fmt.Print(report)
//
// In a test it is one line, topologytest.Coverage(t, &network, invariants...).
//
// A test that looks at a state does not show what it rests on: the packet from the office to the cloud passes five
// switches of which nobody asked. So coverage is measured by changing the network. Each policy and configured route is
// left out, each attachment, peering and session fails, each switch is turned, one at a time; the state is computed
// again, and each invariant is asked again. What no invariant notices is not covered: somebody could change it
// tomorrow, and the tests would pass.
//
// Three things to know:
//
//   - Nothing is sampled and nothing is recorded: that a part is unnoticed is exact, for these invariants and this one
//     change of it.
//   - A part whose change makes no difference to any route or to who reaches whom has no effect, and no invariant could
//     notice it. Package lint may tell why.
//   - A part that is covered is not tested in all ways: another change of it may go unnoticed.
package coverage
