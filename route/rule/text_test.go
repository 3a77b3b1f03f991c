package rule

import (
	"encoding"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// enumeration is what Confidence, Treatment and Edition have in common.
type enumeration interface {
	~uint8
	String() string
	encoding.TextMarshaler
}

func TestTexts(t *testing.T) {
	t.Run("confidence", func(t *testing.T) {
		testTexts(t, map[Confidence]string{Documented: "documented", Inferred: "inferred", Chosen: "chosen"})
	})
	t.Run("treatment", func(t *testing.T) {
		testTexts(t, map[Treatment]string{Modelled: "modelled", Validated: "validated", Described: "described"})
	})
	t.Run("edition", func(t *testing.T) {
		testTexts(t, map[Edition]string{Edition2024: "2024-03", Edition2026: "2026-02"})
	})
}

func testTexts[E enumeration](t *testing.T, texts map[E]string) {
	for value, want := range texts {
		if got := value.String(); got != want {
			t.Errorf("String of %d = %q, want %q", uint8(value), got, want)
		}
		text, err := value.MarshalText()
		if err != nil || string(text) != want {
			t.Errorf("MarshalText of %d = %q, %v, want %q", uint8(value), text, err, want)
		}
		if got, err := read[E](want); err != nil || got != value {
			t.Errorf("UnmarshalText of %q = %d, %v, want %d", want, uint8(got), err, uint8(value))
		}
	}
}

// read reads a text over a value that is not zero.
func read[E enumeration](text string) (E, error) {
	value := E(1)
	err := any(&value).(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
	return value, err
}

func TestUnknownTextIsAnErrorThatQuotesIt(t *testing.T) {
	t.Run("confidence", func(t *testing.T) { testUnknownText[Confidence](t, "documented", "inferred", "chosen") })
	t.Run("treatment", func(t *testing.T) { testUnknownText[Treatment](t, "modelled", "validated", "described") })
	t.Run("edition", func(t *testing.T) { testUnknownText[Edition](t, "2024-03", "2026-02") })
}

func testUnknownText[E enumeration](t *testing.T, known ...string) {
	rapid.Check(t, func(t *rapid.T) {
		near := rapid.Map(rapid.SampledFrom(known), func(s string) string { return " " + strings.ToUpper(s) })
		text := rapid.OneOf(rapid.StringN(0, 30, -1), near).
			Filter(func(s string) bool { return !slices.Contains(known, s) }).Draw(t, "text")
		value, err := read[E](text)
		switch {
		case err == nil:
			t.Fatalf("%q was read as %v", text, value)
		case !strings.Contains(err.Error(), strconv.Quote(text)):
			t.Fatalf("the error does not quote %q: %v", text, err)
		case value != 1:
			t.Fatalf("the error changed the value to %d", uint8(value))
		}
	})
}

func TestValueOutsideTheSetHasATextThatIsRefused(t *testing.T) {
	tests := []struct {
		text string
		err  error
		want string
	}{
		{Confidence(3).String(), new(Confidence).UnmarshalText([]byte("Confidence(3)")), "Confidence(3)"},
		{Treatment(3).String(), new(Treatment).UnmarshalText([]byte("Treatment(3)")), "Treatment(3)"},
		{Edition(2).String(), new(Edition).UnmarshalText([]byte("Edition(2)")), "Edition(2)"},
	}
	for _, tt := range tests {
		if tt.text != tt.want || tt.err == nil {
			t.Errorf("String = %q, UnmarshalText of it: %v, want %q and an error", tt.text, tt.err, tt.want)
		}
	}
}

func TestEditionInJSON(t *testing.T) {
	var document struct {
		Rules Edition `json:"rules"`
	}
	tests := []struct {
		text string
		want Edition
		ok   bool
	}{
		{`{}`, Edition2024, true}, // absent: March 2024
		{`{"rules": "2024-03"}`, Edition2024, true},
		{`{"rules": "2026-02"}`, Edition2026, true},
		{`{"rules": ""}`, Edition2024, false},
		{`{"rules": "2025-01"}`, Edition2024, false},
		{`{"rules": 1}`, Edition2024, false},
	}
	for _, tt := range tests {
		document.Rules = Edition2024
		err := json.Unmarshal([]byte(tt.text), &document)
		if (err == nil) != tt.ok || document.Rules != tt.want {
			t.Errorf("%s: %v, %v, want %v", tt.text, document.Rules, err, tt.want)
		}
	}
}

func TestInterpretedIsAllButDocumented(t *testing.T) {
	for confidence, want := range map[Confidence]bool{Documented: false, Inferred: true, Chosen: true} {
		if confidence.Interpreted() != want {
			t.Errorf("%v.Interpreted() = %t", confidence, !want)
		}
	}
}

func TestGreatestConfidenceIsTheWeakest(t *testing.T) {
	if max(Documented, Inferred) != Inferred || max(Inferred, Chosen, Documented) != Chosen {
		t.Error("confidences are not in order of weakness")
	}
}
