package enumtest

import (
	"errors"
	"testing"
)

type colour uint8

func (c colour) MarshalText() ([]byte, error) { return []byte([]string{"red", "green"}[c]), nil }

func (c *colour) UnmarshalText(text []byte) error {
	switch string(text) {
	case "red":
		*c = 0
	case "green":
		*c = 1
	default:
		return errors.New("no colour")
	}
	return nil
}

func TestCheckAcceptsAnEnumeration(t *testing.T) {
	for _, text := range []string{"red", "green", "blue", ""} {
		Check[colour](t, text)
	}
}
