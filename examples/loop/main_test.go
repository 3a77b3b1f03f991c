package main

import (
	"strings"
	"testing"

	"github.com/cenroute/cenroute/internal/golden"
)

// The loop is refused with its circle and its cause, every cure removes it, and the way back is refused.
func TestLoop(t *testing.T) {
	var out strings.Builder
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	golden.Check(t, "testdata/loop.golden", out.String())
	for _, text := range []string{"several stable states", "the session between", "idc-1", "D-35", "45104"} {
		if !strings.Contains(out.String(), text) {
			t.Errorf("%q is not said", text)
		}
	}
}
