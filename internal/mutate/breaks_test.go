package main

import (
	"strings"
	"testing"
)

const record = `
# a comment
break a rule
file a.go
- one
- two
+ three
test ./a TestA|TestB
`

// A record reads as it is written, and its text is found whatever the indentation.
func TestBreak(t *testing.T) {
	list, err := parseBreaks("a.txt", record)
	if err != nil || len(list) != 1 {
		t.Fatalf("got %v, %v", list, err)
	}
	d := list[0]
	if d.name != "a rule" || d.file != "a.go" || d.pkg != "./a" || d.tests != "TestA|TestB" {
		t.Errorf("got %+v", d)
	}
	if got, err := d.find("zero\n\tone\n\t\ttwo\nfour"); err != nil || got != (edit{6, 15, "three"}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

// A text that is not there, or twice, is no break.
func TestBreakMustBeThereOnce(t *testing.T) {
	d := deliberate{old: "x"}
	for _, source := range []string{"", "y", "x x"} {
		if got, err := d.find(source); err == nil {
			t.Errorf("in %q: %+v", source, got)
		}
	}
}

// A record without one of its parts is refused, and so is a word that is none.
func TestRefusedBreaks(t *testing.T) {
	for _, part := range []string{"break", "file", "- one\n- two", "test"} {
		if list, err := parseBreaks("a.txt", strings.Replace(record, part, "# ", 1)); err == nil && len(list) > 0 {
			t.Errorf("without %q: %+v", part, list)
		}
	}
	if _, err := parseBreaks("a.txt", record+"\nfiles a.go"); err == nil {
		t.Error("an unknown word was read")
	}
}
