package terraform

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cenroute/cenroute/topology"
)

// A supplement is a document that may hold objects in part, as JSON decodes it. Nil is none.
type supplement struct{ document map[string]any }

// parseSupplement reads a supplement as topology.Parse does, but for keys that are missing.
func parseSupplement(data []byte) (*supplement, error) {
	if len(data) == 0 {
		return nil, nil
	}
	var bad topology.Violations
	if _, err := topology.Parse(data); errors.As(err, &bad) {
		bad = slices.DeleteFunc(bad, func(v topology.Violation) bool { return v.Message == "missing" })
		if len(bad) > 0 {
			return nil, fmt.Errorf("terraform: supplement: %w", bad)
		}
	}
	return &supplement{decodeObject(data)}, nil
}

// decodeObject decodes a JSON object that is known to be one.
func decodeObject(data []byte) map[string]any {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var object map[string]any
	_ = d.Decode(&object)
	return object
}

// merge returns the network of a side with the supplement.
func (x *supplement) merge(s, other *side) (topology.Network, error) {
	n := s.network()
	if x == nil {
		return n, nil
	}
	here, _ := s.localize(other, x.document)
	merged := mergeObjects(decodeObject(topology.Format(n)), here.(map[string]any))
	data, _ := json.Marshal(merged)
	n, err := topology.Parse(data)
	if err != nil {
		return n, fmt.Errorf("terraform: the network with the supplement: %w", err)
	}
	return n, nil
}

// localize returns a value of the supplement with IDs in place of addresses. It is false for a value that names an
// object which is only on the other side; an element of a list with such a value is left out.
func (s *side) localize(other *side, value any) (any, bool) {
	switch v := value.(type) {
	case string:
		return s.translate(other, v)
	case map[string]any:
		object, ok := make(map[string]any, len(v)), true
		for key, member := range v {
			local, here := s.localize(other, member)
			object[key] = local
			ok = ok && here
		}
		return object, ok
	case []any:
		list := make([]any, 0, len(v))
		for _, element := range v {
			if local, here := s.localize(other, element); here {
				list = append(list, local)
			}
		}
		return list, true
	}
	return value, true
}

// translate returns the ID that a text of the supplement stands for: that of the resource whose address it is, or of
// its system table if "/system" follows the address. Any other text stands for itself.
func (s *side) translate(other *side, text string) (string, bool) {
	if id, ok := s.idOf(text); ok {
		return id, true
	}
	_, elsewhere := other.idOf(text)
	return text, !elsewhere && (other.sources[text] == "" || s.sources[text] != "")
}

// idOf returns the ID of the object that an address names.
func (s *side) idOf(text string) (string, bool) {
	address, system := strings.CutSuffix(text, "/system")
	r := s.byAddress[address]
	if r == nil || len(identities[r.kind]) == 0 {
		return "", false
	}
	first := identities[r.kind][0]
	id := s.objectID(object{r, first.class})
	switch {
	case !system:
		return id, true
	case first.class == aRouter:
		return s.systemTable(id), true
	case first.class == aVPC:
		return s.objectID(object{r, aVPCTable}), true
	}
	return "", false
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
