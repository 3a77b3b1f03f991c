package topology

import (
	"encoding/json"
	"slices"

	"github.com/cenroute/cenroute/route"
)

// MarshalJSON gives the result document: {"tables": [...], "warnings": [...]}, tables in order of ID, routes in order
// of prefix, then Active first, then next hop.
func (s *State) MarshalJSON() ([]byte, error) {
	result := struct {
		Tables   []Table   `json:"tables"`
		Warnings []Warning `json:"warnings"`
	}{[]Table{}, slices.Clone(s.Warnings())}
	for t := range s.Tables() {
		result.Tables = append(result.Tables, t)
	}
	if result.Warnings == nil {
		result.Warnings = []Warning{}
	}
	return json.Marshal(result)
}

// MarshalJSON gives the table as {"owner": ..., "id": ..., "routes": [...]}.
func (t Table) MarshalJSON() ([]byte, error) {
	table := struct {
		Owner  string        `json:"owner"`
		ID     string        `json:"id"`
		Routes []route.Route `json:"routes"`
	}{t.Owner(), t.ID(), []route.Route{}}
	for r := range t.Routes() {
		table.Routes = append(table.Routes, r)
	}
	return json.Marshal(table)
}
