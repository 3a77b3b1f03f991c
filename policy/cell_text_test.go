package policy

import (
	"testing"

	"github.com/cenroute/cenroute/attach"
	"github.com/cenroute/cenroute/route"
)

// The sets of a dimension in words, over the values 1, 2 and 3 and others that nobody names.
func TestSetText(t *testing.T) {
	var v vocabulary[uint32]
	v.addAll([]uint32{1, 2, 3})
	some := func(values ...uint32) atomSet { return v.atoms(values) }
	but := func(values ...uint32) atomSet { return v.all().minus(some(values...)) }
	every := interval{some(), v.all()}
	for _, c := range []struct {
		in   interval
		not  []interval
		want string
	}{
		{every, nil, ""},
		{interval{some(1), v.all()}, nil, "with all of [1]"},
		{interval{some(), some(1, 2)}, nil, "with nothing but [1 2]"},
		{interval{some(), some()}, nil, "with nothing but []"},
		{interval{some(), but(2)}, nil, "with none of [2]"},
		{interval{some(3), but(2)}, nil, "with all of [3] and with none of [2]"},
		{every, []interval{{some(), some(1)}}, "with others than [1]"},
		{every, []interval{{some(1), v.all()}}, "without some of [1]"},
		{every, []interval{{some(1), some(1, 2)}}, "without some of [1] or with others than [1 2]"},
		{every, []interval{{some(1), but(2)}}, "without some of [1] or with some of [2]"},
		{every, []interval{{some(), but(2)}}, "with some of [2]"},
		{interval{some(1), v.all()}, []interval{{some(1, 2), v.all()}, {some(), but(3)}},
			"with all of [1] and without some of [2] and with some of [3]"},
	} {
		var b box
		b.sets[ofASPath-points] = subset{interval: c.in, not: c.not}
		if got := setText(&v, &b, ofASPath); got != c.want {
			t.Errorf("%v without %v: %q, want %q", c.in, c.not, got, c.want)
		}
	}
}

// The values of each dimension in words.
func TestNamesOfSamples(t *testing.T) {
	s := sample{target: Target[string]{Instance: "vpc-2", Kind: attach.VPC, Region: "cn-beijing", Table: "vtb-2"}}
	s.subject.Origin = Origin[string]{Instance: "ccn-1", Member: "sag-1", Kind: attach.CCN, Region: "cn-hangzhou", Table: "vtb-1"}
	s.subject.Type = route.BGP
	for d, want := range map[dimension]string{
		ofSource: "sag-1 " + route.BGP.String(), ofKind: attach.CCN.String(), ofRegion: "cn-hangzhou", ofTable: "vtb-1", ofType: route.BGP.String(),
		toTarget: "vpc-2 vtb-2", toKind: attach.VPC.String(), toRegion: "cn-beijing", toTable: "vtb-2",
	} {
		if got := (&cut{dimension: d}).name(&s); got != want {
			t.Errorf("dimension %d: %q, want %q", d, got, want)
		}
	}
	if got := (&cut{dimension: ofKind}).name(&sample{}); got != "none" {
		t.Errorf("no kind: %q", got)
	}
	for want, o := range map[string]Origin[string]{
		"ccn-1": {Instance: "ccn-1", Region: "cn-hangzhou"}, "cn-hangzhou": {Region: "cn-hangzhou"}, "": {},
	} {
		if got := sourceName(&o, route.NoType); got != want {
			t.Errorf("source %+v: %q, want %q", o, got, want)
		}
	}
	for want, to := range map[string]Target[string]{
		"peer in cn-beijing": {Peer: true, Region: "cn-beijing", Table: "vtb-2"}, "vpc-2": {Instance: "vpc-2"},
	} {
		if got := targetName(&to); got != want {
			t.Errorf("target %+v: %q, want %q", to, got, want)
		}
	}
}

// What becomes of the routes of a cell in words; an empty cell of no analysis has no conditions.
func TestFateOfACell(t *testing.T) {
	for want, c := range map[string]Cell{
		"denied by [10 20]: everything":      {Policies: []int{10, 20}},
		"denied by []: everything":           {},
		"permitted by no policy: everything": {Permit: true},
		"permitted by [10]: everything":      {Permit: true, Policies: []int{10}},
	} {
		if got := c.String(); got != want {
			t.Errorf("%+v: %q, want %q", c, got, want)
		}
	}
}
