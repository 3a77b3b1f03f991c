package render

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// svgTexts decodes a picture, which must be well-formed, and returns its texts by the names of their elements. No
// element may be one that loads or runs anything.
func svgTexts(t interface{ Fatalf(string, ...any) }, picture string) map[string][]string {
	allowed := []string{"svg", "title", "desc", "style", "rect", "text", "g", "path", "circle"}
	texts := map[string][]string{}
	d := xml.NewDecoder(strings.NewReader(picture))
	var open []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return texts
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			open = append(open, token.Name.Local)
			if !slices.Contains(allowed, token.Name.Local) {
				t.Fatalf("element %s", token.Name.Local)
			}
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Name.Local, "href") {
					t.Fatalf("attribute %s=%q", a.Name.Local, a.Value)
				}
			}
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			name := ""
			if len(open) > 0 {
				name = open[len(open)-1]
			}
			texts[name] = append(texts[name], string(token))
		}
	}
}

// checkSVG checks that a picture is well-formed, and that title, description and the name of each box are in it.
func checkSVG(t interface{ Fatalf(string, ...any) }, g *Graph) {
	texts := svgTexts(t, g.SVG())
	whole := g.whole()
	titles := strings.Join(texts["title"], "\x00")
	if !strings.HasPrefix(titles, printable(g.Title)) {
		t.Fatalf("title %q, want %q", titles, printable(g.Title))
	}
	if desc := strings.Join(texts["desc"], ""); desc != printable(g.Summary) {
		t.Fatalf("description %q, want %q", desc, printable(g.Summary))
	}
	for i := range whole.Nodes {
		if n := &whole.Nodes[i]; !strings.Contains(titles, strings.Join(n.lines(), "\n")) {
			t.Fatalf("box %q is not in the picture", n.lines())
		}
	}
}

// dotStatement is one statement of DOT as this package writes it; a quoted text ends at the first quote without a
// backslash in front.
var dotStatement = regexp.MustCompile(`^ *(subgraph cluster_f_\w* \{|\}|digraph cenroute \{|(graph|node|edge) \[ATTRS\];|(label=TEXT|style=dashed);|n_\w*( -> n_\w*)? \[ATTRS\];|//.*)$`)
var dotAttributes = regexp.MustCompile(`\[\w+=(TEXT|\w+|\d\.\d)(, \w+=(TEXT|\w+|\d\.\d))*\]`)
var dotQuoted = regexp.MustCompile(`"(?:[^"\\\n]|\\[\\"n])*"`)

func checkDOT(t interface{ Fatalf(string, ...any) }, g *Graph) {
	text := g.DOT()
	depth := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "//") {
			continue
		}
		line = dotQuoted.ReplaceAllString(line, "TEXT")
		line = dotAttributes.ReplaceAllString(line, "[ATTRS]")
		if !dotStatement.MatchString(line) {
			t.Fatalf("not DOT: %q", line)
		}
		depth += strings.Count(line, "{") - strings.Count(line, "}")
	}
	if depth != 0 {
		t.Fatalf("%d braces are open", depth)
	}
	for i, n := range g.whole().Nodes {
		if want := dotText(n.text()...); !strings.Contains(text, want) {
			t.Fatalf("box %d %s is not in the text", i, want)
		}
	}
}

// mermaidStatement is one statement of Mermaid as this package writes it. A quoted text has no sign in it that means
// something.
var mermaidStatement = regexp.MustCompile(`^ *(flowchart LR|direction LR|subgraph f_\w* \[TEXT\]|end|n_\w*(\[|\[\[|\(\[|\{\{|\(|\[\()TEXT(\]|\]\]|\]\)|\}\}|\)|\)\])|` +
	`n_\w* (---|-->|<-->|-\.-|-\.->|<-\.->|===|==>|<==>|-\.-x)(\|TEXT\|)? n_\w*|classDef look\d+ fill:#\w{6},stroke:#\w{6},color:#\w{6}|` +
	`class n_\w*(,n_\w*)* look\d+|style n_\w* stroke-(dasharray:4 3|width:3px)|linkStyle \d+(,\d+)* stroke:#\w{6}|%% .*)$`)
