// Package meter counts the steps of long work, and tells where the work is to be given up. It is what every function of
// the library whose name ends in Context has in common; topology.PropagateContext says what they promise.
package meter

import "context"

// A Meter counts the steps of one piece of work. It must be made by [Of], and belongs to one goroutine.
type Meter struct {
	ctx         context.Context
	tell        func(done, total int)
	done, total int
}

// Of returns a meter of work in a number of steps. Tell may be nil.
func Of(ctx context.Context, total int, tell func(done, total int)) *Meter {
	return &Meter{ctx: ctx, tell: tell, total: total}
}

// Step counts a step that is done. It returns the error of the context, after which no further step is to be taken. A
// step that was cut short by the context does not count.
func (m *Meter) Step() error { return m.reach(m.done + 1) }

// Finish counts the steps that need not be taken. It returns the error of the context.
func (m *Meter) Finish() error { return m.reach(m.total) }

func (m *Meter) reach(done int) error {
	if err := m.ctx.Err(); err != nil || done == m.done {
		return err
	}
	m.done = done
	if m.tell != nil {
		m.tell(m.done, m.total)
	}
	return m.ctx.Err()
}

// Err returns the error of the context, nil as long as the work goes on.
func (m *Meter) Err() error { return m.ctx.Err() }

// Context returns the context of the work, for work inside a step.
func (m *Meter) Context() context.Context { return m.ctx }
