package rule

import "github.com/cenroute/cenroute/internal/enum"

var (
	confidenceNames = enum.Names{Type: "Confidence", Texts: []string{"documented", "inferred", "chosen"}}
	treatmentNames  = enum.Names{Type: "Treatment", Texts: []string{"modelled", "validated", "described"}}
	editionNames    = enum.Names{Type: "Edition", Texts: []string{"2024-03", "2026-02"}}
)

// Interpreted reports whether a rule says more than the documentation does: it was inferred or chosen. An answer that
// rests on such a rule says so. For example, Inferred.Interpreted() is true. Where an answer rests on several rules, the
// greatest of their confidences is that of the answer.
func (c Confidence) Interpreted() bool { return c != Documented }

// String returns "documented", "inferred" or "chosen", and "Confidence(9)" outside the set.
func (c Confidence) String() string { return confidenceNames.Text(uint8(c)) }

// MarshalText returns the text of [Confidence.String]. It never fails.
func (c Confidence) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads "documented", "inferred" or "chosen". Any other text is an error and changes nothing.
func (c *Confidence) UnmarshalText(text []byte) error {
	return enum.Unmarshal(confidenceNames, text, c)
}

// String returns "modelled", "validated" or "described", and "Treatment(9)" outside the set.
func (t Treatment) String() string { return treatmentNames.Text(uint8(t)) }

// MarshalText returns the text of [Treatment.String]. It never fails.
func (t Treatment) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads "modelled", "validated" or "described". Any other text is an error and changes nothing.
func (t *Treatment) UnmarshalText(text []byte) error { return enum.Unmarshal(treatmentNames, text, t) }

// String returns "2024-03" or "2026-02", and "Edition(9)" outside the set.
func (e Edition) String() string { return editionNames.Text(uint8(e)) }

// MarshalText returns the text of [Edition.String]. It never fails.
func (e Edition) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads "2024-03" or "2026-02". Any other text, the empty one too, is an error that quotes it and changes
// nothing.
func (e *Edition) UnmarshalText(text []byte) error { return enum.Unmarshal(editionNames, text, e) }
