package engine

import (
	"net/netip"
	"reflect"
	"testing"

	"github.com/cenroute/cenroute/policy"
)

// What tells whether a table or a way is as before looks at every field of it, for one that is forgotten would leave
// routes as they were. Except: what Compile works out of the others.
func TestEqualLooksAtEveryField(t *testing.T) {
	node, edge := new(Node), &Edge{Session: new(SessionEdge)}
	eachField(t, reflect.ValueOf(node).Elem(), "Node", nil, func(path string) {
		if same := new(Node); node.equal(same) || !node.equal(node) {
			t.Errorf("%s does not count", path)
		}
	})
	eachField(t, reflect.ValueOf(edge).Elem(), "Edge", []string{"Edge.index", "Edge.wakes"}, func(path string) {
		if same := (&Edge{Session: new(SessionEdge)}); edge.equal(same) || !edge.equal(edge) {
			t.Errorf("%s does not count", path)
		}
	})
	if with := (&Edge{Session: new(SessionEdge)}); with.equal(new(Edge)) || new(Edge).equal(with) || !new(Edge).equal(new(Edge)) {
		t.Error("a session does not count")
	}
}

// eachField changes one field of a value after the other, with those of the values inside it, and calls a function while
// it is changed.
func eachField(t *testing.T, v reflect.Value, path string, except []string, changed func(path string)) {
	for _, name := range except {
		if path == name {
			return
		}
	}
	v = reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem() // also what is not exported
	switch v.Interface().(type) {
	case *policy.Program[ID]:
		v.Set(reflect.ValueOf(policy.Compile(nil, true, func(string) ID { return 0 })))
	case map[Disabled]bool:
		v.Set(reflect.ValueOf(map[Disabled]bool{{}: true}))
	case map[netip.Prefix]bool:
		v.Set(reflect.ValueOf(map[netip.Prefix]bool{{}: true}))
	default:
		switch v.Kind() {
		case reflect.Pointer:
			eachField(t, v.Elem(), path, except, changed)
			return
		case reflect.Struct:
			for i := range v.NumField() {
				eachField(t, v.Field(i), path+"."+v.Type().Field(i).Name, except, changed)
			}
			return
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Uint8, reflect.Uint32:
			v.SetUint(1)
		case reflect.Int32:
			v.SetInt(1)
		default:
			t.Fatalf("%s is a %v", path, v.Kind())
		}
	}
	changed(path)
	v.SetZero()
}
