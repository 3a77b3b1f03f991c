package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const small = `package small

func f(a, b int) (n int) {
	if a < b && b != 0 {
		n++
		return a + b
	}
	n = 2
	return n
}
`

func smallSource(t *testing.T) *source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "small.go")
	if err := os.WriteFile(path, []byte(small), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := readSource(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every rule of the mutator that applies makes a mutant.
func TestMutants(t *testing.T) {
	var got []string
	for _, m := range mutantsOf(smallSource(t)) {
		what, _, _ := strings.Cut(m.what, " in ")
		got = append(got, fmt.Sprintf("%d %s", m.line(), what))
	}
	slices.Sort(got)
	want := []string{
		"4 != => ==", "4 && => ||", "4 0 => 1", "4 < => <=", "4 a < b && b != 0 => !(a < b && b != 0)",
		"5 left out", "6 + => -", "6 left out", "6 zero values", "8 left out", "9 zero values",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// All variants compile beside each other; one that does not is left out and says why.
func TestVariantsCompile(t *testing.T) {
	s := smallSource(t)
	var variants []*variant
	for i, m := range mutantsOf(s) {
		m.number = i + 1
		variants = append(variants, &m.variant)
	}
	bad := &variant{number: 99, source: s,
		place: edit{strings.Index(small, "n = 2"), strings.Index(small, "n = 2") + 5, `n = "two"`}}
	text, err := s.instrument(append(variants, bad))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{"small.go": text, "choose.go": "package small\n\nvar mutateVariant int\n"}
	clean, err := compiles(texts, append(variants, bad), nil)
	if err != nil || clean || bad.broken == nil {
		t.Errorf("clean %v, %v; the bad one is %q", clean, err, bad.broken)
	}
	for _, v := range variants {
		if v.broken != nil {
			t.Errorf("variant %d: %q", v.number, v.broken)
		}
	}
}

// A function whose parameters have no names can be copied too.
func TestVariantWithoutNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nameless.go")
	if err := os.WriteFile(path, []byte("package small\n\nfunc f(int, string) int { return 1 }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := readSource(path)
	if err != nil {
		t.Fatal(err)
	}
	one := strings.Index(s.text, "1")
	text, err := s.instrument([]*variant{{number: 1, source: s, place: edit{one, one + 1, "2"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"case 1: return f__1(mutate0, mutate1);", "func f(mutate0 int, mutate1 string) int {", "func f__1(int, string) int { return 2 }"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}
