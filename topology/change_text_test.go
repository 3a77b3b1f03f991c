package topology

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/cenroute/cenroute/route/rule"
)

// allChanges are the closed set of changes.
var allChanges = []Change{
	Attach{}, Detach{}, SetOptions{}, CreatePeering{}, DeletePeering{}, Associate{}, Dissociate{}, ReplaceAssociation{},
	EnablePropagation{}, DisablePropagation{}, EnableSync{}, DisableSync{}, CreateTable{}, DeleteTable{}, SetMultiRegionECMP{},
	AddRoute{}, RemoveRoute{}, AddPrefixList{}, RemovePrefixList{}, SetPrefixes{}, AddAggregate{}, RemoveAggregate{}, SetScope{},
	AddPolicy{}, RemovePolicy{}, ReplacePolicy{}, SetSystemPolicy{}, AddVPCRoute{}, RemoveVPCRoute{}, Publish{}, Unpublish{},
	SetReceiveRoutes{}, AddVSwitch{}, RemoveVSwitch{}, AssociateECR{}, DissociateECR{}, SetECRPrefixes{}, SetDefaultPath{},
	SetTransitMode{}, AddCircuit{}, RemoveCircuit{}, DisableECRRoute{}, EnableECRRoute{}, Announce{}, Withdraw{}, AddSession{},
	RemoveSession{}, FailSession{}, RepairSession{}, AddExternalRoute{}, RemoveExternalRoute{}, Fail{}, Repair{}, Create{}, Delete{},
	Redefine{}, AddGrant{}, RemoveGrant{}, SetRules{},
}

// A filler gives every field of a change a value of its own, and keeps the texts of those that identify something.
type filler struct {
	count int
	texts []string
}

func (f *filler) fill(v reflect.Value, named bool) {
	f.count++
	switch p, isPrefix := v.Addr().Interface().(*netip.Prefix); {
	case isPrefix:
		*p = netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(f.count)}), 16)
		f.note(p.String(), named)
	case v.Kind() == reflect.String:
		v.SetString(fmt.Sprint("x-", f.count, "-"))
		f.note(v.String(), named)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name // of what is inside an object, its ID and prefix identify it
			f.fill(v.Field(i), named && (v.Type().PkgPath() != "" && isChange(v.Addr().Interface()) || name == "ID" || name == "Prefix"))
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0), named)
		f.fill(v.Index(1), named)
	}
}

func (f *filler) note(text string, named bool) {
	if named {
		f.texts = append(f.texts, text)
	}
}

func isChange(pointer any) bool {
	_, ok := reflect.ValueOf(pointer).Elem().Interface().(Change)
	return ok
}

// A change in words names everything that it is about, and no two kinds of change have the same words.
func TestChangesInWords(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range allChanges {
		v := reflect.New(reflect.TypeOf(c)).Elem()
		var f filler
		f.fill(v, true)
		text := v.Interface().(Change).String()
		for _, part := range f.texts {
			if !strings.Contains(text, part) {
				t.Errorf("%T: %q does not name %s of %+v", c, text, part, v.Interface())
			}
		}
		words := text
		for _, part := range f.texts {
			words = strings.ReplaceAll(words, part, "")
		}
		if strings.TrimSpace(words) == "" || seen[words] {
			t.Errorf("%T: the words %q are no words, or those of another change", c, words)
		}
		seen[words] = true
	}
	if got := (SetRules{Edition: rule.Edition2026}).String(); !strings.Contains(got, "2026-02") {
		t.Errorf("%q does not name the edition", got)
	}
}

// Every change of what is not there is refused; what adds a whole object, or a grant, needs nothing to be there, and
// the rules of a network always are.
func TestChangesOfWhatIsNotThere(t *testing.T) {
	free := map[string]bool{"Create": true, "CreatePeering": true, "Attach": true, "AddGrant": true, "SetRules": true}
	for _, c := range allChanges {
		v := reflect.New(reflect.TypeOf(c)).Elem()
		new(filler).fill(v, true)
		if create, is := v.Interface().(Create); is {
			create.Object = VPC{ID: "vpc-1"}
			v.Set(reflect.ValueOf(create))
		}
		if _, is := v.Interface().(SetRules); is {
			v.Set(reflect.ValueOf(SetRules{rule.Edition2026}))
		}
		if redefine, is := v.Interface().(Redefine); is {
			redefine.Object = VPC{ID: "vpc-1"}
			v.Set(reflect.ValueOf(redefine))
		}
		filled := v.Interface().(Change)
		if err := filled.check(&Network{}); (err == nil) != free[v.Type().Name()] {
			t.Errorf("%T on an empty network: %v", c, err)
		}
	}
}
