package policy

// A queue has the variables in it that were in dead ends, first the one that was in most, where later ones weigh more. It
// is a heap.
type queue struct {
	heap   []int
	place  []int // in the heap, by variable; -1: not in it
	weight []float64
	unit   float64
	bumped []int // variables with a weight
}

// heaviest is the weight beyond which all weights are scaled down.
const heaviest = 1e100

func (q *queue) add() {
	q.place, q.weight = append(q.place, -1), append(q.weight, 0)
}

// clear takes all variables out and forgets the dead ends.
func (q *queue) clear() {
	for _, v := range q.heap {
		q.place[v] = -1
	}
	for _, v := range q.bumped {
		q.weight[v] = 0
	}
	q.heap, q.bumped, q.unit = q.heap[:0], q.bumped[:0], 1
}

// put puts a variable into the queue if it was in a dead end and is not there.
func (q *queue) put(v int) {
	if q.weight[v] > 0 && q.place[v] < 0 {
		q.place[v] = len(q.heap)
		q.heap = append(q.heap, v)
		q.up(q.place[v])
	}
}

// take takes the first variable out.
func (q *queue) take() (v int, ok bool) {
	if len(q.heap) == 0 {
		return 0, false
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
	if q.weight[v] == 0 {
		q.bumped = append(q.bumped, v)
	}
	if q.weight[v] += q.unit; q.weight[v] > heaviest {
		for _, v := range q.bumped {
			q.weight[v] /= heaviest
		}
		q.unit /= heaviest
	}
	if q.place[v] >= 0 {
		q.up(q.place[v])
	}
}

// age lets what is bumped from now on weigh more.
func (q *queue) age() { q.unit /= 0.95 }

// cut takes the variables from n on out for good, and clears the queue.
func (q *queue) cut(n int) {
	q.clear()
	q.place, q.weight = q.place[:n], q.weight[:n]
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
