package topology

import (
	"context"
	"slices"
	"strings"
)

// Fail lets instances, data centers, attachments and peerings fail: they carry nothing, and circuits announce nothing
// (D-14). What is configured stays. A session fails by [FailSession].
type Fail struct{ IDs []string }

// Repair lets what has failed work again.
type Repair struct{ IDs []string }

func (c Fail) String() string   { return "fail " + strings.Join(c.IDs, ", ") }
func (c Repair) String() string { return "repair " + strings.Join(c.IDs, ", ") }

func (c Fail) check(n *Network) *ChangeError {
	for _, id := range c.IDs {
		switch {
		case !n.canFail(id):
			return missing("instance, data center, attachment or peering", id)
		case slices.Contains(n.Down, id):
			return refuse("", "%q is down already", id)
		}
	}
	return nil
}

func (c Repair) check(n *Network) *ChangeError {
	for _, id := range c.IDs {
		switch {
		case !n.canFail(id):
			return missing("instance, data center, attachment or peering", id)
		case !slices.Contains(n.Down, id):
			return refuse("", "%q is not down", id)
		}
	}
	return nil
}

func (c Fail) stages(*Network) []stage {
	return one("D-14", func(n *Network) {
		for _, id := range c.IDs {
			if !slices.Contains(n.Down, id) {
				n.Down = append(n.Down, id)
			}
		}
	})
}

func (c Repair) stages(*Network) []stage {
	return one("D-14", func(n *Network) {
		n.Down = reject(n.Down, func(id *string) bool { return slices.Contains(c.IDs, *id) })
	})
}

// Fail returns the state of the same network with instances, data centers, attachments or peerings failed, in addition
// to those that have failed already: what [State.Apply] returns for the change [Fail], without the events. An ID that
// cannot fail, because the network has no such object or it is of another kind, is an error of type [*ChangeError]; the
// other errors are those of [Propagate]. The state is not changed.
func (s *State) Fail(ids ...string) (*State, error) {
	return s.FailContext(context.Background(), nil, ids...)
}

// FailContext is [State.Fail] with a context and progress, those of the [PropagateContext] of the network that is left.
func (s *State) FailContext(ctx context.Context, progress func(done, total int), ids ...string) (*State, error) {
	down := s.Network().Down
	return s.edited(ctx, progress, Fail{reject(ids, func(id *string) bool { return slices.Contains(down, *id) })})
}

// Repair returns the state of the same network with failed instances, data centers, attachments or peerings working
// again. Repairing what has not failed changes nothing; the errors are those of [State.Fail].
func (s *State) Repair(ids ...string) (*State, error) {
	n := s.Network()
	return s.edited(context.Background(), nil, Repair{reject(ids, func(id *string) bool {
		return n.canFail(*id) && !slices.Contains(n.Down, *id)
	})})
}

// edited returns the state after a change.
func (s *State) edited(ctx context.Context, progress func(done, total int), c Change) (*State, error) {
	lists := longLists(s.Network())
	n, err := editedSharing(s.Network(), lists, c)
	if err != nil {
		return nil, err
	}
	x := newIndex(n)
	x.checked = lists
	next, _, err := s.propagate(ctx, x, progress)
	return next, err
}
