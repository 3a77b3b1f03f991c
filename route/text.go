package route

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/cenroute/cenroute/internal/enum"
)

var (
	typeNames = enum.Names{Type: "Type", Texts: []string{
		"", "System", "Custom", "BGP", "Static", "Blackhole", "Aggregate"}}
	statusNames = enum.Names{Type: "Status", Texts: []string{
		"Active", "Standby", "Candidate", "Conflicting", "Rejected", "Suppressed", "Prohibited", "Disabled"}}
)

// String returns the name of the type, for example "BGP". It is empty for [NoType] and "Type(9)" outside the set.
func (t Type) String() string { return typeNames.Text(uint8(t)) }

// MarshalText returns the text of [Type.String]. It never fails.
func (t Type) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads the name of a type; the empty text is [NoType]. Any other text is an error and changes nothing.
func (t *Type) UnmarshalText(text []byte) error { return enum.Unmarshal(typeNames, text, t) }

// String returns the name of the status, for example "Active", and "Status(9)" outside the set.
func (s Status) String() string { return statusNames.Text(uint8(s)) }

// MarshalText returns the text of [Status.String]. It never fails.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name of a status. Any other text is an error and changes nothing.
func (s *Status) UnmarshalText(text []byte) error { return enum.Unmarshal(statusNames, text, s) }

// ParseCommunity reads a community as two decimal numbers from 0 to 65535, for example "65001:7" (P-3.21).
// Signs, spaces and leading zeros are refused, so that a community has one text.
func ParseCommunity(text string) (Community, error) {
	hi, lo, _ := strings.Cut(text, ":")
	high, _ := strconv.ParseUint(hi, 10, 16)
	low, _ := strconv.ParseUint(lo, 10, 16)
	c := Community(high<<16 | low)
	if c.String() != text { // what is no number is not written like that
		return 0, fmt.Errorf("bad community %.40q, want two numbers from 0 to 65535 such as \"65001:7\"", text)
	}
	return c, nil
}

// String returns the community as [ParseCommunity] reads it, for example "65001:7".
func (c Community) String() string {
	return strconv.Itoa(int(c>>16)) + ":" + strconv.Itoa(int(c&0xffff))
}

// MarshalText returns the text of [Community.String]. It never fails.
func (c Community) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the text of [ParseCommunity]. Any other text is an error and changes nothing.
func (c *Community) UnmarshalText(text []byte) error {
	parsed, err := ParseCommunity(string(text))
	if err == nil {
		*c = parsed
	}
	return err
}

// String returns the route in one line with all of its fields that are not empty, for example
//
//	10.10.0.0/16 via att-vbr-1: Active, BGP, preference 50, AS path 65001 65002, learned, of vbr-1 (VBR, cn-hangzhou)
func (r Route) String() string {
	text := r.Prefix.String()
	if r.NextHop != "" {
		text += " via " + r.NextHop
	}
	text += ": " + r.Status.String()
	if r.Type != NoType {
		text += ", " + r.Type.String()
	}
	text += fmt.Sprint(", preference ", r.Preference) + listed("AS path", r.ASPath) + listed("communities", r.Communities)
	if r.MED != 0 {
		text += fmt.Sprint(", MED ", r.MED)
	}
	if r.Learned {
		text += ", learned"
	}
	if of := r.Origin.String(); of != "" {
		text += ", of " + of
	}
	return text + listed("by", r.Policies)
}

// listed names a list and has its values behind, nothing for an empty one.
func listed[T any](name string, values []T) string {
	if len(values) == 0 {
		return ""
	}
	text := ", " + name
	for _, v := range values {
		text += fmt.Sprint(" ", v)
	}
	return text
}

// String returns the origin with all of its fields that are not empty, for example "vbr-1 (VBR, cn-hangzhou)"; what has
// no instance is "(cn-hangzhou)". The zero Origin is "".
func (o Origin) String() string {
	var about []string
	for _, field := range []string{o.Kind.String(), o.Region, o.Table, o.Member} {
		if field != "" {
			about = append(about, field)
		}
	}
	if len(about) == 0 {
		return o.Instance
	}
	return strings.TrimSpace(o.Instance + " (" + strings.Join(about, ", ") + ")")
}

// MarshalJSON writes the route with all its lists: one that is nil is written as [], never as null.
// A struct that embeds a Route inherits this method and must write its own fields itself.
func (r Route) MarshalJSON() ([]byte, error) {
	type plain Route
	if r.ASPath == nil {
		r.ASPath = ASPath{}
	}
	if r.Communities == nil {
		r.Communities = Communities{}
	}
	if r.Policies == nil {
		r.Policies = []string{}
	}
	return json.Marshal(plain(r))
}
