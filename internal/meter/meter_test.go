package meter_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/cenroute/cenroute/internal/meter"
)

func TestMeter(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var told [][2]int
	m := meter.Of(ctx, 3, func(done, total int) {
		if told = append(told, [2]int{done, total}); done == 2 {
			cancel()
		}
	})
	if m.Err() != nil || m.Step() != nil {
		t.Error("the first step is the last")
	}
	for range 2 { // the second step is told and cancels, the third is cut short
		if err := m.Step(); !errors.Is(err, context.Canceled) || m.Err() != err || m.Context().Err() != err {
			t.Errorf("got %v", err)
		}
	}
	if want := [][2]int{{1, 3}, {2, 3}}; !slices.Equal(told, want) || m.Finish() == nil || len(told) != 2 {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestMeterFinishes(t *testing.T) {
	var told []int
	m := meter.Of(t.Context(), 5, func(done, _ int) { told = append(told, done) })
	for range 2 {
		if m.Finish() != nil {
			t.Error("it was not cancelled")
		}
	}
	nothing := meter.Of(t.Context(), 0, func(int, int) { t.Error("there is nothing to do") })
	if !slices.Equal(told, []int{5}) || nothing.Finish() != nil {
		t.Errorf("told %v, want the total once", told)
	}
}

func TestMeterWithoutACallback(t *testing.T) {
	m := meter.Of(t.Context(), 2, nil)
	if m.Step() != nil || m.Finish() != nil {
		t.Error("it was not cancelled")
	}
}
