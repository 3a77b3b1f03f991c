// Package metertest checks that a function whose name ends in Context keeps what topology.PropagateContext promises.
package metertest

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"sync/atomic"
	"testing"
)

// mostLooks is how often a function may look at its context until it has given up: once where it is, and once or twice in
// each of those that called it.
const mostLooks = 20

// Results are what a function returns beside its error. They can be written as JSON.
type Results []any

// A Call calls the function with everything else that it needs.
type Call func(ctx context.Context, progress func(done, total int)) (Results, error)

// Check calls a function with and without progress, and cancels it at every place where it looks at its context. There
// must be several steps, and plain are the results of the function without a context.
func Check(t *testing.T, plain Results, call Call) {
	t.Helper()
	want := text(t, plain)
	whole := &limited{Context: t.Context(), left: 1 << 40}
	if got, err := call(whole, nil); err != nil || text(t, got) != want {
		t.Fatalf("without progress: got %s, %v, want %s", text(t, got), err, want)
	}
	last, total := 0, 0
	got, err := call(t.Context(), func(done, of int) {
		if done <= last || done > of || total != 0 && of != total {
			t.Errorf("%d of %d after %d of %d", done, of, last, total)
		}
		last, total = done, of
	})
	if err != nil || text(t, got) != want {
		t.Fatalf("with progress: got %s, %v, want %s", text(t, got), err, want)
	}
	if last != total || total < 2 {
		t.Errorf("ended after %d of %d steps", last, total)
	}
	cancelAtAStep(t, call)
	looks := (1 << 40) - whole.left
	for n := int64(0); n < looks; n += 1 + looks/40 {
		cancelAt(t, call, n)
	}
	cancelAt(t, call, looks-1)
}

// Looks calls a function and returns how often it looks at its context: how finely its steps are divided.
func Looks(t *testing.T, call Call) int {
	t.Helper()
	ctx := &limited{Context: t.Context(), left: 1 << 40}
	if _, err := call(ctx, nil); err != nil {
		t.Fatal(err)
	}
	return int(1<<40 - ctx.left)
}

// cancelAtAStep cancels when the first step is told: no further one may be.
func cancelAtAStep(t *testing.T, call Call) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	told := 0
	got, err := call(ctx, func(int, int) { told++; cancel() })
	if told != 1 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d steps are told after one that cancels, and the error is %v", told-1, err)
	}
	mustBeZero(t, got)
}

// cancelAt calls with a context that is cancelled the n-th time that it is looked at.
func cancelAt(t *testing.T, call Call, n int64) {
	t.Helper()
	ctx := &limited{Context: t.Context(), left: n}
	got, err := call(ctx, nil)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled at look %d, the error is %v", n, err)
	}
	if more := -ctx.left; more > mostLooks {
		t.Fatalf("cancelled at look %d, it goes on and looks %d times more", n, more)
	}
	mustBeZero(t, got)
}

func mustBeZero(t *testing.T, results Results) {
	t.Helper()
	for _, r := range results {
		if r != nil && !reflect.ValueOf(r).IsZero() {
			t.Fatalf("a part of a result after it was cancelled: %.200v", text(t, Results{r}))
		}
	}
}

func text(t *testing.T, results Results) string {
	t.Helper()
	data, err := json.Marshal(results)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// limited is a context that is cancelled after a number of looks at it.
type limited struct {
	context.Context
	left int64
}

func (c *limited) Err() error {
	if atomic.AddInt64(&c.left, -1) < 0 {
		return context.Canceled
	}
	return nil
}
