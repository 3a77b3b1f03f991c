package topology

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Parse reads a network from its JSON document. It is strict, so that a slip of the pen is not a silent change of the
// network: an unknown key, a key that is written twice, null, a value of the wrong JSON type, a text outside its
// enumeration, a number outside its range, and a prefix that is not canonical are each a violation with its path in
// the document, and all of them are reported at once. Keys are case-sensitive; a prefix, the kind of an attachment, and
// direction and action of a policy (P-1.2) must be there; every other key may be absent.
//
// The error is always [Violations]. Where the data is no JSON at all, there is one violation, whose path is the line
// and column, for example "line 3 column 7". The Network is zero if there is an error. Parse does not judge the
// network itself: that is Validate's part.
//
// What is read is the same as what was written: nil and empty lists differ in the document as they do in the Network.
func Parse(data []byte) (Network, error) {
	if bad := checkText(data); bad != nil {
		return Network{}, bad
	}
	var network Network
	d := document{cursor: cursor{data: data}}
	d.value(reflect.ValueOf(&network).Elem())
	if d.bad != nil {
		return Network{}, d.bad
	}
	return network, nil
}

// UnmarshalJSON reads the network with [Parse], so that encoding/json is as strict. On an error n stays as it is.
func (n *Network) UnmarshalJSON(data []byte) error {
	parsed, err := Parse(data)
	if err == nil {
		*n = parsed
	}
	return err
}

// Format returns the document of a network, indented by one space, with a newline at its end. [Parse] reads a valid
// network back as it is, if its texts are UTF-8. The zero prefix and a value outside its enumeration are written in a
// way that Parse refuses.
func Format(n Network) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	_ = e.Encode(n) // every value of the types in a Network has a text
	return out.Bytes()
}

// checkText reports data that is not one JSON value in UTF-8, at the last byte that was read. It refuses a depth of
// more than 10,000 as encoding/json does; the format itself is ten deep.
func checkText(data []byte) Violations {
	if !utf8.Valid(data) {
		return Violations{{Path: position(data, invalidUTF8(data)), Message: "invalid UTF-8"}}
	}
	if json.Valid(data) {
		return checkSurrogates(data)
	}
	err := json.Unmarshal(data, new(json.RawMessage))
	last := 0
	if syntax, ok := err.(*json.SyntaxError); ok {
		last = max(0, int(syntax.Offset)-1)
	}
	return Violations{{Path: position(data, last), Message: fmt.Sprintf("not JSON: %v", err)}}
}

// checkSurrogates reports an escape that is half of a surrogate pair: it stands for no character, and encoding/json
// would read another one in its place.
func checkSurrogates(data []byte) Violations {
	for i := bytes.IndexByte(data, '\\'); 0 <= i && i < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		r := escaped(data[i:])
		switch i++; {
		case !utf16.IsSurrogate(r):
		case utf16.DecodeRune(r, escaped(data[i+5:])) == utf8.RuneError:
			return Violations{{Path: position(data, i-1), Message: "half of a surrogate pair"}}
		default:
			i += 10
		}
	}
	return nil
}

// escaped returns the character of a \u escape at the beginning of a text, 0 if there is none.
func escaped(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0
	}
	r, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(r)
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8.
func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// position names the place of a byte as a text editor does: lines and columns (in bytes) from 1.
func position(data []byte, offset int) string {
	before := data[:min(offset, len(data))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return fmt.Sprintf("line %d column %d", line, column)
}
