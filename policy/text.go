package policy

import "github.com/cenroute/cenroute/internal/enum"

var (
	directionNames = enum.Names{Type: "Direction", Texts: []string{"ingress", "egress"}}
	actionNames    = enum.Names{Type: "Action", Texts: []string{"permit", "deny"}}
	familyNames    = enum.Names{Type: "Family", Texts: []string{"", "IPv4", "IPv6"}}
	modeNames      = enum.Names{Type: "Mode", Texts: []string{"include", "complete", "contain"}}
	setModeNames   = enum.Names{Type: "SetMode", Texts: []string{"", "additive", "replace"}}
)

// String returns "ingress" or "egress", and "Direction(9)" outside the set.
func (d Direction) String() string { return directionNames.Text(uint8(d)) }

// MarshalText returns the text of [Direction.String]. It never fails.
func (d Direction) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "ingress" or "egress". Any other text is an error and changes nothing.
func (d *Direction) UnmarshalText(text []byte) error { return enum.Unmarshal(directionNames, text, d) }

// String returns "permit" or "deny", and "Action(9)" outside the set.
func (a Action) String() string { return actionNames.Text(uint8(a)) }

// MarshalText returns the text of [Action.String]. It never fails.
func (a Action) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads "permit" or "deny". Any other text is an error and changes nothing.
func (a *Action) UnmarshalText(text []byte) error { return enum.Unmarshal(actionNames, text, a) }

// String returns "IPv4" or "IPv6". It is empty for [AnyFamily] and "Family(9)" outside the set.
func (f Family) String() string { return familyNames.Text(uint8(f)) }

// MarshalText returns the text of [Family.String]. It never fails.
func (f Family) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads "IPv4" or "IPv6"; the empty text is [AnyFamily]. Any other text is an error and changes nothing.
func (f *Family) UnmarshalText(text []byte) error { return enum.Unmarshal(familyNames, text, f) }

// String returns "include", "complete" or "contain", and "Mode(9)" outside the set.
func (m Mode) String() string { return modeNames.Text(uint8(m)) }

// MarshalText returns the text of [Mode.String]. It never fails.
func (m Mode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "include", "complete" or "contain". Any other text is an error and changes nothing.
func (m *Mode) UnmarshalText(text []byte) error { return enum.Unmarshal(modeNames, text, m) }

// String returns "additive" or "replace". It is empty for NoSetMode and "SetMode(9)" outside the set.
func (m SetMode) String() string { return setModeNames.Text(uint8(m)) }

// MarshalText returns the text of [SetMode.String]. It never fails.
func (m SetMode) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads "additive" or "replace"; the empty text is NoSetMode. Any other text is an error and changes
// nothing.
func (m *SetMode) UnmarshalText(text []byte) error { return enum.Unmarshal(setModeNames, text, m) }
