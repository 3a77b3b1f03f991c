package policy

import (
	"fmt"
	"slices"
	"testing"
)

// namedBy returns the policies whose list names an ID.
func namedBy(lists [][]int, id int) (m mask) {
	for i, list := range lists {
		if slices.Contains(list, id) {
			m = m.or(bit(i))
		}
	}
	return m
}

// indexOf returns the index of lists; those that are nil are no condition.
func indexOf(lists [][]int) *index[int] {
	x := newIndex[int](firstPlaces(len(lists)))
	for i, list := range lists {
		if list != nil {
			x.free = x.free.without(bit(i))
		}
		for _, id := range list {
			x.add(id, bit(i))
		}
	}
	x.finish(len(lists))
	return x
}

// An index tells of any policies which of them name an ID, whether it is a short list or a table, and whether a policy
// names one ID, several or one twice.
func TestIndexes(t *testing.T) {
	lists := [][]int{nil, {1}, {2}, {2, 3}, {4, 4}, {}, {5, 6, 7}, {1}}
	for range 2 {
		for _, more := range [...]int{0, 2, 3, 20} { // IDs that one policy each names
			all := slices.Clone(lists)
			for i := range more {
				all = append(all, []int{10 + i})
			}
			checkIndex(t, all)
		}
		lists = append(append(lists, make([][]int, 30)...), lists...)
	}
}

func checkIndex(t *testing.T, lists [][]int) {
	x := indexOf(lists)
	all := firstPlaces(len(lists))
	for i := range lists {
		if got, want := !x.asked(bit(i)).isEmpty(), lists[i] != nil; got != want {
			t.Fatalf("policy %d has the condition: %v, want %v", i, got, want)
		}
	}
	for id := range 32 {
		want := namedBy(lists, id)
		asked := []mask{x.asked(all), want, firstPlaces(len(lists) / 2)}
		for i := range lists {
			asked = append(asked, bit(i), bit(i).or(bit(len(lists)-1)))
		}
		for _, m := range asked {
			if got := x.named(id, m).and(m); got != want.and(m) {
				t.Fatalf("%s: of %x, %x name %d, want %x", fmt.Sprint(lists), m, got, id, want.and(m))
			}
		}
	}
}

// The places of a set are yielded in order, for as long as somebody asks.
func TestPlaces(t *testing.T) {
	places := []int{0, 1, 63, 64, 90, 127}
	var m mask
	for _, i := range places {
		m = m.or(bit(i))
	}
	if got := slices.Collect(m.all()); !slices.Equal(got, places) || m.number() != len(places) {
		t.Errorf("%v, %d of them, want %v", got, m.number(), places)
	}
	for i := range m.all() {
		if i == 63 {
			break
		}
	}
	if got := slices.Collect(mask{}.all()); len(got) > 0 || (mask{}).number() != 0 {
		t.Errorf("no policies: %v", got)
	}
}
