package golden_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/internal/golden"
)

// A recorder takes down what would end a test.
type recorder struct {
	testing.TB
}

func (r *recorder) Helper() {}

func (r *recorder) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

func (r *recorder) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func said(file, got string) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprint(r)
		}
	}()
	golden.Check(&recorder{}, file, got)
	return ""
}

func TestCheck(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("one\ntwo\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ got, want string }{
		{"one\ntwo\n", ""}, {"one\nthree\n", "line 2"}, {"one\n", "line 2"}, {"one\ntwo\n\n", "line 4"}, {"one\ntwo", "line 3"},
	} {
		if text := said(file, c.got); (text == "") != (c.want == "") || !strings.Contains(text, c.want) {
			t.Errorf("%q: said %q, want %q", c.got, text, c.want)
		}
	}
	if said(file+"-none", "") == "" {
		t.Error("a file that is not there")
	}
}
