package policy

import (
	"slices"
	"testing"

	"github.com/cenroute/cenroute/route"
)

// FuzzAnalyze: no list panics, is worked on beyond the limit, or gets an answer that its witness does not show. Where
// nothing is undecided, a route in the data meets no policy that is called dead, and is in exactly one cell.
func FuzzAnalyze(f *testing.F) {
	f.Add([]byte{}, uint8(0), false)
	f.Add([]byte("a few policies of any kind, and a route that may or may not meet them"), uint8(6), true)
	f.Add(slices.Repeat([]byte{10, 1, 0, 1, 5, 1, 7, 200, 33}, 60), uint8(20), true)
	f.Fuzz(func(t *testing.T, data []byte, n uint8, known bool) {
		choices := tape(data)
		s, to, d := choices.subject(), choices.target(), Direction(choices.upTo(3))
		var u Universe
		if known {
			u = Universe{Sources: []Source{{s.Origin, s.Type}, {choices.subject().Origin, route.NoType}}, Targets: []Target[string]{to, choices.target()}}
		}
		list := make([]Policy, n%24)
		for i := range list {
			list[i] = choices.policy()
		}
		r := route.Route{Prefix: s.Prefix, Type: s.Type, ASPath: s.ASPath, Communities: s.Communities, Preference: s.Preference, Origin: originOf(&s.Origin)}
		a := Analyze(list, d, u)
		matched := Evaluate(list, d, r, to).Policies
		inSpace := s.Prefix.IsValid() && classOf(s.Type) != route.NoType && int(s.Origin.Kind) < 6 && (!known || d == Egress)
		for _, st := range a.Standings() {
			if st.Alive == No && inSpace && slices.Contains(matched, st.Priority) && !repeatedPriority(list, st.Priority) {
				t.Errorf("%d is called dead, but matches %+v to %+v by %+v", st.Priority, r, to, list)
			}
		}
		a.Redundancies()
		a.Conflicts()
		Compare(list, list[:len(list)/2], d, u)
		cells, all := a.Cells(Query{})
		in := 0
		for i := range cells {
			if cells[i].Contains(r, to) {
				in++
			}
		}
		if in > 1 || in == 0 && all && inSpace {
			t.Errorf("%+v to %+v is in %d cells of %+v", r, to, in, list)
		}
	})
}

func repeatedPriority(list []Policy, priority int) bool {
	n := 0
	for i := range list {
		if list[i].Priority == priority {
			n++
		}
	}
	return n > 1
}
