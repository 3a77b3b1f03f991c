package topology

import (
	"testing"

	"github.com/cenroute/cenroute/route"
)

// What was changed together is one cause: up to four changes are named, of more only that there are some.
func TestCauseOfSeveralChanges(t *testing.T) {
	changes := []string{"a", "b", "c", "d", "e", "f"}
	for n, want := range map[int]string{1: "a", 2: "a and b", 4: "a and b and c and d", 5: "a and b and c and d and more", 6: "a and b and c and d and more"} {
		if got := joined(changes[:n]); got != want {
			t.Errorf("%d changes: %q, want %q", n, got, want)
		}
	}
}

// A decision in words: the reason, what it is about, over what, by which policies and which rule; what is not there is
// left out.
func TestDecisionInWords(t *testing.T) {
	const learned = "learned over the attachment"
	for want, d := range map[string]Decision{
		learned:                           {Reason: route.Learned},
		learned + " (why)":                {Reason: route.Learned, Detail: "why"},
		learned + ", over att-1":          {Reason: route.Learned, Over: "att-1"},
		learned + ", by policy p/1, p/20": {Reason: route.Learned, Policies: []string{"p/1", "p/20"}},
		learned + " [TR-2.2.1]":           {Reason: route.Learned, Rule: "TR-2.2.1"},
		learned + " (why), over att-1, by policy p/1 [TR-2.2.1]": {
			Reason: route.Learned, Detail: "why", Over: "att-1", Policies: []string{"p/1"}, Rule: "TR-2.2.1"},
	} {
		if got := d.text(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
