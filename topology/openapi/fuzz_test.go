package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"testing/fstest"

	"github.com/cenroute/cenroute/topology"
)

// FuzzRead puts anything into a file of any operation, beside the folder of the example. What is read must have a
// document that is read back, must be the same the second time, and what can be propagated can be compared.
func FuzzRead(f *testing.F) {
	for i, op := range operations {
		f.Add(uint8(i), "vtb-1.2", []byte(`{"NextToken": "t", "TotalCount": 3}`))
		for name, file := range folder(f) {
			if name == op.name+".json" {
				f.Add(uint8(i), "", file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, i uint8, rest string, data []byte) {
		fsys := folder(t)
		op := operations[int(i)%len(operations)]
		name := op.name + "." + rest + ".json"
		if rest == "" {
			name = op.name + ".json"
		}
		if len(name) > 200 || !json.Valid([]byte(fmt.Sprintf("%q", name))) {
			t.Skip()
		}
		fsys[name] = &fstest.MapFile{Data: data}
		x, err := Read(fsys)
		if err != nil {
			return
		}
		document := topology.Format(*x.Network)
		again, err := topology.Parse(document)
		if err != nil || !bytes.Equal(topology.Format(again), document) {
			t.Fatalf("the network has no document: %v\n%s", err, document)
		}
		second, err := Read(fsys)
		if err != nil || !bytes.Equal(topology.Format(*second.Network), document) || fmt.Sprint(second.Warnings,
			second.Observed) != fmt.Sprint(x.Warnings, x.Observed) {
			t.Fatalf("the second time is different: %v", err)
		}
		if s, err := topology.Propagate(x.Network); err == nil {
			_ = Compare(s, x.Observed).String()
		}
	})
}
