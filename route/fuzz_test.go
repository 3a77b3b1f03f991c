package route

import (
	"strings"
	"testing"

	"github.com/cenroute/cenroute/internal/enum/enumtest"
)

// FuzzTexts: whatever stands for a type, a status or a step in a document.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{"", "BGP", "bgp", "Active", "Status(9)", "shorter AS path", "\xff\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		enumtest.Check[Type](t, text)
		enumtest.Check[Status](t, text)
		enumtest.Check[Step](t, text)
	})
}

// longestRefusal bounds the text of a refusal: forty characters of the input, each quoted in up to ten, and the rest.
const longestRefusal = 500

// FuzzParseCommunity: a community has one text (P-3.21), and what is no community is refused in one short line.
func FuzzParseCommunity(f *testing.F) {
	for _, text := range []string{"65001:7", "0:0", "65535:65535", "65536:1", "1:65536", "01:1", "+1:1", "1:1:1", "1", ":", "", " 1:1", "1:1\n", "١:1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCommunity(text)
		read := Community(1)
		switch errRead := read.UnmarshalText([]byte(text)); {
		case (err == nil) != (errRead == nil):
			t.Errorf("ParseCommunity(%q) = %v, UnmarshalText = %v", text, err, errRead)
		case err != nil:
			if c != 0 || read != 1 || len(err.Error()) > longestRefusal || strings.Contains(err.Error(), "\n") {
				t.Errorf("%q is refused with %v, as %v and %v", text, err, c, read)
			}
		case c.String() != text || read != c:
			t.Errorf("%q is read as %v and %v", text, c, read)
		}
	})
}
