package engine

import (
	"net/netip"
	"slices"
	"testing"
)

// Starts that both have go away in pairs, lists that are the same as a whole.
func TestDifferenceOfStarts(t *testing.T) {
	p, q := prefix("10.0.0.0/16"), prefix("10.1.0.0/16")
	var long, other []netip.Prefix
	for i := range 40 {
		long = append(long, netip.PrefixFrom(netip.AddrFrom4([4]byte{11, byte(i)}), 24))
	}
	other = slices.Clone(long)
	other[39] = q
	starts := func(list []netip.Prefix, single ...Start) Starts {
		s := Starts{Single: single}
		s.AddList(list, 7)
		return s
	}
	for name, c := range map[string]struct {
		s, others Starts
		want      []Start
	}{
		"nothing":              {Starts{}, Starts{}, nil},
		"the same":             {starts(long, Start{p, 1}, Start{q, 1}), starts(slices.Clone(long), Start{q, 1}, Start{p, 1}), nil},
		"one is there twice":   {starts(nil, Start{p, 1}, Start{p, 1}), starts(nil, Start{p, 1}), []Start{{p, 1}}},
		"another origin":       {starts(nil, Start{q, 2}, Start{p, 1}), starts(nil, Start{p, 2}, Start{q, 2}), []Start{{p, 1}}},
		"a list that differs":  {starts(other), starts(long), []Start{{q, 7}}},
		"a list of one origin": {Starts{Lists: []StartList{{long, 7}}}, Starts{Lists: []StartList{{long, 8}}}, all(long, 7)},
		"a list twice":         {Starts{Lists: []StartList{{long, 7}, {long, 7}}}, starts(long), all(long, 7)},
	} {
		if got := c.s.without(&c.others); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
	if short := starts(long[:31]); len(short.Single) != 31 || len(short.Lists) != 0 {
		t.Errorf("a short list is %d starts and %d lists", len(short.Single), len(short.Lists))
	}
}

func all(list []netip.Prefix, o Origin) (starts []Start) {
	for _, p := range list {
		starts = append(starts, Start{p, o})
	}
	return starts
}
