package invariant_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/invariant"
)

func TestVerdictJSON(t *testing.T) {
	s := stateOf(t, site())
	for _, c := range []struct {
		of   invariant.Invariant
		want string
	}{
		{invariant.NoConflict(), `{"invariant":"NoConflict()","holds":true}`},
		{void, `{"invariant":"void","holds":true,"vacuous":true}`},
		{invariant.NoTransit(), `{"invariant":"NoTransit()","holds":false,"error":"no kinds are named"}`},
		{invariant.Not(yes), `{"invariant":"Not(yes)","holds":false,"parts":[{"invariant":"yes","holds":true}]}`},
		{invariant.Survives(no, "vpn-1"),
			`{"invariant":"Survives(no, vpn-1)","holds":false,"down":["vpn-1"],"parts":[{"invariant":"no","holds":false,"message":"it is so"}]}`},
		{invariant.OneWay("idc", "partner"),
			`{"invariant":"OneWay(idc, partner)","holds":false,"message":"a packet from idc does not arrive at partner","trace":{"reachable":false,"forward":`},
		{invariant.MaxRoutes("vtb", 0),
			`{"invariant":"MaxRoutes(vtb, 0)","holds":false,"message":"vtb has 4 Active routes; 10.10.0.0/16 is the first beyond 0","explanation":{"table":"vtb","prefix":"10.10.0.0/16",`},
	} {
		got, err := json.Marshal(c.of.Check(s))
		if err != nil || !strings.HasPrefix(string(got), c.want) {
			t.Errorf("%v is\n%s, want\n%s, error %v", c.of, got, c.want, err)
		}
	}
}

func TestZeroVerdictHoldsNot(t *testing.T) {
	if v := (invariant.Verdict{}); v.Holds || v.String() != "does not hold: \n" {
		t.Errorf("the zero verdict is %v", v)
	}
	silent := invariant.New("silent", func(*topology.State) invariant.Verdict { return invariant.Verdict{} })
	if v := silent.Check(new(topology.State)); v.Holds || v.String() != "does not hold: silent\n" {
		t.Errorf("an invariant that answers nothing: %v", v)
	}
}
