package engine

import (
	"runtime"
	"sync"
)

// share is the number of classes below which another goroutine does not pay.
const share = 64

// solveAll solves every class that has a prefix and is not solved yet. Classes do not depend on each other, so many are
// shared out among as many goroutines as can run at once; each class is solved by one of them, and its result is the same
// in any order.
func (n *Network) solveAll(report func(done, total int) bool) bool {
	todo := make([]*Class, 0, len(n.classes.all))
	for _, c := range n.classes.all {
		if c.size > 0 && !c.solved {
			todo = append(todo, c)
		}
	}
	if workers := min(runtime.GOMAXPROCS(0), len(todo)/share); workers > 1 {
		return n.shareOut(&queue{todo: todo, report: report}, workers)
	}
	s := newSolver(n, len(todo))
	for i, c := range todo {
		s.solveClass(c)
		if report != nil && !report(i+1, len(todo)) {
			return false
		}
	}
	return true
}

// shareOut solves the classes of a queue with a number of goroutines, of which the caller is one.
func (n *Network) shareOut(q *queue, workers int) bool {
	var others sync.WaitGroup
	classes := len(q.todo) / workers
	for range workers - 1 {
		others.Go(func() { q.work(newSolver(n, classes)) })
	}
	q.work(newSolver(n, classes))
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
