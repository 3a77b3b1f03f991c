package render

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A namer makes names that Mermaid and DOT read without quotes: ASCII letters, digits and underscores. Different IDs
// have different names, whatever signs they consist of. The prefix of all names keeps them from being words of the
// language.
type namer struct {
	prefix string
	names  map[string]string // by ID
	taken  map[string]bool
}

func newNamer(prefix string) *namer {
	return &namer{prefix: prefix, names: map[string]string{}, taken: map[string]bool{}}
}

// name returns the name of an ID, the same each time.
func (n *namer) name(id string) string {
	if known, ok := n.names[id]; ok {
		return known
	}
	base := n.prefix + plainName(id)
	name := base
	for i := 2; n.taken[name]; i++ {
		name = base + "_" + strconv.Itoa(i)
	}
	n.names[id], n.taken[name] = name, true
	return name
}

// maxName is the length of the longest name, without what makes it different from others.
const maxName = 60

// plainName returns an ID with an underscore for each sign that is no ASCII letter or digit.
func plainName(id string) string {
	name := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '_'
	}, id)
	return name[:min(len(name), maxName)]
}

// printable returns a text with a replacement character for each sign that no format can carry: control characters
// but the line break, those that turn the direction of what follows, code points that are none, invalid encoding.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), unicode.Is(unicode.Noncharacter_Code_Point, r),
			unicode.In(r, unicode.Zl, unicode.Zp):
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// oneLine returns a text as a single printable line.
func oneLine(text string) string { return strings.ReplaceAll(printable(text), "\n", " ") }

// lines returns what stands in a box: its label and its details, each a line.
func (n *Node) lines() []string {
	list := []string{oneLine(n.Label)}
	for _, d := range n.Details {
		list = append(list, oneLine(d))
	}
	return list
}

// lines returns the label of an edge, nil if it has none.
func (e *Edge) lines() []string {
	if e.Label == "" {
		return nil
	}
	return strings.Split(printable(e.Label), "\n")
}
