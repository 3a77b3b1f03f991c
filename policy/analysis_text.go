package policy

import "github.com/cenroute/cenroute/internal/enum"

var (
	answerNames     = enum.Names{Type: "Answer", Texts: []string{"no", "yes", "undecided"}}
	differenceNames = enum.Names{Type: "Difference", Texts: []string{"verdict", "preference", "asPath", "communities"}}
	relationNames   = enum.Names{Type: "Relation", Texts: []string{"undecided", "equally permissive", "less permissive", "more permissive", "incomparable"}}
	fateNames       = enum.Names{Type: "Fate", Texts: []string{"any", "permitted", "denied", "changed"}}
)

// String returns "no", "yes" or "undecided", and "Answer(9)" outside the set.
func (a Answer) String() string { return answerNames.Text(uint8(a)) }

// MarshalText returns the text of [Answer.String]. It never fails.
func (a Answer) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the text of an answer. Any other text is an error and changes nothing.
func (a *Answer) UnmarshalText(text []byte) error { return enum.Unmarshal(answerNames, text, a) }

// String returns "verdict", "preference", "asPath" or "communities", and "Difference(9)" outside the set.
func (d Difference) String() string { return differenceNames.Text(uint8(d)) }

// MarshalText returns the text of [Difference.String]. It never fails.
func (d Difference) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the text of a difference. Any other text is an error and changes nothing.
func (d *Difference) UnmarshalText(text []byte) error {
	return enum.Unmarshal(differenceNames, text, d)
}

// String returns the relation in words, for example "less permissive", and "Relation(9)" outside the set.
func (r Relation) String() string { return relationNames.Text(uint8(r)) }

// MarshalText returns the text of [Relation.String]. It never fails.
func (r Relation) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the text of a relation. Any other text is an error and changes nothing.
func (r *Relation) UnmarshalText(text []byte) error { return enum.Unmarshal(relationNames, text, r) }

// String returns "any", "permitted", "denied" or "changed", and "Fate(9)" outside the set.
func (f Fate) String() string { return fateNames.Text(uint8(f)) }

// MarshalText returns the text of [Fate.String]. It never fails.
func (f Fate) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads the text of a fate. Any other text is an error and changes nothing.
func (f *Fate) UnmarshalText(text []byte) error { return enum.Unmarshal(fateNames, text, f) }
