package engine

import (
	"runtime"
	"sync"
)

// share is the number of classes below which another goroutine does not pay.
const share = 64

// solveAll solves every class that has a prefix and is not solved yet. Classes do not depend on each other, so they are shared out among as
// many goroutines as can run at once; each class is solved by one of them, and its result is the same in any order.
func (n *Network) solveAll(report func(done, total int) bool) bool {
	todo := make([]*Class, 0, len(n.classes.all))
	for _, c := range n.classes.all {
		if c.size > 0 && !c.solved {
			todo = append(todo, c)
		}
	}
	q := queue{todo: todo, report: report}
	var others sync.WaitGroup
	workers := max(1, min(runtime.GOMAXPROCS(0), len(todo)/share))
	for range workers - 1 {
		others.Go(func() { q.work(newSolver(n, len(todo)/workers)) })
	}
	q.work(newSolver(n, len(todo)/workers))
	others.Wait()
	return !q.stopped
}

// A queue hands out classes, each once.
type queue struct {
	todo   []*Class
	report func(done, total int) bool

	mu          sync.Mutex
	taken, done int
	stopped     bool
}

// work solves classes until none is left.
func (q *queue) work(s *solver) {
	for c := q.next(); c != nil; c = q.next() {
		s.solveClass(c)
		q.finish()
	}
}

func (q *queue) next() *Class {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.stopped || q.taken == len(q.todo) {
		return nil
	}
	q.taken++
	return q.todo[q.taken-1]
}

func (q *queue) finish() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done++
	if !q.stopped && q.report != nil && !q.report(q.done, len(q.todo)) {
		q.stopped = true
	}
}
