package openapi

import (
	"cmp"
	"slices"
)

// A Warning is one place of the folder that is not, or not surely, in the network as it is in the cloud.
type Warning struct {
	File    string `json:"file"`           // a file of the folder, or one that is missing
	Path    string `json:"path,omitempty"` // where in the file, for example "TransitRouters[0].Status"; empty: the whole
	Message string `json:"message"`
}

// String returns the warning as one line: "FILE: PATH: what is wrong".
func (w Warning) String() string {
	if w.Path == "" {
		return w.File + ": " + w.Message
	}
	return w.File + ": " + w.Path + ": " + w.Message
}

// sortWarnings puts warnings in order of file and leaves each once; inside a file the order is that of reading.
func sortWarnings(list []Warning) []Warning {
	slices.SortStableFunc(list, func(a, b Warning) int { return cmp.Compare(a.File, b.File) })
	seen := map[Warning]bool{}
	return slices.DeleteFunc(list, func(w Warning) bool {
		again := seen[w]
		seen[w] = true
		return again
	})
}
