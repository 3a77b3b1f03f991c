package topologytest

import (
	"net/netip"
	"reflect"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/topology"
)

// NearlyValid draws a valid network of a Size with one random edit anywhere in it: a reference to nothing or to
// something of the wrong kind, an ID that is there already or missing, a prefix with host bits or of another family or
// none, a number or an enumeration out of its range, a switch turned, an element left out, repeated or moved from
// another list. Most of these networks have a violation, the others differ from the valid one in what they mean.
func NearlyValid(s Size) *rapid.Generator[*topology.Network] {
	s = s.within()
	return rapid.Custom(func(t *rapid.T) *topology.Network {
		n := newMaker(t, s).network()
		e := &editor{chooser: chooser{t}}
		e.look(reflect.ValueOf(n).Elem())
		e.edit(pick(&e.chooser, e.places...))
		return n
	})
}

// An editor changes one place of a network.
type editor struct {
	chooser
	places []reflect.Value // everything that can be changed, in document order
	texts  []string        // every text of the network
}

// look collects the places inside a value.
func (e *editor) look(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[netip.Prefix]() {
			e.places = append(e.places, v)
			return
		}
		for i := range v.NumField() {
			e.look(v.Field(i))
		}
	case reflect.Slice:
		if v.Len() > 0 {
			e.places = append(e.places, v)
		}
		for i := range v.Len() {
			e.look(v.Index(i))
		}
	case reflect.String:
		e.texts = add(e.texts, v.String())
		e.places = append(e.places, v)
	default:
		e.places = append(e.places, v)
	}
}

// edit changes a place.
func (e *editor) edit(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		v.Set(reflect.ValueOf(e.prefix(v.Interface().(netip.Prefix))))
	case reflect.Slice:
		e.editList(v)
	case reflect.String:
		v.SetString(e.text())
	case reflect.Bool:
		v.SetBool(!v.Bool())
	case reflect.Int:
		v.SetInt(int64(pick(&e.chooser, 0, -1, 1, 101, 5000, 1<<40)))
	case reflect.Uint8:
		v.SetUint(uint64(pick(&e.chooser, 0, 1, 2, 3, 5, 7, 13, 255)))
	case reflect.Uint32:
		v.SetUint(uint64(pick(&e.chooser, 0, 1, 65025, 1<<32-1)))
	case reflect.Map:
		e.editModes(v)
	case reflect.Pointer:
		v.Set(reflect.ValueOf(new(bool)))
	}
}

// text draws an ID or the like: one of nothing, none, one that is used elsewhere, or a word with a meaning of its own.
func (e *editor) text() string {
	switch e.below(6) {
	case 0:
		return "x-1"
	case 1:
		return ""
	case 2:
		return pick(&e.chooser, "local", "blackhole", "vpc-1/system", "ecr-1@cn-hangzhou")
	}
	return pick(&e.chooser, e.texts...)
}

// prefix draws a prefix near another one, or none at all.
func (e *editor) prefix(p netip.Prefix) netip.Prefix {
	switch e.below(5) {
	case 0:
		return pick(&e.chooser, universe[:]...)
	case 1: // host bits
		return netip.PrefixFrom(p.Addr().Next(), p.Bits())
	case 2:
		return netip.Prefix{}
	case 3: // IPv4 in the dress of IPv6
		return netip.PrefixFrom(netip.AddrFrom16(p.Addr().As16()), 96)
	}
	return pick(&e.chooser, block("224.0.0.0/8"), block("100.64.0.0/16"), block("127.0.0.0/8"), block("10.0.0.0/30"))
}

// editList leaves an element out, repeats it, or puts it at another place.
func (e *editor) editList(v reflect.Value) {
	i := e.below(v.Len())
	switch e.below(3) {
	case 0:
		rest := reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v.Slice(0, i))
		v.Set(reflect.AppendSlice(rest, v.Slice(i+1, v.Len())))
	case 1:
		v.Set(reflect.Append(v, v.Index(i)))
	case 2:
		reflect.Swapper(v.Interface())(i, e.below(v.Len()))
	}
}

// editModes gives a region a transit mode that does not exist.
func (e *editor) editModes(v reflect.Value) {
	region := "cn-hangzhou"
	if keys := sortedKeys(v); len(keys) > 0 {
		region = pick(&e.chooser, keys...)
	}
	v.Set(reflect.ValueOf(map[string]topology.TransitMode{region: pick[topology.TransitMode](&e.chooser, 2, 255)}))
}
