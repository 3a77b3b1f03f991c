package topologytest

import (
	"net/netip"
	"reflect"
	"slices"

	"github.com/cenroute/cenroute/topology"
)

// Minimize returns a smaller network for which fails still holds: parts and settings are removed, one after the other,
// until none is left that can go. What is removed takes along what refers to it. Every network that fails is asked
// about is valid. The network is not changed; it is returned as it is if fails does not hold for it, or if it is not
// valid.
//
// Rapid shrinks by the draws, not by the network: what it reports of a large network may hold much that does not
// matter. For example, in a failing property:
//
//	t.Fatal(topologytest.Document(topologytest.Minimize(n, wrong)))
func Minimize(n *topology.Network, fails func(*topology.Network) bool) *topology.Network {
	if !isValid(n) || !fails(n) {
		return n
	}
	for smaller := true; smaller; {
		smaller = false
		for k := 0; k < len(removable(n)); {
			c := n.Clone()
			remove(c, removable(c)[k])
			if isValid(c) && fails(c) {
				n, smaller = c, true
			} else {
				k++
			}
		}
	}
	return n
}

func isValid(n *topology.Network) bool {
	violations, _ := n.Validate()
	return len(violations) == 0
}

// A removal is a field that is made zero, or one element of a list that is taken out.
type removal struct {
	place reflect.Value
	index int // of the element, -1: the field
}

// removable returns everything that can be removed from a network, large parts first.
func removable(n *topology.Network) (list []removal) {
	var look func(reflect.Value)
	look = func(v reflect.Value) {
		switch {
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				list = append(list, removal{v, i})
			}
			for i := range v.Len() {
				look(v.Index(i))
			}
		case v.Kind() == reflect.Struct && v.Type() != reflect.TypeFor[netip.Prefix]():
			for i := range v.NumField() {
				look(v.Field(i))
			}
		case !v.IsZero():
			list = append(list, removal{v, -1})
		}
	}
	look(reflect.ValueOf(n).Elem())
	return list
}

// remove takes something out of a network, and what refers to it.
func remove(n *topology.Network, r removal) {
	if r.index < 0 {
		r.place.SetZero()
		return
	}
	gone := idsInside(r.place.Index(r.index))
	takeOut(r.place, r.index)
	for len(gone) > 0 {
		id := gone[0]
		gone = append(gone[1:], forget(reflect.ValueOf(n).Elem(), id)...)
	}
}

func takeOut(list reflect.Value, i int) {
	rest := reflect.AppendSlice(reflect.MakeSlice(list.Type(), 0, list.Len()), list.Slice(0, i))
	rest = reflect.AppendSlice(rest, list.Slice(i+1, list.Len()))
	if rest.Len() == 0 {
		rest = reflect.Zero(list.Type())
	}
	list.Set(rest)
}

// idsInside returns the IDs of an object and of the objects inside it.
func idsInside(v reflect.Value) (ids []string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name == "ID" {
				ids = append(ids, v.Field(i).String())
			}
			ids = append(ids, idsInside(v.Field(i))...)
		}
	case reflect.Slice:
		for i := range v.Len() {
			ids = append(ids, idsInside(v.Index(i))...)
		}
	}
	return ids
}

// forget removes every reference to an ID inside a value: from lists of IDs, from fields that may be empty, and where
// a reference must be there, what holds it. It returns the IDs of what was removed.
func forget(v reflect.Value, id string) (gone []string) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "ID" {
				gone = append(gone, forget(v.Field(i), id)...)
			}
		}
	case reflect.Slice:
		for i := v.Len() - 1; i >= 0; i-- {
			if needs(v.Index(i), id) {
				gone = append(gone, idsInside(v.Index(i))...)
				takeOut(v, i)
			} else {
				gone = append(gone, forget(v.Index(i), id)...)
			}
		}
	case reflect.String:
		if v.String() == id {
			v.SetString("")
		}
	}
	return gone
}

// required are the fields without which what holds them is nothing.
var required = []string{"TransitRouter", "Instance", "NextHop", "To", "VPC"}

// needs reports whether an element of a list is nothing without an ID: it is the ID itself, refers to it, or is a
// peering with an end there.
func needs(v reflect.Value, id string) bool {
	switch v.Kind() {
	case reflect.String:
		return v.String() == id
	case reflect.Struct:
		if p, isPeering := v.Interface().(topology.Peering); isPeering {
			return slices.ContainsFunc(p.Ends, func(e topology.PeeringEnd) bool { return e.TransitRouter == id })
		}
		if p, isPeering := v.Interface().(topology.VPCPeering); isPeering {
			return slices.Contains(p.VPCs, id)
		}
		for _, name := range required {
			if f := v.FieldByName(name); f.IsValid() && f.String() == id {
				return true
			}
		}
	}
	return false
}
