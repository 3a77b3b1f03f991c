package render

import (
	"strings"

	"pgregory.net/rapid"
)

// hostile are texts that mean something in one of the formats, or in none.
var hostile = []string{
	"", "a", "vtb-hz", "end", "graph", "subgraph", "-->", `"`, `\`, `\"`, `a\`, "<b>", "&amp;", "&", "#35;", "]]>", "'", "%%{init: {}}%%",
	"a\nb", "\n", "\r\n", "\t", "\x00", "\x1b[31m", "\xff\xfe", "\uFFFE", "\u202Eabc", "\u2028", "日本語のとても長い名前、切られるべきもの、まだ続く", "🦔",
	"e\u0301", "n_a", "a_2", "A", "--- \ntitle: x\n---", "`x`", ";", "|", "}", "] end", "</title><script>alert(1)</script>", strings.Repeat("x", 200),
	"http://example.com", "//", "{{", "$x$",
}

// text draws a text, often a hostile one.
func text(t *rapid.T, label string) string {
	if rapid.Bool().Draw(t, "any text") {
		return rapid.StringN(0, 40, -1).Draw(t, label)
	}
	return rapid.SampledFrom(hostile).Draw(t, label)
}

// graphs draws graphs of all sorts: broken references, circles of frames, IDs twice, lines within a column and back.
func graphs() *rapid.Generator[Graph] {
	return rapid.Custom(func(t *rapid.T) Graph {
		ids := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string { return text(t, "ID") }), 1, 12).Draw(t, "IDs")
		id := rapid.SampledFrom(ids)
		g := Graph{Title: text(t, "title"), Summary: text(t, "summary")}
		for range rapid.IntRange(0, 5).Draw(t, "frames") {
			g.Frames = append(g.Frames, Frame{ID: id.Draw(t, "frame"), Parent: id.Draw(t, "parent"), Label: text(t, "label"),
				Kind: FrameKind(rapid.IntRange(0, 4).Draw(t, "kind")), Mark: Mark(rapid.IntRange(0, 8).Draw(t, "mark"))})
		}
		for range rapid.IntRange(0, 14).Draw(t, "nodes") {
			g.Nodes = append(g.Nodes, Node{ID: id.Draw(t, "node"), Kind: NodeKind(rapid.IntRange(0, 14).Draw(t, "kind")),
				Frame: id.Draw(t, "frame"), Column: rapid.IntRange(-1, 6).Draw(t, "column"), Label: text(t, "label"),
				Details: []string{text(t, "detail")}, Mark: Mark(rapid.IntRange(0, 8).Draw(t, "mark"))})
		}
		for range rapid.IntRange(0, 20).Draw(t, "edges") {
			e := Edge{From: id.Draw(t, "from"), To: id.Draw(t, "to"), Kind: EdgeKind(rapid.IntRange(0, 9).Draw(t, "kind")),
				Arrow: Arrow(rapid.IntRange(0, 5).Draw(t, "arrow")), Mark: Mark(rapid.IntRange(0, 8).Draw(t, "mark"))}
			if rapid.Bool().Draw(t, "labelled") {
				e.Label = text(t, "label")
			}
			g.Edges = append(g.Edges, e)
		}
		g.Notes = []string{text(t, "note")}
		return g
	})
}
