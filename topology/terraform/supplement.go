package terraform

import (
	"fmt"
	"strings"

	"github.com/cenroute/cenroute/internal/supplement"
	"github.com/cenroute/cenroute/topology"
)

// parseSupplement reads a supplement as topology.Parse does, but for keys that are missing.
func parseSupplement(data []byte) (supplement.Document, error) {
	x, err := supplement.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("terraform: supplement: %w", err)
	}
	return x, nil
}

// networkWith returns the network of a side with a supplement.
func (s *side) networkWith(x supplement.Document, other *side) (topology.Network, error) {
	if x == nil {
		return s.network(), nil
	}
	here, _ := s.localize(other, map[string]any(x))
	n, err := supplement.Document(here.(map[string]any)).Merge(s.network())
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
