// Package enum gives the small enumerations of the model their text: a closed set of names, one for each value.
package enum

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Names are the texts of an enumeration: Texts[v] is the text of the value v. An empty text at 0 means that the zero
// value is none of the set.
type Names struct {
	Type  string // as Go spells it, for values outside the set
	Texts []string
}

// Text returns the text of v. A value outside the set reads "Type(9)", which [Unmarshal] refuses.
func (n Names) Text(v uint8) string {
	if int(v) < len(n.Texts) {
		return n.Texts[v]
	}
	return n.Type + "(" + strconv.Itoa(int(v)) + ")"
}

// Unmarshal sets v to the value whose text is given. Upper and lower case differ. A text outside the set is an error
// that lists the set, and leaves v as it is.
func Unmarshal[E ~uint8](n Names, text []byte, v *E) error {
	i := slices.Index(n.Texts, string(text))
	if i < 0 {
		return fmt.Errorf("unknown %s %.40q, want %s", n.Type, text, n.list())
	}
	*v = E(i)
	return nil
}

// list returns the texts of the set as "A, B or C".
func (n Names) list() string {
	texts := n.Texts
	if len(texts) > 0 && texts[0] == "" {
		texts = texts[1:]
	}
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}
