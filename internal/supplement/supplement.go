// Package supplement reads documents that tell of a network what its source cannot tell, and merges them into it. A
// supplement is in the format of topology.Parse, but may hold its objects in part.
package supplement

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"

	"github.com/cenroute/cenroute/topology"
)

// A Document is a supplement as JSON decodes it, numbers as json.Number. The nil Document tells nothing.
type Document map[string]any

// Parse reads a supplement as topology.Parse does, but for keys that are missing. Its error is topology.Violations.
// No data is the nil Document.
func Parse(data []byte) (Document, error) {
	if len(data) == 0 {
		return nil, nil
	}
	var bad topology.Violations
	if _, err := topology.Parse(data); errors.As(err, &bad) {
		bad = slices.DeleteFunc(bad, func(v topology.Violation) bool { return v.Message == "missing" })
		if len(bad) > 0 {
			return nil, bad
		}
	}
	return Decode(data), nil
}

// Decode decodes a JSON object that is known to be one.
func Decode(data []byte) Document {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var object Document
	_ = d.Decode(&object)
	return object
}

// Merge returns the network with the supplement: members replace or extend those of the object with the same ID, or of
// the object that is about the same where there are no IDs. An error is that an object of the supplement is still
// incomplete; it is topology.Violations.
func (d Document) Merge(n topology.Network) (topology.Network, error) {
	if d == nil {
		return n, nil
	}
	data, _ := json.Marshal(mergeObjects(Decode(topology.Format(n)), d))
	return topology.Parse(data)
}

// keys are the members that tell apart the objects of a list that have no ID.
var keys = map[string][]string{
	"vswitches": {"cidr"}, "ends": {"transitRouter"}, "associations": {"vpc", "transitRouter"}, "sessions": {"to", "peer"},
	"routes": {"prefix", "nextHop"}, "disabledRoutes": {"prefix", "nextHop"}, "policies": {"direction", "priority"},
	"aggregates": {"prefix"}, "grants": {"instance", "to"},
}

// mergeObjects puts the members of the second object into the first.
func mergeObjects(a, b map[string]any) map[string]any {
	for name, value := range b {
		a[name] = mergeValues(name, a[name], value)
	}
	return a
}

// mergeValues merges objects member by member and lists of objects object by object; of other values the second one
// counts, lists of texts and numbers included.
func mergeValues(name string, a, b any) any {
	switch b := b.(type) {
	case map[string]any:
		if a, ok := a.(map[string]any); ok {
			return mergeObjects(a, b)
		}
	case []any:
		if a, ok := a.([]any); ok && len(b) > 0 && isObject(b[0]) {
			return mergeLists(name, a, b)
		}
	}
	return b
}

func isObject(value any) bool {
	_, ok := value.(map[string]any)
	return ok
}

// mergeLists merges each object of the second list with the one of the first that has the same key, or appends it.
func mergeLists(name string, a, b []any) []any {
	at := map[string]int{}
	for i, element := range a {
		at[keyOf(name, element)] = i
	}
	for _, element := range b {
		key := keyOf(name, element)
		i, there := at[key]
		if object, ok := element.(map[string]any); there && ok {
			a[i] = mergeObjects(a[i].(map[string]any), object)
			continue
		}
		at[key] = len(a)
		a = append(a, element)
	}
	return a
}

// keyOf returns what tells an object of a list apart.
func keyOf(name string, element any) string {
	object, _ := element.(map[string]any)
	if id, ok := object["id"].(string); ok {
		return id
	}
	var key []any
	for _, member := range keys[name] {
		key = append(key, object[member])
	}
	text, _ := json.Marshal(key)
	return string(text)
}
