package topologytest

import (
	"reflect"
	"slices"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology"
)

// Reordered draws the same network with its parts declared in another order: transit routers, tables, policies,
// attachments, sessions, the members of sets. What has a meaning by its place stays there: AS paths and, because the
// first vSwitch is the one an attachment is in by default, the first vSwitch of each VPC. The network is not changed,
// and shares no lists with the result.
func Reordered(n *topology.Network) *rapid.Generator[*topology.Network] {
	return rapid.Custom(func(t *rapid.T) *topology.Network {
		c := n.Clone()
		if choices := (&chooser{t}); !choices.oneIn(10) {
			reorder(choices, reflect.ValueOf(c).Elem())
		}
		return c
	})
}

// reorder shuffles every list inside a value whose order has no meaning.
func reorder(c *chooser, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				reorder(c, v.Field(i))
			}
		}
	case reflect.Slice:
		if !ordered(v) {
			first := 0
			if v.Type() == reflect.TypeFor[[]topology.VSwitch]() {
				first = 1
			}
			shuffle(c, v, first)
		}
		for i := range v.Len() {
			reorder(c, v.Index(i))
		}
	}
}

// ordered reports whether the order of a list has a meaning: AS paths are the only lists of plain numbers.
func ordered(v reflect.Value) bool {
	return v.Type().Elem().Kind() == reflect.Uint32 && !isCommunities(v)
}

func isCommunities(v reflect.Value) bool { return v.Type().Elem().Name() == "Community" }

// shuffle puts the elements from first on into another order.
func shuffle(c *chooser, v reflect.Value, first int) {
	swap := reflect.Swapper(v.Interface())
	for i := first; i < v.Len()-1; i++ {
		swap(i, i+c.below(v.Len()-i))
	}
}

// sortedKeys returns the keys of a map from texts in order.
func sortedKeys(v reflect.Value) []string {
	var keys []string
	for _, k := range v.MapKeys() {
		keys = append(keys, k.String())
	}
	slices.Sort(keys)
	return keys
}
