// Package doctest puts network documents into a form in which tests can compare them.
package doctest

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Canonical returns a value of a document with its lists in order and without what is empty; nil if nothing is left. The
// members whose names are given keep the order of their lists.
func Canonical(value any, ordered ...string) any {
	switch v := value.(type) {
	case map[string]any:
		return object(v, ordered)
	case []any:
		return list(v, ordered)
	}
	return value
}

func object(v map[string]any, ordered []string) any {
	o := map[string]any{}
	for key, member := range v {
		if !slices.Contains(ordered, key) {
			member = Canonical(member, ordered...)
		}
		if member != nil {
			o[key] = member
		}
	}
	if len(o) == 0 {
		return nil
	}
	return o
}

func list(v []any, ordered []string) any {
	var l []any
	for _, element := range v {
		if element = Canonical(element, ordered...); element != nil {
			l = append(l, element)
		}
	}
	slices.SortFunc(l, func(a, b any) int {
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		return bytes.Compare(x, y)
	})
	if len(l) == 0 {
		return nil
	}
	return l
}
