package rule

import (
	"testing"

	"github.com/cenroute/cenroute/internal/enum/enumtest"
)

// FuzzTexts: whatever stands for an edition of the rules in a document, and for a rule.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{"", "2024-03", "2026-02", "2025", "documented", "Validated", "TR-4.3", "TR-4.3.", "tr-4.3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		enumtest.Check[Edition](t, text)
		enumtest.Check[Confidence](t, text)
		enumtest.Check[Treatment](t, text)
		if r, ok := Lookup(ID(text)); ok != (r.ID == ID(text) && text != "") {
			t.Errorf("Lookup(%q) = %v, %t", text, r.ID, ok)
		}
	})
}
