package policy

import (
	"context"
	"testing"

	"github.com/cenroute/cenroute/internal/meter/metertest"
)

func TestConflictsAreCancelled(t *testing.T) {
	list := []Policy{
		{Priority: 10, Direction: Egress, Action: Deny, Match: inside(Include, "10.1.2.0/24")},
		{Priority: 20, Direction: Egress, Match: inside(Include, "10.1.0.0/16")},
		{Priority: 30, Direction: Egress, Action: Deny, Match: inside(Include, "10.1.1.0/24")},
	}
	a := Analyze(list, Egress, Universe{})
	conflicts, all := a.Conflicts()
	if len(conflicts) != 2 || !all {
		t.Fatalf("%v conflicts, all: %v; want 10 before 20 and 20 before 30", conflicts, all)
	}
	metertest.Check(t, metertest.Results{conflicts, all}, func(ctx context.Context, progress func(done, total int)) (metertest.Results, error) {
		list, all, err := a.ConflictsContext(ctx, progress)
		return metertest.Results{list, all}, err
	})
}
