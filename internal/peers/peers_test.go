package main

import "testing"

// Every contender gives the answer of the plain loop.
func TestContendersAgree(t *testing.T) {
	w := &work{name: "test", prefixes: scattered(2000), rules: someRules(100)}
	want := w.expected()
	if len(want) == len(w.prefixes) {
		t.Fatal("no prefix is denied: the test shows nothing")
	}
	for _, c := range contenders {
		if err := want.check(c.do(w)()); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
