package reference_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/internal/reference"
	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// Where there is one stable state, it does not matter which table changes first (D-3).
func TestScheduleDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		state, err := topology.Propagate(n)
		var unstable topology.Instabilities
		if errors.As(err, &unstable) {
			t.Skip("no single stable state")
		}
		var order []string
		for _, table := range tablesOf(state) {
			order = append(order, table.ID)
		}
		order = rapid.Permutation(order).Draw(t, "order")
		reached, err := reference.PropagateInOrder(n, order)
		if err != nil {
			t.Fatal(err) // only data centers in transit can make that happen
		}
		if diff := difference(tablesOf(state), reached); diff != "" {
			t.Fatalf("in the order %v:%s", order, diff)
		}
	})
}

// The tables do not depend on the order in which the network declares its parts (D-3).
func TestOrderOfDeclarationsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := topologytest.Draw(t, topologytest.Networks(topologytest.Small()))
		first, err := reference.Propagate(n)
		if err != nil {
			t.Skip(err)
		}
		second, err := reference.Propagate(topologytest.Reordered(n).Draw(t, "reordered"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := difference(first, second); diff != "" {
			t.Fatal(diff)
		}
	})
}

// A published VPC route that comes back over circuits wins over itself and so takes itself away (D-16, D-36): there is
// no stable state, and the reference says so and names a table.
func TestNotStable(t *testing.T) {
	n, err := topology.Parse([]byte(`{"rules": "2024-03",
	 "transitRouters": [{"id": "tr-a", "cen": "cen-1", "region": "cn-a", "routeTables": [{"id": "vtb-a"}]}],
	 "vpcs": [{"id": "vpc-1", "region": "cn-a", "routeTables": [{"id": "vtb-1", "routes": [
	  {"prefix": "10.9.0.0/16", "nextHop": "ngw-1", "nextHopType": "NatGateway", "publish": ["TR"]}]}]}],
	 "vbrs": [{"id": "vbr-1", "region": "cn-a"}, {"id": "vbr-2", "region": "cn-a"}],
	 "dataCenters": [{"id": "idc-1", "asn": 65001, "transit": true, "sessions": [
	  {"to": "vbr-1", "dropsAsPath": true}, {"to": "vbr-2", "dropsAsPath": true}]}],
	 "attachments": [
	  {"id": "att-vpc-1", "kind": "VPC", "transitRouter": "tr-a", "instance": "vpc-1", "propagations": ["vtb-a"]},
	  {"id": "att-vbr-1", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-1", "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true},
	  {"id": "att-vbr-2", "kind": "VBR", "transitRouter": "tr-a", "instance": "vbr-2", "association": "vtb-a", "propagations": ["vtb-a"], "routeSync": true}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if violations, _ := n.Validate(); len(violations) > 0 {
		t.Fatal(violations)
	}
	for _, propagate := range []func() (reference.Tables, error){
		func() (reference.Tables, error) { return reference.Propagate(&n) },
		func() (reference.Tables, error) { return reference.PropagateInOrder(&n, []string{"vbr-2", "idc-1"}) },
	} {
		tables, err := propagate()
		var unstable *reference.NotStable
		if !errors.As(err, &unstable) || tables != nil {
			t.Fatalf("got %v, %v", tables, err)
		}
		if !slices.Contains([]string{"vtb-a", "vbr-1", "vbr-2", "idc-1"}, unstable.Table) || unstable.Error() == "" {
			t.Errorf("table %q: %v", unstable.Table, err)
		}
	}
}
