package topology_test

import (
	"net/netip"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/google/go-cmp/cmp"

	"github.com/cenroute/cenroute/topology"
	"github.com/cenroute/cenroute/topology/topologytest"
)

// overwrite changes every value inside a value in place: each element of each list and map, and what pointers point to.
func overwrite(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[netip.Prefix]() {
			v.Set(reflect.ValueOf(netip.MustParsePrefix("203.0.113.0/24")))
			return
		}
		for i := range v.NumField() {
			overwrite(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			overwrite(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			v.SetMapIndex(key, reflect.Value{})
		}
	case reflect.Pointer:
		if !v.IsNil() {
			overwrite(v.Elem())
		}
	case reflect.String:
		v.SetString("overwritten")
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8, reflect.Uint32:
		v.SetUint(v.Uint() ^ 1)
	}
}

// fill puts one element into every list and map inside a value, and something behind every pointer.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[netip.Prefix]() {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key"), reflect.Zero(v.Type().Elem()))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	}
}

// A clone equals its original, and an edit of one never shows in the other: in networks that are drawn, and in one in
// which no list, map or pointer is empty.
func TestCloneSharesNothing(t *testing.T) {
	full := &topology.Network{}
	fill(reflect.ValueOf(full).Elem())
	checkClone(t, full)
	rapid.Check(t, func(t *rapid.T) {
		checkClone(t, topologytest.Draw(t, topologytest.Networks(topologytest.Medium())))
	})
}

func checkClone(t rapid.TB, n *topology.Network) {
	t.Helper()
	before, copied := string(topology.Format(*n)), n.Clone()
	if !reflect.DeepEqual(n, copied) {
		t.Fatalf("the clone differs:\n%s", topology.Format(*copied))
	}
	overwrite(reflect.ValueOf(copied).Elem())
	if after := string(topology.Format(*n)); after != before {
		t.Fatalf("an edit of the clone shows in the network:\n%s", cmp.Diff(before, after))
	}
	if reflect.DeepEqual(n, copied) {
		t.Fatal("nothing was edited")
	}
}

func TestCloneOfNothing(t *testing.T) {
	if n := (*topology.Network)(nil).Clone(); n != nil {
		t.Errorf("the clone of a nil network is %v", n)
	}
	empty := (&topology.Network{Down: []string{}}).Clone()
	if empty.Down == nil || empty.Grants != nil {
		t.Errorf("an empty list stays empty and a nil one nil: %#v", empty)
	}
}
