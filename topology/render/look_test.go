package render

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// contrast returns the contrast of two colours as the accessibility guidelines of the web define it, from 1 to 21.
func contrast(t *testing.T, a, b string) float64 {
	light, dark := luminance(t, a), luminance(t, b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	var r, g, b int
	if _, err := fmt.Sscanf(colour, "#%02x%02x%02x", &r, &g, &b); err != nil {
		t.Fatalf("colour %q: %v", colour, err)
	}
	linear := func(c int) float64 {
		s := float64(c) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// Text can be read on everything that it stands on, and lines and signs can be seen, in both schemes.
func TestContrast(t *testing.T) {
	for name, s := range map[string]*scheme{"light": &light, "dark": &dark} {
		grounds := []string{s.page}
		for _, p := range s.boxes {
			grounds = append(grounds, p.fill)
		}
		for _, p := range s.frames {
			grounds = append(grounds, p.fill)
		}
		for _, ground := range grounds {
			if c := min(contrast(t, s.strong, ground), contrast(t, s.text, ground)); c < 4.5 {
				t.Errorf("%s: text on %s has a contrast of %.1f, want 4.5", name, ground, c)
			}
		}
		for k, stroke := range s.lines {
			if c := min(contrast(t, stroke, s.page), contrast(t, stroke, s.frames[Region].fill)); c < 3 {
				t.Errorf("%s: line %v has a contrast of %.1f, want 3", name, EdgeKind(k), c)
			}
		}
		for entry, p := range s.cells {
			if c := contrast(t, p.fill, p.stroke); c < 3 {
				t.Errorf("%s: sign of %q has a contrast of %.1f, want 3", name, entry, c)
			}
		}
	}
}

var classAttribute = regexp.MustCompile(`class="([^"]*)"`)

// Every style class that a picture uses is in the style sheet.
func TestStyleSheetHasEveryClass(t *testing.T) {
	s := twoCircuits(t)
	network, trace := Network(s.Network()), traced(t, s, "192.168.1.10@vpc-1", "10.10.0.10")
	missing := explained(t, s, "vtb-hz-2", "192.168.2.0/24")
	without := []string{"link", "line-label", "detail", "key", "note", "kind", "cell"} // plain text and lines
	for _, picture := range []string{network.SVG(), trace.SVG(), missing.SVG(), MatrixSVG(s.Reach())} {
		for _, match := range classAttribute.FindAllStringSubmatch(picture, -1) {
			for class := range strings.FieldsSeq(match[1]) {
				if !slices.Contains(without, class) && !regexp.MustCompile(`\.`+regexp.QuoteMeta(class)+`[ >,{]`).MatchString(styleSheet) {
					t.Errorf("class %s has no style", class)
				}
			}
		}
	}
}

func TestShort(t *testing.T) {
	for _, tt := range []struct {
		text string
		most int
		want string
	}{
		{"vtb-hz", 6, "vtb-hz"}, {"vtb-hz-1", 6, "vtb…-1"}, {"vtb-hz-1", 5, "vt…-1"}, {"日本語日本語", 7, "日…語"}, {"", 3, ""},
	} {
		if got := shortTo(tt.text, tt.most); got != tt.want {
			t.Errorf("%q in %d: %q, want %q", tt.text, tt.most, got, tt.want)
		}
	}
}

func TestWrapped(t *testing.T) {
	for _, tt := range []struct {
		text string
		most int
		want []string
	}{
		{"one two three", 7, []string{"one two", "three"}}, {"onetwothree", 4, []string{"onet", "woth", "ree"}},
		{"one two", 20, []string{"one two"}}, {"", 5, []string{""}},
	} {
		if got := wrapped(tt.text, tt.most); !slices.Equal(got, tt.want) {
			t.Errorf("%q in %d: %q, want %q", tt.text, tt.most, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text, most := text(t, "text"), rapid.IntRange(2, 30).Draw(t, "most")
		squeeze := strings.NewReplacer(" ", "")
		lines := wrapped(text, most)
		if squeeze.Replace(strings.Join(lines, "")) != squeeze.Replace(text) {
			t.Fatalf("%q became %q", text, lines)
		}
		for _, line := range lines {
			if cells(line) > most {
				t.Fatalf("line %q takes %d cells, want %d", line, cells(line), most)
			}
		}
		if got := shortTo(text, most); cells(got) > most {
			t.Fatalf("%q takes %d cells, want %d", got, cells(got), most)
		}
	})
}

// The label of a line hides the line below it and nothing else: it has the colour of the frame that it lies on.
func TestLabelsHaveTheirGround(t *testing.T) {
	g := Graph{
		Frames: []Frame{{ID: "ways"}, {ID: "tr", Kind: Router}},
		Nodes: []Node{{ID: "a", Frame: "ways"}, {ID: "b", Frame: "ways", Column: 1},
			{ID: "c", Frame: "tr"}, {ID: "d", Frame: "tr", Column: 1}, {ID: "e", Column: 2}},
		Edges: []Edge{{From: "a", To: "b", Label: "1"}, {From: "c", To: "d", Label: "2"}, {From: "d", To: "e", Label: "3", Mark: Lost}},
	}
	var got []string
	for _, match := range regexp.MustCompile(`class="line-label([^"]*)"`).FindAllStringSubmatch(g.SVG(), -1) {
		got = append(got, match[1])
	}
	if want := []string{" on-group", " on-transit-router", " lost"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for name, s := range map[string]*scheme{"light": &light, "dark": &dark} {
		if rule := ".on-group rect{fill:" + s.frames[Group].fill + "}"; !strings.Contains(s.css(), rule) {
			t.Errorf("%s: no %s", name, rule)
		}
	}
}
