package topology

import (
	"iter"
	"net/netip"
	"testing"

	"github.com/cenroute/cenroute/internal/engine"
)

// A listed is what a table holds, in an order of its own.
type listed []netip.Prefix

func (l listed) All(int32) iter.Seq2[netip.Prefix, []engine.Row] {
	return func(yield func(netip.Prefix, []engine.Row) bool) {
		for _, p := range l {
			if !yield(p, nil) {
				return
			}
		}
	}
}

func (l listed) Get(int32, netip.Prefix) []engine.Row { return nil }
func (l listed) Matches(int32, netip.Prefix) bool     { return false }

// A table lists its prefixes in order, each once, and none that nothing originates.
func TestVerifyChecksTheList(t *testing.T) {
	n := validNetwork()
	const first, second, third, nowhere = "10.10.0.0/16", "10.11.0.0/16", "192.168.1.0/24", "203.0.113.0/24"
	for name, c := range map[string]struct {
		list listed
		want string // of what is found
	}{
		"in order":        {cidrs(first, second, third), ""},
		"none":            {nil, ""},
		"twice":           {cidrs(first, second, second, third), second + " listed after " + second},
		"in disorder":     {cidrs(second, first, third), first + " listed after " + second},
		"from nowhere":    {cidrs(first, nowhere), nowhere + " nothing originates the prefix"},
		"the first alone": {cidrs(nowhere), nowhere + " nothing originates the prefix"},
	} {
		v := verifier{c: compile(newIndex(n)), holds: c.list}
		v.checkList(0)
		got := ""
		for _, d := range v.found {
			got += d.Prefix.String() + " " + d.Message
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
