package topology_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

// Whatever a document says, Propagate gives a state that marshals, violations, instabilities or ErrTooLarge, and the
// questions that take untrusted input answer without a panic.
func FuzzPropagate(f *testing.F) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(seedLike))
	f.Add([]byte(ecrNet()))
	f.Add([]byte(threeRouters(`{"transitRouter": "tr-a"}, {"transitRouter": "tr-b"}`, "cn-b")))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := topology.Parse(data)
		if err != nil {
			return
		}
		state, err := topology.Propagate(&n)
		var violations topology.Violations
		var unstable topology.Instabilities
		switch {
		case errors.As(err, &violations), errors.As(err, &unstable), errors.Is(err, topology.ErrTooLarge):
			return
		case err != nil:
			t.Fatalf("unknown error %v", err)
		}
		if _, err := json.Marshal(state); err != nil {
			t.Fatal(err)
		}
		for table := range state.Tables() {
			for r := range table.Routes() {
				if _, err := state.Explain(table.ID(), r.Prefix); err != nil {
					t.Fatal(err)
				}
				break
			}
		}
	})
}