var mermaidQuoted = regexp.MustCompile(`"(?:[^\x00-\x7f]|[A-Za-z0-9 \-_./:,()@+]|#\d+;|<br/>)*"`)

func checkMermaid(t interface{ Fatalf(string, ...any) }, g *Graph) {
	text := g.Mermaid()
	if rest, found := strings.CutPrefix(text, "---\ntitle: \""); found {
		_, text, _ = strings.Cut(rest, "\"\n---\n")
	}
	nodes := map[string]bool{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if plain := mermaidQuoted.ReplaceAllString(line, "TEXT"); !mermaidStatement.MatchString(plain) || strings.Contains(line, "%%{") {
			t.Fatalf("not Mermaid: %q", line)
		}
		if name, _, isNode := strings.Cut(strings.TrimLeft(line, " "), `"`); isNode && strings.HasPrefix(name, "n_") && !strings.Contains(name, " ") {
			nodes[strings.TrimRight(name, "[({")] = true
		}
	}
	if want := len(g.whole().Nodes); len(nodes) != want {
		t.Fatalf("%d boxes with a name of their own, want %d", len(nodes), want)
	}
}

func TestWritersTakeAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		checkSVG(t, &g)
		checkDOT(t, &g)
		checkMermaid(t, &g)
	})
}

func FuzzWriters(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, id, label, title string) {
		g := Graph{
			Title: title, Summary: label, Frames: []Frame{{ID: id, Label: label}, {ID: label, Parent: id, Label: title}},
			Nodes: []Node{{ID: id, Frame: label, Label: label, Details: []string{title}}, {ID: title, Frame: id, Label: id, Column: 2}},
			Edges: []Edge{{From: id, To: title, Label: label}, {From: title, To: label, Kind: Stopped, Label: id}},
			Notes: []string{label},
		}
		checkSVG(t, &g)
		checkDOT(t, &g)
		checkMermaid(t, &g)
		checkLayout(t, &g)
	})
}

// The same graph gives the same bytes, and is not changed.
func TestWritersAreDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := graphs().Draw(t, "graph")
		written := func() [3]string { return [3]string{g.SVG(), g.DOT(), g.Mermaid()} }
		if first, again := written(), written(); first != again {
			t.Fatalf("two pictures of one graph differ")
		}
	})
}

func TestEscapes(t *testing.T) {
	tests := []struct{ text, svg, dot, mermaid string }{
		{"vtb-hz", "vtb-hz", `"vtb-hz"`, `"vtb-hz"`},
		{`a"b`, "a&quot;b", `"a\"b"`, `"a#34;b"`},
		{`a\`, `a\`, `"a\\"`, `"a#92;"`},
		{"<&>", "&lt;&amp;&gt;", `"<&amp;>"`, `"#60;#38;#62;"`},
		{"#1;", "#1;", `"#1;"`, `"#35;1#59;"`},
		{"日本", "日本", `"日本"`, `"日本"`},
		{"a\x00b", "a\uFFFDb", "\"a\uFFFDb\"", "\"a\uFFFDb\""},
	}
	for _, tt := range tests {
		text := printable(tt.text)
		if got := xmlText(text); got != tt.svg {
			t.Errorf("SVG of %q: %s, want %s", tt.text, got, tt.svg)
		}
		if got := dotText(text); got != tt.dot {
			t.Errorf("DOT of %q: %s, want %s", tt.text, got, tt.dot)
		}
		if got := mermaidText(text); got != tt.mermaid {
			t.Errorf("Mermaid of %q: %s, want %s", tt.text, got, tt.mermaid)
		}
	}
}

// IDs that look alike without their signs keep names of their own.
func TestNamesAreUnique(t *testing.T) {
	n := newNamer("n_")
	for _, tt := range []struct{ id, want string }{
		{"a-b", "n_a_b"}, {"a_b", "n_a_b_2"}, {"a b", "n_a_b_3"}, {"a_b_2", "n_a_b_2_2"}, {"a-b", "n_a_b"}, {"", "n_"}, {"日", "n__"},
	} {
		if got := n.name(tt.id); got != tt.want {
			t.Errorf("name of %q: %s, want %s", tt.id, got, tt.want)
		}
	}
}
