package doctest_test

import (
	"encoding/json"
	"testing"

	"github.com/cenroute/cenroute/internal/doctest"
)

func TestCanonical(t *testing.T) {
	const document = `{"b": [3, 1, 2], "path": [3, 1], "none": [], "inner": {"none": {}}, "objects": [{"x": 2}, {}, {"x": 1}]}`
	const want = `{"b":[1,2,3],"objects":[{"x":1},{"x":2}],"path":[3,1]}`
	var value any
	if err := json.Unmarshal([]byte(document), &value); err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(doctest.Canonical(value, "path"))
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v, want %s", got, err, want)
	}
}
