package topology

import (
	"encoding"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"
)

// A member is a field of a struct as the document format sees it: what encoding/json reads from its tag, and what is
// stricter here.
type member struct {
	name     string
	required bool // the zero value has no text: a prefix, the kind of an attachment; or a rule wants it there
	rule     ruleID
	fromOne  bool // an int that may be absent: 0 stands for that, the values that can be written start at 1
}

// membersOf returns the members of a struct type, in the order of its fields.
func (d *document) membersOf(t reflect.Type) []member {
	if members, ok := d.members[t]; ok {
		return members
	}
	members := make([]member, t.NumField())
	for i := range members {
		members[i] = memberOf(t.Field(i))
	}
	if d.members == nil {
		d.members = map[reflect.Type][]member{}
	}
	d.members[t] = members
	return members
}

// memberOf reads the tag of a field.
func memberOf(field reflect.StructField) member {
	name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
	optional := strings.HasPrefix(options, "omit")
	stated := field.Tag.Get("required") // the rule that wants it there, although its zero value has a text
	return member{
		name:     name,
		required: stated != "" || !optional && hasNoText(reflect.Zero(field.Type)),
		rule:     ruleID(stated),
		fromOne:  optional && field.Type.Kind() == reflect.Int,
	}
}

// hasNoText tells whether a value marshals to the empty text.
func hasNoText(v reflect.Value) bool {
	m, ok := v.Interface().(encoding.TextMarshaler)
	if !ok {
		return false
	}
	text, err := m.MarshalText()
	return err == nil && len(text) == 0
}

// memberIndex returns the index of the member with a name, or -1. Upper and lower case differ.
func memberIndex(members []member, name string) int {
	return slices.IndexFunc(members, func(m member) bool { return m.name == name })
}

// hint names the key that an unknown key is a different spelling of.
func hint(members []member, key string) string {
	for _, m := range members {
		if strings.EqualFold(m.name, key) {
			return fmt.Sprintf(", it is spelt %q", m.name)
		}
	}
	return ""
}

// setText sets an enumeration or a community. The text of "none" cannot be written: its key is left out.
func setText(v encoding.TextUnmarshaler, text string) error {
	if err := v.UnmarshalText([]byte(text)); err != nil {
		return err
	}
	if text == "" {
		return errors.New("empty text")
	}
	return nil
}

// setPrefix sets a prefix, which must be canonical: no host bits, no IPv4 address in the clothes of an IPv6 one.
func setPrefix(v *netip.Prefix, text string) error {
	prefix, err := netip.ParsePrefix(text)
	switch {
	case err != nil:
		return fmt.Errorf("bad prefix %.60q, want an address and a length such as \"10.0.0.0/8\"", text)
	case prefix.Addr().Is4In6():
		return fmt.Errorf("prefix %q is IPv4 mapped to IPv6, want %s", text, unmapped(prefix))
	case prefix != prefix.Masked():
		return fmt.Errorf("prefix %q has host bits set, want \"%s\"", text, prefix.Masked())
	}
	*v = prefix
	return nil
}

// unmapped describes the IPv4 prefix that an IPv4-mapped one stands for.
func unmapped(prefix netip.Prefix) string {
	if prefix.Bits() < 96 {
		return "an IPv4 prefix"
	}
	return fmt.Sprintf("\"%s\"", netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-96).Masked())
}
