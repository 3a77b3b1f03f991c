package engine

import (
	"reflect"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/cenroute/cenroute/policy"
)

// Lists are equal if and only if their values are, however they were put together, and give their values back.
func TestListsAreEqualAsTheirValuesAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var x Lists[uint32]
		values := rapid.SliceOfN(rapid.Uint32Range(1, 3), 0, 5)
		var all [][]uint32
		var lists []List[uint32]
		for range rapid.IntRange(1, 12).Draw(t, "lists") {
			front, rest := values.Draw(t, "front"), values.Draw(t, "rest")
			l := x.Of(rest...)
			if rapid.Bool().Draw(t, "at once") {
				l = x.Prepend(l, front...)
			} else {
				for _, v := range slices.Backward(front) {
					l = x.Prepend(l, v)
				}
			}
			all, lists = append(all, slices.Concat(front, rest)), append(lists, l)
		}
		for i := range lists {
			if got := x.Get(lists[i]); !slices.Equal(got, all[i]) {
				t.Fatalf("list %d holds %v, want %v", i, got, all[i])
			}
			for k := range lists {
				if same := slices.Equal(all[i], all[k]); (lists[i] == lists[k]) != same {
					t.Fatalf("%v and %v are the same list: %v", all[i], all[k], !same)
				}
			}
		}
	})
}

// What a caller does with its values afterwards, or with what he appends to those of a list, changes no list.
func TestListsAreTheirOwn(t *testing.T) {
	var x Lists[uint32]
	mine := []uint32{1, 2, 3}
	l := x.Of(mine...)
	mine[0] = 9
	for _, tail := range []List[uint32]{l, x.Of(2, 3), x.Of(3)} {
		if got := x.Get(tail); cap(got) > len(got) {
			t.Errorf("%v has room behind it, where two who append to it would meet", got)
		}
	}
	longer := x.Prepend(l, 8)
	if got := x.Get(l); !slices.Equal(got, []uint32{1, 2, 3}) {
		t.Errorf("the list holds %v", got)
	}
	if got := x.Get(longer); !slices.Equal(got, []uint32{8, 1, 2, 3}) {
		t.Errorf("the longer list holds %v", got)
	}
}

// A list that is known is found without an allocation; the lists that end a long one take no memory for their values.
func TestListsCostLittle(t *testing.T) {
	var x Lists[uint32]
	l := x.Of(1, 2, 3)
	if number := testing.AllocsPerRun(100, func() { x.Get(x.Prepend(l, 4)) }); number != 0 {
		t.Errorf("a known list allocates %v times", number)
	}
	long := x.Of(make([]uint32, 1000)...)
	if whole, end := x.Get(long), x.Get(x.Of(0)); &whole[999] != &end[0] {
		t.Error("the end of a list is held apart from it")
	}
}

// Several goroutines that meet the same lists at once agree on their numbers.
func TestListsOfManyGoroutines(t *testing.T) {
	var x Lists[uint32]
	const most = 200
	var found [4][most]List[uint32]
	var all sync.WaitGroup
	for i := range found {
		all.Go(func() {
			for k := range uint32(most) {
				found[i][k] = x.Prepend(x.Of(k), 7)
				if got := x.Get(found[i][k]); !slices.Equal(got, []uint32{7, k}) {
					t.Errorf("list %d holds %v", k, got)
				}
			}
		})
	}
	all.Wait()
	for i := range found {
		if found[i] != found[0] {
			t.Errorf("goroutine %d has other numbers than the first", i)
		}
	}
}

// A row is as large as one line of the cache, or smaller: tables are copied all the time.
func TestRowIsSmall(t *testing.T) {
	if size := reflect.TypeFor[Row]().Size(); size > 64 {
		t.Errorf("a row takes %d bytes, want 64 at most", size)
	}
}

// The policies of a table come in front of those that decided about a row before, the last one that was asked first.
func TestDecidedBy(t *testing.T) {
	n := oneTable()
	before := PolicyRef{Table: 1}
	for _, c := range []struct {
		before     List[PolicyRef]
		priorities []int
		want       List[PolicyRef]
	}{
		{deciders(before), []int{20, 30}, deciders(PolicyRef{3, policy.Ingress, 30}, PolicyRef{3, policy.Ingress, 20}, before)},
		{deciders(), []int{10}, deciders(PolicyRef{3, policy.Ingress, 10})},
		{deciders(before), nil, deciders(before)},
	} {
		if got := n.decidedBy(c.before, 3, policy.Ingress, c.priorities); got != c.want {
			t.Errorf("%v: %v, want %v", c.priorities, n.Deciders.Get(got), n.Deciders.Get(c.want))
		}
	}
}
