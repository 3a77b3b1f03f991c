package whatif

import (
	"context"
	"net/netip"
	"slices"

	"go4.org/netipx"

	"github.com/cenroute/cenroute/internal/meter"
	"github.com/cenroute/cenroute/topology"
)

// A SinglePoint is a unit whose failure alone loses packets between what has not failed.
type SinglePoint struct {
	Unit Unit
	Lost []Loss // in the order of the difference; empty where Err is set
	Err  error  // the network has no single stable state after the failure, or an ID cannot fail
}

// A Loss is what one instance does not reach any more.
type Loss struct {
	From      string
	To        string
	Addresses []netip.Prefix
	OneWay    bool // packets still arrive, but no answer comes back
}

// SinglePoints returns the units whose failure alone loses packets or answers: those between two instances, neither of
// which has failed itself, and those to the addresses behind a failed VBR or VPN, if its routes stand for a data center
// and no other instance is reached at these addresses. The order is that of the list.
//
// A unit after which the network has no single stable state is in the list with the error.
func SinglePoints(s *topology.State, units []Unit) ([]SinglePoint, error) {
	return SinglePointsContext(context.Background(), s, units, nil)
}

// SinglePointsContext is [SinglePoints] with a context and progress by units, as [topology.PropagateContext] explains.
func SinglePointsContext(ctx context.Context, s *topology.State, units []Unit, progress func(done, total int)) ([]SinglePoint, error) {
	all, err := failures(ctx, s, 1, units)
	if err != nil {
		return nil, err
	}
	var points []SinglePoint
	m := meter.Of(ctx, len(units), progress)
	for f := range all {
		if len(f.Units) == 0 {
			continue
		}
		p := SinglePoint{Unit: f.Units[0], Err: f.Err}
		if f.Err == nil {
			p.Lost = losses(ctx, s, f)
		}
		if err := m.Step(); err != nil {
			return nil, err
		}
		if len(p.Lost) > 0 || p.Err != nil {
			points = append(points, p)
		}
	}
	if err := m.Finish(); err != nil {
		return nil, err
	}
	return points, nil
}

// losses returns what a failure loses. Where the context is cancelled, it is of no use.
func losses(ctx context.Context, s *topology.State, f Failure) (list []Loss) {
	failed := f.Units[0].IDs
	var matrix topology.Matrix // made where it is needed
	diff, err := topology.DiffContext(ctx, s, f.State, nil)
	if err != nil {
		return nil
	}
	for _, c := range diff.Reach {
		lost := c.Effect == topology.EffectLost || c.Effect == topology.EffectUndecided
		if !lost && c.Effect != topology.EffectOneWay || slices.Contains(failed, c.From) {
			continue
		}
		loss := Loss{c.From, c.To, c.Addresses, !lost}
		if slices.Contains(failed, c.To) {
			if !standsForOthers(s.Network(), c.To) || !lost {
				continue
			}
			if matrix.Instances == nil {
				if matrix, err = f.State.ReachContext(ctx, nil); err != nil {
					return nil
				}
			}
			loss.Addresses = unreached(matrix, c)
		}
		if len(loss.Addresses) > 0 {
			list = append(list, loss)
		}
	}
	return list
}

// standsForOthers reports whether an instance is a VBR or VPN, whose routes stand for a data center.
func standsForOthers(n *topology.Network, id string) bool {
	return slices.ContainsFunc(n.VBRs, func(v topology.VBR) bool { return v.ID == id }) ||
		slices.ContainsFunc(n.VPNs, func(v topology.VPN) bool { return v.ID == id })
}

// unreached returns the addresses of a loss that the sender reaches at no other instance.
func unreached(m topology.Matrix, c topology.ReachChange) []netip.Prefix {
	var left netipx.IPSetBuilder
	for _, p := range c.Addresses {
		left.AddPrefix(p)
	}
	for _, other := range m.Instances {
		if cell, ok := m.Cell(c.From, other); ok && cell.Every != nil && other != c.To {
			left.RemoveSet(cell.Every)
		}
	}
	set, err := left.IPSet()
	if err != nil {
		return c.Addresses
	}
	return set.Prefixes()
}
