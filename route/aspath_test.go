package route

import (
	"testing"

	"pgregory.net/rapid"
)

func TestASPath(t *testing.T) {
	p := ASPath{45104, 65001}
	for _, test := range []struct {
		asn  uint32
		want bool
	}{{45104, true}, {65001, true}, {65002, false}, {0, false}} {
		if got := p.Contains(test.asn); got != test.want {
			t.Errorf("%v contains %d: %v", p, test.asn, got)
		}
	}
	if ASPath(nil).Contains(0) {
		t.Error("an empty path contains a system")
	}
	for _, test := range []struct {
		front, path, want ASPath
	}{
		{ASPath{1, 2}, ASPath{3}, ASPath{1, 2, 3}}, // in list order (P-4.7)
		{ASPath{3, 3}, ASPath{3}, ASPath{3, 3, 3}}, // repetitions stay
		{nil, ASPath{3}, ASPath{3}},
		{ASPath{1}, nil, ASPath{1}},
		{nil, nil, nil},
	} {
		if got := test.path.Prepend(test.front...); !got.Equal(test.want) {
			t.Errorf("%v before %v: got %v, want %v", test.front, test.path, got, test.want)
		}
	}
	for _, q := range []ASPath{nil, {45104}, {65001, 45104}, {45104, 65001, 65001}} {
		if p.Equal(q) {
			t.Errorf("%v equals %v", p, q)
		}
	}
}

func TestPrependCopies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		asns := rapid.SliceOfN(rapid.Uint32(), 0, 3)
		path, front := ASPath(asns.Draw(t, "path")), asns.Draw(t, "front")
		room := append(make(ASPath, 0, 8), path...) // with room behind it
		got := room.Prepend(front...)
		for i := range got {
			got[i]++
		}
		if !room.Equal(path) {
			t.Errorf("prepending changed %v to %v", path, room)
		}
		if len(got) != len(front)+len(path) {
			t.Errorf("%d systems, want %d", len(got), len(front)+len(path))
		}
	})
}
