package topology

import (
	"context"
	"errors"
	"slices"

	"github.com/cenroute/cenroute/internal/engine"
	"github.com/cenroute/cenroute/internal/meter"
)

// Apply makes changes one after the other and returns the state that the network has then, together with what happened
// to each route of each table on the way. The old state stays as it is. The new one is the same as that of [Propagate]
// on the changed network, but what the change cannot reach is taken over as it is: the time grows with the parts of the
// network and with the routes that change, not with the number of prefixes. What is taken over is shared, long lists of
// prefixes of the network as well: neither network must be changed.
//
// The events are in order of the changes; of one change in the documented order of its stages, for example all
// withdrawals of a replaced association before the first announcement (TR-9.1); and of one stage what was withdrawn,
// what was replaced, what was announced, each in order of table and route. The last order is for reading: in
// which order the tables of a network hear of a change is not modelled. Taken one after the other, the events turn the
// old tables into the new ones. Where the network has no single stable state between two stages of a change, the events
// of both stages are one.
//
// A change that is refused is an error of type [*ChangeError] that names the change, the rule and what is in the way; so
// is one after which the network would break a rule (it wraps the [Violations]) or have no single stable state (it wraps
// the [Instabilities]). Then nothing is changed: the State is nil and there are no events.
func (s *State) Apply(changes ...Change) (*State, []Event, error) {
	return s.ApplyContext(context.Background(), nil, changes...)
}

// ApplyContext is [State.Apply] with a context and progress by changes, as [PropagateContext] explains.
func (s *State) ApplyContext(ctx context.Context, progress func(done, total int), changes ...Change) (*State, []Event, error) {
	var all []Event
	m := meter.Of(ctx, len(changes), progress)
	for i, c := range changes {
		next, list, err := s.apply(ctx, i, c)
		if stopped := m.Step(); stopped != nil {
			return nil, nil, stopped
		}
		if err != nil {
			err.Index, err.Change = i, c
			return nil, nil, err
		}
		if s = next; all == nil {
			all = list // as a single change has it, without a copy
		} else {
			all = append(all, list...)
		}
	}
	if err := m.Finish(); err != nil {
		return nil, nil, err
	}
	return s, all, nil
}

// apply makes one change. Where the context is cancelled, what it returns is of no use.
func (s *State) apply(ctx context.Context, index int, c Change) (*State, []Event, *ChangeError) {
	if c == nil {
		return nil, nil, refuse("", "there is no change")
	}
	if next, list, ok := s.announce(index, c); ok {
		return next, list, nil
	}
	n := s.Network()
	if err := c.check(n); err != nil {
		return nil, nil, err
	}
	if c, ok := c.(besideDynamic); ok {
		if err := c.checkDynamic(s); err != nil {
			return nil, nil, err
		}
	}
	lists := longLists(n)
	walk := walker{ctx: ctx, state: s, network: n.cloneSharing(lists), lists: lists, index: index}
	for _, stage := range c.stages(n) {
		walk.take(stage, c.String())
	}
	if walk.err != nil {
		return nil, nil, wouldBe(walk.err)
	}
	return walk.state, walk.events, nil
}

// wouldBe is the error of a change that makes the network one that does not propagate.
func wouldBe(err error) *ChangeError {
	e := &ChangeError{Message: "the network would have " + err.Error(), Err: err}
	var violations Violations
	var unstable Instabilities
	switch {
	case errors.As(err, &violations):
		e.Message, e.Rule = violations[0].Path+": "+violations[0].Message, violations[0].Rule
	case errors.As(err, &unstable):
		e.Message, e.Rule = unstable[0].Prefix.String()+" would have "+unstable[0].Fault.String()+": "+unstable[0].Cause, unstable[0].Rule
	}
	return e
}

// Edited returns a copy of a network with changes made one after the other, without computing a state: also for a network
// that has none. What a change needs of the network is checked as [State.Apply] does; what its routes are in the way of
// (see [AddRoute], [AddAggregate], [AddVPCRoute] and [AddVSwitch]) and what becomes of the network is not: that is for
// [Network.Validate] to say, or for [Propagate]. The error is of type [*ChangeError].
func Edited(n *Network, changes ...Change) (*Network, error) {
	return editedSharing(n, nil, changes...)
}

// editedSharing is Edited, but for some lists of prefixes, which both networks have.
func editedSharing(n *Network, lists prefixLists, changes ...Change) (*Network, error) {
	n = n.cloneSharing(lists)
	if n == nil {
		n = &Network{}
	}
	for i, c := range changes {
		err := refuse("", "there is no change")
		if c != nil {
			err = c.check(n)
		}
		if err != nil {
			err.Index, err.Change = i, c
			return nil, err
		}
		for _, stage := range c.stages(n) {
			stage.edit(n)
		}
		n = n.cloneSharing(lists)
	}
	return n, nil
}

// A walker goes from state to state, stage by stage, and collects the events. A stage after which the network does not
// propagate is taken together with the next one.
type walker struct {
	ctx     context.Context // cancelled, it stays where it is
	state   *State          // the last one that there is
	network *Network        // with all stages, also those that led to no state
	lists   prefixLists     // that all networks on the way may share
	index   int             // of the change
	events  []Event
	err     error    // why the last stage led to no state
	waiting []string // the changes that have led to no state yet

	stopped func(s *State, change string) // called with each state that there is, nil: not
}

// take makes one stage of a change.
func (w *walker) take(s stage, change string) {
	if w.ctx.Err() != nil {
		return
	}
	s.edit(w.network)
	if !slices.Contains(w.waiting, change) {
		w.waiting = append(w.waiting, change)
	}
	x := newIndex(w.network.cloneSharing(w.lists))
	x.checked = w.lists
	next, succession, err := w.state.propagate(w.ctx, x, nil)
	if w.err = err; err != nil {
		return
	}
	w.move(next, succession, s.rule)
}

// move notes what happened on the way to the next state.
func (w *walker) move(next *State, succession *engine.Succession, id ruleID) {
	list := events(w.state, next, succession)
	for i := range list {
		list[i].Index, list[i].Change = w.index, joined(w.waiting)
		if list[i].Rule == "" {
			list[i].Rule = id
		}
	}
	if w.stopped != nil {
		w.stopped(next, joined(w.waiting))
	}
	w.state, w.events, w.waiting = next, append(w.events, list...), nil
}

// arrive goes on to the last state, if the last stage did not lead there.
func (w *walker) arrive(last *State) {
	if len(w.waiting) > 0 {
		w.move(last, nil, "TR-9")
	}
}

// joined lists what was changed together.
func joined(changes []string) string {
	text := changes[0]
	for i, c := range changes[1:] {
		if i == 3 {
			return text + " and more"
		}
		text += " and " + c
	}
	return text
}
