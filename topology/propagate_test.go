package topology_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/cenroute/cenroute/topology"
)

func TestPropagateContextTellsItsProgress(t *testing.T) {
	n := manyBehaviours(300)
	last := 0
	state, err := topology.PropagateContext(t.Context(), n, func(done, total int) {
		if done != last+1 || total != 300 {
			t.Errorf("%d of %d after %d", done, total, last)
		}
		last = done
	})
	if err != nil || last != 300 {
		t.Fatalf("ended after %d: %v", last, err)
	}
	plain, err := topology.Propagate(n)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(state)
	b, _ := json.Marshal(plain)
	if string(a) != string(b) {
		t.Error("a state with progress is another one than without")
	}
}

func TestPropagateContextIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	most := 0
	state, err := topology.PropagateContext(ctx, manyBehaviours(300), func(done, _ int) {
		if most = done; done == 100 {
			cancel()
		}
	})
	if state != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, %v, want no state and %v", state, err, context.Canceled)
	}
	if most > 110 {
		t.Errorf("went on to %d after it was cancelled at 100", most)
	}
}
