package attach

import (
	"testing"

	"github.com/cenroute/cenroute/internal/enum/enumtest"
)

// FuzzTexts: whatever stands for a kind or an edition in a document, and what a kind outside the set may do.
func FuzzTexts(f *testing.F) {
	for _, text := range []string{"", "VPC", "vpc", "Peer", "Kind(9)", "enterprise", "Basic", "always"} {
		f.Add(text, uint8(len(text)))
	}
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		enumtest.Check[Kind](t, text)
		enumtest.Check[Edition](t, text)
		enumtest.Check[Condition](t, text)
		may := Of(Kind(kind))
		if k := Kind(kind); (k == None || k > Peer) && (may.Association.Yes || may.StaticNextHop.Yes || may.On(Enterprise).Yes) {
			t.Errorf("kind %v may do something", k)
		}
	})
}
