package policy

import "slices"

// A queue has variables in it, first the one that was in dead ends most, where later ones weigh more. It is a heap of
// those that were in any, in front of the others.
type queue struct {
	heap   []int
	place  []int // in the heap, by variable; -1: not in it
	weight []float64
	unit   float64
	rest   int // the first variable that may be there without having been in a dead end
}

// heaviest is the weight beyond which all weights are scaled down.
const heaviest = 1e100

func (q *queue) add(v int) {
	q.place, q.weight = append(q.place, -1), append(q.weight, 0)
	q.unit = max(q.unit, 1)
	q.rest = min(q.rest, v)
}

// put puts a variable into the queue if it is not there.
func (q *queue) put(v int) {
	if q.weight[v] == 0 {
		q.rest = min(q.rest, v)
	} else if q.place[v] < 0 {
		q.place[v] = len(q.heap)
		q.heap = append(q.heap, v)
		q.up(q.place[v])
	}
}

// take takes the first variable out.
func (q *queue) take() (v int, ok bool) {
	if len(q.heap) == 0 {
		if q.rest == len(q.place) {
			return 0, false
		}
		q.rest++
		return q.rest - 1, true
	}
	v = q.heap[0]
	last := len(q.heap) - 1
	q.swap(0, last)
	q.heap = q.heap[:last]
	q.place[v] = -1
	q.down(0)
	return v, true
}

// bump moves a variable towards the front.
func (q *queue) bump(v int) {
	if q.weight[v] += q.unit; q.weight[v] > heaviest {
		for i := range q.weight {
			q.weight[i] /= heaviest
		}
		q.unit /= heaviest
	}
	if q.place[v] >= 0 {
		q.up(q.place[v])
	}
}

// age lets what is bumped from now on weigh more.
func (q *queue) age() { q.unit /= 0.95 }

// cut takes all variables from n on out for good.
func (q *queue) cut(n int) {
	kept := slices.DeleteFunc(slices.Clone(q.heap), func(v int) bool { return v >= n })
	slices.Sort(kept)
	q.heap, q.place, q.weight = q.heap[:0], q.place[:n], q.weight[:n]
	for v := range q.place {
		q.place[v] = -1
	}
	q.rest = 0
	for _, v := range kept {
		q.put(v)
	}
}

func (q *queue) before(i, j int) bool {
	a, b := q.heap[i], q.heap[j]
	return q.weight[a] > q.weight[b] || q.weight[a] == q.weight[b] && a < b
}

func (q *queue) swap(i, j int) {
	q.heap[i], q.heap[j] = q.heap[j], q.heap[i]
	q.place[q.heap[i]], q.place[q.heap[j]] = i, j
}

func (q *queue) up(i int) {
	for i > 0 && q.before(i, (i-1)/2) {
		q.swap(i, (i-1)/2)
		i = (i - 1) / 2
	}
}

func (q *queue) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(q.heap) {
			return
		}
		if child+1 < len(q.heap) && q.before(child+1, child) {
			child++
		}
		if !q.before(child, i) {
			return
		}
		q.swap(i, child)
		i = child
	}
}
