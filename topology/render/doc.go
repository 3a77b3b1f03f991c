// Package render draws networks and the answers about them, as Mermaid for Markdown pages, as DOT for Graphviz, and as
// SVG that needs nothing else.
//
//	picture := render.Network(&network)  // or Inflow, Explanation, Trace, Difference, Reach
//	os.WriteFile("network.svg", []byte(picture.SVG()), 0o644)
//
// A picture is made in two steps. First a [Graph], which is plain data: boxes in columns, lines between them, frames
// around them.
//
//   - [Network]: data centers, circuits and connections, Express Connect Routers, transit routers with their tables,
//     VPCs, a frame for each region
//   - [Inflow]: what a table holds and where it comes from
//   - [Explanation]: why a route is in a table, or every place at which it stopped
//   - [Trace]: the ways of a packet and of its answer
//   - [Difference]: what a change does, between instances and in route tables
//   - [Reach]: who reaches whom; [MatrixSVG] draws the matrix itself
//
// Then one of three formats: [Graph.SVG], [Graph.Mermaid], [Graph.DOT]. The set is closed.
//
// # Three rules to know
//
//   - What a line looks like says what it does: solid from a port to a table is the association, dashed the
//     propagation, an arrowhead at an instance its synchronization. These are three switches, and none follows from
//     another. Colour is never the only difference.
//   - The same input gives the same bytes, and so does a network whose parts are declared in another order.
//   - Every text is drawn as text: whatever an ID contains, the picture is well-formed. Signs that no format can carry
//     are replaced by U+FFFD.
//
// # What an SVG is
//
// One file without scripts, fonts or style sheets from elsewhere, in the light or dark scheme of the reader, with a
// title and a description for screen readers. Boxes and labels do not overlap, and lines do not run through boxes. Long
// texts are cut in the middle, whole ones show where the mouse rests. The layout is worked out in integers, so that it
// is the same on every machine.
//
// # What is not drawn
//
// Policies and static routes are counted, not listed: an explanation or a trace shows what they do. Boxes list a few
// prefixes and how many more there are.
package render
