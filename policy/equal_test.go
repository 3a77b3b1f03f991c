package policy

import (
	"reflect"
	"slices"
	"testing"
)

// Two policies are equal unless they differ in some field, and every field counts.
func TestEqualLooksAtEveryField(t *testing.T) {
	fields := 0
	var change func(v reflect.Value, path string, changed *Policy)
	change = func(v reflect.Value, path string, changed *Policy) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				change(v.Field(i), path+"."+v.Type().Field(i).Name, changed)
			}
			return
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Uint8:
			v.SetUint(1)
		case reflect.Int:
			v.SetInt(1)
		default:
			t.Fatalf("%s is a %v", path, v.Kind())
		}
		fields++
		if same := new(Policy); changed.Equal(same) || same.Equal(changed) || !changed.Equal(changed) {
			t.Errorf("%s does not count", path)
		}
		v.SetZero()
	}
	p := new(Policy)
	change(reflect.ValueOf(p).Elem(), "Policy", p)
	if fields != 4+2*5+2+6+4 {
		t.Errorf("%d fields were changed", fields)
	}
	a, b := Policy{Match: Match{Source: Endpoint{Regions: []string{"cn-a", "cn-b"}}}}, Policy{Match: Match{Source: Endpoint{Regions: []string{"cn-b", "cn-a"}}}}
	if a.Equal(&b) {
		t.Error("lists in another order are equal")
	}
	b.Match.Source.Regions = slices.Clone(a.Match.Source.Regions)
	b.Match.RouteTypes = slices.Grow(b.Match.RouteTypes, 1)
	if !a.Equal(&b) {
		t.Error("an empty list is not a nil one")
	}
}
