// Package enumtest checks the text of an enumeration. Tests alone import it.
package enumtest

import (
	"encoding"
	"strings"
	"testing"
)

// Check holds what every enumeration promises of a text, whatever the text: a value that was read is written as it was
// read; a text that is refused changes nothing, and the error is one short line.
func Check[E interface {
	~uint8
	encoding.TextMarshaler
}, P interface {
	*E
	encoding.TextUnmarshaler
}](t *testing.T, text string) {
	t.Helper()
	const before = 255 // outside of every set
	v := E(before)
	if err := P(&v).UnmarshalText([]byte(text)); err != nil {
		if v != before {
			t.Errorf("%T: %q is refused and yet changes the value to %v", v, text, v)
		}
		if message := err.Error(); message == "" || len(message) > 400 || strings.Contains(message, "\n") {
			t.Errorf("%T: the error of %q is %q", v, text, message)
		}
		return
	}
	if back, err := v.MarshalText(); err != nil || string(back) != text {
		t.Errorf("%T: %q is read as %v and written as %q, %v", v, text, v, back, err)
	}
}
