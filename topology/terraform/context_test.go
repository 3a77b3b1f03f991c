package terraform

import (
	"context"
	"os"
	"testing"

	"github.com/cenroute/cenroute/internal/meter/metertest"
)

func TestReadIsCancelled(t *testing.T) {
	plan, err := os.ReadFile("testdata/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	plain := mustRead(t, plan, Options{})
	metertest.Check(t, metertest.Results{plain}, func(ctx context.Context, progress func(done,
		total int)) (metertest.Results, error) {
		r, err := ReadContext(ctx, plan, Options{}, progress)
		return metertest.Results{r}, err
	})
}
