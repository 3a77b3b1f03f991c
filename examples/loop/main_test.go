package main

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden file anew; read its diff carefully")

// The loop is refused with its circle and its cause, every cure removes it, and the way back is refused.
func TestLoop(t *testing.T) {
	const file = "testdata/loop.golden"
	var out strings.Builder
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("%s differs, it would be\n%s", file, out.String())
	}
	for _, text := range []string{"several stable states", "the session between", "idc-1", "D-35", "45104"} {
		if !strings.Contains(out.String(), text) {
			t.Errorf("%q is not said", text)
		}
	}
}
