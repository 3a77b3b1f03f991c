package topology

import (
	"encoding"
	"fmt"
	"math"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
)

// A document is the text of a network on its way into Go values. The Go types are the format: the walk follows them
// and never the text, so that its depth is theirs and its cost is linear in the length of the text.
type document struct {
	cursor
	path    []byte // of the value at the cursor, empty for the whole document
	bad     Violations
	members map[reflect.Type][]member // of the structs met so far
}

// wordCharacters are those of keys that stand in a path without quotes.
const wordCharacters = "-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// value reads the next value into v, or reports why it cannot, and moves behind it.
func (d *document) value(v reflect.Value) {
	switch t := v.Addr().Interface().(type) {
	case *netip.Prefix:
		d.text("a string, a prefix", func(s string) error { return setPrefix(t, s) })
		return
	case encoding.TextUnmarshaler:
		d.text("a string", func(s string) error { return setText(t, s) })
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.object(v)
	case reflect.Map:
		d.mapping(v)
	case reflect.Slice:
		d.array(v)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(v.Elem())
	case reflect.String:
		d.text("a string", func(s string) error { v.SetString(s); return nil })
	case reflect.Bool:
		d.boolean(v)
	case reflect.Int:
		d.integer(math.MinInt, math.MaxInt, "a whole number of at most 64 bits", v.SetInt)
	case reflect.Uint32:
		d.integer(0, math.MaxUint32, "a whole number from 0 to 4294967295", func(n int64) { v.SetUint(uint64(n)) })
	default:
		d.refuse("no value") // no such type in a Network
	}
}

// object reads a struct: each key once, no other key.
func (d *document) object(v reflect.Value) {
	if d.peek() != '{' {
		d.refuse("an object")
		return
	}
	members := d.membersOf(v.Type())
	seen := make([]bool, len(members))
	d.each(func(int) {
		key := d.key()
		defer d.leave(d.enter(key))
		i := memberIndex(members, key)
		switch {
		case i < 0:
			d.report("unknown key" + hint(members, key))
			d.skip()
		case seen[i]:
			d.report("duplicate key")
			d.skip()
		case members[i].fromOne:
			seen[i] = true
			d.integer(1, math.MaxInt, "a whole number from 1", v.Field(i).SetInt)
		default:
			seen[i] = true
			d.value(v.Field(i))
		}
	})
	for i, m := range members {
		if m.required && !seen[i] {
			before := d.enter(m.name)
			d.report("missing")
			d.bad[len(d.bad)-1].Rule = m.rule
			d.leave(before)
		}
	}
}

// mapping reads a map from strings.
func (d *document) mapping(v reflect.Value) {
	if d.peek() != '{' {
		d.refuse("an object")
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	d.each(func(int) {
		key := d.key()
		defer d.leave(d.enter(key))
		k := reflect.ValueOf(key)
		if v.MapIndex(k).IsValid() {
			d.report("duplicate key")
			d.skip()
			return
		}
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(element)
		v.SetMapIndex(k, element)
	})
}

// array reads a slice. An empty array is an empty slice, not nil.
func (d *document) array(v reflect.Value) {
	if d.peek() != '[' {
		d.refuse("an array")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	d.each(func(i int) {
		defer d.leave(d.enterIndex(i))
		v.Grow(1)
		v.SetLen(i + 1)
		d.value(v.Index(i))
	})
}

// text reads a string and hands it to set, whose error is the violation.
func (d *document) text(want string, set func(string) error) {
	if d.peek() != '"' {
		d.refuse(want)
		return
	}
	if err := set(d.unquoted()); err != nil {
		d.report(err.Error())
	}
}

// boolean reads true or false.
func (d *document) boolean(v reflect.Value) {
	switch d.peek() {
	case 't', 'f':
		v.SetBool(d.scalar()[0] == 't')
	default:
		d.refuse("true or false")
	}
}

// integer reads a number without fraction and exponent from lo to hi.
func (d *document) integer(lo, hi int64, want string, set func(int64)) {
	start := d.pos
	n, err := strconv.ParseInt(string(d.scalar()), 10, 64)
	if err != nil || n < lo || n > hi {
		d.pos = start
		d.refuse(want)
		return
	}
	set(n)
}

// refuse reports that the next value is not what the format wants here, and moves behind it.
func (d *document) refuse(want string) {
	d.report(fmt.Sprintf("want %s, found %s", want, d.found()))
	d.skip()
}

// found describes the next value and stays in front of it.
func (d *document) found() string {
	ahead := d.cursor
	switch ahead.peek() {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return fmt.Sprintf("the string %.40q", ahead.unquoted())
	default:
		return fmt.Sprintf("%.40s", ahead.scalar())
	}
}

// report adds a violation at the current path.
func (d *document) report(message string) {
	path := string(d.path)
	if path == "" {
		path = "document"
	}
	d.bad = append(d.bad, Violation{Path: path, Message: message})
}

// enter appends a key to the path and returns what [document.leave] needs. A key that is no plain word is quoted.
func (d *document) enter(key string) (before int) {
	before = len(d.path)
	switch {
	case key == "" || len(key) > 40 || strings.Trim(key, wordCharacters) != "":
		d.path = fmt.Appendf(d.path, "[%.40q]", key)
	case before == 0:
		d.path = append(d.path, key...)
	default:
		d.path = append(append(d.path, '.'), key...)
	}
	return before
}

// enterIndex appends the index of an array element to the path.
func (d *document) enterIndex(i int) (before int) {
	before = len(d.path)
	d.path = append(strconv.AppendInt(append(d.path, '['), int64(i), 10), ']')
	return before
}

// leave takes the last step of the path back.
func (d *document) leave(before int) { d.path = d.path[:before] }
