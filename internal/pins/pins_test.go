package pins

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/route/rule"
)

// source has an ID in every place where one may stand, numbered so that each tells its place.
const source = `package p

// D-1: a function that is no test.
func helper() {}

// TestA pins this (D-2, D-3 and D-2). D-4; D-8 has a case.
func TestA(t *testing.T) {
	// D-5 in a body
	if got.Rule != "D-6" {
		t.Error("D-7 is not what it says")
	}
	t.Run("D-8 a run", func(t *testing.T) { check("D-9 an argument") })
	for _, c := range []struct{ name, rule string }{
		{"D-10 D-11 a case", "D-12"},
		{"a case without, D-13 late", ` + "`D-14`" + `},
		{"D-15 a beginning: " + c.hop + "D-16", ""},
		{rule: "D-17 by its key"}, {text: "D-18 by another key", name: "D-19"},
	} {
	}
	_ = map[string]bool{"D-20 a key": true}
	_ = []string{"D-21 a list"}
	_ = Problem{0, "D-22"}
	_ = []Case{}
}

func FuzzB(f *testing.F) { f.Run("TR-2.3.5", nil) }

// D-23
func ExampleC() {}

func (s suite) TestD() { t.Run("D-24", nil) }

func testE() { t.Run("D-25", nil) }
`

func TestInFile(t *testing.T) {
	pins, err := InFile("policy", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range pins {
		got = append(got, fmt.Sprint(p.Rule, " ", p))
	}
	want := []string{
		"D-2 policy.TestA", "D-3 policy.TestA", "D-4 policy.TestA",
		"D-8 policy.TestA: D-8 a run",
		"D-10 policy.TestA: D-10 D-11 a case", "D-11 policy.TestA: D-10 D-11 a case",
		"D-13 policy.TestA: a case without, D-13 late",
		"D-15 policy.TestA: D-15 a beginning:",
		"D-17 policy.TestA: D-17 by its key", "D-19 policy.TestA: D-19",
		"D-20 policy.TestA: D-20 a key",
		"TR-2.3.5 policy.FuzzB: TR-2.3.5", "D-23 policy.ExampleC",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestInFileOfTheModuleItself(t *testing.T) {
	pins, err := InFile(".", []byte("package p\n\n// D-1\nfunc Example() {}\n"))
	if err != nil || len(pins) != 1 || pins[0].String() != "cenroute.Example" {
		t.Errorf("got %v, %v", pins, err)
	}
	if _, err := InFile(".", []byte("package")); err == nil {
		t.Error("broken source is accepted")
	}
}

func TestNamed(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []rule.ID
	}{
		{"", nil},
		{"TR-2.3.5 does not name its section", []rule.ID{"TR-2.3.5"}},
		{"P-1.4a, E-M-2 and (E-1.10); D-38: TR-4.", []rule.ID{"P-1.4a", "E-M-2", "E-1.10", "D-38", "TR-4"}},
		{"P-4.8 to P-4.10, P-4.8", []rule.ID{"P-4.8", "P-4.10"}},
		{"xTR-4 TR-4x TR-4.3.2.1 idc-1 E-M D-1.2 P-1.2.3 e-1 D-1_a TR-", nil},
	} {
		if got := Named(tt.text); !slices.Equal(got, tt.want) {
			t.Errorf("Named(%q) = %v, want %v", tt.text, got, tt.want)
		}
	}
}

const module = "../.."

// The tests of this very file name rules in a source that is text; the module's other tests name rules for good.
func TestFindReadsTheModule(t *testing.T) {
	pins, err := Find(module)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(pins, Pin{"P-4.1", "policy.TestTheWalk", "P-4.1 an empty list permits"}) {
		t.Error("policy.TestTheWalk is not found")
	}
	if i := slices.IndexFunc(pins, func(p Pin) bool { return strings.HasPrefix(p.Test, "route/rule.") }); i >= 0 {
		t.Errorf("a test of the catalogue is taken for a pin: %v", pins[i])
	}
}

// A rule that code decides by, or tells of, is one of the catalogue, and one that the library does something with.
func TestCodeCitesRulesThatItKeeps(t *testing.T) {
	if testing.Short() {
		t.Skip("treatments are looked at in a full run")
	}
	cited, err := Cited(module)
	if err != nil {
		t.Fatal(err)
	}
	if len(cited["TR-4.4"]) == 0 {
		t.Error("nothing cites TR-4.4: is the code read?")
	}
	for id, files := range cited {
		switch r, ok := rule.Lookup(id); {
		case !ok:
			t.Errorf("%s, named in %v, is no rule", id, files)
		case r.Treatment == rule.Described:
			t.Errorf("%s, named in %v, is marked described, which means outside the model", id, files)
		}
	}
}
